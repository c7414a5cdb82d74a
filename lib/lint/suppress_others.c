/* SPDX-License-Identifier: MIT */
/* Suppressions that people have written for other tools, where those look for them:
 *
 *     // checkov:skip=CKV_AZURE_206: reason            anywhere in a resource
 *     "metadata": { "checkov": ["CKV_AZURE_206:reason"] }
 *     "metadata": { "checkov": { "skip": [{ "id": "CKV_AZURE_206", "comment": "reason" }] } }
 *     // kics-scan ignore-line | ignore-block          what follows
 *     // kics-scan ignore | disable=ID,ID | enable=ID  before everything else in the file; the last: all
 * others
 *     // ts:skip=AC_AZURE_0370 reason                  anywhere in a resource
 *     "tags": { "runterrascan.io/skip": "[{ 'rule': 'AC_AZURE_0370', 'comment': 'reason' }]" }
 *     // trivy:ignore:AZU-0012:exp:2026-12-31          the line, and what begins in it or follows
 *
 * Each silences the rules that ask what the check asks, by their equivalents; one that names no check
 * silences those that have an equivalent in that tool at all. */
#include "lint/suppress.h"
#include "syntax/json.h"

/* -- what a mark is followed by, and what it is about -- */

enum about { RESOURCE, BLOCK };

static const struct mark {
    const char *text;
    enum al_suppressor by;
    enum about about;
} marks[] = {
    {"checkov:skip=", AL_BY_CHECKOV, RESOURCE}, {"bridgecrew:skip=", AL_BY_CHECKOV, RESOURCE},
    {"cortex:skip=", AL_BY_CHECKOV, RESOURCE},  {"ts:skip=", AL_BY_TERRASCAN, RESOURCE},
    {"trivy:ignore:", AL_BY_TRIVY, BLOCK},      {"tfsec:ignore:", AL_BY_TRIVY, BLOCK},
};

enum { FARTHEST = 4096, LONGEST = 4096 }; /* bytes up to what a comment is about, and of what it says */

/* A comment while it is read. */
struct remark {
    const struct al_suppression_reader *reader;
    const struct al_comment *comment;
    struct al_suppression s;
};

static struct al_span span_of(const struct remark *r, al_str part)
{
    const struct al_source *source = r->reader->out->source;

    return (struct al_span){source, (uint32_t)(part.s - source->text.s), (uint32_t)part.n};
}

static void add(struct remark *r, al_str id)
{
    r->s.id = id;
    al_suppressions_add(r->reader->input, r->reader->out, &r->s);
}

/* Whether something that is about `r` was found: else it is about nothing, as for the tool itself. */
static bool set_block(struct remark *r, const struct al_block *block)
{
    if (!block)
        return false;
    r->s.from = block->from;
    r->s.to = block->to;
    return true;
}

static bool set_resource(struct remark *r)
{
    return set_block(r, al_block_resource(al_blocks_of(r->reader), r->comment->off));
}

/* Nothing closes in between, or it would be about something farther out; nor is it far away. */
static bool follows(const struct remark *r, const struct al_block *block)
{
    const char *text = r->reader->out->source->text.s;

    if (block->from - r->comment->off > r->comment->len + FARTHEST)
        return false;
    for (uint32_t i = r->comment->off + r->comment->len; i < block->from; i++)
        if (text[i] == '}' || text[i] == ']')
            return false;
    return true;
}

static bool set_following(struct remark *r)
{
    const struct al_block *block =
        al_block_next(al_blocks_of(r->reader), r->comment->off + r->comment->len, UINT32_MAX, false);

    return block && follows(r, block) && set_block(r, block);
}

/* What begins in the comment's own line, before it. */
static bool set_same_line(struct remark *r)
{
    struct al_suppression line = {.to = 0};
    const struct al_source *source = r->reader->out->source;
    uint32_t number =
        al_source_position(r->reader->input->arena, span_of(r, (al_str){source->text.s + r->comment->off, 1}))
            .line;

    al_suppression_set_line(r->reader->input, &line, source, number);
    return set_block(r, al_block_next(al_blocks_of(r->reader), line.from, r->comment->off, false));
}

static bool set_about(struct remark *r, enum about about)
{
    if (about == RESOURCE)
        return set_resource(r);
    return al_comment_stands_alone(r->reader->out->source, r->comment) ? set_following(r) : set_same_line(r);
}

