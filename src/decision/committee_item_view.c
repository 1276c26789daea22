#include "committee_item_view.h"

#include <string.h>

#include "clock.h"
#include "format.h"

static const char *moment(const struct page *page, int64_t at_us)
{
    return at_us ? format_moment(page->arena, page->lang, at_us, page->site->zone) : "";
}

static const char *day(const struct page *page, int64_t at_us)
{
    return at_us ? format_date(page->arena, page->lang, at_us, page->site->zone) : "";
}

static bool was_typed(const struct item_shown *x, enum item_do what)
{
    return x->typed && x->typed->what == what;
}

/* ---- what it is ---- */

static void fill_follow(struct page *page, struct tpl *t, const struct agenda_item *i)
{
    if (!*i->follow_up || i->state != ITEM_DECIDED)
        return;
    struct tpl *follow = tpl_add(t, SEC_FOLLOW);
    tpl_text(follow, V_TEXT, i->follow_up);
    tpl_text(follow, V_WHO, i->follower);
    tpl_text(follow, V_DUE, day(page, i->follow_due_us));
    tpl_show_if(follow, SEC_LATE, !i->follow_done_us && i->follow_due_us < page->now_us);
    if (i->follow_done_us) {
        struct tpl *done = tpl_add(follow, SEC_IS_DONE);
        tpl_text(done, V_AT, moment(page, i->follow_done_us));
        tpl_text(done, V_TEXT, i->follow_done);
    }
}

static void fill_head(struct page *page, struct tpl *t, const struct item_shown *x)
{
    const struct agenda_item *i = x->item;
    tpl_int(t, V_ID, i->id);
    tpl_int(t, V_VERSION, i->version);
    tpl_text(t, V_NUMBER, i->number);
    tpl_text(t, V_TITLE, i->complaint_title);
    tpl_text(t, V_WHY, page_text(page, committee_why_title(i->why)));
    tpl_text(t, V_STATE, page_text(page, committee_item_state_title(i->state)));
    tpl_text(t, V_TAG, i->state == ITEM_DECIDED ? "tag-ok" : i->state == ITEM_PLANNED ? "tag-b" : i->state == ITEM_PUT_OFF ? "tag-w" : "");
    tpl_text(t, V_WHO, i->proposed_by ? i->proposer : page_text(page, N_("the rulebook")));
    tpl_text(t, V_AT, moment(page, i->proposed_us));
    tpl_text(t, V_QUESTION, committee_question(page, i));
    if (i->meeting_id) {
        static const enum tpl_section links[] = {SEC_OF_MEETING, SEC_MEETING_LINK};
        for (size_t k = 0; k < COUNT_OF(links); k++) {
            struct tpl *link = tpl_add(t, links[k]);
            tpl_text(link, V_URL, arena_printf(page->arena, "/staff/committee/meetings/%lld", (long long)i->meeting_id));
            tpl_text(link, V_TEXT, *i->meeting_title ? i->meeting_title : page_text(page, N_("Joint meeting")));
        }
    }
    if (i->state == ITEM_DECIDED) {
        struct tpl *decision = tpl_add(t, SEC_DECISION);
        tpl_text(decision, V_LABEL, page_text(page, committee_decision_title(i->decision, i->why)));
        tpl_text(decision, V_AT, moment(page, i->decided_us));
        tpl_optional(decision, SEC_BY, V_WHO, i->decider);
        tpl_text(decision, V_BODY, i->body);
    }
    if (i->state == ITEM_DROPPED)
        tpl_text(tpl_add(t, SEC_DROPPED), V_BODY, i->body);
    fill_follow(page, t, i);
    if (i->state == ITEM_DECIDED && strcmp(i->why, "disputed") == 0 && x->returned_slip && x->may_hold)
        tpl_text(tpl_add(t, SEC_SEND_SLIP), V_URL, arena_printf(page->arena, "/staff/complaints/%s/slips/new?before=%d", i->number, x->returned_slip));
}

