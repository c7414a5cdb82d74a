/* SPDX-License-Identifier: MIT */
/* What armlint.h gives as text: graphs and values. Each is written into an arena of its own and
 * copied at the end, so that running out of memory half-way leaves nothing behind. */
#include "base/files.h"
#include "lint/finding.h"
#include "lint/hide.h"
#include "lint/trace.h"
#include "report/report.h"
#include "report/terminal.h"
#include "syntax/expression.h"

/* -- about a deployment -- */

struct view {
    al_run *run;
    const char *path; /* NULL: an empty deployment */
    const char *what; /* format or expression */
    int (*write)(struct al_buf *out, struct al_input *input, const char *what);
    char *text;
    struct al_config *config;
    const char *const *sets; /* parameter files that the configuration says */
    size_t nsets;
};

static const struct al_source *source_of(struct al_input *input, const struct view *view)
{
    static const char empty[] = "{\"$schema\":\"https://schema.management.azure.com/schemas/2019-04-01/"
                                "deploymentTemplate.json#\",\"contentVersion\":\"1.0.0.0\",\"resources\":[]}";

    if (view->path)
        return al_input_read(input, view->path);
    return al_source_new(input->arena, AL_STR("expression"), AL_STR(empty));
}

/* With several parameter files there are several deployments, none of which is meant. */
static void set_parameters(struct al_input *input, const struct view *view)
{
    if (view->nsets == 1)
        input->load.parameter_set = al_input_read(input, view->sets[0]);
    al_config_use(input, view->config);
}

static int write_view(struct al_input *input, void *ptr)
{
    struct view *view = ptr;
    const struct al_source *source = source_of(input, view);
    struct al_buf out = AL_BUF(input->arena);
    int status;

    set_parameters(input, view);
    status = source ? al_input_build(input, source, true) : AL_EIO;
    if (status == AL_OK && !input->graph)
        status = AL_ESYNTAX;
    if (status == AL_OK) {
        al_hide_secrets(input);
        input->graph->ev.reveal = input->run->options.show_secrets;
        status = view->write(&out, input, view->what);
    }
    al_report_troubles(input);
    if (status != AL_OK)
        return status;
    view->text = al_text_for_free(al_buf_str(&out));
    return view->text ? AL_OK : AL_EMEMORY;
}

static int run_view(void *ptr)
{
    struct view *view = ptr;
    const char *path = view->path ? view->path : ".", *root = al_run_root(view->run, path);
    const bool named = view->run->options.parameter_files && view->run->options.parameter_files[0];
    int status = al_run_select(view->run);

    if (status != AL_OK)
        return status;
    view->config = al_config_find(view->run, path, root);
    if (view->path && !named)
        view->sets = al_config_parameters(view->run, path, root, &view->nsets);
    return al_input_with(view->run, path, root, write_view, view);
}

static char *make_view(struct view *view, int *status)
{
    *status = al_run_guard(view->run, run_view, view);
    if (*status != AL_OK || view->text)
        return view->text;
    *status = AL_ELIMIT;
    return NULL;
}

/* Forced first, because what is evaluated while secrets are concealed would be computed from their stand-ins.
 */
static void put_json(struct al_buf *out, struct al_input *input, al_value *value)
{
    struct al_eval *ev = &input->graph->ev;
    struct al_buf json = AL_BUF(input->arena);

    al_force_deep(ev, value);
    ev->conceal = true;
    al_value_to_json(ev, &json, value);
    ev->conceal = false;
    al_term_put_json(out, al_buf_str(&json));
    al_buf_char(out, '\n');
}

static int write_graph(struct al_buf *out, struct al_input *input, const char *format)
{
    if (al_graph_write(out, input->graph, format))
        return AL_OK;
    input->run->error = al_printf(input->run->arena, "%s: there is no such format", format).s;
    return AL_EUSAGE;
}

char *al_run_graph(al_run *run, const char *path, const char *format, int *status)
{
    struct view view = {.run = run, .path = path, .what = format, .write = write_graph};

    return make_view(&view, status);
}

/* The node that stands for an expression of the command line; brackets may be left out. Its source has the
 * quotes that its place in a template would have. */
static struct al_node *expression_node(al_arena *arena, const char *expression)
{
    bool bare = expression[0] != '[';
    al_str text = al_printf(arena, "\"%s%s%s\"", bare ? "[" : "", expression, bare ? "]" : "");
    const struct al_source *source = al_source_new(arena, AL_STR("expression"), text);
    struct al_node *node = al_node_new(arena, AL_NODE_TEXT, (struct al_span){source, 0, (uint32_t)text.n});

    text = (al_str){text.s + 1, text.n - 2};
    if (al_is_expression(text)) {
        node->text.string = text;
    } else {
        node->kind = AL_NODE_STRING;
        node->string = al_str_starts(text, AL_STR("[[")) ? al_str_from(text, 1) : text;
    }
    return node;
}

static bool has_failed(const struct al_diags *diags, const struct al_source *source)
{
    for (size_t i = 0; i < diags->list.n; i++)
        if (diags->list.v[i].span.source == source &&
            al_trouble_info(diags->list.v[i].trouble)->severity >= AL_SEVERITY_WARNING)
            return true;
    return false;
}

static int write_value(struct al_buf *out, struct al_input *input, const char *expression)
{
    const struct al_node *node = expression_node(input->arena, expression);
    al_value value = al_evaluate(&input->graph->ev, node, &input->graph->root->frame);

    put_json(out, input, &value);
    return has_failed(input->diags, node->source) ? AL_ESYNTAX : AL_OK;
}

char *al_run_eval(al_run *run, const char *expression, const char *path, int *status)
{
    struct view view = {.run = run, .path = path, .what = expression, .write = write_value};

    return make_view(&view, status);
}

/* reference() gives { "type", "value" } for each output. */
static int write_outputs(struct al_buf *out, struct al_input *input, const char *what)
{
    al_value all = al_deployment_outputs(input->graph, input->graph->root);
    struct al_object *values = al_object_new(input->arena, all.object->n),
                     *top = al_object_new(input->arena, 1);
    al_value document;

    (void)what;
    for (uint32_t i = 0; i < all.object->n; i++) {
        const struct al_entry *output = &all.object->entries[i];
        const struct al_entry *value = al_object_find(output->value.object, AL_STR("value"));
        al_object_set(input->arena, values, output->key, value->value);
    }
    al_object_set(input->arena, top, AL_STR("outputs"), al_object(values));
    document = al_object(top);
    put_json(out, input, &document);
    return AL_OK;
}

char *al_run_outputs(al_run *run, const char *path, int *status)
{
    struct view view = {.run = run, .path = path, .write = write_outputs};

    return make_view(&view, status);
}

char *al_run_explain_value(al_run *run, const char *path, const char *what, int *status)
{
    struct view view = {.run = run, .path = path, .what = what, .write = al_trace_write};

    return make_view(&view, status);
}
