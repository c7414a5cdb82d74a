/* SPDX-License-Identifier: MIT */
/* Options of rules: what the user has set, or what the rule's table says. */
#include "lint/input.h"
#include "lint/operators.h"

#include <errno.h>
#include <stdlib.h>

static const struct al_rule_option *option_of(const struct al_rule *rule, al_str name)
{
    for (const struct al_rule_option *o = rule->options; o && o->name; o++)
        if (al_str_eq(al_str_of(o->name), name))
            return o;
    return NULL;
}

/* "rule-id.option" in its two parts. */
static void split(al_str setting, al_str *rule, al_str *option)
{
    *option = setting;
    al_str_split_next(rule, option, '.');
}

int al_settings_check(al_run *run)
{
    for (const struct al_assignment *s = run->options.settings; s && s->value; s++) {
        al_str id, name;
        const struct al_rule *rule;
        split(al_str_of(s->name), &id, &name);
        rule = al_registry_find(&run->registry, id);
        if (rule && option_of(rule, name))
            continue;
        run->error = al_printf(run->arena, "%s: there is no such option", s->name).s;
        return AL_EUSAGE;
    }
    return AL_OK;
}

const char *al_option(al_check *check, const char *name)
{
    const struct al_run *run = check->input->run;
    const struct al_rule_option *option = option_of(check->rule, al_str_of(name));
    const char *value = option ? option->value : NULL;

    for (const struct al_assignment *s = run->options.settings; s && s->value; s++) {
        al_str id, own;
        split(al_str_of(s->name), &id, &own);
        if (al_str_eq(own, al_str_of(name)) && al_registry_find(&run->registry, id) == check->rule)
            value = s->value;
    }
    return value;
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

    while (al_str_split_next(&item, &rest, ',')) {
        item = al_str_trim(item);
        if (item.n && al_like(al_str_of(text), item))
            return true;
    }
    return false;
}
