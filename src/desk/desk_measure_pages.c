#include "desk_case_pages.h"
#include "desk_measure_view.h"
#include "desk_routes.h"
#include "measure_store.h"

/* The measures that came from a complaint or its incident; a new one is set on the page of measures, which begins with what the complaint is classified as. */
static enum err measures_get(struct page *page)
{
    struct desk_case x;
    struct measure *list;
    size_t n;
    TRY(desk_case_load(page, page->params[0], "", &x));
    if (x.c.part)
        return ERR_NOT_FOUND;
    TRY(measure_of(page->db, page->arena, page->user, x.c.id, x.c.incident_id, &list, &n));
    struct tpl *t = page_template(page, TPL_DESK_MEASURES, arena_printf(page->arena, "%s %s", page_text(page, N_("Measures")), x.c.number));
    desk_measures_fill(page, t, &x, list, n);
    return page_answer(page, t, 200);
}

const struct route desk_measure_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/measures", .need = MAY(SEE), .run = measures_get},
    {0},
};
