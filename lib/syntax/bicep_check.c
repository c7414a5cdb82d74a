/* SPDX-License-Identifier: MIT */
/* Runs the checks of a Bicep file one after the other. */
#include "syntax/bicep_check.h"

void al_bicep_check(const struct al_bicep_checking *checking)
{
    (void)checking;
}
