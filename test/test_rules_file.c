/* SPDX-License-Identifier: MIT */
/* Rules in JSON: what each word of a condition means, and what is said about everything that is wrong. */
#include "lint_test.h"

#include <stdlib.h>
#include <unistd.h>

static char path[] = P_tmpdir "/armlint-rules-XXXXXX";

static int set_up(void **state)
{
    int fd = mkstemp(path);

    (void)state;
    return fd >= 0 ? close(fd) : -1;
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path);
}

/* Single quotes stand for double ones, two of them for one. */
static void put(const char *text, FILE *f)
{
    for (; *text; text++) {
        bool twice = text[0] == '\'' && text[1] == '\'';
        putc(*text == '\'' && !twice ? '"' : *text, f);
        text += twice;
    }
}

static void write_file(const char *before, const char *middle, const char *after)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    put(before, f);
    put(middle, f);
    put(after, f);
    fclose(f);
}

#define HEAD(absent) \
    "{'rules':[{'id':'" TEST_RULE "','title':'Test','type':'" TEST_TYPE "','absent':'" absent "','require':"
#define TAIL "}]}"

/* -- what conditions mean -- */

static const char things[] =
    "{'$schema':'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',"
    "'contentVersion':'1.0.0.0','parameters':{'p':{'type':'string'}},'resources':[{'type':'" TEST_TYPE "',"
    "'apiVersion':'2023-01-01','name':'x','tags':{'x y':'1'},'properties':{"
    "'a':'Yes','n':5,'t':true,'s':\"\",'v':'TLS1_0','l':['x','y'],'e':[],"
    "'r':[{'k':'in','p':1},{'k':'out','p':2},{'k':'in','p':3}],'u':'[parameters(''p'')]'}}]}";

/* P: the rule passes, F: it fails, U: it is undetermined. */
static char verdict_of(const char *head, const char *condition)
{
    static const char *const only[] = {TEST_RULE, NULL};
    const struct al_options options = {.rules = only, .undetermined = true, .no_sibling_parameters = true};
    al_run *run = al_run_new(&options);
    char verdict;

    assert_non_null(run);
    write_file(head, condition, TAIL);
    if (al_run_load_rules(run, path) != 0)
        fail_msg("%s: %s", condition, al_run_error(run));
    write_file(things, "", "");
    assert_int_equal(al_run_path(run, path), 0);
    assert_int_equal(al_run_finish(run), 0);
    assert_false(al_run_summary(run).unchecked);
    verdict = finding_count(run) == 0 ? 'P' : finding_at(run, 0)->undetermined ? 'U' : 'F';
    al_run_free(run);
    return verdict;
}

static char verdict_with(const struct al_assignment *settings, const char *condition)
{
    static const char *const only[] = {TEST_RULE, NULL};
    const struct al_options options = {.rules = only, .undetermined = true, .settings = settings};
    al_run *run = al_run_new(&options);
    char verdict;

    assert_non_null(run);
    write_file(HEAD("notAsked"), condition,
               ",'options':{'word':'yes','words':['no','Yes'],'days':{'default':5,'help':'how many'},"
               "'few':{'defaultValue':3,'type':'Integer','metadata':{'description':'some'}}}}]}");
    if (al_run_load_rules(run, path) != 0)
        fail_msg("%s: %s", condition, al_run_error(run));
    write_file(things, "", "");
    assert_int_equal(al_run_path(run, path), 0);
    assert_int_equal(al_run_finish(run), 0);
    verdict = finding_count(run) == 0 ? 'P' : finding_at(run, 0)->undetermined ? 'U' : 'F';
    al_run_free(run);
    return verdict;
}

#define BY(name) "'[parameters(''" name "'')]'"

