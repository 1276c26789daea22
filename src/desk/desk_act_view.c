#include "desk_act_view.h"

#include <string.h>

#include "complaint_gate.h"
#include "desk_classify_view.h"
#include "desk_clock_act_view.h"
#include "desk_contact_view.h"
#include "desk_draft.h"
#include "desk_words_view.h"
#include "format.h"

/* Names of a form's fields as the errors know them, and where each error stands. */
static const struct {
    const char *field;
    enum tpl_section section;
} field_errors[] = {
    {"reason", SEC_REASON_ERR},   {"department", SEC_DEPARTMENT_ERR}, {"person", SEC_PERSON_ERR}, {"person_name", SEC_NAME_ERR}, {"asked", SEC_ASKED_ERR}, {"answered", SEC_ANSWERED_ERR}, {"freely", SEC_FREELY_ERR},
    {"text", SEC_TEXT_ERR},       {"until", SEC_UNTIL_ERR},           {"files", SEC_FILES_ERR},
    {"clock", SEC_CLOCK_ERR},     {"pause", SEC_PAUSE_ERR},           {"notice", SEC_NOTICE_ERR}, {"agreed", SEC_AGREED_ERR},
    {"template", SEC_TEMPLATE_ERR}, {"category", SEC_CATEGORY_ERR}, {"grade", SEC_GRADE_ERR}, {"grade_reason", SEC_GRADE_REASON_ERR}, {"loss", SEC_LOSS_ERR},
    {"turn", SEC_TURN_ERR}, {"validity", SEC_VALIDITY_ERR}, {"way", SEC_WAY_ERR}, {"direction", SEC_DIRECTION_ERR}, {"result", SEC_RESULT_ERR},
    {"outcome", SEC_OUTCOME_ERR}, {"outcome_way", SEC_OUTCOME_WAY_ERR}, {"given", SEC_GIVEN_ERR},
    {"at", SEC_AT_ERR}, {"mention", SEC_MENTION_ERR}, {"phrase", SEC_PHRASE_ERR},
};

static void add_option(struct tpl *t, enum tpl_section section, int64_t value, const char *label, bool chosen)
{
    struct tpl *option = tpl_add(t, section);
    tpl_int(option, V_VALUE, value);
    tpl_text(option, V_LABEL, label);
    tpl_show_if(option, SEC_SELECTED, chosen);
}

static void add_code_option(struct tpl *t, enum tpl_section section, const char *code, const char *label, bool chosen)
{
    struct tpl *option = tpl_add(t, section);
    tpl_text(option, V_VALUE, code);
    tpl_text(option, V_LABEL, label);
    tpl_show_if(option, SEC_SELECTED, chosen);
}

static void fill_exclusions(struct page *page, struct tpl *act, const struct rulebook *b, const struct desk_act_typed *typed)
{
    struct tpl *ask = tpl_add(act, SEC_ASK_REASON);
    for (unsigned i = 0; i < b->exclusions_count; i++) {
        const struct rb_exclusion *e = &b->exclusions[i];
        if (!e->inactive)
            add_code_option(ask, SEC_REASON_OPTION, e->code, desk_rb_text(page, e->name), typed && strcmp(typed->exclusion, e->code) == 0);
    }
}

static void fill_turns(struct page *page, struct tpl *act, const struct rulebook *b, const struct desk_act_typed *typed)
{
    struct tpl *ask = tpl_add(act, SEC_ASK_TURN);
    for (unsigned i = 0; i < b->turns_count; i++) {
        if (!b->turns[i].inactive)
            add_code_option(ask, SEC_TURN_OPTION, b->turns[i].code, desk_rb_text(page, b->turns[i].name), typed && strcmp(typed->turn, b->turns[i].code) == 0);
    }
}

static void fill_validity(struct page *page, struct tpl *act, const struct desk_case *x, const struct desk_act_typed *typed, const struct aside_draft *draft)
{
    struct tpl *ask = tpl_add(act, SEC_ASK_VALIDITY);
    for (size_t i = 0; rulebook_validity[i]; i++) {
        struct tpl *option = tpl_add(ask, SEC_VALIDITY_OPTION);
        tpl_text(option, V_VALUE, rulebook_validity[i]);
        tpl_text(option, V_LABEL, page_text(page, rulebook_validity_title(rulebook_validity[i])));
        tpl_show_if(option, SEC_CHECKED, strcmp(typed ? typed->validity : x->c.validity, rulebook_validity[i]) == 0);
    }
    tpl_text(ask, V_TYPED, typed ? typed->notice : desk_draft_text(page->arena, draft, "notice"));
}

