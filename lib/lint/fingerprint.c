/* SPDX-License-Identifier: MIT */
/* A finding keeps its fingerprint when lines move, when the file is reformatted, and when the linter is
 * started in another folder. What could not be decided has another one than the finding it may become:
 * whoever knows of the doubt has not accepted the fault. */
#include "base/files.h"
#include "base/index.h"
#include "lint/finding.h"
#include "lint/hide.h"

al_str al_name_below_root(al_arena *arena, al_str name, const char *root)
{
    al_str real = al_path_real(arena, al_str_cstr(arena, name)), folder = al_str_of(root), rest;

    if (al_str_ends(folder, AL_STR("/")))
        folder.n--;
    rest = al_str_from(real, folder.n);
    if (!al_str_starts(real, folder) || !al_str_starts(rest, AL_STR("/")))
        return al_path_normal(arena, name);
    return al_str_from(rest, 1);
}

static al_str file_name(struct al_input *input, const struct al_source *source)
{
    void **slot = al_input_slot(input, &input->names, source);

    if (!*slot) {
        al_str *name = AL_NEW(input->arena, al_str);
        *name = al_name_below_root(input->arena, source->name, input->load.root);
        *slot = name;
    }
    return *(al_str *)*slot;
}

al_str al_fingerprint_text(struct al_input *input, const struct al_finding *f, const struct al_source *source,
                           const struct al_verdict *v)
{
    al_str file = file_name(input, source), type = AL_STR(""), name = AL_STR("");
    al_str what = v ? al_hide_in(input, v->path) : al_str_of(f->message);

    if (v && v->resource) {
        type = al_str_lower(input->run->passing, v->resource->rule_type);
        name =
            al_str_lower(input->run->passing, al_hide_in(input, al_resource_name(input->graph, v->resource)));
    }
    return al_printf(input->run->passing, "%s\n%.*s\n%.*s\n%.*s\n%.*s%s", f->rule, AL_FMT(file), AL_FMT(type),
                     AL_FMT(name), AL_FMT(what), f->undetermined ? "\n?" : "");
}

static void put_hex(char *out, uint64_t number)
{
    for (int i = 16; i-- > 0; number >>= 4)
        out[i] = "0123456789abcdef"[number & 15];
}

/* Reformatted it is the same. Whoever has it cannot try out secrets on it. */
void al_resource_hash_write(char out[17], struct al_input *input, const al_resource *resource)
{
    const struct al_node *node = resource->decl->node;
    const uint32_t name = resource->decl->name_span.off, from = name < node->off ? name : node->off;
    const al_str text =
        al_hide_in(input, al_span_text((struct al_span){node->source, from, node->off + node->len - from}));
    uint64_t hash = 0xcbf29ce484222325u;

    for (size_t i = 0; i < text.n; i++)
        if (!al_is_space(text.s[i]))
            hash = (hash ^ (unsigned char)text.s[i]) * 0x100000001b3u;
    put_hex(out, hash);
    out[16] = '\0';
}

/* The second half hashes what the first was made of, and the first. */
void al_fingerprint_write(char out[33], al_str text, size_t occurrence)
{
    uint64_t hash = al_str_hash(text) + occurrence * 0x9e3779b97f4a7c15u;

    put_hex(out, hash);
    hash = al_str_hash((al_str){out, 16});
    for (size_t i = 0; i < text.n; i++)
        hash = (hash ^ (unsigned char)text.s[text.n - 1 - i]) * 0x100000001b3u;
    put_hex(out + 16, hash ^ hash >> 32);
    out[32] = '\0';
}

/* -- equal ones -- */

struct looking {
    const al_run *run;
    const char *print;
};

static bool has_print(const void *ptr, uint32_t number)
{
    const struct looking *looking = ptr;

    return strcmp(looking->run->findings.v[number].fingerprint, looking->print) == 0;
}

/* Those that are equal are found by the first of them, which stays as it is. */
void al_fingerprints_number(al_run *run)
{
    uint32_t *counts = AL_NEW_N(run->passing, uint32_t, run->findings.n), first;
    struct al_index index = {0};

    for (size_t i = 0; i < run->findings.n; i++) {
        char *print = run->findings.v[i].fingerprint, before[33];
        const uint64_t hash = al_str_tablehash(al_str_of(print));
        if (!al_index_find(&index, hash, has_print, &(struct looking){run, print}, &first)) {
            al_index_add(&index, run->arena, hash, (uint32_t)i);
            counts[i] = 1;
            continue;
        }
        memcpy(before, print, sizeof before);
        al_fingerprint_write(print, al_str_of(before), ++counts[first]);
    }
    al_index_clear(&index);
    al_arena_forget(run->passing);
}
