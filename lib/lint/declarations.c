/* SPDX-License-Identifier: MIT */
/* The declarations of a template, as rules ask for them. Values are evaluated as the template's own
 * expressions are. */
#include "eval/types.h"
#include "lint/usage.h"

static const al_field *name_field(al_check *check, al_str name, struct al_span span, const char *section)
{
    struct al_field *f = AL_NEW(check->input->arena, struct al_field);

    f->value = AL_NEW(check->input->arena, al_value);
    *f->value = al_string(name);
    f->key = span;
    f->name = name;
    f->path =
        al_printf(check->input->arena, "%.*s%s.%.*s", AL_FMT(check->deployment->path), section, AL_FMT(name));
    return f;
}

/* `name` is that of the property which holds the value in its declaration, or NULL when the value is the
 * declaration. */
static const al_field *value_field(al_check *check, const al_field *place, const struct al_node *declaration,
                                   const char *name, const struct al_node *value)
{
    const struct al_property *p = name ? al_node_property(declaration, al_str_of(name)) : NULL;
    struct al_field *f;

    if (!value)
        return NULL;
    f = AL_NEW(check->input->arena, struct al_field);
    *f = *place;
    f->value = AL_NEW(check->input->arena, al_value);
    *f->value = al_evaluate(&check->input->graph->ev, value, &check->deployment->frame);
    al_force(&check->input->graph->ev, f->value);
    f->at = value;
    if (p)
        f->key = al_key_span(declaration, p);
    if (name)
        f->path = al_printf(check->input->arena, "%.*s.%s", AL_FMT(place->path), name);
    return f;
}

static const char *written_type(al_check *check, const struct al_type *type)
{
    al_str text = al_node_text(al_node_get(type->node, "type"));

    return text.n ? al_str_cstr(check->input->arena, text) : NULL;
}

static void describe_parameter(al_check *check, const struct al_parameter *p, struct al_declaration *out)
{
    const struct al_usage *usage = al_usage_of(check->input, check->tmpl);

    out->name = al_str_cstr(check->input->arena, p->name);
    out->type = written_type(check, &p->type);
    out->secure = al_type_resolve(&check->input->graph->ev, check->tmpl, p->type).secure;
    out->used = usage->any_parameter || al_map_get(&usage->parameters, p->name);
    out->place = name_field(check, p->name, p->name_span, "parameters");
    out->value = value_field(check, out->place, p->node, "defaultValue", p->default_value);
}

/* Bicep's compiler copies in what a file imports, "_1.name", and loads, "$fxv#0", all of it. */
static bool is_generated(al_str name)
{
    return al_str_starts(name, AL_STR("$fxv#")) ||
           (name.n > 2 && name.s[0] == '_' && al_is_digit(name.s[1]) && memchr(name.s, '.', name.n));
}

static void describe_variable(al_check *check, const struct al_variable *v, struct al_declaration *out)
{
    const struct al_usage *usage = al_usage_of(check->input, check->tmpl);

    out->name = al_str_cstr(check->input->arena, v->name);
    out->used =
        v->exported || is_generated(v->name) || usage->any_variable || al_map_get(&usage->variables, v->name);
    out->place = name_field(check, v->name, v->name_span, "variables");
    out->value = value_field(check, out->place, NULL, NULL, v->value);
}

static void describe_output(al_check *check, const struct al_output *o, struct al_declaration *out)
{
    out->name = al_str_cstr(check->input->arena, o->name);
    out->type = written_type(check, &o->type);
    out->secure = al_type_resolve(&check->input->graph->ev, check->tmpl, o->type).secure;
    out->used = true;
    out->place = name_field(check, o->name, o->name_span, "outputs");
    out->value = value_field(check, out->place, o->node, "value", o->value);
}

static void describe(al_check *check, enum al_declares what, size_t i, struct al_declaration *out)
{
    const struct al_template *t = check->tmpl;

    out->what = what;
    switch (what) {
    case AL_DECLARES_PARAMETER: describe_parameter(check, &t->parameters[i], out); break;
    case AL_DECLARES_VARIABLE: describe_variable(check, &t->variables[i], out); break;
    case AL_DECLARES_OUTPUT: describe_output(check, &t->outputs[i], out); break;
    }
}

static size_t number_of(const struct al_template *t, enum al_declares what)
{
    return what == AL_DECLARES_PARAMETER  ? t->nparameters
           : what == AL_DECLARES_VARIABLE ? t->nvariables
                                          : t->noutputs;
}

/* Several rules ask for the same ones: each is described once. */
static struct al_declaration *described(al_check *check, enum al_declares what)
{
    struct al_input *input = check->input;
    struct al_declaration **of = *al_input_slot(input, &input->declarations, check->tmpl);
    size_t n = number_of(check->tmpl, what);

    if (!of) {
        of = AL_NEW_N(input->arena, struct al_declaration *, 3);
        *al_input_slot(input, &input->declarations, check->tmpl) = of;
    }
    if (!of[what]) {
        of[what] = AL_NEW_N(input->arena, struct al_declaration, n);
        for (size_t i = 0; i < n; i++)
            describe(check, what, i, &of[what][i]);
    }
    return of[what];
}

bool al_next_declaration(al_check *check, enum al_declares what, size_t *at, struct al_declaration *out)
{
    if (*at >= number_of(check->tmpl, what))
        return false;
    *out = described(check, what)[(*at)++];
    return true;
}
