/* SPDX-License-Identifier: MIT */
/* What a rule module sees of armlint: the rule table, conditions, and questions about resources.
 *
 * A rule is data first: an entry in a table. Give it a `check` function only when a table cannot say it. Every
 * question has three answers, because a template does not tell everything: a parameter without a value, a
 * reference() to something that is not deployed here. A rule reports only what is certain. */
#ifndef ARMLINT_RULE_H
#define ARMLINT_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define AL_API __attribute__((visibility("default")))
#define AL_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#else
#define AL_API
#define AL_PRINTF(fmt, first)
#endif

/* Version of everything in this header. A module of another version is refused. 2: rules have profiles and options. */
#define AL_RULE_ABI 2

/* How bad a finding is. NONE is a rule that only runs when it is asked for by name. */
enum al_level { AL_NONE, AL_NOTE, AL_WARNING, AL_ERROR };

/* The answer to a question about a template. */
enum al_truth { AL_NO, AL_YES, AL_UNKNOWN };

/* Answers taken together: unknown where it matters. */
static inline enum al_truth al_both(enum al_truth a, enum al_truth b)
{
    if (a == AL_NO || b == AL_NO)
        return AL_NO;
    return a == AL_YES && b == AL_YES ? AL_YES : AL_UNKNOWN;
}
static inline enum al_truth al_either(enum al_truth a, enum al_truth b)
{
    if (a == AL_YES || b == AL_YES)
        return AL_YES;
    return a == AL_NO && b == AL_NO ? AL_NO : AL_UNKNOWN;
}
static inline enum al_truth al_opposite(enum al_truth a)
{
    if (a == AL_UNKNOWN)
        return AL_UNKNOWN;
    return a == AL_YES ? AL_NO : AL_YES;
}

/* A resource of the graph: expanded from loops, nested deployments and modules; conditions that are false have
 * removed it. Owned by the run. */
typedef struct al_resource al_resource;
/* A property that is present: its value (perhaps unknown) and its place. Owned by the run. NULL always means
 * "certainly absent" (a null counts as absent, as it does for Azure). */
typedef struct al_field al_field;
/* One rule at work on one input. */
typedef struct al_check al_check;

/* ---- conditions ------------------------------------------------------------------------------------------- */

/* Operators mean what they mean in the Azure Policy language: text is compared without regard to case, "true"
 * equals true, and `like` has one or more '*'. A field that is absent has the answer that AL_OP_* says below. */
enum al_operator {
    AL_OP_ALWAYS,   /* yes */
    AL_OP_EQUALS,   /* value; absent: no */
    AL_OP_IN,       /* any of values; absent: no */
    AL_OP_LIKE,     /* value with '*'; absent: no */
    AL_OP_MATCHES,  /* value is a PCRE2 pattern; absent: no */
    AL_OP_CONTAINS, /* text holds value, or array has it as an item; absent: no */
    AL_OP_EXISTS,   /* present and not null */
    AL_OP_NOT_EMPTY,   /* present, and neither "" nor [] nor {}; absent: no */
    AL_OP_LESS,        /* number < bound; absent: no */
    AL_OP_GREATER,     /* number > bound; absent: no */
    AL_OP_VERSION_LESS, /* API versions and dotted versions ("1.2" < "1.10", "TLS1_0" < "TLS1_2"); absent: no */
    AL_OP_NOT,      /* of[0] is not the case */
    AL_OP_ALL,      /* every one of `of` */
    AL_OP_ANY,      /* at least one of `of` */
    AL_OP_SOME_ITEM,  /* some item of the array `field` satisfies of[0], whose fields are relative to the item */
    AL_OP_EVERY_ITEM, /* every item does; an absent or empty array: yes */
    AL_OP_COUNT_LESS, /* fewer than `bound` items (that satisfy of[0], if given); absent counts as 0 */
    AL_OP_SURELY, /* of[0] is certainly the case; no where it is unknown: for exceptions too rare to wait for */
    AL_OP_OPTION, /* of[0], a question about a field, with the value of the rule's option `value` in place of what it compares
                   * with; of a list of several items for IN; added to the bound of LESS, GREATER and COUNT_LESS */
};

