/* SPDX-License-Identifier: MIT */
/* PSRule has no comments: it is told in its options file, at the root of the repository, about rules and the
 * names of resources.
 *
 *     suppression:
 *       Azure.Storage.UseReplication: [scratch, 'logs*']
 *     rule:
 *       exclude: [Azure.AI.PublicAccess]        and include: then no others are asked
 *
 * Beside it there are its suppression groups. The file is read once for each input, and only when a finding
 * needs it. */
#include "base/files.h"
#include "lint/suppress.h"
#include "syntax/yaml.h"

enum { LARGEST = 1 << 20 };

static const char *const file_names[] = {"ps-rule.yaml", "ps-rule.yml", "psrule.yaml", "psrule.yml"};

struct al_psrule {
    const struct al_node *suppression, *exclude, *include; /* or NULL */
    struct al_psrule_groups *groups;
};

/* What is wrong with it is told as a fault, of which the run does not fail. */
static void report(struct al_input *input, const struct al_diags *diags)
{
    if (diags->list.n)
        al_diags_add(input->diags, AL_TROUBLE_SUPPRESSION, diags->list.v[0].span,
                     "PSRule's options are left out: %.*s", AL_FMT(diags->list.v[0].message));
}

static const struct al_node *read_file(struct al_input *input)
{
    struct al_diags diags = {.arena = input->arena};
    struct al_node *root = NULL;
    const char *why;
    al_str text;

    for (size_t i = 0; i < sizeof file_names / sizeof file_names[0]; i++) {
        const char *path =
            al_path_join(input->arena, al_str_of(input->load.root), al_str_of(file_names[i])).s;
        if (!al_places_is_below(&input->run->places, input->arena, path, input->load.root) ||
            al_file_read(&text, &why, input->arena, path, LARGEST) != AL_OK)
            continue;
        if (al_yaml_read(&root, input->arena, &diags, al_source_new(input->arena, al_str_of(path), text)) !=
            AL_OK)
            root = NULL;
        report(input, &diags);
        break;
    }
    return root;
}

static const struct al_psrule *options_of(struct al_input *input)
{
    const struct al_node *root;

    if (input->psrule)
        return input->psrule;
    input->psrule = AL_NEW(input->arena, struct al_psrule);
    root = read_file(input);
    input->psrule->suppression = al_node_get(root, "suppression");
    input->psrule->exclude = al_node_get(al_node_get(root, "rule"), "exclude");
    input->psrule->include = al_node_get(al_node_get(root, "rule"), "include");
    input->psrule->groups = al_psrule_groups_read(input);
    return input->psrule;
}

bool al_psrule_means(const struct al_finding *f, al_str rule)
{
    ptrdiff_t module = al_str_find(rule, AL_STR("\\"));

    return al_is_equivalent(al_finding_equivalents(f), AL_BY_PSRULE,
                            module < 0 ? rule : al_str_from(rule, (size_t)module + 1));
}

static bool lists(const struct al_node *names, al_str name)
{
    if (al_node_is(names, AL_NODE_OBJECT))
        names = al_node_get(names, "targetName");
    for (uint32_t i = 0; al_node_is(names, AL_NODE_ARRAY) && i < names->array.n; i++)
        if (al_like(name, al_node_text(names->array.items[i])))
            return true;
    return !al_node_is(names, AL_NODE_ARRAY) && al_node_text(names).n && al_like(name, al_node_text(names));
}

/* One name or a list of them. */
static bool names_rule_of(const struct al_node *names, const struct al_finding *f)
{
    for (uint32_t i = 0; al_node_is(names, AL_NODE_ARRAY) && i < names->array.n; i++)
        if (al_psrule_means(f, al_node_text(names->array.items[i])))
            return true;
    return al_node_text(names).n && al_psrule_means(f, al_node_text(names));
}

static bool options_suppress(const struct al_psrule *options, struct al_input *input,
                             const struct al_finding *f, const al_resource *resource)
{
    const struct al_node *by_rule = options->suppression;

    if (names_rule_of(options->exclude, f))
        return true;
    if (al_node_is(options->include, AL_NODE_ARRAY) && options->include->array.n &&
        !names_rule_of(options->include, f))
        return true;
    for (uint32_t i = 0; al_node_is(by_rule, AL_NODE_OBJECT) && i < by_rule->object.n; i++)
        if (al_psrule_means(f, by_rule->object.items[i].key) &&
            lists(by_rule->object.items[i].value, al_resource_name(input->graph, resource)))
            return true;
    return false;
}

bool al_psrule_suppresses(struct al_input *input, const struct al_finding *f, const al_resource *resource,
                          al_str *reason)
{
    const struct al_psrule *options;

    if (input->run->options.no_suppress || !al_is_honoured(input->run, AL_BY_PSRULE) ||
        !al_is_equivalent(al_finding_equivalents(f), AL_BY_PSRULE, AL_STR("*")))
        return false;
    options = options_of(input);
    return options_suppress(options, input, f, resource) ||
           al_psrule_groups_suppress(options->groups, input, f, resource, reason);
}
