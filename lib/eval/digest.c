/* SPDX-License-Identifier: MIT */
#include "eval/digest.h"

static uint32_t rotate(uint32_t x, unsigned n)
{
    return x << n | x >> (32 - n);
}

/* -- uniqueString: a 64-bit hash of two 32-bit lanes, in the family of MurmurHash3 -- */

static const uint32_t C1 = 0x239b961b, C2 = 0xab0e9789;

/* Up to four bytes as a little-endian number. */
static uint32_t word_at(al_str s, size_t at)
{
    uint32_t word = 0;

    for (size_t i = 0; i < 4 && at + i < s.n; i++)
        word |= (uint32_t)(unsigned char)s.s[at + i] << (8 * i);
    return word;
}

static uint32_t scramble_first(uint32_t k)
{
    return rotate(k * C1, 15) * C2;
}

static uint32_t scramble_second(uint32_t k)
{
    return rotate(k * C2, 17) * C1;
}

static uint32_t finish(uint32_t x)
{
    x = (x ^ x >> 16) * 0x85ebca6b;
    x = (x ^ x >> 13) * 0xc2b2ae35;
    return x ^ x >> 16;
}

static uint64_t unique_hash(al_str s)
{
    uint32_t a = 0, b = 0;
    size_t at = 0;

    for (; s.n - at >= 8; at += 8) {
        a ^= scramble_first(word_at(s, at));
        a = (rotate(a, 19) + b) * 5 + 0x561ccd1b;
        b ^= scramble_second(word_at(s, at + 4));
        b = (rotate(b, 13) + a) * 5 + 0x0bcaa747;
    }
    a ^= scramble_first(word_at(s, at)); /* nothing left: the word is 0, and so is what it becomes */
    b ^= scramble_second(word_at(s, at + 4));
    a ^= (uint32_t)s.n;
    b ^= (uint32_t)s.n;
    a += b;
    b += a;
    a = finish(a);
    b = finish(b);
    a += b;
    b += a;
    return (uint64_t)b << 32 | a;
}

void al_unique_text(char out[AL_UNIQUE_LENGTH], al_str joined)
{
    uint64_t hash = unique_hash(joined);

    for (int i = 0; i < AL_UNIQUE_LENGTH; i++, hash <<= 5)
        out[i] = "abcdefghijklmnopqrstuvwxyz234567"[hash >> 59];
}

/* -- SHA-1 -- */

struct sha1 {
    uint32_t h[5];
    uint8_t block[64];
    size_t n; /* bytes taken in so far */
};

static void sha1_block(struct sha1 *sha)
{
    static const uint32_t keys[] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
    uint32_t w[80], a = sha->h[0], b = sha->h[1], c = sha->h[2], d = sha->h[3], e = sha->h[4];

    for (size_t i = 0; i < 16; i++)
        w[i] = (uint32_t)sha->block[4 * i] << 24 | (uint32_t)sha->block[4 * i + 1] << 16 |
               (uint32_t)sha->block[4 * i + 2] << 8 | sha->block[4 * i + 3];
    for (size_t i = 16; i < 80; i++)
        w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (size_t i = 0; i < 80; i++) {
        uint32_t f = i < 20   ? (b & c) | (~b & d)
                     : i < 40 ? b ^ c ^ d
                     : i < 60 ? (b & c) | (b & d) | (c & d)
                              : b ^ c ^ d;
        uint32_t next = rotate(a, 5) + f + e + keys[i / 20] + w[i];
        e = d;
        d = c;
        c = rotate(b, 30);
        b = a;
        a = next;
    }
    sha->h[0] += a;
    sha->h[1] += b;
    sha->h[2] += c;
    sha->h[3] += d;
    sha->h[4] += e;
}

static void sha1_byte(struct sha1 *sha, uint8_t byte)
{
    sha->block[sha->n++ % 64] = byte;
    if (sha->n % 64 == 0)
        sha1_block(sha);
}

static void sha1_text(struct sha1 *sha, al_str s)
{
    for (size_t i = 0; i < s.n; i++)
        sha1_byte(sha, (uint8_t)s.s[i]);
}

void al_sha1(uint8_t out[AL_SHA1_SIZE], al_str head, al_str tail)
{
    struct sha1 sha = {.h = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}};
    uint64_t bits = ((uint64_t)head.n + tail.n) * 8;

    sha1_text(&sha, head);
    sha1_text(&sha, tail);
    sha1_byte(&sha, 0x80);
    while (sha.n % 64 != 56)
        sha1_byte(&sha, 0);
    for (int shift = 56; shift >= 0; shift -= 8)
        sha1_byte(&sha, (uint8_t)(bits >> shift));
    for (size_t i = 0; i < AL_SHA1_SIZE; i++)
        out[i] = (uint8_t)(sha.h[i / 4] >> (24 - i % 4 * 8));
}

/* -- guid: RFC 9562, version 5, in Azure's own name space -- */

void al_guid_text(char out[AL_GUID_LENGTH], al_str joined)
{
    static const char space[] = "\x11\xfb\x06\xfb\x71\x2d\x4d\xdd\x98\xc7\xe7\x1b\xbd\x58\x88\x30";
    uint8_t id[AL_SHA1_SIZE];
    size_t at = 0;

    al_sha1(id, (al_str){space, 16}, joined);
    id[6] = (uint8_t)((id[6] & 0x0f) | 0x50);
    id[8] = (uint8_t)((id[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out[at++] = '-';
        out[at++] = "0123456789abcdef"[id[i] >> 4];
        out[at++] = "0123456789abcdef"[id[i] & 15];
    }
}
