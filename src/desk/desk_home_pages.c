#include "complaint_store.h"
#include "desk_list_view.h"
#include "desk_routes.h"
#include "desk_slip_list_view.h"
#include "format.h"
#include "rulebook_store.h"
#include "saved_view_store.h"
#include "slip_store.h"

#define HOME_ROWS 10

/* One table of the workbench: the first rows of a view, with the way to all of them. */
struct home_block {
    enum desk_view view;
    enum complaint_view stored;
    const char *id, *title, *more, *nothing; /* msgids but for the id */
    const char *nothing_to_take;             /* for who accepts no complaints; NULL: the same */
};
static const struct home_block blocks[] = {
    {DESK_MINE, VIEW_MINE, "urgent", N_("My most urgent complaints"), N_("All that is assigned to me"),
     N_("Nothing is assigned to you. Take one of the new complaints below."), N_("Nothing is assigned to you.")},
    {DESK_NEW, VIEW_NEW, "fresh", N_("New in my unit"), N_("All that are to be accepted"), N_("Every complaint that came in has been looked at."), NULL},
};

static enum err fill_block(struct page *page, struct tpl *t, const struct rulebook *book, const struct home_block *block)
{
    struct complaint_filter filter = {.view = block->stored, .sort = SORT_DUE, .words = "", .limit = HOME_ROWS, .now_us = page->now_us};
    struct complaint *rows;
    size_t n;
    TRY(complaint_list(page->db, page->arena, page->user, &filter, &rows, &n));
    struct desk_list list = {.view = block->view, .sort = DESK_BY_DUE, .words = ""};
    struct tpl *card = tpl_add(t, SEC_BLOCK);
    tpl_text(card, V_ID, block->id);
    tpl_text(card, V_LABEL, page_text(page, block->title));
    tpl_text(card, V_MORE, page_text(page, block->more));
    tpl_text(card, V_URL, desk_list_url(page->arena, &list));
    if (n == 0)
        tpl_text(tpl_add(card, SEC_EMPTY), V_MESSAGE, page_text(page, block->nothing_to_take && !access_may(page->user, MAY_ACCEPT) ? block->nothing_to_take : block->nothing));
    else
        desk_rows_fill(page, tpl_add(card, SEC_TABLE), book, rows, n < HOME_ROWS ? n : HOME_ROWS, desk_list_query(page->arena, &list));
    return ERR_NONE;
}

/* The slips that wait for the user's departments, the most urgent first; nothing when there are none. */
static enum err fill_slips(struct page *page, struct tpl *t)
{
    struct slip *rows;
    size_t n;
    if (!access_may(page->user, MAY_ANSWER))
        return ERR_NONE;
    TRY(slip_list(page->db, page->arena, page->user, SLIP_VIEW_TODO, page->now_us, 0, 0, HOME_ROWS, &rows, &n));
    if (n > 0)
        desk_slip_rows_fill(page, tpl_add(t, SEC_SLIP_BLOCK), rows, n < HOME_ROWS ? n : HOME_ROWS);
    return ERR_NONE;
}

/* The user's own lists and those shared with him, without counts: each would cost as much as the list itself. */
static enum err fill_saved(struct page *page, struct tpl *t)
{
    struct saved_view *views;
    size_t n;
    TRY(saved_view_list(page->db, page->arena, page->user, &views, &n));
    if (n > 0)
        (void)desk_saved_fill(page, tpl_add(t, SEC_SAVED_LISTS), views, n, 0);
    return ERR_NONE;
}

/* Whoever may not see complaints works in the administration, or has only his own account. */
static const char *elsewhere(const struct access_user *user)
{
    static const struct {
        enum permission permission;
        const char *path;
    } places[] = {{MAY_SET_PEOPLE, "/staff/admin/people"},
                  {MAY_SET_UNITS, "/staff/admin/units"},
                  {MAY_SET_RULES, "/staff/admin/rulebook"},
                  {MAY_PUBLISH_RULES, "/staff/admin/rulebook"},
                  {MAY_SET_CALENDARS, "/staff/admin/calendars"},
                  {MAY_SET_SITE, "/staff/admin/site"},
                  {MAY_SET_ROLES, "/staff/admin/roles"},
                  {MAY_SEE_CHANGES, "/staff/admin/changes"}};
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        if (access_may(user, places[i].permission))
            return places[i].path;
    }
    return "/staff/account";
}

static enum err home_get(struct page *page)
{
    if (!access_may(page->user, MAY_SEE))
        return page_redirect(page, elsewhere(page->user));
    struct complaint_counts counts;
    TRY(complaint_count(page->db, page->arena, page->user, page->now_us, &counts));
    struct tpl *t = page_template(page, TPL_DESK_HOME, page_text(page, N_("Workbench")));
    tpl_text(t, V_GREETING, format_day(page->arena, page->lang, page->now_us, page->site->zone));
    tpl_text(t, V_N_NEW, desk_count_words(page->arena, counts.fresh));
    tpl_text(t, V_N_OPEN, desk_count_words(page->arena, counts.open));
    tpl_text(t, V_N_UNIT_LATE, desk_count_words(page->arena, counts.late));
    tpl_show_if(t, SEC_UNIT_LATE_HOT, counts.late > 0);
    const struct rulebook *book;
    int64_t version_id;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    TRY(fill_saved(page, t));
    TRY(fill_slips(page, t));
    for (size_t i = 0; i < COUNT_OF(blocks); i++)
        TRY(fill_block(page, t, book, &blocks[i]));
    return page_answer(page, t, 200);
}

const struct route desk_home_routes[] = {
    {.method = HTTP_GET, .path = "/staff/", .need = SIGNED_IN, .run = home_get},
    {0},
};
