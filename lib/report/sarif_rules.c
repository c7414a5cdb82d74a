/* SPDX-License-Identifier: MIT */
#include "report/sarif_rules.h"

#include "base/diag.h"
#include "report/report.h"
#include "report/rule_text.h"

/* Per level: what code scanning calls it. */
static const char *const problem_severities[] = {"recommendation", "recommendation", "warning", "error"};

static void add_message(struct al_tree *tree, cJSON *parent, const char *key, const char *text)
{
    al_tree_text(tree, al_tree_object(tree, parent, key), "text", text);
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* How to have it otherwise, in Markdown. */
static void put_options(struct al_buf *out, const struct al_rule *rule)
{
    if (rule->profile)
        al_buf_printf(out, "\nRuns only with the profile `%s`.\n", rule->profile);
    for (const struct al_rule_option *o = rule->options; o && o->name; o++) {
        al_buf_put(out, o == rule->options ? AL_STR("\n## Options\n\n") : AL_STR(""));
        al_buf_printf(out, "- `%s.%s`: %s", rule->id, o->name, o->help);
        if (o->value)
            al_buf_printf(out, " (default: `%s`)", o->value);
        al_buf_char(out, '\n');
    }
}

static void add_help(struct al_tree *tree, al_arena *arena, cJSON *parent, const struct al_rule *rule)
{
    cJSON *help = al_tree_object(tree, parent, "help");
    const char *why = or_empty(rule->why), *remedy = or_empty(rule->remedy);
    struct al_buf text = AL_BUF(arena), markdown = AL_BUF(arena);
    al_str reference, rest = al_str_of(rule->references);
    bool url;

    al_buf_printf(&text, "%s\n\n%s\n", why, remedy);
    al_buf_printf(&markdown, "%s\n\n## What to do\n\n%s\n", why, remedy);
    if (rest.n)
        al_buf_put(&markdown, AL_STR("\n## References\n\n"));
    while (al_reference_next(&reference, &url, &rest)) {
        al_buf_printf(&text, "\n%.*s", AL_FMT(reference));
        al_buf_printf(&markdown, url ? "- <%.*s>\n" : "- %.*s\n", AL_FMT(reference));
    }
    put_options(&markdown, rule);
    if (rule->equivalents)
        al_buf_printf(&markdown, "\nOther tools ask the same: %s\n", rule->equivalents);
    al_tree_str(tree, help, "text", al_buf_str(&text));
    al_tree_str(tree, help, "markdown", al_buf_str(&markdown));
}

/* Words that are separated by blanks. */
static void add_words(struct al_tree *tree, cJSON *parent, const char *key, const char *words)
{
    cJSON *list = al_tree_array(tree, parent, key);
    al_str item, rest = al_str_of(words);

    while (al_list_next(&item, &rest, ' '))
        al_tree_str(tree, list, NULL, item);
}

static void add_options(struct al_tree *tree, cJSON *parent, const struct al_rule_option *option)
{
    cJSON *list = option && option->name ? al_tree_array(tree, parent, "options") : NULL;

    for (; option && option->name; option++) {
        cJSON *item = al_tree_object(tree, list, NULL);
        al_tree_text(tree, item, "name", option->name);
        al_tree_text(tree, item, "help", option->help);
        if (option->value)
            al_tree_text(tree, item, "default", option->value);
    }
}

static void add_properties(struct al_tree *tree, al_arena *arena, cJSON *parent, const struct al_rule *rule)
{
    cJSON *properties = al_tree_object(tree, parent, "properties"), *list;

    list = al_tree_array(tree, properties, "tags");
    al_tree_text(tree, list, NULL, "azure");
    if (rule->security_severity > 0)
        al_tree_text(tree, list, NULL, "security");
    if (rule->profile)
        al_tree_text(tree, list, NULL, rule->profile);
    al_tree_text(tree, properties, "precision", "high");
    al_tree_text(tree, properties, "problem.severity", problem_severities[rule->level]);
    if (rule->security_severity > 0)
        al_tree_str(tree, properties, "security-severity", al_rule_severity(arena, rule));
    add_words(tree, properties, "equivalents", rule->equivalents);
    if (rule->profile)
        al_tree_text(tree, properties, "profile", rule->profile);
    add_options(tree, properties, rule->options);
}

static void put_rule(struct al_buf *out, struct al_tree *tree, const struct al_rule *rule)
{
    al_str url = al_rule_url(rule);
    cJSON *root = al_tree_start(tree), *configuration;

    al_tree_text(tree, root, "id", rule->id);
    al_tree_str(tree, root, "name", al_rule_pascal_name(out->arena, rule->id));
    if (rule->aliases && *rule->aliases)
        add_words(tree, root, "deprecatedIds", rule->aliases);
    add_message(tree, root, "shortDescription", rule->title);
    add_message(tree, root, "fullDescription", rule->why ? rule->why : rule->title);
    add_help(tree, out->arena, root, rule);
    if (url.n)
        al_tree_str(tree, root, "helpUri", url);
    configuration = al_tree_object(tree, root, "defaultConfiguration");
    al_tree_text(tree, configuration, "level", al_level_name(rule->level));
    if (!al_rule_is_default(rule))
        al_tree_bool(tree, configuration, "enabled", false);
    add_properties(tree, out->arena, root, rule);
    al_tree_finish(tree, out);
}

static void put_trouble(struct al_buf *out, struct al_tree *tree, const struct al_trouble_info *info)
{
    static const enum al_level levels[] = {AL_NONE, AL_NOTE, AL_WARNING, AL_ERROR};
    enum al_level level = levels[info->severity];
    cJSON *root = al_tree_start(tree), *properties;

    al_tree_text(tree, root, "id", info->id);
    al_tree_str(tree, root, "name", al_rule_pascal_name(out->arena, info->id));
    add_message(tree, root, "shortDescription", info->text);
    add_message(tree, root, "fullDescription", info->text);
    add_message(tree, root, "help", info->text);
    al_tree_text(tree, al_tree_object(tree, root, "defaultConfiguration"), "level", al_level_name(level));
    properties = al_tree_object(tree, root, "properties");
    al_tree_text(tree, al_tree_array(tree, properties, "tags"), NULL, "azure");
    al_tree_text(tree, properties, "precision", "very-high");
    al_tree_text(tree, properties, "problem.severity", problem_severities[level]);
    if (info->equivalents[0])
        add_words(tree, properties, "equivalents", info->equivalents);
    al_tree_finish(tree, out);
}

/* The troubles that are, or are not, fatal, as items of a list. */
static void put_troubles(struct al_buf *out, struct al_tree *tree, bool fatal, bool first)
{
    for (int i = 0; i < AL_TROUBLE_COUNT; i++) {
        const struct al_trouble_info *info = al_trouble_info((enum al_trouble)i);
        if (info->fatal != fatal)
            continue;
        al_buf_put(out, first ? AL_STR("\n") : AL_STR(",\n"));
        put_trouble(out, tree, info);
        first = false;
    }
}

void al_sarif_begin_tool(struct al_buf *out)
{
    al_buf_put(out,
               AL_STR("\"tool\":{\"driver\":{\"name\":\"armlint\",\"fullName\":\"armlint " ARMLINT_VERSION
                      "\",\"version\":\"" ARMLINT_VERSION "\",\"semanticVersion\":\"" ARMLINT_VERSION
                      "\",\"informationUri\":\"" ARMLINT_HOME "\",\n\"rules\":["));
}

void al_sarif_end_tool(struct al_buf *out, struct al_tree *tree, bool any_rule)
{
    put_troubles(out, tree, false, !any_rule);
    al_buf_put(out, AL_STR("],\n\"notifications\":["));
    put_troubles(out, tree, true, true);
    al_buf_put(out, AL_STR("]}},\n"));
}

void al_sarif_put_tool(struct al_buf *out, struct al_tree *tree, al_run *run)
{
    size_t n;
    const struct al_rule *const *rules = al_run_rules(run, &n);

    al_sarif_begin_tool(out);
    for (size_t i = 0; i < n; i++) {
        al_buf_put(out, i ? AL_STR(",\n") : AL_STR("\n"));
        put_rule(out, tree, rules[i]);
    }
    al_sarif_end_tool(out, tree, n > 0);
}

int al_sarif_trouble_index(const char *id, bool fatal)
{
    int index = 0;

    for (int i = 0; i < AL_TROUBLE_COUNT; i++) {
        const struct al_trouble_info *info = al_trouble_info((enum al_trouble)i);
        if (info->fatal != fatal)
            continue;
        if (strcmp(info->id, id) == 0)
            return index;
        index++;
    }
    return -1;
}

int al_sarif_rule_index(al_run *run, const char *id)
{
    size_t n, lo = 0;
    const struct al_rule *const *rules = al_run_rules(run, &n);
    int trouble = al_sarif_trouble_index(id, false);

    if (trouble >= 0)
        return (int)n + trouble;
    for (size_t hi = n; lo < hi;) {
        size_t mid = lo + (hi - lo) / 2;
        if (strcmp(rules[mid]->id, id) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && strcmp(rules[lo]->id, id) == 0 ? (int)lo : -1;
}
