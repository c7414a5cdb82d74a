/* SPDX-License-Identifier: MIT */
/* Takes references to published modules apart: "br:registry/path:tag", "br:registry/path@sha256:...",
 * "ts:subscription/group/name:version", and both with an alias, "br/alias:path:tag". What they are made of
 * becomes the name of a folder later, so every part is held against what it may be. */
#include "base/files.h"
#include "graph/module_files.h"

enum { MOST_TAG = 128, MOST_NAME = 255 };

struct reading {
    struct al_modules *modules;
    const struct al_source *source;
    enum al_trouble trouble;
    al_str why;
};

static bool fail(struct reading *r, enum al_trouble trouble, al_str why)
{
    r->trouble = trouble;
    r->why = why;
    return false;
}

/* -- parts -- */

static bool is_made_of(al_str s, const char *others)
{
    for (size_t i = 0; i < s.n; i++)
        if (!al_is_alpha(s.s[i]) && !al_is_digit(s.s[i]) && (s.s[i] == '\0' || !strchr(others, s.s[i])))
            return false;
    return s.n > 0 && s.n <= MOST_NAME;
}

/* The name of a folder that stays where it is. */
static bool is_name(al_str s, const char *others)
{
    return is_made_of(s, others) && !al_str_eq(s, AL_STR(".")) && !al_str_eq(s, AL_STR(".."));
}

static bool are_names(al_str path)
{
    al_str part, rest = path;

    while (al_str_split_next(&part, &rest, '/'))
        if (!is_name(part, "._-"))
            return false;
    return path.n > 0 && path.n <= MOST_NAME;
}

static ptrdiff_t last_of(al_str s, char c)
{
    for (size_t i = s.n; i > 0; i--)
        if (s.s[i - 1] == c)
            return (ptrdiff_t)i - 1;
    return -1;
}

/* Cuts ":tag" or "@sha256:..." off the last part of a path. */
static bool cut_version(struct al_module_reference *out, al_str *path)
{
    size_t start = (size_t)(last_of(*path, '/') + 1);
    al_str last = al_str_from(*path, start);

    for (size_t i = 0; i < last.n; i++) {
        if (last.s[i] != ':' && last.s[i] != '@')
            continue;
        out->is_digest = last.s[i] == '@';
        out->version = al_str_from(last, i + 1);
        *path = al_str_head(*path, start + i);
        return true;
    }
    return false;
}

static bool is_version(const struct al_module_reference *m)
{
    if (!m->is_digest)
        return is_name(m->version, "._-") && m->version.n <= MOST_TAG;
    return al_str_starts(m->version, AL_STR("sha256:")) && is_made_of(al_str_from(m->version, 7), "");
}

/* -- aliases -- */

static bool no_alias(struct reading *r, const struct al_bicep_config *config, al_str alias)
{
    if (config->file)
        return fail(
            r, AL_TROUBLE_BICEP_PATH,
            al_printf(r->modules->arena, "%s has no module alias '%.*s'", config->file, AL_FMT(alias)));
    return fail(r, AL_TROUBLE_UNRESOLVED_MODULE,
                al_printf(r->modules->arena,
                          "the module alias '%.*s' is not known: there is no bicepconfig.json up to the root",
                          AL_FMT(alias)));
}

/* The registry and the beginning of the path that an alias stands for. */
static bool registry_alias(struct reading *r, al_str alias, al_str *registry, al_str *folder)
{
    const struct al_bicep_config *config = al_bicep_config_of(r->modules, r->source);
    bool is_public = al_str_eq(alias, AL_STR("public"));

    *registry = al_bicep_alias(config, "br", alias, "registry");
    *folder = al_bicep_alias(config, "br", alias, "modulePath");
    if (is_public && registry->n == 0)
        *registry = AL_STR("mcr.microsoft.com");
    if (is_public && folder->n == 0)
        *folder = AL_STR("bicep");
    return registry->n > 0 || no_alias(r, config, alias);
}

