/* SPDX-License-Identifier: MIT */
/* Fixes, derived from what a rule requires: a literal is replaced where it stands, a property that is missing
 * is written into the object that should have it. Nothing is offered where the value is computed, or where
 * what is required is more than one value. */
#include "lint/finding.h"

enum { MISSING_STEPS_MOST = 3 };

static const struct al_fix *new_fix(struct al_input *input, struct al_span span, al_str text,
                                    al_str description)
{
    struct al_fix *fix = AL_NEW(input->run->arena, struct al_fix);

    fix->location = al_locate(input, span);
    fix->text = al_finding_text(input, text);
    fix->description = al_finding_text(input, description);
    return fix;
}

/* -- literals -- */

static bool is_truth_value(const char *text)
{
    return strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
}

static bool is_integer(const char *text)
{
    size_t n = strlen(text);

    return n > 0 && n <= 9 && strspn(text, "0123456789") == n && (text[0] != '0' || n == 1);
}

/* Values of rules are plain words; anything else is left to a person. */
static bool is_plain(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || strchr("\"\\['$", *text))
            return false;
    return true;
}

static al_str literal(struct al_input *input, const struct al_source *source, const char *value, bool quoted)
{
    const char *quote = !quoted ? "" : al_source_is_bicep(source) ? "'" : "\"";

    return al_printf(input->run->passing, "%s%s%s", quote, value, quote);
}

/* -- replacing -- */

/* What was text stays text, even "true": some properties are. */
static bool stays_quoted(const struct al_node *node, const char *value)
{
    if (node->kind == AL_NODE_STRING)
        return true;
    return node->kind == AL_NODE_BOOL ? !is_truth_value(value) : !is_integer(value);
}

static const struct al_fix *replace(struct al_input *input, const struct al_outcome *o)
{
    const struct al_node *at = o->field->at;
    const char *value = o->leaf->value;

    if (!at || o->field->value->origin != at || at->kind < AL_NODE_BOOL || at->kind > AL_NODE_STRING)
        return NULL;
    return new_fix(input, al_node_span(at), literal(input, at->source, value, stays_quoted(at, value)),
                   al_printf(input->run->passing, "Set %.*s to %s", AL_FMT(o->path), value));
}

/* -- inserting -- */

/* The first property that is written inside the braces: of a Bicep resource, the type is not. */
static const struct al_property *first_property(const struct al_node *object)
{
    for (uint32_t i = 0; i < object->object.n; i++)
        if (object->object.items[i].key_len && object->object.items[i].key_off > object->off)
            return &object->object.items[i];
    return NULL;
}

/* The blanks before the first property when it has a line of its own, else NULL. */
static const char *indentation(struct al_input *input, const struct al_node *object)
{
    const char *text = object->source->text.s;
    uint32_t key = first_property(object)->key_off, from = key;

    while (from > object->off && (text[from - 1] == ' ' || text[from - 1] == '\t'))
        from--;
    if (from == object->off || text[from - 1] != '\n')
        return NULL;
    return al_str_cstr(input->run->passing, (al_str){text + from, key - from});
}

/* {"a": {"b": value}} for the missing steps "a.b". Bicep's keys have no quotes. */
static void put_steps(struct al_buf *buf, bool bicep, al_str steps, al_str value)
{
    const char *quote = bicep ? "" : "\"";
    al_str step;
    size_t depth = 0;

    while (al_str_split_next(&step, &steps, '.')) {
        al_buf_printf(buf, "%s%s%.*s%s: ", depth ? "{ " : "", quote, AL_FMT(step), quote);
        depth++;
    }
    al_buf_put(buf, value);
    while (--depth > 0)
        al_buf_put(buf, AL_STR(" }"));
}

/* The part of the path that is below the nearest object that exists; empty when that is too much to write. */
static al_str missing_steps(const struct al_outcome *o)
{
    al_str above = o->nearest ? o->nearest->path : AL_STR("");
    al_str steps = al_str_from(o->path, above.n ? above.n + 1 : 0);
    size_t n = 1;

    for (size_t i = 0; i < steps.n; i++) {
        if (steps.s[i] == '[')
            return AL_STR("");
        n += steps.s[i] == '.';
    }
    return n <= MISSING_STEPS_MOST ? steps : AL_STR("");
}

static const struct al_fix *insert(struct al_input *input, const struct al_verdict *v)
{
    const struct al_outcome *o = v->outcome;
    const struct al_node *object = o->nearest ? o->nearest->at : v->resource->decl->node;
    const char *indent, *value = o->leaf->value;
    al_str steps = missing_steps(o);
    struct al_buf buf = AL_BUF(input->run->passing);
    bool bicep;

    if (!al_node_is(object, AL_NODE_OBJECT) || !first_property(object) || steps.n == 0 ||
        (o->nearest && o->nearest->value->origin != object))
        return NULL;
    bicep = al_source_is_bicep(object->source);
    indent = indentation(input, object);
    if (indent)
        al_buf_printf(&buf, "\n%s", indent);
    put_steps(&buf, bicep, steps,
              literal(input, object->source, value, !is_truth_value(value) && !is_integer(value)));
    al_buf_put(&buf, !indent ? AL_STR(", ") : bicep ? AL_STR("") : AL_STR(","));
    return new_fix(input, (struct al_span){object->source, object->off + 1, 0}, al_buf_str(&buf),
                   al_printf(input->run->passing, "Add %.*s: %s", AL_FMT(o->path), value));
}

/* Before its apiVersion Azure does not know the property. */
static bool is_known(struct al_input *input, const struct al_verdict *v)
{
    const struct al_condition older = {
        .op = AL_OP_VERSION_LESS, .field = "apiVersion", .value = v->rule->since};
    const struct al_subject subject = {
        .graph = input->graph, .patterns = &input->run->patterns, .resource = v->resource};

    return !v->rule->since || al_condition_judge(&subject, &older).truth == AL_NO;
}

const struct al_fix *al_fix_find(struct al_input *input, const struct al_verdict *v)
{
    const struct al_outcome *o = v->outcome;

    if (!o || v->rule->unsafe_fix || !v->resource || !v->resource->deployment->tmpl->root ||
        o->leaf->op != AL_OP_EQUALS || !o->required || !is_plain(o->leaf->value) || !is_known(input, v))
        return NULL;
    return o->field ? replace(input, o) : insert(input, v);
}
