#include <stdint.h>
#include <string.h>
#include <yaml.h>

#include "rulebook_schema.h"
#include "utf8.h"

/* Canonical YAML: keys in the order of the schema, what says nothing left out, short groups on one line. */

#define ONE_LINE 110 /* columns up to which a group of keys stands on one line */

struct writing {
    yaml_emitter_t emitter;
    struct buf out;
    struct arena *arena;
    bool failed;
};

static int take(void *ctx, unsigned char *bytes, size_t n)
{
    struct writing *w = ctx;
    buf_add(&w->out, bytes, n);
    return 1;
}

/* The emitter deletes the event, also when it fails. */
static void emit(struct writing *w, yaml_event_t *event, int made)
{
    if (!made || !yaml_emitter_emit(&w->emitter, event))
        w->failed = true;
}

/* ---- scalars ---- */

/* What another reader of YAML would take for something else than a text. */
static bool looks_like_else(const char *text)
{
    static const char *const words[] = {"yes", "no", "true", "false", "on", "off", "null", "~", "y", "n"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (str_ieq(str_of(text), str_of(words[i])))
            return true;
    }
    return strchr("0123456789+-.", text[0]) && text[strspn(text, "0123456789abcdefABCDEF.+-_:xX")] == '\0';
}

/* Lines as they stand only where nothing depends on blanks that nobody sees. */
static bool fits_literal(const char *text)
{
    bool begins = true, lines = false;
    for (const char *p = text; *p; p++) {
        if (begins && (*p == ' ' || *p == '\t' || (p == text && *p == '\n')))
            return false;
        if ((*p == ' ' || *p == '\t') && (p[1] == '\n' || p[1] == '\0'))
            return false;
        begins = *p == '\n';
        lines = lines || begins;
    }
    return lines && !(begins && strlen(text) > 1 && text[strlen(text) - 2] == '\n');
}

static yaml_scalar_style_t style_of(const char *text)
{
    if (!*text || looks_like_else(text))
        return YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    if (fits_literal(text))
        return YAML_LITERAL_SCALAR_STYLE;
    return strpbrk(text, "\n\t") ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : YAML_PLAIN_SCALAR_STYLE;
}

static void write_word(struct writing *w, const char *text, yaml_scalar_style_t style)
{
    yaml_event_t event;
    size_t n = strlen(text);
    emit(w, &event, yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text, (int)n, 1, 1, style));
}

static const char *written_number(struct arena *a, const cyaml_schema_value_t *schema, const void *value)
{
    int64_t number = schema_number(schema, value);
    return schema->type == CYAML_BOOL ? (number ? "yes" : "no") : arena_printf(a, "%lld", (long long)number);
}

/* ---- groups and lists ---- */

static size_t columns_of_text(const char *text)
{
    size_t n = 0;
    for (; *text; text++) {
        if (*text == '\n')
            return ONE_LINE + 1;
        /* A Chinese character has three bytes and two columns. */
        n += ((unsigned char)*text < 0x80) ? 1 : ((unsigned char)*text >= 0xc0) ? 2 : 0;
    }
    return n + 2;
}

static size_t columns_of(const cyaml_schema_value_t *schema, const void *value, const cyaml_schema_field_t *field, const void *group)
{
    size_t n = 2;
    if (schema->type == CYAML_STRING)
        return columns_of_text(*(const char *const *)value);
    if (schema->type == CYAML_SEQUENCE) {
        for (unsigned i = 0; field && i < schema_count(field, group) && n <= ONE_LINE; i++)
            n += columns_of(schema->sequence.entry, schema_element(field, group, i), NULL, NULL);
        return n;
    }
    if (schema->type != CYAML_MAPPING)
        return 5;
    for (const cyaml_schema_field_t *f = schema->mapping.fields; f->key && n <= ONE_LINE; f++) {
        if (!schema_empty(f, value))
            n += strlen(f->key) + 2 + columns_of(&f->value, schema_member(f, value), f, value);
    }
    return n;
}

static void write_value(struct writing *w, const cyaml_schema_value_t *schema, const void *value, const cyaml_schema_field_t *field, const void *group, int depth);

static void write_group(struct writing *w, const cyaml_schema_value_t *schema, const void *value, int depth)
{
    yaml_event_t event;
    bool flow = depth > 0 && columns_of(schema, value, NULL, NULL) <= ONE_LINE;
    emit(w, &event, yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, flow ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE));
    for (const cyaml_schema_field_t *f = schema->mapping.fields; f->key && !w->failed; f++) {
        const void *member = schema_member(f, value);
        if (schema_empty(f, value))
            continue;
        write_word(w, f->key, YAML_PLAIN_SCALAR_STYLE);
        write_value(w, &f->value, member, f, value, depth + 1);
    }
    emit(w, &event, yaml_mapping_end_event_initialize(&event));
}

