/* SPDX-License-Identifier: MIT */
/* Properties and items: whether a value has any, and that one. */
#include "syntax/bicep_check_private.h"

static struct al_bicep_shape anything(void)
{
    return AL_BICEP_SHAPE(AL_BICEP_IS_ANYTHING);
}

/* -- values whose properties are known -- */

static const struct {
    const char *name, *fields;
} lists[] = {
    {"deployer", "objectId tenantId userPrincipalName"},
    {"deployment", "location name properties"},
    {"environment",
     "activeDirectoryDataLake authentication batch gallery graph graphAudience media name portal "
     "resourceManager sqlManagement suffixes vmImageAliasDoc"},
    {"environment.authentication", "audiences identityProvider loginEndpoint tenant"},
    {"environment.suffixes",
     "acrLoginServer azureDatalakeAnalyticsCatalogAndJob azureDatalakeStoreFileSystem "
     "azureFrontDoorEndpointSuffix keyvaultDns sqlServerHostname storage"},
    {"managementGroup", "id name properties type"},
    {"parseCidr", "broadcast cidr firstUsable lastUsable netmask network"},
    {"resourceGroup", "id location managedBy name properties tags type"},
    {"subscription", "displayName id subscriptionId tenantId"},
    {"tenant", "country countryCode displayName tenantId"},
};

static const char *fields_of(al_str name)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (al_str_eq(name, al_str_of(lists[i].name)))
            return lists[i].fields;
    return NULL;
}

const char *al_bicep_fields(const struct al_bicep_check *c, const char *name)
{
    /* a deployment into a resource group is where the group is */
    if (strcmp(name, "deployment") == 0 && c->scope == AL_SCOPE_RESOURCE_GROUP)
        return "name properties";
    return fields_of(al_str_of(name));
}

/* -- properties -- */

enum { NAMES_MOST = 64 };

struct names {
    al_str v[NAMES_MOST];
    size_t n;
};

static void add_name(struct names *names, al_str name)
{
    if (names->n < NAMES_MOST)
        names->v[names->n++] = name;
}

static al_str listing(const struct al_bicep_look *l, const struct names *names, al_str name)
{
    enum { SHOWN = 12 };
    al_arena *arena = l->c->arena;
    const al_str closest = al_bicep_closest(arena, name, names->v, names->n);
    struct al_buf buf = AL_BUF(arena);

    if (closest.n || names->n == 0 || names->n > SHOWN)
        return closest;
    al_buf_put(&buf, AL_STR("; there "));
    al_buf_put(&buf, names->n == 1 ? AL_STR("is ") : AL_STR("are "));
    for (size_t i = 0; i < names->n; i++)
        al_buf_printf(&buf, "%s'%.*s'", i ? ", " : "", AL_SHOW(names->v[i]));
    return al_buf_str(&buf);
}

/* The property as it is written: .name, or ['name']. */
static struct al_span property_span(const struct al_node *node)
{
    const char *text = node->source->text.s;
    const al_str name = node->kind == AL_NODE_MEMBER ? node->member.name : AL_STR("");

    if (node->kind == AL_NODE_INDEX && node->index.index)
        return al_node_span(node->index.index);
    if (name.s < text || name.s >= text + node->source->text.n)
        return al_node_span(node);
    return (struct al_span){node->source, (uint32_t)(name.s - text), (uint32_t)name.n};
}

static void report_missing(const struct al_bicep_look *l, const struct al_node *node, const char *what,
                           al_str name, const struct names *names)
{
    if (node->flags & AL_NODE_SAFE)
        return;
    al_bicep_error(l->c, AL_TROUBLE_BICEP_UNKNOWN_PROPERTY, property_span(node),
                   "%s has no property '%.*s'%.*s", what, AL_SHOW(name), AL_FMT(listing(l, names, name)));
}

/* Of an object that is written out. */
static struct al_bicep_shape literal_property(const struct al_bicep_look *l, const struct al_node *node,
                                              const struct al_node *object, al_str name)
{
    const struct al_property *property = al_bicep_look_up(l->c, object, name);
    struct names names = {.n = 0};

    if (property)
        return property->value->kind == AL_NODE_ARRAY ? al_bicep_shape_of_items(l->c, property->value)
                                                      : al_bicep_shape_of(l->c, property->value);
    if (al_bicep_is_open(l->c, object))
        return anything();
    for (uint32_t i = 0; i < object->object.n && i < NAMES_MOST; i++)
        add_name(&names, object->object.items[i].key);
    report_missing(l, node, "the object", name, &names);
    return anything();
}

