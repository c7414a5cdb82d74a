/* SPDX-License-Identifier: MIT */
/* What the layers of a configuration come to. Stronger layers come later and the command line last; of a
 * locked rule only the layers that were named on the command line count, but for what makes it stricter. */
#include "lint/config_read.h"
#include "lint/finding.h"
#include "lint/operators.h"

/* -- one layer after the other -- */

static void tune(struct al_tuning *tuning, const struct al_config_rule *said, bool by_id)
{
    if (said->has_level || by_id)
        tuning->said = said->said;
    if (said->has_level) {
        tuning->off = said->off;
        tuning->level = said->level;
    }
    if (by_id && !said->off) {
        tuning->off = false;
        tuning->on = true;
    }
}

static void tune_rule(al_run *run, struct al_tunings *tunings, const struct al_config_rule *said)
{
    const struct al_rule *rule = al_registry_find(&run->registry, al_str_of(said->name));
    const struct al_trouble_info *info = al_trouble_find(said->name);

    if (rule)
        tune(al_tuning_of(tunings, rule->id), said, true);
    else if (info)
        tune(al_tuning_of(tunings, info->id), said, true);
    for (size_t i = 0; rule && i < said->options.n; i++)
        al_tuning_set(tunings, rule->id, &said->options.v[i]);
}

static void tune_pattern(al_run *run, struct al_tunings *tunings, const struct al_config_rule *said)
{
    al_str pattern = al_str_of(said->name);

    for (size_t i = 0; i < run->registry.all.n; i++)
        if (al_like(al_str_of(run->registry.all.v[i]->id), pattern))
            tune(al_tuning_of(tunings, run->registry.all.v[i]->id), said, false);
    for (int i = 0; i < AL_TROUBLE_COUNT; i++) {
        const struct al_trouble_info *info = al_trouble_info((enum al_trouble)i);
        if (!info->fatal && al_like(al_str_of(info->id), pattern))
            tune(al_tuning_of(tunings, info->id), said, false);
    }
}

/* Ids after patterns: they are stronger. */
static void tune_by_layer(al_run *run, struct al_tunings *tunings, const struct al_config_layer *layer)
{
    for (size_t i = 0; i < layer->rules.n; i++)
        if (al_is_pattern(layer->rules.v[i].name))
            tune_pattern(run, tunings, &layer->rules.v[i]);
    for (size_t i = 0; i < layer->rules.n; i++)
        if (!al_is_pattern(layer->rules.v[i].name))
            tune_rule(run, tunings, &layer->rules.v[i]);
}

/* What some of the layers come to. */
struct stage {
    struct al_tunings tunings;
    struct al_selection selection;
    enum al_fail_on fail_on;
    bool requires_reasons;
};

static void add_layer(al_run *run, struct stage *stage, const struct al_config_layer *layer)
{
    tune_by_layer(run, &stage->tunings, layer);
    if (layer->profiles.n && !stage->selection.profiles_asked_for)
        stage->selection.profiles = layer->profiles.v;
    if (layer->fail_on != AL_FAIL_ON_DEFAULT)
        stage->fail_on = layer->fail_on;
    if (layer->requires_reasons)
        stage->requires_reasons = *layer->requires_reasons;
}

static struct stage stage_of(al_run *run, const struct al_config *config, bool only_named)
{
    const struct al_options *o = &run->options;
    struct stage stage = {.tunings = {.arena = run->arena},
                          .selection = {o->rules, o->exclude, o->profiles, o->profiles != NULL}};

    for (size_t i = 0; i < config->layers.n; i++)
        if (!only_named || config->layers.v[i]->named)
            add_layer(run, &stage, config->layers.v[i]);
    return stage;
}

/* -- locked rules -- */

static bool is_locked(const struct al_config *config, const al_run *run, const char *id,
                      const struct al_rule *rule)
{
    for (size_t i = 0; i < config->layers.n; i++) {
        const struct al_config_layer *layer = config->layers.v[i];
        for (size_t k = 0; layer->named && k < layer->locked.n; k++)
            if (rule ? al_means_rule(&run->registry, layer->locked.v[k], rule)
                     : al_like(al_str_of(id), al_str_of(layer->locked.v[k])))
                return true;
    }
    return false;
}

static enum al_level effective(enum al_level level, const struct al_rule *rule)
{
    return level != AL_NONE || !rule ? level : rule->level;
}

/* A repository may raise the level of a locked rule, and nothing else. */
static void lock(struct stage *all, struct stage *named, const char *id, const struct al_rule *rule)
{
    struct al_tuning *now = al_tuning_of(&all->tunings, id);
    const struct al_tuning *then = al_tuning_of(&named->tunings, id);
    const enum al_level level = now->off ? AL_NONE : now->level;

    *now = *then;
    if (effective(level, rule) > effective(then->level, rule))
        now->level = level;
    now->locked = true;
}

static void lock_all(al_run *run, const struct al_config *config, struct stage *all, struct stage *named)
{
    for (size_t i = 0; i < run->registry.all.n; i++) {
        const struct al_rule *rule = run->registry.all.v[i];
        if (is_locked(config, run, rule->id, rule))
            lock(all, named, rule->id, rule);
    }
    for (int i = 0; i < AL_TROUBLE_COUNT; i++) {
        const char *id = al_trouble_info((enum al_trouble)i)->id;
        if (is_locked(config, run, id, NULL))
            lock(all, named, id, NULL);
    }
}

