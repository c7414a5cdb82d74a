# SPDX-License-Identifier: MIT
# armlint: an offline linter for Azure Resource Manager. `make help` lists the targets.

VERSION := $(shell sed -n 's/^\#define ARMLINT_VERSION "\(.*\)"/\1/p' lib/armlint.h)

prefix = /usr/local
PREFIX = $(prefix)
bindir = $(PREFIX)/bin
libdir = $(PREFIX)/lib
includedir = $(PREFIX)/include
mandir = $(PREFIX)/share/man
bashcompletiondir = $(PREFIX)/share/bash-completion/completions
zshcompletiondir = $(PREFIX)/share/zsh/site-functions
fishcompletiondir = $(PREFIX)/share/fish/vendor_completions.d
COMPLETIONS = $(bashcompletiondir)/armlint $(zshcompletiondir)/_armlint $(fishcompletiondir)/armlint.fish
DESTDIR =
INSTALL = install
PKG_CONFIG = pkg-config
CFLAGS ?= -O2 -g

# A folder of templates for `make bench`.
CORPUS = $(firstword $(wildcard ../shared/corpus) fixtures)

B = build
PACKAGES = libcjson libpcre2-8
AL_CFLAGS = -std=c17 -fvisibility=hidden -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes
AL_LDFLAGS = -pthread

# SAN=1: address and undefined behaviour sanitizers, in a build folder of their own.
ifdef SAN
B = build/san
CFLAGS = -O1 -g
AL_CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
AL_LDFLAGS += -fsanitize=address,undefined
endif
# FUZZ=1: the same by clang, whose fuzzer is told which branches are taken, but not what is compared: that takes half of
# the time, and dictionaries know the words. `make fuzz` sets it; `make check FUZZ=1` runs the tests in that build.
ifdef FUZZ
B = build/fuzz
CC = clang
CFLAGS = -O1 -gline-tables-only
AL_CFLAGS += -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-coverage=trace-cmp -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
AL_LDFLAGS += -fsanitize=address,undefined
endif
# TSAN=1: the sanitizer of threads. COVERAGE=1: counts which lines are run; `make coverage` sets it.
ifdef TSAN
B = build/tsan
CFLAGS = -O1 -g
AL_CFLAGS += -fsanitize=thread
AL_LDFLAGS += -fsanitize=thread
endif
ifdef COVERAGE
B = build/cov
CFLAGS = -O0
AL_CFLAGS += --coverage -fprofile-update=atomic
AL_LDFLAGS += --coverage
endif
ifdef WERROR
AL_CFLAGS += -Werror
endif
# STATIC=1: one program that needs nothing. Debian has no libcjson.a: there cJSON's source, which `make deps STATIC=1`
# fetches, is compiled in.
ifdef STATIC
# It does not lie at the same place in each process: hashes depend on that.
STATIC_LDFLAGS = -static-pie
STATIC_CPPFLAGS = -DAL_NO_MODULES
AL_CFLAGS += -fPIE
CJSON_SOURCE = $(if $(wildcard $(shell $(CC) -print-file-name=libcjson.a 2>/dev/null)),,build/cjson)
CJSON_OBJECT = $(CJSON_SOURCE:%=$(B)/cJSON.o)
endif

# Modules that are loaded call the functions of armlint_rule.h in the program.
PROGRAM_LDFLAGS = $(if $(STATIC),,-rdynamic)

# pkg-config is asked once, when first needed: `make deps try` has installed it by then.
once = $(eval $(1) := $(2))$($(1))
AL_CPPFLAGS = $(call once,AL_CPPFLAGS,-Ilib -D_XOPEN_SOURCE=700 $(STATIC_CPPFLAGS) $(shell \
	$(PKG_CONFIG) --cflags $(PACKAGES)))
AL_LDLIBS = $(call once,AL_LDLIBS,$(filter-out $(CJSON_OBJECT:%.o=-lcjson),$(shell \
	$(PKG_CONFIG) --libs $(if $(STATIC),--static) $(PACKAGES))) $(if $(STATIC),,-ldl) -lm)
