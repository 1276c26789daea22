#include "intake_mail_view.h"

#include <string.h>

#include "format.h"
#include "layout.h"
#include "msgid.h"
#include "pager.h"

const char *const intake_mail_views[] = {"waiting", "done", "refused", "automatic", NULL};
static const char *const view_titles[] = {N_("Waiting"), N_("Dealt with"), N_("Not a complaint"), N_("Automatic")};

const char *intake_mail_view_title(const char *view)
{
    for (size_t i = 0; intake_mail_views[i]; i++) {
        if (strcmp(view, intake_mail_views[i]) == 0)
            return view_titles[i];
    }
    return "";
}

/* As the addressee sees it: the name, or the address where there is none. */
static const char *sender(struct page *page, const struct mail *m)
{
    const struct mail_content *c = &m->content;
    if (*c->name && *c->from)
        return arena_printf(page->arena, "%s <%s>", c->name, c->from);
    return *c->from ? c->from : *c->name ? c->name : page_text(page, N_("not kept"));
}

static const char *subject(struct page *page, const struct mail *m)
{
    if (m->gone)
        return page_text(page, N_("The text is no longer kept"));
    return *m->content.subject ? m->content.subject : page_text(page, N_("(no subject)"));
}

static const char *state_tag(const struct mail *m)
{
    return m->state == MAIL_WAITS ? "tag-b" : m->state == MAIL_REGISTERED || m->state == MAIL_ADDED || m->state == MAIL_ANSWER ? "tag-ok" : "";
}

void intake_mail_list_fill(struct page *page, struct tpl *t, const struct intake_mail_list *list)
{
    for (size_t i = 0; intake_mail_views[i]; i++) {
        struct tpl *view = tpl_add(t, SEC_VIEW);
        tpl_text(view, V_VIEW_NAME, intake_mail_views[i]);
        tpl_text(view, V_LABEL, page_text(page, view_titles[i]));
        tpl_show_if(view, SEC_CUR, strcmp(list->view, intake_mail_views[i]) == 0);
    }
    struct tpl *table = list->n ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < list->n; i++) {
        const struct mail *m = &list->rows[i];
        bool waits = m->state == MAIL_WAITS || m->state == MAIL_COMING, late = waits && m->due_us < page->now_us;
        struct tpl *row = tpl_add(table, SEC_ROW);
        tpl_text(row, V_AT, format_short(page->arena, m->at_us, page->now_us, page->site->zone));
        tpl_text(row, V_DUE, waits ? format_short(page->arena, m->due_us, page->now_us, page->site->zone) : "");
        tpl_show_if(row, SEC_LATE, late);
        tpl_text(row, V_URL, m->complaint_id ? arena_printf(page->arena, "/staff/complaints/%s", m->number) : arena_printf(page->arena, "/staff/mail/%s", m->code));
        tpl_text(row, V_TITLE, m->complaint_id ? m->number : subject(page, m));
        tpl_text(row, V_NAME, m->complaint_id || m->gone ? "" : sender(page, m));
        tpl_text(row, V_PLACE, page_pick(page, m->unit_zh, m->unit_en));
        tpl_text(row, V_STATE, page_text(page, m->kind != MAIL_ORDINARY ? mail_kind_title(m->kind) : mail_state_title(m->state)));
        tpl_text(row, V_TAG, state_tag(m));
        tpl_text(row, V_WHO, m->decided);
        tpl_optional(row, SEC_REASON_LINE, V_TEXT, m->reason);
        tpl_show_if(row, SEC_REVIEWED, m->reviewed_us != 0);
        if (m->n_files > 0)
            tpl_int(tpl_add(row, SEC_HAS_FILES), V_COUNT, m->n_files);
    }
    if (!list->n)
        tpl_show(t, strcmp(list->view, intake_mail_views[0]) == 0 ? SEC_EMPTY : SEC_NOTHING);
    if (*list->next)
        pager_forward(page, t, list->next);
}

static void fill_found(struct page *page, struct tpl *t, const struct intake_mail_page *x)
{
    for (size_t i = 0; i < x->n_found; i++) {
        const struct repeat_match *match = &x->found[i];
        struct tpl *row = tpl_add(t, SEC_FOUND);
        const char **reasons = repeat_reasons(page->arena, match->reasons);
        struct buf why = {.arena = page->arena};
        for (size_t k = 0; reasons[k]; k++)
            buf_printf(&why, "%s%s", k ? page->lang == LANG_ZH ? "、" : ", " : "", page_text(page, reasons[k]));
        tpl_text(row, V_NUMBER, match->c.number);
        tpl_text(row, V_TITLE, match->c.title);
        tpl_text(row, V_WHY, why.n ? why.p : page_text(page, N_("its number stands in the e-mail")));
        tpl_text(row, V_AT, format_short(page->arena, match->c.received_us, page->now_us, page->site->zone));
    }
    if (!x->n_found)
        tpl_show(t, SEC_NONE_FOUND);
}

