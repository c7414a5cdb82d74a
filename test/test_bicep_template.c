/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "reading.h"
#include "syntax/bicep.h"

#include <stdio.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* -- reading Bicep, and other files from memory -- */

struct other {
    const char *path, *text;
};

struct bicep {
    struct reading *r;
    const struct al_template *t;
    const struct other *others; /* ends in a path of NULL; may be NULL */
    struct al_map loaded;
};

static const struct al_template *make(struct bicep *b, const char *name, const char *text);

static const struct al_template *load(void *ptr, const struct al_node *path, enum al_bicep_wish wish)
{
    struct bicep *b = ptr;

    (void)wish;
    for (const struct other *o = b->others; o && o->path; o++) {
        void **place;
        if (!al_str_eq(path->string, al_str_of(o->path)))
            continue;
        place = al_map_put(b->r->arena, &b->loaded, path->string);
        *place = *place ? *place : (void *)(uintptr_t)make(b, o->path, o->text);
        return *place;
    }
    return NULL;
}

static const struct al_template *make(struct bicep *b, const char *name, const char *text)
{
    struct al_bicep_host host = {b, load};
    struct al_source *source =
        al_source_new(b->r->arena, al_str_of(name), al_str_copy(b->r->arena, al_str_of(text)));
    struct al_json json;

    if (!al_str_ends(source->name, AL_STR(".json")))
        return al_template_from_bicep(b->r->arena, &b->r->diags,
                                      al_bicep_parse(b->r->arena, &b->r->diags, source), &host);
    assert_int_equal(al_json_read(&json, b->r->arena, &b->r->diags, source, AL_JSON_TEMPLATE), 0);
    return al_template_from_json(b->r->arena, &b->r->diags, source, json.root);
}

static struct bicep read_file(const char *name, const char *text, const struct other *others)
{
    al_arena *arena = al_arena_new(0);
    struct bicep b = {.r = AL_NEW(arena, struct reading), .others = others};

    b.r->arena = b.r->diags.arena = arena;
    b.t = make(&b, name, text);
    return b;
}

static struct bicep read_bicep(const char *text, const struct other *others)
{
    return read_file("main.bicep", text, others);
}

static void done(struct bicep *b)
{
    al_arena_free(b->r->arena);
}

/* -- trees as text -- */

static void show(struct al_buf *out, const struct al_node *node);

static void show_list(struct al_buf *out, struct al_node *const *items, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        al_buf_put(out, i ? AL_STR(", ") : AL_STR(""));
        show(out, items[i]);
    }
}

static void show_object(struct al_buf *out, const struct al_node *node)
{
    al_buf_char(out, '{');
    for (uint32_t i = 0; i < node->object.n; i++) {
        const struct al_property *p = &node->object.items[i];
        al_buf_put(out, i ? AL_STR(", ") : AL_STR(""));
        if (p->key_node)
            show(out, p->key_node);
        else
            al_buf_put(out, p->key);
        al_buf_put(out, p->value->kind == AL_NODE_SPREAD ? AL_STR("") : AL_STR(": "));
        show(out, p->value);
    }
    al_buf_char(out, '}');
}

/* '+' stands before a built-in function of Bicep, '#' before a declared one. */
static void show_call(struct al_buf *out, const struct al_node *node)
{
    assert_false(node->flags & AL_NODE_METHOD);
    al_buf_printf(out, "%s%.*s(",
                  node->flags & AL_NODE_BICEP      ? "+"
                  : node->flags & AL_NODE_DECLARED ? "#"
                                                   : "",
                  AL_FMT(node->call.name));
    show_list(out, node->call.args, node->call.n);
    al_buf_char(out, ')');
}

static void show_loop(struct al_buf *out, const struct al_node *node)
{
    al_buf_printf(out, "[for %.*s", AL_FMT(node->loop.names->item));
    if (node->loop.names->index.n)
        al_buf_printf(out, "/%.*s", AL_FMT(node->loop.names->index));
    al_buf_put(out, AL_STR(" in "));
    show(out, node->loop.over);
    if (node->loop.body)
        al_buf_put(out, AL_STR(": "));
    show(out, node->loop.body);
    al_buf_char(out, ']');
}

static void show_lambda(struct al_buf *out, const struct al_node *node)
{
    for (uint32_t i = 0; i < node->lambda.n; i++)
        al_buf_printf(out, "%s%.*s", i ? "," : "", AL_FMT(node->lambda.names[i]));
    al_buf_put(out, AL_STR(" => "));
    show(out, node->lambda.body);
}

