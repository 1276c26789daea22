#include <string.h>

#include "absence_store.h"
#include "bulk_store.h"
#include "complaint_store.h"
#include "desk_bulk_view.h"
#include "desk_close_pages.h"
#include "desk_close_view.h"
#include "desk_routes.h"
#include "once_store.h"
#include "org_store.h"
#include "recusal_store.h"
#include "rulebook_store.h"
#include "slip_store.h"
#include "tag_store.h"
#include "utf8.h"

#define PEOPLE_MAX 200
#define PERSON_MAX 60
#define ALL_LOOK 30000 /* rows that a filter looks at when all of a list is chosen */

/* One action on many complaints: chosen on the list, confirmed on a page that says what will happen to each, then done one by one (requirements L2). */

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
}

/* ---- choosing ---- */

static bool known_already(const int64_t *ids, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (ids[i] == id)
            return true;
    }
    return false;
}

static size_t read_ids(const struct page *page, size_t most, int64_t *ids)
{
    size_t n = 0;
    const char *typed;
    for (size_t i = 0; n < most && (typed = http_form_nth(page->form, "id", i)); i++) {
        long long id;
        if (str_to_i64(str_of(typed), 1, INT64_MAX, &id) && !known_already(ids, n, id))
            ids[n++] = id;
    }
    return n;
}

static enum err all_ids(struct page *page, const struct desk_list *list, size_t most, int64_t *ids, size_t *ret_n)
{
    struct desk_list start = desk_list_start(list);
    struct complaint_filter filter = desk_list_filter(&start, page->user->id, page->site->zone, page->now_us, most);
    struct complaint *rows;
    size_t n;
    filter.look = ALL_LOOK;
    TRY(complaint_list(page->db, page->arena, page->user, &filter, &rows, &n));
    *ret_n = n < most ? n : most;
    for (size_t i = 0; i < *ret_n; i++)
        ids[i] = rows[i].id;
    return ERR_NONE;
}

static enum err begin_post(struct page *page)
{
    const size_t most = page->site->config->limits.bulk_rows;
    struct desk_list list = {.words = ""};
    enum bulk_action action;
    int64_t *ids = ARENA_ARRAY(page->arena, most + 1, int64_t), id;
    size_t n = 0;
    desk_list_read_from(http_form_get(page->form, "from"), page->arena, desk_date_of(page->now_us, page->site->zone), &list);
    const char *back = desk_list_url(page->arena, &list);
    if (!bulk_action_from_word(http_form_get(page->form, "do"), &action)) {
        page_flash_warn(page, N_("Choose first what is to be done."));
        return page_redirect(page, back);
    }
    if (!desk_bulk_may(page->user, action))
        return ERR_FORBIDDEN;
    if (http_form_tick(page->form, "all"))
        TRY(all_ids(page, &list, most, ids, &n));
    else
        n = read_ids(page, most, ids);
    enum err e = n == 0 ? ERR_INPUT : bulk_begin(page->db, page->arena, page->user, action, desk_list_query(page->arena, &list), ids, n, page->now_us, &id);
    if (e == ERR_INPUT) {
        page_flash_warn(page, N_("Choose at least one complaint of the list."));
        return page_redirect(page, back);
    }
    TRY(e);
    return page_redirect(page, arena_printf(page->arena, "/staff/bulk/%lld", (long long)id));
}

/* ---- showing ---- */

struct bulk_page {
    struct bulk bulk;
    struct bulk_item *items;
    struct desk_bulk_row *rows;
    size_t n;
    struct desk_list list;
};

