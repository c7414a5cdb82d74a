/* SPDX-License-Identifier: MIT */
/* Text of unknown origin in XML. */
#ifndef AL_REPORT_XML_H
#define AL_REPORT_XML_H

#include "base/buf.h"

/* Appends a text so that it may stand between tags and between quotes. What XML has no way to write, and what could
 * deceive a reader, is spelled out as on a terminal. */
void al_xml_put(struct al_buf *out, al_str text);
/* Appends ` name="text"`. */
void al_xml_attribute(struct al_buf *out, const char *name, al_str text);
/* Appends ` name="number"`. */
void al_xml_number(struct al_buf *out, const char *name, size_t number);

#endif
