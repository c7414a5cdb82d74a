/* SPDX-License-Identifier: MIT */
#include "lint/look.h"
#include "base/files.h"
#include "lint/crew.h"
#include "lint/input.h"

struct looking {
    al_run *run;
    struct al_look *look;
};

static void keep_uses(struct al_look *look, al_arena *arena, const struct al_uses *uses)
{
    look->deploys = uses->deploys;
    look->uses = AL_NEW_N(arena, struct al_use, uses->list.n);
    look->nuses = uses->list.n;
    for (size_t i = 0; i < look->nuses; i++)
        look->uses[i] = (struct al_use){uses->list.v[i].kind, al_str_copy(arena, uses->list.v[i].path)};
}

static int look_at(al_arena *arena, void *ptr)
{
    const struct looking *l = ptr;
    const struct al_source *source;
    struct al_uses uses = {0};
    const char *why;
    al_str text;

    if (al_file_read(&text, &why, arena, l->look->path, l->run->limits.v[AL_LIMIT_FILE]) != AL_OK)
        return AL_OK;
    source = al_source_new(arena, al_str_of(l->look->path), text);
    if (l->look->json) {
        l->look->compiled = al_is_compiled(source->text);
        return AL_OK;
    }
    al_uses_find(&uses, arena, source->text);
    keep_uses(l->look, l->run->arena, &uses);
    return AL_OK;
}

static int look_at_nth(al_run *run, size_t i, void *ptr)
{
    struct looking looking = {run, (struct al_look *)ptr + i};
    const int status = al_input_arena_with(run, look_at, &looking);

    return status == AL_E_LIMIT ? AL_OK : status;
}

void al_look_at_all(al_run *run, struct al_look *looks, size_t n)
{
    const int status = al_crew_each(run, n, look_at_nth, looks);

    if (status != AL_OK)
        al_arena_throw(run->arena, status);
}
