/* SPDX-License-Identifier: MIT */
/* One pass over the bytes by recursive descent. The source ends in a NUL, so looking at one byte needs no
 * test for the end. The children of all open arrays and objects share one stack each; a container that closes
 * copies its own off the top into the arena. The first error stops reading: every function then returns what
 * it has. */
#include "syntax/json.h"
#include "base/vec.h"
#include "syntax/expression.h"
#include "syntax/json_scalar.h"

enum { DEPTH_MOST = 256, FEW_KEYS = 16, SHOWN_MOST = 40 };

struct reader {
    al_arena *arena;
    struct al_diags *diags;
    const struct al_source *source;
    const char *start, *at, *end;
    const char *string_start,
        *string_end; /* of the last string: it may be one that lacks its closing quote */
    enum al_json_mode mode;
    unsigned depth;
    bool failed;
    AL_VEC(struct al_node *) items;
    AL_VEC(struct al_property) properties;
    AL_VEC(struct al_comment) comments;
};

/* A string token: its span with quotes, and its text. */
struct token {
    uint32_t off, len;
    al_str text;
    bool escaped;
};

static uint32_t offset(const struct reader *r, const char *at)
{
    return (uint32_t)(at - r->start);
}

static al_str rest(const struct reader *r)
{
    return (al_str){r->at, (size_t)(r->end - r->at)};
}

/* -- errors -- */

static struct al_span span_of(const struct reader *r, const char *at, size_t n)
{
    return (struct al_span){r->source, offset(r, at), (uint32_t)n};
}

/* What stands where reading stopped, for a message. */
static al_str found(const struct reader *r)
{
    const al_str text = rest(r);
    size_t n = 0;

    if (text.n == 0)
        return AL_STR("the end of the file");
    while (n < text.n && n < SHOWN_MOST && (al_is_alpha(text.s[n]) || al_is_digit(text.s[n])))
        n++;
    if (n > 0 || (text.s[0] > ' ' && text.s[0] < 0x7f))
        return al_printf(r->arena, "'%.*s'", (int)(n ? n : 1), text.s);
    al_utf8_next(text, &n);
    if ((unsigned char)text.s[0] >= 0x80 && n > 1)
        return al_printf(r->arena, "'%.*s'", (int)n, text.s);
    return al_printf(r->arena, "the byte 0x%02x", (unsigned)(unsigned char)text.s[0]);
}

/* A quote that is missing shows only later, where the next quote has closed the string. */
static al_str hint(const struct reader *r)
{
    struct al_position position;

    if (!r->string_start || !memchr(r->string_start, '\n', (size_t)(r->string_end - r->string_start)))
        return AL_STR("");
    position = al_source_position(r->arena, span_of(r, r->string_start, 1));
    return al_printf(r->arena, " (the string before it begins in line %u)", position.line);
}

static void fail(struct reader *r, enum al_trouble trouble, struct al_span span, al_str message)
{
    if (!r->failed)
        al_diags_add(r->diags, trouble, span, "%.*s", AL_FMT(message));
    r->failed = true;
}

static void fail_expecting(struct reader *r, al_str what)
{
    const al_str actual = found(r), more = hint(r);

    fail(r, AL_TROUBLE_SYNTAX, span_of(r, r->at, r->at < r->end),
         al_printf(r->arena, "expected %.*s, found %.*s%.*s", AL_FMT(what), AL_FMT(actual), AL_FMT(more)));
}

/* -- blanks and comments -- */

static void read_comment(struct reader *r)
{
    const char *start = r->at, *end = NULL;
    struct al_comment *comment;

    if (start[1] == '/') {
        end = memchr(start, '\n', (size_t)(r->end - start));
        end = end ? end : r->end;
        if (end[-1] == '\r')
            end--;
    } else if (start[1] == '*') {
        for (const char *p = start + 2; p < r->end && !end; p++) {
            p = memchr(p, '*', (size_t)(r->end - p));
            if (!p)
                break;
            end = p[1] == '/' ? p + 2 : NULL;
        }
    }
    if (!end) {
        al_str message = start[1] == '*' ? AL_STR("a comment begins here and does not end")
                                         : AL_STR("expected '//' or '/*', found a single '/'");
        fail(r, AL_TROUBLE_SYNTAX, span_of(r, start, start[1] == '*' ? 2 : 1), message);
        return;
    }
    comment = al_vec_push(r->arena, &r->comments);
    comment->off = offset(r, start);
    comment->len = (uint32_t)(end - start);
    r->at = end;
}

