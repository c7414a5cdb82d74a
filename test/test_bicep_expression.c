/* SPDX-License-Identifier: MIT */
/* Expressions of Bicep and the trees made of them. What is wrong in them is test_bicep_errors.c. */
#include "test.h"

#include "bicep_reading.h"

static void literals_are_values(void **state)
{
    static const struct tree_row rows[] = {
        {"0", "0"},
        {"9223372036854775807", "9223372036854775807"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"- 12", "-12"},
        {"true", "true"},
        {"false", "false"},
        {"null", "null"},
        {"trueish", "trueish"},
        {"_a1", "_a1"},
        {"for", "for"},
        {"'a'", "'a'"},
        {"''", "''"},
    };

    (void)state;
    check_expressions(rows, COUNT(rows));
}

static void strings_are_decoded(void **state)
{
    static const struct tree_row rows[] = {
        {"'a\\n\\r\\tb'", "'a\\n\\r\\tb'"},
        {"'\\\\ \\' \\$ \\${x}'", "'\\ ' $ ${x}'"},
        {"'$ $$ {}'", "'$ $$ {}'"},
        {"'\\u{41}\\u{20AC}\\u{1f600}'", "'A\xe2\x82\xac\xf0\x9f\x98\x80'"},
        {"'\\u{D801}\\u{DC37}'", "'\xf0\x90\x90\xb7'"},
        {"'\\u{D801}x\\u{DC37}'", "'\xef\xbf\xbdx\xef\xbf\xbd'"},
        {"'\\u{d801}\\u{d801}\\u{dc37}'", "'\xef\xbf\xbd\xf0\x90\x90\xb7'"},
        {"'\xce\xb1\xe4\xba\x8c'", "'\xce\xb1\xe4\xba\x8c'"},
        {"'a // b /* c */'", "'a // b /* c */'"},
    };

    (void)state;
    check_expressions(rows, COUNT(rows));
}

static void holes_become_format(void **state)
{
    static const struct tree_row rows[] = {
        {"'${a}'", "(format '{0}' a)"},
        {"'x${a}y${b}z'", "(format 'x{0}y{1}z' a b)"},
        {"'{x}${ a }}'", "(format '{{x}}{0}}}' a)"},
        {"'\\$${a}\\''", "(format '${0}'' a)"},
        {"'a${'b${'c'}d'}e'", "(format 'a{0}e' (format 'b{0}d' 'c'))"},
        {"'${a}/*.json // ${b}'", "(format '{0}/*.json // {1}' a b)"},
        {"'${a ? 'x' : 'y'}'", "(format '{0}' (if a 'x' 'y'))"},
        {"'${map(a, x => {})}'", "(format '{0}' (map() a (=> x {})))"},
        {"'${0}${1}${2}${3}${4}${5}${6}${7}${8}${9}${10}'",
         "(format '{0}{1}{2}{3}{4}{5}{6}{7}{8}{9}{10}' 0 1 2 3 4 5 6 7 8 9 10)"},
    };

    (void)state;
    check_expressions(rows, COUNT(rows));
}

static void multi_line_strings_are_verbatim(void **state)
{
    static const struct tree_row rows[] = {
        {"''''''", "''''''"},
        {"'''a'''", "'''a'''"},
        {"'''\nab\\n${x}\n'''", "'''ab\\n${x}\\n'''"},
        {"'''\r\na\r\n'''", "'''a\\r\\n'''"},
        {"'''\n\na'''", "'''\\na'''"},
        {"''''a''''", "''''a''''"},
        {"'''a'b''c'''", "'''a'b''c'''"},
        {"'''a''''''", "'''a''''''"},
        {"$'''a'''", "'''a'''"},
        {"$'''\n${a} and {b} '${c}''''", "(format '{0} and {{b}} '{1}'' a c)"},
        {"$$'''\n$${a} ${b} $$$${c}'''", "(format '{0} ${{b}} $${1}' a c)"},
        {"$'''${'x${$'''${y}'''}'}'''", "(format '{0}' (format 'x{0}' (format '{0}' y)))"},
        {"$'''\\u{41}${a}\\n'''", "(format '\\u{{41}}{0}\\n' a)"},
    };

    (void)state;
    check_expressions(rows, COUNT(rows));
}

