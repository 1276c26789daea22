#include "desk_told_view.h"

#include "format.h"

static void add_way(struct page *page, struct tpl *list, const struct complaint *c, const char *label, bool own, const char *masked)
{
    struct tpl *row = tpl_add(list, SEC_WAY);
    tpl_text(row, V_LABEL, page_text(page, label));
    if (own && *masked)
        tpl_text(row, V_VALUE, masked);
    else if (c->mode == COMPLAINT_NAMED)
        tpl_text(row, V_VALUE, page_text(page, N_("An address given for this alone; it is sealed")));
    else
        tpl_text(row, V_VALUE, page_text(page, N_("Sealed: only the system sends there")));
}

static void add_post(struct page *page, struct tpl *table, const char *number, const struct post *p, bool may_send)
{
    struct tpl *row = tpl_add(table, SEC_ROW);
    const int64_t at_us = p->sent_us ? p->sent_us : p->at_us;
    const char *status = p->state == POST_SENT ? N_("Sent") : p->state == POST_WAITING ? N_("Not sent yet") : p->state == POST_DEAD ? N_("Failed") : N_("Not sent any more");
    tpl_text(row, V_WHEN, format_full(page->arena, at_us, page->site->zone));
    tpl_text(row, V_ISO, utc_iso(page->arena, at_us));
    tpl_text(row, V_LABEL, page_text(page, post_kind_label(p->kind)));
    tpl_text(row, V_WAY, page_text(page, p->way == POST_MAIL ? N_("E-mail") : N_("SMS")));
    tpl_text(row, V_STATUS, page_text(page, status));
    tpl_show(row, p->state == POST_SENT ? SEC_DONE : p->state == POST_WAITING ? SEC_CUR : p->state == POST_DEAD ? SEC_FAILED : SEC_DROPPED);
    tpl_optional(row, SEC_TIMES, V_TEXT, p->attempts > 1 ? text_count(page->arena, page->lang, "tried %lld time", "tried %lld times", p->attempts) : "");
    tpl_text(row, V_SAID, p->said);
    if (!may_send)
        return;
    struct tpl *cell = tpl_add(row, SEC_CAN_SEND);
    if (p->state != POST_DEAD)
        return;
    struct tpl *again = tpl_add(cell, SEC_AGAIN);
    tpl_text(again, V_NUMBER, number);
    tpl_int(again, V_VALUE, p->id);
}

void desk_told_fill(struct page *page, struct tpl *t, const struct complaint *c, const char *lead, const struct told *told, const struct identity *who, const struct post *posts, size_t n, bool may_send)
{
    struct arena *a = page->arena;
    tpl_text(t, V_NUMBER, c->number);
    struct tpl *list = told->ways ? tpl_add(t, SEC_WAYS) : NULL;
    if (told->ways & TOLD_MAIL)
        add_way(page, list, c, N_("E-mail"), told->own & TOLD_MAIL, *who->email ? format_mask_email(a, who->email) : "");
    if (told->ways & TOLD_SMS)
        add_way(page, list, c, N_("SMS"), told->own & TOLD_SMS, *who->phone ? format_mask_phone(a, who->phone) : "");
    tpl_optional(t, SEC_LEAD, V_OTHER, lead);
    tpl_show_if(t, SEC_NOTHING, !told->ways && !*lead);
    tpl_show_if(t, SEC_NO_POSTS, n == 0);
    struct tpl *table = n ? tpl_add(t, SEC_TABLE) : NULL;
    if (table)
        tpl_show_if(table, SEC_CAN_SEND, may_send);
    for (size_t i = 0; i < n; i++)
        add_post(page, table, c->number, &posts[i], may_send);
}
