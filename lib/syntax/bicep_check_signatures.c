/* SPDX-License-Identifier: MIT */
/* What Bicep's functions take and give, as far as kinds of values go. How many arguments they take at all is
 * said in bicep_functions.c.
 *
 * A row is one way to call a function. Arguments are separated by blanks: letters for the kinds that will do
 * (s string, i integer, b boolean, a array, o object, n null, * anything), a `+` for as many as there are. A
 * lambda is an `l`, how many names it has at least and at most, and what it must give (k: a key). The result
 * is a letter, an array's followed by its items, or the name of one of the lists of bicep_check_fields.c
 * behind a
 * `#`. */
#include "syntax/bicep_check_signatures.h"

/* In byte order of the names. */
static const struct al_bicep_signature table[] = {
    {"array", "*", "a"},
    {"base64", "s", "s"},
    {"base64ToJson", "s", "*"},
    {"base64ToString", "s", "s"},
    {"bool", "*", "b"},
    {"buildUri", "o", "s"},
    {"cidrHost", "s i", "s"},
    {"cidrSubnet", "s i i", "s"},
    {"concat", "a+", "a"},
    {"concat", "bis+", "s"},
    {"contains", "o s", "b"},
    {"contains", "a *", "b"},
    {"contains", "s s", "b"},
    {"dataUri", "*", "s"},
    {"dataUriToString", "s", "s"},
    {"dateTimeAdd", "s s s", "s"},
    {"dateTimeFromEpoch", "i", "s"},
    {"dateTimeToEpoch", "s", "i"},
    {"deployer", "", "#deployer"},
    {"deployment", "", "#deployment"},
    {"distinct", "a", "a"},
    {"empty", "anos", "b"},
    {"endsWith", "s s", "b"},
    {"environment", "", "#environment"},
    {"extensionResourceId", "s s s+", "s"},
    {"externalInput", "s *", "*"},
    {"fail", "s", "*"},
    {"filter", "a l12b", "a"},
    {"first", "a", "*"},
    {"first", "s", "s"},
    {"flatten", "a", "a"},
    {"format", "s *+", "s"},
    {"getSecret", "s s s s s", "s"},
    {"groupBy", "a l11k l11", "o"},
    {"guid", "s+", "s"},
    {"indexOf", "s s", "i"},
    {"indexOf", "a *", "i"},
    {"int", "is", "i"},
    {"intersection", "o+", "o"},
    {"intersection", "a+", "a"},
    {"items", "o", "ao"},
    {"join", "a s", "s"},
    {"json", "s", "*"},
    {"last", "a", "*"},
    {"last", "s", "s"},
    {"lastIndexOf", "s s", "i"},
    {"lastIndexOf", "a *", "i"},
    {"length", "aos", "i"},
    {"like", "s s", "b"},
    {"loadDirectoryFileInfo", "s s", "*"},
    {"loadFileAsBase64", "s", "s"},
    {"loadJsonContent", "s s s", "*"},
    {"loadTextContent", "s s", "s"},
    {"loadYamlContent", "s s s", "*"},
    {"managementGroup", "", "#managementGroup"},
    {"managementGroup", "s", "o"},
    {"managementGroupResourceId", "s s+", "s"},
    {"map", "a l12", "a"},
    {"mapValues", "o l11", "*"},
    {"max", "i+", "i"},
    {"max", "a", "i"},
    {"min", "i+", "i"},
    {"min", "a", "i"},
    {"newGuid", "", "s"},
    {"objectKeys", "o", "as"},
    {"padLeft", "is i s", "s"},
    {"parseCidr", "s", "#parseCidr"},
    {"parseUri", "s", "o"},
    {"pickZones", "s s s i i", "a"},
    {"providers", "s s", "o"},
    {"range", "i i", "ai"},
    {"readCliArg", "s", "s"},
    {"readEnvVar", "s", "s"},
    {"readEnvironmentVariable", "s s", "s"},
    {"reduce", "a * l23", "*"},
    {"reference", "s s s", "o"},
    {"replace", "s s s", "s"},
    {"resourceGroup", "", "#resourceGroup"},
    {"resourceGroup", "s s", "o"},
    {"resourceId", "s s+", "s"},
    {"roleDefinitions", "s", "o"},
    {"shallowMerge", "a", "o"},
    {"skip", "a i", "a"},
    {"skip", "s i", "s"},
    {"sort", "a l22b", "a"},
    {"split", "s as", "as"},
    {"startsWith", "s s", "b"},
    {"string", "*", "s"},
    {"subscription", "", "#subscription"},
    {"subscription", "s", "o"},
    {"subscriptionResourceId", "s s+", "s"},
    {"substring", "s i i", "s"},
    {"take", "a i", "a"},
    {"take", "s i", "s"},
    {"tenant", "", "#tenant"},
    {"tenantResourceId", "s s+", "s"},
    {"toLogicalZone", "s s s", "s"},
    {"toLogicalZones", "s s a", "as"},
    {"toLower", "s", "s"},
    {"toObject", "a l11k l11", "o"},
    {"toPhysicalZone", "s s s", "s"},
    {"toPhysicalZones", "s s a", "as"},
    {"toUpper", "s", "s"},
    {"trim", "s", "s"},
    {"union", "o+", "o"},
    {"union", "a+", "a"},
    {"uniqueString", "s+", "s"},
    {"uri", "s s", "s"},
    {"uriComponent", "s", "s"},
    {"uriComponentToString", "s", "s"},
    {"utcNow", "s", "s"},
};

