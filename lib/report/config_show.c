/* SPDX-License-Identifier: MIT */
/* What a configuration comes to, a line for each value, with where it is said. */
#include "lint/config_read.h"
#include "lint/finding.h"
#include "report/report.h"
#include "report/terminal.h"
#include "report/tree.h"

#include <stdlib.h>

struct show {
    struct al_buf *out;
    struct al_tree *tree; /* NULL: for people */
    cJSON *values;
    al_run *run;
    const struct al_config *config;
};

/* -- lines -- */

/* One value; `said` NULL: `otherwise` is the origin. */
struct entry {
    const char *name, *value;   /* JSON, for people perhaps cut */
    const struct al_node *node; /* the value as it is written; NULL: `value` is all of it */
    const struct al_node *said;
    const char *otherwise;
    bool locked;
};

static uint32_t line_of(const struct show *s, const struct al_node *said)
{
    return al_source_position(s->out->arena, al_node_span(said)).line;
}

static void put_line(const struct show *s, const struct entry *e)
{
    enum { COLUMN = 64 };
    const al_str text =
        al_printf(s->out->arena, "%s = %s%s", e->name, e->value, e->locked ? " (locked)" : "");
    const size_t n = al_term_put(s->out, text);

    al_buf_repeat(s->out, ' ', n < COLUMN ? COLUMN - n : 1);
    al_buf_put(s->out, AL_STR("# "));
    al_term_put(s->out, e->said ? e->said->source->name : al_str_of(e->otherwise));
    if (e->said)
        al_buf_printf(s->out, ":%u", line_of(s, e->said));
    al_buf_char(s->out, '\n');
}

static void put_member(const struct show *s, const struct entry *e)
{
    cJSON *value = al_tree_object(s->tree, s->values, NULL);

    al_tree_text(s->tree, value, "name", e->name);
    if (e->node)
        al_tree_node(s->tree, value, "value", e->node);
    else
        al_tree_raw(s->tree, value, "value", al_str_of(e->value));
    if (e->locked)
        al_tree_bool(s->tree, value, "locked", true);
    if (e->said) {
        al_tree_str(s->tree, value, "file", e->said->source->name);
        al_tree_int(s->tree, value, "line", line_of(s, e->said));
    } else {
        al_tree_text(s->tree, value, "origin", e->otherwise);
    }
}

static void put_entry(const struct show *s, const struct entry *e)
{
    if (s->tree)
        put_member(s, e);
    else
        put_line(s, e);
}

static void put_text(const struct show *s, const char *name, const char *value, const struct al_node *said,
                     const char *otherwise)
{
    put_entry(s, &(struct entry){.name = name, .value = value, .said = said, .otherwise = otherwise});
}

/* A text as a JSON string. */
static const char *quoted(const struct show *s, const char *text)
{
    struct al_buf out = AL_BUF(s->out->arena);

    al_buf_char(&out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            al_buf_char(&out, '\\');
        if ((unsigned char)*text < ' ')
            al_buf_printf(&out, "\\u%04x", (unsigned)*text);
        else
            al_buf_char(&out, *text);
    }
    al_buf_char(&out, '"');
    return al_buf_str(&out).s;
}

/* A value as it is written, on one line. */
static al_str written(al_arena *arena, const struct al_node *node)
{
    enum { MOST = 200 };
    al_str text = al_span_text(al_node_span(node));
    struct al_buf out = AL_BUF(arena);

    /* not to the middle of a character */
    for (size_t i = 0; i < text.n && (out.n < MOST || ((unsigned char)text.s[i] & 0xc0) == 0x80); i++)
        if (!al_is_space(text.s[i]))
            al_buf_char(&out, text.s[i]);
        else if (i == 0 || !al_is_space(text.s[i - 1]))
            al_buf_char(&out, ' ');
    return al_buf_str(&out);
}

static void put_written(const struct show *s, const char *name, const struct al_node *node)
{
    put_entry(s, &(struct entry){
                     .name = name, .value = written(s->out->arena, node).s, .node = node, .said = node});
}

static void put_items(const struct show *s, const char *name, const struct al_node *list)
{
    if (!al_node_is(list, AL_NODE_ARRAY)) {
        put_written(s, name, list);
        return;
    }
    for (uint32_t i = 0; i < list->array.n; i++)
        put_written(s, al_printf(s->out->arena, "%s[]", name).s, list->array.items[i]);
}

/* -- keys -- */

/* What a layer says for a key, which it has to spell right. */
static const struct al_node *said_in(const struct al_config_layer *layer, const char *key)
{
    const struct al_property *property = al_node_property(layer->top, al_str_of(key));

    return property && al_str_eq(property->key, al_str_of(key)) ? property->value : NULL;
}

/* Of a key of which the strongest layer counts. */
static const struct al_node *strongest(const struct show *s, const char *key)
{
    const struct al_config *c = s->config;

    for (size_t i = c->layers.n; i-- > 0;) {
        const struct al_node *node = said_in(c->layers.v[i], key);
        if (node)
            return node;
    }
    return NULL;
}

static void put_one(const struct show *s, const char *key, const char *otherwise)
{
    const struct al_node *node = strongest(s, key);

    if (node)
        put_written(s, key, node);
    else
        put_text(s, key, otherwise, NULL, "default");
}

