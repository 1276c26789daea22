#include <string.h>

#include "attachment_store.h"
#include "category_store.h"
#include "complaint_filing_store.h"
#include "complaint_store.h"
#include "crypto_random.h"
#include "crypto_receipt.h"
#include "intake_done_pages.h"
#include "intake_mail_pages.h"
#include "intake_routes.h"
#include "intake_store.h"
#include "intake_view.h"
#include "once_store.h"
#include "repeat_store.h"
#include "rulebook_store.h"
#include "staff_draft_store.h"
#include "vexatious_store.h"

#define TEXT_BODY_MAX (512u * 1024u) /* 20 000 Chinese characters as a form sends them, and the rest of the page */
#define UNITS_SHOWN 200
#define FOUND_SHOWN 10
#define DRAFTS_SHOWN 30

/* ---- what the form stands on ---- */

/* The channel of the address, its rules and the units; the same for every button. */
static enum err begin_page(struct page *page, struct intake_page *x)
{
    int64_t version_id;
    struct category *categories;
    struct intake_unit *units;
    TRY(rulebook_in_force(page->db, page->arena, &x->book, &version_id));
    x->channel = rulebook_name(x->book->channels, x->book->channels_count, page->params[0]);
    if (!intake_channel_ok(x->channel))
        return ERR_NOT_FOUND;
    x->rules = rulebook_intake(x->book, x->channel->code);
    TRY(category_list(page->db, page->arena, true, &categories, &x->n_categories));
    TRY(intake_units(page->db, page->arena, page->user, http_form_get(page->form, "draft"), UNITS_SHOWN, &units, &x->n_units, &x->mailed));
    x->categories = categories;
    x->units = units;
    x->all_units = x->n_units <= UNITS_SHOWN;
    if (!x->all_units)
        x->n_units = UNITS_SHOWN;
    return ERR_NONE;
}

/* His own unit, when he may register for it; else the first. */
static const struct intake_unit *usual_unit(const struct page *page, const struct intake_page *x)
{
    for (size_t i = 0; i < x->n_units; i++) {
        if (x->units[i].id == page->user->unit_id)
            return &x->units[i];
    }
    return x->n_units ? &x->units[0] : NULL;
}

static const struct intake_unit *chosen_unit(const struct page *page, const struct intake_page *x, const struct intake *d)
{
    if (!*d->unit)
        return usual_unit(page, x);
    for (size_t i = 0; i < x->n_units; i++) {
        if (strcmp(x->units[i].code, d->unit) == 0)
            return &x->units[i];
    }
    return NULL;
}

/* Of several that fit the one that was picked. */
static enum err find_category(struct page *page, struct intake_page *x, const struct intake *d)
{
    x->n_fits = intake_categories(x->categories, x->n_categories, d->category, x->fits, COUNT_OF(x->fits));
    x->chosen = x->n_fits == 1 ? x->fits[0] : NULL;
    for (size_t i = 0; i < x->n_fits; i++) {
        if (strcmp(x->fits[i]->code, d->category_choice) == 0)
            x->chosen = x->fits[i];
    }
    if (!x->chosen)
        return ERR_NONE;
    struct category_field *fields;
    TRY(category_fields(page->db, page->arena, x->chosen->id, true, &fields, &x->n_fields));
    x->fields = fields;
    if (x->n_fields > INTAKE_ANSWERS)
        x->n_fields = INTAKE_ANSWERS;
    rulebook_field_choices(x->book, x->chosen->code, fields, x->n_fields);
    return ERR_NONE;
}

static struct identity identity_of(const struct intake *d)
{
    return (struct identity){.name = d->name, .phone = d->phone, .email = d->email, .address = d->address, .id_number = d->id_number,
                             .prefer = *d->prefer ? d->prefer : intake_prefer(d->channel), .prefer_time = d->prefer_time};
}

