/* SPDX-License-Identifier: MIT */
#include "base/diag.h"

enum { COUNTED = 100 }; /* times as many as are told */

const struct al_trouble_info *al_trouble_info(enum al_trouble trouble)
{
    static const struct al_trouble_info table[] = {
#define X(name, id, level, fatal, text, equivalents) {id, AL_SEVERITY_##level, fatal, text, equivalents},
        AL_TROUBLES(X)
#undef X
    };

    return &table[trouble];
}

const struct al_trouble_info *al_trouble_find(const char *id)
{
    for (int i = 0; i < AL_TROUBLE_COUNT; i++)
        if (strcmp(al_trouble_info((enum al_trouble)i)->id, id) == 0)
            return al_trouble_info((enum al_trouble)i);
    return NULL;
}

/* Not about the text of an expression, but about what it gives here. */
static bool is_about_values(enum al_trouble trouble)
{
    return trouble == AL_TROUBLE_EXPRESSION || trouble == AL_TROUBLE_PARAMETER;
}

/* A limit is one also in speculative work: what was not worked out stays unknown. */
static bool is_unwanted(const struct al_diags *diags, enum al_trouble trouble)
{
    return (diags->muted && trouble != AL_TROUBLE_LIMIT) || (diags->doubtful && is_about_values(trouble));
}

bool al_diags_full(const struct al_diags *diags)
{
    return diags->dropped >= (COUNTED - 1) * al_limit(diags, AL_LIMIT_PROBLEMS);
}

/* Whether it is told for the first time. */
static bool is_new(struct al_diags *diags, enum al_trouble trouble, struct al_span span)
{
    const struct {
        const struct al_source *source;
        uint32_t trouble, off;
    } place = {span.source, (uint32_t)trouble, span.off};
    al_str key = {(const char *)&place, sizeof place};

    if (al_map_get(&diags->seen, key))
        return false;
    *al_map_put(diags->arena, &diags->seen, al_str_copy(diags->arena, key)) = diags;
    return true;
}

void al_diags_vadd(struct al_diags *diags, enum al_trouble trouble, struct al_span span, const char *format,
                   va_list args)
{
    struct al_diag *d;

    if (is_unwanted(diags, trouble) || al_diags_full(diags) || !is_new(diags, trouble, span))
        return;
    if (diags->list.n >= al_limit(diags, AL_LIMIT_PROBLEMS)) {
        diags->dropped++;
        return;
    }
    d = al_vec_push(diags->arena, &diags->list);
    d->trouble = trouble;
    d->span = span;
    d->message = al_vprintf(diags->arena, format, args);
}

void al_diags_add(struct al_diags *diags, enum al_trouble trouble, struct al_span span, const char *format,
                  ...)
{
    va_list args;

    va_start(args, format);
    al_diags_vadd(diags, trouble, span, format, args);
    va_end(args);
}

uint64_t al_limit(const struct al_diags *diags, enum al_limit limit)
{
    return (diags->limits ? diags->limits : &al_default_limits)->v[limit];
}

void al_diags_limit(struct al_diags *diags, enum al_limit limit, struct al_span span, const char *format, ...)
{
    va_list args;
    al_str said;

    va_start(args, format);
    said = al_vprintf(diags->arena, format, args);
    va_end(args);
    al_diags_add(diags, AL_TROUBLE_LIMIT, span, "%.*s%.*s", AL_FMT(said),
                 AL_FMT(al_limit_said(diags->limits, diags->arena, limit)));
}

bool al_diags_fatal(const struct al_diags *diags)
{
    for (size_t i = 0; i < diags->list.n; i++)
        if (al_trouble_info(diags->list.v[i].trouble)->fatal)
            return true;
    return false;
}
