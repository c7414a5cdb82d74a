/* SPDX-License-Identifier: MIT */
#include "lint/trace.h"
#include "base/suggest.h"
#include "report/terminal.h"

enum { MOST_PARTS = 64, INDENT = 2 };

/* -- what is asked -- */

/* ".name", "[12]", "['a name']" off the front of a path. False at its end, and where there is none of them.
 */
static bool next_part(al_str *path, struct al_rest *part)
{
    al_str inside;
    ptrdiff_t end;
    size_t n = 0;

    *part = (struct al_rest){0};
    if (path->n && path->s[0] == '[') {
        end = al_str_find(*path, AL_STR("]"));
        if (end < 2)
            return false;
        inside = (al_str){path->s + 1, (size_t)end - 1};
        *path = al_str_from(*path, (size_t)end + 1);
        if (inside.n > 2 && (inside.s[0] == '\'' || inside.s[0] == '"') &&
            inside.s[inside.n - 1] == inside.s[0]) {
            part->name = (al_str){inside.s + 1, inside.n - 2};
            return true;
        }
        for (; n < inside.n && al_is_digit(inside.s[n]) && part->index < UINT32_MAX / 16; n++)
            part->index = part->index * 10 + (uint32_t)(inside.s[n] - '0');
        return n == inside.n;
    }
    if (path->n && path->s[0] == '.')
        *path = al_str_from(*path, 1);
    while (n < path->n && path->s[n] != '.' && path->s[n] != '[')
        n++;
    part->name = al_str_head(*path, n);
    *path = al_str_from(*path, n);
    return n > 0;
}

/* The parts of a path as a list; false when it is malformed. */
static bool parts_of(struct al_trace *t, al_str path, const struct al_rest **out)
{
    struct al_rest *parts = AL_NEW_N(t->input->arena, struct al_rest, MOST_PARTS);
    size_t n = 0;

    while (path.n && n < MOST_PARTS && next_part(&path, &parts[n])) {
        if (n)
            parts[n - 1].next = &parts[n];
        n++;
    }
    *out = n ? parts : NULL;
    return path.n == 0;
}

/* -- what it means -- */

/* Findings say "outputs.x.value", as the template has it. */
static const struct al_rest *without(const struct al_rest *rest, const char *name)
{
    return rest && al_str_caseeq(rest->name, al_str_of(name)) ? rest->next : rest;
}

static bool ask_parameter(struct al_trace *t, struct al_deployment *d, const struct al_rest *rest)
{
    const struct al_parameter *p = rest ? al_map_get(&d->tmpl->parameter_index, rest->name) : NULL;
    al_value v;

    if (!p)
        return false;
    al_trace_parameter(t, d, p, without(rest->next, "defaultValue"), 0);
    v = al_parameter_value(&t->input->graph->ev, &d->frame, p->name, p->node);
    al_trace_causes(t, &v, p->name_span);
    return true;
}

static void ask_node(struct al_trace *t, const struct al_node *node, const struct al_frame *frame,
                     const struct al_rest *rest, al_str label)
{
    al_value v = al_trace_value(t, node, frame, rest);

    al_trace_node(t, node, frame, rest, 0, label);
    al_trace_causes(t, &v, t->lines.n ? t->lines.v[0].place : al_node_span(node));
}

static bool ask_variable(struct al_trace *t, struct al_deployment *d, const struct al_rest *rest)
{
    const struct al_variable *v = rest ? al_map_get(&d->tmpl->variable_index, rest->name) : NULL;

    if (v)
        ask_node(t, v->value, &d->frame, rest->next, al_trace_name(t, AL_STR("variables"), rest));
    return v != NULL;
}

static bool ask_output(struct al_trace *t, struct al_deployment *d, const struct al_rest *rest)
{
    const struct al_output *o = rest ? al_map_get(&d->tmpl->output_index, rest->name) : NULL;

    if (o && o->value)
        ask_node(t, o->value, &d->frame, without(rest->next, "value"),
                 al_trace_name(t, AL_STR("outputs"), rest));
    return o && o->value;
}

static bool ask_declaration(struct al_trace *t, struct al_deployment *d, const struct al_rest *rest)
{
    static const struct {
        const char *name;
        bool (*ask)(struct al_trace *t, struct al_deployment *d, const struct al_rest *rest);
    } sorts[] = {{"parameters", ask_parameter},
                 {"params", ask_parameter},
                 {"variables", ask_variable},
                 {"outputs", ask_output}};

    for (size_t i = 0; i < sizeof sorts / sizeof sorts[0]; i++)
        if (al_str_caseeq(rest->name, al_str_of(sorts[i].name)))
            return sorts[i].ask(t, d, rest->next);
    return false;
}

