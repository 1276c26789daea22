#include "committee_view.h"

#include "clock.h"
#include "format.h"

/* ---- words ---- */

const char *committee_meeting_name(const struct page *page, const struct meeting *m)
{
    if (*m->title)
        return m->title;
    struct utc_parts from = utc_in_zone(m->from_us, page->site->zone), to = utc_in_zone(m->to_us - 1, page->site->zone);
    return text_f(page->arena, page->lang, N_("Joint meeting %s to %s"), arena_printf(page->arena, "%d-%02d", from.year, from.month), arena_printf(page->arena, "%d-%02d", to.year, to.month));
}

const char *committee_meeting_time(const struct page *page, int64_t at_us)
{
    return at_us < CLOCK_NEVER ? format_moment(page->arena, page->lang, at_us, page->site->zone) : page_text(page, N_("No day is set yet"));
}

const char *committee_question(const struct page *page, const struct agenda_item *i)
{
    return *i->question ? i->question : page_text(page, committee_why_question(i->why));
}

static const char *short_time(const struct page *page, int64_t at_us)
{
    return at_us && at_us < CLOCK_NEVER ? format_short(page->arena, at_us, page->now_us, page->site->zone) : "—";
}

static const char *state_tag(enum item_state state)
{
    return state == ITEM_DECIDED ? "tag-ok" : state == ITEM_PLANNED ? "tag-b" : state == ITEM_PUT_OFF ? "tag-w" : "";
}

static const char *meeting_tag(enum meeting_state state)
{
    return state == MEETING_ENDED ? "tag-ok" : state == MEETING_UNDER_WAY ? "tag-w" : state == MEETING_PLANNED ? "tag-b" : "";
}

static void add_tag(struct tpl *row, const char *tag, const char *words)
{
    struct tpl *state = tpl_add(row, SEC_STATE_TAG);
    tpl_text(state, V_TAG, tag);
    tpl_text(state, V_TEXT, words);
}

static void fill_head(struct page *page, struct tpl *row, const struct agenda_item *i)
{
    tpl_int(row, V_ID, i->id);
    tpl_text(row, V_NAME, i->complaint_title);
    tpl_text(row, V_NUMBER, i->number);
    tpl_text(row, V_WHY, page_text(page, committee_why_title(i->why)));
}

/* ---- lists ---- */

static void fill_row(struct page *page, struct tpl *row, const struct agenda_item *i, enum committee_column column)
{
    fill_head(page, row, i);
    if (column == COMMITTEE_SHOW_STATE) {
        add_tag(row, state_tag(i->state), page_text(page, committee_item_state_title(i->state)));
        if (i->meeting_id) {
            struct tpl *link = tpl_add(row, SEC_MEETING_LINK);
            tpl_text(link, V_URL, arena_printf(page->arena, "/staff/committee/meetings/%lld", (long long)i->meeting_id));
            tpl_text(link, V_TEXT, committee_meeting_time(page, i->meeting_us));
        }
        tpl_text(row, V_AT, short_time(page, i->proposed_us));
    } else if (column == COMMITTEE_SHOW_DECISION) {
        add_tag(row, "tag-ok", page_text(page, committee_decision_title(i->decision, i->why)));
        tpl_text(row, V_AT, short_time(page, i->decided_us));
    } else {
        struct tpl *follow = tpl_add(row, SEC_FOLLOW);
        tpl_text(follow, V_TEXT, i->follow_up);
        tpl_text(follow, V_WHO, i->follower);
        tpl_text(row, V_AT, short_time(page, i->follow_due_us));
        tpl_show_if(row, SEC_LATE, i->follow_due_us < page->now_us);
    }
}

void committee_rows_fill(struct page *page, struct tpl *t, const struct agenda_item *list, size_t n, enum committee_column column)
{
    if (n == 0) {
        tpl_show(t, SEC_EMPTY);
        return;
    }
    struct tpl *table = tpl_add(t, SEC_TABLE);
    for (size_t i = 0; i < n; i++)
        fill_row(page, tpl_add(table, SEC_ITEM), &list[i], column);
}

