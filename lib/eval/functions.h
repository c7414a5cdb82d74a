/* SPDX-License-Identifier: MIT */
/* The built-in functions: the list of all of them, and what their files share. */
#ifndef AL_EVAL_FUNCTIONS_H
#define AL_EVAL_FUNCTIONS_H

#include "eval/deployment.h"

/* How a function takes its arguments; short for the flags in evaluator.h. */
enum al_manner {
    AL_MANNER_PLAIN = 0,                          /* a symbol among the arguments makes the call a symbol */
    AL_MANNER_SYMBOLIC = AL_FN_SYMBOLIC,          /* takes symbols */
    AL_MANNER_DEEP = AL_FN_DEEP,                  /* plain, down to the leaves */
    AL_MANNER_LAZY = AL_FN_LAZY | AL_FN_SYMBOLIC, /* looks only at the arguments it needs */
    AL_MANNER_RUNTIME = AL_FN_RUNTIME | AL_FN_SYMBOLIC, /* answered by the graph, or not at all */
    AL_MANNER_STATE = AL_MANNER_RUNTIME | AL_FN_OPAQUE, /* the same, about what the arguments name */
    AL_MANNER_DIGEST = AL_FN_SYMBOLIC | AL_FN_OPAQUE,   /* takes symbols, and hashes all it takes */
};