static void operators_have_precedence(void **state)
{
    static const struct tree_row rows[] = {
        {"a + b * c", "(add a (mul b c))"},
        {"a * b + c", "(add (mul a b) c)"},
        {"a - b - c", "(sub (sub a b) c)"},
        {"a / b % c * d", "(mul (mod (div a b) c) d)"},
        {"(a + b) * c", "(mul (add a b) c)"},
        {"a ?? b || c && d == e < f + g * !h",
         "(coalesce a (or b (and c (equals d (less e (add f (mul g (not h))))))))"},
        {"!a * b + c < d == e && f || g ?? h",
         "(coalesce (or (and (equals (less (add (mul (not a) b) c) d) e) f) g) h)"},
        {"a || b && c || d", "(or (or a (and b c)) d)"},
        {"a ?? b ?? c", "(coalesce (coalesce a b) c)"},
        {"a < b", "(less a b)"},
        {"a <= b", "(lessOrEquals a b)"},
        {"a > b", "(greater a b)"},
        {"a >= b", "(greaterOrEquals a b)"},
        {"a == b == c", "(equals (equals a b) c)"},
        {"a != b", "(not (equals a b))"},
        {"a =~ b", "(equals (toLower a) (toLower b))"},
        {"a !~ b", "(not (equals (toLower a) (toLower b)))"},
        {"-a", "(sub 0 a)"},
        {"-a.b[0]", "(sub 0 (@ (. a b) 0))"},
        {"-(1)", "(sub 0 1)"},
        {"a -1", "(sub a 1)"},
        {"a - -1", "(sub a -1)"},
        {"!a.b", "(not (. a b))"},
        {"!(!a)", "(not (not a))"},
        {"a!=b", "(not (equals a b))"},
        {"a! == b", "(equals a b)"},
    };

    (void)state;
    check_expressions(rows, COUNT(rows));
}

static void ternaries_go_over_lines(void **state)
{
    static const struct tree_row rows[] = {
        {"a ? b : c", "(if a b c)"},
        {"a ? b : c ? d : e", "(if a b (if c d e))"},
        {"a ? b ? c : d : e", "(if a (if b c d) e)"},
        {"a ?? b ? c : d", "(if (coalesce a b) c d)"},
        {"a == 1\n  ? b // yes\n\n  /* no */ : c", "(if (equals a 1) b c)"},
        {"a\n? b\n: c\n? d\n: e", "(if a b (if c d e))"},
        {"a ? [b] : {c: d}", "(if a [b] {c:d})"},
        {"a ? b.?c : d[?0]", "(if a (.? b c) (@? d 0))"},
        {"[\n  a\n    ? b\n    : c\n  d\n]", "[(if a b c) d]"},
    };

    (void)state;
    check_expressions(rows, COUNT(rows));
}

static void accessors_follow_each_other(void **state)
{
    static const struct tree_row rows[] = {
        {"a.b.c", "(. (. a b) c)"},
        {"a[0]['b']", "(@ (@ a 0) 'b')"},
        {"a::b.c", "(. (:: a b) c)"},
        {"a.b::c", "(:: (. a b) c)"},
        {"a.?b.c[d]", "(@? (.? (.? a b) c) d)"},
        {"a[?b].c!.d", "(. (.? (@? a b) c) d)"},
        {"(a.?b).c", "(. (.? a b) c)"},
        {"a[^1]", "(@^ a 1)"},
        {"a[?^1].b", "(.? (@?^ a 1) b)"},
        {"a.?b!.c", "(. (.? a b) c)"},
        {"a!!", "a"},
        {"f()", "(f())"},
        {"f(a, b)", "(f() a b)"},
        {"a.f(b).c", "(. (.f() a b) c)"},
        {"sys.concat('a', b)", "(.concat() sys 'a' b)"},
        {"'a'.b", "(. 'a' b)"},
        {"[a][0]", "(@ [a] 0)"},
        {"{a: b}.a", "(. {a:b} a)"},
        {"a.for.if.null_", "(. (. (. a for) if) null_)"},
    };

    (void)state;
    check_expressions(rows, COUNT(rows));
}

static void arguments_go_over_lines(void **state)
{
    static const struct tree_row rows[] = {
        {"f(\n)", "(f())"},
        {"f(\n  a\n)", "(f() a)"},
        {"f(\n  a,\n\n  // more\n  b\n  // done\n)", "(f() a b)"},
        {"f(a, b,\n  c)", "(f() a b c)"},
        {"f({\n  a: b\n}, [\n  c\n])", "(f() {a:b} [c])"},
        {"(\n  a\n)", "a"},
        {"( a )", "a"},
    };

    (void)state;
    check_expressions(rows, COUNT(rows));
}

