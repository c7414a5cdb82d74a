/* SPDX-License-Identifier: MIT */
/* What fuzz targets share. A target is a file fuzz_NAME.c with one table, `fuzz_target`; target.c has libFuzzer's entry
 * points, mutate.c makes inputs, and the rest are things that must be so whatever the input is: what is not so aborts.
 *
 * Inputs that are several files begin with the text of the first; a line "=== NAME" begins each of the others. */
#ifndef AL_FUZZ_H
#define AL_FUZZ_H

#include "armlint.h"
#include "base/arena.h"
#include "base/diag.h"
#include "syntax/node.h"

#include <assert.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FUZZ_MEMORY_MOST = 64 * 1024 * 1024 };

struct fuzz_change;

struct fuzz_target {
    void (*run)(al_str input);
    /* What makes inputs beside libFuzzer itself; ends in NULL. Each is false when it found nothing to change. */
    bool (*const *mutators)(struct fuzz_change *change);
    void (*words)(void);        /* prints the words of its language with fuzz_word(); NULL: none */
    const char *const *folder;  /* names of the files that its inputs may have, for fuzz_scratch_write(); or NULL */
};
extern const struct fuzz_target fuzz_target;

/* Calls fn(ptr) in an arena, as the entry points of the library do. */
void fuzz_in_arena(al_arena *arena, int (*fn)(void *), void *ptr);
/* Prints what was wrong with a text, and aborts. */
_Noreturn void fuzz_wrong(const char *what, al_str text);

/* True for one in `each` inputs, the same ones each time: for what takes long. `what` is any number. */
bool fuzz_one_in(al_str input, unsigned each, size_t what);

/* -- dictionaries -- */
void fuzz_word(const char *word);
void fuzz_words(const char *const *words); /* ends in NULL */
void fuzz_words_of_arm(void);   /* functions of ARM JSON */
void fuzz_words_of_bicep(void); /* functions of Bicep */
void fuzz_words_of_lint(void);  /* keys and values of configurations and of files of rules */

/* -- a folder of its own -- */
void fuzz_scratch_make(void); /* and has it removed at the end */
const char *fuzz_scratch(void);
/* The path of a file in it, one of those that the target names. */
const char *fuzz_path(const char *name);
void fuzz_write(const char *name, al_str text);
/* Writes the files of an input, the first under `name`, and gives the text of the first. */
al_str fuzz_scratch_write(const char *name, al_str input);
/* Removes all that was written. */
void fuzz_scratch_clear(void);

/* -- what must be so -- */
/* Makes a report of an input, which may be NULL; for some inputs again, and it must be the same. True for those. */
bool fuzz_check_report(al_str input, char *(*report)(const struct al_options *options, al_str input),
                       const struct al_options *options);
void fuzz_check_span(const struct al_source *source, struct al_span span);
/* Everything in the tree lies in the source. */
void fuzz_check_node(const struct al_source *source, const struct al_node *node);
void fuzz_check_diags(const struct al_source *source, const struct al_diags *diags);
/* One JSON text and nothing behind it, in valid UTF-8. */
void fuzz_check_json(al_str text);
/* Elements that close, attributes with quotes, known entities, no raw control characters. */
void fuzz_check_xml(al_str text);
/* Valid UTF-8 without control characters but tabs and line ends. */
void fuzz_check_plain(al_str text);
/* The same of bytes that need not be UTF-8: names of files. */
void fuzz_check_bytes(al_str text);
/* What came out of the same input is the same; both may be NULL. */
void fuzz_check_same(const char *one, const char *other);
/* Reports are well-formed. Not all are looked at each time. */
void fuzz_check_reports(al_run *run, al_str input);
/* The same, and findings are sorted and lie in their files. */
void fuzz_check_run(al_run *run, al_str input);
/* A report, checked; free() it. */
char *fuzz_report(al_run *run, const char *format);

/* -- changing inputs -- */
enum { FUZZ_TEXT_MOST = 1 << 16 };

struct fuzz_change {
    al_str from, other; /* the text that is changed, and one to take from */
    uint8_t *out;
    size_t n, most;
};

/* A number below n; 0 when n is. */
size_t fuzz_below(size_t n);
#define FUZZ_ONE_OF(table) ((table)[fuzz_below(sizeof(table) / sizeof *(table))])
void fuzz_put(struct fuzz_change *change, al_str text);
/* A call of a function with random arguments; names of parameters and the like are taken from `words`. */
struct fuzz_names {
    al_str v[64];
    size_t n;
    bool bicep;
};
al_str fuzz_random_call(al_arena *arena, const struct fuzz_names *names, unsigned depth);

bool fuzz_mutate_parts(struct fuzz_change *change); /* by brackets, commas, line ends and quotes, in any language */
bool fuzz_mutate_tree(struct fuzz_change *change);  /* by the tree of a JSON text */
bool fuzz_mutate_arm(struct fuzz_change *change);   /* puts a call into a text "[...]" */
bool fuzz_mutate_bicep(struct fuzz_change *change); /* puts a call in place of a word */

#endif