static void show(struct al_buf *out, const struct al_node *node)
{
    if (!node)
        return;
    switch ((enum al_node_kind)node->kind) {
    case AL_NODE_NULL: al_buf_put(out, AL_STR("null")); break;
    case AL_NODE_BOOL: al_buf_put(out, node->boolean ? AL_STR("true") : AL_STR("false")); break;
    case AL_NODE_INT: al_buf_printf(out, "%lld", (long long)node->integer); break;
    case AL_NODE_STRING: al_buf_printf(out, "'%.*s'", AL_FMT(node->string)); break;
    case AL_NODE_ARRAY:
        al_buf_char(out, '[');
        show_list(out, node->array.items, node->array.n);
        al_buf_char(out, ']');
        break;
    case AL_NODE_OBJECT: show_object(out, node); break;
    case AL_NODE_CALL: show_call(out, node); break;
    case AL_NODE_MEMBER:
        show(out, node->member.base);
        al_buf_printf(out, ".%.*s", AL_FMT(node->member.name));
        break;
    case AL_NODE_INDEX:
        show(out, node->index.base);
        al_buf_char(out, '[');
        show(out, node->index.index);
        al_buf_char(out, ']');
        break;
    case AL_NODE_PARAMETER: al_buf_printf(out, "P.%.*s", AL_FMT(node->string)); break;
    case AL_NODE_VARIABLE:
        al_buf_printf(out, "V.%s%.*s", node->variable.home ? "home." : "", AL_FMT(node->variable.string));
        break;
    case AL_NODE_LOCAL: al_buf_printf(out, "L.%.*s", AL_FMT(node->string)); break;
    case AL_NODE_RESOURCE:
        assert_true(al_str_eq(node->resource.string, node->resource.decl->symbol));
        al_buf_printf(out, "R.%.*s", AL_FMT(node->resource.string));
        break;
    case AL_NODE_SPREAD:
        al_buf_put(out, AL_STR("..."));
        show(out, node->spread);
        break;
    case AL_NODE_LAMBDA: show_lambda(out, node); break;
    case AL_NODE_LOOP: show_loop(out, node); break;
    case AL_NODE_BROKEN: al_buf_put(out, AL_STR("broken")); break;
    default: fail_msg("a node of kind %d is left", node->kind);
    }
}

static const char *shown(struct bicep *b, const struct al_node *node)
{
    struct al_buf out = AL_BUF(b->r->arena);

    show(&out, node);
    return out.s ? out.s : "";
}

static const struct al_node *variable(struct bicep *b, const char *name)
{
    const struct al_variable *v = al_map_get(&b->t->variable_index, al_str_of(name));

    assert_non_null(v);
    return v->value;
}

/* What was reported about names; other checks have tests of their own. */
static const char *said_of_names(struct bicep *b)
{
    struct al_buf out = AL_BUF(b->r->arena);

    for (size_t i = 0; i < b->r->diags.list.n; i++) {
        const struct al_diag *d = &b->r->diags.list.v[i];
        const struct al_position at = al_source_position(b->r->arena, d->span);
        switch (d->trouble) {
        case AL_TROUBLE_BICEP_UNKNOWN_NAME:
        case AL_TROUBLE_BICEP_DUPLICATE_NAME:
        case AL_TROUBLE_BICEP_UNKNOWN_FUNCTION:
        case AL_TROUBLE_BICEP_IMPORT:
            al_buf_printf(&out, "%s%u:%u %s: %.*s", out.n ? "\n" : "", at.line, at.column,
                          al_trouble_info(d->trouble)->id, AL_FMT(d->message));
            break;
        default: break;
        }
    }
    return out.s ? out.s : "";
}

/* -- expressions -- */

