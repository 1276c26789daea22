#include <string.h>

#include "clock_store.h"
#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "desk_case_pages.h"
#include "desk_clock_act_view.h"
#include "desk_routes.h"
#include "desk_slip_send_view.h"
#include "desk_upload_pages.h"
#include "once_store.h"
#include "org_store.h"
#include "part_store.h"
#include "slip_store.h"

/* The page of new slips: dispatch to departments, request for help, report up, transfer down, request for information (requirements E1, E2, E5). */

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
}

/* The complaint without what only its own page shows. */
static enum err load_case(struct page *page, const char *from, struct desk_case *ret_case)
{
    struct desk_case x = {.from = ""};
    TRY(complaint_load(page->db, page->arena, page->user, page->params[0], &x.c, &x.rights));
    TRY(part_load(page->db, page->arena, page->user, &x.c, &x.part));
    x.allowed = flow_allowed(&x.c, FLOW_STAFF, x.rights);
    x.clocks = ARENA_NEW(page->arena, struct clock_set);
    TRY(clock_world_load(page->db, page->arena, x.c.unit_id, page->site->zone, &x.world));
    TRY(desk_case_load_slips(page, &x));
    if (desk_list_read_from(from, page->arena, desk_date_of(page->now_us, page->site->zone), &x.list))
        x.from = desk_list_query(page->arena, &x.list);
    *ret_case = x;
    return ERR_NONE;
}

/* The rule by which the department's answer is due, for why the date is proposed. */
static const struct rb_clock *answer_rule(const struct desk_case *x, const char *function)
{
    struct rb_facts facts = x->facts;
    facts.function = function;
    return clock_rule(x->world.book, &facts, CLOCK_ANSWER, "");
}

static enum err load_offer(struct page *page, struct desk_case *x, const struct desk_slip_sending *sending, struct desk_slip_offer *ret_offer)
{
    struct complaint_writer writer = writer_of(page);
    struct desk_slip_offer offer = {.function = ""};
    struct department *departments;
    struct slip_proposal proposal = {.function = ""};
    int64_t *line;
    const struct slip *below = desk_slip_find(x->slips.list, x->slips.n, sending->below);
    TRY(org_departments_for(page->db, page->arena, below ? below->to_unit_id : x->c.unit_id, &departments, &offer.n));
    TRY(org_line(page->db, page->arena, x->c.unit_id, &line, &offer.n_line));
    TRY(complaint_class_load(page->db, page->arena, x->c.id, &x->class));
    x->facts = complaint_facts(page->arena, &x->c, &x->class, page->now_us);
    TRY(slip_propose(page->db, page->arena, &writer, &x->c, &x->facts, sending->kind, &proposal));
    offer.departments = departments;
    offer.line = line;
    offer.asker = below ? below->to_department_id : 0;
    offer.due_us = proposal.due_us;
    if (sending->kind == SLIP_DISPATCH && !sending->before) {
        offer.proposed = proposal.department_id;
        offer.function = proposal.function;
        offer.rule = answer_rule(x, proposal.function);
    }
    *ret_offer = offer;
    return ERR_NONE;
}

/* Whether the user may begin a slip of this kind here at all. */
static bool may_begin(const struct desk_case *x, const struct desk_slip_sending *s)
{
    const struct slip *below = desk_slip_find(x->slips.list, x->slips.n, s->below);
    if (s->kind == SLIP_HELP)
        return below && desk_slip_in(desk_slip_allowed(&x->slips, below), SLIP_DO_HELP);
    return x->c.is_open && (x->rights & PERMISSION_BIT(MAY_DISPATCH));
}

static enum err show_form(struct page *page, const struct desk_case *x, const struct desk_slip_send_shown *shown)
{
    struct tpl *t = page_template(page, TPL_DESK_SLIP_NEW, page_text(page, desk_slip_kind(shown->sending->kind)->title));
    desk_slip_send_fill(page, t, x, shown);
    return page_answer(page, t, shown->errors && shown->errors->n > 0 ? 422 : 200);
}

static enum err new_get(struct page *page)
{
    struct http_form *query;
    struct desk_slip_sending sending;
    struct desk_case x;
    struct desk_slip_offer offer;
    TRY(http_form_parse_query(page->arena, page->req->query, &query));
    if (!desk_slip_sending_start(query, &sending))
        return ERR_NOT_FOUND;
    TRY(load_case(page, http_form_get(query, "from"), &x));
    if (!may_begin(&x, &sending))
        return ERR_FORBIDDEN;
    TRY(load_offer(page, &x, &sending, &offer));
    const struct desk_slip_send_shown shown = {.sending = &sending, .offer = &offer};
    return show_form(page, &x, &shown);
}

/* ---- sending ---- */

static const struct department *find(const struct desk_slip_offer *offer, int64_t id)
{
    for (size_t i = 0; i < offer->n; i++) {
        if (offer->departments[i].id == id)
            return &offer->departments[i];
    }
    return NULL;
}

