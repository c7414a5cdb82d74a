/* SPDX-License-Identifier: MIT */
/* Suppressions, in comments, in directives of Bicep, and in the metadata of resources:
 *
 *     // armlint: disable-next-line ID, ID: reason
 *     "kind": "Storage", // armlint: disable ID: reason
 *     #disable-next-line ID ID // reason
 *     #disable-diagnostics ID ID ... #restore-diagnostics ID
 *     "metadata": { "armlint": [{ "rule": "ID", "reason": "..." }] }
 *     "metadata": { "armlint": { "disable": ["ID"], "reason": "..." } }
 *
 * An ID may be a rule's former id, and may have '*'. What is suppressed is still reported, marked as such. */
#include "lint/finding.h"

#include <stdlib.h>

/* What one comment says about one line. */
struct directive {
    uint32_t line;
    uint32_t at; /* order in the file */
    al_str ids, reason;
};

/* What #disable-diagnostics says about one rule, up to its #restore-diagnostics. */
struct range {
    uint32_t first, last; /* lines */
    al_str id, reason;
};

struct al_suppressions {
    AL_VEC(struct directive) list; /* by line */
    AL_VEC(struct range) ranges;   /* by first line; those of one id lie apart */
    struct al_map open;            /* id -> one more than the index of the range that has no end yet */
    struct al_map said;            /* id of a rule -> struct said, once it was asked for */
};

/* What is said about one rule. */
struct said {
    AL_VEC(const struct directive *) lines; /* by line, one each */
    AL_VEC(const struct range *) ranges;    /* none within another, so that both lines ascend */
};

/* -- reading comments -- */

static al_str comment_body(const struct al_source *source, const struct al_comment *comment)
{
    al_str text = {source->text.s + comment->off, comment->len};
    bool block = al_str_starts(text, AL_STR("/*"));

    text = al_str_from(text, 2);
    if (block && al_str_ends(text, AL_STR("*/")))
        text.n -= 2;
    return al_str_trim(text);
}

/* Takes a word off the front of the text when it stands there. */
static bool take_word(al_str *text, al_str word)
{
    al_str rest = al_str_from(*text, word.n);

    if (!al_str_starts(*text, word) || (rest.n > 0 && !al_is_space(rest.s[0])))
        return false;
    *text = al_str_trim(rest);
    return true;
}

/* Takes apart what follows the word of a Bicep directive: rules, separated by blanks, and a comment. */
static void split_directive(al_str rest, al_str *ids, al_str *reason)
{
    ptrdiff_t comment = al_str_find(rest, AL_STR("//"));

    *ids = al_str_trim(comment < 0 ? rest : al_str_head(rest, (size_t)comment));
    *reason = comment < 0 ? AL_STR("") : al_str_trim(al_str_from(rest, (size_t)comment + 2));
}

/* The line a directive stands in, from the directive on; empty when the comment is no directive. */
static al_str directive_line(const struct al_source *source, const struct al_comment *comment)
{
    al_str rest = al_str_from(source->text, comment->off), line = AL_STR("");

    if (al_str_starts(rest, AL_STR("#")))
        al_str_split_next(&line, &rest, '\n');
    return al_str_trim(line);
}

/* Whether a comment is one of ours; *next says which line it is about. */
static bool read_directive(al_str body, al_str line, struct directive *out, bool *next)
{
    ptrdiff_t colon;

    if (take_word(&line, AL_STR("#disable-next-line"))) {
        *next = true;
        split_directive(line, &out->ids, &out->reason);
        return out->ids.n > 0;
    }
    if (!al_str_starts(body, AL_STR("armlint:")))
        return false;
    body = al_str_trim(al_str_from(body, strlen("armlint:")));
    *next = take_word(&body, AL_STR("disable-next-line"));
    if (!*next && !take_word(&body, AL_STR("disable")))
        return false;
    colon = al_str_find(body, AL_STR(":"));
    out->ids = colon < 0 ? body : al_str_head(body, (size_t)colon);
    out->reason = colon < 0 ? AL_STR("") : al_str_trim(al_str_from(body, (size_t)colon + 1));
    return out->ids.n > 0;
}

static bool stands_alone(const struct al_source *source, uint32_t off)
{
    const char *text = source->text.s;

    while (off > 0 && (text[off - 1] == ' ' || text[off - 1] == '\t'))
        off--;
    return off == 0 || text[off - 1] == '\n';
}

/* The line a disable-next-line is about: directives may be stacked, so that comments in between do not count.
 * Called from the last comment to the first; *below is the line that the comment after this one is about. */
