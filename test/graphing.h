/* SPDX-License-Identifier: MIT */
/* For tests of what a template deploys. A case is a template in parts, written with single quotes for double
 * ones (a doubled single quote stays one, for expressions), and what must be found in its graph. */
#ifndef AL_TEST_GRAPHING_H
#define AL_TEST_GRAPHING_H

#include "test.h"

#include "graph/graph.h"

#include <stdio.h>

enum { MOST_EXPECTATIONS = 14 };

/* `path` is a property of the resource, or one of these words:
 *   "#"        the number of resources      "trouble"  the n-th report
 *   "outputs"  of the whole deployment      "edges"    "reference 2 properties.x; dependsOn 1"
 *   "parent"   the parent's index           "scope"    what an extension is attached to
 *   "target"   where it is deployed to      "condition" */
struct expectation {
    size_t resource;
    const char *path;
    const char *json; /* NULL: absent */
};

/* Without resources, `more` is the whole document: one in Bicep begins with a letter. */
struct graph_case {
    const char *title;
    const char *parameters, *variables, *resources, *more;
    struct expectation expect[MOST_EXPECTATIONS];
};

struct graphing {
    al_arena *arena;
    struct al_diags diags;
    struct al_graph *graph;
    const char *title;
    bool failed;
};

static inline al_str graph_json(al_arena *arena, const char *text)
{
    struct al_buf buf = AL_BUF(arena);

    for (const char *p = text; p && *p; p++) {
        if (p[0] == '\'' && p[1] == '\'')
            al_buf_char(&buf, *p++);
        else
            al_buf_char(&buf, *p == '\'' ? '"' : *p);
    }
    return buf.s ? al_buf_str(&buf) : AL_STR("");
}

static inline void put_edges(struct graphing *g, struct al_buf *out, size_t from)
{
    static const char *const kinds[] = {"parent", "dependsOn", "scope", "reference"};
    size_t n;
    const struct al_edge *edges = al_graph_edges(g->graph, &n);

    for (size_t i = 0; i < n; i++)
        if (edges[i].from->index == from)
            al_buf_printf(out, "%s%s %u%s%.*s", out->n ? "; " : "", kinds[edges[i].kind], edges[i].to->index,
                          edges[i].path.n ? " " : "", AL_FMT(edges[i].path));
}

static inline void put_outputs(struct graphing *g, struct al_buf *out)
{
    al_value outputs = al_deployment_outputs(g->graph, g->graph->root);

    al_value_to_json(&g->graph->ev, out, &outputs);
}

static inline void put_trouble(struct graphing *g, struct al_buf *out, size_t i)
{
    if (i < g->diags.list.n)
        al_buf_printf(out, "%s: %.*s", al_trouble_info(g->diags.list.v[i].trouble)->id,
                      AL_FMT(g->diags.list.v[i].message));
}

static inline void put_of_resource(struct graphing *g, struct al_buf *out, struct al_resource *r,
                                   const char *path)
{
    al_value v = al_null();
    const al_field *field;

    if (strcmp(path, "parent") == 0) {
        al_buf_printf(out, "%d", r->parent ? (int)r->parent->index : -1);
        return;
    }
    if (strcmp(path, "scope") == 0) {
        v = r->scope_id;
    } else if (strcmp(path, "target") == 0) {
        v = al_target_id(&g->graph->ev, r->target);
    } else if (strcmp(path, "condition") == 0) {
        v = r->condition;
    } else {
        field = al_graph_get(g->graph, r, path, NULL);
        if (!field)
            return;
        v = *field->value;
    }
    al_value_to_json(&g->graph->ev, out, &v);
}

static inline void check_expectation(struct graphing *g, const struct expectation *e)
{
    struct al_buf out = AL_BUF(g->arena);

    if (strcmp(e->path, "#") == 0) {
        al_buf_printf(&out, "%zu", g->graph->resources.n);
    } else if (strcmp(e->path, "trouble") == 0) {
        put_trouble(g, &out, e->resource);
    } else if (strcmp(e->path, "edges") == 0) {
        put_edges(g, &out, e->resource);
    } else if (strcmp(e->path, "outputs") == 0) {
        put_outputs(g, &out);
    } else if (e->resource >= g->graph->resources.n) {
        al_buf_printf(&out, "no such resource");
    } else {
        put_of_resource(g, &out, g->graph->resources.v[e->resource], e->path);
    }
    if (e->json ? al_str_eq(al_buf_str(&out), graph_json(g->arena, e->json)) : out.n == 0)
        return;
    g->failed = true;
    print_error("%s: %s of %zu:\nfound    %s\nexpected %s\n", g->title, e->path, e->resource,
                out.n ? out.s : "nothing",
                e->json ? al_str_cstr(g->arena, graph_json(g->arena, e->json)) : "nothing");
}

static inline void build_graph(struct graphing *g, al_str name, al_str text, const struct al_load *load)
{
    struct al_source *source = al_source_new(g->arena, name, text);

    assert_int_equal(al_graph_build(&g->graph, g->arena, &g->diags, source, load), AL_OK);
    assert_non_null(g->graph);
}

static inline void check_expectations(struct graphing *g, const struct expectation *list)
{
    for (size_t i = 0; i < MOST_EXPECTATIONS && list[i].path; i++)
        check_expectation(g, &list[i]);
}

/* fn(ptr), called as the library's entry points do it. */
static inline void with_arena(struct graphing *g, int (*fn)(void *), void *ptr)
{
    g->arena = g->diags.arena = al_arena_new(0);
    assert_int_equal(al_arena_try(g->arena, fn, ptr), AL_OK);
    al_arena_free(g->arena);
}

struct running {
    struct graphing graphing;
    const struct graph_case *test;
};

static inline int run_case_inside(void *ptr)
{
    static const char schema[] =
        "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";
    struct running *r = ptr;
    al_arena *arena = r->graphing.arena;
    const struct graph_case *t = r->test;
    struct al_load load = {
        .root = ".", .no_siblings = true, .explicit_input = true, .max_file_size = 1 << 20};
    al_str text = t->resources ? AL_STR("") : graph_json(arena, t->more);

    if (t->resources)
        text = al_printf(arena,
                         "{\"$schema\":\"%s\",\"contentVersion\":\"1.0.0.0\",\"parameters\":{%s},"
                         "\"variables\":{%s},\"resources\":%s%s}",
                         schema, graph_json(arena, t->parameters).s, graph_json(arena, t->variables).s,
                         graph_json(arena, t->resources).s, graph_json(arena, t->more).s);
    if (!t->resources && al_is_alpha(t->more[0]))
        build_graph(&r->graphing, AL_STR("main.bicep"), al_str_copy(arena, al_str_of(t->more)), &load);
    else
        build_graph(&r->graphing, AL_STR("main.json"), text, &load);
    check_expectations(&r->graphing, t->expect);
    return AL_OK;
}

static inline void run_cases(const struct graph_case *cases, size_t n)
{
    bool failed = false;

    for (size_t i = 0; i < n; i++) {
        struct running r = {.test = &cases[i], .graphing.title = cases[i].title};
        with_arena(&r.graphing, run_case_inside, &r);
        failed |= r.graphing.failed;
    }
    assert_false(failed);
}

#define RUN_CASES(table)                                  \
    static void test_##table(void **state)                \
    {                                                     \
        (void)state;                                      \
        run_cases(table, sizeof table / sizeof table[0]); \
    }

#define ST          "'type':'Microsoft.Storage/storageAccounts','apiVersion':'2023-01-01'"
#define ST_ID(name) "[resourceId(''Microsoft.Storage/storageAccounts'', " name ")]"

#endif
