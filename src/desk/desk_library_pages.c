#include "complaint_class_store.h"
#include "desk_case_pages.h"
#include "desk_routes.h"
#include "format.h"
#include "library_store.h"
#include "utf8.h"

/* Published cases like this complaint, for whoever handles it; from a closed one a case may be written up. */

#define SIMILAR 3

static void fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct library_case *list, size_t n)
{
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_text(t, V_TITLE, x->c.title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(&x->c));
    if (!x->c.is_open && (x->rights & PERMISSION_BIT(MAY_EDIT_LIBRARY)))
        tpl_text(tpl_add(t, SEC_MAY_WRITE), V_URL, arena_printf(page->arena, "/staff/library/new?complaint=%s", x->c.number));
    tpl_show_if(t, SEC_EMPTY, n == 0);
    for (size_t i = 0; i < n; i++) {
        struct tpl *row = tpl_add(t, SEC_ROW);
        tpl_int(row, V_ID, list[i].id);
        tpl_text(row, V_NAME, list[i].parts[LIBRARY_TITLE]);
        tpl_text(row, V_PLACE, page_pick(page, list[i].unit_zh, list[i].unit_en));
        tpl_text(row, V_AT, format_date(page->arena, page->lang, list[i].published_us, page->site->zone));
        tpl_text(row, V_TEXT, utf8_shorten(page->arena, str_of(list[i].parts[LIBRARY_HANDLING]), 160));
    }
}

static enum err library_get(struct page *page)
{
    struct desk_case x;
    struct complaint_class class;
    struct library_case *list;
    size_t n;
    TRY(desk_case_load(page, page->params[0], "", &x));
    if (x.c.part)
        return ERR_NOT_FOUND;
    TRY(complaint_class_load(page->db, page->arena, x.c.id, &class));
    TRY(library_similar(page->db, page->arena, &x.c, class.causes, class.n_causes, SIMILAR, &list, &n));
    struct tpl *t = page_template(page, TPL_DESK_LIBRARY, arena_printf(page->arena, "%s %s", page_text(page, N_("Cases like this")), x.c.number));
    fill(page, t, &x, list, n);
    return page_answer(page, t, 200);
}

const struct route desk_library_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/library", .need = MAY(SEE), .run = library_get},
    {0},
};