static void lambdas_have_names(void **state)
{
    static const struct tree_row rows[] = {
        {"f(x => x)", "(f() (=> x x))"},
        {"f((x) => x)", "(f() (=> x x))"},
        {"f((x, y) => x + y)", "(f() (=> x y (add x y)))"},
        {"f(() => 1)", "(f() (=> 1))"},
        {"f(a, x => y => x.y)", "(f() a (=> x (=> y (. x y))))"},
        {"f(x =>\n  {\n    a: x\n  })", "(f() (=> x {a:x}))"},
        {"f((\n  x,\n  y\n) => x)", "(f() (=> x y x))"},
        {"f((x\n  , y) => x)", "(f() (=> x y x))"},
        {"x => x ? 1 : 2", "(=> x (if x 1 2))"},
    };

    (void)state;
    check_expressions(rows, COUNT(rows));
}

static void items_are_separated_by_lines_or_commas(void **state)
{
    static const struct tree_row rows[] = {
        {"[]", "[]"},
        {"[\n]", "[]"},
        {"{}", "{}"},
        {"{\n\n  // nothing\n}", "{}"},
        {"['a', 'b']", "['a' 'b']"},
        {"['a', 'b',]", "['a' 'b']"},
        {"['a', 'b'\n'c', 'd'\n'e']", "['a' 'b' 'c' 'd' 'e']"},
        {"[\n\n  1\n\n\n  2 // two\n  /* three */ 3\n]", "[1 2 3]"},
        {"[ /* a */ 'b' /*\n\nc */,  1,  '''\n\n'''\n2,   3\ntrue\n  ]", "['b' 1 '''\\n''' 2 3 true]"},
        {"{ a: 1, b: 2,}", "{a:1 b:2}"},
        {"{ a: 1, b: 2\nc: 3, d: 4\ne: 5 }", "{a:1 b:2 c:3 d:4 e:5}"},
        {"{\n  a: {\n    b: 1\n  }\n  c: [\n  ]\n}", "{a:{b:1} c:[]}"},
        {"{ a: 1, a: 2 }", "{a:1 a:2}"},
        {"{ 'a': 1, '\\u{62}': 2, '': 3 }", "{a:1 b:2 :3}"},
        {"{ 'a${b}': 1, '${c}': 2 }", "{(format 'a{0}' b):1 (format '{0}' c):2}"},
        {"{ for: 1, if: 2, resource: 3, param: 4 }", "{for:1 if:2 resource:3 param:4}"},
        {"{\nparam: 1\nvar : 2\n}", "{param:1 var:2}"},
        {"{ a /*x*/:/*y*/'b'/*z*/ }", "{a:'b'}"},
        {"[...a, b, ...c.d]", "[...a b ...(. c d)]~"},
        {"{ ...a, b: 1\n...c ? d : e }", "{...a b:1 ...(if c d e)}~"},
    };

    (void)state;
    check_expressions(rows, COUNT(rows));
}

static void loops_stand_in_brackets(void **state)
{
    static const struct tree_row rows[] = {
        {"[for x in y: x]", "(for x y x)"},
        {"[for (x, i) in y: i]", "(for x,i y i)"},
        {"[\n  for x in range(0, 3): {\n    a: x\n  }\n]", "(for x (range() 0 3) {a:x})"},
        {"{ a: [for x in [1, 2]: [for y in x: y]] }", "{a:(for x [1 2] (for y x y))}"},
        {"[for x in a ? b : c: x]", "(for x (if a b c) x)"},
        {"f([for x in y: x])", "(f() (for x y x))"},
        {"[fortune]", "[fortune]"},
    };

    (void)state;
    check_expressions(rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals_are_values),
        cmocka_unit_test(strings_are_decoded),
        cmocka_unit_test(holes_become_format),
        cmocka_unit_test(multi_line_strings_are_verbatim),
        cmocka_unit_test(operators_have_precedence),
        cmocka_unit_test(ternaries_go_over_lines),
        cmocka_unit_test(accessors_follow_each_other),
        cmocka_unit_test(arguments_go_over_lines),
        cmocka_unit_test(lambdas_have_names),
        cmocka_unit_test(items_are_separated_by_lines_or_commas),
        cmocka_unit_test(loops_stand_in_brackets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
