/* SPDX-License-Identifier: MIT */
/* Numbers and format strings as .NET's invariant culture writes and reads them, whatever the process's locale
 * is. */
#ifndef AL_EVAL_NET_FORMAT_H
#define AL_EVAL_NET_FORMAT_H

#include "base/buf.h"

/* -- composite format strings: "{0} and {1,-8:N2}" -- */

enum al_net_piece_kind { AL_NET_END, AL_NET_TEXT, AL_NET_ITEM, AL_NET_MALFORMED };

struct al_net_piece {
    enum al_net_piece_kind kind;
    al_str text;    /* TEXT: itself, with "{{" as "{"; ITEM: as written, with its braces */
    uint32_t index; /* ITEM ... */
    int32_t width;  /* negative: aligned to the left; 0: none */
    al_str spec;
};
/* Cuts the next piece off `rest`. */
struct al_net_piece al_net_next(al_str *rest);
/* `text` padded with spaces to the piece's width. */
void al_net_put_aligned(struct al_buf *out, const struct al_net_piece *piece, al_str text);

/* -- numbers -- */

/* False when the specifier is none for that type of number. An empty one is "G". */
bool al_net_put_int(struct al_buf *out, int64_t value, al_str spec);
bool al_net_put_double(struct al_buf *out, double value, al_str spec);
/* Digits with an optional sign, fraction and exponent; nothing else around them. */
bool al_net_parse_double(double *out, al_str text);

#endif
