/* SPDX-License-Identifier: MIT */
#include "lint/rule_options_read.h"

#include "base/buf.h"

/* -- defaults -- */

/* {"default": ..., "help": ...}, or the default itself. A policy says defaultValue, and more that is not
 * needed. */
static const struct al_node *default_of(const struct al_node *node)
{
    const struct al_node *value = al_node_get(node, "default");

    if (!value)
        value = al_node_get(node, "defaultValue");
    return al_node_is(node, AL_NODE_OBJECT) ? value : node;
}

static bool put_item(struct al_reading *r, struct al_buf *out, const struct al_node *node, bool in_list)
{
    const char *text = al_reading_scalar(r, node);

    if (!text)
        return false;
    if (in_list && strchr(text, ',')) {
        al_reading_error(r, al_node_span(node), "an item may have no comma: write two");
        return false;
    }
    al_buf_put(out, al_str_of(text));
    return true;
}

/* As options are written on the command line: the items of a list are separated by commas. */
static const char *text_of(struct al_reading *r, const struct al_node *node)
{
    struct al_buf out = AL_BUF(r->arena);

    if (!al_node_is(node, AL_NODE_ARRAY))
        return put_item(r, &out, node, false) ? al_buf_str(&out).s : NULL;
    for (uint32_t i = 0; i < node->array.n; i++) {
        if (i)
            al_buf_char(&out, ',');
        if (!put_item(r, &out, node->array.items[i], true))
            return NULL;
    }
    return al_buf_str(&out).s;
}

static const char *help_of(struct al_reading *r, const struct al_node *node)
{
    const struct al_node *help = al_node_get(node, "help");

    if (!help)
        help = al_node_get(al_node_get(node, "metadata"), "description");
    return help ? al_reading_text(r, help) : "set by the author of the rule";
}

static bool is_name(al_str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!al_is_alpha(name.s[i]) && !al_is_digit(name.s[i]) && name.s[i] != '-' && name.s[i] != '_')
            return false;
    return name.n > 0;
}

static struct al_rule_option read_one(struct al_reading *r, const struct al_node *options,
                                      const struct al_property *p)
{
    static const char *const known[] = {"default", "help", NULL};
    static const char *const all[] = {"default", "help", "defaultValue", "type", "metadata", "allowedValues"};
    const struct al_node *value = default_of(p->value);
    struct al_rule_option option = {.name = al_str_cstr(r->arena, p->key)};

    for (uint32_t i = 0; al_node_is(p->value, AL_NODE_OBJECT) && i < p->value->object.n; i++) {
        bool fine = false;
        for (size_t k = 0; k < sizeof all / sizeof all[0]; k++)
            fine = fine || al_str_eq(p->value->object.items[i].key, al_str_of(all[k]));
        if (!fine)
            al_reading_unknown(r, p->value, &p->value->object.items[i], known);
    }
    if (!is_name(p->key))
        al_reading_error(r, al_key_span(options, p),
                         "an option's name has letters, digits, '-' and '_' only");
    if (value)
        option.value = text_of(r, value);
    else
        al_reading_error(r, al_key_span(options, p), "the option has no 'default'");
    option.help = help_of(r, p->value);
    return option;
}

const struct al_rule_option *al_rule_options_read(struct al_reading *r, const struct al_node *node)
{
    struct al_rule_option *options;

    if (!al_reading_is(r, node, AL_NODE_OBJECT))
        return NULL;
    options = AL_NEW_N(r->arena, struct al_rule_option, node->object.n + 1);
    for (uint32_t i = 0; i < node->object.n; i++)
        options[i] = read_one(r, node, &node->object.items[i]);
    return options;
}

/* -- references -- */

static const struct al_property *find(const struct al_reading *r, al_str name)
{
    return al_node_property(r->rule ? al_node_get(r->rule, "options") : NULL, name);
}

static void report_unknown(struct al_reading *r, const struct al_node *operand, al_str name)
{
    al_reading_error(r, al_node_span(operand),
                     "the rule has no option '%.*s': give it in 'options', with a default",
                     AL_FMT(al_str_head(name, 64)));
}

const char *al_rule_option_named(struct al_reading *r, const struct al_node *operand, bool *wrong)
{
    const al_str open = AL_STR("[parameters('"), close = AL_STR("')]");
    al_str name = al_node_text(operand);

    if (!al_str_case_starts(name, open) || !al_str_ends(name, close) || name.n <= open.n + close.n)
        return NULL;
    name = al_str_head(al_str_from(name, open.n), name.n - open.n - close.n);
    if (!is_name(name))
        return NULL;
    if (find(r, name))
        return al_str_cstr(r->arena, find(r, name)->key);
    report_unknown(r, operand, name);
    *wrong = true;
    return NULL;
}

bool al_rule_option_is_list(const struct al_reading *r, const char *name)
{
    return al_node_is(default_of(find(r, al_str_of(name))->value), AL_NODE_ARRAY);
}

bool al_rule_option_is_number(const struct al_reading *r, const char *name)
{
    return al_node_is(default_of(find(r, al_str_of(name))->value), AL_NODE_INT);
}
