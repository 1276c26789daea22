#include <string.h>

#include "attachment_store.h"
#include "complaint_store.h"
#include "crypto_receipt.h"
#include "format.h"
#include "intake.h"
#include "intake_mail_pages.h"
#include "intake_mail_store.h"
#include "intake_mail_view.h"
#include "intake_routes.h"
#include "intake_store.h"
#include "once_store.h"
#include "pager.h"
#include "repeat_store.h"
#include "rulebook_store.h"
#include "staff_draft_store.h"
#include "utf8.h"

#define FOUND_MAX 6
#define UNITS_MAX 200

/* ---- the list ---- */

static enum intake_mail_view view_of(const char *name)
{
    for (int i = 0; i < INTAKE_MAIL_VIEW__COUNT; i++) {
        if (strcmp(name, intake_mail_views[i]) == 0)
            return (enum intake_mail_view)i;
    }
    return INTAKE_MAIL_WAITING;
}

static enum err list_get(struct page *page)
{
    enum intake_mail_view view = view_of(http_query(page->req, "view"));
    size_t limit = page->site->config->limits.list_rows, n;
    struct pager_key after = {0, 0};
    struct mail *rows;
    bool paged = pager_after(page, &after) && view != INTAKE_MAIL_WAITING;
    TRY(intake_mail_list(page->db, page->arena, page->user, page->site->keys, view, paged ? after.id : 0, limit, &rows, &n));
    bool more = n > limit;
    n = more ? limit : n;
    const struct intake_mail_list list = {.view = intake_mail_views[view], .rows = rows, .n = n,
                                          .next = more && view != INTAKE_MAIL_WAITING ? pager_word(page->arena, (struct pager_key){0, rows[n - 1].id}) : ""};
    struct tpl *t = page_template(page, TPL_INTAKE_MAIL_LIST, page_text(page, N_("E-mail received")));
    intake_mail_list_fill(page, t, &list);
    return page_answer(page, t, 200);
}

/* ---- one mail ---- */

static const char *path_of(const struct page *page, const struct mail *m)
{
    return arena_printf(page->arena, "/staff/mail/%s", m->code);
}

/* What stands with a complaint is for who may see that. */
static enum err load(struct page *page, struct mail *ret_mail)
{
    struct complaint c;
    permission_set rights;
    if (!intake_token_ok(page->params[0]))
        return ERR_NOT_FOUND;
    TRY(intake_mail_get(page->db, page->arena, page->user, page->site->keys, page->params[0], ret_mail));
    return ret_mail->complaint_id ? complaint_load(page->db, page->arena, page->user, ret_mail->number, &c, &rights) : ERR_NONE;
}

/* Numbers that stand in the subject or the text, of complaints that the user may see. */
static enum err find_numbers(struct page *page, const struct mail *m, struct repeat_match *list, size_t *n)
{
    const char *prefix = page->site->config->site.number_prefix, *texts[] = {m->content.subject, m->content.text, m->content.quoted};
    enum { NUMBER_MAX = 24 };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        for (const char *at = texts[i]; (at = strcasestr(at, prefix)) && *n < FOUND_MAX; at++) {
            permission_set rights;
            size_t length = strspn(at, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-");
            const char *number = length > NUMBER_MAX ? NULL : crypto_number_read(page->arena, prefix, arena_strndup(page->arena, at, length));
            bool known = !number;
            for (size_t k = 0; k < *n && !known; k++)
                known = strcmp(list[k].c.number, number) == 0;
            if (known)
                continue;
            enum err e = complaint_load(page->db, page->arena, page->user, number, &list[*n].c, &rights);
            if (e == ERR_NONE)
                (*n)++;
            else if (e != ERR_NOT_FOUND)
                return e;
        }
    }
    return ERR_NONE;
}

/* Then those of the same sender. */
static enum err find_complaints(struct page *page, const struct mail *m, struct intake_mail_page *x)
{
    struct repeat_match *list = ARENA_ARRAY(page->arena, 2 * FOUND_MAX, struct repeat_match), *same;
    const struct rulebook *book;
    const struct identity who = {.name = "", .phone = "", .email = m->content.from, .address = "", .id_number = ""};
    const struct repeat_question question = {.who = &who, .reference = "", .text = "", .now_us = page->now_us};
    int64_t version_id;
    size_t n = 0, n_same = 0;
    TRY(find_numbers(page, m, list, &n));
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    if (*m->content.from)
        TRY(repeat_find(page->db, page->arena, page->user, page->site->keys, &book->repeats, &question, FOUND_MAX, &same, &n_same));
    for (size_t i = 0; i < n_same; i++) {
        bool known = false;
        for (size_t k = 0; k < n && !known; k++)
            known = strcmp(list[k].c.number, same[i].c.number) == 0;
        if (!known)
            list[n++] = same[i];
    }
    x->found = list;
    x->n_found = n;
    return ERR_NONE;
}

