/* SPDX-License-Identifier: MIT */
/* Templates made to take all time and memory: each ends soon, in little memory, and says where it was
 * stopped. */
#include "graphing.h"

/* `each` is written n times between `before` and `after`, with # for the number of the repetition and @ for
 * the next; then `close` as often, and `end`. */
struct bomb {
    const char *title, *before, *each, *after, *close, *end;
    int n;
    const char *trouble; /* the last one; NULL: none */
};

#define HEAD      "{'$schema':'https://x/deploymentTemplate.json','parameters':{'p':{'type':'string'}},"
#define TAG(text) "'resources':[{" ST ",'name':'a','tags':{'x':'" text "'}}]}"
#define STOPPED                                                                                     \
    "input-limit: evaluation was stopped here, and what follows is taken as unknown: the limit is " \
    "5000000 steps (--limit steps)"

static const struct bomb bombs[] = {
    {"texts that double", HEAD "'variables':{", "'v#':'[concat(variables(''v@''),variables(''v@''))]',",
     "'v60':'0123456789'}," TAG("[variables(''v0'')]"), "", "", 60,
     "input-limit: the result of concat() is too long: the limit is 4 MiB (--limit string)"},
    {"unknown texts that double", HEAD "'variables':{",
     "'v#':'[concat(variables(''v@''),variables(''v@''))]',",
     "'v60':'[parameters(''p'')]'}," TAG("[variables(''v0'')]"), "", "", 60, NULL},
    {"unknown values that double", HEAD "'variables':{",
     "'v#':'[createArray(variables(''v@''),variables(''v@''))]',",
     "'v60':'[parameters(''p'')]'}," TAG("[variables(''v0'')]"), "", "", 60, STOPPED},
    {"objects that double", HEAD "'variables':{",
     "'v#':{'l':'[variables(''v@'')]','r':'[variables(''v@'')]'},",
     "'v60':1}," TAG("[string(variables(''v0''))]"), "", "", 60,
     "input-limit: the result of string() is too long: the limit is 4 MiB (--limit string)"},
    {"a chain of variables", HEAD "'variables':{", "'v#':'[variables(''v@'')]',",
     "'v5000':1}," TAG("[variables(''v0'')]"), "", "", 5000, NULL},
    {"a chain of objects", HEAD "'variables':{", "'v#':{'a':'[variables(''v@'')]'},",
     "'v5000':1}," TAG("[string(variables(''v0''))]"), "", "", 5000, NULL},
    {"a circle of variables", HEAD "'variables':{", "'v#':'[variables(''v@'')]',",
     "'v5000':'[variables(''v0'')]'}," TAG("[variables(''v0'')]"), "", "", 5000,
     "input-cycle: variable ''v0'' refers to itself: v49 -> v50 -> v51 -> v52 -> v53 -> v54 -> v55 -> v56 -> v57 "
     "-> v58 -> v59 -> v60 -> v61 -> v62 -> v63 -> v64 -> v65 -> v66 -> v67 -> v68 -> v69 -> v70 -> v71 -> v72 "
     "-> v73 -> v74 -> v75 -> v76 -> v77 -> v78 -> v79 -> v5000 -> v0"},
    {"parentheses", HEAD "'resources':[{" ST ",'name':'a','condition':'[", "not(", "true()", ")", "]'}]}",
     10000, "input-limit: the expression is nested too deep: the limit is 1024 levels, and cannot be higher"},
    {"copies of copies of copies",
     HEAD "'resources':[{" ST
          ",'name':'[concat(''a'',copyIndex())]','copy':{'name':'c','count':1000},'properties':{'copy':[{"
          "'name':'p','count':1000,'input':{'copy':[{'name':'q','count':1000,'input':'x'}]}}]}}",
     "", "]}", "", "", 0, STOPPED},
    {"a property copy of a billion",
     HEAD "'resources':[{" ST
          ",'name':'a','properties':{'copy':[{'name':'p','count':1000000000,'input':'x'}]}}",
     "", "]}", "", "", 0,
     "input-limit: a loop of 1000000000 is too long: the limit is 100000 turns (--limit loop)"},
    {"ranges in ranges",
     HEAD "'resources':[{" ST
          ",'name':'a','tags':{'x':'[map(range(0,9999),lambda(''a'',map(range(0,9999),lambda(''b'',"
          "lambdaVariables(''a'')))))]'}}",
     "", "]}", "", "", 0, STOPPED},
    {"a name of megabytes", HEAD "'variables':{'v':'", "0123456789abcdef",
     "'},'resources':[{" ST ",'name':'[variables(''v'')]'}]}", "", "", 100000,
     "input-limit: a resource''s name is longer than 8192 here; it is taken as unknown"},
    {"more resources than anybody has", HEAD "'resources':[", "{" ST ",'name':'a#'},", "{}]}", "", "", 50001,
     "input-limit: there are too many resources, and from here on they are not looked at: the limit is 50000 "
     "resources (--limit resources)"},
    {"deployments in deployments", HEAD "'resources':[",
     "{'type':'Microsoft.Resources/deployments','name':'d','properties':{'template':{'$schema':'deploymentTemplate.json',"
     "'resources':[",
     "", "]}}}", "]}", 20,
     "input-limit: deployments are nested too deep here: the limit is 16 levels (--limit deployments)"},
};

static void put_numbered(struct al_buf *out, const char *text, int i)
{
    for (; *text; text++) {
        if (*text == '#' || *text == '@')
            al_buf_printf(out, "%d", *text == '#' ? i : i + 1);
        else
            al_buf_char(out, *text);
    }
}

struct exploding {
    struct graphing graphing;
    const struct bomb *bomb;
};

static int explode(void *ptr)
{
    struct exploding *e = ptr;
    const struct bomb *b = e->bomb;
    al_arena *arena = e->graphing.arena;
    const char *each = graph_json(arena, b->each).s;
    struct al_load load = {
        .root = ".", .no_siblings = true, .explicit_input = true, .max_file_size = 1 << 20};
    struct al_buf text = AL_BUF(arena), said = AL_BUF(arena);
    size_t n, before;

    al_buf_put(&text, graph_json(arena, b->before));
    for (int i = 0; i < b->n; i++)
        put_numbered(&text, each, i);
    al_buf_put(&text, graph_json(arena, b->after));
    for (int i = 0; i < b->n; i++)
        al_buf_put(&text, al_str_of(b->close));
    al_buf_put(&text, graph_json(arena, b->end));
    before = al_arena_used(arena);
    build_graph(&e->graphing, AL_STR("bomb.json"), al_buf_str(&text), &load);
    al_graph_edges(e->graphing.graph, &n);
    e->graphing.failed = al_arena_used(arena) - before > (size_t)512 << 20;
    if (e->graphing.failed)
        print_error("%s: took %zu bytes\n", b->title, al_arena_used(arena) - before);
    n = e->graphing.diags.list.n;
    if (n)
        put_trouble(&e->graphing, &said, n - 1);
    if (al_str_eq(graph_json(arena, b->trouble), said.s ? al_buf_str(&said) : AL_STR("")))
        return AL_OK;
    e->graphing.failed = true;
    print_error("%s: said %s\n", b->title, said.s ? said.s : "nothing");
    return AL_OK;
}

static void bombs_are_bounded(void **state)
{
    bool failed = false;

    (void)state;
    for (size_t i = 0; i < sizeof bombs / sizeof bombs[0]; i++) {
        struct exploding e = {.bomb = &bombs[i], .graphing.title = bombs[i].title};
        with_arena(&e.graphing, explode, &e);
        failed |= e.graphing.failed;
    }
    assert_false(failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bombs_are_bounded)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
