/* SPDX-License-Identifier: MIT */
/* What every test file includes before anything else. */
#ifndef AL_TEST_H
#define AL_TEST_H

/* cmocka wants these four first */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
