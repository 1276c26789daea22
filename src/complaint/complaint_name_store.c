#include <string.h>

#include "basis_store.h"
#include "complaint_store.h"

/*
 * For the rules: what the department does that was asked to look into it. As long as customer service carries it and nobody was asked, what the department of its category does, to whom it will go.
 */
static const char *function_of(const struct complaint *c, const struct basis *basis)
{
    const char *carrier = basis_department(basis, c->department_id).code, *category = basis_category(basis, c->category_id).function;
    if (c->lead_department_id)
        return basis_department(basis, c->lead_department_id).code;
    return *category && (!*carrier || strcmp(carrier, COMPLAINT_CARRIER) == 0) ? category : carrier;
}

enum err complaint_name(struct db *db, struct arena *a, struct complaint *list, size_t n)
{
    struct basis basis;
    TRY(basis_load(db, a, &basis));
    for (size_t i = 0; i < n; i++) {
        struct complaint *c = &list[i];
        struct basis_names category = basis_category(&basis, c->category_id);
        basis_unit_name(&basis, c->unit_id, &c->unit_zh, &c->unit_en);
        basis_department_name(&basis, c->department_id, &c->department_zh, &c->department_en);
        c->category_zh = category.zh;
        c->category_en = category.en;
        int64_t unit_id = basis_department(&basis, c->department_id).unit_id;
        c->place_unit_id = unit_id ? unit_id : c->unit_id;
        basis_unit_name(&basis, c->place_unit_id, &c->place_zh, &c->place_en);
        c->category = category.code;
        c->category_group = category.group;
        c->function = function_of(c, &basis);
    }
    return ERR_NONE;
}