static void fill_refused(struct page *page, struct tpl *t, const struct mail_content *c)
{
    for (size_t i = 0; i < c->n_refused; i++) {
        struct tpl *row = tpl_add(t, SEC_REFUSED);
        tpl_text(row, V_NAME, c->refused[i].name);
        tpl_text(row, V_WHY, layout_number_text(page, c->refused[i].message, c->refused[i].number));
    }
}

void intake_mail_fill(struct page *page, struct tpl *t, const struct intake_mail_page *x)
{
    const struct mail *m = x->mail;
    const struct mail_content *c = &m->content;
    bool waits = m->state == MAIL_WAITS;
    tpl_text(t, V_CODE, m->code);
    tpl_text(t, V_TITLE, subject(page, m));
    tpl_text(t, V_NAME, m->gone ? "" : sender(page, m));
    tpl_optional(t, SEC_TO_LINE, V_TEXT, c->to);
    tpl_text(t, V_PLACE, page_pick(page, m->unit_zh, m->unit_en));
    tpl_text(t, V_AT, format_moment(page->arena, page->lang, m->at_us, page->site->zone));
    tpl_text(t, V_STATE, page_text(page, mail_state_title(m->state)));
    tpl_text(t, V_TAG, state_tag(m));
    if (m->kind != MAIL_ORDINARY)
        tpl_text(tpl_add(t, SEC_KIND), V_TEXT, page_text(page, mail_kind_title(m->kind)));
    if (waits) {
        struct tpl *due = tpl_add(t, SEC_DUE_LINE);
        tpl_text(due, V_TEXT, format_moment(page->arena, page->lang, m->due_us, page->site->zone));
        tpl_show_if(due, SEC_LATE, m->due_us < page->now_us);
    }
    if (*m->decided)
        tpl_text(tpl_add(t, SEC_DECIDED), V_TEXT, arena_printf(page->arena, "%s · %s", m->decided, format_moment(page->arena, page->lang, m->decided_us, page->site->zone)));
    tpl_optional(t, SEC_REASON_LINE, V_TEXT, m->reason);
    if (*m->reviewed)
        tpl_text(tpl_add(t, SEC_REVIEWED), V_TEXT, arena_printf(page->arena, "%s · %s", m->reviewed, format_moment(page->arena, page->lang, m->reviewed_us, page->site->zone)));
    if (*m->number)
        tpl_text(tpl_add(t, SEC_HAS_NUMBER), V_NUMBER, m->number);
    tpl_show_if(t, SEC_GONE, m->gone);
    tpl_optional(t, SEC_BODY, V_TEXT, c->text);
    tpl_show_if(t, SEC_CUT, c->cut);
    tpl_optional(t, SEC_QUOTED, V_TEXT, c->quoted);
    for (size_t i = 0; i < x->n_files; i++) {
        struct tpl *row = tpl_add(t, SEC_FILE);
        tpl_text(row, V_NAME, x->files[i].name);
        tpl_text(row, V_SIZE, format_size(page->arena, (uint64_t)x->files[i].bytes));
        tpl_text(row, V_URL, arena_printf(page->arena, "/staff/mail/%s/files/%s", m->code, x->files[i].code));
    }
    fill_refused(page, t, c);
    if (waits) {
        struct tpl *act = tpl_add(t, SEC_DECIDE);
        tpl_text(act, V_TYPED, x->typed_number);
        tpl_text(act, V_REASON, x->typed_reason);
        page_field_error(page, act, SEC_NUMBER_ERR, x->errors, "number");
        page_field_error(page, act, SEC_TEXT_ERR, x->errors, "reason");
        fill_found(page, act, x);
    }
    tpl_show_if(t, SEC_CAN_TAKE_BACK, (m->state == MAIL_NONE || m->state == MAIL_RECORDED) && !m->gone);
    tpl_show_if(t, SEC_CAN_REVIEW, m->state == MAIL_NONE && !m->reviewed_us && m->decided_by != page->user->id && access_may(page->user, MAY_SUPERVISE));
    page_errors(page, t, x->errors);
}