/* Receivers come out of the lists that were offered; what was switched off meanwhile is not among them. */
static void check_receivers(struct page *page, const struct desk_case *x, const struct desk_slip_offer *offer, const struct desk_slip_sending *s, struct http_form_errors *errors)
{
    int64_t *list;
    size_t n = desk_slip_receivers(page->arena, s, &list);
    for (size_t i = 0; i < n; i++) {
        const struct department *d = find(offer, list[i]);
        if (!d || !desk_slip_offered(x, offer, d))
            http_form_error(errors, "lead", N_("One of these departments cannot take a slip any more. Choose another"), 0);
    }
    for (size_t i = 0; i < s->n_copies; i++) {
        if (!find(offer, s->copies[i]))
            http_form_error(errors, "copy", N_("One of these departments cannot get a copy any more. Choose another"), 0);
    }
    bool unit_known = !s->unit_id;
    for (size_t i = 0; i < offer->n; i++)
        unit_known |= offer->departments[i].unit_id == s->unit_id && desk_slip_unit_offered(page, offer, s->kind, &offer->departments[i]);
    if (!unit_known)
        http_form_error(errors, "unit", N_("This unit cannot take it. Choose another"), 0);
}

/* Of the form; exactly the proposed one where that is what it shows. */
static int64_t due_of(const struct page *page, const struct desk_slip_offer *offer, const struct desk_slip_sending *s)
{
    const char *day = desk_date_iso(page->arena, s->day), *time = arena_printf(page->arena, "%02d:%02d", s->minute / 60, s->minute % 60);
    if (strcmp(day, desk_slip_day(page, offer->due_us)) == 0 && strcmp(time, desk_slip_time(page, offer->due_us)) == 0)
        return offer->due_us;
    return utc_from_local(s->day.year, s->day.month, s->day.day, s->minute / 60, s->minute % 60, 0, page->site->zone);
}

static const char *materials_of(const struct page *page, const struct rulebook *b, const struct desk_slip_sending *s)
{
    struct buf out = {.arena = page->arena};
    for (unsigned i = 0; i < b->slips.material_count && i < DESK_SLIP_MATERIALS; i++)
        buf_printf(&out, page->lang == LANG_ZH ? "%s%s：%s" : "%s%s: %s", out.n ? "\n\n" : "", page_pick(page, b->slips.material[i].zh, b->slips.material[i].en), s->materials[i]);
    return out.n ? out.p : "";
}

static const char *case_path(struct page *page, const struct desk_case *x)
{
    const char *from = *x->from ? arena_printf(page->arena, "?from=%s", desk_url_encode(page->arena, x->from)) : "";
    return arena_printf(page->arena, "/staff/complaints/%s%s#slips", x->c.number, from);
}

/* One slip; each department has a key of its own made of the form's, so that what was sent already is not sent again with the rest. */
static enum err send_one(struct page *page, const struct desk_case *x, const struct desk_slip_offer *offer, const struct desk_slip_sending *s, int64_t department_id, bool first,
                         struct slip_result *ret_result)
{
    uint8_t once[32], stage[32];
    struct complaint_writer writer = writer_of(page);
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), arena_printf(page->arena, "%s-%lld", page->once, (long long)department_id), once);
    desk_upload_name(page, stage);
    struct slip_command command = {
        .action = s->kind == SLIP_HELP ? SLIP_DO_HELP : SLIP_DO_SEND,
        .number = x->c.number,
        .slip = s->below,
        .version = s->version,
        .kind = s->kind,
        .unit_id = s->unit_id,
        .department_id = department_id,
        .n_copies = first ? s->n_copies : 0,
        .due_us = due_of(page, offer, s),
        .before = first ? s->before : 0,
        .materials = desk_slip_kind(s->kind)->material ? materials_of(page, x->world.book, s) : "",
        .text = s->text,
        .stage_hash = *s->stage || desk_upload_any(page) ? stage : NULL,
        .once_hash = once,
        .once_location = case_path(page, x),
    };
    memcpy(command.copies, s->copies, s->n_copies * sizeof s->copies[0]);
    return slip_act(page->db, page->arena, &writer, &command, ret_result);
}

static const char *reason(const struct page *page, enum err e, const struct slip_result *result)
{
    if (!result->why || !*result->why)
        return page_text(page, e == ERR_STALE ? N_("Somebody else changed this slip meanwhile") : N_("This cannot be done. Check what you entered"));
    const char *text = page_text(page, result->why), *name = strstr(text, "%s");
    return name ? arena_printf(page->arena, "%.*s%s%s", (int)(name - text), text, result->why_of, name + 2) : text;
}

/* What was sent is not asked for again. */
static void drop_sent(struct desk_slip_sending *s, int64_t id)
{
    size_t kept = 0;
    if (s->lead == id)
        s->lead = 0;
    for (size_t i = 0; i < s->n_also; i++) {
        if (s->also[i] != id)
            s->also[kept++] = s->also[i];
    }
    s->n_also = kept;
    s->n_copies = 0;
    s->before = 0;
}

static const char *name_of(const struct page *page, const struct desk_slip_offer *offer, int64_t id)
{
    const struct department *d = find(offer, id);
    return d ? page_pick(page, d->name_zh, d->name_en) : "";
}

