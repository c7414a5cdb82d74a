/* SPDX-License-Identifier: MIT */
/* How rules find their way around: where a value leads, what is written inside its owner or as a child, what
 * is attached to what. Each line asks one thing of a template and names the answer. Templates are JSON in
 * single quotes (a doubled one stays one, for expressions), or Bicep; the question is asked of the resource
 * that is a test thing, about its properties a and b. */
#include "lint_test.h"

#include <ctype.h>

#define STORE  "Microsoft.Storage/storageAccounts"
#define SEARCH "Microsoft.Search/searchServices"
#define GRANT  "Microsoft.Authorization/roleAssignments"
#define NET    "Microsoft.Network/virtualNetworks"

typedef const char *ask_fn(al_check *check, const al_resource *thing);

struct line {
    ask_fn *ask;
    const char *text; /* resources in JSON, or a Bicep file */
    const char *answer;
};

/* The line at work: a rule's check has no place for it. */
static const struct line *at_work;
static char answer[512];

static const char *truth_name(enum al_truth truth)
{
    static const char *const names[] = {"no", "yes", "unknown"};

    return names[truth];
}

static const al_field *a_of(al_check *check, const al_resource *thing)
{
    return al_get(check, thing, "properties.a");
}

static const al_field *b_of(al_check *check, const al_resource *thing)
{
    return al_get(check, thing, "properties.b");
}

static const char *print(const char *format, ...) AL_PRINTF(1, 2);
static const char *print(const char *format, ...)
{
    static char text[256];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return text;
}

static void probe(al_check *check, const al_resource *thing)
{
    snprintf(answer, sizeof answer, "%s", at_work->ask(check, thing));
}

static void put_json(char *out, size_t size, const char *text)
{
    size_t n = (size_t)snprintf(
        out, size,
        "{" SCHEMA ",\"parameters\":{\"p\":{\"type\":\"string\"},\"q\":{\"type\":\"string\"},"
        "\"known\":{\"type\":\"string\",\"defaultValue\":\"Known\"}},\"resources\":[");

    for (; *text && n + 3 < size; text++) {
        if (text[0] == '\'' && text[1] == '\'')
            out[n++] = *text++;
        else
            out[n++] = *text == '\'' ? '"' : *text;
    }
    snprintf(out + n, size - n, "]}");
}

static bool run_line(const struct line *line)
{
    static const struct al_rule rule = {.id = TEST_RULE,
                                        .title = "Test",
                                        .level = AL_WARNING,
                                        .type = TEST_TYPE,
                                        .absent = AL_ABSENT_NOT_ASKED,
                                        .check = probe,
                                        .why = "x",
                                        .remedy = "x",
                                        .references = "x"};
    static char json[8192];
    bool is_bicep = isalpha((unsigned char)line->text[0]);
    al_run *run;

    at_work = line;
    snprintf(answer, sizeof answer, "(not asked)");
    if (!is_bicep)
        put_json(json, sizeof json, line->text);
    run = lint_named(&rule, is_bicep ? line->text : json, is_bicep ? "test.bicep" : "test.json", false);
    al_run_free(run);
    if (strcmp(answer, line->answer) == 0)
        return true;
    print_error("%s\nfound    %s\nexpected %s\n", line->text, answer, line->answer);
    return false;
}

static void run_lines(const struct line *lines, size_t n)
{
    bool passed = true;

    for (size_t i = 0; i < n; i++)
        passed = run_line(&lines[i]) && passed;
    assert_true(passed);
}

#define RUN_LINES(table)                                  \
    static void test_##table(void **state)                \
    {                                                     \
        (void)state;                                      \
        run_lines(table, sizeof table / sizeof table[0]); \
    }

