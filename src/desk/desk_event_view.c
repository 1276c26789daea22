#include <string.h>

#include "compensation.h"
#include "committee.h"
#include "contact.h"
#include "desk_timeline_view.h"
#include "desk_words_view.h"
#include "format.h"
#include "paper.h"
#include "party.h"
#include "recusal.h"

/* What of an event's data is worth telling, in words: to whom, until when, which time limit, what was changed into what. */

static const char *data_of(const struct page *page, const struct event *e, const char *key)
{
    return timeline_get(page->arena, e->data, key);
}

static int64_t number_in(const struct page *page, const struct event *e, const char *key)
{
    long long number;
    return str_to_i64(str_of(data_of(page, e, key)), 1, INT64_MAX, &number) ? number : 0;
}

static const char *assigned_to(const struct page *page, const struct event *e)
{
    const char *department = page_pick(page, data_of(page, e, "department"), data_of(page, e, "department_en"));
    const char *person = data_of(page, e, "assignee");
    return arena_printf(page->arena, "%s%s%s", department, *department && *person ? " / " : "", person);
}

static const char *kept_out(const struct page *page, const struct event *e)
{
    return arena_printf(page->arena, page->lang == LANG_ZH ? "%s（%s）" : "%s (%s)", data_of(page, e, "person"), page_text(page, recusal_reason_title(data_of(page, e, "why"))));
}

/* By which channel, and when it came where that was some time before. */
static const char *registered_as(const struct page *page, const struct rulebook *b, const struct event *e)
{
    const char *channel = desk_rb_name(page, b->channels, b->channels_count, data_of(page, e, "channel"));
    int64_t received_us = number_in(page, e, "received");
    if (!received_us)
        return channel;
    return text_f(page->arena, page->lang, N_("%s, received %s"), channel, format_moment(page->arena, page->lang, received_us, page->site->zone));
}

static const char *closed_with(const struct page *page, const struct rulebook *b, const struct event *e)
{
    int64_t finding = number_in(page, e, "finding");
    const struct rb_basis *basis = rulebook_basis(b, data_of(page, e, "basis"));
    const char *words = finding ? page_text(page, complaint_finding_title((enum complaint_finding)finding)) : "";
    return basis ? arena_printf(page->arena, "%s%s%s", words, *words ? " · " : "", desk_rb_text(page, basis->name)) : words;
}

/* How, with what result, and when where that was some time before it was recorded. */
static const char *contact_detail(const struct page *page, const struct event *e)
{
    enum contact_way way = contact_way_from_word(data_of(page, e, "way"));
    enum contact_result result = contact_result_from_word(data_of(page, e, "result"));
    const char *at = e->at_us - number_in(page, e, "at") > UTC_MINUTE_US ? desk_due_moment(page, number_in(page, e, "at")) : "";
    const char *words[] = {result == CONTACT_REACHED && strcmp(e->kind, "contact_inward") != 0 ? "" : page_text(page, contact_way_title(way)),
                           result == CONTACT_REACHED ? "" : page_text(page, contact_result_title(result)), at,
                           *data_of(page, e, "report") ? page_text(page, N_("progress report")) : ""};
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (*words[i])
            buf_printf(&out, "%s%s", out.n ? " · " : "", words[i]);
    }
    return out.n ? out.p : "";
}

/* A mail of the complainant: that it was one, from where, and whether colleagues put it there. */
static const char *mail_detail(const struct page *page, const struct event *e)
{
    struct buf out = {.arena = page->arena};
    if (strcmp(data_of(page, e, "way"), "email") != 0)
        return "";
    buf_adds(&out, page_text(page, N_("by e-mail")));
    if (*data_of(page, e, "sender"))
        buf_printf(&out, " · %s", page_text(page, N_("from another address than the one we know: please make sure who wrote")));
    if (*data_of(page, e, "taken"))
        buf_printf(&out, " · %s", page_text(page, N_("added by intake staff")));
    return out.p;
}

/* ---- time limits ---- */