/* What this contact complained of before: also what else is known by now is looked for. */
static enum err find_earlier(struct page *page, struct intake_page *x, const struct intake *d)
{
    struct repeat_match *found;
    const struct identity who = identity_of(d);
    const struct repeat_question question = {.who = &who, .reference = d->reference, .text = d->body, .now_us = page->now_us};
    x->looked = *d->phone || *d->email || *d->name || *d->reference || *d->body;
    if (!x->looked)
        return ERR_NONE;
    TRY(repeat_find(page->db, page->arena, page->user, page->site->keys, &x->book->repeats, &question, FOUND_SHOWN, &found, &x->n_found));
    x->found = found;
    struct vexatious *findings;
    TRY(vexatious_of(page->db, page->arena, page->user, page->site->keys, &who, 0, &findings, &x->n_vexatious));
    x->vexatious = findings;
    return ERR_NONE;
}

/* ---- draft and files: both by the token of the form ---- */

static const char *draft_key(struct arena *a, const char *token)
{
    return arena_printf(a, "intake:%s", token);
}

void intake_stage_name(const struct page *page, const char *token, uint8_t out[32])
{
    once_hash(page->site->keys, arena_printf(page->arena, "%lld", (long long)page->user->id), "intake", token, out);
}

static enum err keep(struct page *page, const struct intake *d)
{
    return staff_draft_put(page->db, page->arena, page->site->keys, page->user->id, draft_key(page->arena, d->token), intake_write(page->arena, d), page->now_us);
}

static enum err load_files(struct page *page, struct intake_page *x, const struct intake *d)
{
    uint8_t stage[32];
    struct attachment *files;
    intake_stage_name(page, d->token, stage);
    TRY(attachment_staged(page->db, page->arena, false, stage, &files, &x->n_files));
    x->files = files;
    return ERR_NONE;
}

/* Files of the complainant and those that stay inside come by two controls and stand under one name. */
struct upload {
    struct page *page;
    struct attachment_stage stages[2]; /* of the complainant, internal */
    struct http_file_sink sinks[2];
    int now; /* which of them takes the file under way */
    uint8_t sha256[32];
};

static enum err upload_begin(void *ctx, const struct http_form *so_far, const char *field, const char *file_name, const char *content_type)
{
    struct upload *u = ctx;
    u->now = strcmp(field, "recording") == 0;
    struct http_file_sink *sink = &u->sinks[u->now];
    if (!sink->begin) {
        intake_stage_name(u->page, http_form_get(so_far, "draft"), u->stages[u->now].stage_hash);
        TRY(attachment_sink(&u->stages[u->now], sink));
    }
    return sink->begin(sink->ctx, so_far, field, file_name, content_type);
}

static enum err upload_write(void *ctx, const void *bytes, size_t n)
{
    struct upload *u = ctx;
    return u->sinks[u->now].write(u->sinks[u->now].ctx, bytes, n);
}

static void upload_over(void *ctx)
{
    struct upload *u = ctx;
    u->sinks[u->now].over_limit(u->sinks[u->now].ctx);
}

static enum err upload_end(void *ctx, bool whole)
{
    struct upload *u = ctx;
    TRY(u->sinks[u->now].end(u->sinks[u->now].ctx, whole));
    memcpy(u->sha256, u->stages[u->now].sha256, sizeof u->sha256);
    return ERR_NONE;
}

static enum err form_files(struct page *page, struct http_file_sink *ret_sink)
{
    const struct config *config = page->site->config;
    struct upload *u = ARENA_NEW(page->arena, struct upload);
    u->page = page;
    for (int i = 0; i < 2; i++)
        u->stages[i] = (struct attachment_stage){.db = page->db, .arena = page->arena, .internal = i == 1, .now_us = page->now_us,
                                                 .files_max = config->limits.files_per_message, .file_max = config->limits.upload_mib * 1024 * 1024};
    page->upload = u;
    *ret_sink = (struct http_file_sink){.ctx = u, .begin = upload_begin, .write = upload_write, .over_limit = upload_over, .end = upload_end, .sha256 = u->sha256};
    return ERR_NONE;
}

static void note_refused(struct page *page, struct http_form_errors *errors)
{
    const struct upload *u = page->upload;
    for (int i = 0; u && i < 2; i++) {
        for (size_t k = 0; k < u->stages[i].n_problems; k++) {
            const struct attachment_problem *p = &u->stages[i].problems[k];
            http_form_error(errors, "files", arena_printf(page->arena, "%s: %s", p->name, page_text(page, p->message)), p->number);
        }
    }
}

