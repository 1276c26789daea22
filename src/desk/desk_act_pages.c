#include <string.h>

#include "hiding.h"
#include "absence_store.h"
#include "approval_store.h"
#include "complaint_clock.h"
#include "complaint_store.h"
#include "contact_store.h"
#include "desk_case_pages.h"
#include "desk_close_view.h"
#include "desk_clock_act_view.h"
#include "desk_respondent_pages.h"
#include "desk_draft_pages.h"
#include "desk_mention_pages.h"
#include "desk_routes.h"
#include "desk_stale_view.h"
#include "desk_upload_pages.h"
#include "sheet_store.h"
#include "once_store.h"
#include "org_store.h"
#include "phrase_store.h"

static enum complaint_action action_of(const struct page *page)
{
    enum complaint_action action = ACTION__COUNT;
    if (!flow_action_from_name(strrchr(page->route->path, '/') + 1, &action))
        return ACTION__COUNT;
    return action;
}

static const char *case_path(struct page *page, const struct desk_case *x)
{
    if (!*x->from)
        return arena_printf(page->arena, "/staff/complaints/%s", x->c.number);
    return arena_printf(page->arena, "/staff/complaints/%s?from=%s", x->c.number, desk_url_encode(page->arena, x->from));
}

/* Departments and people come out of the lists that were offered; a person brings his department along. */
static void check_assignment(struct page *page, const struct desk_case *x, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    const struct absence *away = desk_away(x, typed->person_id);
    bool department_known = typed->department_id == 0, person_known = typed->person_id == 0;
    for (size_t i = 0; i < x->n_people; i++) {
        if (x->people[i].id != typed->person_id)
            continue;
        person_known = true;
        if (x->people[i].department_id)
            typed->department_id = x->people[i].department_id;
    }
    for (size_t i = 0; i < x->n_departments; i++) {
        if (x->departments[i].id == typed->department_id && desk_department_offered(&x->c, &x->departments[i]))
            department_known = true;
    }
    if (desk_kept_out(x, typed->person_id))
        http_form_error(errors, "person", N_("This person is kept out of the complaint because of a conflict of interest. Choose another"), 0);
    else if (!person_known)
        http_form_error(errors, "person", N_("This person cannot take the complaint any more. Choose another"), 0);
    else if (!department_known)
        http_form_error(errors, "department", N_("This department cannot take the complaint. Choose another"), 0);
    else if (away && !typed->absent_ok)
        http_form_error(errors, "person",
                        text_f(page->arena, page->lang, N_("%s is away; %s stands in. Choose another handler, or tick that it is meant so"), away->name, away->deputy), 0);
}

/* Whether he is away is known of those who are offered. */
static enum err note_absence(struct page *page, struct desk_case *x, int64_t person_id)
{
    struct absence *away = ARENA_ARRAY(page->arena, x->n_away + 1, struct absence);
    if (desk_away(x, person_id))
        return ERR_NONE;
    enum err e = absence_of(page->db, page->arena, person_id, page->now_us, &away[x->n_away]);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? ERR_NONE : e;
    memcpy(away, x->away, x->n_away * sizeof *away);
    x->away = away;
    x->n_away++;
    return ERR_NONE;
}

/* Who stands in no list, by name or sign-in name; he comes to the people that are known, so that he is checked like them. */
static enum err find_person(struct page *page, struct desk_case *x, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    struct person *found;
    size_t n;
    if (!*typed->person)
        return ERR_NONE;
    TRY(org_people_named(page->db, page->arena, x->c.unit_id, typed->person, 2, &found, &n));
    if (n != 1) {
        http_form_error(errors, "person_name", n == 0 ? N_("Nobody here has this name. Enter the sign-in name") : N_("Several people have this name. Enter the sign-in name"), 0);
        return ERR_NONE;
    }
    struct person *people = ARENA_ARRAY(page->arena, x->n_people + 1, struct person);
    memcpy(people, x->people, x->n_people * sizeof *people);
    people[x->n_people] = found[0];
    x->people = people;
    x->n_people++;
    typed->person_id = found[0].id;
    return note_absence(page, x, found[0].id);
}

