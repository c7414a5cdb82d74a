/* SPDX-License-Identifier: MIT */
/* Our own comments, in both languages, and Bicep's directives:
 *
 *     // armlint: disable-next-line ID, ID: reason
 *     "kind": "Storage", // armlint: disable ID until 2026-12-31: reason
 *     // armlint: disable-resource ID: reason        in a resource, or in the line above it
 *     // armlint: disable-file ID: reason
 *     // armlint: disable-diagnostics ID: reason ... // armlint: restore-diagnostics ID
 *     #disable-next-line ID ID // until 2026-12-31: reason
 *     #disable-diagnostics ID ID ... #restore-diagnostics ID
 *
 * Comments belong to places, not to syntax: they may stand wherever the language has room for one. */
#include "base/suggest.h"
#include "lint/suppress.h"

/* What a suppression is about. */
enum scope { NEXT_LINE, THIS_LINE, RESOURCE, FILE_SCOPE, FROM_HERE, UP_TO_HERE };

static const struct verb {
    const char *word;
    enum scope scope;
} verbs[] = {
    {"disable-next-line", NEXT_LINE},   {"disable", THIS_LINE},
    {"disable-resource", RESOURCE},     {"disable-file", FILE_SCOPE},
    {"disable-diagnostics", FROM_HERE}, {"restore-diagnostics", UP_TO_HERE},
};

/* A comment while it is read. */
struct remark {
    const struct al_suppression_reader *reader;
    const struct al_comment *comment;
    struct al_position at;
    uint32_t below; /* the line that follows; directives may be stacked, so that comments in between do not
                       count */
    enum al_suppressor by;
    enum scope scope;
    al_str ids, reason, until;
    struct al_map *open; /* id -> its suppression up to the end of the file */
};

/* -- texts -- */

al_str al_comment_body(const struct al_source *source, const struct al_comment *comment)
{
    al_str text = {source->text.s + comment->off, comment->len};
    bool block = al_str_starts(text, AL_STR("/*"));

    text = al_str_from(text, 2);
    if (block && al_str_ends(text, AL_STR("*/")))
        text.n -= 2;
    return al_str_trim(text);
}

bool al_comment_stands_alone(const struct al_source *source, const struct al_comment *comment)
{
    const char *text = source->text.s;
    uint32_t off = comment->off;

    while (off > 0 && (text[off - 1] == ' ' || text[off - 1] == '\t'))
        off--;
    return off == 0 || text[off - 1] == '\n';
}

static bool ends_word(char c)
{
    return al_is_space(c) || c == ':' || c == ',';
}

/* Takes the word off the front of the text. */
static al_str take_word(al_str *text)
{
    al_str word;
    size_t n = 0;

    while (n < text->n && !ends_word(text->s[n]))
        n++;
    word = al_str_head(*text, n);
    *text = al_str_trim(al_str_from(*text, n));
    return word;
}

static const struct verb *find_verb(al_str word)
{
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (al_str_eq(word, al_str_of(verbs[i].word)))
            return &verbs[i];
    return NULL;
}

static struct al_span span_of(const struct remark *r, al_str part)
{
    const struct al_source *source = r->reader->out->source;

    return (struct al_span){source, (uint32_t)(part.s - source->text.s), (uint32_t)part.n};
}

static struct al_span whole(const struct remark *r)
{
    return (struct al_span){r->reader->out->source, r->comment->off, r->comment->len};
}

/* "until 2026-12-31: reason" */
static void take_until(al_str *text, al_str *until)
{
    al_str rest = *text;

    if (!al_str_eq(take_word(&rest), AL_STR("until")) || rest.n == 0 || !al_is_digit(rest.s[0]))
        return;
    *until = take_word(&rest);
    if (al_str_starts(rest, AL_STR(":")))
        rest = al_str_trim(al_str_from(rest, 1));
    *text = rest;
}

