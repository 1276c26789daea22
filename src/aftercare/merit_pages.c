#include <string.h>

#include "aftercare_routes.h"
#include "crypto_receipt.h"
#include "log.h"
#include "merit_store.h"
#include "merit_view.h"
#include "msgid.h"
#include "once_store.h"
#include "org_store.h"
#include "rulebook_store.h"

/* Accountability (requirements J5). */

#define ROWS 50
#define LINES 2000
#define UNITS_MAX 300

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
}

static void once_of(const struct page *page, uint8_t out[32])
{
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, out);
}

static enum err load_lines(struct page *page, const struct merits_asked *asked, struct merits_shown *x)
{
    struct merit_total *totals;
    TRY(merit_totals(page->db, page->arena, page->user, asked->month, asked->unit_id, LINES, &totals, &x->n_lines));
    struct merit_line *lines = ARENA_ARRAY(page->arena, x->n_lines + 1, struct merit_line);
    for (size_t i = 0; i < x->n_lines; i++) {
        const struct merit_total *k = &totals[i];
        lines[i] = (struct merit_line){k->person, k->login, k->unit_zh, k->unit_en, k->department_zh, k->department_en, k->reward_cents, k->penalty_cents, k->reward_points, k->penalty_points, k->count, k->pending};
    }
    x->lines = lines;
    return ERR_NONE;
}

/* Who took a list out of the house is worth knowing. */
static enum err answer_csv(struct page *page, const struct merits_shown *x)
{
    LOG(LOG_INFO, "accountability taken as a file", LOG_NUM("user", page->user->id), LOG_NUM("month", x->asked->month), LOG_NUM("rows", (int64_t)x->n_lines));
    page->resp->status = 200;
    http_download(page->resp, "text/csv; charset=utf-8", "accountability.csv");
    struct str csv = merits_csv(page, x);
    buf_add(&page->resp->body, csv.p, csv.n);
    return ERR_NONE;
}

static enum err totals_get(struct page *page, const struct merits_asked *asked, struct merits_shown *x)
{
    const char *as = http_query(page->req, "as");
    TRY(load_lines(page, asked, x));
    if (strcmp(as, "csv") == 0)
        return answer_csv(page, x);
    if (strcmp(as, "paper") != 0)
        return ERR_NOT_FOUND;
    struct tpl *t = page_template(page, TPL_AFTERCARE_MERITS_PAPER, page_text(page, N_("Rewards and penalties")));
    merits_paper_fill(page, t, x);
    return page_answer(page, t, 200);
}

static enum err merits_get(struct page *page)
{
    struct http_form *query;
    struct merits_asked asked;
    struct merit *list;
    struct unit *units;
    int64_t version;
    TRY(http_form_parse_query(page->arena, page->req->query, &query));
    merits_read(query, merit_month(page->now_us, page->site->zone), &asked);
    struct merits_shown x = {.asked = &asked};
    if (asked.view == MERITS_TOTALS && *http_query(page->req, "as"))
        return totals_get(page, &asked, &x);
    TRY(rulebook_in_force(page->db, page->arena, &x.book, &version));
    TRY(org_units(page->db, page->arena, page->user, UNITS_MAX, &units, &x.n_units));
    x.units = units;
    if (asked.view == MERITS_TOTALS) {
        TRY(load_lines(page, &asked, &x));
    } else {
        const struct merit_filter filter = {.view = (enum merit_view)asked.view, .month = asked.month, .unit_id = asked.unit_id, .before_id = asked.before_id, .limit = ROWS + 1};
        TRY(merit_list(page->db, page->arena, page->user, &filter, &list, &x.n));
        x.more = x.n > ROWS;
        x.n = x.more ? ROWS : x.n;
        x.list = list;
    }
    struct tpl *t = page_template(page, TPL_AFTERCARE_MERITS, page_text(page, N_("Rewards and penalties")));
    merits_fill(page, t, &x);
    return page_answer(page, t, 200);
}