/* Indentation is much of a template's text: it is skipped eight columns at a time. */
static const char *skip_indent(const char *at, const char *end)
{
    while (end - at >= 8 && memcmp(at, "        ", 8) == 0)
        at += 8;
    while (*at == ' ')
        at++;
    return at;
}

static void skip_blanks(struct reader *r)
{
    while (!r->failed) {
        if (*r->at == '\n' || *r->at == ' ')
            r->at = skip_indent(r->at + 1, r->end);
        else if (*r->at == '/')
            read_comment(r);
        else if (*r->at > ' ' || !al_json_blank(rest(r), 0))
            return;
        else
            r->at += al_json_blank(rest(r), 0);
    }
}

/* -- scalars -- */

static struct al_node *new_node(struct reader *r, enum al_node_kind kind, const char *start)
{
    struct al_node *node = AL_NEW(r->arena, struct al_node);

    node->kind = (uint8_t)kind;
    node->off = offset(r, start);
    node->len = (uint32_t)(r->at - start);
    node->source = r->source;
    return node;
}

/* Steps over one escape sequence. */
static const char *read_escape(struct reader *r, const char *p)
{
    size_t n = al_json_escape((al_str){p, (size_t)(r->end - p)}, 0);

    if (n == 0 && p + 1 < r->end)
        fail(r, AL_TROUBLE_SYNTAX, span_of(r, p, 2),
             p[1] == 'u' ? AL_STR("expected four hexadecimal digits after '\\u'")
                         : AL_STR("unknown escape sequence: a backslash in a string is written '\\\\'"));
    return p + (n ? n : 1);
}

/* The string that begins at the quote r->at. Line breaks and tabs in it are accepted, as ARM does. */
static struct token read_token(struct reader *r)
{
    const char *start = r->at, *p = start + 1;
    struct token token = {.off = offset(r, start)};

    for (; *p != '"' && !r->failed; p++) {
        if (*p == '\\') {
            token.escaped = true;
            p = read_escape(r, p) - 1;
        } else if (*p == '\0' && p >= r->end) {
            fail(r, AL_TROUBLE_SYNTAX, span_of(r, start, 1), AL_STR("a string begins here and does not end"));
        } else if (*p == '\0') {
            fail(r, AL_TROUBLE_SYNTAX, span_of(r, p, 1), AL_STR("a NUL byte stands in a string"));
        }
    }
    if (r->failed)
        return token;
    r->at = p + 1;
    token.len = (uint32_t)(r->at - start);
    token.text = (al_str){start + 1, (size_t)(p - start - 1)};
    if (token.escaped)
        token.text = al_json_decode(r->arena, (al_str){start, token.len});
    r->string_start = start;
    r->string_end = r->at;
    return token;
}

/* "[[text]" stands for the text "[text]". */
static bool loses_bracket(const struct reader *r, al_str text)
{
    return r->mode == AL_JSON_TEMPLATE && text.n > 2 && text.s[0] == '[' && text.s[1] == '[' &&
           text.s[text.n - 1] == ']';
}

static struct al_node *make_string(struct reader *r, const struct token *token)
{
    struct al_node *node = new_node(r, AL_NODE_STRING, r->start + token->off);

    node->flags = token->escaped ? AL_NODE_ESCAPED : 0;
    if (r->mode == AL_JSON_TEMPLATE && al_is_expression(token->text)) {
        node->kind = AL_NODE_TEXT;
        node->text.string = token->text;
        return node;
    }
    node->string = token->text;
    if (loses_bracket(r, token->text)) {
        node->flags |= AL_NODE_ESCAPED;
        node->string = al_str_from(token->text, 1);
    }
    return node;
}

static struct al_node *read_string(struct reader *r)
{
    const struct token token = read_token(r);

    return r->failed ? NULL : make_string(r, &token);
}

static struct al_node *read_word(struct reader *r)
{
    static const struct {
        const char *text;
        enum al_node_kind kind;
        bool boolean;
    } words[] = {{"true", AL_NODE_BOOL, true}, {"false", AL_NODE_BOOL, false}, {"null", AL_NODE_NULL, false}};
    const char *start = r->at;
    size_t n = 0;

    while (al_is_alpha(start[n]) || al_is_digit(start[n]))
        n++;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (al_str_eq((al_str){start, n}, al_str_of(words[i].text))) {
            struct al_node *node;
            r->at += n;
            node = new_node(r, words[i].kind, start);
            if (node->kind == AL_NODE_BOOL)
                node->boolean = words[i].boolean;
            return node;
        }
    }
    fail_expecting(r, AL_STR("a value"));
    return NULL;
}

