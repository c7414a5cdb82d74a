/* SPDX-License-Identifier: MIT */
#include "syntax/bicep_functions.h"

#define SYS        AL_BICEP_SPACE_SYS
#define AZ         AL_BICEP_SPACE_AZ
#define ANY        AL_BICEP_ANY_NUMBER
#define DEFAULTS   AL_BICEP_FN_DEFAULTS
#define PARAMETERS AL_BICEP_FN_PARAMETERS
#define TEMPLATES  AL_BICEP_FN_TEMPLATES
#define RUNTIME    AL_BICEP_FN_RUNTIME
#define FILES      AL_BICEP_FN_FILE

/* In byte order of the names. */
static const struct al_bicep_function table[] = {
    {"any", 1, 1, SYS, 0},
    {"array", 1, 1, SYS, 0},
    {"base64", 1, 1, SYS, 0},
    {"base64ToJson", 1, 1, SYS, 0},
    {"base64ToString", 1, 1, SYS, 0},
    {"bool", 1, 1, SYS, 0},
    {"buildUri", 1, 1, SYS, 0},
    {"cidrHost", 2, 2, SYS, 0},
    {"cidrSubnet", 3, 3, SYS, 0},
    {"concat", 1, ANY, SYS, 0},
    {"contains", 2, 2, SYS, 0},
    {"dataUri", 1, 1, SYS, 0},
    {"dataUriToString", 1, 1, SYS, 0},
    {"dateTimeAdd", 2, 3, SYS, 0},
    {"dateTimeFromEpoch", 0, 1, SYS, 0},
    {"dateTimeToEpoch", 0, 1, SYS, 0},
    {"deployer", 0, 0, AZ, TEMPLATES},
    {"deployment", 0, 0, AZ, TEMPLATES},
    {"distinct", 1, 1, SYS, 0},
    {"empty", 1, 1, SYS, 0},
    {"endsWith", 2, 2, SYS, 0},
    {"environment", 0, 0, AZ, TEMPLATES},
    {"extensionResourceId", 3, ANY, AZ, TEMPLATES},
    {"externalInput", 1, 2, SYS, PARAMETERS},
    {"fail", 1, 1, SYS, 0},
    {"filter", 2, 2, SYS, 0},
    {"first", 1, 1, SYS, 0},
    {"flatten", 1, 1, SYS, 0},
    {"format", 1, ANY, SYS, 0},
    {"getSecret", 4, 5, AZ, PARAMETERS},
    {"groupBy", 2, 3, SYS, 0},
    {"guid", 1, ANY, SYS, 0},
    {"indexOf", 2, 2, SYS, 0},
    {"int", 1, 1, SYS, 0},
    {"intersection", 2, ANY, SYS, 0},
    {"items", 1, 1, SYS, 0},
    {"join", 2, 2, SYS, 0},
    {"json", 1, 1, SYS, 0},
    {"last", 1, 1, SYS, 0},
    {"lastIndexOf", 2, 2, SYS, 0},
    {"length", 1, 1, SYS, 0},
    {"like", 2, 2, SYS, 0},
    {"list*", 2, 3, AZ, TEMPLATES | RUNTIME},
    {"loadDirectoryFileInfo", 1, 2, SYS, FILES},
    {"loadFileAsBase64", 1, 1, SYS, FILES},
    {"loadJsonContent", 1, 3, SYS, FILES},
    {"loadTextContent", 1, 2, SYS, FILES},
    {"loadYamlContent", 1, 3, SYS, FILES},
    {"managementGroup", 0, 1, AZ, TEMPLATES},
    {"managementGroupResourceId", 2, ANY, AZ, TEMPLATES},
    {"map", 2, 2, SYS, 0},
    {"mapValues", 2, 2, SYS, 0},
    {"max", 1, ANY, SYS, 0},
    {"min", 1, ANY, SYS, 0},
    {"nameof", 1, 1, SYS, 0},
    {"newGuid", 0, 0, SYS, DEFAULTS},
    {"objectKeys", 1, 1, SYS, 0},
    {"padLeft", 2, 3, SYS, 0},
    {"parseCidr", 1, 1, SYS, 0},
    {"parseUri", 1, 1, SYS, 0},
    {"pickZones", 3, 5, AZ, TEMPLATES},
    {"providers", 1, 2, AZ, TEMPLATES},
    {"range", 2, 2, SYS, 0},
    {"readCliArg", 1, 1, SYS, PARAMETERS},
    {"readEnvVar", 1, 1, SYS, PARAMETERS},
    {"readEnvironmentVariable", 1, 2, SYS, PARAMETERS},
    {"reduce", 3, 3, SYS, 0},
    {"reference", 1, 3, AZ, TEMPLATES | RUNTIME},
    {"references", 1, 2, AZ, TEMPLATES | RUNTIME},
    {"replace", 3, 3, SYS, 0},
    {"resourceGroup", 0, 2, AZ, TEMPLATES},
    {"resourceId", 2, ANY, AZ, TEMPLATES},
    {"roleDefinitions", 1, 1, AZ, TEMPLATES},
    {"shallowMerge", 1, 1, SYS, 0},
    {"skip", 2, 2, SYS, 0},
    {"sort", 2, 2, SYS, 0},
    {"split", 2, 2, SYS, 0},
    {"startsWith", 2, 2, SYS, 0},
    {"string", 1, 1, SYS, 0},
    {"subscription", 0, 1, AZ, TEMPLATES},
    {"subscriptionResourceId", 2, ANY, AZ, TEMPLATES},
    {"substring", 2, 3, SYS, 0},
    {"take", 2, 2, SYS, 0},
    {"tenant", 0, 0, AZ, TEMPLATES},
    {"tenantResourceId", 2, ANY, AZ, TEMPLATES},
    {"toLogicalZone", 3, 3, AZ, TEMPLATES | RUNTIME},
    {"toLogicalZones", 3, 3, AZ, TEMPLATES | RUNTIME},
    {"toLower", 1, 1, SYS, 0},
    {"toObject", 2, 3, SYS, 0},
    {"toPhysicalZone", 3, 3, AZ, TEMPLATES | RUNTIME},
    {"toPhysicalZones", 3, 3, AZ, TEMPLATES | RUNTIME},
    {"toUpper", 1, 1, SYS, 0},
    {"trim", 1, 1, SYS, 0},
    {"union", 2, ANY, SYS, 0},
    {"uniqueString", 1, ANY, SYS, 0},
    {"uri", 2, 2, SYS, 0},
    {"uriComponent", 1, 1, SYS, 0},
    {"uriComponentToString", 1, 1, SYS, 0},
    {"utcNow", 0, 1, SYS, DEFAULTS},
};

