#include "desk_link_pages.h"

#include <string.h>

#include "complaint_store.h"
#include "crypto_receipt.h"
#include "desk_case_pages.h"
#include "desk_routes.h"
#include "identity_store.h"
#include "link_store.h"
#include "once_store.h"
#include "repeat_store.h"
#include "rulebook_store.h"
#include "sheet_store.h"

#define MATCHES_MAX 20
#define THERE_MAX 50
#define ROWS_MAX 100
#define SAMPLE_ROWS 20

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
}

/* ---- loading ---- */

static bool is_linked(const struct desk_links *links, int64_t complaint_id)
{
    for (size_t i = 0; i < links->n; i++) {
        if (links->list[i].c.id == complaint_id)
            return true;
    }
    return false;
}

static const char *told(struct page *page, const struct desk_case *x)
{
    struct buf text = {.arena = page->arena};
    for (size_t i = 0; i < x->parts.n_allegations; i++)
        buf_printf(&text, "%s%s", i ? "\n" : "", x->parts.allegations[i].body);
    return text.n ? text.p : "";
}

enum err desk_links_load(struct page *page, const struct desk_case *x, bool suggest, struct desk_links *ret_links)
{
    struct desk_links links = {0};
    bool took_in = false;
    TRY(link_load(page->db, page->arena, page->user, x->c.id, &links.list, &links.n));
    for (size_t i = 0; i < links.n; i++)
        took_in |= links.list[i].kind == LINK_MERGED && !links.list[i].leads;
    if (took_in)
        TRY(link_merged_messages(page->db, page->arena, page->user, x->c.id, THERE_MAX, &links.there, &links.n_there));
    if (suggest) {
        const struct repeat_question question = {.who = x->known ? &x->who : NULL, .reference = x->c.reference, .text = told(page, x), .but = x->c.id, .now_us = page->now_us};
        struct repeat_match *found;
        size_t n;
        TRY(repeat_find(page->db, page->arena, page->user, page->site->keys, &x->world.book->repeats, &question, MATCHES_MAX, &found, &n));
        links.matches = ARENA_ARRAY(page->arena, n + 1, struct repeat_match);
        for (size_t i = 0; i < n; i++) {
            if (!is_linked(&links, found[i].c.id))
                links.matches[links.n_matches++] = found[i];
        }
    }
    *ret_links = links;
    return ERR_NONE;
}

/* The head with its texts and, of a named one, who complained: for finding what is alike. */
static enum err load_case(struct page *page, struct desk_case *ret_x)
{
    struct sheet sheet;
    TRY(desk_case_load(page, page->params[0], "", ret_x));
    if (ret_x->c.part)
        return ERR_FORBIDDEN;
    TRY(sheet_load(page->db, page->arena, NULL, ret_x->c.id, 1, &sheet));
    ret_x->parts = sheet.parts;
    if (ret_x->c.mode != COMPLAINT_NAMED)
        return ERR_NONE;
    enum err e = identity_load(page->db, page->arena, page->site->keys, ret_x->c.id, &ret_x->who);
    ret_x->known = e == ERR_NONE;
    return e == ERR_NOT_FOUND ? ERR_NONE : e;
}

static const char *case_path(struct page *page, const struct desk_case *x)
{
    return arena_printf(page->arena, "/staff/complaints/%s#links", x->c.number);
}

static void make_once(const struct page *page, uint8_t out[32])
{
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, out);
}

/* Not possible now, or somebody else changed it meanwhile: why, how it stands, and what had been written. */
static enum err refused(struct page *page, const struct desk_case *x, enum err e, const char *why, const char *typed)
{
    if (e == ERR_STALE)
        why = N_("Somebody else changed this complaint meanwhile, so nothing was done. Look at it as it is now, then decide again");
    if (e == ERR_STATE && !why)
        why = N_("As the complaint stands now this is not possible; nothing was changed");
    if (!why || (e != ERR_STATE && e != ERR_STALE && e != ERR_FORBIDDEN && e != ERR_INPUT))
        return e;
    struct tpl *t = page_template(page, TPL_DESK_LINK_REFUSED, page_text(page, N_("This step is not possible now")));
    desk_link_refused_fill(page, t, case_path(page, x), N_("Back to the complaint"), why, typed);
    return page_answer(page, t, e == ERR_FORBIDDEN ? 403 : e == ERR_INPUT ? 422 : 409);
}

