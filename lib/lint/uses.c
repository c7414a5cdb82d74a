/* SPDX-License-Identifier: MIT */
/* Statements of Bicep begin a line, and what they name stands in quotes on the same line, but for an import
 * over several lines, whose last one begins with "}". Comments and texts over several lines may look like
 * that, too: who asks must bear an answer that says too much. */
#include "lint/uses.h"

static const struct {
    const char *word;
    enum al_use_kind kind;
    bool names_file, deploys;
} statements[] = {
    {"module", AL_USE_MODULE, true, true},    {"test", AL_USE_MODULE, true, false},
    {"import", AL_USE_IMPORT, true, false},   {"using", AL_USE_USING, true, false},
    {"extends", AL_USE_EXTENDS, true, false}, {"} from", AL_USE_IMPORT, true, false},
    {"resource", AL_USE_MODULE, false, true}, {"output", AL_USE_MODULE, false, true},
};

static bool begins_with(al_str line, const char *word)
{
    size_t n = strlen(word);

    return line.n > n && memcmp(line.s, word, n) == 0 &&
           (line.s[n] == ' ' || line.s[n] == '\t' || line.s[n] == '\'');
}

/* The first text on the line, unless it has an escape or an interpolation. */
static al_str quoted(al_str line)
{
    const char *open = memchr(line.s, '\'', line.n);
    size_t rest = open ? line.n - (size_t)(open + 1 - line.s) : 0;
    const char *close = open ? memchr(open + 1, '\'', rest) : NULL;
    al_str text = close ? (al_str){open + 1, (size_t)(close - open - 1)} : AL_STR("");

    return al_str_find(text, AL_STR("$")) >= 0 || al_str_find(text, AL_STR("\\")) >= 0 ? AL_STR("") : text;
}

static void look_at(struct al_uses *out, al_arena *arena, al_str line)
{
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        al_str path;
        if (!begins_with(line, statements[i].word))
            continue;
        out->deploys |= statements[i].deploys;
        path = statements[i].names_file ? quoted(line) : AL_STR("");
        if (path.n)
            *al_vec_push(arena, &out->list) = (struct al_use){statements[i].kind, path};
        return;
    }
}

void al_uses_find(struct al_uses *out, al_arena *arena, al_str text)
{
    const char *at = text.s, *end = text.s + text.n;

    *out = (struct al_uses){0};
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        while (at < stop && al_is_space(*at))
            at++;
        if (at < stop && memchr("mtiuero}", *at, 8))
            look_at(out, arena, (al_str){at, (size_t)(stop - at)});
        at = stop + 1;
    }
}

/* -- JSON -- */

/* How deep the byte at `to` stands in objects and arrays. */
static int depth_at(al_str text, size_t to)
{
    bool in_string = false;
    int depth = 0;

    for (size_t i = 0; i < to; i++) {
        char c = text.s[i];
        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '{' || c == '['))
            depth++;
        else if (!in_string && (c == '}' || c == ']'))
            depth--;
    }
    return depth;
}

bool al_is_compiled(al_str text)
{
    ptrdiff_t at = al_str_find(text, AL_STR("\"_generator\"")), name;
    al_str rest;

    if (at < 0 || depth_at(text, (size_t)at) != 2)
        return false;
    rest = al_str_from(text, (size_t)at + 12);
    rest = al_str_head(rest, (size_t)(al_str_find(rest, AL_STR("}")) + 1));
    name = al_str_find(rest, AL_STR("\"name\""));
    rest = name < 0 ? AL_STR("") : al_str_trim(al_str_from(rest, (size_t)name + 6));
    if (!al_str_starts(rest, AL_STR(":")))
        return false;
    return al_str_starts(al_str_trim(al_str_from(rest, 1)), AL_STR("\"bicep\""));
}