/* Texts of the rulebook for this use; nothing when it has none. */
static void fill_templates(struct page *page, struct tpl *act, const struct rulebook *b, const char *use, const struct desk_act_typed *typed)
{
    struct tpl *ask = NULL;
    for (unsigned i = 0; i < b->templates_count; i++) {
        const struct rb_template *one = &b->templates[i];
        if (one->inactive || strcmp(one->use, use) != 0)
            continue;
        ask = ask ? ask : tpl_add(act, SEC_ASK_TEMPLATE);
        add_code_option(ask, SEC_TEMPLATE_OPTION, one->code, desk_rb_text(page, one->name), typed && strcmp(typed->template, one->code) == 0);
    }
}

static void fill_outcome(struct page *page, struct tpl *act, const struct desk_case *x, const struct desk_act_typed *typed)
{
    struct tpl *ask = tpl_add(act, SEC_ASK_OUTCOME);
    int said = typed ? typed->outcome : x->c.outcome_said;
    tpl_show_if(ask, SEC_IS_ACCEPTED, said == OUTCOME_ACCEPTED);
    tpl_show_if(ask, SEC_IS_REFUSED, said == OUTCOME_NOT_ACCEPTED);
    for (size_t i = 0; complaint_outcome_ways[i]; i++)
        add_code_option(ask, SEC_WAY_OPTION, complaint_outcome_ways[i], page_text(page, complaint_outcome_way_title(complaint_outcome_ways[i])),
                        typed && strcmp(typed->outcome_way, complaint_outcome_ways[i]) == 0);
}

/* As he wants to be reached, unless something else was chosen; nobody here can reach him whose name is not known here. */
static const char *preferred_way(const struct desk_case *x)
{
    const char *prefer = x->c.mode == COMPLAINT_NAMED && x->who.prefer ? x->who.prefer : "";
    return strcmp(prefer, "phone") == 0 ? "telephone" : strcmp(prefer, "letter") == 0 || strcmp(prefer, "email") == 0 ? prefer : "";
}

/* Where the tracking page does not show the answer at once: how it is given, and whether to ask that it may. */
static void fill_given(struct page *page, struct tpl *act, const struct desk_case *x, const struct desk_act_typed *typed)
{
    if (!desk_asks_given(x->world.book))
        return;
    bool approved = strcmp(x->world.book->closing.web_reply, "approved") == 0, nameless = x->c.mode != COMPLAINT_NAMED;
    struct tpl *ask = tpl_add(act, SEC_ASK_GIVEN);
    for (int way = CONTACT_TELEPHONE; way < CONTACT_WAY__END; way++) {
        const char *word = contact_way_word((enum contact_way)way);
        add_code_option(ask, SEC_WAY_OPTION, word, page_text(page, contact_way_title((enum contact_way)way)), strcmp(typed ? typed->given : preferred_way(x), word) == 0);
    }
    tpl_show_if(ask, SEC_NEVER_SHOWN, !approved);
    if (approved) {
        struct tpl *web = tpl_add(ask, SEC_ASK_WEB);
        tpl_show_if(web, SEC_CHECKED, typed ? typed->web_reply : nameless);
        tpl_show_if(web, SEC_NAMELESS, nameless);
    }
}

static void fill_voluntary(struct page *page, struct tpl *act, const struct desk_act_typed *typed)
{
    struct tpl *ask = tpl_add(act, SEC_ASK_FREELY);
    tpl_text(ask, V_ASKED, typed ? typed->asked : page_text(page, N_("Is it your own wish to withdraw the complaint? Did anybody press you to?")));
    tpl_text(ask, V_ANSWERED, typed ? typed->answered : "");
    tpl_show_if(ask, SEC_IS_FREE, typed && typed->freely > 0);
    tpl_show_if(ask, SEC_IS_FORCED, typed && typed->freely < 0);
}

