/* SPDX-License-Identifier: MIT */
/* Patterns of paths, as people know them from .gitignore. */
#ifndef AL_LINT_GLOB_H
#define AL_LINT_GLOB_H

#include "base/str.h"

/* Whether a pattern means a file, by its path relative to the folder that the pattern is about. '*' and '?' stay within
 * one part of a path, "**" does not. A pattern of one part means every file and folder of that name, wherever it lies;
 * a longer one, or one that begins with '/', is about the path from its start. What means a folder means all in it. */
bool al_glob(al_str path, al_str pattern);

#endif