/* name, least and most arguments, manner, kind of result; in alphabetical order without regard to case */
#define AL_FUNCTIONS(X)                                              \
    X(add, 2, 2, PLAIN, INT)                                         \
    X(addDays, 2, 2, LAZY, STRING)                                   \
    X(and, 2, AL_ANY_NUMBER, LAZY, BOOL)                             \
    X(array, 1, 1, SYMBOLIC, ARRAY)                                  \
    X(base64, 1, 1, PLAIN, STRING)                                   \
    X(base64ToJson, 1, 1, PLAIN, ANY)                                \
    X(base64ToString, 1, 1, PLAIN, STRING)                           \
    X(bool, 1, 1, PLAIN, BOOL)                                       \
    X(buildUri, 1, 1, DEEP, STRING)                                  \
    X(cidrHost, 2, 2, PLAIN, STRING)                                 \
    X(cidrSubnet, 3, 3, PLAIN, STRING)                               \
    X(coalesce, 1, AL_ANY_NUMBER, LAZY, ANY)                         \
    X(concat, 0, AL_ANY_NUMBER, SYMBOLIC, ANY)                       \
    X(contains, 2, 2, SYMBOLIC, BOOL)                                \
    X(copyIndex, 0, 2, PLAIN, INT)                                   \
    X(createArray, 0, AL_ANY_NUMBER, SYMBOLIC, ARRAY)                \
    X(createObject, 0, AL_ANY_NUMBER, SYMBOLIC, OBJECT)              \
    X(current, 0, 1, LAZY, ANY)                                      \
    X(dataUri, 1, 1, PLAIN, STRING)                                  \
    X(dataUriToString, 1, 1, PLAIN, STRING)                          \
    X(dateTimeAdd, 2, 3, PLAIN, STRING)                              \
    X(dateTimeFromEpoch, 1, 1, PLAIN, STRING)                        \
    X(dateTimeToEpoch, 1, 1, PLAIN, INT)                             \
    X(deployer, 0, 0, RUNTIME, OBJECT)                               \
    X(deployment, 0, 0, SYMBOLIC, OBJECT)                            \
    X(distinct, 1, 1, PLAIN, ARRAY)                                  \
    X(div, 2, 2, PLAIN, INT)                                         \
    X(empty, 1, 1, SYMBOLIC, BOOL)                                   \
    X(endsWith, 2, 2, SYMBOLIC, BOOL)                                \
    X(environment, 0, 0, PLAIN, OBJECT)                              \
    X(equals, 2, 2, SYMBOLIC, BOOL)                                  \
    X(extensionResourceId, 3, AL_ANY_NUMBER, SYMBOLIC, STRING)       \
    X(extensions, 1, 1, RUNTIME, OBJECT)                             \
    X(externalInputs, 1, 1, RUNTIME, ANY)                            \
    X(fail, 1, 1, SYMBOLIC, ANY)                                     \
    X(false, 0, 0, PLAIN, BOOL)                                      \
    X(field, 1, 1, LAZY, ANY)                                        \
    X(filter, 2, 2, SYMBOLIC, ARRAY)                                 \
    X(first, 1, 1, SYMBOLIC, ANY)                                    \
    X(flatten, 1, 1, PLAIN, ARRAY)                                   \
    X(float, 1, 1, PLAIN, ANY)                                       \
    X(format, 1, AL_ANY_NUMBER, SYMBOLIC, STRING)                    \
    X(greater, 2, 2, PLAIN, BOOL)                                    \
    X(greaterOrEquals, 2, 2, PLAIN, BOOL)                            \
    X(groupBy, 2, 3, SYMBOLIC, OBJECT)                               \
    X(guid, 1, AL_ANY_NUMBER, DIGEST, STRING)                        \
    X(if, 3, 3, LAZY, ANY)                                           \
    X(indexFromEnd, 2, 2, SYMBOLIC, ANY)                             \
    X(indexOf, 2, 2, SYMBOLIC, INT)                                  \
    X(int, 1, 1, PLAIN, INT)                                         \
    X(intersection, 2, AL_ANY_NUMBER, SYMBOLIC, ANY)                 \
    X(ipRangeContains, 2, 2, LAZY, BOOL)                             \
    X(items, 1, 1, PLAIN, ARRAY)                                     \
    X(join, 2, 2, SYMBOLIC, STRING)                                  \
    X(json, 1, 1, PLAIN, ANY)                                        \
    X(lambda, 1, AL_ANY_NUMBER, LAZY, ANY)                           \
    X(lambdaVariables, 1, 1, PLAIN, ANY)                             \
    X(last, 1, 1, SYMBOLIC, ANY)                                     \
    X(lastIndexOf, 2, 2, SYMBOLIC, INT)                              \
    X(length, 1, 1, SYMBOLIC, INT)                                   \
    X(less, 2, 2, PLAIN, BOOL)                                       \
    X(lessOrEquals, 2, 2, PLAIN, BOOL)                               \
    X(like, 2, 2, PLAIN, BOOL)                                       \
    X(managementGroup, 0, 0, SYMBOLIC, OBJECT)                       \
    X(managementGroupResourceId, 2, AL_ANY_NUMBER, SYMBOLIC, STRING) \
    X(map, 2, 2, SYMBOLIC, ARRAY)                                    \
    X(mapValues, 2, 2, SYMBOLIC, OBJECT)                             \
    X(max, 1, AL_ANY_NUMBER, DEEP, INT)                              \
    X(min, 1, AL_ANY_NUMBER, DEEP, INT)                              \
    X(mod, 2, 2, PLAIN, INT)                                         \
    X(mul, 2, 2, PLAIN, INT)                                         \
    X(newGuid, 0, 0, SYMBOLIC, STRING)                               \
    X(not, 1, 1, SYMBOLIC, BOOL)                                     \
    X(null, 0, 0, PLAIN, ANY)                                        \
    X(objectKeys, 1, 1, PLAIN, ARRAY)                                \
    X(or, 2, AL_ANY_NUMBER, LAZY, BOOL)                              \
    X(padLeft, 2, 3, PLAIN, STRING)                                  \
    X(parameters, 1, 1, PLAIN, ANY)                                  \
    X(parseCidr, 1, 1, PLAIN, OBJECT)                                \
    X(parseUri, 1, 1, PLAIN, OBJECT)                                 \
    X(pickZones, 3, 5, PLAIN, ARRAY)                                 \
    X(policy, 0, 0, LAZY, ANY)                                       \
    X(providers, 1, 2, RUNTIME, OBJECT)                              \
    X(range, 2, 2, PLAIN, ARRAY)                                     \
    X(reduce, 3, 3, SYMBOLIC, ANY)                                   \
    X(reference, 1, 3, STATE, OBJECT)                                \
    X(references, 1, 2, STATE, ARRAY)                                \
    X(replace, 3, 3, PLAIN, STRING)                                  \
    X(requestContext, 0, 0, LAZY, ANY)                               \
    X(resourceGroup, 0, 0, SYMBOLIC, OBJECT)                         \
    X(resourceId, 2, AL_ANY_NUMBER, SYMBOLIC, STRING)                \
    X(resourceInfo, 1, 1, RUNTIME, OBJECT)                           \
    X(roleDefinitions, 1, 1, RUNTIME, OBJECT)                        \
    X(shallowMerge, 1, 1, SYMBOLIC, OBJECT)                          \
    X(skip, 2, 2, PLAIN, ANY)                                        \
    X(sort, 2, 2, SYMBOLIC, ARRAY)                                   \
    X(split, 2, 2, SYMBOLIC, ARRAY)                                  \
    X(startsWith, 2, 2, SYMBOLIC, BOOL)                              \
    X(string, 1, 1, SYMBOLIC, STRING)                                \
    X(sub, 2, 2, PLAIN, INT)                                         \
    X(subscription, 0, 0, SYMBOLIC, OBJECT)                          \
    X(subscriptionResourceId, 2, AL_ANY_NUMBER, SYMBOLIC, STRING)    \
    X(substring, 2, 3, SYMBOLIC, STRING)                             \
    X(take, 2, 2, SYMBOLIC, ANY)                                     \
    X(target, 0, 1, RUNTIME, OBJECT)                                 \
    X(tenant, 0, 0, SYMBOLIC, OBJECT)                                \
    X(tenantResourceId, 2, AL_ANY_NUMBER, SYMBOLIC, STRING)          \
    X(toLogicalZone, 3, 3, RUNTIME, STRING)                          \
    X(toLogicalZones, 3, 3, RUNTIME, ARRAY)                          \
    X(toLower, 1, 1, SYMBOLIC, STRING)                               \
    X(toObject, 2, 3, SYMBOLIC, OBJECT)                              \
    X(toPhysicalZone, 3, 3, RUNTIME, STRING)                         \
    X(toPhysicalZones, 3, 3, RUNTIME, ARRAY)                         \
    X(toUpper, 1, 1, SYMBOLIC, STRING)                               \
    X(trim, 1, 1, PLAIN, STRING)                                     \
    X(true, 0, 0, PLAIN, BOOL)                                       \
    X(tryGet, 2, AL_ANY_NUMBER, SYMBOLIC, ANY)                       \
    X(tryIndexFromEnd, 2, AL_ANY_NUMBER, SYMBOLIC, ANY)              \
    X(union, 2, AL_ANY_NUMBER, SYMBOLIC, ANY)                        \
    X(uniqueString, 1, AL_ANY_NUMBER, DIGEST, STRING)                \
    X(uri, 2, 2, PLAIN, STRING)                                      \
    X(uriComponent, 1, 1, PLAIN, STRING)                             \
    X(uriComponentToString, 1, 1, PLAIN, STRING)                     \
    X(utcNow, 0, 1, SYMBOLIC, STRING)                                \
    X(variables, 1, 1, PLAIN, ANY)