/* One node of a condition tree. Fill it in through the macros below. */
struct al_condition {
    enum al_operator op;
    const char *field;         /* dotted path: "properties.networkAcls.defaultAction"; "" is the item or value itself */
    const char *value;         /* EQUALS, LIKE, MATCHES, CONTAINS, VERSION_LESS */
    const char *const *values; /* IN; ends in NULL */
    int64_t bound;             /* LESS, GREATER, COUNT_LESS */
    const struct al_condition *const *of; /* NOT, ALL, ANY, *_ITEM, COUNT_LESS; ends in NULL */
};

#define AL_CONDITION(...) (&(const struct al_condition){__VA_ARGS__})
#define AL_LIST_OF(...)   ((const struct al_condition *const[]){__VA_ARGS__, NULL})

/* AL_FIELD("properties.x", AL_EQUALS("Disabled")): a condition on a property. Fields of the resource beside its
 * properties: type, name, kind, location, apiVersion, sku.name, identity.type, tags.x, zones, scope ... */
#define AL_FIELD(path, ...)  AL_CONDITION(.field = (path), __VA_ARGS__)
#define AL_EQUALS(text)      .op = AL_OP_EQUALS, .value = (text)
#define AL_EQUALS_TRUE       .op = AL_OP_EQUALS, .value = "true"
#define AL_EQUALS_FALSE      .op = AL_OP_EQUALS, .value = "false"
#define AL_IN(...)           .op = AL_OP_IN, .values = (const char *const[]){__VA_ARGS__, NULL}
#define AL_LIKE(pattern)     .op = AL_OP_LIKE, .value = (pattern)
#define AL_MATCHES(regex)    .op = AL_OP_MATCHES, .value = (regex)
#define AL_CONTAINS(text)    .op = AL_OP_CONTAINS, .value = (text)
#define AL_EXISTS            .op = AL_OP_EXISTS
#define AL_NOT_EMPTY         .op = AL_OP_NOT_EMPTY
#define AL_LESS(n)           .op = AL_OP_LESS, .bound = (n)
#define AL_GREATER(n)        .op = AL_OP_GREATER, .bound = (n)
#define AL_VERSION_LESS(v)   .op = AL_OP_VERSION_LESS, .value = (v)
#define AL_SOME_ITEM(c)      .op = AL_OP_SOME_ITEM, .of = AL_LIST_OF(c)
#define AL_EVERY_ITEM(c)     .op = AL_OP_EVERY_ITEM, .of = AL_LIST_OF(c)
#define AL_COUNT_LESS(n)     .op = AL_OP_COUNT_LESS, .bound = (n)
#define AL_ALL(...)          AL_CONDITION(.op = AL_OP_ALL, .of = AL_LIST_OF(__VA_ARGS__))
#define AL_ANY(...)          AL_CONDITION(.op = AL_OP_ANY, .of = AL_LIST_OF(__VA_ARGS__))
#define AL_NOT(c)            AL_CONDITION(.op = AL_OP_NOT, .of = AL_LIST_OF(c))
#define AL_SURELY(c)         AL_CONDITION(.op = AL_OP_SURELY, .of = AL_LIST_OF(c))
#define AL_BY_OPTION(name, c) AL_CONDITION(.op = AL_OP_OPTION, .value = (name), .of = AL_LIST_OF(c))

/* ---- rules ------------------------------------------------------------------------------------------------ */

/* What it means on Azure that the required property is absent. There is no default: look it up. It is about properties
 * of the resource, not of items within it: there an operator's own answer counts. */
enum al_absence {
    AL_ABSENCE_UNSET,        /* the author forgot: the fixture runner fails the rule */
    AL_ABSENCE_NOT_ASKED,    /* the rule has no required property: a code rule, or `require` itself says it */
    AL_ABSENCE_FAILS,        /* Azure's default is the insecure value */
    AL_ABSENCE_PASSES,       /* Azure's default is fine */
    AL_ABSENCE_UNKNOWN,      /* decided by the platform, or different between kinds: undetermined */
    AL_ABSENCE_FAILS_BEFORE, /* fails when the resource's apiVersion is older than api_version, else passes */
};

