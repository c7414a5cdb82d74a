/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include "completion.h"
#include "output.h"

#include "base/map.h"

static const struct {
    const char *name;
    void (*write)(const struct completion *c);
} shells[] = {{"bash", completion_bash}, {"zsh", completion_zsh}, {"fish", completion_fish}};
enum { NSHELLS = sizeof shells / sizeof shells[0] };

static void add_word(struct al_buf *buf, const char *word)
{
    al_buf_printf(buf, "%s%s", buf->n ? " " : "", word);
}

/* Each profile once: those of documents and those that rules have, and the words that mean several. */
static const char *profiles(al_arena *arena, al_run *run)
{
    struct al_buf buf = AL_BUF(arena);
    struct al_map seen = {0};
    size_t n;
    const struct al_document *documents = al_documents(&n);
    const struct al_rule *const *rules;

    add_word(&buf, "default security all");
    for (size_t i = 0; i < n; i++)
        add_word(&buf, documents[i].profile);
    rules = al_run_rules(run, &n);
    for (size_t i = 0; i < n; i++) {
        void **place = rules[i]->profile ? al_map_put(arena, &seen, al_str_of(rules[i]->profile)) : NULL;
        if (!place || *place)
            continue;
        *place = &seen;
        add_word(&buf, rules[i]->profile);
    }
    return al_buf_str(&buf).s;
}

static void add_rules_words(struct completion *c, al_run *run)
{
    struct al_buf ids = AL_BUF(c->arena), settings = AL_BUF(c->arena);
    size_t n;
    const struct al_rule *const *rules = al_run_rules(run, &n);

    for (size_t i = 0; i < n; i++) {
        add_word(&ids, rules[i]->id);
        for (const struct al_rule_option *o = rules[i]->options; o && o->name; o++)
            add_word(&settings, al_printf(c->arena, "%s.%s=", rules[i]->id, o->name).s);
    }
    c->rules = al_buf_str(&ids).s;
    c->settings = al_buf_str(&settings).s;
}

static const char *limits(al_arena *arena)
{
    struct al_buf names = AL_BUF(arena);
    size_t n;
    const struct al_limit_info *all = al_limits(&n);

    for (size_t i = 0; i < n; i++)
        add_word(&names, al_printf(arena, "%s=", all[i].name).s);
    return al_buf_str(&names).s;
}

static int write_script(const struct options *options, al_run *run, size_t shell)
{
    struct al_buf out = AL_BUF(options->arena), names = AL_BUF(options->arena);
    struct completion c = {.arena = options->arena,
                           .out = &out,
                           .profiles = profiles(options->arena, run),
                           .limits = limits(options->arena)};

    for (size_t i = 0; i < NSHELLS; i++)
        add_word(&names, shells[i].name);
    c.shells = al_buf_str(&names).s;
    add_rules_words(&c, run);
    shells[shell].write(&c);
    return output_stdout(out.s, out.n) ? STATUS_CLEAN : STATUS_UNCHECKED;
}

int cmd_completion(const struct options *options)
{
    al_run *run;
    int status;

    if (options->paths.n != 1)
        return usage_error(options, "completion needs the name of a shell: bash, zsh or fish");
    for (size_t i = 0; i < NSHELLS; i++) {
        if (strcmp(options->paths.v[0], shells[i].name) != 0)
            continue;
        run = run_new_all(options, &status);
        return run ? write_script(options, run, i) : status;
    }
    return usage_error(options, "there is no completion for '%s': bash, zsh or fish", options->paths.v[0]);
}
