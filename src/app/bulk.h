#ifndef REDRESS_BULK_H
#define REDRESS_BULK_H

#include "db.h"

/* Multi-row inserts of text SQL for the demo. Values are written in the order of the columns; texts are escaped for utf8mb4. */
struct bulk {
    struct db *db;
    const char *head; /* "INSERT INTO t (a, b) VALUES " */
    struct buf sql;   /* in an arena that the owner resets after bulk_flush */
    size_t rows;
    bool first;
};

void bulk_row(struct bulk *b); /* begins a row; the one before is closed */
void bulk_int(struct bulk *b, int64_t value);
void bulk_id(struct bulk *b, int64_t id); /* 0 is NULL */
void bulk_text(struct bulk *b, const char *text);
void bulk_bytes(struct bulk *b, const void *bytes, size_t n);
void bulk_null(struct bulk *b);
/* Send what there is; the buffer is empty afterwards and must get a fresh arena when that was reset. */
enum err bulk_flush(struct bulk *b) MUST_CHECK;

#endif