static const char *last_day(struct page *page, const struct absence *away)
{
    return format_day(page->arena, page->lang, away->to_us - 1, page->site->zone);
}

const struct absence *desk_away(const struct desk_case *x, int64_t person_id)
{
    for (size_t i = 0; i < x->n_away; i++) {
        if (x->away[i].user_id == person_id)
            return &x->away[i];
    }
    return NULL;
}

static const char *person_label(struct page *page, const struct desk_case *x, const struct person *p)
{
    const struct absence *away = desk_away(x, p->id);
    const char *place = page_pick(page, p->department_zh, p->department_en);
    const char *name = p->id == page->user->id ? text_f(page->arena, page->lang, N_("%s (me)"), p->name) : p->name;
    if (*place)
        name = arena_printf(page->arena, "%s · %s", name, place);
    if (!away)
        return name;
    return text_f(page->arena, page->lang, N_("%s · away until %s, stand-in: %s"), name, last_day(page, away), away->deputy);
}

static void fill_departments(struct page *page, struct tpl *ask, const struct desk_case *x, int64_t chosen)
{
    struct tpl *group = NULL;
    int64_t unit_id = 0;
    for (size_t i = 0; i < x->n_departments; i++) {
        const struct department *d = &x->departments[i];
        if (!desk_department_offered(&x->c, d))
            continue;
        if (!group || d->unit_id != unit_id) {
            group = tpl_add(ask, SEC_DEPARTMENT_GROUP);
            tpl_text(group, V_LABEL, page_pick(page, d->unit_zh, d->unit_en));
            unit_id = d->unit_id;
        }
        add_option(group, SEC_DEPARTMENT_OPTION, d->id, page_pick(page, d->name_zh, d->name_en), d->id == chosen);
    }
}

static void fill_assign(struct page *page, struct tpl *act, const struct desk_case *x, const struct desk_act_typed *typed)
{
    struct tpl *ask = tpl_add(act, SEC_ASK_ASSIGN);
    fill_departments(page, ask, x, typed ? typed->department_id : x->c.department_id);
    int64_t chosen = typed ? typed->person_id : x->c.assignee_id;
    for (size_t i = 0; i < x->n_people; i++)
        add_option(ask, SEC_PERSON_OPTION, x->people[i].id, person_label(page, x, &x->people[i]), x->people[i].id == chosen);
    /* At most 200 are offered, of whom some are kept out: whoever is missing can be named. */
    enum { MANY = 100 };
    if (x->n_people >= MANY || (typed && *typed->person))
        tpl_text(tpl_add(ask, SEC_ASK_NAME), V_NAME, typed ? typed->person : "");
    tpl_show_if(ask, SEC_ABSENT, typed && desk_away(x, typed->person_id));
    tpl_show_if(ask, SEC_OTHER_UNITS, !x->other_units);
}

/* Whether the complainant reads it at once: what waits until it may be shown has its own words beside the way it is given. */
static void fill_text(struct page *page, struct tpl *act, const struct desk_act_kind *kind, bool read_at_once, const struct desk_act_typed *typed, const struct aside_draft *draft)
{
    struct tpl *ask = tpl_add(act, SEC_ASK_TEXT);
    tpl_text(ask, V_LABEL, page_text(page, kind->label));
    tpl_text(ask, V_TYPED, typed ? typed->text : desk_draft_text(page->arena, draft, "text"));
    tpl_show_if(ask, SEC_TEXT_OPTIONAL, !kind->missing);
    tpl_show_if(ask, SEC_READ_BY, read_at_once);
}

static void fill_until(struct page *page, struct tpl *act, const struct desk_act_typed *typed)
{
    struct desk_date proposed = desk_date_of(page->now_us + DESK_ASK_DAYS * UTC_DAY_US, page->site->zone);
    const char *until = desk_date_iso(page->arena, proposed);
    if (typed)
        until = typed->until.year ? desk_date_iso(page->arena, typed->until) : typed->until_typed;
    tpl_text(tpl_add(act, SEC_ASK_UNTIL), V_UNTIL, until);
}

