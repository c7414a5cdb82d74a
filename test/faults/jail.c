/* SPDX-License-Identifier: MIT */
/* jail PROGRAM ARGUMENT...: runs a program that may ask the system for files, memory, threads and the time,
 * and for nothing else. The kernel ends it with SIGSYS at the first other call: one of the network, one that
 * starts, watches or signals a process, one that nobody has thought of. Needs no root. Exit status 77: the
 * kernel cannot do that. */
#define _GNU_SOURCE /* syscall numbers, CLONE_THREAD */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

enum { SKIPPED = 77, MOST = 512 };

/* What needs no look at its arguments. Those of the first rows have gone from newer machines. */
static const int allowed[] = {
#ifdef SYS_open
    SYS_open,
    SYS_stat,
    SYS_lstat,
    SYS_access,
    SYS_readlink,
    SYS_rename,
    SYS_unlink,
    SYS_poll,
    SYS_mkdir,
    SYS_chmod,
    SYS_arch_prctl,
#endif
    SYS_openat,
    SYS_close,
    SYS_read,
    SYS_write,
    SYS_pread64,
    SYS_pwrite64,
    SYS_readv,
    SYS_writev,
    SYS_lseek,
    SYS_fstat,
    SYS_newfstatat,
    SYS_statx,
    SYS_faccessat,
    SYS_readlinkat,
    SYS_getdents64,
    SYS_getcwd,
    SYS_fcntl,
    SYS_dup,
    SYS_fsync,
    SYS_renameat,
    SYS_unlinkat,
    SYS_fchmod,
    SYS_umask,
    SYS_ppoll,
    SYS_brk,
    SYS_mmap,
    SYS_munmap,
    SYS_mremap,
    SYS_mprotect,
    SYS_madvise,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_sigaltstack,
    SYS_futex,
    SYS_set_robust_list,
    SYS_set_tid_address,
    SYS_exit,
    SYS_exit_group,
    SYS_gettid,
    SYS_getpid,
    SYS_sched_yield,
    SYS_sched_getaffinity,
    SYS_restart_syscall,
    SYS_prlimit64,
    SYS_getrlimit,
    SYS_getrusage,
    SYS_sysinfo,
    SYS_uname,
    SYS_getrandom,
    SYS_clock_gettime,
    SYS_clock_getres,
    SYS_gettimeofday,
    SYS_nanosleep,
    SYS_clock_nanosleep,
#ifdef SYS_rseq
    SYS_rseq,
#endif
#ifdef SYS_faccessat2
    SYS_faccessat2,
#endif
#ifdef SYS_openat2
    SYS_openat2,
#endif
#ifdef SYS_renameat2
    SYS_renameat2,
#endif
};

#ifdef ARCHITECTURE
static struct sock_filter filter[MOST];
static unsigned short length;

static void put(uint16_t code, uint32_t k, uint8_t yes, uint8_t no)
{
    filter[length++] = (struct sock_filter){code, yes, no, k};
}

static void load(size_t offset)
{
    put(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void answer(uint32_t action)
{
    put(BPF_RET | BPF_K, action, 0, 0);
}

/* The half of an argument with the lowest bits, on machines that have these first. */
static size_t argument(unsigned i, unsigned half)
{
    return offsetof(struct seccomp_data, args) + 8 * i + 4 * half;
}

/* Goes on with the next `n` instructions when it is this call, else behind them. */
static void only_for(int call, uint8_t n)
{
    put(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, n);
}

/* Threads, but no processes. What the newer call is asked for cannot be seen: libraries then use the older
 * one. */
static void put_threads(void)
{
#ifdef SYS_clone3
    only_for(SYS_clone3, 1);
    answer(SECCOMP_RET_ERRNO | ENOSYS);
#endif
    only_for(SYS_clone, 4);
    load(argument(0, 0));
    put(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1);
    answer(SECCOMP_RET_ALLOW);
    answer(SECCOMP_RET_KILL_PROCESS);
}

/* Whether it is a terminal, and how wide. */
static void put_terminals(void)
{
    only_for(SYS_ioctl, 5);
    load(argument(1, 0));
    put(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)TCGETS, 1, 0);
    put(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)TIOCGWINSZ, 0, 1);
    answer(SECCOMP_RET_ALLOW);
    answer(SECCOMP_RET_KILL_PROCESS);
}

/* The one that starts the program: nobody else has its name at that address. */
static void put_start(const char *const *program)
{
    const uint64_t at = (uint64_t)(uintptr_t)program;

    only_for(SYS_execve, 6);
    load(argument(1, 0));
    put(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)at, 0, 3);
    load(argument(1, 1));
    put(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(at >> 32), 0, 1);
    answer(SECCOMP_RET_ALLOW);
    answer(SECCOMP_RET_KILL_PROCESS);
}

static int lock(char *const *program)
{
    struct sock_fprog all = {.filter = filter};

    load(offsetof(struct seccomp_data, arch));
    only_for((int)ARCHITECTURE, 1);
    put(BPF_JMP | BPF_JA, 1, 0, 0);
    answer(SECCOMP_RET_KILL_PROCESS);
    load(offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
        only_for(allowed[i], 1);
        answer(SECCOMP_RET_ALLOW);
    }
    put_threads();
    put_terminals();
    put_start((const char *const *)program);
    answer(SECCOMP_RET_KILL_PROCESS);
    all.len = length;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return -1;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all);
}
#else
static int lock(char *const *program)
{
    (void)program;
    errno = ENOSYS;
    return -1;
}
#endif

int main(int argc, char **argv)
{
    if (argc < 2 || !strchr(argv[1], '/')) {
        fprintf(stderr, "usage: jail PATH ARGUMENT...\n");
        return 2;
    }
    if (lock(argv + 1) != 0) {
        perror("jail");
        return SKIPPED;
    }
    execv(argv[1], argv + 1);
    perror(argv[1]);
    return 2;
}
