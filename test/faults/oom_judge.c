/* SPDX-License-Identifier: MIT */
#include "oom.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { UNCHECKED = 3, MOST_FAULTS = 20, MOST_KEPT = 8, GAVE_UP = 98 };

struct content {
    char *text;
    size_t n;
    bool there;
};

struct kept {
    char name[NAME_MAX + 1];
    struct content content;
};

struct oom_judge {
    char folder[PATH_MAX];
    int at; /* the folder, open */
    struct content out, err;
    int status;
    long points, survived, faults;
    struct kept kept[MOST_KEPT];
    size_t nkept;
    FILE *verdict;
};

_Noreturn void oom_give_up(const char *what)
{
    perror(what);
    _exit(GAVE_UP);
}

/* -- files -- */

static struct content content_of(int at, const char *path)
{
    struct content c = {0};
    struct stat st;
    int fd = openat(at, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0 || fstat(fd, &st) != 0)
        return c;
    c.there = true;
    c.text = malloc((size_t)st.st_size + 1);
    if (!c.text)
        oom_give_up(path);
    for (ssize_t n; c.n < (size_t)st.st_size; c.n += (size_t)n)
        if ((n = read(fd, c.text + c.n, (size_t)st.st_size - c.n)) <= 0)
            oom_give_up(path);
    c.text[c.n] = '\0';
    close(fd);
    return c;
}

static bool is_same(const struct content *a, const struct content *b)
{
    return a->there == b->there && a->n == b->n && (a->n == 0 || memcmp(a->text, b->text, a->n) == 0);
}

