/* SPDX-License-Identifier: MIT */
/* What formats say about a rule beyond copying its fields. */
#ifndef AL_REPORT_RULE_TEXT_H
#define AL_REPORT_RULE_TEXT_H

#include "armlint.h"
#include "base/buf.h"

/* "StoragePublicBlobAccess" for "storage-public-blob-access". */
al_str al_rule_pascal_name(al_arena *arena, const char *id);
/* Whether it runs when nobody asks for anything. */
bool al_rule_is_default(const struct al_rule *rule);
/* Its severity as text: "7.5", in any locale. */
al_str al_rule_severity(al_arena *arena, const struct al_rule *rule);
/* The next reference of a rule; *url is set when it is an address. Start with *rest = al_str_of(references).
 */
bool al_reference_next(al_str *reference, bool *url, al_str *rest);
/* The first address among the references; empty when there is none. */
al_str al_rule_url(const struct al_rule *rule);
/* Appends `text` word by word in lines of at most 78 columns, each after `indent` blanks, and ends the last
 * one. */
void al_put_wrapped(struct al_buf *out, al_str text, size_t indent);

#endif
