/* SPDX-License-Identifier: MIT */
/* Troubles: what stopped part of the work, or looked wrong about the input itself. Each has a reserved rule
 * id that begins with "input-" or "bicep-", a place, and one sentence. They are reported like findings. */
#ifndef AL_BASE_DIAG_H
#define AL_BASE_DIAG_H

#include "base/map.h"
#include "base/source.h"
#include "base/vec.h"

/* id, level, fatal (part of the input could not be checked: exit status 3), what it says in general */
#define AL_TROUBLES(X)                                                                                    \
    X(UNREADABLE, "input-unreadable", ERROR, true, "A file or folder could not be read")                  \
    X(SYNTAX, "input-syntax", ERROR, true, "The text is not well-formed")                                 \
    X(NOT_A_TEMPLATE, "input-not-a-template", ERROR, true, "A file named explicitly is not a template")   \
    X(LIMIT, "input-limit", ERROR, true, "A limit was exceeded")                                          \
    X(TEMPLATE, "input-template", ERROR, true, "The template's structure is not what Azure accepts")      \
    X(TRAILING_COMMA, "input-trailing-comma", NOTE, false, "A comma stands before a closing bracket")     \
    X(DUPLICATE_KEY, "input-duplicate-key", WARNING, false, "An object has the same key twice")           \
    X(EXPRESSION, "input-expression", ERROR, false, "An expression is malformed or fails when evaluated") \
    X(UNKNOWN_FUNCTION, "input-unknown-function", WARNING, false, "A function is not known")              \
    X(PARAMETER, "input-parameter", ERROR, false, "A parameter's value violates its declaration")         \
    X(PARAMETER_FILE, "input-parameter-file", ERROR, true, "A parameter file could not be used")          \
    X(CYCLE, "input-cycle", ERROR, false, "Declarations refer to each other in a circle")                 \
    X(UNRESOLVED_LINK, "input-unresolved-link", NOTE, false, "A linked template could not be followed")   \
    X(UNRESOLVED_MODULE, "input-unresolved-module", NOTE, false, "A module could not be followed")       \
    X(BICEP_UNKNOWN_NAME, "bicep-unknown-name", ERROR, true, "A name is not declared")                    \
    X(BICEP_DUPLICATE_NAME, "bicep-duplicate-name", ERROR, true, "A name is declared twice")              \
    X(BICEP_UNKNOWN_FUNCTION, "bicep-unknown-function", ERROR, true, "A Bicep function does not exist")   \
    X(BICEP_IMPORT, "bicep-import", ERROR, true, "An import names what another file does not export")     \
    X(BICEP_FILE, "bicep-file", ERROR, true, "A file that the source loads could not be used")

enum al_trouble {
#define X(name, id, level, fatal, text) AL_TROUBLE_##name,
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
};
const struct al_trouble_info *al_trouble_info(enum al_trouble trouble);

struct al_diag {
    enum al_trouble trouble;
    struct al_span span; /* source is never NULL */
    al_str message;
};

/* Owned by one run over one input. At most `most` are kept; one per place and trouble. */
struct al_diags {
    al_arena *arena;
    AL_VEC(struct al_diag) list;
    struct al_map seen;
    uint32_t dropped;
    uint32_t muted;    /* > 0: speculative work, nothing but limits is recorded */
    uint32_t doubtful; /* > 0: inside something that may not be deployed; what fails there may never be reached */
};

void al_diags_add(struct al_diags *diags, enum al_trouble trouble, struct al_span span, const char *format,
                  ...) __attribute__((format(printf, 4, 5)));
void al_diags_vadd(struct al_diags *diags, enum al_trouble trouble, struct al_span span, const char *format,
                   va_list args) __attribute__((format(printf, 4, 0)));
bool al_diags_fatal(const struct al_diags *diags);

#endif
