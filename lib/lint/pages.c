/* SPDX-License-Identifier: MIT */
/* What armlint.h gives as text about a run: reports, lists, schemas. Each is written into an arena of its
 * own, so that running out of memory half-way leaves nothing behind. */
#include "base/files.h"
#include "lint/config.h"
#include "lint/run.h"
#include "report/report.h"

#include <stdlib.h>

struct page {
    al_run *run;
    const char *name; /* of the format, or of a rule */
    const void *ptr;  /* what else is written about */
    const struct al_report_options *options;
    const struct al_drain *drain; /* who takes it, or NULL: then it becomes `text` */
    bool (*write)(struct al_buf *out, const struct page *page);
    al_arena *arena;
    bool refused; /* there is nothing to write */
    char *text;
};

static int write_page(void *ptr)
{
    struct page *page = ptr;
    struct al_buf out = {.arena = page->arena, .drain = page->drain};

    page->refused = !page->write(&out, page);
    if (page->drain)
        al_buf_pass_all(&out);
    else if (!page->refused)
        page->text = al_text_for_free(al_buf_str(&out));
    return AL_OK;
}

static int try_page(void *ptr)
{
    struct page *page = ptr;

    return al_arena_try(page->arena, write_page, page);
}

/* What is written may need memory of the run as well. */
static int write_in_arena(struct page *page)
{
    int status = AL_EMEMORY;

    page->arena = al_arena_new(0);
    if (page->arena)
        status = page->run ? al_run_guard(page->run, try_page, page) : try_page(page);
    al_arena_free(page->arena);
    return status;
}

static char *make_page(struct page *page)
{
    write_in_arena(page);
    return page->text;
}

static bool write_report(struct al_buf *out, const struct page *page)
{
    return al_report_write(out, page->run, page->name, page->options);
}

static bool write_rule_list(struct al_buf *out, const struct page *page)
{
    return al_rule_list_write(out, page->run, page->name);
}

static bool write_coverage(struct al_buf *out, const struct page *page)
{
    return al_coverage_write(out, page->run, page->name);
}

static bool write_explanation(struct al_buf *out, const struct page *page)
{
    return al_explain_write(out, page->run, page->name);
}

int al_run_report_to(al_run *run, const char *format, const struct al_report_options *options,
                     int (*take)(void *ptr, const char *text, size_t n), void *ptr)
{
    const struct al_drain drain = {take, ptr};
    struct page page = {
        .run = run, .name = format, .options = options, .drain = &drain, .write = write_report};
    enum al_phase before = al_stopwatch_enter(&run->stopwatch, AL_PHASE_REPORT);
    int status = write_in_arena(&page);

    al_stopwatch_enter(&run->stopwatch, before);
    if (status == AL_OK && page.refused) {
        run->error = "there is no such format";
        return AL_EUSAGE;
    }
    return status;
}

/* -- a report as one text -- */

struct whole {
    char *text;
    size_t n, room;
};

static int collect(void *ptr, const char *text, size_t n)
{
    struct whole *whole = ptr;
    char *larger;

    if (n > SIZE_MAX / 4 || whole->n > SIZE_MAX / 4)
        return AL_EMEMORY;
    if (whole->n + n + 1 > whole->room) {
        size_t room = whole->n + whole->n / 2 + n + 1;
        larger = realloc(whole->text, room);
        if (!larger)
            return AL_EMEMORY;
        whole->text = larger;
        whole->room = room;
    }
    memcpy(whole->text + whole->n, text, n);
    whole->n += n;
    return AL_OK;
}

char *al_run_report(al_run *run, const char *format, const struct al_report_options *options)
{
    struct whole whole = {0};

    if (al_run_report_to(run, format, options, collect, &whole) == AL_OK && collect(&whole, "", 1) == AL_OK)
        return whole.text;
    free(whole.text);
    return NULL;
}

char *al_run_rule_list(al_run *run, const char *format)
{
    struct page page = {.run = run, .name = format, .write = write_rule_list};

    return make_page(&page);
}

static bool write_rules_schema(struct al_buf *out, const struct page *page)
{
    (void)page;
    al_rules_schema_write(out);
    return true;
}

char *al_rules_schema(void)
{
    struct page page = {.write = write_rules_schema};

    return make_page(&page);
}

char *al_run_coverage(al_run *run, const char *format)
{
    struct page page = {.run = run, .name = format, .write = write_coverage};

    return make_page(&page);
}

char *al_run_explain(al_run *run, const char *id)
{
    struct page page = {.run = run, .name = id, .write = write_explanation};

    make_page(&page);
    run->error = page.refused ? "there is no such rule" : NULL;
    return page.text;
}

static bool write_config_schema(struct al_buf *out, const struct page *page)
{
    al_config_schema(out, page->run);
    return true;
}

char *al_run_config_schema(al_run *run)
{
    struct page page = {.run = run, .write = write_config_schema};

    return make_page(&page);
}

/* -- about a configuration -- */

struct showing {
    al_run *run;
    const char *path;
    bool json;
    const struct al_config *config;
};

static int find_config(void *ptr)
{
    struct showing *s = ptr;
    const char *root = al_run_root(s->run, s->path);
    int status = al_run_select(s->run);

    if (status != AL_OK)
        return status;
    if (al_is_folder(s->path))
        s->config =
            al_config_find(s->run, al_path_join(s->run->arena, al_str_of(s->path), AL_STR("-")).s, root);
    else
        s->config = al_config_find(s->run, s->path, root);
    return AL_OK;
}

static bool write_config(struct al_buf *out, const struct page *page)
{
    const struct showing *s = page->ptr;

    al_config_show(out, s->run, s->path, s->config, s->json);
    return true;
}

char *al_run_show_config(al_run *run, const char *path, const char *format, int *status)
{
    struct showing showing = {run, path, format && strcmp(format, "json") == 0, NULL};
    struct page page = {.run = run, .ptr = &showing, .write = write_config};

    *status = al_run_guard(run, find_config, &showing);
    if (*status != AL_OK)
        return NULL;
    make_page(&page);
    *status = page.text ? AL_OK : AL_EMEMORY;
    return page.text;
}
