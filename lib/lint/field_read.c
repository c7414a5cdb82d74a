/* SPDX-License-Identifier: MIT */
#include "lint/field_read.h"

#include "lint/policy_alias.h"

static const al_str nothing;

static al_str fail(struct al_reading *r, const struct al_node *node, const char *why)
{
    al_reading_error(r, al_node_span(node), "%s", why);
    return nothing;
}

/* Writes "name"; "[3]" and "[*]" as they are; "['name']" as ".name". What it cannot be written as is an
 * error. */
static const char *put_step(struct al_buf *out, al_str *path)
{
    bool quoted = al_str_starts(*path, AL_STR("['"));
    al_str end = quoted ? AL_STR("']") : AL_STR("]"), step;
    size_t n = 0;

    if (path->s[0] == '[') {
        ptrdiff_t close = al_str_find(*path, end);
        if (close < 0)
            return "the path has a '[' without its ']'";
        step = al_str_head(al_str_from(*path, end.n), (size_t)close - end.n);
        *path = al_str_from(*path, (size_t)close + end.n);
        if (!quoted && !al_str_eq(step, AL_STR("*")) && !(step.n && al_is_digit(step.s[0])))
            return "in brackets there is a number, '*', or a name in quotes";
        if (quoted && (step.n == 0 || memchr(step.s, '.', step.n) || memchr(step.s, '[', step.n)))
            return "a name with '.' or '[' in it cannot be asked for";
        al_buf_printf(out, quoted ? ".%.*s" : "[%.*s]", AL_FMT(step));
        return NULL;
    }
    while (n < path->n && path->s[n] != '.' && path->s[n] != '[')
        n++;
    step = al_str_head(*path, n);
    *path = al_str_from(*path, n);
    if (n == 0 || al_str_trim(step).n != n || memchr(step.s, ']', n))
        return "the path is malformed: it looks like 'properties.a.b'";
    if (memchr(step.s, '/', n))
        return "the path is malformed: it looks like 'properties.a.b'";
    al_buf_put(out, step);
    return NULL;
}

static al_str normal(struct al_reading *r, const struct al_node *node, al_str path)
{
    struct al_buf out = AL_BUF(r->arena);

    while (path.n) {
        const char *wrong = put_step(&out, &path);
        if (wrong)
            return fail(r, node, wrong);
        if (path.n && path.s[0] == '.') {
            al_buf_char(&out, '.');
            path = al_str_from(path, 1);
            if (path.n == 0)
                return fail(r, node, "the path ends in a dot");
        }
    }
    return out.n ? al_buf_str(&out) : AL_STR("");
}

/* -- aliases -- */

/* A name in quotes may have a '/' of its own. */
static bool is_alias(al_str path)
{
    size_t n = 0;

    while (n < path.n && path.s[n] != '/' && path.s[n] != '\'')
        n++;
    return n < path.n && path.s[n] == '/';
}

/* Whether the rule that is read is about a type, or does not say what it is about. */
static bool is_about(const struct al_reading *r, al_str type)
{
    const struct al_node *types = r->rule ? al_node_get(r->rule, "type") : NULL;
    al_str one = al_node_text(types);

    if (!types || al_str_caseeq(one, type) || al_str_eq(one, AL_STR("*")))
        return true;
    for (uint32_t i = 0; al_node_is(types, AL_NODE_ARRAY) && i < types->array.n; i++)
        if (al_str_caseeq(al_node_text(types->array.items[i]), type))
            return true;
    return false;
}

/* The path that an alias stands for; what is none stays what it is. */
static al_str path_of(struct al_reading *r, const struct al_node *node, al_str text)
{
    struct al_policy_alias alias;

    if (!is_alias(text))
        return text;
    alias = al_policy_alias_read(r->arena, text);
    if (alias.wrong)
        return fail(r, node, alias.wrong);
    if (al_str_find(alias.type, AL_STR("/")) < 0 || is_about(r, alias.type))
        return alias.path;
    al_reading_error(r, al_node_span(node), "this is an alias of %.*s, and the rule is about another type",
                     AL_FMT(al_str_head(alias.type, 100)));
    return nothing;
}

al_str al_field_read(struct al_reading *r, const struct al_node *node, const struct al_field_scope *scope)
{
    al_str path, prefix;

    if (!al_reading_is(r, node, AL_NODE_STRING))
        return nothing;
    path = node->string;
    if (memchr(path.n ? path.s : "", '\0', path.n))
        return fail(r, node, "the path is malformed");
    path = path_of(r, node, path);
    prefix = path_of(r, node, scope->prefix); /* which was read before */
    if (!path.s || (scope->prefix.n && !prefix.s))
        return nothing;
    if (!al_str_case_starts(path, prefix)) {
        al_reading_error(r, al_node_span(node), "a field in here is one of the items: it begins with '%.*s'",
                         AL_FMT(scope->prefix));
        return nothing;
    }
    path = al_str_from(path, prefix.n);
    if (prefix.n && path.n && path.s[0] == '.')
        path = al_str_from(path, 1);
    if (path.n == 0 && !scope->item)
        return fail(r, node, "the path is empty");
    if (path.n && path.s[0] == '[' && !prefix.n)
        return fail(r, node, "a path begins with a name; expressions are not understood");
    return normal(r, node, path);
}
