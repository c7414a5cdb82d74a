/* SPDX-License-Identifier: MIT */
/* Base64 (RFC 4648) as base64() and data URIs use it. */
#ifndef AL_EVAL_BASE64_H
#define AL_EVAL_BASE64_H

#include "base/buf.h"

void al_base64_encode(struct al_buf *out, al_str bytes);
/* False when `text` is not Base64 with its padding; white space between is allowed. */
bool al_base64_decode(struct al_buf *out, al_str text);

#endif
