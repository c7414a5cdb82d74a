/* SPDX-License-Identifier: MIT */
/* Suppressions: what stands beside the code and says that a finding is not to count.
 *
 * Wherever it is written, a suppression is an id and the bytes of a source that it is about. All of an input are read when
 * somebody asks for the first time; most inputs have none, and then nothing more is done. */
#ifndef AL_LINT_SUPPRESS_H
#define AL_LINT_SUPPRESS_H

#include "lint/finding.h"

/* Whose language it is written in; the tools that may be honoured come last, in alphabetical order. */
enum al_suppressor {
    AL_BY_ARMLINT, /* comments and metadata of our own */
    AL_BY_BICEP,   /* directives of Bicep, which has codes of its own */
    AL_BY_CHECKOV,
    AL_BY_KICS,
    AL_BY_PSRULE,
    AL_BY_TERRASCAN,
    AL_BY_TRIVY,
    AL_SUPPRESSORS
};

/* One id of one comment, directive or entry of metadata. */
struct al_suppression {
    enum al_suppressor by;
    al_str id;            /* of a rule or of another tool's check; may have '*' */
    al_str but;           /* checks that are not meant, separated by commas; empty: none */
    al_str reason, until; /* empty: none */
    struct al_span place; /* of the id */
    uint32_t from, to;    /* what it is about: these bytes of its source */
    bool line;            /* of a line: asked before what is about more */
    bool over;            /* it has ended */
    bool used;            /* it is about something that a rule found or could not decide */
};

/* What was meant to be one and is none. */
struct al_suppression_fault {
    struct al_span place;
    const char *message;
};

/* Part of a source that comments can be about. */
struct al_block {
    uint32_t from, to;
    uint32_t around; /* resources: one more than the index of the one it lies in; 0: none */
};
struct al_blocks {
    AL_VEC(struct al_block) all;       /* properties and items of arrays, by place; what holds others before them */
    AL_VEC(struct al_block) resources; /* those that are resources */
};

/* All in one source. They live in the input's arena. */
struct al_suppressions {
    const struct al_source *source;
    AL_VEC(struct al_suppression *) list;
    AL_VEC(struct al_suppression_fault) faults;
    struct al_map said;       /* id of a rule -> what is said about it, once somebody has asked */
    struct al_blocks *blocks; /* made at the first question */
    bool comments_read;
};

/* All in one input. */
struct al_suppressing {
    struct al_map by_source; /* address of a source -> struct al_suppressions */
    AL_VEC(struct al_suppressions *) list;
    size_t ntemplates; /* of the graph that were read */
    size_t ngiven;     /* and parameter files */
    bool any;          /* there is one somewhere */
};

/* Those of an input, up to date with what its graph has entered; NULL when there are none. */
struct al_suppressing *al_suppressing_of(struct al_input *input);
/* Adds a copy, after having looked at the day it ends. */
void al_suppressions_add(struct al_input *input, struct al_suppressions *to, const struct al_suppression *s);
void al_suppressions_fault(struct al_input *input, struct al_suppressions *to, struct al_span place,
                           const char *format, ...) __attribute__((format(printf, 4, 5)));

/* -- reading: each adds what it finds in a template -- */
struct al_suppression_reader {
    struct al_input *input;
    const struct al_template *tmpl;
    struct al_suppressions *out;
};
void al_suppressions_in_comments(const struct al_suppression_reader *reader);
void al_suppressions_in_metadata(const struct al_suppression_reader *reader);
/* Those that are written for other tools, in comments and in metadata. */
void al_suppressions_of_others(const struct al_suppression_reader *reader);
void al_suppressions_in_others_metadata(const struct al_suppression_reader *reader, const struct al_node *metadata,
                                        const struct al_suppression *about);
/* Terrascan's, in a tag of a resource. */
void al_suppressions_in_tags(const struct al_suppression_reader *reader, const struct al_node *resource,
                             const struct al_suppression *about);
/* Whether the rule of that table entry asks what one of a list of KICS's queries asks, which are given by number. */
bool al_asks_a_query_of(const char *equivalents, al_str numbers);
/* Whether PSRule's options file or one of its suppression groups says so; *reason then says why, if anything does. */
bool al_psrule_suppresses(struct al_input *input, const struct al_finding *finding, const al_resource *resource,
                          al_str *reason);
/* The suppression groups, which the input keeps. */
struct al_psrule_groups *al_psrule_groups_read(struct al_input *input);
bool al_psrule_groups_suppress(const struct al_psrule_groups *groups, struct al_input *input,
                               const struct al_finding *finding, const al_resource *resource, al_str *reason);
/* Whether the rule of a finding asks what PSRule's rule of that name asks: "Azure.Storage.UseReplication", perhaps with its
 * module in front. */
bool al_psrule_means(const struct al_finding *finding, al_str rule);

/* -- parts of a source -- */
/* What stands in a comment, without its delimiters. */
al_str al_comment_body(const struct al_source *source, const struct al_comment *comment);
bool al_comment_stands_alone(const struct al_source *source, const struct al_comment *comment);
/* Makes it about a line; about nothing when there is no such line. */
void al_suppression_set_line(struct al_input *input, struct al_suppression *s, const struct al_source *source,
                             uint32_t line);
const struct al_blocks *al_blocks_of(const struct al_suppression_reader *reader);
/* The innermost resource around a place, or NULL. */
const struct al_block *al_block_resource(const struct al_blocks *blocks, uint32_t off);
/* The largest of those that begin at `from` or after it and before `to`, first ones first, or NULL. */
const struct al_block *al_block_next(const struct al_blocks *blocks, uint32_t from, uint32_t to, bool resources);

/* -- ids -- */
/* Whether another tool's suppressions are asked for. */
bool al_is_honoured(const al_run *run, enum al_suppressor by);
/* The first name that is none of a tool whose suppressions can be honoured, or NULL. */
const char *al_unknown_tool(const char *const *names);
/* Whether the rule of that table entry asks what another tool's check of that id asks; "*": any of its checks. */
bool al_is_equivalent(const char *equivalents, enum al_suppressor by, al_str id);
/* The next id of a list that is separated by commas and blanks; false at the end. */
bool al_id_next(al_str *id, al_str *rest);
/* Whether an id of our own, a former one or a pattern means the rule of a finding. */
bool al_id_means(const struct al_input *input, al_str id, const struct al_finding *finding);
/* The checks of other tools that ask the same; NULL when there are none. */
const char *al_finding_equivalents(const struct al_finding *finding);

/* -- notes about them -- */
/* Reports what is wrong with the suppressions of an input, and those that suppress nothing. */
void al_suppressions_close(struct al_input *input);
/* Takes back what was said of suppressions that other inputs turned out to need. */
void al_suppressions_finish(al_run *run);

#endif