static void fill_staged(struct page *page, struct tpl *act, const struct desk_retry *retry)
{
    if (!retry || !retry->n_staged)
        return;
    struct tpl *staged = tpl_add(act, SEC_STAGED);
    tpl_text(staged, V_STAGE, retry->typed->stage);
    for (size_t i = 0; i < retry->n_staged; i++) {
        struct tpl *file = tpl_add(staged, SEC_STAGED_FILE);
        tpl_text(file, V_NAME, retry->staged[i].name);
        tpl_text(file, V_SIZE, format_size(page->arena, (uint64_t)retry->staged[i].bytes));
    }
}

static void fill_files(struct page *page, struct tpl *act)
{
    const struct config *config = page->site->config;
    struct tpl *ask = tpl_add(act, SEC_ASK_FILES);
    tpl_text(ask, V_ACCEPT, attachment_accept);
    tpl_text(ask, V_FILES_HINT,
             text_f(page->arena, page->lang, N_("PDF, JPEG or PNG, at most %u files of %u MB each"), config->limits.files_per_message,
                    (unsigned)config->limits.upload_mib));
}

/* Colleagues by their sign-in names; whoever may assign may also mention those who do not see it yet. */
static void fill_mention(struct page *page, struct tpl *act, const struct desk_case *x, const struct desk_act_typed *typed)
{
    struct tpl *ask = tpl_add(act, SEC_ASK_MENTION);
    tpl_text(ask, V_TYPED, typed ? typed->mention : "");
    for (size_t i = 0; i < x->n_people; i++) {
        struct tpl *option = tpl_add(ask, SEC_COLLEAGUE);
        tpl_text(option, V_VALUE, x->people[i].login);
        tpl_text(option, V_LABEL, person_label(page, x, &x->people[i]));
    }
    if (typed && (x->rights & PERMISSION_BIT(MAY_ASSIGN)) && (*typed->mention || strchr(typed->text, '@')))
        tpl_show_if(tpl_add(ask, SEC_MENTION_ALL), SEC_CHECKED, typed->mention_ok);
}

static void fill_act(struct page *page, struct tpl *t, const struct desk_case *x, enum complaint_action action, bool open,
                     const struct desk_retry *retry)
{
    const struct desk_act_kind *kind = desk_act_kind(action);
    const struct desk_act_typed *typed = retry ? retry->typed : NULL;
    const struct aside_draft *draft = retry ? NULL : desk_draft_of(&x->aside, flow_action(action)->name);
    struct tpl *act = tpl_add(t, SEC_ACT);
    tpl_text(act, V_ACTION, flow_action(action)->name);
    tpl_text(act, V_ICON, kind->icon);
    tpl_text(act, V_LABEL, page_text(page, action == ACTION_CLOSE ? kind->button : flow_action(action)->title));
    tpl_text(act, V_BUTTON, page_text(page, kind->button));
    tpl_show_if(act, SEC_OPEN, open);
    if (kind->hint)
        tpl_text(tpl_add(act, SEC_HINT), V_MESSAGE, page_text(page, kind->hint));
    if (kind->exclusion)
        fill_exclusions(page, act, x->world.book, typed);
    if (kind->assign)
        fill_assign(page, act, x, typed);
    if (kind->voluntary)
        fill_voluntary(page, act, typed);
    if (kind->classify)
        desk_classify_fill(page, tpl_add(act, SEC_ASK_CLASSIFY), x, typed ? &typed->classify : NULL, retry ? retry->errors : NULL);
    if (kind->clock)
        desk_clock_choice_fill(page, tpl_add(act, SEC_ASK_CLOCK), x, action, typed);
    if (kind->decide)
        desk_decision_fill(page, tpl_add(act, SEC_ASK_DECISION), x, typed);
    if (kind->outcome)
        fill_outcome(page, act, x, typed);
    if (kind->given)
        fill_given(page, act, x, typed);
    if (kind->use)
        fill_templates(page, act, x->world.book, kind->use, typed);
    if (kind->label)
        fill_text(page, act, kind, kind->to_complainant && !(kind->given && desk_asks_given(x->world.book)), typed, draft);
    if (kind->label && !kind->text_max && x->aside.n_phrases > 0)
        tpl_text(tpl_add(act, SEC_ASK_PHRASE), V_TYPED, typed ? typed->phrase : "");
    if (kind->contact)
        desk_contact_fill(page, tpl_add(act, SEC_ASK_CONTACT), x, typed ? &typed->contact : NULL);
    if (kind->mention)
        fill_mention(page, act, x, typed);
    tpl_show_if(act, SEC_ONE_BUTTON, !kind->contact);
    if (draft)
        desk_draft_fill(page, act, draft);
    if (kind->turn)
        fill_turns(page, act, x->world.book, typed);
    if (kind->validity)
        fill_validity(page, act, x, typed, draft);
    if (kind->notice)
        tpl_text(tpl_add(act, SEC_ASK_NOTICE), V_TYPED, typed ? typed->notice : draft ? desk_draft_text(page->arena, draft, "notice") : desk_notice_proposal(page, x));
    if (kind->until)
        fill_until(page, act, typed);
    if (kind->files) {
        tpl_show(act, SEC_MULTIPART);
        fill_files(page, act);
        fill_staged(page, act, retry);
    }
    for (size_t i = 0; retry && i < COUNT_OF(field_errors); i++)
        page_field_error(page, act, field_errors[i].section, retry->errors, field_errors[i].field);
}

