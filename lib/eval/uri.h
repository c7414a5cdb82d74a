/* SPDX-License-Identifier: MIT */
/* URIs (RFC 3986), normalised as .NET's Uri does. */
#ifndef AL_EVAL_URI_H
#define AL_EVAL_URI_H

#include "base/buf.h"

/* The components borrow the text. One that is absent has a NULL `s`, but for the path, which is always there.
 */
struct al_uri {
    al_str scheme, authority, path;
    al_str query, fragment; /* with their '?' and '#' */
};

struct al_uri al_uri_parse(al_str text);
/* Host and port of an authority; without a port, or with the scheme's own, `port` is empty. */
void al_uri_host(al_str *host, al_str *port, const struct al_uri *uri);
/* `relative` as seen from `base`, which must have a scheme. */
struct al_uri al_uri_resolve(al_arena *arena, const struct al_uri *base, const struct al_uri *relative);
/* Scheme and host in lower case, no default port, no dot segments, and characters that a URI may not have
 * escaped. */
void al_uri_put(struct al_buf *out, const struct al_uri *uri);

/* Escapes all but letters, digits and "-_.~". */
void al_uri_put_escaped(struct al_buf *out, al_str text);
/* Replaces %XX where that makes valid UTF-8, and leaves it as it is elsewhere. */
void al_uri_put_unescaped(struct al_buf *out, al_str text);

#endif