void committee_meetings_fill(struct page *page, struct tpl *t, const struct meeting *list, size_t n)
{
    if (n == 0) {
        tpl_show(t, SEC_NO_MEETINGS);
        return;
    }
    struct tpl *table = tpl_add(t, SEC_MEETINGS);
    for (size_t i = 0; i < n; i++) {
        struct tpl *row = tpl_add(table, SEC_MEETING);
        tpl_int(row, V_ID, list[i].id);
        tpl_text(row, V_NAME, committee_meeting_name(page, &list[i]));
        tpl_text(row, V_UNIT, page_pick(page, list[i].unit_zh, list[i].unit_en));
        tpl_optional(row, SEC_AT_PLACE, V_TEXT, list[i].place);
        tpl_text(row, V_STATE, page_text(page, committee_meeting_state_title(list[i].state)));
        tpl_text(row, V_TAG, meeting_tag(list[i].state));
        tpl_int(row, V_COUNT, list[i].items);
        tpl_text(row, V_AT, short_time(page, list[i].at_us));
    }
}

/* ---- calling ---- */

static bool typed_person(const struct meeting_typed *typed, int64_t id)
{
    for (size_t i = 0; i < typed->n_people; i++) {
        if (typed->people[i] == id)
            return true;
    }
    return false;
}

static void fill_people(struct page *page, struct tpl *t, const struct meeting_member *people, size_t n, const struct meeting_typed *typed, bool attend)
{
    bool any_invited = false;
    for (size_t i = 0; i < n; i++)
        any_invited |= people[i].invited;
    for (size_t i = 0; i < n; i++) {
        const struct meeting_member *m = &people[i];
        if (attend && !m->invited)
            continue;
        struct tpl *person = tpl_add(t, SEC_PERSON);
        tpl_int(person, V_VALUE, m->user_id);
        tpl_text(person, V_LABEL, m->name);
        tpl_text(person, V_PLACE, page_pick(page, m->place_zh, m->place_en));
        bool checked = typed ? typed_person(typed, m->user_id) : attend ? m->present : any_invited ? m->invited : m->of_committee;
        tpl_show_if(person, SEC_CHECKED, checked);
    }
}

void meeting_call_fill(struct page *page, struct tpl *t, const struct meeting_call *x)
{
    const struct meeting_typed *typed = x->typed;
    const struct meeting *m = x->m;
    bool dated = m && m->at_us < CLOCK_NEVER;
    struct utc_parts at = utc_in_zone(dated ? m->at_us : page->now_us, page->site->zone);
    tpl_text(t, V_ACTION, m ? arena_printf(page->arena, "/staff/committee/meetings/%lld", (long long)m->id) : "/staff/committee/new");
    tpl_int(t, V_VERSION, typed && typed->version ? typed->version : m ? m->version : 0);
    tpl_text(t, V_TITLE, typed ? typed->title : m ? committee_meeting_name(page, m) : page_text(page, N_("Meeting of the complaints committee")));
    tpl_text(t, V_PLACE, typed ? typed->place : m ? m->place : "");
    tpl_text(t, V_DAY, typed ? typed->day : dated ? arena_printf(page->arena, "%04d-%02d-%02d", at.year, at.month, at.day) : "");
    tpl_text(t, V_TIME, typed ? typed->time : dated ? arena_printf(page->arena, "%02d:%02d", at.hour, at.minute) : "");
    tpl_text(t, V_DO, m ? "change" : "call");
    tpl_text(t, V_LABEL, page_text(page, m ? N_("Save") : N_("Call the meeting")));
    if (!m) {
        struct tpl *units = tpl_add(t, SEC_UNITS);
        for (size_t i = 0; i < x->n_units; i++) {
            struct tpl *option = tpl_add(units, SEC_UNIT_OPTION);
            tpl_int(option, V_VALUE, x->unit_ids[i]);
            tpl_text(option, V_LABEL, x->units[i]);
            tpl_show_if(option, SEC_SELECTED, x->unit_ids[i] == x->unit_id);
        }
        tpl_show_if(units, SEC_PICK, x->n_units > 1);
        if (x->errors)
            page_field_error(page, units, SEC_UNIT_ERR, x->errors, "unit");
    }
    fill_people(page, t, x->people, x->n_people, typed && typed->n_people ? typed : NULL, false);
    tpl_show_if(t, SEC_NOBODY, x->n_people == 0);
    if (!x->errors)
        return;
    page_errors(page, t, x->errors);
    page_field_error(page, t, SEC_TITLE_ERR, x->errors, "title");
    page_field_error(page, t, SEC_DAY_ERR, x->errors, "day");
    page_field_error(page, t, SEC_TIME_ERR, x->errors, "time");
    page_field_error(page, t, SEC_PEOPLE_ERR, x->errors, "people");
}

