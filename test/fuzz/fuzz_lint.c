/* SPDX-License-Identifier: MIT */
/* A fuzz target: everything that is done with an input, from its bytes to the reports. The first byte says
 * what the input is (Bicep, a parameter file, or JSON) and, counted in threes from '0', how it is linted.
 * Other files of its folder are modules, imports, loads and parameters. */
#include "fuzz.h"

#include <stdlib.h>

/* What takes long is done with some inputs only. */
enum { TWICE_EACH = 4, FIXED_EACH = 4, BASELINE_EACH = 16, EVALUATED_EACH = 4 };
/* Bits of how an input is linted. */
enum { WHOLE_FOLDER = 1, MERGED = 2, EVERYTHING = 4, WAYS = 8 };

static const char *const names[] = {
    "main.bicep", "main.bicepparam", "main.json", "a.bicep",          "b.bicep",
    "c.json",     "d.yaml",          "e.txt",     "bicepconfig.json", "main.parameters.json",
    "known.txt",  "armlint.json",    NULL,
};

struct way {
    struct al_options options;
    const char *path; /* of the first file */
    al_str text;
    bool folder;
};

static al_run *lint(const struct way *way, const char *baseline)
{
    al_run *run = al_run_new(&way->options);
    int status = AL_OK;

    assert(run);
    if (baseline)
        status = al_run_baseline(run, baseline);
    assert(status == AL_OK);
    status = way->folder ? al_run_path(run, fuzz_scratch())
                         : al_run_text(run, way->text.s, way->text.n, way->path);
    if (status == AL_OK)
        status = al_run_finish(run);
    assert(status == AL_OK || status == AL_EUSAGE); /* of an armlint.json that is wrong */
    if (status == AL_OK)
        return run;
    assert(al_run_error(run));
    al_run_free(run);
    return NULL;
}

/* -- the same again, by two threads -- */

static void lint_again(const struct way *way, al_run *first)
{
    struct way threaded = *way;
    al_run *run;
    char *one, *other;

    threaded.options.jobs = 2;
    run = lint(&threaded, NULL);
    one = fuzz_report(first, "json");
    other = fuzz_report(run, "json");
    fuzz_check_same(one, other);
    free(one);
    free(other);
    al_run_free(run);
}

/* -- with a baseline of itself -- */

static void lint_with_baseline(const struct way *way, al_run *first, const char *format)
{
    char *known = fuzz_report(first, format);
    const struct al_finding *all;
    al_run *run;
    size_t n;

    fuzz_write("known.txt", al_str_of(known));
    run = lint(way, fuzz_path("known.txt"));
    all = run ? al_run_findings(run, &n) : NULL;
    for (size_t i = 0; all && i < n; i++)
        if (all[i].baseline == AL_BASELINE_NEW && !all[i].fatal && !all[i].suppressed)
            fuzz_wrong("not in its own baseline", al_str_of(all[i].message));
    free(known);
    al_run_free(run);
}

/* -- fixed -- */

static size_t count(const al_run *run, const struct al_finding *like)
{
    size_t n, found = 0;
    const struct al_finding *all = al_run_findings(run, &n);

    for (size_t i = 0; i < n; i++)
        found += all[i].about == like->about && !all[i].undetermined;
    return found;
}

static bool is_broken(const al_run *run)
{
    size_t n;
    const struct al_finding *all = al_run_findings(run, &n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].rule, "input-syntax") == 0)
            return true;
    return false;
}

static al_str fixed(al_arena *arena, al_str text, const struct al_fix *fix)
{
    const size_t mark = al_str_starts(text, AL_STR("\xef\xbb\xbf")) ? 3 : 0;
    const size_t from = mark + fix->location.offset;

    return al_printf(arena, "%.*s%s%.*s", AL_FMT(al_str_head(text, from)), fix->text,
                     AL_FMT(al_str_from(text, from + fix->location.length)));
}

struct fixing {
    al_arena *arena;
    const struct way *way;
    const al_run *run;
    const struct al_finding *finding;
};

