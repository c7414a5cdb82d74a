/* SPDX-License-Identifier: MIT */
#include "lint/field_read.h"

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
        return "an alias is not understood: write the property's path, such as 'properties.a.b'";
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

al_str al_field_read(struct al_reading *r, const struct al_node *node, const struct al_field_scope *scope)
{
    al_str path;

    if (!al_reading_is(r, node, AL_NODE_STRING))
        return nothing;
    path = node->string;
    if (memchr(path.n ? path.s : "", '\0', path.n))
        return fail(r, node, "the path is malformed");
    if (!al_str_case_starts(path, scope->prefix)) {
        al_reading_error(r, al_node_span(node), "a field in here is one of the items: it begins with '%.*s'",
                         AL_FMT(scope->prefix));
        return nothing;
    }
    path = al_str_from(path, scope->prefix.n);
    if (scope->prefix.n && path.n && path.s[0] == '.')
        path = al_str_from(path, 1);
    if (path.n == 0 && !scope->item)
        return fail(r, node, "the path is empty");
    if (path.n && path.s[0] == '[' && !scope->prefix.n)
        return fail(r, node, "a path begins with a name; expressions are not understood");
    return normal(r, node, path);
}
