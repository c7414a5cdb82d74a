/* SPDX-License-Identifier: MIT */
/* A fuzz target: any bytes as a Bicep file, or, when the first of them is odd, as a parameter file. */
#include "fuzz.h"

#include "base/source.h"
#include "syntax/bicep.h"

static void check_nodes(const struct al_source *source, struct al_node *const *nodes, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        fuzz_check_node(source, nodes[i]);
}

static void check_type(const struct al_source *source, const struct al_bicep_type *type);

static void check_members(const struct al_source *source, const struct al_bicep_member *members, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        fuzz_check_span(source, members[i].span);
        fuzz_check_span(source, members[i].name_span);
        check_nodes(source, members[i].decorators, members[i].ndecorators);
        check_type(source, members[i].type);
    }
}

static void check_type(const struct al_source *source, const struct al_bicep_type *type)
{
    fuzz_check_span(source, type->span);
    check_members(source, type->members, type->nmembers);
    if (type->literal)
        fuzz_check_node(source, type->literal);
    if (type->base)
        check_type(source, type->base);
}

static void check_statement(const struct al_source *source, const struct al_bicep_statement *s)
{
    const struct al_node *const parts[] = {s->path, s->value, s->condition, s->loop};

    fuzz_check_span(source, s->span);
    fuzz_check_span(source, s->name_span);
    check_nodes(source, s->decorators, s->ndecorators);
    check_members(source, s->arguments, s->narguments);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i])
            fuzz_check_node(source, parts[i]);
    if (s->type)
        check_type(source, s->type);
    for (uint32_t i = 0; i < s->nchildren; i++)
        check_statement(source, &s->children[i]);
}

struct reading {
    al_arena *arena;
    al_str text;
};

/* Everything in the tree is there and lies in the source; what is broken was reported. */
static int parse(void *ptr)
{
    const struct reading *r = ptr;
    const al_str name = r->text.s[0] & 1 ? AL_STR("main.bicepparam") : AL_STR("main.bicep");
    struct al_diags diags = {.arena = r->arena};
    const struct al_source *source = al_source_new(r->arena, name, al_str_copy(r->arena, r->text));
    const struct al_bicep_file *file = al_bicep_parse(r->arena, &diags, source);

    for (uint32_t i = 0; i < file->nstatements; i++) {
        assert(!file->statements[i].broken || diags.list.n > 0);
        check_statement(source, &file->statements[i]);
    }
    for (size_t i = 0; i < file->ncomments; i++)
        fuzz_check_span(source, (struct al_span){source, file->comments[i].off, file->comments[i].len});
    fuzz_check_diags(source, &diags);
    if (!file->is_parameters)
        assert(al_template_from_bicep(r->arena, &diags, file, NULL));
    fuzz_check_diags(source, &diags);
    return AL_OK;
}

static void run(al_str input)
{
    struct reading reading = {al_arena_new(FUZZ_MEMORY_MOST), input};

    fuzz_in_arena(reading.arena, parse, &reading);
}

static bool (*const mutators[])(struct fuzz_change *change) = {fuzz_mutate_parts, fuzz_mutate_parts,
                                                               fuzz_mutate_bicep, NULL};

const struct fuzz_target fuzz_target = {.run = run, .mutators = mutators, .words = fuzz_words_of_bicep};
