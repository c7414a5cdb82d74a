/* SPDX-License-Identifier: MIT */
/* A rule in full, for a person who has just met its finding. Who comes from another tool may ask by that
 * tool's name for the check. */
#include "base/diag.h"
#include "report/report.h"
#include "report/rule_text.h"

static void put_list(struct al_buf *out, const char *label, const char *list, char separator)
{
    al_str item, rest = al_str_of(list);
    bool first = true;

    for (; al_list_next(&item, &rest, separator); first = false)
        al_buf_printf(out, "%-14s%.*s\n", first ? label : "", AL_FMT(item));
}

static void put_line(struct al_buf *out, const char *label, al_str text)
{
    al_buf_printf(out, "%-14s%.*s\n", label, AL_FMT(text));
}

static void put_paragraph(struct al_buf *out, const char *heading, const char *text)
{
    if (!text)
        return;
    al_buf_printf(out, "\n%s\n", heading);
    al_put_wrapped(out, al_str_of(text), 2);
}

static bool is_listed(const char *list, al_str name)
{
    al_str item, rest = al_str_of(list);

    while (al_list_next(&item, &rest, ' '))
        if (al_str_caseeq(item, name))
            return true;
    return false;
}

static void put_options(struct al_buf *out, const struct al_rule_option *option)
{
    for (bool first = true; option && option->name; option++, first = false)
        al_buf_printf(out, "%s  %s: %s (%s%s)\n", first ? "\nOptions\n" : "", option->name, option->help,
                      option->value ? "default: " : "not set by default", option->value ? option->value : "");
}

/* What the guidance says that the rule looks after. */
static void put_recommendations(struct al_buf *out, const char *id)
{
    size_t n, before = out->n;
    const struct al_recommendation *r = al_recommendations(&n);

    for (size_t i = 0; i < n; i++) {
        if (!is_listed(r[i].rules, al_str_of(id)))
            continue;
        if (out->n == before)
            al_buf_put(out, AL_STR("\nRecommended by\n"));
        al_put_wrapped(out, al_printf(out->arena, "%s: %s (%s)", r[i].profile, r[i].text, r[i].section), 2);
    }
}

static void put_rule(struct al_buf *out, const struct al_rule *rule)
{
    al_buf_printf(out, "%s\n%s\n\n", rule->id, rule->title);
    put_line(out, "Level",
             al_printf(out->arena, "%s%s", al_level_name(rule->level),
                       al_rule_is_default(rule) ? "" : " (off by default)"));
    if (rule->profile)
        put_line(out, "Profile", al_str_of(rule->profile));
    if (rule->security_severity > 0)
        put_line(out, "Severity",
                 al_printf(out->arena, "%.*s of 10", AL_FMT(al_rule_severity(out->arena, rule))));
    if (rule->type)
        put_list(out, "Applies to", rule->type, ' ');
    else
        put_line(out, "Applies to", AL_STR("the template as a whole"));
    put_paragraph(out, "Why", rule->why);
    put_paragraph(out, "What to do", rule->remedy);
    put_options(out, rule->options);
    put_recommendations(out, rule->id);
    al_buf_char(out, '\n');
    put_list(out, "References", rule->references, ';');
    put_list(out, "Equivalents", rule->equivalents, ' ');
    put_list(out, "Former names", rule->aliases, ' ');
}

static void put_trouble(struct al_buf *out, const struct al_trouble_info *info)
{
    static const char *const levels[] = {"none", "note", "warning", "error"};

    al_buf_printf(out, "%s\n%s\n\n", info->id, info->text);
    put_line(out, "Level", al_str_of(levels[info->severity]));
    put_list(out, "Equivalents", info->equivalents, ' ');
    if (info->equivalents[0])
        al_buf_char(out, '\n');
    al_put_wrapped(out,
                   info->fatal ? AL_STR("Part of the input could not be checked: the exit status is 3.")
                               : AL_STR("This is about the input itself; the rest of it was checked."),
                   0);
}

static void separate(struct al_buf *out, size_t before)
{
    if (out->n > before)
        al_buf_put(out, AL_STR("\n\n"));
}

static bool put_equivalents(struct al_buf *out, al_run *run, al_str name)
{
    size_t n, before = out->n;
    const struct al_rule *const *rules = al_run_rules(run, &n);

    for (size_t i = 0; i < n; i++) {
        if (!is_listed(rules[i]->equivalents, name))
            continue;
        separate(out, before);
        put_rule(out, rules[i]);
    }
    for (int i = 0; i < AL_TROUBLE_COUNT; i++) {
        const struct al_trouble_info *info = al_trouble_info((enum al_trouble)i);
        if (!is_listed(info->equivalents, name))
            continue;
        separate(out, before);
        put_trouble(out, info);
    }
    return out->n > before;
}

bool al_explain_write(struct al_buf *out, al_run *run, const char *id)
{
    const struct al_rule *rule = al_run_rule(run, id);
    const struct al_trouble_info *info = al_trouble_find(id);

    if (rule)
        put_rule(out, rule);
    else if (info)
        put_trouble(out, info);
    else
        return put_equivalents(out, run, al_str_of(id));
    return true;
}
