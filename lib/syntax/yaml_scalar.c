/* SPDX-License-Identifier: MIT */
/* The five ways to write a text in YAML. Line ends inside of one are folded: a single one is a space, of
 * several all but the first stay. A text that stands on one line without escapes is not copied. */
#include "syntax/yaml_private.h"

static void put_folded(struct al_buf *buf, size_t breaks)
{
    if (breaks == 1)
        al_buf_char(buf, ' ');
    else
        al_buf_repeat(buf, '\n', breaks - 1);
}

/* Where the next line with anything on it has its first character. Counts the line ends on the way. */
static const char *skip_lines(const struct al_yaml *y, const char *p, const char **line, size_t *breaks)
{
    while (p < y->end && al_yaml_break(y, p)) {
        *line = p = al_yaml_next_line(y, p);
        ++*breaks;
        while (al_yaml_blank(*p))
            p++;
    }
    return p;
}

/* -- plain -- */

bool al_yaml_key_end(const struct al_yaml *y, const char *p, bool flow)
{
    return *p == ':' && (al_yaml_gap(y, p + 1) || (flow && al_yaml_flow_mark(p[1])));
}

/* The part on this line, without blanks at its end. */
static al_str plain_line(struct al_yaml *y, bool flow)
{
    const char *start = y->at, *end = start;

    for (const char *p = start; !al_yaml_break(y, p) && !al_yaml_key_end(y, p, flow); p++) {
        if ((*p == '#' && p > start && al_yaml_blank(p[-1])) || (flow && al_yaml_flow_mark(*p)))
            break;
        if (!al_yaml_blank(*p))
            end = p + 1;
    }
    y->at = end;
    return (al_str){start, (size_t)(end - start)};
}

/* Steps to where the text goes on in a line below; false when it does not. */
static bool next_plain_line(struct al_yaml *y, int indent, bool flow, size_t *breaks)
{
    const char *p = y->at, *line = y->line;

    *breaks = 0;
    while (al_yaml_blank(*p))
        p++;
    p = skip_lines(y, p, &line, breaks);
    if (*breaks == 0 || p >= y->end || *p == '#' || al_yaml_marker(y, line))
        return false;
    if (flow ? al_yaml_flow_mark(*p) || al_yaml_key_end(y, p, true) : p - line <= indent)
        return false;
    y->at = p;
    y->line = line;
    return true;
}

void al_yaml_plain(struct al_yaml *y, struct al_yaml_scalar *out, int indent, bool flow)
{
    struct al_buf buf = AL_BUF(y->arena);
    const char *start = y->at;
    size_t breaks;

    y->fresh = false;
    *out = (struct al_yaml_scalar){.text = plain_line(y, flow), .start = start, .plain = true};
    while (next_plain_line(y, indent, flow, &breaks)) {
        if (!out->lines)
            al_buf_put(&buf, out->text);
        out->lines = true;
        put_folded(&buf, breaks);
        al_buf_put(&buf, plain_line(y, flow));
        if (!flow && al_yaml_key_end(y, y->at, false))
            al_yaml_fail(y, y->at, 1,
                         "a key must not go over several lines: expected the end of the text, found ':'");
    }
    if (out->lines)
        out->text = al_buf_str(&buf);
    out->end = y->at;
}

/* -- in quotes -- */

static const struct {
    char letter;
    uint16_t cp;
} escapes[] = {
    {'0', 0xfffd}, {'a', 7},     {'b', 8},    {'t', 9},    {'\t', 9},     {'n', 10},
    {'v', 11},     {'f', 12},    {'r', 13},   {'e', 27},   {' ', ' '},    {'"', '"'},
    {'/', '/'},    {'\\', '\\'}, {'N', 0x85}, {'_', 0xa0}, {'L', 0x2028}, {'P', 0x2029},
};

