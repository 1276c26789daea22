#ifndef REDRESS_RULEBOOK_SCHEMA_H
#define REDRESS_RULEBOOK_SCHEMA_H

#include <cyaml/cyaml.h>

#include "rulebook_text.h"

/*
 * The shape of a rulebook, once: libcyaml reads by it, and writing, copying, comparing and checking walk along it. Every text is a pointer, every list a pointer with an
 * unsigned count, every group of keys stands inside its struct. For the files of src/rulebook only.
 */
extern const cyaml_schema_value_t rulebook_schema;     /* struct rulebook */
extern const cyaml_schema_field_t rulebook_text_schema[]; /* struct rb_text */
extern const cyaml_schema_field_t rulebook_when_schema[]; /* struct rb_when */

/* The value of a field of a group of keys, and of an element of a list. */
const void *schema_member(const cyaml_schema_field_t *field, const void *group);
unsigned schema_count(const cyaml_schema_field_t *field, const void *group);
size_t schema_element_size(const cyaml_schema_value_t *list);
const void *schema_element(const cyaml_schema_field_t *field, const void *group, unsigned i);
/* Whether the field of a group, or all of them, say nothing: "", no, 0, an empty list, a group of such. */
bool schema_empty(const cyaml_schema_field_t *field, const void *group);
bool schema_all_empty(const cyaml_schema_field_t *fields, const void *group);
/* Numbers and yes or no as they are written. */
int64_t schema_number(const cyaml_schema_value_t *schema, const void *value);
/* Texts that were left out become "". */
void schema_fill(const cyaml_schema_field_t *fields, void *group);
/* What a thing is known by within its list: its code, key, channel, role, or unit and clock; "" when it has none. Whether the things of a list have such keys. */
bool schema_has_keys(const cyaml_schema_value_t *element);
const char *schema_key_of(struct arena *a, const cyaml_schema_value_t *element, const void *value);
/* A value alone as it is written, groups and lists on one line where that is possible. */
const char *schema_written(struct arena *a, const cyaml_schema_value_t *schema, const void *value, const cyaml_schema_field_t *field, const void *group);
const cyaml_schema_field_t *schema_field(const cyaml_schema_field_t *fields, const char *key);

/* ---- lines ---- */
/* A document kept to find lines in; NULL when it is not YAML. */
struct rulebook_lines;
struct rulebook_lines *rulebook_lines_open(struct arena *a, struct str yaml);
int rulebook_lines_find(const struct rulebook_lines *lines, const char *path); /* of the nearest that exists; 0 without lines */
void rulebook_lines_close(struct rulebook_lines *lines);

#endif