/* The form of a step, not filled in yet, for whom it is possible. */
static enum err form_get(struct page *page, enum complaint_action action, enum err (*show)(struct page *page, const struct desk_case *x))
{
    struct desk_case x;
    TRY(load_case(page, &x));
    if (!desk_act_in(x.allowed, action))
        return refused(page, &x, x.rights & PERMISSION_BIT(MAY_LINK) ? ERR_STATE : ERR_FORBIDDEN, NULL, "");
    return show(page, &x);
}

/* ---- link and merge ---- */

static enum err show_link(struct page *page, struct desk_case *x, const struct desk_link_typed *typed, const struct http_form_errors *errors, int status)
{
    struct desk_links links;
    TRY(desk_links_load(page, x, true, &links));
    struct tpl *t = page_template(page, TPL_DESK_LINK, arena_printf(page->arena, "%s %s", page_text(page, N_("Link or merge")), x->c.number));
    desk_link_fill(page, t, x, &links, typed, errors);
    return page_answer(page, t, status);
}

static enum err link_get(struct page *page)
{
    struct desk_case x;
    struct http_form_errors none = {0};
    TRY(load_case(page, &x));
    if (!desk_act_in(x.allowed, ACTION_LINK))
        return ERR_FORBIDDEN;
    const struct desk_link_typed typed = {.other = desk_number_typed(page->arena, http_query(page->req, "other")), .text = ""};
    return show_link(page, &x, &typed, &none, 200);
}

static struct link_command command_of(struct page *page, const struct desk_case *x, uint8_t once[32])
{
    make_once(page, once);
    return (struct link_command){.number = x->c.number, .prefix = page->site->config->site.number_prefix, .once_hash = once, .once_location = case_path(page, x)};
}

static enum err link_post(struct page *page)
{
    struct desk_case x;
    struct desk_link_typed typed;
    struct http_form_errors errors = {0};
    uint8_t once[32];
    struct link_result result = {0};
    TRY(load_case(page, &x));
    desk_link_read(page->form, page->arena, page->site->config->limits.message_chars, &typed, &errors);
    const char *whole = crypto_number_read(page->arena, page->site->config->site.number_prefix, typed.other);
    typed.other = whole ? whole : typed.other;
    if (errors.n)
        return show_link(page, &x, &typed, &errors, 422);
    struct complaint_writer writer = writer_of(page);
    struct link_command command = command_of(page, &x, once);
    command.other = typed.other;
    command.kind = typed.kind;
    command.version = typed.version;
    command.same_person = typed.same_person;
    command.text = typed.text;
    bool merges = typed.kind == LINK_MERGED;
    enum err e = merges ? link_merge(page->db, page->arena, &writer, &command, &result) : link_put(page->db, page->arena, &writer, &command, &result);
    if (e == ERR_INPUT && result.why) {
        bool tick = merges && !typed.same_person && complaint_number_plain(typed.other) && result.current.id && strstr(result.why, "tick it");
        http_form_error(&errors, tick ? "same_person" : "other", result.why, 0);
        return show_link(page, &x, &typed, &errors, 422);
    }
    if (e == ERR_STATE && result.why) { /* what is written stays; another complaint or another kind may do */
        http_form_error(&errors, "other", result.why, 0);
        return show_link(page, &x, &typed, &errors, 409);
    }
    if (e != ERR_NONE)
        return refused(page, &x, e, result.why, typed.text);
    page_flash(page, merges ? N_("The complaints were merged.") : N_("The complaints were linked."));
    return page_redirect(page, merges && result.numbers ? arena_printf(page->arena, "/staff/complaints/%s", result.numbers) : result.location);
}

static enum err unlink_post(struct page *page)
{
    struct desk_case x;
    uint8_t once[32];
    struct link_result result = {0};
    TRY(load_case(page, &x));
    struct complaint_writer writer = writer_of(page);
    struct link_command command = command_of(page, &x, once);
    command.other = desk_number_typed(page->arena, http_form_get(page->form, "other"));
    enum err e = link_remove(page->db, page->arena, &writer, &command, &result);
    if (e != ERR_NONE)
        return refused(page, &x, e, result.why, "");
    page_flash(page, N_("The link was taken away."));
    return page_redirect(page, result.location);
}