#define HEAD(type_, name_)  "{'type':'" type_ "','apiVersion':'2023-01-01','name':'" name_ "'"
#define THING(properties)   HEAD(TEST_TYPE, "x") ",'properties':{" properties "}}"
#define THING_A(expression) THING("'a':'" expression "'")
#define ST                  HEAD(STORE, "st") "},"
#define ID                  "resourceId(''" STORE "'', ''st'')"
#define BICEP_ST            "resource st '" STORE "@2023-01-01' = {\n  name: 'st'\n}\n"
#define BICEP_THING(body) \
    "resource x '" TEST_TYPE "@2023-01-01' = {\n  name: 'x'\n  properties: {\n" body "\n  }\n}\n"

/* -- where a value leads -- */

static const char *leads(al_check *check, const al_resource *thing, const char *types)
{
    const char *path = "not set";
    const al_resource *to = al_leads_to(check, a_of(check, thing), types, &path);

    return to ? print("%s %s", al_name(check, to), path ? path : "-")
              : print("nothing %s", path ? path : "-");
}

static const char *leads_anywhere(al_check *check, const al_resource *thing)
{
    return leads(check, thing, NULL);
}

static const char *leads_to_store(al_check *check, const al_resource *thing)
{
    return leads(check, thing, STORE " " SEARCH);
}

#define LONG_NAME                                                             \
    "concat(''a-name-that-goes-on-and-on-for-a-while-'', parameters(''p''), " \
    "''-and-does-not-stop-before-the-margin'')"

