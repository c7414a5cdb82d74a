/* SPDX-License-Identifier: MIT */
/* Who refers to whom, in which order declarations can be looked at, and circles among them.
 *
 * Tarjan's algorithm, with a stack of its own instead of recursion: a chain of ten thousand variables is no
 * reason to run out of stack. It closes components in the order in which later checks want the declarations.
 */
#include "syntax/bicep_check_private.h"

enum { SHOWN_MOST = 12 };

/* -- who refers to whom -- */

struct collector {
    struct al_bicep_check *c;
    struct al_bicep_entry *entry;
};

static void add_need(struct collector *k, struct al_bicep_entry *needed, const struct al_node *node,
                     struct al_span span)
{
    *al_vec_push(k->c->arena, &k->entry->needs) = (struct al_bicep_need){needed, node, span};
}

/* The parameters that a function's body names are its own arguments. */
static void collect(void *ptr, const struct al_node *node)
{
    struct collector *k = ptr;
    struct al_bicep_entry *needed = NULL;

    if (node->kind != AL_NODE_PARAMETER || k->entry->st->kind != AL_BICEP_FUNC)
        needed = al_bicep_entry_of(k->c, node);
    if (needed)
        add_need(k, needed, node, al_node_span(node));
    al_node_each_child(node, collect, ptr);
}

/* A type needs what each of its values must hold, and the compiler counts the items of an array among that:
 * not what may be null, nor what stands for further properties. `inside`: a member, which may be null. */
static void collect_type(struct collector *k, const struct al_bicep_type *type, bool inside)
{
    struct al_bicep_entry *needed;

    if (!type)
        return;
    switch (type->kind) {
    case AL_BICEP_TYPE_NAME:
        needed = type->base ? NULL : al_bicep_entry_named(k->c, type->name);
        if (needed && needed->st->kind == AL_BICEP_TYPE)
            add_need(k, needed, NULL, type->span);
        break;
    case AL_BICEP_TYPE_NULLABLE:
        if (!inside)
            collect_type(k, type->base, false);
        break;
    case AL_BICEP_TYPE_NON_NULL: collect_type(k, type->base, inside); break;
    case AL_BICEP_TYPE_ARRAY: collect_type(k, type->base, true); break;
    case AL_BICEP_TYPE_TUPLE:
    case AL_BICEP_TYPE_OBJECT:
    case AL_BICEP_TYPE_UNION:
        for (uint32_t i = 0; i < type->nmembers; i++)
            if (!type->members[i].any)
                collect_type(k, type->members[i].type, true);
        break;
    default: break;
    }
}

static void collect_needs(struct al_bicep_check *c, struct al_bicep_entry *entry)
{
    struct collector k = {c, entry};

    al_bicep_each_expression(entry->st, collect, &k);
    if (entry->st->kind == AL_BICEP_TYPE)
        collect_type(&k, entry->st->type, false);
    if (entry->outer)
        add_need(&k, &c->entries[entry->outer - c->entries], NULL,
                 (struct al_span){entry->st->span.source, 0, 0});
}

/* -- components -- */

struct search {
    struct al_bicep_check *c;
    uint32_t *path; /* entries on the way to where we are */
    uint32_t npath;
    uint32_t *open; /* entries whose component is not closed yet */
    uint32_t nopen;
    uint32_t *next; /* by entry: which need to look at next */
    bool *is_open;
    uint32_t counter, circles, closed;
};

static void visit(struct search *s, uint32_t i)
{
    struct al_bicep_entry *entry = &s->c->entries[i];

    entry->index = entry->low = ++s->counter;
    s->path[s->npath++] = i;
    s->open[s->nopen++] = i;
    s->is_open[i] = true;
}

static bool refers_to_itself(const struct al_bicep_entry *entry)
{
    for (size_t i = 0; i < entry->needs.n; i++)
        if (entry->needs.v[i].entry == entry)
            return true;
    return false;
}

/* The entries from `root` on are a component. */
static void close_component(struct search *s, const struct al_bicep_entry *root)
{
    const struct al_bicep_entry *last = &s->c->entries[s->open[s->nopen - 1]];
    const bool is_circle = last != root || refers_to_itself(root);
    struct al_bicep_entry *entry;

    s->circles += is_circle;
    do {
        const uint32_t i = s->open[--s->nopen];
        entry = &s->c->entries[i];
        s->is_open[i] = false;
        entry->circle = is_circle ? s->circles : 0;
        s->c->order[s->closed++] = entry;
    } while (entry != root);
}

static void lower(struct al_bicep_entry *entry, uint32_t to)
{
    if (to < entry->low)
        entry->low = to;
}

