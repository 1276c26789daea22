#include "merit_view.h"

#include <string.h>

#include "aftercare_tabs_view.h"
#include "compensation.h"
#include "csv.h"
#include "format.h"
#include "pager.h"

static const char *rule_name(const struct page *page, const struct rulebook *b, const char *code)
{
    const struct rb_account *rule = merit_rule(b, code);
    return rule ? page_pick(page, rule->name.zh, rule->name.en) : code;
}

static const char *amount(const struct page *page, int64_t cents)
{
    return compensation_amount(page->arena, cents);
}

static const char *place(const struct page *page, const char *unit_zh, const char *unit_en, const char *department_zh, const char *department_en)
{
    const char *unit = page_pick(page, unit_zh, unit_en), *department = page_pick(page, department_zh, department_en);
    return *department ? arena_printf(page->arena, "%s%s%s", unit, page->lang == LANG_ZH ? " " : ", ", department) : unit;
}

static const char *state_tag(enum merit_state state)
{
    return state == MERIT_PROPOSED || state == MERIT_APPEALED ? "tag-w" : merit_counts(state) ? "tag-b" : "";
}

static const char *day(const struct page *page, int64_t at_us)
{
    return at_us ? format_date(page->arena, page->lang, at_us, page->site->zone) : "";
}

/* "200.00 · 5 points": what holds now. */
static const char *worth(const struct page *page, const struct merit *m)
{
    bool decided = m->state != MERIT_PROPOSED && m->state != MERIT_REJECTED;
    int64_t cents = decided ? m->confirmed_cents : m->cents;
    int points = decided ? m->confirmed_points : m->points;
    const char *points_words = points ? text_count(page->arena, page->lang, "%lld point", "%lld points", points) : "";
    if (!cents && !points)
        return page_text(page, N_("a record only"));
    return arena_printf(page->arena, "%s%s%s", cents ? amount(page, cents) : "", cents && points ? " · " : "", points_words);
}

static const char *whom(const struct page *page, const struct merit *m)
{
    return *m->person ? m->person : page_text(page, rulebook_whom_title(m->whom));
}

static void fill_row(struct page *page, struct tpl *t, const struct rulebook *b, const struct merit *m)
{
    struct tpl *row = tpl_add(t, SEC_ROW);
    tpl_int(row, V_ID, m->id);
    tpl_text(row, V_NAME, rule_name(page, b, m->rule));
    tpl_show(row, m->reward ? SEC_IS_REWARD : SEC_IS_PENALTY);
    tpl_text(row, V_PERSON, whom(page, m));
    tpl_text(row, V_PLACE, place(page, m->unit_zh, m->unit_en, m->department_zh, m->department_en));
    tpl_text(row, V_AMOUNT, worth(page, m));
    tpl_text(row, V_STATE, page_text(page, merit_state_title(m->state)));
    tpl_text(row, V_TAG, state_tag(m->state));
    tpl_text(row, V_MONTH, merit_month_text(page->arena, m->month));
    if (m->nth > 1)
        tpl_text(tpl_add(row, SEC_NTH), V_TEXT, text_f(page->arena, page->lang, N_("no. %d this year"), m->nth));
    tpl_text(tpl_add(row, m->opens ? SEC_OPENS : SEC_CLOSED_TO), V_NUMBER, m->number);
}

static void add_option(struct tpl *t, enum tpl_section section, const char *value, const char *label, bool chosen)
{
    struct tpl *option = tpl_add(t, section);
    tpl_text(option, V_VALUE, value);
    tpl_text(option, V_LABEL, label);
    tpl_show_if(option, SEC_SELECTED, chosen);
}

static void fill_months(struct page *page, struct tpl *t, int chosen)
{
    enum { MONTHS = 24 };
    struct utc_parts now = utc_in_zone(page->now_us, page->site->zone);
    bool found = false;
    for (int i = 0; i < MONTHS; i++) {
        int at = now.year * 12 + now.month - 1 - i, month = at / 12 * 100 + at % 12 + 1;
        const char *value = merit_month_text(page->arena, month);
        found |= month == chosen;
        add_option(t, SEC_MONTH_OPTION, value, value, month == chosen);
    }
    if (!found)
        add_option(t, SEC_MONTH_OPTION, merit_month_text(page->arena, chosen), merit_month_text(page->arena, chosen), true);
}

