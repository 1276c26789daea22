#include <stdint.h>
#include <string.h>
#include <yaml.h>

#include "msgid.h"
#include "rulebook_schema.h"
#include "utf8.h"

/*
 * libcyaml fills the structs, but it stops at the first thing that does not fit. So the document is walked along the schema before, and every fault is told with its line.
 */

struct rulebook_lines {
    yaml_document_t document;
    struct arena *arena;
};

struct reading {
    struct arena *arena;
    yaml_document_t *document;
    struct rulebook_faults *faults;
    uint8_t *seen; /* by node: met already, so it stands behind an alias */
};

static int line_of(const yaml_node_t *node)
{
    return (int)node->start_mark.line + 1;
}

static const char *scalar(const yaml_node_t *node)
{
    return node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : "";
}

/* ---- values ---- */

/* NUL and other control characters come in by escapes such as "\0"; only line breaks and tabs belong into a text. */
static bool clean(struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
            return false;
    }
    return utf8_valid(text);
}

static bool is_yes_or_no(const char *word)
{
    static const char *const words[] = {"yes", "no", "true", "false"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(words[i], word) == 0)
            return true;
    }
    return false;
}

/* No leading zero: elsewhere that would be octal. */
static bool is_number(const char *word)
{
    size_t n = strlen(word);
    return n >= 1 && n <= 7 && strspn(word, "0123456789") == n && (n == 1 || word[0] != '0');
}

static void check_scalar(struct reading *r, const cyaml_schema_value_t *schema, const yaml_node_t *node, const char *path)
{
    if (node->type != YAML_SCALAR_NODE) {
        rulebook_fault(r->faults, r->arena, line_of(node), path,
                       node->type == YAML_SEQUENCE_NODE ? N_("There is a list here; write a single value.") : N_("There is a group of keys here; write a single value."));
        return;
    }
    const char *word = scalar(node);
    struct str text = {word, node->data.scalar.length};
    if (!clean(text))
        rulebook_fault(r->faults, r->arena, line_of(node), path, N_("The text has a control character in it; take it out."));
    else if (schema->type == CYAML_BOOL && !is_yes_or_no(word))
        rulebook_fault(r->faults, r->arena, line_of(node), path, N_("\"%s\" is neither yes nor no; write one of the two."), utf8_shorten(r->arena, text, 40));
    else if ((schema->type == CYAML_INT || schema->type == CYAML_UINT) && !is_number(word))
        rulebook_fault(r->faults, r->arena, line_of(node), path, N_("\"%s\" is not a whole number; write digits only, at most seven."), utf8_shorten(r->arena, text, 40));
}

static void check_node(struct reading *r, const cyaml_schema_value_t *schema, int id, const char *path);

static const char *keys_of(struct arena *a, const cyaml_schema_field_t *fields)
{
    struct buf b = {.arena = a};
    for (; fields->key; fields++)
        buf_printf(&b, "%s%s", b.n ? ", " : "", fields->key);
    return b.n ? b.p : "";
}

static bool written_before(const struct reading *r, const yaml_node_t *node, const yaml_node_pair_t *pair, const char *key)
{
    for (const yaml_node_pair_t *p = node->data.mapping.pairs.start; p < pair; p++) {
        if (strcmp(scalar(yaml_document_get_node(r->document, p->key)), key) == 0)
            return true;
    }
    return false;
}

static void check_mapping(struct reading *r, const cyaml_schema_value_t *schema, const yaml_node_t *node, const char *path)
{
    struct arena *a = r->arena;
    if (node->type != YAML_MAPPING_NODE) {
        rulebook_fault(r->faults, a, line_of(node), path, N_("Keys with values belong here: %s."), keys_of(a, schema->mapping.fields));
        return;
    }
    for (const yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top && !r->faults->more; p++) {
        const yaml_node_t *key_node = yaml_document_get_node(r->document, p->key);
        const char *key = scalar(key_node);
        struct str text = {key, key_node->type == YAML_SCALAR_NODE ? key_node->data.scalar.length : 0};
        const cyaml_schema_field_t *field = strlen(key) == text.n ? schema_field(schema->mapping.fields, key) : NULL;
        const char *below = *path ? arena_printf(a, "%s.%.60s", path, key) : arena_printf(a, "%.60s", key);
        if (!field)
            rulebook_fault(r->faults, a, line_of(key_node), utf8_valid(str_of(below)) ? below : path, N_("The key \"%s\" is not known; the keys here are: %s."),
                           utf8_shorten(a, str_of(key), 40), keys_of(a, schema->mapping.fields));
        else if (written_before(r, node, p, key))
            rulebook_fault(r->faults, a, line_of(key_node), below, N_("The key \"%s\" stands here twice; keep one."), key);
        else
            check_node(r, &field->value, p->value, below);
    }
}

