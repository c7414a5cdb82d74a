/* SPDX-License-Identifier: MIT */
/* What the guidance recommends, and which rules look after it. */
#include "report/mdoc.h"
#include "report/report.h"
#include "report/tree.h"

/* How much of a recommendation templates show. */
static const char *extent(const struct al_recommendation *r)
{
    return !*r->rules ? "no" : *r->reason ? "partly" : "yes";
}

static void count(const char *profile, size_t *all, size_t *checked)
{
    size_t n;
    const struct al_recommendation *r = al_recommendations(&n);

    *all = *checked = 0;
    for (size_t i = 0; i < n; i++) {
        if (profile && strcmp(r[i].profile, profile) != 0)
            continue;
        ++*all;
        *checked += *r[i].rules != 0;
    }
}

/* -- text -- */

static void put_list(struct al_buf *out, const char *label, al_str list)
{
    al_str item, rest = list;
    bool first = true;

    for (; al_list_next(&item, &rest, ' '); first = false)
        al_buf_printf(out, "    %-8s%.*s\n", first ? label : "", AL_FMT(item));
}

static void put_recommendation(struct al_buf *out, const struct al_recommendation *r)
{
    al_buf_printf(out, "  [%s] %s: %s\n", extent(r), r->section, r->text);
    put_list(out, "rules", al_str_of(r->rules));
    if (*r->reason)
        al_buf_printf(out, "    %-8s%s\n", "unseen", r->reason);
}

static void put_total(struct al_buf *out, const char *profile)
{
    size_t all, checked;

    count(profile, &all, &checked);
    al_buf_printf(out, "%zu of %zu recommendations are checked\n", checked, all);
}

void al_coverage_text(struct al_buf *out, al_run *run)
{
    size_t ndocuments, n;
    const struct al_document *documents = al_documents(&ndocuments);
    const struct al_recommendation *r = al_recommendations(&n);

    (void)run;
    for (size_t d = 0; d < ndocuments; d++) {
        al_buf_printf(out, "%s (%s)\n%s\n", documents[d].title, documents[d].profile, documents[d].url);
        for (size_t i = 0; i < n; i++)
            if (strcmp(r[i].profile, documents[d].profile) == 0)
                put_recommendation(out, &r[i]);
        al_buf_put(out, AL_STR("  "));
        put_total(out, documents[d].profile);
        al_buf_char(out, '\n');
    }
    put_total(out, NULL);
}

/* -- JSON -- */

static void add_words(struct al_tree *tree, cJSON *parent, const char *key, const char *words)
{
    cJSON *array = al_tree_array(tree, parent, key);
    al_str word, rest = al_str_of(words);

    while (al_list_next(&word, &rest, ' '))
        al_tree_str(tree, array, NULL, word);
}

static void put_json(struct al_buf *out, struct al_tree *tree, const struct al_document *document,
                     const struct al_recommendation *r)
{
    cJSON *root = al_tree_start(tree);

    al_tree_text(tree, root, "profile", document->profile);
    al_tree_text(tree, root, "document", document->title);
    al_tree_text(tree, root, "url", document->url);
    al_tree_text(tree, root, "section", r->section);
    al_tree_text(tree, root, "recommendation", r->text);
    al_tree_text(tree, root, "checked", extent(r));
    add_words(tree, root, "rules", r->rules);
    al_tree_text(tree, root, "unseen", r->reason);
    al_tree_finish(tree, out);
}

void al_coverage_json(struct al_buf *out, al_run *run)
{
    struct al_tree *tree = al_tree_new(out->arena);
    size_t ndocuments, n;
    const struct al_document *documents = al_documents(&ndocuments);
    const struct al_recommendation *r = al_recommendations(&n);
    bool first = true;

    (void)run;
    al_buf_put(out, AL_STR("["));
    for (size_t d = 0; d < ndocuments; d++) {
        for (size_t i = 0; i < n; i++) {
            if (strcmp(r[i].profile, documents[d].profile) != 0)
                continue;
            al_buf_put(out, first ? AL_STR("\n") : AL_STR(",\n"));
            put_json(out, tree, &documents[d], &r[i]);
            first = false;
        }
    }
    al_buf_put(out, AL_STR("]\n"));
}

/* -- a section of armlint-rules(7) -- */

static void put_mdoc_recommendation(struct al_buf *out, const struct al_recommendation *r)
{
    struct al_buf line = AL_BUF(out->arena);
    al_str word, rest = al_str_of(r->rules);

    al_buf_put(out, AL_STR(".It\n"));
    al_put_mdoc(out, al_printf(out->arena, "%s: %s.", r->section, r->text));
    while (al_list_next(&word, &rest, ' '))
        al_buf_printf(&line, "%s%.*s", line.n ? ", " : "", AL_FMT(word));
    if (line.n)
        al_put_mdoc(out, al_printf(out->arena, "Rules: %.*s.", AL_FMT(al_buf_str(&line))));
    if (*r->reason)
        al_put_mdoc(out, al_printf(out->arena, "Not seen: %s.", r->reason));
}

void al_coverage_man(struct al_buf *out, al_run *run)
{
    size_t ndocuments, n;
    const struct al_document *documents = al_documents(&ndocuments);
    const struct al_recommendation *r = al_recommendations(&n);

    (void)run;
    al_buf_put(out,
               AL_STR(".Sh COVERAGE\n"
                      "What Microsoft's security guidance for AI workloads recommends,\n"
                      "and the rules that look after it.\nEach document is a profile for\n.Fl -profile .\n"));
    for (size_t d = 0; d < ndocuments; d++) {
        al_buf_printf(out, ".Ss %s\n", documents[d].title);
        al_put_mdoc(out, al_printf(out->arena, "Profile %s, %s", documents[d].profile, documents[d].url));
        al_buf_put(out, AL_STR(".Bl -bullet -compact\n"));
        for (size_t i = 0; i < n; i++)
            if (strcmp(r[i].profile, documents[d].profile) == 0)
                put_mdoc_recommendation(out, &r[i]);
        al_buf_put(out, AL_STR(".El\n"));
    }
}
