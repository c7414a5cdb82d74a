/* SPDX-License-Identifier: MIT */
/* Resources that have a trait. A rule that looks, for each resource, through all of another type would take
 * time by the square: what does not depend on the one resource is asked of each of the others once. */
#include "lint/input.h"

struct al_having {
    al_trait *trait;
    const char *type;
    struct al_resource_list list;
};

static struct al_having *having(al_check *check, const char *type, al_trait *trait)
{
    struct al_input *input = check->input;
    struct al_having *all;
    const al_resource *r = NULL;

    for (size_t i = 0; i < input->having.n; i++)
        if (input->having.v[i]->trait == trait && strcmp(input->having.v[i]->type, type) == 0)
            return input->having.v[i];
    all = AL_NEW(input->arena, struct al_having);
    all->trait = trait;
    all->type = type;
    while ((r = al_next_of_type(check, type, r)))
        if (trait(check, r))
            *al_vec_push(input->arena, &all->list) = (struct al_resource *)(uintptr_t)r;
    *al_vec_push(input->arena, &input->having) = all;
    return all;
}

const al_resource *al_next_having(al_check *check, const char *type, al_trait *trait, size_t *at)
{
    const struct al_having *all = having(check, type, trait);

    return *at < all->list.n ? all->list.v[(*at)++] : NULL;
}
