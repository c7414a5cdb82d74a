/* SPDX-License-Identifier: MIT */
#include "selection.h"

#include "base/suggest.h"
#include "commands.h"

const char *selection_nearest(al_run *run, const char *id)
{
    struct al_suggestion nearest = al_suggest_for(id);
    size_t n;
    const struct al_rule *const *rules = al_run_rules(run, &n);

    for (size_t i = 0; i < n; i++)
        al_suggest_offer(&nearest, rules[i]->id);
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

/* -- profiles and options -- */

static bool offer_profiles(struct al_suggestion *nearest, al_run *all)
{
    static const char *const words[] = {"all", "default", "security"};
    size_t n;
    const struct al_document *documents = al_documents(&n);
    const struct al_rule *const *rules;

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        al_suggest_offer(nearest, words[i]);
    for (size_t i = 0; i < n; i++)
        al_suggest_offer(nearest, documents[i].profile);
    rules = al_run_rules(all, &n);
    for (size_t i = 0; i < n; i++)
        if (rules[i]->profile)
            al_suggest_offer(nearest, rules[i]->profile);
    return nearest->best != NULL;
}

static bool is_profile(const struct options *options, const char *name)
{
    const char *const profiles[] = {name, NULL};
    const struct al_options only = {.profiles = profiles};
    al_run *run = run_open(options, &only);
    size_t n;

    if (add_rules(options, run) && learn_rules(options, run) && al_run_rules(run, &n))
        return true;
    if (!al_run_error(run))
        out_of_memory(options);
    return false;
}

/* STATUS_CLEAN when all profiles are known. */
static int profile_error(const struct options *options, al_run *all)
{
    for (size_t i = 0; i < options->profiles.n; i++) {
        struct al_suggestion nearest = al_suggest_for(options->profiles.v[i]);
        if (is_profile(options, nearest.word))
            continue;
        if (offer_profiles(&nearest, all))
            return usage_error(options, "there is no profile '%s'; did you mean '%s'?", nearest.word,
                               nearest.best);
        return usage_error(options, "there is no profile '%s'", nearest.word);
    }
    return STATUS_CLEAN;
}

/* `setting` is RULE.OPTION=VALUE. */
static int setting_error(const struct options *options, al_run *all, const char *setting)
{
    al_str id, name, rest = al_str_of(setting);
    const struct al_rule *rule;
    struct al_suggestion nearest;

    al_str_split_next(&name, &rest, '=');
    rest = name;
    al_str_split_next(&id, &rest, '.');
    rule = al_run_rule(all, al_str_cstr(options->arena, id));
    if (!rule)
        return usage_error(options, "--set %.*s: there is no rule '%.*s'", AL_FMT(name), AL_FMT(id));
    nearest = al_suggest_for(al_str_cstr(options->arena, rest));
    for (const struct al_rule_option *o = rule->options; o && o->name; o++) {
        if (al_str_eq(rest, al_str_of(o->name)))
            return STATUS_CLEAN;
        al_suggest_offer(&nearest, o->name);
    }
    return nearest.best ? usage_error(options, "%s has no option '%s'; did you mean '%s'?", rule->id,
                                      nearest.word, nearest.best)
                        : usage_error(options, "%s has no option '%s'; 'armlint explain %s' lists them",
                                      rule->id, nearest.word, rule->id);
}

static int rule_error(const struct options *options, al_run *run, al_run *all)
{
    const char *unknown = first_unknown(&options->rules, all), *nearest;

    unknown = unknown ? unknown : first_unknown(&options->exclude, all);
    nearest = unknown ? selection_nearest(all, unknown) : NULL;
    if (nearest)
        return usage_error(options, "there is no rule '%s'; did you mean '%s'?", unknown, nearest);
    return usage_error(options, unknown ? "%s; 'armlint rules' lists them" : "%s", al_run_error(run));
}

int selection_error(const struct options *options, al_run *run)
{
    static const char *const every[] = {"all", NULL};
    const struct al_options with_all = {.profiles = every};
    al_run *all = run_open(options, &with_all);
    int status = STATUS_CLEAN;
    size_t n;

    if (!add_rules(options, all) || !add_operands_rules(options, all))
        return STATUS_USAGE;
    if (!al_run_rules(all, &n) && !al_run_error(all))
        out_of_memory(options);
    status = profile_error(options, all);
    for (size_t i = 0; i < options->settings.n && status == STATUS_CLEAN; i++)
        status = setting_error(options, all, options->settings.v[i]);
    if (status == STATUS_CLEAN)
        status = rule_error(options, run, all);
    return status;
}