/* Lists of words, and lists in a group that stands on one line anyway, stand on one line; the others have a line for each element. */
static void write_list(struct writing *w, const cyaml_schema_field_t *field, const void *group, int depth)
{
    yaml_event_t event;
    const cyaml_schema_value_t *element = field->value.sequence.entry;
    bool flow = element->type == CYAML_STRING;
    emit(w, &event, yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, flow ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE));
    for (unsigned i = 0; i < schema_count(field, group) && !w->failed; i++)
        write_value(w, element, schema_element(field, group, i), NULL, NULL, depth + 1);
    emit(w, &event, yaml_sequence_end_event_initialize(&event));
}

static void write_value(struct writing *w, const cyaml_schema_value_t *schema, const void *value, const cyaml_schema_field_t *field, const void *group, int depth)
{
    if (schema->type == CYAML_MAPPING) {
        write_group(w, schema, value, depth);
    } else if (schema->type == CYAML_SEQUENCE) {
        if (field) /* a list is always a member of a group */
            write_list(w, field, group, depth);
    } else if (schema->type == CYAML_STRING) {
        const char *text = *(const char *const *)value;
        write_word(w, text, style_of(text));
    } else {
        write_word(w, written_number(w->arena, schema, value), YAML_PLAIN_SCALAR_STYLE);
    }
}

static struct str write_document(struct arena *a, const cyaml_schema_value_t *schema, const void *value, const cyaml_schema_field_t *field, const void *group, int depth)
{
    struct writing w = {.arena = a, .out = {.arena = a}};
    yaml_event_t event;
    if (!yaml_emitter_initialize(&w.emitter))
        return (struct str){"", 0};
    yaml_emitter_set_output(&w.emitter, take, &w);
    yaml_emitter_set_unicode(&w.emitter, 1);
    yaml_emitter_set_width(&w.emitter, -1);
    yaml_emitter_set_indent(&w.emitter, 2);
    emit(&w, &event, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING));
    emit(&w, &event, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1));
    write_value(&w, schema, value, field, group, depth);
    emit(&w, &event, yaml_document_end_event_initialize(&event, 1));
    emit(&w, &event, yaml_stream_end_event_initialize(&event));
    if (!yaml_emitter_flush(&w.emitter))
        w.failed = true;
    yaml_emitter_delete(&w.emitter);
    return w.failed ? (struct str){"", 0} : buf_str(&w.out);
}

struct str rulebook_write(struct arena *a, const struct rulebook *b)
{
    return write_document(a, &rulebook_schema, b, NULL, NULL, 0);
}

/* A value alone, on one line where that is possible: for comparing and for showing what differs. */
const char *schema_written(struct arena *a, const cyaml_schema_value_t *schema, const void *value, const cyaml_schema_field_t *field, const void *group)
{
    if (schema->type == CYAML_STRING)
        return *(const char *const *)value;
    if (schema->type != CYAML_MAPPING && schema->type != CYAML_SEQUENCE)
        return written_number(a, schema, value);
    if (schema->type == CYAML_MAPPING ? schema_all_empty(schema->mapping.fields, value) : field && schema_empty(field, group))
        return "";
    return str_cstr(a, str_trim(write_document(a, schema, value, field, group, 1)));
}

/* ---- copying ---- */

static void copy_group(struct arena *a, const cyaml_schema_field_t *fields, void *group);

static void copy_value(struct arena *a, const cyaml_schema_value_t *schema, void *value)
{
    if (schema->type == CYAML_STRING)
        *(const char **)value = arena_strdup(a, *(const char **)value);
    else if (schema->type == CYAML_MAPPING)
        copy_group(a, schema->mapping.fields, value);
}

static void copy_group(struct arena *a, const cyaml_schema_field_t *fields, void *group)
{
    for (const cyaml_schema_field_t *f = fields; f->key; f++) {
        char *value = (char *)group + f->data_offset;
        if (f->value.type != CYAML_SEQUENCE) {
            copy_value(a, &f->value, value);
            continue;
        }
        unsigned n = schema_count(f, group);
        size_t size = schema_element_size(&f->value);
        char *list = arena_array(a, n, size);
        if (n)
            memcpy(list, schema_element(f, group, 0), n * size);
        memcpy(value, &list, sizeof list);
        for (unsigned i = 0; i < n; i++)
            copy_value(a, f->value.sequence.entry, list + i * size);
    }
}

struct rulebook *rulebook_empty(struct arena *a)
{
    struct rulebook *b = ARENA_NEW(a, struct rulebook);
    schema_fill(rulebook_schema.mapping.fields, b);
    b->format = 1;
    return b;
}

struct rulebook *rulebook_copy(struct arena *a, const struct rulebook *b)
{
    struct rulebook *copy = ARENA_NEW(a, struct rulebook);
    *copy = *b;
    copy_group(a, rulebook_schema.mapping.fields, copy);
    return copy;
}
