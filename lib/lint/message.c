/* SPDX-License-Identifier: MIT */
/* What findings say. A rule's own message has {field} and {value}; without one it is made of the title and of
 * what the deciding leaf saw. */
#include "lint/finding.h"
#include "lint/hide.h"

enum { SHOWN_MOST = 80 };

/* -- values -- */

static al_str on_one_line(al_arena *arena, al_str text)
{
    bool cut = text.n > SHOWN_MOST;
    char *line;

    if (cut)
        text.n = SHOWN_MOST;
    while (cut && text.n > 0 && ((unsigned char)text.s[text.n] & 0xc0) == 0x80)
        text.n--;
    line = al_str_cstr(arena, text);
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
            line[i] = ' ';
    return cut ? al_printf(arena, "%s...", line) : (al_str){line, text.n};
}

al_str al_value_shown(struct al_input *input, al_value *value)
{
    struct al_eval *ev = &input->graph->ev;
    struct al_buf buf = AL_BUF(input->graph->scratch);

    al_force(ev, value);
    if (value->kind == AL_V_ARRAY)
        return value->n ? al_printf(input->graph->scratch, "a list of %u", (unsigned)value->n) : AL_STR("[]");
    if (value->kind == AL_V_OBJECT)
        return value->object->n ? AL_STR("an object") : AL_STR("{}");
    if (al_value_holds_secret(ev, value) == AL_YES ||
        (value->kind == AL_V_STRING && al_masks_is(&input->masks, al_string_of(value))))
        return AL_STR("a secret");
    if (value->kind == AL_V_STRING)
        return value->n ? on_one_line(input->graph->scratch, al_hide_in(input, al_string_of(value)))
                        : AL_STR("empty");
    buf.most = 16 * SHOWN_MOST;
    al_value_to_source(ev, &buf, value);
    return on_one_line(input->graph->scratch, al_hide_in(input, al_buf_str(&buf)));
}

/* -- sentences -- */

/* {field} and {value} in a rule's own message. */
static al_str fill_in(struct al_input *input, const char *format, const struct al_outcome *o)
{
    struct al_buf buf = AL_BUF(input->graph->scratch);
    al_str rest = al_str_of(format);

    for (ptrdiff_t open; (open = al_str_find(rest, AL_STR("{"))) >= 0;) {
        al_buf_put(&buf, al_str_head(rest, (size_t)open));
        rest = al_str_from(rest, (size_t)open);
        if (al_str_starts(rest, AL_STR("{field}"))) {
            al_buf_put(&buf, o->path);
            rest = al_str_from(rest, strlen("{field}"));
        } else if (al_str_starts(rest, AL_STR("{value}"))) {
            al_buf_put(&buf, o->field ? al_value_shown(input, o->field->value) : AL_STR("not set"));
            rest = al_str_from(rest, strlen("{value}"));
        } else {
            al_buf_char(&buf, '{');
            rest = al_str_from(rest, 1);
        }
    }
    al_buf_put(&buf, rest);
    return al_buf_str(&buf);
}

static bool asks_for_a_value(const struct al_outcome *o)
{
    return o->leaf->op == AL_OP_EQUALS && !o->negated;
}

static void put_absence(struct al_buf *buf, const struct al_rule *rule, const struct al_outcome *o)
{
    al_buf_printf(buf, "%.*s is not set", AL_FMT(o->path));
    if (!asks_for_a_value(o))
        return;
    if (rule->absent.absence == AL_ABSENCE_FAILS)
        al_buf_printf(buf, ", and its default is not %s", o->leaf->value);
    else if (rule->absent.absence == AL_ABSENCE_FAILS_BEFORE)
        al_buf_printf(buf, ", and before API version %s its default is not %s", rule->absent.api_version,
                      o->leaf->value);
}

/* "properties.minimumTlsVersion is TLS1_0, not TLS1_2". */
static void put_presence(struct al_input *input, struct al_buf *buf, const struct al_outcome *o)
{
    size_t n;
    bool exact;

    al_buf_put(buf, o->path);
    if (o->leaf->op == AL_OP_COUNT_LESS) {
        n = al_graph_count(input->graph, o->field, &exact);
        al_buf_printf(buf, " has %zu item%s", n, n == 1 ? "" : "s");
        return;
    }
    al_buf_put(buf, AL_STR(" is "));
    al_buf_put(buf, al_value_shown(input, o->field->value));
    if (asks_for_a_value(o))
        al_buf_printf(buf, ", not %s", o->leaf->value);
}

al_str al_message_of_failure(struct al_input *input, const struct al_rule *rule, const struct al_outcome *o)
{
    struct al_buf buf = AL_BUF(input->graph->scratch);

    if (rule->message)
        return fill_in(input, rule->message, o);
    al_buf_put(&buf, al_str_of(rule->title));
    if (o->path.n == 0)
        return al_buf_str(&buf);
    al_buf_put(&buf, AL_STR(": "));
    if (o->field)
        put_presence(input, &buf, o);
    else
        put_absence(&buf, rule, o);
    return al_buf_str(&buf);
}

al_str al_message_of_doubt(struct al_input *input, const struct al_rule *rule, const struct al_outcome *o)
{
    struct al_buf buf = AL_BUF(input->graph->scratch);

    al_buf_printf(&buf, "cannot tell whether this holds: %s", rule->title);
    if (o->path.n == 0)
        return al_buf_str(&buf);
    al_buf_printf(&buf, "; %.*s is ", AL_FMT(o->path));
    al_buf_put(&buf, o->field ? al_value_shown(input, o->field->value) : AL_STR("not set"));
    return al_buf_str(&buf);
}