static void fill_views(struct page *page, struct tpl *t, const struct merits_asked *asked)
{
    static const char *const views[] = {N_("Proposed"), N_("Under appeal"), N_("Confirmed"), N_("Rejected or lifted"), N_("Totals for the payroll")};
    for (int i = 0; i <= MERITS_TOTALS; i++) {
        struct merits_asked to = *asked;
        struct tpl *tab = tpl_add(t, SEC_VIEW_TAB);
        to.view = i;
        tpl_text(tab, V_URL, merits_url(page->arena, &to, 0, ""));
        tpl_text(tab, V_LABEL, page_text(page, views[i]));
        tpl_show_if(tab, SEC_CURRENT, asked->view == i);
    }
}

static void fill_lines(struct page *page, struct tpl *t, const struct merits_shown *x)
{
    struct merit_line all = {.count = 0};
    for (size_t i = 0; i < x->n_lines; i++) {
        const struct merit_line *k = &x->lines[i];
        struct tpl *row = tpl_add(t, SEC_LINE);
        tpl_text(row, V_PERSON, *k->person ? k->person : page_text(page, *k->department_zh ? N_("The department") : N_("The unit")));
        tpl_text(row, V_PLACE, place(page, k->unit_zh, k->unit_en, k->department_zh, k->department_en));
        tpl_int(row, V_COUNT, k->count);
        tpl_text(row, V_PENALTY, amount(page, k->penalty_cents));
        tpl_text(row, V_REWARD, amount(page, k->reward_cents));
        tpl_int(row, V_PENALTY_POINTS, k->penalty_points);
        tpl_int(row, V_REWARD_POINTS, k->reward_points);
        tpl_int(row, V_PENDING, k->pending);
        all.count += k->count;
        all.penalty_cents += k->penalty_cents;
        all.reward_cents += k->reward_cents;
        all.penalty_points += k->penalty_points;
        all.reward_points += k->reward_points;
        all.pending += k->pending;
    }
    tpl_int(t, V_COUNT, all.count);
    tpl_text(t, V_PENALTY, amount(page, all.penalty_cents));
    tpl_text(t, V_REWARD, amount(page, all.reward_cents));
    tpl_int(t, V_PENALTY_POINTS, all.penalty_points);
    tpl_int(t, V_REWARD_POINTS, all.reward_points);
    tpl_int(t, V_PENDING, all.pending);
}

static void fill_table(struct page *page, struct tpl *t, const struct merits_shown *x)
{
    struct tpl *table = x->n ? tpl_add(t, SEC_TABLE) : NULL;
    tpl_show_if(t, SEC_EMPTY, x->n == 0);
    for (size_t i = 0; i < x->n; i++)
        fill_row(page, table, x->book, &x->list[i]);
}

void merits_fill(struct page *page, struct tpl *t, const struct merits_shown *x)
{
    const struct merits_asked *asked = x->asked;
    aftercare_tabs_fill(page, t);
    fill_views(page, t, asked);
    tpl_show_if(t, SEC_MAY_SET, access_may(page->user, MAY_HOLD_TO_ACCOUNT));
    static const char *const words[] = {"proposed", "appealed", "decided", "refused", "totals"};
    tpl_text(t, V_VIEW, words[asked->view]);
    if (asked->view > 1)
        fill_months(page, tpl_add(t, SEC_MONTHS), asked->month);
    for (size_t i = 0; i < x->n_units; i++)
        add_option(t, SEC_UNIT_OPTION, arena_printf(page->arena, "%lld", (long long)x->units[i].id), page_pick(page, x->units[i].name_zh, x->units[i].name_en), x->units[i].id == asked->unit_id);
    if (asked->view == MERITS_TOTALS) {
        if (x->n_lines == 0) {
            tpl_show(t, SEC_EMPTY);
            return;
        }
        struct tpl *totals = tpl_add(t, SEC_TOTALS);
        fill_lines(page, totals, x);
        tpl_text(totals, V_URL, merits_url(page->arena, asked, 0, "&as=csv"));
        tpl_text(totals, V_URL_2, merits_url(page->arena, asked, 0, "&as=paper"));
        return;
    }
    fill_table(page, t, x);
    const struct pager_links links = {
        .first = asked->before_id ? merits_url(page->arena, asked, 0, "") : NULL,
        .next = x->more ? merits_url(page->arena, asked, x->list[x->n - 1].id, "") : NULL,
    };
    if (links.first || links.next)
        pager_fill(t, &links);
}