static const struct line places[] = {
    /* ids */
    {leads_anywhere, ST THING_A("[" ID "]"), "st -"},
    {leads_anywhere, ST THING_A("[resourceId(''" STORE "'', ''ST'')]"), "st -"},
    {leads_anywhere, ST THING_A("[resourceId(''" STORE "'', ''other'')]"), "nothing -"},
    {leads_anywhere, ST THING_A("[resourceId(''" SEARCH "'', ''st'')]"), "nothing -"},
    {leads_to_store, ST THING_A("[" ID "]"), "st -"},
    {leads_to_store, HEAD(NET, "net") "}," THING_A("[resourceId(''" NET "'', ''net'')]"), "nothing -"},
    {leads_anywhere, ST THING_A("[concat(resourceGroup().id, ''/providers/" STORE "/st'')]"), "st -"},
    {leads_anywhere, ST THING_A("[parameters(''p'')]"), "nothing -"},
    {leads_anywhere, ST THING("'b':1"), "nothing -"},
    {leads_anywhere, ST THING("'a':1"), "nothing -"},
    {leads_anywhere, ST THING("'a':['x']"), "nothing -"},
    {leads_anywhere,
     HEAD(STORE, "[parameters(''p'')]") "}," THING_A("[resourceId(''" STORE "'', parameters(''p''))]"),
     "[parameters('p')] -"},
    {leads_anywhere,
     HEAD(STORE, "[parameters(''p'')]") "}," THING_A("[resourceId(''" STORE "'', parameters(''q''))]"),
     "nothing -"},
    {leads_anywhere,
     HEAD(STORE, "[" LONG_NAME "]") "}," THING_A("[resourceId(''" STORE "'', " LONG_NAME ")]"),
     "[concat('a-name-that-goes-on-and-on-for-a-while-', parameters('p'), '-and-does-n... -"},
    /* state */
    {leads_anywhere, ST THING_A("[reference(" ID ").primaryEndpoints.blob]"),
     "st properties.primaryEndpoints.blob"},
    {leads_anywhere, ST THING_A("[reference(" ID ")]"), "st properties"},
    {leads_anywhere, ST THING_A("[reference(" ID ", ''2023-01-01'', ''full'')]"), "st "},
    {leads_anywhere, ST THING_A("[reference(" ID ", ''2023-01-01'', ''Full'').identity.principalId]"),
     "st identity.principalId"},
    {leads_anywhere, ST THING_A("[Reference(" ID ").x]"), "st properties.x"},
    {leads_anywhere, ST THING_A("[reference(''st'').x]"), "st properties.x"},
    {leads_anywhere, ST THING_A("[reference(" ID ")[''x'']]"), "st properties.x"},
    {leads_anywhere, ST THING_A("[reference(" ID ").x[0].y]"), "st -"},
    {leads_anywhere, ST THING_A("[reference(" ID ")[parameters(''p'')]]"), "st -"},
    {leads_anywhere, ST THING_A("[listKeys(" ID ", ''2023-01-01'').key1]"), "st key1"},
    {leads_anywhere, ST THING_A("[listKeys(" ID ", ''2023-01-01'').keys[0].value]"), "st -"},
    {leads_anywhere, ST THING_A("[listAccountSas(" ID ", ''2023-01-01'', createObject()).accountSasToken]"),
     "st accountSasToken"},
    {leads_anywhere, ST THING_A("[reference(resourceId(''" STORE "'', ''other'')).x]"), "nothing -"},
    {leads_anywhere, ST THING_A("[toLower(reference(" ID ").x)]"), "nothing -"},
    {leads_to_store, HEAD(NET, "net") "}," THING_A("[reference(resourceId(''" NET "'', ''net'')).x]"),
     "nothing -"},
    {leads_to_store, ST THING_A("[concat(reference(" ID ").primaryEndpoints.blob, ''data'')]"),
     "st properties.primaryEndpoints.blob"},
    /* hosts */
    {leads_to_store, ST THING_A("https://st.blob.core.windows.net/data"), "st -"},
    {leads_to_store, ST THING_A("https://ST.blob.core.windows.net:443/"), "st -"},
    {leads_to_store, ST THING_A("[concat(''https://'', ''st'', ''.blob.'', environment().suffixes.storage)]"),
     "st -"},
    {leads_to_store, ST THING_A("abfss://st.dfs.core.windows.net"), "st -"},
    {leads_anywhere, ST THING_A("https://st.blob.core.windows.net"), "nothing -"},
    {leads_to_store, ST THING_A("https://st2.blob.core.windows.net"), "nothing -"},
    {leads_to_store, ST THING_A("st.blob.core.windows.net"), "nothing -"},
    {leads_to_store, ST THING_A("https://st"), "nothing -"},
    {leads_to_store, HEAD(NET, "net") "}," THING_A("https://net.windows.net"), "nothing -"},
    {leads_to_store,
     HEAD(SEARCH, "[parameters(''p'')]") "}," THING_A(
         "[format(''https://{0}.search.windows.net'', parameters(''p''))]"),
     "[parameters('p')] -"},
    {leads_to_store,
     HEAD(SEARCH, "[parameters(''p'')]") "}," THING_A(
         "[format(''https://{0}x.search.windows.net'', parameters(''p''))]"),
     "nothing -"},
    {leads_to_store, ST THING_A("[concat(parameters(''p''), ''://st.blob.core.windows.net'')]"), "nothing -"},
    /* Bicep */
    {leads_anywhere, BICEP_ST BICEP_THING("    a: st.id"), "st -"},
    {leads_anywhere, BICEP_ST BICEP_THING("    a: st.identity.principalId"), "st identity.principalId"},
    {leads_anywhere, BICEP_ST BICEP_THING("    a: st.properties.primaryEndpoints.blob"),
     "st properties.primaryEndpoints.blob"},
    {leads_anywhere, BICEP_ST BICEP_THING("    a: st.properties.?primaryEndpoints.?blob"),
     "st properties.primaryEndpoints.blob"},
    {leads_anywhere, BICEP_ST BICEP_THING("    a: st!.identity!.principalId"), "st identity.principalId"},
    {leads_anywhere, BICEP_ST BICEP_THING("    a: '${st.id}/blobServices/default'"), "nothing -"},
    {leads_anywhere,
     "resource st '" STORE
     "@2023-01-01' existing = {\n  name: 'st'\n}\n" BICEP_THING("    a: st.identity.principalId"),
     "st identity.principalId"},
    {leads_anywhere,
     "resource all '" STORE "@2023-01-01' = [for i in range(0, 2): {\n  name: 'st${i}'\n}]\n" BICEP_THING(
         "    a: all[1].identity.principalId"),
     "st1 identity.principalId"},
    {leads_anywhere, BICEP_ST "var who = st.identity.principalId\n" BICEP_THING("    a: who"),
     "st identity.principalId"},
    {leads_to_store,
     BICEP_ST BICEP_THING("    a: 'https://${st.name}.blob.${environment().suffixes.storage}'"), "st -"},
    {leads_anywhere, BICEP_ST BICEP_THING("    a: st.listKeys().keys[0].value"), "st -"},
};
RUN_LINES(places)

