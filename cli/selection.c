/* SPDX-License-Identifier: MIT */
#include "selection.h"

#include "commands.h"
#include "suggest.h"

const char *selection_nearest(al_run *run, const char *id)
{
    struct suggestion nearest = suggest_for(id);
    size_t n;
    const struct al_rule *const *rules = al_run_rules(run, &n);

    for (size_t i = 0; i < n; i++)
        suggest_offer(&nearest, rules[i]->id);
    return nearest.best;
}

/* The first id that is none of `all`, a run with every rule; patterns are left out. */
static const char *first_unknown(const text_list *ids, al_run *all)
{
    for (size_t i = 0; i < ids->n; i++)
        if (!strchr(ids->v[i], '*') && !al_run_rule(all, ids->v[i]))
            return ids->v[i];
    return NULL;
}

int selection_error(const struct options *options, al_run *run)
{
    al_run *all = al_run_new(NULL);
    const char *unknown = NULL, *nearest = NULL;
    int status;

    if (all) {
        unknown = first_unknown(&options->rules, all);
        unknown = unknown ? unknown : first_unknown(&options->exclude, all);
        nearest = unknown ? selection_nearest(all, unknown) : NULL;
    }
    if (nearest)
        status = usage_error(options, "there is no rule '%s'; did you mean '%s'?", unknown, nearest);
    else
        status = usage_error(options, "%s; 'armlint rules' lists them", al_run_error(run));
    al_run_free(all);
    return status;
}
