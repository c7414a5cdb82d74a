/* SPDX-License-Identifier: MIT */
/* Suppressions in a configuration. Each says why, and what one suppresses that is not there any more is said
 * in the end, if the run has seen all that it could be about. */
#include "base/files.h"
#include "lint/config_read.h"
#include "lint/date.h"
#include "lint/effect.h"
#include "lint/finding.h"
#include "lint/glob.h"
#include "lint/operators.h"
#include "lint/shard.h"

/* -- reading -- */

static void read_rule(struct al_config_reader *r, const struct al_node *item)
{
    struct al_config_suppression *entry = r->into;
    const char *name = al_config_text(r, item);

    if (name && al_config_means_any(r, name, al_node_span(item)))
        *al_vec_push(r->run->arena, &entry->rules) = name;
}

static void read_rules(struct al_config_reader *r, const struct al_property *property)
{
    al_config_each(r, property->value, read_rule);
}

static void read_path(struct al_config_reader *r, const struct al_property *property)
{
    ((struct al_config_suppression *)r->into)->path = al_config_path(r, property->value);
}

static void read_type(struct al_config_reader *r, const struct al_property *property)
{
    ((struct al_config_suppression *)r->into)->type = al_str_of(al_config_text(r, property->value));
}

static void read_name(struct al_config_reader *r, const struct al_property *property)
{
    ((struct al_config_suppression *)r->into)->name = al_str_of(al_config_text(r, property->value));
}

static void read_reason(struct al_config_reader *r, const struct al_property *property)
{
    ((struct al_config_suppression *)r->into)->reason = al_str_of(al_config_text(r, property->value));
}

static void read_until(struct al_config_reader *r, const struct al_property *property)
{
    struct al_config_suppression *entry = r->into;
    al_str date = al_str_of(al_config_text(r, property->value));

    if (date.n && !al_str_is_date(date))
        al_config_wrong(r, al_node_span(property->value), "this must be a day, such as 2026-12-31");
    else
        entry->until = date;
}

#define TEXT "{\"type\":\"string\",\"minLength\":1}"

const struct al_config_key al_config_suppression_keys[] = {
    {"rule", "Rules, by id or by a pattern with '*'.", NULL, read_rules},
    {"path", "Only in these files or folders: a pattern as in .gitignore, relative to this file.", TEXT,
     read_path},
    {"type", "Only of resources of this full type, which may have '*'.", TEXT, read_type},
    {"name",
     "Only of resources of this name, which may have '*': the symbolic name, or the name when deployed.",
     TEXT, read_name},
    {"reason", "Why.", TEXT, read_reason},
    {"until", "The last day on which it holds. It is compared only with a day that was given to armlint.",
     "{\"type\":\"string\",\"pattern\":\"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"}", read_until},
    {NULL, NULL, NULL, NULL},
};

static void read_entry(struct al_config_reader *r, const struct al_node *item)
{
    struct al_config_suppression *entry = AL_NEW(r->run->arena, struct al_config_suppression);
    const uint32_t before = (uint32_t)r->layer->diags.list.n;

    if (!al_node_is(item, AL_NODE_OBJECT)) {
        al_config_wrong(r, al_node_span(item),
                        "a suppression is an object: { \"rule\": ..., \"reason\": ... }");
        return;
    }
    entry->layer = r->layer;
    entry->node = item;
    r->into = entry;
    al_config_read_keys(r, item, al_config_suppression_keys, "a suppression");
    if (!al_node_get(item, "rule"))
        al_config_wrong(r, al_node_span(item), "a suppression says of which 'rule'");
    if (!al_node_get(item, "reason"))
        al_config_wrong(r, (struct al_span){item->source, item->off, 1}, "a suppression gives its 'reason'");
    if (r->layer->diags.list.n > before)
        return;
    entry->expired =
        al_date_is_over(entry->until.n ? entry->until : AL_STR("9999-12-31"), r->run->options.today);
    *al_vec_push(r->run->arena, &r->layer->suppressions) = *entry;
}

void al_config_read_suppressions(struct al_config_reader *r, const struct al_property *property)
{
    if (al_node_is(property->value, AL_NODE_ARRAY))
        al_config_each(r, property->value, read_entry);
    else
        al_config_wrong(r, al_node_span(property->value), "suppressions are a list: [ { ... } ]");
}

/* -- matching -- */

static bool is_of_rule(const struct al_input *input, const struct al_config_suppression *s,
                       const struct al_finding *f)
{
    for (size_t i = 0; i < s->rules.n; i++)
        if (f->about ? al_means_rule(&input->run->registry, s->rules.v[i], f->about)
                     : al_like(al_str_of(f->rule), al_str_of(s->rules.v[i])))
            return true;
    return false;
}

static bool is_of_resource(const struct al_config_suppression *s, const struct al_finding *f,
                           const struct al_verdict *v)
{
    const al_resource *resource = v ? v->resource : NULL;

    if (s->type.n && !(f->resource_type && al_like(al_str_of(f->resource_type), s->type)))
        return false;
    return s->name.n == 0 || (f->resource_name && al_like(al_str_of(f->resource_name), s->name)) ||
           (resource && resource->decl->symbol.n && al_like(resource->decl->symbol, s->name));
}

static bool is_in(const struct al_input *input, const struct al_config_suppression *s,
                  const struct al_source *source)
{
    al_str real;

    if (s->path.n == 0)
        return true;
    real = al_config_real_path(input->run, source->name, input->load.root);
    real = al_config_relative(s->layer, input->load.root, real);
    return real.n && al_glob(real, s->path);
}