/* -- the last part of a value -- */

static const char *last(al_check *check, const al_resource *thing)
{
    const char *text = al_last_segment(check, a_of(check, thing));

    return text ? print("'%s'", text) : "none";
}

static const struct line ends[] = {
    {last, THING_A("[subscriptionResourceId(''Microsoft.Authorization/roleDefinitions'', ''ABC-1'')]"),
     "'ABC-1'"},
    {last,
     THING_A("[concat(subscription().id, ''/providers/Microsoft.Authorization/roleDefinitions/abc-1'')]"),
     "'abc-1'"},
    {last, THING_A("[format(''{0}/{1}'', parameters(''p''), ''abc-1'')]"), "'abc-1'"},
    {last, THING_A("[concat(parameters(''p''), ''/abc'', ''-1'')]"), "'abc-1'"},
    {last, THING_A("[concat(parameters(''p''), ''abc-1'')]"), "none"},
    {last, THING_A("[concat(''a/b'', parameters(''p''))]"), "none"},
    {last, THING_A("[resourceId(''" STORE "'', parameters(''p''))]"), "none"},
    {last, THING_A("[resourceId(''" STORE "'', concat(parameters(''p''), ''x''))]"), "none"},
    {last, THING_A("[parameters(''p'')]"), "none"},
    {last, THING_A("[parameters(''known'')]"), "'Known'"},
    {last, THING_A("10.0.0.0/24"), "'24'"},
    {last, THING_A("plain"), "'plain'"},
    {last, THING_A("a/b/"), "''"},
    {last, THING_A("[concat('''')]"), "''"},
    {last, THING("'a':7"), "none"},
    {last, THING("'a':['a/b']"), "none"},
    {last, THING("'b':1"), "none"},
    {last,
     "resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' existing = {\n  scope: subscription()\n"
     "  name: 'abc-1'\n}\n" BICEP_THING("    a: role.id"),
     "'abc-1'"},
};
RUN_LINES(ends)

/* -- the same -- */

static const char *same(al_check *check, const al_resource *thing)
{
    return truth_name(al_same(check, a_of(check, thing), b_of(check, thing)));
}

#define PAIR(a, b) THING("'a':" a ",'b':" b)

static const struct line pairs[] = {
    {same, PAIR("'x'", "'X'"), "yes"},
    {same, PAIR("'x'", "'y'"), "no"},
    {same, PAIR("1", "1"), "yes"},
    {same, PAIR("1", "2"), "no"},
    {same, PAIR("1", "'1'"), "no"},
    {same, PAIR("true", "true"), "yes"},
    {same, THING("'c':1"), "yes"},
    {same, THING("'a':1"), "no"},
    {same, PAIR("null", "'x'"), "no"},
    {same, PAIR("['x']", "['x']"), "yes"},
    {same, PAIR("'[parameters(''p'')]'", "'[parameters(''p'')]'"), "yes"},
    {same, PAIR("'[parameters(''p'')]'", "'[parameters(''q'')]'"), "unknown"},
    {same, PAIR("'[parameters(''p'')]'", "'x'"), "unknown"},
    {same, PAIR("'[concat(parameters(''p''), ''-a'')]'", "'[concat(parameters(''p''), ''-a'')]'"), "yes"},
    {same, PAIR("'[format(''{0}-a'', parameters(''p''))]'", "'[concat(parameters(''p''), ''-a'')]'"), "yes"},
    {same, PAIR("'[concat(parameters(''p''), ''-a'')]'", "'[concat(parameters(''p''), ''-b'')]'"), "no"},
    {same, PAIR("'[concat(parameters(''p''), ''-A'')]'", "'[concat(parameters(''p''), ''-a'')]'"), "yes"},
};
RUN_LINES(pairs)

