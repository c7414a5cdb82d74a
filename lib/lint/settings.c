/* SPDX-License-Identifier: MIT */
/* Options of rules: what the user has set, or what the rule's table says. */
#include "lint/input.h"
#include "lint/operators.h"

#include <errno.h>
#include <stdlib.h>

/* "rule-id.option" in its two parts. */
static void split(al_str setting, al_str *rule, al_str *option)
{
    *option = setting;
    al_str_split_next(rule, option, '.');
}

int al_settings_add(al_run *run, struct al_tunings *tunings)
{
    for (const struct al_assignment *s = run->options.settings; s && s->value; s++) {
        al_str id, name;
        const struct al_rule *rule;
        const struct al_rule_option *option;
        split(al_str_of(s->name), &id, &name);
        rule = al_registry_find(&run->registry, id);
        option = rule ? al_rule_option_find(rule, name) : NULL;
        if (!option) {
            run->error = al_printf(run->arena, "%s: there is no such option", s->name).s;
            return AL_EUSAGE;
        }
        al_tuning_set(tunings, rule->id, &(struct al_setting){option->name, s->value, NULL});
    }
    return AL_OK;
}

const char *al_option_of(void *ptr, const char *name)
{
    const struct al_check *check = ptr;

    return al_rule_set_option(check->input->rules, check->rule, name);
}

const char *al_option(al_check *check, const char *name)
{
    return al_option_of(check, name);
}

int64_t al_option_number(al_check *check, const char *name, int64_t otherwise)
{
    const char *value = al_option(check, name);
    char *end;
    long long number;

    if (!value || !*value)
        return otherwise;
    errno = 0;
    number = strtoll(value, &end, 10);
    return *end || errno ? otherwise : number;
}

bool al_option_lists(al_check *check, const char *name, const char *text)
{
    al_str item, rest = al_str_of(al_option(check, name));

    while (al_list_next(&item, &rest, ','))
        if (al_like(al_str_of(text), item))
            return true;
    return false;
}