static void put_all(const struct show *s, const char *key)
{
    for (size_t i = 0; i < s->config->layers.n; i++) {
        const struct al_node *node = said_in(s->config->layers.v[i], key);
        if (al_node_is(node, AL_NODE_OBJECT))
            for (uint32_t k = 0; k < node->object.n; k++)
                put_items(s, al_printf(s->out->arena, "%s.%.*s", key, AL_FMT(node->object.items[k].key)).s,
                          node->object.items[k].value);
        else if (node)
            put_items(s, key, node);
    }
}

static void put_words(const struct show *s, const char *key, const char *const *words, const char *option)
{
    struct al_buf list = AL_BUF(s->out->arena);

    for (size_t i = 0; words && words[i]; i++)
        al_buf_printf(&list, "%s%s", i ? ", " : "[", quoted(s, words[i]));
    if (list.n)
        put_text(s, key, al_printf(s->out->arena, "%s]", al_buf_str(&list).s).s, NULL, option);
}

/* -- rules -- */

static int by_id(const void *a, const void *b)
{
    return al_str_cmp(((const struct al_map_entry *)a)->key, ((const struct al_map_entry *)b)->key);
}

static bool is_selected(const struct show *s, const struct al_rule *rule)
{
    const struct al_rule_list *list = &s->config->rules.selected;

    for (size_t i = 0; i < list->n; i++)
        if (list->v[i] == rule)
            return true;
    return false;
}

static const char *level_of(const struct show *s, const char *id, const struct al_tuning *tuning)
{
    const struct al_rule *rule = al_registry_find(&s->run->registry, al_str_of(id));

    if (rule && is_selected(s, rule))
        return al_level_name(al_rule_set_level(&s->config->rules, rule));
    if (rule || tuning->off)
        return "off";
    return tuning->level == AL_NONE ? "default" : al_level_name(tuning->level);
}

static void put_rule(const struct show *s, const char *id, const struct al_tuning *tuning)
{
    al_arena *arena = s->out->arena;

    if (tuning->said || tuning->locked)
        put_entry(s, &(struct entry){.name = al_printf(arena, "rules.%s.level", id).s,
                                     .value = quoted(s, level_of(s, id, tuning)),
                                     .said = tuning->said,
                                     .otherwise = "default",
                                     .locked = tuning->locked});
    for (size_t i = 0; i < tuning->options.n; i++)
        put_text(s, al_printf(arena, "rules.%s.options.%s", id, tuning->options.v[i].name).s,
                 quoted(s, tuning->options.v[i].value), tuning->options.v[i].said, "--set");
}

static void put_rules(const struct show *s)
{
    const struct al_map *map = &s->config->rules.tunings.by_id;
    struct al_map_entry *entries = AL_NEW_N(s->out->arena, struct al_map_entry, map->n);

    for (uint32_t i = 0; i < map->n; i++)
        entries[i] = map->entries[i];
    if (map->n > 1)
        qsort(entries, map->n, sizeof *entries, by_id);
    for (uint32_t i = 0; i < map->n; i++)
        put_rule(s, al_str_cstr(s->out->arena, entries[i].key), entries[i].value);
}

/* -- everything -- */

static void put_head(const struct show *s, const char *path)
{
    const struct al_config *c = s->config;

    al_buf_put(s->out, AL_STR("# "));
    al_term_put(s->out, al_str_of(path));
    al_buf_put(s->out, c->layers.n ? AL_STR(": from\n") : AL_STR(": no configuration\n"));
    for (size_t i = c->layers.n; i-- > 0;) {
        al_buf_put(s->out, AL_STR("#   "));
        al_term_put(s->out, al_str_of(c->layers.v[i]->name));
        al_buf_put(s->out, c->layers.v[i]->named ? AL_STR(" (given with --config)\n") : AL_STR("\n"));
    }
}

static void put_values(const struct show *s)
{
    const struct al_options *o = &s->run->options;

    put_words(s, "only", o->rules, "--rules");
    put_words(s, "not", o->exclude, "--exclude");
    if (o->profiles)
        put_words(s, "profiles", o->profiles, "--profile");
    else
        put_one(s, "profiles", "[\"default\"]");
    if (o->fail_on != AL_FAIL_ON_DEFAULT)
        put_text(s, "failOn", quoted(s, al_config_fail_on[o->fail_on - AL_FAIL_ON_NOTE]), NULL, "--fail-on");
    else
        put_one(s, "failOn", "\"warning\"");
    put_one(s, "requireReasons", "false");
    put_all(s, "exclude");
    put_all(s, "parameters");
    put_all(s, "rulesFiles");
    put_all(s, "locked");
    put_rules(s);
    put_all(s, "suppressions");
}

/* {"path", "files": [...], "values": [{"name", "value", "file", "line"}]}, the strongest file first. */
static void show_json(struct show *s, const char *path)
{
    cJSON *root, *files;

    s->tree = al_tree_new(s->out->arena);
    root = al_tree_start(s->tree);
    al_tree_text(s->tree, root, "path", path);
    files = al_tree_array(s->tree, root, "files");
    for (size_t i = s->config->layers.n; i-- > 0;)
        al_tree_text(s->tree, files, NULL, s->config->layers.v[i]->name);
    s->values = al_tree_array(s->tree, root, "values");
    put_values(s);
    al_tree_finish(s->tree, s->out);
    al_buf_char(s->out, '\n');
}

void al_config_show(struct al_buf *out, al_run *run, const char *path, const struct al_config *config,
                    bool json)
{
    struct show s = {.out = out, .run = run, .config = config};

    if (json) {
        show_json(&s, path);
        return;
    }
    put_head(&s, path);
    put_values(&s);
}
