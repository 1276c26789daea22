#include <string.h>

#include "complaint_store.h"
#include "contact.h"
#include "crypto_receipt.h"
#include "desk_close_pages.h"
#include "desk_close_view.h"
#include "desk_incident_view.h"
#include "desk_routes.h"
#include "desk_template.h"
#include "format.h"
#include "incident_store.h"
#include "measure_store.h"
#include "once_store.h"
#include "pager.h"
#include "repeat_store.h"
#include "rulebook_store.h"
#include "sheet_store.h"

#define ROWS_MAX 50
#define STEPS_MAX 50
#define MATCHES_MAX 20

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
}

static bool read_id(const char *text, int64_t *ret_id)
{
    long long id;
    if (!str_to_i64(str_of(text), 1, INT64_MAX, &id))
        return false;
    *ret_id = id;
    return true;
}

static enum err load(struct page *page, struct incident *ret_incident)
{
    int64_t id;
    return read_id(page->params[0], &id) ? incident_load(page->db, page->arena, page->user, id, ret_incident) : ERR_NOT_FOUND;
}

static const char *incident_path(struct page *page, int64_t id)
{
    return arena_printf(page->arena, "/staff/incidents/%lld", (long long)id);
}

/* The number as it is stored, of what was typed. */
static const char *mended(struct page *page, const char *typed)
{
    const char *number = crypto_number_read(page->arena, page->site->config->site.number_prefix, typed);
    return number ? number : typed;
}

/* ---- list ---- */

static enum err list_get(struct page *page)
{
    bool open = !*http_query(page->req, "closed");
    struct pager_key after = {0};
    struct incident *list;
    size_t n;
    bool further = pager_after(page, &after);
    TRY(incident_list(page->db, page->arena, page->user, open, further ? after.id : 0, ROWS_MAX + 1, &list, &n));
    struct tpl *t = page_template(page, TPL_DESK_INCIDENTS, page_text(page, N_("Incidents")));
    size_t shown = n < ROWS_MAX ? n : ROWS_MAX;
    desk_incidents_fill(page, t, list, shown, open, access_may(page->user, MAY_LINK));
    pager_forward(page, t, n > ROWS_MAX ? pager_word(page->arena, (struct pager_key){0, list[shown - 1].id}) : NULL);
    return page_answer(page, t, 200);
}

/* ---- one ---- */

/* Open complaints that tell the same as the first that it gathers, or as its cause while it gathers none. */
static enum err suggest(struct page *page, struct desk_incident_page *p)
{
    const struct rulebook *book;
    int64_t version_id;
    struct sheet sheet = {0};
    struct repeat_match *found;
    size_t n;
    const char *text = p->incident->cause;
    if (!p->incident->may || !p->incident->is_open)
        return ERR_NONE;
    if (p->n > 0)
        TRY(sheet_load(page->db, page->arena, NULL, p->complaints[0].id, 1, &sheet));
    if (sheet.parts.n_allegations > 0)
        text = sheet.parts.allegations[0].body;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    const struct repeat_question question = {.text = text, .now_us = page->now_us};
    TRY(repeat_find(page->db, page->arena, page->user, page->site->keys, &book->repeats, &question, MATCHES_MAX, &found, &n));
    struct repeat_match *matches = ARENA_ARRAY(page->arena, n + 1, struct repeat_match);
    for (size_t i = 0; i < n; i++) {
        if (found[i].c.is_open && !found[i].c.incident_id)
            matches[p->n_matches++] = found[i];
    }
    p->matches = matches;
    return ERR_NONE;
}

static enum err show(struct page *page, struct desk_incident_page *p)
{
    static const struct http_form_errors none;
    struct complaint *complaints;
    struct incident_step *steps;
    struct measure *measures;
    bool is_new = p->incident->id == 0;
    p->errors = p->errors ? p->errors : &none;
    p->with = p->with ? p->with : "";
    if (!is_new) {
        TRY(incident_complaints(page->db, page->arena, page->user, p->incident->id, 0, DESK_BULK_MAX, &complaints, &p->n));
        TRY(incident_steps(page->db, page->arena, p->incident->id, STEPS_MAX, &steps, &p->n_steps));
        p->complaints = complaints;
        p->steps = steps;
        TRY(measure_of(page->db, page->arena, page->user, 0, p->incident->id, &measures, &p->n_measures));
        p->measures = measures;
        TRY(suggest(page, p));
    }
    const char *title = is_new ? page_text(page, N_("New incident"))
                               : arena_printf(page->arena, "%s %lld %s", page_text(page, N_("Incident")), (long long)p->incident->id, p->incident->title);
    struct tpl *t = page_template(page, TPL_DESK_INCIDENT, title);
    desk_incident_fill(page, t, p);
    return page_answer(page, t, p->stale ? 409 : p->errors->n ? 422 : 200);
}