static const char *source_kind(const struct page *page, const struct committee_source *source)
{
    if (!source->slip)
        return page_text(page, N_("Paper"));
    return text_f(page->arena, page->lang, strcmp(source->kind, "slip_returned") == 0 ? N_("Slip %d returned") : N_("Slip %d answered"), source->slip);
}

/* The text of a section; "" when it has none. */
static const char *section_text(struct arena *a, const char *body, const char *code)
{
    struct str rest = str_of(body);
    while (rest.p) {
        struct str text = str_cut(&rest, '\x1e'), name = str_cut(&text, '\x1f');
        if (str_eq(name, str_of(code)))
            return text.p ? str_cstr(a, text) : "";
    }
    return "";
}

/* What a paper says, in the order of its sections in the rulebook, each under its name. */
static const char *paper_words(struct page *page, const struct rulebook *b, const struct committee_source *source)
{
    const struct rb_paper *rule = rulebook_paper(b, source->kind);
    struct buf out = {.arena = page->arena};
    for (unsigned i = 0; rule && i < rule->sections_count; i++) {
        const struct rb_section *part = &rule->sections[i];
        const char *text = section_text(page->arena, source->body, part->code);
        if (*text)
            buf_printf(&out, "%s%s\n%s", out.n ? "\n\n" : "", page_pick(page, part->name.zh, part->name.en), text);
    }
    return out.n ? out.p : "";
}

static void fill_sources(struct page *page, struct tpl *t, const struct item_shown *x)
{
    struct tpl *section = x->n_sources ? tpl_add(t, SEC_SOURCES) : NULL;
    for (size_t i = 0; i < x->n_sources; i++) {
        struct tpl *source = tpl_add(section, SEC_SOURCE);
        tpl_text(source, V_NAME, page_pick(page, x->sources[i].heading, x->sources[i].heading_en));
        tpl_text(source, V_KIND, source_kind(page, &x->sources[i]));
        tpl_text(source, V_WHO, x->sources[i].who);
        tpl_text(source, V_AT, moment(page, x->sources[i].at_us));
        tpl_text(source, V_BODY, x->sources[i].slip ? x->sources[i].body : paper_words(page, x->k->book, &x->sources[i]));
    }
}

/* ---- opinions and votes ---- */

static void fill_voice(struct page *page, struct tpl *t, const struct agenda_voice *v, bool votes)
{
    struct tpl *voice = tpl_add(t, SEC_VOICE);
    tpl_text(voice, V_WHO, v->name);
    tpl_show_if(voice, SEC_KEPT_OUT, v->kept_out);
    tpl_show_if(voice, SEC_PRESENT, v->present && !v->kept_out);
    if (votes && v->vote) {
        struct tpl *vote = tpl_add(voice, SEC_VOTE);
        tpl_text(vote, V_TEXT, page_text(page, committee_vote_title(v->vote)));
        tpl_text(vote, V_TAG, v->vote == VOTE_FOR ? "tag-ok" : v->vote == VOTE_AGAINST ? "tag-w" : "");
    }
    tpl_optional(voice, SEC_SAID, V_BODY, v->opinion);
}

static void fill_motion(struct page *page, struct tpl *t, const struct item_shown *x)
{
    const struct agenda_item *i = x->item;
    struct tpl *motion = tpl_add(t, SEC_MOTION);
    tpl_text(motion, V_LABEL, page_text(page, committee_decision_title(i->decision, i->why)));
    tpl_text(motion, V_BODY, i->body);
    tpl_text(motion, V_TALLY, text_f(page->arena, page->lang, N_("Present %d, in favour %d, against %d, abstaining %d"), x->tally.present, x->tally.in_favour, x->tally.against, x->tally.abstained));
    if (*i->follow_up) {
        struct tpl *follow = tpl_add(motion, SEC_FOLLOW);
        tpl_text(follow, V_TEXT, i->follow_up);
        tpl_text(follow, V_WHO, i->follower);
        tpl_text(follow, V_DUE, day(page, i->follow_due_us));
    }
}

static const struct agenda_voice *own_voice(const struct page *page, const struct item_shown *x)
{
    for (size_t i = 0; i < x->n_voices; i++) {
        if (x->voices[i].user_id == page->user->id)
            return &x->voices[i];
    }
    return NULL;
}

