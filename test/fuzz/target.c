/* SPDX-License-Identifier: MIT */
/* libFuzzer's way into a target. With "--words" a target prints its dictionary in place of running. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    for (int i = 1; i < *argc; i++) {
        if (strcmp((*argv)[i], "--words") != 0)
            continue;
        if (fuzz_target.words)
            fuzz_target.words();
        exit(0);
    }
    if (fuzz_target.folder)
        fuzz_scratch_make();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0)
        fuzz_target.run((al_str){(const char *)data, size});
    return 0;
}

void fuzz_in_arena(al_arena *arena, int (*fn)(void *), void *ptr)
{
    assert(arena);
    al_arena_try(arena, fn, ptr);
    al_arena_free(arena);
}

bool fuzz_one_in(al_str input, unsigned each, size_t what)
{
    return al_str_hash(al_str_from(input, what)) % each == 0;
}

_Noreturn void fuzz_wrong(const char *what, al_str text)
{
    fprintf(stderr, "%s:\n", what);
    fwrite(text.s, 1, text.n, stderr);
    fputc('\n', stderr);
    abort();
}

void fuzz_word(const char *word)
{
    putchar('"');
    for (; *word; word++) {
        if (*word == '"' || *word == '\\')
            putchar('\\');
        if (*word >= ' ' && *word <= '~')
            putchar(*word);
        else
            printf("\\x%02x", (unsigned char)*word);
    }
    puts("\"");
}

void fuzz_words(const char *const *words)
{
    for (; *words; words++)
        fuzz_word(*words);
}