void merits_mine_fill(struct page *page, struct tpl *t, const struct merits_shown *x)
{
    fill_table(page, t, x);
    const struct pager_links links = {
        .first = x->asked->before_id ? "/staff/accountability/mine" : NULL,
        .next = x->more ? arena_printf(page->arena, "/staff/accountability/mine?before=%lld", (long long)x->list[x->n - 1].id) : NULL,
    };
    if (links.first || links.next)
        pager_fill(t, &links);
}

void merits_paper_fill(struct page *page, struct tpl *t, const struct merits_shown *x)
{
    tpl_text(t, V_MONTH, merit_month_text(page->arena, x->asked->month));
    tpl_text(t, V_URL, merits_url(page->arena, x->asked, 0, ""));
    tpl_text(t, V_PRINTED, format_moment(page->arena, page->lang, page->now_us, page->site->zone));
    tpl_text(t, V_PLACE_OF, page_pick(page, page->user->unit_zh, page->user->unit_en));
    fill_lines(page, t, x);
}

struct str merits_csv(struct page *page, const struct merits_shown *x)
{
    const char *const head[] = {N_("Month"), N_("Unit"), N_("Department"), N_("Sign-in name"), N_("Name"), N_("How many"), N_("Penalties"), N_("Rewards"), N_("Penalty points"), N_("Reward points"), N_("Not decided yet")};
    struct arena *a = page->arena;
    struct buf out = {.arena = a};
    buf_adds(&out, CSV_MARK);
    for (size_t i = 0; i < COUNT_OF(head); i++)
        csv_cell(&out, page_text(page, head[i]), i == 0, true);
    csv_end_row(&out);
    for (size_t i = 0; i < x->n_lines; i++) {
        const struct merit_line *k = &x->lines[i];
        const char *const cells[COUNT_OF(head)] = {merit_month_text(a, x->asked->month), page_pick(page, k->unit_zh, k->unit_en), page_pick(page, k->department_zh, k->department_en), k->login, k->person,
                                                   arena_printf(a, "%d", k->count), amount(page, k->penalty_cents), amount(page, k->reward_cents), arena_printf(a, "%d", k->penalty_points),
                                                   arena_printf(a, "%d", k->reward_points), arena_printf(a, "%d", k->pending)};
        for (size_t c = 0; c < COUNT_OF(cells); c++)
            csv_cell(&out, cells[c], c == 0, true);
        csv_end_row(&out);
    }
    return buf_str(&out);
}

/* ---- one ---- */

static struct tpl *fill_act(struct page *page, struct tpl *t, const struct merit_shown *x, enum merit_action action, const char *word, const char *heading, const char *label)
{
    enum merit_state to;
    const char *why;
    if (merit_decide(x->m, action, page->user->id, &to, &why) != ERR_NONE)
        return NULL;
    bool again = x->typed && x->typed->action == action;
    struct tpl *act = tpl_add(t, SEC_ACT);
    tpl_int(act, V_ID, x->m->id);
    tpl_int(act, V_VERSION, x->m->version);
    tpl_text(act, V_WORD, word);
    tpl_text(act, V_HEADING, page_text(page, heading));
    tpl_text(act, V_LABEL, page_text(page, label));
    tpl_text(act, V_TYPED, again ? x->typed->text : "");
    tpl_show_if(act, SEC_OPEN, again || action == MERIT_CONFIRM || action == MERIT_UPHOLD);
    if (again && x->errors)
        page_field_error(page, act, SEC_TEXT_ERR, x->errors, arena_printf(page->arena, "text-%s", word));
    return act;
}

static void fill_confirm(struct page *page, struct tpl *t, const struct merit_shown *x)
{
    struct tpl *act = fill_act(page, t, x, MERIT_CONFIRM, "confirm", N_("Confirm"), N_("Reason (needed when it is other than proposed)"));
    bool again = act && x->typed && x->typed->action == MERIT_CONFIRM;
    if (!act)
        return;
    struct tpl *worth_of = tpl_add(act, SEC_WORTH);
    tpl_text(worth_of, V_SUM, again ? x->typed->sum : amount(page, x->m->cents));
    tpl_text(worth_of, V_POINTS, again ? x->typed->points_typed : arena_printf(page->arena, "%d", x->m->points));
    if (again && x->errors) {
        page_field_error(page, worth_of, SEC_SUM_ERR, x->errors, "sum");
        page_field_error(page, worth_of, SEC_POINTS_ERR, x->errors, "points");
    }
    if (x->m->user_id || strcmp(x->m->whom, "department") == 0)
        return;
    struct tpl *name = tpl_add(act, SEC_NAME_IT);
    tpl_text(name, V_PERSON, again ? x->typed->person : "");
    if (again && x->errors)
        page_field_error(page, name, SEC_PERSON_ERR, x->errors, "person");
}

