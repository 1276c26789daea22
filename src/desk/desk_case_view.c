#include "desk_case_view.h"

#include <string.h>

#include "desk_classify_view.h"
#include "desk_clock_view.h"
#include "desk_facts_view.h"
#include "desk_list_view.h"
#include "desk_timeline_view.h"
#include "format.h"
#include "hiding.h"
#include "moment.h"

const char *desk_place(const struct page *page, const struct complaint *c)
{
    const char *unit = page_pick(page, c->place_zh, c->place_en), *department = page_pick(page, c->department_zh, c->department_en);
    return *department ? arena_printf(page->arena, "%s / %s", unit, department) : unit;
}

const char *desk_text_lang(const struct complaint *c)
{
    enum lang lang;
    return lang_tag(lang_from_code(c->language, &lang) ? lang : LANG_ZH);
}

bool desk_department_offered(const struct complaint *c, const struct department *d)
{
    return d->unit_id == c->unit_id || d->id == c->department_id || strcmp(d->function, "customer_service") == 0;
}

const char *desk_moment(const struct page *page, int64_t at_us)
{
    return format_full(page->arena, at_us, page->site->zone);
}

/* ---- head ---- */

static void fill_tags(struct page *page, struct tpl *t, const struct complaint *c)
{
    tpl_show_if(t, SEC_CONFIDENTIAL, c->mode == COMPLAINT_CONFIDENTIAL);
    tpl_show_if(t, SEC_ANONYMOUS, c->mode == COMPLAINT_ANONYMOUS);
    tpl_show_if(t, SEC_WITHDRAWING, c->withdraw_us && c->is_open);
    tpl_show_if(t, SEC_HAS_UNREAD, c->unread);
    tpl_show_if(t, SEC_REVIEW_ASKED, c->review_asked_us != 0);
    if (c->urged)
        tpl_int(tpl_add(t, SEC_URGED), V_COUNT, c->urges);
    if (c->head_count > 1)
        tpl_text(tpl_add(t, SEC_GROUP), V_LABEL, text_count(page->arena, page->lang, "%lld person", "%lld people", c->head_count));
    if (c->finding)
        tpl_text(tpl_add(t, SEC_FOUND), V_LABEL, page_text(page, complaint_finding_title(c->finding)));
    if (c->state == COMPLAINT_WAITING && c->asked_until_us) {
        struct tpl *tag = tpl_add(t, SEC_MATERIAL);
        tpl_show(tag, page->now_us >= c->asked_until_us ? SEC_LATE : SEC_IN_TIME);
        tpl_text(tag, V_DUE, format_day(page->arena, page->lang, c->asked_until_us, page->site->zone));
    }
}

static void fill_way_back(struct page *page, struct tpl *t, const struct desk_case *x)
{
    const char *from = desk_url_encode(page->arena, x->from);
    tpl_text(t, V_FROM, from);
    tpl_text(t, V_FROM_RAW, x->from);
    tpl_text(t, V_CARRY, *from ? arena_printf(page->arena, "?from=%s", from) : "");
    tpl_text(t, V_CARRY_ON, *from ? arena_printf(page->arena, "&from=%s", from) : "");
    if (!*x->from) {
        tpl_show(t, SEC_NO_BACK);
        return;
    }
    struct tpl *back = tpl_add(t, SEC_BACK);
    tpl_text(back, V_URL, desk_list_url(page->arena, &x->list));
    tpl_text(back, V_LABEL, page_text(page, desk_view_kind(x->list.view)->title));
}

void desk_head_fill(struct page *page, struct tpl *t, const struct desk_case *x, enum desk_tab tab)
{
    const struct complaint *c = &x->c;
    fill_way_back(page, t, x);
    tpl_text(t, V_NUMBER, c->number);
    tpl_text(t, V_TITLE, c->title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(c));
    tpl_text(t, V_TAG, desk_state_class(c->state));
    tpl_text(t, V_STATE, page_text(page, complaint_state_title(c->state)));
    tpl_text(t, V_CHANNEL, desk_rb_name(page, x->world.book->channels, x->world.book->channels_count, c->channel));
    tpl_text(t, V_PLACE, desk_place(page, c));
    tpl_text(t, V_PERSON, c->assignee_id ? c->assignee : page_text(page, N_("Not assigned")));
    enum rb_coarse times = hiding_times(x->world.book, c->mode);
    tpl_text(t, V_RECEIVED_ISO, moment_iso(page, c->received_us, times));
    tpl_text(t, V_RECEIVED, moment_full(page, c->received_us, times));
    fill_tags(page, t, c);
    desk_classify_tags(page, t, x);
    desk_clocks_fill(page, t, x);
    if (x->c.erased_us)
        tpl_text(tpl_add(t, SEC_ERASED), V_MESSAGE,
                 text_f(page->arena, page->lang, N_("Erased on %s: the time of keeping is over. Who complained and all texts are gone for good; what is left are the figures."),
                        format_date(page->arena, page->lang, x->c.erased_us, page->site->zone)));
    tpl_show(t, tab == DESK_TAB_FILES ? SEC_TAB_FILES : tab == DESK_TAB_RECORD ? SEC_TAB_RECORD : SEC_TAB_WORK);
    if (x->has_files)
        tpl_int(tpl_add(t, SEC_FILE_COUNT), V_COUNT, (long long)x->n_files);
}

void desk_body_fill(struct page *page, struct tpl *t, const struct desk_case *x, enum desk_show show)
{
    desk_content_fill(page, t, x);
    desk_timeline_fill(page, t, x, show);
}

/* ---- the other tabs ---- */

void desk_file_fill(struct page *page, struct tpl *t, const struct attachment *f)
{
    struct tpl *file = tpl_add(t, SEC_FILE);
    tpl_text(file, V_CODE, f->code);
    tpl_text(file, V_NAME, f->name);
    tpl_text(file, V_SIZE, format_size(page->arena, (uint64_t)f->bytes));
}

void desk_files_fill(struct page *page, struct tpl *t, const struct desk_case *x)
{
    if (x->n_files == 0) {
        tpl_show(t, SEC_EMPTY);
        return;
    }
    struct tpl *table = tpl_add(t, SEC_TABLE);
    for (size_t i = 0; i < x->n_files; i++) {
        const struct attachment *f = &x->files[i];
        struct tpl *row = tpl_add(table, SEC_FILE);
        tpl_text(row, V_CODE, f->code);
        tpl_text(row, V_NAME, f->name);
        tpl_text(row, V_KIND, f->media_type);
        tpl_text(row, V_SIZE, format_size(page->arena, (uint64_t)f->bytes));
        tpl_text(row, V_ISO, moment_iso(page, f->at_us, f->coarse));
        tpl_text(row, V_AT, moment_full(page, f->at_us, f->coarse));
        enum message_kind from = MESSAGE_FROM;
        for (size_t k = 0; k < x->n_messages; k++) {
            if (x->messages[k].id == f->message_id)
                from = x->messages[k].kind;
        }
        tpl_show(row, f->internal ? SEC_INTERNAL : from == MESSAGE_FROM ? SEC_INWARD : SEC_OUTWARD);
    }
}

void desk_record_fill(struct page *page, struct tpl *t, const struct rulebook *b, const struct event *events, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct tpl *row = tpl_add(t, SEC_EVENT);
        tpl_int(row, V_SEQ, events[i].seq);
        tpl_text(row, V_AT, moment_full(page, events[i].at_us, events[i].coarse));
        desk_event_fill(page, row, b, &events[i]);
    }
}
