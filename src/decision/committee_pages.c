#include <string.h>

#include "approval_case_pages.h"
#include "committee_item_view.h"
#include "committee_store.h"
#include "decision_routes.h"
#include "once_store.h"
#include "rulebook_store.h"
#include "vexatious_store.h"

#define ROWS 100
#define LATELY 30

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
}

static const uint8_t *once_of(const struct page *page)
{
    uint8_t *once = arena_alloc(page->arena, 32);
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    return once;
}

/* ---- the desk ---- */

static enum err desk_get(struct page *page)
{
    struct agenda_item *waiting, *decided, *follow;
    struct meeting *meetings;
    size_t n_waiting, n_decided, n_follow, n_meetings;
    bool holds = access_may(page->user, MAY_HOLD_MEETING);
    TRY(committee_items(page->db, page->arena, page->user, COMMITTEE_WAITING, ROWS, &waiting, &n_waiting));
    TRY(committee_meetings(page->db, page->arena, page->user, LATELY, &meetings, &n_meetings));
    TRY(committee_items(page->db, page->arena, page->user, COMMITTEE_FOLLOW, ROWS, &follow, &n_follow));
    TRY(committee_items(page->db, page->arena, page->user, COMMITTEE_DECIDED, LATELY, &decided, &n_decided));
    struct tpl *t = page_template(page, TPL_DECISION_COMMITTEE, page_text(page, N_("Committee")));
    tpl_show_if(t, SEC_MAY_CALL, holds);
    if (holds) {
        tpl_show(tpl_add(t, SEC_TABS), SEC_TAB_CASES);
        committee_rows_fill(page, tpl_add(t, SEC_WAITING_LIST), waiting, n_waiting, COMMITTEE_SHOW_STATE);
        committee_rows_fill(page, tpl_add(t, SEC_DECIDED_LIST), decided, n_decided, COMMITTEE_SHOW_DECISION);
    }
    committee_meetings_fill(page, t, meetings, n_meetings);
    committee_rows_fill(page, tpl_add(t, SEC_FOLLOW_LIST), follow, n_follow, COMMITTEE_SHOW_FOLLOW);
    return page_answer(page, t, 200);
}

/* ---- one item ---- */

struct loaded {
    struct agenda_item item;
    struct committee_seat seat;
    struct approval_shown k;
    struct item_shown x;
};

static enum err load_people(struct page *page, struct loaded *l)
{
    struct meeting_member *people;
    size_t n;
    TRY(item_people(page->db, page->arena, &l->item, &people, &n));
    const char **names = ARENA_ARRAY(page->arena, n + 1, const char *);
    int64_t *ids = ARENA_ARRAY(page->arena, n + 1, int64_t);
    for (size_t i = 0; i < n; i++) {
        const char *place = page_pick(page, people[i].place_zh, people[i].place_en);
        names[i] = *place ? arena_printf(page->arena, "%s · %s", people[i].name, place) : people[i].name;
        ids[i] = people[i].user_id;
    }
    l->x.people = names;
    l->x.people_ids = ids;
    l->x.n_people = n;
    return ERR_NONE;
}

static enum err load_meetings(struct page *page, struct loaded *l)
{
    struct meeting *meetings;
    size_t n, kept = 0;
    TRY(committee_meetings(page->db, page->arena, page->user, ROWS, &meetings, &n));
    for (size_t i = 0; i < n; i++) {
        if (meetings[i].unit_id == l->item.unit_id && meetings[i].state <= MEETING_UNDER_WAY)
            meetings[kept++] = meetings[i];
    }
    l->x.meetings = meetings;
    l->x.n_meetings = kept;
    return ERR_NONE;
}

/* The last one that a department returned. */
static int returned_slip(const struct committee_source *list, size_t n)
{
    int slip = 0;
    for (size_t i = 0; i < n; i++)
        slip = strcmp(list[i].kind, "slip_returned") == 0 ? list[i].slip : slip;
    return slip;
}

