/* SPDX-License-Identifier: MIT */
/* Anchors, aliases and tags, and which texts are numbers, truth values or null. An alias is the node of its
 * anchor once more. A text of a few lines can so stand for any number of nodes, so those are counted as if
 * they had been written out. */
#include "syntax/json_scalar.h"
#include "syntax/yaml_private.h"

struct anchor {
    struct al_node *node; /* NULL until it was read */
    uint64_t made;        /* nodes in it */
};

/* -- what stands before a node -- */

static al_str read_name(struct al_yaml *y)
{
    const char *start = y->at;

    while (!al_yaml_gap(y, y->at) && !al_yaml_flow_mark(*y->at))
        y->at++;
    return (al_str){start, (size_t)(y->at - start)};
}

static al_str read_tag(struct al_yaml *y)
{
    const char *start = y->at;

    if (y->at[1] != '<')
        return read_name(y);
    while (!al_yaml_gap(y, y->at) && *y->at != '>')
        y->at++;
    if (*y->at == '>')
        y->at++;
    return (al_str){start, (size_t)(y->at - start)};
}

void al_yaml_read_props(struct al_yaml *y, struct al_yaml_props *out)
{
    *out = (struct al_yaml_props){.start = y->at};
    for (;;) {
        if (*y->at == '&' && !out->anchor.n) {
            y->at++;
            out->anchor = read_name(y);
            if (out->anchor.n == 0)
                al_yaml_expected(y, "the name of an anchor");
        } else if (*y->at == '!' && !out->tag.n) {
            out->tag_at = y->at;
            out->tag = read_tag(y);
        } else {
            return;
        }
        y->fresh = false;
        if (!al_yaml_gap(y, y->at) && !al_yaml_flow_mark(*y->at))
            al_yaml_expected(y, "a blank");
        al_yaml_skip_blanks(y);
    }
}

uint64_t al_yaml_begin(struct al_yaml *y, const struct al_yaml_props *props)
{
    if (props->anchor.n)
        *al_map_put(y->arena, &y->anchors, props->anchor) = AL_NEW(y->arena, struct anchor);
    return y->made;
}

/* The part of a tag of YAML's own behind "!!"; empty for every other. */
static al_str core_tag(al_str tag)
{
    static const char verbatim[] = "!<tag:yaml.org,2002:";

    if (al_str_starts(tag, AL_STR("!!")))
        return al_str_from(tag, 2);
    if (al_str_starts(tag, AL_STR(verbatim)) && al_str_ends(tag, AL_STR(">")))
        return (al_str){tag.s + sizeof verbatim - 1, tag.n - sizeof verbatim};
    return AL_STR("");
}

static void unsupported(struct al_yaml *y, const char *at, size_t n, struct al_node *node, const char *what)
{
    al_diags_add(
        y->diags, AL_TROUBLE_BICEP_FILE, (struct al_span){y->source, (uint32_t)(at - y->start), (uint32_t)n},
        "%s '%.*s' is not supported; its value is taken as unknown", what, (int)(n < 40 ? n : 40), at);
    node->kind = AL_NODE_BROKEN;
}

/* What a tag says of a node that was read without it. */
static void check_tag(struct al_yaml *y, const struct al_yaml_props *props, struct al_node *node)
{
    static const struct {
        const char *tag;
        enum al_node_kind kind;
    } kinds[] = {
        {"map", AL_NODE_OBJECT}, {"seq", AL_NODE_ARRAY},   {"str", AL_NODE_STRING}, {"int", AL_NODE_INT},
        {"bool", AL_NODE_BOOL},  {"float", AL_NODE_FLOAT}, {"null", AL_NODE_NULL},
    };
    const al_str core = core_tag(props->tag);

    if (!props->tag.n || al_str_eq(props->tag, AL_STR("!")) || node->kind == AL_NODE_BROKEN)
        return;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (al_str_eq(core, al_str_of(kinds[i].tag)) && kinds[i].kind == node->kind)
            return;
    unsupported(y, props->tag_at, props->tag.n, node, "the tag");
}