/* What only the complaint as it stands can tell: whether the clock is one of those offered, and what has to go with it. */
static void check_clock(struct page *page, const struct desk_case *x, const struct desk_act_typed *typed, struct http_form_errors *errors)
{
    const struct clock *chosen = NULL;
    for (size_t i = 0; i < x->clocks->n; i++) {
        if (x->clocks->list[i].id == typed->clock_id)
            chosen = &x->clocks->list[i];
    }
    const struct rulebook *b = x->world.book;
    if (!chosen || !desk_clock_takes(b, chosen, typed->action, page->now_us)) {
        http_form_error(errors, "clock", N_("This cannot be done with this time limit any more. Choose another"), 0);
        return;
    }
    const struct rb_clock *rule = rulebook_clock(b, chosen->rule);
    bool allowed = typed->action != ACTION_PAUSE;
    for (unsigned i = 0; rule && i < rule->pause_count; i++)
        allowed |= strcmp(rule->pause[i], typed->pause) == 0;
    if (!allowed)
        http_form_error(errors, "pause", N_("The rules do not allow this reason for this time limit"), 0);
    const struct rb_extension *rung = typed->action == ACTION_EXTEND ? clock_rung(b, chosen) : NULL;
    if (rung && rung->notice && !*typed->notice)
        http_form_error(errors, "notice", N_("Write what the complainant is told about the new date"), 0);
}

/* Another grade than the rules propose for what is saved with it needs a reason (requirements D2). */
static void check_class(struct page *page, const struct desk_case *x, const struct desk_act_typed *typed, struct http_form_errors *errors)
{
    struct complaint c = x->c;
    struct complaint_class class = typed->classify.class;
    const struct rb_grading **because;
    size_t n;
    class.demanded_cents = x->class.demanded_cents;
    class.reopened = x->class.reopened;
    desk_classify_apply(&typed->classify, x->world.book, &c);
    struct rb_facts facts = complaint_facts(page->arena, &c, &class, page->now_us);
    const struct rb_grade *proposed = rulebook_propose(x->world.book, page->arena, &facts, &because, &n);
    bool another = *typed->classify.grade && proposed && strcmp(proposed->code, typed->classify.grade) != 0;
    if (another && !*typed->classify.grade_reason)
        http_form_error(errors, "grade_reason", N_("Say why another grade is taken than the rules propose"), 0);
}

static struct complaint_classing classing_of(const struct desk_case *x, const struct desk_classify_typed *typed)
{
    return (struct complaint_classing){
        .category = typed->category,
        .grade = typed->grade,
        .grade_reason = typed->grade_reason,
        .loss = typed->loss,
        .validity = x->c.validity,
        .class = typed->class,
    };
}

/* The text that was asked for, below what was written already. */
static void insert_text(struct page *page, const struct desk_case *x, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    struct arena *a = page->arena;
    const struct rulebook *b = x->world.book;
    const char **to = desk_act_kind(typed->action)->notice ? &typed->notice : &typed->text;
    struct desk_template_data data = desk_template_case(page, x, typed->clock_id);
    if (strcmp(typed->insert, "exclusion") == 0) {
        const struct rb_exclusion *exclusion = rulebook_exclusion(b, typed->exclusion);
        if (!exclusion) {
            http_form_error(errors, "reason", N_("Choose the reason first"), 0);
            return;
        }
        const char *text = desk_template_below(a, desk_text_of(x, exclusion->answer), desk_text_of(x, exclusion->instead));
        *to = desk_template_below(a, *to, desk_template_fill(a, text, &data));
        return;
    }
    if (strcmp(typed->insert, "turn") == 0) {
        const struct rb_turn *turn = rulebook_turn(b, typed->turn);
        if (turn)
            *to = desk_template_below(a, *to, desk_template_fill(a, desk_text_of(x, turn->answer), &data));
        else
            http_form_error(errors, "turn", N_("Choose first what it is"), 0);
        return;
    }
    const struct rb_template *template = rulebook_template(b, typed->template);
    if (template)
        *to = desk_template_below(a, *to, desk_template_fill(a, desk_text_of(x, template->body), &data));
    else
        http_form_error(errors, "template", N_("Choose the text first"), 0);
}

/* The phrase of that name, or the only one whose name begins so. */
static enum err insert_phrase(struct page *page, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    const struct phrase_of of = {.user_id = page->user->id, .unit_id = page->user->unit_id};
    const struct phrase *chosen = NULL;
    struct phrase *list;
    size_t n, fitting = 0;
    TRY(phrase_list(page->db, page->arena, &of, &list, &n));
    for (size_t i = 0; *typed->phrase && i < n; i++) {
        bool whole = strcmp(list[i].name, typed->phrase) == 0;
        if (!whole && !str_starts(str_of(list[i].name), typed->phrase))
            continue;
        if (whole || !chosen)
            chosen = &list[i];
        fitting = whole ? 1 : fitting + 1;
        if (whole)
            break;
    }
    if (fitting == 1)
        typed->text = desk_template_below(page->arena, typed->text, chosen->body);
    else
        http_form_error(errors, "phrase", fitting ? N_("Several phrases begin like this; write more of the name") : N_("Choose a saved phrase by its name"), 0);
    typed->phrase = fitting == 1 ? "" : typed->phrase;
    return ERR_NONE;
}