static void fill_say(struct page *page, struct tpl *t, const struct item_shown *x, bool asked)
{
    static const char *const words[] = {"for", "against", "abstain"};
    const struct agenda_voice *own = own_voice(page, x);
    struct tpl *say = tpl_add(t, SEC_SAY);
    tpl_text(say, V_TYPED, was_typed(x, ITEM_FORM_VOICE) ? x->typed->opinion : own ? own->opinion : "");
    tpl_text(say, V_LABEL, page_text(page, asked && x->present ? N_("Vote") : N_("Save my opinion")));
    if (x->errors && was_typed(x, ITEM_FORM_VOICE))
        page_field_error(page, say, SEC_OPINION_ERR, x->errors, "opinion");
    if (!asked || !x->present)
        return;
    struct tpl *vote = tpl_add(say, SEC_CAN_VOTE);
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        enum committee_vote value = (enum committee_vote)(VOTE_FOR + (int)i);
        struct tpl *option = tpl_add(vote, SEC_VOTE_OPTION);
        tpl_text(option, V_VALUE, words[i]);
        tpl_text(option, V_LABEL, page_text(page, committee_vote_title(value)));
        tpl_show_if(option, SEC_CHECKED, was_typed(x, ITEM_FORM_VOICE) ? x->typed->vote == value : own && own->vote == value);
    }
    if (x->errors && was_typed(x, ITEM_FORM_VOICE))
        page_field_error(page, vote, SEC_VOTE_ERR, x->errors, "vote");
}

/* ---- deciding ---- */

static void fill_decide(struct page *page, struct tpl *t, const struct item_shown *x)
{
    const struct agenda_item *i = x->item;
    const struct item_typed *typed = was_typed(x, ITEM_FORM_MOTION) || was_typed(x, ITEM_FORM_DECIDE) ? x->typed : NULL;
    bool motion = x->votes && *i->decision;
    const char *chosen = typed ? typed->decision : i->decision;
    int64_t by = typed ? typed->follow_by : i->follow_by;
    struct tpl *decide = tpl_add(t, SEC_DECIDE);
    tpl_show_if(decide, SEC_OPEN, typed || !motion);
    tpl_text(decide, V_SUMMARY, page_text(page, motion ? N_("Change what is put to the vote") : x->votes ? N_("Put a decision to the vote") : N_("Decide")));
    tpl_text(decide, V_DO, x->votes ? "motion" : "decide");
    tpl_text(decide, V_LABEL, page_text(page, x->votes ? N_("Put to the vote") : N_("Record the decision")));
    tpl_text(decide, V_TEXT_LABEL, page_text(page, strcmp(i->why, "vexatious") == 0 ? N_("The decision in words, with how to deal with the person") : N_("The decision in words")));
    for (size_t k = 0; committee_decisions[k]; k++) {
        if (!committee_decision_fits(i->why, committee_decisions[k]))
            continue;
        struct tpl *option = tpl_add(decide, SEC_DECISION_OPTION);
        tpl_text(option, V_VALUE, committee_decisions[k]);
        tpl_text(option, V_LABEL, page_text(page, committee_decision_title(committee_decisions[k], i->why)));
        tpl_show_if(option, SEC_CHECKED, strcmp(chosen, committee_decisions[k]) == 0);
    }
    tpl_text(decide, V_TYPED, typed ? typed->text : i->body);
    tpl_text(decide, V_FOLLOW_TYPED, typed ? typed->follow_up : i->follow_up);
    struct utc_parts due = utc_in_zone(i->follow_due_us, page->site->zone);
    tpl_text(decide, V_DAY, typed ? typed->follow_due : i->follow_due_us ? arena_printf(page->arena, "%04d-%02d-%02d", due.year, due.month, due.day) : "");
    for (size_t k = 0; k < x->n_people; k++) {
        struct tpl *option = tpl_add(decide, SEC_PERSON_OPTION);
        tpl_int(option, V_VALUE, x->people_ids[k]);
        tpl_text(option, V_LABEL, x->people[k]);
        tpl_show_if(option, SEC_SELECTED, by == x->people_ids[k]);
    }
    if (!typed || !x->errors)
        return;
    page_field_error(page, decide, SEC_DECISION_ERR, x->errors, "decision");
    page_field_error(page, decide, SEC_TEXT_ERR, x->errors, "text");
    page_field_error(page, decide, SEC_FOLLOW_UP_ERR, x->errors, "follow_up");
    page_field_error(page, decide, SEC_FOLLOW_BY_ERR, x->errors, "follow_by");
    page_field_error(page, decide, SEC_FOLLOW_DUE_ERR, x->errors, "follow_due");
}

