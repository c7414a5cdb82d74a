/* SPDX-License-Identifier: MIT */
/* Rules about a template's declarations, and about deployments that show what they were given. */
#include <strings.h>

#include "armlint_rule.h"

/* Names by which a string or an object says that it is the secret itself. Anchored at the end: secretName,
 * keyVaultSecretUri and passwordPolicy only speak about secrets. */
#define SECRET_NAME                                                                              \
    "(password(s|_?or_?key)?|passwd|passphrase|pwd|secrets?|"                                    \
    "(account|access|api|auth|master|primary|private|secondary|shared|storage|subscription|"     \
    "open_?ai|cosmos(_?db)?|search(_?admin|_?query|_?service)?|cognitive(_?services?)?)_?keys?|" \
    "tokens?|connection_?strings?)[0-9]*$"

/* What ends like a secret and is none: switches, telemetry addresses, names of what lies in a vault, and what
 * models count. */
#define NO_SECRET_NAME                                                                          \
    "^(allow|create|deploy|disable|enable|generate|has|is|no|non|not|require|reset|rotate|use)" \
    "(?-i:[A-Z_])|(insights|instrumentation|telemetry|keyvault|public).*$|"                     \
    "(continuation|next|skip)_?token$|"                                                         \
    "(^|_|(?-i:(?<=[A-Za-z])(?=[A-Z][a-z])))"                                                   \
    "(max|min|num|number|count|total|chunk|overlap|prompt|completion|response|input|output)"    \
    "(_?(of|prompt|completion|response|input|output|new|context))?_?tokens?$"

/* Values that say the same: a choice between words, an address in a vault, a resource's id. */
#define NO_SECRET_VALUE \
    "^(true|false|yes|no|none|new|existing|enabled|disabled|/subscriptions/.*|https?://.*)$"

/* The first text in a default that could be a secret; objects are searched through. */
static const al_field *first_literal(al_check *check, const al_field *value, int depth)
{
    const char *text = al_text(check, value);
    bool exact = true;
    size_t n = depth > 0 ? al_count(check, value, &exact) : 0;

    if (text)
        return al_pattern(check, "[a-z0-9]", text) ? value : NULL;
    for (size_t i = 0; i < n; i++) {
        const al_field *literal = first_literal(check, al_item(check, value, i), depth - 1);

        if (literal)
            return literal;
    }
    return NULL;
}

static void check_secure_defaults(al_check *check, const al_resource *none)
{
    struct al_declaration parameter;
    size_t at = 0;

    while (al_next_declaration(check, AL_DECLARES_PARAMETER, &at, &parameter)) {
        if (!parameter.secure || !parameter.value || !first_literal(check, parameter.value, 4))
            continue;
        al_report(check, none, parameter.value,
                  "the secure parameter %s has its secret written down as default", parameter.name);
    }
}

static bool may_be_secret(al_check *check, const struct al_declaration *parameter)
{
    const char *value = parameter->value ? al_text(check, parameter->value) : NULL;

    if (parameter->secure || !parameter->type)
        return false;
    if (strcasecmp(parameter->type, "string") != 0 && strcasecmp(parameter->type, "object") != 0)
        return false;
    return al_pattern(check, SECRET_NAME, parameter->name) &&
           !al_pattern(check, NO_SECRET_NAME, parameter->name) &&
           !(value && al_pattern(check, NO_SECRET_VALUE, value));
}

static void check_parameter_types(al_check *check, const al_resource *none)
{
    struct al_declaration parameter;
    size_t at = 0;

    while (al_next_declaration(check, AL_DECLARES_PARAMETER, &at, &parameter)) {
        if (!may_be_secret(check, &parameter))
            continue;
        al_hide_parameter(check, &parameter);
        al_report(check, none, parameter.place,
                  "%s is a secret by its name but a plain %s by its type: the deployment's history shows it",
                  parameter.name, parameter.type);
    }
}

static void check_outputs(al_check *check, const al_resource *none)
{
    struct al_declaration output;
    size_t at = 0;

    while (al_next_declaration(check, AL_DECLARES_OUTPUT, &at, &output)) {
        if (output.secure || !output.value)
            continue;
        if (al_holds_secret(check, output.value) == AL_YES)
            al_report(check, none, output.value, "the output %s returns a secret in the clear", output.name);
    }
}

