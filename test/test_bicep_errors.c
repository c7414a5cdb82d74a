/* SPDX-License-Identifier: MIT */
/* What the Bicep parser says of expressions that are wrong, and what it makes of the rest. */
#include "test.h"

#include "bicep_reading.h"

static void values_that_are_missing(void **state)
{
    static const struct error_row rows[] = {
        {"var x =", "1:8: expected a value, found the end of the file", "(var? x = !)"},
        {"var x = a +\nvar y = 2", "1:12: expected a value, found the end of the line",
         "(var? x = (add a !))\n(var y = 2)"},
        {"var x = a * * b", "1:13: expected a value, found '*'", "(var? x = (mul a !))"},
        {"var x = a ? b\nvar y = 2", "1:14: expected ':' and what holds otherwise, found the end of the line",
         "(var? x = (if a b !))\n(var y = 2)"},
        {"var x = a ? : b", "1:13: expected a value, found ':'", "(var? x = (if a ! !))"},
        {"var x = a ? b :\nvar y = 2", "1:16: expected a value, found the end of the line",
         "(var? x = (if a b !))\n(var y = 2)"},
        {"var x = !!a", "1:10: expected a value, found '!'", "(var? x = (not !))"},
        {"var x = a && & b", "1:14: expected a value, found '&'", "(var? x = (and a !))"},
        {"var x = }\nvar y = 2", "1:9: expected a value, found '}'", "(var? x = !)\n(var y = 2)"},
        {"var x = [for x in y]", "1:20: expected ':' and the body of the loop, found ']'",
         "(var? x = (for x y !))"},
        {"var x = a b", "1:11: expected the end of the line, found 'b'", "(var? x = a)"},
        {"var x = \"abc\"", "1:9: expected a value, found '\"' (strings have single quotes)", "(var? x = !)"},
        {"var a = 1 // ok\nvar b = \xe2"
         "\x98"
         "\x95"
         "\nvar c = \xc3"
         "\xa9"
         "",
         "2:9: expected a value, found '\xe2"
         "\x98"
         "\x95"
         "'\n3:9: expected a value, found '\xc3"
         "\xa9"
         "'",
         "(var a = 1)\n(var? b = !)\n(var? c = !)"},
        {"var x = 9223372036854775808", "1:9: the number does not fit into 64 bits", "(var? x = !)"},
        {"var x = -9223372036854775809", "1:9: the number does not fit into 64 bits", "(var? x = !)"},
        {"var x = 99999999999999999999", "1:9: the number does not fit into 64 bits", "(var? x = !)"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void strings_that_do_not_end(void **state)
{
    static const struct error_row rows[] = {
        {"var x = 'abc\nvar y = 2",
         "1:9: a string begins here and does not end: expected \"'\", found the end of the line",
         "(var? x = !)\n(var y = 2)"},
        {"var x = '\r\nvar y = 2",
         "1:9: a string begins here and does not end: expected \"'\", found the end of the line",
         "(var? x = !)\n(var y = 2)"},
        {"var x = 'abc",
         "1:9: a string begins here and does not end: expected \"'\", found the end of the file",
         "(var? x = !)"},
        {"var x = 'abc${foo\nvar y = 2",
         "1:18: expected '}' and the end of the string, found the end of the line",
         "(var? x = !)\n(var y = 2)"},
        {"var x = 'abc${foo}\nvar y = 2",
         "1:18: a string begins here and does not end: expected \"'\", found the end of the line",
         "(var? x = !)\n(var y = 2)"},
        {"var x = 'a${'b${c\nvar y = 2",
         "1:18: expected '}' and the end of the string, found the end of the line",
         "(var? x = !)\n(var y = 2)"},
        {"var x = 'a${'b\nvar y = 2",
         "1:13: a string begins here and does not end: expected \"'\", found the end of the line",
         "(var? x = !)\n(var y = 2)"},
        {"var x = 'a${f('b)}'\nvar y = 2",
         "1:20: expected '}' and the end of the string, found the end of the line",
         "(var? x = !)\n(var y = 2)"},
        {"var x = f('a\nvar y = 2",
         "1:11: a string begins here and does not end: expected \"'\", found the end of the line",
         "(var? x = (f() !))\n(var y = 2)"},
        {"var x = {\n  a: 'b\n  c: 1\n}",
         "2:6: a string begins here and does not end: expected \"'\", found the end of the line",
         "(var? x = {a:! c:1})"},
        {"var x = '''abc\nvar y = 2",
         "1:9: a string begins here and does not end: expected \"'''\", found the end of the file",
         "(var? x = !)"},
        {"var x = $'''${a\n}'''\nvar y = 2", "1:16: expected '}' in the same line, found the end of the line",
         "(var? x = (format '{0}' a))\n(var y = 2)"},
        {"var x = $'''${a", "1:16: expected '}' and the end of the string, found the end of the file",
         "(var? x = !)"},
        {"var x = /* abc\nvar y = 2", "1:9: a comment begins here and does not end: expected '*/'",
         "(var? x = !)"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void escapes_that_are_none(void **state)
{
    static const struct error_row rows[] = {
        {"var x = 'a\\qb'\nvar y = 2",
         "1:11: \"\\q\" is no escape: expected \\n, \\r, \\t, \\\\, \\', \\$ or \\u{...}",
         "(var? x = !)\n(var y = 2)"},
        {"var x = 'a\\u{}b\\u{110000}c\\u12'",
         "1:11: expected \\u{...} with the hexadecimal code of a character, found \"\\u{\"\n1:16: expected \\u{...} with the hexadecimal code of a character, found \"\\u{110000}\"\n1:27: expected \\u{...} with the hexadecimal code of a character, found \"\\u\"",
         "(var? x = !)"},
        {"var x = '\\u{41'",
         "1:10: expected \\u{...} with the hexadecimal code of a character, found \"\\u{41\"",
         "(var? x = !)"},
        {"var x = '\\\xe2"
         "\x98"
         "\x95"
         "'",
         "1:10: \"\\\xe2"
         "\x98"
         "\x95"
         "\" is no escape: expected \\n, \\r, \\t, \\\\, \\', \\$ or \\u{...}",
         "(var? x = !)"},
        {"var x = '${a}\\e'",
         "1:14: \"\\e\" is no escape: expected \\n, \\r, \\t, \\\\, \\', \\$ or \\u{...}", "(var? x = !)"},
        {"var x = 'a\\",
         "1:9: a string begins here and does not end: expected \"'\", found the end of the file",
         "(var? x = !)"},
        {"var x = {\n  'a\\b': 1\n  c: 2\n}",
         "2:5: \"\\b\" is no escape: expected \\n, \\r, \\t, \\\\, \\', \\$ or \\u{...}",
         "(var? x = {!:1 c:2})"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void holes_of_strings(void **state)
{
    static const struct error_row rows[] = {
        {"var x = '${}'", "1:12: expected a value, found '}'", "(var? x = (format '{0}' !))"},
        {"var x = '${a b}c${d e}'\nvar y = 1",
         "1:14: expected '}' after the expression in a string, found 'b'\n1:21: expected '}' after the expression in a string, found 'e'",
         "(var? x = (format '{0}c{1}' a d))\n(var y = 1)"},
        {"var x = '${[1]}'\nvar y = 1",
         "1:12: expected a value: an array or an object may not stand in a string's ${...}, found '['",
         "(var? x = (format '{0}' !))\n(var y = 1)"},
        {"var x = '${{a: 1}.a}'\nvar y = 1",
         "1:12: expected a value: an array or an object may not stand in a string's ${...}, found '{'",
         "(var? x = (format '{0}' !))\n(var y = 1)"},
        {"var x = '${f([])}${a}'",
         "1:14: expected a value: an array or an object may not stand in a string's ${...}, found '['",
         "(var? x = (format '{0}{1}' (f() !) a))"},
        {"var x = {\n  '${a b}': 1\n  c: 2\n}",
         "2:8: expected '}' after the expression in a string, found 'b'",
         "(var? x = {(format '{0}' a):1 c:2})"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void accessors_that_lack_a_part(void **state)
{
    static const struct error_row rows[] = {
        {"var x = a.\nvar y = a.?\nvar z = a::\nvar w = a[]",
         "1:11: expected the name of a property or function after '.', found the end of the line\n2:12: expected the name of a property or function after '.', found the end of the line\n3:12: expected the name of a nested resource after '::', found the end of the line\n4:11: expected an index, found ']'",
         "(var? x = !)\n(var? y = !)\n(var? z = !)\n(var? w = (@ a !))"},
        {"var x = a.1", "1:11: expected the name of a property or function after '.', found '1'",
         "(var? x = !)"},
        {"var x = a.?b()",
         "1:13: expected a property after '.?', since functions cannot be called that way, found '('",
         "(var? x = (.b() a))"},
        {"var x = a[1\nvar y = 2", "1:12: expected ']' after the index, found the end of the line",
         "(var? x = (@ a 1))\n(var y = 2)"},
        {"var x = a[1 2]\nvar y = 2", "1:13: expected ']' after the index, found '2'",
         "(var? x = (@ a 1))\n(var y = 2)"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void parentheses(void **state)
{
    static const struct error_row rows[] = {
        {"var x = (1\nvar y = 2", "1:11: expected ')', found the end of the line",
         "(var? x = 1)\n(var y = 2)"},
        {"var x = ()", "1:9: expected one expression in parentheses, found 0", "(var? x = !)"},
        {"var x = (a, b)", "1:9: expected one expression in parentheses, found 2", "(var? x = !)"},
        {"var x = (a, 1) => b", "1:13: expected the name of a variable of the lambda",
         "(var? x = (=> a  b))"},
        {"var x = (\n  a\n  b\n)",
         "2:4: expected ')', found the end of the line\n1:9: expected one expression in parentheses, found 2",
         "(var? x = !)"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void arguments(void **state)
{
    static const struct error_row rows[] = {
        {"var x = f(a b)", "1:13: expected ',' or ')', found 'b'", "(var? x = (f() a b))"},
        {"var x = f(a,)", "1:13: expected an argument after the comma, found ')'", "(var? x = (f() a))"},
        {"var x = f(,a)", "1:11: expected a value, found ','", "(var? x = (f() ! a))"},
        {"var x = f(\n  a\n  b\n)", "2:4: expected ',' or ')', found the end of the line",
         "(var? x = (f() a b))"},
        {"var x = f(\n  a,\n)", "3:1: expected an argument after the comma, found ')'", "(var? x = (f() a))"},
        {"var x = f(a\nvar y = 2", "1:12: expected ',' or ')', found the end of the line",
         "(var? x = (f() a))\n(var y = 2)"},
        {"var x = f(\n\nvar y = 2", "1:11: expected ',' or ')', found the end of the line",
         "(var? x = (f()))\n(var y = 2)"},
        {"var x = f(a]\nvar y = 2", "1:12: expected ',' or ')', found ']'",
         "(var? x = (f() a))\n(var y = 2)"},
        {"var x = {\n  a: f(1\n  b: 2\n}\nvar y = 2", "2:9: expected ',' or ')', found the end of the line",
         "(var? x = {a:(f() 1) b:2})\n(var y = 2)"},
        {"var x = [\n  f(1\n]\nvar y = 2", "2:6: expected ',' or ')', found the end of the line",
         "(var? x = [(f() 1)])\n(var y = 2)"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void items(void **state)
{
    static const struct error_row rows[] = {
        {"var x = [1 2]", "1:12: expected a new line, ',' or ']', found '2'", "(var? x = [1 2])"},
        {"var x = [1, 2,,3]", "1:15: expected a value, found ','", "(var? x = [1 2 ! 3])"},
        {"var x = [\n  1 2\n  ,\n  3,\n  4\n]",
         "2:5: expected a new line, ',' or ']', found '2'\n3:3: expected a value, found ','\n3:4: expected an item after the comma, found the end of the line\n4:5: expected an item after the comma, found the end of the line",
         "(var? x = [1 2 ! 3 4])"},
        {"var x = [\n  1\n  = 2\n  3\n]", "3:3: expected a value, found '='", "(var? x = [1 ! 3])"},
        {"var x = [1, 2\nvar y = 2", "1:14: expected ']', found the end of the line",
         "(var? x = [1 2])\n(var y = 2)"},
        {"var x = [\n  1\n\n@a()\nparam y int", "2:4: expected ']', found the end of the line",
         "(var? x = [1])\n@(a()) (param y int)"},
        {"var x = [1}\nvar y = 2", "1:11: expected a new line, ',' or ']', found '}'",
         "(var? x = [1])\n(var y = 2)"},
        {"var x = {\n  a: [1, 2\n  b: 2\n}\nvar y = 2", "2:11: expected ']', found the end of the line",
         "(var? x = {a:[1 2] b:2})\n(var y = 2)"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void properties(void **state)
{
    static const struct error_row rows[] = {
        {"var x = {\n  a: 1\n  b: 2 3\n  c d\n  e: {\n    f: ]\n    g: 1\n  }\n  : 3\n  h: 1\n}\nvar y = 2",
         "3:8: expected a new line, ',' or '}', found '3'\n4:5: expected ':' after the name of a property, found 'd'\n6:8: expected a value, found ']'\n9:3: expected the name of a property, found ':'",
         "(var? x = {a:1 b:2 c:! e:{f:! g:1} h:1})\n(var y = 2)"},
        {"var x = { a: 1 b: 2 }", "1:16: expected a new line, ',' or '}', found 'b'", "(var? x = {a:1 b:2})"},
        {"var x = { a: 1,, b: 2 }", "1:16: expected the name of a property, found ','",
         "(var? x = {a:1 b:2})"},
        {"var x = {\n  a: 1,\n  b: 2\n}",
         "2:8: expected a property after the comma, found the end of the line", "(var? x = {a:1 b:2})"},
        {"var x = {\n  a\n  b =\n  1: c\n  null: d\n  e: f g: {\n    h: 1\n  }\n  i: 1\n}",
         "2:4: expected ':' after the name of a property, found the end of the line\n3:5: expected ':' after the name of a property, found '='\n4:3: expected the name of a property, found '1'\n5:3: expected the name of a property, found 'null'\n6:8: expected a new line, ',' or '}', found 'g'",
         "(var? x = {a:! b:! e:f g:{h:1} i:1})"},
        {"var x = {\n  a: 1\nvar y = 2", "2:7: expected '}', found the end of the line",
         "(var? x = {a:1})\n(var y = 2)"},
        {"var x = {\n  a: {\n    b: 1\n  c: 2\n}\n\n@description('x')\nparam y int",
         "5:2: expected '}', found the end of the line",
         "(var? x = {a:{b:1 c:2}})\n@(description() 'x') (param y int)"},
        {"var x = {\n  a: 1 }}\n}\nvar y = 2", "2:9: expected the end of the line, found '}'",
         "(var? x = {a:1})\n(var y = 2)"},
        {"var x = {\n  a: 1\n}}\nvar y = 1", "3:2: expected the end of the line, found '}'",
         "(var? x = {a:1})\n(var y = 1)"},
        {"module a 'b' = {\n  params: {\n    x: foo(\n  }\n}\n\noutput y int = 1",
         "4:3: expected a value, found '}'", "(module? a 'b' = {params:{x:(foo() !)}})\n(output y int = 1)"},
        {"var x = { a: 1", "1:15: expected '}', found the end of the file", "(var? x = {a:1})"},
        {"var x = {\n  @a()\n  b: 1\n}", "2:3: expected the name of a property, found '@'",
         "(var? x = {b:1})"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_that_are_missing),
        cmocka_unit_test(strings_that_do_not_end),
        cmocka_unit_test(escapes_that_are_none),
        cmocka_unit_test(holes_of_strings),
        cmocka_unit_test(accessors_that_lack_a_part),
        cmocka_unit_test(parentheses),
        cmocka_unit_test(arguments),
        cmocka_unit_test(items),
        cmocka_unit_test(properties),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