/* "ID, ID until 2026-12-31: reason" */
static void split_ours(struct remark *r, al_str text)
{
    ptrdiff_t colon = al_str_find(text, AL_STR(":"));
    al_str head = colon < 0 ? text : al_str_head(text, (size_t)colon), rest = head, id;

    r->reason = colon < 0 ? AL_STR("") : al_str_trim(al_str_from(text, (size_t)colon + 1));
    r->ids = head;
    while (al_id_next(&id, &rest)) {
        if (!al_str_eq(id, AL_STR("until")))
            continue;
        r->ids = al_str_head(head, (size_t)(id.s - head.s));
        al_id_next(&r->until, &rest);
    }
    if (r->until.n == 0)
        take_until(&r->reason, &r->until);
}

/* "ID ID // reason" */
static void split_directive(struct remark *r, al_str text)
{
    ptrdiff_t line = al_str_find(text, AL_STR("//")), block = al_str_find(text, AL_STR("/*"));
    ptrdiff_t comment = line < 0 || (block >= 0 && block < line) ? block : line;

    r->ids = al_str_trim(comment < 0 ? text : al_str_head(text, (size_t)comment));
    r->reason = comment < 0 ? AL_STR("") : al_str_trim(al_str_from(text, (size_t)comment + 2));
    if (comment >= 0 && comment == block && al_str_ends(r->reason, AL_STR("*/")))
        r->reason = al_str_trim(al_str_head(r->reason, r->reason.n - 2));
    take_until(&r->reason, &r->until);
}

static void complain_of_verb(const struct remark *r, al_str word)
{
    struct al_input *input = r->reader->input;
    struct al_suggestion nearest = al_suggest_for(al_str_cstr(input->arena, al_str_head(word, 40)));

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        al_suggest_offer(&nearest, verbs[i].word);
    if (nearest.best)
        al_suppressions_fault(input, r->reader->out, whole(r),
                              "'%s' means nothing after 'armlint:'; did you mean '%s'?", nearest.word,
                              nearest.best);
    else
        al_suppressions_fault(input, r->reader->out, whole(r),
                              "expected disable-next-line, disable, disable-resource, disable-file, "
                              "disable-diagnostics or restore-diagnostics after 'armlint:'");
}

/* Whether the comment is one of ours. */
static bool read_ours(struct remark *r)
{
    al_str text = al_comment_body(r->reader->out->source, r->comment), word;
    const struct verb *verb;

    if (!al_str_starts(text, AL_STR("armlint:")))
        return false;
    text = al_str_trim(al_str_from(text, strlen("armlint:")));
    word = take_word(&text);
    verb = find_verb(word);
    if (!verb) {
        complain_of_verb(r, word);
        return false;
    }
    r->by = AL_BY_ARMLINT;
    r->scope = verb->scope;
    split_ours(r, text);
    return true;
}

/* A directive of Bicep has the rest of its line. */
static bool read_directive(struct remark *r)
{
    al_str rest = al_str_from(r->reader->out->source->text, r->comment->off + 1), line;
    const struct verb *verb;

    al_str_split_next(&line, &rest, '\n');
    line = al_str_trim(line);
    verb = find_verb(take_word(&line));
    if (!verb)
        return false;
    r->by = AL_BY_BICEP;
    r->scope = verb->scope;
    split_directive(r, line);
    return true;
}

/* -- what they are about -- */

/* Whether only decorators and comments stand in the lines before a place. */
static bool leads_to(al_str text, uint32_t from, uint32_t to)
{
    al_str rest = al_str_head(al_str_from(text, from), to - from), line;

    while (al_str_split_next(&line, &rest, '\n') && rest.s) {
        line = al_str_trim(line);
        if (!al_str_starts(line, AL_STR("@")) && !al_str_starts(line, AL_STR("//")))
            return false;
    }
    return true;
}

static const struct al_block *resource_below(const struct remark *r, const struct al_blocks *blocks)
{
    const struct al_source *source = r->reader->out->source;
    struct al_suppression below = {.to = 0};
    const struct al_block *block;

    al_suppression_set_line(r->reader->input, &below, source, r->below);
    if (below.to == 0 || !al_comment_stands_alone(source, r->comment))
        return NULL;
    block = al_block_next(blocks, below.from, UINT32_MAX, true);
    return block && leads_to(source->text, below.from, block->from) ? block : NULL;
}

static bool set_resource(const struct remark *r, struct al_suppression *s)
{
    const struct al_blocks *blocks = al_blocks_of(r->reader);
    const struct al_block *block = resource_below(r, blocks);

    if (!block)
        block = al_block_resource(blocks, r->comment->off);
    if (!block)
        return false;
    s->from = block->from;
    s->to = block->to;
    return true;
}