/* Names as they were written, with commas between. */
static const char *told_words(const struct page *page, const char *told)
{
    struct buf words = {.arena = page->arena};
    for (; *told; told++) {
        if (*told == ',')
            buf_adds(&words, page->lang == LANG_ZH ? "、" : ", ");
        else
            buf_addc(&words, *told);
    }
    return words.p;
}

static const char *material_late(const struct page *page, const struct event *e)
{
    const char *told = data_of(page, e, "told");
    const char *until = text_f(page->arena, page->lang, N_("until %s"), format_date(page->arena, page->lang, number_in(page, e, "until"), page->site->zone));
    return *told ? text_f(page->arena, page->lang, N_("%s; told: %s"), until, told_words(page, told)) : until;
}

static const char *clock_detail(const struct page *page, const struct rulebook *b, const struct event *e)
{
    struct arena *a = page->arena;
    const char *rule = data_of(page, e, "clock"), *reason = data_of(page, e, "reason"), *told = data_of(page, e, "told");
    enum rb_clock_kind kind = rulebook_clock_kind(data_of(page, e, "clock_kind"));
    int64_t due_us = number_in(page, e, "due"), before_us = number_in(page, e, "due_before");
    const char *name = *rule || kind ? desk_clock_name(page, b, rule, kind) : "";
    if (due_us && before_us && due_us != before_us)
        name = text_f(a, page->lang, N_("%s: from %s to %s"), name, desk_due_moment(page, before_us), desk_due_moment(page, due_us));
    else if (due_us)
        name = text_f(a, page->lang, N_("%s, due %s"), name, desk_due_moment(page, due_us));
    if (*reason && *rulebook_pause_title(reason))
        name = arena_printf(a, page->lang == LANG_ZH ? "%s（%s）" : "%s (%s)", name, page_text(page, rulebook_pause_title(reason)));
    if (*told)
        name = text_f(a, page->lang, N_("%s; told: %s"), name, told_words(page, told));
    return name;
}

static bool about_clock(const char *kind)
{
    static const char *const kinds[] = {"paused",     "resumed",      "extension_asked", "extended",       "extension_refused", "extension_lapsed",
                                        "clock_done", "clock_warned", "clock_late",      "clock_escalated"};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (strcmp(kind, kinds[i]) == 0)
            return true;
    }
    return false;
}

/* ---- slips ---- */

/* Whether a step of a slip sets the date of its answer anew. */
static bool sets_due(const char *kind)
{
    static const char *const kinds[] = {"slip_sent", "slip_help", "slip_reported", "slip_asked", "slip_sent_back"};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (strcmp(kind, kinds[i]) == 0)
            return true;
    }
    return false;
}

/* "slip 2, Customer Service → Operations, due ...; told: ..." */
static const char *slip_detail(const struct page *page, const struct event *e)
{
    struct arena *a = page->arena;
    const char *from = page_pick(page, data_of(page, e, "from"), data_of(page, e, "from_en")), *to = page_pick(page, data_of(page, e, "to"), data_of(page, e, "to_en"));
    const char *person = data_of(page, e, "assignee"), *before = data_of(page, e, "before"), *copy = data_of(page, e, "copy"), *told = data_of(page, e, "told");
    const char *words = text_f(a, page->lang, N_("slip %d, %s → %s"), (int)number_in(page, e, "slip"), from, to);
    if (*before)
        words = text_f(a, page->lang, N_("%s, in the place of slip %s"), words, before);
    if (*copy)
        words = text_f(a, page->lang, N_("%s; copy for %s"), words, told_words(page, copy));
    if (*person)
        words = text_f(a, page->lang, N_("%s; to %s"), words, person);
    if (sets_due(e->kind) && number_in(page, e, "due"))
        words = text_f(a, page->lang, N_("%s, due %s"), words, desk_due_moment(page, number_in(page, e, "due")));
    return *told ? text_f(a, page->lang, N_("%s; told: %s"), words, told_words(page, told)) : words;
}

/* ---- deciding ---- */

static const char *sum_words(const struct page *page, const struct event *e)
{
    int64_t cents = number_in(page, e, "cents");
    return cents ? compensation_amount(page->arena, cents) : "";
}