static enum err incident_get(struct page *page)
{
    struct incident incident;
    TRY(load(page, &incident));
    return show(page, &(struct desk_incident_page){.incident = &incident});
}

static const struct incident nothing = {.title = "", .cause = "", .investigation = "", .lead = "", .unit_zh = "", .unit_en = "", .is_open = true};

static enum err new_get(struct page *page)
{
    return show(page, &(struct desk_incident_page){.incident = &nothing, .with = desk_number_typed(page->arena, http_query(page->req, "with"))});
}

static enum err save_it(struct page *page, const struct incident *incident, const char *with)
{
    struct desk_incident_typed typed;
    struct http_form_errors errors = {0};
    struct incident now = {0};
    uint8_t once[32];
    const char *location;
    desk_incident_read(page->form, page->site->config->limits.text_chars, &typed, &errors);
    struct desk_incident_page p = {.incident = incident, .typed = &typed, .errors = &errors, .with = with};
    if (errors.n)
        return show(page, &p);
    struct complaint_writer writer = writer_of(page);
    struct incident change = *incident;
    change.title = typed.title;
    change.cause = typed.cause;
    change.investigation = typed.investigation;
    change.version = typed.version;
    change.is_open = typed.close ? false : typed.reopen ? true : incident->is_open;
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    enum err e = incident_save(page->db, page->arena, &writer, &change, once, &location, &now);
    if (e == ERR_STALE) {
        struct incident again = now;
        p.incident = &again;
        p.stale = &now;
        return show(page, &p);
    }
    TRY(e);
    int64_t id;
    const char *why;
    if (*with && read_id(strrchr(location, '/') + 1, &id) && incident_gather(page->db, page->arena, &writer, id, mended(page, with), &why) == ERR_NONE)
        TRY(incident_note(page->db, page->arena, &writer, id, "added", 1));
    page_flash(page, N_("The incident was saved."));
    return page_redirect(page, location);
}

static enum err new_post(struct page *page)
{
    return save_it(page, &nothing, desk_number_typed(page->arena, http_query(page->req, "with")));
}

static enum err incident_post(struct page *page)
{
    struct incident incident;
    TRY(load(page, &incident));
    if (!incident.may)
        return ERR_FORBIDDEN;
    return save_it(page, &incident, "");
}

/* ---- adding and taking out ---- */

/* What stops one complaint only is told with it; an error of the database is, too, so that what was done before is not lost from sight. */
static const char *words_of(struct page *page, enum err e, const char *why, enum complaint_state state)
{
    if (why)
        return page_text(page, why);
    switch (e) {
    case ERR_NOT_FOUND: return page_text(page, N_("There is no complaint with this number that you may see"));
    case ERR_FORBIDDEN: return page_text(page, N_("Your role may not do this with it"));
    case ERR_ERASED: return page_text(page, N_("This complaint was erased; nothing more is written about it"));
    case ERR_STATE:
        return text_f(page->arena, page->lang, N_("Not possible in the state “%s”, or departments still work on it"), page_text(page, complaint_state_title(state)));
    case ERR_STALE: return page_text(page, N_("Somebody else changed it at this moment. Try it again"));
    case ERR_INPUT: return page_text(page, N_("What was entered does not fit this complaint. Do it on its own page"));
    default: return page_text(page, N_("It could not be saved and was not changed. Try it again"));
    }
}

static enum err add_post(struct page *page)
{
    struct incident incident;
    const char *numbers[DESK_BULK_MAX];
    size_t added = 0;
    TRY(load(page, &incident));
    if (!incident.may)
        return ERR_FORBIDDEN;
    size_t n = desk_numbers_read(page->form, "number", page->arena, numbers, DESK_BULK_MAX);
    struct desk_result *results = ARENA_ARRAY(page->arena, n + 1, struct desk_result);
    struct http_form_errors errors = {0};
    if (n == 0)
        http_form_error(&errors, "number", N_("Enter or tick at least one complaint"), 0);
    struct complaint_writer writer = writer_of(page);
    for (size_t i = 0; i < n; i++) {
        const char *why = NULL, *number = mended(page, numbers[i]);
        enum err e = incident_gather(page->db, page->arena, &writer, incident.id, number, &why);
        results[i] = (struct desk_result){number, e == ERR_NONE ? page_text(page, N_("It belongs to the incident now")) : words_of(page, e, why, (enum complaint_state)0), e == ERR_NONE,
                                          e != ERR_NOT_FOUND};
        added += e == ERR_NONE;
    }
    if (added > 0)
        TRY(incident_note(page->db, page->arena, &writer, incident.id, "added", added));
    TRY(load(page, &incident));
    return show(page, &(struct desk_incident_page){.incident = &incident, .errors = &errors, .results = results, .n_results = n, .heading = page_text(page, N_("Added to the incident"))});
}