static void note_anchor(struct al_yaml *y, const struct al_yaml_props *props, uint64_t begun,
                        struct al_node *node)
{
    struct anchor *anchor;

    if (!props->anchor.n)
        return;
    anchor = AL_NEW(y->arena, struct anchor);
    *al_map_put(y->arena, &y->anchors, props->anchor) = anchor;
    anchor->node = node;
    anchor->made = y->made - begun;
}

struct al_node *al_yaml_finish(struct al_yaml *y, const struct al_yaml_props *props, uint64_t begun,
                               struct al_node *node)
{
    if (y->failed || !node)
        return node;
    check_tag(y, props, node);
    note_anchor(y, props, begun, node);
    return node;
}

struct al_node *al_yaml_alias(struct al_yaml *y, const struct al_yaml_props *props)
{
    const char *start = y->at++;
    const al_str name = read_name(y);
    const struct anchor *anchor = al_map_get(&y->anchors, name);

    y->fresh = false;
    y->last = y->at;
    if (props->anchor.n || props->tag.n)
        al_yaml_fail(y, start, name.n + 1, "an alias has neither a tag nor an anchor of its own");
    if (!anchor || !anchor->node) {
        al_yaml_fail(y, start, name.n + 1,
                     anchor ? "the anchor '%.*s' contains itself" : "there is no anchor '%.*s' above",
                     AL_FMT(al_str_head(name, 40)));
        return NULL;
    }
    y->made += anchor->made;
    y->expanded += anchor->made;
    if (y->expanded <= al_limit(y->diags, AL_LIMIT_ITEMS))
        return anchor->node;
    if (!y->failed)
        al_diags_limit(y->diags, AL_LIMIT_ITEMS,
                       (struct al_span){y->source, (uint32_t)(start - y->start), (uint32_t)name.n + 1},
                       "the aliases up to here stand for too many values");
    y->failed = true;
    return NULL;
}

/* -- texts that are something else -- */

enum sort { SORT_TEXT, SORT_NULL, SORT_TRUE, SORT_FALSE, SORT_NO_JSON };

static enum sort sort_of_word(al_str text)
{
    static const struct {
        const char *word;
        enum sort sort;
    } words[] = {
        {"", SORT_NULL},        {"~", SORT_NULL},       {"null", SORT_NULL},    {"Null", SORT_NULL},
        {"NULL", SORT_NULL},    {"true", SORT_TRUE},    {"True", SORT_TRUE},    {"TRUE", SORT_TRUE},
        {"false", SORT_FALSE},  {"False", SORT_FALSE},  {"FALSE", SORT_FALSE},  {".inf", SORT_NO_JSON},
        {".Inf", SORT_NO_JSON}, {".INF", SORT_NO_JSON}, {".nan", SORT_NO_JSON}, {".NaN", SORT_NO_JSON},
        {".NAN", SORT_NO_JSON},
    };

    if (text.n > 1 && (text.s[0] == '-' || text.s[0] == '+') && text.s[1] == '.' &&
        al_lower(text.s[text.n - 1]) == 'f')
        text = al_str_from(text, 1);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (al_str_eq(text, al_str_of(words[i].word)))
            return words[i].sort;
    return SORT_TEXT;
}

/* 0x1F and 0o17 */
static bool other_base(struct al_node *node, al_str text)
{
    const unsigned base = text.n > 2 && text.s[0] == '0' ? text.s[1] == 'x'   ? 16
                                                           : text.s[1] == 'o' ? 8
                                                                              : 0
                                                         : 0;
    uint64_t value = 0;

    for (size_t i = 2; base && i < text.n; i++) {
        const char c = al_lower(text.s[i]);
        const unsigned digit = al_is_digit(c)         ? (unsigned)(c - '0')
                               : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
                                                      : 99;
        if (digit >= base || value > ((uint64_t)INT64_MAX - digit) / base)
            return false;
        value = value * base + digit;
    }
    node->kind = AL_NODE_INT;
    node->integer = (int64_t)value;
    return base != 0;
}

