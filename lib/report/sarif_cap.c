/* SPDX-License-Identifier: MIT */
#include "report/sarif_cap.h"

#include "lint/logs.h"

static size_t rank_of(const struct al_finding *f)
{
    const size_t known = f->baseline == AL_BASELINE_UNCHANGED ? 4 : 0;

    if (f->suppressed)
        return 9;
    return f->undetermined ? 8 : known + (size_t)(AL_ERROR - f->level);
}

void al_sarif_cap_make(struct al_sarif_cap *cap, al_run *run, const struct al_report_options *options)
{
    size_t n, left;
    const struct al_finding *findings = al_run_findings(run, &n);
    bool is_shard = false;

    *cap = (struct al_sarif_cap){.most = options->sarif_most ? options->sarif_most : AL_SARIF_MOST};
    for (size_t i = 0; i < n; i++) {
        cap->room[rank_of(&findings[i])] += !findings[i].fatal;
        is_shard = is_shard || (findings[i].input && !al_run_logs(run));
    }
    if (is_shard || options->sarif_for != AL_SARIF_GITHUB)
        return;
    left = cap->most;
    for (size_t i = 0; i < AL_SARIF_RANKS; i++) {
        const size_t taken = cap->room[i] < left ? cap->room[i] : left;
        cap->left_out += cap->room[i] - taken;
        cap->room[i] = taken;
        left -= taken;
    }
}

bool al_sarif_cap_takes(struct al_sarif_cap *cap, const struct al_finding *f)
{
    size_t *room = &cap->room[rank_of(f)];

    if (f->fatal || *room == 0)
        return false;
    (*room)--;
    return true;
}

void al_sarif_cap_tell(const struct al_sarif_cap *cap, struct al_tree *tree, cJSON *notifications)
{
    cJSON *item;

    if (cap->left_out == 0)
        return;
    item = al_tree_object(tree, notifications, NULL);
    al_tree_text(tree, item, "level", "warning");
    al_tree_text(tree, al_tree_object(tree, item, "message"), "text",
                 al_printf(al_tree_passing(tree),
                           "%zu results are left out: code scanning takes %zu. Errors come first.",
                           cap->left_out, cap->most)
                     .s);
}

size_t al_run_sarif_left_out(al_run *run, const struct al_report_options *options)
{
    static const struct al_report_options none;
    struct al_sarif_cap cap;

    al_sarif_cap_make(&cap, run, options ? options : &none);
    return cap.left_out;
}
