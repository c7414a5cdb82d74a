/* SPDX-License-Identifier: MIT */
/* Small files that ask for much: expressions that grow, patterns that never end, files that name each other
 * without end. Each says where it was stopped, soon and in little memory, and what stands beside it is
 * checked all the same. */
#define _XOPEN_SOURCE 700 /* mkdtemp() */

#include "folder.h"

#include "base/buf.h"
#include "lint/pattern.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* -- expressions -- */

#define TEXTS " is too long: the limit is 4 MiB (--limit string)"
#define ITEMS " has too many items: the limit is 100000 items (--limit items)"
#define STOPPED \
    "evaluation was stopped here, and what follows is taken as unknown: the limit is 5000000 steps (--limit steps)"

/* `open` n times, then the middle and `close` as often; what is said first, or nothing. */
struct bomb {
    const char *open, *middle, *close;
    int n;
    const char *said;
};

static const struct bomb expressions[] = {
    {"", "padLeft('x', 1000000000)", "", 1, "the result of padLeft()" TEXTS},
    {"", "length(string(map(range(0, 10000), lambda('i', padLeft('x', 4000000)))))", "", 1, STOPPED},
    {"replace(", "padLeft('', 1000, 'a')", ", 'a', padLeft('', 1000, 'a'))", 3,
     "the result of replace()" TEXTS},
    {"", "split(padLeft('', 4000000, ','), ',')", "", 1, "the result of split()" ITEMS},
    {"", "join(map(range(0, 10000), lambda('i', 'a')), padLeft('', 4000, 'b'))", "", 1,
     "the result of join()" TEXTS},
    {"", "format('{0,1000000000}', 'x')", "", 1, "the format string is malformed at '{0,1000000000}'"},
    {"", "format('{0:N99999999}', 5)", "", 1, "the result of format()" TEXTS},
    {"base64(", "'abc'", ")", 60, "the result of base64()" TEXTS},
    {"uriComponent(", "'%%%%%%%%'", ")", 60, ""},
    {"createArray(", "1, 2", ")", 1000, ""},
    {"not(", "true()", ")", 1000, ""},
    {"not(", "true()", ")", 100000,
     "the expression is nested too deep: the limit is 1024 levels, and cannot be higher"},
    {"", "createArray(1)", "[0]", 100000,
     "the expression is nested too deep: the limit is 1024 levels, and cannot be higher"},
    {"", "createObject('a', 1)", ".a", 100000,
     "the expression is nested too deep: the limit is 1024 levels, and cannot be higher"},
    {"map(range(0, 10000), lambda('a', ", "1", "))", 3, STOPPED},
    {"",
     "equals(map(range(0, 10000), lambda('i', range(0, 10000))), map(range(0, 10000), lambda('i', range(0, 10000))))",
     "", 1, STOPPED},
    {"", "length(union(range(0, 10000), map(range(0, 10000), lambda('i', string(lambdaVariables('i'))))))",
     "", 1, ""},
    {"", "length(items(toObject(range(0, 10000), lambda('i', string(lambdaVariables('i'))))))", "", 1, ""},
    {"",
     "length(sort(map(range(0, 10000), lambda('i', padLeft('', 100000, 'a'))), lambda('a', 'b', "
     "less(lambdaVariables('a'), lambdaVariables('b')))))",
     "", 1, STOPPED},
    {"", "json(padLeft('', 100000, '['))", "", 1,
     "the text is nested too deep: the limit is 256 levels (--limit nesting)"},
};

static void repeat(struct al_buf *out, const char *text, int n)
{
    for (int i = 0; i < n; i++)
        al_buf_put(out, al_str_of(text));
}

/* The output's declared type is of no interest: what is wrong with that is said behind what is told of
 * limits. */
static const char *template_of(al_arena *arena, const struct bomb *bomb)
{
    struct al_buf text = AL_BUF(arena);

    al_buf_printf(&text, "{%s,\"resources\":[],\"outputs\":{\"o\":{\"type\":\"string\",\"value\":\"[",
                  SCHEMA);
    repeat(&text, bomb->open, bomb->n);
    al_buf_put(&text, al_str_of(bomb->middle));
    repeat(&text, bomb->close, bomb->n);
    al_buf_printf(&text, "]\"}}}");
    return text.s;
}

static const char *said_of(const al_run *run)
{
    size_t n;
    const struct al_finding *all = al_run_findings(run, &n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].rule, "input-limit") == 0)
            return all[i].message;
    return n ? all[0].message : "";
}