const struct al_bicep_signature *al_bicep_signatures(al_str name, size_t *n)
{
    size_t lo = 0, hi = sizeof table / sizeof *table, end;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (al_str_cmp(al_str_of(table[mid].name), name) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (end = lo; end < sizeof table / sizeof *table && al_str_eq(al_str_of(table[end].name), name);)
        end++;
    *n = end - lo;
    return &table[lo];
}

/* -- letters -- */

static uint8_t kind_of(char letter)
{
    switch (letter) {
    case 's': return AL_BICEP_IS_STRING;
    case 'i': return AL_BICEP_IS_INT;
    case 'b': return AL_BICEP_IS_BOOL;
    case 'a': return AL_BICEP_IS_ARRAY;
    case 'o': return AL_BICEP_IS_OBJECT;
    case 'n': return AL_BICEP_IS_NULL;
    case 'k': return AL_BICEP_IS_STRING | AL_BICEP_IS_INT; /* a key */
    default: return AL_BICEP_IS_ANYTHING;
    }
}

struct al_bicep_argument al_bicep_argument(const struct al_bicep_signature *signature, uint32_t i)
{
    struct al_bicep_argument argument = {0};
    al_str word, rest = al_str_of(signature->arguments);

    do {
        if (!al_str_split_next(&word, &rest, ' '))
            return argument;
    } while (i-- > 0 && !al_str_ends(word, AL_STR("+")));
    if (word.n && word.s[0] == 'l') {
        argument.kinds = AL_BICEP_IS_LAMBDA;
        argument.least = (unsigned)(word.s[1] - '0');
        argument.most = (unsigned)(word.s[2] - '0');
        argument.gives = word.n > 3 ? kind_of(word.s[3]) : AL_BICEP_IS_ANYTHING;
        return argument;
    }
    for (size_t k = 0; k < word.n; k++)
        if (word.s[k] == '*')
            argument.kinds = AL_BICEP_IS_ANYTHING & ~AL_BICEP_IS_LAMBDA;
        else if (word.s[k] != '+')
            argument.kinds |= kind_of(word.s[k]);
    return argument;
}

struct al_bicep_shape al_bicep_result(const struct al_bicep_signature *signature)
{
    const char *gives = signature->gives;
    struct al_bicep_shape shape = AL_BICEP_SHAPE(kind_of(gives[0]));

    if (gives[0] == '#') {
        shape.kinds = AL_BICEP_IS_OBJECT;
        shape.fields = gives + 1;
    } else if (gives[0] == 'a' && gives[1]) {
        shape.items = kind_of(gives[1]);
    }
    return shape;
}

const char *al_bicep_lambda_roles(al_str function)
{
    static const struct {
        const char *function, *roles;
    } roles[] = {
        {"filter", "xi"},  {"groupBy", "x"}, {"map", "xi"},
        {"reduce", "*xi"}, {"sort", "xx"},   {"toObject", "x"},
    };

    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (al_str_eq(function, al_str_of(roles[i].function)))
            return roles[i].roles;
    return NULL;
}
