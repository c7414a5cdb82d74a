/* SPDX-License-Identifier: MIT */
/* Whether a finding is suppressed. What is about its rule is looked for once for each rule and source, and
 * put in two ascending rows, lines and wider parts; a finding is then looked up in both. What is suppressed
 * is still reported, marked as such. */
#include "lint/suppress.h"
#include "lint/config.h"
#include "lint/date.h"

#include <stdlib.h>

/* -- reading what there is -- */

static struct al_suppressions *in_source(struct al_input *input, struct al_suppressing *all,
                                         const struct al_source *source)
{
    void **slot = al_input_slot(input, &all->by_source, source);
    struct al_suppressions *found = *slot;

    if (found)
        return found;
    *slot = found = AL_NEW(input->arena, struct al_suppressions);
    found->source = source;
    *al_vec_push(input->arena, &all->list) = found;
    return found;
}

/* Templates within one file share its comments; of parameter files there is nothing but what is said in them.
 */
static void read_template(struct al_input *input, struct al_suppressing *all, const struct al_template *t)
{
    struct al_suppression_reader reader = {input, t, in_source(input, all, t->source)};

    if (t->ncomments > 0 && !reader.out->comments_read) {
        reader.out->comments_read = true;
        al_suppressions_in_comments(&reader);
        if (input->run->options.honour)
            al_suppressions_of_others(&reader);
    }
    al_suppressions_in_metadata(&reader);
    all->any |= reader.out->list.n > 0 || reader.out->faults.n > 0;
}

struct al_suppressing *al_suppressing_of(struct al_input *input)
{
    struct al_suppressing *all = input->suppressing;
    const struct al_graph *graph = input->graph;

    if (!all)
        all = input->suppressing = AL_NEW(input->arena, struct al_suppressing);
    while (graph && all->ntemplates < graph->templates.n)
        read_template(input, all, graph->templates.v[all->ntemplates++].tmpl);
    while (graph && all->ngiven < graph->given.n)
        read_template(input, all, graph->given.v[all->ngiven++].file);
    return all->any ? all : NULL;
}

/* The day it ends on is worth nothing when it is none: then it ends at once. */
static bool is_over(struct al_input *input, struct al_suppressions *to, const struct al_suppression *s)
{
    if (s->until.n == 0)
        return false;
    if (al_str_is_date(s->until))
        return al_date_is_over(s->until, input->run->options.today);
    al_suppressions_fault(
        input, to, s->place,
        "'%.*s' is no date, so that this suppression does not hold: write until 2026-12-31, for example",
        AL_FMT(al_str_head(s->until, 40)));
    return true;
}

void al_suppressions_add(struct al_input *input, struct al_suppressions *to, const struct al_suppression *s)
{
    struct al_suppression *copy = AL_NEW(input->arena, struct al_suppression);

    *copy = *s;
    copy->over = is_over(input, to, s);
    *al_vec_push(input->arena, &to->list) = copy;
    to->said = (struct al_map){0};
}

void al_suppressions_fault(struct al_input *input, struct al_suppressions *to, struct al_span place,
                           const char *format, ...)
{
    struct al_suppression_fault *fault = al_vec_push(input->arena, &to->faults);
    va_list args;

    va_start(args, format);
    *fault = (struct al_suppression_fault){place, al_vprintf(input->arena, format, args).s};
    va_end(args);
}

/* -- what is said about one rule -- */

struct row {
    AL_VEC(struct al_suppression *) v; /* none within another, so that both ends ascend */
};

struct said {
    struct row lines, parts;
};

static bool is_meant(const struct al_input *input, const struct al_suppression *s, const struct al_finding *f)
{
    if (s->by == AL_BY_ARMLINT || s->by == AL_BY_BICEP)
        return al_id_means(input, s->id, f);
    return al_is_equivalent(al_finding_equivalents(f), s->by, s->id) &&
           !al_asks_a_query_of(al_finding_equivalents(f), s->but);
}

static int by_place(const void *left, const void *right)
{
    const struct al_suppression *a = *(struct al_suppression *const *)left;
    const struct al_suppression *b = *(struct al_suppression *const *)right;

    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to > b->to ? -1 : 1;
    return (a->place.off > b->place.off) - (a->place.off < b->place.off);
}