/* -- ids -- */

static bool is_id(char c)
{
    return al_is_alpha(c) || al_is_digit(c) || c == '_' || c == '-' || c == '*';
}

static al_str take_id(al_str *text)
{
    size_t n = 0;
    al_str id;

    while (n < text->n && is_id(text->s[n]))
        n++;
    id = al_str_head(*text, n);
    *text = al_str_from(*text, n);
    return id;
}

/* Former names of Trivy's checks: AVD-AZU-0012. */
static al_str as_listed(enum al_suppressor by, al_str id)
{
    if (by == AL_BY_TRIVY && al_str_case_starts(id, AL_STR("AVD-")))
        return al_str_from(id, 4);
    return id;
}

/* "until" of Trivy: ":exp:2026-12-31". */
static void take_parameters(struct remark *r, al_str *text)
{
    while (r->s.by == AL_BY_TRIVY && al_str_starts(*text, AL_STR(":"))) {
        al_str name, value;
        *text = al_str_from(*text, 1);
        name = take_id(text);
        if (al_str_starts(*text, AL_STR(":")))
            *text = al_str_from(*text, 1);
        value = take_id(text);
        if (al_str_eq(name, AL_STR("exp")))
            r->s.until = value;
    }
}

/* "ID,ID:reason" or "ID reason", up to the end of the line. */
static void take_marked(struct remark *r, al_str text)
{
    al_str ids, rest = al_str_head(text, LONGEST), id;

    al_str_split_next(&text, &rest, '\n');
    ids = rest = text;
    while (take_id(&rest).n && al_str_starts(rest, AL_STR(",")))
        rest = al_str_from(rest, 1);
    ids.n -= rest.n;
    take_parameters(r, &rest);
    if (al_str_starts(rest, AL_STR(":")))
        rest = al_str_from(rest, 1);
    r->s.reason = al_str_trim(rest);
    while (al_id_next(&id, &ids)) {
        r->s.place = span_of(r, id);
        add(r, as_listed(r->s.by, id));
    }
}

static void read_marks(struct remark *r, al_str body)
{
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        const al_str mark = al_str_of(marks[i].text);
        al_str rest = body;
        ptrdiff_t at = al_is_honoured(r->reader->input->run, marks[i].by) ? al_str_find(rest, mark) : -1;
        for (; at >= 0; at = al_str_find(rest, mark)) {
            rest = al_str_from(rest, (size_t)at + mark.n);
            while (al_str_starts(rest, AL_STR(" ")))
                rest = al_str_from(rest, 1);
            r->s = (struct al_suppression){.by = marks[i].by};
            if (set_about(r, marks[i].about))
                take_marked(r, rest);
        }
    }
}

/* -- KICS -- */

/* It knows its queries by numbers, and we by the names of their folders. */
static const struct query {
    const char *id, *name;
} queries[] = {
    {"1367dd13-2c90-4020-80b7-e4339a3dc2c4", "storage_account_allows_unsecure_transfer"},
    {"2081c7d6-2851-4cce-bda5-cb49d462da42", "standard_price_not_selected"},
    {"2ade1579-4b2c-4590-bebb-f99bf597f612", "network_security_group_with_unrestricted_access_to_ssh"},
    {"3e2d3b2f-c22a-4df1-9cc6-a7a0aebb0c99", "passwords_and_secrets/generic_secret"},
    {"487f4be7-3fd9-4506-a07a-eae252180c08", "passwords_and_secrets/generic_password"},
    {"4d2cf896-c053-4be5-9c95-8b4771112f29", "hardcoded_securestring_parameter_default_value"},
    {"51b5b840-cd0c-4556-98a7-fe5f4def80cf", "passwords_and_secrets/asymmetric_private_key"},
    {"59cb3da7-f206-4ae6-b827-7abf0a9cab9d", "network_security_group_with_unrestricted_access_to_rdp"},
    {"7908a9e3-5cac-41b1-b514-5f6d82ce02d5", "passwords_and_secrets/slack_token"},
    {"79c2c2c0-eb00-47c0-ac16-f8b0e2c81c92", "email_notifications_set_off"},
    {"7c25f361-7c66-44bf-9b69-022acd5eb4bd", "key_vault_not_recoverable"},
    {"8fa9ceea-881f-4ef0-b0b8-728f589699a7", "role_definitions_allow_custom_subscription_role_creation"},
    {"9073f073-5d60-4b46-b569-0d6baa80ed95", "storage_account_allows_network_default_access"},
    {"a0ab985d-660b-41f7-ac81-70957ee8e627", "storage_blob_service_container_with_public_access"},
    {"c4d3b58a-e6d4-450f-9340-04f1e702eaae", "passwords_and_secrets/password_in_url"},
    {"cff9c3f7-e8f0-455f-9fb4-5f72326da96e", "secret_without_expiration_date"},
    {"d855ced8-6157-448f-9f1d-f05a41d046f7",
     "default_azure_storage_account_network_access_is_too_permissive"},
    {"e25b56cd-a4d6-498f-ab92-e6296a082097", "trusted_microsoft_services_not_enabled"},
};

