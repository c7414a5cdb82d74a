/* SPDX-License-Identifier: MIT */
/* Rules from shared objects. The file is looked at before its code is let in, and once more, in memory, after
 * that. What was loaded stays until the run is freed: findings point at its rules. */
#include "base/files.h"
#include "lint/rule_check.h"
#include "lint/run.h"
#include "lint/shared_object.h"

struct loading {
    al_run *run;
    const char *path;
};

static int refuse(const struct loading *l, const char *why)
{
    l->run->error = al_printf(l->run->arena, "%s: %s", l->path, why).s;
    return AL_EUSAGE;
}

#ifdef AL_NO_MODULES

static int load(const struct loading *l)
{
    return refuse(l, "this armlint is one static program and cannot load modules");
}

#else

#include <dlfcn.h>

struct library {
    void *handle;
};

static void close_library(void *ptr)
{
    const struct library *library = ptr;

    if (library->handle)
        dlclose(library->handle);
}

/* A name without a slash would be looked for among the system's libraries. */
static const char *with_slash(const struct loading *l)
{
    return strchr(l->path, '/') ? l->path : al_printf(l->run->arena, "./%s", l->path).s;
}

static const char *linker_error(const struct loading *l)
{
    const char *text = dlerror();

    return al_printf(l->run->arena, "it cannot be loaded: %s", text ? text : "no reason given").s;
}

static int add(const struct loading *l, void *library)
{
    const struct al_module *module = dlsym(library, "armlint_module");
    const char *why;

    if (!module)
        return refuse(l, "it is no module of armlint: it has no 'armlint_module'");
    if (al_registry_add(&l->run->registry, module, &why) != AL_OK)
        return refuse(l, why);
    l->run->selected = false;
    return AL_OK;
}

struct look {
    al_arena *arena; /* for the file, which is large */
    const char *path, *wrong;
    uint32_t header[2];
};

static int look(void *ptr)
{
    struct look *l = ptr;

    l->wrong = al_shared_object_wrong(l->arena, l->path, l->header);
    return AL_OK;
}

static const char *look_at(const struct loading *l)
{
    struct look at = {al_arena_new(0), l->path, NULL, {AL_RULE_ABI, sizeof(struct al_rule)}};
    int status = at.arena ? al_arena_try(at.arena, look, &at) : AL_E_MEMORY;

    al_arena_free(at.arena);
    if (status != AL_OK)
        al_arena_throw(l->run->arena, status);
    return at.wrong ? at.wrong : al_module_version_wrong(l->run->arena, at.header[0], at.header[1]);
}

static int load(const struct loading *l)
{
    const char *wrong = look_at(l);
    struct library *library;

    if (wrong)
        return refuse(l, wrong);
    library = AL_NEW(l->run->arena, struct library);
    al_arena_defer(l->run->arena, close_library, library);
    library->handle = dlopen(with_slash(l), RTLD_NOW | RTLD_LOCAL);
    return library->handle ? add(l, library->handle) : refuse(l, linker_error(l));
}

#endif

static int load_one(void *ptr)
{
    return load(ptr);
}

int al_run_load_module(al_run *run, const char *path)
{
    struct loading l = {run, path};

    return al_run_guard(run, load_one, &l);
}

static int load_all(void *ptr)
{
    const struct loading *l = ptr;
    size_t n, nmodules = 0;
    const char *why;
    al_str *names;

    if (!al_folder_files(l->run->arena, l->path, &names, &n, &why))
        return refuse(l, why);
    for (size_t i = 0; i < n; i++) {
        struct loading one = {l->run, NULL};
        int status;
        if (!al_str_ends(names[i], AL_STR(".so")))
            continue;
        one.path = al_printf(l->run->arena, "%s/%.*s", l->path, AL_FMT(names[i])).s;
        status = load(&one);
        if (status != AL_OK)
            return status;
        nmodules++;
    }
    return nmodules ? AL_OK : refuse(l, "there are no modules in it");
}

int al_run_load_modules(al_run *run, const char *folder)
{
    struct loading l = {run, folder};

    return al_run_guard(run, load_all, &l);
}