/* ---- split ---- */

static void cut_text(struct page *page, const struct desk_case *x, struct desk_split_typed *typed)
{
    *typed = (struct desk_split_typed){.n_sections = 0};
    for (size_t k = 0; k < LINK_PARTS_MAX; k++)
        typed->categories[k] = "";
    typed->n_sections = link_sections(page->arena, told(page, x), typed->sections);
}

static enum err show_split(struct page *page, const struct desk_case *x, const struct desk_split_typed *typed, const struct http_form_errors *errors)
{
    struct tpl *t = page_template(page, TPL_DESK_SPLIT, arena_printf(page->arena, "%s %s", page_text(page, N_("Split")), x->c.number));
    desk_split_fill(page, t, x, typed, errors);
    return page_answer(page, t, errors->n ? 422 : 200);
}

static enum err show_whole(struct page *page, const struct desk_case *x)
{
    struct desk_split_typed typed;
    cut_text(page, x, &typed);
    return show_split(page, x, &typed, &(struct http_form_errors){0});
}

static enum err split_get(struct page *page)
{
    return form_get(page, ACTION_SPLIT, show_whole);
}

static enum err split_post(struct page *page)
{
    struct desk_case x;
    struct desk_split_typed typed;
    struct http_form_errors errors = {0};
    uint8_t once[32];
    struct link_result result = {0};
    TRY(load_case(page, &x));
    cut_text(page, &x, &typed);
    desk_split_read(page->form, page->arena, x.c.category, &typed, &errors);
    if (errors.n)
        return show_split(page, &x, &typed, &errors);
    struct complaint_writer writer = writer_of(page);
    struct link_command command = command_of(page, &x, once);
    command.version = typed.version;
    command.parts = typed.parts;
    command.n_parts = typed.n_parts;
    enum err e = link_split(page->db, page->arena, &writer, &command, &result);
    if (e == ERR_INPUT) {
        http_form_error(&errors, "parts", result.why ? result.why : N_("Choose a category that is in use"), 0);
        return show_split(page, &x, &typed, &errors);
    }
    if (e != ERR_NONE)
        return refused(page, &x, e, result.why, "");
    page_flash(page, N_("The complaint was split; the new ones are linked with it."));
    return page_redirect(page, result.location);
}

/* ---- count as new ---- */

static enum err show_as_new(struct page *page, const struct desk_case *x, const struct desk_as_new_typed *typed, const struct http_form_errors *errors)
{
    struct tpl *t = page_template(page, TPL_DESK_AS_NEW, arena_printf(page->arena, "%s %s", page_text(page, N_("It came back: count it as new")), x->c.number));
    desk_as_new_fill(page, t, x, typed, errors);
    return page_answer(page, t, errors->n ? 422 : 200);
}

static enum err show_as_new_begun(struct page *page, const struct desk_case *x)
{
    return show_as_new(page, x, &(struct desk_as_new_typed){.channel = "transfer", .source = "", .text = ""}, &(struct http_form_errors){0});
}

static enum err as_new_get(struct page *page)
{
    return form_get(page, ACTION_AS_NEW, show_as_new_begun);
}

static enum err as_new_post(struct page *page)
{
    struct desk_case x;
    struct desk_as_new_typed typed;
    struct http_form_errors errors = {0};
    uint8_t once[32];
    struct link_result result = {0};
    TRY(load_case(page, &x));
    desk_as_new_read(page->form, page->site->config->limits.text_chars, &typed, &errors);
    if (errors.n)
        return show_as_new(page, &x, &typed, &errors);
    struct complaint_writer writer = writer_of(page);
    struct link_command command = command_of(page, &x, once);
    command.version = typed.version;
    command.channel = typed.channel;
    command.source = typed.source;
    command.text = typed.text;
    enum err e = link_as_new(page->db, page->arena, &writer, &command, &result);
    if (e == ERR_INPUT) {
        http_form_error(&errors, "channel", result.why, 0);
        return show_as_new(page, &x, &typed, &errors);
    }
    if (e != ERR_NONE)
        return refused(page, &x, e, result.why, typed.text);
    page_flash(page, N_("A new complaint was made; it is linked with this one and counts again."));
    return page_redirect(page, result.numbers ? arena_printf(page->arena, "/staff/complaints/%s", result.numbers) : result.location);
}

