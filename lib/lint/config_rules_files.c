/* SPDX-License-Identifier: MIT */
/* A configuration may bring rules along, because they are data. Modules are code, and no configuration names
 * any. */
#include "base/files.h"
#include "lint/config_read.h"
#include "lint/rules_file.h"

static void read_item(struct al_config_reader *r, const struct al_node *item)
{
    const char *text = al_config_text(r, item), *path;
    const struct al_module *module;

    if (!text)
        return;
    path = al_path_join(r->run->arena, al_path_folder(al_str_of(r->layer->name)), al_str_of(text)).s;
    if (al_path_real(r->run->arena, path).n == 0) {
        al_config_wrong(r, al_node_span(item), "there is no file '%s'", text);
        return;
    }
    if (!r->layer->named && !al_path_is_below(r->run->arena, path, r->layer->root)) {
        al_config_wrong(r, al_node_span(item), "'%s' lies outside of the repository", text);
        return;
    }
    module = al_rules_file_configure(r->run, path, &r->layer->diags);
    if (module)
        *al_vec_push(r->run->arena, &r->layer->modules) = module;
}

void al_config_read_rules_files(struct al_config_reader *r)
{
    const struct al_property *property = al_node_property(r->layer->top, AL_STR("rulesFiles"));

    if (property)
        al_config_each(r, property->value, read_item);
}
