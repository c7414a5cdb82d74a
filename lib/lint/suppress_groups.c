/* SPDX-License-Identifier: MIT */
/* PSRule's suppression groups, which silence rules for the resources that satisfy a condition. They stand in
 * .ps-rule/ at the root of the repository, and in the root itself:
 *
 *     # Synopsis: Scratch accounts may go away
 *     kind: SuppressionGroup
 *     spec:
 *       expiresOn: '2026-12-31T00:00:00Z'
 *       rule: [Azure.Storage.UseReplication]
 *       if: { field: tags.env, equals: dev }
 *
 * Only what is certain of a resource suppresses anything. A group with a condition of a kind that is not
 * known here is left out, and that is said. */
#include "base/files.h"
#include "lint/condition.h"
#include "lint/date.h"
#include "lint/suppress.h"
#include "syntax/json.h"
#include "syntax/yaml.h"

enum { LARGEST = 1 << 20, MOST_FILES = 1000, MOST_DEEP = 32 };

struct group {
    const struct al_node *rules, *condition; /* rules: NULL means all */
    al_str reason;
    bool over;
};

struct al_psrule_groups {
    AL_VEC(struct group) list;
    size_t nfiles;
};

struct reading {
    struct al_input *input;
    struct al_psrule_groups *groups;
};

/* -- words of conditions -- */

/* `pattern`: what the operand becomes for `like`; `each`: the operand may be a list, any of which will do. */
static const struct word {
    const char *word;
    enum al_operator op;
    bool negated, each;
    const char *pattern;
} words[] = {
    {"equals", AL_OP_EQUALS, false, false, NULL},     {"notEquals", AL_OP_EQUALS, true, false, NULL},
    {"in", AL_OP_EQUALS, false, true, NULL},          {"notIn", AL_OP_EQUALS, true, true, NULL},
    {"like", AL_OP_LIKE, false, true, "%.*s"},        {"notLike", AL_OP_LIKE, true, true, "%.*s"},
    {"startsWith", AL_OP_LIKE, false, true, "%.*s*"}, {"notStartsWith", AL_OP_LIKE, true, true, "%.*s*"},
    {"endsWith", AL_OP_LIKE, false, true, "*%.*s"},   {"notEndsWith", AL_OP_LIKE, true, true, "*%.*s"},
    {"contains", AL_OP_LIKE, false, true, "*%.*s*"},  {"notContains", AL_OP_LIKE, true, true, "*%.*s*"},
    {"match", AL_OP_MATCHES, false, false, NULL},     {"notMatch", AL_OP_MATCHES, true, false, NULL},
    {"exists", AL_OP_EXISTS, false, false, NULL},     {"hasValue", AL_OP_NOT_EMPTY, false, false, NULL},
};

static const struct word *find_word(al_str key)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (al_str_caseeq(key, al_str_of(words[i].word)))
            return &words[i];
    return NULL;
}

/* What a condition looks at. */
static const char *const accessors[] = {"field", "name", "type", "source"};

static bool is_accessor(al_str key)
{
    for (size_t i = 0; i < sizeof accessors / sizeof accessors[0]; i++)
        if (al_str_caseeq(key, al_str_of(accessors[i])))
            return true;
    return false;
}

static bool is_branch(al_str key)
{
    return al_str_caseeq(key, AL_STR("allOf")) || al_str_caseeq(key, AL_STR("anyOf")) ||
           al_str_caseeq(key, AL_STR("not"));
}

/* The key of a condition, or of one inside it, that is not known; empty: there is none. */
static al_str unknown_key(const struct al_node *node, unsigned depth)
{
    al_str found = {NULL, 0};

    if (depth == MOST_DEEP)
        return AL_STR("allOf");
    for (uint32_t i = 0; al_node_is(node, AL_NODE_ARRAY) && i < node->array.n && !found.n; i++)
        found = unknown_key(node->array.items[i], depth + 1);
    for (uint32_t i = 0; al_node_is(node, AL_NODE_OBJECT) && i < node->object.n && !found.n; i++) {
        const struct al_property *p = &node->object.items[i];
        if (is_branch(p->key))
            found = unknown_key(p->value, depth + 1);
        else if (!is_accessor(p->key) && !find_word(p->key))
            found = p->key;
    }
    return found;
}

/* -- reading -- */

static void complain(const struct reading *r, const struct al_source *source, uint32_t off, const char *what,
                     al_str name)
{
    al_diags_add(r->input->diags, AL_TROUBLE_SUPPRESSION, (struct al_span){source, off, 0},
                 "this suppression group of PSRule is left out: %s%.*s", what, AL_FMT(al_str_head(name, 60)));
}

/* "2026-12-31T00:00:00Z" */
static bool is_over(const struct reading *r, const struct al_node *node)
{
    const al_str day = al_str_head(al_node_text(node), strlen("2026-12-31"));

    return al_str_is_date(day) && al_date_is_over(day, r->input->run->options.today);
}

