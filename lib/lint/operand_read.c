/* SPDX-License-Identifier: MIT */
#include "lint/operand_read.h"

#include "lint/pattern.h"

/* Whoever brings a policy along must not get a text that nothing ever equals. */
static const char *plain(struct al_reading *r, const struct al_node *node, const char *text)
{
    size_t n = text ? strlen(text) : 0;

    if (n < 2 || node->kind != AL_NODE_STRING || text[0] != '[' || text[n - 1] != ']')
        return text;
    if (text[1] == '[')
        return text + 1;
    al_reading_error(
        r, al_node_span(node),
        "of expressions only [parameters('name')] is understood; a text that begins with '[' is written '[['");
    return NULL;
}

const char *al_operand_text(struct al_reading *r, const struct al_node *node)
{
    return plain(r, node, al_reading_text(r, node));
}

const char *al_operand_scalar(struct al_reading *r, const struct al_node *node)
{
    return plain(r, node, al_reading_scalar(r, node));
}

const char *const *al_operand_scalars(struct al_reading *r, const struct al_node *node)
{
    const char **list;

    if (!al_reading_is(r, node, AL_NODE_ARRAY))
        return NULL;
    if (node->array.n == 0) {
        al_reading_error(r, al_node_span(node), "the array is empty");
        return NULL;
    }
    list = AL_NEW_N(r->arena, const char *, node->array.n + 1);
    for (uint32_t i = 0; i < node->array.n; i++)
        if (!(list[i] = al_operand_scalar(r, node->array.items[i])))
            return NULL;
    return list;
}

const char *al_operand_pattern(struct al_reading *r, const struct al_node *node)
{
    const char *text = al_reading_text(r, node), *wrong;
    size_t at = 0;

    wrong = text ? al_pattern_wrong(r->arena, text, &at) : NULL;
    if (!wrong)
        return text;
    al_reading_error(r, al_node_span(node), "the pattern is malformed at character %zu: %s", at + 1, wrong);
    return NULL;
}

/* "###-???" of Azure Policy: digits, letters, and '.' for either. */
const char *al_operand_match(struct al_reading *r, const struct al_node *node, bool any_case)
{
    const char *text = al_operand_text(r, node);
    struct al_buf out = AL_BUF(r->arena);

    al_buf_put(&out, any_case ? AL_STR("^") : AL_STR("(?-i)^"));
    for (const char *p = text; p && *p; p++) {
        if (*p == '#')
            al_buf_put(&out, AL_STR("[0-9]"));
        else if (*p == '?')
            al_buf_put(&out, AL_STR("[A-Za-z]"));
        else if (*p == '.')
            al_buf_put(&out, AL_STR("[0-9A-Za-z]"));
        else if (al_is_alpha(*p) || al_is_digit(*p) || (unsigned char)*p >= 0x80)
            al_buf_char(&out, *p);
        else
            al_buf_printf(&out, "\\%c", *p);
    }
    al_buf_char(&out, '$');
    return text ? al_buf_str(&out).s : NULL;
}
