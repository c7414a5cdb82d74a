/* SPDX-License-Identifier: MIT */
/* Text of unknown origin on a terminal: what it must not do there, and how wide it is. */
#ifndef AL_REPORT_TERMINAL_H
#define AL_REPORT_TERMINAL_H

#include "base/buf.h"

/* Whether a code point could steer the terminal, or make text look different from what it is: control
 * characters, and what changes the direction or the visibility of its neighbours. */
bool al_term_is_harmful(uint32_t cp);
/* Columns a code point takes: 0, 1 or 2. */
unsigned al_term_width(uint32_t cp);
/* Appends one UTF-8 sequence of `text` at *i and moves *i past it; what could steer the terminal, or make
 * text look different from what it is, is spelled out (\x1b, \u202e), and so is what
 * begins a command to systems that build ("##vso["). Returns the columns it takes. */
unsigned al_term_next(struct al_buf *out, al_str text, size_t *i);
/* Appends the whole text that way. Returns the columns it takes. */
size_t al_term_put(struct al_buf *out, al_str text);
/* How many bytes at its beginning are printable ASCII, of which nothing needs to be spelled. */
size_t al_term_plain(al_str text);
/* What is to stand before the name of a file at the start of a line: "./" or nothing. GitHub takes a line that begins with
 * "::" for a command. */
al_str al_term_head(al_str name);
/* Appends both. */
size_t al_term_put_first(struct al_buf *out, al_str name);
/* Appends JSON, in whose strings the same is spelled as JSON has it (\u009b): its meaning stays. What is no
 * UTF-8 becomes U+FFFD. */
void al_term_put_json(struct al_buf *out, al_str json);

#endif
