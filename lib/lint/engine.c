/* SPDX-License-Identifier: MIT */
/* Runs rules over a graph. Only the types that are there are looked at, and only with the rules that ask for
 * them. */
#include "lint/finding.h"
#include "lint/hide.h"

/* -- verdicts -- */

static void tell(struct al_input *input, const struct al_verdict *v)
{
    if (v->undetermined && !input->run->options.undetermined)
        al_note_undecided(input, v);
    else
        al_finding_add(input, v);
}

static bool is_selected(const struct al_input *input, const struct al_rule *rule)
{
    const struct al_rule_list *list = &input->rules->selected;

    for (size_t i = 0; i < list->n; i++)
        if (list->v[i] == rule)
            return true;
    return false;
}

/* Until all that is to be hidden is known, when what the graph was asked for is forgotten. Of a secret there
 * is nothing to be mended by itself. */
static void hold(struct al_input *input, const struct al_verdict *v)
{
    struct al_verdict *held = AL_NEW(input->arena, struct al_verdict);
    struct al_field *field;

    *held = *v;
    held->message = al_str_copy(input->arena, v->message);
    held->path = al_str_copy(input->arena, v->path);
    held->outcome = NULL;
    if (v->field) {
        held->field = field = AL_NEW(input->arena, struct al_field);
        *field = *v->field;
        if (field->path.s)
            field->path = al_str_copy(input->arena, field->path);
        field->name = al_str_copy(input->arena, v->field->name);
        field->value = AL_NEW(input->arena, al_value);
        *field->value = *v->field->value;
    }
    *al_vec_push(input->arena, &input->held) = held;
}

void al_verdict_take(struct al_check *check, const struct al_verdict *v)
{
    if (!check->hiding) {
        tell(check->input, v);
        return;
    }
    if (!v->undetermined && v->field)
        al_hide_field(check->input, v->field);
    if (is_selected(check->input, v->rule))
        hold(check->input, v);
}

/* -- rules at work -- */

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

    if (!undetermined)
        v.message = al_message_of_failure(check->input, check->rule, o);
    else if (check->input->run->options.undetermined)
        v.message = al_message_of_doubt(check->input, check->rule, o);
    al_verdict_take(check, &v);
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

    if (rule->points_at_secret != check->hiding)
        return;
    check->rule = rule;
    if (resource)
        apply_rule(check, resource);
    else if (rule->check)
        rule->check(check, NULL);
    if (!check->hiding || is_selected(check->input, rule))
        al_note_rule_time(check->input->run, rule, start);
    al_arena_forget(check->input->graph->scratch);
}

static void apply_resource_rules(struct al_check check, const struct al_rule_list *rules,
                                 const al_resource *resource)
{
    if (resource->existing || resource->shadowed)
        return;
    for (size_t i = 0; i < rules->n; i++)
        apply(&check, rules->v[i], resource);
}

/* All that ask for the type, on the chain of resources that are of one. */
static void apply_rules_of(const struct al_check *check, const struct al_map *by_type, al_str type,
                           const al_resource *first)
{
    const struct al_rule_list *rules = al_map_get(by_type, type);

    for (const al_resource *r = rules ? first : NULL; r; r = r->next_of_type)
        apply_resource_rules(*check, rules, r);
}

static void apply_template_rules(struct al_check check, const struct al_rule_list *rules,
                                 const struct al_entered *entered)
{
    check.tmpl = entered->tmpl;
    check.deployment = entered->deployment;
    for (size_t i = 0; i < rules->n; i++)
        apply(&check, rules->v[i], NULL);
}

static void apply_all(const struct al_check *check, const struct al_map *by_type,
                      const struct al_rule_list *of_templates)
{
    struct al_input *input = check->input;
    struct al_graph *graph = input->graph;
    enum al_phase before = al_stopwatch_enter(&input->run->stopwatch, AL_PHASE_RULES);

    for (uint32_t i = 0; i < graph->by_type.n; i++) {
        const struct al_chain *chain = graph->by_type.entries[i].value;
        apply_rules_of(check, by_type, graph->by_type.entries[i].key, chain->first);
        apply_rules_of(check, by_type, AL_STR("*"), chain->first);
    }
    for (size_t i = 0; i < graph->templates.n; i++)
        apply_template_rules(*check, of_templates, &graph->templates.v[i]);
    al_stopwatch_enter(&input->run->stopwatch, before);
}

void al_find_secrets(struct al_input *input)
{
    const struct al_check check = {.input = input, .hiding = true};
    const struct al_registry *registry = &input->run->registry;

    apply_all(&check, &registry->secret_types, &registry->secret_templates);
}

void al_lint(struct al_input *input)
{
    const struct al_check check = {.input = input};

    al_hide_secrets(input);
    for (size_t i = 0; i < input->held.n; i++)
        tell(input, input->held.v[i]);
    apply_all(&check, &input->rules->by_type, &input->rules->template_rules);
}
