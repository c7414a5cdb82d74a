/* SPDX-License-Identifier: MIT */
/* The functions of Bicep that ARM JSON does not have, or has with other arguments. Everything else that Bicep can
 * call is in functions.h. */
#ifndef AL_EVAL_FUNCTIONS_BICEP_H
#define AL_EVAL_FUNCTIONS_BICEP_H

#include "eval/functions.h"

/* name, implementation, least and most arguments, manner, kind of result; in alphabetical order. The binder makes
 * names of what stands behind a dot: args[0] of getSecret() may be the vault, "this.exists" is this.exists(). */
#define AL_BICEP_FUNCTIONS(X)                                                   \
    X("externalInput", unknown, 1, 2, RUNTIME, ANY)                             \
    X("getSecret", getSecret, 2, 5, SYMBOLIC, STRING)                           \
    X("loadDirectoryFileInfo", loadDirectoryFileInfo, 1, 2, PLAIN, ARRAY)       \
    X("loadFileAsBase64", loadFileAsBase64, 1, 1, PLAIN, STRING)                \
    X("loadJsonContent", loadJsonContent, 1, 3, PLAIN, ANY)                     \
    X("loadTextContent", loadTextContent, 1, 2, PLAIN, STRING)                  \
    X("loadYamlContent", loadYamlContent, 1, 3, PLAIN, ANY)                     \
    X("managementGroup", managementGroup, 0, 1, SYMBOLIC, OBJECT)               \
    X("readCliArg", unknown, 1, 1, RUNTIME, STRING)                             \
    X("readEnvVar", unknown, 1, 1, RUNTIME, STRING)                             \
    X("readEnvironmentVariable", unknown, 1, 2, RUNTIME, STRING)                \
    X("resourceGroup", resourceGroup, 0, 2, SYMBOLIC, OBJECT)                   \
    X("subscription", subscription, 0, 1, SYMBOLIC, OBJECT)                     \
    X("tenant", tenant, 0, 0, SYMBOLIC, OBJECT)                                 \
    X("this.exists", unknown, 0, 0, RUNTIME, BOOL)                              \
    X("this.existingResource", unknown, 0, 0, RUNTIME, ANY)

#define X(name, implementation, min, max, manner, returns) al_value al_bicep_fn_##implementation(struct al_call *call);
AL_BICEP_FUNCTIONS(X)
#undef X

/* By its name in Bicep, or NULL: then ARM JSON's of that name is meant. */
const struct al_function *al_function_of_bicep(al_str name);

/* Reports trouble with argument i, wherever the call stands: files are loaded before anything is decided. */
void al_load_trouble(struct al_call *call, uint32_t i, enum al_trouble trouble, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
