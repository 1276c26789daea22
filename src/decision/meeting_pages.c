#include "committee_item_view.h"
#include "committee_pack_view.h"
#include "committee_store.h"
#include "decision_routes.h"
#include "once_store.h"
#include "rulebook_store.h"

struct loaded {
    struct meeting m;
    bool may_hold;
    struct agenda_item *agenda;
    struct meeting_member *people;
    size_t n_agenda, n_people;
};

static enum err load(struct page *page, struct loaded *l)
{
    long long id;
    if (!str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    return meeting_load(page->db, page->arena, page->user, id, &l->m, &l->may_hold);
}

static enum err load_all(struct page *page, struct loaded *l)
{
    TRY(load(page, l));
    TRY(meeting_agenda(page->db, page->arena, page->user, l->m.id, &l->agenda, &l->n_agenda));
    return meeting_people(page->db, page->arena, l->m.unit_id, l->m.id, &l->people, &l->n_people);
}

static const char *path_of(const struct page *page, int64_t id)
{
    return arena_printf(page->arena, "/staff/committee/meetings/%lld", (long long)id);
}

/* ---- calling one, changing it ---- */

static enum err show_call(struct page *page, const struct meeting *m, const struct meeting_typed *typed, const struct http_form_errors *errors, int status)
{
    struct committee_unit *units;
    struct meeting_member *people = NULL;
    long long wanted = 0;
    struct meeting_call x = {.m = m, .typed = typed, .errors = errors, .unit_id = m ? m->unit_id : 0};
    TRY(committee_units(page->db, page->arena, page->user, &units, &x.n_units));
    int64_t *ids = ARENA_ARRAY(page->arena, x.n_units + 1, int64_t);
    const char **names = ARENA_ARRAY(page->arena, x.n_units + 1, const char *);
    if (typed)
        wanted = typed->unit_id;
    else if (!str_to_i64(str_of(http_query(page->req, "unit")), 1, INT64_MAX, &wanted))
        wanted = page->user->unit_id;
    for (size_t i = 0; i < x.n_units; i++) {
        ids[i] = units[i].id;
        names[i] = page_pick(page, units[i].zh, units[i].en);
        if (!m && (units[i].id == wanted || !x.unit_id))
            x.unit_id = units[i].id;
    }
    x.unit_ids = ids;
    x.units = names;
    if (x.unit_id)
        TRY(meeting_people(page->db, page->arena, x.unit_id, m ? m->id : 0, &people, &x.n_people));
    x.people = people;
    struct tpl *t = page_template(page, TPL_DECISION_MEETING_CALL, page_text(page, m ? N_("Change the meeting") : N_("Call a meeting")));
    meeting_call_fill(page, t, &x);
    return page_answer(page, t, status);
}

static enum err new_get(struct page *page)
{
    return show_call(page, NULL, NULL, NULL, 200);
}

static enum err change_get(struct page *page)
{
    struct loaded l = {.may_hold = false};
    TRY(load(page, &l));
    return l.may_hold ? show_call(page, &l.m, NULL, NULL, 200) : ERR_NOT_FOUND;
}

static enum err act(struct page *page, const struct loaded *l, const struct meeting_typed *typed, struct committee_result *ret_result)
{
    static const enum meeting_action actions[MEETING_FORM__COUNT] = {MEETING_DO_CALL, MEETING_DO_CHANGE, MEETING_DO_OPEN, MEETING_DO_MINUTES, MEETING_DO_END, MEETING_DO_CANCEL, MEETING_DO_REMAKE, MEETING_DO_CALL};
    const struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    uint8_t once[32];
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    if (typed->what == MEETING_FORM_ADD) {
        const struct item_command command = {.action = ITEM_DO_ADD, .id = typed->item_id, .meeting_id = l->m.id, .version = typed->item_version, .once_hash = once, .once_location = path_of(page, l->m.id)};
        return item_act(page->db, page->arena, &writer, &command, ret_result);
    }
    const struct meeting_command command = {
        .action = actions[typed->what], .id = l ? l->m.id : 0, .unit_id = typed->unit_id, .at_us = typed->at_us, .version = typed->version, .title = typed->title, .place = typed->place, .text = typed->text,
        .people = typed->people, .n_people = typed->n_people, .once_hash = once, .once_location = l ? path_of(page, l->m.id) : "/staff/committee",
    };
    return meeting_act(page->db, page->arena, &writer, &command, ret_result);
}

static enum err new_post(struct page *page)
{
    struct meeting_typed typed;
    struct http_form_errors errors = {0};
    struct committee_result result;
    long long unit;
    if (http_form_has(page->form, "pick"))
        return page_redirect(page, str_to_i64(str_of(http_form_get(page->form, "unit")), 1, INT64_MAX, &unit) ? arena_printf(page->arena, "/staff/committee/new?unit=%lld", unit) : "/staff/committee/new");
    TRY(meeting_read_form(page->form, page->site->zone, &typed, &errors));
    if (typed.what != MEETING_FORM_CALL)
        return ERR_MALFORMED;
    if (errors.n > 0)
        return show_call(page, NULL, &typed, &errors, 422);
    enum err e = act(page, NULL, &typed, &result);
    if (e == ERR_INPUT && *result.why) {
        http_form_error(&errors, result.field, result.why, 0);
        return show_call(page, NULL, &typed, &errors, 422);
    }
    TRY(e);
    page_flash(page, N_("The meeting was called; everybody invited was told."));
    return page_redirect(page, result.id ? path_of(page, result.id) : result.location);
}

/* ---- one ---- */

static enum err show(struct page *page, const struct meeting_typed *typed, const struct http_form_errors *errors, int status)
{
    struct loaded l = {.may_hold = false};
    struct agenda_item *waiting = NULL;
    const struct rulebook *book;
    int64_t version;
    TRY(load_all(page, &l));
    TRY(rulebook_in_force(page->db, page->arena, &book, &version));
    struct meeting_shown x = {.m = &l.m, .may_hold = l.may_hold, .votes = book->committee.votes, .quorum = book->committee.quorum, .agenda = l.agenda, .n_agenda = l.n_agenda, .people = l.people,
                              .n_people = l.n_people, .typed = typed, .errors = errors};
    if (l.may_hold && l.m.state <= MEETING_UNDER_WAY)
        TRY(meeting_waiting(page->db, page->arena, page->user, l.m.unit_id, &waiting, &x.n_waiting));
    x.waiting = waiting;
    struct tpl *t = page_template(page, TPL_DECISION_MEETING, committee_meeting_name(page, &l.m));
    meeting_fill(page, t, &x);
    return page_answer(page, t, status);
}

static enum err meeting_get(struct page *page)
{
    return show(page, NULL, NULL, 200);
}

static enum err show_again(struct page *page, const struct loaded *l, const struct meeting_typed *typed, const struct http_form_errors *errors, int status)
{
    return typed->what == MEETING_FORM_CHANGE ? show_call(page, &l->m, typed, errors, status) : show(page, typed, errors, status);
}

static const char *done_words(enum meeting_do what)
{
    static const char *const words[MEETING_FORM__COUNT] = {
        [MEETING_FORM_CALL] = "", [MEETING_FORM_CHANGE] = N_("The meeting was changed."), [MEETING_FORM_OPEN] = N_("Who is present was recorded."), [MEETING_FORM_MINUTES] = N_("The minutes were saved."),
        [MEETING_FORM_END] = N_("The meeting has ended."), [MEETING_FORM_CANCEL] = N_("The meeting was cancelled."), [MEETING_FORM_REMAKE] = N_("The figures are being made anew."),
        [MEETING_FORM_ADD] = N_("It is on the agenda."),
    };
    return words[what];
}

static enum err meeting_post(struct page *page)
{
    struct loaded l = {.may_hold = false};
    struct meeting_typed typed;
    struct http_form_errors errors = {0};
    struct committee_result result;
    TRY(load(page, &l));
    TRY(meeting_read_form(page->form, page->site->zone, &typed, &errors));
    if (typed.what == MEETING_FORM_CALL)
        return ERR_MALFORMED;
    if (errors.n > 0)
        return show_again(page, &l, &typed, &errors, 422);
    enum err e = act(page, &l, &typed, &result);
    if (e == ERR_STALE) {
        http_form_error(&errors, "main", N_("Somebody else changed this meanwhile. Look at it again; nothing was done"), 0);
        return show_again(page, &l, &typed, &errors, 409);
    }
    if ((e == ERR_INPUT || e == ERR_STATE || e == ERR_FORBIDDEN) && *result.why) {
        http_form_error(&errors, *result.field ? result.field : "main", result.why, 0);
        return show_again(page, &l, &typed, &errors, e == ERR_INPUT ? 422 : e == ERR_STATE ? 409 : 403);
    }
    TRY(e);
    page_flash(page, done_words(typed.what));
    return page_redirect(page, result.location);
}

/* ---- for paper ---- */

static enum err agenda_get(struct page *page)
{
    struct loaded l = {.may_hold = false};
    TRY(load_all(page, &l));
    const struct meeting_paper x = {.m = &l.m, .agenda = l.agenda, .n_agenda = l.n_agenda, .people = l.people, .n_people = l.n_people};
    struct tpl *t = page_template(page, TPL_DECISION_AGENDA_PRINT, page_text(page, N_("Agenda")));
    agenda_print_fill(page, t, &x);
    return page_answer(page, t, 200);
}

static enum err minutes_get(struct page *page)
{
    struct loaded l = {.may_hold = false};
    struct meeting_voice *voices;
    size_t n;
    TRY(load_all(page, &l));
    TRY(meeting_voices(page->db, page->arena, l.m.id, &voices, &n));
    const struct meeting_paper x = {.m = &l.m, .agenda = l.agenda, .n_agenda = l.n_agenda, .people = l.people, .n_people = l.n_people, .voices = voices, .n_voices = n};
    struct tpl *t = page_template(page, TPL_DECISION_MINUTES_PRINT, page_text(page, N_("Minutes of the committee")));
    minutes_print_fill(page, t, &x);
    return page_answer(page, t, 200);
}

static enum err pack_get(struct page *page)
{
    struct loaded l = {.may_hold = false};
    struct committee_pack pack;
    struct pack_shown x = {.m = &l.m};
    int64_t version;
    TRY(load(page, &l));
    if (l.m.kind != MEETING_JOINT)
        return ERR_NOT_FOUND;
    x.may_hold = l.may_hold;
    TRY(rulebook_in_force(page->db, page->arena, &x.book, &version));
    if (l.m.has_pack) {
        TRY(committee_pack_load(page->db, page->arena, page->user, &l.m, &pack));
        x.pack = &pack;
    }
    struct tpl *t = page_template(page, TPL_DECISION_PACK, committee_meeting_name(page, &l.m));
    pack_fill(page, t, &x);
    return page_answer(page, t, 200);
}

const struct route meeting_routes[] = {
    {.method = HTTP_GET, .path = "/staff/committee/new", .need = MAY(HOLD_MEETING), .run = new_get},
    {.method = HTTP_POST, .path = "/staff/committee/new", .need = MAY(HOLD_MEETING), .run = new_post},
    {.method = HTTP_GET, .path = "/staff/committee/meetings/:id", .need = MAY(SEE), .run = meeting_get},
    {.method = HTTP_POST, .path = "/staff/committee/meetings/:id", .need = MAY(HOLD_MEETING), .run = meeting_post},
    {.method = HTTP_GET, .path = "/staff/committee/meetings/:id/change", .need = MAY(HOLD_MEETING), .run = change_get},
    {.method = HTTP_GET, .path = "/staff/committee/meetings/:id/agenda", .need = MAY(SEE), .run = agenda_get},
    {.method = HTTP_GET, .path = "/staff/committee/meetings/:id/minutes", .need = MAY(SEE), .run = minutes_get},
    {.method = HTTP_GET, .path = "/staff/committee/meetings/:id/pack", .need = MAY(SEE), .run = pack_get},
    {0},
};
