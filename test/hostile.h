/* SPDX-License-Identifier: MIT */
/* For tests of what is made to do harm: everything is done with it that is done with a template. */
#ifndef AL_TEST_HOSTILE_H
#define AL_TEST_HOSTILE_H

#include "lint_test.h"

#include "base/buf.h"

#include <stdlib.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* The text with a number where it has '%', and the next one where it has '~'. */
static inline void put_numbered(struct al_buf *out, const char *text, int i)
{
    for (; *text; text++) {
        if (*text == '%' || *text == '~')
            al_buf_printf(out, "%d", *text == '%' ? i : i + 1);
        else
            al_buf_char(out, *text);
    }
}

/* With all rules, and a report of all that they find. */
static inline al_run *lint_bytes(al_str text, const char *name, uint64_t max_memory)
{
    const struct al_options options = {.no_sibling_parameters = true, .max_memory = max_memory};
    al_run *run = al_run_new(&options);
    char *report;

    assert_non_null(run);
    assert_int_equal(al_run_text(run, text.s, text.n, name), 0);
    assert_int_equal(al_run_finish(run), 0);
    report = al_run_report(run, "json", NULL);
    assert_non_null(report);
    free(report);
    return run;
}

/* The first thing that is wrong with the input itself. */
static inline const struct al_finding *first_trouble(const al_run *run)
{
    size_t n;
    const struct al_finding *all = al_run_findings(run, &n);

    for (size_t i = 0; i < n; i++)
        if (!all[i].about && all[i].level == AL_ERROR)
            return &all[i];
    return NULL;
}

#endif
