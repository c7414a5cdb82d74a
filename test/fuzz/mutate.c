/* SPDX-License-Identifier: MIT */
/* How inputs are made of inputs: one time in four by libFuzzer itself, which also knows the dictionary, else
 * by what the target names. The seed is libFuzzer's, so that a run can be repeated. */
#include "fuzz.h"

#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t none, const uint8_t *other, size_t nother,
                                 uint8_t *out, size_t most, unsigned seed);

enum { ROUNDS_MOST = 4, BYTES_EACH = 4 };

static uint64_t random_state = 1;

size_t fuzz_below(size_t n)
{
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return n ? (size_t)(random_state >> 33) % n : 0;
}

void fuzz_put(struct fuzz_change *c, al_str text)
{
    text = al_str_head(text, c->most - c->n);
    if (text.n)
        memcpy(c->out + c->n, text.s, text.n);
    c->n += text.n;
}

static size_t mutators(void)
{
    size_t n = 0;

    while (fuzz_target.mutators && fuzz_target.mutators[n])
        n++;
    return n;
}

/* False when nothing was changed. */
static bool change_once(struct fuzz_change *c)
{
    const size_t n = mutators(), first = fuzz_below(n);

    for (size_t i = 0; i < n; i++) {
        c->n = 0;
        if (fuzz_target.mutators[(first + i) % n](c))
            return true;
    }
    return false;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    static char copy[FUZZ_TEXT_MOST];
    size_t rounds;

    random_state = seed;
    if (size > sizeof copy || mutators() == 0 || fuzz_below(BYTES_EACH) == 0)
        return LLVMFuzzerMutate(data, size, most);
    rounds = 1 + fuzz_below(ROUNDS_MOST);
    for (size_t i = 0; i < rounds && size <= sizeof copy; i++) {
        struct fuzz_change change = {.from = {copy, size}, .other = {copy, size}, .out = data, .most = most};
        if (size)
            memcpy(copy, data, size);
        if (!change_once(&change))
            return LLVMFuzzerMutate(data, size, most);
        size = change.n;
    }
    return size;
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t none, const uint8_t *other, size_t nother,
                                 uint8_t *out, size_t most, unsigned seed)
{
    struct fuzz_change change = {
        .from = {(const char *)one, none}, .other = {(const char *)other, nother}, .out = out, .most = most};

    random_state = seed;
    return change_once(&change) ? change.n : 0;
}
