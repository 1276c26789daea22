#include <stdint.h>
#include <stdlib.h>

#include "rulebook_text.h"

/* A rulebook: whatever the bytes are there is a book or a fault, and a book is written so that it reads back as the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_permission(const char *name)
{
    return name[0] == 's';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new((size_t)256 << 20);
    struct rulebook_faults *faults = ARENA_NEW(arena, struct rulebook_faults);
    struct str yaml = {(const char *)data, size};
    struct rulebook *book, *again;
    struct rulebook_difference *differences;
    size_t n = 0;

    if (rulebook_read(arena, yaml, &book, faults) == ERR_NONE) {
        if ((rulebook_check(arena, book, yaml, is_permission, faults) != ERR_NONE) != (faults->n > 0))
            abort();
        struct str written = rulebook_write(arena, book);
        if (rulebook_read(arena, written, &again, faults) != ERR_NONE || !str_eq(rulebook_write(arena, again), written))
            abort();
        rulebook_diff(arena, book, rulebook_copy(arena, again), &differences, &n);
    } else if (faults->n == 0) {
        abort();
    }
    arena_free(arena);
    return 0;
}
