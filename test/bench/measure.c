/* SPDX-License-Identifier: MIT */
/* measure ROUNDS NAME COMMAND [NAME COMMAND]...: runs shell commands in turn, so that whatever else the
 * machine does falls on all of them, and prints of each a line "NAME WALL CPU PEAK": seconds that passed,
 * seconds of user and system time, and KiB that the largest of its processes had. The least of all rounds
 * counts: what is more than that was somebody else's. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* POSIX has no wait4(), but everybody does. */
pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage);

struct measured {
    double wall, cpu;
    long peak;
};

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int run(struct measured *out, const char *command)
{
    const double start = now();
    struct rusage usage;
    pid_t child = fork();
    int status;

    if (child == 0) {
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0)
        return -1;
    out->wall = now() - start;
    out->cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    out->peak = usage.ru_maxrss;
    return WIFEXITED(status) && WEXITSTATUS(status) != 127 && WEXITSTATUS(status) != 126 ? 0 : -1;
}

static void keep_least(struct measured *least, const struct measured *more)
{
    if (more->wall < least->wall)
        least->wall = more->wall;
    if (more->cpu < least->cpu)
        least->cpu = more->cpu;
    if (more->peak < least->peak)
        least->peak = more->peak;
}

int main(int argc, char **argv)
{
    const int rounds = argc > 1 ? atoi(argv[1]) : 0, n = (argc - 2) / 2;
    struct measured *least = calloc(n > 0 ? (size_t)n : 1, sizeof *least);

    if (rounds < 1 || n < 1 || argc != 2 + 2 * n || !least) {
        fputs("usage: measure ROUNDS NAME COMMAND [NAME COMMAND]...\n", stderr);
        return 2;
    }
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < n; i++) {
            struct measured measured;
            if (run(&measured, argv[3 + 2 * i]) != 0) {
                fprintf(stderr, "measure: cannot run: %s\n", argv[3 + 2 * i]);
                return 1;
            }
            if (round == 0)
                least[i] = measured;
            else
                keep_least(&least[i], &measured);
        }
    }
    for (int i = 0; i < n; i++)
        printf("%s %.6f %.6f %ld\n", argv[2 + 2 * i], least[i].wall, least[i].cpu, least[i].peak);
    free(least);
    return 0;
}