/* ---- what was relabelled ---- */

static void fill_counts(struct page *page, struct tpl *t, const struct rulebook *b, const struct relabel_count *list, size_t n)
{
    struct tpl *counts = n ? tpl_add(t, SEC_COUNTS) : NULL;
    for (size_t i = 0; i < n; i++) {
        struct tpl *row = tpl_add(counts, SEC_COUNT_ROW);
        tpl_int(row, V_ID, list[i].actor_id);
        tpl_text(row, V_NAME, list[i].actor);
        tpl_text(row, V_LABEL, desk_made_words(page, b, list[i].made));
        tpl_int(row, V_COUNT, list[i].n);
    }
}

static void fill_relabelled(struct page *page, struct tpl *t, const struct rulebook *b, const struct relabelled *list, size_t n)
{
    struct tpl *table = n ? tpl_add(t, SEC_TABLE) : NULL;
    tpl_show_if(t, SEC_EMPTY, n == 0);
    for (size_t i = 0; i < n; i++) {
        struct tpl *row = tpl_add(table, SEC_ROW);
        tpl_text(row, V_NUMBER, list[i].number);
        tpl_text(row, V_TITLE, list[i].title);
        tpl_text(row, V_LABEL, desk_made_words(page, b, list[i].made));
        tpl_text(row, V_REASON, list[i].reason);
        tpl_text(row, V_NAME, list[i].actor);
        tpl_text(row, V_AT, desk_moment(page, list[i].at_us));
    }
}

static enum err relabelled_get(struct page *page)
{
    const struct rulebook *book;
    int64_t version_id, from_us = page->now_us - 365 * UTC_DAY_US;
    long long who = 0, sample = 0;
    struct relabelled *rows;
    struct relabel_count *counts;
    size_t n, n_counts;
    if (!str_to_i64(str_of(http_query(page->req, "who")), 0, INT64_MAX, &who))
        who = 0;
    if (!str_to_i64(str_of(http_query(page->req, "sample")), 0, 1000000, &sample))
        sample = 0;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    TRY(relabel_counts(page->db, page->arena, page->user, from_us, page->now_us + 1, &counts, &n_counts));
    TRY(relabel_list(page->db, page->arena, page->user, from_us, page->now_us + 1, who, sample, sample ? SAMPLE_ROWS : ROWS_MAX, &rows, &n));
    struct tpl *t = page_template(page, TPL_DESK_RELABELLED, page_text(page, N_("Relabelled complaints")));
    tpl_text(t, V_HEADING, page_text(page, sample ? N_("A sample") : who ? N_("Of this colleague") : N_("The newest")));
    tpl_show_if(t, SEC_ALL_CUR, !sample && !who);
    tpl_show_if(t, SEC_SAMPLE_CUR, sample > 0);
    tpl_int(t, V_NEXT, (sample ? sample : page->now_us / UTC_DAY_US % 1000) + 1);
    fill_counts(page, t, book, counts, n_counts);
    fill_relabelled(page, t, book, rows, n);
    return page_answer(page, t, 200);
}

const struct route desk_link_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/link", .need = MAY(LINK), .run = link_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/link", .need = MAY(LINK), .run = link_post},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/unlink", .need = MAY(LINK), .run = unlink_post},
    {.method = HTTP_GET, .path = "/staff/complaints/:no/split", .need = MAY(LINK), .run = split_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/split", .need = MAY(LINK), .run = split_post},
    {.method = HTTP_GET, .path = "/staff/complaints/:no/as-new", .need = MAY(LINK), .run = as_new_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/as-new", .need = MAY(LINK), .run = as_new_post},
    {.method = HTTP_GET, .path = "/staff/relabelled", .need = MAY(SUPERVISE), .run = relabelled_get},
    {0},
};
