/* SPDX-License-Identifier: MIT */
/* What is nested as deep as the highest limits allow, and deeper, on a stack of 8 MiB: that of a thread. */
#include "hostile.h"

#include <pthread.h>

enum { STACK = 8 << 20 };

/* `open` n times with % for the number of the repetition and ~ for the next; the middle; `close` as often;
 * the end. */
struct deep {
    const char *title, *name, *begin, *open, *middle, *close, *end;
    int n;
};

#define BICEP "a.bicep", "param p string\nvar v = "
#define USED                                                                                                         \
    "\noutput o object = v\nresource r 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: 'a'\n  tags: v\n" \
    "  properties: { x: v }\n}\n"
#define RESOURCE "resource r% 'A.B/c@2020-01-01' = "
#define LAST     "resource r3000 'A.B/c@2020-01-01' = { name: 'a' }\n"
#define HEAD     "{" SCHEMA ","
#define NESTED                                                                                        \
    "{\"type\":\"Microsoft.Resources/deployments\",\"apiVersion\":\"2022-09-01\",\"name\":\"d\","     \
    "\"properties\":{\"mode\":\"Incremental\",\"expressionEvaluationOptions\":{\"scope\":\"inner\"}," \
    "\"template\":{" SCHEMA ",\"resources\":["

static const struct deep deeps[] = {
    {"parentheses", BICEP, "(", "{}", ")", USED, 1000},
    {"arrays", BICEP, "[", "1", "]", USED, 1000},
    {"objects", BICEP, "{a:", "p", "}", USED, 1000},
    {"calls", BICEP, "string(", "p", ")", USED, 1000},
    {"choices", BICEP, "p == 'a' ? 1 : ", "2", "", USED, 500},
    {"texts", BICEP, "'${", "p", "}'", USED, 1000},
    {"negations", BICEP, "-(", "1", ")", USED, 500},
    {"lambdas", BICEP, "map([1], x => ", "p", ")", USED, 1000},
    {"loops", BICEP, "[for x in [1]: ", "p", "]", USED, 1000},
    {"indices", BICEP, "[1][", "0", "]", USED, 1000},
    {"unions", BICEP, "union({a: ", "{}", "}, {b: p})", USED, 500},
    {"a type of itself in a union", "a.bicep", "type int=[int\ntype k{k:|int", "", "", "", "", 1},
    {"functions", "a.bicep", "", "func f%(a array) array => map(a, x => length(f~(a)))\n",
     "func f3000(a array) array => a\noutput o array = f0([1])\n", "", "", 3000},
    {"functions that reduce", "a.bicep", "",
     "func f%(a array) array => reduce(a, [], (x, y) => concat(x, sort(f~(a), (p, q) => p < q)))\n",
     "func f3000(a array) array => a\noutput o array = f0([1])\n", "", "", 3000},
    {"names of resources", "a.bicep", "", RESOURCE "{\n  name: r~.name\n}\n", LAST, "", "", 3000},
    {"parents", "a.bicep", "", RESOURCE "{\n  parent: r~\n  name: 'a'\n}\n", LAST, "", "", 3000},
    {"conditions", "a.bicep", "",
     RESOURCE "if (contains([for i in range(0, 1): r~.name], 'a')) {\n  name: 'a'\n}\n", LAST, "", "", 3000},
    {"elements", "a.bicep", "", RESOURCE "[for i in range(0, 1): {\n  name: r~[i].name\n}]\n",
     "resource r3000 'A.B/c@2020-01-01' = [for i in range(0, 1): { name: 'a' }]\n", "", "", 3000},
    {"properties", "a.bicep", "", RESOURCE "{\n  name: 'a'\n  properties: { x: r~.properties.x }\n}\n", LAST,
     "", "", 3000},
    {"JSON", "a.json",
     HEAD "\"resources\":[{\"type\":\"A.B/c\",\"apiVersion\":\"2020-01-01\",\"name\":\"a\",\"tags\":",
     "{\"a\":", "[1]", "}", "}]}", 990},
    {"deployments", "a.json", HEAD "\"resources\":[", NESTED, "", "]}}}", "]}", 70},
};

static al_str text_of(al_arena *arena, const struct deep *deep)
{
    struct al_buf text = AL_BUF(arena);

    al_buf_put(&text, al_str_of(deep->begin));
    for (int i = 0; i < deep->n; i++)
        put_numbered(&text, deep->open, i);
    al_buf_put(&text, al_str_of(deep->middle));
    for (int i = 0; i < deep->n; i++)
        al_buf_put(&text, al_str_of(deep->close));
    al_buf_put(&text, al_str_of(deep->end));
    return al_buf_str(&text);
}

/* With every limit that is about levels at its highest. */
static const struct al_assignment *highest(al_arena *arena)
{
    size_t n, at = 0;
    const struct al_limit_info *all = al_limits(&n);
    struct al_assignment *list = AL_NEW_N(arena, struct al_assignment, n + 1);

    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].unit, "levels") == 0)
            list[at++] = (struct al_assignment){all[i].name,
                                                al_printf(arena, "%llu", (unsigned long long)all[i].most).s};
    return list;
}

static void *lint_deep(void *ptr)
{
    const struct deep *deep = ptr;
    al_arena *arena = al_arena_new(0);
    const struct al_options options = {.undetermined = true, .limits = highest(arena)};
    const al_str text = text_of(arena, deep);
    al_run *run = al_run_new(&options);
    int status = al_run_text(run, text.s, text.n, deep->name);

    status = status ? status : al_run_finish(run);
    free(al_run_report(run, "sarif", NULL));
    al_run_free(run);
    al_arena_free(arena);
    return status ? ptr : NULL;
}

/* Anything but passing is a crash. */
static void deep_input_fits_the_stack(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(deeps); i++) {
        pthread_attr_t attributes;
        pthread_t thread;
        void *failed;
        assert_int_equal(pthread_attr_init(&attributes), 0);
        assert_int_equal(pthread_attr_setstacksize(&attributes, STACK), 0);
        assert_int_equal(pthread_create(&thread, &attributes, lint_deep, (void *)(uintptr_t)&deeps[i]), 0);
        assert_int_equal(pthread_join(thread, &failed), 0);
        pthread_attr_destroy(&attributes);
        if (failed)
            print_error("%s\n", deeps[i].title);
        assert_null(failed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(deep_input_fits_the_stack)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
