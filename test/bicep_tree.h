/* SPDX-License-Identifier: MIT */
/* Prints what the Bicep parser made, a statement a line: (kind name parts ...). Operators print as (name args
 * ...), calls as (name() args ...), b.n as (. b n), b[i] as (@ b i), what is broken as !. */
#ifndef AL_TEST_BICEP_TREE_H
#define AL_TEST_BICEP_TREE_H

#include "base/buf.h"
#include "syntax/bicep.h"

static inline void print_expression(struct al_buf *out, const struct al_node *node);

static inline void print_text(struct al_buf *out, const char *quotes, al_str text)
{
    al_buf_printf(out, "%s", quotes);
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] == '\n' || text.s[i] == '\r' || text.s[i] == '\t')
            al_buf_printf(out, "\\%c", text.s[i] == '\n' ? 'n' : text.s[i] == '\r' ? 'r' : 't');
        else
            al_buf_char(out, text.s[i]);
    }
    al_buf_printf(out, "%s", quotes);
}

static inline void print_all(struct al_buf *out, struct al_node *const *nodes, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        al_buf_char(out, ' ');
        print_expression(out, nodes[i]);
    }
    al_buf_char(out, ')');
}

static inline void print_call(struct al_buf *out, const struct al_node *call)
{
    al_buf_printf(out, "(%s%.*s", call->flags & AL_NODE_METHOD ? "." : "", AL_FMT(call->call.name));
    if (!(call->flags & AL_NODE_OPERATOR))
        al_buf_put(out, AL_STR("()"));
    print_all(out, call->call.args, call->call.n);
}

static inline void print_object(struct al_buf *out, const struct al_node *object)
{
    al_buf_char(out, '{');
    for (uint32_t i = 0; i < object->object.n; i++) {
        const struct al_property *p = &object->object.items[i];
        al_buf_printf(out, "%s", i ? " " : "");
        if (p->key_node)
            print_expression(out, p->key_node);
        else
            print_text(out, "", p->key);
        if (p->value->kind != AL_NODE_SPREAD)
            al_buf_char(out, ':');
        print_expression(out, p->value);
    }
    al_buf_printf(out, "}%s", object->flags & AL_NODE_HAS_SPREAD ? "~" : "");
}

static inline void print_array(struct al_buf *out, const struct al_node *array)
{
    al_buf_char(out, '[');
    for (uint32_t i = 0; i < array->array.n; i++) {
        al_buf_printf(out, "%s", i ? " " : "");
        print_expression(out, array->array.items[i]);
    }
    al_buf_printf(out, "]%s", array->flags & AL_NODE_HAS_SPREAD ? "~" : "");
}

static inline void print_member(struct al_buf *out, const struct al_node *node)
{
    const bool safe = node->kind == AL_NODE_MEMBER && (node->flags & AL_NODE_SAFE);

    al_buf_printf(out, "(%s%s ", node->kind == AL_NODE_NESTED ? "::" : ".", safe ? "?" : "");
    print_expression(out, node->member.base);
    al_buf_printf(out, " %.*s)", AL_FMT(node->member.name));
}

static inline void print_index(struct al_buf *out, const struct al_node *node)
{
    al_buf_printf(out, "(@%s%s ", node->flags & AL_NODE_SAFE ? "?" : "",
                  node->flags & AL_NODE_FROM_END ? "^" : "");
    print_expression(out, node->index.base);
    al_buf_char(out, ' ');
    print_expression(out, node->index.index);
    al_buf_char(out, ')');
}

static inline void print_lambda(struct al_buf *out, const struct al_node *node)
{
    al_buf_put(out, AL_STR("(=>"));
    for (uint32_t i = 0; i < node->lambda.n; i++)
        al_buf_printf(out, " %.*s", AL_FMT(node->lambda.names[i]));
    print_all(out, &node->lambda.body, 1);
}

static inline void print_loop(struct al_buf *out, const struct al_node *node)
{
    al_buf_printf(out, "(for %.*s", AL_FMT(node->loop.names->item));
    if (node->loop.names->index.n)
        al_buf_printf(out, ",%.*s", AL_FMT(node->loop.names->index));
    al_buf_char(out, ' ');
    print_expression(out, node->loop.over);
    if (node->loop.body)
        al_buf_char(out, ' ');
    if (node->loop.body)
        print_expression(out, node->loop.body);
    al_buf_char(out, ')');
}

static inline void print_expression(struct al_buf *out, const struct al_node *node)
{
    switch (node->kind) {
    case AL_NODE_NULL: al_buf_put(out, AL_STR("null")); break;
    case AL_NODE_BOOL: al_buf_printf(out, "%s", node->boolean ? "true" : "false"); break;
    case AL_NODE_INT: al_buf_printf(out, "%lld", (long long)node->integer); break;
    case AL_NODE_STRING: print_text(out, node->flags & AL_NODE_MULTI_LINE ? "'''" : "'", node->string); break;
    case AL_NODE_NAME: al_buf_put(out, node->string); break;
    case AL_NODE_ARRAY: print_array(out, node); break;
    case AL_NODE_OBJECT: print_object(out, node); break;
    case AL_NODE_CALL: print_call(out, node); break;
    case AL_NODE_MEMBER:
    case AL_NODE_NESTED: print_member(out, node); break;
    case AL_NODE_INDEX: print_index(out, node); break;
    case AL_NODE_LAMBDA: print_lambda(out, node); break;
    case AL_NODE_LOOP: print_loop(out, node); break;
    case AL_NODE_SPREAD:
        al_buf_put(out, AL_STR("..."));
        print_expression(out, node->spread);
        break;
    case AL_NODE_BROKEN: al_buf_char(out, '!'); break;
    default: al_buf_printf(out, "kind %d", node->kind); break;
    }
}