/* What a fix leaves can be read, and is not worse. */
static int apply(void *ptr)
{
    const struct fixing *f = ptr;
    struct way way = *f->way;
    al_run *run;

    way.text = fixed(f->arena, way.text, f->finding->fix);
    run = lint(&way, NULL);
    if (run && (is_broken(run) || count(run, f->finding) > count(f->run, f->finding)))
        fuzz_wrong(f->finding->rule, way.text);
    al_run_free(run);
    return AL_OK;
}

static void apply_a_fix(const struct way *way, const al_run *run)
{
    size_t n;
    const struct al_finding *all = al_run_findings(run, &n);

    for (size_t i = 0; i < n; i++) {
        struct fixing fixing = {NULL, way, run, &all[i]};
        if (!all[i].fix || strcmp(all[i].fix->location.file, way->path) != 0)
            continue;
        fixing.arena = al_arena_new(0);
        fuzz_in_arena(fixing.arena, apply, &fixing);
        return;
    }
}

/* -- what else there is -- */

static void look_at_json(char *text)
{
    if (text)
        fuzz_check_json(al_str_of(text));
    free(text);
}

static void look_at_text(char *text)
{
    if (text)
        fuzz_check_plain(al_str_of(text));
    free(text);
}

static void evaluate(const struct way *way)
{
    static const char *const things[] = {"resources[0]", "variables.v", "parameters.p", "outputs.o",
                                         "resources[0].properties"};
    al_run *run = al_run_new(&way->options);
    int status;

    assert(run);
    look_at_json(al_run_graph(run, way->path, "json", &status));
    look_at_text(al_run_graph(run, way->path, way->text.n % 2 ? "dot" : "mermaid", &status));
    look_at_json(al_run_outputs(run, way->path, &status));
    look_at_text(al_run_explain_value(run, way->path, things[way->text.n % 5], &status));
    al_run_free(run);
}

static void check(const struct way *way, al_run *run, al_str input)
{
    fuzz_check_run(run, input);
    if (fuzz_one_in(input, TWICE_EACH, 11))
        lint_again(way, run);
    if (!way->folder && !is_broken(run) && fuzz_one_in(input, FIXED_EACH, 12))
        apply_a_fix(way, run);
    if (fuzz_one_in(input, BASELINE_EACH, 13))
        lint_with_baseline(way, run, input.n % 2 ? "sarif" : "baseline");
}

static void run(al_str input)
{
    static const char *const everything[] = {"all", NULL};
    const unsigned first = (unsigned char)input.s[0], how = first / 3 % WAYS;
    const char *name = names[first % 3];
    struct way way = {
        .options = {.max_memory = FUZZ_MEMORY_MOST, .undetermined = true, .root = fuzz_scratch()}};
    al_run *linted;

    way.folder = (how & (WHOLE_FOLDER | MERGED)) != 0;
    way.options.merge = (how & MERGED) != 0;
    if (how & EVERYTHING) {
        way.options.profiles = everything;
        way.options.honour = al_honoured_tools();
        way.options.today = "2026-11-22";
        way.options.subscription_id = "11111111-1111-1111-1111-111111111111";
        way.options.resource_group = "rg";
        way.options.baseline_strict = true;
    }
    way.text = fuzz_scratch_write(name, al_str_from(input, 1));
    way.path = fuzz_path(name);
    linted = lint(&way, NULL);
    if (linted)
        check(&way, linted, input);
    al_run_free(linted);
    if (fuzz_one_in(input, EVALUATED_EACH, 14))
        evaluate(&way);
    fuzz_scratch_clear();
}

static bool (*const mutators[])(struct fuzz_change *change) = {fuzz_mutate_parts, fuzz_mutate_tree,
                                                               fuzz_mutate_tree, fuzz_mutate_bicep, NULL};

static void words(void)
{
    fuzz_words_of_arm();
    fuzz_words_of_bicep();
}

const struct fuzz_target fuzz_target = {.run = run, .mutators = mutators, .words = words, .folder = names};
