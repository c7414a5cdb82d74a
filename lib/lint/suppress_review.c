/* SPDX-License-Identifier: MIT */
/* Suppressions that suppress nothing, name no rule, have ended or were miswritten. A suppression is idle when
 * its rules ran over what it is about and neither found anything nor were undecided, in no input of the run:
 * a module is linted with each of its callers, a template with each of its parameter files. Whoever asks for
 * some rules only is told of those. */
#include "base/diag.h"
#include "base/suggest.h"
#include "lint/date.h"
#include "lint/effect.h"
#include "lint/operators.h"
#include "lint/parameter_sets.h"
#include "lint/shard.h"
#include "lint/suppress.h"

/* Of one source and one input: nobody reads more, and looking for what was meant takes its time. */
enum { MOST_TOLD = 1000, MOST_SUGGESTED = 100 };

/* One source under review. */
struct review {
    struct al_input *input;
    const struct al_suppressions *all;
    size_t ntold, nsuggested;
    al_str key;  /* of the source, in all inputs */
    bool judged; /* all of it was read and entered, so that idle ones can be told */
};

/* -- which ids there are, and which ran -- */

static bool is_selected(const struct al_input *input, const struct al_rule *rule)
{
    for (size_t i = 0; i < input->rules->selected.n; i++)
        if (input->rules->selected.v[i] == rule)
            return true;
    return false;
}

static bool is_pattern(al_str id)
{
    return memchr(id.s, '*', id.n) != NULL;
}

static bool has_trouble_like(const struct al_input *input, al_str id, bool *selected)
{
    bool any = false;

    for (int i = 0; i < AL_TROUBLE_COUNT; i++) {
        const char *name = al_trouble_info((enum al_trouble)i)->id;
        if (!al_like(al_str_of(name), id))
            continue;
        any = true;
        *selected = *selected && !al_names_rule(input->run->options.exclude, name);
    }
    return any;
}

/* Whether an id means rules of ours; *selected says whether all of them ran. Those that are only run on
 * request do not count for a pattern. */
static bool is_ours(const struct al_input *input, al_str id, bool *selected)
{
    const struct al_registry *registry = &input->run->registry;
    const struct al_rule *rule = al_registry_find(registry, id);
    bool any = rule != NULL;

    *selected = !rule || is_selected(input, rule);
    for (size_t i = 0; i < registry->all.n && is_pattern(id); i++) {
        rule = registry->all.v[i];
        if (!al_like(al_str_of(rule->id), id))
            continue;
        any = true;
        *selected = *selected && (is_selected(input, rule) || rule->profile || rule->level == AL_NONE);
    }
    return has_trouble_like(input, id, selected) || any;
}

static bool is_of_bicep(const struct al_input *input, al_str id)
{
    const struct al_rule_list *all = &input->run->registry.all;

    for (size_t i = 0; i < all->n; i++)
        if (al_is_equivalent(all->v[i]->equivalents, AL_BY_BICEP, id))
            return true;
    for (int i = 0; i < AL_TROUBLE_COUNT; i++) {
        al_str rest = al_str_of(al_trouble_info((enum al_trouble)i)->equivalents), one;
        while (al_list_next(&one, &rest, ' '))
            if (al_str_eq(one, id))
                return true;
    }
    return false;
}

/* Our rule that asks what another tool's check of that name asks, or NULL. */
static const char *rule_of_other_tool(const struct al_input *input, al_str id)
{
    const struct al_rule_list *all = &input->run->registry.all;

    for (size_t i = 0; i < all->n; i++)
        for (int by = AL_BY_CHECKOV; by < AL_SUPPRESSORS; by++)
            if (!al_str_eq(id, AL_STR("*")) &&
                al_is_equivalent(all->v[i]->equivalents, (enum al_suppressor)by, id))
                return all->v[i]->id;
    return NULL;
}

static struct al_suggestion nearest_rule(const struct al_input *input, al_str id)
{
    struct al_suggestion nearest = al_suggest_for(al_str_cstr(input->arena, al_str_head(id, 60)));
    const struct al_rule_list *all = &input->run->registry.all;