static enum err remove_post(struct page *page)
{
    struct incident incident;
    const char *why = NULL;
    TRY(load(page, &incident));
    if (!incident.may)
        return ERR_FORBIDDEN;
    struct complaint_writer writer = writer_of(page);
    const char *number = desk_number_typed(page->arena, http_form_get(page->form, "number"));
    TRY(incident_gather(page->db, page->arena, &writer, 0, number, &why));
    TRY(incident_note(page->db, page->arena, &writer, incident.id, "removed", 1));
    page_flash(page, N_("The complaint was taken out of the incident."));
    return page_redirect(page, incident_path(page, incident.id));
}

/* ---- answering and closing together ---- */

static enum err show_bulk(struct page *page, struct desk_bulk_page *p)
{
    struct complaint *complaints;
    int64_t version_id;
    static const struct http_form_errors none;
    p->errors = p->errors ? p->errors : &none;
    TRY(rulebook_in_force(page->db, page->arena, &p->book, &version_id));
    TRY(incident_complaints(page->db, page->arena, page->user, p->incident->id, 0, DESK_BULK_MAX + 1, &complaints, &p->n));
    p->more = p->n > DESK_BULK_MAX;
    p->n = p->more ? DESK_BULK_MAX : p->n;
    p->complaints = complaints;
    const char *title = page_text(page, p->action == ACTION_REPLY ? N_("Answer them together") : N_("Close them together"));
    struct tpl *t = page_template(page, TPL_DESK_INCIDENT_BULK, title);
    desk_bulk_fill(page, t, p);
    return page_answer(page, t, p->errors->n ? 422 : 200);
}

static enum err bulk_get(struct page *page, enum complaint_action action)
{
    struct incident incident;
    TRY(load(page, &incident));
    if (!incident.may)
        return ERR_FORBIDDEN;
    return show_bulk(page, &(struct desk_bulk_page){.incident = &incident, .action = action});
}

static void read_bulk(struct page *page, enum complaint_action action, const struct rulebook *b, struct desk_bulk_typed *typed, struct http_form_errors *errors)
{
    bool replies = action == ACTION_REPLY;
    const size_t most = page->site->config->limits.message_chars;
    const struct http_text_rule rule = {.required = true, .lines = true, .max = !replies && most > COMPLAINT_OUTCOME_MAX ? COMPLAINT_OUTCOME_MAX : most,
                                        .missing = replies ? N_("Write the answer") : N_("Give the reasons of the finding")};
    *typed = (struct desk_bulk_typed){.given = "", .basis = "", .agreement = "", .cause = http_form_get(page->form, "cause"), .stage = http_form_get(page->form, "stage_code"), .accept_first = http_form_tick(page->form, "accept_first"), .sure = http_form_tick(page->form, "sure")};
    typed->n = desk_numbers_read(page->form, "number", page->arena, typed->numbers, DESK_BULK_MAX);
    typed->text = http_form_text(page->form, "text", &rule, errors);
    if (replies && desk_template_gaps(typed->text))
        http_form_error(errors, "text", DESK_TEMPLATE_UNFILLED, 0);
    if (typed->n == 0)
        http_form_error(errors, "number", N_("Tick at least one complaint"), 0);
    if (replies && desk_asks_given(b)) {
        typed->given = contact_way_word(contact_way_from_word(http_form_get(page->form, "given")));
        if (!*typed->given)
            http_form_error(errors, "given", N_("Choose how the answer is given to the complainant"), 0);
    }
    if (replies)
        return;
    typed->agreement = http_form_text(page->form, "agreement", &(struct http_text_rule){.lines = true, .max = 1000}, errors);
    int64_t finding = http_form_int(page->form, "finding", false, 0, FINDING__END, 0, errors);
    for (size_t i = 0; desk_findings[i] != FINDING_NONE; i++)
        typed->finding = (int64_t)desk_findings[i] == finding ? desk_findings[i] : typed->finding;
    if (typed->finding == FINDING_NONE)
        http_form_error(errors, "finding", N_("Choose the finding"), 0);
    const struct rb_basis *basis = rulebook_basis(b, http_form_get(page->form, "basis"));
    if (basis && !basis->inactive)
        typed->basis = basis->code;
    else if (b->bases_count > 0)
        http_form_error(errors, "basis", N_("Choose on what basis it is closed"), 0);
    if (*typed->basis && typed->finding && !gate_basis_fits(basis, typed->finding))
        http_form_error(errors, "basis", N_("This basis belongs to another finding. Choose another basis or finding"), 0);
}

