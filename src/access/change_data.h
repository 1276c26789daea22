#ifndef REDRESS_CHANGE_DATA_H
#define REDRESS_CHANGE_DATA_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"

/* One field of a change, before and after. before NULL: there was none (created). */
struct change_field {
    const char *name, *before, *after;
};

/*
 * The JSON object of a change: {"name":["before","after"]}, null where there was nothing. Fields whose texts are equal are left out. NULL when none
 * is left.
 */
const char *change_data(struct arena *a, const struct change_field *fields, size_t n);
/* Read such an object again; before and after may be NULL. ERR_MALFORMED for anything else. */
enum err change_data_read(struct arena *a, const char *data, struct change_field **ret_fields, size_t *ret_n) MUST_CHECK;

/* An entry as the log is read. */
struct change_row {
    int64_t id, at_us, entity_id;
    const char *entity, *kind, *actor, *data; /* data: JSON {"field":["before","after"]} */
    const char *name_zh, *name_en;            /* of what was changed, as it is called now */
};

#endif
