/* SPDX-License-Identifier: MIT */
/* Which file a path in Bicep means: private to the graph room. */
#ifndef AL_GRAPH_MODULE_FILES_H
#define AL_GRAPH_MODULE_FILES_H

#include "graph/modules.h"

/* Where the file is. */
struct al_module_place {
    const char *file;        /* NULL: it cannot be had */
    al_str real;             /* its path without symbolic links */
    const char *root;        /* below which the file itself may name others */
    enum al_trouble trouble; /* when there is no file: which one that is, and why */
    al_str why;
};

struct al_stored;

/* A file that is just being read, within the one that names it. */
struct al_loading {
    struct al_loading *outer;
    al_str key, name;
    struct al_diags *diags;   /* where to report */
    struct al_stored *module; /* of the store; NULL: of this input alone */
};

/* What is known of the files of one input. */
struct al_modules {
    al_arena *arena;
    struct al_diags *diags;
    const struct al_load *load;
    struct al_map places;  /* folder and path -> struct al_module_place */
    struct al_map folders; /* without symbolic links: path -> al_str */
    struct al_map configs; /* real folder -> struct al_bicep_config */
    struct al_map roots;   /* a source's name -> the folder below which it may name files, unless it is the root */
    struct al_map used_by_name;
    AL_VEC(struct al_used_file) used;
    struct al_loading *loading; /* innermost */
    uint32_t depth;                /* how many of them */
    bool has_root;                 /* the input itself is among the graph's files */
};

/* al_path_real() of a file, asked of the disk once for each folder. */
al_str al_modules_real(struct al_modules *modules, const char *file);
/* Whether such a path is below a folder. */
bool al_modules_is_below(struct al_modules *modules, al_str real, const char *folder);

/* Where to report what is wrong with the file that is being read. */
struct al_diags *al_modules_diags(const struct al_modules *modules);
/* Notes that a file was read because another names it; the name lives in the input's arena or in the
 * store. */
void al_modules_note_use(struct al_modules *modules, al_str name, enum al_bicep_wish wish);

const char *al_modules_root(const struct al_modules *modules, const struct al_source *source);

/* What the text of `path`, a STRING node, means to the source it stands in. Worked out once for each
 * folder. */
const struct al_module_place *al_module_place(struct al_modules *modules, const struct al_node *path);

/* -- bicepconfig.json -- */

/* The configuration of a source: the nearest bicepconfig.json up to its root, then what that one extends. */
struct al_bicep_config {
    const char *file; /* the nearest; NULL: there is none */
    AL_VEC(const struct al_node *) layers;
};

const struct al_bicep_config *al_bicep_config_of(struct al_modules *modules, const struct al_source *source);
/* A property of moduleAliases.<scheme>.<name>, or an empty text. */
al_str al_bicep_alias(const struct al_bicep_config *config, const char *scheme, al_str name,
                      const char *property);

/* -- modules of registries, and template specs -- */

struct al_module_reference {
    bool is_spec;                  /* ts: */
    al_str registry, repository;   /* br: "mcr.microsoft.com", "bicep/avm/res/x" */
    al_str subscription, group;    /* ts: */
    al_str name;                   /* as it was written after the alias or registry, without its version */
    al_str version;                /* a tag, or a digest: "sha256:..." */
    bool is_digest;
};

/* Takes "br/alias:path:tag" and its like apart. False with *trouble and *why when it is malformed or the
 * alias is not known. */
bool al_module_reference_read(struct al_module_reference *out, enum al_trouble *trouble, al_str *why,
                              struct al_modules *modules, const struct al_source *source, al_str text);
/* Looks for the module in the folders that may have it; false when it is in none. */
bool al_published_find(struct al_module_place *out, struct al_modules *modules,
                      const struct al_module_reference *reference);

/* -- the store -- */

struct al_stored_use {
    const struct al_stored *module;
    enum al_bicep_wish wish;
};

/* A file that inputs share, with all that reading it has said. */
struct al_stored {
    const struct al_template *tmpl;
    al_str real, name, root;
    struct al_diags diags;
    AL_VEC(struct al_stored_use) uses; /* of others in the store */
    bool incomplete;                   /* it deploys what could not be read */
    bool local;                        /* for this input alone: what it says depends on how it was reached */
};

/* The module that is at a place, or NULL. */
struct al_stored *al_store_find(const struct al_load *load, const struct al_module_place *place);
/* A new one, which is kept once al_store_keep() was called. */
struct al_stored *al_store_new(const struct al_load *load, const struct al_module_place *place);
void al_store_keep(const struct al_load *load, struct al_stored *module);
/* Makes it, and what it uses, known to an input: reports and notes what reading it would. */
void al_store_take(struct al_graph *graph, const struct al_stored *module);

#endif