static void put_file(int at, const char *path, const struct content *c)
{
    int fd = openat(at, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

    if (fd < 0 || write(fd, c->text, c->n) != (ssize_t)c->n || close(fd) != 0)
        oom_give_up(path);
}

/* -- life -- */

struct oom_judge *oom_judge_new(const char *folder)
{
    struct oom_judge *judge = calloc(1, sizeof *judge);
    struct content status;

    if (!judge || !realpath(folder, judge->folder))
        oom_give_up(folder);
    judge->at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    judge->out = content_of(judge->at, "stdout");
    judge->err = content_of(judge->at, "stderr");
    status = content_of(judge->at, "status");
    if (!status.there || !judge->out.there || !judge->err.there)
        oom_give_up(folder);
    judge->status = atoi(status.text);
    free(status.text);
    snprintf(judge->folder + strlen(judge->folder), PATH_MAX - strlen(judge->folder), "/verdict");
    judge->verdict = fopen(judge->folder, "we");
    if (!judge->verdict)
        oom_give_up(judge->folder);
    setvbuf(judge->verdict, NULL, _IOLBF, 0);
    return judge;
}

void oom_judge_ends(struct oom_judge *judge, long allocations)
{
    fprintf(judge->verdict,
            "%ld faults in %ld runs that lost memory (%ld got by without it) at %ld allocations\n",
            judge->faults, judge->points, judge->survived, allocations);
    fclose(judge->verdict);
    close(judge->at);
    free(judge->out.text);
    free(judge->err.text);
    free(judge);
}

/* What was written before the fork counts as written by the child. */
static void redirect(int at, const char *path, int to)
{
    char before[64];
    struct content so_far;
    int fd = openat(at, path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

    snprintf(before, sizeof before, "/proc/self/fd/%d", to);
    so_far = content_of(AT_FDCWD, before);
    if (fd < 0 || write(fd, so_far.text, so_far.n) != (ssize_t)so_far.n || dup2(fd, to) < 0)
        oom_give_up(path);
    free(so_far.text);
    close(fd);
}

void oom_child_begins(const struct oom_judge *judge)
{
    redirect(judge->at, "child.stdout", STDOUT_FILENO);
    redirect(judge->at, "child.stderr", STDERR_FILENO);
}

/* -- judging -- */

struct point {
    struct oom_judge *judge;
    long number;
    int ever;
    struct content out, err;
    bool finished; /* as a run without faults does */
};

__attribute__((format(printf, 2, 3))) static void fault(struct point *p, const char *format, ...)
{
    FILE *verdict = p->judge->verdict;
    va_list args;

    if (++p->judge->faults > MOST_FAULTS)
        return;
    fprintf(verdict, "OOM_AT=%ld OOM_EVER=%d: ", p->number, p->ever);
    va_start(args, format);
    vfprintf(verdict, format, args);
    va_end(args);
    fputs("; stderr: ", verdict);
    for (size_t i = 0; i < p->err.n && i < 200; i++)
        fputc(p->err.text[i] == '\n' ? '|' : p->err.text[i], verdict);
    fputc('\n', verdict);
}

static bool says_why(const struct content *err)
{
    return err->n && (strstr(err->text, "out of memory") || strstr(err->text, "Cannot allocate memory"));
}

static void judge_status(struct point *p, int status)
{
    const struct oom_judge *judge = p->judge;

    if (WIFSIGNALED(status)) {
        fault(p, "killed by signal %d", WTERMSIG(status));
        return;
    }
    status = WEXITSTATUS(status);
    p->finished = status == judge->status && !says_why(&p->err);
    if (p->finished && !is_same(&p->out, &judge->out))
        fault(p, "exit status %d with another output", status);
    else if (p->finished && !is_same(&p->err, &judge->err))
        fault(p, "exit status %d with other messages", status);
    else if (!p->finished && status != UNCHECKED)
        fault(p, "exit status %d", status);
    else if (!p->finished && p->out.n && !is_same(&p->out, &judge->out))
        fault(p, "exit status %d with half an output", status);
    else if (!p->finished && !says_why(&p->err))
        fault(p, "exit status %d without saying why", status);
    p->judge->survived += p->finished;
}

/* -- what work/ has at the fork -- */

/* One that the parent is writing to stays that file, whatever the child does to its name. */
static const char *link_of(size_t i)
{
    static char name[32];

    snprintf(name, sizeof name, "kept.%zu", i);
    return name;
}

static void keep_file(const struct oom_judge *judge, size_t i)
{
    char path[PATH_MAX];

    snprintf(path, sizeof path, "work/%s", judge->kept[i].name);
    if (linkat(judge->at, path, judge->at, link_of(i), 0) != 0)
        oom_give_up(path);
}

void oom_before_child(struct oom_judge *judge)
{
    int fd = openat(judge->at, "work", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *d;

    if (!dir)
        oom_give_up("work");
    for (judge->nkept = 0; (d = readdir(dir));) {
        struct kept *k = &judge->kept[judge->nkept];
        if (d->d_name[0] == '.')
            continue;
        if (++judge->nkept > MOST_KEPT)
            oom_give_up("too many files");
        snprintf(k->name, sizeof k->name, "%s", d->d_name);
        k->content = content_of(dirfd(dir), d->d_name);
        keep_file(judge, judge->nkept - 1);
    }
    closedir(dir);
}

static void put_file_back(const struct oom_judge *judge, size_t i)
{
    char path[PATH_MAX];
    struct stat now, kept;

    snprintf(path, sizeof path, "work/%s", judge->kept[i].name);
    if (fstatat(judge->at, link_of(i), &kept, 0) != 0)
        oom_give_up(path);
    if (fstatat(judge->at, path, &now, 0) == 0 && now.st_ino == kept.st_ino)
        unlinkat(judge->at, link_of(i), 0);
    else if (renameat(judge->at, link_of(i), judge->at, path) != 0)
        oom_give_up(path);
}

static void put_back(struct oom_judge *judge)
{
    for (size_t i = 0; i < judge->nkept; i++)
        put_file_back(judge, i);
    for (size_t i = 0; i < judge->nkept; i++) {
        struct kept *k = &judge->kept[i];
        char path[PATH_MAX];
        struct content now;

        snprintf(path, sizeof path, "work/%s", k->name);
        now = content_of(judge->at, path);
        if (!is_same(&now, &k->content))
            put_file(judge->at, path, &k->content);
        free(now.text);
        free(k->content.text);
    }
    judge->nkept = 0;
}

static bool was_there(const struct oom_judge *judge, const char *name)
{
    for (size_t i = 0; i < judge->nkept; i++)
        if (strcmp(judge->kept[i].name, name) == 0)
            return true;
    return false;
}

/* A file in work/. New ones are taken away. */
static void judge_file(struct point *p, const char *name)
{
    char path[3][PATH_MAX];
    struct content work, before, after;

    snprintf(path[0], PATH_MAX, "work/%s", name);
    snprintf(path[1], PATH_MAX, "before/%s", name);
    snprintf(path[2], PATH_MAX, "after/%s", name);
    work = content_of(p->judge->at, path[0]);
    before = content_of(p->judge->at, path[1]);
    after = content_of(p->judge->at, path[2]);
    if (p->finished && !is_same(&work, &after))
        fault(p, "%s is not as it should be", path[0]);
    else if (!is_same(&work, &after) && !is_same(&work, &before))
        fault(p, "%s is half-written, or should not be there", path[0]);
    if (work.there && !was_there(p->judge, name))
        unlinkat(p->judge->at, path[0], 0);
    free(work.text);
    free(before.text);
    free(after.text);
}

static void judge_files(struct point *p, const char *folder, bool all)
{
    int fd = openat(p->judge->at, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *d;
    struct stat st;
    char path[PATH_MAX];

    if (!dir)
        oom_give_up(folder);
    while ((d = readdir(dir))) {
        snprintf(path, sizeof path, "work/%s", d->d_name);
        if (d->d_name[0] != '.' && (all || fstatat(p->judge->at, path, &st, 0) != 0))
            judge_file(p, d->d_name);
    }
    closedir(dir);
}

void oom_child_ended(struct oom_judge *judge, long number, int ever, int status)
{
    struct point p = {.judge = judge, .number = number, .ever = ever};

    p.out = content_of(judge->at, "child.stdout");
    p.err = content_of(judge->at, "child.stderr");
    judge->points++;
    judge_status(&p, status);
    judge_files(&p, "before", false); /* those that are missing */
    judge_files(&p, "after", false);
    judge_files(&p, "work", true);
    put_back(judge);
    free(p.out.text);
    free(p.err.text);
}