static void check_sequence(struct reading *r, const cyaml_schema_value_t *schema, const yaml_node_t *node, const char *path)
{
    if (node->type != YAML_SEQUENCE_NODE) {
        rulebook_fault(r->faults, r->arena, line_of(node), path, N_("A list belongs here: lines that begin with \"- \", or [one, two]."));
        return;
    }
    const yaml_node_item_t *item = node->data.sequence.items.start;
    for (int i = 0; item < node->data.sequence.items.top && !r->faults->more; i++, item++)
        check_node(r, schema->sequence.entry, *item, arena_printf(r->arena, "%s[%d]", path, i));
}

static void check_node(struct reading *r, const cyaml_schema_value_t *schema, int id, const char *path)
{
    const yaml_node_t *node = yaml_document_get_node(r->document, id);
    if (!node)
        return;
    if (r->seen[id]) {
        rulebook_fault(r->faults, r->arena, line_of(node), path, N_("This is meant by an alias (*name) elsewhere; write it out there."));
        return;
    }
    r->seen[id] = 1;
    if (schema->type == CYAML_MAPPING)
        check_mapping(r, schema, node, path);
    else if (schema->type == CYAML_SEQUENCE)
        check_sequence(r, schema, node, path);
    else
        check_scalar(r, schema, node, path);
}

/* ---- YAML ---- */

static int line_at(struct str yaml, size_t offset)
{
    int line = 1;
    for (size_t i = 0; i < offset && i < yaml.n; i++)
        line += yaml.p[i] == '\n';
    return line;
}

static void not_yaml(struct reading *r, const yaml_parser_t *parser, struct str yaml)
{
    int line = parser->error == YAML_READER_ERROR ? line_at(yaml, parser->problem_offset) : (int)parser->problem_mark.line + 1;
    rulebook_fault(r->faults, r->arena, line, "", N_("This is not YAML: %s."), parser->problem ? parser->problem : "it cannot be read");
}

/* The only document of the text; the caller deletes it. */
static bool load_document(struct reading *r, struct str yaml)
{
    yaml_parser_t parser;
    yaml_document_t second;
    bool sound = false;
    if (!yaml_parser_initialize(&parser))
        return false;
    yaml_parser_set_input_string(&parser, (const unsigned char *)yaml.p, yaml.n);
    if (!yaml_parser_load(&parser, r->document)) {
        not_yaml(r, &parser, yaml);
    } else if (!yaml_document_get_root_node(r->document)) {
        rulebook_fault(r->faults, r->arena, 0, "", N_("The document is empty."));
        yaml_document_delete(r->document);
    } else if (!yaml_parser_load(&parser, &second)) {
        not_yaml(r, &parser, yaml);
        yaml_document_delete(r->document);
    } else {
        const yaml_node_t *root = yaml_document_get_root_node(&second);
        sound = root == NULL;
        if (!sound) {
            rulebook_fault(r->faults, r->arena, line_of(root), "", N_("A second document begins here; a rulebook is one document."));
            yaml_document_delete(r->document);
        }
        yaml_document_delete(&second);
    }
    yaml_parser_delete(&parser);
    return sound;
}

static bool has_shape(struct arena *a, struct str yaml, struct rulebook_faults *faults)
{
    yaml_document_t document;
    struct reading r = {.arena = a, .document = &document, .faults = faults};
    size_t before = faults->n;
    if (!load_document(&r, yaml))
        return false;
    r.seen = ARENA_ARRAY(a, (size_t)(document.nodes.top - document.nodes.start) + 1, uint8_t);
    check_node(&r, &rulebook_schema, 1, "");
    yaml_document_delete(&document);
    return faults->n == before;
}

