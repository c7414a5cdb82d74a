/* SPDX-License-Identifier: MIT */
/* Lets memory run out in a whole run of the program, at one allocation after the other. Linked into a copy of
 * it, this stands before the allocator of libc, and so before everything that cJSON, PCRE2 and libc itself
 * ask for.
 *
 * At every allocation that is chosen the process forks. In the child this one fails; the child goes on from
 * there and ends however it ends, and the parent judges what it left (oom_judge.c). If it has asked for more,
 * another child gets none of that either. Then the parent goes on to the next: each place is reached once,
 * not once for each that follows.
 *
 *   OOM_COUNT=FILE   only counts: writes the number of allocations to FILE
 *   OOM_FOLDER=DIR   forks and judges: see oom.h
 *   OOM_STEP=K       every K-th allocation, the first by default
 *   OOM_AT=N         fails the N-th in this very process; with OOM_EVER=1 all after it, too. For threads,
 * whose locks and stacks a fork leaves behind
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "oom.h"

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Under a sanitizer its own checks of leaks and of freed memory are the better ones. */
#ifdef OOM_WATCHED
enum { WATCHED = 1 };
#else
enum { WATCHED = 0 };
#endif

enum { REALLY_FREED = 8, CHILD_SECONDS = 60, LEAKED = 97, JUNK = 0xDB };

static struct {
    void *(*malloc)(size_t);
    void *(*calloc)(size_t, size_t);
    void *(*realloc)(void *, size_t);
    void (*free)(void *);
    int (*posix_memalign)(void **, size_t, size_t);
    void *(*aligned_alloc)(size_t, size_t);
    void *(*mmap)(void *, size_t, int, int, int, off_t);
} next;

static struct {
    int on;             /* counting, between the start of main() and its end */
    int busy;           /* in here: what asks for memory now is not the program */
    atomic_long number; /* of the allocation */
    long step, at;      /* 0: none */
    int ever;
    int child, keeps; /* keeps: what is given back is only counted */
    atomic_long live;
    const char *count_to;
    struct oom_judge *judge;
    volatile long *asked; /* shared with the child: for memory, after the allocation that failed */
} state;

/* -- the real functions -- */

/* dlsym() may ask for memory before it has told where to get some. */
static char early[8192];
static size_t early_used;

static void *early_alloc(size_t n)
{
    void *p = early + early_used;

    n = (n + 15) & ~(size_t)15;
    if (n > sizeof early - early_used)
        abort();
    early_used += n;
    return p;
}

static int is_early(const void *p)
{
    return (const char *)p >= early && (const char *)p < early + sizeof early;
}

static void look_up(void)
{
    static int looking;

    if (next.free || looking)
        return;
    looking = 1;
    *(void **)&next.malloc = dlsym(RTLD_NEXT, "malloc");
    *(void **)&next.calloc = dlsym(RTLD_NEXT, "calloc");
    *(void **)&next.realloc = dlsym(RTLD_NEXT, "realloc");
    *(void **)&next.posix_memalign = dlsym(RTLD_NEXT, "posix_memalign");
    *(void **)&next.aligned_alloc = dlsym(RTLD_NEXT, "aligned_alloc");
    *(void **)&next.mmap = dlsym(RTLD_NEXT, "mmap");
    *(void **)&next.free = dlsym(RTLD_NEXT, "free");
    looking = 0;
}

/* -- which fail -- */

/* How far files are read or written is shared by the processes. */
enum { FILES = 32 };

static void note_places(off_t places[FILES])
{
    struct stat st;

    for (int fd = 0; fd < FILES; fd++) {
        const int is_file = fd != STDOUT_FILENO && fd != STDERR_FILENO && fstat(fd, &st) == 0;
        places[fd] = is_file && S_ISREG(st.st_mode) ? lseek(fd, 0, SEEK_CUR) : -1;
    }
}

static void take_back(const off_t places[FILES])
{
    for (int fd = 0; fd < FILES; fd++)
        if (places[fd] >= 0)
            lseek(fd, places[fd], SEEK_SET);
}

/* Returns true in a child, whose allocation fails; in the parent once the child is judged. */
static int fork_and_judge(int ever)
{
    off_t places[FILES];
    pid_t child;
    int status;

    oom_before_child(state.judge);
    note_places(places);
    child = fork();
    if (child < 0)
        oom_give_up("fork");
    if (child == 0) {
        oom_child_begins(state.judge);
        alarm(CHILD_SECONDS);
        state.child = 1;
        /* Giving back touches all memory, and so copies what the processes share. */
        state.keeps = state.step == 1 && state.number % REALLY_FREED != 0;
        state.step = 0;
        state.at = state.number;
        state.ever = ever;
        return 1;
    }
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            oom_give_up("waitpid");
    take_back(places);
    oom_child_ended(state.judge, state.number, ever, status);
    return 0;
}

