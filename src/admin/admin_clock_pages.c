#include <string.h>

#include "admin_clock_view.h"
#include "admin_draft_pages.h"
#include "admin_form.h"
#include "admin_routes.h"
#include "clock_store.h"
#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "complaint_recompute_store.h"
#include "complaint_store.h"
#include "org_store.h"

#define UNITS_MAX 500
#define LINE_MAX_UNITS 64
#define RECOMPUTE_ROWS 50

/* ---- limits of units ---- */

static enum err own_limits_get(struct page *page)
{
    struct admin_draft draft;
    struct unit *units;
    size_t n;
    TRY(admin_draft_load(page, &draft));
    TRY(org_units(page->db, page->arena, page->user, UNITS_MAX, &units, &n));
    return page_answer(page, admin_own_limits_view(page, draft.book, units, n, &draft.shown), 200);
}

static const struct unit *find_unit(const struct unit *units, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (units[i].id == id)
            return &units[i];
    }
    return NULL;
}

struct limits_work {
    struct admin_unit_limits shown;
    struct http_form_errors errors;
    int version;
};

/* The unit of the path and its line, as far as the user's units go. */
static enum err load_unit(struct page *page, struct admin_unit_limits *ret_limits)
{
    struct unit *units;
    int64_t id;
    size_t n;
    TRY(admin_id(page, &id));
    TRY(org_units(page->db, page->arena, page->user, UNITS_MAX, &units, &n));
    const struct unit *unit = find_unit(units, n, id);
    if (!unit)
        return ERR_NOT_FOUND;
    const char **line = ARENA_ARRAY(page->arena, LINE_MAX_UNITS, const char *);
    size_t n_line = 0;
    for (const struct unit *u = unit; u && n_line < LINE_MAX_UNITS; u = find_unit(units, n, u->parent_id))
        line[n_line++] = u->code;
    ret_limits->unit = unit;
    ret_limits->units = units;
    ret_limits->n_units = n;
    ret_limits->line = line;
    ret_limits->n_line = n_line;
    return ERR_NONE;
}

static enum err show_limits(struct page *page, const struct admin_draft *draft, struct admin_unit_limits *shown, int status)
{
    struct http_form *saved = admin_book_limits_fill(page->arena, draft->book, shown->line[0]);
    shown->book = draft->book;
    shown->draft = draft->shown;
    shown->version = admin_book_digest(saved);
    if (!shown->form)
        shown->form = saved;
    if (status == 409)
        shown->now = saved;
    return page_answer(page, admin_unit_limits_view(page, shown), status);
}

static enum err unit_limits_get(struct page *page)
{
    struct admin_draft draft;
    struct admin_unit_limits shown = {.form = NULL};
    TRY(load_unit(page, &shown));
    TRY(admin_draft_load(page, &draft));
    return show_limits(page, &draft, &shown, 200);
}

static enum err change_limits(struct page *page, struct admin_draft *draft, void *ctx)
{
    struct limits_work *w = ctx;
    w->errors.n = 0;
    if (admin_book_digest(admin_book_limits_fill(page->arena, draft->book, w->shown.line[0])) != w->version)
        return ERR_STALE;
    struct rulebook *typed = rulebook_copy(page->arena, draft->book);
    admin_book_limits_read(typed, page->form, w->shown.line, w->shown.n_line, &w->errors);
    if (w->errors.n > 0)
        return ERR_INPUT;
    draft->book = typed;
    return ERR_NONE;
}

static enum err unit_limits_post(struct page *page)
{
    struct admin_draft draft;
    struct limits_work w = {.version = admin_form_version(page->form)};
    TRY(load_unit(page, &w.shown));
    struct change_by by = admin_by(page, ADMIN_OWN_LIMITS);
    enum err e = admin_draft_change(page, &by, &draft, change_limits, &w);
    if (e == ERR_INPUT || e == ERR_STALE) {
        bool before;
        TRY(admin_draft_done_before(page, &by, &before));
        if (before)
            return page_redirect(page, by.led_to);
        w.shown.form = page->form;
        w.shown.errors = &w.errors;
        return show_limits(page, &draft, &w.shown, e == ERR_STALE ? 409 : 422);
    }
    return admin_done(page, e, &by, N_("Saved in the draft. It holds once the draft has been published."));
}

/* ---- which rule matches ---- */

static bool is_kind_listed(const struct admin_match_kind *kinds, size_t n, enum rb_clock_kind kind, const char *track)
{
    for (size_t i = 0; i < n; i++) {
        if (kinds[i].kind == kind && strcmp(kinds[i].track, track) == 0)
            return true;
    }
    return false;
}

static void find_candidates(struct page *page, struct admin_match *match)
{
    const struct rulebook *b = match->book;
    struct admin_match_kind *kinds = ARENA_ARRAY(page->arena, b->clocks_count, struct admin_match_kind);
    size_t n = 0;
    for (int kind = 1; kind < CLOCK_KIND__END; kind++) {
        for (unsigned i = 0; i < b->clocks_count; i++) {
            const struct rb_clock *clock = &b->clocks[i];
            if (rulebook_clock_kind(clock->kind) != (enum rb_clock_kind)kind || is_kind_listed(kinds, n, (enum rb_clock_kind)kind, clock->track))
                continue;
            struct clock_candidate *candidates;
            struct admin_match_kind *k = &kinds[n++];
            *k = (struct admin_match_kind){.kind = (enum rb_clock_kind)kind, .track = clock->track};
            clock_candidates(b, page->arena, match->facts, k->kind, k->track, &candidates, &k->n);
            k->candidates = candidates;
        }
    }
    match->kinds = kinds;
    match->n_kinds = n;
}