/* ---- a meeting ---- */

static void fill_agenda(struct page *page, struct tpl *t, const struct meeting_shown *x)
{
    bool order = x->may_hold && x->m->state <= MEETING_UNDER_WAY;
    tpl_show_if(t, SEC_NO_AGENDA, x->n_agenda == 0);
    struct tpl *table = x->n_agenda ? tpl_add(t, SEC_AGENDA) : NULL;
    if (table)
        tpl_show_if(table, SEC_MAY_ORDER, order);
    for (size_t i = 0; i < x->n_agenda; i++) {
        const struct agenda_item *one = &x->agenda[i];
        struct tpl *row = tpl_add(table, SEC_ITEM);
        bool decided = one->state == ITEM_DECIDED;
        fill_head(page, row, one);
        tpl_int(row, V_COUNT, (long long)i + 1);
        tpl_int(row, V_VERSION, one->version);
        tpl_text(row, V_TAG, state_tag(one->state));
        tpl_text(row, V_TEXT, page_text(page, decided ? committee_decision_title(one->decision, one->why) : *one->decision ? N_("Put to the vote") : committee_item_state_title(one->state)));
        if (!order)
            continue;
        struct tpl *cell = tpl_add(row, SEC_MAY_ORDER);
        if (decided)
            continue;
        struct tpl *move = tpl_add(cell, SEC_MOVE);
        tpl_text(move, V_UP_LABEL, text_f(page->arena, page->lang, N_("Move %s up"), one->number));
        tpl_text(move, V_DOWN_LABEL, text_f(page->arena, page->lang, N_("Move %s down"), one->number));
    }
}

static void fill_waiting(struct page *page, struct tpl *t, const struct meeting_shown *x)
{
    if (!x->may_hold || x->m->state > MEETING_UNDER_WAY || x->n_waiting == 0)
        return;
    struct tpl *table = tpl_add(t, SEC_CAN_ADD);
    for (size_t i = 0; i < x->n_waiting; i++) {
        struct tpl *row = tpl_add(table, SEC_WAITS);
        fill_head(page, row, &x->waiting[i]);
        tpl_int(row, V_MEETING, x->m->id);
        tpl_int(row, V_VERSION, x->waiting[i].version);
        tpl_text(row, V_AT, short_time(page, x->waiting[i].proposed_us));
        tpl_text(row, V_ADD_LABEL, text_f(page->arena, page->lang, N_("Add to the agenda: %s"), x->waiting[i].number));
    }
}

static void fill_members(struct page *page, struct tpl *t, const struct meeting_shown *x)
{
    const struct meeting *m = x->m;
    if (x->may_hold && m->state <= MEETING_UNDER_WAY && m->members > 0) {
        struct tpl *attend = tpl_add(t, SEC_ATTEND);
        bool typed = x->typed && x->typed->what == MEETING_FORM_OPEN;
        fill_people(page, attend, x->people, x->n_people, typed ? x->typed : NULL, true);
        if (x->votes)
            tpl_text(tpl_add(attend, SEC_QUORUM), V_TEXT, text_f(page->arena, page->lang, N_("At least %d have to be present for a decision; whoever is kept out of a complaint does not count."), x->quorum));
        tpl_show_if(attend, m->state == MEETING_PLANNED ? SEC_BEGIN : SEC_AGAIN, true);
        if (typed && x->errors)
            page_field_error(page, attend, SEC_PEOPLE_ERR, x->errors, "people");
        return;
    }
    struct tpl *list = tpl_add(t, SEC_MEMBERS);
    for (size_t i = 0; i < x->n_people; i++) {
        if (!x->people[i].invited)
            continue;
        struct tpl *member = tpl_add(list, SEC_MEMBER);
        tpl_text(member, V_LABEL, x->people[i].name);
        tpl_text(member, V_PLACE, page_pick(page, x->people[i].place_zh, x->people[i].place_en));
        tpl_show_if(member, SEC_PRESENT, x->people[i].present);
    }
}

