/* SPDX-License-Identifier: MIT */
#include "common_logs.h"

/* Points at the setting that could do it and says why it does not. */
void al_say_what_is_not_sent(al_check *check, const al_resource *setting, const char *category)
{
    const al_field *logs = al_get(check, setting, "properties.logs");
    bool exact;

    if (al_test(check, setting, HAS_SINK) == AL_NO)
        al_report(check, setting, NULL, "the setting names no destination for the logs");
    else if (al_test(check, setting, LOGS_ANYTHING) != AL_NO)
        al_report(check, setting, logs, "the setting leaves out the category %s", category);
    else if (al_count(check, logs, &exact) > 0)
        al_report(check, setting, logs, "every log category of the setting is off");
    else
        al_report_absent(check, setting, "properties.logs",
                         "the setting switches no log category on, and metrics are no logs");
}
