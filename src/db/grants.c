#include "grants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db_private.h"

#define FILE_MAX_BYTES (256 * 1024)
#define ARENA_BYTES (16 * 1024 * 1024)

struct placeholder {
    const char *mark, *value;
};
enum { PLACEHOLDERS = 6 };

/* Names go into the text of statements, so nothing that could end a quotation may be in them. */
static bool is_plain(const char *name, const char *more)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

    if (!name || !*name || strlen(name) > 64)
        return false;
    for (; *name; name++)
        if (!strchr(letters, *name) && !strchr(more, *name))
            return false;
    return true;
}

static enum err read_text(struct arena *a, const char *path, const char **ret_text)
{
    FILE *f = fopen(path, "re");
    char *text = NULL;
    size_t cap = 0;
    ssize_t n;
    enum err e = ERR_IO;

    if (!f)
        return ERR_IO;
    n = getdelim(&text, &cap, '\0', f);
    if (n > 0 && n <= FILE_MAX_BYTES && !ferror(f)) {
        *ret_text = arena_strndup(a, text, (size_t)n);
        e = ERR_NONE;
    }
    free(text);
    (void)fclose(f);
    return e;
}

/* Comments are whole lines. */
static struct str without_comments(struct arena *a, const char *text)
{
    struct buf out = {.arena = a};
    struct str rest = str_of(text);

    while (rest.p) {
        struct str line = str_cut(&rest, '\n');

        if (str_starts(str_trim(line), "--"))
            continue;
        buf_add(&out, line.p, line.n);
        buf_addc(&out, '\n');
    }
    return buf_str(&out);
}

/* The statement with its marks replaced; NULL when it has one that is unknown. */
static const char *fill_in(struct arena *a, struct str statement, const struct placeholder *marks)
{
    struct buf out = {.arena = a};

    for (size_t at = 0; at < statement.n;) {
        struct str here = {statement.p + at, statement.n - at};
        size_t i;

        if (*here.p != '@' || (here.n > 1 && strchr("'`", here.p[1]))) {
            buf_addc(&out, *here.p);
            at++;
            continue;
        }
        for (i = 0; i < PLACEHOLDERS && !str_starts(here, marks[i].mark); i++)
            continue;
        if (i == PLACEHOLDERS)
            return NULL;
        buf_adds(&out, marks[i].value);
        at += strlen(marks[i].mark);
    }
    return str_cstr(a, buf_str(&out));
}

static enum err apply(struct db *db, struct arena *a, struct str text, const struct placeholder *marks, char why[256])
{
    while (text.p) {
        struct str statement = str_trim(str_cut(&text, ';'));
        const char *sql;
        enum err e;

        if (statement.n == 0)
            continue;
        sql = fill_in(a, statement, marks);
        if (!sql) {
            (void)snprintf(why, 256, "The grants have an unknown placeholder: %.150s", str_cstr(a, statement));
            return ERR_CONFIG;
        }
        e = db_exec_text(db, sql);
        if (e != ERR_NONE) {
            (void)snprintf(why, 256, "%.100s... was refused: %.130s", sql, db_last_message(db));
            return e;
        }
    }
    return ERR_NONE;
}

enum err grants_apply(struct db *db, const char *path, const struct grants_names *names, char why[256])
{
    const struct placeholder marks[PLACEHOLDERS] = {
        {"@DB@", db->config.name},         {"@PUBLIC@", names->public_user}, {"@STAFF@", names->staff_user},
        {"@JOBS@", names->jobs_user},      {"@OWNER@", names->owner_user},   {"@HOST@", names->from_host},
    };
    struct arena *a = arena_new(ARENA_BYTES);
    const char *text;
    enum err e = ERR_CONFIG;

    for (size_t i = 0; i < PLACEHOLDERS; i++)
        if (!is_plain(marks[i].value, i == PLACEHOLDERS - 1 ? "%.:-" : "")) {
            (void)snprintf(why, 256, "The name for %s may only have letters, digits and '_'.", marks[i].mark);
            goto out;
        }
    if (read_text(a, path, &text) != ERR_NONE) {
        (void)snprintf(why, 256, "%.200s cannot be read.", path);
        goto out;
    }
    e = apply(db, a, without_comments(a, text), marks, why);
out:
    arena_free(a);
    return e;
}