static enum err show(struct page *page, const struct mail *m, const struct http_form_errors *errors, int status)
{
    struct intake_mail_page x = {.mail = m, .errors = errors, .typed_number = http_form_get(page->form, "number"), .typed_reason = http_form_get(page->form, "reason")};
    struct attachment *files = NULL;
    if (!m->gone)
        TRY(intake_mail_files(page->db, page->arena, m->id, &files, &x.n_files));
    x.files = files;
    if (m->state == MAIL_WAITS)
        TRY(find_complaints(page, m, &x));
    struct tpl *t = page_template(page, TPL_INTAKE_MAIL, page_text(page, N_("E-mail received")));
    intake_mail_fill(page, t, &x);
    return page_answer(page, t, status);
}

static enum err mail_get(struct page *page)
{
    static const struct http_form_errors none;
    struct mail m;
    TRY(load(page, &m));
    return show(page, &m, &none, 200);
}

static enum err file_get(struct page *page)
{
    struct mail m;
    struct attachment *files;
    size_t n;
    TRY(load(page, &m));
    if (m.gone)
        return ERR_NOT_FOUND;
    TRY(intake_mail_files(page->db, page->arena, m.id, &files, &n));
    for (size_t i = 0; i < n; i++) {
        if (strcmp(files[i].code, page->params[1]) != 0)
            continue;
        attachment_answer(page->db, false, &files[i], page->resp);
        return ERR_NONE;
    }
    return ERR_NOT_FOUND;
}

/* ---- what is done with it ---- */

/* Somebody else was faster: the page as it stands now says who and what. */
static enum err answer_stale(struct page *page)
{
    page_flash_warn(page, N_("Somebody else has dealt with this e-mail in the meantime."));
    return page_redirect(page, arena_printf(page->arena, "/staff/mail/%s", page->params[0]));
}

static enum err decide(struct page *page, const struct mail *m, const struct intake_mail_decision *decision, const char *done)
{
    enum err e = intake_mail_decide(page->db, page->arena, page->user, page->site->keys, m, decision, page->now_us);
    if (e == ERR_STALE)
        return answer_stale(page);
    TRY(e);
    page_flash(page, done);
    return page_redirect(page, decision->to == MAIL_WAITS || decision->review ? path_of(page, m) : "/staff/mail");
}

static bool is_chinese(const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p >= 0xE3 && *p <= 0xE9)
            return true;
    }
    return false;
}

/* What the mail tells, as it would have been typed. */
static enum err fill_draft(struct page *page, const struct mail *m, struct intake *d)
{
    const struct config *config = page->site->config;
    struct intake_unit *units;
    size_t n;
    bool zh = is_chinese(m->content.subject) || is_chinese(m->content.text);
    TRY(intake_units(page->db, page->arena, page->user, "", UNITS_MAX, &units, &n, NULL));
    intake_empty(d);
    d->token = m->code;
    d->name = m->content.name;
    d->email = m->content.from;
    d->prefer = "email";
    d->title = str_cstr(page->arena, utf8_prefix(str_of(m->content.subject), config->limits.title_chars));
    d->body = mail_message(page->arena, &m->content, zh, config->limits.text_chars);
    d->language = zh ? "zh" : "en";
    /* As the control of the form writes it. */
    char *arrived = arena_strdup(page->arena, format_full(page->arena, m->at_us, page->site->zone));
    if (strchr(arrived, ' '))
        *strchr(arrived, ' ') = 'T';
    d->received = arrived;
    for (size_t i = 0; i < n; i++) {
        if (units[i].id == m->unit_id)
            d->unit = units[i].code;
    }
    return ERR_NONE;
}

/* By e-mail; where the rulebook has no such channel, by the first that it has. */
static const struct rb_name *channel_of(const struct rulebook *book)
{
    const struct rb_name *channel = rulebook_name(book->channels, book->channels_count, "email");
    for (unsigned i = 0; i < book->channels_count && !intake_channel_ok(channel); i++)
        channel = &book->channels[i];
    return channel;
}