static const char *query_name(al_str id)
{
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++)
        if (al_str_caseeq(id, al_str_of(queries[i].id)))
            return queries[i].name;
    return NULL;
}

static void add_queries(struct remark *r, al_str ids)
{
    const char *name;
    al_str id;

    while (al_id_next(&id, &ids))
        if ((name = query_name(id)))
            add(r, al_str_of(name));
}

bool al_asks_a_query_of(const char *equivalents, al_str numbers)
{
    const char *name;
    al_str id;

    while (al_id_next(&id, &numbers))
        if ((name = query_name(id)) && al_is_equivalent(equivalents, AL_BY_KICS, al_str_of(name)))
            return true;
    return false;
}

static void add_all(struct remark *r)
{
    add(r, AL_STR("*"));
}

/* "enable=ID,ID": the others are not asked. */
static void add_all_but(struct remark *r, al_str ids)
{
    r->s.but = ids;
    if (ids.n)
        add_all(r);
}

/* The comment's line and the one below. */
static void add_line(struct remark *r)
{
    struct al_suppression below = {.to = 0};
    const struct al_source *source = r->reader->out->source;
    const struct al_span span = {source, r->comment->off, r->comment->len};

    al_suppression_set_line(r->reader->input, &below, source,
                            al_source_position(r->reader->input->arena, span).end_line + 1);
    r->s.from = r->comment->off;
    r->s.to = below.to > r->s.from ? below.to : r->s.from + r->comment->len;
    add_all(r);
}

/* `first`: nothing but comments stands before it. */
static void read_kics(struct remark *r, al_str body, bool first)
{
    const al_str disable = AL_STR("disable="), enable = AL_STR("enable=");
    al_str command, rest;

    while (al_str_starts(body, AL_STR("#")))
        body = al_str_from(body, 1);
    body = al_str_trim(body);
    if (!al_str_case_starts(body, AL_STR("kics-scan")))
        return;
    rest = al_str_trim(al_str_from(body, strlen("kics-scan")));
    al_id_next(&command, &rest);
    r->s = (struct al_suppression){.by = AL_BY_KICS, .to = UINT32_MAX, .place = span_of(r, body)};
    if (al_str_caseeq(command, AL_STR("ignore-line")))
        add_line(r);
    else if ((al_str_caseeq(command, AL_STR("ignore-block")) && set_following(r)) ||
             (al_str_caseeq(command, AL_STR("ignore")) && first))
        add_all(r);
    else if (first && al_str_case_starts(command, disable))
        add_queries(r, al_str_from(body, (size_t)(command.s - body.s) + disable.n));
    else if (first && al_str_case_starts(command, enable))
        add_all_but(r, al_str_from(body, (size_t)(command.s - body.s) + enable.n));
}

/* -- all of them -- */

static bool is_blank(al_str text)
{
    return al_str_trim(text).n == 0;
}

void al_suppressions_of_others(const struct al_suppression_reader *reader)
{
    const struct al_template *t = reader->tmpl;
    const al_str text = reader->out->source->text;
    const bool kics = al_is_honoured(reader->input->run, AL_BY_KICS);
    bool first = true;
    size_t end = 0;

    for (size_t i = 0; i < t->ncomments; i++) {
        struct remark r = {.reader = reader, .comment = &t->comments[i]};
        al_str body = al_comment_body(reader->out->source, r.comment);
        first = first && is_blank(al_str_head(al_str_from(text, end), r.comment->off - end));
        end = r.comment->off + r.comment->len;
        read_marks(&r, body);
        if (kics)
            read_kics(&r, body, first);
    }
}