/* To each department in turn. When one is refused, the form comes again with those that are left, and says who has got it. */
static enum err send_all(struct page *page, const struct desk_case *x, const struct desk_slip_offer *offer, struct desk_slip_sending *s, struct http_form_errors *errors,
                         const char **ret_location, bool *ret_absent)
{
    int64_t *list;
    size_t n = desk_slip_receivers(page->arena, s, &list);
    struct buf sent = {.arena = page->arena};
    bool unit = !desk_slip_kind(s->kind)->departments;
    const struct desk_slip_sending whole = *s;
    for (size_t i = 0; i < (unit ? 1 : n); i++) {
        struct slip_result result = {0};
        int64_t id = unit ? 0 : list[i];
        struct desk_slip_sending one = whole;
        one.version = whole.version + (int)i; /* each request changes the slip above */
        enum err e = send_one(page, x, offer, &one, id, i == 0, &result);
        if (e == ERR_INPUT || e == ERR_STATE || e == ERR_FORBIDDEN || e == ERR_STALE) {
            const char *why = reason(page, e, &result);
            if (sent.n)
                why = text_f(page->arena, page->lang, N_("%s; already sent to: %s"), why, sent.p);
            if (n > 1)
                why = arena_printf(page->arena, page->lang == LANG_ZH ? "%s：%s" : "%s: %s", name_of(page, offer, id), why);
            http_form_error(errors, unit ? "unit" : "lead", why, 0);
            return ERR_NONE;
        }
        TRY(e);
        buf_printf(&sent, "%s%s", sent.n ? (page->lang == LANG_ZH ? "、" : ", ") : "", unit ? "" : name_of(page, offer, id));
        drop_sent(s, id);
        *ret_location = result.location;
        *ret_absent |= result.n_absent > 0;
    }
    return ERR_NONE;
}

static enum err show_again(struct page *page, const struct desk_case *x, const struct desk_slip_offer *offer, struct desk_slip_sending *s, const struct http_form_errors *errors)
{
    struct desk_slip_send_shown shown = {.sending = s, .offer = offer, .typed = true, .errors = errors};
    struct attachment *staged;
    TRY(desk_upload_staged(page, &s->stage, &staged, &shown.n_staged));
    shown.staged = staged;
    return show_form(page, x, &shown);
}

static void insert_text(struct page *page, const struct desk_case *x, struct desk_slip_sending *s, struct http_form_errors *errors)
{
    const struct rb_template *template = rulebook_template(x->world.book, s->template);
    struct desk_template_data data = desk_template_case(page, x, 0);
    if (!template)
        http_form_error(errors, "template", N_("Choose the text first"), 0);
    else
        s->text = desk_template_below(page->arena, s->text, desk_template_fill(page->arena, page_pick(page, template->body.zh, template->body.en), &data));
}

static void check(struct page *page, const struct desk_case *x, const struct desk_slip_offer *offer, const struct desk_slip_sending *s, struct http_form_errors *errors)
{
    desk_upload_refused(page, errors);
    if ((*s->stage || desk_upload_any(page)) && (s->lead != 0) + s->n_also > 1)
        http_form_error(errors, "files", N_("Files go with one slip: send them to one department at a time"), 0);
    if (errors->n > 0)
        return;
    check_receivers(page, x, offer, s, errors);
    if (due_of(page, offer, s) <= page->now_us)
        http_form_error(errors, "day", N_("The answer has to be due in the future"), 0);
}

static enum err send_post(struct page *page)
{
    struct desk_case x;
    struct desk_slip_sending s;
    struct desk_slip_offer offer;
    struct http_form_errors errors = {0};
    struct desk_date today = desk_date_of(page->now_us, page->site->zone);
    TRY(load_case(page, http_form_get(page->form, "from"), &x));
    desk_slip_sending_read(page->form, x.world.book, desk_slip_first_dispatch(&x), page->arena, today, page->site->config->limits.message_chars, &s, &errors);
    if (!may_begin(&x, &s))
        return x.c.is_open ? ERR_FORBIDDEN : ERR_STATE;
    TRY(load_offer(page, &x, &s, &offer));
    if (*s.insert) {
        errors = (struct http_form_errors){0};
        desk_upload_refused(page, &errors);
        insert_text(page, &x, &s, &errors);
        return show_again(page, &x, &offer, &s, &errors);
    }
    check(page, &x, &offer, &s, &errors);
    const char *location = case_path(page, &x);
    bool absent = false;
    if (errors.n == 0)
        TRY(send_all(page, &x, &offer, &s, &errors, &location, &absent));
    if (errors.n > 0)
        return show_again(page, &x, &offer, &s, &errors);
    page_flash(page, absent ? N_("It was sent. Somebody there is away; the stand-in was told.") : desk_slip_kind(s.kind)->done);
    return page_redirect(page, location);
}

const struct route desk_slip_send_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/slips/new", .need = MAY_EITHER(DISPATCH, ANSWER), .run = new_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/slips", .need = MAY_EITHER(DISPATCH, ANSWER), .run = send_post, .files = desk_upload_files},
    {0},
};
