/* SPDX-License-Identifier: MIT */
/* Files that Bicep loads. The host gives their bytes; what they mean is worked out once for each file,
 * encoding and path, however often the call is evaluated. Values of JSON and YAML files keep their nodes, so
 * that a finding points into the file. */
#include "eval/base64.h"
#include "eval/functions_bicep.h"
#include "eval/json_path.h"
#include "syntax/bicep.h"
#include "syntax/json.h"
#include "syntax/yaml.h"

/* What the compiler takes. */
enum { TEXT_MOST = 131072, BYTES_MOST = 98304, DATA_MOST = 1048576 };

static bool is_speculative(struct al_diags *diags, uint32_t *muted, uint32_t *doubtful)
{
    *muted = diags->muted;
    *doubtful = diags->doubtful;
    diags->muted = diags->doubtful = 0;
    return *muted || *doubtful;
}

void al_load_trouble(struct al_call *call, uint32_t i, enum al_trouble trouble, const char *format, ...)
{
    struct al_diags *diags = call->ev->diags;
    uint32_t muted, doubtful;
    va_list args;

    is_speculative(diags, &muted, &doubtful);
    va_start(args, format);
    al_diags_vadd(diags, trouble, al_node_span(call->node->call.args[i]), format, args);
    va_end(args);
    diags->muted = muted;
    diags->doubtful = doubtful;
}

/* -- paths -- */

static bool check_path(struct al_call *call, al_str path)
{
    const char *wrong = al_bicep_path_error(path);

    if (wrong)
        al_load_trouble(call, 0, AL_TROUBLE_BICEP_PATH, "%s", wrong);
    return !wrong;
}

static const struct al_source *load_bytes(struct al_call *call)
{
    const struct al_host *host = call->ev->host;
    al_str path;

    if (!host || !host->read_file || !al_text_arg(&path, call, 0) || !check_path(call, path))
        return NULL;
    return host->read_file(call, path);
}

/* -- encodings -- */

enum encoding { UTF_8, UTF_16, UTF_16BE, LATIN_1, ASCII };

static bool encoding_arg(struct al_call *call, uint32_t i, enum encoding *out)
{
    static const struct {
        const char *name;
        enum encoding encoding;
    } encodings[] = {
        {"utf-8", UTF_8},        {"utf-16", UTF_16},  {"utf-16BE", UTF_16BE},
        {"iso-8859-1", LATIN_1}, {"us-ascii", ASCII},
    };
    al_str name;

    *out = UTF_8;
    if (call->n <= i)
        return true;
    if (!al_text_arg(&name, call, i))
        return false;
    for (size_t k = 0; k < sizeof encodings / sizeof *encodings; k++) {
        *out = encodings[k].encoding;
        if (al_str_caseeq(name, al_str_of(encodings[k].name)))
            return true;
    }
    al_load_trouble(call, i, AL_TROUBLE_BICEP_ARGUMENT_TYPE,
                    "this is no encoding that %s() knows: us-ascii, iso-8859-1, utf-8, utf-16BE or utf-16",
                    call->fn->name);
    return false;
}

static bool has_mark(al_str bytes)
{
    return al_str_starts(bytes, AL_STR("\xef\xbb\xbf")) || al_str_starts(bytes, AL_STR("\xff\xfe")) ||
           al_str_starts(bytes, AL_STR("\xfe\xff"));
}

/* The text of bytes without a byte-order mark. */
static al_str decode(al_arena *arena, al_str bytes, enum encoding encoding)
{
    struct al_buf buf = AL_BUF(arena);

    if (encoding == UTF_8)
        return bytes;
    al_buf_put(&buf, encoding == UTF_16     ? AL_STR("\xff\xfe")
                     : encoding == UTF_16BE ? AL_STR("\xfe\xff")
                                            : AL_STR(""));
    for (size_t i = 0; i < bytes.n && encoding >= LATIN_1; i++) {
        unsigned char c = (unsigned char)bytes.s[i];
        al_buf_utf8(&buf, encoding == ASCII && c >= 0x80 ? '?' : c);
    }
    if (encoding < LATIN_1) /* with a mark in front of them, the source itself knows what they are */
        al_buf_put(&buf, bytes);
    return buf.s ? al_buf_str(&buf) : AL_STR("");
}