/* The number in `n` hexadecimal digits at `p`, or -1. */
static int64_t hex(const char *p, size_t n)
{
    int64_t value = 0;

    for (size_t i = 0; i < n; i++) {
        char c = al_lower(p[i]);
        if (!al_is_digit(c) && (c < 'a' || c > 'f'))
            return -1;
        value = value * 16 + (al_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return value;
}

static bool is_surrogate(int64_t cp, int64_t first)
{
    return cp >= first && cp < first + 0x400;
}

/* \xHH, \uHHHH or \UHHHHHHHH at y->at; two halves of a pair, as JSON has them, are one character. */
static void put_number(struct al_yaml *y, struct al_buf *buf, size_t digits)
{
    int64_t cp = hex(y->at + 2, digits), low;

    if (cp < 0 || cp > 0x10ffff) {
        al_yaml_fail(y, y->at, 2, "expected %zu hexadecimal digits of a character behind '\\%c'", digits,
                     y->at[1]);
        return;
    }
    y->at += 2 + digits;
    if (is_surrogate(cp, 0xd800) && y->at[0] == '\\' && y->at[1] == 'u') {
        low = hex(y->at + 2, 4);
        if (is_surrogate(low, 0xdc00)) {
            cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
            y->at += 6;
        }
    }
    if (cp == 0 || (cp >= 0xd800 && cp < 0xe000)) /* which C strings and UTF-8 have no room for */
        cp = 0xfffd;
    al_buf_utf8(buf, (uint32_t)cp);
}

static void put_escape(struct al_yaml *y, struct al_buf *buf)
{
    const char c = y->at[1];
    const size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;

    if (digits) {
        put_number(y, buf, digits);
        return;
    }
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
        if (escapes[i].letter != c)
            continue;
        al_buf_utf8(buf, escapes[i].cp);
        y->at += 2;
        return;
    }
    al_yaml_fail(y, y->at, 2, "this is no escape that a text in double quotes may have");
}

/* The line ends at y->at. `kept` is the length of the text that must stay; blanks after it are dropped. */
static void fold_quoted(struct al_yaml *y, struct al_buf *buf, size_t kept)
{
    size_t breaks = 0;

    buf->n = kept;
    y->at = skip_lines(y, y->at, &y->line, &breaks);
    put_folded(buf, breaks);
}

/* A backslash at the end of a line joins it with the next one. */
static void join_lines(struct al_yaml *y, struct al_buf *buf)
{
    size_t breaks = 0;

    y->at = skip_lines(y, y->at + 1, &y->line, &breaks);
    al_buf_repeat(buf, '\n', breaks - 1);
}

static void quoted_slowly(struct al_yaml *y, struct al_yaml_scalar *out, char quote)
{
    struct al_buf buf = AL_BUF(y->arena);
    size_t kept = 0;

    while (!y->failed && y->at < y->end) {
        const char c = *y->at;
        if (c == quote && quote == '\'' && y->at[1] == quote) {
            al_buf_char(&buf, quote);
            y->at += 2;
        } else if (c == quote) {
            break;
        } else if (al_yaml_break(y, y->at)) {
            fold_quoted(y, &buf, kept);
            out->lines = true;
        } else if (c == '\\' && quote == '"' && y->at + 1 < y->end && al_yaml_break(y, y->at + 1)) {
            join_lines(y, &buf);
            out->lines = true;
        } else if (c == '\\' && quote == '"') {
            put_escape(y, &buf);
        } else {
            al_buf_char(&buf, c);
            y->at++;
            if (al_yaml_blank(c))
                continue; /* not kept, should the line end here */
        }
        kept = buf.n;
    }
    out->text = buf.s ? al_buf_str(&buf) : AL_STR("");
}

void al_yaml_quoted(struct al_yaml *y, struct al_yaml_scalar *out)
{
    const char *start = y->at, *p = start + 1, quote = *start;

    y->fresh = false;
    while (!al_yaml_break(y, p) && *p != quote && *p != '\\')
        p++;
    *out = (struct al_yaml_scalar){.text = {start + 1, (size_t)(p - start - 1)}, .start = start};
    if (*p == quote && p < y->end && (quote == '"' || p[1] != quote)) {
        y->at = p;
    } else {
        y->at++;
        quoted_slowly(y, out, quote);
    }
    if (!y->failed && y->at >= y->end)
        al_yaml_fail(y, start, 1, "a text begins here and does not end: expected %c", quote);
    out->end = y->failed ? y->at : ++y->at;
}

/* -- | and > -- */

struct block {
    bool folded;
    char chomp; /* '-': no line end at its end, '+': all of them, 0: one */
    int column; /* of its lines; -1: that of the first one */
};

/* The indicator and the rest of its line. */
static void block_header(struct al_yaml *y, struct block *block, int indent)
{
    block->folded = *y->at++ == '>';
    block->column = -1;
    for (int i = 0; i < 2; i++, y->at++) {
        if (!block->chomp && (*y->at == '+' || *y->at == '-'))
            block->chomp = *y->at;
        else if (block->column < 0 && *y->at >= '1' && *y->at <= '9')
            block->column = (indent > 0 ? indent : 0) + (*y->at - '0');
        else
            break;
    }
    if (!al_yaml_gap(y, y->at)) {
        al_yaml_expected(y, "the end of the line behind '|' or '>'");
        return;
    }
    al_yaml_skip_blanks(y);
    if (*y->at == '#' && al_yaml_blank(y->at[-1]))
        while (!al_yaml_break(y, y->at))
            y->at++;
    if (!al_yaml_break(y, y->at))
        al_yaml_expected(y, "the end of the line behind '|' or '>'");
}

/* The column of the first line that is not empty; -1 when the text has none. */
static int first_column(const struct al_yaml *y, int indent)
{
    const char *p = y->at, *line;

    do {
        line = p = al_yaml_next_line(y, p);
        while (*p == ' ')
            p++;
    } while (p < y->end && al_yaml_break(y, p));
    return p < y->end && p - line > indent ? (int)(p - line) : -1;
}

/* The line that begins at `line`, without its indentation; false when the text is over. */
static bool block_line(const struct al_yaml *y, const char *line, int column, al_str *out)
{
    const char *p = line, *end;

    if (line >= y->end || (column == 0 && al_yaml_marker(y, line)))
        return false;
    while (p - line < column && *p == ' ')
        p++;
    for (end = p; !al_yaml_break(y, end);)
        end++;
    *out = (al_str){p, (size_t)(end - p)};
    return p - line == column || end == p;
}

/* `breaks` line ends before a text that begins with `more`: blanks, which are never folded. */
static void put_breaks(struct al_buf *buf, const struct block *block, size_t breaks, bool more, bool first)
{
    if (block->folded && !more && !first)
        put_folded(buf, breaks);
    else
        al_buf_repeat(buf, '\n', breaks);
}

void al_yaml_block_text(struct al_yaml *y, struct al_yaml_scalar *out, int indent)
{
    struct al_buf buf = AL_BUF(y->arena);
    struct block block = {0};
    size_t breaks = 0;
    bool first = true, more = false;
    const char *line;
    al_str text;

    *out = (struct al_yaml_scalar){.start = y->at, .lines = true, .text = AL_STR("")};
    y->fresh = false;
    block_header(y, &block, indent);
    if (block.column < 0)
        block.column = first_column(y, indent);
    if (y->failed || block.column < 0)
        block.column = INT32_MAX;
    for (line = al_yaml_next_line(y, y->at); block_line(y, line, block.column, &text);
         line = al_yaml_next_line(y, text.s + text.n)) {
        bool blank = text.n && al_yaml_blank(text.s[0]);
        if (text.n) {
            put_breaks(&buf, &block, breaks, more || blank, first);
            al_buf_put(&buf, text);
            more = blank;
            first = false;
            breaks = 0;
            y->at = text.s + text.n;
            y->line = line;
        }
        breaks++;
    }
    if (block.chomp == '+' || (block.chomp == 0 && !first))
        al_buf_repeat(&buf, '\n', block.chomp ? breaks : 1);
    if (buf.n)
        out->text = al_buf_str(&buf);
    out->end = y->at;
}