/* Steps over one digit or more; false when there is none. */
static bool skip_digits(struct reader *r)
{
    const char *start = r->at;

    while (al_is_digit(*r->at))
        r->at++;
    if (r->at == start)
        fail_expecting(r, AL_STR("a digit"));
    return !r->failed;
}

static struct al_node *read_number(struct reader *r)
{
    const char *start = r->at;
    struct al_node *node;

    r->at += *start == '-';
    if (r->at[0] == '0' && al_is_digit(r->at[1])) {
        fail(r, AL_TROUBLE_SYNTAX, span_of(r, r->at, 1), AL_STR("a number must not begin with the digit 0"));
        return NULL;
    }
    if (!skip_digits(r))
        return NULL;
    if (*r->at == '.') {
        r->at++;
        if (!skip_digits(r))
            return NULL;
    }
    if (al_lower(*r->at) == 'e') {
        r->at++;
        r->at += *r->at == '+' || *r->at == '-';
        if (!skip_digits(r))
            return NULL;
    }
    node = new_node(r, AL_NODE_INT, start);
    if (!al_json_number(r->arena, node, al_span_text(al_node_span(node))))
        fail(r, AL_TROUBLE_SYNTAX, al_node_span(node), AL_STR("the number is too large"));
    return node;
}

/* -- containers -- */

static struct al_node *read_value(struct reader *r);

/* Steps into a container; NULL at the limit. */
static struct al_node *open_container(struct reader *r, enum al_node_kind kind)
{
    struct al_node *node;

    if (r->depth == DEPTH_MOST) {
        fail(r, AL_TROUBLE_LIMIT, span_of(r, r->at, 1),
             al_printf(r->arena, "the text is nested more than %d levels deep", DEPTH_MOST));
        return NULL;
    }
    node = new_node(r, kind, r->at);
    r->depth++;
    r->at++;
    skip_blanks(r);
    return node;
}

/* Steps out of it, unless it was left at an error. */
static void close_container(struct reader *r, struct al_node *node)
{
    if (!r->failed)
        r->at++;
    node->len = offset(r, r->at) - node->off;
    r->depth--;
}

/* After an item, or after the value of `key`: whether another one follows. */
static bool another(struct reader *r, char close, const al_str *key)
{
    skip_blanks(r);
    if (r->failed)
        return false;
    if (*r->at == ',') {
        const char *comma = r->at++;
        skip_blanks(r);
        if (r->failed || *r->at != close)
            return !r->failed;
        al_diags_add(r->diags, AL_TROUBLE_TRAILING_COMMA, span_of(r, comma, 1),
                     "a comma stands before the closing '%c'", close);
    }
    if (*r->at == close)
        return false;
    fail_expecting(r, key ? al_printf(r->arena, "',' or '}' after the value of \"%.*s\"",
                                      AL_FMT(al_str_head(*key, SHOWN_MOST)))
                          : AL_STR("',' or ']' after an item of an array"));
    return false;
}

static struct al_node *read_array(struct reader *r)
{
    const size_t base = r->items.n;
    struct al_node *node = open_container(r, AL_NODE_ARRAY);
    bool more = node && !r->failed && *r->at != ']';

    while (more) {
        struct al_node *item = read_value(r);
        if (item)
            *al_vec_push(r->arena, &r->items) = item;
        more = another(r, ']', NULL);
    }
    if (!node)
        return NULL;
    close_container(r, node);
    node->array.n = (uint32_t)(r->items.n - base);
    node->array.items = AL_NEW_N(r->arena, struct al_node *, node->array.n);
    if (node->array.n)
        memcpy(node->array.items, r->items.v + base, node->array.n * sizeof *node->array.items);
    r->items.n = base;
    return node;
}

static void report_duplicate(struct reader *r, const struct al_property *earlier,
                             const struct al_property *later)
{
    struct al_position first = al_source_position(r->arena, span_of(r, r->start + earlier->key_off, 1));

    al_diags_add(r->diags, AL_TROUBLE_DUPLICATE_KEY, span_of(r, r->start + later->key_off, later->key_len),
                 "the key \"%.*s\" was given before, in line %u; the last one counts",
                 AL_FMT(al_str_head(later->key, SHOWN_MOST)), first.line);
}

/* The property before `later` that has the same key, or NULL. Many keys are looked up in `map`. */
static struct al_property *find_earlier(struct reader *r, struct al_map *map, struct al_property *first,
                                        struct al_property *later)
{
    struct al_property *earlier = NULL;

    if (map) {
        void **place = al_map_put(r->arena, map, later->key);
        earlier = *place;
        *place = later;
        return earlier;
    }
    for (struct al_property *p = first; p < later; p++)
        if (p->value && p->key.n == later->key.n && memcmp(p->key.s, later->key.s, p->key.n) == 0)
            return p;
    return NULL;
}

