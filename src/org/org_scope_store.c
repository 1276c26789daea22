#include "org_scope_store.h"

#include <stdlib.h>

void org_arg(struct org_args *args, struct db_value value)
{
    if (args->n == COUNT_OF(args->v))
        abort();
    args->v[args->n++] = value;
}

void org_arg_scope(struct org_args *args, const struct access_user *user, enum permission p)
{
    int64_t units[ACCESS_GRANTS_MAX] = {0};
    if (user)
        access_units(user, p, units);
    org_arg(args, DB_INT(user ? 0 : 1));
    for (size_t i = 0; i < ACCESS_GRANTS_MAX; i++)
        org_arg(args, DB_INT(units[i]));
}

const char *org_like(struct arena *a, const char *words)
{
    struct buf out = {.arena = a};
    buf_addc(&out, '%');
    for (; *words; words++) {
        if (*words == '%' || *words == '_' || *words == '\\')
            buf_addc(&out, '\\');
        buf_addc(&out, *words);
    }
    buf_addc(&out, '%');
    return out.p;
}

struct unit org_unit_read(const struct db_rows *rows, size_t i)
{
    return (struct unit){
        .id = db_int(rows, i, 0),
        .parent_id = db_int(rows, i, 1),
        .level = (int)db_int(rows, i, 2),
        .version = (int)db_int(rows, i, 3),
        .code = db_text(rows, i, 4),
        .name_zh = db_text(rows, i, 5),
        .name_en = db_text(rows, i, 6),
        .timezone = db_text(rows, i, 7),
        .can_close = db_int(rows, i, 8) != 0,
        .active = db_int(rows, i, 9) != 0,
        .closes_above = db_int(rows, i, 10) != 0,
        .mail = db_text(rows, i, 11),
    };
}

struct department org_department_read(const struct db_rows *rows, size_t i)
{
    return (struct department){
        .id = db_int(rows, i, 0),
        .unit_id = db_int(rows, i, 1),
        .coordinator_id = db_int(rows, i, 2),
        .deputy_id = db_int(rows, i, 3),
        .version = (int)db_int(rows, i, 4),
        .function = db_text(rows, i, 5),
        .name_zh = db_text(rows, i, 6),
        .name_en = db_text(rows, i, 7),
        .unit_zh = db_text(rows, i, 8),
        .unit_en = db_text(rows, i, 9),
        .coordinator = db_text(rows, i, 10),
        .deputy = db_text(rows, i, 11),
        .active = db_int(rows, i, 12) != 0,
    };
}

struct person org_person_read(const struct db_rows *rows, size_t i)
{
    return (struct person){
        .id = db_int(rows, i, 0),
        .unit_id = db_int(rows, i, 1),
        .department_id = db_int(rows, i, 2),
        .version = (int)db_int(rows, i, 3),
        .login = db_text(rows, i, 4),
        .name = db_text(rows, i, 5),
        .language = db_text(rows, i, 6),
        .email = db_text(rows, i, 7),
        .active = db_int(rows, i, 8) != 0,
        .must_change = db_int(rows, i, 9) != 0,
        .unit_zh = db_text(rows, i, 10),
        .unit_en = db_text(rows, i, 11),
        .department_zh = db_text(rows, i, 12),
        .department_en = db_text(rows, i, 13),
        .superior_id = db_int(rows, i, 14),
        .superior = db_text(rows, i, 15),
        .mobile = db_text(rows, i, 16),
    };
}

void org_units_read(struct arena *a, const struct db_rows *rows, struct unit **ret_list, size_t *ret_n)
{
    struct unit *units = ARENA_ARRAY(a, rows->n, struct unit);
    for (size_t i = 0; i < rows->n; i++)
        units[i] = org_unit_read(rows, i);
    org_tree_order(units, rows->n);
    *ret_list = units;
    *ret_n = rows->n;
}

void org_departments_read(struct arena *a, const struct db_rows *rows, struct department **ret_list, size_t *ret_n)
{
    struct department *found = ARENA_ARRAY(a, rows->n, struct department);
    for (size_t i = 0; i < rows->n; i++)
        found[i] = org_department_read(rows, i);
    *ret_list = found;
    *ret_n = rows->n;
}
