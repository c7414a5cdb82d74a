/* SPDX-License-Identifier: MIT */
/* Files and findings are both sorted by the name of the file: taken together they are merged. */
#include "report/report.h"

bool al_finding_counts(const struct al_finding *f)
{
    return !f->suppressed && f->baseline != AL_BASELINE_UNCHANGED;
}

static size_t findings_of(const struct al_finding *findings, size_t n, const char *file)
{
    size_t count = 0;

    while (count < n && strcmp(findings[count].location.file, file) == 0)
        count++;
    return count;
}

bool al_file_findings_next(struct al_file_findings *file, al_run *run)
{
    size_t nfiles, nfindings;
    const char *const *files = al_run_files(run, &nfiles);
    const struct al_finding *findings = al_run_findings(run, &nfindings);
    const char *of_file = file->next_file < nfiles ? files[file->next_file] : NULL;
    const char *of_finding =
        file->next_finding < nfindings ? findings[file->next_finding].location.file : NULL;

    if (!of_file && !of_finding)
        return false;
    file->name = !of_finding || (of_file && strcmp(of_file, of_finding) <= 0) ? of_file : of_finding;
    while (file->next_file < nfiles && strcmp(files[file->next_file], file->name) == 0)
        file->next_file++;
    file->findings = findings ? findings + file->next_finding : NULL;
    file->n = findings_of(file->findings, nfindings - file->next_finding, file->name);
    file->next_finding += file->n;
    return true;
}
