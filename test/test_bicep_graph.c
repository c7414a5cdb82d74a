/* SPDX-License-Identifier: MIT */
/* The graph of Bicep: what symbolic names mean, whatever the order of declarations, and what the compiled
 * JSON would have said. */
#include "graphing.h"

#define ACCOUNT "'Microsoft.Storage/storageAccounts@2023-01-01'"
#define BLOBS   "'Microsoft.Storage/storageAccounts/blobServices@2023-01-01'"

/* clang-format off */
static const struct graph_case names[] = {
    {.title = "what is declared further down",
     .more = "resource b " ACCOUNT " = {\n name: '${a.name}b'\n tags: { id: a.id, type: a.type, version: a.apiVersion }\n}\n"
              "resource a " ACCOUNT " = {\n name: 'a'\n}\n",
     .expect = {{0, "name", "'ab'"},
                {0, "tags.id", "'" ST_ID("''a''") "'"},
                {0, "tags.type", "'Microsoft.Storage/storageAccounts'"},
                {0, "tags.version", "'2023-01-01'"},
                {1, "name", "'a'"},
                {0, "edges", "dependsOn 1; reference 1 tags.id"}}},
    {.title = "a property that the source sets, and one that only Azure knows",
     .more = "resource a " ACCOUNT " = {\n name: 'a'\n kind: 'StorageV2'\n properties: { minimumTlsVersion: 'TLS1_2' }\n}\n"
              "resource b " ACCOUNT " = {\n name: 'b'\n properties: { k: a.kind, t: a.properties.minimumTlsVersion\n"
              " e: a.properties.primaryEndpoints.blob, l: a.location }\n}\n",
     .expect = {{1, "properties.k", "'StorageV2'"},
                {1, "properties.t", "'TLS1_2'"},
                {1, "properties.e", "'[reference(resourceId(''Microsoft.Storage/storageAccounts'', ''a'')).primaryEndpoints.blob]'"},
                {1, "properties.l", "'[reference(resourceId(''Microsoft.Storage/storageAccounts'', ''a''), ''full'').location]'"}}},
    {.title = "a condition that is false keeps the name",
     .more = "resource b " ACCOUNT " = {\n name: '${a.name}b'\n properties: { id: a.id, x: a.properties.x }\n}\n"
              "resource a " ACCOUNT " = if (false) {\n name: 'a'\n}\n",
     .expect = {{0, "#", "1"},
                {0, "name", "'ab'"},
                {0, "properties.id", "'" ST_ID("''a''") "'"},
                {0, "properties.x", "'[reference(resourceId(''Microsoft.Storage/storageAccounts'', ''a'')).x]'"},
                {0, "edges", ""},
                {0, "trouble", NULL}}},
    {.title = "what may not be there",
     .more = "param c bool\nresource a " ACCOUNT " = if (c) {\n name: 'a'\n}\nresource n " ACCOUNT " = if (false) {\n name: 'n'\n}\n"
             "output never object? = n.?properties\noutput id string? = n.?id\noutput maybe string? = a.?properties.?x\n",
     .expect = {{0, "outputs", "{'never':{'type':'object','value':null},'id':{'type':'string','value':'" ST_ID("''n''") "'},"
                               "'maybe':{'type':'string','value':'[tryGet(if(parameters(''c''), reference(resourceId("
                               "''Microsoft.Storage/storageAccounts'', ''a'')), null()), ''x'')]'}}"}}},
    {.title = "what could not be read may hold anything",
     .more = "resource a " ACCOUNT " = {\n name: 'a'\n = 3\n properties: { b: true }\n}\n",
     .expect = {{0, "properties.b", "true"},
                {0, "properties.c", NULL},
                {0, "sku", "'[tryGet(createObject(''type'', ''Microsoft.Storage/storageAccounts'', ''apiVersion'', ''2023-01-01'', "
                           "''name'', ''a'', ''properties'', createObject(''b'', true())), ''sku'')]'"}}},
    {.title = "keys",
     .more = "resource a " ACCOUNT " = {\n name: 'a'\n}\n"
              "output k string = a.listKeys().keys[0].value\noutput l object = a.listKeys('2020-01-01')\n",
     .expect = {{0, "outputs", "{'k':{'type':'string','value':'[listKeys(resourceId(''Microsoft.Storage/storageAccounts'', ''a''), "
                               "''2023-01-01'').keys[0].value]'},'l':{'type':'object','value':'[listKeys(resourceId("
                               "''Microsoft.Storage/storageAccounts'', ''a''), ''2020-01-01'')]'}}"}}},
    {.title = "a circle of names is unknown, not endless",
     .more = "resource a " ACCOUNT " = {\n name: '${b.name}a'\n}\nresource b " ACCOUNT " = {\n name: '${a.name}b'\n}\n",
     .expect = {{0, "#", "2"}, {0, "type", "'Microsoft.Storage/storageAccounts'"}}},
    {.title = "through a variable",
     .more = "var x = { y: a.id }\nresource b " ACCOUNT " = {\n name: 'b'\n tags: { y: x.y }\n}\n"
              "resource a " ACCOUNT " = {\n name: 'a'\n}\n",
     .expect = {{0, "tags.y", "'" ST_ID("''a''") "'"}, {0, "edges", "dependsOn 1; reference 1 tags.y"}}},
};
RUN_CASES(names)