TEST_LDLIBS = $(call once,TEST_LDLIBS,$(shell $(PKG_CONFIG) --libs cmocka))

V = 0
Q := $(if $(filter 1,$(V)),,@)
silent := $(filter 1,$(V))$(findstring s,$(firstword -$(MAKEFLAGS)))
say = @$(if $(silent),:,printf '  %-7s %s\n' $(1) $(2))

LIB_SOURCES := $(sort $(wildcard lib/*/*.c rules/*.c))
CLI_SOURCES := $(sort $(wildcard cli/*.c))
TEST_SOURCES := $(sort $(wildcard test/test_*.c))
ALL_C := $(LIB_SOURCES) $(CLI_SOURCES) $(sort $(wildcard test/*.c test/bench/*.c test/fuzz/*.c test/faults/*.c))
MAN_PAGES := man/armlint.1 man/libarmlint.3 man/armlint-config.5 man/armlint-rules-file.5 man/armlint-rules.7

LIB_OBJECTS = $(LIB_SOURCES:%.c=$(B)/%.o) $(CJSON_OBJECT)
CLI_OBJECTS = $(CLI_SOURCES:%.c=$(B)/%.o)
TESTS = $(TEST_SOURCES:%.c=$(B)/%)
PARITY = $(B)/test/parity
THROUGHPUT = $(B)/test/throughput
MEASURE = $(B)/test/bench/measure
# It stands in for malloc() itself, which clang's sanitizers and the one for threads do, too.
OOM = $(if $(FUZZ)$(TSAN),,$(if $(filter Linux,$(shell uname -s)),$(B)/test/faults/oom))
FUZZ_SOURCES := $(sort $(wildcard test/fuzz/*.c))
FUZZ_TARGETS := $(patsubst test/fuzz/fuzz_%.c,%,$(filter test/fuzz/fuzz_%.c,$(FUZZ_SOURCES)))
FUZZERS = $(FUZZ_TARGETS:%=$(B)/test/fuzz/fuzz_%)
FUZZ_ENTRY = $(B)/test/fuzz/target.o $(B)/test/fuzz/mutate.o
FUZZ_HELPERS = $(filter-out $(FUZZ_ENTRY) $(FUZZERS:=.o),$(FUZZ_SOURCES:%.c=$(B)/%.o))

.PHONY: all bombs check check-jail check-oom check-sarif check-valgrind coverage parity install uninstall clean deps try lint format bench fuzz man bless help FORCE
.DELETE_ON_ERROR:
.SECONDARY:

all: $(B)/armlint $(B)/libarmlint.a ## the program build/armlint and the library build/libarmlint.a

# Tests that run meanwhile find the one before.
$(B)/armlint: $(LIB_OBJECTS) $(CLI_OBJECTS) $(B)/link-flags
	$(call say,LINK,$@)
	$(Q)$(CC) $(AL_CFLAGS) $(CFLAGS) $(AL_LDFLAGS) $(STATIC_LDFLAGS) $(PROGRAM_LDFLAGS) $(LDFLAGS) -o $@.new \
		$(filter %.o,$^) $(AL_LDLIBS) $(LDLIBS)
	$(Q)mv $@.new $@

$(B)/libarmlint.a: $(LIB_OBJECTS)
	$(call say,AR,$@)
	$(Q)rm -f $@.new && $(AR) rcs $@.new $^ && mv $@.new $@

$(B)/%.o: %.c $(B)/compile-flags
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(AL_CPPFLAGS) $(OWN_CPPFLAGS) $(CPPFLAGS) $(AL_CFLAGS) $(CFLAGS) $(OWN_CFLAGS) -MMD -MP -c -o $@ $<

# The one source that knows a path of the installation.
moduledir = $(libdir)/armlint/modules
$(B)/cli/rule_files.o: OWN_CPPFLAGS = -DAL_MODULE_DIR='"$(moduledir)"'
$(B)/cli/rule_files.o: $(B)/module-dir
$(B)/module-dir: FORCE
	@mkdir -p $(@D)
	@echo '$(moduledir)' | cmp -s - $@ || echo '$(moduledir)' > $@

# Not ours, so not with our warnings.
$(B)/cJSON.o: build/cjson/cJSON.c $(B)/compile-flags
	$(call say,CC,$<)
	$(Q)$(CC) -fPIE $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

build/cjson/cJSON.c: | $(filter deps,$(MAKECMDGOALS))
	@test -f $@ || { echo 'A static program needs the source of cJSON. Try: make deps STATIC=1' >&2; exit 1; }

$(TESTS) $(PARITY) $(THROUGHPUT): %: %.o $(LIB_OBJECTS) $(B)/link-flags
	$(call say,LINK,$@)
	$(Q)$(CC) $(AL_CFLAGS) $(CFLAGS) $(AL_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) \
		$(TEST_LDLIBS) $(AL_LDLIBS) $(LDLIBS)

$(MEASURE): %: %.o $(B)/link-flags
	$(call say,LINK,$@)
	$(Q)$(CC) $(AL_CFLAGS) $(CFLAGS) $(AL_LDFLAGS) $(LDFLAGS) -o $@ $< $(LDLIBS)

# From archives, so that a small target stays small.
$(FUZZERS): %: %.o $(FUZZ_ENTRY) $(B)/test/fuzz/helpers.a $(B)/libarmlint.a $(B)/link-flags
	$(call say,LINK,$@)
	$(Q)$(CC) $(AL_CFLAGS) $(CFLAGS) -fsanitize=fuzzer $(AL_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) \
		$(AL_LDLIBS) $(LDLIBS)

$(B)/test/fuzz/helpers.a: $(FUZZ_HELPERS)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# The program, but each piece of an arena is an allocation of its own, and test/faults/oom.c has them fail.
OOM_OBJECTS = $(B)/test/faults/oom.o $(B)/test/faults/oom_judge.o $(B)/test/faults/arena.o
# It is called before a sanitizer has begun.
$(B)/test/faults/oom.o: OWN_CFLAGS = $(if $(SAN),-fno-sanitize=all -DOOM_WATCHED)
$(B)/test/faults/arena.o: lib/base/arena.c $(B)/compile-flags
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(AL_CPPFLAGS) -DAL_ARENA_SINGLY $(CPPFLAGS) $(AL_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/test/faults/oom: $(OOM_OBJECTS) $(filter-out $(B)/lib/base/arena.o,$(LIB_OBJECTS)) $(CLI_OBJECTS) $(B)/link-flags
	$(call say,LINK,$@)
	$(Q)$(CC) $(AL_CFLAGS) $(CFLAGS) $(AL_LDFLAGS) $(PROGRAM_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) \
		$(AL_LDLIBS) $(LDLIBS) -ldl

# What was built with other flags is built again. `deps`, when it is asked for, comes before everything.
$(B)/compile-flags $(B)/link-flags: FORCE | $(filter deps,$(MAKECMDGOALS))
	@$(PKG_CONFIG) --exists $(PACKAGES) || { echo 'Not found: $(PACKAGES). Try: make deps' >&2; exit 1; }
	@mkdir -p $(@D)
	@echo '$(CC) $(AL_CPPFLAGS) $(CPPFLAGS) $(AL_CFLAGS) $(CFLAGS)' \
		'$(if $(filter %link-flags,$@),$(AL_LDFLAGS) $(STATIC_LDFLAGS) $(PROGRAM_LDFLAGS) $(LDFLAGS) $(AL_LDLIBS) $(LDLIBS))' > $@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

-include $(LIB_OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d) $(TESTS:=.d) $(PARITY).d $(THROUGHPUT).d $(MEASURE).d $(FUZZ_SOURCES:%.c=$(B)/%.d) $(OOM_OBJECTS:.o=.d)

deps: ## install what is needed to build and test (Debian, Ubuntu)
	@STATIC='$(STATIC)' sh .tools/deps.sh

try: $(B)/armlint ## lint a bundled template
	@test/try.sh $(B)/armlint

# VALGRIND=1 runs everything under valgrind. What installs or builds armlint anew has nothing to gain from being watched,
# and a race takes more than one thread.
WATCHED = $(strip $(SAN) $(FUZZ) $(TSAN) $(COVERAGE) $(VALGRIND))
SHELL_TESTS = test/odd_files.sh test/io_faults.sh test/oom.sh test/cli.sh test/formats.sh test/manual.sh \
	test/modules.sh test/completion.sh test/shards.sh test/jobs.sh test/secrets.sh test/escapes.sh
PLAIN_TESTS = test/install.sh test/precommit.sh test/parity.sh test/editors.sh test/sandbox.sh test/jail.sh \
	test/bombs.sh
CHECKED = $(if $(TSAN),$(B)/test/test_jobs test/jobs.sh,$(TESTS) $(SHELL_TESTS) $(if $(WATCHED),,$(PLAIN_TESTS)))
check: all $(filter $(B)/%,$(CHECKED)) $(if $(WATCHED),,$(PARITY)) $(OOM) ## run all tests
	@WATCHED='$(WATCHED)' VALGRIND='$(VALGRIND)' PARITY='$(PARITY)' CORPUS='$(CORPUS)' CC='$(CC)' \
		OOM='$(or $(OOM:%=$(CURDIR)/%),none)' SAMPLE=20 test/run.sh $(B)/armlint $(CHECKED)

# Of each room of lib/ one, and the program.
VALGRIND_TESTS = $(addprefix $(B)/test/test_,digest json bicep_parser functions graph run report)
check-valgrind: $(B)/armlint $(VALGRIND_TESTS) ## run some tests under valgrind; `make check VALGRIND=1` runs all
	@VALGRIND=1 test/run.sh $(B)/armlint $(VALGRIND_TESTS) test/jobs.sh

COVERAGE_MIN = 90
coverage: ## say how many lines of lib/ and rules/ the tests run; FILES=1 says it of each file
	@find build/cov -name '*.gcda' -delete 2>/dev/null || true
	@status=0; $(MAKE) --no-print-directory COVERAGE=1 check || status=$$?; \
		FILES='$(FILES)' test/coverage.sh build/cov $(COVERAGE_MIN) && exit $$status

check-sarif: $(B)/armlint ## judge SARIF logs with Microsoft's Sarif Multitool, which npm fetches into build/
	@test/run.sh $(B)/armlint test/sarif_multitool.sh

check-oom: $(OOM) ## let every single allocation of many runs fail
	@OOM='$(OOM:%=$(CURDIR)/%)' PARTS=$$(nproc) test/oom.sh

check-jail: $(B)/armlint ## run tests where the system grants no more than files, memory and threads
	@JAILED='cli formats jobs shards secrets escapes modules' test/run.sh $(B)/armlint test/jail.sh

bombs: $(B)/armlint ## give it much of everything, and look at its memory
	@BOMBS=full test/run.sh $(B)/armlint test/bombs.sh

parity: $(PARITY) ## compare Bicep with what its compiler made of it; CORPUS=DIR names the pairs
	$(PARITY) $(CORPUS)

bless: $(B)/armlint ## rewrite the expected outputs in fixtures/cli
	@BLESS=1 test/run.sh $(B)/armlint test/cli.sh

man: $(B)/armlint ## make man/armlint-rules.7 from the rules
	$(Q)$(B)/armlint rules --format man > $(B)/armlint-rules.7
	$(Q)cp $(B)/armlint-rules.7 man/armlint-rules.7

BENCH =
bench: $(B)/armlint $(THROUGHPUT) $(MEASURE) ## measure time and memory; CORPUS=DIR names the templates, BENCH=PART a part
	@THROUGHPUT=$(THROUGHPUT) MEASURE=$(MEASURE) test/bench.sh $(B)/armlint $(CORPUS) $(BENCH)

# The inner make knows the flags.
T = 60
FUZZ_TARGET = $(FUZZ_TARGETS)
fuzz: ## look for inputs that do harm, T=SECONDS a target; FUZZ_TARGET=lint is one of them (needs clang)
	@$(MAKE) --no-print-directory FUZZ=1 $(FUZZ_TARGET:%=build/fuzz/test/fuzz/fuzz_%)
	@printf '%s\n' $(FUZZ_TARGET) | xargs -P $(shell nproc) -I '{}' \
		test/fuzz/run.sh 'build/fuzz/test/fuzz/fuzz_{}' $(T) $(FUZZ_FLAGS)

# Headers are manuals: their tables are laid out by hand.
lint: $(B)/compile-flags ## clang-format, cppcheck, clang-tidy and mandoc over our own sources
	$(call say,FORMAT,'all sources')
	$(Q)clang-format --dry-run -Werror $(ALL_C)
	$(call say,CPPCHECK,'lib cli test')
	$(Q)printf '%s\n' $(filter-out rules/%,$(ALL_C)) | xargs -P $(shell nproc) -n 24 cppcheck --quiet --std=c11 \
		--enable=warning,performance,portability --inline-suppr --error-exitcode=1 --suppressions-list=.cppcheck -Ilib
	$(call say,TIDY,'all sources')
	$(Q)printf '%s\n' $(ALL_C) | xargs -P $(shell nproc) -n 8 sh -c 'clang-tidy --quiet "$$@" -- $(AL_CPPFLAGS) -std=c17' -
	$(call say,MANDOC,'$(MAN_PAGES)')
	$(Q)mandoc -T lint $(MAN_PAGES)

format: ## reformat the sources
	clang-format -i $(ALL_C)

install: all ## install program, library, headers and manual; DESTDIR and PREFIX are honoured
	$(INSTALL) -d $(DESTDIR)$(bindir) $(DESTDIR)$(libdir)/pkgconfig $(DESTDIR)$(includedir) \
		$(DESTDIR)$(mandir)/man1 $(DESTDIR)$(mandir)/man3 $(DESTDIR)$(mandir)/man5 $(DESTDIR)$(mandir)/man7 \
		$(DESTDIR)$(bashcompletiondir) $(DESTDIR)$(zshcompletiondir) $(DESTDIR)$(fishcompletiondir)
	$(INSTALL) -m 755 $(B)/armlint $(DESTDIR)$(bindir)/armlint
	$(INSTALL) -m 644 $(B)/libarmlint.a $(DESTDIR)$(libdir)/libarmlint.a
	$(INSTALL) -m 644 lib/armlint.h lib/armlint_rule.h $(DESTDIR)$(includedir)
	sed -e 's|@libdir@|$(libdir)|' -e 's|@includedir@|$(includedir)|' -e 's|@version@|$(VERSION)|' \
		-e 's|@moduledir@|$(moduledir)|' \
		-e 's|@packages@|$(PACKAGES)|' lib/armlint.pc.in > $(DESTDIR)$(libdir)/pkgconfig/armlint.pc
	chmod 644 $(DESTDIR)$(libdir)/pkgconfig/armlint.pc
	for page in $(MAN_PAGES); do \
		$(INSTALL) -m 644 $$page $(DESTDIR)$(mandir)/man$${page##*.}/ || exit 1; done
	$(B)/armlint completion bash > $(DESTDIR)$(bashcompletiondir)/armlint
	$(B)/armlint completion zsh > $(DESTDIR)$(zshcompletiondir)/_armlint
	$(B)/armlint completion fish > $(DESTDIR)$(fishcompletiondir)/armlint.fish
	chmod 644 $(addprefix $(DESTDIR),$(COMPLETIONS))

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(bindir)/armlint $(DESTDIR)$(libdir)/libarmlint.a $(DESTDIR)$(includedir)/armlint.h \
		$(DESTDIR)$(includedir)/armlint_rule.h $(DESTDIR)$(libdir)/pkgconfig/armlint.pc
	rm -f $(addprefix $(DESTDIR),$(COMPLETIONS))
	for page in $(MAN_PAGES); do rm -f $(DESTDIR)$(mandir)/man$${page##*.}/$${page#man/}; done

clean: ## remove everything that was built
	rm -rf build

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.* ## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r target text; do \
		printf '  make %-14s %s\n' "$$target" "$$text"; done
	@echo; echo '  V=1 shows commands, SAN=1 and TSAN=1 use sanitizers, WERROR=1 stops at warnings, STATIC=1 makes one static program.'
