/* SPDX-License-Identifier: MIT */
/* Which rule an id means: one of ours, one of Bicep's own linter, or one of another tool whose check asks the
 * same. */
#include "base/diag.h"
#include "lint/suppress.h"

/* How the equivalents of a rule spell the checks of a tool. */
struct tool {
    const char *name, *prefix;
    bool bare; /* the prefix is part of the id */
};

static const struct tool tools[AL_SUPPRESSORS] = {
    [AL_BY_ARMLINT] = {"armlint", "armlint:", false}, [AL_BY_BICEP] = {"bicep", "bicep:", false},
    [AL_BY_CHECKOV] = {"checkov", "CKV", true},       [AL_BY_KICS] = {"kics", "kics:", false},
    [AL_BY_PSRULE] = {"psrule", "Azure.", true},      [AL_BY_TERRASCAN] = {"terrascan", "terrascan:", false},
    [AL_BY_TRIVY] = {"trivy", "trivy:", false},
};

const char *const *al_honoured_tools(void)
{
    static const char *const names[] = {"checkov", "kics", "psrule", "terrascan", "trivy", NULL};

    _Static_assert(sizeof names / sizeof names[0] == AL_SUPPRESSORS - AL_BY_CHECKOV + 1,
                   "every tool has its name");
    return names;
}

static bool is_tool(const char *name)
{
    for (const char *const *known = al_honoured_tools(); *known; known++)
        if (strcmp(name, *known) == 0)
            return true;
    return false;
}

const char *al_unknown_tool(const char *const *names)
{
    while (names && *names && is_tool(*names))
        names++;
    return names ? *names : NULL;
}

bool al_is_honoured(const al_run *run, enum al_suppressor by)
{
    for (const char *const *name = run->options.honour; name && *name; name++)
        if (strcmp(*name, tools[by].name) == 0)
            return true;
    return false;
}

bool al_is_equivalent(const char *equivalents, enum al_suppressor by, al_str id)
{
    const al_str prefix = al_str_of(tools[by].prefix);
    al_str rest = al_str_of(equivalents), one;

    while (al_list_next(&one, &rest, ' ')) {
        if (!al_str_starts(one, prefix))
            continue;
        if (al_str_eq(id, AL_STR("*")) ||
            al_str_caseeq(tools[by].bare ? one : al_str_from(one, prefix.n), id))
            return true;
    }
    return false;
}

const char *al_finding_equivalents(const struct al_finding *f)
{
    const struct al_trouble_info *info = f->about ? NULL : al_trouble_find(f->rule);

    if (f->about)
        return f->about->equivalents;
    return info ? info->equivalents : NULL;
}

bool al_id_next(al_str *id, al_str *rest)
{
    size_t from = 0, to;

    while (from < rest->n && (rest->s[from] == ',' || al_is_space(rest->s[from])))
        from++;
    for (to = from; to < rest->n && rest->s[to] != ',' && !al_is_space(rest->s[to]); to++)
        continue;
    *id = al_str_head(al_str_from(*rest, from), to - from);
    *rest = al_str_from(*rest, to);
    return id->n > 0;
}

/* Troubles know the codes of Bicep's compiler without a prefix. */
static bool is_of_bicep(al_str id, const struct al_finding *f)
{
    al_str rest = al_str_of(f->about ? NULL : al_finding_equivalents(f)), one;

    while (al_list_next(&one, &rest, ' '))
        if (al_str_eq(one, id))
            return true;
    return al_is_equivalent(al_finding_equivalents(f), AL_BY_BICEP, id);
}

bool al_id_means(const struct al_input *input, al_str id, const struct al_finding *f)
{
    const struct al_rule *rule = al_registry_find(&input->run->registry, id);

    return (rule && rule == f->about) || al_like(al_str_of(f->rule), id) || is_of_bicep(id, f);
}