    for (size_t i = 0; i < all->n; i++)
        al_suggest_offer(&nearest, all->v[i]->id);
    for (int i = 0; i < AL_TROUBLE_COUNT; i++)
        al_suggest_offer(&nearest, al_trouble_info((enum al_trouble)i)->id);
    return nearest;
}

/* -- telling -- */

/* Whether a note is wanted that is about a rule (NULL: about none). */
static bool is_wanted(const struct al_input *input, enum al_trouble trouble, const char *rule)
{
    const char *const *only = input->run->options.rules;

    if (!only || al_names_rule(only, al_trouble_info(trouble)->id))
        return true;
    return rule && is_selected(input, al_registry_find(&input->run->registry, al_str_of(rule)));
}

static void tell(struct review *r, enum al_trouble trouble, struct al_span place, al_str message)
{
    const struct al_diag diag = {trouble, place, message};

    if (r->ntold++ < MOST_TOLD)
        al_finding_add_trouble(r->input, &diag);
}

/* Codes of Bicep's own are other people's business: among them only what is nearly one of our ids is told. */
static bool may_be_misspelt(const struct al_input *input, const struct al_suppression *s)
{
    const struct al_rule_list *all = &input->run->registry.all;
    const ptrdiff_t dash = al_str_find(s->id, AL_STR("-"));
    const al_str service = al_str_head(s->id, (size_t)(dash + 1));

    if (s->by == AL_BY_ARMLINT)
        return true;
    for (size_t i = 0; i < all->n && dash > 0; i++)
        if (al_str_starts(al_str_of(all->v[i]->id), service))
            return true;
    return false;
}

static al_str unknown_message(const struct review *r, al_str id, const char *same, const char *meant)
{
    id = al_str_head(id, 60);
    if (same)
        return al_printf(r->input->arena, "%.*s is another tool's name for %s", AL_FMT(id), same);
    if (meant)
        return al_printf(r->input->arena, "there is no rule '%.*s'; did you mean '%s'?", AL_FMT(id), meant);
    return al_printf(r->input->arena, "there is no rule '%.*s'", AL_FMT(id));
}

static void tell_unknown(struct review *r, const struct al_suppression *s)
{
    enum { SLIPS = 2 };
    struct al_input *input = r->input;
    struct al_suggestion nearest = {.best = NULL};
    const char *same = NULL;

    if (!may_be_misspelt(input, s) || is_of_bicep(input, s->id))
        return;
    if (r->nsuggested++ < MOST_SUGGESTED) {
        nearest = nearest_rule(input, s->id);
        same = rule_of_other_tool(input, s->id);
    }
    if (s->by == AL_BY_BICEP && (!nearest.best || nearest.distance > SLIPS))
        return;
    if (is_wanted(input, AL_TROUBLE_UNKNOWN_RULE, same ? same : nearest.best))
        tell(r, AL_TROUBLE_UNKNOWN_RULE, s->place, unknown_message(r, s->id, same, nearest.best));
}

static void tell_over(struct review *r, const struct al_suppression *s)
{
    struct al_input *input = r->input;
    const struct al_rule *rule = al_registry_find(&input->run->registry, s->id);

    if (is_wanted(input, AL_TROUBLE_EXPIRED_SUPPRESSION, rule ? rule->id : NULL))
        tell(r, AL_TROUBLE_EXPIRED_SUPPRESSION, s->place,
             al_printf(input->arena, "this suppression of %.*s ended on %.*s", AL_FMT(s->id),
                       AL_FMT(s->until)));
}

/* -- idle ones -- */

static bool is_deployed(const struct al_graph *graph, const struct al_resource_decl *decl)
{
    for (size_t i = 0; i < graph->resources.n; i++)
        if (graph->resources.v[i]->decl == decl)
            return true;
    return false;
}

static bool overlaps(const struct al_suppression *s, const struct al_resource_decl *decl)
{
    uint32_t from = decl->name_span.off < decl->node->off ? decl->name_span.off : decl->node->off;

    return from < s->to && decl->node->off + decl->node->len > s->from;
}

