/* SPDX-License-Identifier: MIT */
/* Troubles: what stopped part of the work, or looked wrong about the input itself. Each has a reserved rule
 * id that begins with "input-" or "bicep-", a place, and one sentence. They are reported like findings. */
#ifndef AL_BASE_DIAG_H
#define AL_BASE_DIAG_H

#include "base/limits.h"
#include "base/map.h"
#include "base/source.h"
#include "base/vec.h"

/* id, level, fatal (part of the input could not be checked: exit status 3), what it says in general, and the
 * codes that the Bicep compiler has for it */
#define AL_TROUBLES(X)                                                                                 \
    X(UNREADABLE, "input-unreadable", ERROR, true, "A file or folder could not be read", "")           \
    X(SYNTAX, "input-syntax", ERROR, true, "The text is not well-formed", "")                          \
    X(NOT_A_TEMPLATE, "input-not-a-template", ERROR, true,                                             \
      "A file named explicitly is not a template",                                                     \
      "")                                                                                              \
    X(LIMIT, "input-limit", ERROR, true, "A limit was exceeded", "")                                   \
    X(TEMPLATE, "input-template", ERROR, true, "The template's structure is not what Azure accepts",   \
      "")                                                                                              \
    X(TRAILING_COMMA, "input-trailing-comma", NOTE, false, "A comma stands before a closing bracket",  \
      "")                                                                                              \
    X(DUPLICATE_KEY, "input-duplicate-key", WARNING, false, "An object has the same key twice", "")    \
    X(CONFIG, "input-config", ERROR, true, "A configuration is not as it should be", "")               \
    X(UNUSED_SUPPRESSION, "input-unused-suppression", NOTE, false, "A suppression suppresses nothing", \
      "")                                                                                              \
    X(EXPIRED_SUPPRESSION, "input-expired-suppression", NOTE, false, "A suppression has come to its end", \
      "")                                                                                              \
    X(SUPPRESSION, "input-suppression", NOTE, false, "A suppression is not written as it should be", "") \
    X(UNKNOWN_RULE, "input-unknown-rule", NOTE, false, "A suppression names a rule that does not exist", \
      "")                                                                                              \
    X(LOCKED_RULE, "input-locked-rule", NOTE, false, "A rule may not be switched off or suppressed here", \
      "")                                                                                              \
    X(EXPRESSION, "input-expression", ERROR, false,                                                    \
      "An expression is malformed or fails when evaluated",                                            \
      "")                                                                                              \
    X(UNKNOWN_FUNCTION, "input-unknown-function", WARNING, false, "A function is not known", "")       \
    X(PARAMETER, "input-parameter", ERROR, false, "A parameter's value violates its declaration", "")  \
    X(PARAMETER_FILE, "input-parameter-file", ERROR, true, "A parameter file could not be used", "")   \
    X(CYCLE, "input-cycle", ERROR, false, "Declarations refer to each other in a circle", "")          \
    X(UNRESOLVED_LINK, "input-unresolved-link", NOTE, false,                                           \
      "A linked template could not be followed",                                                       \
      "")                                                                                              \
    X(UNRESOLVED_MODULE, "input-unresolved-module", NOTE, false, "A module could not be followed",     \
      "BCP190 BCP192")                                                                                 \
    X(BICEP_UNKNOWN_NAME, "bicep-unknown-name", ERROR, true, "A name is not declared",                 \
      "BCP057 BCP063 BCP082 BCP159")                                                                   \
    X(BICEP_DUPLICATE_NAME, "bicep-duplicate-name", ERROR, true, "A name is declared twice",           \
      "BCP028 BCP145 BCP250 BCP353")                                                                   \
    X(BICEP_UNKNOWN_FUNCTION, "bicep-unknown-function", ERROR, true,                                   \
      "A Bicep function does not exist",                                                               \
      "BCP056 BCP059 BCP107 BCP108 BCP109 BCP110 BCP265")                                              \
    X(BICEP_IMPORT, "bicep-import", ERROR, true, "An import names what another file does not export",  \
      "BCP360 BCP362 BCP373 BCP374 BCP375 BCP376")                                                     \
    X(BICEP_FILE, "bicep-file", ERROR, true, "A file that the source loads could not be used",         \
      "BCP091 BCP184 BCP186 BCP235 BCP275 BCP340")                                                     \
    X(BICEP_ACCESS, "bicep-access", ERROR, true,                                                       \
      "A property or item is asked of a value that has none",                                          \
      "BCP049 BCP052 BCP053 BCP054 BCP055 BCP067 BCP074 BCP075 BCP076 BCP083 BCP309 BCP311 BCP323 "    \
      "BCP339 BCP414")                                                                                 \
    X(BICEP_ARGUMENT_COUNT, "bicep-argument-count", ERROR, true,                                       \
      "A function is called with too few or too many arguments",                                       \
      "BCP071")                                                                                        \
    X(BICEP_ARGUMENT_TYPE, "bicep-argument-type", ERROR, true,                                         \
      "A function is called with an argument of the wrong type",                                       \
      "BCP048 BCP070")                                                                                 \
    X(BICEP_CONSTANT, "bicep-constant", ERROR, true, "A value that must be written out is computed",   \
      "BCP032 BCP047 BCP092 BCP303")                                                                   \
    X(BICEP_CYCLE, "bicep-cycle", ERROR, true, "Declarations refer to each other in a circle",         \
      "BCP079 BCP080 BCP298 BCP299")                                                                   \
    X(BICEP_DECLARATION, "bicep-declaration", ERROR, true,                                             \
      "A declaration is incomplete or stands where it may not",                                        \
      "BCP024 BCP030 BCP031 BCP112 BCP261 BCP262 BCP268 BCP350 BCP405")                                \
    X(BICEP_DECORATOR, "bicep-decorator", ERROR, true,                                                 \
      "A decorator is unknown, repeated, misplaced or wrongly used",                                   \
      "BCP099 BCP124 BCP125 BCP126 BCP127 BCP128 BCP129 BCP130 BCP132 BCP141 BCP152 BCP153 BCP154 "    \
      "BCP155 BCP166 BCP168 BCP269 BCP290 BCP291 BCP292 BCP295 BCP297 BCP308 BCP316 BCP331 BCP361 "    \
      "BCP363 BCP372")                                                                                 \
    X(BICEP_DUPLICATE_PROPERTY, "bicep-duplicate-property", ERROR, true,                               \
      "An object has the same property twice",                                                         \
      "BCP025")                                                                                        \
    X(BICEP_DUPLICATE_RESOURCE, "bicep-duplicate-resource", ERROR, true,                               \
      "Two declarations deploy the same thing",                                                        \
      "BCP121 BCP122")                                                                                 \
    X(BICEP_FUNCTION_USE, "bicep-function-use", ERROR, true,                                           \
      "A function is not available in Bicep or not at this place",                                     \
      "BCP060 BCP061 BCP065 BCP066 BCP069 BCP100 BCP101 BCP102 BCP180 BCP351")                         \
    X(BICEP_LAMBDA, "bicep-lambda", ERROR, true,                                                       \
      "A lambda stands where it may not or uses what it may not",                                      \
      "BCP242 BCP244 BCP247 BCP248")                                                                   \
    X(BICEP_LOOP, "bicep-loop", ERROR, true, "A loop stands where it may not or is used as one thing", \
      "BCP137 BCP138 BCP142 BCP143 BCP144 BCP160")                                                     \
    X(BICEP_MISSING_PARAMETER, "bicep-missing-parameter", ERROR, true,                                 \
      "A required parameter gets no value",                                                            \
      "BCP035 BCP258")                                                                                 \
    X(BICEP_MISSING_PROPERTY, "bicep-missing-property", ERROR, true, "A required property is missing", \
      "BCP035")                                                                                        \
    X(BICEP_MODULE_CYCLE, "bicep-module-cycle", ERROR, true,                                           \
      "A file leads back to itself by its modules",                                                    \
      "BCP094 BCP095")                                                                                 \
    X(BICEP_OPERATOR, "bicep-operator", ERROR, true,                                                   \
      "An operator is applied to values that it cannot take",                                          \
      "BCP044 BCP045 BCP410")                                                                          \
    X(BICEP_PARAMETER_DEFAULT, "bicep-parameter-default", ERROR, true,                                 \
      "The default value of a parameter is not allowed",                                               \
      "BCP072 BCP326")                                                                                 \
    X(BICEP_PARENT, "bicep-parent", ERROR, true, "A resource cannot be the child of its parent",       \
      "BCP157 BCP169 BCP170 BCP171 BCP240")                                                            \
    X(BICEP_PATH, "bicep-path", ERROR, true, "The path of a file is malformed",                        \
      "BCP050 BCP051 BCP085 BCP086 BCP098 BCP111 BCP189")                                              \
    X(BICEP_RESERVED_NAME, "bicep-reserved-name", ERROR, true, "A name is reserved",                   \
      "BCP084 BCP239 BCP301 BCP432")                                                                   \
    X(BICEP_RESOURCE_TYPE, "bicep-resource-type", ERROR, true, "A resource type is malformed",         \
      "BCP029 BCP156 BCP208")                                                                          \
    X(BICEP_RUNTIME_VALUE, "bicep-runtime-value", ERROR, true,                                         \
      "A value is needed before the deployment but known only during it",                              \
      "BCP120 BCP177 BCP178 BCP181 BCP182 BCP307 BCP341")                                              \
    X(BICEP_SCOPE, "bicep-scope", ERROR, true, "A scope is not possible here",                         \
      "BCP113 BCP114 BCP115 BCP116 BCP119 BCP134 BCP135 BCP139 BCP164 BCP165 BCP176 BCP229 BCP420")    \
    X(BICEP_SPREAD, "bicep-spread", ERROR, true, "The spread operator stands where it may not",        \
      "BCP401 BCP402 BCP417")                                                                          \
    X(BICEP_TYPE, "bicep-type", ERROR, true, "A value is of another type than its place takes",        \
      "BCP026 BCP033 BCP034 BCP036 BCP041 BCP088 BCP183 BCP260 BCP327 BCP328 BCP332 BCP333")           \
    X(BICEP_TYPE_DECLARATION, "bicep-type-declaration", ERROR, true,                                   \
      "A type is written in a way that means nothing",                                                 \
      "BCP285 BCP286 BCP287 BCP288 BCP289 BCP293 BCP294 BCP302 BCP306 BCP315 BCP364 BCP365 BCP383 "    \
      "BCP384")                                                                                        \
    X(BICEP_UNKNOWN_PARAMETER, "bicep-unknown-parameter", ERROR, true,                                 \
      "A value is given to a parameter that does not exist",                                           \
      "BCP037 BCP089 BCP259")                                                                          \
    X(BICEP_UNKNOWN_PROPERTY, "bicep-unknown-property", ERROR, true,                                   \
      "A property does not exist or may not be set",                                                   \
      "BCP037 BCP040 BCP073 BCP089 BCP173")