/* Options stand where a policy has parameters. */
static void test_options(void **state)
{
    static const struct {
        const char *condition;
        char verdict;
        const char *name, *value; /* with these set ... */
        char then;                /* ... the verdict is another */
    } cases[] = {
        {"{'field':'properties.a','equals':" BY("word") "}", 'P', "word", "x", 'F'},
        {"{'field':'properties.a','notEquals':" BY("word") "}", 'F', "word", "x", 'P'},
        {"{'field':'properties.a','in':" BY("words") "}", 'P', "words", "a,b", 'F'},
        {"{'field':'properties.a','notIn':" BY("words") "}", 'F', "words", "", 'P'},
        {"{'field':'properties.a','like':" BY("word") "}", 'P', "word", "*z", 'F'},
        {"{'field':'properties.a','matches':" BY("word") "}", 'P', "word", "^[a-d]", 'F'},
        {"{'field':'properties.a','matches':" BY("word") "}", 'P', "word", "(", 'U'},
        {"{'field':'properties.l','contains':" BY("word") "}", 'F', "word", "y", 'P'},
        {"{'field':'properties.n','less':" BY("days") "}", 'F', "days", "6", 'P'},
        {"{'field':'properties.n','less':" BY("days") "}", 'F', "days", "x", 'U'},
        {"{'field':'properties.n','lessOrEquals':" BY("days") "}", 'P', "days", "4", 'F'},
        {"{'field':'properties.n','greater':" BY("days") "}", 'F', "days", "4", 'P'},
        {"{'field':'properties.n','greaterOrEquals':" BY("days") "}", 'P', "days", "6", 'F'},
        {"{'field':'properties.u','equals':" BY("word") "}", 'U', "word", "x", 'U'},
        {"{'count':{'field':'properties.r'},'equals':" BY("few") "}", 'P', "few", "2", 'F'},
        {"{'count':{'field':'properties.r'},'notEquals':" BY("few") "}", 'F', "few", "2", 'P'},
        {"{'count':{'field':'properties.r'},'less':" BY("few") "}", 'F', "few", "4", 'P'},
        {"{'count':{'field':'properties.r'},'greaterOrEquals':" BY("few") "}", 'P', "few", "4", 'F'},
        {"{'field':'properties.r[*].p','lessOrEquals':" BY("few") "}", 'P', "few", "2", 'F'},
    };
    bool failed = false;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char name[64];
        const struct al_assignment set[] = {{name, cases[i].value}, {NULL, NULL}};
        char verdict = verdict_with(NULL, cases[i].condition), then;
        snprintf(name, sizeof name, TEST_RULE ".%s", cases[i].name);
        then = verdict_with(set, cases[i].condition);
        if (verdict == cases[i].verdict && then == cases[i].then)
            continue;
        print_error("%s: %c and %c\n", cases[i].condition, verdict, then);
        failed = true;
    }
    assert_false(failed);
}

