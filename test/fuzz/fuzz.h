/* SPDX-License-Identifier: MIT */
/* What fuzz targets share: LLVMFuzzerTestOneInput() is theirs, mutate.c makes the inputs. */
#ifndef AL_FUZZ_H
#define AL_FUZZ_H

#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

#endif
