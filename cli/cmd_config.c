/* SPDX-License-Identifier: MIT */
/* Configurations: showing one, beginning one, and the schema of all. */
#include "commands.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int show(al_run *run, const char *path)
{
    int status;
    char *text = al_run_show_config(run, path, &status);

    return put_result(text);
}

int show_config(const struct options *options)
{
    int status, troubles;
    al_run *run = run_new(options, &status);

    if (!run)
        return status;
    if (options->paths.n == 0)
        status = show(run, ".");
    for (size_t i = 0; i < options->paths.n && status == STATUS_CLEAN; i++)
        status = show(run, options->paths.v[i]);
    troubles = put_troubles(run);
    al_run_free(run);
    return troubles > status ? troubles : status;
}

int cmd_config_schema(const struct options *options)
{
    int status;
    al_run *run;

    if (options->paths.n)
        return usage_error(options, "config-schema takes no operands");
    run = run_new_all(options, &status);
    if (!run)
        return status;
    status = put_result(al_run_config_schema(run));
    al_run_free(run);
    return status;
}

static int cannot_write(const char *path, const char *why)
{
    fprintf(stderr, "armlint: cannot write %s: %s\n", path, why);
    return STATUS_UNCHECKED;
}

static bool write_all(int fd, const char *text)
{
    size_t left = strlen(text);

    while (left > 0) {
        ssize_t n = write(fd, text, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        text += n;
        left -= (size_t)n;
    }
    return true;
}

/* What is there already is never written over, and nothing half-written stays. */
static int write_new(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool written;

    if (fd < 0)
        return cannot_write(path, errno == EEXIST ? "it is there already" : strerror(errno));
    written = write_all(fd, text);
    if (close(fd) == 0 && written) {
        fprintf(stderr, "armlint: wrote %s\n", path);
        return STATUS_CLEAN;
    }
    unlink(path);
    return cannot_write(path, "the disk may be full");
}

int cmd_init(const struct options *options)
{
    const char *path = options->paths.n ? options->paths.v[0] : "armlint.json";
    char *text;
    int status;

    if (options->paths.n > 1)
        return usage_error(options, "init takes the name of one file");
    text = al_config_sample();
    status = text ? write_new(path, text) : cannot_write(path, "out of memory");
    free(text);
    return status;
}