static void test_meaning(void **state)
{
    static const struct {
        const char *condition;
        char verdict; /* where absence is not asked about */
        char failing; /* where it fails; 0: the same */
    } cases[] = {
        {"{'field':'properties.a','equals':'yes'}", 'P', 0},
        {"{'field':'properties.a','notEquals':'yes'}", 'F', 0},
        {"{'field':'properties.t','equals':true}", 'P', 0},
        {"{'field':'properties.t','equals':'TRUE'}", 'P', 0},
        {"{'field':'properties.n','equals':5}", 'P', 0},
        {"{'field':'properties.none','equals':'x'}", 'F', 0},
        {"{'field':'properties.none','notEquals':'x'}", 'P', 'F'},
        {"{'field':'properties.u','equals':'x'}", 'U', 0},
        {"{'field':'properties.a','in':['no','yes']}", 'P', 0},
        {"{'field':'properties.a','notIn':['no','yes']}", 'F', 0},
        {"{'field':'properties.a','like':'y*s'}", 'P', 0},
        {"{'field':'properties.a','notLike':'y*'}", 'F', 0},
        {"{'field':'properties.a','matches':'^[a-z]{3}$'}", 'P', 0},
        {"{'field':'properties.a','notMatches':'^y'}", 'F', 0},
        {"{'field':'properties.a','contains':'E'}", 'P', 0},
        {"{'field':'properties.a','match':'?\?\?'}", 'P', 0},
        {"{'field':'properties.a','match':'yes'}", 'F', 0},
        {"{'field':'properties.a','matchInsensitively':'ye.'}", 'P', 0},
        {"{'field':'properties.a','notMatch':'?#?'}", 'P', 0},
        {"{'field':'properties.v','match':'?\?\?#_#'}", 'P', 0},
        {"{'field':'tags','containsKey':'x y'}", 'P', 0},
        {"{'field':'tags','notContainsKey':'z'}", 'P', 0},
        {"{'field':'" TEST_TYPE "/a','equals':'yes'}", 'P', 0},
        {"{'field':'" TEST_TYPE "/l[*]','in':['x','y']}", 'P', 0},
        {"{'field':'" TEST_TYPE "/r[*].p','less':4}", 'P', 0},
        {"{'count':{'field':'" TEST_TYPE "/r[*]','where':{'field':'" TEST_TYPE
         "/r[*].k','equals':'in'}},'equals':2}",
         'P', 0},
        {"{'field':'properties.l','contains':'y'}", 'P', 0},
        {"{'field':'properties.l','notContains':'z'}", 'P', 0},
        {"{'field':'properties.a','exists':true}", 'P', 0},
        {"{'field':'properties.none','exists':'false'}", 'P', 0},
        {"{'field':'properties.s','notEmpty':true}", 'F', 0},
        {"{'field':'properties.e','notEmpty':false}", 'P', 0},
        {"{'field':'properties.n','less':6}", 'P', 0},
        {"{'field':'properties.n','less':5}", 'F', 0},
        {"{'field':'properties.n','lessOrEquals':5}", 'P', 0},
        {"{'field':'properties.n','greater':5}", 'F', 0},
        {"{'field':'properties.n','greaterOrEquals':5}", 'P', 0},
        {"{'field':'properties.v','versionLess':'TLS1_2'}", 'P', 0},
        {"{'field':'tags[''x y'']','equals':'1'}", 'P', 0},
        {"{'field':'properties.l[1]','equals':'y'}", 'P', 0},
        {"{'field':'properties.l[*]','in':['x','y']}", 'P', 0},
        {"{'field':'properties.r[*].k','equals':'in'}", 'F', 0},
        {"{'field':'properties.r[*].p','less':4}", 'P', 0},
        {"{'field':'properties.r','someItem':{'field':'k','equals':'out'}}", 'P', 0},
        {"{'field':'properties.l','everyItem':{'field':\"\",'matches':'^[xy]$'}}", 'P', 0},
        {"{'not':{'field':'properties.r','someItem':{'field':'k','equals':'none'}}}", 'P', 0},
        {"{'count':{'field':'properties.r'},'equals':3}", 'P', 0},
        {"{'count':{'field':'properties.r'},'equals':2}", 'F', 0},
        {"{'count':{'field':'properties.r'},'notEquals':2}", 'P', 0},
        {"{'count':{'field':'properties.r[*]'},'notEquals':3}", 'F', 0},
        {"{'count':{'field':'properties.r','where':{'field':'k','equals':'in'}},'greater':1}", 'P', 0},
        {"{'count':{'field':'properties.r','where':{'field':'k','equals':'in'}},'greater':2}", 'F', 0},
        {"{'count':{'field':'properties.r[*]','where':{'field':'properties.r[*].k','equals':'in'}},'greaterOrEquals':2}",
         'P', 0},
        {"{'count':{'field':'properties.l[*]','where':{'field':'properties.l[*]','equals':'x'}},'less':2}",
         'P', 0},
        {"{'count':{'field':'properties.r'},'lessOrEquals':2}", 'F', 0},
        {"{'count':{'field':'properties.none'},'equals':0}", 'P', 'F'},
        {"{'allOf':[{'field':'properties.n','greater':1},{'field':'properties.n','less':9}]}", 'P', 0},
        {"{'anyOf':[{'field':'properties.n','greater':9},{'field':'properties.t','equals':true}]}", 'P', 0},
        {"{'anyOf':[{'field':'properties.u','equals':'x'},{'field':'properties.n','equals':1}]}", 'U', 0},
        {"{'surely':{'field':'properties.u','equals':'x'}}", 'F', 0},
        {"{'FIELD':'properties.a','Equals':'yes'}", 'P', 0},
        {"{'field':'properties.a','notEquals':'[[x]'}", 'P', 0},
        {"false", 'F', 0},
        {"true", 'P', 0},
    };
    bool failed = false;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char verdict = verdict_of(HEAD("notAsked"), cases[i].condition);
        char failing = verdict_of(HEAD("fails"), cases[i].condition);
        if (verdict == cases[i].verdict && failing == (cases[i].failing ? cases[i].failing : verdict))
            continue;
        print_error("%s: %c and %c\n", cases[i].condition, verdict, failing);
        failed = true;
    }
    assert_false(failed);
}

