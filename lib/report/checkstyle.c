/* SPDX-License-Identifier: MIT */
/* Checkstyle's XML, which many CI systems and review bots read. Files that have no findings are listed, too.
 */
#include "report/report.h"
#include "report/uri.h"
#include "report/xml.h"

static void put_error(struct al_buf *out, const struct al_finding *f)
{
    static const char *const severities[] = {"info", "info", "warning", "error"};

    al_buf_put(out, AL_STR("    <error"));
    al_xml_number(out, "line", f->location.line ? f->location.line : 1);
    al_xml_number(out, "column", f->location.column ? f->location.column : 1);
    al_xml_attribute(out, "severity", al_str_of(severities[f->level]));
    al_xml_attribute(out, "message", al_str_of(f->message));
    al_buf_put(out, AL_STR(" source=\"armlint."));
    al_xml_put(out, al_str_of(f->rule));
    al_buf_char(out, '"');
    al_buf_put(out, AL_STR("/>\n"));
}

static void put_file(struct al_buf *out, const struct al_file_findings *file, struct al_namer *namer)
{
    al_buf_put(out, AL_STR("  <file"));
    al_xml_attribute(out, "name", al_namer_name(namer, file->name));
    al_buf_put(out, AL_STR(">\n"));
    for (size_t i = 0; i < file->n; i++) {
        if (al_finding_counts(&file->findings[i]))
            put_error(out, &file->findings[i]);
        al_buf_pass(out);
    }
    al_buf_put(out, AL_STR("  </file>\n"));
}

void al_report_checkstyle(struct al_buf *out, al_run *run, const struct al_report_options *options)
{
    struct al_namer namer = {.arena = out->arena, .base = options->base};
    struct al_file_findings file = {0};

    al_buf_put(out, AL_STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">\n"));
    while (al_file_findings_next(&file, run))
        put_file(out, &file, &namer);
    al_buf_put(out, AL_STR("</checkstyle>\n"));
}
