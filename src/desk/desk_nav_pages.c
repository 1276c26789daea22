#include <string.h>

#include "desk_list_view.h"
#include "desk_routes.h"
#include "desk_slip.h"
#include "tabs.h"
#include "waiting_store.h"

static const enum tpl_section view_entries[DESK_VIEW__COUNT] = {
    [DESK_MINE] = SEC_NAV_MINE_CUR, [DESK_SOON] = SEC_NAV_SOON_CUR, [DESK_LATE] = SEC_NAV_LATE_CUR, [DESK_REPLIES] = SEC_NAV_REPLIES_CUR,
    [DESK_NEW] = SEC_NAV_NEW_CUR,   [DESK_OPEN] = SEC_NAV_OPEN_CUR, [DESK_UNIT_LATE] = SEC_NAV_OPEN_CUR, [DESK_CLOSED] = SEC_NAV_ALL_CUR, [DESK_ALL] = SEC_NAV_ALL_CUR,
};

static void fill_counts(struct page *page, struct tpl *t, const struct complaint_mine *mine)
{
    tpl_text(t, V_N_MINE, desk_count_words(page->arena, mine->open));
    tpl_text(t, V_N_SOON, desk_count_words(page->arena, mine->soon));
    tpl_text(t, V_N_LATE, desk_count_words(page->arena, mine->late));
    tpl_text(t, V_N_REPLIES, desk_count_words(page->arena, mine->replies));
    tpl_show_if(t, SEC_SOON_HOT, mine->soon > 0);
    tpl_show_if(t, SEC_LATE_HOT, mine->late > 0);
    if (mine->drafts > 0 && access_may(page->user, MAY_REGISTER))
        tpl_text(tpl_add(t, SEC_UNFINISHED), V_N_DRAFTS, desk_count_words(page->arena, mine->drafts));
}

/* Slips of one's departments, for those who answer or send them. */
static void fill_slips(struct page *page, struct tpl *t, const struct slip_counts *counts)
{
    bool answers = access_may(page->user, MAY_ANSWER), sends = access_may(page->user, MAY_DISPATCH);
    tpl_show_if(t, SEC_NAV_SLIPS_IN, answers);
    tpl_show_if(t, SEC_NAV_SLIPS_OUT, sends);
    if (!counts || (!answers && !sends))
        return;
    tpl_text(t, V_N_SLIPS, desk_count_words(page->arena, counts->todo));
    tpl_text(t, V_N_SLIPS_LATE, desk_count_words(page->arena, counts->late));
    tpl_text(t, V_N_SLIPS_ANSWERED, desk_count_words(page->arena, counts->answered));
    tpl_text(t, V_N_SLIPS_RETURNED, desk_count_words(page->arena, counts->returned));
    tpl_show_if(t, SEC_SLIPS_HOT, counts->late > 0);
    tpl_show_if(t, SEC_RETURNED_HOT, counts->returned > 0);
}

/* Which entry leads to the page that is shown: the list's own view. */
static void mark_current(struct page *page, struct tpl *t)
{
    if (!page->route)
        return;
    if (strcmp(page->route->path, "/staff/") == 0) {
        tpl_show(t, SEC_NAV_DESK_CUR);
    } else if (strncmp(page->route->path, "/staff/intake", strlen("/staff/intake")) == 0) {
        tpl_show(t, SEC_NAV_INTAKE_CUR);
    } else if (strncmp(page->route->path, "/staff/mail", strlen("/staff/mail")) == 0) {
        tpl_show(t, SEC_NAV_MAIL_CUR);
    } else if (strcmp(page->route->path, "/staff/complaints") == 0) {
        enum desk_view view;
        if (!desk_view_from_name(http_query(page->req, "view"), &view))
            view = *http_query(page->req, "q") ? DESK_ALL : DESK_MINE;
        tpl_show(t, view_entries[view]);
    } else if (strncmp(page->route->path, "/staff/approvals", strlen("/staff/approvals")) == 0) {
        tpl_show(t, SEC_NAV_APPROVALS_CUR);
    } else if (strncmp(page->route->path, "/staff/records", strlen("/staff/records")) == 0) {
        tpl_show(t, SEC_NAV_RECORDS_CUR);
    } else if (strcmp(page->route->path, "/staff/compensation") == 0) {
        tpl_show(t, SEC_NAV_LEDGER_CUR);
    } else if (strncmp(page->route->path, "/staff/committee", strlen("/staff/committee")) == 0) {
        tpl_show(t, SEC_NAV_COMMITTEE_CUR);
    } else if (tabs_at(page->route->path)) {
        tpl_show(t, SEC_NAV_AFTER_CUR);
    } else if (strncmp(page->route->path, "/staff/incidents", strlen("/staff/incidents")) == 0) {
        tpl_show(t, SEC_NAV_INCIDENTS_CUR);
    } else if (strcmp(page->route->path, "/staff/relabelled") == 0) {
        tpl_show(t, SEC_NAV_RELABELLED_CUR);
    } else if (strcmp(page->route->path, "/staff/slips") == 0) {
        enum desk_slip_view view = DESK_SLIPS_TODO;
        (void)desk_slip_view_from_name(http_query(page->req, "view"), &view);
        tpl_show(t, desk_slip_view_kind(view)->receiver ? SEC_NAV_SLIPS_IN_CUR : SEC_NAV_SLIPS_OUT_CUR);
    }
}

/* What there is after closing: the first of its pages that he may open. */
static void fill_after(struct page *page, struct tpl *t)
{
    const struct tab *first = tabs_first(page->user);
    if (first)
        tpl_text(tpl_add(t, SEC_NAV_AFTER), V_URL, first->path);
}

void desk_navigation(struct page *page, struct tpl *t)
{
    struct waiting waiting;
    if (!page->user)
        return;
    /* A page without counts is better than none. */
    bool known = page->db && waiting_count(page->db, page->arena, page->user, page->now_us, &waiting) == ERR_NONE;
    mark_current(page, t);
    if (known && waiting.notices > 0)
        tpl_text(tpl_add(t, SEC_UNREAD_NOTICES), V_N_NOTICES, desk_count_words(page->arena, waiting.notices));
    tpl_show_if(t, SEC_NAV_REGISTER, access_may(page->user, MAY_REGISTER));
    tpl_text(t, V_N_MAILS, known ? desk_count_words(page->arena, waiting.mails) : "");
    tpl_show_if(t, SEC_MAILS_HOT, known && waiting.mails_late > 0);
    if (access_may(page->user, MAY_SEE)) {
        tpl_show(t, SEC_NAV_SEE);
        fill_after(page, t);
        tpl_show_if(t, SEC_NAV_COMMITTEE, access_may(page->user, MAY_HOLD_MEETING));
        tpl_show(t, SEC_HAS_PHRASES);
        if (known)
            fill_counts(page, t, &waiting.mine);
        fill_slips(page, t, known ? &waiting.slips : NULL);
        tpl_text(t, V_N_APPROVALS, known ? desk_count_words(page->arena, waiting.decisions) : "");
        tpl_show_if(t, SEC_APPROVALS_HOT, known && waiting.decisions > 0);
        tpl_show_if(t, SEC_NAV_LEDGER, access_may(page->user, MAY_COMPENSATE) || access_may(page->user, MAY_REPORT));
        tpl_show_if(t, SEC_NAV_RECORDS, access_may(page->user, MAY_KEEP_RECORDS));
        tpl_show_if(t, SEC_NAV_SUPERVISE, access_may(page->user, MAY_SUPERVISE));
    }
}
