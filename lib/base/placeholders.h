/* SPDX-License-Identifier: MIT */
/* Texts that stand for a value which something else puts in before a template is deployed: the Azure Developer CLI
 * ("${AZURE_LOCATION}"), a pipeline ("#{location}#"), a person ("<your location>"). */
#ifndef AL_BASE_PLACEHOLDERS_H
#define AL_BASE_PLACEHOLDERS_H

#include "base/str.h"

enum al_placeholder {
    AL_PLACEHOLDER_NONE,      /* the text means itself */
    AL_PLACEHOLDER_UNKNOWN,   /* all or part of it is put in later */
    AL_PLACEHOLDER_UNSET,     /* an environment variable, without which the value is not given at all */
    AL_PLACEHOLDER_OTHERWISE, /* the same with the text that counts without it: "${NAME=otherwise}" */
};

/* What the value of a parameter in a parameter file is; `*otherwise` is set for the last of them. */
enum al_placeholder al_placeholder_of(al_str text, al_str *otherwise);
/* Whether the text as a whole is to be replaced. A token is what a program replaces, also in templates; in parameter
 * files and where secrets stand, people write others for each other. */
bool al_is_placeholder(al_str text);
bool al_is_token(al_str text);

#endif