/* -- what is wrong -- */

struct wrong_case {
    const char *text, *expect; /* a part of the message, without the file's name */
};

static void assert_wrong(const struct wrong_case *cases, size_t n, const char *before, const char *after)
{
    bool failed = false;

    for (size_t i = 0; i < n; i++) {
        al_run *run = al_run_new(NULL);
        size_t nrules;
        write_file(before, cases[i].text, after);
        assert_int_equal(al_run_load_rules(run, path), AL_EUSAGE);
        if (!strstr(al_run_error(run), cases[i].expect) ||
            strncmp(al_run_error(run), path, strlen(path)) != 0) {
            print_error("%s\n  %s\n", cases[i].text, al_run_error(run));
            failed = true;
        }
        assert_null(al_run_rule(run, TEST_RULE));
        assert_non_null(al_run_rules(run, &nrules)); /* the others are there all the same */
        al_run_free(run);
    }
    assert_false(failed);
}

static void test_wrong_conditions(void **state)
{
    static const struct wrong_case cases[] = {
        {"{}", ": the condition is empty"},
        {"[]", ":1:101: expected an object, found an array"},
        {"{'field':'a'}", ": the condition has no operator"},
        {"{'field':'a','equal':1}", ":1:114: unknown key 'equal'; did you mean 'equals'?"},
        {"{'field':'a','equals':1,'in':[1]}", ": one operator is enough"},
        {"{'field':'a','equals':null}", ": expected a text, a number, true or false, found null"},
        {"{'field':'a','in':'x'}", ": expected an array, found a text"},
        {"{'field':'a','in':[]}", ": the array is empty"},
        {"{'field':'a','in':[{}]}", ": expected a text, a number"},
        {"{'field':'a','matches':'[x'}", ": the pattern is malformed at character 3: missing terminating ]"},
        {"{'field':'a','less':'5'}", ": expected a whole number, found a text"},
        {"{'field':'a','less':99999999999999999}", ": the number is too large"},
        {"{'field':'a','exists':1}", ": expected true or false, found a whole number"},
        {"{'field':\"\",'exists':true}", ": the path is empty"},
        {"{'field':'a..b','exists':true}", ": the path is malformed"},
        {"{'field':'a.','exists':true}", ": the path ends in a dot"},
        {"{'field':'a[b]','exists':true}", ": in brackets there is"},
        {"{'field':'a[1','exists':true}", ": the path has a '[' without its ']'"},
        {"{'field':'[field()]','exists':true}", ": a path begins with a name"},
        {"{'field':'Microsoft.X/y/z','exists':true}",
         ": this is an alias of Microsoft.X/y, and the rule is about another type"},
        {"{'field':'x/z','exists':true}", ": this is no alias of Azure Policy"},
        {"{'field':'" TEST_TYPE "/Kind.a','exists':true}", ": this alias is about one kind of the type only"},
        {"{'field':'a','equals':'[parameters(''x'')]'}", ": the rule has no option 'x'"},
        {"{'field':'tags','containsKey':'a.b'}", ": a name with '.' or '[' in it cannot be asked for"},
        {"{'field':1,'exists':true}", ": expected a text, found a whole number"},
        {"{'value':'x','equals':'x'}", ": unknown key 'value'; known here: allOf"},
        {"{'field':'a','equals':'[parameters()]'}",
         ": of expressions only [parameters('name')] is understood"},
        {"{'allOf':{}}", ": expected an array, found an object"},
        {"{'allOf':[]}", ": there are no conditions in it"},
        {"{'allOf':[{'field':'a','exists':true}],'anyOf':[]}", ": unknown key 'anyOf'"},
        {"{'count':{},'equals':1}", ": 'count' does not say which 'field'"},
        {"{'count':{'field':'a','wher':{}},'equals':1}", ": unknown key 'wher'; did you mean 'where'?"},
        {"{'count':{'field':'a'},'like':1}", ": unknown key 'like'; known here: count, equals"},
        {"{'count':{'field':'a[*]','where':{'field':'b','exists':true}},'equals':1}",
         ": it begins with 'a[*]'"},
        {"{'count':{'field':'a[*].b[*]'},'equals':1}", ": items of items cannot be counted"},
        {"{'field':'a[*]','someItem':true}", ": 'someItem' asks the items already"},
    };

    (void)state;
    assert_wrong(cases, sizeof cases / sizeof cases[0], HEAD("fails"), TAIL);
}