static bool set_extent(const struct remark *r, struct al_suppression *s)
{
    const struct al_source *source = r->reader->out->source;
    bool next = r->scope == NEXT_LINE;

    switch (r->scope) {
    case NEXT_LINE:
    case THIS_LINE: al_suppression_set_line(r->reader->input, s, source, next ? r->below : r->at.line); break;
    case RESOURCE: return set_resource(r, s);
    case FILE_SCOPE: s->to = UINT32_MAX; break;
    default: s->from = r->comment->off; s->to = UINT32_MAX;
    }
    return true;
}

static void close_part(const struct remark *r, al_str id)
{
    void **open = al_map_put(r->reader->input->arena, r->open, id);
    struct al_suppression *s = *open;

    if (s)
        s->to = r->comment->off;
    *open = NULL;
}

static void add(const struct remark *r, al_str id)
{
    struct al_suppression s = {
        .by = r->by, .id = id, .reason = r->reason, .until = r->until, .place = span_of(r, id)};
    struct al_suppressions *out = r->reader->out;
    void **open = r->scope == FROM_HERE ? al_map_put(r->reader->input->arena, r->open, id) : NULL;

    if (open && *open)
        return;
    if (!set_extent(r, &s)) {
        al_suppressions_fault(r->reader->input, out, whole(r),
                              "no resource begins in the line below, and none is around this comment");
        return;
    }
    al_suppressions_add(r->reader->input, out, &s);
    if (open)
        *open = out->list.v[out->list.n - 1];
}

static void take_ids(const struct remark *r)
{
    al_str rest = r->ids, id;
    bool any = false;

    while (al_id_next(&id, &rest)) {
        any = true;
        if (r->scope == UP_TO_HERE)
            close_part(r, id);
        else
            add(r, id);
    }
    if (!any && r->by == AL_BY_ARMLINT)
        al_suppressions_fault(
            r->reader->input, r->reader->out, whole(r),
            "this suppression names no rule: write the ids of those that are meant, or '*' for all");
}

/* -- all of them -- */

static bool may_be_one(const struct al_source *source, const struct al_comment *comment)
{
    const char *text = source->text.s + comment->off;
    uint32_t at = 2;

    if (text[0] == '#')
        return true;
    while (at < comment->len && al_is_space(text[at]))
        at++;
    return comment->len - at >= strlen("armlint:") && memcmp(text + at, "armlint:", strlen("armlint:")) == 0;
}

static void read_one(struct remark *r)
{
    const bool directive = r->reader->out->source->text.s[r->comment->off] == '#';

    if (directive ? read_directive(r) : read_ours(r))
        take_ids(r);
}

/* From the last comment to the first, the line that follows each. */
static uint32_t *lines_below(const struct al_suppression_reader *reader)
{
    const struct al_template *t = reader->tmpl;
    uint32_t *below = AL_NEW_N(reader->input->arena, uint32_t, t->ncomments), next_line = 0;

    for (size_t i = t->ncomments; i-- > 0;) {
        const struct al_comment *comment = &t->comments[i];
        struct al_position at = al_source_position(
            reader->input->arena, (struct al_span){reader->out->source, comment->off, comment->len});
        bool stacked = i + 1 < t->ncomments && next_line == at.end_line + 1 &&
                       al_comment_stands_alone(reader->out->source, comment + 1);
        below[i] = stacked ? below[i + 1] : at.end_line + 1;
        next_line = at.line;
    }
    return below;
}

void al_suppressions_in_comments(const struct al_suppression_reader *reader)
{
    const struct al_template *t = reader->tmpl;
    const uint32_t *below = NULL;
    struct al_map open = {0};

    for (size_t i = 0; i < t->ncomments; i++) {
        struct remark r = {.reader = reader, .comment = &t->comments[i], .open = &open};
        if (!may_be_one(reader->out->source, r.comment))
            continue;
        if (!below)
            below = lines_below(reader);
        r.below = below[i];
        r.at = al_source_position(reader->input->arena, whole(&r));
        read_one(&r);
    }
}