void meeting_fill(struct page *page, struct tpl *t, const struct meeting_shown *x)
{
    const struct meeting *m = x->m;
    bool begun = m->state == MEETING_UNDER_WAY || m->state == MEETING_ENDED;
    tpl_int(t, V_ID, m->id);
    tpl_int(t, V_VERSION, m->version);
    tpl_text(t, V_NAME, committee_meeting_name(page, m));
    tpl_text(t, V_STATE, page_text(page, committee_meeting_state_title(m->state)));
    tpl_text(t, V_TAG, meeting_tag(m->state));
    tpl_text(t, V_UNIT, page_pick(page, m->unit_zh, m->unit_en));
    tpl_text(t, V_AT, committee_meeting_time(page, m->at_us));
    tpl_optional(t, SEC_AT_PLACE, V_TEXT, m->place);
    tpl_optional(t, SEC_CALLED, V_WHO, m->caller);
    tpl_show_if(t, SEC_PACK_LINK, m->kind == MEETING_JOINT);
    tpl_show_if(t, SEC_HAS_MINUTES, begun);
    tpl_show_if(t, SEC_MAY_CHANGE, x->may_hold && m->state <= MEETING_UNDER_WAY);
    fill_agenda(page, t, x);
    fill_waiting(page, t, x);
    if (begun && (x->may_hold || *m->minutes)) {
        struct tpl *minutes = tpl_add(t, SEC_MINUTES);
        if (x->may_hold)
            tpl_text(tpl_add(minutes, SEC_WRITE), V_TYPED, x->typed && x->typed->what == MEETING_FORM_MINUTES ? x->typed->text : m->minutes);
        else
            tpl_text(tpl_add(minutes, SEC_READ), V_TEXT, m->minutes);
    }
    fill_members(page, t, x);
    tpl_show_if(t, SEC_END, x->may_hold && m->state == MEETING_UNDER_WAY);
    tpl_show_if(t, SEC_CANCEL, x->may_hold && m->state == MEETING_PLANNED);
    if (x->errors)
        page_errors(page, t, x->errors);
}

/* ---- findings of vexatious complaining ---- */

void vexatious_fill(struct page *page, struct tpl *t, const struct vexatious_shown *x)
{
    tpl_show(t, SEC_TAB_VEXATIOUS);
    tpl_show_if(t, SEC_EMPTY, x->n == 0);
    for (size_t i = 0; i < x->n; i++) {
        const struct vexatious *v = &x->list[i];
        struct tpl *found = tpl_add(t, SEC_FOUND);
        tpl_int(found, V_ID, v->id);
        tpl_int(found, V_ITEM_ID, v->item_id);
        tpl_text(found, V_NUMBER, v->number);
        tpl_text(found, V_TITLE, v->complaint_title);
        tpl_text(found, V_AT, format_date(page->arena, page->lang, v->since_us, page->site->zone));
        tpl_text(found, V_BODY, v->body);
        if (v->until_us < CLOCK_NEVER && !v->lifted_us)
            tpl_text(tpl_add(found, SEC_AGAIN), V_DUE, format_date(page->arena, page->lang, v->until_us, page->site->zone));
        if (v->lifted_us) {
            struct tpl *lifted = tpl_add(found, SEC_LIFTED);
            tpl_text(lifted, V_AT, format_moment(page->arena, page->lang, v->lifted_us, page->site->zone));
            tpl_text(lifted, V_WHO, v->lifter);
            tpl_text(lifted, V_TEXT, v->why_lifted);
            continue;
        }
        tpl_show(found, SEC_HOLDS);
        struct tpl *lift = tpl_add(found, SEC_LIFT);
        bool typed = x->typed_id == v->id;
        tpl_text(lift, V_TYPED, typed ? x->typed : "");
        tpl_show_if(lift, SEC_OPEN, typed);
        if (typed && x->errors)
            page_field_error(page, lift, SEC_WHY_ERR, x->errors, arena_printf(page->arena, "why-%lld", (long long)v->id));
    }
    if (x->errors)
        page_errors(page, t, x->errors);
}