enum al_trouble {
#define X(name, id, level, fatal, text, equivalents) AL_TROUBLE_##name,
    AL_TROUBLES(X)
#undef X
        AL_TROUBLE_COUNT
};

enum al_severity { AL_SEVERITY_NONE, AL_SEVERITY_NOTE, AL_SEVERITY_WARNING, AL_SEVERITY_ERROR };

struct al_trouble_info {
    const char *id;
    enum al_severity severity;
    bool fatal;
    const char *text;
    const char *equivalents; /* separated by blanks, or empty */
};
const struct al_trouble_info *al_trouble_info(enum al_trouble trouble);
/* The one with that id, or NULL. */
const struct al_trouble_info *al_trouble_find(const char *id);

struct al_diag {
    enum al_trouble trouble;
    struct al_span span; /* source is never NULL */
    al_str message;
};

/* Owned by one run over one input. So many are kept as a limit says; one per place and trouble. A hundred times as many
 * are counted. */
struct al_diags {
    al_arena *arena;
    const struct al_limits *limits; /* that hold for the input; NULL: the defaults */
    AL_VEC(struct al_diag) list;
    struct al_map seen;
    uint32_t dropped;
    uint32_t muted;    /* > 0: speculative work, nothing but limits is recorded */
    uint32_t doubtful; /* > 0: inside what may not be deployed: what fails there may never be reached */
};

void al_diags_add(struct al_diags *diags, enum al_trouble trouble, struct al_span span, const char *format,
                  ...) __attribute__((format(printf, 4, 5)));
void al_diags_vadd(struct al_diags *diags, enum al_trouble trouble, struct al_span span, const char *format,
                   va_list args) __attribute__((format(printf, 4, 0)));
/* What one of the limits is. */
uint64_t al_limit(const struct al_diags *diags, enum al_limit limit);
/* Reports that something exceeds a limit: the format says what, and what the limit is follows. */
void al_diags_limit(struct al_diags *diags, enum al_limit limit, struct al_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
bool al_diags_fatal(const struct al_diags *diags);
/* Whether there are so many that no more are counted: what only looks for problems may end. */
bool al_diags_full(const struct al_diags *diags);

#endif