/* ---- into the structs ---- */

/* An allocation of libcyaml's knows its room: lists grow by one element at a time. Nothing is freed; the arena does that. */
struct room {
    _Alignas(max_align_t) size_t size;
};

static void *from_arena(void *ctx, void *p, size_t size)
{
    struct room *was = p ? (struct room *)p - 1 : NULL;
    if (size == 0)
        return NULL;
    if (was && size <= was->size)
        return p;
    size_t room = was ? size + size / 2 : size;
    struct room *is = arena_alloc(ctx, sizeof *is + room);
    is->size = room;
    if (was)
        memcpy(is + 1, p, was->size);
    return is + 1;
}

enum err rulebook_read(struct arena *a, struct str yaml, struct rulebook **ret_book, struct rulebook_faults *faults)
{
    const cyaml_config_t config = {.mem_fn = from_arena, .mem_ctx = a, .log_level = CYAML_LOG_ERROR, .flags = CYAML_CFG_NO_ALIAS};
    cyaml_data_t *data = NULL;
    if (yaml.n > RULEBOOK_BYTES_MAX) {
        rulebook_fault(faults, a, 0, "", N_("The document has more than 2 MB; a rulebook is far smaller."));
        return ERR_MALFORMED;
    }
    if (!has_shape(a, yaml, faults))
        return ERR_MALFORMED;
    cyaml_err_t e = cyaml_load_data((const uint8_t *)yaml.p, yaml.n, &config, &rulebook_schema, &data, NULL);
    if (e != CYAML_OK || !data) {
        rulebook_fault(faults, a, 0, "", N_("The document cannot be read: %s."), cyaml_strerror(e));
        return ERR_MALFORMED;
    }
    schema_fill(rulebook_schema.mapping.fields, data);
    *ret_book = data;
    return ERR_NONE;
}

/* ---- lines ---- */

struct rulebook_lines *rulebook_lines_open(struct arena *a, struct str yaml)
{
    struct rulebook_lines *lines = ARENA_NEW(a, struct rulebook_lines);
    struct rulebook_faults *unused = ARENA_NEW(a, struct rulebook_faults);
    struct reading r = {.arena = a, .document = &lines->document, .faults = unused};
    lines->arena = a;
    return yaml.n && load_document(&r, yaml) ? lines : NULL;
}

void rulebook_lines_close(struct rulebook_lines *lines)
{
    if (lines)
        yaml_document_delete(&lines->document);
}

static yaml_document_t *document_of(const struct rulebook_lines *lines)
{
    /* libyaml's readers take a document that they do not change, but not as const. */
    return &((struct rulebook_lines *)(uintptr_t)lines)->document;
}

/* Go one step down: ret_line is the key's line, or the element's. */
static const yaml_node_t *step(yaml_document_t *document, const yaml_node_t *node, struct str key, long long index, int *ret_line)
{
    if (node->type == YAML_SEQUENCE_NODE && index >= 0) {
        const yaml_node_item_t *item = node->data.sequence.items.start + index;
        node = item < node->data.sequence.items.top ? yaml_document_get_node(document, *item) : NULL;
        if (node)
            *ret_line = line_of(node);
        return node;
    }
    if (node->type != YAML_MAPPING_NODE || index >= 0)
        return NULL;
    for (const yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top; p++) {
        const yaml_node_t *name = yaml_document_get_node(document, p->key);
        if (str_is(key, scalar(name))) {
            *ret_line = line_of(name);
            return yaml_document_get_node(document, p->value);
        }
    }
    return NULL;
}

int rulebook_lines_find(const struct rulebook_lines *lines, const char *path)
{
    if (!lines)
        return 0;
    yaml_document_t *document = document_of(lines);
    const yaml_node_t *node = yaml_document_get_root_node(document);
    int line = line_of(node);
    while (node && *path) {
        long long index = -1;
        size_t n = strcspn(path + 1, ".[]") + 1;
        struct str key = {path, n};
        if (*path == '[') {
            if (!str_to_i64((struct str){path + 1, n - 1}, 0, 1000000, &index))
                break;
            n++;
        } else if (*path == '.') {
            key = (struct str){path + 1, n - 1};
        }
        node = step(document, node, key, index, &line);
        path += n;
    }
    return line;
}