static enum err mine_get(struct page *page)
{
    struct http_form *query;
    struct merits_asked asked;
    struct merit *list;
    int64_t version;
    TRY(http_form_parse_query(page->arena, page->req->query, &query));
    merits_read(query, 0, &asked);
    struct merits_shown x = {.asked = &asked};
    TRY(rulebook_in_force(page->db, page->arena, &x.book, &version));
    TRY(merit_mine(page->db, page->arena, page->user, asked.before_id, ROWS + 1, &list, &x.n));
    x.more = x.n > ROWS;
    x.n = x.more ? ROWS : x.n;
    x.list = list;
    struct tpl *t = page_template(page, TPL_AFTERCARE_MERITS_MINE, page_text(page, N_("My rewards and penalties")));
    merits_mine_fill(page, t, &x);
    return page_answer(page, t, 200);
}

/* ---- one ---- */

static enum err load(struct page *page, struct merit *m)
{
    long long id;
    return str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id) ? merit_load(page->db, page->arena, page->user, id, m) : ERR_NOT_FOUND;
}

static enum err show(struct page *page, struct merit_shown *x, int status)
{
    int64_t version;
    TRY(rulebook_in_force(page->db, page->arena, &x->book, &version));
    struct tpl *t = page_template(page, TPL_AFTERCARE_MERIT, page_text(page, x->m->reward ? N_("Reward") : N_("Penalty")));
    merit_fill(page, t, x);
    return page_answer(page, t, status);
}

static enum err merit_get(struct page *page)
{
    struct merit m;
    TRY(load(page, &m));
    struct merit_shown x = {.m = &m};
    return show(page, &x, 200);
}

static enum err find_person(struct page *page, int64_t unit_id, const char *name, int64_t *ret_id, struct http_form_errors *errors)
{
    struct person *people;
    size_t n;
    *ret_id = 0;
    if (!*name)
        return ERR_NONE;
    TRY(org_people_named(page->db, page->arena, unit_id, name, 3, &people, &n));
    if (n == 0)
        http_form_error(errors, "person", N_("Nobody of this name works here"), 0);
    else if (n > 1)
        http_form_error(errors, "person", N_("Several people have this name. Enter the sign-in name"), 0);
    else
        *ret_id = people[0].id;
    return ERR_NONE;
}

static const char *done_words(enum merit_action action)
{
    return action == MERIT_APPEAL ? N_("Your appeal was recorded; somebody else than before decides.") : N_("The decision was recorded.");
}

/* The small forms have a text each. */
static const char *field_of(const struct page *page, const struct merit_result *result)
{
    if (strcmp(result->field, "text") == 0)
        return arena_printf(page->arena, "text-%s", http_form_get(page->form, "do"));
    return *result->field ? result->field : "now";
}

static enum err run(struct page *page, const struct merit *m, const struct merit_typed *typed, int64_t person_id, struct merit_result *ret_result)
{
    const struct complaint_writer writer = writer_of(page);
    uint8_t once[32];
    once_of(page, once);
    const struct merit_command command = {.action = typed->action, .id = m->id, .version = typed->version, .cents = typed->cents, .user_id = person_id, .points = typed->points, .text = typed->text, .once_hash = once,
                                          .once_location = arena_printf(page->arena, "/staff/accountability/%lld", (long long)m->id)};
    return merit_act(page->db, page->arena, &writer, &command, ret_result);
}

