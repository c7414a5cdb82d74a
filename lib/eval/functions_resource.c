/* SPDX-License-Identifier: MIT */
/* Ids of resources, and what the resource providers of Azure tell about themselves. */
#include "eval/functions.h"

/* -- ids -- */

/* Adds a text, or an argument, to the parts of an id. */
static void add(struct al_call *call, struct al_items *parts, al_value part)
{
    *al_vec_push(call->ev->scratch, parts) = part;
}

static void add_text(struct al_call *call, struct al_items *parts, al_str text)
{
    add(call, parts, al_string(text));
}

/* Index of the argument that is the type: the first one with a slash, after at most `most` others; n when
 * there is none. Names of subscriptions and groups have no slash. */
static uint32_t find_type(const struct al_call *call, uint32_t first, uint32_t most)
{
    for (uint32_t i = first; i < call->n && i <= first + most; i++)
        if (call->args[i].kind == AL_V_STRING && memchr(call->args[i].string, '/', call->args[i].n))
            return i;
    return call->n;
}

static uint32_t count_slashes(al_str text)
{
    uint32_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        n += text.s[i] == '/';
    return n;
}

static bool check_names(struct al_call *call, uint32_t from)
{
    for (uint32_t i = from; i < call->n; i++) {
        const al_value *v = &call->args[i];
        if (v->kind == AL_V_ARRAY || v->kind == AL_V_OBJECT || v->kind == AL_V_NULL ||
            v->kind == AL_V_LAMBDA) {
            al_fail(call, "argument %u of %s() must be a string, this is %s", i + 1, call->fn->name,
                    al_kind_name(v));
            return false;
        }
    }
    return true;
}

/* "/providers/A.B/c/name/d/name"; false after reporting. */
static bool add_provider(struct al_call *call, struct al_items *parts, uint32_t at)
{
    al_str type = al_string_of(&call->args[at]), segment;
    uint32_t nnames = call->n - at - 1, n;

    if (type.n && type.s[type.n - 1] == '/')
        type.n--;
    n = count_slashes(type);
    if (n != nnames) {
        al_fail(call, "%s() was given %u name%s for the type '%.*s', which needs %u", call->fn->name, nnames,
                nnames == 1 ? "" : "s", AL_FMT(al_str_head(type, 120)), n);
        return false;
    }
    add_text(call, parts, AL_STR("/providers/"));
    al_str_split_next(&segment, &type, '/');
    add_text(call, parts, segment);
    for (uint32_t i = at + 1; al_str_split_next(&segment, &type, '/'); i++) {
        add_text(call, parts, AL_STR("/"));
        add_text(call, parts, segment);
        add_text(call, parts, AL_STR("/"));
        add(call, parts, call->args[i]);
    }
    return true;
}

static bool is_type(const struct al_call *call, uint32_t at, al_str type)
{
    al_str text = al_string_of(&call->args[at]);

    return al_str_caseeq(text, type) && at + 2 == call->n;
}

/* `scope` and what follows it. Groups and subscriptions have ids of their own form. */
static al_value give_id(struct al_call *call, al_value scope, uint32_t at)
{
    struct al_items parts = {0};

    if (!check_names(call, 0))
        return al_unknown(call);
    add(call, &parts, scope);
    if (!add_provider(call, &parts, at))
        return al_unknown(call);
    return al_join(call, parts.v, parts.n);
}

static al_value give_group_id(struct al_call *call, al_value subscription, uint32_t at)
{
    al_value parts[] = {subscription, al_string(AL_STR("/resourceGroups/")), call->args[at + 1]};

    return check_names(call, 0) ? al_join(call, parts, 3) : al_unknown(call);
}

/* The target of the deployment that the expression belongs to, with another scope kind. */
static struct al_target target_of(const struct al_call *call, enum al_scope_kind kind)
{
    struct al_target target = call->frame->deployment->scope->target;

    target.kind = kind;
    return target;
}

