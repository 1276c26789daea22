#include <string.h>

#include "aftercare_routes.h"
#include "category_store.h"
#include "complaint_class_store.h"
#include "incident_store.h"
#include "measure_store.h"
#include "measure_view.h"
#include "msgid.h"
#include "once_store.h"
#include "org_store.h"
#include "pager.h"
#include "rulebook_store.h"

/* Corrective and preventive actions (requirements J4). */

#define ROWS 50

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
}

static enum err measures_get(struct page *page)
{
    static const enum measure_phase phases[] = {MEASURE_PHASE_OPEN, MEASURE_PHASE_OPEN, MEASURE_PHASE_CHECK, MEASURE_PHASE_ENDED};
    struct measures_asked asked;
    struct http_form *query;
    struct measure *list;
    struct pager_key key = {0, 0};
    int64_t version;
    TRY(http_form_parse_query(page->arena, page->req->query, &query));
    measures_read(query, &asked);
    struct measures_shown x = {.asked = &asked, .first = !pager_after(page, &key)};
    const struct measure_filter filter = {.whose = (enum measure_whose)asked.whose, .phase = phases[asked.state], .late = asked.state == 1, .category_id = asked.category_id, .kind = asked.kind, .cause = asked.cause,
                                          .after_us = key.value, .after_id = key.id, .limit = ROWS + 1};
    TRY(rulebook_in_force(page->db, page->arena, &x.book, &version));
    TRY(category_leaves(page->db, page->arena, &x.categories, &x.n_categories));
    TRY(measure_list(page->db, page->arena, page->user, page->now_us, &filter, &list, &x.n));
    if (x.n > ROWS) {
        x.n = ROWS;
        x.next = pager_word(page->arena, (struct pager_key){list[ROWS - 1].due_us, list[ROWS - 1].id});
    }
    x.list = list;
    struct tpl *t = page_template(page, TPL_AFTERCARE_MEASURES, page_text(page, N_("Corrective and preventive measures")));
    measures_fill(page, t, &x);
    return page_answer(page, t, 200);
}

/* ---- one, and a new one ---- */

static enum err show(struct page *page, struct measure_shown *x, int64_t unit_id, int status)
{
    struct department *departments;
    struct measure_step *steps;
    int64_t version;
    TRY(rulebook_in_force(page->db, page->arena, &x->book, &version));
    TRY(category_leaves(page->db, page->arena, &x->categories, &x->n_categories));
    TRY(org_departments_for(page->db, page->arena, unit_id, &departments, &x->n_departments));
    x->departments = departments;
    if (x->m) {
        TRY(measure_steps(page->db, page->arena, x->m->id, &steps, &x->n_steps));
        x->steps = steps;
    }
    struct tpl *t = page_template(page, x->m ? TPL_AFTERCARE_MEASURE : TPL_AFTERCARE_MEASURE_NEW, x->m ? x->m->title : page_text(page, N_("Set a measure")));
    measure_fill(page, t, x);
    return page_answer(page, t, status);
}

/* What a new one comes from: its unit, what it is, and what the form begins with. */
static enum err begin(struct page *page, struct measure_typed *typed, int64_t *ret_unit_id, const char **ret_from)
{
    struct complaint c;
    struct complaint_class class;
    struct incident incident;
    struct measure before;
    permission_set rights;
    *ret_unit_id = page->user->unit_id;
    *ret_from = "";
    if (typed->follows_id) {
        TRY(measure_load(page->db, page->arena, page->user, typed->follows_id, &before));
        *ret_unit_id = before.unit_id;
        *ret_from = before.title;
        if (!*typed->cause)
            *typed = (struct measure_typed){.action = MEASURE_SET, .number = before.number, .incident_id = before.incident_id, .follows_id = before.id, .department_id = before.department_id, .category_id = before.category_id,
                                            .kind = before.kind, .cause = before.cause, .title = "", .body = "", .owner = "", .due = "", .text = ""};
    } else if (*typed->number) {
        TRY(complaint_load(page->db, page->arena, page->user, typed->number, &c, &rights));
        if (c.part)
            return ERR_NOT_FOUND;
        TRY(complaint_class_load(page->db, page->arena, c.id, &class));
        *ret_unit_id = c.unit_id;
        *ret_from = arena_printf(page->arena, "%s %s", c.number, c.title);
        if (!*typed->cause && class.n_causes)
            typed->cause = class.causes[0];
        if (!typed->category_id && !*typed->title)
            typed->category_id = c.category_id;
    } else if (typed->incident_id) {
        TRY(incident_load(page->db, page->arena, page->user, typed->incident_id, &incident));
        *ret_unit_id = incident.unit_id;
        *ret_from = incident.title;
    }
    return ERR_NONE;
}

static int64_t number(const struct page *page, const char *name)
{
    long long value;
    return str_to_i64(str_of(http_query(page->req, name)), 1, INT64_MAX, &value) ? value : 0;
}

static enum err new_get(struct page *page)
{
    struct measure_typed typed = {.action = MEASURE_SET, .number = http_query(page->req, "complaint"), .incident_id = number(page, "incident"), .follows_id = number(page, "follows"), .cause = "", .title = "", .body = "",
                                  .owner = "", .due = "", .text = ""};
    struct measure_shown x = {.typed = &typed};
    int64_t unit_id;
    TRY(begin(page, &typed, &unit_id, &x.from));
    return show(page, &x, unit_id, 200);
}

