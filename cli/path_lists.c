/* SPDX-License-Identifier: MIT */
#include "path_lists.h"

#include "commands.h"
#include "say.h"
#include "stream.h"

#include <errno.h>
#include <unistd.h>

enum { LIST_MOST = 64 << 20 };

static bool is_stdin(const char *path)
{
    return strcmp(path, "-") == 0;
}

/* Everything there is in a file, or NULL after saying why not. */
static const struct al_buf *read_all(const struct options *options, const char *file, const char *option)
{
    struct al_buf *text = AL_NEW(options->arena, struct al_buf);
    const int in = is_stdin(file) ? STDIN_FILENO : stream_open(file);
    bool read;

    *text = (struct al_buf){.arena = options->arena, .most = LIST_MOST};
    read = in >= 0 && stream_read(text, in);
    if (!read || text->cut)
        say("armlint: --%s %s: %s", option, file, read ? "it is too large" : strerror(errno));
    if (in > STDIN_FILENO)
        close(in);
    return read && !text->cut ? text : NULL;
}

/* A line may end as on Windows. What is called "-" in a list is a file. */
static void add_path(const struct options *options, text_list *list, al_str path)
{
    if (!options->null && path.n && path.s[path.n - 1] == '\r')
        path.n--;
    if (al_str_eq(path, AL_STR("-")))
        path = AL_STR("./-");
    if (path.n)
        *al_vec_push(options->arena, list) = al_str_cstr(options->arena, path);
}

static bool add_from(const struct options *options, text_list *list, const text_list *files,
                     const char *option)
{
    for (size_t i = 0; i < files->n; i++) {
        const struct al_buf *text = read_all(options, files->v[i], option);
        al_str path, rest;
        if (!text)
            return false;
        rest = (al_str){text->s, text->n};
        while (rest.n && al_str_split_next(&path, &rest, options->null ? '\0' : '\n'))
            add_path(options, list, path);
    }
    *al_vec_push(options->arena, list) = NULL;
    list->n--;
    return true;
}

static size_t count_stdin(const text_list *list)
{
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        n += is_stdin(list->v[i]);
    return n;
}

int path_lists_read(struct options *options)
{
    if (count_stdin(&options->paths) + count_stdin(&options->files_from) +
            count_stdin(&options->report_only_from) >
        1)
        return usage_error(options, "standard input, '-', can only be one thing");
    if (!add_from(options, &options->paths, &options->files_from, "files-from") ||
        !add_from(options, &options->report_only, &options->report_only_from, "report-only-from"))
        return STATUS_USAGE;
    return STATUS_CLEAN;
}
