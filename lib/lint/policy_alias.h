/* SPDX-License-Identifier: MIT */
/* Aliases of Azure Policy: "Microsoft.Storage/storageAccounts/networkAcls.defaultAction" is the property
 * properties.networkAcls.defaultAction of that type. */
#ifndef AL_LINT_POLICY_ALIAS_H
#define AL_LINT_POLICY_ALIAS_H

#include "base/arena.h"

struct al_policy_alias {
    al_str type, path; /* the path may have "[*]" */
    const char *wrong; /* why there is none, or NULL */
};

/* What an alias stands for; aliases have a '/'. */
struct al_policy_alias al_policy_alias_read(al_arena *arena, al_str alias);

#endif