struct al_absent {
    enum al_absence absence;
    const char *api_version;
};

#define AL_ABSENT_NOT_ASKED         {AL_ABSENCE_NOT_ASKED, NULL}
#define AL_ABSENT_FAILS             {AL_ABSENCE_FAILS, NULL}
#define AL_ABSENT_PASSES            {AL_ABSENCE_PASSES, NULL}
#define AL_ABSENT_UNKNOWN           {AL_ABSENCE_UNKNOWN, NULL}
#define AL_ABSENT_FAILS_BEFORE(ver) {AL_ABSENCE_FAILS_BEFORE, (ver)}

/* Something about a rule that its users may set: which regions are allowed, how long logs are kept. */
struct al_rule_option {
    const char *name;  /* "minimum-days" */
    const char *value; /* when nobody sets it; NULL: none. The items of a list are separated by commas. */
    const char *help;  /* one line */
};

/* A rule. The table entry is the single place that knows everything about it. */
struct al_rule {
    const char *id;    /* <service>-<aspect>, permanent */
    const char *title; /* states the fault, under 60 characters, no full stop */
    enum al_level level;
    double security_severity; /* 0.0 to 10.0 as code scanning sorts it; 0: not a security rule */
    const char *type;  /* resource types it looks at, separated by blanks; "*": any; NULL: the template as a whole */

    /* The rule concerns a resource when `when` is certainly so (NULL: always). It fails when `require` is certainly
     * not so. Both may be undetermined, and then so is the rule. */
    const struct al_condition *when, *require;
    struct al_absent absent; /* of the fields in `require` */
    /* What to say when it fails: one sentence, in which {value} is the value found and {field} the property's path.
     * NULL: made from the title. */
    const char *message;

    /* Instead of `require`: code. Called once for each resource that `type` and `when` select, or once for the
     * template when `type` is NULL. */
    void (*check)(al_check *check, const al_resource *resource);

    const char *why;         /* the harm */
    const char *remedy;      /* the exact change */
    const char *references;  /* "MCSB NS-2; policy <guid>; https://learn.microsoft.com/..." separated by "; " */
    const char *equivalents; /* checks of other tools that ask the same, separated by blanks */
    const char *aliases;     /* former ids, separated by blanks */
    bool unsafe_fix;         /* the value that `require` asks for may break a working deployment: offer no fix */

    /* NULL: the rule always runs. Otherwise it is about a choice that not everybody has made, and runs only when its
     * profile is asked for: "availability", "data-ownership", "governance", "private", "residency", "strict". */
    const char *profile;
    const struct al_rule_option *options; /* ends with one without a name; NULL: none */

    /* The first apiVersion that knows the required property, NULL: every one. A resource of an older one is offered
     * no fix. */
    const char *since;

    /* What it reports is a secret: no output shows the value, neither with this finding nor with another. */
    bool points_at_secret;
};

struct al_module {
    uint32_t abi;       /* AL_RULE_ABI */
    uint32_t rule_size; /* sizeof(struct al_rule) when it was built */
    const char *name;   /* "storage" */
    const char *title;  /* "Azure Storage" */
    const struct al_rule *rules;
    size_t nrules;
};

/* Defines the module of a file: AL_MODULE(storage, "Azure Storage", rules). Built into the program it is
 * al_module_storage; built with -DAL_SHARED, the one symbol that a shared object exports. */
#ifdef AL_SHARED
#define AL_MODULE_SYMBOL(id) armlint_module
#define AL_MODULE_API        AL_API
#else
#define AL_MODULE_SYMBOL(id) al_module_##id
#define AL_MODULE_API
#endif
#define AL_MODULE(id, service, table)                                                                        \
    extern AL_MODULE_API const struct al_module AL_MODULE_SYMBOL(id);                                        \
    AL_MODULE_API const struct al_module AL_MODULE_SYMBOL(id) = {AL_RULE_ABI,                                \
                                                                 sizeof(struct al_rule),                     \
                                                                 #id,                                        \
                                                                 (service),                                  \
                                                                 (table),                                    \
                                                                 sizeof(table) / sizeof((table)[0])}