static int fails(void)
{
    int failing = 0, error = errno;

    long number;

    if (!state.on || state.busy)
        return 0;
    number = ++state.number;
    if (state.at) {
        if (state.asked)
            ++*state.asked;
        failing = number == state.at || (state.ever && number > state.at);
    } else if (state.step && number % state.step == 0) {
        state.busy = 1;
        *state.asked = 0;
        failing = fork_and_judge(0) || (*state.asked && fork_and_judge(1));
        state.busy = 0;
    }
    errno = failing ? ENOMEM : error;
    return failing;
}

static void *given(void *p)
{
    if (p && state.on && !state.busy)
        state.live++;
    return p;
}

/* What nobody has written yet is no good to anyone, nor is what was given back. */
static void *spoil(void *p)
{
    if (p && !WATCHED)
        memset(p, JUNK, malloc_usable_size(p));
    return p;
}

/* -- what the program and its libraries call -- */

#pragma GCC visibility push(default)
/* The headers of libc name parameters in their own way.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

void *malloc(size_t n)
{
    look_up();
    if (!next.malloc)
        return early_alloc(n);
    return fails() ? NULL : given(spoil(next.malloc(n)));
}

void *calloc(size_t n, size_t size)
{
    look_up();
    if (!next.calloc)
        return early_alloc(n * size);
    return fails() ? NULL : given(next.calloc(n, size));
}

void *realloc(void *p, size_t n)
{
    void *q;

    look_up();
    if (fails())
        return NULL;
    q = next.realloc(p, n);
    return p ? q : given(q);
}

void free(void *p)
{
    if (!p || is_early(p))
        return;
    look_up();
    if (state.on && !state.busy)
        state.live--;
    if (!state.keeps)
        next.free(spoil(p));
}

int posix_memalign(void **p, size_t alignment, size_t n)
{
    int status;

    look_up();
    if (fails())
        return ENOMEM;
    status = next.posix_memalign(p, alignment, n);
    if (status == 0)
        given(*p);
    return status;
}

void *aligned_alloc(size_t alignment, size_t n)
{
    look_up();
    return fails() ? NULL : given(next.aligned_alloc(alignment, n));
}

#ifndef OOM_WATCHED
void *mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
    look_up();
    return fails() ? MAP_FAILED : next.mmap(at, n, protection, flags, fd, offset);
}
#endif

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
#pragma GCC visibility pop

/* -- begin and end -- */

static long number_of(const char *name)
{
    const char *text = getenv(name);

    return text ? strtol(text, NULL, 10) : 0;
}

static volatile long *shared(void)
{
    void *p = mmap(NULL, sizeof *state.asked, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (p == MAP_FAILED)
        oom_give_up("mmap");
    return p;
}

__attribute__((constructor)) static void begin(void)
{
    /* no buffers of libc, which never gives them back */
    static char in[BUFSIZ], out[BUFSIZ];
    const char *folder = getenv("OOM_FOLDER");

    look_up();
    setvbuf(stdin, in, _IOFBF, sizeof in);
    setvbuf(stdout, out, _IOFBF, sizeof out);
    state.count_to = getenv("OOM_COUNT");
    state.at = number_of("OOM_AT");
    state.ever = number_of("OOM_EVER") != 0;
    if (folder) {
        state.judge = oom_judge_new(folder);
        state.asked = shared();
        state.step = number_of("OOM_STEP") > 0 ? number_of("OOM_STEP") : 1;
    }
    state.on = 1;
}

static void count(void)
{
    FILE *to = fopen(state.count_to, "w");

    if (!to || fprintf(to, "%ld\n", (long)state.number) < 0 || fclose(to) != 0)
        oom_give_up(state.count_to);
}

__attribute__((destructor)) static void end(void)
{
    state.on = 0;
    if (state.judge && !state.child)
        oom_judge_ends(state.judge, state.number);
    if (state.count_to && !state.child)
        count();
    if (!WATCHED && (state.live < 0 || state.live > number_of("OOM_KEEPS"))) {
        fprintf(stderr, "%ld pieces of memory were lost\n", (long)state.live);
        _exit(LEAKED);
    }
}
