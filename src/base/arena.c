#include "arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ALIGNMENT _Alignof(max_align_t)
/* The first block is kept between requests and holds an ordinary page whole; untouched parts of it cost no memory. */
#define BLOCK_BYTES ((size_t)256 * 1024)

struct block {
    struct block *next;
    size_t size; /* bytes in data */
    _Alignas(max_align_t) char data[];
};

struct cleanup {
    struct cleanup *next;
    void (*run)(void *ctx);
    void *ctx;
};

struct arena {
    struct block *blocks; /* newest first; the last one is kept by arena_reset */
    char *free, *end;     /* room in the newest block */
    size_t used, limit;
    struct cleanup *cleanups;
};

static _Noreturn void give_up(const char *why, size_t size)
{
    char line[128];
    int n = snprintf(line, sizeof(line), "level=error msg=\"arena: %s\" bytes=%zu\n", why, size);

    if (n > 0 && write(STDERR_FILENO, line, (size_t)n) < 0) {
        /* stderr is gone; the abort below still tells the parent. */
    }
    abort();
}

static struct block *block_new(size_t size)
{
    struct block *b;

    if (size > SIZE_MAX - sizeof(*b) || !(b = malloc(sizeof(*b) + size)))
        give_up("out of memory", size);
    b->next = NULL;
    b->size = size;
    return b;
}

static void count(struct arena *a, size_t size)
{
    if (size > a->limit - a->used)
        give_up("limit reached", size);
    a->used += size;
}

#ifdef ARENA_MALLOC

/* Every allocation is a block of its own, so that sanitizers see where it ends. */
static void *take(struct arena *a, size_t size, size_t align)
{
    struct block *b;

    (void)align;
    count(a, size);
    b = block_new(size);
    b->next = a->blocks;
    a->blocks = b;
    return b->data;
}

static void forget(struct arena *a)
{
    while (a->blocks) {
        struct block *next = a->blocks->next;

        free(a->blocks);
        a->blocks = next;
    }
}

static bool grow_in_place(struct arena *a, const char *p, size_t old_size, size_t size)
{
    (void)a, (void)p;
    return size <= old_size;
}

#else

static void use_block(struct arena *a, struct block *b)
{
    a->free = b->data;
    a->end = b->data + b->size;
}

static void *take(struct arena *a, size_t size, size_t align)
{
    size_t pad = -(uintptr_t)a->free & (align - 1);
    char *p;

    count(a, size);
    if (!a->free || size > (size_t)(a->end - a->free) || pad > (size_t)(a->end - a->free) - size) {
        struct block *b = block_new(size > BLOCK_BYTES ? size : BLOCK_BYTES);

        b->next = a->blocks;
        a->blocks = b;
        use_block(a, b);
        pad = 0;
    }
    p = a->free + pad;
    a->free = p + size;
    return p;
}

static void forget(struct arena *a)
{
    while (a->blocks && a->blocks->next) {
        struct block *next = a->blocks->next;

        free(a->blocks);
        a->blocks = next;
    }
    if (a->blocks)
        use_block(a, a->blocks);
}

static bool grow_in_place(struct arena *a, const char *p, size_t old_size, size_t size)
{
    size_t more = size - old_size;

    if (size <= old_size)
        return true;
    if (!p || p + old_size != a->free || more > (size_t)(a->end - a->free))
        return false;
    count(a, more);
    a->free += more;
    return true;
}

#endif

struct arena *arena_new(size_t limit_bytes)
{
    struct arena *a = calloc(1, sizeof(*a));

    if (!a)
        give_up("out of memory", sizeof(*a));
    a->limit = limit_bytes;
    return a;
}

void arena_reset(struct arena *a)
{
    while (a->cleanups) {
        struct cleanup *c = a->cleanups;

        a->cleanups = c->next;
        c->run(c->ctx);
    }
    forget(a);
    a->used = 0;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    arena_reset(a);
    free(a->blocks);
    free(a);
}

void *arena_alloc(struct arena *a, size_t size)
{
    return memset(take(a, size, ALIGNMENT), 0, size);
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(n, size, &bytes))
        give_up("array too large", n);
    return arena_alloc(a, bytes);
}

void *arena_grow(struct arena *a, void *p, size_t old_size, size_t size)
{
    void *grown;

    if (p && grow_in_place(a, p, old_size, size))
        return p;
    grown = take(a, size, ALIGNMENT);
    if (p)
        memcpy(grown, p, old_size);
    return grown;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    size_t length = s ? strnlen(s, n) : 0;
    char *copy = take(a, length + 1, 1);

    if (length > 0)
        memcpy(copy, s, length);
    copy[length] = '\0';
    return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return arena_strndup(a, s, s ? strlen(s) : 0);
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    char first[256], *text;
    va_list args;
    int n;

    va_start(args, fmt);
    n = vsnprintf(first, sizeof(first), fmt, args);
    va_end(args);
    if (n < 0)
        give_up("bad format", 0);
    text = take(a, (size_t)n + 1, 1);
    if ((size_t)n < sizeof(first)) {
        memcpy(text, first, (size_t)n + 1);
        return text;
    }
    va_start(args, fmt);
    vsnprintf(text, (size_t)n + 1, fmt, args);
    va_end(args);
    return text;
}

void arena_on_reset(struct arena *a, void (*run)(void *ctx), void *ctx)
{
    struct cleanup *c = ARENA_NEW(a, struct cleanup);

    c->run = run;
    c->ctx = ctx;
    c->next = a->cleanups;
    a->cleanups = c;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}