static void sort(struct row *row)
{
    size_t kept = 0;

    if (row->v.n > 1)
        qsort(row->v.v, row->v.n, sizeof *row->v.v, by_place);
    for (size_t i = 0; i < row->v.n; i++)
        if (kept == 0 || row->v.v[i]->to > row->v.v[kept - 1]->to)
            row->v.v[kept++] = row->v.v[i];
    row->v.n = kept;
}

static struct said *collect(struct al_input *input, const struct al_suppressions *all,
                            const struct al_finding *f)
{
    struct said *said = AL_NEW(input->arena, struct said);

    for (size_t i = 0; i < all->list.n; i++) {
        struct al_suppression *s = all->list.v[i];
        struct row *row = s->line ? &said->lines : &said->parts;
        if (!s->over && s->from < s->to && is_meant(input, s, f))
            *al_vec_push(input->arena, &row->v) = s;
    }
    sort(&said->lines);
    sort(&said->parts);
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

static struct al_suppression *find_in_row(const struct row *row, uint32_t off)
{
    size_t lo = 0, hi = row->v.n;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (row->v.v[mid]->to <= off)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < row->v.n && row->v.v[lo]->from <= off ? row->v.v[lo] : NULL;
}

static struct al_suppression *find(struct al_input *input, const struct al_finding *f,
                                   const struct al_source *source, uint32_t off, bool lines)
{
    struct al_suppressions *all =
        al_map_get(&input->suppressing->by_source, (al_str){(const char *)&source, sizeof source});
    struct al_suppression *found = NULL;
    const struct said *said;

    if (!all || all->list.n == 0)
        return NULL;
    said = said_about(input, all, f);
    if (lines)
        found = find_in_row(&said->lines, off);
    return found ? found : find_in_row(&said->parts, off);
}

/* Another declaration of the same resource may be where somebody says it. */
static struct al_suppression *find_elsewhere(struct al_input *input, const struct al_finding *f,
                                             const al_resource *resource)
{
    for (const al_resource *r = resource; r; r = r->next_same_id) {
        const struct al_node *node = r->decl->node;
        struct al_suppression *found = node ? find(input, f, node->source, node->off, false) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

static struct al_suppression *find_any(struct al_input *input, const struct al_finding *f,
                                       const struct al_source *source, uint32_t off,
                                       const al_resource *resource)
{
    struct al_suppression *found;

    if (!al_suppressing_of(input))
        return NULL;
    found = find(input, f, source, off, true);
    return found ? found : find_elsewhere(input, f, resource);
}

/* What the configuration does not allow is told where it stands. */
static void refuse(struct al_input *input, const struct al_suppression *s, const char *id)
{
    struct al_suppressions *to = in_source(input, input->suppressing, s->place.source);

    if (al_config_locks(input, id))
        al_suppressions_fault(input, to, s->place, "%s is locked: its findings count all the same", id);
    else
        al_suppressions_fault(input, to, s->place, "this does not hold, for it gives no reason");
}

bool al_is_suppressed(struct al_input *input, const struct al_finding *f, const struct al_source *source,
                      const struct al_verdict *v, al_str *reason)
{
    struct al_suppression *found = NULL;

    if (!input->run->options.no_suppress)
        found = find_any(input, f, source, f->location.offset, v ? v->resource : NULL);
    if (!found)
        return false;
    found->used = true;
    *reason = found->reason;
    if (al_config_allows(input, f->rule, found->reason))
        return true;
    refuse(input, found, f->rule);
    return false;
}

/* With another value of a parameter it may be needed. */
void al_note_undecided(struct al_input *input, const struct al_verdict *v)
{
    const struct al_finding f = {.rule = v->rule->id, .about = v->rule};
    struct al_suppression *found;
    struct al_span span;

    if (input->run->options.no_suppress)
        return;
    al_config_note_undecided(input, v);
    if (!al_suppressing_of(input))
        return;
    span = al_verdict_span(v);
    found = find_any(input, &f, span.source, span.off, v->resource);
    if (found)
        found->used = true;
}