static void add_group(const struct reading *r, const struct al_source *source, uint32_t off,
                      const struct al_node *root, al_str reason)
{
    const struct al_node *spec = al_node_get(root, "spec"), *rules = al_node_get(spec, "rule");
    struct group group = {.condition = al_node_get(spec, "if"), .reason = reason};
    al_str unknown = unknown_key(group.condition, 0);

    if (!al_str_caseeq(al_node_text(al_node_get(root, "kind")), AL_STR("SuppressionGroup")))
        return;
    if (!al_node_is(group.condition, AL_NODE_OBJECT) || group.condition->object.n == 0) {
        complain(r, source, off, "it has no condition", AL_STR(""));
        return;
    }
    if (unknown.n) {
        complain(r, source, off, "its condition is not understood, because of ", unknown);
        return;
    }
    group.rules = al_node_is(rules, AL_NODE_ARRAY) && rules->array.n ? rules : NULL;
    group.over = is_over(r, al_node_get(spec, "expiresOn"));
    *al_vec_push(r->input->arena, &r->groups->list) = group;
}

/* "# Synopsis: why" */
static al_str synopsis(al_str text)
{
    const al_str word = AL_STR("synopsis:");
    al_str line;

    while (text.n && al_str_split_next(&line, &text, '\n')) {
        line = al_str_trim(line);
        if (!al_str_starts(line, AL_STR("#")) && !al_str_starts(line, AL_STR("//")))
            continue;
        line = al_str_trim(al_str_from(line, line.s[0] == '#' ? 1 : 2));
        if (al_str_case_starts(line, word))
            return al_str_trim(al_str_from(line, word.n));
    }
    return AL_STR("");
}

/* One document of a file. */
static void read_document(const struct reading *r, const struct al_source *file, al_str text)
{
    struct al_diags diags = {.arena = r->input->arena};
    const struct al_source *source = al_source_new(r->input->arena, file->name, text);
    const uint32_t off = (uint32_t)(text.s - file->text.s);
    struct al_node *root;

    if (al_str_case_find(text, AL_STR("SuppressionGroup")) < 0)
        return;
    if (al_yaml_read(&root, r->input->arena, &diags, source) == AL_OK)
        add_group(r, file, off, root, synopsis(text));
    else
        complain(r, file, off, "it is malformed", AL_STR(""));
}

static void read_yaml(const struct reading *r, const struct al_source *file)
{
    const char *start = file->text.s, *end = start + file->text.n;
    al_str rest = file->text, line;

    while (rest.n && al_str_split_next(&line, &rest, '\n')) {
        if (!al_str_starts(line, AL_STR("---")))
            continue;
        read_document(r, file, (al_str){start, (size_t)(line.s - start)});
        start = line.s + strlen("---");
    }
    read_document(r, file, (al_str){start, (size_t)(end - start)});
}

static void read_json(const struct reading *r, const struct al_source *file)
{
    struct al_diags diags = {.arena = r->input->arena};
    struct al_json json;

    if (al_json_read(&json, r->input->arena, &diags, file, AL_JSON_DATA) != AL_OK) {
        complain(r, file, 0, "the file is malformed", AL_STR(""));
        return;
    }
    for (uint32_t i = 0; al_node_is(json.root, AL_NODE_ARRAY) && i < json.root->array.n; i++)
        add_group(r, file, json.root->array.items[i]->off, json.root->array.items[i], AL_STR(""));
}

static const char *const endings[] = {".Rule.yaml", ".Rule.yml", ".Rule.jsonc", ".Rule.json"};

static bool is_wanted(void *ptr, al_str name)
{
    const struct reading *r = ptr;

    for (size_t i = 0; i < sizeof endings / sizeof endings[0] && r->groups->nfiles < MOST_FILES; i++)
        if (al_str_case_ends(name, al_str_of(endings[i])))
            return true;
    return false;
}

static void read_file(const struct reading *r, const char *path)
{
    const char *why;
    al_str text;

    r->groups->nfiles++;
    if (!al_places_is_below(&r->input->run->places, r->input->arena, path, r->input->load.root) ||
        al_file_read(&text, &why, r->input->arena, path, LARGEST) != AL_OK)
        return;
    if (al_str_find(al_str_lower(r->input->arena, al_path_name(al_str_of(path))), AL_STR(".rule.y")) >= 0)
        read_yaml(r, al_source_new(r->input->arena, al_str_of(path), text));
    else
        read_json(r, al_source_new(r->input->arena, al_str_of(path), text));
}

static void read_root(struct reading *r)
{
    const al_str root = al_str_of(r->input->load.root);
    const char *why;
    al_str *names;
    size_t n;

    if (!al_folder_files(r->input->arena, r->input->load.root, &names, &n, &why))
        return;
    for (size_t i = 0; i < n; i++)
        if (is_wanted(r, names[i]))
            read_file(r, al_path_join(r->input->arena, root, names[i]).s);
}

static void read_found(void *ptr, const char *folder, al_str name)
{
    const struct reading *r = ptr;

    read_file(r, al_walk_path(r->input->arena, folder, name));
}

struct al_psrule_groups *al_psrule_groups_read(struct al_input *input)
{
    struct reading r = {input, AL_NEW(input->arena, struct al_psrule_groups)};
    const struct al_walk walk = {&r, is_wanted, read_found, NULL};
    const char *folder = al_path_join(input->arena, al_str_of(input->load.root), AL_STR(".ps-rule")).s;

