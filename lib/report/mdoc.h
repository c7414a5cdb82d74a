/* SPDX-License-Identifier: MIT */
/* Text for manual pages. */
#ifndef AL_REPORT_MDOC_H
#define AL_REPORT_MDOC_H

#include "base/buf.h"

/* Appends running text: each sentence begins a line, no line is long, none begins like a macro. */
void al_put_mdoc(struct al_buf *out, al_str text);

#endif
