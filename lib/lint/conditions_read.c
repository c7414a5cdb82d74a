/* SPDX-License-Identifier: MIT */
/* Words of Azure Policy that have no operator of their own are written with those that there are: notEquals
 * is the opposite of equals, and a field with [*] is a question about every item. */
#include "lint/conditions_read.h"

#include "lint/condition_words.h"
#include "lint/field_read.h"
#include "lint/operand_read.h"
#include "lint/rule_options_read.h"

enum { MOST_DEPTH = 24 }; /* each may become two in the tree, which has limits of its own */

struct place {
    struct al_field_scope scope;
    unsigned depth;
};

static const struct al_condition *read(struct al_reading *r, const struct al_node *node, struct place at);

/* -- making conditions -- */

static const struct al_condition *make(struct al_reading *r, struct al_condition c)
{
    struct al_condition *made = AL_NEW(r->arena, struct al_condition);

    *made = c;
    return made;
}

static const struct al_condition *above(struct al_reading *r, enum al_operator op,
                                        const struct al_condition *a, const struct al_condition *b)
{
    const struct al_condition **of = AL_NEW_N(r->arena, const struct al_condition *, 3);

    of[0] = a;
    of[1] = b;
    return make(r, (struct al_condition){.op = op, .of = of});
}

static const struct al_condition *maybe_not(struct al_reading *r, bool negated, const struct al_condition *c)
{
    return negated && c ? above(r, AL_OP_NOT, c, NULL) : c;
}

/* -- fields -- */

/* A whole number that is equal or beyond. */
static const struct al_condition *or_equal(struct al_reading *r, struct al_condition beyond)
{
    struct al_condition equal = {.op = AL_OP_EQUALS, .field = beyond.field};

    equal.value = al_printf(r->arena, "%lld", (long long)beyond.bound).s;
    return above(r, AL_OP_ANY, make(r, beyond), make(r, equal));
}

static const struct al_condition *items(struct al_reading *r, struct al_condition c,
                                        const struct al_node *operand, struct place at)
{
    const struct al_condition **of = AL_NEW_N(r->arena, const struct al_condition *, 2);

    at.scope = (struct al_field_scope){.item = true};
    at.depth++;
    of[0] = read(r, operand, at);
    c.of = of;
    return of[0] ? make(r, c) : NULL;
}

/* -- operands that are options -- */

static const struct al_condition *with_option(struct al_reading *r, const char *option, struct al_condition c)
{
    struct al_condition *made = (struct al_condition *)(uintptr_t)above(r, AL_OP_OPTION, make(r, c), NULL);

    made->value = option;
    return made;
}

/* What kind of default an operator takes. */
static bool option_fits(struct al_reading *r, const struct al_operator_word *word, const char *option,
                        const struct al_node *operand)
{
    const char *wrong = NULL;

    if (word->operand == AL_OPERAND_CONDITION || word->operand == AL_OPERAND_TRUTH ||
        word->operand == AL_OPERAND_MATCH || word->operand == AL_OPERAND_KEY)
        wrong = "an option cannot stand here";
    else if ((word->operand == AL_OPERAND_SCALARS) != al_rule_option_is_list(r, option))
        wrong = word->operand == AL_OPERAND_SCALARS ? "the option's default is no list"
                                                    : "the option's default is a list";
    else if (word->operand == AL_OPERAND_NUMBER && !al_rule_option_is_number(r, option))
        wrong = "the option's default is no whole number";
    if (wrong)
        al_reading_error(r, al_node_span(operand), "%s", wrong);
    return !wrong;
}

static const struct al_condition *ask_option(struct al_reading *r, const char *field,
                                             const struct al_operator_word *word,
                                             const struct al_node *operand, const char *option)
{
    const struct al_condition *c;

    if (!option_fits(r, word, option, operand))
        return NULL;
    c = with_option(r, option, (struct al_condition){.op = word->op, .field = field});
    if (word->or_equal)
        c = above(r, AL_OP_ANY, c,
                  with_option(r, option, (struct al_condition){.op = AL_OP_EQUALS, .field = field}));
    return maybe_not(r, word->negated, c);
}

/* -- asking -- */