static const struct {
    const char *name, *instead;
} replaced[] = {
    {"add", "the operator +"},
    {"and", "the operator &&"},
    {"coalesce", "the operator ??"},
    {"createArray", "a literal [ ... ]"},
    {"createObject", "a literal { ... }"},
    {"div", "the operator /"},
    {"equals", "the operator =="},
    {"false", "the literal false"},
    {"greater", "the operator >"},
    {"greaterOrEquals", "the operator >="},
    {"if", "the operators ? and :"},
    {"less", "the operator <"},
    {"lessOrEquals", "the operator <="},
    {"mod", "the operator %"},
    {"mul", "the operator *"},
    {"not", "the operator !"},
    {"null", "the literal null"},
    {"or", "the operator ||"},
    {"parameters", "the parameter's name"},
    {"sub", "the operator -"},
    {"true", "the literal true"},
    {"variables", "the variable's name"},
};

const struct al_bicep_function *al_bicep_functions(size_t *n)
{
    *n = sizeof table / sizeof *table;
    return table;
}

static const struct al_bicep_function *find_exact(al_str name)
{
    size_t lo = 0, hi = sizeof table / sizeof *table;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = al_str_cmp(al_str_of(table[mid].name), name);
        if (order == 0)
            return &table[mid];
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

const struct al_bicep_function *al_bicep_function_find(al_str name)
{
    if (al_str_starts(name, AL_STR("list")) && (name.n == 4 || name.s[4] != '*'))
        return find_exact(AL_STR("list*"));
    return find_exact(name);
}

const char *al_bicep_instead_of(al_str name)
{
    for (size_t i = 0; i < sizeof replaced / sizeof *replaced; i++)
        if (al_str_eq(name, al_str_of(replaced[i].name)))
            return replaced[i].instead;
    return NULL;
}