static enum err load_bulk(struct page *page, struct bulk_page *x)
{
    long long id;
    struct complaint_seen *seen;
    size_t n_seen, at = 0;
    if (!str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    TRY(bulk_load(page->db, page->arena, page->user, id, &x->bulk, &x->items, &x->n));
    int64_t *ids = ARENA_ARRAY(page->arena, x->n + 1, int64_t);
    for (size_t i = 0; i < x->n; i++)
        ids[i] = x->items[i].complaint_id;
    TRY(complaint_load_many(page->db, page->arena, page->user, ids, x->n, &seen, &n_seen));
    x->rows = ARENA_ARRAY(page->arena, x->n + 1, struct desk_bulk_row);
    for (size_t i = 0; i < x->n; i++) {
        struct desk_bulk_row *row = &x->rows[i];
        row->item = &x->items[i];
        if (at < n_seen && seen[at].c.id == ids[i]) {
            row->c = &seen[at].c;
            row->rights = seen[at++].rights;
        }
        row->verdict = desk_bulk_judge(x->bulk.action, row->c, row->rights, x->items[i].version);
    }
    x->list = (struct desk_list){.words = ""};
    desk_list_read_from(x->bulk.query, page->arena, desk_date_of(page->now_us, page->site->zone), &x->list);
    return ERR_NONE;
}

static enum err load_choices(struct page *page, struct desk_bulk_shown *shown)
{
    const struct desk_bulk_kind *kind = desk_bulk_kind(shown->bulk->action);
    struct department *departments;
    struct org_offer offer;
    const char **words;
    int64_t version_id;
    if (kind->department) {
        TRY(org_departments_for(page->db, page->arena, page->user->unit_id, &departments, &shown->n_departments));
        shown->departments = departments;
    }
    if (kind->person) {
        TRY(org_offer_people(page->db, page->arena, page->user->unit_id, 0, page->now_us, PEOPLE_MAX, &offer));
        shown->people = offer.people;
        shown->n_people = offer.n_people;
        shown->away = offer.away;
        shown->n_away = offer.n_away;
    }
    if (kind->word) {
        TRY(tag_in_use(page->db, page->arena, page->user->unit_id, &words, &shown->n_words));
        shown->words = words;
    }
    return kind->finding ? rulebook_in_force(page->db, page->arena, &shown->book, &version_id) : ERR_NONE;
}

static enum err show(struct page *page, const struct bulk_page *x, const struct desk_bulk_typed *typed, const struct http_form_errors *errors)
{
    struct desk_bulk_shown shown = {.bulk = &x->bulk, .rows = x->rows, .n = x->n, .typed = typed, .errors = errors, .back = desk_list_url(page->arena, &x->list)};
    if (x->bulk.state == BULK_CHOSEN)
        TRY(load_choices(page, &shown));
    struct tpl *t = page_template(page, TPL_DESK_BULK, page_text(page, desk_bulk_kind(x->bulk.action)->title));
    page_errors(page, t, errors);
    desk_many_fill(page, t, &shown);
    return page_answer(page, t, errors->n > 0 ? 422 : 200);
}

static enum err bulk_get(struct page *page)
{
    struct bulk_page x;
    const struct desk_bulk_typed typed = {.person = "", .text = "", .word = "", .basis = "", .agreement = "", .cause = "", .stage = ""};
    const struct http_form_errors none = {0};
    TRY(load_bulk(page, &x));
    return show(page, &x, &typed, &none);
}

/* ---- what is entered ---- */

static int64_t read_id(const struct http_form *form, const char *name)
{
    long long id;
    return str_to_i64(str_of(http_form_get(form, name)), 1, INT64_MAX, &id) ? id : 0;
}

static void read_form(const struct page *page, enum bulk_action action, struct desk_bulk_typed *typed, struct http_form_errors *errors)
{
    const struct desk_bulk_kind *kind = desk_bulk_kind(action);
    const size_t most = page->site->config->limits.message_chars;
    const struct http_text_rule text = {.required = kind->text_needed, .lines = true, .max = kind->finding && most > COMPLAINT_OUTCOME_MAX ? COMPLAINT_OUTCOME_MAX : most, .missing = N_("Write what is asked for or why")};
    long long finding = 0;
    *typed = (struct desk_bulk_typed){.person = "", .text = "", .word = "", .agreement = "", .basis = http_form_get(page->form, "basis"), .cause = http_form_get(page->form, "cause"), .stage = http_form_get(page->form, "stage_code")};
    typed->department_id = kind->department ? read_id(page->form, "department") : 0;
    typed->person_id = kind->person ? read_id(page->form, "person") : 0;
    if (kind->word) {
        typed->word = tag_word(page->arena, http_form_get(page->form, "word"));
        if (!*typed->word)
            http_form_error(errors, "word", N_("Write the tag"), 0);
    }
    if (kind->person)
        typed->person = utf8_clean(page->arena, utf8_prefix(str_of(http_form_get(page->form, "person_name")), PERSON_MAX), false);
    typed->absent_ok = kind->person && http_form_tick(page->form, "absent_ok");
    if (kind->department && !typed->department_id && !typed->person_id && !*typed->person)
        http_form_error(errors, "department", kind->person ? N_("Choose a department or a person") : N_("Choose a department"), 0);
    typed->agreement = kind->finding ? http_form_text(page->form, "agreement", &(struct http_text_rule){.lines = true, .max = 1000}, errors) : "";
    if (kind->finding && str_to_i64(str_of(http_form_get(page->form, "finding")), FINDING_NONE + 1, FINDING__END - 1, &finding))
        typed->finding = (enum complaint_finding)finding;
    else if (kind->finding)
        http_form_error(errors, "finding", N_("Choose the finding"), 0);
    if (kind->text)
        typed->text = http_form_text(page->form, "text", &text, errors);
}

/* Who it is, whether he is there, and the department that he brings along where none was chosen, as when one complaint is assigned. */
static enum err find_person(const struct page *page, struct desk_bulk_typed *typed, struct http_form_errors *errors)
{
    struct person *people;
    struct absence away;
    size_t n;
    if (!typed->person_id && !*typed->person)
        return ERR_NONE;
    const char *field = *typed->person ? "person_name" : "person";
    if (*typed->person) {
        TRY(org_people_named(page->db, page->arena, page->user->unit_id, typed->person, 2, &people, &n));
        if (n != 1) {
            http_form_error(errors, field, n == 0 ? N_("Nobody here has this name. Enter the sign-in name") : N_("Several people have this name. Enter the sign-in name"), 0);
            return ERR_NONE;
        }
        typed->person_id = people[0].id;
    } else {
        TRY(org_people_of(page->db, page->arena, page->user->unit_id, 0, PEOPLE_MAX, &people, &n));
    }
    const struct person *chosen = NULL;
    for (size_t i = 0; i < n; i++) {
        if (people[i].id == typed->person_id)
            chosen = &people[i];
    }
    if (!chosen) {
        http_form_error(errors, field, N_("This person cannot take the complaint any more. Choose another"), 0);
        return ERR_NONE;
    }
    if (chosen->department_id)
        typed->department_id = chosen->department_id;
    enum err e = absence_of(page->db, page->arena, chosen->id, page->now_us, &away);
    if (e == ERR_NOT_FOUND)
        return ERR_NONE;
    TRY(e);
    typed->away = true;
    if (!typed->absent_ok)
        http_form_error(errors, field,
                        text_f(page->arena, page->lang, N_("%s is away; %s stands in. Choose another handler, or tick that it is meant so"), chosen->name, away.deputy), 0);
    return ERR_NONE;
}

static const char *number_or_null(struct arena *a, int64_t number)
{
    return number ? arena_printf(a, "%lld", (long long)number) : NULL;
}

static const char *data_of(struct arena *a, const struct desk_bulk_typed *typed)
{
    return timeline_data(a, "department", number_or_null(a, typed->department_id), "person", number_or_null(a, typed->person_id), "finding", number_or_null(a, typed->finding), "basis",
                         typed->basis, "agreement", typed->agreement, "cause", typed->cause, "stage", typed->stage, "word", typed->word, "text", typed->text, NULL);
}

static int64_t number_in(struct arena *a, const char *data, const char *key)
{
    long long number;
    return str_to_i64(str_of(timeline_get(a, data, key)), 0, INT64_MAX, &number) ? number : 0;
}

static struct desk_bulk_typed typed_of(struct arena *a, const char *data)
{
    return (struct desk_bulk_typed){
        .department_id = number_in(a, data, "department"),
        .person_id = number_in(a, data, "person"),
        .person = "",
        .finding = (enum complaint_finding)number_in(a, data, "finding"),
        .basis = timeline_get(a, data, "basis"),
        .agreement = timeline_get(a, data, "agreement"),
        .cause = timeline_get(a, data, "cause"),
        .stage = timeline_get(a, data, "stage"),
        .word = timeline_get(a, data, "word"),
        .text = timeline_get(a, data, "text"),
    };
}

/* ---- doing ---- */

/* The key by which one complaint's part is done once, however often the whole is sent: of the action, not of the form. */
static void key_of(const struct page *page, const struct bulk *b, const char *number, int slip, uint8_t out[32])
{
    const char *path = arena_printf(page->arena, "%s/%d", number, slip);
    once_hash(page->site->keys, "bulk", path, arena_printf(page->arena, "%lld", (long long)b->id), out);
}

static const char *input_words(const struct page *page, enum bulk_action action)
{
    return page_text(page, action == BULK_CLOSE ? N_("It cannot be closed with these reasons; open it and look") : N_("This department or person cannot take this complaint"));
}

/* Who must not have it is refused with the reason (requirements G9). */
static enum err kept_out_words(struct page *page, const struct desk_bulk_row *row, const struct desk_bulk_typed *typed, const char **ret_why)
{
    struct recusal *kept_out;
    size_t n;
    TRY(recusal_list(page->db, page->arena, row->c->id, &kept_out, &n));
    for (size_t i = 0; i < n; i++) {
        if (kept_out[i].user_id == typed->person_id)
            *ret_why = page_text(page, N_("This person is kept out of the complaint because of a conflict of interest. Choose another"));
    }
    return ERR_NONE;
}

static enum err run_complaint(struct page *page, const struct bulk_page *x, const struct desk_bulk_row *row, const struct desk_bulk_typed *typed, const char **ret_why)
{
    const struct complaint_writer writer = writer_of(page);
    struct complaint_result result = {.n_gates = 0};
    struct complaint_closing closing = closing_none(), same = closing_none();
    same.text = typed->text, same.agreement = typed->agreement, same.cause = typed->cause, same.stage = typed->stage;
    const struct rulebook *book;
    int64_t version_id;
    uint8_t key[32];
    key_of(page, &x->bulk, row->c->number, 0, key);
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    if (x->bulk.action == BULK_CLOSE)
        TRY(desk_close_for_many(page, book, row->c->id, &same, &closing));
    const struct complaint_command command = {
        .action = x->bulk.action == BULK_CLOSE ? ACTION_CLOSE : ACTION_ASSIGN,
        .number = row->c->number,
        .version = row->item->version,
        .text = typed->text,
        .department_id = typed->department_id,
        .assignee_id = typed->person_id,
        .finding = typed->finding,
        .basis = typed->basis,
        .closing = x->bulk.action == BULK_CLOSE ? &closing : NULL,
        .once_hash = key,
        .once_location = arena_printf(page->arena, "/staff/bulk/%lld", (long long)x->bulk.id),
    };
    enum err e = complaint_act(page->db, page->arena, &writer, &command, &result);
    if (e == ERR_STATE && result.n_gates > 0)
        *ret_why = desk_gates_words(page, book, result.gates, result.n_gates);
    if (e == ERR_INPUT && typed->person_id)
        TRY(kept_out_words(page, row, typed, ret_why));
    return e;
}

static const char *slip_words(const struct page *page, const struct slip_result *result)
{
    const char *text = result->why && *result->why ? page_text(page, result->why) : "", *name = strstr(text, "%s");
    return name ? arena_printf(page->arena, "%.*s%s%s", (int)(name - text), text, result->why_of, name + 2) : text;
}

static enum err run_slip(struct page *page, const struct bulk_page *x, const struct desk_bulk_row *row, const struct desk_bulk_typed *typed, int slip, const char **ret_why)
{
    const struct complaint_writer writer = writer_of(page);
    struct slip_result result = {0};
    uint8_t key[32];
    key_of(page, &x->bulk, row->c->number, slip, key);
    const struct slip_command command = {
        .action = slip ? SLIP_DO_REMIND : SLIP_DO_SEND,
        .number = row->c->number,
        .slip = slip,
        .kind = SLIP_DISPATCH,
        .department_id = typed->department_id,
        .text = typed->text,
        .once_hash = key,
        .once_location = arena_printf(page->arena, "/staff/bulk/%lld", (long long)x->bulk.id),
    };
    enum err e = slip_act(page->db, page->arena, &writer, &command, &result);
    if (e == ERR_INPUT || e == ERR_STATE || e == ERR_FORBIDDEN)
        *ret_why = slip_words(page, &result);
    return e;
}

/* Every slip that waits for its receiver; nothing to remind of is a refusal. */
static enum err remind(struct page *page, const struct bulk_page *x, const struct desk_bulk_row *row, const struct desk_bulk_typed *typed, const char **ret_why)
{
    struct slip *slips;
    size_t n, reminded = 0;
    enum err last = ERR_STATE;
    TRY(slip_load_all(page->db, page->arena, page->user, row->c, &slips, &n));
    for (size_t i = 0; i < n; i++) {
        if (!slip_state_with_receiver(slips[i].state))
            continue;
        enum err e = run_slip(page, x, row, typed, slips[i].number, ret_why);
        if (e != ERR_NONE && e != ERR_STATE && e != ERR_FORBIDDEN)
            return e;
        last = e == ERR_NONE ? last : e;
        reminded += e == ERR_NONE;
    }
    if (reminded > 0)
        return ERR_NONE;
    if (!**ret_why)
        *ret_why = page_text(page, N_("No department has to answer it at present"));
    return last;
}

static enum err run_one(struct page *page, const struct bulk_page *x, const struct desk_bulk_row *row, const struct desk_bulk_typed *typed, const char **ret_why)
{
    const struct complaint_writer writer = writer_of(page);
    switch (x->bulk.action) {
    case BULK_DISPATCH: return run_slip(page, x, row, typed, 0, ret_why);
    case BULK_REMIND: return remind(page, x, row, typed, ret_why);
    case BULK_TAG:
    case BULK_UNTAG: return tag_set(page->db, page->arena, &writer, row->c->number, typed->word, x->bulk.action == BULK_TAG);
    case BULK_ASSIGN:
    case BULK_CLOSE:
    case BULK__COUNT: break;
    }
    return run_complaint(page, x, row, typed, ret_why);
}

/* Why it was not done, in words; NULL: the whole cannot go on now. */
static const char *refusal(const struct page *page, const struct bulk_page *x, const struct desk_bulk_row *row, enum err e, const char *why)
{
    if (*why)
        return why;
    switch (e) {
    case ERR_STALE: return desk_bulk_words(page, BULK_CHANGED, row->c, row->rights);
    case ERR_NOT_FOUND: return desk_bulk_words(page, BULK_GONE, row->c, row->rights);
    case ERR_FORBIDDEN: return desk_bulk_words(page, BULK_NO_RIGHT, row->c, row->rights);
    case ERR_ERASED: return page_text(page, N_("This complaint was erased; nothing more is written about it"));
    case ERR_STATE: return desk_bulk_words(page, BULK_NOT_NOW, row->c, row->rights);
    case ERR_INPUT: return input_words(page, x->bulk.action);
    case ERR_TOO_LARGE: return page_text(page, N_("It has as many tags as there may be; take one off first"));
    default: return NULL;
    }
}

/*
 * Whoever did it before the work was broken off has done it: the key of each complaint knows. So a complaint that changed by our own doing is tried before
 * it is judged.
 */
static enum err do_row(struct page *page, const struct bulk_page *x, const struct desk_bulk_row *row, const struct desk_bulk_typed *typed)
{
    const char *why = "";
    bool again = x->bulk.state == BULK_UNDER_WAY && row->c;
    enum err e = ERR_STATE;
    if (row->verdict == BULK_FITS || again)
        e = run_one(page, x, row, typed, &why);
    else
        why = desk_bulk_words(page, row->verdict, row->c, row->rights);
    if (e == ERR_NONE)
        return bulk_item_end(page->db, x->bulk.id, row->item->complaint_id, BULK_ITEM_DONE, "");
    if (again && row->verdict != BULK_FITS && !*why)
        why = desk_bulk_words(page, row->verdict, row->c, row->rights);
    const char *words = refusal(page, x, row, e, why);
    if (!words)
        return e;
    return bulk_item_end(page->db, x->bulk.id, row->item->complaint_id, BULK_ITEM_REFUSED, str_cstr(page->arena, utf8_prefix(str_of(words), 500)));
}

static enum err confirm(struct page *page, struct bulk_page *x, const struct desk_bulk_typed *typed)
{
    enum err e = bulk_confirm(page->db, x->bulk.id, data_of(page->arena, typed));
    if (e != ERR_STATE)
        return e;
    return load_bulk(page, x); /* sent twice: what was confirmed first holds */
}

static enum err bulk_post(struct page *page)
{
    struct bulk_page x;
    struct desk_bulk_typed typed;
    struct http_form_errors errors = {0};
    TRY(load_bulk(page, &x));
    if (!desk_bulk_may(page->user, x.bulk.action))
        return ERR_FORBIDDEN;
    if (x.bulk.state == BULK_CHOSEN) {
        read_form(page, x.bulk.action, &typed, &errors);
        if (errors.n == 0)
            TRY(find_person(page, &typed, &errors));
        if (errors.n > 0)
            return show(page, &x, &typed, &errors);
        TRY(confirm(page, &x, &typed));
    }
    if (x.bulk.state != BULK_CHOSEN)
        typed = typed_of(page->arena, x.bulk.data);
    for (size_t i = 0; i < x.n; i++) {
        if (x.rows[i].item->state == BULK_ITEM_TO_DO)
            TRY(do_row(page, &x, &x.rows[i], &typed));
    }
    if (x.bulk.state != BULK_DONE)
        TRY(bulk_end(page->db, x.bulk.id));
    return page_redirect(page, arena_printf(page->arena, "/staff/bulk/%lld", (long long)x.bulk.id));
}

const struct route desk_bulk_routes[] = {
    {.method = HTTP_POST, .path = "/staff/bulk", .need = MAY(SEE), .run = begin_post},
    {.method = HTTP_GET, .path = "/staff/bulk/:id", .need = MAY(SEE), .run = bulk_get},
    {.method = HTTP_POST, .path = "/staff/bulk/:id", .need = MAY(SEE), .run = bulk_post},
    {0},
};