/* Whether an object has a key, as tags are asked. */
static const struct al_condition *has_key(struct al_reading *r, struct al_condition c,
                                          const struct al_node *operand)
{
    const char *key = al_operand_text(r, operand);

    if (key && strpbrk(key, ".[]")) {
        al_reading_error(r, al_node_span(operand), "a name with '.' or '[' in it cannot be asked for");
        return NULL;
    }
    if (!key)
        return NULL;
    c.field = al_printf(r->arena, "%s%s%s", c.field, *c.field ? "." : "", key).s;
    return make(r, c);
}

static const struct al_condition *ask(struct al_reading *r, const char *field,
                                      const struct al_operator_word *word, const struct al_node *operand,
                                      struct place at)
{
    struct al_condition c = {.op = word->op, .field = field};
    bool yes = true, wrong = false;
    const char *option = al_rule_option_named(r, operand, &wrong);

    if (option || wrong)
        return option ? ask_option(r, field, word, operand, option) : NULL;
    switch (word->operand) {
    case AL_OPERAND_SCALAR: c.value = al_operand_scalar(r, operand); break;
    case AL_OPERAND_TEXT: c.value = al_operand_text(r, operand); break;
    case AL_OPERAND_PATTERN: c.value = al_operand_pattern(r, operand); break;
    case AL_OPERAND_MATCH: c.value = al_operand_match(r, operand, word->or_equal); break;
    case AL_OPERAND_KEY: return maybe_not(r, word->negated, has_key(r, c, operand));
    case AL_OPERAND_SCALARS:
        c.values = al_operand_scalars(r, operand);
        return c.values ? maybe_not(r, word->negated, make(r, c)) : NULL;
    case AL_OPERAND_TRUTH: return al_reading_bool(r, operand, &yes) ? maybe_not(r, !yes, make(r, c)) : NULL;
    case AL_OPERAND_NUMBER:
        if (!al_reading_int(r, operand, &c.bound))
            return NULL;
        return word->or_equal ? or_equal(r, c) : make(r, c);
    case AL_OPERAND_CONDITION: return items(r, c, operand, at);
    }
    return c.value ? maybe_not(r, word->negated, make(r, c)) : NULL;
}

/* What a path with [*] asks, it asks every item. */
static const struct al_condition *ask_path(struct al_reading *r, al_str path,
                                           const struct al_operator_word *word, const struct al_node *operand,
                                           struct place at)
{
    ptrdiff_t star = al_str_find(path, AL_STR("[*]"));
    const struct al_condition *inner;
    struct al_condition *every;
    al_str rest;

    if (star < 0)
        return ask(r, al_str_cstr(r->arena, path), word, operand, at);
    rest = al_str_from(path, (size_t)star + strlen("[*]"));
    inner = ask_path(r, al_str_from(rest, rest.n && rest.s[0] == '.' ? 1 : 0), word, operand, at);
    if (!inner)
        return NULL;
    every = (struct al_condition *)(uintptr_t)above(r, AL_OP_EVERY_ITEM, inner, NULL);
    every->field = al_str_cstr(r->arena, al_str_head(path, (size_t)star));
    return every;
}

/* -- finding the operator -- */

/* The one operator of {accessor: ..., operator: operand}. */
static const struct al_property *find_operator(struct al_reading *r, const struct al_node *node,
                                               const char *accessor, bool counts)
{
    const struct al_property *found = NULL;
    unsigned before = r->nerrors;

    for (uint32_t i = 0; i < node->object.n; i++) {
        const struct al_property *p = &node->object.items[i];
        if (al_str_caseeq(p->key, al_str_of(accessor)))
            continue;
        if (!al_operator_find(p->key, counts))
            al_reading_unknown(r, node, p, al_operator_known(r->arena, accessor, counts));
        else if (found)
            al_reading_error(r, al_key_span(node, p),
                             "one operator is enough: write two conditions in 'allOf'");
        else
            found = p;
    }
    if (r->nerrors > before)
        return NULL;
    if (!found)
        al_reading_error(r, al_node_span(node), "the condition has no operator, such as 'equals'");
    return found;
}