static const char *with_dots(const struct page *page, const char *const *words, size_t n)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < n; i++) {
        if (*words[i])
            buf_printf(&out, "%s%s", out.n ? " · " : "", words[i]);
    }
    return out.n ? out.p : "";
}

/* What it is about, which step of how many, who was told. */
static const char *approval_detail(const struct page *page, const struct event *e)
{
    struct arena *a = page->arena;
    const char *subject = rulebook_subject_title(data_of(page, e, "about")), *person = data_of(page, e, "person"), *step = data_of(page, e, "step"), *told = data_of(page, e, "told");
    bool agreed = strcmp(e->kind, "approved") == 0 || strcmp(e->kind, "approval_sent_back") == 0;
    const char *const words[] = {
        page_text(page, subject), data_of(page, e, "what"), sum_words(page, e), *step ? text_f(a, page->lang, N_("step %s"), step) : "",
        *person ? agreed ? text_f(a, page->lang, N_("for %s, who is away"), person) : text_f(a, page->lang, N_("to %s"), person) : "",
        *told ? text_f(a, page->lang, N_("told: %s"), told_words(page, told)) : "",
    };
    return with_dots(page, words, COUNT_OF(words));
}

static const char *compensation_detail(const struct page *page, const struct rulebook *b, const struct event *e)
{
    const struct rb_standard *standard = rulebook_standard(b, data_of(page, e, "standard"));
    const char *const words[] = {standard ? desk_rb_text(page, standard->name) : data_of(page, e, "standard"), sum_words(page, e), data_of(page, e, "paid_way")};
    return with_dots(page, words, COUNT_OF(words));
}

/* For what reason, and what was decided, when it meets, who does what follows; or why it was put off. */
static const char *committee_detail(const struct page *page, const struct event *e)
{
    const char *why = data_of(page, e, "committee_why"), *decision = data_of(page, e, "decision"), *follow = data_of(page, e, "follow");
    int64_t at_us = number_in(page, e, "at"), due_us = number_in(page, e, "due");
    const char *words[] = {page_text(page, committee_why_title(why)), page_text(page, committee_decision_title(decision, why)), data_of(page, e, "meeting"),
                           at_us ? format_moment(page->arena, page->lang, at_us, page->site->zone) : "", follow,
                           due_us ? text_f(page->arena, page->lang, N_("until %s"), format_date(page->arena, page->lang, due_us, page->site->zone)) : "", data_of(page, e, "reason")};
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (*words[i])
            buf_printf(&out, "%s%s", out.n ? " · " : "", words[i]);
    }
    return out.n ? out.p : "";
}

static const char *account_detail(const struct page *page, const struct rulebook *b, const struct event *e)
{
    const char *code = data_of(page, e, "rule");
    for (unsigned i = 0; i < b->accounts_count; i++) {
        if (strcmp(b->accounts[i].code, code) == 0)
            return desk_rb_text(page, b->accounts[i].name);
    }
    return code;
}

static const char *outcome_detail(const struct page *page, const struct event *e)
{
    const char *const words[] = {page_text(page, complaint_outcome_title((int)number_in(page, e, "outcome"))), page_text(page, complaint_outcome_way_title(data_of(page, e, "outcome_way")))};
    return with_dots(page, words, COUNT_OF(words));
}

/* ---- classification ---- */

enum code_of { CODE_CATEGORY, CODE_GRADE, CODE_VALIDITY, CODE_CAUSE, CODE_STAGE, CODE_FLAG, CODE_RESPONDENT, CODE_PLAIN };
static const struct {
    const char *key, *label;
    enum code_of of;
} classed[] = {
    {"category", N_("Category"), CODE_CATEGORY},    {"grade", N_("Grade"), CODE_GRADE},    {"validity", N_("Validity"), CODE_VALIDITY},
    {"loss", N_("Direct loss"), CODE_PLAIN},        {"flags", N_("Sensitive matters"), CODE_FLAG}, {"causes", N_("Causes"), CODE_CAUSE},
    {"stages", N_("Responsible stages"), CODE_STAGE}, {"respondents", N_("Complained of"), CODE_RESPONDENT},
};

