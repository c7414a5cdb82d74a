/* SPDX-License-Identifier: MIT */
/* Networks in CIDR notation. */
#include "eval/functions.h"
#include "eval/ip_address.h"

static bool network_arg(struct al_network *out, struct al_call *call)
{
    al_str text;

    if (!al_text_arg(&text, call, 0))
        return false;
    if (al_network_parse(out, al_str_trim(text)))
        return true;
    al_fail(call, "'%.*s' is not a network in CIDR notation", AL_FMT(al_str_head(text, 60)));
    return false;
}

static al_value ip_value(struct al_call *call, struct al_ip ip)
{
    struct al_buf out = AL_BUF(call->ev->arena);

    al_ip_put(&out, ip);
    return al_string(al_buf_str(&out));
}

/* Whether the first and last address are set apart, as network and broadcast address. */
static bool has_broadcast(const struct al_network *network)
{
    return network->bits == 32 && network->prefix < 31;
}

al_value al_fn_parseCidr(struct al_call *call)
{
    struct al_object *object = al_object_new(call->ev->arena, 6);
    al_arena *arena = call->ev->arena;
    struct al_network network;
    struct al_ip first, last;

    if (!network_arg(&network, call))
        return al_unknown(call);
    first = network.address;
    last = al_network_last(&network);
    al_object_set(arena, object, AL_STR("network"), ip_value(call, network.address));
    al_object_set(arena, object, AL_STR("netmask"), ip_value(call, al_network_mask(&network)));
    if (network.bits == 32)
        al_object_set(arena, object, AL_STR("broadcast"), ip_value(call, last));
    if (has_broadcast(&network)) {
        first.low++;
        last.low--;
    }
    al_object_set(arena, object, AL_STR("firstUsable"), ip_value(call, first));
    al_object_set(arena, object, AL_STR("lastUsable"), ip_value(call, last));
    al_object_set(arena, object, AL_STR("cidr"), al_int(network.prefix));
    return al_object(object);
}

/* An index past the end of the network leads to its neighbours. */
al_value al_fn_cidrSubnet(struct al_call *call)
{
    struct al_buf out = AL_BUF(call->ev->arena);
    struct al_network network;
    int64_t prefix, index;

    if (!network_arg(&network, call) || !al_int_arg(&prefix, call, 1) || !al_int_arg(&index, call, 2))
        return al_unknown(call);
    if (prefix < network.prefix || prefix > network.bits)
        return al_fail(call, "a subnet of /%u cannot be /%lld", network.prefix, (long long)prefix);
    if (index < 0 || !al_ip_add(&network.address, (uint64_t)index, network.bits - (unsigned)prefix))
        return al_fail(call, "there is no subnet %lld of that size", (long long)index);
    al_ip_put(&out, network.address);
    al_buf_printf(&out, "/%lld", (long long)prefix);
    return al_string(al_buf_str(&out));
}

/* Counts from the first address after the network's own. */
al_value al_fn_cidrHost(struct al_call *call)
{
    struct al_network network;
    struct al_ip host, last;
    bool single;
    int64_t index;

    if (!network_arg(&network, call) || !al_int_arg(&index, call, 1))
        return al_unknown(call);
    host = network.address;
    last = al_network_last(&network);
    single = network.prefix + 1 >= network.bits;
    if (has_broadcast(&network))
        last.low--;
    if (index < 0 || !al_ip_add(&host, (uint64_t)index + !single, 0) || al_ip_compare(host, last) > 0)
        return al_fail(call, "the network has no host %lld", (long long)index);
    return ip_value(call, host);
}