/* ---- showing the form ---- */

static enum err show(struct page *page, struct intake_page *x, const struct intake *d, const struct http_form_errors *errors)
{
    TRY(load_files(page, x, d));
    TRY(find_earlier(page, x, d));
    x->d = d;
    x->errors = errors;
    const char *channel = page_pick(page, x->channel->name.zh, x->channel->name.en);
    struct tpl *t = page_template(page, TPL_INTAKE_FORM, text_f(page->arena, page->lang, N_("Register: %s"), channel));
    intake_form_fill(page, t, x);
    return page_answer(page, t, errors->n > 0 ? 422 : 200);
}

static enum err form_get(struct page *page)
{
    static const struct http_form_errors none;
    struct intake_page x = {.kept_us = 0};
    struct intake d;
    const char *token = http_query(page->req, "draft");
    TRY(begin_page(page, &x));
    intake_empty(&d);
    if (*token) {
        struct staff_draft draft;
        if (!intake_token_ok(token))
            return ERR_NOT_FOUND;
        TRY(staff_draft_get(page->db, page->arena, page->site->keys, page->user->id, draft_key(page->arena, token), &draft));
        if (!intake_read(page->arena, str_of(draft.body), &d))
            return ERR_NOT_FOUND;
        x.kept_us = draft.updated_us;
    } else {
        const struct intake_unit *unit = usual_unit(page, &x);
        token = crypto_random_base32(page->arena, 16);
        d.unit = unit ? unit->code : "";
        d.language = lang_code(LANG_ZH);
    }
    d.token = token;
    d.channel = x.channel->code;
    TRY(find_category(page, &x, &d));
    return show(page, &x, &d, &none);
}

/* ---- saving ---- */

/* The same text saved twice from the same form is one complaint; another text, after going back, is another one. */
static void submission_of(const struct page *page, const struct intake *d, uint8_t out[32])
{
    uint8_t digest[32];
    struct str typed = intake_write(page->arena, d);
    crypto_sha256(typed.p, typed.n, digest);
    once_hash(page->site->keys, arena_printf(page->arena, "%lld", (long long)page->user->id), d->token, str_hex(page->arena, digest, 32), out);
}

static void fill_demands(const struct intake *d, struct filing *f)
{
    bool compensation = intake_wants(d, "compensation"), other = intake_wants(d, "other");
    for (int i = 0; complaint_demands[i] && f->n_demands < COUNT_OF(f->demands); i++) {
        if (!((d->demands >> i) & 1u))
            continue;
        const char *kind = complaint_demands[i];
        f->demands[f->n_demands].kind = kind;
        f->demands[f->n_demands].amount = strcmp(kind, compensation ? "compensation" : "refund") == 0 ? d->amount : "";
        f->demands[f->n_demands].note = (other ? strcmp(kind, "other") == 0 : f->n_demands == 0) ? d->note : "";
        f->n_demands++;
    }
}

static void fill_rest(const struct intake_page *x, const struct intake *d, struct filing *f)
{
    fill_demands(d, f);
    for (size_t i = 0; i < x->n_fields; i++) {
        const char *value = intake_answer(d, x->fields[i].id);
        if (!*value)
            continue;
        f->answers[f->n_answers].field_id = x->fields[i].id;
        f->answers[f->n_answers++].value = value;
    }
    for (size_t i = 0; i < INTAKE_ASKS && rulebook_asks[i] && f->n_asks < COUNT_OF(f->asks); i++) {
        if (!*d->asks[i] || intake_ask_kind(rulebook_asks[i]) == INTAKE_ASK_ARRIVED)
            continue;
        f->asks[f->n_asks].ask = rulebook_asks[i];
        f->asks[f->n_asks++].value = intake_ask_kind(rulebook_asks[i]) == INTAKE_ASK_TICK ? "yes" : d->asks[i];
    }
}

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
}