void merit_fill(struct page *page, struct tpl *t, const struct merit_shown *x)
{
    const struct merit *m = x->m;
    enum merit_state to;
    const char *why;
    if (x->errors)
        page_errors(page, t, x->errors);
    tpl_text(t, V_NAME, rule_name(page, x->book, m->rule));
    tpl_show(t, m->reward ? SEC_IS_REWARD : SEC_IS_PENALTY);
    tpl_text(t, V_STATE, page_text(page, merit_state_title(m->state)));
    tpl_text(t, V_TAG, state_tag(m->state));
    tpl_show(t, m->concerned || !m->holds ? SEC_MINE : SEC_OTHERS);
    tpl_text(t, V_PERSON, whom(page, m));
    tpl_text(t, V_PLACE, place(page, m->unit_zh, m->unit_en, m->department_zh, m->department_en));
    tpl_text(t, V_MONTH, merit_month_text(page->arena, m->month));
    tpl_text(t, V_AMOUNT, worth(page, m));
    tpl_text(tpl_add(t, m->opens ? SEC_OPENS : SEC_CLOSED_TO), V_NUMBER, m->number);
    if (m->nth > 1)
        tpl_text(tpl_add(t, SEC_NTH), V_TEXT, text_f(page->arena, page->lang, N_("no. %d this year"), m->nth));
    if (m->state == MERIT_PROPOSED)
        tpl_optional(t, SEC_WHY_PROPOSED, V_TEXT, m->body);
    else
        tpl_text(tpl_add(t, SEC_WAS_DECIDED), V_TEXT, arena_printf(page->arena, "%s · %s%s%s", day(page, m->decided_us), m->decider, *m->body ? " · " : "", m->body));
    if (m->appealed_us) {
        struct tpl *appeal = tpl_add(t, SEC_APPEAL);
        tpl_text(appeal, V_AT, day(page, m->appealed_us));
        tpl_text(appeal, V_TEXT, m->appeal);
    }
    if (m->appeal_done_us)
        tpl_text(tpl_add(t, SEC_SETTLED), V_TEXT, arena_printf(page->arena, "%s · %s · %s", day(page, m->appeal_done_us), m->appeal_decider, m->appeal_body));
    fill_confirm(page, t, x);
    (void)fill_act(page, t, x, MERIT_REJECT, "reject", N_("Reject"), N_("Reason"));
    (void)fill_act(page, t, x, MERIT_APPEAL, "appeal", N_("Appeal"), N_("What you have against it"));
    (void)fill_act(page, t, x, MERIT_UPHOLD, "uphold", N_("Uphold it"), N_("Reason"));
    (void)fill_act(page, t, x, MERIT_LIFT, "lift", N_("Lift it"), N_("Reason"));
    bool waits = m->state == MERIT_PROPOSED || m->state == MERIT_APPEALED;
    if (waits && m->holds && merit_decide(m, m->state == MERIT_PROPOSED ? MERIT_CONFIRM : MERIT_UPHOLD, page->user->id, &to, &why) != ERR_NONE)
        tpl_text(tpl_add(t, SEC_OTHERS_DECIDE), V_MESSAGE, page_text(page, why));
}

void merit_new_fill(struct page *page, struct tpl *t, const struct rulebook *b, const struct merit_new_typed *typed, const struct http_form_errors *errors)
{
    tpl_text(t, V_NUMBER, typed->number);
    tpl_text(t, V_PERSON, typed->person);
    tpl_text(t, V_TYPED, typed->text);
    for (unsigned i = 0; i < b->accounts_count; i++) {
        const struct rb_account *rule = &b->accounts[i];
        if (!rule->inactive)
            add_option(t, SEC_RULE_OPTION, rule->code, arena_printf(page->arena, "%s · %s", page_pick(page, rule->name.zh, rule->name.en), page_text(page, rulebook_whom_title(rule->whom))), strcmp(rule->code, typed->rule) == 0);
    }
    if (!errors)
        return;
    page_errors(page, t, errors);
    page_field_error(page, t, SEC_NUMBER_ERR, errors, "number");
    page_field_error(page, t, SEC_RULE_ERR, errors, "rule");
    page_field_error(page, t, SEC_PERSON_ERR, errors, "person");
    page_field_error(page, t, SEC_TEXT_ERR, errors, "text");
}