/* The name that was typed; the one who has it already may be named again. */
static enum err find_owner(struct page *page, int64_t unit_id, const struct measure *m, const char *name, int64_t *ret_id, struct http_form_errors *errors)
{
    struct person *people;
    size_t n;
    *ret_id = 0;
    if (!*name)
        return ERR_NONE;
    if (m && m->owner_id && strcmp(name, m->owner) == 0) {
        *ret_id = m->owner_id;
        return ERR_NONE;
    }
    TRY(org_people_named(page->db, page->arena, unit_id, name, 3, &people, &n));
    if (n == 0)
        http_form_error(errors, "owner", N_("Nobody of this name works here"), 0);
    else if (n > 1)
        http_form_error(errors, "owner", N_("Several people have this name. Enter the sign-in name"), 0);
    else
        *ret_id = people[0].id;
    return ERR_NONE;
}

static enum err run(struct page *page, const struct measure_typed *typed, int64_t id, int64_t owner_id, const char *location, struct measure_result *ret_result)
{
    const struct complaint_writer writer = writer_of(page);
    uint8_t once[32];
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    const struct measure_command command = {
        .action = typed->action, .id = id, .version = typed->version, .number = *typed->number ? typed->number : NULL, .incident_id = typed->incident_id, .follows_id = typed->follows_id,
        .department_id = typed->department_id, .owner_id = owner_id, .category_id = typed->category_id, .kind = typed->kind, .cause = typed->cause, .title = typed->title, .body = typed->body,
        .due_us = typed->due_us, .text = typed->text, .once_hash = once, .once_location = location,
    };
    return measure_act(page->db, page->arena, &writer, &command, ret_result);
}

/* The small forms have a text each. */
static const char *field_of(const struct page *page, const struct measure_result *result)
{
    if (strcmp(result->field, "text") == 0)
        return arena_printf(page->arena, "text-%s", http_form_get(page->form, "do"));
    return *result->field ? result->field : "now";
}

static int status_of(enum err e)
{
    return e == ERR_INPUT ? 422 : e == ERR_FORBIDDEN ? 403 : 409;
}

static enum err new_post(struct page *page)
{
    struct measure_typed typed;
    struct measure_result result;
    struct http_form_errors errors = {0};
    struct measure_shown x = {.typed = &typed, .errors = &errors};
    int64_t unit_id, owner_id;
    TRY(measure_read(page->form, page->arena, page->site->zone, &typed, &errors));
    if (typed.action != MEASURE_SET)
        return ERR_MALFORMED;
    TRY(begin(page, &typed, &unit_id, &x.from));
    TRY(find_owner(page, unit_id, NULL, typed.owner, &owner_id, &errors));
    if (errors.n > 0)
        return show(page, &x, unit_id, 422);
    const char *location = *typed.number ? arena_printf(page->arena, "/staff/complaints/%s/measures", typed.number) : typed.incident_id ? arena_printf(page->arena, "/staff/incidents/%lld", (long long)typed.incident_id)
                                                                                                                                        : "/staff/measures?whose=units&state=open";
    enum err e = run(page, &typed, 0, owner_id, location, &result);
    if (e != ERR_NONE && *result.why) {
        http_form_error(&errors, field_of(page, &result), result.why, 0);
        return show(page, &x, unit_id, status_of(e));
    }
    TRY(e);
    page_flash(page, N_("The measure was set; whoever answers for it was told."));
    return page_redirect(page, result.location);
}

static enum err load(struct page *page, struct measure *m)
{
    long long id;
    return str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id) ? measure_load(page->db, page->arena, page->user, id, m) : ERR_NOT_FOUND;
}

static enum err measure_get(struct page *page)
{
    struct measure m;
    TRY(load(page, &m));
    struct measure_shown x = {.m = &m};
    return show(page, &x, m.unit_id, 200);
}

static enum err measure_post(struct page *page)
{
    struct measure m;
    struct measure_typed typed;
    struct measure_result result;
    struct http_form_errors errors = {0};
    struct measure_shown x = {.m = &m, .typed = &typed, .errors = &errors};
    int64_t owner_id = 0;
    TRY(load(page, &m));
    TRY(measure_read(page->form, page->arena, page->site->zone, &typed, &errors));
    if (typed.action == MEASURE_SET)
        return ERR_MALFORMED;
    if (typed.action == MEASURE_CHANGE)
        TRY(find_owner(page, m.unit_id, &m, typed.owner, &owner_id, &errors));
    if (errors.n > 0)
        return show(page, &x, m.unit_id, 422);
    enum err e = run(page, &typed, m.id, owner_id, arena_printf(page->arena, "/staff/measures/%lld", (long long)m.id), &result);
    if (e == ERR_STALE) {
        TRY(load(page, &m));
        http_form_error(&errors, "now", N_("Somebody else changed this meanwhile. Look at it again; nothing was done"), 0);
        return show(page, &x, m.unit_id, 409);
    }
    if (e != ERR_NONE && *result.why) {
        http_form_error(&errors, field_of(page, &result), result.why, 0);
        return show(page, &x, m.unit_id, status_of(e));
    }
    TRY(e);
    page_flash(page, N_("Saved."));
    return page_redirect(page, result.location);
}

const struct route measure_routes[] = {
    {.method = HTTP_GET, .path = "/staff/measures", .need = MAY(SEE), .run = measures_get},
    {.method = HTTP_GET, .path = "/staff/measures/new", .need = MAY(IMPROVE), .run = new_get},
    {.method = HTTP_POST, .path = "/staff/measures/new", .need = MAY(IMPROVE), .run = new_post},
    {.method = HTTP_GET, .path = "/staff/measures/:id", .need = MAY(SEE), .run = measure_get},
    {.method = HTTP_POST, .path = "/staff/measures/:id", .need = MAY(SEE), .run = measure_post},
    {0},
};