/* ---- questions about a resource --------------------------------------------------------------------------- */

/* Full type as written, "Microsoft.Storage/storageAccounts/blobServices". */
AL_API const char *al_type(const al_resource *resource);
/* Whether the resource is of that full type, in any case. */
AL_API bool al_is_type(const al_resource *resource, const char *type);
/* The name for messages: text, or the expression it comes from. */
AL_API const char *al_name(al_check *check, const al_resource *resource);

/* The property at a dotted path ("properties.sku.name", "properties.rules[0].name"), or NULL when it is certainly
 * absent. The path "" is the resource as a whole. */
AL_API const al_field *al_get(al_check *check, const al_resource *resource, const char *path);
/* The same below a field; the path "" is the field itself. */
AL_API const al_field *al_get_in(al_check *check, const al_field *field, const char *path);
/* Number of items of an array or properties of an object; 0 for everything else. *exact says whether that is all of
 * them, or whether unknown ones may follow. */
AL_API size_t al_count(al_check *check, const al_field *field, bool *exact);
AL_API const al_field *al_item(al_check *check, const al_field *field, size_t index);
/* The property's own name ("defaultAction"), for fields that al_item() took from an object. */
AL_API const char *al_key(const al_field *field);

/* Whether the value equals `text` as AL_OP_EQUALS compares. NULL field: AL_NO. */
AL_API enum al_truth al_is(al_check *check, const al_field *field, const char *text);
/* The value's text when it is a known string, else NULL. */
AL_API const char *al_text(al_check *check, const al_field *field);
/* Whether the value is a known whole number, or text that is one; *out gets it. */
AL_API bool al_number(al_check *check, const al_field *field, int64_t *out);
/* Whether anything about the value is unknown. */
AL_API bool al_is_unknown(al_check *check, const al_field *field);
/* Evaluates a condition on a resource, or below a field. */
AL_API enum al_truth al_test(al_check *check, const al_resource *resource, const struct al_condition *condition);
AL_API enum al_truth al_test_in(al_check *check, const al_field *field, const struct al_condition *condition);
/* Whether the value holds a secret: it came from a secure parameter or a list*() call. */
AL_API enum al_truth al_holds_secret(al_check *check, const al_field *field);
/* Whether the value holds what a list function (listKeys(), listAdminKeys(), listConnectionStrings() ...) tells of a
 * resource of one of those full types, separated by blanks. `*of` (may be NULL) gets the resource when it is in the
 * graph, else NULL. AL_UNKNOWN where it cannot be told what resource is asked. */
AL_API enum al_truth al_lists_keys(al_check *check, const al_field *field, const char *types, const al_resource **of);

/* The value of one of the rule's options: what the user has set, else the table's value; NULL when there is neither. */
AL_API const char *al_option(al_check *check, const char *name);
/* The same as a whole number; `otherwise` when it is none. */
AL_API int64_t al_option_number(al_check *check, const char *name, int64_t otherwise);
/* Whether a text is one of the items of a list option, which may have '*'; any case. False for an empty list. */
AL_API bool al_option_lists(al_check *check, const char *name, const char *text);

/* ---- relations -------------------------------------------------------------------------------------------- */

/* The resource it is a child of, when that is in the graph, else NULL. */
AL_API const al_resource *al_parent(const al_resource *resource);
/* The nearest resource above it of that full type, also when what is between them is not in the graph, else NULL: the
 * account of a container whose blob service nobody declares. */
AL_API const al_resource *al_ancestor(al_check *check, const al_resource *resource, const char *type);
/* Children of that full type (NULL: of any), one after the other; start with NULL. */
AL_API const al_resource *al_next_child(al_check *check, const al_resource *parent, const char *type,
                                        const al_resource *previous);
