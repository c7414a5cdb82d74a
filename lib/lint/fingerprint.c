/* SPDX-License-Identifier: MIT */
/* A finding keeps its fingerprint when lines move, when the file is reformatted, and when the linter is
 * started in another folder. */
#include "base/files.h"
#include "lint/finding.h"

#include <inttypes.h>
#include <stdio.h>

static al_str below_root(struct al_input *input, const struct al_source *source)
{
    al_str name = al_path_real(input->arena, al_str_cstr(input->arena, source->name));
    al_str root = al_str_of(input->load.root);

    if (!al_str_starts(name, root))
        return al_path_normal(input->arena, source->name);
    name = al_str_from(name, root.n);
    return al_str_starts(name, AL_STR("/")) ? al_str_from(name, 1) : name;
}

static al_str file_name(struct al_input *input, const struct al_source *source)
{
    void **slot = al_input_slot(input, &input->names, source);

    if (!*slot) {
        al_str *name = AL_NEW(input->arena, al_str);
        *name = below_root(input, source);
        *slot = name;
    }
    return *(al_str *)*slot;
}

al_str al_fingerprint_text(struct al_input *input, const struct al_finding *f, const struct al_source *source,
                           const struct al_verdict *v)
{
    al_str file = file_name(input, source), type = AL_STR(""), name = AL_STR("");
    al_str what = v ? v->path : al_str_of(f->message);

    if (v && v->resource) {
        type = al_str_lower(input->arena, v->resource->rule_type);
        name = al_str_lower(input->arena, al_resource_name(input->graph, v->resource));
    }
    return al_printf(input->arena, "%s\n%.*s\n%.*s\n%.*s\n%.*s", f->rule, AL_FMT(file), AL_FMT(type),
                     AL_FMT(name), AL_FMT(what));
}

/* The second half hashes what the first was made of, and the first. */
void al_fingerprint_write(char out[33], al_str text, size_t occurrence)
{
    uint64_t first = al_str_hash(text) + occurrence * 0x9e3779b97f4a7c15u;
    char half[17];

    snprintf(half, sizeof half, "%016" PRIx64, first);
    first = al_str_hash((al_str){half, 16});
    for (size_t i = 0; i < text.n; i++)
        first = (first ^ (unsigned char)text.s[text.n - 1 - i]) * 0x100000001b3u;
    snprintf(out, 33, "%s%016" PRIx64, half, first ^ first >> 32);
}