/* The list at the top links to the controls, whose ids begin with the action's name because every action has its own. */
static void fill_error_list(struct page *page, struct tpl *t, const struct desk_retry *retry)
{
    struct http_form_errors errors = *retry->errors;
    for (size_t i = 0; i < errors.n; i++)
        errors.items[i].field = arena_printf(page->arena, "%s-%s", flow_action(retry->typed->action)->name, errors.items[i].field);
    page_errors(page, t, &errors);
}

/* Allowed, and there is something to do it with. */
static bool offered(const struct page *page, const struct desk_case *x, enum complaint_action action)
{
    if (!desk_act_in(x->allowed, action))
        return false;
    const struct rb_closing *closing = &x->world.book->closing;
    int days = action == ACTION_REOPEN ? closing->reopen_days : action == ACTION_REVIEW && !x->c.review_asked_us ? closing->review_days : 0;
    if (gate_window_over(days, x->c.closed_us, page->now_us) && !(x->rights & PERMISSION_BIT(MAY_SUPERVISE)))
        return false;
    if (action == ACTION_DECIDE_EXTENSION)
        return x->mine != NULL;
    return !desk_clock_action(action) || desk_clock_choices(page, x, action) > 0;
}

void desk_panel_fill(struct page *page, struct tpl *t, const struct desk_case *x, enum complaint_action open, const struct desk_retry *retry)
{
    if (!offered(page, x, open))
        open = x->mine ? ACTION_DECIDE_EXTENSION : desk_act_first(&x->c, x->allowed);
    bool any = false;
    tpl_int(t, V_VERSION, x->c.version);
    tpl_text(t, V_NEXT_STEP, page_text(page, desk_step_next(&x->c)));
    if (retry)
        fill_error_list(page, t, retry);
    tpl_show_if(t, SEC_MARK_READ, x->c.unread && (x->rights & PERMISSION_BIT(MAY_MESSAGE)));
    for (size_t i = 0; desk_act_order[i] != ACTION__COUNT; i++) {
        enum complaint_action action = desk_act_order[i];
        if (!offered(page, x, action))
            continue;
        any = true;
        if (action == ACTION_CLOSE && !complaint_is_turned(&x->c)) {
            tpl_show(t, SEC_CLOSE_LINK);
            continue;
        }
        fill_act(page, t, x, action, action == open, retry && action == open ? retry : NULL);
    }
    tpl_show_if(t, SEC_NO_ACTS, !any);
    if (desk_act_in(x->allowed, open)) {
        struct tpl *jump = tpl_add(t, SEC_JUMP);
        bool page_of_its_own = open == ACTION_CLOSE && !complaint_is_turned(&x->c);
        tpl_text(jump, V_URL, page_of_its_own ? arena_printf(page->arena, "/staff/complaints/%s/close", x->c.number) : arena_printf(page->arena, "#act-%s", flow_action(open)->name));
        tpl_text(jump, V_LABEL, page_text(page, flow_action(open)->title));
    }
}