/* Takes the value from every property whose key comes again, and counts what is left. */
static uint32_t drop_duplicates(struct reader *r, struct al_property *properties, size_t n)
{
    struct al_map map = {0};
    uint32_t left = 0;

    for (size_t i = 0; i < n; i++) {
        struct al_property *earlier = find_earlier(r, n > FEW_KEYS ? &map : NULL, properties, &properties[i]);
        if (earlier) {
            report_duplicate(r, earlier, &properties[i]);
            earlier->value = NULL;
            left--;
        }
        left++;
    }
    return left;
}

static void take_properties(struct reader *r, struct al_node *node, size_t base)
{
    struct al_property *from = r->properties.v + base;
    const size_t n = r->properties.n - base;
    uint32_t at = 0;

    node->object.n = n ? drop_duplicates(r, from, n) : 0;
    node->object.items = AL_NEW_N(r->arena, struct al_property, node->object.n);
    for (size_t i = 0; i < n; i++)
        if (from[i].value)
            node->object.items[at++] = from[i];
    r->properties.n = base;
}

/* A key with its colon, up to the value. */
static bool read_key(struct reader *r, struct al_property *property)
{
    struct token token;

    if (*r->at != '"') {
        fail_expecting(r, AL_STR("a key in double quotes"));
        return false;
    }
    token = read_token(r);
    if (r->failed)
        return false;
    *property = (struct al_property){.key = token.text, .key_off = token.off, .key_len = token.len};
    if (r->mode == AL_JSON_TEMPLATE && al_is_expression(token.text))
        property->key_node = make_string(r, &token);
    else if (loses_bracket(r, token.text))
        property->key = al_str_from(token.text, 1);
    skip_blanks(r);
    if (!r->failed && *r->at != ':')
        fail_expecting(r, al_printf(r->arena, "':' after the key \"%.*s\"",
                                    AL_FMT(al_str_head(property->key, SHOWN_MOST))));
    if (r->failed)
        return false;
    r->at++;
    skip_blanks(r);
    return !r->failed;
}

/* What a property says about the object it is in. */
static uint8_t flags_of(const struct reader *r, const struct al_property *property)
{
    if (property->key_node)
        return AL_NODE_HAS_EXPR_KEY;
    if (r->mode == AL_JSON_TEMPLATE && property->key.n == 4 && property->value->kind == AL_NODE_ARRAY &&
        al_str_caseeq(property->key, AL_STR("copy")))
        return AL_NODE_HAS_COPY;
    return 0;
}

static struct al_node *read_object(struct reader *r)
{
    const size_t base = r->properties.n;
    struct al_node *node = open_container(r, AL_NODE_OBJECT);
    bool more = node && !r->failed && *r->at != '}';

    while (more) {
        struct al_property property;
        if (!read_key(r, &property))
            break;
        property.value = read_value(r);
        if (property.value) {
            node->flags |= flags_of(r, &property);
            *al_vec_push(r->arena, &r->properties) = property;
        }
        more = another(r, '}', &property.key);
    }
    if (!node)
        return NULL;
    close_container(r, node);
    take_properties(r, node, base);
    return node;
}

/* What could be read of the value at r->at, or NULL. */
static struct al_node *read_value(struct reader *r)
{
    switch (*r->at) {
    case '{': return read_object(r);
    case '[': return read_array(r);
    case '"': return read_string(r);
    default: return *r->at == '-' || al_is_digit(*r->at) ? read_number(r) : read_word(r);
    }
}

int al_json_read(struct al_json *out, al_arena *arena, struct al_diags *diags, const struct al_source *source,
                 enum al_json_mode mode)
{
    struct reader r = {.arena = arena, .diags = diags, .source = source, .mode = mode};

    *out = (struct al_json){0};
    if (source->text.n >= UINT32_MAX) {
        al_diags_add(diags, AL_TROUBLE_LIMIT, (struct al_span){source, 0, 0},
                     "the file is larger than 4 GiB");
        return AL_E_SYNTAX;
    }
    r.start = r.at = source->text.s;
    r.end = r.start + source->text.n;
    skip_blanks(&r);
    if (!r.failed)
        out->root = read_value(&r);
    skip_blanks(&r);
    if (!r.failed && r.at < r.end)
        fail_expecting(&r, AL_STR("the end of the file"));
    out->comments = r.comments.v;
    out->ncomments = r.comments.n;
    return r.failed ? AL_E_SYNTAX : 0;
}
