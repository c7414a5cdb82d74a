/* SPDX-License-Identifier: MIT */
#include "eval/uri.h"

/* -- taking apart -- */

static bool is_scheme(al_str s)
{
    if (s.n == 0 || !al_is_alpha(s.s[0]))
        return false;
    for (size_t i = 1; i < s.n; i++)
        if (!al_is_alpha(s.s[i]) && !al_is_digit(s.s[i]) && !strchr("+-.", s.s[i]))
            return false;
    return true;
}

/* Length of `s` up to the first of the `stops`. */
static size_t length_to(al_str s, const char *stops)
{
    size_t n = 0;

    while (n < s.n && (!s.s[n] || !strchr(stops, s.s[n])))
        n++;
    return n;
}

static al_str cut(al_str *rest, size_t n)
{
    al_str head = al_str_head(*rest, n);

    *rest = al_str_from(*rest, n);
    return head;
}

struct al_uri al_uri_parse(al_str text)
{
    struct al_uri uri = {0};
    size_t n = length_to(text, ":/?#");

    if (n < text.n && text.s[n] == ':' && is_scheme(al_str_head(text, n))) {
        uri.scheme = cut(&text, n);
        cut(&text, 1);
    }
    if (al_str_starts(text, AL_STR("//"))) {
        cut(&text, 2);
        uri.authority = cut(&text, length_to(text, "/\\?#"));
    }
    uri.path = cut(&text, length_to(text, "?#"));
    if (text.n && text.s[0] == '?')
        uri.query = cut(&text, length_to(text, "#"));
    if (text.n)
        uri.fragment = text;
    return uri;
}

static bool is_default_port(al_str scheme, al_str port)
{
    static const struct {
        const char *scheme, *port;
    } defaults[] = {{"http", "80"}, {"https", "443"}, {"ftp", "21"}, {"ws", "80"}, {"wss", "443"}};

    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        if (al_str_caseeq(scheme, al_str_of(defaults[i].scheme)))
            return al_str_eq(port, al_str_of(defaults[i].port));
    return false;
}

void al_uri_host(al_str *host, al_str *port, const struct al_uri *uri)
{
    size_t n = uri->authority.n;

    *host = uri->authority;
    *port = AL_STR("");
    while (n > 0 && al_is_digit(uri->authority.s[n - 1]))
        n--;
    if (n == 0 || uri->authority.s[n - 1] != ':')
        return;
    *host = al_str_head(uri->authority, n - 1);
    if (!is_default_port(uri->scheme, al_str_from(uri->authority, n)))
        *port = al_str_from(uri->authority, n);
}

/* -- resolution -- */

/* The base's path up to its last slash, and the other behind it. */
static al_str merge_paths(al_arena *arena, const struct al_uri *base, al_str path)
{
    size_t n = base->path.n;

    if (base->authority.s && n == 0)
        return al_printf(arena, "/%.*s", AL_FMT(path));
    while (n > 0 && base->path.s[n - 1] != '/')
        n--;
    return al_printf(arena, "%.*s%.*s", (int)n, base->path.s, AL_FMT(path));
}

struct al_uri al_uri_resolve(al_arena *arena, const struct al_uri *base, const struct al_uri *relative)
{
    struct al_uri target = *relative;

    if (target.scheme.s)
        return target;
    target.scheme = base->scheme;
    if (target.authority.s)
        return target;
    target.authority = base->authority;
    if (target.path.n == 0) {
        target.path = base->path;
        if (!target.query.s)
            target.query = base->query;
    } else if (target.path.s[0] != '/' && target.path.s[0] != '\\') {
        target.path = merge_paths(arena, base, target.path);
    }
    return target;
}

/* -- writing -- */

static const char hex[] = "0123456789ABCDEF";

static bool is_hex(char c)
{
    return al_is_digit(c) || (al_lower(c) >= 'a' && al_lower(c) <= 'f');
}

static bool is_unreserved(char c)
{
    return al_is_alpha(c) || al_is_digit(c) || (c && strchr("-_.~", c));
}