static enum err file_it(struct page *page, const struct intake_page *x, const struct intake *d, const struct mail *mail, int64_t unit_id, int64_t received_us, struct filed *ret_filed)
{
    struct filing_route route;
    const struct complaint_writer w = writer_of(page);
    uint8_t *stage = arena_alloc(page->arena, 32);
    long long heads = 1;
    const struct rb_name *kind = rulebook_name(x->book->complainants, x->book->complainants_count, d->kind);
    if (rulebook_party(kind, "heads"))
        (void)str_to_i64(str_trim(str_of(d->head_count)), 2, 100000, &heads);
    intake_stage_name(page, d->token, stage);
    TRY(intake_route(page->db, page->arena, page->user, unit_id, x->chosen->id, &route));
    struct filing *f = ARENA_NEW(page->arena, struct filing);
    *f = (struct filing){
        .mode = intake_mode(d->mode), .channel = d->channel, .source = *d->source ? d->source : "direct", .complainant_kind = d->kind,
        .language = strcmp(d->language, "en") == 0 ? "en" : "zh", .body = d->body, .title = d->title, .occurred = d->occurred, .place = d->place, .persons = d->persons,
        .reference = d->reference, .head_count = (int)heads, .category_id = x->chosen->id, .unit_id = route.unit_id, .department_id = route.department_id,
        .stage_hash = stage, /* most have no file: filing_save counts them when there are some */
        .mail_id = mail->id, .received_us = mail->id && !received_us ? mail->at_us : received_us, .staff_draft = draft_key(page->arena, d->token), .who = identity_of(d), .told = intake_told(page->arena, d), .number_prefix = page->site->config->site.number_prefix,
    };
    f->who.parties = intake_parties(page->arena, d, kind);
    f->standing = intake_standing(d, kind);
    submission_of(page, d, f->submission_hash);
    fill_rest(x, d, f);
    if (*d->passcode) {
        f->passcode = crypto_passcode_of(page->arena, page->site->keys, (struct str){(const char *)f->submission_hash, sizeof f->submission_hash});
        if (!f->passcode)
            return ERR_CRYPTO;
    }
    TRY(filing_begin(page->db, page->arena, &w, &route, f));
    TRY(filing_save(page->db, page->arena, &w, f, ret_filed));
    /* Kept once more between the two clicks. */
    return ret_filed->again ? staff_draft_delete(page->db, page->user->id, f->staff_draft) : ERR_NONE;
}

/* A step of its own: the complaint is registered whatever becomes of it, and that is said. */
static void accept_it(struct page *page, const struct filed *filed)
{
    const struct complaint_writer w = writer_of(page);
    uint8_t once[32];
    struct complaint_result result;
    once_hash(page->site->keys, "accept", "intake", filed->number, once);
    const struct complaint_command command = {.action = ACTION_ACCEPT, .number = filed->number, .version = 1, .text = "", .once_hash = once,
                                              .once_location = arena_printf(page->arena, "/staff/intake/done/%s", filed->number)};
    enum err e = complaint_act(page->db, page->arena, &w, &command, &result);
    if (e == ERR_FORBIDDEN || e == ERR_STATE || e == ERR_STALE)
        page_flash_warn(page, N_("The complaint is registered. It was not accepted: that is up to the unit that carries it."));
    else if (e != ERR_NONE)
        page_flash_warn(page, N_("The complaint is registered, but not accepted: something went wrong. Please accept it on its page."));
}

/* What a channel asks for is named in the list at the top: several may be missing in the same words. */
static void name_asks(struct page *page, struct http_form_errors *errors)
{
    static const char prefix[] = "ask_";
    for (size_t i = 0; i < errors->n; i++) {
        struct http_field_error *e = &errors->items[i];
        if (!str_starts(str_of(e->field), prefix))
            continue;
        const char *label = page_text(page, rulebook_ask_title(e->field + strlen(prefix)));
        e->message = arena_printf(page->arena, page->lang == LANG_ZH ? "%s：%s" : "%s: %s", label, page_text(page, e->message));
    }
}