static enum err act_on(struct page *page, const struct complaint *c, enum complaint_action action, const struct desk_bulk_typed *typed, const char **ret_why)
{
    uint8_t once[32];
    struct complaint_result result = {.n_gates = 0};
    struct complaint_closing closing = closing_none(), same = closing_none();
    same.text = typed->text, same.agreement = typed->agreement, same.cause = typed->cause, same.stage = typed->stage;
    const struct rulebook *book;
    int64_t version_id;
    struct complaint_writer writer = writer_of(page);
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    if (action == ACTION_CLOSE)
        TRY(desk_close_for_many(page, book, c->id, &same, &closing));
    const struct desk_template_data data = {.number = c->number, .title = c->title, .today = format_date(page->arena, page->lang, page->now_us, page->site->zone)};
    /* Of each complaint and step its own, so that a form that comes twice goes on where it stopped. */
    once_hash(page->site->keys, page->user->session_secret, arena_printf(page->arena, "%s %s", c->number, flow_action(action)->name), page->once, once);
    const struct complaint_command command = {
        .action = action,
        .number = c->number,
        .version = c->version,
        .text = action == ACTION_REPLY ? desk_template_fill(page->arena, typed->text, &data) : action == ACTION_CLOSE ? typed->text : "",
        .finding = typed->finding,
        .basis = typed->basis,
        .closing = action == ACTION_CLOSE ? &closing : NULL,
        .given = action == ACTION_REPLY ? typed->given : "",
        .once_hash = once,
        .once_location = arena_printf(page->arena, "/staff/complaints/%s", c->number),
    };
    enum err e = complaint_act(page->db, page->arena, &writer, &command, &result);
    if (e == ERR_STATE && result.n_gates > 0)
        *ret_why = desk_gates_words(page, book, result.gates, result.n_gates);
    return e;
}

static struct desk_result do_one(struct page *page, const struct incident *incident, const char *number, enum complaint_action action, const struct desk_bulk_typed *typed)
{
    struct complaint c = {.state = (enum complaint_state)0};
    permission_set rights;
    const char *why = NULL;
    enum err e = complaint_load(page->db, page->arena, page->user, number, &c, &rights);
    if (e == ERR_NONE && c.incident_id != incident->id)
        return (struct desk_result){number, page_text(page, N_("It does not belong to this incident any more")), false, true};
    if (e == ERR_NONE && c.state == COMPLAINT_SUBMITTED && action == ACTION_REPLY && typed->accept_first) {
        e = act_on(page, &c, ACTION_ACCEPT, typed, &why);
        if (e == ERR_NONE)
            e = complaint_load(page->db, page->arena, page->user, number, &c, &rights);
    }
    if (e == ERR_NONE)
        e = act_on(page, &c, action, typed, &why);
    const char *done = action == ACTION_REPLY ? N_("Answered") : N_("Closed");
    return (struct desk_result){number, e == ERR_NONE ? page_text(page, done) : why ? why : words_of(page, e, NULL, c.state), e == ERR_NONE, e != ERR_NOT_FOUND};
}

static enum err bulk_post(struct page *page, enum complaint_action action)
{
    struct incident incident;
    struct desk_bulk_typed typed;
    struct http_form_errors errors = {0};
    const struct rulebook *book;
    int64_t version_id;
    size_t done = 0;
    TRY(load(page, &incident));
    if (!incident.may)
        return ERR_FORBIDDEN;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    read_bulk(page, action, book, &typed, &errors);
    if (errors.n || !typed.sure)
        return show_bulk(page, &(struct desk_bulk_page){.incident = &incident, .action = action, .typed = &typed, .errors = &errors, .confirm = errors.n == 0});
    struct desk_result *results = ARENA_ARRAY(page->arena, typed.n + 1, struct desk_result);
    for (size_t i = 0; i < typed.n; i++) {
        results[i] = do_one(page, &incident, typed.numbers[i], action, &typed);
        done += results[i].done;
    }
    struct complaint_writer writer = writer_of(page);
    if (done > 0)
        TRY(incident_note(page->db, page->arena, &writer, incident.id, action == ACTION_REPLY ? "replied" : "closed_all", done));
    TRY(load(page, &incident));
    const char *heading = page_text(page, action == ACTION_REPLY ? N_("Answered together") : N_("Closed together"));
    return show(page, &(struct desk_incident_page){.incident = &incident, .results = results, .n_results = typed.n, .heading = heading});
}

