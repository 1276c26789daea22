#include "desk_notice_view.h"

#include <string.h>

#include "compensation.h"
#include "committee.h"
#include "desk_words_view.h"
#include "format.h"
#include "timeline.h"

static int64_t number_in(const struct page *page, const struct notice *n, const char *key)
{
    long long number;
    return str_to_i64(str_of(timeline_get(page->arena, n->data, key)), 1, INT64_MAX, &number) ? number : 0;
}

/* Which meeting, when and where. */
static const char *committee_meeting(const struct page *page, const struct notice *n)
{
    const char *place = timeline_get(page->arena, n->data, "place"), *what = timeline_get(page->arena, n->data, "what");
    int64_t held_us = number_in(page, n, "held");
    const char *when = held_us ? format_moment(page->arena, page->lang, held_us, page->site->zone) : "";
    return arena_printf(page->arena, "%s%s%s%s%s", what, *what && *when ? " · " : "", when, *place ? " · " : "", place);
}

/* Of a slip: which one, from where to where. Of the organisation: which department has whom as its coordinator, and whose work was handed over. */
static const char *org_detail(const struct page *page, const struct notice *n)
{
    struct arena *a = page->arena;
    const char *department = page_pick(page, timeline_get(a, n->data, "department"), timeline_get(a, n->data, "department_en"));
    const char *unit = page_pick(page, timeline_get(a, n->data, "unit"), timeline_get(a, n->data, "unit_en"));
    const char *person = timeline_get(a, n->data, "person"), *from = timeline_get(a, n->data, "from");
    if (number_in(page, n, "slip"))
        return text_f(a, page->lang, N_("slip %d, %s → %s"), (int)number_in(page, n, "slip"), page_pick(page, from, timeline_get(a, n->data, "from_en")),
                      page_pick(page, timeline_get(a, n->data, "to"), timeline_get(a, n->data, "to_en")));
    if (number_in(page, n, "approval")) {
        const char *what = timeline_get(a, n->data, "what"), *subject = page_text(page, rulebook_subject_title(timeline_get(a, n->data, "about")));
        int64_t cents = number_in(page, n, "cents");
        return arena_printf(a, "%s%s%s%s%s", subject, *what ? " · " : "", what, cents ? " · " : "", cents ? compensation_amount(a, cents) : "");
    }
    if (number_in(page, n, "meeting"))
        return committee_meeting(page, n);
    if (*timeline_get(a, n->data, "committee_why"))
        return page_text(page, committee_why_title(timeline_get(a, n->data, "committee_why")));
    if (number_in(page, n, "measure"))
        return timeline_get(a, n->data, "what");
    if (strcmp(n->kind, "coordinator") == 0)
        return text_f(a, page->lang, N_("%s / %s: %s"), unit, department, *person ? person : page_text(page, N_("nobody")));
    if (strcmp(n->kind, "handover") == 0)
        return text_f(a, page->lang, N_("from %s, open complaints: %d"), from, (int)number_in(page, n, "count"));
    return "";
}

/* Which time limit and its date, and who did it. */
static const char *detail_of(const struct page *page, const struct rulebook *b, const struct notice *n)
{
    struct arena *a = page->arena;
    const char *rule = timeline_get(a, n->data, "clock"), *by = timeline_get(a, n->data, "by"), *note = timeline_get(a, n->data, "note");
    const char *agreed = timeline_get(a, n->data, "agreed");
    enum rb_clock_kind kind = rulebook_clock_kind(timeline_get(a, n->data, "clock_kind"));
    int64_t due_us = number_in(page, n, "due"), before_us = number_in(page, n, "due_before");
    const char *name = *rule || kind ? desk_clock_name(page, b, rule, kind) : org_detail(page, n);
    struct buf out = {.arena = a};
    if (due_us && before_us && due_us != before_us)
        buf_adds(&out, text_f(a, page->lang, N_("%s: from %s to %s"), name, desk_due_moment(page, before_us), desk_due_moment(page, due_us)));
    else if (due_us)
        buf_adds(&out, text_f(a, page->lang, N_("%s, due %s"), name, desk_due_moment(page, due_us)));
    else
        buf_adds(&out, name);
    if (number_in(page, n, "until"))
        buf_adds(&out, text_f(a, page->lang, N_("until %s"), format_date(a, page->lang, number_in(page, n, "until"), page->site->zone)));
    const char *more[] = {*agreed ? page_text(page, strcmp(agreed, "1") == 0 ? N_("agreed") : N_("not agreed")) : "", by, note};
    for (size_t i = 0; i < COUNT_OF(more); i++) {
        if (*more[i])
            buf_printf(&out, "%s%s", out.n ? " · " : "", more[i]);
    }
    return out.n ? out.p : "";
}

void desk_notices_fill(struct page *page, struct tpl *t, const struct rulebook *b, const struct notice *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct notice *one = &list[i];
        struct tpl *row = tpl_add(t, SEC_NOTICE);
        const struct notice_kind *kind = notice_kind(one->kind);
        tpl_int(row, V_ID, one->id);
        tpl_text(row, V_ICON, kind ? kind->icon : "bell");
        tpl_text(row, V_SENTENCE, kind ? page_text(page, kind->sentence) : one->kind);
        tpl_text(row, V_AT, format_short(page->arena, one->at_us, page->now_us, page->site->zone));
        tpl_text(row, V_ISO, utc_iso(page->arena, one->at_us));
        tpl_optional(row, SEC_DETAIL, V_TEXT, detail_of(page, b, one));
        tpl_show_if(row, SEC_UNREAD, !one->read_us);
        if (one->for_id && one->for_name && *one->for_name)
            tpl_text(tpl_add(row, SEC_FOR), V_TEXT, text_f(page->arena, page->lang, N_("For %s, who is away"), one->for_name));
        int64_t item_id = number_in(page, one, "item"), meeting_id = number_in(page, one, "meeting");
        if (item_id || meeting_id)
            tpl_text(tpl_add(row, SEC_LOOK), V_URL, item_id ? arena_printf(page->arena, "/staff/committee/items/%lld", (long long)item_id) : arena_printf(page->arena, "/staff/committee/meetings/%lld", (long long)meeting_id));
        int64_t measure_id = number_in(page, one, "measure"), account_id = number_in(page, one, "account");
        if (measure_id || account_id)
            tpl_text(tpl_add(row, SEC_LOOK), V_URL, measure_id ? arena_printf(page->arena, "/staff/measures/%lld", (long long)measure_id) : arena_printf(page->arena, "/staff/accountability/%lld", (long long)account_id));
        if (strcmp(one->kind, "mail_received") == 0 || strcmp(one->kind, "mail_late") == 0)
            tpl_text(tpl_add(row, SEC_LOOK), V_URL, "/staff/mail");
        if (number_in(page, one, "draft"))
            tpl_text(tpl_add(row, SEC_LOOK), V_URL, "/staff/admin/rulebook/changes");
        if (one->number && *one->number) {
            struct tpl *about = tpl_add(row, SEC_ABOUT);
            tpl_text(about, V_NUMBER, one->number);
            tpl_text(about, V_TITLE, one->title);
            int64_t message_id = number_in(page, one, "message");
            if (number_in(page, one, "approval"))
                tpl_text(tpl_add(about, SEC_DECIDE), V_URL, arena_printf(page->arena, "/staff/approvals/%lld", (long long)number_in(page, one, "approval")));
            tpl_text(about, V_ANCHOR, message_id ? arena_printf(page->arena, "#m-%lld", (long long)message_id) : "");
        }
    }
}