static struct al_bicep_shape listed_property(const struct al_bicep_look *l, const struct al_node *node,
                                             const char *list, al_str name)
{
    const char *fields = al_bicep_fields(l->c, list);
    struct names names = {.n = 0};
    struct al_bicep_shape shape = anything();
    al_str word, rest = al_str_of(fields), inner = al_printf(l->c->arena, "%s.%.*s", list, AL_FMT(name));

    while (fields && al_str_split_next(&word, &rest, ' ')) {
        if (al_str_caseeq(word, name)) {
            shape.fields = fields_of(inner) ? inner.s : NULL;
            return shape;
        }
        add_name(&names, word);
    }
    if (fields)
        report_missing(l, node, al_printf(l->c->arena, "%s()", list).s, name, &names);
    return shape;
}

/* -- modules -- */

static struct al_bicep_shape output_of(const struct al_bicep_look *l, const struct al_node *node,
                                       const struct al_template *module, al_str name)
{
    const struct al_output *output = al_map_get(&module->output_index, name);
    struct names names = {.n = 0};

    if (output && al_str_eq(output->name, name))
        return al_bicep_shape_of_type(l->c, module, output->type);
    for (uint32_t i = 0; i < module->noutputs; i++)
        add_name(&names, module->outputs[i].name);
    if (!(node->flags & AL_NODE_SAFE))
        al_bicep_error(l->c, AL_TROUBLE_BICEP_UNKNOWN_PROPERTY, property_span(node),
                       "the module has no output '%.*s'%.*s", AL_SHOW(name),
                       AL_FMT(listing(l, &names, name)));
    return anything();
}

static struct al_bicep_shape module_property(const struct al_bicep_look *l, const struct al_node *node,
                                             struct al_bicep_shape base, al_str name)
{
    static const struct names names = {.v = {{"outputs", 7}, {"name", 4}, {"identity", 8}}, .n = 3};

    if (al_str_eq(name, AL_STR("outputs"))) {
        base.part = AL_BICEP_PART_OUTPUTS;
        base.kinds = AL_BICEP_IS_OBJECT;
        return base;
    }
    if (al_str_eq(name, AL_STR("name")))
        return AL_BICEP_SHAPE(AL_BICEP_IS_STRING);
    if (!al_str_eq(name, AL_STR("identity")))
        report_missing(l, node, "a module", name, &names);
    return anything();
}

static bool is_known_module(struct al_bicep_shape shape)
{
    return shape.of && shape.of->st->kind == AL_BICEP_MODULE && shape.of->decl && shape.of->decl->module;
}

/* -- the whole -- */

/* Other systems than Azure Resource Manager may call anything `id`. */
static struct al_bicep_shape resource_property(const struct al_bicep_look *l, const struct al_bicep_entry *of,
                                               al_str name)
{
    static const char *const texts[] = {"id", "name", "type", "apiVersion"};

    for (size_t i = 0; of && !al_bicep_is_foreign(l->c, of) && i < sizeof texts / sizeof *texts; i++)
        if (al_str_eq(name, al_str_of(texts[i])))
            return AL_BICEP_SHAPE(AL_BICEP_IS_STRING);
    return anything();
}

static struct al_bicep_shape property_of(const struct al_bicep_look *l, const struct al_node *node,
                                         struct al_bicep_shape base, al_str name)
{
    if (base.part == AL_BICEP_PART_ONE)
        return is_known_module(base) ? module_property(l, node, base, name)
                                     : resource_property(l, base.of, name);
    if (base.part == AL_BICEP_PART_OUTPUTS)
        return is_known_module(base) ? output_of(l, node, base.of->decl->module, name) : anything();
    if (al_node_is(base.literal, AL_NODE_OBJECT))
        return literal_property(l, node, base.literal, name);
    return base.fields ? listed_property(l, node, base.fields, name) : anything();
}

struct al_bicep_shape al_bicep_check_member(struct al_bicep_look *l, const struct al_node *node,
                                            struct al_bicep_shape base)
{
    base.exact = false; /* some of what it may be has properties: that may be enough */
    if (base.part == AL_BICEP_PART_LOOP) {
        al_bicep_error(l->c, AL_TROUBLE_BICEP_LOOP, property_span(node),
                       "'%.*s' is a loop: say which of its %ss is meant, '%.*s[0].%.*s'",
                       AL_SHOW(base.of->st->name),
                       base.of->st->kind == AL_BICEP_MODULE ? "module" : "resource",
                       AL_SHOW(base.of->st->name), AL_SHOW(node->member.name));
        return anything();
    }
    if (al_bicep_is_none_of(base, AL_BICEP_IS_OBJECT) && base.kinds != AL_BICEP_IS_NULL) {
        al_bicep_error(l->c, AL_TROUBLE_BICEP_ACCESS, property_span(node), "%.*s has no properties",
                       AL_FMT(al_bicep_kinds_text(l->c->arena, base.kinds)));
        return anything();
    }
    return property_of(l, node, base, node->member.name);
}