static enum err reply_get(struct page *page)
{
    return bulk_get(page, ACTION_REPLY);
}

static enum err reply_post(struct page *page)
{
    return bulk_post(page, ACTION_REPLY);
}

static enum err close_get(struct page *page)
{
    return bulk_get(page, ACTION_CLOSE);
}

static enum err close_post(struct page *page)
{
    return bulk_post(page, ACTION_CLOSE);
}

/* ---- from the complaint's page ---- */

static enum err show_gather(struct page *page, const struct complaint *c, const struct http_form_errors *errors)
{
    struct incident *list;
    size_t n;
    TRY(incident_list(page->db, page->arena, page->user, true, 0, ROWS_MAX, &list, &n));
    struct tpl *t = page_template(page, TPL_DESK_GATHER, page_text(page, N_("Gather under an incident")));
    desk_gather_fill(page, t, c, list, n, errors);
    return page_answer(page, t, errors->n ? 422 : 200);
}

static enum err gather_get(struct page *page)
{
    struct complaint c;
    permission_set rights;
    struct http_form_errors none = {0};
    TRY(complaint_load(page->db, page->arena, page->user, page->params[0], &c, &rights));
    return rights & PERMISSION_BIT(MAY_LINK) ? show_gather(page, &c, &none) : ERR_FORBIDDEN;
}

static enum err gather_post(struct page *page)
{
    struct complaint c;
    struct incident incident;
    permission_set rights;
    struct http_form_errors errors = {0};
    const char *why = NULL, *typed = http_form_get(page->form, "incident");
    int64_t id = 0;
    TRY(complaint_load(page->db, page->arena, page->user, page->params[0], &c, &rights));
    bool leaves = strcmp(typed, "0") == 0;
    if (!leaves && !read_id(typed, &id)) {
        http_form_error(&errors, "incident", N_("Choose the incident"), 0);
        return show_gather(page, &c, &errors);
    }
    if (!leaves)
        TRY(incident_load(page->db, page->arena, page->user, id, &incident));
    struct complaint_writer writer = writer_of(page);
    enum err e = incident_gather(page->db, page->arena, &writer, id, c.number, &why);
    if (e == ERR_STATE && why) {
        http_form_error(&errors, "incident", why, 0);
        return show_gather(page, &c, &errors);
    }
    TRY(e);
    if (leaves ? c.incident_id != 0 : c.incident_id != id)
        TRY(incident_note(page->db, page->arena, &writer, leaves ? c.incident_id : id, leaves ? "removed" : "added", 1));
    page_flash(page, leaves ? N_("The complaint was taken out of the incident.") : N_("The complaint belongs to the incident now."));
    return page_redirect(page, leaves ? arena_printf(page->arena, "/staff/complaints/%s", c.number) : incident_path(page, id));
}

const struct route desk_incident_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/incident", .need = MAY(LINK), .run = gather_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/incident", .need = MAY(LINK), .run = gather_post},
    {.method = HTTP_GET, .path = "/staff/incidents", .need = MAY(SEE), .run = list_get},
    {.method = HTTP_GET, .path = "/staff/incidents/new", .need = MAY(LINK), .run = new_get},
    {.method = HTTP_POST, .path = "/staff/incidents/new", .need = MAY(LINK), .run = new_post},
    {.method = HTTP_GET, .path = "/staff/incidents/:id", .need = MAY(SEE), .run = incident_get},
    {.method = HTTP_POST, .path = "/staff/incidents/:id", .need = MAY(LINK), .run = incident_post},
    {.method = HTTP_POST, .path = "/staff/incidents/:id/add", .need = MAY(LINK), .run = add_post},
    {.method = HTTP_POST, .path = "/staff/incidents/:id/remove", .need = MAY(LINK), .run = remove_post},
    {.method = HTTP_GET, .path = "/staff/incidents/:id/reply", .need = MAY(REPLY), .run = reply_get},
    {.method = HTTP_POST, .path = "/staff/incidents/:id/reply", .need = MAY(REPLY), .run = reply_post},
    {.method = HTTP_GET, .path = "/staff/incidents/:id/close", .need = MAY(CLOSE), .run = close_get},
    {.method = HTTP_POST, .path = "/staff/incidents/:id/close", .need = MAY(CLOSE), .run = close_post},
    {0},
};