/* Resources of that full type in the whole graph, `existing` ones included; start with NULL. */
AL_API const al_resource *al_next_of_type(al_check *check, const char *type, const al_resource *previous);
/* Whether it is only referred to, not deployed. */
AL_API bool al_is_existing(const al_resource *resource);
/* The next resource that a nested deployment or a module itself deploys, `existing` ones included, or NULL; `*at`
 * starts at 0. */
AL_API const al_resource *al_next_deployed(const al_resource *deployment, size_t *at);
/* The resource in the graph whose id is the field's value, or NULL. */
AL_API const al_resource *al_target(al_check *check, const al_field *id);
/* Whether the field's value is the id of `resource`, or of something below it when `below`. */
AL_API enum al_truth al_refers_to(al_check *check, const al_field *id, const al_resource *resource, bool below);
/* A property of one resource that holds the id of another, or of something inside the other. */
struct al_reference {
    const al_resource *from;
    const char *path; /* "properties.subnet.id" */
};
/* The next property among all resources of type `from_type` that certainly refers to `to`; `*at` starts at 0. False
 * after the last one. The index behind it is made once per type, so asking for every resource stays cheap. */
AL_API bool al_next_reference(al_check *check, const al_resource *to, const char *from_type, size_t *at,
                              struct al_reference *out);
/* What a rule may look for in resources: it answers the same whatever resource the rule is applied to. */
typedef bool al_trait(al_check *check, const al_resource *resource);
/* The next resource of a full type that has the trait; `*at` starts at 0. NULL after the last one. Each is asked about once,
 * however many resources the rule is applied to. `type` is a literal. */
AL_API const al_resource *al_next_having(al_check *check, const char *type, al_trait *trait, size_t *at);
/* The resource an extension resource (a diagnostic setting, a lock, a role assignment) is attached to, or NULL. */
AL_API const al_resource *al_attached_to(al_check *check, const al_resource *extension);
/* The next extension resource of that full type that is certainly attached to `to`; start with NULL. */
AL_API const al_resource *al_next_attached(al_check *check, const al_resource *to, const char *type,
                                           const al_resource *previous);
/* The same for what is below `to` and no resource of its own here, as the services of a storage account often are; `*at`
 * starts at 0. */
AL_API const al_resource *al_next_attached_below(al_check *check, const al_resource *to, const char *type, size_t *at);
/* Whether an extension resource of that type which satisfies the condition (NULL: any) is attached to `to`. AL_UNKNOWN where
 * one may be: its scope is not known, or al_is_incomplete(). */
AL_API enum al_truth al_has_attached(al_check *check, const al_resource *to, const char *type,
                                     const struct al_condition *condition);
/* Where a resource is deployed to, or what an extension resource (a role assignment, a lock) is attached to. */
enum al_place {
    AL_AT_UNKNOWN,
    AL_AT_TENANT,
    AL_AT_MANAGEMENT_GROUP,
    AL_AT_SUBSCRIPTION,
    AL_AT_RESOURCE_GROUP,
    AL_AT_RESOURCE, /* extensions only */
};
/* `resource` NULL: where the input as a whole is deployed to; with several inputs taken together, the widest. */
AL_API enum al_place al_place_of(al_check *check, const al_resource *resource);
/* The resource in the graph that a value leads to, however it says so: by its id, by being read from its state
 * (reference(id).endpoint, identity.principalId, listKeys()), or as the host of an address ("https://NAME.vault...",
 * where types says what may have that name). `types`: full types separated by blanks; NULL: any, but no hosts. NULL when
 * it leads to nothing that is here. `path` (may be NULL) gets what is read, from the top of the resource:
 * "identity.principalId", "properties.endpoint"; NULL for ids and hosts. */
AL_API const al_resource *al_leads_to(al_check *check, const al_field *field, const char *types, const char **path);
/* The nearest resource of that full type at or above the id in the field: the network of a subnet. NULL when that is not
 * in the graph. */
