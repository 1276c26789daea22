#include <string.h>

#include "admin_common_pages.h"
#include "admin_import_view.h"
#include "admin_routes.h"
#include "people_import_store.h"

#define PATH "/staff/admin/people/import"
#define BODY_MAX (4u << 20)
#define PART_BYTES 48000 /* of the table in one hidden field */
#define PARTS_MAX 60
#define PASSWORDS_MAX 50 /* that one page makes: each takes as long as a sign-in */

/* ---- the file ---- */

static enum err import_files(struct page *page, struct http_file_sink *ret_sink)
{
    return admin_upload_into(page, PEOPLE_IMPORT_BYTES, ret_sink);
}

/* ---- the preview ---- */

struct importing {
    struct people_import table;
    struct people_import_plan plan;
    struct admin_import_shown shown;
    struct http_form_errors errors;
};

static const char *roles_of(struct page *page, const struct people_import_step *step)
{
    struct buf list = {.arena = page->arena};
    for (size_t i = 0; i < step->n_grants; i++) {
        buf_printf(&list, "%s%s", list.n ? (page->lang == LANG_ZH ? "、" : ", ") : "", page_pick(page, step->grants[i].zh, step->grants[i].en));
        if (step->grants[i].department_id)
            buf_printf(&list, " (%s)", page_pick(page, step->person.department_zh, step->person.department_en));
    }
    return list.n ? list.p : "";
}

static void fill_rows(struct page *page, struct importing *in)
{
    static const enum admin_import_kind kinds[] = {[PEOPLE_IMPORT_NEW] = ADMIN_IMPORT_NEW, [PEOPLE_IMPORT_CHANGED] = ADMIN_IMPORT_CHANGED,
                                                   [PEOPLE_IMPORT_SAME] = ADMIN_IMPORT_SAME, [PEOPLE_IMPORT_FAULTY] = ADMIN_IMPORT_FAULTY};
    struct admin_import_row *rows = ARENA_ARRAY(page->arena, in->plan.n, struct admin_import_row);
    for (size_t i = 0; i < in->plan.n; i++) {
        const struct people_import_step *step = &in->plan.steps[i];
        rows[i] = (struct admin_import_row){.line = step->row->line, .kind = kinds[step->kind], .was = &step->was, .person = &step->person, .roles = roles_of(page, step),
                                            .login = step->row->cells[PEOPLE_LOGIN], .name = step->row->cells[PEOPLE_NAME], .fault = step->fault, .about = step->about};
        in->shown.counts[rows[i].kind]++;
    }
    in->shown.rows = rows;
    in->shown.n = in->plan.n;
}

/* Read a table and see what it would do; a fault of the whole is an error of the field that it came by. */
static enum err look(struct page *page, struct importing *in, struct str bytes, const char *field)
{
    in->table = people_import_read(page->arena, bytes);
    in->shown.table = &in->table;
    if (in->table.fault) {
        const char *what = admin_import_text(page, in->table.fault, in->table.about);
        http_form_error(&in->errors, field, text_f(page->arena, page->lang, N_("Line %d: %s"), in->table.fault_line, what), 0);
        return ERR_NONE;
    }
    TRY(people_import_plan(page->db, page->arena, page->user, &in->table, &in->plan));
    fill_rows(page, in);
    return ERR_NONE;
}

/* The table goes along in the page: nothing is kept here until it is imported. */
static void take_along(struct page *page, struct importing *in, struct str bytes)
{
    size_t n = (bytes.n + PART_BYTES - 1) / PART_BYTES;
    const char **parts = ARENA_ARRAY(page->arena, n, const char *);
    for (size_t i = 0; i < n; i++) {
        size_t at = i * PART_BYTES, left = bytes.n - at;
        parts[i] = str_base64url(page->arena, bytes.p + at, left < PART_BYTES ? left : PART_BYTES);
    }
    in->shown.parts = parts;
    in->shown.n_parts = n;
}

static enum err show(struct page *page, struct importing *in, int status)
{
    in->shown.errors = in->errors.n ? &in->errors : NULL;
    return page_answer(page, admin_import_view(page, &in->shown), status);
}

