/* SPDX-License-Identifier: MIT */
/* A configuration may bring rules along, because they are data. Modules are code, and no configuration names
 * any. */
#include "lint/config_read.h"
#include "lint/rules_file.h"

static void read_item(struct al_config_reader *r, const struct al_node *item)
{
    const char *path = al_config_file(r, item);
    const struct al_module *module = path ? al_rules_file_configure(r->run, path, &r->layer->diags) : NULL;

    if (module)
        *al_vec_push(r->run->arena, &r->layer->modules) = module;
}

void al_config_read_rules_files(struct al_config_reader *r)
{
    const struct al_property *property = al_node_property(r->layer->top, AL_STR("rulesFiles"));

    if (property)
        al_config_each(r, property->value, read_item);
}