static const char *code_words(const struct page *page, const struct rulebook *b, enum code_of of, const char *code)
{
    const struct rb_category *category;
    switch (of) {
    case CODE_CATEGORY: category = rulebook_category(b, code); return category ? desk_rb_text(page, category->name) : code;
    case CODE_GRADE: return desk_rb_grade(page, b, code);
    case CODE_VALIDITY: return *rulebook_validity_title(code) ? page_text(page, rulebook_validity_title(code)) : code;
    case CODE_CAUSE: return desk_rb_tree(page, b->causes, b->causes_count, code);
    case CODE_STAGE: return desk_rb_tree(page, b->stages, b->stages_count, code);
    case CODE_FLAG: return desk_rb_name(page, b->flags, b->flags_count, code);
    case CODE_RESPONDENT: return *complaint_respondent_title(code) ? page_text(page, complaint_respondent_title(code)) : code;
    case CODE_PLAIN: break;
    }
    return code;
}

/* Codes with commas between, by their names. */
static const char *codes_words(const struct page *page, const struct rulebook *b, enum code_of of, const char *codes)
{
    struct buf out = {.arena = page->arena};
    struct str rest = str_of(codes);
    if (of == CODE_PLAIN || !*codes)
        return *codes ? codes : page_text(page, N_("none"));
    while (rest.p) {
        struct str code = str_trim(str_cut(&rest, ','));
        if (code.n)
            buf_printf(&out, "%s%s", out.n ? (page->lang == LANG_ZH ? "、" : ", ") : "", code_words(page, b, of, str_cstr(page->arena, code)));
    }
    return out.n ? out.p : page_text(page, N_("none"));
}

static const char *classed_as(const struct page *page, const struct rulebook *b, const struct event *e)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < COUNT_OF(classed); i++) {
        const char *before_key = arena_printf(page->arena, "%s_before", classed[i].key);
        const char *now = data_of(page, e, classed[i].key), *before = data_of(page, e, before_key);
        if (!*now && !*before)
            continue;
        buf_printf(&out, "%s%s ", out.n ? "\n" : "", page_text(page, classed[i].label));
        buf_printf(&out, "%s → ", codes_words(page, b, classed[i].of, before));
        buf_adds(&out, codes_words(page, b, classed[i].of, now));
    }
    static const char *const reasons[] = {"grade_reason", "validity_reason"};
    for (size_t i = 0; i < COUNT_OF(reasons); i++) {
        if (*data_of(page, e, reasons[i]))
            buf_printf(&out, "%s%s", out.n ? "\n" : "", data_of(page, e, reasons[i]));
    }
    return out.n ? out.p : "";
}

/* The title, and how it was delivered or the hash of its copy. */
static const char *paper_detail(const struct page *page, const struct event *e)
{
    const char *title = data_of(page, e, "title"), *delivery = data_of(page, e, "delivery"), *sha256 = data_of(page, e, "sha256");
    if (*delivery)
        return arena_printf(page->arena, "%s · %s", title, page_text(page, paper_way_title(delivery)));
    return *sha256 ? arena_printf(page->arena, "%s · SHA-256 %s", title, sha256) : title;
}

static bool about_paper(const char *kind)
{
    return strncmp(kind, "paper_", strlen("paper_")) == 0 || strcmp(kind, "letter_delivered") == 0;
}

/* How, what was said, or on how many days it was tried. */
static const char *callback_detail(const struct page *page, const struct event *e)
{
    const char *said = data_of(page, e, "satisfied"), *way = page_text(page, contact_way_title(contact_way_from_word(data_of(page, e, "way"))));
    int tried = (int)number_in(page, e, "attempts");
    if (*said)
        return arena_printf(page->arena, "%s · %s", way, page_text(page, strcmp(said, "1") == 0 ? N_("Satisfied") : N_("Dissatisfied")));
    return tried && strcmp(e->kind, "callback_done") != 0 ? arena_printf(page->arena, "%s · %s", way, text_count(page->arena, page->lang, "tried on %lld day", "tried on %lld days", tried)) : way;
}