static bool spec_alias(struct reading *r, al_str alias, struct al_module_reference *out)
{
    const struct al_bicep_config *config = al_bicep_config_of(r->modules, r->source);

    out->subscription = al_bicep_alias(config, "ts", alias, "subscription");
    out->group = al_bicep_alias(config, "ts", alias, "resourceGroup");
    return (out->subscription.n > 0 && out->group.n > 0) || no_alias(r, config, alias);
}

/* -- the two sorts -- */

static bool malformed(struct reading *r, const char *form)
{
    return fail(
        r, AL_TROUBLE_BICEP_PATH,
        al_printf(r->modules->arena, "this is not a reference to a module, which looks like '%s'", form));
}

static bool read_registry(struct reading *r, struct al_module_reference *out, al_str alias, al_str rest)
{
    const char *form = alias.n ? "br/alias:path:tag" : "br:registry/path:tag";
    al_str folder = AL_STR("");

    if (!cut_version(out, &rest))
        return malformed(r, form);
    if (alias.n && !registry_alias(r, alias, &out->registry, &folder))
        return false;
    if (!alias.n && (!al_str_split_next(&out->registry, &rest, '/') || !rest.s))
        return malformed(r, form);
    out->name = rest;
    out->repository = rest;
    if (folder.n)
        out->repository = al_printf(r->modules->arena, "%.*s/%.*s", AL_FMT(folder), AL_FMT(rest));
    if (!is_name(out->registry, ".-_:[]") || !are_names(out->repository) || !are_names(rest) ||
        !is_version(out))
        return malformed(r, form);
    return true;
}

static bool read_spec(struct reading *r, struct al_module_reference *out, al_str alias, al_str rest)
{
    static const char others[] = "._-()";
    const char *form = alias.n ? "ts/alias:name:version" : "ts:subscription/resource-group/name:version";
    al_str part, parts[4] = {{NULL, 0}}, all;
    size_t n = 0;

    out->is_spec = true;
    if (!cut_version(out, &rest) || out->is_digest)
        return malformed(r, form);
    for (all = rest; n < 4 && al_str_split_next(&part, &all, '/');)
        parts[n++] = part;
    /* four: the first is the endpoint of another cloud */
    if (all.s || (alias.n ? n != 1 : n < 3))
        return malformed(r, form);
    if (alias.n && !spec_alias(r, alias, out))
        return false;
    if (!alias.n) {
        out->subscription = parts[n - 3];
        out->group = parts[n - 2];
    }
    out->name = parts[n - 1];
    if (!is_name(out->subscription, "-") || !is_name(out->group, others) || !is_name(out->name, others) ||
        !is_name(out->version, others))
        return malformed(r, form);
    return true;
}

bool al_module_reference_read(struct al_module_reference *out, enum al_trouble *trouble, al_str *why,
                              struct al_modules *modules, const struct al_source *source, al_str text)
{
    struct reading r = {.modules = modules, .source = source};
    al_str scheme, alias = AL_STR(""), rest = text;
    bool fine;

    *out = (struct al_module_reference){0};
    al_str_split_next(&scheme, &rest, ':');
    if (scheme.n > 3 && scheme.s[2] == '/') {
        alias = al_str_from(scheme, 3);
        scheme = al_str_head(scheme, 2);
    }
    if (alias.n && !is_made_of(alias, "_-"))
        fine = malformed(&r, "br/alias:path:tag");
    else if (al_str_eq(scheme, AL_STR("br")))
        fine = read_registry(&r, out, alias, rest);
    else if (al_str_eq(scheme, AL_STR("ts")))
        fine = read_spec(&r, out, alias, rest);
    else
        fine = fail(&r, AL_TROUBLE_BICEP_PATH,
                    al_printf(modules->arena, "'%.*s:' is no scheme of modules, which are 'br:' and 'ts:'",
                              AL_FMT(scheme)));
    *trouble = r.trouble;
    *why = r.why;
    return fine;
}