static enum err register_post(struct page *page)
{
    struct mail m;
    struct staff_draft draft;
    struct intake d;
    const struct rulebook *book;
    int64_t version_id;
    uint8_t stage[32];
    TRY(load(page, &m));
    if (m.state != MAIL_WAITS)
        return answer_stale(page);
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    const struct rb_name *channel = channel_of(book);
    const char *key = arena_printf(page->arena, "intake:%s", m.code);
    if (!intake_channel_ok(channel))
        return ERR_NOT_FOUND;
    intake_stage_name(page, m.code, stage);
    TRY(intake_mail_carry(page->db, page->arena, &m, stage, page->now_us));
    enum err e = staff_draft_get(page->db, page->arena, page->site->keys, page->user->id, key, &draft);
    if (e == ERR_NOT_FOUND) {
        TRY(fill_draft(page, &m, &d));
        d.channel = channel->code;
        e = staff_draft_put(page->db, page->arena, page->site->keys, page->user->id, key, intake_write(page->arena, &d), page->now_us);
    }
    TRY(e);
    return page_redirect(page, arena_printf(page->arena, "/staff/intake/new/%s?draft=%s", channel->code, m.code));
}

static enum err add_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    struct mail m;
    struct complaint c = {.id = 0};
    permission_set rights;
    TRY(load(page, &m));
    if (m.state != MAIL_WAITS)
        return answer_stale(page);
    const char *typed = http_form_get(page->form, "number"), *number = crypto_number_read(page->arena, page->site->config->site.number_prefix, typed);
    enum err e = number ? complaint_load(page->db, page->arena, page->user, number, &c, &rights) : ERR_NOT_FOUND;
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    if (e == ERR_NOT_FOUND)
        http_form_error(&errors, "number", N_("No complaint that you may see has this number. Please check it"), 0);
    else if (c.erased_us)
        http_form_error(&errors, "number", N_("This complaint was erased. Register a new one"), 0);
    if (errors.n)
        return show(page, &m, &errors, 422);
    return decide(page, &m, &(struct intake_mail_decision){.from = MAIL_WAITS, .to = MAIL_COMING, .complaint_id = c.id, .reason = ""}, N_("The e-mail is being added to the complaint as a message of the complainant."));
}

static enum err none_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    struct mail m;
    TRY(load(page, &m));
    if (m.state != MAIL_WAITS)
        return answer_stale(page);
    const char *reason = http_form_text(page->form, "reason", &(struct http_text_rule){.required = true, .lines = true, .max = MAIL_REASON_CHARS, .missing = N_("Say why it is not a complaint")}, &errors);
    if (errors.n)
        return show(page, &m, &errors, 422);
    return decide(page, &m, &(struct intake_mail_decision){.from = MAIL_WAITS, .to = MAIL_NONE, .reason = reason}, N_("Recorded: not a complaint. It stays in the list and can be taken back."));
}

static enum err back_post(struct page *page)
{
    struct mail m;
    TRY(load(page, &m));
    if ((m.state != MAIL_NONE && m.state != MAIL_RECORDED) || m.gone)
        return answer_stale(page);
    return decide(page, &m, &(struct intake_mail_decision){.from = m.state, .to = MAIL_WAITS, .reason = ""}, N_("The e-mail waits again."));
}

static enum err review_post(struct page *page)
{
    struct mail m;
    TRY(load(page, &m));
    return decide(page, &m, &(struct intake_mail_decision){.from = MAIL_NONE, .to = MAIL_NONE, .reason = m.reason, .review = true}, N_("Recorded that you looked at it."));
}

enum err intake_mail_of_draft(struct page *page, const char *token, struct mail *ret_mail)
{
    enum err e = intake_mail_get(page->db, page->arena, page->user, page->site->keys, token, ret_mail);
    if (e == ERR_NOT_FOUND)
        *ret_mail = (struct mail){.id = 0};
    return e == ERR_NOT_FOUND ? ERR_NONE : e;
}

const struct route intake_mail_routes[] = {
    {.method = HTTP_GET, .path = "/staff/mail", .need = MAY(REGISTER), .run = list_get},
    {.method = HTTP_GET, .path = "/staff/mail/:code", .need = MAY(REGISTER), .run = mail_get},
    {.method = HTTP_GET, .path = "/staff/mail/:code/files/:file", .need = MAY(REGISTER), .run = file_get},
    {.method = HTTP_POST, .path = "/staff/mail/:code/register", .need = MAY(REGISTER), .run = register_post},
    {.method = HTTP_POST, .path = "/staff/mail/:code/add", .need = MAY(REGISTER), .run = add_post},
    {.method = HTTP_POST, .path = "/staff/mail/:code/none", .need = MAY(REGISTER), .run = none_post},
    {.method = HTTP_POST, .path = "/staff/mail/:code/back", .need = MAY(REGISTER), .run = back_post},
    {.method = HTTP_POST, .path = "/staff/mail/:code/review", .need = MAY(SUPERVISE), .run = review_post},
    {0},
};