static enum err match_complaint(struct page *page, struct admin_match *match)
{
    struct complaint c;
    struct complaint_class class;
    struct clock_world world;
    permission_set rights;
    TRY(complaint_load(page->db, page->arena, page->user, match->number, &c, &rights));
    TRY(complaint_class_load(page->db, page->arena, c.id, &class));
    TRY(clock_world_load(page->db, page->arena, c.unit_id, page->site->zone, &world));
    struct rb_facts *facts = ARENA_NEW(page->arena, struct rb_facts);
    *facts = complaint_facts(page->arena, &c, &class, page->now_us);
    match->title = c.title;
    match->facts = facts;
    match->line = world.line;
    match->n_line = world.n_line;
    find_candidates(page, match);
    return ERR_NONE;
}

static enum err match_get(struct page *page)
{
    struct admin_draft draft;
    struct http_form_errors errors = {.n = 0};
    TRY(admin_draft_load(page, &draft));
    struct admin_match match = {.number = str_cstr(page->arena, str_trim(str_of(http_query(page->req, "no")))), .book = draft.book, .draft = draft.shown};
    if (!*match.number)
        return page_answer(page, admin_match_view(page, &match), 200);
    enum err e = complaint_number_plain(match.number) ? match_complaint(page, &match) : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND) {
        http_form_error(&errors, "no", N_("There is no complaint of this number that you may see"), 0);
        match.errors = &errors;
        return page_answer(page, admin_match_view(page, &match), 422);
    }
    TRY(e);
    return page_answer(page, admin_match_view(page, &match), 200);
}

/* ---- recomputing ---- */

static const char *asked_rule(const struct rulebook *b, const char *rule)
{
    const struct rb_clock *clock = rulebook_clock(b, rule);
    return clock ? clock->code : "";
}

static enum err recompute_get(struct page *page)
{
    const struct rulebook *book;
    struct recompute_at from = {.rule = NULL}, at = {.rule = NULL};
    struct recompute_row *rows;
    int64_t version_id;
    size_t n;
    bool end;
    enum err e = rulebook_in_force(page->db, page->arena, &book, &version_id);
    if (e == ERR_CONFIG)
        return page_redirect(page, ADMIN_RULEBOOK);
    TRY(e);
    struct admin_recompute shown = {.book = book, .rule = asked_rule(book, http_query(page->req, "rule")), .from = http_query(page->req, "after")};
    if (recompute_at_read(page->arena, shown.from, &from) != ERR_NONE)
        return page_redirect(page, ADMIN_RECOMPUTE);
    TRY(recompute_preview(page->db, page->arena, page->user, page->site->zone, shown.rule, &from, RECOMPUTE_ROWS, page->now_us, &rows, &n, &at, &end));
    struct admin_recompute_row *list = ARENA_ARRAY(page->arena, n, struct admin_recompute_row);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct admin_recompute_row){rows[i].number, rows[i].rule, rows[i].new_rule, rows[i].kind, rows[i].due_us, rows[i].new_due_us};
    shown.rows = list;
    shown.n = n;
    shown.next = end ? NULL : recompute_at_write(page->arena, &at);
    return page_answer(page, admin_recompute_view(page, &shown), 200);
}

static enum err recompute_post(struct page *page)
{
    const struct rulebook *book;
    struct recompute_at from = {.rule = NULL}, at = {.rule = NULL};
    int64_t version_id;
    size_t changed;
    bool end;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    const char *rule = asked_rule(book, http_form_get(page->form, "rule"));
    TRY(recompute_at_read(page->arena, http_form_get(page->form, "from"), &from));
    const struct complaint_writer w = {
        .keys = page->site->keys, .pool = page->site->pool, .user = page->user, .zone = page->site->zone, .now_us = page->now_us};
    TRY(recompute_apply(page->db, page->arena, &w, page->site->zone, rule, &from, RECOMPUTE_ROWS, &changed, &at, &end));
    page_flash(page, changed > 0 ? N_("The dates were changed; each change stands in the record of its complaint.") : N_("No date had to be changed."));
    return page_redirect(page, end ? arena_printf(page->arena, ADMIN_RECOMPUTE "?rule=%s", rule)
                                   : arena_printf(page->arena, ADMIN_RECOMPUTE "?rule=%s&after=%s", rule, recompute_at_write(page->arena, &at)));
}

const struct route admin_clock_routes[] = {
    {.method = HTTP_GET, .path = ADMIN_RULES "/match", .need = MAY(SET_RULES), .run = match_get},
    {.method = HTTP_GET, .path = ADMIN_OWN_LIMITS, .need = MAY(SET_RULES), .run = own_limits_get},
    {.method = HTTP_GET, .path = ADMIN_OWN_LIMITS "/:id", .need = MAY(SET_RULES), .run = unit_limits_get},
    {.method = HTTP_POST, .path = ADMIN_OWN_LIMITS "/:id", .need = MAY(SET_RULES), .run = unit_limits_post},
    {.method = HTTP_GET, .path = ADMIN_RECOMPUTE, .need = MAY(SET_RULES), .run = recompute_get},
    {.method = HTTP_POST, .path = ADMIN_RECOMPUTE, .need = MAY(SET_RULES), .run = recompute_post},
    {0},
};
