# SPDX-License-Identifier: MIT
# armlint: an offline linter for Azure Resource Manager. `make help` lists the targets.

VERSION := $(shell sed -n 's/^\#define ARMLINT_VERSION "\(.*\)"/\1/p' lib/armlint.h)

prefix = /usr/local
PREFIX = $(prefix)
bindir = $(PREFIX)/bin
libdir = $(PREFIX)/lib
includedir = $(PREFIX)/include
mandir = $(PREFIX)/share/man
DESTDIR =
INSTALL = install

CC ?= cc
PKG_CONFIG = pkg-config
CFLAGS ?= -O2 -g
B = build

PACKAGES = libcjson libpcre2-8
AL_CPPFLAGS = -Ilib -D_XOPEN_SOURCE=700 $(shell $(PKG_CONFIG) --cflags $(PACKAGES) 2>/dev/null)
AL_CFLAGS = -std=c17 -fvisibility=hidden -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes
AL_LDLIBS = $(shell $(PKG_CONFIG) --libs $(if $(STATIC),--static) $(PACKAGES) 2>/dev/null) -lm
TEST_LDLIBS = $(shell $(PKG_CONFIG) --libs cmocka 2>/dev/null)
AL_LDFLAGS = $(if $(STATIC),-static)

# SAN=1: address and undefined behaviour sanitizers, in a build folder of their own.
ifdef SAN
B = build/san
AL_CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
AL_LDFLAGS += -fsanitize=address,undefined
export ASAN_OPTIONS ?= detect_leaks=1
endif
ifdef WERROR
AL_CFLAGS += -Werror
endif

V ?= 0
Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),@:,@printf '  %-7s %s\n' $(1) $(2))

LIB_SOURCES := $(sort $(wildcard lib/*/*.c))
RULE_SOURCES := $(sort $(wildcard rules/*.c))
CLI_SOURCES := $(sort $(wildcard cli/*.c))
TEST_SOURCES := $(sort $(wildcard test/test_*.c))
ALL_C := $(LIB_SOURCES) $(RULE_SOURCES) $(CLI_SOURCES) $(sort $(wildcard test/*.c))
ALL_H := $(sort $(wildcard lib/*.h lib/*/*.h rules/*.h cli/*.h test/*.h))

objects = $(patsubst %.c,$(B)/%.o,$(1))
LIB_OBJECTS = $(call objects,$(LIB_SOURCES) $(RULE_SOURCES))
CLI_OBJECTS = $(call objects,$(CLI_SOURCES))
TESTS = $(patsubst %.c,$(B)/%,$(TEST_SOURCES))

.PHONY: all check install uninstall clean deps try lint format bench bless man help
.DEFAULT_GOAL := all

all: $(B)/armlint $(B)/libarmlint.a

help:
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

$(B)/armlint: $(LIB_OBJECTS) $(CLI_OBJECTS)
	$(call say,LINK,$@)
	$(Q)$(CC) $(AL_CFLAGS) $(CFLAGS) $(AL_LDFLAGS) $(LDFLAGS) -o $@ $^ $(AL_LDLIBS) $(LDLIBS)

$(B)/libarmlint.a: $(LIB_OBJECTS)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/%.o: %.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(AL_CPPFLAGS) $(CPPFLAGS) $(AL_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/test/test_%: $(B)/test/test_%.o $(LIB_OBJECTS)
	$(call say,LINK,$@)
	$(Q)$(CC) $(AL_CFLAGS) $(CFLAGS) $(AL_LDFLAGS) $(LDFLAGS) -o $@ $^ $(TEST_LDLIBS) $(AL_LDLIBS) $(LDLIBS)

-include $(patsubst %.o,%.d,$(LIB_OBJECTS) $(CLI_OBJECTS)) $(patsubst %.c,$(B)/%.d,$(TEST_SOURCES))
.SECONDARY:

clean: ## remove everything that was built
	rm -rf build