static enum err load_item(struct page *page, struct loaded *l)
{
    long long id;
    if (!str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    *l = (struct loaded){.k = {.for_name = ""}};
    return item_load(page->db, page->arena, page->user, id, &l->item, &l->seat);
}

static enum err show_item(struct page *page, struct loaded *l, int status)
{
    struct committee_source *sources;
    struct agenda_voice *voices;
    bool waits = l->item.state == ITEM_WAITING || l->item.state == ITEM_PUT_OFF;
    TRY(approval_case_show(page, l->item.complaint_id, &l->k));
    TRY(item_sources(page->db, page->arena, l->item.complaint_id, &sources, &l->x.n_sources));
    TRY(item_voices(page->db, page->arena, &l->item, &voices, &l->x.n_voices));
    l->x.item = &l->item;
    l->x.k = &l->k;
    l->x.may_hold = l->seat.may_hold;
    l->x.member = l->seat.member;
    l->x.present = l->seat.present;
    l->x.sources = sources;
    l->x.voices = voices;
    l->x.votes = l->k.book->committee.votes;
    l->x.tally = item_tally(voices, l->x.n_voices);
    l->x.undecided = committee_undecided(&l->k.book->committee, &l->x.tally);
    l->x.returned_slip = returned_slip(sources, l->x.n_sources);
    if (l->seat.may_hold && waits)
        TRY(load_meetings(page, l));
    if (l->seat.may_hold && l->item.state == ITEM_PLANNED)
        TRY(load_people(page, l));
    struct tpl *t = page_template(page, TPL_DECISION_ITEM, arena_printf(page->arena, "%s %s", page_text(page, committee_why_title(l->item.why)), l->item.number));
    item_fill(page, t, &l->x);
    return page_answer(page, t, status);
}

static enum err item_get(struct page *page)
{
    struct loaded l;
    TRY(load_item(page, &l));
    return show_item(page, &l, 200);
}

static const char *done_words(enum item_do what)
{
    static const char *const words[ITEM_FORM__COUNT] = {
        [ITEM_FORM_UP] = N_("The order was changed."), [ITEM_FORM_DOWN] = N_("The order was changed."), [ITEM_FORM_PUT_OFF] = N_("It was put off."), [ITEM_FORM_DROP] = N_("It was taken off the list."),
        [ITEM_FORM_VOICE] = N_("Your opinion was saved."), [ITEM_FORM_MOTION] = N_("It was put to the vote."), [ITEM_FORM_DECIDE] = N_("The decision was recorded; whoever handles the complaint was told."),
        [ITEM_FORM_FOLLOWED] = N_("It was recorded as done."), [ITEM_FORM_ADD] = N_("It is on the agenda."),
    };
    return words[what];
}

/* The field of the form: reasons have one for each form. */
static const char *field_of(const struct item_typed *typed, const char *field)
{
    if (strcmp(field, "reason") == 0)
        return typed->what == ITEM_FORM_DROP ? "drop-reason" : "put-off-reason";
    return *field ? field : "decision";
}

static enum err show_why(struct page *page, const struct item_typed *typed, const char *field, const char *why, int status)
{
    struct loaded l;
    struct http_form_errors errors = {0};
    TRY(load_item(page, &l));
    http_form_error(&errors, field_of(typed, field), why, 0);
    l.x.typed = typed;
    l.x.errors = &errors;
    return show_item(page, &l, status);
}

static struct item_command command_of(const struct page *page, const struct loaded *l, const struct item_typed *typed)
{
    static const enum item_action actions[ITEM_FORM__COUNT] = {ITEM_DO_UP, ITEM_DO_DOWN, ITEM_DO_PUT_OFF, ITEM_DO_DROP, ITEM_DO_VOICE, ITEM_DO_MOTION, ITEM_DO_DECIDE, ITEM_DO_FOLLOWED, ITEM_DO_ADD};
    bool decides = typed->what == ITEM_FORM_MOTION || typed->what == ITEM_FORM_DECIDE;
    const char *text = decides ? typed->text : typed->what == ITEM_FORM_VOICE ? typed->opinion : typed->what == ITEM_FORM_FOLLOWED ? typed->done : typed->reason;
    return (struct item_command){
        .action = actions[typed->what], .id = l->item.id, .meeting_id = typed->meeting_id, .follow_by = typed->follow_by, .follow_due_us = typed->follow_due_us, .version = typed->version, .text = text,
        .decision = typed->decision, .follow_up = typed->follow_up, .vote = typed->vote, .once_hash = once_of(page),
        .once_location = typed->to_meeting && l->item.meeting_id ? arena_printf(page->arena, "/staff/committee/meetings/%lld", (long long)l->item.meeting_id)
                                                                 : arena_printf(page->arena, "/staff/committee/items/%lld", (long long)l->item.id),
    };
}

static enum err item_post(struct page *page)
{
    struct loaded l;
    struct item_typed typed;
    struct http_form_errors errors = {0};
    struct committee_result result;
    TRY(load_item(page, &l));
    TRY(item_read_form(page->form, page->site->zone, &typed, &errors));
    if (errors.n > 0) {
        l.x.typed = &typed;
        l.x.errors = &errors;
        return show_item(page, &l, 422);
    }
    const struct complaint_writer writer = writer_of(page);
    const struct item_command command = command_of(page, &l, &typed);
    enum err e = item_act(page->db, page->arena, &writer, &command, &result);
    if (e == ERR_STALE)
        return show_why(page, &typed, "", N_("Somebody else changed this meanwhile. Look at it again; nothing was done"), 409);
    if ((e == ERR_INPUT || e == ERR_STATE || e == ERR_FORBIDDEN) && *result.why)
        return show_why(page, &typed, result.field, result.why, e == ERR_INPUT ? 422 : e == ERR_STATE ? 409 : 403);
    TRY(e);
    page_flash(page, done_words(typed.what));
    return page_redirect(page, result.location);
}

/* ---- findings of vexatious complaining ---- */

static enum err show_vexatious(struct page *page, struct vexatious_shown *x, int status)
{
    struct vexatious *list;
    TRY(vexatious_list(page->db, page->arena, page->user, ROWS, &list, &x->n));
    x->list = list;
    struct tpl *t = page_template(page, TPL_DECISION_VEXATIOUS, page_text(page, N_("Vexatious complaining")));
    vexatious_fill(page, t, x);
    return page_answer(page, t, status);
}

static enum err vexatious_get(struct page *page)
{
    struct vexatious_shown x = {.typed = ""};
    return show_vexatious(page, &x, 200);
}

static enum err vexatious_post(struct page *page)
{
    const struct http_text_rule why = {.lines = true, .max = 2000};
    struct http_form_errors errors = {0};
    struct vexatious_shown x = {.errors = &errors};
    const char *location;
    long long id;
    if (!str_to_i64(str_of(http_form_get(page->form, "id")), 1, INT64_MAX, &id))
        return ERR_MALFORMED;
    x.typed_id = id;
    x.typed = http_form_text(page->form, "why", &why, &errors);
    const char *field = arena_printf(page->arena, "why-%lld", id);
    if (!*x.typed)
        http_form_error(&errors, field, N_("Say why it is lifted"), 0);
    if (errors.n > 0)
        return show_vexatious(page, &x, 422);
    const struct complaint_writer writer = writer_of(page);
    const struct vexatious_lifting lifting = {.id = id, .why = x.typed, .once_hash = once_of(page), .once_location = "/staff/committee/vexatious"};
    enum err e = vexatious_lift(page->db, page->arena, &writer, &lifting, &location);
    if (e == ERR_STATE) {
        http_form_error(&errors, field, N_("It was lifted already"), 0);
        return show_vexatious(page, &x, 409);
    }
    TRY(e);
    page_flash(page, N_("The finding was lifted."));
    return page_redirect(page, location);
}

const struct route committee_routes[] = {
    {.method = HTTP_GET, .path = "/staff/committee", .need = MAY(SEE), .run = desk_get},
    {.method = HTTP_GET, .path = "/staff/committee/items/:id", .need = MAY(SEE), .run = item_get},
    {.method = HTTP_POST, .path = "/staff/committee/items/:id", .need = MAY(SEE), .run = item_post},
    {.method = HTTP_GET, .path = "/staff/committee/vexatious", .need = MAY(HOLD_MEETING), .run = vexatious_get},
    {.method = HTTP_POST, .path = "/staff/committee/vexatious", .need = MAY(HOLD_MEETING), .run = vexatious_post},
    {0},
};
