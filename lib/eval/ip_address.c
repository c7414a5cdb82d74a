/* SPDX-License-Identifier: MIT */
#include "eval/ip_address.h"

/* -- reading -- */

static bool parse_v4(uint32_t *out, al_str text)
{
    al_str rest = text, part;
    int n = 0;

    for (*out = 0; al_str_split_next(&part, &rest, '.'); n++) {
        uint32_t value = 0;
        if (n == 4 || part.n == 0 || part.n > 3 || (part.n > 1 && part.s[0] == '0'))
            return false;
        for (size_t i = 0; i < part.n; i++) {
            if (!al_is_digit(part.s[i]))
                return false;
            value = value * 10 + (uint32_t)(part.s[i] - '0');
        }
        if (value > 255)
            return false;
        *out = *out << 8 | value;
    }
    return n == 4;
}

static bool parse_group(uint16_t *out, al_str text)
{
    uint32_t value = 0;

    if (text.n == 0 || text.n > 4)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = al_lower(text.s[i]);
        if (!al_is_digit(c) && (c < 'a' || c > 'f'))
            return false;
        value = value << 4 | (uint32_t)(al_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    *out = (uint16_t)value;
    return true;
}

/* Groups between colons, the last of which may be an IPv4 address. Their number, or -1. */
static int parse_groups(uint16_t groups[8], al_str text)
{
    al_str rest = text, part;
    uint32_t v4;
    int n = 0;

    if (text.n == 0)
        return 0;
    while (al_str_split_next(&part, &rest, ':')) {
        if (!rest.s && n <= 6 && parse_v4(&v4, part)) {
            groups[n++] = (uint16_t)(v4 >> 16);
            groups[n++] = (uint16_t)v4;
            return n;
        }
        if (n == 8 || !parse_group(&groups[n++], part))
            return -1;
    }
    return n;
}

static bool parse_v6(struct al_ip *out, al_str text)
{
    uint16_t head[8] = {0}, tail[8] = {0}, all[8] = {0};
    ptrdiff_t gap = al_str_find(text, AL_STR("::"));
    int nhead = parse_groups(head, gap < 0 ? text : al_str_head(text, (size_t)gap));
    int ntail = gap < 0 ? 0 : parse_groups(tail, al_str_from(text, (size_t)gap + 2));

    if (nhead < 0 || ntail < 0 || (gap < 0 ? nhead != 8 : nhead + ntail > 7))
        return false;
    memcpy(all, head, sizeof head);
    for (int i = 0; i < ntail; i++)
        all[8 - ntail + i] = tail[i];
    for (int i = 0; i < 4; i++) {
        out->high = out->high << 16 | all[i];
        out->low = out->low << 16 | all[i + 4];
    }
    return true;
}

bool al_ip_parse(struct al_ip *out, al_str text)
{
    uint32_t v4;

    *out = (struct al_ip){0};
    if (parse_v4(&v4, text)) {
        out->low = v4;
        return true;
    }
    out->v6 = true;
    return parse_v6(out, text);
}

/* -- masks -- */

/* All bits but the first `prefix` of 128. */
static void host_bits(unsigned prefix, uint64_t *high, uint64_t *low)
{
    *high = prefix >= 64 ? 0 : UINT64_MAX >> prefix;
    *low = prefix >= 128 ? 0 : prefix > 64 ? UINT64_MAX >> (prefix - 64) : UINT64_MAX;
}

static void network_bits(const struct al_network *network, uint64_t *high, uint64_t *low)
{
    host_bits(network->prefix + (128 - network->bits), high, low);
}

struct al_ip al_network_last(const struct al_network *network)
{
    struct al_ip last = network->address;
    uint64_t high, low;

    network_bits(network, &high, &low);
    last.high |= high;
    last.low |= low;
    return last;
}

struct al_ip al_network_mask(const struct al_network *network)
{
    struct al_ip mask = {.v6 = network->bits == 128};
    uint64_t high, low;

    network_bits(network, &high, &low);
    mask.high = mask.v6 ? ~high : 0;
    mask.low = mask.v6 ? ~low : ~low & UINT32_MAX;
    return mask;
}

bool al_network_parse(struct al_network *out, al_str text)
{
    ptrdiff_t slash = al_str_find(text, AL_STR("/"));
    struct al_ip mask;
    al_str digits;

    if (slash < 0 || !al_ip_parse(&out->address, al_str_head(text, (size_t)slash)))
        return false;
    digits = al_str_from(text, (size_t)slash + 1);
    if (digits.n == 0 || digits.n > 3)
        return false;
    out->prefix = 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (!al_is_digit(digits.s[i]))
            return false;
        out->prefix = out->prefix * 10 + (unsigned)(digits.s[i] - '0');
    }
    out->bits = out->address.v6 ? 128 : 32;
    if (out->prefix > out->bits)
        return false;
    mask = al_network_mask(out);
    out->address.high &= mask.high;
    out->address.low &= mask.low;
    return true;
}

/* -- arithmetic -- */

bool al_ip_add(struct al_ip *ip, uint64_t n, unsigned shift)
{
    unsigned bits = ip->v6 ? 128 : 32;
    uint64_t high, low, before = ip->low;

    if (n == 0)
        return true;
    if (shift >= bits || (bits - shift < 64 && n >> (bits - shift)))
        return false;
    high = shift >= 64 ? n << (shift - 64) : shift ? n >> (64 - shift) : 0;
    low = shift >= 64 ? 0 : n << shift;
    ip->low += low;
    if (!ip->v6)
        return ip->low <= UINT32_MAX;
    if (ip->low < before && ++high == 0)
        return false;
    ip->high += high;
    return ip->high >= high;
}

int al_ip_compare(struct al_ip a, struct al_ip b)
{
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return (a.low > b.low) - (a.low < b.low);
}

/* -- writing -- */

static void put_v4(struct al_buf *out, uint64_t low)
{
    al_buf_printf(out, "%u.%u.%u.%u", (unsigned)(low >> 24 & 255), (unsigned)(low >> 16 & 255),
                  (unsigned)(low >> 8 & 255), (unsigned)(low & 255));
}

static void unpack(uint16_t groups[8], struct al_ip ip)
{
    for (int i = 3; i >= 0; i--) {
        groups[i] = (uint16_t)ip.high;
        groups[i + 4] = (uint16_t)ip.low;
        ip.high >>= 16;
        ip.low >>= 16;
    }
}

/* The longest run of two and more zero groups, the first of several; it starts at 8 when there is none. */
static void longest_run(const uint16_t groups[8], int *start, int *length)
{
    *start = 8;
    *length = 1;
    for (int i = 0; i < 8; i++) {
        int n = 0;
        while (i + n < 8 && groups[i + n] == 0)
            n++;
        if (n > *length) {
            *start = i;
            *length = n;
        }
    }
}

void al_ip_put(struct al_buf *out, struct al_ip ip)
{
    uint16_t groups[8];
    int start, length;

    if (!ip.v6) {
        put_v4(out, ip.low);
        return;
    }
    if (ip.high == 0 && ip.low >> 32 == 0xffff) {
        al_buf_put(out, AL_STR("::ffff:"));
        put_v4(out, ip.low);
        return;
    }
    unpack(groups, ip);
    longest_run(groups, &start, &length);
    for (int i = 0; i < 8; i++) {
        if (i == start)
            al_buf_put(out, AL_STR("::"));
        if (i >= start && i < start + length)
            continue;
        if (i && i != start + length)
            al_buf_char(out, ':');
        al_buf_printf(out, "%x", groups[i]);
    }
}