static enum err run_action(struct page *page, const struct desk_case *x, const struct desk_act_typed *typed, struct complaint_result *ret_result)
{
    uint8_t once[32], stage[32];
    bool has_files = *typed->stage || desk_upload_any(page);
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    desk_upload_name(page, stage);
    struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    struct complaint_classing classing = {.category = ""};
    if (desk_act_kind(typed->action)->classify)
        classing = classing_of(x, &typed->classify);
    struct complaint_closing closing = closing_none();
    closing.asked = typed->asked, closing.answered = typed->answered, closing.freely = typed->freely;
    struct complaint_command command = {
        .action = typed->action,
        .number = x->c.number,
        .version = typed->version,
        .text = typed->text,
        .department_id = typed->department_id,
        .assignee_id = typed->person_id,
        .exclusion = typed->exclusion,
        .closing = desk_act_kind(typed->action)->voluntary ? &closing : NULL,
        .classing = desk_act_kind(typed->action)->classify ? &classing : NULL,
        .outcome = typed->outcome,
        .outcome_way = typed->outcome_way,
        .given = typed->given,
        .web_reply = typed->web_reply,
        .asking = approval_asking,
        .clock_id = typed->clock_id,
        .pause = typed->pause,
        .notice = typed->notice,
        .turn = typed->turn,
        .validity = typed->validity,
        .request_id = typed->request_id,
        .agree = typed->agreed == 1,
        .mentions = typed->mentions,
        .n_mentions = typed->n_mentions,
        .contact = desk_act_kind(typed->action)->contact ? &typed->contact.contact : NULL,
        .asked_until_us = typed->until.year ? desk_date_end(typed->until, page->site->zone) : 0,
        .stage_hash = has_files ? stage : NULL,
        .once_hash = once,
        .once_location = case_path(page, x),
    };
    return complaint_act(page->db, page->arena, &writer, &command, ret_result);
}

static enum err show_again(struct page *page, struct desk_case *x, struct desk_act_typed *typed, const struct http_form_errors *errors)
{
    struct desk_retry retry = {.typed = typed, .errors = errors};
    struct attachment *staged;
    TRY(desk_draft_keep(page, &x->c, flow_action(typed->action)->name));
    TRY(desk_upload_staged(page, &typed->stage, &staged, &retry.n_staged));
    retry.staged = staged;
    return desk_case_show_again(page, x, &retry);
}

/* What the complaint became meanwhile, read anew for the two pages that explain why nothing was changed. */
static enum err show_conflict(struct page *page, struct desk_act_typed *typed, enum err why)
{
    struct desk_case now;
    TRY(desk_case_load(page, page->params[0], typed->from, &now));
    TRY(desk_draft_keep(page, &now.c, flow_action(typed->action)->name));
    if (why == ERR_STATE || !desk_act_kind(typed->action)) {
        struct tpl *t = page_template(page, TPL_DESK_STATE, page_text(page, N_("This step is not possible now")));
        desk_state_fill(page, t, &now, typed);
        return page_answer(page, t, 409);
    }
    if (desk_upload_any(page))
        typed->stage = desk_upload_token(page);
    struct sheet sheet;
    TRY(sheet_load(page->db, page->arena, &now.part, now.c.id, 1, &sheet));
    now.events = sheet.events;
    now.n_events = sheet.n_events;
    now.messages = sheet.messages;
    now.n_messages = sheet.n_messages;
    const char *name = hiding_name(page->arena, &now.c, page->lang != LANG_ZH);
    hiding_events(now.world.book, &now.c, name, now.events, now.n_events);
    hiding_messages(now.world.book, &now.c, name, now.messages, now.n_messages);
    if (desk_act_kind(typed->action)->assign)
        TRY(desk_case_load_people(page, &now));
    TRY(desk_case_load_rules(page, &now));
    struct tpl *t = page_template(page, TPL_DESK_STALE, page_text(page, N_("Somebody else changed this complaint meanwhile")));
    desk_stale_fill(page, t, &now, typed);
    return page_answer(page, t, 409);
}

