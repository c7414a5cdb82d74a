/* SPDX-License-Identifier: MIT */
#include "report/xml.h"

#include "report/terminal.h"

static const char *entity(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&apos;";
    default: return NULL;
    }
}

void al_xml_put(struct al_buf *out, al_str text)
{
    for (size_t i = 0; i < text.n;) {
        const char *name = entity(text.s[i]);
        size_t after = i;
        uint32_t cp = al_utf8_next(text, &after);

        if (name)
            al_buf_put(out, al_str_of(name));
        else if (cp == 0xfffe || cp == 0xffff)
            al_buf_printf(out, "\\u%04x", (unsigned)cp);
        else
            al_term_next(out, text, &i);
        i = after;
    }
}

void al_xml_attribute(struct al_buf *out, const char *name, al_str text)
{
    al_buf_printf(out, " %s=\"", name);
    al_xml_put(out, text);
    al_buf_char(out, '"');
}

void al_xml_number(struct al_buf *out, const char *name, size_t number)
{
    al_buf_printf(out, " %s=\"%zu\"", name, number);
}
