/* SPDX-License-Identifier: MIT */
/* Days, as suppressions have them: "2026-11-22". Nothing here knows which day it is. */
#ifndef AL_LINT_DATE_H
#define AL_LINT_DATE_H

#include "base/str.h"

/* Whether a text is a day of the calendar in that form. */
bool al_str_is_date(al_str text);
/* Whether `today` (NULL: no day is known) comes after the day `until`, which is one. */
bool al_date_is_over(al_str until, const char *today);

#endif
