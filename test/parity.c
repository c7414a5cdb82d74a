/* SPDX-License-Identifier: MIT */
/* parity FOLDER [MATCH]: does armlint see the same deployment in a Bicep file and in the ARM JSON that the
 * Bicep compiler made of it? FOLDER/pairs.jsonl lists pairs: a line { "bicep", "json", "origin", "fresh" }
 * each; those whose JSON is the compiler's and up to date count. FOLDER/modcache, if there, has registry
 * modules. Speaks TAP; every difference is printed. */
#include "armlint.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_LINE = 1 << 16, ASPECTS = 4 };

static const char *const aspects[ASPECTS] = {"types", "names", "properties", "findings"};

/* What one side says about each aspect: texts, sorted. */
struct list {
    char **v;
    size_t n, cap;
};

struct side {
    bool read;
    struct list of[ASPECTS];
};

struct tally {
    unsigned pairs, read, same[ASPECTS];
};

/* -- lists of texts -- */

static void add(struct list *list, char *text)
{
    if (list->n == list->cap) {
        list->cap = list->cap ? 2 * list->cap : 64;
        list->v = realloc(list->v, list->cap * sizeof *list->v);
    }
    if (!list->v || !text)
        abort();
    list->v[list->n++] = text;
}

static char *join(const char *a, const char *b, const char *c)
{
    size_t n = strlen(a) + strlen(b) + strlen(c) + 3;
    char *text = malloc(n);

    if (text)
        snprintf(text, n, "%s %s %s", a, b, c);
    return text;
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void sort(struct list *list)
{
    if (list->n)
        qsort(list->v, list->n, sizeof *list->v, by_text);
}

static void release(struct side *side)
{
    for (int i = 0; i < ASPECTS; i++) {
        for (size_t k = 0; k < side->of[i].n; k++)
            free(side->of[i].v[k]);
        free(side->of[i].v);
    }
}

/* How many to skip: the compiler repeats expressions, and what is wrong about them with them. */
static size_t number_of(const struct list *list, size_t i)
{
    size_t n = 1;

    while (strncmp(list->v[i], "input-", strlen("input-")) == 0 && i + n < list->n &&
           strcmp(list->v[i], list->v[i + n]) == 0)
        n++;
    return n;
}

/* Prints what only one of the two has; true when there is nothing. */
static bool compare(const char *aspect, const char *file, const struct list *bicep, const struct list *json)
{
    enum { SHOWN = 3, WIDTH = 300 };
    size_t i = 0, k = 0;
    unsigned differences = 0;

    while (i < bicep->n || k < json->n) {
        int order = i == bicep->n ? 1 : k == json->n ? -1 : strcmp(bicep->v[i], json->v[k]);
        if (order && differences++ < SHOWN)
            printf("# %s: %s: only in %s: %.*s\n", file, aspect, order < 0 ? "Bicep" : "JSON", WIDTH,
                   order < 0 ? bicep->v[i] : json->v[k]);
        i += order <= 0 ? number_of(bicep, i) : 0;
        k += order >= 0 ? number_of(json, k) : 0;
    }
    return differences == 0;
}

/* -- asking armlint -- */

static char *lower(const char *text)
{
    char *copy = malloc(strlen(text) + 1);

    for (size_t i = 0; copy && i <= strlen(text); i++)
        copy[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + ('a' - 'A') : text[i]);
    return copy;
}

static char *text_of(const cJSON *object, const char *key)
{
    return cJSON_PrintUnformatted(cJSON_GetObjectItemCaseSensitive(object, key));
}

static int by_key(const void *left, const void *right)
{
    return strcmp((*(cJSON *const *)left)->string, (*(cJSON *const *)right)->string);
}

/* Objects in the order of their keys, whatever order they were written in. */
static void sort_keys(cJSON *value)
{
    size_t most = (size_t)cJSON_GetArraySize(value), n = 0;
    cJSON **items = malloc((most + 1) * sizeof(cJSON *));

    if (!items)
        abort();
    for (; value->child && n < most; n++)
        items[n] = cJSON_DetachItemViaPointer(value, value->child);
    if (cJSON_IsObject(value))
        qsort(items, n, sizeof(cJSON *), by_key);
    for (size_t i = 0; i < n; i++) {
        sort_keys(items[i]);
        if (cJSON_IsObject(value))
            cJSON_AddItemToObject(value, items[i]->string, items[i]);
        else
            cJSON_AddItemToArray(value, items[i]);
    }
    free(items);
}

/* The compiler chooses a deployment's API version, and how it is told to be one. */
static void add_resource(struct side *side, cJSON *resource)
{
    char *type = lower(cJSON_GetStringValue(cJSON_GetObjectItem(resource, "type")));
    char *version = text_of(resource, "apiVersion"), *name = text_of(resource, "name"), *body;
    cJSON *properties = cJSON_GetObjectItem(resource, "properties");
    bool deployment = type && strcmp(type, "microsoft.resources/deployments") == 0;

    if (deployment && cJSON_IsObject(properties)) {
        cJSON_DeleteItemFromObject(properties, "mode");
        cJSON_DeleteItemFromObject(properties, "templateLink");
        cJSON_DeleteItemFromObject(properties, "expressionEvaluationOptions");
    }
    sort_keys(properties);
    body = cJSON_PrintUnformatted(properties);
    add(&side->of[0], join(type, deployment ? "*" : version, ""));
    add(&side->of[1], join(type, name, ""));
    add(&side->of[2], join(type, name, body));
    free(type);
    free(version);
    free(name);
    free(body);
}

static bool read_graph(struct side *side, const struct al_options *options, const char *path)
{
    al_run *run = al_run_new(options);
    int status = 0;
    char *text = run ? al_run_graph(run, path, "json", &status) : NULL;
    cJSON *graph = text ? cJSON_Parse(text) : NULL, *resource;

    cJSON_ArrayForEach(resource, cJSON_GetObjectItem(graph, "resources"))
    {
        if (!cJSON_IsTrue(cJSON_GetObjectItem(resource, "existing")))
            add_resource(side, resource);
    }
    cJSON_Delete(graph);
    free(text);
    al_run_free(run);
    return graph;
}

/* The compiler writes variables in where they are used, drops them, and copies imported ones: which of them
 * are never used is not the same on both sides. */
static bool is_comparable(const struct al_finding *finding)
{
    return strncmp(finding->rule, "template-unused-", strlen("template-unused-")) != 0;
}

static bool read_findings(struct side *side, const struct al_options *options, const char *path)
{
    al_run *run = al_run_new(options);
    bool unread = !run || al_run_path(run, path) || al_run_finish(run) || al_run_summary(run).unchecked;
    const struct al_finding *findings;
    size_t n = 0;

    findings = run ? al_run_findings(run, &n) : NULL;
    for (size_t i = 0; i < n; i++) {
        char *type;
        if (!is_comparable(&findings[i]))
            continue;
        type = lower(findings[i].resource_type ? findings[i].resource_type : "");
        if (findings[i].fatal)
            printf("# %s:%u: %s [%s]\n", path, findings[i].location.line, findings[i].message,
                   findings[i].rule);
        add(&side->of[3],
            join(findings[i].rule, type, findings[i].resource_name ? findings[i].resource_name : ""));
        free(type);
    }
    al_run_free(run);
    return !unread;
}

static void read_side(struct side *side, const struct al_options *options, const char *folder,
                      const cJSON *path)
{
    char *file = join(folder, "/", cJSON_GetStringValue(path)), *to = file;

    for (const char *from = file; from && *from; from++) /* a path has no blanks of ours */
        if (*from != ' ' || (size_t)(from - file) > strlen(folder) + 2)
            *to++ = *from;
    *to = '\0';
    side->read = read_graph(side, options, file);
    side->read &= read_findings(side, options, file);
    for (int i = 0; i < ASPECTS; i++)
        sort(&side->of[i]);
    free(file);
}

/* -- pairs -- */

static bool is(const cJSON *pair, const char *key, const char *value)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItem(pair, key));

    return text && strcmp(text, value) == 0;
}

