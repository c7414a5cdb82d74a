/* SPDX-License-Identifier: MIT */
/* What commands have in common that work with a run. Whatever runs out of memory unwinds to main(), by way of
 * the arena of the options; runs hang on it, so that none is lost. */
#include "commands.h"
#include "output.h"
#include "say.h"
#include "selection.h"

#include <stdlib.h>

void out_of_memory(const struct options *options)
{
    al_arena_throw(options->arena, AL_E_MEMORY);
}

struct owner {
    al_run *run;
};

static void free_owned(void *ptr)
{
    struct owner *owner = ptr;

    al_run_free(owner->run);
}

al_run *run_open(const struct options *options, const struct al_options *wanted)
{
    struct owner *owner = AL_NEW(options->arena, struct owner);

    al_arena_defer(options->arena, free_owned, owner);
    owner->run = al_run_new(wanted);
    if (!owner->run)
        out_of_memory(options);
    return owner->run;
}

/* What is named may be in a file of rules that only a configuration names. */
static bool select_rules(const struct options *options, al_run *run)
{
    size_t n;

    if (al_run_rules(run, &n) || (al_run_error(run) && learn_rules(options, run) && al_run_rules(run, &n)))
        return true;
    if (!al_run_error(run))
        out_of_memory(options);
    return false;
}

/* `listing`: of what is configured, the rules that there are count, and nothing else. */
static al_run *make_run(const struct options *options, bool listing, int *status)
{
    struct al_options wanted = library_options(options);
    al_run *run;

    if (listing) {
        wanted.config = NULL;
        wanted.no_config = true;
    }
    run = run_open(options, &wanted);
    *status = STATUS_USAGE;
    if (!add_rules(options, run) || (listing && !add_configured_rules(options, run)))
        return NULL;
    switch (al_run_check_config(run)) {
    case 0: break;
    case AL_EUSAGE: say_lines(al_run_error(run)); return NULL;
    default: out_of_memory(options);
    }
    *status = select_rules(options, run) ? STATUS_CLEAN : selection_error(options, run);
    return *status == STATUS_CLEAN ? run : NULL;
}

al_run *run_new(const struct options *options, int *status)
{
    return make_run(options, false, status);
}

al_run *run_new_all(const struct options *options, int *status)
{
    static const char *all[] = {"all", NULL};
    struct options with_all = *options;

    with_all.profiles = (text_list){.v = all, .n = 1, .cap = 2};
    return make_run(&with_all, true, status);
}

int put_result(char *text)
{
    bool written;

    if (!text) {
        fputs("armlint: out of memory\n", stderr);
        return STATUS_UNCHECKED;
    }
    written = output_stdout(text, strlen(text));
    free(text);
    return written ? STATUS_CLEAN : STATUS_UNCHECKED;
}

int put_troubles(const struct options *options, al_run *run)
{
    char *text = al_run_finish(run) == 0 ? al_run_report(run, "text", NULL) : NULL;

    if (text)
        fputs(text, stderr);
    else
        out_of_memory(options);
    free(text);
    return al_run_summary(run).unchecked ? STATUS_UNCHECKED : STATUS_CLEAN;
}