#define X(name, min, max, manner, returns) al_value al_fn_##name(struct al_call *call);
AL_FUNCTIONS(X)
#undef X

/* -- unknown results -- */
/* The call as a symbol. When all its unknown arguments are one symbol with a finite set of values, the
 * function is tried on each, and the results are the choices of the call: one and the same result is known
 * after all. */
al_value al_call_on_choices(struct al_call *call);
/* The call as a symbol with another kind of result than the table says. */
al_value al_unknown_as(struct al_call *call, enum al_hint hint);
/* The call as a symbol that is certainly one segment of an id. */
al_value al_unknown_segment(struct al_call *call);
/* A STRING or symbol that is certainly not empty and has no '/'. */
bool al_is_segment(const al_value *v);

/* -- arguments -- */
/* Each is false after reporting. */
bool al_text_arg(al_str *out, struct al_call *call, uint32_t i);
bool al_int_arg(int64_t *out, struct al_call *call, uint32_t i);

/* -- results -- */
/* Counts memory that is about to be taken as work, so that an input that asks for too much runs out of steps,
 * which leaves one value unknown, before it runs out of memory. False, once reported, when it has. */
bool al_charge(struct al_call *call, size_t bytes);
/* Says that the result exceeds a limit, and is that of a call which fails. */
al_value al_too_long(struct al_call *call);
al_value al_too_many(struct al_call *call);

/* An empty text that will not grow past the limit; al_give_text() makes it the result, or fails if it was
 * cut. */
struct al_buf al_take_text(struct al_call *call);
al_value al_give_text(struct al_call *call, const struct al_buf *text);
/* A copy of `s` as result. */
al_value al_copy_text(struct al_call *call, al_str s);
/* The parts as one text, known or not. Numbers, truth values and null are parts too; the length is limited.
 */
al_value al_join(struct al_call *call, const al_value *parts, size_t n);

struct al_items {
    al_value *v;
    size_t n, cap;
};
/* Adds an item; false after reporting that the array grows too long or that the budget is used up. */
bool al_items_add(struct al_call *call, struct al_items *items, al_value item);
/* The same for the parts of a text, which are gone when the call returns. */
bool al_parts_add(struct al_call *call, struct al_items *parts, al_value part);
/* The index of an item equal to `v`, or n. `*open` is set when symbols leave it open. */
size_t al_items_find(struct al_call *call, const struct al_items *items, al_value *v, bool *open);
/* union() of arguments that are objects, null, or symbols. */
al_value al_merge_all(struct al_call *call);

#endif