static enum err import_get(struct page *page)
{
    struct importing in = {.shown = {.text = ""}};
    TRY(page_recent(page, true));
    return show(page, &in, 200);
}

static enum err import_post(struct page *page)
{
    const struct admin_upload *u = page->upload;
    const char *text = http_form_get(page->form, "text");
    struct importing in = {.shown = {.text = text}};
    struct str bytes = u->bytes.n ? buf_str(&u->bytes) : str_of(text);
    if (u->too_large)
        http_form_error(&in.errors, "file", N_("The file is larger than 2 MB"), 0);
    else if (bytes.n == 0)
        http_form_error(&in.errors, "file", N_("Choose a file, or paste the table below"), 0);
    else
        TRY(look(page, &in, bytes, u->bytes.n ? "file" : "text"));
    if (in.errors.n > 0)
        return show(page, &in, 422);
    take_along(page, &in, bytes);
    return show(page, &in, 200);
}

/* ---- doing it ---- */

static bool brought_along(struct page *page, struct str *ret_bytes)
{
    struct buf all = {.arena = page->arena};
    char *part = arena_alloc(page->arena, PART_BYTES);
    size_t n = http_form_count(page->form, "part");
    for (size_t i = 0; i < n && i < PARTS_MAX; i++) {
        size_t part_n;
        if (!str_unbase64url(str_of(http_form_nth(page->form, "part", i)), part, PART_BYTES, &part_n))
            return false;
        buf_add(&all, part, part_n);
    }
    *ret_bytes = buf_str(&all);
    return n > 0 && n <= PARTS_MAX;
}

static bool as_expected(struct page *page, const struct importing *in)
{
    const size_t *c = in->shown.counts;
    return strcmp(http_form_get(page->form, "expected"), arena_printf(page->arena, "%zu-%zu-%zu-%zu", c[0], c[1], c[2], c[3])) == 0;
}

static enum err make_passwords(struct page *page, size_t n, const char *const **ret_passwords, const char *const **ret_hashes)
{
    const char **passwords = ARENA_ARRAY(page->arena, n, const char *), **hashes = ARENA_ARRAY(page->arena, n, const char *);
    for (size_t i = 0; i < n; i++)
        TRY(admin_make_password(page, &passwords[i], &hashes[i]));
    *ret_passwords = passwords;
    *ret_hashes = hashes;
    return ERR_NONE;
}

static enum err run_post(struct page *page)
{
    struct importing in = {.shown = {.text = ""}};
    struct str bytes;
    const char *const *passwords = NULL, *const *hashes = NULL;
    TRY(page_recent(page, false));
    if (!brought_along(page, &bytes))
        return ERR_MALFORMED;
    struct change_by by = admin_by(page, "/staff/admin/people");
    TRY(look(page, &in, bytes, "file"));
    if (in.errors.n > 0)
        return show(page, &in, 422);
    take_along(page, &in, bytes);
    if (!as_expected(page, &in)) {
        in.shown.moved = true;
        return show(page, &in, 409);
    }
    size_t fresh = in.shown.counts[ADMIN_IMPORT_NEW];
    if (fresh > 0 && fresh <= PASSWORDS_MAX)
        TRY(make_passwords(page, fresh, &passwords, &hashes));
    enum err e = people_import_run(page->db, page->arena, &by, &in.plan, hashes);
    if (e == ERR_EXISTS && by.led_to)
        return page_redirect(page, by.led_to);
    if (e == ERR_STALE || e == ERR_EXISTS) {
        in.shown.moved = true;
        return show(page, &in, 409);
    }
    TRY(e);
    return page_answer(page, admin_import_done_view(page, &in.shown, passwords), 200);
}

const struct route admin_import_routes[] = {
    {.method = HTTP_GET, .path = PATH, .need = MAY(SET_PEOPLE), .run = import_get},
    {.method = HTTP_POST, .path = PATH, .need = MAY(SET_PEOPLE), .run = import_post, .files = import_files},
    {.method = HTTP_POST, .path = PATH "/run", .need = MAY(SET_PEOPLE), .run = run_post, .body_max = BODY_MAX},
    {0},
};
