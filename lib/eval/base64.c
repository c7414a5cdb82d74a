/* SPDX-License-Identifier: MIT */
#include "eval/base64.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void al_base64_encode(struct al_buf *out, al_str bytes)
{
    for (size_t i = 0; i < bytes.n; i += 3) {
        uint32_t group = 0;
        char quad[4];
        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (i + k < bytes.n ? (unsigned char)bytes.s[i + k] : 0u);
        for (size_t k = 0; k < 4; k++)
            quad[k] = i + k > bytes.n ? '=' : alphabet[group >> (18 - 6 * k) & 63];
        al_buf_put(out, (al_str){quad, 4});
    }
}

static int value_of(char c)
{
    const char *p = c ? strchr(alphabet, c) : NULL;

    return p ? (int)(p - alphabet) : -1;
}

bool al_base64_decode(struct al_buf *out, al_str text)
{
    uint32_t group = 0;
    unsigned digits = 0, padding = 0;

    for (size_t i = 0; i < text.n; i++) {
        int value = value_of(text.s[i]);
        if (al_is_space(text.s[i]))
            continue;
        if (text.s[i] == '=' && digits >= 2 && digits + padding < 4) {
            padding++;
            continue;
        }
        if (value < 0 || padding)
            return false;
        group = group << 6 | (uint32_t)value;
        if (++digits < 4)
            continue;
        al_buf_put(out, (al_str){(char[]){(char)(group >> 16), (char)(group >> 8), (char)group}, 3});
        group = 0;
        digits = 0;
    }
    if (digits == 2 && padding == 2)
        al_buf_char(out, (char)(group >> 4));
    else if (digits == 3 && padding == 1)
        al_buf_put(out, (al_str){(char[]){(char)(group >> 10), (char)(group >> 2)}, 2});
    else if (digits)
        return false;
    return true;
}