static enum err merit_post(struct page *page)
{
    struct merit m;
    struct merit_typed typed;
    struct merit_result result;
    struct http_form_errors errors = {0};
    struct merit_shown x = {.m = &m, .typed = &typed, .errors = &errors};
    int64_t person_id;
    TRY(load(page, &m));
    TRY(merit_read(page->form, page->arena, &typed, &errors));
    TRY(find_person(page, m.unit_id, typed.person, &person_id, &errors));
    if (errors.n > 0)
        return show(page, &x, 422);
    enum err e = run(page, &m, &typed, person_id, &result);
    if (e == ERR_STALE) {
        TRY(load(page, &m));
        http_form_error(&errors, "now", N_("Somebody else changed this meanwhile. Look at it again; nothing was done"), 0);
        return show(page, &x, 409);
    }
    if (e != ERR_NONE && *result.why) {
        http_form_error(&errors, field_of(page, &result), result.why, 0);
        return show(page, &x, e == ERR_INPUT ? 422 : e == ERR_FORBIDDEN ? 403 : 409);
    }
    TRY(e);
    page_flash(page, done_words(typed.action));
    return page_redirect(page, result.location);
}

/* ---- by hand ---- */

static enum err show_new(struct page *page, const struct merit_new_typed *typed, const struct http_form_errors *errors, int status)
{
    const struct rulebook *book;
    int64_t version;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version));
    struct tpl *t = page_template(page, TPL_AFTERCARE_MERIT_NEW, page_text(page, N_("Propose a reward or penalty")));
    merit_new_fill(page, t, book, typed, errors);
    return page_answer(page, t, status);
}

static enum err new_get(struct page *page)
{
    const struct merit_new_typed typed = {.number = http_query(page->req, "complaint"), .rule = "", .person = "", .text = ""};
    return show_new(page, &typed, NULL, 200);
}

static enum err new_post(struct page *page)
{
    const struct complaint_writer writer = writer_of(page);
    struct merit_new_typed typed;
    struct merit_result result;
    struct http_form_errors errors = {0};
    struct complaint c = {.unit_id = 0};
    permission_set rights;
    int64_t person_id = 0;
    uint8_t once[32];
    merit_new_read(page->form, &typed, &errors);
    const char *number = crypto_number_read(page->arena, page->site->config->site.number_prefix, typed.number);
    enum err e = number ? complaint_load(page->db, page->arena, page->user, number, &c, &rights) : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND)
        http_form_error(&errors, "number", N_("You see no complaint of this number"), 0);
    else
        TRY(e);
    if (c.unit_id)
        TRY(find_person(page, c.unit_id, typed.person, &person_id, &errors));
    if (errors.n > 0)
        return show_new(page, &typed, &errors, 422);
    once_of(page, once);
    const struct merit_proposal proposal = {.number = number, .rule = typed.rule, .text = typed.text, .user_id = person_id, .department_id = c.department_id, .once_hash = once,
                                            .once_location = "/staff/accountability?view=proposed"};
    e = merit_propose(page->db, page->arena, &writer, &proposal, &result);
    if (e != ERR_NONE && *result.why) {
        http_form_error(&errors, *result.field ? result.field : "number", result.why, 0);
        return show_new(page, &typed, &errors, e == ERR_FORBIDDEN ? 403 : 422);
    }
    TRY(e);
    page_flash(page, N_("It was proposed; it holds once it is confirmed."));
    return page_redirect(page, result.location);
}

const struct route merit_routes[] = {
    {.method = HTTP_GET, .path = "/staff/accountability", .need = MAY_EITHER(HOLD_TO_ACCOUNT, REPORT), .run = merits_get},
    {.method = HTTP_GET, .path = "/staff/accountability/mine", .need = SIGNED_IN, .run = mine_get},
    {.method = HTTP_GET, .path = "/staff/accountability/new", .need = MAY(HOLD_TO_ACCOUNT), .run = new_get},
    {.method = HTTP_POST, .path = "/staff/accountability/new", .need = MAY(HOLD_TO_ACCOUNT), .run = new_post},
    {.method = HTTP_GET, .path = "/staff/accountability/:id", .need = SIGNED_IN, .run = merit_get},
    {.method = HTTP_POST, .path = "/staff/accountability/:id", .need = SIGNED_IN, .run = merit_post},
    {0},
};
