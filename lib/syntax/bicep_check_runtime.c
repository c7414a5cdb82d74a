/* SPDX-License-Identifier: MIT */
/* Values that must be known before anything is deployed: names, conditions, what loops go over, the bodies of
 * loops of variables, what reference() and list*() are called with. Of a resource only its id, name, type and
 * version are known so early, of a module only its name; and of a variable nothing when its value needs more
 * than that. */
#include "syntax/bicep_check_private.h"

enum { TEXTS_MOST = 8, TEXTS_DEPTH = 8 };

/* What is looked for, and what it is needed for. */
struct hunt {
    struct al_bicep_check *c;
    const struct al_bicep_what *purpose; /* NULL: nothing is reported, the first culprit is remembered */
    bool wholes;                         /* a resource as a whole is a culprit, too */
    struct al_bicep_entry *variable;     /* whose value is searched */
};

static void search(struct hunt *h, const struct al_node *node);

static void search_child(void *ptr, const struct al_node *node)
{
    search(ptr, node);
}

/* -- culprits -- */

static al_str chain_text(const struct al_bicep_check *c, const struct al_bicep_entry *variable)
{
    enum { MOST = 8 };
    struct al_buf buf = AL_BUF(c->arena);
    int n = 0;

    for (const struct al_bicep_entry *at = variable; at && n < MOST; at = at->runtime_from, n++) {
        al_buf_printf(&buf, "%s%.*s", n ? " -> " : "", AL_SHOW(at->st->name));
        variable = at;
    }
    if (variable && n < MOST)
        al_buf_printf(&buf, " -> %.*s", AL_SHOW(al_span_text(al_node_span(variable->runtime))));
    return al_buf_str(&buf);
}

static const char *what_is_known(const struct al_bicep_entry *of)
{
    return of->st->kind == AL_BICEP_MODULE ? "its name" : "its id, name, type and apiVersion";
}

static al_str purpose_text(const struct hunt *h)
{
    return al_printf(h->c->arena, "%s%.*s%s", h->purpose->before, AL_SHOW(h->purpose->name),
                     h->purpose->after);
}

static void report(struct hunt *h, const struct al_node *node, const struct al_bicep_entry *of,
                   const struct al_bicep_entry *from)
{
    const struct al_bicep_check *c = h->c;

    if (from)
        al_bicep_error(c, AL_TROUBLE_BICEP_RUNTIME_VALUE, al_node_span(node),
                       "%.*s must be known before anything is deployed, '%.*s' is not: %.*s",
                       AL_FMT(purpose_text(h)), AL_SHOW(from->st->name), AL_FMT(chain_text(c, from)));
    else if (of)
        al_bicep_error(c, AL_TROUBLE_BICEP_RUNTIME_VALUE, al_node_span(node),
                       "%.*s must be known before anything is deployed; of '%.*s' only %s %s then",
                       AL_FMT(purpose_text(h)), AL_SHOW(of->st->name), what_is_known(of),
                       of->st->kind == AL_BICEP_MODULE ? "is" : "are");
    else
        al_bicep_error(c, AL_TROUBLE_BICEP_RUNTIME_VALUE, al_node_span(node),
                       "%.*s must be known before anything is deployed, %.*s() is answered only then",
                       AL_FMT(purpose_text(h)), AL_SHOW(node->call.name));
}

/* `of`: the resource it is a value of; `from`: the variable; neither: a function. */
static void found(struct hunt *h, const struct al_node *node, const struct al_bicep_entry *of,
                  struct al_bicep_entry *from)
{
    if (h->purpose)
        report(h, node, of, from);
    else if (!h->variable->runtime) {
        h->variable->runtime = node;
        h->variable->runtime_from = from;
    }
}

/* -- resources -- */

/* The resource or module, or the element of a loop of them, that a node is. */
static const struct al_bicep_entry *one_of(const struct hunt *h, const struct al_node *node)
{
    const struct al_bicep_entry *entry = NULL;

    if (node->kind == AL_NODE_RESOURCE)
        entry = al_bicep_entry_of(h->c, node);
    else if (node->kind == AL_NODE_INDEX && node->index.base->kind == AL_NODE_RESOURCE) {
        entry = al_bicep_entry_of(h->c, node->index.base);
        if (entry && !entry->st->loop)
            entry = NULL;
    }
    return entry && !al_bicep_is_foreign(h->c, entry) ? entry : NULL;
}

