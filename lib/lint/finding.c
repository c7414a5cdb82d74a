/* SPDX-License-Identifier: MIT */
#include "lint/baseline.h"
#include "lint/effect.h"
#include "lint/hide.h"
#include "lint/suppress.h"

#include <stdlib.h>

enum { LONGEST_SOURCE_LINE = 4096 };

/* -- places -- */

static bool is_container(const struct al_node *node)
{
    return node->kind == AL_NODE_OBJECT || node->kind == AL_NODE_ARRAY || node->kind == AL_NODE_LOOP;
}

/* The name stands for an object or array: nobody wants twenty lines underlined. */
struct al_span al_field_span(const al_field *field)
{
    if (field->key.source && (!field->at || is_container(field->at)))
        return field->key;
    if (!field->at)
        return field->resource->decl->name_span;
    return is_container(field->at) ? (struct al_span){field->at->source, field->at->off, 1}
                                   : al_node_span(field->at);
}

struct al_span al_verdict_span(const struct al_verdict *v)
{
    if (v->field && (v->field->path.n > 0 || !v->resource))
        return al_field_span(v->field);
    if (v->resource)
        return v->resource->decl->name_span;
    return (struct al_span){v->tmpl->source, v->tmpl->root ? v->tmpl->root->off : 0, 1};
}

bool al_is_own(const struct al_input *input, const struct al_source *source)
{
    if (al_config_excludes_source(input, source))
        return false;
    return !input->graph || al_source_root(input->graph, source) == input->load.root;
}

/* What is wrong in a module of a registry is told where it is deployed from: nobody mends the copy in the
 * cache. */
static struct al_span own_span(const struct al_input *input, const struct al_verdict *v, struct al_span span)
{
    const struct al_deployment *d = v->resource ? v->resource->deployment : NULL;

    if (al_is_own(input, span.source))
        return span;
    for (; d && d->resource; d = d->parent)
        if (al_is_own(input, d->resource->decl->name_span.source))
            return d->resource->decl->name_span;
    return span;
}

struct al_location al_locate(struct al_input *input, struct al_span span)
{
    const struct al_position at = al_source_position(input->arena, span);

    return (struct al_location){.file = al_finding_text(input, span.source->name),
                                .line = at.line,
                                .column = at.column,
                                .end_line = at.end_line,
                                .end_column = at.end_column,
                                .offset = span.off,
                                .length = span.len};
}

/* -- making findings -- */

void al_finding_enter(al_run *run, const struct al_finding *f, uint32_t sighting)
{
    al_vec_add(run->findings_in, &run->findings, *f);
    if (sighting != AL_NOT_SIGHTED)
        run->sightings.list.v[sighting].finding = (uint32_t)(run->findings.n - 1);
}

const char *al_finding_text(struct al_input *input, al_str text)
{
    return al_texts_share(&input->run->texts, input->run->arena, text);
}

static void set_source_line(struct al_input *input, struct al_finding *f, const struct al_source *source)
{
    al_str line = al_source_line(input->arena, source, f->location.line);

    line = line.n > LONGEST_SOURCE_LINE ? AL_STR("") : al_hide_in_line(input, line);
    f->source_line = al_finding_text(input, line);
    f->source_line_length = line.n;
}

static const char *shown(struct al_input *input, al_str text)
{
    return al_finding_text(input, al_hide_in(input, text));
}

/* Where something is suppressed twice, the configuration counts: it says why. */
static void set_suppression(struct al_input *input, struct al_finding *f, const struct al_source *source,
                            const struct al_verdict *v)
{
    al_str reason = {NULL, 0}, said = {NULL, 0};
    bool here;

    if (f->fatal)
        return;
    here = al_is_suppressed(input, f, source, v, &said);
    f->external = al_config_suppresses(input, f, source, v, &reason);
    if (!f->external && !here && v && v->resource)
        f->external =
            al_psrule_suppresses(input, f, v->resource, &reason) && al_config_allows(input, f->rule, reason);
    f->suppressed = f->external || (here && al_config_allows(input, f->rule, said));
    if (f->suppressed && !f->external)
        reason = said;
    if (f->suppressed && reason.n)
        f->justification = shown(input, reason);
}

/* What every finding has. `v` is NULL for troubles. */
static void set_basics(struct al_input *input, struct al_finding *f, struct al_span span, al_str message,
                       const struct al_verdict *v)
{
    f->message = shown(input, message);
    f->location = al_locate(input, span);
    set_source_line(input, f, span.source);
    f->input = input->run->input_number;
    f->fails = al_config_fails(input, f);
    set_suppression(input, f, span.source, v);
}

static al_str join_path(al_arena *arena, al_str head, al_str tail)
{
    if (head.n == 0 || tail.n == 0)
        return head.n ? head : tail;
    return al_printf(arena, "%.*s%s%.*s", AL_FMT(head), tail.s[0] == '[' ? "" : ".", AL_FMT(tail));
}

/* The path ends with that of the property. */
static void set_path(struct al_input *input, struct al_finding *f, al_str of_resource, al_str property)
{
    al_str path = al_hide_in(input, join_path(input->run->passing, of_resource, property));

    f->path = al_finding_text(input, path);
    property = al_hide_in(input, property);
    f->property = al_str_ends(path, property) ? f->path + (path.n - property.n) : shown(input, property);
}

