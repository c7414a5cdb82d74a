/* SPDX-License-Identifier: MIT */
/* Configurations and files of rules as dictionaries: the keys are tables, and so are some of their values. */
#include "fuzz.h"

#include "lint/condition_words.h"
#include "lint/config_read.h"
#include "lint/rule_keys.h"

static void put_keys(const struct al_config_key *keys)
{
    for (; keys->name; keys++)
        fuzz_word(keys->name);
}

static void put_options(const struct al_rule *rule)
{
    for (const struct al_rule_option *o = rule->options; o && o->name; o++)
        fuzz_word(o->name);
}

/* A few rules stand for all: a dictionary of a thousand ids would leave little room for anything else. */
static void put_rules(void)
{
    enum { EACH = 29 };
    size_t n;
    al_run *run = al_run_new(NULL);
    const struct al_rule *const *all = run ? al_run_rules(run, &n) : NULL;

    for (size_t i = 0; all && i < n; i += EACH) {
        fuzz_word(all[i]->id);
        put_options(all[i]);
    }
    al_run_free(run);
}

void fuzz_words_of_lint(void)
{
    put_keys(al_config_keys);
    put_keys(al_config_rule_keys);
    put_keys(al_config_suppression_keys);
    fuzz_words(al_config_fail_on);
    fuzz_words(al_config_levels);
    for (const struct al_rule_key *key = al_rule_keys; key->name; key++)
        fuzz_word(key->name);
    for (const struct al_operator_word *word = al_operator_words(); word->word; word++)
        fuzz_word(word->word);
    fuzz_words(al_rule_levels);
    fuzz_words(al_rule_absences);
    fuzz_words(al_honoured_tools());
    put_rules();
}