/* -- items -- */

static struct al_bicep_shape item_of(const struct al_bicep_look *l, const struct al_node *node,
                                     struct al_bicep_shape base, struct al_bicep_shape index)
{
    const struct al_node *array = base.literal;
    int64_t i;

    if (base.kinds == AL_BICEP_IS_ARRAY && al_bicep_integer(&i, index.literal) && i < 0) {
        al_bicep_error(l->c, AL_TROUBLE_BICEP_ACCESS, al_node_span(node->index.index),
                       "the items of an array are counted from 0; [^1] is the last one");
        return anything();
    }

    if (!al_node_is(array, AL_NODE_ARRAY) || array->flags & AL_NODE_HAS_SPREAD ||
        node->flags & AL_NODE_FROM_END || !al_bicep_integer(&i, index.literal))
        return AL_BICEP_SHAPE(base.items);
    if (i < array->array.n)
        return al_bicep_shape_of(l->c, array->array.items[i]);
    if (!(node->flags & AL_NODE_SAFE))
        al_bicep_error(l->c, AL_TROUBLE_BICEP_ACCESS, al_node_span(node->index.index),
                       "the array has no item %lld, it has %u", (long long)i, (unsigned)array->array.n);
    return anything();
}

static struct al_bicep_shape item_of_loop(const struct al_bicep_look *l, const struct al_node *node,
                                          struct al_bicep_shape base)
{
    const al_str local = al_bicep_lambda_local(l, node->index.index);

    if (local.n)
        al_bicep_error(l->c, AL_TROUBLE_BICEP_LAMBDA, al_node_span(node->index.index),
                       "'%.*s', which a lambda names, cannot say which %s of '%.*s' is meant", AL_SHOW(local),
                       base.of->st->kind == AL_BICEP_MODULE ? "module" : "resource",
                       AL_SHOW(base.of->st->name));
    if (node->flags & AL_NODE_SAFE)
        al_bicep_error(l->c, AL_TROUBLE_BICEP_ACCESS, al_node_span(node),
                       "[?...] cannot be used on '%.*s': whether it is deployed is not known so early",
                       AL_SHOW(base.of->st->name));
    base.part = AL_BICEP_PART_ONE;
    base.kinds = AL_BICEP_IS_OBJECT;
    return base;
}

struct al_bicep_shape al_bicep_check_index(struct al_bicep_look *l, const struct al_node *node,
                                           struct al_bicep_shape base, struct al_bicep_shape index)
{
    const uint8_t both = AL_BICEP_IS_ARRAY | AL_BICEP_IS_OBJECT;
    al_arena *arena = l->c->arena;

    if (!node->index.index || base.kinds == AL_BICEP_IS_NULL)
        return anything();
    base.exact = index.exact = false;
    if (al_bicep_is_none_of(base, both))
        al_bicep_error(l->c, AL_TROUBLE_BICEP_ACCESS, al_node_span(node), "%.*s has no items",
                       AL_FMT(al_bicep_kinds_text(arena, base.kinds)));
    else if (al_bicep_is_none_of(base, AL_BICEP_IS_OBJECT) && al_bicep_is_none_of(index, AL_BICEP_IS_INT))
        al_bicep_error(l->c, AL_TROUBLE_BICEP_ACCESS, al_node_span(node->index.index),
                       "the item of an array is chosen by an integer, not %.*s",
                       AL_FMT(al_bicep_kinds_text(arena, index.kinds)));
    else if (al_bicep_is_none_of(base, AL_BICEP_IS_ARRAY) && al_bicep_is_none_of(index, AL_BICEP_IS_STRING))
        al_bicep_error(l->c, AL_TROUBLE_BICEP_ACCESS, al_node_span(node->index.index),
                       "the property of an object is chosen by a string, not %.*s",
                       AL_FMT(al_bicep_kinds_text(arena, index.kinds)));
    else if (base.part == AL_BICEP_PART_LOOP)
        return item_of_loop(l, node, base);
    else if (al_node_is(index.literal, AL_NODE_STRING) && base.kinds == AL_BICEP_IS_OBJECT)
        return property_of(l, node, base, index.literal->string);
    else
        return item_of(l, node, base, index);
    return anything();
}
