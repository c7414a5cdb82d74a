/* SPDX-License-Identifier: MIT */
/* throughput FILE...: how fast Bicep is parsed, in megabytes a second of processor time. The files are read
 * first, and parsed again and again for a second, each into an arena of its own. */
#include "base/files.h"
#include "syntax/bicep.h"

#include <stdio.h>
#include <time.h>

enum { LARGEST_FILE = 1 << 24 };

struct texts {
    al_arena *arena;
    char **paths;
    al_str *v;
    size_t n, bytes;
};

static int read_files(void *ptr)
{
    struct texts *texts = ptr;
    const char *why;

    texts->v = AL_NEW_N(texts->arena, al_str, texts->n);
    for (size_t i = 0; i < texts->n; i++) {
        if (al_file_read(&texts->v[i], &why, texts->arena, texts->paths[i], LARGEST_FILE) != AL_OK)
            texts->v[i] = AL_STR("");
        texts->bytes += texts->v[i].n;
    }
    return AL_OK;
}

struct piece {
    al_arena *arena;
    al_str text;
};

static int parse(void *ptr)
{
    struct piece *piece = ptr;
    struct al_diags diags = {.arena = piece->arena};

    al_bicep_parse(piece->arena, &diags, al_source_new(piece->arena, AL_STR("x.bicep"), piece->text));
    return AL_OK;
}

static void parse_all(const struct texts *texts)
{
    for (size_t i = 0; i < texts->n; i++) {
        struct piece piece = {al_arena_new(0), texts->v[i]};
        if (piece.arena)
            al_arena_try(piece.arena, parse, &piece);
        al_arena_free(piece.arena);
    }
}

int main(int argc, char **argv)
{
    struct texts texts = {.arena = al_arena_new(0), .paths = argv + 1, .n = argc > 0 ? (size_t)argc - 1 : 0};
    clock_t start, taken = 0;
    unsigned rounds = 0;

    if (!texts.arena || al_arena_try(texts.arena, read_files, &texts) != AL_OK || texts.bytes == 0)
        return 2;
    for (start = clock(); taken < CLOCKS_PER_SEC; taken = clock() - start) {
        parse_all(&texts);
        rounds++;
    }
    printf("%.0f\n", (double)texts.bytes * rounds / 1e6 * CLOCKS_PER_SEC / (double)taken);
    al_arena_free(texts.arena);
    return 0;
}
