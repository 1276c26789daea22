#include "book_fixture.h"

#include <stdio.h>
#include <string.h>

struct arena *book_arena;
struct rulebook_faults book_faults;

void book_setup(void)
{
    book_arena = arena_new((size_t)256 << 20);
    book_faults = (struct rulebook_faults){0};
}

void book_teardown(void)
{
    arena_free(book_arena);
}

bool book_permission(const char *name)
{
    enum permission p;
    return permission_from_name(name, &p);
}

struct rulebook *book_read(const char *yaml)
{
    struct rulebook *book = NULL;
    enum err e = rulebook_read(book_arena, str_of(yaml), &book, &book_faults);
    if (e != ERR_NONE)
        ck_abort_msg("line %d: %s: %s", book_faults.list[0].line, book_faults.list[0].path, book_faults.list[0].message);
    return book;
}

const char *book_with(const char *sound, const char *old, const char *new)
{
    const char *at = strstr(sound, old);
    ck_assert_msg(at != NULL, "the book has no \"%s\"", old);
    return arena_printf(book_arena, "%.*s%s%s", (int)(at - sound), sound, new, at + strlen(old));
}

static int line_of(const char *yaml, const char *text)
{
    int line = 1;
    const char *at = strstr(yaml, text);
    ck_assert_msg(at != NULL, "no \"%s\"", text);
    for (const char *p = yaml; p < at; p++)
        line += *p == '\n';
    return line;
}

enum err book_judge(const char *yaml)
{
    struct rulebook *book;
    book_faults = (struct rulebook_faults){0};
    if (rulebook_read(book_arena, str_of(yaml), &book, &book_faults) != ERR_NONE)
        return ERR_MALFORMED;
    return rulebook_check(book_arena, book, str_of(yaml), book_permission, &book_faults);
}

void book_told(const char *yaml, const char *where, const char *path, const char *words)
{
    for (size_t i = 0; i < book_faults.n; i++) {
        const struct rulebook_fault *f = &book_faults.list[i];
        if (strcmp(f->path, path) == 0 && strstr(f->message, words) && f->line == (where ? line_of(yaml, where) : 0))
            return;
    }
    for (size_t i = 0; i < book_faults.n; i++)
        fprintf(stderr, "%d: %s: %s\n", book_faults.list[i].line, book_faults.list[i].path, book_faults.list[i].message);
    ck_abort_msg("no fault of %s at \"%s\" says \"%s\"", path, where ? where : "", words);
}

void book_must_tell(const char *sound, const struct book_sense *sense)
{
    const char *yaml = book_with(sound, sense->old, sense->new);
    ck_assert_int_eq(book_judge(yaml), ERR_INPUT);
    book_told(yaml, sense->where, sense->path, sense->words);
}
