/* SPDX-License-Identifier: MIT */
/* The day that suppressions are compared with. Without one, a run gives the same today and next year. */
#ifndef AL_CLI_TODAY_H
#define AL_CLI_TODAY_H

#include "options.h"

/* --today, else the day of SOURCE_DATE_EPOCH, else that of the clock with --expire, else NULL. */
const char *today(const struct options *options);

#endif
