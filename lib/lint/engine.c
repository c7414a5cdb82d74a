/* SPDX-License-Identifier: MIT */
/* Runs rules over a graph. Only the types that are there are looked at, and only with the rules that ask for
 * them. */
#include "lint/finding.h"

static struct al_outcome judge(const struct al_check *check, const al_resource *resource,
                               const struct al_condition *condition, const struct al_rule *require_of)
{
    const struct al_subject subject = {.graph = check->input->graph,
                                       .patterns = &check->input->run->patterns,
                                       .resource = resource,
                                       .rule = require_of,
                                       .option = al_option_of,
                                       .ptr = (void *)(uintptr_t)check};

    return al_condition_judge(&subject, condition);
}

static void add_verdict(struct al_check *check, const al_resource *resource, const struct al_outcome *o,
                        bool undetermined)
{
    struct al_verdict v = {.rule = check->rule,
                           .undetermined = undetermined,
                           .resource = resource,
                           .field = o->field ? o->field : o->nearest,
                           .path = o->path,
                           .outcome = o};

    if (undetermined && !check->input->run->options.undetermined) {
        al_note_undecided(check->input, &v);
        return;
    }
    v.message = undetermined ? al_message_of_doubt(check->input, check->rule, o)
                             : al_message_of_failure(check->input, check->rule, o);
    al_finding_add(check->input, &v);
}

/* A finding takes a certain `when` and a certain failure; an unknown `when` does not matter where all is
 * well. */
static void apply_rule(struct al_check *check, const al_resource *resource)
{
    const struct al_rule *rule = check->rule;
    struct al_outcome when = {.truth = AL_YES}, require;

    if (rule->when)
        when = judge(check, resource, rule->when, NULL);
    if (when.truth == AL_NO)
        return;
    if (rule->check && when.truth == AL_YES) {
        rule->check(check, resource);
        return;
    }
    if (rule->check || !rule->require) {
        if (when.truth == AL_UNKNOWN)
            add_verdict(check, resource, &when, true);
        return;
    }
    require = judge(check, resource, rule->require, rule);
    if (require.truth == AL_NO && when.truth == AL_YES)
        add_verdict(check, resource, &require, false);
    else if (require.truth != AL_YES)
        add_verdict(check, resource, require.truth == AL_UNKNOWN ? &require : &when, true);
}

/* What the graph was asked for is forgotten after each rule: there are many questions. */
static void apply(struct al_check *check, const struct al_rule *rule, const al_resource *resource)
{
    const uint64_t start = al_stopwatch_now(&check->input->run->stopwatch);

    check->rule = rule;
    if (resource)
        apply_rule(check, resource);
    else if (rule->check)
        rule->check(check, NULL);
    al_note_rule_time(check->input->run, rule, start);
    al_arena_forget(check->input->graph->scratch);
}

static void apply_resource_rules(struct al_input *input, const struct al_rule_list *rules,
                                 const al_resource *resource)
{
    struct al_check check = {.input = input};

    if (resource->existing || resource->shadowed)
        return;
    for (size_t i = 0; i < rules->n; i++)
        apply(&check, rules->v[i], resource);
}

/* All that ask for the type, on the chain of resources that are of one. */
static void apply_rules_of(struct al_input *input, al_str type, const al_resource *first)
{
    const struct al_rule_list *rules = al_map_get(&input->rules->by_type, type);

    for (const al_resource *r = rules ? first : NULL; r; r = r->next_of_type)
        apply_resource_rules(input, rules, r);
}

static void apply_template_rules(struct al_input *input, const struct al_entered *entered)
{
    const struct al_rule_list *rules = &input->rules->template_rules;
    struct al_check check = {.input = input, .tmpl = entered->tmpl, .deployment = entered->deployment};

    for (size_t i = 0; i < rules->n; i++)
        apply(&check, rules->v[i], NULL);
}

void al_lint(struct al_input *input)
{
    struct al_graph *graph = input->graph;
    enum al_phase before = al_stopwatch_enter(&input->run->stopwatch, AL_PHASE_RULES);

    for (uint32_t i = 0; i < graph->by_type.n; i++) {
        const struct al_chain *chain = graph->by_type.entries[i].value;
        apply_rules_of(input, graph->by_type.entries[i].key, chain->first);
        apply_rules_of(input, AL_STR("*"), chain->first);
    }
    for (size_t i = 0; i < graph->templates.n; i++)
        apply_template_rules(input, &graph->templates.v[i]);
    al_stopwatch_enter(&input->run->stopwatch, before);
}