static uint32_t line_below(const struct al_source *source, const struct al_comment *next, uint32_t next_line,
                           uint32_t end_line, uint32_t below)
{
    if (next && next_line == end_line + 1 && stands_alone(source, next->off))
        return below;
    return end_line + 1;
}

static int by_line(const void *left, const void *right)
{
    const struct directive *a = left, *b = right;

    return a->line != b->line ? (a->line > b->line) - (a->line < b->line) : (a->at > b->at) - (a->at < b->at);
}

static void read_comments(struct al_input *input, struct al_suppressions *all, const struct al_source *source,
                          const struct al_template *t)
{
    uint32_t below = 0, next_line = 0;

    for (size_t i = t->ncomments; i-- > 0;) {
        const struct al_comment *comment = &t->comments[i];
        struct directive d = {.at = comment->off};
        struct al_position at =
            al_source_position(input->arena, (struct al_span){source, comment->off, comment->len});
        bool next;
        below = line_below(source, i + 1 < t->ncomments ? comment + 1 : NULL, next_line, at.end_line, below);
        next_line = at.line;
        if (!read_directive(comment_body(source, comment), directive_line(source, comment), &d, &next))
            continue;
        d.line = next ? below : at.line;
        *al_vec_push(input->arena, &all->list) = d;
    }
    if (all->list.n > 1)
        qsort(all->list.v, all->list.n, sizeof *all->list.v, by_line);
}

static void open_ranges(struct al_input *input, struct al_suppressions *all, al_str rest, uint32_t line)
{
    al_str ids, reason, id;

    split_directive(rest, &ids, &reason);
    while (ids.n && al_str_split_next(&id, &ids, ' ')) {
        void **open = id.n ? al_map_put(input->arena, &all->open, id) : NULL;
        if (!open || *open)
            continue;
        *al_vec_push(input->arena, &all->ranges) = (struct range){line, UINT32_MAX, id, reason};
        *open = (void *)(uintptr_t)all->ranges.n;
    }
}

static void close_ranges(struct al_input *input, struct al_suppressions *all, al_str rest, uint32_t line)
{
    al_str ids, reason, id;

    split_directive(rest, &ids, &reason);
    while (ids.n && al_str_split_next(&id, &ids, ' ')) {
        const uintptr_t open = (uintptr_t)al_map_get(&all->open, id);
        if (!open)
            continue;
        all->ranges.v[open - 1].last = line;
        *al_map_put(input->arena, &all->open, id) = NULL;
    }
}

static void read_ranges(struct al_input *input, struct al_suppressions *all, const struct al_source *source,
                        const struct al_template *t)
{
    for (size_t i = 0; i < t->ncomments; i++) {
        const struct al_comment *comment = &t->comments[i];
        al_str rest = directive_line(source, comment);
        struct al_span span = {source, comment->off, comment->len};
        if (take_word(&rest, AL_STR("#disable-diagnostics")))
            open_ranges(input, all, rest, al_source_position(input->arena, span).line);
        else if (take_word(&rest, AL_STR("#restore-diagnostics")))
            close_ranges(input, all, rest, al_source_position(input->arena, span).line);
    }
}

static struct al_suppressions *suppressions_in(struct al_input *input, const struct al_source *source)
{
    void **slot = al_input_slot(input, &input->suppressions, source);
    struct al_suppressions *all = *slot;

    if (all)
        return all;
    *slot = all = AL_NEW(input->arena, struct al_suppressions);
    for (size_t i = 0; input->graph && i < input->graph->templates.n; i++) {
        const struct al_template *t = input->graph->templates.v[i].tmpl;
        if (t->source == source && t->ncomments > 0) {
            read_comments(input, all, source, t);
            read_ranges(input, all, source, t);
            break; /* templates within one file share its comments */
        }
    }
    return all;
}

/* -- matching -- */

/* Bicep's directives name the rules of its own linter, too: no-unused-vars. */
static bool is_of_bicep(al_str id, const struct al_finding *f)
{
    al_str rest = al_str_of(f->about ? f->about->equivalents : NULL), one;

    while (rest.n && al_str_split_next(&one, &rest, ' '))
        if (al_str_starts(one, AL_STR("bicep:")) && al_str_caseeq(al_str_from(one, strlen("bicep:")), id))
            return true;
    return false;
}