static bool is_in(al_str name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (al_str_eq(name, al_str_of(list[i])))
            return true;
    return false;
}

/* An existing resource that cannot be looked up before something else is deployed. */
static bool is_found_late(const struct al_bicep_entry *of)
{
    return of->st->existing && of->runtime;
}

/* A property that the resource has and that is known only once it is deployed. */
static bool is_late(const struct al_bicep_entry *of, al_str name)
{
    static const char *const late[] = {"properties",
                                       "location",
                                       "tags",
                                       "sku",
                                       "kind",
                                       "identity",
                                       "plan",
                                       "zones",
                                       "scale",
                                       "extendedLocation",
                                       "managedBy",
                                       "eTag",
                                       "managedByExtended"};
    static const char *const module_late[] = {"outputs"};

    if (of->st->kind == AL_BICEP_MODULE)
        return is_in(name, module_late, 1);
    return is_in(name, late, sizeof late / sizeof *late) ||
           (is_found_late(of) && al_str_eq(name, AL_STR("name")));
}

/* base.name or base['name'] */
static void search_property(struct hunt *h, const struct al_node *node, const struct al_bicep_entry *of,
                            al_str name)
{
    if (is_late(of, name))
        found(h, node, of, NULL);
}

/* A text that certainly depends on a parameter. */
static bool is_parametrized(const struct al_node *node)
{
    if (node->kind == AL_NODE_PARAMETER)
        return true;
    if (node->kind != AL_NODE_CALL || !(node->flags & AL_NODE_OPERATOR) ||
        (!al_str_eq(node->call.name, AL_STR("format")) && !al_str_eq(node->call.name, AL_STR("if"))))
        return false;
    for (uint32_t i = 1; i < node->call.n; i++)
        if (node->call.args[i]->kind == AL_NODE_PARAMETER)
            return true;
    return false;
}

/* The texts that a node may certainly be, as far as they are written out. */
struct texts {
    al_str v[TEXTS_MOST];
    size_t n;
};

static void add_texts(const struct al_bicep_check *c, struct texts *texts, const struct al_node *node,
                      int depth);

static void add_item(const struct al_bicep_check *c, struct texts *texts, const struct al_node *array,
                     int64_t i, int depth)
{
    if (al_node_is(array, AL_NODE_ARRAY) && !(array->flags & AL_NODE_HAS_SPREAD) && i >= 0 &&
        i < array->array.n)
        add_texts(c, texts, array->array.items[i], depth);
}

static void add_texts_of_call(const struct al_bicep_check *c, struct texts *texts, const struct al_node *call,
                              int depth)
{
    const struct al_node *array;

    if (call->flags & AL_NODE_OPERATOR && call->call.n == 3 && al_str_eq(call->call.name, AL_STR("if"))) {
        add_texts(c, texts, call->call.args[1], depth);
        add_texts(c, texts, call->call.args[2], depth);
    } else if (!(call->flags & (AL_NODE_OPERATOR | AL_NODE_DECLARED)) && call->call.n == 1) {
        array = al_bicep_shape_of(c, call->call.args[0]).literal;
        if (al_str_eq(call->call.name, AL_STR("first")))
            add_item(c, texts, array, 0, depth);
        else if (al_str_eq(call->call.name, AL_STR("last")) && al_node_is(array, AL_NODE_ARRAY))
            add_item(c, texts, array, (int64_t)array->array.n - 1, depth);
    }
}

static void add_texts(const struct al_bicep_check *c, struct texts *texts, const struct al_node *node,
                      int depth)
{
    const struct al_bicep_shape shape = al_bicep_shape_of(c, node);
    int64_t i;

    if (depth == TEXTS_DEPTH || texts->n == TEXTS_MOST)
        return;
    if (al_node_is(shape.literal, AL_NODE_STRING))
        texts->v[texts->n++] = shape.literal->string;
    else if (node->kind == AL_NODE_CALL)
        add_texts_of_call(c, texts, node, depth + 1);
    else if (node->kind == AL_NODE_INDEX && node->index.index &&
             al_bicep_integer(&i, al_bicep_shape_of(c, node->index.index).literal))
        add_item(c, texts, al_bicep_shape_of(c, node->index.base).literal, i, depth + 1);
}

/* base[index], where the index names a property. */
static bool may_be_late(const struct hunt *h, const struct al_bicep_entry *of, const struct al_node *index)
{
    struct texts texts = {.n = 0};

    add_texts(h->c, &texts, index, 0);
    for (size_t i = 0; i < texts.n; i++)
        if (is_late(of, texts.v[i]))
            return true;
    return is_parametrized(index);
}

