/* SPDX-License-Identifier: MIT */
/* FNV is no hash for tables, whatever it begins with: to xor a byte adds a number that depends on the lowest
 * byte of the state only, so that texts can be written that differ by the same amount from any beginning, and
 * collide. SipHash has a key that does not come out of it again. It takes eight bytes at a time, which makes
 * it the faster one, too. */
#include "base/hash.h"

uint64_t al_str_hash(al_str s)
{
    uint64_t h = 0xcbf29ce484222325u;

    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.s[i]) * 0x100000001b3u;
    return h ^ (h >> 29);
}

/* -- SipHash-1-3, by Aumasson and Bernstein -- */

struct sip {
    uint64_t a, b, c, d;
};

static inline uint64_t turned(uint64_t x, unsigned by)
{
    return x << by | x >> (64 - by);
}

static inline struct sip mixed(struct sip v)
{
    v.a += v.b;
    v.b = turned(v.b, 13) ^ v.a;
    v.a = turned(v.a, 32);
    v.c += v.d;
    v.d = turned(v.d, 16) ^ v.c;
    v.a += v.d;
    v.d = turned(v.d, 21) ^ v.a;
    v.c += v.b;
    v.b = turned(v.b, 17) ^ v.c;
    v.c = turned(v.c, 32);
    return v;
}

static inline struct sip taken(struct sip v, uint64_t word)
{
    v.d ^= word;
    v = mixed(v);
    v.a ^= word;
    return v;
}

/* The first byte is the lowest one, on any machine. Written out, compilers make it one load where they can.
 */
static inline uint64_t word_at(const unsigned char *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
           (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

/* Of the less than eight bytes at the end. */
static inline uint64_t rest_at(const unsigned char *p, size_t n)
{
    uint64_t word = 0;

    for (size_t i = 0; i < n; i++)
        word |= (uint64_t)p[i] << (8 * i);
    return word;
}

/* Eight bytes at once, 'A' to 'Z' in lower case: the highest bit of a byte says in turn whether it is at
 * least 'A', and whether it is beyond 'Z'. */
static inline uint64_t folded(uint64_t word)
{
    const uint64_t each = 0x0101010101010101u, low = word & (each * 0x7f);
    const uint64_t letters =
        (low + each * (0x80 - 'A')) & ~(low + each * (0x7f - 'Z')) & ~word & (each * 0x80);

    return word | letters >> 2;
}

static inline uint64_t sip(uint64_t key0, uint64_t key1, al_str s, bool fold)
{
    const unsigned char *p = (const unsigned char *)s.s;
    struct sip v = {key0 ^ 0x736f6d6570736575u, key1 ^ 0x646f72616e646f6du, key0 ^ 0x6c7967656e657261u,
                    key1 ^ 0x7465646279746573u};
    size_t i = 0;
    uint64_t word;

    for (; i + 8 <= s.n; i += 8) {
        word = word_at(p + i);
        v = taken(v, fold ? folded(word) : word);
    }
    word = s.n > i ? rest_at(p + i, s.n - i) : 0;
    v = taken(v, (fold ? folded(word) : word) | (uint64_t)s.n << 56);
    v.c ^= 0xff;
    v = mixed(mixed(mixed(v)));
    return v.a ^ v.b ^ v.c ^ v.d;
}

uint64_t al_siphash(uint64_t key0, uint64_t key1, al_str s)
{
    return sip(key0, key1, s, false);
}

/* -- for tables -- */

/* Where the program lies in memory is not known to who writes its input. */
static inline uint64_t key(void)
{
    static const char here = 0;

    return (uint64_t)(uintptr_t)&here;
}

uint64_t al_str_tablehash(al_str s)
{
    return sip(key(), ~key(), s, false);
}

uint64_t al_str_casehash(al_str s)
{
    return sip(key(), ~key(), s, true);
}