static void put_percent(struct al_buf *out, char c)
{
    unsigned char byte = (unsigned char)c;

    al_buf_put(out, (al_str){(char[]){'%', hex[byte >> 4], hex[byte & 15]}, 3});
}

/* A component: what may stand in a URI stays, and so does what is escaped already. */
static void put_component(struct al_buf *out, al_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        bool escape = c == '%' && i + 2 < s.n && is_hex(s.s[i + 1]) && is_hex(s.s[i + 2]);
        if (escape || is_unreserved(c) || (c && strchr(":/?#[]@!$&'()*+,;=", c)))
            al_buf_char(out, c);
        else
            put_percent(out, c);
    }
}

/* The path without "." and ".." segments; a backslash counts as a slash. Never goes above the root. */
static void put_path(struct al_buf *out, al_str path)
{
    size_t root = out->n;
    struct al_buf segment = AL_BUF(out->arena);

    for (size_t i = 0; i < path.n;) {
        bool slash = path.s[i] == '/' || path.s[i] == '\\', last;
        size_t from = slash ? i + 1 : i, to = from;
        al_str name;
        while (to < path.n && path.s[to] != '/' && path.s[to] != '\\')
            to++;
        last = to == path.n;
        name = (al_str){path.s + from, to - from};
        i = to;
        if (al_str_eq(name, AL_STR("..")))
            while (out->n > root && out->s[--out->n] != '/')
                continue;
        if (al_str_eq(name, AL_STR("..")) || al_str_eq(name, AL_STR("."))) {
            if (last)
                al_buf_char(out, '/');
            continue;
        }
        segment.n = 0;
        put_component(&segment, name);
        if (slash)
            al_buf_char(out, '/');
        al_buf_put(out, al_buf_str(&segment));
    }
}

void al_uri_put(struct al_buf *out, const struct al_uri *uri)
{
    al_str host, port;

    al_uri_host(&host, &port, uri);
    al_buf_put(out, al_str_lower(out->arena, uri->scheme));
    al_buf_char(out, ':');
    if (!uri->authority.s) {
        put_component(out, uri->path);
    } else {
        al_buf_put(out, AL_STR("//"));
        al_buf_put(out, al_str_lower(out->arena, host));
        if (port.n)
            al_buf_char(out, ':');
        al_buf_put(out, port);
        if (uri->path.n)
            put_path(out, uri->path);
        else
            al_buf_char(out, '/');
    }
    put_component(out, uri->query);
    put_component(out, uri->fragment);
}

/* -- escaping -- */

void al_uri_put_escaped(struct al_buf *out, al_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (is_unreserved(text.s[i]))
            al_buf_char(out, text.s[i]);
        else
            put_percent(out, text.s[i]);
    }
}

static unsigned hex_value(char c)
{
    return al_is_digit(c) ? (unsigned)(c - '0') : (unsigned)(al_lower(c) - 'a' + 10);
}

/* Up to four bytes written as %XX at `i`. */
static size_t escaped_bytes(char out[4], al_str s, size_t i)
{
    size_t n = 0;

    for (; n < 4 && i + 2 < s.n && s.s[i] == '%' && is_hex(s.s[i + 1]) && is_hex(s.s[i + 2]); i += 3)
        out[n++] = (char)(hex_value(s.s[i + 1]) << 4 | hex_value(s.s[i + 2]));
    return n;
}

void al_uri_put_unescaped(struct al_buf *out, al_str text)
{
    static const char replacement[] = "\xef\xbf\xbd";

    for (size_t i = 0; i < text.n;) {
        char bytes[4];
        size_t n = escaped_bytes(bytes, text, i), used = 0;
        al_str s = {bytes, n};
        bool valid =
            n && (al_utf8_next(s, &used) != 0xfffd || (used == 3 && memcmp(bytes, replacement, 3) == 0));
        if (valid) {
            al_buf_put(out, al_str_head(s, used));
            i += 3 * used;
        } else {
            al_buf_char(out, text.s[i++]);
        }
    }
}