static const char *check_detail(const struct page *page, const struct event *e)
{
    int64_t before = number_in(page, e, "finding_before"), after = number_in(page, e, "finding");
    if (!before || !after)
        return "";
    return arena_printf(page->arena, "%s → %s", page_text(page, complaint_finding_title((enum complaint_finding)before)), page_text(page, complaint_finding_title((enum complaint_finding)after)));
}

const char *desk_event_detail(const struct page *page, const struct rulebook *b, const struct event *e)
{
    const char *detail = data_of(page, e, "reason");
    const struct rb_exclusion *exclusion = rulebook_exclusion(b, data_of(page, e, "exclusion"));
    if (strcmp(e->kind, "registered") == 0)
        detail = registered_as(page, b, e);
    else if (strcmp(e->kind, "submitted") == 0 && *data_of(page, e, "incident"))
        detail = text_f(page->arena, page->lang, N_("joined the incident %s"), data_of(page, e, "incident_title"));
    else if (strcmp(e->kind, "papers_came") == 0)
        detail = page_text(page, standing_there_words((unsigned)number_in(page, e, "standing")));
    else if (strcmp(e->kind, "assigned") == 0 || strcmp(e->kind, "handed_over") == 0)
        detail = assigned_to(page, e);
    else if (strcmp(e->kind, "recused") == 0 || strcmp(e->kind, "recusal_lifted") == 0)
        detail = kept_out(page, e);
    else if (strcmp(e->kind, "tagged") == 0 || strcmp(e->kind, "untagged") == 0)
        detail = data_of(page, e, "tag");
    else if (strncmp(e->kind, "supplied", strlen("supplied")) == 0)
        detail = mail_detail(page, e);
    else if (strcmp(e->kind, "asked") == 0 && number_in(page, e, "until"))
        detail = text_f(page->arena, page->lang, N_("until %s"), format_date(page->arena, page->lang, number_in(page, e, "until"), page->site->zone));
    else if (strcmp(e->kind, "material_late") == 0)
        detail = material_late(page, e);
    else if (strcmp(e->kind, "closed") == 0)
        detail = closed_with(page, b, e);
    else if (strcmp(e->kind, "rejected") == 0 && exclusion)
        detail = desk_rb_text(page, exclusion->name);
    else if (strcmp(e->kind, "classified") == 0)
        detail = classed_as(page, b, e);
    else if (strcmp(e->kind, "recomputed") == 0)
        detail = text_count(page->arena, page->lang, "%lld time limit", "%lld time limits", number_in(page, e, "clocks"));
    else if (about_clock(e->kind))
        detail = clock_detail(page, b, e);
    else if (contact_is_event(e->kind))
        detail = contact_detail(page, e);
    else if (strncmp(e->kind, "approv", strlen("approv")) == 0)
        detail = approval_detail(page, e);
    else if (strncmp(e->kind, "compensation_", strlen("compensation_")) == 0)
        detail = compensation_detail(page, b, e);
    else if (strcmp(e->kind, "outcome_said") == 0)
        detail = outcome_detail(page, e);
    else if (strncmp(e->kind, "committee_", strlen("committee_")) == 0)
        detail = committee_detail(page, e);
    else if (strncmp(e->kind, "measure_", strlen("measure_")) == 0)
        detail = data_of(page, e, "what");
    else if (strncmp(e->kind, "account_", strlen("account_")) == 0)
        detail = account_detail(page, b, e);
    else if (strcmp(e->kind, "investigated") == 0)
        detail = text_f(page->arena, page->lang, N_("matter %d"), (int)number_in(page, e, "position"));
    else if (strcmp(e->kind, "flag_facts") == 0)
        detail = codes_words(page, b, CODE_FLAG, data_of(page, e, "flags"));
    else if (about_paper(e->kind))
        detail = paper_detail(page, e);
    else if (strncmp(e->kind, "callback_", strlen("callback_")) == 0)
        detail = callback_detail(page, e);
    else if (strncmp(e->kind, "check_", strlen("check_")) == 0)
        detail = check_detail(page, e);
    else if (strncmp(e->kind, "slip_", 5) == 0)
        detail = slip_detail(page, e);
    return *detail ? arena_printf(page->arena, page->lang == LANG_ZH ? "：%s" : ": %s", detail) : "";
}
