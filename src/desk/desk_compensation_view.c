#include "desk_compensation_view.h"

#include <string.h>

#include "desk_words_view.h"
#include "format.h"

static const char *amount(const struct page *page, int64_t cents)
{
    return compensation_amount(page->arena, cents);
}

static const char *standard_name(const struct page *page, const struct rulebook *b, const char *code)
{
    const struct rb_standard *s = rulebook_standard(b, code);
    return s ? desk_rb_text(page, s->name) : code;
}

static const char *day(const struct page *page, int64_t at_us)
{
    return format_date(page->arena, page->lang, at_us, page->site->zone);
}

/* Errors of the form about this entry. */
static bool is_typed(const struct desk_compensation *k, enum compensation_action action, int64_t id)
{
    return k->typed && k->typed->action == action && k->typed->id == id;
}

static void fill_payment(struct page *page, struct tpl *row, const struct desk_compensation *k, const struct compensation *one)
{
    struct tpl *pay = tpl_add(row, SEC_MAY_PAY);
    bool typed = is_typed(k, COMPENSATION_PAY, one->id);
    tpl_show_if(pay, SEC_OPEN, typed);
    tpl_text(pay, V_DAY, typed ? (k->typed->paid_on.year ? desk_date_iso(page->arena, k->typed->paid_on) : k->typed->paid) : desk_date_iso(page->arena, desk_date_of(page->now_us, page->site->zone)));
    tpl_text(pay, V_WAY, typed ? k->typed->way : "");
    tpl_text(pay, V_VOUCHER, typed ? k->typed->voucher : "");
    if (typed && k->errors) {
        page_field_error(page, pay, SEC_PAID_ERR, k->errors, desk_compensation_field(page->arena, COMPENSATION_PAY, one->id, "paid"));
        page_field_error(page, pay, SEC_WAY_ERR, k->errors, desk_compensation_field(page->arena, COMPENSATION_PAY, one->id, "way"));
        page_field_error(page, pay, SEC_VOUCHER_ERR, k->errors, desk_compensation_field(page->arena, COMPENSATION_PAY, one->id, "voucher"));
    }
}

static void fill_steps(struct page *page, struct tpl *row, const struct desk_compensation *k, const struct compensation *one)
{
    bool ended = one->state == COMPENSATION_PAID || one->state == COMPENSATION_DROPPED;
    if (!k->may || ended)
        return;
    if (one->state == COMPENSATION_APPROVED && (one->proposed_by != page->user->id || k->alone))
        fill_payment(page, row, k, one);
    else if (one->state == COMPENSATION_APPROVED)
        tpl_show(row, SEC_OTHERS_PAY);
    tpl_show_if(row, SEC_MAY_CHANGE, one->state == COMPENSATION_SENT_BACK);
    struct tpl *drop = tpl_add(row, SEC_MAY_DROP);
    bool typed = is_typed(k, COMPENSATION_DROP, one->id);
    tpl_show_if(drop, SEC_OPEN, typed);
    tpl_text(drop, V_TYPED, typed ? k->typed->reason : "");
    if (typed && k->errors)
        page_field_error(page, drop, SEC_DROP_ERR, k->errors, desk_compensation_field(page->arena, COMPENSATION_DROP, one->id, "reason"));
}

static void fill_entry(struct page *page, struct tpl *t, const struct desk_compensation *k, const struct compensation *one)
{
    struct tpl *row = tpl_add(t, SEC_ENTRY);
    tpl_int(row, V_ID, one->id);
    tpl_int(row, V_VERSION, one->version);
    tpl_text(row, V_AMOUNT, amount(page, one->cents));
    tpl_text(row, V_NAME, standard_name(page, k->x->world.book, one->standard));
    tpl_text(row, V_STATE, page_text(page, compensation_state_title(one->state)));
    tpl_text(row, V_TAG, one->state == COMPENSATION_PAID ? "tag-ok" : one->state == COMPENSATION_APPROVED ? "tag-b" : one->state == COMPENSATION_SENT_BACK ? "tag-w" : "");
    tpl_text(row, V_WHO, one->proposer);
    tpl_text(row, V_AT, format_moment(page->arena, page->lang, one->proposed_us, page->site->zone));
    tpl_text(row, V_REASON, one->reason);
    tpl_show_if(row, SEC_IS_REWARD, one->reward);
    tpl_show_if(row, SEC_OWN_AUTHORITY, one->own_authority);
    if (one->base_cents)
        tpl_text(tpl_add(row, SEC_FROM_BASE), V_TEXT, amount(page, one->base_cents));
    if (one->state == COMPENSATION_PAID)
        tpl_text(tpl_add(row, SEC_WAS_PAID), V_TEXT, text_f(page->arena, page->lang, N_("Paid on %s: %s, voucher %s, recorded by %s"), day(page, one->paid_us), one->paid_way, one->paid_voucher, one->payer));
    for (size_t i = 0; i < k->n_approvals; i++) {
        if (k->approvals[i].subject_id == one->id) {
            struct tpl *link = tpl_add(row, SEC_HAS_APPROVAL);
            tpl_text(link, V_URL, arena_printf(page->arena, "/staff/approvals/%lld", (long long)k->approvals[i].id));
            tpl_text(link, V_LABEL, page_text(page, approval_state_title(k->approvals[i].state)));
        }
    }
    fill_steps(page, row, k, one);
}

/* ---- a new one ---- */

