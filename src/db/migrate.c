#include "migrate.h"

#include <dirent.h>
#include <errno.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db_private.h"
#include "migrate_lock.h"

#define LOCK_WAIT_S 60
#define FILE_MAX_BYTES (256 * 1024)
#define ARENA_BYTES (64 * 1024 * 1024)
#define NAME_MAX_CHARS 100

/*
 * A row is written before its statement runs, with applied_us 0, and completed afterwards: DDL commits by itself, so a crash in between leaves a
 * row that tells the next run that the statement may have been carried out already.
 */
enum { CREATE, LOAD, BEGIN, FINISH, FORGET };
static const struct db_stmt stmts[] = {
    [CREATE] = {"CREATE TABLE IF NOT EXISTS schema_version ("
                "version INT NOT NULL COMMENT 'Number of the file in sql/migrations', "
                "name VARCHAR(100) NOT NULL COMMENT 'Name of the file without number', "
                "sha256 BINARY(32) NOT NULL COMMENT 'Of the file as it was applied', "
                "applied_us BIGINT NOT NULL COMMENT 'When, UTC microseconds; 0 while it is being applied', "
                "PRIMARY KEY (version)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Migrations that this schema has'",
                "", ""},
    [LOAD] = {"SELECT version, name, sha256, applied_us FROM schema_version ORDER BY version", "", "itbi"},
    [BEGIN] = {"INSERT INTO schema_version (version, name, sha256, applied_us) VALUES (?, ?, ?, 0) "
               "ON DUPLICATE KEY UPDATE name = VALUES(name), sha256 = VALUES(sha256)",
               "itb", ""},
    [FINISH] = {"UPDATE schema_version SET applied_us = CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED) WHERE version = ?", "i", ""},
    [FORGET] = {"DELETE FROM schema_version WHERE version = ? AND applied_us = 0", "i", ""},
};

struct migration {
    int version;
    const char *name; /* without number and ".sql" */
    const char *sql;
    unsigned char sha256[SHA256_DIGEST_LENGTH];
};
struct migrations {
    struct migration *list;
    size_t n;
};

/* ---- files ---- */