static enum err save(struct page *page, struct intake_page *x, struct intake *d, bool accept, struct http_form_errors *errors)
{
    const struct config *config = page->site->config;
    const struct intake_rules rules = {.rules = x->rules, .book = x->book, .fields = x->fields, .n_fields = x->n_fields,
                                       .category = x->chosen      ? NULL
                                                   : x->n_fits > 1 ? N_("Several categories fit. Choose one of them")
                                                                   : N_("Enter a category by its code, its name or its pinyin initials"),
                                       .limits = {config->limits.title_chars, config->limits.text_chars}, .zone = page->site->zone, .now_us = page->now_us};
    const struct intake_unit *unit = chosen_unit(page, x, d);
    const struct intake typed = *d;
    int64_t received_us;
    struct mail mail = {.id = 0};
    if (x->mailed)
        TRY(intake_mail_of_draft(page, d->token, &mail));
    if (mail.id && mail.state != MAIL_WAITS && mail.state != MAIL_REGISTERED)
        http_form_error(errors, "received", N_("Somebody else has dealt with this e-mail in the meantime."), 0);
    intake_form_check(page->arena, &rules, d, &received_us, errors);
    if (!unit)
        http_form_error(errors, "unit", N_("You may not register for this unit. Choose another"), 0);
    if (errors->n > 0 || !unit || !x->chosen) {
        name_asks(page, errors);
        TRY(keep(page, &typed));
        x->kept_us = page->now_us;
        return show(page, x, &typed, errors);
    }
    struct filed filed = {.number = ""};
    enum err e = file_it(page, x, d, &mail, unit->id, received_us, &filed);
    if (e == ERR_STALE) {
        http_form_error(errors, "received", N_("Somebody else has dealt with this e-mail in the meantime."), 0);
        return show(page, x, &typed, errors);
    }
    TRY(e);
    if (accept)
        accept_it(page, &filed);
    return page_redirect(page, arena_printf(page->arena, "/staff/intake/done/%s", filed.number));
}

/* ---- the other buttons ---- */

static enum err remove_file(struct page *page, const struct intake *d)
{
    uint8_t stage[32];
    intake_stage_name(page, d->token, stage);
    enum err e = attachment_unstage(page->db, stage, http_form_get(page->form, "remove"));
    return e == ERR_NOT_FOUND ? ERR_NONE : e;
}

/* The browser's own saving wants no page back. */
static enum err kept(struct page *page, const struct intake *d)
{
    if (!http_form_has(page->form, "quiet")) {
        page_flash(page, N_("Kept as a draft."));
        return page_redirect(page, "/staff/intake");
    }
    (void)d;
    page->resp->status = 204;
    return ERR_NONE;
}

static enum err form_post(struct page *page)
{
    struct intake_page x = {.kept_us = 0};
    struct intake d;
    struct http_form_errors errors = {.n = 0};
    enum intake_do wanted = intake_form_do(page->form);
    TRY(begin_page(page, &x));
    intake_form_read(page->form, &d);
    d.channel = x.channel->code;
    if (!intake_token_ok(d.token))
        return ERR_MALFORMED;
    TRY(find_category(page, &x, &d));
    intake_form_answers(page->form, x.fields, x.n_fields, &d);
    note_refused(page, &errors);
    if (wanted == INTAKE_SAVE || wanted == INTAKE_ACCEPT)
        return save(page, &x, &d, wanted == INTAKE_ACCEPT, &errors);
    if (wanted == INTAKE_REMOVE)
        TRY(remove_file(page, &d));
    if (intake_any(&d)) {
        TRY(keep(page, &d));
        x.kept_us = page->now_us;
    }
    if (wanted == INTAKE_KEEP)
        return kept(page, &d);
    if (wanted == INTAKE_SHEET && errors.n == 0)
        return page_redirect(page, arena_printf(page->arena, "/staff/intake/sheet/%s", d.token));
    return show(page, &x, &d, &errors);
}

/* ---- the beginning ---- */

