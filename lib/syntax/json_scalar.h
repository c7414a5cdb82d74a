/* SPDX-License-Identifier: MIT */
/* Scalars of JSON: what a string or a number in the source stands for. Private to lib/syntax. */
#ifndef AL_SYNTAX_JSON_SCALAR_H
#define AL_SYNTAX_JSON_SCALAR_H

#include "syntax/node.h"

/* Bytes of the blank that begins at s[i], 0 when it is none. Like ARM's reader, takes Unicode's blanks, too.
 */
size_t al_json_blank(al_str s, size_t i);

/* Bytes of the escape sequence at the backslash s[i], 0 when it is malformed or cut off. A surrogate pair is
 * two sequences. */
size_t al_json_escape(al_str s, size_t i);

/* The decoded text of a string token, quotes included, whose escapes are well-formed. What C strings and
 * UTF-8 have no room for, \u0000 and lone surrogates, becomes U+FFFD. */
al_str al_json_decode(al_arena *arena, al_str token);

/* Makes `node` an INT, or a FLOAT where the token is no integer of 64 bits. The token is a well-formed
 * number; false when it is too large for a double. */
bool al_json_number(al_arena *arena, struct al_node *node, al_str token);

#endif