static const struct al_condition *read_field(struct al_reading *r, const struct al_node *node,
                                             const struct al_property *field, struct place at)
{
    const struct al_property *p = find_operator(r, node, "field", false);
    al_str path = al_field_read(r, field->value, &at.scope);
    const struct al_operator_word *word;

    if (!p || !path.s)
        return NULL;
    word = al_operator_find(p->key, false);
    if (word->operand != AL_OPERAND_CONDITION || !al_str_ends(path, AL_STR("[*]")))
        return ask_path(r, path, word, p->value, at);
    al_reading_error(r, al_node_span(field->value), "'%s' asks the items already: leave '[*]' out",
                     word->word);
    return NULL;
}

/* -- counts -- */

/* What a count is compared with. */
struct number {
    int64_t n;
    const char *option; /* or NULL; then n is 0 */
};

static const struct al_condition *fewer(struct al_reading *r, struct al_condition count,
                                        const struct number *than, int64_t more, bool negated)
{
    count.bound = than->n + more;
    return maybe_not(r, negated, than->option ? with_option(r, than->option, count) : make(r, count));
}

static const struct al_condition *compare(struct al_reading *r, struct al_condition count,
                                          const struct al_operator_word *word, const struct number *n)
{
    if (word->op == AL_OP_LESS)
        return fewer(r, count, n, word->or_equal, false);
    if (word->op == AL_OP_GREATER)
        return fewer(r, count, n, !word->or_equal, true);
    return above(r, word->negated ? AL_OP_ANY : AL_OP_ALL, fewer(r, count, n, !word->negated, false),
                 fewer(r, count, n, word->negated, true));
}

static bool read_number(struct al_reading *r, const struct al_node *node, struct number *out)
{
    bool wrong = false;

    *out = (struct number){.option = al_rule_option_named(r, node, &wrong)};
    if (wrong)
        return false;
    if (!out->option)
        return al_reading_int(r, node, &out->n);
    if (al_rule_option_is_number(r, out->option))
        return true;
    al_reading_error(r, al_node_span(node), "the option's default is no whole number");
    return false;
}

/* "a.b", or "a.b[*]", whose items' fields then begin with that. */
static bool read_counted(struct al_reading *r, const struct al_node *field, struct place *at,
                         struct al_condition *out)
{
    al_str path = al_field_read(r, field, &at->scope), star = AL_STR("[*]");
    bool starred;

    if (!path.s)
        return false;
    starred = al_str_ends(path, star);
    at->scope = (struct al_field_scope){.item = true, .prefix = starred ? field->string : AL_STR("")};
    if (starred)
        path.n -= star.n;
    out->field = al_str_cstr(r->arena, path);
    if (al_str_find(path, star) < 0)
        return true;
    al_reading_error(r, al_node_span(field), "items of items cannot be counted: use 'someItem'");
    return false;
}

static bool read_count_of(struct al_reading *r, const struct al_node *node, struct place at,
                          struct al_condition *out)
{
    static const char *const known[] = {"field", "where", NULL};
    const struct al_node *field, *where;
    unsigned before = r->nerrors;

    if (!al_reading_is(r, node, AL_NODE_OBJECT))
        return false;
    for (uint32_t i = 0; i < node->object.n; i++)
        if (!al_str_caseeq(node->object.items[i].key, AL_STR("field")) &&
            !al_str_caseeq(node->object.items[i].key, AL_STR("where")))
            al_reading_unknown(r, node, &node->object.items[i], known);
    field = al_node_get(node, "field");
    where = al_node_get(node, "where");
    if (!field)
        al_reading_error(r, al_node_span(node), "'count' does not say which 'field'");
    if (!field || r->nerrors > before || !read_counted(r, field, &at, out))
        return false;
    at.depth++;
    if (where) {
        const struct al_condition **of = AL_NEW_N(r->arena, const struct al_condition *, 2);
        of[0] = read(r, where, at);
        out->of = of;
    }
    return r->nerrors == before;
}

static const struct al_condition *read_count(struct al_reading *r, const struct al_node *node,
                                             const struct al_property *count, struct place at)
{
    const struct al_property *p = find_operator(r, node, "count", true);
    struct al_condition c = {.op = AL_OP_COUNT_LESS};
    struct number n;

    if (!read_count_of(r, count->value, at, &c) || !p || !read_number(r, p->value, &n))
        return NULL;
    return compare(r, c, al_operator_find(p->key, true), &n);
}

