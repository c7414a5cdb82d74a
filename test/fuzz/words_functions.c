/* SPDX-License-Identifier: MIT */
/* The functions of both languages as dictionaries. */
#include "fuzz.h"

#include "eval/evaluator.h"
#include "syntax/bicep_functions.h"

void fuzz_words_of_arm(void)
{
    size_t n;
    const struct al_function *all = al_function_table(&n);

    for (size_t i = 0; i < n; i++)
        fuzz_word(all[i].name);
}

void fuzz_words_of_bicep(void)
{
    size_t n;
    const struct al_bicep_function *all = al_bicep_functions(&n);

    for (size_t i = 0; i < n; i++)
        fuzz_word(all[i].name);
}
