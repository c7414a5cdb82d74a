/* SPDX-License-Identifier: MIT */
/* A number as decimal digits, which both kinds of number formats are made from. */
#ifndef AL_EVAL_NET_NUMBER_H
#define AL_EVAL_NET_NUMBER_H

#include "base/buf.h"

enum { AL_NET_DIGITS = 800 }; /* no double has more */

/* 0.d1d2d3... times ten to the power of `scale`. No digits at all is zero. */
struct al_net_number {
    bool negative;
    int n, scale;
    char digits[AL_NET_DIGITS];
};

/* Rounds to `most` digits, halves away from zero, and drops zeros at the end. */
void al_net_round(struct al_net_number *number, int most);
/* "#,##0.00;(0.00)" and the like. */
void al_net_put_pattern(struct al_buf *out, const struct al_net_number *number, al_str pattern);

#endif