static const char *is_named(al_check *check, const al_resource *thing)
{
    return truth_name(al_is_named(check, al_next_of_type(check, NET "/subnets", NULL), a_of(check, thing)));
}

#define SUBNET(name) HEAD(NET "/subnets", name) "},"

static const struct line names[] = {
    {is_named, SUBNET("net/one") THING_A("one"), "yes"},
    {is_named, SUBNET("net/one") THING_A("ONE"), "yes"},
    {is_named, SUBNET("net/one") THING_A("net/one"), "no"},
    {is_named, SUBNET("net/one") THING_A("net"), "no"},
    {is_named, SUBNET("net/one") THING("'b':1"), "no"},
    {is_named, SUBNET("net/one") THING_A("[parameters(''p'')]"), "unknown"},
    {is_named, SUBNET("[concat(''net/'', parameters(''p''))]") THING_A("[parameters(''p'')]"), "yes"},
    {is_named, SUBNET("[concat(parameters(''p''), ''/one'')]") THING_A("one"), "yes"},
    {is_named, SUBNET("[concat(parameters(''p''), ''/one'')]") THING_A("two"), "no"},
    {is_named, SUBNET("[format(''{0}/{1}'', ''net'', parameters(''p''))]") THING_A("two"), "unknown"},
    {is_named, SUBNET("[format(''{0}/{1}-a'', ''net'', parameters(''p''))]") THING_A("b-b"), "no"},
    {is_named,
     "param p string\nresource net '" NET
     "@2023-01-01' = {\n  name: 'net'\n  resource one 'subnets' = {\n    name: p\n"
     "  }\n}\n" BICEP_THING("    a: net::one.name"),
     "yes"},
};
RUN_LINES(names)

/* -- where resources are deployed to -- */

static const char *place_name(enum al_place place)
{
    static const char *const words[] = {"unknown",      "tenant",         "management group",
                                        "subscription", "resource group", "resource"};

    return words[place];
}

static const char *place_of_grant(al_check *check, const al_resource *thing)
{
    const al_resource *grant = al_next_of_type(check, GRANT, NULL);

    (void)thing;
    return grant ? place_name(al_place_of(check, grant)) : "no grant";
}

static const char *place_of_input(al_check *check, const al_resource *thing)
{
    (void)thing;
    return place_name(al_place_of(check, NULL));
}

#define GRANT_AT(scope) HEAD(GRANT, "g") ",'scope':'" scope "'},"
#define PLAIN_GRANT     HEAD(GRANT, "g") "},"
#define BICEP_GRANT(scope) \
    "resource g '" GRANT "@2022-04-01' = {\n  name: 'g'\n" scope "  properties: {}\n}\n"

