/* SPDX-License-Identifier: MIT */
/* What a glance at a Bicep file tells of the files it uses, and a glance at JSON of where it comes from. */
#include "test.h"

#include "base/buf.h"
#include "lint/uses.h"

struct use_case {
    const char *text, *expect; /* "module a.bicep; using b.bicep; deploys" */
};

static const struct use_case use_cases[] = {
    {"", ""},
    {"module m 'a.bicep' = {\n  name: 'x'\n}\n", "module a.bicep; deploys"},
    {"  module m './a/b.bicep' = [for i in x: {", "module ./a/b.bicep; deploys"},
    {"module 'a.bicep' = {}", "module a.bicep; deploys"},
    {"resource r 'T@1' = {}\r\nmodule m 'a.bicep' = {}\r\n", "module a.bicep; deploys"},
    {"output o string = 'x'", "deploys"},
    {"test t 'a.bicep' = {}", "module a.bicep"},
    {"import { a, b as c } from 'x.bicep'", "import x.bicep"},
    {"import * as x from 'x.bicep'", "import x.bicep"},
    {"import {\n  a\n  b\n} from 'x.bicep'\nparam p string\n", "import x.bicep"},
    {"using 'a.bicep'\nextends 'b.bicepparam'\n", "using a.bicep; extends b.bicepparam"},
    {"using'a.bicep'", "using a.bicep"},
    {"using none", ""},
    {"module m 'br/public:x:1' = {}", "module br/public:x:1; deploys"},
    {"module m '${x}.bicep' = {}", "deploys"},
    {"module m 'a\\'b.bicep' = {}", "deploys"},
    {"module m 'a.bicep", "deploys"},
    {"modules m 'a.bicep'\nparam module string = 'a.bicep'\n// module m 'a.bicep'", ""},
    {"module", ""},
    {"}", ""},
};

static void put_uses(struct al_buf *out, al_arena *arena, const char *text)
{
    static const char *const kinds[] = {"module", "import", "using", "extends"};
    struct al_uses uses;

    al_uses_find(&uses, arena, al_str_of(text));
    for (size_t i = 0; i < uses.list.n; i++)
        al_buf_printf(out, "%s%s %.*s", i ? "; " : "", kinds[uses.list.v[i].kind],
                      AL_FMT(uses.list.v[i].path));
    if (uses.deploys)
        al_buf_printf(out, "%sdeploys", out->n ? "; " : "");
}

static int find_uses(void *ptr)
{
    al_arena *arena = ptr;

    for (size_t i = 0; i < sizeof use_cases / sizeof use_cases[0]; i++) {
        struct al_buf out = AL_BUF(arena);
        put_uses(&out, arena, use_cases[i].text);
        assert_string_equal(out.n ? al_buf_str(&out).s : "", use_cases[i].expect);
    }
    return AL_OK;
}

static void test_uses(void **state)
{
    al_arena *arena = al_arena_new(0);

    (void)state;
    assert_int_equal(al_arena_try(arena, find_uses, arena), AL_OK);
    al_arena_free(arena);
}

static void test_compiled(void **state)
{
    static const struct {
        const char *text;
        bool compiled;
    } cases[] = {
        {"{\"metadata\":{\"_generator\":{\"name\":\"bicep\",\"version\":\"1\"}}}", true},
        {"{\n \"$schema\": \"{[\",\n \"metadata\": {\n \"_generator\": { \"version\": \"1\", \"name\" : \"bicep\" } } }",
         true},
        {"{\"a\":[{\"b\":1}],\"metadata\":{\"x\":{},\"_generator\":{\"name\":\"bicep\"}}}", true},
        {"{\"metadata\":{\"_generator\":{\"name\":\"other\"}}}", false},
        {"{\"metadata\":{\"_generator\":{}},\"name\":\"bicep\"}", false},
        {"{\"variables\":{\"x\":{\"_generator\":{\"name\":\"bicep\"}}}}", false},
        {"{\"metadata\":{\"_generator\":", false},
        {"{\"metadata\":{\"_generator\"", false},
        {"", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (al_is_compiled(al_str_of(cases[i].text)) != cases[i].compiled)
            fail_msg("%s", cases[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_uses),
        cmocka_unit_test(test_compiled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