/* -- Checkov's metadata -- */

/* "CKV_AZURE_206:reason" */
static void add_text(const struct al_suppression_reader *reader, struct al_suppression s,
                     const struct al_node *node)
{
    al_str reason = al_node_text(node);

    s.id = al_str_trim(take_id(&reason));
    s.place = al_node_span(node);
    s.reason = al_str_trim(al_str_starts(reason, AL_STR(":")) ? al_str_from(reason, 1) : reason);
    if (s.id.n)
        al_suppressions_add(reader->input, reader->out, &s);
}

/* { "id": "CKV_AZURE_206", "comment": "reason" } */
static void add_object(const struct al_suppression_reader *reader, struct al_suppression s,
                       const struct al_node *node)
{
    s.id = al_node_text(al_node_get(node, "id"));
    s.reason = al_node_text(al_node_get(node, "comment"));
    s.place = al_node_span(node);
    if (s.id.n)
        al_suppressions_add(reader->input, reader->out, &s);
}

static void add_item(const struct al_suppression_reader *reader, const struct al_suppression *s,
                     const struct al_node *node)
{
    const struct al_node *list = al_node_get(node, "skip");

    if (al_node_is(node, AL_NODE_OBJECT) && !list)
        add_object(reader, *s, node);
    else if (!list)
        add_text(reader, *s, node);
    for (uint32_t i = 0; al_node_is(list, AL_NODE_ARRAY) && i < list->array.n; i++)
        add_object(reader, *s, list->array.items[i]);
}

void al_suppressions_in_others_metadata(const struct al_suppression_reader *reader,
                                        const struct al_node *metadata, const struct al_suppression *about)
{
    static const char *const keys[] = {"checkov", "bridgecrew"};
    struct al_suppression s = {.by = AL_BY_CHECKOV, .from = about->from, .to = about->to};

    for (size_t k = 0; k < 2 && al_is_honoured(reader->input->run, AL_BY_CHECKOV); k++) {
        const struct al_node *node = al_node_get(metadata, keys[k]);
        for (uint32_t i = 0; al_node_is(node, AL_NODE_ARRAY) && i < node->array.n; i++)
            add_item(reader, &s, node->array.items[i]);
        if (node && !al_node_is(node, AL_NODE_ARRAY))
            add_item(reader, &s, node);
    }
}

/* -- Terrascan's tag -- */

/* A text that is JSON itself; single quotes are as good as double ones. "[[" is how a template writes "[". */
static const struct al_node *tag_list(struct al_input *input, al_str text)
{
    struct al_buf quoted = AL_BUF(input->arena);
    struct al_diags ignored = {.arena = input->arena};
    struct al_json json;

    if (al_str_starts(text, AL_STR("[[")))
        text = al_str_from(text, 1);
    for (size_t i = 0; i < text.n; i++)
        al_buf_char(&quoted, text.s[i] == '\'' ? '"' : text.s[i]);
    if (al_json_read(&json, input->arena, &ignored,
                     al_source_new(input->arena, AL_STR("tag"), al_buf_str(&quoted)), AL_JSON_DATA) != AL_OK)
        return NULL;
    return al_node_is(json.root, AL_NODE_ARRAY) ? json.root : NULL;
}

void al_suppressions_in_tags(const struct al_suppression_reader *reader, const struct al_node *resource,
                             const struct al_suppression *about)
{
    const struct al_node *tag = al_node_get(al_node_get(resource, "tags"), "runterrascan.io/skip");
    const al_str text = al_node_text(tag);
    const struct al_node *list = text.n && text.n <= LONGEST ? tag_list(reader->input, text) : NULL;
    struct al_suppression s = {.by = AL_BY_TERRASCAN, .from = about->from, .to = about->to};

    for (uint32_t i = 0; list && i < list->array.n; i++) {
        s.id = al_node_text(al_node_get(list->array.items[i], "rule"));
        s.reason = al_node_text(al_node_get(list->array.items[i], "comment"));
        s.place = al_node_span(tag);
        if (s.id.n)
            al_suppressions_add(reader->input, reader->out, &s);
    }
}
