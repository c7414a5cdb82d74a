/* SPDX-License-Identifier: MIT */
/* Several inputs as one environment: what one lacks another has, and equal names do not make two things one.
 */
#include "lint_test.h"

enum { MOST_TEXTS = 4 };

struct merge_case {
    const char *title;
    struct {
        const char *name, *text; /* single quotes stand for double ones in JSON */
    } inputs[MOST_TEXTS];
    const char *expect; /* the messages in order, each with a line break */
};

#define THING(name) "resource x '" TEST_TYPE "@2023-01-01' = { name: " name " }\n"
#define FRIEND(name)                                                                                                \
    "{"                                                                                                             \
    "'$schema':'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',"                  \
    "'contentVersion':'1.0.0.0','resources':[{'type':'Test.Provider/friends','apiVersion':'2023-01-01','name':'f'," \
    "'properties':{'of':'[resourceId(''" TEST_TYPE "'', ''" name "'')]'}}]}"
#define SUBSCRIPTION(ok)                                                                                           \
    "{"                                                                                                            \
    "'$schema':'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',"     \
    "'contentVersion':'1.0.0.0','resources':[{'type':'Microsoft.Resources/deployments','apiVersion':'2022-09-01'," \
    "'name':'inner','location':'x','properties':{'mode':'Incremental','template':{"                                \
    "'$schema':'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',"     \
    "'contentVersion':'1.0.0.0','resources':[],'outputs':{'a':{'type':'string','value':'" ok "'}}}}},"             \
    "{'type':'" TEST_TYPE "','apiVersion':'2023-01-01','name':'" ok "','properties':{'a':"                         \
    "'[reference(subscriptionResourceId(''Microsoft.Resources/deployments'', ''inner'')).outputs.a.value]'}}]}"

static const struct merge_case cases[] = {
    {"a friend in another file is found",
     {{"a.bicep", THING("'one'") "resource y '" TEST_TYPE "@2023-01-01' = { name: 'two' }\n"},
      {"b.json", FRIEND("two")}},
     "one has no friend\n"},
    {"a file may be named after what it lacks", {{"a.json", FRIEND("one")}, {"b.bicep", THING("'one'")}}, ""},
    {"equal parameters of two files are not one name",
     {{"a.bicep", "param name string\n" THING("name")}, {"b.bicep", "param name string\n" THING("name")}},
     "[parameters('name')] has no friend\n[parameters('name')] has no friend\n"},
    {"equal names are two resources, and which is meant is not known",
     {{"a.bicep", THING("'one'")}, {"b.bicep", THING("'one'")}, {"c.json", FRIEND("one")}},
     ""},
    {"equal names are told of twice",
     {{"a.bicep", THING("'one'")}, {"b.bicep", THING("'one'")}},
     "one has no friend\none has no friend\n"},
    {"a deployment's outputs are those of its own file",
     {{"a.json", SUBSCRIPTION("one")}, {"b.json", SUBSCRIPTION("two")}},
     "one has no friend but one\ntwo has no friend but two\n"},
};

static void check_friends(al_check *check, const al_resource *resource)
{
    const char *a = al_text(check, al_get(check, resource, "properties.a"));
    const al_resource *friend = NULL;
    enum al_truth found = AL_NO;

    while ((friend = al_next_of_type(check, "Test.Provider/friends", friend)))
        found =
            al_either(found, al_refers_to(check, al_get(check, friend, "properties.of"), resource, false));
    if (found == AL_NO)
        al_report(check, resource, NULL, "%s has no friend%s%s", al_name(check, resource), a ? " but " : "",
                  a ? a : "");
}

static const struct al_rule friendly = {
    .id = TEST_RULE, .title = "Test", .level = AL_WARNING, .type = TEST_TYPE, .check = check_friends};

static void add(al_run *run, const char *name, const char *text)
{
    char json[4096];
    size_t n = 0;

    for (const char *s = text; *s; s++) {
        bool twice = s[0] == '\'' && s[1] == '\'';
        assert_true(n + 1 < sizeof json);
        json[n++] = *s == '\'' && !twice ? '"' : *s;
        s += twice;
    }
    json[n] = '\0';
    if (strstr(name, ".json"))
        text = json;
    assert_int_equal(al_run_text(run, text, strlen(text), name), 0);
}

static void run_case(const struct merge_case *c)
{
    static const char *const only[] = {"test-*", "input-*", NULL};
    const struct al_options options = {.rules = only, .merge = true, .no_sibling_parameters = true};
    const struct al_module module = {AL_RULE_ABI, sizeof friendly, "test", "Test", &friendly, 1};
    al_run *run = al_run_new(&options);
    char messages[1024] = "";

    assert_non_null(run);
    assert_int_equal(al_run_add_module(run, &module), 0);
    for (size_t i = 0; i < MOST_TEXTS && c->inputs[i].name; i++)
        add(run, c->inputs[i].name, c->inputs[i].text);
    assert_int_equal(al_run_finish(run), 0);
    for (size_t i = 0; i < finding_count(run); i++)
        snprintf(messages + strlen(messages), sizeof messages - strlen(messages), "%s\n",
                 finding_at(run, i)->message);
    if (strcmp(messages, c->expect) != 0)
        fail_msg("%s:\n%s", c->title, messages);
    al_run_free(run);
}

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        run_case(&cases[i]);
}

static void test_summary(void **state)
{
    const struct al_options options = {.merge = true, .no_sibling_parameters = true};
    al_run *run = al_run_new(&options);

    (void)state;
    assert_non_null(run);
    add(run, "a.bicep", THING("'one'"));
    add(run, "b.json", "{");
    assert_int_equal(al_run_finish(run), 0);
    assert_int_equal(al_run_summary(run).files, 2);
    assert_int_equal(al_run_summary(run).resources, 1);
    assert_true(al_run_summary(run).unchecked);
    al_run_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases), cmocka_unit_test(test_summary)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
