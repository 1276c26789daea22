#include <string.h>

#include "complaint_store.h"
#include "desk_list_view.h"
#include "desk_routes.h"
#include "notice_store.h"

static const enum tpl_section view_entries[DESK_VIEW__COUNT] = {
    [DESK_MINE] = SEC_NAV_MINE_CUR, [DESK_SOON] = SEC_NAV_SOON_CUR, [DESK_LATE] = SEC_NAV_LATE_CUR, [DESK_REPLIES] = SEC_NAV_REPLIES_CUR,
    [DESK_NEW] = SEC_NAV_NEW_CUR,   [DESK_OPEN] = SEC_NAV_OPEN_CUR, [DESK_UNIT_LATE] = SEC_NAV_OPEN_CUR, [DESK_CLOSED] = SEC_NAV_ALL_CUR, [DESK_ALL] = SEC_NAV_ALL_CUR,
};

static void fill_counts(struct page *page, struct tpl *t)
{
    struct complaint_mine mine;
    if (complaint_count_mine(page->db, page->arena, page->user->id, page->now_us, &mine) != ERR_NONE)
        return; /* a page without counts is better than none */
    tpl_text(t, V_N_MINE, desk_count_words(page->arena, mine.open));
    tpl_text(t, V_N_SOON, desk_count_words(page->arena, mine.soon));
    tpl_text(t, V_N_LATE, desk_count_words(page->arena, mine.late));
    tpl_text(t, V_N_REPLIES, desk_count_words(page->arena, mine.replies));
    tpl_show_if(t, SEC_SOON_HOT, mine.soon > 0);
    tpl_show_if(t, SEC_LATE_HOT, mine.late > 0);
}

/* The bell: how many notices have not been read. */
static void fill_notices(struct page *page, struct tpl *t)
{
    int unread;
    if (notice_unread(page->db, page->arena, page->user->id, &unread) == ERR_NONE && unread > 0)
        tpl_text(tpl_add(t, SEC_UNREAD_NOTICES), V_N_NOTICES, desk_count_words(page->arena, unread));
}

/* Which entry leads to the page that is shown: the list's own view. */
static void mark_current(struct page *page, struct tpl *t)
{
    if (!page->route)
        return;
    if (strcmp(page->route->path, "/staff/") == 0) {
        tpl_show(t, SEC_NAV_DESK_CUR);
    } else if (strcmp(page->route->path, "/staff/complaints") == 0) {
        enum desk_view view;
        if (!desk_view_from_name(http_query(page->req, "view"), &view))
            view = *http_query(page->req, "q") ? DESK_ALL : DESK_MINE;
        tpl_show(t, view_entries[view]);
    }
}

void desk_navigation(struct page *page, struct tpl *t)
{
    if (!page->user)
        return;
    mark_current(page, t);
    if (page->db)
        fill_notices(page, t);
    if (access_may(page->user, MAY_SEE)) {
        tpl_show(t, SEC_NAV_SEE);
        if (page->db)
            fill_counts(page, t);
    }
}
