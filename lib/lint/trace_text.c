/* SPDX-License-Identifier: MIT */
/* The words of an explanation: values, names, and why something is not known. */
#include "lint/finding.h"
#include "lint/hide.h"
#include "lint/trace.h"

enum { VALUE_SHOWN = 100, MOST_CAUSES = 8, MOST_VISITS = 2000 };

void al_trace_add(struct al_trace *t, unsigned depth, struct al_span place, const char *format, ...)
{
    struct al_trace_line *line = al_vec_push(t->input->arena, &t->lines);
    va_list args;

    line->depth = depth;
    line->place = place;
    va_start(args, format);
    line->text = al_hide_in(t->input, al_vprintf(t->input->arena, format, args));
    va_end(args);
}

al_str al_trace_shortened(struct al_trace *t, al_str text, size_t most)
{
    bool cut, blank = false;
    struct al_buf buf = AL_BUF(t->input->arena);

    text = al_hide_in(t->input, text);
    cut = text.n > most;

    for (size_t i = 0; i < text.n && buf.n < most; i++) {
        bool is_blank = (unsigned char)text.s[i] <= ' ';
        if (!is_blank || !blank)
            al_buf_char(&buf, is_blank ? ' ' : text.s[i]);
        blank = is_blank;
    }
    /* no half of a character at the end */
    while (cut && buf.n && ((unsigned char)buf.s[buf.n - 1] & 0xc0) == 0x80)
        buf.n--;
    if (cut && buf.n && (unsigned char)buf.s[buf.n - 1] >= 0xc0)
        buf.n--;
    al_buf_put(&buf, cut ? AL_STR("...") : AL_STR(""));
    return al_buf_str(&buf);
}

static bool is_scalar(const al_value *value)
{
    return value->kind != AL_V_ARRAY && value->kind != AL_V_OBJECT && value->kind != AL_V_SYMBOL;
}

/* JSON; what is not known is the expression in brackets. */
al_str al_trace_shown(struct al_trace *t, al_value *value)
{
    struct al_buf buf = {.arena = t->input->arena, .most = 16 * VALUE_SHOWN};
    struct al_eval *ev = &t->input->graph->ev;

    al_force_deep(ev, value);
    if (t->secret || (is_scalar(value) && al_value_holds_secret(ev, value) == AL_YES) ||
        (value->kind == AL_V_STRING && al_masks_hit(&t->input->masks, al_string_of(value))))
        return AL_STR("a secret");
    ev->conceal = true;
    if (al_is_symbol(value))
        al_value_to_source(ev, &buf, value);
    else
        al_value_to_json(ev, &buf, value);
    ev->conceal = false;
    return al_trace_shortened(t, al_buf_str(&buf), VALUE_SHOWN);
}

al_str al_trace_name(struct al_trace *t, al_str name, const struct al_rest *rest)
{
    struct al_buf buf = AL_BUF(t->input->arena);

    al_buf_put(&buf, name);
    for (; rest; rest = rest->next) {
        if (rest->name.n)
            al_buf_printf(&buf, ".%.*s", AL_FMT(rest->name));
        else
            al_buf_printf(&buf, "[%u]", (unsigned)rest->index);
    }
    return al_buf_str(&buf);
}

/* -- why it is not known -- */

struct causes {
    struct al_trace *trace;
    struct al_span place; /* of the question */
    struct al_map told;
    unsigned visits;
};

/* A parameter is known by its name; its declaration begins with what describes it. */
static struct al_span place_of(struct causes *c, const al_value *value)
{
    const struct al_graph *graph = c->trace->input->graph;

    for (size_t i = 0; value->origin && i < graph->templates.n; i++) {
        const struct al_template *tmpl = graph->templates.v[i].tmpl;
        for (uint32_t k = 0; k < tmpl->nparameters; k++)
            if (tmpl->parameters[k].node == value->origin)
                return tmpl->parameters[k].name_span;
    }
    return value->origin ? al_node_span(value->origin) : c->place;
}

static void add_cause(struct causes *c, const al_value *value, al_str what)
{
    void **slot = al_map_put(c->trace->input->arena, &c->told, what);

    if (*slot || c->told.n > MOST_CAUSES)
        return;
    *slot = c;
    al_trace_add(c->trace, 0, place_of(c, value), "cannot tell: depends on %.*s", AL_FMT(what));
}

static bool is_place(al_str fn)
{
    static const char *const names[] = {"resourceGroup", "subscription", "tenant", "managementGroup",
                                        "deployment"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (al_str_caseeq(fn, al_str_of(names[i])))
            return true;
    return false;
}

static void find_causes(struct causes *c, const al_value *value);

static void find_causes_in(struct causes *c, const al_value *values, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        find_causes(c, &values[i]);
}

static void find_causes(struct causes *c, const al_value *value)
{
    const struct al_symbol *symbol = value->symbol;
    al_arena *arena = c->trace->input->arena;
    const struct al_function *fn;
    al_value copy = *value;

    if (c->visits++ > MOST_VISITS)
        return;
    if (value->kind == AL_V_ARRAY)
        find_causes_in(c, value->items, value->n);
    for (uint32_t i = 0; value->kind == AL_V_OBJECT && i < value->object->n; i++)
        find_causes(c, &value->object->entries[i].value);
    if (!al_is_symbol(value))
        return;
    fn = al_function_find(symbol->fn);
    if (al_str_eq(symbol->fn, AL_SYM_PARAM))
        add_cause(c, value,
                  al_printf(arena, "parameter %.*s (no value)", AL_FMT(al_string_of(&symbol->args[0]))));
    else if (is_place(symbol->fn))
        add_cause(c, value,
                  al_printf(arena, "%.*s() (where it is deployed to: see the options of 'armlint eval')",
                            AL_FMT(symbol->fn)));
    else if (symbol->resource || (fn && fn->flags & AL_FN_RUNTIME) || symbol->nargs == 0)
        add_cause(c, value,
                  al_printf(arena, "%.*s (known only when it is deployed)",
                            AL_FMT(al_trace_shown(c->trace, &copy))));
    else if (al_str_eq(symbol->fn, AL_SYM_RAW))
        add_cause(c, value,
                  al_printf(arena, "%.*s (cannot be evaluated)", AL_FMT(al_trace_shown(c->trace, &copy))));
    else
        find_causes_in(c, symbol->args, symbol->nargs);
}

void al_trace_causes(struct al_trace *t, const al_value *value, struct al_span place)
{
    struct causes causes = {.trace = t, .place = place};

    find_causes(&causes, value);
}
