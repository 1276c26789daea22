#include "book_file.h"

#include <errno.h>
#include <string.h>

#include "file_read.h"
#include "permission.h"
#include "rulebook_store.h"

static bool is_permission(const char *name)
{
    enum permission p;
    return permission_from_name(name, &p);
}

void book_file_tell(const char *path, const struct rulebook_faults *faults)
{
    for (size_t i = 0; i < faults->n; i++) {
        const struct rulebook_fault *f = &faults->list[i];
        (void)fprintf(stderr, "%s:", path);
        if (f->line)
            (void)fprintf(stderr, "%d:", f->line);
        (void)fprintf(stderr, " %s%s%s\n", f->path, *f->path ? ": " : "", f->message);
    }
    if (faults->more)
        (void)fprintf(stderr, "%s: there are more faults\n", path);
}

enum err book_file_read(struct arena *a, const char *path, struct rulebook **ret_book)
{
    struct rulebook_faults *faults = ARENA_NEW(a, struct rulebook_faults);
    struct rulebook *book;
    struct str text;
    if (!file_read(a, path, RULEBOOK_BYTES_MAX + 1, &text)) { /* one byte more than it may have, so that the reader sees when it is too long */
        (void)fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return ERR_CONFIG;
    }
    if (rulebook_read(a, text, &book, faults) == ERR_NONE && rulebook_check(a, book, text, is_permission, faults) == ERR_NONE) {
        *ret_book = book;
        return ERR_NONE;
    }
    book_file_tell(path, faults);
    return ERR_CONFIG;
}

enum err book_file_seed(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t now_us, const char *templates_dir)
{
    const char *path = arena_printf(a, "%s/../rulebooks/life-insurer.yaml", templates_dir);
    struct rulebook_faults *faults = ARENA_NEW(a, struct rulebook_faults);
    struct rulebook *book;
    const struct rulebook *there;
    int64_t id;
    enum err e = rulebook_in_force(db, a, &there, &id);
    if (e != ERR_CONFIG)
        return e;
    TRY(book_file_read(a, path, &book));
    e = rulebook_load(db, a, keys, book, "", now_us, faults);
    if (e == ERR_INPUT || e == ERR_STATE)
        book_file_tell(path, faults);
    return e;
}