/* -- branches -- */

static const struct al_condition *read_list(struct al_reading *r, const struct al_node *node,
                                            enum al_operator op, struct place at)
{
    const struct al_condition **of;
    bool fine = true;

    if (!al_reading_is(r, node, AL_NODE_ARRAY))
        return NULL;
    if (node->array.n == 0) {
        al_reading_error(r, al_node_span(node), "there are no conditions in it");
        return NULL;
    }
    of = AL_NEW_N(r->arena, const struct al_condition *, node->array.n + 1);
    for (uint32_t i = 0; i < node->array.n; i++)
        fine = (of[i] = read(r, node->array.items[i], at)) && fine;
    return fine ? make(r, (struct al_condition){.op = op, .of = of}) : NULL;
}

static const struct al_condition *read_all(struct al_reading *r, const struct al_node *node,
                                           const struct al_property *p, struct place at)
{
    (void)node;
    return read_list(r, p->value, AL_OP_ALL, at);
}

static const struct al_condition *read_any(struct al_reading *r, const struct al_node *node,
                                           const struct al_property *p, struct place at)
{
    (void)node;
    return read_list(r, p->value, AL_OP_ANY, at);
}

static const struct al_condition *read_not(struct al_reading *r, const struct al_node *node,
                                           const struct al_property *p, struct place at)
{
    (void)node;
    return maybe_not(r, true, read(r, p->value, at));
}

static const struct al_condition *read_surely(struct al_reading *r, const struct al_node *node,
                                              const struct al_property *p, struct place at)
{
    const struct al_condition *c = read(r, p->value, at);

    (void)node;
    return c ? above(r, AL_OP_SURELY, c, NULL) : NULL;
}

/* What a condition is about; `alone`: it has no other key. */
static const struct {
    const char *key;
    bool alone;
    const struct al_condition *(*read)(struct al_reading *r, const struct al_node *node,
                                       const struct al_property *p, struct place at);
} forms[] = {
    {"allOf", true, read_all},     {"anyOf", true, read_any},    {"not", true, read_not},
    {"surely", true, read_surely}, {"field", false, read_field}, {"count", false, read_count},
};
enum { NFORMS = sizeof forms / sizeof forms[0] };

static const struct al_condition *read_form(struct al_reading *r, const struct al_node *node, size_t form,
                                            const struct al_property *p, struct place at)
{
    const char *const only[] = {forms[form].key, NULL};

    for (uint32_t i = 0; forms[form].alone && i < node->object.n; i++) {
        if (&node->object.items[i] == p)
            continue;
        al_reading_unknown(r, node, &node->object.items[i], only);
        return NULL;
    }
    return forms[form].read(r, node, p, at);
}

static const struct al_condition *read_object(struct al_reading *r, const struct al_node *node,
                                              struct place at)
{
    const char *known[NFORMS + 1] = {NULL};

    at.depth++;
    for (size_t i = 0; i < NFORMS; i++) {
        const struct al_property *p = al_node_property(node, al_str_of(forms[i].key));
        if (p)
            return read_form(r, node, i, p, at);
        known[i] = forms[i].key;
    }
    if (node->object.n)
        al_reading_unknown(r, node, &node->object.items[0], known);
    else
        al_reading_error(r, al_node_span(node), "the condition is empty");
    return NULL;
}

static const struct al_condition *read(struct al_reading *r, const struct al_node *node, struct place at)
{
    if (at.depth == MOST_DEPTH) {
        al_reading_error(r, al_node_span(node), "conditions are nested too deep");
        return NULL;
    }
    if (node->kind == AL_NODE_BOOL)
        return maybe_not(r, !node->boolean, make(r, (struct al_condition){.op = AL_OP_ALWAYS}));
    return al_reading_is(r, node, AL_NODE_OBJECT) ? read_object(r, node, at) : NULL;
}

const struct al_condition *al_condition_read(struct al_reading *r, const struct al_node *node)
{
    return read(r, node, (struct place){0});
}