static void search_from(struct search *s, uint32_t start)
{
    visit(s, start);
    while (s->npath) {
        const uint32_t i = s->path[s->npath - 1];
        struct al_bicep_entry *entry = &s->c->entries[i];
        if (s->next[i] < entry->needs.n) {
            const uint32_t j = (uint32_t)(entry->needs.v[s->next[i]++].entry - s->c->entries);
            if (!s->c->entries[j].index)
                visit(s, j);
            else if (s->is_open[j])
                lower(entry, s->c->entries[j].index);
            continue;
        }
        s->npath--;
        if (s->npath)
            lower(&s->c->entries[s->path[s->npath - 1]], entry->low);
        if (entry->low == entry->index)
            close_component(s, entry);
    }
}

/* -- what to say -- */

struct way {
    const struct al_bicep_entry *seen[SHOWN_MOST];
    uint32_t from[SHOWN_MOST], n;
};

static bool is_in(const struct way *way, const struct al_bicep_entry *entry)
{
    for (uint32_t i = 0; i < way->n; i++)
        if (way->seen[i] == entry)
            return true;
    return false;
}

/* Goes on from everything seen so far until `to` is reached; false when the circle is too large to be shown.
 */
static bool find_way(struct way *way, const struct al_bicep_entry *from, const struct al_bicep_entry *to)
{
    way->seen[0] = from;
    way->n = 1;
    for (uint32_t i = 0; i < way->n && !is_in(way, to); i++) {
        const struct al_bicep_entry *entry = way->seen[i];
        for (size_t k = 0; k < entry->needs.n && way->n < SHOWN_MOST; k++) {
            const struct al_bicep_entry *next = entry->needs.v[k].entry;
            if (next->circle != from->circle || is_in(way, next))
                continue;
            way->from[way->n] = i;
            way->seen[way->n++] = next;
        }
    }
    return is_in(way, to);
}

/* "a -> b -> a" for b being needed by a. */
static al_str circle_text(struct al_bicep_check *c, const struct al_bicep_entry *needed,
                          const struct al_bicep_entry *by)
{
    struct way way = {.n = 0};
    struct al_buf buf = AL_BUF(c->arena);
    const struct al_bicep_entry *steps[SHOWN_MOST];
    uint32_t n = 0, i = 0;

    if (!find_way(&way, needed, by))
        return AL_STR("");
    while (way.seen[i] != by)
        i++;
    for (; way.seen[i] != needed; i = way.from[i])
        steps[n++] = way.seen[i];
    al_buf_printf(&buf, ": %.*s -> %.*s", AL_SHOW(by->st->name), AL_SHOW(needed->st->name));
    while (n-- > 0)
        al_buf_printf(&buf, " -> %.*s", AL_SHOW(steps[n]->st->name));
    return al_buf_str(&buf);
}

static const char *wording(const struct al_bicep_entry *entry)
{
    return entry->st->kind == AL_BICEP_TYPE ? "type" : "declaration";
}

/* What refers to itself has no value; the evaluator is spared to find that out again. */
static void report_need(struct al_bicep_check *c, const struct al_bicep_entry *entry,
                        const struct al_bicep_need *need)
{
    if (need->entry == entry)
        al_bicep_error(c, AL_TROUBLE_BICEP_CYCLE, need->span, "'%.*s' refers to itself in its own %s",
                       AL_SHOW(entry->st->name), wording(entry));
    else if (need->span.len)
        al_bicep_error(c, AL_TROUBLE_BICEP_CYCLE, need->span, "'%.*s' is part of a circle of %ss%.*s",
                       AL_SHOW(need->entry->st->name), wording(entry),
                       AL_FMT(circle_text(c, need->entry, entry)));
    if (need->node)
        al_bicep_break((struct al_node *)(uintptr_t)need->node);
}

static void report_circle(struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    for (size_t i = 0; i < entry->needs.n; i++)
        if (entry->needs.v[i].entry->circle == entry->circle)
            report_need(c, entry, &entry->needs.v[i]);
}

void al_bicep_check_cycles(struct al_bicep_check *c)
{
    struct search s = {.c = c};

    s.path = AL_NEW_N(c->arena, uint32_t, c->n);
    s.open = AL_NEW_N(c->arena, uint32_t, c->n);
    s.next = AL_NEW_N(c->arena, uint32_t, c->n);
    s.is_open = AL_NEW_N(c->arena, bool, c->n);
    c->order = AL_NEW_N(c->arena, struct al_bicep_entry *, c->n);
    for (uint32_t i = 0; i < c->n; i++)
        collect_needs(c, &c->entries[i]);
    for (uint32_t i = 0; i < c->n; i++)
        if (!c->entries[i].index)
            search_from(&s, i);
    for (uint32_t i = 0; i < c->n; i++)
        if (c->entries[i].circle)
            report_circle(c, &c->entries[i]);
}