static void expressions_are_bounded(void **state)
{
    const struct al_options options = {.max_memory = (uint64_t)256 << 20};
    bool failed = false;

    (void)state;
    for (size_t i = 0; i < COUNT(expressions); i++) {
        al_arena *arena = al_arena_new(0);
        const char *text = template_of(arena, &expressions[i]);
        al_run *run = al_run_new(&options);
        assert_int_equal(al_run_text(run, text, strlen(text), "bomb.json"), 0);
        assert_int_equal(al_run_finish(run), 0);
        if (strcmp(said_of(run), expressions[i].said) != 0) {
            print_error("%s%s:\nfound    %s\nexpected %s\n", expressions[i].open, expressions[i].middle,
                        said_of(run), expressions[i].said);
            failed = true;
        }
        al_run_free(run);
        al_arena_free(arena);
    }
    assert_false(failed);
}

/* -- patterns -- */

static int match_all(void *ptr)
{
    static const char *const patterns[] = {
        "^(a+)+$",  "^(a|aa)+$",    "^(a|a?)+$",    "^((a*)*)*$",          "(.*)*(.*)*(.*)*b",
        "(?R)?a+b", "^(?:(a)+)+?$", "(x+x+)+y|a*b", "^(a?){100}(a){100}$", "(((((((((a+)+)+)+)+)+)+)+)+)+b",
    };
    al_arena *arena = ptr;
    struct al_patterns all = {.arena = arena};
    const struct al_span place = {al_source_new(arena, AL_STR("a.json"), AL_STR("")), 0, 0};
    struct al_buf text = AL_BUF(arena);

    repeat(&text, "a", 100000);
    al_buf_char(&text, '!');
    for (size_t i = 0; i < COUNT(patterns); i++) {
        struct al_diags diags = {.arena = arena};
        const enum al_truth truth = al_pattern_match(&all, patterns[i], al_buf_str(&text), &diags, place);
        if (truth != AL_YES && (truth == AL_UNKNOWN) == (diags.list.n == 1))
            continue;
        print_error("%s: %d\n", patterns[i], (int)truth);
        return -1;
    }
    return 0;
}

static void patterns_are_bounded(void **state)
{
    al_arena *arena = al_arena_new((size_t)64 << 20);

    (void)state;
    assert_int_equal(al_arena_try(arena, match_all, arena), 0);
    al_arena_free(arena);
}

/* -- files -- */

enum { GENERATIONS = 30 };

#define CALL(name) "module " name " 'm%d.bicep' = {\n  name: '" name "%d'\n}\n"
#define LINK(name)                                                                                         \
    "{'type':'Microsoft.Resources/deployments','apiVersion':'2022-09-01','name':'" name "','properties':{" \
    "'mode':'Incremental','templateLink':{'relativePath':'t%d.json'}}}"

static void make_generations(const char *name, const char *text, const char *last)
{
    al_arena *arena = al_arena_new(0);

    for (int i = 0; i <= GENERATIONS; i++) {
        const char *path = al_printf(arena, name, i).s;
        struct al_buf out = AL_BUF(arena);
        for (const char *p = i < GENERATIONS ? text : last; *p; p++) {
            if (p[0] == '%' && p[1] == 'd')
                al_buf_printf(&out, "%d", i + 1), p++;
            else
                al_buf_char(&out, *p);
        }
        folder_make(&(struct folder_file){path, out.s});
    }
    al_arena_free(arena);
}

/* The last thing in the report that is said of a limit, and that the file beside it was checked. */
static void check_files(const char *main, const char *said)
{
    const struct folder_case test = {.paths = {main, "beside.bicep"}};
    al_run *run;

    folder_make(&(struct folder_file){"beside.bicep", THING("false")});
    run = folder_run(&test);
    assert_string_equal(said_of(run), said);
    assert_true(al_run_summary(run).warnings == 1);
    al_run_free(run);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void generations_are_bounded(void **state)
{
    static const char most[] =
        "there are too many resources, and from here on they are not looked at: the limit is 50000 "
        "resources (--limit resources)";

    (void)state;
    assert_int_equal(system("rm -rf ./*"), 0);
    make_generations("m%d.bicep", CALL("a") CALL("b"), "var x = 1\n");
    check_files("m0.bicep", most);
    make_generations("t%d.json",
                     "{" JSON_SCHEMA("deploymentTemplate") ",'resources':[" LINK("a") "," LINK("b") "]}",
                     "{" JSON_SCHEMA("deploymentTemplate") ",'resources':[]}");
    check_files("t0.json", most);
}
#pragma GCC diagnostic pop

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_are_bounded),
        cmocka_unit_test(patterns_are_bounded),
        cmocka_unit_test_setup_teardown(generations_are_bounded, folder_set_up, folder_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
