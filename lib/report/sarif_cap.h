/* SPDX-License-Identifier: MIT */
/* GitHub's code scanning refuses logs with more than so many results. What matters most is kept: errors before
 * warnings before notes, what is new before what is known, what is suppressed last. */
#ifndef AL_REPORT_SARIF_CAP_H
#define AL_REPORT_SARIF_CAP_H

#include "report/tree.h"

enum { AL_SARIF_MOST = 25000, AL_SARIF_SHOWN = 5000, AL_SARIF_RANKS = 10 };

struct al_sarif_cap {
    size_t most;                 /* results that the log may have */
    size_t room[AL_SARIF_RANKS]; /* of each rank, how many more may go in */
    size_t left_out;             /* in all */
};

/* Shards are read by armlint, and not capped; nor is what is for others than GitHub. */
void al_sarif_cap_make(struct al_sarif_cap *cap, al_run *run, const struct al_report_options *options);
/* Whether the next finding goes in; asked of each once, in their order. */
bool al_sarif_cap_takes(struct al_sarif_cap *cap, const struct al_finding *finding);
/* Adds to the notifications of the tool that some are left out, if they are. */
void al_sarif_cap_tell(const struct al_sarif_cap *cap, struct al_tree *tree, cJSON *notifications);

#endif
