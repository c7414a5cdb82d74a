/* SPDX-License-Identifier: MIT */
/* What the Bicep parser says of declarations that are wrong, and where it goes on. */
#include "test.h"

#include "bicep_reading.h"

static void what_is_no_declaration(void **state)
{
    static const struct error_row rows[] = {
        {"foo\nbar baz\nvar x = 1 2\nvar y = 2",
         "1:1: expected a declaration (param, var, resource, module, output ...), found 'foo'\n2:1: expected a declaration (param, var, resource, module, output ...), found 'bar'\n3:11: expected the end of the line, found '2'",
         "(!?)\n(!?)\n(var? x = 1)\n(var y = 2)"},
        {"{\n  a: 1\n}\nvar y = 2",
         "1:1: expected a declaration (param, var, resource, module, output ...), found '{'",
         "(!?)\n(var y = 2)"},
        {"vaR x = 1", "1:1: expected a declaration (param, var, resource, module, output ...), found 'vaR'",
         "(!?)"},
        {"using 'a'", "1:1: expected a declaration (param, var, resource, module, output ...), found 'using'",
         "(!?)"},
        {"'a'\n#foo\n  #disable-next-line\n#disable-next-line // a\nvar x = 1 #disable-next-line y",
         "1:1: expected a declaration (param, var, resource, module, output ...), found a string\n2:1: expected a declaration (param, var, resource, module, output ...), found '#'\n3:3: expected the codes of what is disabled after #disable-next-line\n4:1: expected the codes of what is disabled after #disable-next-line\n5:11: expected the end of the line, found '#'",
         "(!?)\n(!?)\n(var? x = 1)"},
        {"var x = 1 var y = 2\nvar z = 3", "1:11: expected the end of the line, found 'var'",
         "(var? x = 1)\n(var y = 2)\n(var z = 3)"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void declarations_that_lack_a_part(void **state)
{
    static const struct error_row rows[] = {
        {"var", "1:4: expected the name of the variable, found the end of the file", "(var?)"},
        {"var x", "1:6: expected '=' after the name of the variable, found the end of the file", "(var? x)"},
        {"var = 1\nvar y = 2", "1:5: expected the name of the variable, found '='", "(var?)\n(var y = 2)"},
        {"var x 1 =\nvar y = 2", "1:10: expected a value, found the end of the line",
         "(var? x 1 = !)\n(var y = 2)"},
        {"var x foo bar = 1", "1:11: expected '=' after the type of the variable, found 'bar'",
         "(var? x foo)"},
        {"var 2x = 1", "1:5: expected the name of the variable, found '2'", "(var?)"},
        {"param", "1:6: expected the name of the parameter, found the end of the file", "(param?)"},
        {"param x", "1:8: expected a type, found the end of the file", "(param? x !)"},
        {"param x = 1", "1:9: expected a type, found '='", "(param? x !)"},
        {"param x int y", "1:13: expected '=' after the type of the parameter, found 'y'", "(param? x int)"},
        {"param x int =\nvar y = 2", "1:14: expected a value, found the end of the line",
         "(param? x int = !)\n(var y = 2)"},
        {"param x {\n  a: int\n} 1\nvar y = 2",
         "3:3: expected '=' after the type of the parameter, found '1'",
         "(param? x (object a:int))\n(var y = 2)"},
        {"output", "1:7: expected the name of the output, found the end of the file", "(output?)"},
        {"output x string", "1:16: expected '=' after the type of the output, found the end of the file",
         "(output? x string)"},
        {"output x = 1", "1:10: expected a type, found '='", "(output? x !)"},
        {"output x string\n= 1\nvar y = 2",
         "1:16: expected '=' after the type of the output, found the end of the line\n2:1: expected a declaration (param, var, resource, module, output ...), found '='",
         "(output? x string)\n(!?)\n(var y = 2)"},
        {"type x", "1:7: expected '=' after the name of the type, found the end of the file", "(type? x)"},
        {"type x =", "1:9: expected a type, found the end of the file", "(type? x !)"},
        {"func f = 1", "1:8: expected '(' after the name of the function, found '='", "(func? f)"},
        {"func f(a, b int) string => 'x'", "1:9: expected a type, found ','",
         "(func? f ( a:! b:int) string = 'x')"},
        {"func f() string 'x'", "1:17: expected '=>' after the type of the function, found a string",
         "(func? f string)"},
        {"func f(a string\nvar y = 2", "1:16: expected ',' or ')', found the end of the line",
         "(func? f ( a:string))\n(var y = 2)"},
        {"func f(a) string => 'x'", "1:9: expected a type, found ')'", "(func? f ( a:!) string = 'x')"},
        {"metadata", "1:9: expected the name of the metadata, found the end of the file", "(metadata?)"},
        {"metadata x", "1:11: expected '=' after the name of the metadata, found the end of the file",
         "(metadata? x)"},
        {"targetScope 'x'", "1:13: expected '=' after targetScope, found a string", "(targetScope?)"},
        {"targetScope", "1:12: expected '=' after targetScope, found the end of the file", "(targetScope?)"},
        {"assert x", "1:9: expected '=' after the name of the assertion, found the end of the file",
         "(assert? x)"},
        {"assert x = a ==", "1:16: expected a value, found the end of the file",
         "(assert? x = (equals a !))"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void types_that_lack_a_part(void **state)
{
    static const struct error_row rows[] = {
        {"param x string[\nvar y = 1", "1:16: expected ']' after the type, found the end of the line",
         "(param? x (@ string))\n(var y = 1)"},
        {"param x resource", "1:17: expected the type of a resource in quotes, found the end of the file",
         "(param? x (resource ))"},
        {"param x string?\?\nvar y = 1", "1:15: expected '=' after the type of the parameter, found '?\?'",
         "(param? x string)\n(var y = 1)"},
        {"type x = 'a' |\nvar y = 1", "1:15: expected a type, found the end of the line",
         "(type? x (| 'a' !))\n(var y = 1)"},
        {"type x = 'a'\n |\n 'b'\nvar y = 1",
         "2:3: expected a type, found the end of the line\n3:2: expected a declaration (param, var, resource, module, output ...), found a string",
         "(type? x (| 'a' !))\n(!?)\n(var y = 1)"},
        {"type x = a<b\ntype y = int", "1:13: expected ',' or '>', found the end of the line",
         "(type? x (a< b))\n(type y int)"},
        {"type x = a<b c>\ntype y = int", "1:14: expected ',' or '>', found 'c'",
         "(type? x (a< b c))\n(type y int)"},
        {"type x = -a", "1:11: expected a number after '-', found 'a'", "(type? x !)"},
        {"type x = !1", "1:11: expected true or false after '!', found '1'", "(type? x !)"},
        {"type x = (a\ntype y = int", "1:12: expected ')' after the type, found the end of the line",
         "(type? x a)\n(type y int)"},
        {"type x = a.\ntype y = int",
         "1:12: expected the name of a property or '*' after '.', found the end of the line",
         "(type? x (. a))\n(type y int)"},
        {"type x = {\n  a string\n  b: int\n  @foo\n  c: {\n    d: [\n  }\n  e: bool\n}\nvar y = 1",
         "2:5: expected ':' and the type of the property, found 'string'\n4:4: expected '(' and the arguments of the decorator after its name\n7:3: expected a type, found '}'",
         "(type? x (object a:! b:int @! c:(object d:(tuple !)) e:bool))\n(var y = 1)"},
        {"type x = [\n  int string\n  = \n  bool\n]",
         "2:7: expected a new line, ',' or ']', found 'string'\n3:3: expected a type, found '='",
         "(type? x (tuple int string ! bool))"},
        {"type x = {\n  '${a}': int\n  b: int\n}",
         "2:3: expected the name of a property or '*', found a string", "(type? x (object b:int))"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void bodies_that_are_not_reached(void **state)
{
    static const struct error_row rows[] = {
        {"resource a = {\n  name: 'x'\n}\nvar y = 2",
         "1:12: expected the type of the resource in quotes, found '='",
         "(resource? a = {name:'x'})\n(var y = 2)"},
        {"resource 'a@b' = {\n  name: 'x'\n}", "1:10: expected the name of the resource, found a string",
         "(resource? 'a@b' = {name:'x'})"},
        {"resource a 'b@c' {\n  name: 'x'\n}", "1:18: expected '=' after the type of the resource, found '{'",
         "(resource? a 'b@c' = {name:'x'})"},
        {"resource a 'b@c' exist = {\n  name: 'x'\n}",
         "1:18: expected '=' after the type of the resource, found 'exist'",
         "(resource? a 'b@c' = {name:'x'})"},
        {"resource a 'b@c'\nvar y = 1",
         "1:17: expected '=' after the type of the resource, found the end of the line",
         "(resource? a 'b@c')\n(var y = 1)"},
        {"resource a 'b@c' = foo\nvar y = 1", "1:20: expected '{', 'if' or '[' after '=', found 'foo'",
         "(resource? a 'b@c')\n(var y = 1)"},
        {"resource a 'b@c' =\n{\n  name: 'x'\n}\nvar y = 1",
         "1:19: expected '{', 'if' or '[' after '=', found the end of the line",
         "(resource? a 'b@c' = {name:'x'})\n(var y = 1)"},
        {"module a 'b' = [\n  {\n    name: 'x'\n  }\n]\nvar y = 1",
         "2:3: expected 'for' after '[', found '{'", "(module? a 'b' (for  !) = {name:'x'})\n(var y = 1)"},
        {"module\nvar y = 1", "1:7: expected the name of the module, found the end of the line",
         "(module?)\n(var y = 1)"},
        {"test a 'b' {\n}", "1:12: expected '=' after the path of the test, found '{'", "(test? a 'b' = {})"},
        {"test a = {\n}", "1:8: expected the path of the test in quotes, found '='", "(test? a = {})"},
        {"test a 'b' = foo\nvar y = 1", "1:14: expected '{' after '=', found 'foo'",
         "(test? a 'b')\n(var y = 1)"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void conditions_and_loops(void **state)
{
    static const struct error_row rows[] = {
        {"resource a 'b@c' = if {\n  name: 'x'\n}", "1:23: expected '(' after 'if', found '{'",
         "(resource? a 'b@c' = {name:'x'})"},
        {"resource a 'b@c' = if (x {\n  name: 'x'\n}\nvar y = 1", "1:26: expected ')', found '{'",
         "(resource? a 'b@c' if x = {name:'x'})\n(var y = 1)"},
        {"resource a 'b@c' = if () {}", "1:23: expected one expression in parentheses, found 0",
         "(resource? a 'b@c' if ! = {})"},
        {"resource a 'b@c' = if (x)\nvar y = 1",
         "1:26: expected '{' after the condition, found the end of the line",
         "(resource? a 'b@c' if x)\n(var y = 1)"},
        {"resource a 'b@c' = [for x in y {\n  name: 'x'\n}]\nvar y = 1",
         "1:32: expected ':' and the body of the loop, found '{'",
         "(resource? a 'b@c' (for x y) = {name:'x'})\n(var y = 1)"},
        {"resource a 'b@c' = [for x y: {\n  name: 'x'\n}]",
         "1:27: expected 'in' after the loop variable, found 'y'",
         "(resource? a 'b@c' (for x !) = {name:'x'})"},
        {"resource a 'b@c' = [for (x) in y: {\n  name: 'x'\n}\nvar y = 1",
         "1:27: expected ',' and the name of the index, found ')'\n3:2: expected ']', found the end of the line",
         "(resource? a 'b@c' (for x !) = {name:'x'})\n(var y = 1)"},
        {"resource a 'b@c' = [for (x, i, j) in y: {}]",
         "1:30: expected ')' after the loop variables, found ','", "(resource? a 'b@c' (for x,i !) = {})"},
        {"resource a 'b@c' = [for in y: {}]\nvar y = 1",
         "1:28: expected 'in' after the loop variable, found 'y'",
         "(resource? a 'b@c' (for in !) = {})\n(var y = 1)"},
        {"resource a 'b@c' = [for x in y: if (z) [\n]]\nvar y = 1",
         "1:40: expected '{' after the condition, found '['",
         "(resource? a 'b@c' (for x y) if z)\n(var y = 1)"},
        {"resource a 'b@c' = [for x in y: {} {}]\nvar y = 1",
         "1:36: expected ']' after the body of the loop, found '{'",
         "(resource? a 'b@c' (for x y) = {})\n(var y = 1)"},
        {"var x = [for a in b: c d]\nvar y = 1", "1:24: expected ']' after the body of the loop, found 'd'",
         "(var? x = (for a b c))\n(var y = 1)"},
        {"var x = {\n  a: [for b in c d: e]\n  f: 1\n}",
         "2:18: expected ':' and the body of the loop, found 'd'", "(var? x = {a:(for b c !) f:1})"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void nested_resources(void **state)
{
    static const struct error_row rows[] = {
        {"resource a 'b@c' = {\n  name: 'x'\n  resource b = {\n    name: 'y'\n  }\n  foo: 1\n  @batchSize(1)\n  bar: 2\n  resource c 'd' = {}\n}",
         "3:14: expected the type of the resource in quotes, found '='\n8:3: expected a resource after the decorator, found 'bar'",
         "(resource? a 'b@c' = {name:'x' foo:1} (resource? b = {name:'y'}) @(batchSize() 1) (!?) (resource c 'd' = {}))"},
        {"resource a 'b' = {\n  resource c 'd' = {\n    name: 'x'\n\nresource e 'f' = {}",
         "5:20: expected '}', found the end of the file",
         "(resource? a 'b' = {} (resource? c 'd' = {name:'x'} (resource e 'f' = {})))"},
        {"resource a 'b' = {\n  p: {\n    resource c 'd' = {\n      name: 'x'\n    }\n    q: 1\n  }\n  r: 2\n}",
         "3:14: expected ':' after the name of a property, found 'c'",
         "(resource? a 'b' = {p:{resource:! q:1} r:2})"},
        {"resource a 'b' = {\n  resource c 'd' = {} 1\n  r: 2\n}",
         "2:23: expected a new line, ',' or '}', found '1'",
         "(resource? a 'b' = {r:2} (resource c 'd' = {}))"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void decorators(void **state)
{
    static const struct error_row rows[] = {
        {"@\nparam x int", "1:2: expected the name of a decorator after '@', found the end of the line",
         "@! (param? x int)"},
        {"@foo\nparam x int", "1:2: expected '(' and the arguments of the decorator after its name",
         "@! (param? x int)"},
        {"@foo() param x int", "1:8: expected the end of the line after a decorator, found 'param'",
         "@(foo()) (param? x int)"},
        {"@foo(\nparam x int", "1:6: expected ',' or ')', found the end of the line",
         "@(foo()) (param? x int)"},
        {"@foo()",
         "1:7: expected a declaration (param, var, resource, module, output ...) after the decorator, found the end of the file",
         "@(foo()) (!?)"},
        {"@foo()\nbar\nparam x int",
         "2:1: expected a declaration (param, var, resource, module, output ...) after the decorator, found 'bar'",
         "@(foo()) (!?)\n(param x int)"},
        {"@foo(a b) c\n@d([\n  e f\n])\nparam x int",
         "1:8: expected ',' or ')', found 'b'\n1:11: expected the end of the line after a decorator, found 'c'\n3:5: expected a new line, ',' or ']', found 'f'",
         "@(foo() a b) @(d() [e f]) (param? x int)"},
        {"@sys.\nparam x int",
         "1:6: expected the name of a property or function after '.', found the end of the line",
         "@! (param? x int)"},
        {"@1()\nparam x int", "1:2: expected the name of a decorator after '@', found '1'",
         "@! (param? x int)"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void imports(void **state)
{
    static const struct error_row rows[] = {
        {"import { a from 'b'\nvar y = 1", "1:12: expected '}', found 'from'",
         "(import? a=a 'b')\n(var y = 1)"},
        {"import a from 'b'", "1:8: expected '{' and names, or '*', found 'a'", "(import?)"},
        {"import * from 'b'", "1:10: expected 'as' after '*', found 'from'", "(import? *)"},
        {"import * as\nvar y = 1", "1:12: expected a name after 'as', found the end of the line",
         "(import? *)\n(var y = 1)"},
        {"import { 'a-b' } from 'c'",
         "1:16: expected 'as' and a name, since a name in quotes cannot be used, found '}'",
         "(import? a-b=a-b 'c')"},
        {"import { a } 'b'", "1:14: expected 'from' and the path of a file, found a string", "(import? a=a)"},
        {"import { a } from b", "1:19: expected the path of a file in quotes, found 'b'", "(import? a=a)"},
        {"import { a, 1, b as } from 'b'\nvar y = 1",
         "1:13: expected the name of what is imported, found '1'\n1:21: expected a name after 'as', found '}'",
         "(import? a=a b=b 'b')\n(var y = 1)"},
        {"extension",
         "1:10: expected the name of an extension or its path in quotes, found the end of the file",
         "(extension?)"},
        {"extension a b", "1:13: expected 'with', 'as' or the end of the line, found 'b'", "(extension? a)"},
        {"extension 'a' with\nvar y = 1", "1:19: expected '{' after 'with', found the end of the line",
         "(extension? 'a')\n(var y = 1)"},
        {"extension 'a' as\nvar y = 1", "1:17: expected a name after 'as', found the end of the line",
         "(extension? 'a')\n(var y = 1)"},
        {"import 'a' with {} b", "1:20: expected 'with', 'as' or the end of the line, found 'b'",
         "(extension? 'a' = {})"},
    };

    (void)state;
    check_errors("main.bicep", rows, COUNT(rows));
}

static void parameter_files(void **state)
{
    static const struct error_row rows[] = {
        {"using", "1:6: expected the path of a file in quotes, or 'none', found the end of the file",
         "(using?)"},
        {"using foo", "1:7: expected the path of a file in quotes, or 'none', found 'foo'", "(using?)"},
        {"using 'a' b", "1:11: expected the end of the line, found 'b'", "(using? 'a')"},
        {"using 'a' with b", "1:16: expected '{' after 'with', found 'b'", "(using? 'a')"},
        {"extends", "1:8: expected the path of a parameter file in quotes, found the end of the file",
         "(extends?)"},
        {"param x int = 1\nparam y = 2", "1:9: expected '=' after the name of the parameter, found 'int'",
         "(param? x)\n(param y = 2)"},
        {"extensionConfig a {}", "1:19: expected 'with' after the name of the extension, found '{'",
         "(extensionConfig? a)"},
        {"extensionConfig with {}", "1:22: expected 'with' after the name of the extension, found '{'",
         "(extensionConfig? with)"},
        {"resource a 'b' = {}\nparam x = 1",
         "1:1: expected a declaration of a parameter file (using, param, var ...), found 'resource'",
         "(!?)\n(param x = 1)"},
        {"output a string = 'b'",
         "1:1: expected a declaration of a parameter file (using, param, var ...), found 'output'", "(!?)"},
    };

    (void)state;
    check_errors("main.bicepparam", rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_declaration),
        cmocka_unit_test(declarations_that_lack_a_part),
        cmocka_unit_test(types_that_lack_a_part),
        cmocka_unit_test(bodies_that_are_not_reached),
        cmocka_unit_test(conditions_and_loops),
        cmocka_unit_test(nested_resources),
        cmocka_unit_test(decorators),
        cmocka_unit_test(imports),
        cmocka_unit_test(parameter_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