static void test_wrong_rules(void **state)
{
    static const struct wrong_case cases[] = {
        {"{'id':'" TEST_RULE "','titel':'x'}", ": unknown key 'titel'; did you mean 'title'?"},
        {"{'id':'" TEST_RULE "'}", ": the rule has no 'title'"},
        {"{'title':'x'}", ": the rule has no 'id'"},
        {"{'id':'Test'}", ":1:17: an id has small letters, digits and '-' only"},
        {"{'id':'input-x'}", ": the id is reserved"},
        {"{'id':'storage-min-tls'}", ": the id 'storage-min-tls' is taken by another rule"},
        {"{'id':'a','title':'x','type':'*','require':true},{'id':'a'}", ": two rules have the id 'a'"},
        {"{'level':'err'}", ": 'err' is none of: none, note, warning, error; did you mean 'error'?"},
        {"{'level':1}", ": expected a text, found a whole number"},
        {"{'securitySeverity':11}", ": expected a number from 0 to 10"},
        {"{'type':'storage'}", ": a resource type looks like"},
        {"{'type':[]}", ": the array is empty"},
        {"{'absent':'fail'}", ": 'fail' is none of: notAsked, fails, passes, unknown; did you mean 'fails'?"},
        {"{'absent':{}}", ": expected {\"failsBefore\""},
        {"{'absent':{'failsbefore':'x'}}", ": unknown key 'failsbefore'; did you mean 'failsBefore'?"},
        {"{'message':'{valu}'}", ": a message knows {value} and {field} only"},
        {"{'require':{'field':'a','exists':true}}", ": the rule has no 'absent'"},
        {"{'title':' '}", ": the text is empty"},
        {"{'title':'x','title':'y'}", ": "},
        {"7", ": expected an object, found a whole number"},
        {"{'options':[]}", ": expected an object, found an array"},
        {"{'options':{'a b':1}}", ": an option's name has letters, digits, '-' and '_' only"},
        {"{'options':{'a':{}}}", ": the option has no 'default'"},
        {"{'options':{'a':{'default':1,'hlp':'x'}}}", ": unknown key 'hlp'; did you mean 'help'?"},
        {"{'options':{'a':['x,y']}}", ": an item may have no comma"},
        {"{'options':{'a':{'default':{}}}}", ": expected a text, a number"},
        {"{'options':{'a':'x'},'require':{'field':'b','in':" BY("a") "}}",
         ": the option's default is no list"},
        {"{'options':{'a':['x']},'require':{'field':'b','equals':" BY("a") "}}",
         ": the option's default is a list"},
        {"{'options':{'a':'x'},'require':{'field':'b','less':" BY("a") "}}",
         ": the option's default is no whole number"},
        {"{'options':{'a':'x'},'require':{'count':{'field':'b'},'less':" BY("a") "}}",
         ": the option's default is no whole number"},
        {"{'options':{'a':'x'},'require':{'field':'b','exists':" BY("a") "}}",
         ": an option cannot stand here"},
    };
    static const struct wrong_case files[] = {
        {"", ":1:1: "},
        {"[]", ": expected an object, found an array"},
        {"{}", ": there is no 'rules' in it"},
        {"{'rules':{}}", ": expected an array, found an object"},
        {"{'rule':[]}", ": unknown key 'rule'; did you mean 'rules'?"},
        {"{'rules':[{]}", ":1:12: "},
    };

    (void)state;
    assert_wrong(cases, sizeof cases / sizeof cases[0], "{'rules':[", "]}");
    assert_wrong(files, sizeof files / sizeof files[0], "", "");
}