    if (al_is_folder(folder) &&
        al_places_is_below(&input->run->places, input->arena, folder, input->load.root))
        al_walk(input->arena, folder, &walk);
    read_root(&r);
    return r.groups;
}

/* -- conditions -- */

struct asking {
    struct al_input *input;
    const struct al_finding *finding;
    struct al_subject subject;
};

static enum al_truth judge(const struct asking *a, const struct al_node *node);

/* The file, of which everything is known. */
static enum al_truth ask_source(const struct asking *a, const struct al_condition *c)
{
    const al_str file = al_str_of(a->finding->location.file), value = al_str_of(c->value);

    if (c->op == AL_OP_LIKE)
        return al_like(file, value) ? AL_YES : AL_NO;
    return c->op == AL_OP_EQUALS && al_str_caseeq(file, value) ? AL_YES : AL_NO;
}

static enum al_truth ask_one(const struct asking *a, const char *field, const struct word *word,
                             const struct al_node *operand)
{
    al_arena *arena = a->input->arena;
    struct al_condition c = {.op = word->op, .field = field};
    al_str text = al_node_text(operand);

    if (word->op == AL_OP_EXISTS || word->op == AL_OP_NOT_EMPTY) {
        enum al_truth is = field ? al_condition_judge(&a->subject, &c).truth : AL_YES;
        return al_node_is(operand, AL_NODE_BOOL) && !operand->boolean ? al_opposite(is) : is;
    }
    if (operand->kind == AL_NODE_BOOL)
        text = operand->boolean ? AL_STR("true") : AL_STR("false");
    else if (operand->kind == AL_NODE_INT)
        text = al_printf(arena, "%lld", (long long)operand->integer);
    c.value = word->pattern ? al_printf(arena, word->pattern, AL_FMT(text)).s : al_str_cstr(arena, text);
    if (word->op == AL_OP_MATCHES && al_pattern_wrong(arena, c.value, &(size_t){0}))
        return AL_UNKNOWN;
    return field ? al_condition_judge(&a->subject, &c).truth : ask_source(a, &c);
}

static enum al_truth ask(const struct asking *a, const char *field, const struct al_property *p)
{
    const struct word *word = find_word(p->key);
    enum al_truth is = AL_NO;

    if (word->each && al_node_is(p->value, AL_NODE_ARRAY))
        for (uint32_t i = 0; i < p->value->array.n; i++)
            is = al_either(is, ask_one(a, field, word, p->value->array.items[i]));
    else
        is = ask_one(a, field, word, p->value);
    return word->negated ? al_opposite(is) : is;
}

/* "name" and "type" have '.' as their value, or a path to what has it. */
static const char *field_of(const struct asking *a, const struct al_node *node)
{
    const struct al_node *field = al_node_get(node, "field");

    if (field)
        return al_str_cstr(a->input->arena, al_node_text(field));
    if (al_node_get(node, "source"))
        return NULL;
    return al_node_get(node, "type") ? "type" : "name";
}

static enum al_truth judge_all(const struct asking *a, const struct al_node *list, bool all)
{
    enum al_truth is = all ? AL_YES : AL_NO;

    for (uint32_t i = 0; al_node_is(list, AL_NODE_ARRAY) && i < list->array.n; i++) {
        const enum al_truth one = judge(a, list->array.items[i]);
        is = all ? al_both(is, one) : al_either(is, one);
    }
    return is;
}

/* All its keys: what is asked of a field, and branches. */
static enum al_truth judge(const struct asking *a, const struct al_node *node)
{
    enum al_truth is = AL_YES;

    if (!al_node_is(node, AL_NODE_OBJECT))
        return AL_UNKNOWN;
    for (uint32_t i = 0; i < node->object.n; i++) {
        const struct al_property *p = &node->object.items[i];
        if (al_str_caseeq(p->key, AL_STR("not")))
            is = al_both(is, al_opposite(judge(a, p->value)));
        else if (is_branch(p->key))
            is = al_both(is, judge_all(a, p->value, al_str_caseeq(p->key, AL_STR("allOf"))));
        else if (!is_accessor(p->key))
            is = al_both(is, ask(a, field_of(a, node), p));
    }
    return is;
}

static bool is_about(const struct group *group, const struct al_finding *f)
{
    for (uint32_t i = 0; group->rules && i < group->rules->array.n; i++)
        if (al_psrule_means(f, al_node_text(group->rules->array.items[i])))
            return true;
    return !group->rules;
}

bool al_psrule_groups_suppress(const struct al_psrule_groups *groups, struct al_input *input,
                               const struct al_finding *f, const al_resource *resource, al_str *reason)
{
    const struct asking a = {
        input, f, {.graph = input->graph, .patterns = &input->run->patterns, .resource = resource}};

    for (size_t i = 0; i < groups->list.n; i++) {
        const struct group *group = &groups->list.v[i];
        if (group->over || !is_about(group, f) || judge(&a, group->condition) != AL_YES)
            continue;
        *reason = group->reason;
        return true;
    }
    return false;
}