static inline void print_type(struct al_buf *out, const struct al_bicep_type *type);

static inline void print_decorators(struct al_buf *out, struct al_node *const *decorators, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        al_buf_char(out, '@');
        print_expression(out, decorators[i]);
        al_buf_char(out, ' ');
    }
}

static inline void print_members(struct al_buf *out, const struct al_bicep_member *members, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        al_buf_char(out, ' ');
        print_decorators(out, members[i].decorators, members[i].ndecorators);
        if (members[i].any || members[i].name.n)
            al_buf_printf(out, "%.*s:", AL_FMT(members[i].any ? AL_STR("*") : members[i].name));
        print_type(out, members[i].type);
    }
    al_buf_char(out, ')');
}

static inline void print_around(struct al_buf *out, const char *sign, const struct al_bicep_type *type)
{
    al_buf_printf(out, "(%s ", sign);
    print_type(out, type->base);
    if (type->name.n)
        al_buf_printf(out, " %.*s", AL_FMT(type->name));
    if (type->literal)
        al_buf_char(out, ' ');
    if (type->literal)
        print_expression(out, type->literal);
    al_buf_char(out, ')');
}

static inline void print_name(struct al_buf *out, const struct al_bicep_type *type)
{
    if (type->base)
        print_type(out, type->base);
    al_buf_printf(out, "%s%.*s", type->base ? "." : "", AL_FMT(type->name));
}

static inline void print_type(struct al_buf *out, const struct al_bicep_type *type)
{
    switch (type->kind) {
    case AL_BICEP_TYPE_BROKEN: al_buf_char(out, '!'); return;
    case AL_BICEP_TYPE_NAME: print_name(out, type); return;
    case AL_BICEP_TYPE_LITERAL: print_expression(out, type->literal); return;
    case AL_BICEP_TYPE_ARRAY: print_around(out, "[]", type); return;
    case AL_BICEP_TYPE_NULLABLE: print_around(out, "?", type); return;
    case AL_BICEP_TYPE_NON_NULL: print_around(out, "!", type); return;
    case AL_BICEP_TYPE_MEMBER: print_around(out, ".", type); return;
    case AL_BICEP_TYPE_ITEM: print_around(out, type->star ? ".*" : "@", type); return;
    case AL_BICEP_TYPE_TUPLE: al_buf_put(out, AL_STR("(tuple")); break;
    case AL_BICEP_TYPE_OBJECT: al_buf_put(out, AL_STR("(object")); break;
    case AL_BICEP_TYPE_UNION: al_buf_put(out, AL_STR("(|")); break;
    case AL_BICEP_TYPE_GENERIC:
        al_buf_char(out, '(');
        print_name(out, type);
        al_buf_char(out, '<');
        break;
    case AL_BICEP_TYPE_RESOURCE:
        al_buf_put(out, AL_STR("(resource "));
        if (type->literal)
            print_expression(out, type->literal);
        break;
    }
    print_members(out, type->members, type->nmembers);
}

static inline void print_statement(struct al_buf *out, const struct al_bicep_statement *s);

/* A part that may be missing. */
static inline void print_part(struct al_buf *out, const char *before, const struct al_node *node)
{
    if (!node)
        return;
    al_buf_printf(out, " %s", before);
    print_expression(out, node);
}

static inline void print_items(struct al_buf *out, const struct al_bicep_statement *s)
{
    for (uint32_t i = 0; i < s->nitems; i++) {
        al_buf_char(out, ' ');
        print_text(out, "", s->items[i].name);
        al_buf_printf(out, "=%.*s", AL_FMT(s->items[i].alias));
    }
}

static inline void print_statement(struct al_buf *out, const struct al_bicep_statement *s)
{
    static const char *const names[] = {
        [AL_BICEP_TARGET_SCOPE] = "targetScope",
        [AL_BICEP_METADATA] = "metadata",
        [AL_BICEP_PARAM] = "param",
        [AL_BICEP_VAR] = "var",
        [AL_BICEP_OUTPUT] = "output",
        [AL_BICEP_TYPE] = "type",
        [AL_BICEP_FUNC] = "func",
        [AL_BICEP_RESOURCE] = "resource",
        [AL_BICEP_MODULE] = "module",
        [AL_BICEP_IMPORT] = "import",
        [AL_BICEP_EXTENSION] = "extension",
        [AL_BICEP_ASSERT] = "assert",
        [AL_BICEP_TEST] = "test",
        [AL_BICEP_USING] = "using",
        [AL_BICEP_EXTENDS] = "extends",
        [AL_BICEP_EXTENSION_CONFIG] = "extensionConfig",
        [AL_BICEP_BROKEN] = "!",
    };

    print_decorators(out, s->decorators, s->ndecorators);
    al_buf_printf(out, "(%s%s%s%.*s", names[s->kind], s->broken ? "?" : "", s->wildcard ? " *" : "",
                  s->name.n ? 1 : 0, " ");
    al_buf_put(out, s->name);
    print_items(out, s);
    print_part(out, "", s->path);
    if (s->existing)
        al_buf_put(out, AL_STR(" existing"));
    if (s->arguments)
        al_buf_put(out, AL_STR(" (")), print_members(out, s->arguments, s->narguments);
    if (s->type)
        al_buf_char(out, ' '), print_type(out, s->type);
    print_part(out, "", s->loop);
    print_part(out, "if ", s->condition);
    print_part(out, "= ", s->value);
    if (s->alias.n)
        al_buf_printf(out, " as %.*s", AL_FMT(s->alias));
    for (uint32_t i = 0; i < s->nchildren; i++) {
        al_buf_char(out, ' ');
        print_statement(out, &s->children[i]);
    }
    al_buf_char(out, ')');
}

#endif