static void set_resource(struct al_input *input, struct al_finding *f, const struct al_verdict *v)
{
    const al_resource *r = v->resource;

    if (r) {
        f->resource_type = al_finding_text(input, r->rule_type);
        f->resource_name = shown(input, al_resource_name(input->graph, r));
        set_path(input, f, r->path, v->path);
        if (input->run->options.baseline_strict)
            al_resource_hash_write(f->resource_hash, input, r);
    } else if (v->path.n) {
        f->path = shown(input, v->path);
    }
}

static enum al_level level_of(const struct al_input *input, const struct al_verdict *v)
{
    return v->undetermined ? AL_NOTE : al_rule_set_level(input->rules, v->rule);
}

/* A module may have the same thing wrong in several places. */
static al_str with_place(struct al_input *input, al_str message, struct al_span there)
{
    return al_printf(input->run->passing, "%.*s\n%.*s\n%u", AL_FMT(message), AL_FMT(there.source->name),
                     there.off);
}

/* Each of several templates that are taken together may have as many. */
static bool is_full(struct al_input *input, struct al_span there)
{
    const size_t inputs = input->graph && input->graph->roots.n ? input->graph->roots.n : 1;

    if (input->nfindings / inputs < al_limit(input->diags, AL_LIMIT_FINDINGS)) {
        input->nfindings++;
        return false;
    }
    if (!input->full)
        al_diags_limit(input->diags, AL_LIMIT_FINDINGS, there,
                       "there are too many findings, and from here on they are left out");
    input->full = true;
    return true;
}

void al_finding_add(struct al_input *input, const struct al_verdict *v)
{
    struct al_finding f = {.rule = v->rule->id, .about = v->rule, .undetermined = v->undetermined};
    struct al_span there = al_verdict_span(v), span = own_span(input, v, there);
    bool published = !al_is_own(input, there.source);
    uint32_t sighting;

    if ((v->resource ? al_is_repeated(input, v, there) : published) || is_full(input, there) ||
        !al_is_first(input, f.rule, span, published ? with_place(input, v->message, there) : v->message,
                     v->resource, &sighting))
        return;
    if (v->field)
        al_hide_secure(input, v->field->value);
    f.level = level_of(input, v);
    set_resource(input, &f, v);
    set_basics(input, &f, span, v->message, v);
    f.related = al_related_find(input, v, &f.nrelated);
    f.fix = v->undetermined || published ? NULL : al_fix_find(input, v);
    al_fingerprint_write(f.fingerprint, al_fingerprint_text(input, &f, span.source, v), 0);
    al_finding_enter(input->run, &f, sighting);
    al_arena_forget(input->run->passing);
}

/* Odd, but of no consequence: in what others have published it is nobody's business here. */
static bool is_about_text(enum al_trouble trouble)
{
    return trouble == AL_TROUBLE_TRAILING_COMMA || trouble == AL_TROUBLE_DUPLICATE_KEY;
}

void al_finding_add_trouble(struct al_input *input, const struct al_diag *diag)
{
    static const enum al_level levels[] = {[AL_SEVERITY_NONE] = AL_NOTE,
                                           [AL_SEVERITY_NOTE] = AL_NOTE,
                                           [AL_SEVERITY_WARNING] = AL_WARNING,
                                           [AL_SEVERITY_ERROR] = AL_ERROR};
    const struct al_trouble_info *info = al_trouble_info(diag->trouble);
    struct al_finding f = {.rule = info->id, .level = levels[info->severity], .fatal = info->fatal};
    uint32_t sighting;
    const struct al_tuning *tuning = input->rules ? al_tuning_find(&input->rules->tunings, info->id) : NULL;

    if (!info->fatal && (al_names_rule(input->run->options.exclude, info->id) || (tuning && tuning->off)))
        return;
    if (!info->fatal && tuning && tuning->level != AL_NONE)
        f.level = tuning->level;
    if (is_about_text(diag->trouble) && !al_is_own(input, diag->span.source))
        return;
    if (!al_is_first(input, info->id, diag->span, diag->message, NULL, &sighting))
        return;
    set_basics(input, &f, diag->span, diag->message, NULL);
    al_fingerprint_write(f.fingerprint, al_fingerprint_text(input, &f, diag->span.source, NULL), 0);
    al_finding_enter(input->run, &f, sighting);
    al_arena_forget(input->run->passing);
}

/* -- finishing -- */

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int by_place(const void *left, const void *right)
{
    const struct al_finding *a = left, *b = right;
    int order = strcmp(a->location.file, b->location.file);

    if (!order)
        order = compare_numbers(a->location.offset, b->location.offset);
    if (!order)
        order = strcmp(a->rule, b->rule);
    return order ? order : strcmp(a->message, b->message);
}

void al_finding_count(struct al_summary *summary, const struct al_finding *f)
{
    summary->unchecked |= f->fatal;
    if (f->suppressed)
        summary->suppressed++;
    else if (f->baseline == AL_BASELINE_UNCHANGED)
        summary->unchanged++;
    else if (f->undetermined)
        summary->undetermined++;
    else if (f->level == AL_ERROR)
        summary->errors++;
    else if (f->level == AL_WARNING)
        summary->warnings++;
    else
        summary->notes++;
}

void al_findings_finish(al_run *run)
{
    al_sightings_tell(&run->sightings, run->arena, run->findings.v);
    al_suppressions_finish(run);
    if (run->findings.n > 1)
        qsort(run->findings.v, run->findings.n, sizeof *run->findings.v, by_place);
    al_fingerprints_number(run);
    al_baseline_compare(run);
    al_report_only(run);
    for (size_t i = 0; i < run->findings.n; i++)
        al_finding_count(&run->summary, &run->findings.v[i]);
}