static enum err act_post(struct page *page)
{
    enum complaint_action action = action_of(page);
    const struct desk_act_kind *kind = desk_act_kind(action);
    if (!kind)
        return ERR_NOT_FOUND;
    struct desk_act_typed typed;
    struct http_form_errors errors = {0};
    struct desk_date today = desk_date_of(page->now_us, page->site->zone);
    struct desk_case x;
    TRY(desk_case_load(page, page->params[0], http_form_get(page->form, "from"), &x));
    desk_act_read(page->form, action, x.world.book, page->arena, today, page->site->config->limits.message_chars, &typed, &errors);
    if (kind->contact)
        desk_contact_read(page->form, page->arena, page->now_us, page->site->zone, typed.text, &typed.contact, &errors);
    if (*typed.insert) {
        errors = (struct http_form_errors){0};
        if (strcmp(typed.insert, "phrase") == 0)
            TRY(insert_phrase(page, &typed, &errors));
        else
            insert_text(page, &x, &typed, &errors);
        desk_upload_refused(page, &errors);
        return desk_act_in(x.allowed, action) ? show_again(page, &x, &typed, &errors) : show_conflict(page, &typed, ERR_STATE);
    }
    desk_upload_refused(page, &errors);
    if (kind->assign) {
        TRY(desk_case_load_people(page, &x));
        TRY(find_person(page, &x, &typed, &errors));
        if (errors.n == 0)
            check_assignment(page, &x, &typed, &errors);
    }
    if (kind->classify) {
        TRY(desk_case_load_rules(page, &x));
        TRY(desk_case_load_people(page, &x));
        TRY(desk_respondents_find(page, &x, &typed.classify.class, &errors));
        if (errors.n == 0)
            check_class(page, &x, &typed, &errors);
    }
    if (kind->clock && errors.n == 0)
        check_clock(page, &x, &typed, &errors);
    if (kind->mention && errors.n == 0)
        TRY(desk_mention_find(page, &x, &typed, &errors));
    if (errors.n > 0)
        return desk_act_in(x.allowed, action) ? show_again(page, &x, &typed, &errors) : show_conflict(page, &typed, ERR_STATE);

    struct complaint_result result = {0};
    enum err e = run_action(page, &x, &typed, &result);
    if (e == ERR_STATE && result.why) { /* an approval cannot be asked for */
        http_form_error(&errors, action == ACTION_CLASSIFY ? "grade" : "text", result.why, 0);
        return show_again(page, &x, &typed, &errors);
    }
    if (e == ERR_STATE && result.n_gates > 0) { /* what keeps it from ending stands beside what was typed */
        http_form_error(&errors, kind->voluntary ? "asked" : kind->exclusion ? "reason" : "text", desk_gates_words(page, x.world.book, result.gates, result.n_gates), 0);
        return show_again(page, &x, &typed, &errors);
    }
    if (e == ERR_STALE || e == ERR_STATE)
        return show_conflict(page, &typed, e);
    TRY(e);
    desk_draft_sent(page, &x.c, flow_action(action)->name);
    if (kind->voluntary && typed.freely < 0)
        page_flash_warn(page, N_("The withdrawal does not count, for it was not of free will. The complaint goes on; its manager was told."));
    else
        page_flash(page, kind->done);
    return page_redirect(page, result.location);
}

static enum err read_post(struct page *page)
{
    struct desk_case x;
    TRY(desk_case_load(page, page->params[0], http_form_get(page->form, "from"), &x));
    struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    if (!(x.rights & PERMISSION_BIT(MAY_MESSAGE)))
        return ERR_FORBIDDEN;
    if (x.c.unread)
        TRY(complaint_mark_read(page->db, page->arena, &writer, x.c.number));
    page_flash(page, N_("Marked as read."));
    return page_redirect(page, case_path(page, &x));
}

#define ACT(name, right) {.method = HTTP_POST, .path = "/staff/complaints/:no/" name, .need = MAY(right), .run = act_post}
#define ACT_WITH_FILES(name, right)                                                                                                \
    {.method = HTTP_POST, .path = "/staff/complaints/:no/" name, .need = MAY(right), .run = act_post, .files = desk_upload_files}

const struct route desk_act_routes[] = {
    ACT("accept", ACCEPT),
    ACT("reject", ACCEPT),
    ACT("assign", ASSIGN),
    ACT_WITH_FILES("note", NOTE),
    ACT_WITH_FILES("message", MESSAGE),
    ACT("contact", MESSAGE),
    ACT_WITH_FILES("ask-material", MESSAGE),
    ACT_WITH_FILES("reply", REPLY),
    ACT("outcome", REPLY),
    ACT("reopen", REOPEN),
    ACT("review", REOPEN),
    ACT("decline-review", REOPEN),
    ACT("confirm-withdrawal", CLOSE),
    ACT("decline-withdrawal", CLOSE),
    ACT("classify", CLASSIFY),
    ACT("pause", EXTEND),
    ACT("resume", EXTEND),
    ACT("extend", EXTEND),
    ACT("decide-extension", SEE),
    ACT("clock-done", EXTEND),
    ACT("solve-on-the-spot", ACCEPT),
    ACT("turn", ACCEPT),
    ACT("turn-back", ACCEPT),
    ACT("validity", CLASSIFY),
    {.method = HTTP_POST, .path = "/staff/complaints/:no/read", .need = MAY(MESSAGE), .run = read_post},
    {0},
};