static const struct line scopes[] = {
    {place_of_input, THING(""), "resource group"},
    {place_of_input, "targetScope = 'subscription'\n" BICEP_THING(""), "subscription"},
    {place_of_input, "targetScope = 'managementGroup'\n" BICEP_THING(""), "management group"},
    {place_of_input, "targetScope = 'tenant'\n" BICEP_THING(""), "tenant"},
    {place_of_grant, PLAIN_GRANT THING(""), "resource group"},
    {place_of_grant, ST GRANT_AT("[" ID "]") THING(""), "resource"},
    {place_of_grant, GRANT_AT("[" ID "]") THING(""), "resource"},
    {place_of_grant, GRANT_AT("[resourceGroup().id]") THING(""), "resource group"},
    {place_of_grant, GRANT_AT("[subscription().id]") THING(""), "subscription"},
    {place_of_grant, GRANT_AT("/subscriptions/0-1") THING(""), "subscription"},
    {place_of_grant, GRANT_AT("/subscriptions/0-1/") THING(""), "subscription"},
    {place_of_grant, GRANT_AT("/subscriptions/0-1/resourceGroups/rg") THING(""), "resource group"},
    {place_of_grant, GRANT_AT("/subscriptions/0-1/resourceGroups/rg/") THING(""), "resource group"},
    {place_of_grant, GRANT_AT("/subscriptions/0-1/resourceGroups/rg/providers/A.B/c/d") THING(""),
     "resource"},
    {place_of_grant, GRANT_AT("/providers/Microsoft.Management/managementGroups/mg") THING(""),
     "management group"},
    {place_of_grant, GRANT_AT("/") THING(""), "tenant"},
    {place_of_grant, GRANT_AT("[parameters(''p'')]") THING(""), "unknown"},
    {place_of_grant,
     GRANT_AT("[concat(subscription().id, ''/resourceGroups/'', parameters(''p''))]") THING(""),
     "resource group"},
    {place_of_grant, BICEP_ST BICEP_GRANT("  scope: st\n") BICEP_THING(""), "resource"},
    {place_of_grant, BICEP_GRANT("  scope: resourceGroup()\n") BICEP_THING(""), "resource group"},
    {place_of_grant, BICEP_GRANT("") BICEP_THING(""), "resource group"},
    {place_of_grant, "targetScope = 'subscription'\n" BICEP_GRANT("") BICEP_THING(""), "subscription"},
    {place_of_grant, "targetScope = 'managementGroup'\n" BICEP_GRANT("") BICEP_THING(""), "management group"},
    {place_of_grant,
     ST HEAD(STORE "/providers/roleAssignments", "st/Microsoft.Authorization/g") "}," THING(""), "resource"},
    {place_of_grant,
     HEAD(
         "Microsoft.Resources/deployments",
         "d") ",'subscriptionId':'0-1','location':'x','properties':{'mode':"
              "'Incremental','expressionEvaluationOptions':{'scope':'inner'},'template':{'$schema':'https://schema.management."
              "azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#','contentVersion':'1.0.0.0','resources':[" HEAD(
                  GRANT, "g") "}]}}}," THING(""),
     "subscription"},
    {place_of_grant,
     HEAD(
         "Microsoft.Resources/deployments",
         "d") ",'resourceGroup':'rg','properties':{'mode':'Incremental',"
              "'expressionEvaluationOptions':{'scope':'inner'},'template':{'$schema':'https://schema.management.azure.com/"
              "schemas/2019-04-01/deploymentTemplate.json#','contentVersion':'1.0.0.0','resources':[" HEAD(
                  GRANT, "g") "}]}}}," THING(""),
     "resource group"},
};
RUN_LINES(scopes)

/* -- parts -- */

static const char *subnets(al_check *check, const al_resource *thing)
{
    static char list[256];
    const al_resource *net = al_next_of_type(check, NET, NULL);
    struct al_part part;
    size_t at = 0, n = 0;

    (void)thing;
    list[0] = '\0';
    while (al_next_part(check, net, "subnets", &at, &part)) {
        const char *name = al_last_segment(check, al_get_in(check, part.field, "name"));
        const char *range = al_text(check, al_get_in(check, part.field, "properties.r"));
        n += (size_t)snprintf(list + n, sizeof list - n, "%s%s%s=%s", n ? " " : "",
                              part.resource == net ? "" : "+", name ? name : "?", range ? range : "?");
    }
    return list;
}

static const char *part_of(al_check *check, const al_resource *thing)
{
    struct al_part part;
    const char *range;

    if (!al_target_part(check, a_of(check, thing), &part))
        return "none";
    range = al_text(check, al_get_in(check, part.field, "properties.r"));
    return print("%s %s", al_is_type(part.resource, NET) ? "inline" : "child", range ? range : "?");
}

#define INLINE(name, range)  "{'name':'" name "','properties':{'r':'" range "'}}"
#define CHILD(name, range)   HEAD(NET "/subnets", name) ",'properties':{'r':'" range "'}},"
#define WITH_SUBNETS(list)   HEAD(NET, "net") ",'properties':{'subnets':" list "}},"
#define SUBNET_ID(net, name) "[resourceId(''" NET "/subnets'', ''" net "'', ''" name "'')]"
#define BICEP_NET                                                             \
    "resource net '" NET "@2023-01-01' = {\n  name: 'net'\n  properties: {\n" \
    "    subnets: [\n      {\n        name: 'one'\n        properties: {\n"   \
    "          r: '1'\n        }\n      }\n    ]\n  }\n}\n"
