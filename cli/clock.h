/* SPDX-License-Identifier: MIT */
/* The clock that the library has not. */
#ifndef AL_CLI_CLOCK_H
#define AL_CLI_CLOCK_H

#include <stdint.h>

/* Nanoseconds since some moment; `unused` is for al_options.clock. */
uint64_t clock_now(void *unused);

#endif
