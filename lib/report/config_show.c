/* SPDX-License-Identifier: MIT */
/* What a configuration comes to, a line for each value, with where it is said. */
#include "lint/config_read.h"
#include "lint/finding.h"
#include "report/report.h"

#include <stdlib.h>

struct show {
    struct al_buf *out;
    al_run *run;
    const struct al_config *config;
};

/* -- lines -- */

/* `said` NULL: `otherwise` is the origin. */
static void put_line(const struct show *s, al_str value, const struct al_node *said, const char *otherwise)
{
    enum { COLUMN = 64 };
    const size_t n = al_utf16_length(value);

    al_buf_put(s->out, value);
    al_buf_repeat(s->out, ' ', n < COLUMN ? COLUMN - n : 1);
    if (said)
        al_buf_printf(s->out, "# %.*s:%u\n", AL_FMT(said->source->name),
                      al_source_position(s->out->arena, al_node_span(said)).line);
    else
        al_buf_printf(s->out, "# %s\n", otherwise);
}

static void put_text(const struct show *s, const char *name, const char *value, const struct al_node *said,
                     const char *otherwise)
{
    put_line(s, al_printf(s->out->arena, "%s = %s", name, value), said, otherwise);
}

/* A value as it is written, on one line. */
static al_str written(al_arena *arena, const struct al_node *node)
{
    enum { MOST = 200 };
    al_str text = al_span_text(al_node_span(node));
    struct al_buf out = AL_BUF(arena);

    for (size_t i = 0; i < text.n && out.n < MOST; i++)
        if (!al_is_space(text.s[i]))
            al_buf_char(&out, text.s[i]);
        else if (i == 0 || !al_is_space(text.s[i - 1]))
            al_buf_char(&out, ' ');
    return al_buf_str(&out);
}

static void put_written(const struct show *s, const char *name, const struct al_node *node)
{
    put_line(s, al_printf(s->out->arena, "%s = %.*s", name, AL_FMT(written(s->out->arena, node))), node,
             NULL);
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
        al_buf_printf(&list, "%s\"%s\"", i ? ", " : "[", words[i]);
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
        put_text(s, al_printf(arena, "rules.%s.level", id).s,
                 al_printf(arena, "\"%s\"%s", level_of(s, id, tuning), tuning->locked ? " (locked)" : "").s,
                 tuning->said, "default");
    for (size_t i = 0; i < tuning->options.n; i++)
        put_text(s, al_printf(arena, "rules.%s.options.%s", id, tuning->options.v[i].name).s,
                 al_printf(arena, "\"%s\"", tuning->options.v[i].value).s, tuning->options.v[i].said,
                 "--set");
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

    al_buf_printf(s->out, "# %s%s\n", path, c->layers.n ? ": from" : ": no configuration");
    for (size_t i = c->layers.n; i-- > 0;)
        al_buf_printf(s->out, "#   %s%s\n", c->layers.v[i]->name,
                      c->layers.v[i]->named ? " (given with --config)" : "");
}

void al_config_show(struct al_buf *out, al_run *run, const char *path, const struct al_config *config)
{
    const struct show s = {out, run, config};
    const struct al_options *o = &run->options;

    put_head(&s, path);
    put_words(&s, "only", o->rules, "--rules");
    put_words(&s, "not", o->exclude, "--exclude");
    if (o->profiles)
        put_words(&s, "profiles", o->profiles, "--profile");
    else
        put_one(&s, "profiles", "[\"default\"]");
    if (o->fail_on != AL_FAIL_ON_DEFAULT)
        put_text(&s, "failOn",
                 al_printf(out->arena, "\"%s\"", al_config_fail_on[o->fail_on - AL_FAIL_ON_NOTE]).s, NULL,
                 "--fail-on");
    else
        put_one(&s, "failOn", "\"warning\"");
    put_one(&s, "requireReasons", "false");
    put_all(&s, "exclude");
    put_all(&s, "parameters");
    put_all(&s, "locked");
    put_rules(&s);
    put_all(&s, "suppressions");
}
