/* SPDX-License-Identifier: MIT */
/* The limits that users know: one table, from which come the option --limit, al_limits() of armlint.h, completion and
 * what errors say. What recursion depends on has a ceiling that a stack of 8 MiB can bear, whatever is asked for. */
#ifndef AL_BASE_LIMITS_H
#define AL_BASE_LIMITS_H

#include "base/arena.h"

#define AL_KIB (1024ull)
#define AL_MIB (1024ull * AL_KIB)
#define AL_GIB (1024ull * AL_MIB)

/* X(constant, name, default, the most it can be set to, unit, what it bounds) */
#define AL_LIMITS(X)                                                                                                  \
    X(FILE, "file", 64 * AL_MIB, 2047 * AL_MIB, "bytes",                                                              \
      "size of a file that is read, or of what comes from standard input")                                            \
    X(MEMORY, "memory", AL_GIB, 1024 * AL_GIB, "bytes",                                                               \
      "memory for one input, with all files that it names")                                                           \
    X(NESTING, "nesting", 256, 1000, "levels", "JSON and YAML: arrays and objects within each other")                 \
    X(EXPRESSION, "expression", 1024, 1024, "levels", "expressions: calls, brackets and operators within each other") \
    X(DEPTH, "depth", 1300, 2000, "levels",                                                                           \
      "evaluation: expressions within each other, with the functions they call")                                      \
    X(STEPS, "steps", 5000000, 1000000000000, "steps", "evaluation of one input: expressions and elements looked at") \
    X(STRING, "string", 4 * AL_MIB, AL_GIB, "bytes", "a text that a function makes")                                  \
    X(ITEMS, "items", 100000, 100000000, "items", "an array that a function makes; values that YAML's aliases make")  \
    X(LOOP, "loop", 100000, 100000000, "turns", "a loop that makes an array: copy of properties, for in Bicep")       \
    X(RESOURCES, "resources", 50000, 100000000, "resources", "resources of one template, with all that it deploys")   \
    X(DEPLOYMENTS, "deployments", 16, 64, "levels", "nested and linked templates and modules within each other")      \
    X(MODULES, "modules", 64, 128, "levels", "files of Bicep that name each other")                                   \
    X(PROBLEMS, "problems", 200, 1000000, "problems",                                                                 \
      "problems told of what one input says; a hundred times as many are counted")                                    \
    X(FINDINGS, "findings", 50000, 100000000, "findings", "findings of rules in one template")                        \
    X(MATCHING, "matching", 200000, 100000000, "steps", "a regular expression at work on one text")

enum al_limit {
#define X(constant, name, value, most, unit, about) AL_LIMIT_##constant,
    AL_LIMITS(X)
#undef X
        AL_LIMIT_COUNT
};

struct al_limits {
    uint64_t v[AL_LIMIT_COUNT];
};

extern const struct al_limits al_default_limits;

/* Sets one by its name and a number, of bytes also one with K, M or G behind it. NULL; or what is wrong. */
const char *al_limits_set(struct al_limits *limits, al_arena *arena, const char *name, const char *value);

/* ": the limit is 64 MiB (--limit file)", which ends what is said of something that is too large. */
al_str al_limit_said(const struct al_limits *limits, al_arena *arena, enum al_limit limit);

#endif