static bool is_guid(const al_value *v)
{
    if (v->kind != AL_V_STRING || v->n != 36)
        return false;
    for (uint32_t i = 0; i < 36; i++)
        if ((v->string[i] == '-') != (i == 8 || i == 13 || i == 18 || i == 23))
            return false;
    return true;
}

/* resourceId() without a group, below the top of the hierarchy of scopes. */
static enum al_scope_kind own_scope(const struct al_call *call)
{
    enum al_scope_kind kind = call->frame->deployment->scope->target.kind;

    return kind == AL_SCOPE_MANAGEMENT_GROUP ? AL_SCOPE_TENANT : kind;
}

al_value al_fn_resourceId(struct al_call *call)
{
    uint32_t at = find_type(call, 0, 2);
    struct al_target target;

    if (at == call->n || !call->frame->deployment)
        return al_unknown(call);
    target = target_of(call, own_scope(call));
    if (at == 2) {
        target.kind = AL_SCOPE_RESOURCE_GROUP;
        target.subscription_id = call->args[0];
        target.resource_group = call->args[1];
    } else if (at == 1 && (target.kind == AL_SCOPE_SUBSCRIPTION || is_guid(&call->args[0]))) {
        target.subscription_id = call->args[0];
    } else if (at == 1) {
        target.kind = AL_SCOPE_RESOURCE_GROUP;
        target.resource_group = call->args[0];
    }
    if (target.kind == AL_SCOPE_SUBSCRIPTION &&
        is_type(call, at, AL_STR("Microsoft.Resources/resourceGroups")))
        return give_group_id(call, al_target_id(call->ev, &target), at);
    return give_id(call, al_target_id(call->ev, &target), at);
}

al_value al_fn_subscriptionResourceId(struct al_call *call)
{
    uint32_t at = find_type(call, 0, 1);
    struct al_target target;

    if (at == call->n || !call->frame->deployment)
        return al_unknown(call);
    target = target_of(call, AL_SCOPE_SUBSCRIPTION);
    if (at == 1)
        target.subscription_id = call->args[0];
    if (is_type(call, at, AL_STR("Microsoft.Resources/resourceGroups")))
        return give_group_id(call, al_target_id(call->ev, &target), at);
    return give_id(call, al_target_id(call->ev, &target), at);
}

al_value al_fn_managementGroupResourceId(struct al_call *call)
{
    uint32_t at = find_type(call, 0, 1);
    struct al_target target;

    if (at == call->n || !call->frame->deployment)
        return al_unknown(call);
    target = target_of(call, AL_SCOPE_MANAGEMENT_GROUP);
    if (at == 1)
        target.management_group = call->args[0];
    return give_id(call, al_target_id(call->ev, &target), at);
}

al_value al_fn_tenantResourceId(struct al_call *call)
{
    uint32_t at = find_type(call, 0, 0);

    return at == call->n ? al_unknown(call) : give_id(call, al_string(AL_STR("")), at);
}

al_value al_fn_extensionResourceId(struct al_call *call)
{
    uint32_t at = find_type(call, 1, 0);

    return at == call->n ? al_unknown(call) : give_id(call, call->args[0], at);
}

/* -- zones -- */

/* Regions with availability zones, three each. */
static const char *const zonal_regions[] = {
    "australiaeast",    "austriaeast",        "brazilsouth",      "canadacentral", "centralindia",
    "centralus",        "chilecentral",       "eastasia",         "eastus",        "eastus2",
    "francecentral",    "germanywestcentral", "indonesiacentral", "israelcentral", "italynorth",
    "japaneast",        "japanwest",          "koreacentral",     "malaysiawest",  "mexicocentral",
    "newzealandnorth",  "northeurope",        "norwayeast",       "polandcentral", "qatarcentral",
    "southafricanorth", "southcentralus",     "southeastasia",    "spaincentral",  "swedencentral",
    "switzerlandnorth", "uaenorth",           "uksouth",          "westeurope",    "westus2",
    "westus3",
};

