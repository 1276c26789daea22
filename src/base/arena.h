#ifndef REDRESS_ARENA_H
#define REDRESS_ARENA_H

#include <stddef.h>

#include "err.h"

/*
 * Memory that lives as long as one request. Allocation never returns NULL: when the system or the limit is exhausted the
 * process writes one line to stderr and calls abort(); the database rolls back. That is sound because input is bounded
 * before it is stored and every list query has a LIMIT. Built with --enable-arena-malloc each allocation is a malloc of
 * its own, so that sanitizers see every overrun.
 */
struct arena;

/* A new arena that may hand out at most limit_bytes between two resets. Owned by the caller: arena_free(). */
struct arena *arena_new(size_t limit_bytes);
void arena_free(struct arena *a);

/* size bytes, zeroed, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size) __attribute__((returns_nonnull, malloc, alloc_size(2)));
/* n elements of size bytes, zeroed; aborts when n * size overflows. */
void *arena_array(struct arena *a, size_t n, size_t size) __attribute__((returns_nonnull, malloc, alloc_size(2, 3)));

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))

/* Copies; the results are NUL-terminated. A NULL s gives "". */
char *arena_strdup(struct arena *a, const char *s) __attribute__((returns_nonnull));
char *arena_strndup(struct arena *a, const char *s, size_t n) __attribute__((returns_nonnull));
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3) __attribute__((returns_nonnull));

/*
 * The allocation p of old_size bytes with size bytes of room, in place when it was the last one; what is new is not zeroed. For
 * growing buffers; p may be NULL when old_size is 0.
 */
void *arena_grow(struct arena *a, void *p, size_t old_size, size_t size) __attribute__((returns_nonnull));

/* Have run(ctx) called at the next reset or free; last registered first. */
void arena_on_reset(struct arena *a, void (*run)(void *ctx), void *ctx);
/* Run the clean-ups, forget every allocation, keep the first block. */
void arena_reset(struct arena *a);
/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *a);

#endif
