/* SPDX-License-Identifier: MIT */
/* What a program inherits and cannot rely on: signals and the three standard descriptors. */
#ifndef AL_CLI_STARTUP_H
#define AL_CLI_STARTUP_H

/* Makes sure of them. Before anything else. */
void startup(void);

#endif