static void fill_plan(struct page *page, struct tpl *t, const struct item_shown *x)
{
    struct tpl *plan = x->n_meetings ? tpl_add(t, SEC_PLAN) : NULL;
    tpl_show_if(t, SEC_NO_PLAN, !plan);
    for (size_t i = 0; i < x->n_meetings; i++) {
        struct tpl *option = tpl_add(plan, SEC_MEETING_OPTION);
        tpl_int(option, V_VALUE, x->meetings[i].id);
        tpl_text(option, V_LABEL, arena_printf(page->arena, "%s · %s", committee_meeting_name(page, &x->meetings[i]), committee_meeting_time(page, x->meetings[i].at_us)));
    }
    if (plan && x->errors && was_typed(x, ITEM_FORM_ADD))
        page_field_error(page, plan, SEC_MEETING_ERR, x->errors, "meeting");
}

static void fill_reason(struct page *page, struct tpl *t, const struct item_shown *x, enum tpl_section section, enum item_do what, const char *field)
{
    struct tpl *fold = tpl_add(t, section);
    tpl_text(fold, V_TYPED, was_typed(x, what) ? x->typed->reason : "");
    tpl_show_if(fold, SEC_OPEN, was_typed(x, what));
    if (x->errors && was_typed(x, what))
        page_field_error(page, fold, SEC_REASON_ERR, x->errors, field);
}

void item_fill(struct page *page, struct tpl *t, const struct item_shown *x)
{
    const struct agenda_item *i = x->item;
    bool planned = i->state == ITEM_PLANNED, waits = i->state == ITEM_WAITING || i->state == ITEM_PUT_OFF, under_way = planned && i->meeting_state == MEETING_UNDER_WAY;
    bool asked = x->votes && under_way && *i->decision, say = x->member && planned;
    bool report = i->state == ITEM_DECIDED && *i->follow_up && !i->follow_done_us && (x->may_hold || i->follow_by == page->user->id);
    approval_case_fill(page, t, x->k);
    fill_head(page, t, x);
    fill_sources(page, t, x);
    if (asked && (x->may_hold || x->member))
        fill_motion(page, t, x);
    struct tpl *voices = x->n_voices && (x->may_hold || x->member) ? tpl_add(t, SEC_VOICES) : NULL;
    for (size_t k = 0; voices && k < x->n_voices; k++)
        fill_voice(page, voices, &x->voices[k], x->votes);
    if (say)
        fill_say(page, t, x, asked);
    if (x->may_hold && asked) {
        struct tpl *record = tpl_add(t, SEC_RECORD);
        if (x->undecided)
            tpl_text(tpl_add(record, SEC_WHY_NOT), V_TEXT, page_text(page, x->undecided));
    }
    if (x->may_hold && under_way)
        fill_decide(page, t, x);
    if (x->may_hold && waits)
        fill_plan(page, t, x);
    if (x->may_hold && planned)
        fill_reason(page, t, x, SEC_PUT_OFF, ITEM_FORM_PUT_OFF, "put-off-reason");
    if (x->may_hold && (planned || waits))
        fill_reason(page, t, x, SEC_DROP, ITEM_FORM_DROP, "drop-reason");
    if (report) {
        struct tpl *form = tpl_add(t, SEC_REPORT);
        tpl_text(form, V_TYPED, was_typed(x, ITEM_FORM_FOLLOWED) ? x->typed->done : "");
        if (x->errors && was_typed(x, ITEM_FORM_FOLLOWED))
            page_field_error(page, form, SEC_DONE_ERR, x->errors, "done");
    }
    tpl_show_if(t, SEC_QUIET, !say && !report && !(x->may_hold && (planned || waits)));
    tpl_show_if(t, SEC_JUMP, say || report || x->may_hold);
    if (x->errors)
        page_errors(page, t, x->errors);
}