static enum err start_get(struct page *page)
{
    const struct rulebook *book;
    int64_t version_id;
    struct staff_draft *drafts;
    size_t n, sound = 0;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    TRY(staff_draft_list(page->db, page->arena, page->site->keys, page->user->id, "intake:", DRAFTS_SHOWN, &drafts, &n));
    struct intake_begun *begun = ARENA_ARRAY(page->arena, n, struct intake_begun);
    for (size_t i = 0; i < n; i++) {
        struct intake *d = &begun[sound].d;
        if (!intake_read(page->arena, str_of(drafts[i].body), d))
            continue;
        d->token = drafts[i].key + strlen("intake:");
        begun[sound++].updated_us = drafts[i].updated_us;
    }
    struct tpl *t = page_template(page, TPL_INTAKE_START, page_text(page, N_("Register a complaint")));
    intake_start_fill(page, t, book, begun, sound);
    return page_answer(page, t, 200);
}

static enum err forget_post(struct page *page)
{
    const char *token = http_form_get(page->form, "draft");
    uint8_t stage[32];
    struct attachment *files;
    size_t n;
    if (!intake_token_ok(token))
        return ERR_NOT_FOUND;
    intake_stage_name(page, token, stage);
    TRY(attachment_staged(page->db, page->arena, false, stage, &files, &n));
    for (size_t i = 0; i < n; i++) {
        enum err e = attachment_unstage(page->db, stage, files[i].code);
        if (e != ERR_NONE && e != ERR_NOT_FOUND)
            return e;
    }
    TRY(staff_draft_delete(page->db, page->user->id, draft_key(page->arena, token)));
    page_flash(page, N_("The draft is deleted."));
    return page_redirect(page, "/staff/intake");
}

/* The reception form of a draft: what the visitor signs before it is saved. */
static enum err sheet_get(struct page *page)
{
    struct staff_draft draft;
    struct intake d;
    const char *token = page->params[0];
    if (!intake_token_ok(token))
        return ERR_NOT_FOUND;
    TRY(staff_draft_get(page->db, page->arena, page->site->keys, page->user->id, draft_key(page->arena, token), &draft));
    if (!intake_read(page->arena, str_of(draft.body), &d))
        return ERR_NOT_FOUND;
    d.token = token;
    struct intake_page x = {.kept_us = draft.updated_us};
    struct category *categories;
    int64_t version_id;
    TRY(rulebook_in_force(page->db, page->arena, &x.book, &version_id));
    TRY(category_list(page->db, page->arena, true, &categories, &x.n_categories));
    x.categories = categories;
    TRY(find_category(page, &x, &d));
    TRY(load_files(page, &x, &d));
    const struct intake_sheet sheet = {
        .d = &d, .book = x.book, .number = "", .category = x.chosen ? page_pick(page, x.chosen->name_zh, x.chosen->name_en) : "",
        .place = page_pick(page, page->user->unit_zh, page->user->unit_en), .received_us = draft.updated_us, .files = x.files, .n_files = x.n_files,
        .back = arena_printf(page->arena, "/staff/intake/new/%s?draft=%s", d.channel, token),
    };
    struct tpl *t = page_template(page, TPL_INTAKE_SHEET, page_text(page, N_("Reception form for visitors")));
    intake_sheet_fill(page, t, &sheet);
    return page_answer(page, t, 200);
}

const struct route intake_routes[] = {
    {.method = HTTP_GET, .path = "/staff/intake", .need = MAY(REGISTER), .run = start_get},
    {.method = HTTP_GET, .path = "/staff/intake/new/:channel", .need = MAY(REGISTER), .run = form_get},
    {.method = HTTP_POST, .path = "/staff/intake/new/:channel", .need = MAY(REGISTER), .run = form_post, .body_max = TEXT_BODY_MAX, .files = form_files},
    {.method = HTTP_POST, .path = "/staff/intake/forget", .need = MAY(REGISTER), .run = forget_post},
    {.method = HTTP_GET, .path = "/staff/intake/sheet/:token", .need = MAY(REGISTER), .run = sheet_get},
    {.method = HTTP_GET, .path = "/staff/intake/done/:no", .need = MAY(REGISTER), .run = intake_done_get},
    {.method = HTTP_GET, .path = "/staff/intake/done/:no/receipt", .need = MAY(REGISTER), .run = intake_receipt_get},
    {.method = HTTP_GET, .path = "/staff/intake/done/:no/sheet", .need = MAY(REGISTER), .run = intake_done_sheet_get},
    {0},
};
