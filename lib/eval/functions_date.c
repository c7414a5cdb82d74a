/* SPDX-License-Identifier: MIT */
/* Dates. There is no clock: utcNow() is a symbol. */
#include "eval/functions.h"
#include "eval/net_time.h"

al_value al_fn_utcNow(struct al_call *call)
{
    return al_unknown(call);
}

static bool time_arg(int64_t *out, struct al_call *call, uint32_t i)
{
    al_str text;

    if (!al_text_arg(&text, call, i))
        return false;
    if (al_net_parse_time(out, text))
        return true;
    al_fail(call, "'%.*s' is not a date and time", AL_FMT(al_str_head(text, 80)));
    return false;
}

static al_value give_time(struct al_call *call, int64_t ticks, al_str format)
{
    struct al_buf text = al_take_text(call);

    if (!al_net_put_time(&text, ticks, format))
        return al_fail(call, "'%.*s' is not a date and time format", AL_FMT(al_str_head(format, 80)));
    return al_give_text(call, &text);
}

al_value al_fn_dateTimeAdd(struct al_call *call)
{
    al_str duration, format = AL_STR("yyyy-MM-ddTHH:mm:ss.FFFFFFFK");
    int64_t ticks;

    if (!time_arg(&ticks, call, 0) || !al_text_arg(&duration, call, 1))
        return al_unknown(call);
    if (call->n > 2 && !al_text_arg(&format, call, 2))
        return al_unknown(call);
    if (!al_net_add_duration(&ticks, duration))
        return al_fail(call, "'%.*s' is not an ISO 8601 duration that leads to a valid date",
                       AL_FMT(al_str_head(duration, 80)));
    return give_time(call, ticks, format);
}

al_value al_fn_dateTimeFromEpoch(struct al_call *call)
{
    int64_t seconds;

    if (!al_int_arg(&seconds, call, 0))
        return al_unknown(call);
    if (seconds < -AL_TICKS_OF_EPOCH / AL_TICKS_PER_SECOND ||
        seconds > (AL_TICKS_MOST - AL_TICKS_OF_EPOCH) / AL_TICKS_PER_SECOND)
        return al_fail(call, "%lld seconds lead out of the years 1 to 9999", (long long)seconds);
    return give_time(call, seconds * AL_TICKS_PER_SECOND + AL_TICKS_OF_EPOCH, AL_STR("yyyy-MM-ddTHH:mm:ssZ"));
}

al_value al_fn_dateTimeToEpoch(struct al_call *call)
{
    int64_t ticks;

    if (!time_arg(&ticks, call, 0))
        return al_unknown(call);
    return al_int(ticks / AL_TICKS_PER_SECOND - AL_TICKS_OF_EPOCH / AL_TICKS_PER_SECOND);
}