static bool is_meant(const struct al_input *input, al_str id, const struct al_finding *f)
{
    const struct al_rule *rule = al_registry_find(&input->run->registry, id);

    return (rule && rule == f->about) || al_like(al_str_of(f->rule), id) || is_of_bicep(id, f);
}

static bool any_meant(const struct al_input *input, al_str ids, const struct al_finding *f)
{
    size_t from = 0;

    for (size_t i = 0; i <= ids.n; i++) {
        if (i < ids.n && ids.s[i] != ',' && !al_is_space(ids.s[i]))
            continue;
        if (i > from && is_meant(input, (al_str){ids.s + from, i - from}, f))
            return true;
        from = i + 1;
    }
    return false;
}

static struct said *collect(struct al_input *input, const struct al_suppressions *all,
                            const struct al_finding *f)
{
    struct said *said = AL_NEW(input->arena, struct said);
    uint32_t last = 0;

    for (size_t i = 0; i < all->list.n; i++) {
        const struct directive *d = &all->list.v[i];
        const bool again = said->lines.n > 0 && said->lines.v[said->lines.n - 1]->line == d->line;
        if (!again && any_meant(input, d->ids, f))
            *al_vec_push(input->arena, &said->lines) = d;
    }
    for (size_t i = 0; i < all->ranges.n; i++) {
        const struct range *range = &all->ranges.v[i];
        if (range->last <= last || !is_meant(input, range->id, f))
            continue;
        last = range->last;
        *al_vec_push(input->arena, &said->ranges) = range;
    }
    return said;
}

/* What is meant depends on nothing but the rule. */
static const struct said *said_about(struct al_input *input, struct al_suppressions *all,
                                     const struct al_finding *f)
{
    void **slot = al_map_put(input->arena, &all->said, al_str_of(f->rule));

    if (!*slot)
        *slot = collect(input, all, f);
    return *slot;
}

static const struct directive *find_line(const struct said *said, uint32_t line)
{
    size_t lo = 0, hi = said->lines.n;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (said->lines.v[mid]->line < line)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < said->lines.n && said->lines.v[lo]->line == line ? said->lines.v[lo] : NULL;
}

static const struct range *find_range(const struct said *said, uint32_t line)
{
    size_t lo = 0, hi = said->ranges.n;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (said->ranges.v[mid]->last <= line)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < said->ranges.n && said->ranges.v[lo]->first < line ? said->ranges.v[lo] : NULL;
}

static bool by_comment(struct al_input *input, const struct al_finding *f, const struct al_source *source,
                       al_str *reason)
{
    struct al_suppressions *all = suppressions_in(input, source);
    const struct said *said;
    const struct directive *directive;
    const struct range *range;

    if (all->list.n == 0 && all->ranges.n == 0)
        return false;
    said = said_about(input, all, f);
    directive = find_line(said, f->location.line);
    range = directive ? NULL : find_range(said, f->location.line);
    if (directive || range)
        *reason = directive ? directive->reason : range->reason;
    return directive || range;
}

/* -- metadata -- */

static bool by_entry(const struct al_input *input, const struct al_node *entry, const struct al_finding *f,
                     al_str *reason)
{
    const struct al_node *list = al_node_get(entry, "disable");
    bool meant = is_meant(input, al_node_text(al_node_get(entry, "rule")), f);

    for (uint32_t i = 0; al_node_is(list, AL_NODE_ARRAY) && i < list->array.n && !meant; i++)
        meant = is_meant(input, al_node_text(list->array.items[i]), f);
    if (meant)
        *reason = al_node_text(al_node_get(entry, "reason"));
    return meant;
}

static bool by_metadata(const struct al_input *input, const struct al_node *owner, const struct al_finding *f,
                        al_str *reason)
{
    const struct al_node *ours = al_node_get(al_node_get(owner, "metadata"), "armlint");

    if (!al_node_is(ours, AL_NODE_ARRAY))
        return by_entry(input, ours, f, reason);
    for (uint32_t i = 0; i < ours->array.n; i++)
        if (by_entry(input, ours->array.items[i], f, reason))
            return true;
    return false;
}

bool al_is_suppressed(struct al_input *input, const struct al_finding *f, const struct al_source *source,
                      const struct al_verdict *v, al_str *reason)
{
    if (by_comment(input, f, source, reason))
        return true;
    if (v && !v->resource && v->tmpl)
        return by_metadata(input, v->tmpl->root, f, reason);
    for (const al_resource *r = v ? v->resource : NULL; r; r = r->next_same_id)
        if (by_metadata(input, r->decl->node, f, reason))
            return true;
    return false;
}