static bool ends_with_sql(const char *file)
{
    size_t n = strlen(file);

    return n > 4 && strcmp(file + n - 4, ".sql") == 0;
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* NNNN_name.sql */
static bool parse_name(struct arena *a, const char *file, struct migration *m)
{
    size_t n = strlen(file) - 4, at;
    int version = 0;

    for (at = 0; at < 4; at++) {
        if (file[at] < '0' || file[at] > '9')
            return false;
        version = version * 10 + (file[at] - '0');
    }
    if (version == 0 || n < 6 || n - 5 > NAME_MAX_CHARS || file[4] != '_')
        return false;
    for (at = 5; at < n; at++)
        if (!is_name_char(file[at]))
            return false;
    m->version = version;
    m->name = arena_strndup(a, file + 5, n - 5);
    return true;
}

static enum err read_sql(struct arena *a, const char *dir, const char *file, struct migration *m)
{
    FILE *f = fopen(arena_printf(a, "%s/%s", dir, file), "re");
    char *text = NULL;
    size_t cap = 0;
    ssize_t n;
    enum err e = ERR_CONFIG;

    if (!f)
        return ERR_CONFIG;
    /* Up to a NUL, which no migration has: the whole file. */
    n = getdelim(&text, &cap, '\0', f);
    if (n > 0 && n <= FILE_MAX_BYTES && !ferror(f) && text[n - 1] != '\0') {
        (void)SHA256((const unsigned char *)text, (size_t)n, m->sha256);
        m->sql = arena_strndup(a, text, (size_t)n);
        e = ERR_NONE;
    }
    free(text);
    (void)fclose(f);
    return e;
}

static int by_version(const void *x, const void *y)
{
    const struct migration *a = x, *b = y;

    return (a->version > b->version) - (a->version < b->version);
}

static enum err count_files(const char *dir, size_t *ret_n)
{
    DIR *d = opendir(dir);
    size_t n = 0;

    if (!d)
        return ERR_CONFIG;
    for (const struct dirent *entry = readdir(d); entry; entry = readdir(d))
        n += ends_with_sql(entry->d_name);
    (void)closedir(d);
    *ret_n = n;
    return ERR_NONE;
}

static enum err read_files(struct arena *a, const char *dir, struct migrations *files, char why[256])
{
    DIR *d = opendir(dir);
    size_t cap = files->n;
    enum err e = ERR_NONE;

    if (!d)
        return ERR_CONFIG;
    files->n = 0;
    for (const struct dirent *entry = readdir(d); entry && e == ERR_NONE && files->n < cap; entry = readdir(d)) {
        if (!ends_with_sql(entry->d_name))
            continue;
        struct migration *m = &files->list[files->n++];

        if (!parse_name(a, entry->d_name, m)) {
            (void)snprintf(why, 256, "%.100s is not named like 0012_name.sql.", entry->d_name);
            e = ERR_CONFIG;
        } else if ((e = read_sql(a, dir, entry->d_name, m)) != ERR_NONE) {
            (void)snprintf(why, 256, "%.100s is empty, too large, or cannot be read.", entry->d_name);
        }
    }
    (void)closedir(d);
    return e;
}

static enum err load_files(struct arena *a, const char *dir, struct migrations *ret_files, char why[256])
{
    struct migrations files = {0};
    enum err e = count_files(dir, &files.n);

    if (e != ERR_NONE || files.n == 0) {
        (void)snprintf(why, 256, "There are no migrations in %.180s.", dir);
        return ERR_CONFIG;
    }
    files.list = ARENA_ARRAY(a, files.n, struct migration);
    TRY(read_files(a, dir, &files, why));
    qsort(files.list, files.n, sizeof(files.list[0]), by_version);
    for (size_t i = 1; i < files.n; i++)
        if (files.list[i].version == files.list[i - 1].version) {
            (void)snprintf(why, 256, "Two migrations have the number %04d.", files.list[i].version);
            return ERR_CONFIG;
        }
    *ret_files = files;
    return ERR_NONE;
}

/* ---- comparing ---- */

enum status { MISSING, BEGUN, APPLIED, CHANGED };

static enum status status_of(const struct migration *m, const struct db_rows *versions)
{
    for (size_t i = 0; i < versions->n; i++) {
        struct str sha256 = db_bytes(versions, i, 2);

        if (db_int(versions, i, 0) != m->version)
            continue;
        if (db_int(versions, i, 3) == 0)
            return BEGUN;
        return sha256.n == sizeof(m->sha256) && memcmp(sha256.p, m->sha256, sizeof(m->sha256)) == 0 ? APPLIED : CHANGED;
    }
    return MISSING;
}

static void say_changed(const struct migration *m, char why[256])
{
    (void)snprintf(why, 256, "Migration %04d_%.100s.sql was changed after it had been applied. Put the file back as it was; make changes in a new one.",
                   m->version, m->name);
}

/* ---- applying ---- */

static bool begins_with(const char *sql, const char *word)
{
    return strncmp(sql, word, strlen(word)) == 0;
}

static bool changes_rows(const char *sql)
{
    return begins_with(sql, "INSERT ") || begins_with(sql, "UPDATE ") || begins_with(sql, "DELETE ") || begins_with(sql, "REPLACE ");
}

/* What a DDL statement says that has been carried out before: already there, or already gone. InnoDB does each wholly or not at all. */
static bool means_done(const struct db *db)
{
    switch (db->last_code) {
    case 1050: /* table exists */
    case 1051: /* unknown table */
    case 1060: /* column exists */
    case 1061: /* key exists */
    case 1091: /* no such column or key */
    case 1826: /* constraint exists */
    case 4092: /* unknown view */
        return true;
    case 1005: /* cannot create: 121 is a constraint that exists */
        return strstr(db->message, "errno: 121") != NULL;
    default:
        return false;
    }
}

static enum err begin(struct db *db, const struct migration *m)
{
    return db_once(db, NULL, &stmts[BEGIN], DB_ARGS(DB_INT(m->version), DB_TEXT(m->name), DB_BYTES(m->sha256, sizeof(m->sha256))), NULL,
                   NULL);
}

static enum err finish(struct db *db, const struct migration *m)
{
    return db_once(db, NULL, &stmts[FINISH], DB_ARGS(DB_INT(m->version)), NULL, NULL);
}

/*
 * A foreign key that an ALTER TABLE adds comes with a new column, which has nothing to check yet. While checks are off MariaDB adds both where the table stands; else it copies the table, and
 * nobody can write to it meanwhile: minutes with a million complaints.
 */
static enum err check_keys(struct db *db, const struct migration *m)
{
    return db_exec_text(db, begins_with(m->sql, "ALTER TABLE ") ? "SET SESSION foreign_key_checks = 0" : "SET SESSION foreign_key_checks = 1");
}

static enum err change_rows(struct db *db, void *ctx)
{
    const struct migration *m = ctx;

    TRY(begin(db, m));
    TRY(check_keys(db, m));
    TRY(db_exec_text(db, m->sql));
    return finish(db, m);
}

static enum err apply_ddl(struct db *db, const struct migration *m, enum status status)
{
    enum err e;

    TRY(begin(db, m));
    TRY(check_keys(db, m));
    e = db_exec_text(db, m->sql);
    if (e == ERR_NONE || (status == BEGUN && means_done(db)))
        return finish(db, m);
    if (e != ERR_DB_AWAY && status == MISSING) {
        char message[sizeof(db->message)];

        /* The server said no, so nothing was done: the row must not make a later "exists already" look like success. */
        memcpy(message, db->message, sizeof(message));
        if (db_once(db, NULL, &stmts[FORGET], DB_ARGS(DB_INT(m->version)), NULL, NULL) == ERR_NONE)
            memcpy(db->message, message, sizeof(message));
    }
    return e;
}

static enum err apply(struct db *db, struct migration *m, enum status status)
{
    return changes_rows(m->sql) ? db_tx(db, change_rows, m) : apply_ddl(db, m, status);
}

static enum err apply_all(struct db *db, struct arena *a, const struct migrations *files, struct migrate_lock *lock, FILE *out)
{
    struct db_rows versions;
    size_t applied = 0;
    char why[256];

    TRY(db_once(db, NULL, &stmts[CREATE], DB_NO_ARGS, NULL, NULL));
    TRY(db_once(db, a, &stmts[LOAD], DB_NO_ARGS, &versions, NULL));
    for (size_t i = 0; i < files->n; i++)
        if (status_of(&files->list[i], &versions) == CHANGED) {
            say_changed(&files->list[i], why);
            (void)fprintf(out, "%s\n", why);
            return ERR_CONFIG;
        }
    for (size_t i = 0; i < files->n; i++) {
        struct migration *m = &files->list[i];
        enum status status = status_of(m, &versions);
        enum err e;

        if (status == APPLIED)
            continue;
        TRY(migrate_lock_check(lock, db));
        e = apply(db, m, status);
        if (e != ERR_NONE) {
            (void)fprintf(out, "%04d %s: failed: %s\n", m->version, m->name, db_last_message(db));
            return e;
        }
        (void)fprintf(out, "%04d %s: applied\n", m->version, m->name);
        applied++;
    }
    if (applied)
        (void)fprintf(out, "The schema is at version %d; %zu migrations were applied.\n", files->list[files->n - 1].version, applied);
    else
        (void)fprintf(out, "The schema is at version %d; there was nothing to do.\n", files->list[files->n - 1].version);
    return ERR_NONE;
}

enum err migrate_run(struct db *db, const char *dir, FILE *out)
{
    struct arena *a = arena_new(ARENA_BYTES);
    struct migrations files;
    struct migrate_lock *lock;
    char why[256] = "";
    enum err e = load_files(a, dir, &files, why);

    if (e != ERR_NONE) {
        (void)fprintf(out, "%s\n", why);
        goto out;
    }
    e = migrate_lock_take(db, LOCK_WAIT_S, out, &lock);
    if (e != ERR_NONE)
        goto out;
    e = apply_all(db, a, &files, lock, out);
    migrate_lock_release(lock, db);
out:
    arena_free(a);
    return e;
}

/* ---- checking ---- */

static enum err compare(struct db *db, struct arena *a, const struct migrations *files, char why[256])
{
    struct db_rows versions;
    enum err e = db_once(db, a, &stmts[LOAD], DB_NO_ARGS, &versions, NULL);

    if (e == ERR_CONFIG) {
        (void)snprintf(why, 256, "The database has no schema yet, or this user may not read it: run `redress migrate --grants`.");
        return ERR_CONFIG;
    }
    if (e != ERR_NONE) {
        (void)snprintf(why, 256, "The database cannot be reached.");
        return e;
    }
    for (size_t i = 0; i < files->n; i++) {
        const struct migration *m = &files->list[i];

        switch (status_of(m, &versions)) {
        case APPLIED:
            continue;
        case CHANGED:
            say_changed(m, why);
            return ERR_CONFIG;
        case MISSING:
        case BEGUN:
            (void)snprintf(why, 256, "Migration %04d_%.100s has not been applied: run `redress migrate`.", m->version, m->name);
            return ERR_CONFIG;
        }
    }
    return ERR_NONE;
}

enum err migrate_check(struct db *db, const char *dir, char why[256])
{
    struct arena *a = arena_new(ARENA_BYTES);
    struct migrations files;
    enum err e = load_files(a, dir, &files, why);

    if (e == ERR_NONE)
        e = compare(db, a, &files, why);
    arena_free(a);
    return e;
}