static bool ask_resource(struct al_trace *t, const struct al_resource *r, const struct al_rest *rest,
                         al_str label)
{
    ask_node(t, r->decl->node, r->frame, rest, label);
    return true;
}

/* "storage.sku.name"; of a module, "network.vnet.name" is of a resource in it, "network.outputs.id" its
 * output. */
static bool ask_symbol(struct al_trace *t, struct al_deployment *d, const struct al_rest *rest, al_str label)
{
    const struct al_resource_list *all = rest && rest->name.n ? al_map_get(&d->by_symbol, rest->name) : NULL;
    const struct al_resource *r = all ? all->v[0] : NULL;

    if (!r)
        return rest && ask_declaration(t, d, rest);
    rest = rest->next;
    if (all && rest && !rest->name.n && r->looped) {
        if (rest->index >= all->n)
            return false;
        r = all->v[rest->index];
        rest = rest->next;
    }
    if (r->inner && rest && ask_symbol(t, r->inner, rest, label))
        return true;
    return ask_resource(t, r, rest, label);
}

/* The resource whose logical path the question begins with. */
static const struct al_resource *by_path(struct al_graph *graph, al_str what)
{
    const struct al_resource *found = NULL;

    for (size_t i = 0; i < graph->resources.n; i++) {
        const struct al_resource *r = graph->resources.v[i];
        bool begins = al_str_case_starts(what, r->path) &&
                      (what.n == r->path.n || what.s[r->path.n] == '.' || what.s[r->path.n] == '[');
        if (begins && (!found || r->path.n > found->path.n))
            found = r;
    }
    return found;
}

static bool ask(struct al_trace *t, al_str what)
{
    struct al_graph *graph = t->input->graph;
    const struct al_resource *r = by_path(graph, what);
    const struct al_rest *rest;

    if (!parts_of(t, r ? al_str_from(what, r->path.n) : what, &rest))
        return false;
    return r ? ask_resource(t, r, rest, what) : ask_symbol(t, graph->root, rest, what);
}

/* -- writing -- */

/* Names in JSON may have anything in them, and terminals obey some of it. */
static void put_line(struct al_buf *out, const struct al_trace_line *line, al_str place, int width)
{
    size_t n = al_term_put_first(out, place), wanted = (size_t)width;

    al_buf_repeat(out, ' ', (n < wanted ? wanted - n : 0) + 1 + line->depth * INDENT);
    al_term_put(out, line->text);
    al_buf_char(out, '\n');
}

static void put_lines(struct al_buf *out, struct al_trace *t)
{
    al_arena *arena = t->input->arena;
    int width = 0;

    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < t->lines.n; i++) {
            const struct al_trace_line *line = &t->lines.v[i];
            const struct al_position at = al_source_position(arena, line->place);
            al_str place = al_printf(arena, "%.*s:%u:%u:", AL_FMT(line->place.source->name),
                                     (unsigned)at.line, (unsigned)at.column);
            if (pass == 0)
                width = (int)place.n > width ? (int)place.n : width;
            else
                put_line(out, line, place, width);
        }
    }
}

static void offer_names(struct al_suggestion *nearest, const struct al_graph *graph)
{
    static const char *const sorts[] = {"parameters", "variables", "outputs", "resources"};

    for (size_t i = 0; i < sizeof sorts / sizeof sorts[0]; i++)
        al_suggest_offer(nearest, sorts[i]);
    for (size_t i = 0; i < graph->resources.n; i++)
        if (graph->resources.v[i]->decl->symbol.n)
            al_suggest_offer(nearest, al_str_cstr(graph->arena, graph->resources.v[i]->decl->symbol));
}

static int refuse(struct al_input *input, const char *what)
{
    struct al_rest first = {0};
    al_str rest = al_str_of(what);
    struct al_suggestion nearest;
    bool named = next_part(&rest, &first) && first.name.n;

    nearest = al_suggest_for(named ? al_str_cstr(input->arena, first.name) : "");
    offer_names(&nearest, input->graph);
    input->run->error =
        nearest.best && strcmp(nearest.best, nearest.word) != 0
            ? al_printf(input->run->arena, "the template has no '%s'; did you mean '%s'?", what, nearest.best)
                  .s
            : al_printf(input->run->arena, "the template has no '%s'", what).s;
    return AL_EUSAGE;
}

int al_trace_write(struct al_buf *out, struct al_input *input, const char *what)
{
    struct al_trace trace = {.input = input};

    if (!ask(&trace, al_str_of(what)))
        return refuse(input, what);
    put_lines(out, &trace);
    return AL_OK;
}
