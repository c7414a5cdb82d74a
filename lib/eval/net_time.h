/* SPDX-License-Identifier: MIT */
/* Points in time as .NET's DateTime in UTC: ticks of 100 ns since the year 1. */
#ifndef AL_EVAL_NET_TIME_H
#define AL_EVAL_NET_TIME_H

#include "base/buf.h"

#define AL_TICKS_PER_SECOND INT64_C(10000000)
#define AL_TICKS_OF_EPOCH   INT64_C(621355968000000000)  /* 1970-01-01 */
#define AL_TICKS_MOST       INT64_C(3155378975999999999) /* the last one of the year 9999 */

/* Reads ISO 8601 in its basic and extended form, RFC 1123, and the American and written-out forms that
 * DateTime.Parse takes. A time without zone is UTC; one with an offset is converted. */
bool al_net_parse_time(int64_t *ticks, al_str text);
/* Adds an ISO 8601 duration ("P1Y2M3DT4H5M6.7S", "-P9D"): years and months by the calendar. False when it is
 * none, or leads out of the years 1 to 9999. */
bool al_net_add_duration(int64_t *ticks, al_str duration);
/* Writes a time by a standard or custom .NET format; false when the format is malformed. */
bool al_net_put_time(struct al_buf *out, int64_t ticks, al_str format);

/* -- the calendar -- */
struct al_net_date {
    int64_t year, month, day;
};
struct al_net_date al_net_date_of(int64_t ticks);
/* The ticks of that day's midnight; false when there is no such day. */
bool al_net_day_ticks(int64_t *ticks, struct al_net_date date);
int64_t al_net_month_length(int64_t year, int64_t month);

extern const char *const al_net_months[12], *const al_net_weekdays[7];

#endif