/* Types whose resources can be put into a zone, and some that certainly cannot, because they are global. */
static const struct {
    const char *type;
    bool zonal;
} zonal_types[] = {
    {"Microsoft.Compute/disks", true},
    {"Microsoft.Compute/virtualMachines", true},
    {"Microsoft.Compute/virtualMachineScaleSets", true},
    {"Microsoft.Network/publicIPAddresses", true},
    {"Microsoft.Cdn/profiles", false},
    {"Microsoft.Network/dnsZones", false},
    {"Microsoft.Network/frontDoors", false},
    {"Microsoft.Network/privateDnsZones", false},
    {"Microsoft.Network/trafficManagerProfiles", false},
};

static enum al_truth is_zonal(struct al_call *call, al_str space, al_str type, al_str location)
{
    struct al_buf region = AL_BUF(call->ev->arena);
    al_str full = al_printf(call->ev->arena, "%.*s/%.*s", AL_FMT(space), AL_FMT(type));
    enum al_truth zonal = AL_UNKNOWN;

    for (size_t i = 0; i < location.n; i++) /* "West US 2" is westus2 */
        if (location.s[i] != ' ')
            al_buf_char(&region, location.s[i]);
    for (size_t i = 0; i < sizeof zonal_types / sizeof *zonal_types; i++)
        if (al_str_caseeq(full, al_str_of(zonal_types[i].type)))
            zonal = zonal_types[i].zonal ? AL_YES : AL_NO;
    if (zonal != AL_YES)
        return zonal;
    for (size_t i = 0; i < sizeof zonal_regions / sizeof *zonal_regions; i++)
        if (al_str_caseeq(al_buf_str(&region), al_str_of(zonal_regions[i])))
            return AL_YES;
    return AL_UNKNOWN; /* a region newer than the list, perhaps */
}

al_value al_fn_pickZones(struct al_call *call)
{
    enum { ZONES = 3 };
    static const char *const names[ZONES] = {"1", "2", "3"};
    al_str space, type, location;
    int64_t count = 1, offset = 0;
    enum al_truth zonal;
    al_value *zones;

    if (!al_text_arg(&space, call, 0) || !al_text_arg(&type, call, 1) || !al_text_arg(&location, call, 2) ||
        (call->n > 3 && !al_int_arg(&count, call, 3)) || (call->n > 4 && !al_int_arg(&offset, call, 4)))
        return al_unknown(call);
    zonal = is_zonal(call, space, type, location);
    if (zonal == AL_UNKNOWN)
        return al_unknown(call);
    if (zonal == AL_NO)
        return al_array(NULL, 0);
    if (count < 0 || offset < 0 || count > ZONES || offset > ZONES - count)
        return al_fail(call, "a region has %d zones: %lld from zone %lld on cannot be picked", ZONES,
                       (long long)count, (long long)offset + 1);
    zones = AL_NEW_N(call->ev->arena, al_value, ZONES);
    for (int64_t i = 0; i < count; i++)
        zones[i] = al_string(al_str_of(names[offset + i]));
    return al_array(zones, (size_t)count);
}

/* -- known only to Azure -- */

al_value al_fn_providers(struct al_call *call)
{
    return al_unknown(call);
}

al_value al_fn_roleDefinitions(struct al_call *call)
{
    return al_unknown(call);
}

al_value al_fn_target(struct al_call *call)
{
    return al_unknown(call);
}

al_value al_fn_toLogicalZone(struct al_call *call)
{
    return al_unknown(call);
}

al_value al_fn_toLogicalZones(struct al_call *call)
{
    return al_unknown(call);
}

al_value al_fn_toPhysicalZone(struct al_call *call)
{
    return al_unknown(call);
}

al_value al_fn_toPhysicalZones(struct al_call *call)
{
    return al_unknown(call);
}
