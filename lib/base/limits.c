/* SPDX-License-Identifier: MIT */
#include "base/limits.h"
#include "base/suggest.h"

#define X(constant, name, value, most, unit, about) {name, unit, about, value, most},
static const struct al_limit_info table[AL_LIMIT_COUNT] = {AL_LIMITS(X)};
#undef X

#define X(constant, name, value, most, unit, about) value,
const struct al_limits al_default_limits = {{AL_LIMITS(X)}};
#undef X

const struct al_limit_info *al_limits(size_t *n)
{
    *n = AL_LIMIT_COUNT;
    return table;
}

static bool is_bytes(const struct al_limit_info *info)
{
    return strcmp(info->unit, "bytes") == 0;
}

/* -- setting -- */

/* "K" and its like, at the end; 0 when there is something else. */
static uint64_t factor(const struct al_limit_info *info, al_str unit)
{
    static const struct {
        const char *name;
        uint64_t factor;
    } units[] = {{"", 1},         {"K", AL_KIB},   {"M", AL_MIB},  {"G", AL_GIB},
                 {"KiB", AL_KIB}, {"MiB", AL_MIB}, {"GiB", AL_GIB}};

    for (size_t i = 0; i < (is_bytes(info) ? sizeof units / sizeof *units : 1); i++)
        if (al_str_caseeq(unit, al_str_of(units[i].name)))
            return units[i].factor;
    return 0;
}

/* False when it is no number; one that is too large for any limit is UINT64_MAX. */
static bool read_number(uint64_t *out, const struct al_limit_info *info, const char *text)
{
    const size_t n = strspn(text, "0123456789");
    const uint64_t by = factor(info, al_str_of(text + n));

    *out = 0;
    for (size_t i = 0; i < n; i++) {
        const uint64_t digit = (uint64_t)(text[i] - '0');
        *out = *out > (UINT64_MAX - digit) / 10 ? UINT64_MAX : *out * 10 + digit;
    }
    *out = by && *out > UINT64_MAX / by ? UINT64_MAX : *out * by;
    return n > 0 && by > 0;
}

static al_str amount(al_arena *arena, const struct al_limit_info *info, uint64_t n)
{
    static const struct {
        uint64_t size;
        const char *name;
    } units[] = {{AL_GIB, "GiB"}, {AL_MIB, "MiB"}, {AL_KIB, "KiB"}};

    for (size_t i = 0; is_bytes(info) && i < sizeof units / sizeof *units; i++)
        if (n % units[i].size == 0)
            return al_printf(arena, "%llu %s", (unsigned long long)(n / units[i].size), units[i].name);
    return al_printf(arena, "%llu %.*s", (unsigned long long)n, (int)strlen(info->unit) - (n == 1),
                     info->unit);
}

static const char *unknown(al_arena *arena, const char *name)
{
    struct al_suggestion nearest = al_suggest_for(name);

    for (size_t i = 0; i < AL_LIMIT_COUNT; i++)
        al_suggest_offer(&nearest, table[i].name);
    if (nearest.best)
        return al_printf(arena, "there is no limit '%s'; did you mean '%s'?", name, nearest.best).s;
    return al_printf(arena, "there is no limit '%s'", name).s;
}

const char *al_limits_set(struct al_limits *limits, al_arena *arena, const char *name, const char *value)
{
    const struct al_limit_info *info;
    uint64_t n;
    size_t i = 0;

    while (i < AL_LIMIT_COUNT && strcmp(table[i].name, name) != 0)
        i++;
    if (i == AL_LIMIT_COUNT)
        return unknown(arena, name);
    info = &table[i];
    if (!read_number(&n, info, value))
        return al_printf(arena, "the limit '%s' needs a number%s, not '%s'", name,
                         is_bytes(info) ? " of bytes, as in 512K, 64M or 2G" : "", value)
            .s;
    if (n == 0 || n > info->most)
        return al_printf(arena, "the limit '%s' can be from 1 to %llu%s", name,
                         (unsigned long long)info->most, is_bytes(info) ? " bytes" : "")
            .s;
    limits->v[i] = n;
    return NULL;
}

/* -- telling -- */

al_str al_limit_said(const struct al_limits *limits, al_arena *arena, enum al_limit limit)
{
    const struct al_limit_info *info = &table[limit];
    const uint64_t n = (limits ? limits : &al_default_limits)->v[limit];
    const al_str text = amount(arena, info, n);

    if (n >= info->most)
        return al_printf(arena, ": the limit is %.*s, and cannot be higher", AL_FMT(text));
    return al_printf(arena, ": the limit is %.*s (--limit %s)", AL_FMT(text), info->name);
}
