/* SPDX-License-Identifier: MIT */
/* What in a parameter file is put in before anything is deployed, and what counts without it. */
#include "test.h"

#include "base/placeholders.h"

struct placeholder_case {
    const char *text;
    enum al_placeholder what;
    const char *otherwise;
};

static const struct placeholder_case cases[] = {
    {"", AL_PLACEHOLDER_NONE, NULL},
    {"Disabled", AL_PLACEHOLDER_NONE, NULL},
    {"cost: $5 {net}", AL_PLACEHOLDER_NONE, NULL},
    {"${1}", AL_PLACEHOLDER_NONE, NULL},
    {"${AZURE_", AL_PLACEHOLDER_NONE, NULL},
    {"${A b}", AL_PLACEHOLDER_NONE, NULL},
    {"${AZURE_LOCATION}", AL_PLACEHOLDER_UNSET, NULL},
    {"${USE_VNET=}", AL_PLACEHOLDER_UNSET, NULL},
    {"${USE_VNET=false}", AL_PLACEHOLDER_OTHERWISE, "false"},
    {"${USE_VNET:-false}", AL_PLACEHOLDER_OTHERWISE, "false"},
    {"${USE_VNET:=false}", AL_PLACEHOLDER_OTHERWISE, "false"},
    {"${RULES=[]}", AL_PLACEHOLDER_OTHERWISE, "[]"},
    {"${RULES={\"a\": 1}}", AL_PLACEHOLDER_OTHERWISE, "{\"a\": 1}"},
    {"${A=${B}}", AL_PLACEHOLDER_UNKNOWN, NULL},
    {"${A^^}", AL_PLACEHOLDER_UNKNOWN, NULL},
    {"${A:?must be set}", AL_PLACEHOLDER_UNKNOWN, NULL},
    {"rg-${AZURE_ENV_NAME}", AL_PLACEHOLDER_UNKNOWN, NULL},
    {"${A}-${B}", AL_PLACEHOLDER_UNKNOWN, NULL},
    {"${A=1}-{2}", AL_PLACEHOLDER_UNKNOWN, NULL},
    {"$(secretOrRandomPassword kv openai)", AL_PLACEHOLDER_UNKNOWN, NULL},
    {"#{location}#", AL_PLACEHOLDER_UNKNOWN, NULL},
    {"__LOCATION__", AL_PLACEHOLDER_UNKNOWN, NULL},
    {"<your location>", AL_PLACEHOLDER_UNKNOWN, NULL},
    {"GEN-UNIQUE-8", AL_PLACEHOLDER_UNKNOWN, NULL},
    {"____", AL_PLACEHOLDER_NONE, NULL},
};

static void test_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        al_str otherwise = AL_STR("");
        enum al_placeholder what = al_placeholder_of(al_str_of(cases[i].text), &otherwise);
        if (what != cases[i].what)
            fail_msg("'%s' is %d, not %d", cases[i].text, (int)what, (int)cases[i].what);
        if (what == AL_PLACEHOLDER_OTHERWISE && !al_str_eq(otherwise, al_str_of(cases[i].otherwise)))
            fail_msg("'%s' has '%.*s'", cases[i].text, AL_FMT(otherwise));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_forms)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
