/* SPDX-License-Identifier: MIT */
/* Options of rules in JSON: {"allowed": ["westeurope"], "days": {"default": 30, "help": "..."}}. A condition names one as
 * Azure Policy names parameters: "[parameters('allowed')]". */
#ifndef AL_LINT_RULE_OPTIONS_READ_H
#define AL_LINT_RULE_OPTIONS_READ_H

#include "armlint_rule.h"
#include "lint/reading.h"

/* The table of them, in the reading's arena, or NULL after reporting what is wrong. */
const struct al_rule_option *al_rule_options_read(struct al_reading *r, const struct al_node *node);
/* The option of the rule that an operand names; NULL when it names none. What looks like a name of one and is none is
 * reported, and *wrong set. */
const char *al_rule_option_named(struct al_reading *r, const struct al_node *operand, bool *wrong);
/* Whether an option's default is a list, or a number. */
bool al_rule_option_is_list(const struct al_reading *r, const char *name);
bool al_rule_option_is_number(const struct al_reading *r, const char *name);

#endif