static void check_pair(struct tally *tally, const struct al_options *options, const char *folder,
                       const cJSON *pair)
{
    const cJSON *bicep = cJSON_GetObjectItem(pair, "bicep"), *json = cJSON_GetObjectItem(pair, "json");
    struct side left = {0}, right = {0};

    read_side(&left, options, folder, bicep);
    read_side(&right, options, folder, json);
    tally->pairs++;
    tally->read += left.read && right.read;
    for (int i = 0; i < ASPECTS; i++)
        tally->same[i] += compare(aspects[i], cJSON_GetStringValue(bicep), &left.of[i], &right.of[i]);
    release(&left);
    release(&right);
}

/* At least `percent` of all pairs. */
static bool report(unsigned number, const char *what, unsigned n, unsigned all, unsigned percent)
{
    bool good = all > 0 && n * 100 >= all * percent;

    printf("%sok %u - %s: %u of %u pairs\n", good ? "" : "not ", number, what, n, all);
    return good;
}

int main(int argc, char **argv)
{
    static char line[LONGEST_LINE], path[4096], cache[4096];
    const char *modules[] = {cache, NULL};
    struct al_options options = {.module_paths = modules, .show_secrets = true};
    struct tally tally = {0};
    bool good;
    FILE *pairs;

    if (argc < 2)
        return 2;
    snprintf(path, sizeof path, "%s/pairs.jsonl", argv[1]);
    snprintf(cache, sizeof cache, "%s/modcache", argv[1]);
    pairs = fopen(path, "r");
    if (!pairs) {
        perror(path);
        return 2;
    }
    while (fgets(line, sizeof line, pairs)) {
        cJSON *pair = cJSON_Parse(line);
        if (is(pair, "origin", "compiled") && is(pair, "fresh", "checked") &&
            (argc < 3 || strstr(line, argv[2])))
            check_pair(&tally, &options, argv[1], pair);
        cJSON_Delete(pair);
    }
    fclose(pairs);
    good = report(1, "both sides are read", tally.read, tally.pairs, 100);
    for (unsigned i = 0; i < ASPECTS; i++)
        good &= report(i + 2, aspects[i], tally.same[i], tally.pairs, i == 2 ? 90 : 99);
    printf("1..%d\n", ASPECTS + 1);
    return good ? 0 : 1;
}
