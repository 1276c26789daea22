#ifndef REDRESS_ADMIN_CHANGE_VIEW_H
#define REDRESS_ADMIN_CHANGE_VIEW_H

#include "admin_view.h"
#include "change_data.h"

/* Entities to filter by, as stored; NULL-terminated. */
extern const char *const admin_change_entities[];
/* entity: "" for all. next: what ?after= of the next page says; NULL on the last. */
struct tpl *admin_change_view(struct page *page, const struct change_row *rows, size_t n, const char *entity, int64_t entity_id, const char *next);

#endif
