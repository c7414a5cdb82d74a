/* SPDX-License-Identifier: MIT */
/* What a run may leave when memory runs out, and what not. Made for oom.c, which makes it run out.
 *
 * A folder has all there is to know about the run:
 *
 *   work/     where it writes
 *   before/   what work/ has when it begins
 *   after/    what work/ has after a run without faults
 *   stdout, stderr, status    of such a run
 *   verdict   what was found: a line for each fault, and one with figures last
 *
 * Either the run gets by without that memory and everything is as it should be; or its exit status is 3, it says why,
 * and each file is as it was before or as it should be. Nothing else is right. */
#ifndef AL_TEST_FAULTS_OOM_H
#define AL_TEST_FAULTS_OOM_H

struct oom_judge;

/* Reads what a run without faults leaves. */
struct oom_judge *oom_judge_new(const char *folder);
/* In the parent: looks at work/, before the fork. */
void oom_before_child(struct oom_judge *judge);
/* In the child: has it write where the judge will look. */
void oom_child_begins(const struct oom_judge *judge);
/* In the parent: judges what the child left, and puts work/ back. `status` is as waitpid() has it. */
void oom_child_ended(struct oom_judge *judge, long number, int ever, int status);
/* Writes the figures. */
void oom_judge_ends(struct oom_judge *judge, long allocations);

/* Says that the test itself does not work, and ends it. */
_Noreturn void oom_give_up(const char *what);

#endif