static void test_nesting(void **state)
{
    char condition[4096] = "";
    const struct wrong_case deep = {condition, ": conditions are nested too deep"};
    size_t n = 0;

    (void)state;
    for (int i = 0; i < 60; i++)
        n += (size_t)snprintf(condition + n, sizeof condition - n, "{'not':");
    n += (size_t)snprintf(condition + n, sizeof condition - n, "true");
    for (int i = 0; i < 60; i++)
        n += (size_t)snprintf(condition + n, sizeof condition - n, "}");
    assert_wrong(&deep, 1, HEAD("fails"), TAIL);
}

/* Everything that a table in C can say. */
static void test_members(void **state)
{
    al_run *run = al_run_new(NULL);
    const struct al_rule *rule;

    (void)state;
    write_file("// ours\n",
               "{'$schema':'x','title':'Ours','rules':[{'id':'" TEST_RULE
               "','title':'T','level':'none','securitySeverity':7.5,'type':['A.B/c','D.E/f'],"
               "'when':{'field':'kind','equals':'x'},'require':{'field':'a.b','exists':true},"
               "'absent':{'failsBefore':'2023-01-01'},'message':'{field} is {value}','why':'W','remedy':'R',"
               "'references':['one two','three'],'equivalents':['X_1','X_2'],'aliases':'old-name',"
               "'unsafeFix':true,'profile':'house'},]}",
               "");
    if (al_run_load_rules(run, path) != 0)
        fail_msg("%s", al_run_error(run));
    rule = al_run_rule(run, "old-name");
    assert_ptr_equal(rule, al_run_rule(run, TEST_RULE));
    assert_int_equal(rule->level, AL_NONE);
    assert_true(rule->security_severity > 7.4 && rule->security_severity < 7.6);
    assert_string_equal(rule->type, "A.B/c D.E/f");
    assert_string_equal(rule->when->field, "kind");
    assert_int_equal(rule->require->op, AL_OP_EXISTS);
    assert_int_equal(rule->absent.absence, AL_ABSENCE_FAILS_BEFORE);
    assert_string_equal(rule->absent.api_version, "2023-01-01");
    assert_string_equal(rule->message, "{field} is {value}");
    assert_string_equal(rule->why, "W");
    assert_string_equal(rule->remedy, "R");
    assert_string_equal(rule->references, "one two; three");
    assert_string_equal(rule->equivalents, "X_1 X_2");
    assert_true(rule->unsafe_fix);
    assert_string_equal(rule->profile, "house");
    assert_int_equal(al_run_load_rules(run, path), AL_EUSAGE); /* ids are taken now */
    assert_int_equal(al_run_load_rules(run, "/no/such/file.json"), AL_EUSAGE);
    assert_string_equal(al_run_error(run), "/no/such/file.json: no such file or folder");
    al_run_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_meaning),     cmocka_unit_test(test_wrong_conditions),
        cmocka_unit_test(test_wrong_rules), cmocka_unit_test(test_nesting),
        cmocka_unit_test(test_members),     cmocka_unit_test(test_options),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
