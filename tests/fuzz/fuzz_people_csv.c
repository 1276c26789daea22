#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "people_import.h"
#include "utf8.h"

/* Tables of people: whatever comes, each cell is valid text of one line, and every row says where it stands. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void check_row(const struct people_import *t, size_t i)
{
    const struct people_import_row *row = &t->rows[i];
    must(row->line > (i ? t->rows[i - 1].line : 1));
    must(!row->fault || row->about);
    for (int c = 0; c < PEOPLE_COLUMN__COUNT; c++) {
        must(row->cells[c] && utf8_valid(str_of(row->cells[c])) && !strpbrk(row->cells[c], "\r\n"));
        must(t->has[c] || !*row->cells[c]);
    }
    if (!row->fault)
        must(*row->cells[PEOPLE_LOGIN] && *row->cells[PEOPLE_NAME] && *row->cells[PEOPLE_UNIT]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new((size_t)256 << 20);
    struct people_import t = people_import_read(arena, (struct str){(const char *)data, size});
    must(t.fault || t.n > 0);
    must(t.n <= PEOPLE_IMPORT_ROWS && (!t.fault || (t.about && t.fault_line > 0)));
    for (size_t i = 0; i < t.n; i++) {
        struct str list = str_of(t.rows[i].cells[PEOPLE_ROLES]), role;
        check_row(&t, i);
        for (size_t before = list.n; people_import_role(&list, &role); before = list.n)
            must(role.n > 0 && list.n < before);
    }
    arena_free(arena);
    return 0;
}