/* What a condition leaves out was not looked at. */
static bool all_deployed(const struct al_graph *graph, const struct al_suppression *s,
                         const struct al_resource_decl *decls, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (!overlaps(s, &decls[i]))
            continue;
        if (!is_deployed(graph, &decls[i]) || !all_deployed(graph, s, decls[i].children, decls[i].nchildren))
            return false;
    }
    return true;
}

static bool was_looked_at(const struct review *r, const struct al_suppression *s)
{
    const struct al_graph *graph = r->input->graph;

    for (size_t i = 0; i < graph->templates.n; i++) {
        const struct al_template *t = graph->templates.v[i].tmpl;
        if (t->source == r->all->source && !all_deployed(graph, s, t->resources, t->nresources))
            return false;
    }
    return true;
}

static al_str idle_message(const struct review *r, const struct al_suppression *s)
{
    const struct al_source *source = r->all->source;
    al_str line =
        s->line ? al_str_trim(al_str_head(al_str_from(source->text, s->from), s->to - s->from)) : AL_STR("");

    if (al_str_starts(line, AL_STR("//")) && s->place.off >= s->from && s->place.off < s->to)
        return al_printf(
            r->input->arena,
            "'disable' is about the line it stands in, and in this one there is nothing but itself; "
            "for the next one it is 'disable-next-line'");
    return al_printf(r->input->arena, "%.*s finds nothing here: this suppression is not needed",
                     AL_FMT(s->id));
}

static void review_use(struct review *r, const struct al_suppression *s)
{
    al_str key = al_printf(r->input->arena, "%.*s\n%u", AL_FMT(r->key), s->place.off);

    if (al_effect_suppression(r->input->run, key, s->used) || !r->judged || !was_looked_at(r, s))
        return;
    tell(r, AL_TROUBLE_UNUSED_SUPPRESSION, s->place, idle_message(r, s));
    al_effect_told(r->input->run, key);
}

/* -- all of them -- */

static void review(struct review *r, const struct al_suppression *s)
{
    bool selected;

    if (s->by != AL_BY_ARMLINT && s->by != AL_BY_BICEP)
        return;
    if (!is_ours(r->input, s->id, &selected))
        tell_unknown(r, s);
    else if (s->over && al_str_is_date(s->until))
        tell_over(r, s);
    else if (selected && !s->over)
        review_use(r, s);
}

static void review_source(struct al_input *input, const struct al_suppressions *all)
{
    struct review r = {.input = input, .all = all, .judged = !al_diags_fatal(input->diags)};

    if (all->list.n)
        r.key = al_file_key(input->arena, all->source->name);
    for (size_t i = 0; i < all->faults.n; i++)
        if (is_wanted(input, AL_TROUBLE_SUPPRESSION, NULL))
            tell(&r, AL_TROUBLE_SUPPRESSION, all->faults.v[i].place, al_str_of(all->faults.v[i].message));
    for (size_t i = 0; i < all->list.n; i++)
        review(&r, all->list.v[i]);
    if (r.ntold > MOST_TOLD) {
        const size_t more = r.ntold - MOST_TOLD;
        r.ntold = 0;
        tell(&r, AL_TROUBLE_SUPPRESSION, (struct al_span){all->source, 0, 0},
             al_printf(input->arena, "%zu more notes about suppressions in this file are not listed", more));
    }
}

void al_suppressions_close(struct al_input *input)
{
    struct al_suppressing *all = input->run->options.no_suppress ? NULL : al_suppressing_of(input);

    for (size_t i = 0; all && i < all->list.n; i++)
        if (al_is_own(input, all->list.v[i]->source))
            review_source(input, all->list.v[i]);
}

void al_suppressions_finish(al_run *run)
{
    bool *gone = AL_NEW_N(run->arena, bool, run->findings.n);
    size_t kept = 0;

    for (uint32_t i = 0; i < run->suppressions.n; i++) {
        const struct al_suppression_record *record = run->suppressions.entries[i].value;
        if (record->told && (record->used || al_is_shard(run)))
            gone[record->finding] = true;
    }
    for (size_t i = 0; i < run->findings.n && run->suppressions.n; i++)
        if (!gone[i])
            run->findings.v[kept++] = run->findings.v[i];
    if (run->suppressions.n)
        run->findings.n = kept;
}
