/* SPDX-License-Identifier: MIT */
#include "lint/rule_check.h"
#include "base/diag.h"
#include "lint/pattern.h"

/* struct al_rule of version 2 ended with its options. What is added later is zero for modules that lack it.
 */
#define RULE_SIZE_LEAST (offsetof(struct al_rule, options) + sizeof(void *))

enum { MOST_DEPTH = 64, MOST_ID = 80 };

const char *al_module_version_wrong(al_arena *arena, uint32_t abi, uint32_t rule_size)
{
    if (abi != AL_RULE_ABI)
        return al_printf(
                   arena,
                   "it is made for version %u of armlint_rule.h, and this armlint has version %u: build it again",
                   (unsigned)abi, (unsigned)AL_RULE_ABI)
            .s;
    if (rule_size < RULE_SIZE_LEAST || rule_size > sizeof(struct al_rule) || rule_size % sizeof(void *))
        return al_printf(arena, "its rules are %u bytes long, and those of this armlint %zu: build it again",
                         (unsigned)rule_size, sizeof(struct al_rule))
            .s;
    return NULL;
}

/* -- conditions -- */

/* What an operator needs. */
static const struct {
    bool field, value, values;
    int least, most; /* conditions below it */
} needs[] = {
    [AL_OP_ALWAYS] = {.most = 0},
    [AL_OP_EQUALS] = {.field = true, .value = true},
    [AL_OP_IN] = {.field = true, .values = true},
    [AL_OP_LIKE] = {.field = true, .value = true},
    [AL_OP_MATCHES] = {.field = true, .value = true},
    [AL_OP_CONTAINS] = {.field = true, .value = true},
    [AL_OP_EXISTS] = {.field = true},
    [AL_OP_NOT_EMPTY] = {.field = true},
    [AL_OP_LESS] = {.field = true},
    [AL_OP_GREATER] = {.field = true},
    [AL_OP_VERSION_LESS] = {.field = true, .value = true},
    [AL_OP_NOT] = {.least = 1, .most = 1},
    [AL_OP_ALL] = {.least = 1, .most = 4096},
    [AL_OP_ANY] = {.least = 1, .most = 4096},
    [AL_OP_SOME_ITEM] = {.field = true, .least = 1, .most = 1},
    [AL_OP_EVERY_ITEM] = {.field = true, .least = 1, .most = 1},
    [AL_OP_COUNT_LESS] = {.field = true, .most = 1},
    [AL_OP_SURELY] = {.least = 1, .most = 1},
    [AL_OP_OPTION] = {.value = true, .least = 1, .most = 1},
};

static int count_below(const struct al_condition *c, int most)
{
    int n = 0;

    while (c->of && n <= most && c->of[n])
        n++;
    return n;
}

/* What stands below it lacks what it compares with. */
static const char *option_wrong(const struct al_condition *c)
{
    const struct al_condition *below = c->of && c->of[0] && !c->of[1] ? c->of[0] : NULL;

    if (!c->value || !below || (unsigned)below->op >= sizeof needs / sizeof needs[0] ||
        !needs[below->op].field)
        return "an option goes with one question about a field";
    return NULL;
}

static const char *node_wrong(al_arena *arena, const struct al_condition *c, int depth)
{
    int n;

    if ((unsigned)c->op >= sizeof needs / sizeof needs[0])
        return "a condition has an operator that is not known";
    if (depth == MOST_DEPTH)
        return "its conditions are nested too deep";
    if (needs[c->op].value && !c->value)
        return "a condition has no value to compare with";
    if (needs[c->op].values && (!c->values || !c->values[0]))
        return "a condition has no values to compare with";
    n = count_below(c, needs[c->op].most);
    if (n < needs[c->op].least || n > needs[c->op].most)
        return "a condition has too few or too many conditions in it";
    return c->op == AL_OP_MATCHES ? al_pattern_wrong(arena, c->value, NULL) : NULL;
}

static const char *tree_wrong(al_arena *arena, const struct al_condition *c, int depth)
{
    const char *wrong = c->op == AL_OP_OPTION ? option_wrong(c) : node_wrong(arena, c, depth);

    if (c->op == AL_OP_OPTION)
        return wrong;
    for (size_t i = 0; !wrong && c->of && c->of[i]; i++)
        wrong = tree_wrong(arena, c->of[i], depth + 1);
    return wrong;
}

const char *al_condition_wrong(al_arena *arena, const struct al_condition *condition)
{
    return tree_wrong(arena, condition, 0);
}

/* -- rules -- */

const char *al_rule_id_wrong(const char *id)
{
    size_t n = strlen(id);

    for (size_t i = 0; i < n; i++)
        if (!(id[i] >= 'a' && id[i] <= 'z') && !al_is_digit(id[i]) && id[i] != '-')
            return "an id has small letters, digits and '-' only";
    if (n == 0 || n > MOST_ID || id[0] == '-' || id[n - 1] == '-')
        return "an id begins and ends with a letter or digit and has at most 80";
    if (al_str_starts(al_str_of(id), AL_STR("input-")) || al_trouble_find(id))
        return "the id is reserved for what is wrong with the input itself";
    return NULL;
}

const char *al_rule_type_wrong(const char *types)
{
    al_str type, rest = al_str_of(types);
    size_t n = 0;

    while (al_list_next(&type, &rest, ' ')) {
        n++;
        if (!al_str_eq(type, AL_STR("*")) && al_str_find(type, AL_STR("/")) <= 0)
            return "a resource type looks like 'Microsoft.Storage/storageAccounts', or is '*'";
    }
    return n ? NULL : "there is no resource type in it";
}

const char *al_rule_wrong(al_arena *arena, const struct al_rule *rule)
{
    const char *wrong = rule->id ? al_rule_id_wrong(rule->id) : "it has no id";

    if (wrong)
        return wrong;
    if (!rule->title || !*rule->title)
        return "it has no title";
    if ((unsigned)rule->level > AL_ERROR)
        return "its level is none of AL_NONE, AL_NOTE, AL_WARNING and AL_ERROR";
    if (!(rule->security_severity >= 0 && rule->security_severity <= 10))
        return "its security_severity is not between 0 and 10";
    if (rule->type && (wrong = al_rule_type_wrong(rule->type)))
        return wrong;
    if (!rule->check && !(rule->type && rule->require))
        return "it has neither a check function nor a type and what to require";
    if (!rule->check && rule->absent.absence == AL_ABSENCE_UNSET)
        return "it does not say what an absent property means: set .absent";
    if (rule->absent.absence == AL_ABSENCE_FAILS_BEFORE && !rule->absent.api_version)
        return "its .absent names no API version";
    if (rule->when && (wrong = al_condition_wrong(arena, rule->when)))
        return wrong;
    return rule->require ? al_condition_wrong(arena, rule->require) : NULL;
}