AL_API const al_resource *al_target_of_type(al_check *check, const al_field *id, const char *type);
/* The text behind the last '/' of a value, also when what stands before it is not known (a role definition's GUID, the name
 * in an id); the whole text when there is none. NULL when it is not known. */
AL_API const char *al_last_segment(al_check *check, const al_field *field);
/* Whether two values are the same; text in any case. NULL: absent. */
AL_API enum al_truth al_same(al_check *check, const al_field *a, const al_field *b);
/* Whether the resource's own name (the last part of "account/project") is the field's value. */
AL_API enum al_truth al_is_named(al_check *check, const al_resource *resource, const al_field *name);

/* A subnet, a security rule, a route: something that can be written inside its owner ("properties.subnets[0]") or as a
 * child resource. */
struct al_part {
    const al_resource *resource; /* where it is written: the owner or the child; for al_report() */
    const al_field *field;       /* the whole part: ask al_get_in(check, field, "properties.x") and "name" */
};
/* The next part of `owner`, inline ones first; `kind` is both the property and the last segment of the child's type
 * ("subnets"); `*at` starts at 0. False after the last one. A child that is only declared `existing` is no part. */
AL_API bool al_next_part(al_check *check, const al_resource *owner, const char *kind, size_t *at, struct al_part *out);
/* The part that an id in a field names, whichever way it is written. False when it is not in the graph. */
AL_API bool al_target_part(al_check *check, const al_field *id, struct al_part *out);

/* Whether resources may exist in this deployment that the graph does not have: a linked template or a module
 * that could not be followed, a loop of unknown length. Then nothing is certainly missing. */
AL_API bool al_is_incomplete(al_check *check);

/* ---- questions about the template (rules without a type) -------------------------------------------------- */

enum al_declares { AL_DECLARES_PARAMETER, AL_DECLARES_VARIABLE, AL_DECLARES_OUTPUT };

/* A parameter, variable or output of the template being checked. */
struct al_declaration {
    enum al_declares what;
    const char *name;
    const char *type;       /* of a parameter or output, as written ("securestring"); NULL when it has none */
    bool secure;            /* securestring or secureObject */
    bool used;              /* referred to from anywhere in its template; outputs always are */
    const al_field *place;  /* its name */
    const al_field *value;  /* default value as written, variable's or output's value; NULL when absent */
};
/* The next declaration of that sort, in order; `*at` starts at 0. False after the last one. */
AL_API bool al_next_declaration(al_check *check, enum al_declares what, size_t *at, struct al_declaration *out);
/* What a parameter is given, and its default, are secrets that no output shows: see `points_at_secret`. */
AL_API void al_hide_parameter(al_check *check, const struct al_declaration *parameter);
/* The next text written in the template, outside descriptions and metadata, expressions included, and then in the
 * parameter files that it is deployed with; `*at` starts at 0. `path` (may be NULL) gets the dotted path it stands at. NULL
 * after the last one. There are many: each, and whatever the check asked for since, lasts until the next. */
AL_API const al_field *al_next_literal(al_check *check, size_t *at, const char **path);
/* Whether `text` matches a PCRE2 pattern, without regard to case. Compiled once per run. */
AL_API bool al_pattern(al_check *check, const char *pattern, const char *text);

/* ---- verdicts --------------------------------------------------------------------------------------------- */

/* Reports a failure. `field` is the offending property; NULL points at the resource. `resource` is NULL for
 * template rules. The message says what was found and what to do, without a full stop. */
AL_API void al_report(al_check *check, const al_resource *resource, const al_field *field, const char *format, ...)
    AL_PRINTF(4, 5);
/* The same for a property that is absent: points at the nearest object that should have held it. */
AL_API void al_report_absent(al_check *check, const al_resource *resource, const char *path, const char *format, ...)
    AL_PRINTF(4, 5);
/* Says that the rule cannot be decided for this resource. */
AL_API void al_undetermined(al_check *check, const al_resource *resource, const al_field *field, const char *format,
                            ...) AL_PRINTF(4, 5);

#ifdef __cplusplus
}
#endif
#endif