static void search_index(struct hunt *h, const struct al_node *node)
{
    const struct al_bicep_entry *of = one_of(h, node->index.base);
    const struct al_node *index = node->index.index;

    if (index)
        search(h, index);
    if (!of || (node->index.base->kind == AL_NODE_RESOURCE && of->st->loop) || !index) {
        search(h, node->index.base);
        return;
    }
    if (node->index.base->kind == AL_NODE_INDEX && node->index.base->index.index)
        search(h, node->index.base->index.index);
    if (may_be_late(h, of, index))
        found(h, node, of, NULL);
}

static void search_member(struct hunt *h, const struct al_node *node)
{
    const struct al_bicep_entry *of = one_of(h, node->member.base);

    if (!of) {
        search(h, node->member.base);
        return;
    }
    search_property(h, node, of, node->member.name);
    if (node->member.base->kind == AL_NODE_INDEX && node->member.base->index.index)
        search(h, node->member.base->index.index);
}

/* -- functions -- */

static bool is_runtime_call(const struct al_node *call)
{
    const struct al_bicep_function *function;

    if (call->flags & (AL_NODE_OPERATOR | AL_NODE_DECLARED))
        return false;
    function = al_bicep_function_find(call->call.name);
    return function && function->flags & AL_BICEP_FN_RUNTIME;
}

static void search_call(struct hunt *h, const struct al_node *call)
{
    const uint32_t first = al_bicep_is_method(call) ? 1 : 0;

    if (is_runtime_call(call))
        found(h, call, NULL, NULL);
    for (uint32_t i = first; i < call->call.n; i++)
        search(h, call->call.args[i]);
    if (first && !one_of(h, call->call.args[0]))
        search(h, call->call.args[0]);
}

/* -- the search -- */

static void search(struct hunt *h, const struct al_node *node)
{
    const struct al_bicep_entry *of;
    struct al_bicep_entry *entry;

    switch ((enum al_node_kind)node->kind) {
    case AL_NODE_MEMBER: search_member(h, node); break;
    case AL_NODE_CALL: search_call(h, node); break;
    case AL_NODE_INDEX:
        of = one_of(h, node);
        if (of && h->wholes)
            found(h, node->index.base, of, NULL);
        if (of && node->index.index)
            search(h, node->index.index);
        if (!of)
            search_index(h, node);
        break;
    case AL_NODE_RESOURCE:
        of = one_of(h, node);
        if (of && h->wholes)
            found(h, node, of, NULL);
        break;
    case AL_NODE_VARIABLE:
        entry = al_bicep_entry_of(h->c, node);
        if (entry && entry->runtime)
            found(h, node, NULL, entry);
        break;
    default: al_node_each_child(node, search_child, h); break;
    }
}

static void check_value(struct al_bicep_check *c, const struct al_node *node,
                        const struct al_bicep_what *purpose, bool wholes)
{
    struct hunt h = {.c = c, .purpose = purpose, .wholes = wholes};

    if (node)
        search(&h, node);
}

/* -- where values must be known -- */

static const struct al_bicep_what of_loop = {NULL, "what a loop goes over", {"", 0}, ""},
                                  of_condition = {NULL, "a condition", {"", 0}, ""},
                                  of_function = {NULL, "what a function gives", {"", 0}, ""};

struct walk {
    struct al_bicep_check *c;
    const struct al_bicep_entry *entry;
};

/* Azure asks for the properties of existing resources at the start, and cannot when their names are not known
 * then. */
static void check_access(struct walk *w, const struct al_node *node)
{
    const struct hunt h = {.c = w->c};
    const bool is_call = node->kind == AL_NODE_CALL;
    const struct al_node *base = is_call ? node->call.args[0] : node->member.base;
    const struct al_bicep_entry *of = one_of(&h, base);

    if (of && is_found_late(of) &&
        (is_call || (is_late(of, node->member.name) && !al_str_eq(node->member.name, AL_STR("name")))))
        al_bicep_error(
            w->c, AL_TROUBLE_BICEP_RUNTIME_VALUE, al_node_span(node),
            "nothing but the name of '%.*s' can be used: what names it is known only during the deployment",
            AL_SHOW(of->st->name));
}