static const char *standard_words(const struct page *page, const struct rb_standard *s)
{
    struct buf words = {.arena = page->arena};
    buf_adds(&words, desk_rb_text(page, s->name));
    if (*s->ratio)
        buf_printf(&words, " · %s", text_f(page->arena, page->lang, N_("%s times the price"), s->ratio));
    if (*s->cap)
        buf_printf(&words, " · %s", text_f(page->arena, page->lang, N_("at most %s"), s->cap));
    if (s->reward)
        buf_printf(&words, " · %s", page_text(page, N_("reward")));
    return words.p;
}

static void fill_standards(struct page *page, struct tpl *t, const struct desk_compensation *k, const char *chosen, size_t *ret_n)
{
    const struct rulebook *b = k->x->world.book;
    *ret_n = 0;
    for (unsigned i = 0; i < b->standards_count; i++) {
        const struct rb_standard *s = &b->standards[i];
        if (compensation_not_offered(s, &k->x->c, &k->x->facts) && strcmp(s->code, chosen) != 0)
            continue;
        struct tpl *option = tpl_add(t, SEC_STANDARD_OPTION);
        tpl_text(option, V_VALUE, s->code);
        tpl_text(option, V_LABEL, standard_words(page, s));
        tpl_optional(option, SEC_HINT, V_MESSAGE, desk_rb_text(page, s->note));
        tpl_show_if(option, SEC_CHECKED, strcmp(s->code, chosen) == 0);
        (*ret_n)++;
    }
}

static void fill_authorities(struct page *page, struct tpl *t, const struct rulebook *b)
{
    for (unsigned i = 0; i < b->authorities_count; i++) {
        const struct rb_role *role = rulebook_role(b, b->authorities[i].role);
        struct tpl *row = tpl_add(t, SEC_AUTHORITY);
        tpl_text(row, V_NAME, role ? desk_rb_text(page, role->name) : b->authorities[i].role);
        tpl_text(row, V_AMOUNT, b->authorities[i].up_to);
        tpl_show_if(row, SEC_A_DAY, b->authorities[i].daily);
    }
}

static const char *own_words(const struct page *page, const struct desk_compensation *k)
{
    struct arena *a = page->arena;
    if (k->x->world.book->authorities_count == 0)
        return page_text(page, N_("Your rules set no limits by post; approval chains apply."));
    if (k->up_to <= 0)
        return page_text(page, N_("Every sum has to be agreed to by somebody who may."));
    if (k->daily)
        return text_f(a, page->lang, N_("You may grant %s a day yourself, today still %s. More has to be agreed to."), amount(page, k->up_to), amount(page, k->left > 0 ? k->left : 0));
    return text_f(a, page->lang, N_("You may grant up to %s yourself. More has to be agreed to."), amount(page, k->up_to));
}

static const struct compensation *changed(const struct desk_compensation *k)
{
    for (size_t i = 0; i < k->n; i++) {
        if (k->change && k->list[i].id == k->change)
            return &k->list[i];
    }
    return NULL;
}

static void fill_proposal(struct page *page, struct tpl *t, const struct desk_compensation *k)
{
    struct tpl *form = tpl_add(t, SEC_PROPOSE);
    const struct compensation *one = changed(k);
    bool typed = k->typed && (k->typed->action == COMPENSATION_PROPOSE || k->typed->action == COMPENSATION_CHANGE);
    size_t n;
    tpl_text(form, V_ACTION, one ? "change" : "propose");
    tpl_text(form, V_HEADING, page_text(page, one ? N_("Change and ask again") : N_("Propose compensation")));
    tpl_text(form, V_TEXT, own_words(page, k));
    if (one) {
        struct tpl *which = tpl_add(form, SEC_WHICH);
        tpl_int(which, V_ID, one->id);
        tpl_int(which, V_VERSION, one->version);
    }
    fill_standards(page, form, k, typed ? k->typed->standard : one ? one->standard : "", &n);
    tpl_show_if(form, SEC_NO_STANDARDS, n == 0);
    tpl_text(form, V_BASE, typed ? k->typed->base : one && one->base_cents ? amount(page, one->base_cents) : "");
    tpl_text(form, V_SUM, typed ? k->typed->sum : one && !one->base_cents ? amount(page, one->cents) : "");
    tpl_text(form, V_TYPED, typed ? k->typed->reason : one ? one->reason : "");
    if (k->over)
        fill_authorities(page, tpl_add(form, SEC_OVER), k->x->world.book);
    if (!typed || !k->errors)
        return;
    page_field_error(page, form, SEC_STANDARD_ERR, k->errors, "standard");
    page_field_error(page, form, SEC_BASE_ERR, k->errors, "base");
    page_field_error(page, form, SEC_SUM_ERR, k->errors, "sum");
    page_field_error(page, form, SEC_REASON_ERR, k->errors, "reason");
}

void desk_compensation_fill(struct page *page, struct tpl *t, const struct desk_compensation *k)
{
    const struct complaint *c = &k->x->c;
    tpl_text(t, V_NUMBER, c->number);
    tpl_text(t, V_TITLE, c->title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(c));
    tpl_show_if(t, SEC_EMPTY, k->n == 0);
    for (size_t i = 0; i < k->n; i++)
        fill_entry(page, t, k, &k->list[i]);
    tpl_show_if(t, SEC_NAMELESS, c->mode != COMPLAINT_NAMED);
    if (k->may)
        fill_proposal(page, t, k);
    if (k->errors)
        page_errors(page, t, k->errors);
}
