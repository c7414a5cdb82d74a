/* SPDX-License-Identifier: MIT */
/* What the hashes of tables, which base/str.h has, are made of. */
#ifndef AL_BASE_HASH_H
#define AL_BASE_HASH_H

#include "base/str.h"

/* SipHash-1-3 with a key. */
uint64_t al_siphash(uint64_t key0, uint64_t key1, al_str s);

#endif
