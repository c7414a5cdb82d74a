/* SPDX-License-Identifier: MIT */
/* The two hashes behind uniqueString() and guid(). */
#ifndef AL_EVAL_DIGEST_H
#define AL_EVAL_DIGEST_H

#include "base/str.h"

enum { AL_UNIQUE_LENGTH = 13, AL_GUID_LENGTH = 36, AL_SHA1_SIZE = 20 };

/* The text that uniqueString() gives for its arguments joined by '-'; not NUL-terminated. */
void al_unique_text(char out[AL_UNIQUE_LENGTH], al_str joined);
/* The text that guid() gives for its arguments joined by '-': a name-based UUID, version 5. */
void al_guid_text(char out[AL_GUID_LENGTH], al_str joined);
/* SHA-1 of the two texts one after the other (RFC 3174). */
void al_sha1(uint8_t out[AL_SHA1_SIZE], al_str head, al_str tail);

#endif