static void check_arguments(struct walk *w, const struct al_node *call)
{
    const struct al_bicep_what purpose = {NULL, "what ", call->call.name, "() is called with"};

    for (uint32_t i = al_bicep_is_method(call) ? 1 : 0; i < call->call.n; i++)
        check_value(w->c, call->call.args[i], &purpose, false);
}

static void check_loops(void *ptr, const struct al_node *node)
{
    struct walk *w = ptr;

    if (node->kind == AL_NODE_MEMBER || (node->kind == AL_NODE_CALL && al_bicep_is_method(node)))
        check_access(w, node);

    if (node->kind == AL_NODE_LOOP && node->loop.over)
        check_value(w->c, node->loop.over, &of_loop, true);
    if (node->kind == AL_NODE_CALL && is_runtime_call(node))
        check_arguments(w, node);
    al_node_each_child(node, check_loops, ptr);
}

static void check_properties(struct al_bicep_check *c, const struct al_bicep_entry *entry,
                             const char *const *names, size_t n)
{
    const struct al_node *body = al_bicep_body(entry->st);

    for (uint32_t i = 0; body && i < body->object.n; i++) {
        const struct al_property *property = &body->object.items[i];
        const struct al_bicep_what purpose = {NULL, "the ", property->key,
                                              entry->st->kind == AL_BICEP_MODULE ? " of a module"
                                                                                 : " of a resource"};
        if (!property->key_node && is_in(property->key, names, n))
            check_value(c, property->value, &purpose, false);
    }
}

static void check_deployed(struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    static const char *const of_resource[] = {
        "name", "scope", "parent",   "location",          "kind", "managedBy", "extendedLocation", "zones",
        "plan", "sku",   "identity", "managedByExtended", "tags", "asserts"};
    static const char *const of_module[] = {"name", "scope"};
    const struct al_bicep_statement *st = entry->st;

    if (st->kind == AL_BICEP_MODULE)
        check_properties(c, entry, of_module, sizeof of_module / sizeof *of_module);
    else
        check_properties(c, entry, of_resource, sizeof of_resource / sizeof *of_resource);
    check_value(c, st->condition, &of_condition, true);
    if (st->loop)
        check_value(c, st->loop->loop.over, &of_loop, true);
}

static bool is_below_existing(const struct al_bicep_entry *entry)
{
    for (; entry; entry = entry->outer)
        if (entry->st->existing)
            return true;
    return false;
}

static void set_found_late(struct al_bicep_check *c, struct al_bicep_entry *entry)
{
    static const char *const names[] = {"name", "scope", "parent"};
    const struct al_bicep_entry *parent = al_bicep_parent_of(c, entry);
    const struct al_node *body = al_bicep_body(entry->st);
    struct hunt h = {.c = c, .variable = entry};

    if (parent && is_found_late(parent))
        entry->runtime = parent->runtime;
    for (size_t i = 0; body && i < sizeof names / sizeof *names; i++)
        if (al_bicep_value_of(body, names[i]))
            search(&h, al_bicep_value_of(body, names[i]));
}

static void check_variable(struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    const struct al_bicep_what purpose = {NULL, "the value of '", entry->st->name, "', a loop,"};

    if (al_node_is(entry->st->value, AL_NODE_LOOP) && entry->st->value->loop.body)
        check_value(c, entry->st->value->loop.body, &purpose, true);
}

static void check_entry(struct al_bicep_check *c, struct al_bicep_entry *entry)
{
    struct hunt h = {.c = c, .wholes = true, .variable = entry};
    struct walk w = {c, entry};
    const struct al_bicep_statement *st = entry->st;

    if (entry->circle)
        return;
    if (st->existing && !al_bicep_is_foreign(c, entry))
        set_found_late(c, entry);
    if (is_below_existing(entry))
        return;
    if (st->kind == AL_BICEP_VAR && st->value)
        search(&h, st->value);
    al_bicep_each_expression(st, check_loops, &w);
    if ((st->kind == AL_BICEP_RESOURCE || st->kind == AL_BICEP_MODULE) && !al_bicep_is_foreign(c, entry))
        check_deployed(c, entry);
    else if (st->kind == AL_BICEP_VAR)
        check_variable(c, entry);
    else if (st->kind == AL_BICEP_FUNC)
        check_value(c, st->value, &of_function, true);
}

void al_bicep_check_runtime(struct al_bicep_check *c)
{
    for (uint32_t i = 0; i < c->n; i++)
        check_entry(c, c->order[i]);
}