static bool is_weakened(struct stage *named, const struct al_config_rule *said, const struct al_rule *rule)
{
    const struct al_tuning *then = al_tuning_of(&named->tunings, rule ? rule->id : said->name);

    return said->off || said->options.n > 0 ||
           (said->has_level && effective(said->level, rule) < effective(then->level, rule));
}

/* A repository should know that what it says does not count. */
static void tell_of_locks(al_run *run, const struct al_config *config, struct stage *named)
{
    for (size_t i = 0; i < config->layers.n; i++) {
        struct al_config_layer *layer = config->layers.v[i];
        for (size_t k = 0; !layer->named && k < layer->rules.n; k++) {
            const struct al_config_rule *said = &layer->rules.v[k];
            const struct al_rule *rule = al_registry_find(&run->registry, al_str_of(said->name));
            if (!al_is_pattern(said->name) && is_locked(config, run, said->name, rule) &&
                is_weakened(named, said, rule))
                al_diags_add(&layer->diags, AL_TROUBLE_LOCKED_RULE, al_node_span(said->said),
                             "this rule is locked: all that can be done here is to raise its level");
        }
    }
}

/* -- the set of rules -- */

struct choice {
    const al_run *run;
    const struct al_config *config;
    const struct stage *all, *named;
    bool only_locked;
};

/* Rules of a file that a configuration names are for that configuration. */
static bool has_rule(const struct choice *choice, const struct al_rule *rule)
{
    const struct al_module *owner = al_map_get(&choice->run->registry.owners, al_str_of(rule->id));

    for (size_t i = 0; owner && i < choice->config->layers.n; i++)
        for (size_t k = 0; k < choice->config->layers.v[i]->modules.n; k++)
            if (choice->config->layers.v[i]->modules.v[k] == owner)
                return true;
    return !owner;
}

static bool is_wanted(void *ptr, const struct al_rule *rule)
{
    const struct choice *choice = ptr;
    const struct al_tuning *tuning = al_tuning_find(&choice->all->tunings, rule->id);
    const bool locked = tuning && tuning->locked;

    if (!has_rule(choice, rule) || (choice->only_locked && !locked))
        return false;
    return al_selection_wants(&choice->run->registry,
                              locked ? &choice->named->selection : &choice->all->selection, tuning, rule);
}

static void note_contents(struct al_config *config)
{
    for (size_t i = 0; i < config->layers.n; i++) {
        const struct al_config_layer *layer = config->layers.v[i];
        config->has_locked |= layer->named && layer->locked.n > 0;
        config->has_exclude |= layer->exclude.n > 0;
        config->has_parameters |= layer->parameters.n > 0;
        config->has_suppressions |= layer->suppressions.n > 0;
    }
}

void al_config_resolve(al_run *run, struct al_config *config, bool only_locked)
{
    struct stage all = stage_of(run, config, false), named = stage_of(run, config, true);
    struct choice choice = {run, config, &all, &named, only_locked};

    note_contents(config);
    if (config->has_locked) {
        lock_all(run, config, &all, &named);
        tell_of_locks(run, config, &named);
    }
    al_settings_add(run, &all.tunings);
    config->fail_on = all.fail_on;
    config->fail_on_locked = named.fail_on;
    config->requires_reasons = all.requires_reasons || named.requires_reasons;
    al_rule_set_make(&config->rules, &run->registry, &all.tunings, is_wanted, &choice);
}

/* What two sorted lists have, each rule once. */
static struct al_rule_list merged(al_arena *arena, const struct al_rule_list *a, const struct al_rule_list *b)
{
    struct al_rule_list out = {0};
    size_t i = 0, k = 0;

    while (i < a->n || k < b->n) {
        int order = i == a->n ? 1 : k == b->n ? -1 : strcmp(a->v[i]->id, b->v[k]->id);
        *al_vec_push(arena, &out) = order <= 0 ? a->v[i] : b->v[k];
        i += order <= 0;
        k += order >= 0;
    }
    return out;
}

void al_config_add(al_run *run, struct al_config *config)
{
    *al_vec_push(run->arena, &run->configs.all) = config;
    run->configs.rules = merged(run->arena, &run->configs.rules, &config->rules.selected);
}

/* -- asking -- */

bool al_config_locks(const struct al_input *input, const char *id)
{
    const struct al_tuning *tuning = input->config ? al_tuning_find(&input->rules->tunings, id) : NULL;

    return tuning && tuning->locked;
}

bool al_config_allows(const struct al_input *input, const char *id, al_str reason)
{
    if (input->config && input->config->requires_reasons && reason.n == 0)
        return false;
    return !al_config_locks(input, id);
}

bool al_config_fails(const struct al_input *input, const struct al_finding *f)
{
    enum al_fail_on least = input->run->options.fail_on;

    if (least == AL_FAIL_ON_DEFAULT && input->config)
        least = al_config_locks(input, f->rule) ? input->config->fail_on_locked : input->config->fail_on;
    if (least == AL_FAIL_ON_DEFAULT)
        least = AL_FAIL_ON_WARNING;
    return least != AL_FAIL_ON_NEVER && (int)f->level >= (int)least;
}