/* ---- for paper ---- */

static const char *names(const struct page *page, const struct meeting_paper *x, bool all, bool present)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < x->n_people; i++) {
        if (x->people[i].invited && (all || x->people[i].present == present))
            buf_printf(&out, "%s%s", out.n ? (page->lang == LANG_ZH ? "、" : ", ") : "", x->people[i].name);
    }
    return out.n ? out.p : "—";
}

static void fill_paper(struct page *page, struct tpl *t, const struct meeting_paper *x)
{
    const struct meeting *m = x->m;
    tpl_int(t, V_ID, m->id);
    tpl_text(t, V_NAME, committee_meeting_name(page, m));
    tpl_text(t, V_UNIT, page_pick(page, m->unit_zh, m->unit_en));
    tpl_text(t, V_AT, committee_meeting_time(page, m->at_us));
    tpl_text(t, V_PLACE, *m->place ? m->place : "—");
    tpl_text(t, V_PRINTED, moment(page, page->now_us));
}

static struct tpl *fill_paper_item(struct page *page, struct tpl *t, const struct agenda_item *i, size_t n)
{
    struct tpl *row = tpl_add(t, SEC_ITEM);
    tpl_int(row, V_COUNT, (long long)n + 1);
    tpl_text(row, V_NAME, i->complaint_title);
    tpl_text(row, V_NUMBER, i->number);
    tpl_text(row, V_WHY, page_text(page, committee_why_title(i->why)));
    tpl_text(row, V_QUESTION, committee_question(page, i));
    return row;
}

void agenda_print_fill(struct page *page, struct tpl *t, const struct meeting_paper *x)
{
    fill_paper(page, t, x);
    tpl_text(t, V_MEMBERS, names(page, x, true, true));
    tpl_show_if(t, SEC_NO_AGENDA, x->n_agenda == 0);
    for (size_t i = 0; i < x->n_agenda; i++)
        tpl_text(fill_paper_item(page, t, &x->agenda[i], i), V_UNIT, page_pick(page, x->agenda[i].unit_zh, x->agenda[i].unit_en));
}

void minutes_print_fill(struct page *page, struct tpl *t, const struct meeting_paper *x)
{
    fill_paper(page, t, x);
    tpl_text(t, V_PRESENT_NAMES, names(page, x, false, true));
    tpl_text(t, V_ABSENT_NAMES, names(page, x, false, false));
    for (size_t i = 0; i < x->n_agenda; i++) {
        const struct agenda_item *one = &x->agenda[i];
        struct tpl *row = fill_paper_item(page, t, one, i);
        bool decided = one->state == ITEM_DECIDED;
        tpl_text(row, V_LABEL, page_text(page, decided ? committee_decision_title(one->decision, one->why) : N_("Not decided yet")));
        tpl_text(row, V_BODY, decided ? one->body : "");
        for (size_t k = 0; k < x->n_voices; k++) {
            const struct agenda_voice *v = &x->voices[k].voice;
            if (x->voices[k].item_id == one->id && (v->vote || v->kept_out || *v->opinion))
                fill_voice(page, row, v, true);
        }
        if (decided && *one->follow_up) {
            struct tpl *follow = tpl_add(row, SEC_FOLLOW);
            tpl_text(follow, V_TEXT, one->follow_up);
            tpl_text(follow, V_WHO, one->follower);
            tpl_text(follow, V_DUE, day(page, one->follow_due_us));
        }
    }
    tpl_optional(t, SEC_SAID_BESIDE, V_TEXT, x->m->minutes);
    for (size_t i = 0; i < x->n_people; i++) {
        if (x->people[i].invited && x->people[i].present)
            tpl_text(tpl_add(t, SEC_SIGN), V_WHO, x->people[i].name);
    }
}