static void names_are_bound(void **state)
{
    static const char declarations[] =
        "param p string = 'a'\nvar v = any(1)\nparam deployment string = 'shadows'\n"
        "func f(a string) string => '${a}${v}${f2(a)}'\nfunc f2(a string) string => a\n"
        "resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {\n  name: 'v'\n"
        "  resource secret 'secrets' existing = {\n    name: 's'\n"
        "    resource version 'versions@2022-01-01' existing = { name: '1' }\n  }\n}\n"
        "resource many 'Microsoft.Storage/storageAccounts@2023-01-01' = [for i in range(0, 2): { name: 'x' }]\n"
        "module m 'm.bicep' = { name: 'm' }\n";
    static const struct {
        const char *source, *tree;
    } table[] = {
        {"p", "P.p"},
        {"v", "V.v"},
        {"vault", "R.vault"},
        {"vault.properties.x", "R.vault.properties.x"},
        {"vault::secret", "R.secret"},
        {"vault::secret::version.id", "R.version.id"},
        {"many[1].id", "R.many[1].id"},
        {"m.outputs.x", "R.m.outputs.x"},
        {"[p, {a: v, '${p}': 1, ...v}]", "[P.p, {a: V.v, format('{0}', P.p): 1, ...V.v}]"},
        {"p == v ? p : v", "if(equals(P.p, V.v), P.p, V.v)"},
        /* locals hide what stands outside, and only where they are */
        {"[for p in v: p]", "[for p in V.v: L.p]"},
        {"[for (p, i) in [p]: {a: p, b: i}]", "[for p/i in [P.p]: {a: L.p, b: L.i}]"},
        {"[map(v, p => p), p]", "[+map(V.v, p => L.p), P.p]"},
        {"map(v, x => map(x, x => x))", "+map(V.v, x => +map(L.x, x => L.x))"},
        {"reduce(v, 0, (a, b) => a + b)", "+reduce(V.v, 0, a,b => add(L.a, L.b))"},
        /* functions */
        {"concat(p, 'x')", "+concat(P.p, 'x')"},
        {"sys.concat(p, 'x')", "+concat(P.p, 'x')"},
        {"az.resourceGroup().id", "+resourceGroup().id"},
        {"az.deployment().name", "+deployment().name"},
        {"deployment().name", "+deployment().name"},
        {"f(p)", "#f(P.p)"},
        {"any(p).x", "P.p.x"},
        {"nameof(p)", "'p'"},
        {"nameof(vault::secret)", "'secret'"},
        {"nameof(vault.properties.sku)", "'sku'"},
        {"list('id', '1')", "list('id', '1')"},
        /* what is asked of a resource */
        {"many[0].listKeys()", "listKeys(R.many[0], '2023-01-01')"},
        {"many[0].listKeys('2020-01-01', {})", "listKeys(R.many[0], '2020-01-01', {})"},
        {"vault::secret.listX()", "listX(R.secret, '2023-07-01')"},
        {"vault::secret::version.listX()", "listX(R.version, '2022-01-01')"},
        {"vault.getSecret('n', '1')", "+getSecret(R.vault, 'n', '1')"},
        {"this.exists()", "+this.exists()"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        char text[2048];
        struct bicep b;
        snprintf(text, sizeof text, "%svar subject = %s\n", declarations, table[i].source);
        b = read_bicep(text, NULL);
        assert_string_equal(shown(&b, variable(&b, "subject")), table[i].tree);
        done(&b);
    }
}

static void functions_see_little(void **state)
{
    struct bicep b =
        read_bicep("var v = 1\nfunc f(a string, n int) string => '${a}${v}${g(a)}'\n"
                   "func g(p string) string => join(map(['x'], x => '${x}${p}'), '')\nparam p string\n",
                   NULL);
    const struct al_function_decl *f = al_map_get(&b.t->function_index, AL_STR(".f"));

    (void)state;
    assert_string_equal(said(b.r), "");
    assert_string_equal(shown(&b, f->output), "format('{0}{1}{2}', P.a, V.v, #g(P.a))");
    assert_ptr_equal(f->output->call.args[3]->call.resolved, &b.t->functions[1]);
    assert_string_equal(shown(&b, b.t->functions[1].output),
                        "+join(+map(['x'], x => format('{0}{1}', L.x, P.p)), '')");
    assert_ptr_equal(f->home, b.t);
    assert_int_equal(f->nparameters, 2);
    assert_text(f->parameters[1].name, "n");
    assert_int_equal(f->parameters[1].type.kind, AL_TYPE_INT);
    assert_int_equal(f->output_type.kind, AL_TYPE_STRING);
    assert_text(al_span_text(f->name_span), "f");
    done(&b);
}

/* -- types -- */

static void types_are_lowered(void **state)
{
    static const char declarations[] =
        "type name = string\ntype letters = 'a' | 'b'\ntype pair = [string, int]\n"
        "type tree = {\n  left: tree?\n  @minLength(2)\n  label: string\n  leaf: {\n    size: int\n  }\n  other: name\n}\n"
        "type map = {\n  *: int\n}\ntype cat = {\n  kind: 'cat'\n}\ntype dog = {\n  kind: 'dog'\n}\n";
    static const struct {
        const char *decorators, *type, *tree;
    } table[] = {
        {"", "string", "{type: 'string'}"},
        {"", "sys.int", "{type: 'int'}"},
        {"", "any", "{}"},
        {"", "bool?", "{type: 'bool', nullable: true}"},
        {"", "object[]", "{type: 'array', items: {type: 'object'}}"},
        {"@secure()\n", "string", "{type: 'secureString'}"},
        {"@sys.secure()\n", "object", "{type: 'secureObject'}"},
        {"@secure()\n", "name", "{$ref: '#/definitions/name', type: 'secureString'}"},
        {"@minLength(3)\n@maxLength(24)\n", "string", "{type: 'string', minLength: 3, maxLength: 24}"},
        {"@minValue(-1)\n@maxValue(9)\n", "int", "{type: 'int', minValue: -1, maxValue: 9}"},
        {"@allowed(['x', 'y'])\n", "string", "{type: 'string', allowedValues: ['x', 'y']}"},
        {"@description('d')\n", "int", "{type: 'int', metadata: {description: 'd'}}"},
        {"@description('d')\n@metadata({a: 1, description: 'e'})\n", "int",
         "{type: 'int', metadata: {a: 1, description: 'd'}}"},
        {"", "'x'", "{type: 'string', allowedValues: ['x']}"},
        {"", "1 | 2", "{type: 'int', allowedValues: [1, 2]}"},
        {"", "letters | 'c' | 'b'", "{type: 'string', allowedValues: ['a', 'b', 'c']}"},
        {"", "'x' | null", "{type: 'string', allowedValues: ['x'], nullable: true}"},
        {"", "('x' | 1 | true)[]", "{type: 'array', allowedValues: ['x', 1, true]}"},
        {"", "('x' | null)[]", "{type: 'array', allowedValues: ['x', null]}"},
        {"", "letters[]", "{type: 'array', items: {$ref: '#/definitions/letters'}}"},
        {"", "{a: 'x'} | {a: 'y'}", "{type: 'object', allowedValues: [{a: 'x'}, {a: 'y'}]}"},
        {"", "string | 1", "{}"},
        {"", "[string, 'x']",
         "{type: 'array', prefixItems: [{type: 'string'}, {type: 'string', allowedValues: ['x']}], items: false}"},
        {"@sealed()\n", "{a: int}",
         "{type: 'object', properties: {a: {type: 'int'}}, additionalProperties: false}"},
        {"", "{a: int, *: string}",
         "{type: 'object', properties: {a: {type: 'int'}}, additionalProperties: {type: 'string'}}"},
        {"", "tree", "{$ref: '#/definitions/tree'}"},
        {"", "tree!", "{$ref: '#/definitions/tree', nullable: false}"},
        {"", "tree.leaf.size", "{$ref: '#/definitions/tree/properties/leaf/properties/size'}"},
        {"", "tree.left.left", "{$ref: '#/definitions/tree/properties/left'}"},
        {"", "pair[1]", "{$ref: '#/definitions/pair/prefixItems/1'}"},
        {"", "map.*", "{$ref: '#/definitions/map/additionalProperties'}"},
        {"", "{a: {b: int}}.a.b", "{type: 'int'}"},
        {"", "resourceInput<'A.B/c@2020-01-01'>", "{type: 'object'}"},
        {"", "resourceInput<'A.B/c@2020-01-01'>.tags", "{type: 'object'}"},
        {"", "resourceInput<'A.B/c@2020-01-01'>.properties.x", "{}"},
        {"@discriminator('kind')\n", "cat | dog",
         "{type: 'object', discriminator: {propertyName: 'kind', mapping: {cat: {$ref: '#/definitions/cat'}, "
         "dog: {$ref: '#/definitions/dog'}}}}"},
        {"@discriminator('kind')\n", "(cat | (dog | {kind: 'cow'}))?",
         "{type: 'object', discriminator: {propertyName: 'kind', mapping: {cat: {$ref: '#/definitions/cat'}, "
         "dog: {$ref: '#/definitions/dog'}, cow: {type: 'object', properties: {kind: {type: 'string', "
         "allowedValues: ['cow']}}}}}, nullable: true}"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        char text[2048];
        struct bicep b;
        snprintf(text, sizeof text, "%s%sparam subject %s\n", declarations, table[i].decorators,
                 table[i].type);
        b = read_bicep(text, NULL);
        assert_string_equal(shown(&b, b.t->parameters[0].node), table[i].tree);
        assert_ptr_equal(b.t->parameters[0].type.node, b.t->parameters[0].node);
        done(&b);
    }
}

static void types_are_definitions(void **state)
{
    struct bicep b =
        read_bicep("@export()\n@description('d')\ntype a = b[]\ntype b = {\n  a: a?\n}\ntype string = int\n"
                   "param p string\nparam q sys.string\n",
                   NULL);
    const struct al_type_decl *a = al_map_get(&b.t->type_index, AL_STR("a"));

    (void)state;
    assert_string_equal(said(b.r), "");
    assert_int_equal(b.t->ntypes, 3);
    assert_true(a->exported);
    assert_false(b.t->types[1].exported);
    assert_string_equal(shown(&b, al_type_target(b.t, AL_STR("b/properties/a"))),
                        "{$ref: '#/definitions/a', nullable: true}");
    assert_string_equal(shown(&b, a->type.node),
                        "{type: 'array', items: {$ref: '#/definitions/b'}, metadata: {description: 'd'}}");
    assert_text(b.t->parameters[0].type.ref, "string");
    assert_int_equal(b.t->parameters[1].type.kind, AL_TYPE_STRING);
    done(&b);
}

/* Each union is twice the one before it: the names of all are found, their members are not counted to the
 * end. */
static void unions_of_unions_end(void **state)
{
    struct al_buf text = {.most = 0};
    struct bicep b;

    (void)state;
    text.arena = al_arena_new(0);
    al_buf_put(&text, AL_STR("type t0 = {\n  a: 'x'\n}\n"));
    for (int i = 1; i < 64; i++)
        al_buf_printf(&text, "type t%d = {\n  a: t%d\n  b: t%d\n}\n", i, i - 1, i - 1);
    al_buf_put(&text, AL_STR("param p t63 | {\n  a: 'y'\n}\n"));
    b = read_bicep(al_buf_str(&text).s, NULL);
    assert_string_equal(shown(&b, b.t->parameters[0].node), "{}");
    al_arena_free(text.arena);
    done(&b);
}

/* -- declarations -- */

static void parameters_are_declared(void **state)
{
    struct bicep b = read_bicep("@description('d')\n@secure()\nparam a string = newGuid()\n"
                                "param b resourceInput<'A.B/c@2020-01-01'>.properties.x\n"
                                "@secure()\nparam c resourceInput<'A.B/c@2020-01-01'>.properties.y\n",
                                NULL);
    const struct al_parameter *p = b.t->parameters;

    (void)state;
    assert_string_equal(said(b.r), "");
    assert_int_equal(b.t->nparameters, 3);
    assert_text(al_span_text(p->name_span), "a");
    assert_true(p->type.secure && !p[1].type.secure && p[2].type.secure);
    assert_string_equal(shown(&b, p->node),
                        "{type: 'secureString', defaultValue: +newGuid(), metadata: {description: 'd'}}");
    assert_string_equal(shown(&b, p->default_value), "+newGuid()");
    assert_string_equal(shown(&b, p->metadata), "{description: 'd'}");
    assert_ptr_equal(al_map_get(&b.t->parameter_index, AL_STR("B")), &p[1]);
    assert_true(p[1].type.known && p[1].type.kind == AL_TYPE_ANY);
    done(&b);
}

static void variables_and_outputs_are_declared(void **state)
{
    struct bicep b = read_bicep("@export()\nvar v = [for (x, i) in [1]: x + i]\nvar w = v\n"
                                "@description('d')\noutput o array = v\n@secure()\noutput p string = 'x'\n"
                                "output q int[] = [for x in v: x]\n",
                                NULL);
    const struct al_output *o = b.t->outputs;

    (void)state;
    assert_string_equal(said(b.r), "");
    assert_string_equal(shown(&b, variable(&b, "v")), "[for x/i in [1]: add(L.x, L.i)]");
    assert_text(variable(&b, "v")->loop.names->name, "v");
    assert_true(b.t->variables[0].exported);
    assert_false(b.t->variables[1].exported);
    assert_text(al_span_text(b.t->variables[1].name_span), "w");
    assert_int_equal(b.t->noutputs, 3);
    assert_string_equal(shown(&b, o->node), "{type: 'array', value: V.v, metadata: {description: 'd'}}");
    assert_string_equal(shown(&b, o->value), "V.v");
    assert_true(o[1].type.secure);
    assert_string_equal(shown(&b, o[2].node),
                        "{type: 'array', items: {type: 'int'}, value: [for x in V.v: L.x]}");
    assert_ptr_equal(al_map_get(&b.t->output_index, AL_STR("o")), o);
    done(&b);
}

static void the_root_looks_like_arm_json(void **state)
{
    struct bicep b =
        read_bicep("targetScope = 'subscription'\nmetadata author = 'me'\n// a remark\nparam p string\n"
                   "var v = p\noutput o string = v\n"
                   "resource g 'Microsoft.Resources/resourceGroups@2024-03-01' = {\n  name: 'g'\n"
                   "  location: 'x'\n}\n",
                   NULL);

    (void)state;
    assert_string_equal(said(b.r), "");
    assert_int_equal(b.t->scope, AL_SCOPE_SUBSCRIPTION);
    assert_true(b.t->symbolic);
    assert_false(b.t->is_parameters);
    assert_text(b.t->content_version, "1.0.0.0");
    assert_int_equal(b.t->ncomments, 1);
    assert_string_equal(
        shown(&b, b.t->root),
        "{$schema: 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#', "
        "contentVersion: '1.0.0.0', metadata: {author: 'me'}, parameters: {p: {type: 'string'}}, "
        "variables: {v: P.p}, resources: {g: {type: 'Microsoft.Resources/resourceGroups', "
        "apiVersion: '2024-03-01', name: 'g', location: 'x'}}, outputs: {o: {type: 'string', value: V.v}}}");
    done(&b);
}

static void parameter_files_assign(void **state)
{
    static const struct other others[] = {
        {"base.bicepparam", "using none\nextends 'root.bicepparam'\nparam c = d\nvar d = 1\n"},
        {"root.bicepparam", "using none\nparam c = 2\nparam r = c\n"},
        {NULL, NULL}};
    struct bicep b = read_file(
        "main.bicepparam",
        "using 'main.bicep'\nextends 'base.bicepparam'\nvar v = 'x'\n"
        "param a = '${v}${readEnvironmentVariable('HOME')}'\nparam b = [base.c, base.r, base.x, base.d]\n"
        "param s = az.getSecret('s', 'g', 'v', 'n')\n",
        others);

    (void)state;
    assert_string_equal(said(b.r), "");
    assert_true(b.t->is_parameters);
    assert_text(b.t->uses->string, "main.bicep");
    assert_int_equal(b.t->extends->nparameters, 1);
    assert_true(b.t->extends->is_parameters);
    assert_null(b.t->extends->uses);
    assert_int_equal(b.t->nparameters, 3);
    assert_string_equal(shown(&b, b.t->parameters[0].default_value),
                        "format('{0}{1}', V.v, +readEnvironmentVariable('HOME'))");
    assert_string_equal(shown(&b, b.t->parameters[0].node),
                        "{value: format('{0}{1}', V.v, +readEnvironmentVariable('HOME'))}");
    assert_int_equal(b.t->parameters[0].type.kind, AL_TYPE_ANY);
    assert_string_equal(shown(&b, b.t->parameters[1].default_value), "[V.home.c, V.home.r, broken, broken]");
    assert_ptr_equal(b.t->parameters[1].default_value->array.items[0]->variable.home, b.t->extends);
    assert_ptr_equal(b.t->parameters[1].default_value->array.items[1]->variable.home, b.t->extends->extends);
    assert_non_null(al_map_get(&b.t->extends->variable_index, AL_STR("c")));
    assert_int_equal(b.t->extends->nvariables, 2);
    assert_string_equal(shown(&b, b.t->parameters[2].default_value), "+getSecret('s', 'g', 'v', 'n')");
    done(&b);
}

/* -- resources -- */

static void resources_are_declared(void **state)
{
    struct bicep b = read_bicep(
        "param on bool\n"
        "resource acc 'Microsoft.Storage/storageAccounts@2023-01-01' = if (on) {\n"
        "  name: 'a'\n  kind: 'StorageV2'\n  dependsOn: [\n    ext\n  ]\n"
        "  resource blobs 'blobServices' = {\n    name: 'default'\n"
        "    resource box 'containers@2022-01-01' = {\n      name: blobs.name\n    }\n  }\n"
        "  properties: {\n    x: on\n  }\n}\n"
        "resource many 'A.B/c@2020-01-01' = [for (x, i) in range(0, 3): if (x > i) {\n  name: '${x}${i}'\n}]\n"
        "resource ext 'Microsoft.Authorization/locks@2020-05-01' existing = {\n  name: 'l'\n  scope: many[0]\n}\n"
        "resource child 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-01-01' = {\n"
        "  parent: acc::blobs\n  name: 'c'\n}\n",
        NULL);
    const struct al_resource_decl *acc = b.t->resources, *many = acc + 1, *ext = acc + 2, *child = acc + 3;

    (void)state;
    assert_string_equal(said_of_names(&b), "");
    assert_int_equal(b.t->nresources, 4);
    assert_int_equal(b.t->ndecls, 6);
    assert_text(acc->symbol, "acc");
    assert_text(al_span_text(acc->name_span), "acc");
    assert_text(acc->type->string, "Microsoft.Storage/storageAccounts");
    assert_text(source_of(acc->type), "Microsoft.Storage/storageAccounts");
    assert_text(source_of(acc->api_version), "2023-01-01");
    assert_string_equal(shown(&b, acc->condition), "P.on");
    assert_string_equal(shown(&b, acc->depends_on), "[R.ext]");
    assert_string_equal(shown(&b, acc->properties), "{x: P.on}");
    assert_int_equal(acc->node->source->text.s[acc->node->off], '{');
    assert_string_equal(
        shown(&b, acc->node),
        "{type: 'Microsoft.Storage/storageAccounts', apiVersion: '2023-01-01', condition: P.on, "
        "name: 'a', kind: 'StorageV2', dependsOn: [R.ext], resources: {blobs: "
        "{type: 'blobServices', apiVersion: '2023-01-01', name: 'default', resources: {box: "
        "{type: 'containers', apiVersion: '2022-01-01', name: R.blobs.name}}}}, "
        "properties: {x: P.on}}");
    assert_int_equal(acc->nchildren, 1);
    assert_ptr_equal(acc->children->parent, acc);
    assert_text(acc->children->type->string, "blobServices");
    assert_text(acc->children->api_version->string, "2023-01-01");
    assert_int_equal(acc->children->ordinal, 1);
    assert_int_equal(acc->children->children->ordinal, 2);
    assert_string_equal(
        shown(&b, many->node),
        "{type: 'A.B/c', apiVersion: '2020-01-01', copy: {name: 'many', count: length(+range(0, 3))}, "
        "condition: greater(L.x, L.i), name: format('{0}{1}', L.x, L.i)}");
    assert_string_equal(shown(&b, many->loop), "[for x/i in +range(0, 3)]");
    assert_text(many->loop->loop.names->name, "many");
    assert_int_equal(many->ordinal, 3);
    assert_true(ext->existing->boolean);
    assert_string_equal(shown(&b, ext->scope), "R.many[0]");
    assert_string_equal(shown(&b, child->parent_node), "R.blobs");
    assert_null(child->parent);
    done(&b);
}

static void resources_of_other_systems_keep_their_shape(void **state)
{
    struct bicep b = read_bicep("extension kubernetes with {\n  namespace: 'n'\n  kubeConfig: ''\n} as k8s\n"
                                "resource pod 'core/Pod@v1' = {\n  metadata: {\n    name: 'p'\n  }\n}\n"
                                "resource acc 'A.B/c@2020-01-01' = {\n  name: 'a'\n}\n",
                                NULL);

    (void)state;
    assert_string_equal(shown(&b, b.t->resources[0].node),
                        "{type: 'core/Pod@v1', import: 'k8s', properties: {metadata: {name: 'p'}}}");
    assert_null(b.t->resources[0].api_version);
    assert_text(b.t->resources[1].api_version->string, "2020-01-01");
    done(&b);
}

static void modules_are_deployments(void **state)
{
    static const struct other others[] = {{"m.bicep", "param p string\noutput o string = p\n"}, {NULL, NULL}};
    struct bicep b = read_bicep(
        "param on bool\nparam more object\n"
        "resource kv 'Microsoft.KeyVault/vaults@2023-07-01' existing = {\n  name: 'v'\n}\n"
        "module a 'm.bicep' = if (on) {\n  name: 'first'\n  scope: resourceGroup('g')\n  params: {\n    p: kv.name\n"
        "    s: kv.getSecret('n')\n    t: on ? kv.getSecret('n', '1') : ''\n    u: on ? 1 : 2\n  }\n  dependsOn: [\n    kv\n  ]\n}\n"
        "module many 'm.bicep' = [for x in [1]: {\n  params: {\n    p: a.outputs.o\n    ...more\n  }\n}]\n"
        "module c 'gone.bicep' = {\n  scope: subscription('s')\n}\n",
        others);
    const struct al_resource_decl *a = &b.t->resources[1], *many = a + 1, *c = a + 2;

    (void)state;
    assert_true(a->is_module);
    assert_int_equal(a->module->nparameters, 1);
    assert_string_equal(
        shown(&b, a->node),
        "{type: 'Microsoft.Resources/deployments', condition: P.on, name: 'first', "
        "scope: +resourceGroup('g'), properties: {expressionEvaluationOptions: {scope: 'inner'}, "
        "mode: 'Incremental', parameters: {p: {value: R.kv.name}, "
        "s: {reference: {keyVault: {id: R.kv.id}, secretName: 'n'}}, "
        "t: if(P.on, {reference: {keyVault: {id: R.kv.id}, secretName: 'n', "
        "secretVersion: '1'}}, {value: ''}), u: {value: if(P.on, 1, 2)}}}, dependsOn: [R.kv]}");
    assert_string_equal(shown(&b, a->condition), "P.on");
    assert_null(a->api_version);
    assert_string_equal(shown(&b, many->name),
                        "format('many-{0}-{1}', copyIndex(), uniqueString('many', deployment().name))");
    assert_string_equal(shown(&b, al_node_get(many->properties, "parameters")),
                        "{p: {value: R.a.outputs.o}, ...mapValues(P.more, value => {value: L.value})}");
    assert_null(c->module);
    assert_string_equal(
        shown(&b, c->node),
        "{type: 'Microsoft.Resources/deployments', location: resourceGroup().location, "
        "name: format('c-{0}', uniqueString('c', deployment().name)), "
        "scope: +subscription('s'), properties: {expressionEvaluationOptions: {scope: 'inner'}, "
        "mode: 'Incremental'}}");
    done(&b);
}

/* -- imports -- */

static const struct other shared[] = {
    {"shared.bicep", "@export()\nvar v = hidden\nvar hidden = 1\n"
                     "@export()\nfunc f(a string) string => g(a)\nfunc g(a string) string => a\n"
                     "@export()\ntype t = {\n  u: u\n  v: u.x\n}\ntype u = {\n  x: int\n  t: t?\n}\n"},
    {"shared.json",
     "{\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\","
     "\"contentVersion\": \"1.0.0.0\", \"languageVersion\": \"2.0\", \"resources\": {},"
     "\"definitions\": {\"t\": {\"type\": \"array\", \"items\": {\"$ref\": \"#/definitions/u\"}},"
     "\"u\": {\"type\": \"string\"}}, \"variables\": {\"a-b\": 1},"
     "\"functions\": [{\"namespace\": \"__bicep\", \"members\": {\"f\": {\"output\": "
     "{\"type\": \"int\", \"value\": 1}}}}]}"},
    {NULL, NULL},
};

static void imports_are_bound(void **state)
{
    struct bicep b =
        read_bicep("import {v as w, f, t as tt} from 'shared.bicep'\nimport * as s from 'shared.bicep'\n"
                   "import {t, 'a-b' as ab} from 'shared.json'\nimport * as j from 'shared.json'\n"
                   "var x = [w, f(s.v), s.f(s.v), ab, j.f()]\n"
                   "param p tt\nparam q t\nparam r tt.u.x\nparam y j.u[]\n",
                   shared);
    const struct al_node *list = variable(&b, "x");
    const struct al_function_decl *f = list->array.items[1]->call.resolved;

    (void)state;
    assert_string_equal(said(b.r), "");
    assert_string_equal(shown(&b, list), "[V.home.v, #f(V.home.v), #f(V.home.v), V.home.a-b, #f()]");
    assert_ptr_not_equal(f->home, b.t);
    assert_ptr_equal(f->home, list->array.items[0]->variable.home);
    assert_ptr_not_equal(list->array.items[3]->variable.home, f->home);
    assert_non_null(((const struct al_function_decl *)list->array.items[4]->call.resolved)->home);
    assert_string_equal(shown(&b, al_node_get(b.t->root, "definitions")),
                        "{tt: {type: 'object', properties: {u: {$ref: '#/definitions/_1.u'}, "
                        "v: {$ref: '#/definitions/_1.u/properties/x'}}}, "
                        "t: {type: 'array', items: {$ref: '#/definitions/_2.u'}}, "
                        "_1.u: {type: 'object', properties: {x: {type: 'int'}, "
                        "t: {$ref: '#/definitions/tt', nullable: true}}}, "
                        "_2.u: {type: 'string'}}");
    assert_string_equal(shown(&b, b.t->parameters[2].node), "{$ref: '#/definitions/_1.u/properties/x'}");
    assert_int_equal(b.t->ntypes, 4);
    assert_non_null(al_map_get(&b.t->type_index, AL_STR("_1.u")));
    assert_false(b.t->types[0].exported);
    done(&b);
}

static void what_cannot_be_imported_is_quiet(void **state)
{
    struct bicep b =
        read_bicep("import {v, f, t} from 'br/public:gone:1.0.0'\nimport * as s from 'gone.bicep'\n"
                   "var x = [v, f(1), s.v.x, s.f(2)]\nparam p t\nparam q s.t[]\nparam r s.t.u\n",
                   shared);

    (void)state;
    assert_string_equal(said(b.r), "");
    assert_string_equal(shown(&b, variable(&b, "x")), "[broken, broken, broken.x, broken]");
    assert_string_equal(shown(&b, b.t->parameters[0].node), "{}");
    assert_string_equal(shown(&b, b.t->parameters[1].node), "{type: 'array', items: {}}");
    done(&b);
}

/* -- what is wrong -- */

static void wrong_names_are_reported(void **state)
{
    static const struct {
        const char *source, *message;
    } table[] = {
        {"param location string\nvar x = locaton\n",
         "2:9 bicep-unknown-name: 'locaton' is not declared; did you mean 'location'?"},
        {"var abc = 1\nvar x = Abc\n", "2:9 bicep-unknown-name: 'Abc' is not declared; did you mean 'abc'?"},
        {"var x = {\n  a: y\n}\n", "2:6 bicep-unknown-name: 'y' is not declared"},
        {"output o string = 'x'\nvar x = o\n", "2:9 bicep-unknown-name: 'o' is not declared"},
        {"var a = [for i in []: i]\nvar x = i\n", "2:9 bicep-unknown-name: 'i' is not declared"},
        {"var x = toLower\n",
         "1:9 bicep-unknown-name: 'toLower' is a function: it must be called, toLower(...)"},
        {"type t = int\nvar x = t\n", "2:9 bicep-unknown-name: 't' is a type, not a value"},
        {"func f() int => 1\nvar x = f\n", "2:9 bicep-unknown-name: 'f' is a function, not a value"},
        {"var x = sys\n", "1:9 bicep-unknown-name: 'sys' is a namespace, not a value"},
        {"var x = az.location\n", "1:9 bicep-unknown-name: the namespace 'az' has no value 'location'"},
        {"param p string\nfunc f() string => p\n",
         "2:20 bicep-unknown-name: 'p' is a parameter, which a function cannot see: only its arguments, "
         "variables and functions"},
        {"resource r 'A.B/c@2020-01-01' = {\n  name: 'x'\n  resource s 'd' = {\n    name: 'y'\n  }\n}\nvar x = s.id\n",
         "7:9 bicep-unknown-name: 's' is not declared"},
        {"resource r 'A.B/c@2020-01-01' = {\n  name: 'x'\n}\nvar x = r::s.id\n",
         "4:9 bicep-unknown-name: 'r' has no nested resource 's'"},
        {"var v = 1\nvar x = v::s\n", "2:9 bicep-unknown-name: '::' needs a resource before it"},
        {"param p strin\n",
         "1:9 bicep-unknown-name: the type 'strin' is not declared; did you mean 'string'?"},
        {"var v = 1\nparam p v\n", "2:9 bicep-unknown-name: 'v' is not a type"},
        {"param p sys.thing\n", "1:9 bicep-unknown-name: the type 'thing' is not declared"},
        /* functions */
        {"var x = tolower('A')\n",
         "1:9 bicep-unknown-function: there is no function 'tolower'; did you mean 'toLower'?"},
        {"func double(n int) int => n\nvar x = doubel(1)\n",
         "2:9 bicep-unknown-function: there is no function 'doubel'; did you mean 'double'?"},
        {"var v = 1\nvar x = v(1)\n", "2:9 bicep-unknown-function: 'v' is not a function"},
        {"var x = createObject('a', 1)\n",
         "1:9 bicep-unknown-function: Bicep has no function createObject(): use a literal { ... }"},
        {"var x = sys.resourceGroup()\n",
         "1:9 bicep-unknown-function: resourceGroup() belongs to the other namespace, 'az'"},
        {"var x = sys.joinn([], '')\n",
         "1:9 bicep-unknown-function: the namespace 'sys' has no function 'joinn'; did you mean 'join'?"},
        {"var v = 1\nvar x = v.trim()\n", "2:9 bicep-unknown-function: a value has no function 'trim'"},
        {"var x = readEnvironmentVariable('A')\n",
         "1:9 bicep-unknown-function: readEnvironmentVariable() can be called only in a parameter file"},
        {"var x = unheard(y)\n", "1:17 bicep-unknown-name: 'y' is not declared\n"
                                 "1:9 bicep-unknown-function: there is no function 'unheard'"},
        /* once for each place, and nothing about what hangs on it */
        {"var x = [nothing.a.b, nothing::c, nothing.listKeys(), nothing[0]]\n",
         "1:10 bicep-unknown-name: 'nothing' is not declared\n1:23 bicep-unknown-name: 'nothing' is not declared\n"
         "1:35 bicep-unknown-name: 'nothing' is not declared\n1:55 bicep-unknown-name: 'nothing' is not declared"},
        /* declarations */
        {"param a string\nvar a = 1\n",
         "1:7 bicep-duplicate-name: 'a' is declared more than once: in line 2, too\n"
         "2:5 bicep-duplicate-name: 'a' is declared more than once: in line 1, too"},
        {"output a int = 1\noutput a int = 2\n",
         "1:8 bicep-duplicate-name: 'a' is declared more than once: in line 2, too\n"
         "2:8 bicep-duplicate-name: 'a' is declared more than once: in line 1, too"},
        {"param a string\noutput a string = a\nmetadata a = 1\n", ""},
        /* imports */
        {"import {hidden, v} from 'shared.bicep'\n",
         "1:9 bicep-import: 'shared.bicep' does not export 'hidden'"},
        {"import * as s from 'shared.bicep'\nvar x = [s.hidden, s.g('a')]\nparam p s.u\n",
         "2:10 bicep-import: 'shared.bicep' does not export 'hidden'\n"
         "2:20 bicep-import: 'shared.bicep' does not export 'g'\n"
         "3:9 bicep-import: 'shared.bicep' does not export 'u'"},
        {"import {V} from 'shared.bicep'\n", "1:9 bicep-import: 'shared.bicep' does not export 'V'"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct bicep b = read_bicep(table[i].source, shared);
        char *said = al_str_cstr(b.r->arena, al_str_of(said_of_names(&b)));
        assert_string_equal(said, table[i].message);
        done(&b);
    }
}

static void parameter_files_have_few_functions(void **state)
{
    struct bicep b =
        read_file("main.bicepparam", "using none\nparam a = resourceGroup().location\nparam b = a\n", NULL);

    (void)state;
    assert_string_equal(said_of_names(&b),
                        "2:11 bicep-unknown-function: resourceGroup() cannot be called in a parameter file");
    assert_string_equal(shown(&b, b.t->parameters[1].default_value), "P.a");
    done(&b);
}

/* A statement that could not be read leaves nothing that is not declared. */
static void broken_sources_still_give_templates(void **state)
{
    static const char *const table[] = {
        "param\n",
        "param a\nvar b = a\n",
        "var = 1\n",
        "var v =\nvar w = v\n",
        "output o\n",
        "resource\n",
        "resource r\n",
        "resource r 'A.B/c@2020-01-01' =\nvar x = r.id\n",
        "module m\n",
        "module m 'x.bicep' = {\n",
        "func f\n",
        "func f(a) => a\n",
        "type t =\n",
        "type t = {\n  a:\n}\n",
        "import {\n",
        "import * as\n",
        "@secure(\nparam p string\n",
        "metadata\n",
        "targetScope =\n",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct bicep b = read_bicep(table[i], NULL);
        assert_non_null(b.t->root);
        for (uint32_t k = 0; k < b.t->nparameters; k++)
            assert_true(b.t->parameters[k].name.n);
        for (uint32_t k = 0; k < b.t->nvariables; k++)
            assert_true(b.t->variables[k].name.n);
        assert_string_equal(said_of_names(&b), "");
        assert_true(al_diags_fatal(&b.r->diags));
        done(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_bound),
        cmocka_unit_test(functions_see_little),
        cmocka_unit_test(types_are_lowered),
        cmocka_unit_test(types_are_definitions),
        cmocka_unit_test(unions_of_unions_end),
        cmocka_unit_test(parameters_are_declared),
        cmocka_unit_test(variables_and_outputs_are_declared),
        cmocka_unit_test(the_root_looks_like_arm_json),
        cmocka_unit_test(parameter_files_assign),
        cmocka_unit_test(resources_are_declared),
        cmocka_unit_test(resources_of_other_systems_keep_their_shape),
        cmocka_unit_test(modules_are_deployments),
        cmocka_unit_test(imports_are_bound),
        cmocka_unit_test(what_cannot_be_imported_is_quiet),
        cmocka_unit_test(wrong_names_are_reported),
        cmocka_unit_test(parameter_files_have_few_functions),
        cmocka_unit_test(broken_sources_still_give_templates),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