/* What was made of `thing` before, by the rest of the key; made as NULL. */
static void **slot_of(struct al_call *call, const void *thing, const char *what, al_str more)
{
    return al_map_put(call->ev->arena, &call->ev->loads,
                      al_printf(call->ev->arena, "%p %s %.*s", thing, what, AL_FMT(more)));
}

/* The file as text of at most `most` characters; argument i is the encoding. NULL after reporting. */
static const struct al_source *load_text(struct al_call *call, uint32_t i, size_t most)
{
    static const char *const names[] = {"utf-8", "utf-16", "utf-16BE", "iso-8859-1", "us-ascii"};
    const struct al_source *bytes, *source;
    enum encoding encoding;
    void **slot;

    if (!encoding_arg(call, i, &encoding))
        return NULL;
    bytes = load_bytes(call);
    if (!bytes)
        return NULL;
    slot = slot_of(call, bytes, names[encoding], AL_STR(""));
    if (!*slot)
        *slot = al_source_new(call->ev->arena, bytes->name,
                              has_mark(bytes->text) ? bytes->text
                                                    : decode(call->ev->arena, bytes->text, encoding));
    source = *slot;
    if (al_utf16_length(source->text) <= most)
        return source;
    al_load_trouble(call, 0, AL_TROUBLE_BICEP_FILE,
                    "the file is longer than the %zu characters that %s() takes", most, call->fn->name);
    return NULL;
}

/* -- text and bytes -- */

al_value al_bicep_fn_loadTextContent(struct al_call *call)
{
    const struct al_source *source = load_text(call, 1, TEXT_MOST);

    return source ? al_string(source->text) : al_unknown(call);
}

al_value al_bicep_fn_loadFileAsBase64(struct al_call *call)
{
    const struct al_source *source = load_bytes(call);
    struct al_buf text = al_take_text(call);

    if (!source)
        return al_unknown(call);
    if (source->text.n > BYTES_MOST) {
        al_load_trouble(call, 0, AL_TROUBLE_BICEP_FILE,
                        "the file is longer than the %d bytes that loadFileAsBase64() takes", BYTES_MOST);
        return al_unknown(call);
    }
    al_base64_encode(&text, source->text);
    return al_give_text(call, &text);
}

/* -- data -- */

struct data {
    const struct al_node *root; /* NULL: it could not be read */
};

static const struct al_node *read_json(struct al_eval *ev, const struct al_source *source)
{
    struct al_json json;

    return al_json_read(&json, ev->arena, ev->diags, source, AL_JSON_DATA) == AL_OK ? json.root : NULL;
}

static const struct al_node *read_yaml(struct al_eval *ev, const struct al_source *source)
{
    struct al_node *root;

    return al_yaml_read(&root, ev->arena, ev->diags, source) == AL_OK ? root : NULL;
}

typedef const struct al_node *(*reader)(struct al_eval *ev, const struct al_source *source);

/* What is wrong with the file is reported once, wherever the first call stands. */
static const struct al_node *document_of(struct al_call *call, const struct al_source *source, reader read)
{
    struct al_diags *diags = call->ev->diags;
    void **slot = slot_of(call, source, read == read_json ? "json" : "yaml", AL_STR(""));
    uint32_t muted, doubtful;
    struct data *data = *slot;

    if (data)
        return data->root;
    data = *slot = AL_NEW(call->ev->arena, struct data);
    is_speculative(diags, &muted, &doubtful);
    data->root = read(call->ev, source);
    diags->muted = muted;
    diags->doubtful = doubtful;
    return data->root;
}

/* One node as it is, several as an array. */
static al_value value_of(struct al_call *call, const struct al_node_list *nodes)
{
    al_value *items = AL_NEW_N(call->ev->arena, al_value, nodes->n);

    if (nodes->n == 1)
        return al_value_from_data(call->ev, nodes->v[0]);
    for (size_t i = 0; i < nodes->n; i++)
        items[i] = al_value_from_data(call->ev, nodes->v[i]);
    return al_array(items, nodes->n);
}