#define BICEP_EXISTING(name) \
    "resource sub '" NET "/subnets@2023-01-01' existing = {\n  parent: net\n  name: '" name "'\n}\n"

static const struct line parts[] = {
    {subnets, WITH_SUBNETS("[]") THING(""), ""},
    {subnets, HEAD(NET, "net") "}," THING(""), ""},
    {subnets, WITH_SUBNETS("[" INLINE("one", "1") "," INLINE("two", "2") "]") THING(""), "one=1 two=2"},
    {subnets,
     WITH_SUBNETS("[" INLINE("one", "1") "]") CHILD("net/two", "2") CHILD("net/three", "3") THING(""),
     "one=1 +two=2 +three=3"},
    {subnets, HEAD(NET, "net") "}," CHILD("other/two", "2") THING(""), ""},
    {subnets, WITH_SUBNETS("'[parameters(''p'')]'") CHILD("net/two", "2") THING(""), "+two=2"},
    {subnets, WITH_SUBNETS("[" INLINE("[parameters(''p'')]", "1") "]") THING(""), "?=1"},
    {subnets,
     HEAD(
         NET,
         "net") ",'properties':{'copy':[{'name':'subnets','count':2,'input':{'name':'[concat(''s'', copyIndex("
                "''subnets''))]','properties':{'r':'[string(copyIndex(''subnets''))]'}}}]}}," THING(""),
     "s0=0 s1=1"},
    {subnets,
     HEAD(NET, "net") ",'resources':[{'type':'subnets','apiVersion':'2023-01-01','name':'in','properties':{'r':'1'}}]}," THING(
         ""),
     "+in=1"},
    {subnets, BICEP_NET BICEP_EXISTING("one") BICEP_THING(""), "one=1"},
    {subnets, BICEP_NET BICEP_EXISTING("other") BICEP_THING(""), "one=1"},
    {part_of,
     WITH_SUBNETS("[" INLINE("one", "1") "," INLINE("two", "2") "]") THING_A(SUBNET_ID("net", "two")),
     "inline 2"},
    {part_of, WITH_SUBNETS("[" INLINE("Two", "2") "]") THING_A(SUBNET_ID("NET", "two")), "inline 2"},
    {part_of, WITH_SUBNETS("[" INLINE("one", "1") "]") THING_A(SUBNET_ID("net", "two")), "none"},
    {part_of, WITH_SUBNETS("[" INLINE("one", "1") "]") THING_A(SUBNET_ID("other", "one")), "none"},
    {part_of, WITH_SUBNETS("[" INLINE("one", "1") "]") CHILD("net/two", "2") THING_A(SUBNET_ID("net", "two")),
     "child 2"},
    {part_of, CHILD("net/two", "2") THING_A(SUBNET_ID("net", "two")), "child 2"},
    {part_of,
     WITH_SUBNETS("[" INLINE("one", "1") "]")
         THING_A("[concat(resourceId(''" NET "'', ''net''), ''/subnets/one'')]"),
     "inline 1"},
    {part_of,
     WITH_SUBNETS("[" INLINE("[parameters(''p'')]", "1") "," INLINE("[parameters(''q'')]", "2") "]")
         THING_A("[resourceId(''" NET "/subnets'', ''net'', parameters(''q''))]"),
     "inline 2"},
    {part_of, WITH_SUBNETS("[" INLINE("one", "1") "]") THING_A("[parameters(''p'')]"), "none"},
    {part_of, WITH_SUBNETS("[" INLINE("one", "1") "]") THING("'b':1"), "none"},
    {part_of, BICEP_NET BICEP_EXISTING("one") BICEP_THING("    a: sub.id"), "inline 1"},
    {part_of, BICEP_NET BICEP_EXISTING("other") BICEP_THING("    a: sub.id"), "none"},
    {part_of, BICEP_NET BICEP_THING("    a: net.properties.subnets[0].id"), "inline 1"},
    {part_of, BICEP_NET BICEP_THING("    a: '${net.id}/subnets/one'"), "inline 1"},
};
RUN_LINES(parts)