/* The first that is about a finding, stronger layers first; all that are count as used. Without a finding
 * (`f` has no message): about what could not be decided. */
static const struct al_config_suppression *find(struct al_input *input, const struct al_finding *f,
                                                const struct al_source *source, const struct al_verdict *v)
{
    const struct al_config *config = input->config;
    const struct al_config_suppression *found = NULL;
    const bool locked = al_config_locks(input, f->rule);

    for (size_t i = config && config->has_suppressions ? config->layers.n : 0; i-- > 0;) {
        struct al_config_layer *layer = config->layers.v[i];
        for (size_t k = 0; k < layer->suppressions.n; k++) {
            struct al_config_suppression *s = &layer->suppressions.v[k];
            if (s->expired || !is_of_rule(input, s, f) || !is_of_resource(s, f, v) ||
                !is_in(input, s, source))
                continue;
            al_effect_configured(input->run, s, locked && !layer->named, f->message != NULL);
            found = found || (locked && !layer->named) ? found : s;
        }
    }
    return found;
}

bool al_config_suppresses(struct al_input *input, const struct al_finding *f, const struct al_source *source,
                          const struct al_verdict *v, al_str *reason)
{
    const struct al_config_suppression *found =
        input->run->options.no_suppress ? NULL : find(input, f, source, v);

    if (found)
        *reason = found->reason;
    return found != NULL;
}

/* With another value of a parameter it may be needed. */
void al_config_note_undecided(struct al_input *input, const struct al_verdict *v)
{
    struct al_finding f = {.rule = v->rule->id, .about = v->rule};

    if (!input->config || !input->config->has_suppressions)
        return;
    if (v->resource) {
        f.resource_type = al_str_cstr(input->arena, v->resource->rule_type);
        f.resource_name = al_str_cstr(input->arena, al_resource_name(input->graph, v->resource));
    }
    find(input, &f, al_verdict_span(v).source, v);
}

/* -- what has suppressed nothing -- */

static bool is_within(al_str folder, al_str path)
{
    return al_str_starts(path, folder) &&
           (path.n == folder.n || path.s[folder.n] == '/' || al_str_eq(folder, AL_STR("/")));
}

static bool is_whole(const al_run *run, const struct al_config_layer *layer)
{
    for (size_t i = 0; i < run->configs.folders.n; i++)
        if (is_within(run->configs.folders.v[i], layer->folder))
            return true;
    return false;
}

static bool was_linted(al_run *run, const struct al_config_suppression *s)
{
    if (s->path.n == 0 || al_str_find(s->path, AL_STR("*")) >= 0 || al_str_find(s->path, AL_STR("?")) >= 0 ||
        al_str_find(s->path, AL_STR("/")) < 0)
        return false;
    for (size_t i = 0; i < run->files.n; i++) {
        al_str real = al_config_real_path(run, al_str_of(run->files.v[i]), s->layer->root);
        if (al_str_eq(al_config_relative(s->layer, s->layer->root, real), s->path))
            return true;
    }
    return false;
}

/* What was narrowed, or could not be looked at, tells nothing. */
static bool is_telling(const al_run *run)
{
    const struct al_options *o = &run->options;

    if (o->rules || o->profiles || (o->exclude && o->exclude[0]) || o->no_suppress || al_is_shard(run))
        return false;
    for (size_t i = 0; i < run->findings.n; i++)
        if (run->findings.v[i].fatal)
            return false;
    return true;
}

static void say(struct al_config_layer *layer, const struct al_config_suppression *s, enum al_trouble trouble,
                const char *what)
{
    const struct al_node *rule = al_node_get(s->node, "rule");

    al_diags_add(&layer->diags, trouble, al_node_span(al_node_is(rule, AL_NODE_STRING) ? rule : s->node),
                 "%s%.*s", what, AL_FMT(trouble == AL_TROUBLE_EXPIRED_SUPPRESSION ? s->until : AL_STR("")));
}

static void look_at_layer(al_run *run, struct al_config_layer *layer, bool telling)
{
    layer->diags.list.n = 0; /* what was told before */
    layer->told = false;
    for (size_t i = 0; i < layer->suppressions.n; i++) {
        const struct al_config_suppression *s = &layer->suppressions.v[i];
        if (s->expired)
            say(layer, s, AL_TROUBLE_EXPIRED_SUPPRESSION, "this suppression holds no longer; it ended with ");
        else if (s->refused)
            say(layer, s, AL_TROUBLE_LOCKED_RULE, "this rule is locked, and its findings count all the same");
        else if (!s->used && telling && (is_whole(run, layer) || was_linted(run, s)))
            say(layer, s, AL_TROUBLE_UNUSED_SUPPRESSION, "this suppression suppresses nothing");
    }
}

int al_config_finish(al_run *run)
{
    const bool telling = is_telling(run);

    for (size_t i = 0; i < run->configs.all_layers.n; i++)
        look_at_layer(run, run->configs.all_layers.v[i], telling);
    for (size_t i = 0; i < run->configs.all.n; i++)
        al_config_tell(run, run->configs.all.v[i]);
    return AL_OK;
}

void al_config_note_folder(al_run *run, const char *path)
{
    al_str real = al_path_real(run->arena, path);

    if (real.n)
        *al_vec_push(run->arena, &run->configs.folders) = real;
}