/* Names that begin with two underscores are set by tools. */
static void check_unused(al_check *check, enum al_declares what, const char *word)
{
    struct al_declaration declaration;
    size_t at = 0;

    while (al_next_declaration(check, what, &at, &declaration))
        if (!declaration.used && !al_pattern(check, "^__", declaration.name))
            al_report(check, NULL, declaration.place, "the %s %s is never used", word, declaration.name);
}

static void check_unused_parameters(al_check *check, const al_resource *none)
{
    (void)none;
    check_unused(check, AL_DECLARES_PARAMETER, "parameter");
}

static void check_unused_variables(al_check *check, const al_resource *none)
{
    (void)none;
    check_unused(check, AL_DECLARES_VARIABLE, "variable");
}

static const struct al_rule rules[] = {
    {
        .id = "deployment-debug-setting",
        .title = "Nested deployment logs what it is given",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = "Microsoft.Resources/deployments",
        .require = AL_FIELD("properties.debugSetting.detailLevel", AL_EQUALS("none")),
        .absent = AL_ABSENT_PASSES,
        .message = "{field} is {value}: parameters and responses are kept, secrets included",
        .why =
            "Requests and responses of the deployment, with passwords and keys in them, can be read later by "
            "everyone who may read deployments.",
        .remedy = "Remove properties.debugSetting, or set its detailLevel to none.",
        .references = "MCSB IM-8",
        .equivalents = "arm-ttk:Deployment-Resources-Must-Not-Be-Debug Azure.Template.DebugDeployment",
    },
    {
        .id = "secret-output-leak",
        .title = "Output returns a secret",
        .level = AL_ERROR,
        .security_severity = 7.5,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_outputs,
        .why = "Outputs are kept in the deployment history in the clear, for everyone who may read "
               "deployments.",
        .remedy = "Remove the output and let its reader ask for the key, or take it from a key vault.",
        .references = "MCSB IM-8",
        .equivalents = "arm-ttk:Outputs-Must-Not-Contain-Secrets bicep:outputs-should-not-contain-secrets "
                       "Azure.Deployment.OutputSecretValue",
    },
    {
        .id = "secret-parameter-default",
        .title = "Secure parameter has a default value",
        .level = AL_ERROR,
        .security_severity = 8.0,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_secure_defaults,
        .why = "The secret is in the repository, its history and every copy of it, and is used wherever "
               "somebody forgets to give another.",
        .remedy = "Remove defaultValue, or set it to an empty string or [newGuid()].",
        .references = "MCSB IM-8",
        .equivalents = "arm-ttk:Secure-String-Parameters-Cannot-Have-Default bicep:secure-parameter-default "
                       "CKV_AZURE_131 kics:hardcoded_securestring_parameter_default_value",
    },
    {
        .id = "secret-parameter-not-secure",
        .title = "Parameter for a secret is not secure",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_parameter_types,
        .points_at_secret = true,
        .why = "Values of plain parameters are kept in the deployment history in the clear, for everyone who "
               "may read deployments.",
        .remedy = "Change the parameter's type to securestring (secureObject for an object).",
        .references = "MCSB IM-8",
        .equivalents = "arm-ttk:Password-params-must-be-secure bicep:secure-secrets-in-params "
                       "Azure.Deployment.SecureParameter",
    },
    {
        .id = "template-unused-parameter",
        .title = "Parameter is never used",
        .level = AL_WARNING,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_unused_parameters,
        .why =
            "Whoever sets it believes that it changes something; often the property it was meant for has a "
            "fixed value.",
        .remedy = "Use the parameter where its value belongs, or remove it.",
        .references = "https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices",
        .equivalents =
            "arm-ttk:Parameters-Must-Be-Referenced bicep:no-unused-params Azure.Template.UseParameters",
    },
    {
        .id = "template-unused-variable",
        .title = "Variable is never used",
        .level = AL_WARNING,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_unused_variables,
        .why = "Readers look for the effect of a variable that has none; often the property it was meant for "
               "has a fixed value.",
        .remedy = "Use the variable where its value belongs, or remove it.",
        .references = "https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices",
        .equivalents =
            "arm-ttk:Variables-Must-Be-Referenced bicep:no-unused-vars Azure.Template.UseVariables",
    },
};

AL_MODULE(template, "Templates", rules);