static size_t put_digits(struct al_buf *buf, al_str text, size_t *i)
{
    const size_t start = *i;

    for (; *i < text.n && al_is_digit(text.s[*i]); ++*i)
        al_buf_char(buf, text.s[*i]);
    return *i - start;
}

/* The number as JSON would spell it; empty when the text is none. YAML also has +1, 007, .5 and 5. */
static al_str as_json_number(struct al_yaml *y, al_str text)
{
    struct al_buf buf = AL_BUF(y->arena);
    size_t i = text.s[0] == '-' || text.s[0] == '+', digits;

    if (text.s[0] == '-')
        al_buf_char(&buf, '-');
    while (i + 1 < text.n && text.s[i] == '0' && al_is_digit(text.s[i + 1]))
        i++;
    digits = put_digits(&buf, text, &i);
    if (!digits)
        al_buf_char(&buf, '0');
    if (i < text.n && text.s[i] == '.') {
        al_buf_char(&buf, '.');
        i++;
        digits += put_digits(&buf, text, &i);
        al_buf_char(&buf, '0');
    }
    if (digits && i < text.n && al_lower(text.s[i]) == 'e') {
        al_buf_char(&buf, 'e');
        i++;
        if (i < text.n && (text.s[i] == '-' || text.s[i] == '+'))
            al_buf_char(&buf, text.s[i++]);
        digits = put_digits(&buf, text, &i);
    }
    return digits && i == text.n ? al_buf_str(&buf) : AL_STR("");
}

static bool is_number(struct al_yaml *y, struct al_node *node, al_str text)
{
    al_str number;

    if (other_base(node, text))
        return true;
    if (!al_is_digit(text.s[0]) && !strchr("+-.", text.s[0]))
        return false;
    number = as_json_number(y, text);
    return number.n && al_json_number(y->arena, node, number);
}

/* Makes the node what the text stands for by the core schema. */
static void resolve(struct al_yaml *y, struct al_node *node, al_str text)
{
    const enum sort sort = sort_of_word(text);

    switch (sort) {
    case SORT_NULL: node->kind = AL_NODE_NULL; return;
    case SORT_TRUE:
    case SORT_FALSE:
        node->kind = AL_NODE_BOOL;
        node->boolean = sort == SORT_TRUE;
        return;
    case SORT_NO_JSON: unsupported(y, y->start + node->off, node->len, node, "the number"); return;
    case SORT_TEXT: break;
    }
    if (is_number(y, node, text))
        return;
    node->kind = AL_NODE_STRING;
    node->string = text;
}

/* A tag makes a text what it says, whether it is in quotes or not. */
static void apply_tag(struct al_yaml *y, const struct al_yaml_props *props, struct al_node *node)
{
    static const struct {
        const char *tag;
        uint8_t kind, other;
    } kinds[] = {
        {"null", AL_NODE_NULL, AL_NODE_NULL},
        {"bool", AL_NODE_BOOL, AL_NODE_BOOL},
        {"int", AL_NODE_INT, AL_NODE_INT},
        {"float", AL_NODE_FLOAT, AL_NODE_INT},
    };
    const al_str core = core_tag(props->tag);

    if (al_str_eq(core, AL_STR("str")) || al_str_eq(props->tag, AL_STR("!")))
        return;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!al_str_eq(core, al_str_of(kinds[i].tag)))
            continue;
        resolve(y, node, node->string);
        if (node->kind == kinds[i].kind || node->kind == kinds[i].other || node->kind == AL_NODE_BROKEN)
            return;
    }
    unsupported(y, props->tag_at, props->tag.n, node, "the tag");
}

struct al_node *al_yaml_scalar_node(struct al_yaml *y, const struct al_yaml_scalar *scalar,
                                    const struct al_yaml_props *props)
{
    struct al_node *node = al_yaml_node(y, AL_NODE_STRING, scalar->start, scalar->end);

    node->string = scalar->text;
    if (props->tag.n)
        apply_tag(y, props, node);
    else if (scalar->plain)
        resolve(y, node, scalar->text);
    note_anchor(y, props, y->made - 1, node);
    return node;
}