static al_value select_in(struct al_call *call, const struct al_node *root, al_str path)
{
    struct al_node_list nodes = {0};

    switch (al_json_path(call->ev, &nodes, root, path)) {
    case AL_PATH_UNSUPPORTED: return al_unknown(call);
    case AL_PATH_MALFORMED: nodes.n = 0; break;
    case AL_PATH_FOUND: break;
    }
    if (nodes.n)
        return value_of(call, &nodes);
    al_load_trouble(call, 1, AL_TROUBLE_BICEP_FILE,
                    "nothing in the file is at this path, or it is no JSONPath");
    return al_unknown(call);
}

static al_value load_data(struct al_call *call, reader read)
{
    const struct al_source *source = load_text(call, 2, DATA_MOST);
    const struct al_node *root = source ? document_of(call, source, read) : NULL;
    al_str path = AL_STR("$");
    al_value *value;
    void **slot;

    if (!root || (call->n > 1 && !al_text_arg(&path, call, 1)))
        return al_unknown(call);
    slot = slot_of(call, root, "at", path);
    value = *slot;
    if (value)
        return *value;
    value = AL_NEW(call->ev->arena, al_value);
    *value = select_in(call, root, path);
    al_force_deep(call->ev, value); /* once and for all */
    if (!al_is_symbol(value))       /* else it is reported at every call */
        *slot_of(call, root, "at", path) = value;
    return *value;
}

al_value al_bicep_fn_loadJsonContent(struct al_call *call)
{
    return load_data(call, read_json);
}

al_value al_bicep_fn_loadYamlContent(struct al_call *call)
{
    return load_data(call, read_yaml);
}

/* -- folders -- */

/* Whether a name has the form of a pattern with * and ?. After a mismatch only the last * has to be tried
 * again. */
static bool is_like(al_str name, al_str pattern)
{
    size_t i = 0, k = 0, star = SIZE_MAX, tried = 0;

    while (i < name.n) {
        if (k < pattern.n && pattern.s[k] == '*') {
            star = k++;
            tried = i;
        } else if (k < pattern.n && (pattern.s[k] == '?' || pattern.s[k] == name.s[i])) {
            i++;
            k++;
        } else if (star != SIZE_MAX) {
            k = star + 1;
            i = ++tried;
        } else {
            return false;
        }
    }
    while (k < pattern.n && pattern.s[k] == '*')
        k++;
    return k == pattern.n;
}

static al_str name_in(al_str path)
{
    for (size_t i = path.n; i > 0; i--)
        if (path.s[i - 1] == '/')
            return al_str_from(path, i);
    return path;
}

static al_str extension_of(al_str name)
{
    for (size_t i = name.n; i > 0; i--)
        if (name.s[i - 1] == '.')
            return i == name.n ? AL_STR("") : al_str_from(name, i - 1);
    return AL_STR("");
}

static al_value file_info(struct al_call *call, al_str path)
{
    struct al_object *info = al_object_new(call->ev->arena, 3);
    al_str name = name_in(path);

    al_object_set(call->ev->arena, info, AL_STR("relativePath"), al_string(path));
    al_object_set(call->ev->arena, info, AL_STR("baseName"), al_string(name));
    al_object_set(call->ev->arena, info, AL_STR("extension"), al_string(extension_of(name)));
    return al_object(info);
}

al_value al_bicep_fn_loadDirectoryFileInfo(struct al_call *call)
{
    const struct al_host *host = call->ev->host;
    al_str folder, pattern = AL_STR("*"), *paths;
    struct al_items items = {0};
    size_t n;

    if (!host || !host->list_folder || !al_text_arg(&folder, call, 0) || !check_path(call, folder) ||
        (call->n > 1 && !al_text_arg(&pattern, call, 1)) || !host->list_folder(call, folder, &paths, &n))
        return al_unknown(call);
    if (pattern.n == 0 || al_str_eq(pattern, AL_STR("*.*"))) /* by the habits of .NET */
        pattern = AL_STR("*");
    for (size_t i = 0; i < n; i++) {
        if (!al_step(call->ev, call->node, 1 + pattern.n / 16))
            return al_unknown(call);
        if (is_like(name_in(paths[i]), pattern) && !al_items_add(call, &items, file_info(call, paths[i])))
            return al_unknown(call);
    }
    return al_array(items.v, items.n);
}
