#ifndef REDRESS_BASIS_STORE_H
#define REDRESS_BASIS_STORE_H

#include "db.h"

extern const struct db_stmts basis_stmts;       /* every pool */
extern const struct db_stmts basis_raise_stmts; /* who changes them */

/*
 * The basis: units, departments, categories, the names of roles, the texts of the site and which calendar a unit goes by, which every page shows and only administrators change. A worker keeps them in memory
 * (db_kept) as of a version that each change raises. What a role may do is read anew for every request.
 */
extern const struct db_stmt *const basis_version;
/* The same as a column ('I') of the first statement of a request, whose value goes to db_kept_version. */
#define BASIS_VERSION "(SELECT b.version FROM setting b WHERE b.name = 'basis')"
/* In the transaction of a change of a unit, department, category, role, calendar or text of the site. */
enum err basis_raise(struct db *db) MUST_CHECK;
/* The version by itself. */
enum err basis_read(struct db *db, struct arena *a, int64_t *ret_version) MUST_CHECK;

/* Names in both languages; of categories the codes of itself and its group and the function that handles it, of departments the function and the unit. */
struct basis_names {
    const char *zh, *en, *code, *group, *function;
    int64_t unit_id;
};
struct basis {
    const struct db_rows *units, *departments, *categories;
};
/* Of any rows (id, name_zh, name_en) in the order of their ids. */
struct basis_names basis_names_in(const struct db_rows *rows, int64_t id);
/* Names live until a is reset. */
enum err basis_load(struct db *db, struct arena *a, struct basis *ret_basis) MUST_CHECK;
/* "" for 0 and for an unknown id. */
struct basis_names basis_unit(const struct basis *b, int64_t id);
struct basis_names basis_department(const struct basis *b, int64_t id);
/* What a page shows of them, in both languages. */
void basis_unit_name(const struct basis *b, int64_t id, const char **ret_zh, const char **ret_en);
void basis_department_name(const struct basis *b, int64_t id, const char **ret_zh, const char **ret_en);
struct basis_names basis_category(const struct basis *b, int64_t id);

#endif