/* -- what is attached -- */

static const char *attached(al_check *check, const al_resource *thing)
{
    static char list[256];
    const al_resource *store = al_next_of_type(check, STORE, NULL), *grant = NULL;
    const struct al_condition *reader = AL_FIELD("properties.role", AL_EQUALS("reader"));
    size_t n = 0;

    (void)thing;
    list[0] = '\0';
    while ((grant = al_next_attached(check, store, GRANT, grant)))
        n += (size_t)snprintf(list + n, sizeof list - n, "%s ", al_name(check, grant));
    snprintf(list + n, sizeof list - n, "any %s, reader %s",
             truth_name(al_has_attached(check, store, GRANT, NULL)),
             truth_name(al_has_attached(check, store, GRANT, reader)));
    return list;
}

#define ROLE(name, scope, role) HEAD(GRANT, name) ",'scope':'" scope "','properties':{'role':'" role "'}},"
#define LINKED                                             \
    HEAD("Microsoft.Resources/deployments", "d")           \
    ",'properties':{'mode':'Incremental','templateLink':{" \
    "'uri':'https://contoso.com/x.json'}}},"

static const struct line attachments[] = {
    {attached, ST THING(""), "any no, reader no"},
    {attached, ST ROLE("g", "[" ID "]", "reader") THING(""), "g any yes, reader yes"},
    {attached, ST ROLE("g", "[" ID "]", "owner") ROLE("h", "[" ID "]", "reader") THING(""),
     "g h any yes, reader yes"},
    {attached, ST ROLE("g", "[" ID "]", "owner") THING(""), "g any yes, reader no"},
    {attached, ST ROLE("g", "[" ID "]", "[parameters(''p'')]") THING(""), "g any yes, reader unknown"},
    {attached, ST ROLE("g", "[resourceId(''" STORE "'', ''other'')]", "reader") THING(""),
     "any no, reader no"},
    {attached, ST ROLE("g", "[parameters(''p'')]", "reader") THING(""), "any unknown, reader unknown"},
    {attached, ST ROLE("g", "[parameters(''p'')]", "owner") THING(""), "any unknown, reader no"},
    {attached, ST ROLE("g", "[resourceId(''" STORE "'', parameters(''p''))]", "reader") THING(""),
     "any unknown, reader unknown"},
    {attached, ST ROLE("g", "[resourceGroup().id]", "reader") THING(""), "any no, reader no"},
    {attached, ST PLAIN_GRANT THING(""), "any no, reader no"},
    {attached, ST LINKED THING(""), "any unknown, reader unknown"},
    {attached, ST LINKED ROLE("g", "[" ID "]", "reader") THING(""), "g any yes, reader yes"},
    {attached,
     ST HEAD(STORE "/providers/roleAssignments",
             "st/Microsoft.Authorization/g") ",'properties':{'role':'reader'}}," THING(""),
     "st/Microsoft.Authorization/g any yes, reader yes"},
    {attached, BICEP_ST BICEP_GRANT("  scope: st\n") BICEP_THING(""), "g any yes, reader no"},
    {attached, BICEP_ST BICEP_GRANT("") BICEP_THING(""), "any no, reader no"},
    {attached,
     "param p string\n" BICEP_ST "resource other '" STORE
     "@2023-01-01' existing = {\n  name: p\n}\n" BICEP_GRANT("  scope: other\n") BICEP_THING(""),
     "any unknown, reader no"},
    {attached,
     BICEP_ST "resource again '" STORE
              "@2023-01-01' existing = {\n  name: 'st'\n}\n" BICEP_GRANT("  scope: again\n") BICEP_THING(""),
     "g any yes, reader no"},
};
RUN_LINES(attachments)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),      cmocka_unit_test(test_ends),   cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_names),       cmocka_unit_test(test_scopes), cmocka_unit_test(test_parts),
        cmocka_unit_test(test_attachments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