static const struct graph_case children[] = {
    {.title = "by parent:, in any order",
     .more = "resource c " BLOBS " = {\n parent: a\n name: 'default'\n tags: { n: c2.name }\n}\n"
              "resource c2 " BLOBS " = {\n parent: a\n name: 'other'\n}\n"
              "resource a " ACCOUNT " = {\n name: 'a'\n}\n",
     .expect = {{0, "name", "'a/default'"},
                {0, "type", "'Microsoft.Storage/storageAccounts/blobServices'"},
                {0, "id", "'[resourceId(''Microsoft.Storage/storageAccounts/blobServices'', ''a'', ''default'')]'"},
                {0, "tags.n", "'other'"},
                {0, "parent", "2"},
                {0, "edges", "parent 2; dependsOn 2; dependsOn 1"}}},
    {.title = "nested, and seen from outside",
     .more = "resource a " ACCOUNT " = {\n name: 'a'\n resource blobs 'blobServices' = {\n  name: 'default'\n"
              "  resource box 'containers' = {\n   name: 'box'\n   tags: { up: blobs.id }\n  }\n }\n}\n"
              "output id string = a::blobs::box.id\noutput name string = a::blobs.name\n",
     .expect = {{0, "#", "3"},
                {1, "name", "'a/default'"},
                {1, "apiVersion", "'2023-01-01'"},
                {2, "name", "'a/default/box'"},
                {2, "type", "'Microsoft.Storage/storageAccounts/blobServices/containers'"},
                {2, "parent", "1"},
                {2, "edges", "parent 1; dependsOn 1; reference 1 tags.up"},
                {0, "outputs", "{'id':{'type':'string','value':'[resourceId(''Microsoft.Storage/storageAccounts/blobServices/containers'', "
                               "''a'', ''default'', ''box'')]'},'name':{'type':'string','value':'default'}}"}}},
    {.title = "of an existing resource in another group",
     .more = "resource a " ACCOUNT " existing = {\n name: 'a'\n scope: resourceGroup('other')\n}\n"
              "resource c " BLOBS " existing = {\n parent: a\n name: 'default'\n}\noutput id string = c.id\n",
     .expect = {{0, "outputs", "{'id':{'type':'string','value':'[concat(''/subscriptions/'', subscription().subscriptionId, "
                               "''/resourceGroups/other/providers/Microsoft.Storage/storageAccounts/a/blobServices/default'')]'}}"}}},
    {.title = "an existing resource is asked about the one that is deployed",
     .more = "resource a " ACCOUNT " = {\n name: 'a'\n kind: 'StorageV2'\n}\n"
              "resource e " ACCOUNT " existing = {\n name: 'a'\n}\noutput k string = e.kind\n",
     .expect = {{0, "outputs", "{'k':{'type':'string','value':'StorageV2'}}"}}},
    {.title = "attached by scope",
     .more = "resource l 'Microsoft.Authorization/locks@2020-05-01' = {\n name: 'l'\n scope: a\n}\n"
              "resource a " ACCOUNT " = {\n name: 'a'\n}\n",
     .expect = {{0, "scope", "'" ST_ID("''a''") "'"}, {0, "edges", "dependsOn 1; scope 1"}}},
};
RUN_CASES(children)

static const struct graph_case loops[] = {
    {.title = "elements of a known loop",
     .more = "resource b " ACCOUNT " = [for i in range(0, 2): {\n name: 'b${i}'\n tags: { a: a[i].id }\n}]\n"
              "resource a " ACCOUNT " = [for (n, i) in ['x', 'y']: {\n name: '${n}${i}'\n}]\n"
              "output all array = map(a, one => one.name)\noutput n int = length(a)\n",
     .expect = {{0, "#", "4"},
                {1, "tags.a", "'" ST_ID("''y1''") "'"},
                {3, "name", "'y1'"},
                {0, "outputs", "{'all':{'type':'array','value':['x0','y1']},'n':{'type':'int','value':2}}"}}},
    {.title = "what the condition of a loop leaves out",
     .more = "resource a " ACCOUNT " = [for i in range(0, 3): if (i != 1) {\n name: 'a${i}'\n}]\n"
              "output id string = a[1].id\n",
     .expect = {{0, "#", "2"},
                {1, "name", "'a2'"},
                {0, "outputs", "{'id':{'type':'string','value':'" ST_ID("''a1''") "'}}"}}},
    {.title = "a loop of unknown length, and elements of it",
     .more = "param list array\nresource a " ACCOUNT " = [for n in list: {\n name: 'a${n}'\n}]\n"
              "resource b " ACCOUNT " = [for (n, i) in list: {\n name: 'b${n}'\n tags: { a: a[i].id }\n}]\n"
              "output first string = a[0].name\n",
     .expect = {{0, "#", "2"},
                {1, "edges", "dependsOn 0; reference 0 tags.a"},
                {0, "outputs", "{'first':{'type':'string','value':'[concat(''a'', parameters(''list'')[0])]'}}"}}},
    {.title = "an index that is not known",
     .more = "param i int\nresource a " ACCOUNT " = [for n in range(0, 3): {\n name: 'a${n}'\n}]\noutput id string = a[i].id\n",
     .expect = {{0, "outputs", "{'id':{'type':'string','value':'[resourceId(''Microsoft.Storage/storageAccounts'', concat(''a'', "
                               "createArray(0, 1, 2)[parameters(''i'')]))]'}}"}}},
    {.title = "dependsOn, on one and on all",
     .more = "resource a " ACCOUNT " = [for i in range(0, 2): {\n name: 'a${i}'\n}]\n"
              "resource b " ACCOUNT " = {\n name: 'b'\n dependsOn: [ a ]\n}\nresource c " ACCOUNT " = {\n name: 'c'\n dependsOn: [ a[1], b ]\n}\n",
     .expect = {{2, "edges", "dependsOn 0; dependsOn 1"}, {3, "edges", "dependsOn 1; dependsOn 2"}}},
};
RUN_CASES(loops)
/* clang-format on */

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_children),
        cmocka_unit_test(test_loops),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
