#include "portal_file_view.h"

#include <string.h>

#include "image_clean.h"
#include "format.h"
#include "layout.h"
#include "portal_file_form.h"
#include "portal_home_view.h"
#include "portal_party_view.h"
#include "portal_promise_view.h"

/* ---- shared ---- */

void portal_view_step(struct page *page, struct tpl *t, const struct portal_draft *d, enum portal_step step, bool from_check,
                      const struct http_form_errors *errors)
{
    enum portal_step before = portal_step_before(d, step);
    int number = portal_step_number(d, step), total = portal_step_total(d);
    tpl_text(t, V_BACK, from_check ? portal_step_path(STEP_CHECK) : portal_step_path(before));
    tpl_int(t, V_NUMBER, number);
    tpl_int(t, V_TOTAL, total);
    for (int i = 1; i <= total; i++)
        tpl_show_if(tpl_add(t, SEC_SEG), SEC_ON, i <= number);
    tpl_show(t, from_check ? SEC_FROM_CHECK : SEC_NOT_FROM_CHECK);
    tpl_int(t, V_DAYS, page->site->config->limits.draft_days);
    page_errors(page, t, errors);
}

const char *portal_view_join(struct page *page, const char *before, const char *next)
{
    if (!*before)
        return next;
    return *next ? arena_printf(page->arena, "%s%s%s", before, page->lang == LANG_ZH ? "、" : ", ", next) : before;
}

const char *portal_view_demands(struct page *page, const struct portal_draft *d)
{
    const char *all = "";
    for (size_t i = 0; complaint_demands[i]; i++)
        if ((d->demands >> i) & 1u)
            all = portal_view_join(page, all, page_text(page, complaint_demand_title(complaint_demands[i])));
    return all;
}

void portal_view_file(struct page *page, struct tpl *t, enum tpl_section section, const struct attachment *file)
{
    struct tpl *row = tpl_add(t, section);
    tpl_text(row, V_NAME, file->name);
    tpl_text(row, V_SIZE, format_size(page->arena, (uint64_t)file->bytes));
    tpl_text(row, V_CODE, file->code);
}

void portal_view_file_error(struct page *page, const char *field, const char *name, const char *msgid, int number, struct http_form_errors *errors)
{
    /* Isolated: a name that is written from right to left must not turn the words around it. */
    const char *words = arena_printf(page->arena, page->lang == LANG_ZH ? "\u2068%s\u2069：%s" : "\u2068%s\u2069: %s", name, layout_number_text(page, msgid, number));
    for (size_t i = 0; i < errors->n; i++) {
        if (strcmp(errors->items[i].field, field) == 0) {
            errors->items[i].message = arena_printf(page->arena, "%s · %s", page_text(page, errors->items[i].message), words);
            return;
        }
    }
    http_form_error(errors, field, words, 0);
}

void portal_view_hours(struct page *page, struct tpl *t)
{
    const struct site *site = page->site;
    if (site->hours_zh && site->hours_en)
        tpl_optional(t, SEC_HOURS, V_MESSAGE, page_pick(page, site->hours_zh, site->hours_en));
}

/* A radio button or tick box whose label is a msgid; the first one has the field's name as its id, where the list of errors leads. */
static struct tpl *add_option(struct page *page, struct tpl *t, const char *field, size_t i, const char *value, const char *label, bool checked)
{
    struct tpl *row = tpl_add(t, SEC_OPTION);
    tpl_text(row, V_ID, i == 0 ? field : arena_printf(page->arena, "%s-%s", field, value));
    tpl_text(row, V_VALUE, value);
    tpl_text(row, V_LABEL, page_text(page, label));
    tpl_show_if(row, SEC_CHECKED, checked);
    return row;
}

/* ---- category ---- */

static void add_category(struct page *page, struct tpl *group, const struct category *c, bool first, bool checked)
{
    struct tpl *row = tpl_add(group, SEC_OPTION);
    const char *id = arena_printf(page->arena, "%lld", (long long)c->id);
    tpl_text(row, V_ID, first ? "category" : arena_printf(page->arena, "category-%s", id));
    tpl_text(row, V_VALUE, id);
    tpl_text(row, V_LABEL, page_pick(page, c->name_zh, c->name_en));
    tpl_show_if(row, SEC_CHECKED, checked);
    tpl_optional(row, SEC_HINT, V_TEXT, page_pick(page, c->definition_zh, c->definition_en));
    tpl_optional(row, SEC_EXAMPLES, V_TEXT, page_pick(page, c->examples_zh, c->examples_en));
}

void portal_view_category(struct page *page, struct tpl *t, const struct portal_draft *d, const struct category *list, size_t n,
                          const struct http_form_errors *errors)
{
    struct tpl *group = NULL;
    bool first = true, in_group = false;
    for (size_t i = 0; i < n; i++) {
        bool below = in_group && list[i].parent_id != 0;
        if (list[i].is_group) {
            group = tpl_add(t, SEC_GROUP);
            tpl_text(group, V_NAME, page_pick(page, list[i].name_zh, list[i].name_en));
            in_group = true;
            continue;
        }
        if (!group || (in_group && !below)) { /* categories that stand in no group */
            group = tpl_add(t, SEC_GROUP);
            tpl_text(group, V_NAME, page_text(page, in_group ? N_("Other matters") : N_("All kinds of complaints")));
            in_group = false;
        }
        add_category(page, group, &list[i], first, list[i].id == d->category_id);
        first = false;
    }
    page_field_error(page, t, SEC_CATEGORY_ERR, errors, "category");
}

/* ---- what ---- */

/* What was chosen in one language stays chosen in the other. */
static void add_choices(struct page *page, struct tpl *row, const struct category_field *field, const char *value)
{
    const char *zh[CATEGORY_CHOICES_MAX], *en[CATEGORY_CHOICES_MAX];
    const size_t n = category_choices(page->arena, field->choices_zh, zh, COUNT_OF(zh)), n_en = category_choices(page->arena, field->choices_en, en, COUNT_OF(en));
    struct tpl *choose = tpl_add(row, SEC_CHOOSE);
    for (size_t i = 0; i < n && i < n_en; i++) {
        struct tpl *option = tpl_add(choose, SEC_CHOICE);
        tpl_text(option, V_CHOICE_VALUE, page_pick(page, zh[i], en[i]));
        tpl_show_if(option, SEC_SELECTED, strcmp(value, zh[i]) == 0 || strcmp(value, en[i]) == 0);
    }
}

static void add_field(struct page *page, struct tpl *t, const struct portal_draft *d, const struct category_field *field,
                      const struct http_form_errors *errors)
{
    struct tpl *row = tpl_add(t, SEC_FIELD_ROW);
    const char *id = portal_field_name(page->arena, field->id);
    const char *hint = page_pick(page, field->hint_zh, field->hint_en);
    bool wrong = http_form_error_of(errors, id) != NULL;
    tpl_text(row, V_ID, id);
    tpl_text(row, V_LABEL, page_pick(page, field->label_zh, field->label_en));
    tpl_text(row, V_VALUE, portal_draft_answer(d, field->id));
    tpl_show_if(row, SEC_OPTIONAL, !field->required);
    tpl_optional(row, SEC_HINT, V_TEXT, hint);
    page_field_error(page, row, SEC_FIELD_ERR, errors, id);
    if (*hint || wrong)
        tpl_text(tpl_add(row, SEC_DESCRIBED), V_BY,
                 arena_printf(page->arena, "%s%s%s%s%s", *hint ? id : "", *hint ? "-h" : "", *hint && wrong ? " " : "", wrong ? id : "",
                              wrong ? "-e" : ""));
    if (strcmp(field->kind, "choice") == 0) {
        add_choices(page, row, field, portal_draft_answer(d, field->id));
        return;
    }
    tpl_show(row, strcmp(field->kind, "lines") == 0 ? SEC_LINES
                  : strcmp(field->kind, "number") == 0 ? SEC_DIGITS
                  : strcmp(field->kind, "date") == 0 ? SEC_DATE : SEC_LINE);
}

void portal_view_what(struct page *page, struct tpl *t, const struct portal_draft *d, const struct category_field *fields, size_t n,
                      const struct http_form_errors *errors)
{
    static const struct {
        const char *field;
        enum tpl_section section;
    } places[] = {{"title", SEC_TITLE_ERR}, {"body", SEC_BODY_ERR}, {"occurred", SEC_OCCURRED_ERR}, {"place", SEC_PLACE_ERR},
                  {"persons", SEC_PERSONS_ERR}, {"reference", SEC_REFERENCE_ERR}};
    tpl_text(t, V_TITLE, d->title);
    tpl_text(t, V_BODY, d->body);
    tpl_text(t, V_OCCURRED, d->occurred);
    tpl_text(t, V_PLACE, d->place);
    tpl_text(t, V_PERSONS, d->persons);
    tpl_text(t, V_REFERENCE, d->reference);
    tpl_int(t, V_TEXT_MAX, page->site->config->limits.text_chars);
    for (size_t i = 0; i < COUNT_OF(places); i++)
        page_field_error(page, t, places[i].section, errors, places[i].field);
    tpl_show_if(t, SEC_FIELDS, n > 0);
    for (size_t i = 0; i < n; i++)
        add_field(page, t, d, &fields[i], errors);
}

/* ---- wish, files, who, contact ---- */

void portal_view_wish(struct page *page, struct tpl *t, const struct portal_draft *d, const struct http_form_errors *errors)
{
    for (size_t i = 0; complaint_demands[i]; i++)
        add_option(page, t, "demand", i, complaint_demands[i], complaint_demand_title(complaint_demands[i]), (d->demands >> i) & 1u);
    tpl_text(t, V_AMOUNT, d->amount);
    tpl_text(t, V_NOTE, d->note);
    tpl_int(t, V_NOTE_MAX, 500);
    page_field_error(page, t, SEC_DEMAND_ERR, errors, "demand");
    page_field_error(page, t, SEC_AMOUNT_ERR, errors, "amount");
    page_field_error(page, t, SEC_NOTE_ERR, errors, "note");
}

void portal_view_files(struct page *page, struct tpl *t, const struct attachment *files, size_t n, const struct http_form_errors *errors)
{
    unsigned max = page->site->config->limits.files_per_message;
    tpl_show_if(t, SEC_HAS_FILES, n > 0);
    for (size_t i = 0; i < n; i++)
        portal_view_file(page, t, SEC_FILE, &files[i]);
    tpl_show(t, n < max ? SEC_CAN_ADD : SEC_FULL);
    tpl_int(t, V_LEFT, n < max ? (long long)(max - n) : 0);
    tpl_int(t, V_MIB, (long long)page->site->config->limits.upload_mib);
    tpl_text(t, V_ACCEPT, attachment_accept);
    page_field_error(page, t, SEC_FILE_ERR, errors, "file");
}

void portal_view_who(struct page *page, struct tpl *t, const struct rulebook *book, const struct portal_draft *d, const struct http_form_errors *errors)
{
    static const enum tpl_section chosen[] = {SEC_IS_NAMED, SEC_IS_CONFIDENTIAL, SEC_IS_ANONYMOUS};
    if (d->mode >= COMPLAINT_NAMED && d->mode <= COMPLAINT_ANONYMOUS)
        tpl_show(t, chosen[d->mode - COMPLAINT_NAMED]);
    tpl_text(t, V_SEALED_HOW, portal_sealed_words(page, book));
    page_field_error(page, t, SEC_MODE_ERR, errors, "mode");
    page_field_error(page, t, SEC_KIND_ERR, errors, "kind");
    bool heads = false;
    for (unsigned i = 0; i < book->complainants_count; i++) {
        const struct rb_name *kind = &book->complainants[i];
        if (kind->inactive)
            continue;
        struct tpl *row = add_option(page, t, "kind", i, kind->code, page_pick(page, kind->name.zh, kind->name.en), strcmp(kind->code, d->kind) == 0);
        tpl_optional(row, SEC_HINT, V_TEXT, page_pick(page, kind->note.zh, kind->note.en));
        heads = heads || rulebook_party(kind, "heads");
    }
    t = heads ? tpl_add(t, SEC_HEADS) : t;
    tpl_text(t, V_HEAD_COUNT, d->head_count);
    page_field_error(page, t, SEC_HEAD_COUNT_ERR, errors, "head_count");
}

/* Only what is sent by at all is offered. */
unsigned portal_view_ways(const struct page *page)
{
    return told_ways_on(page->site->config);
}

static void add_telling(struct page *page, struct tpl *t, const struct portal_draft *d)
{
    const unsigned ways = portal_view_ways(page);
    if (!ways)
        return;
    struct tpl *news = tpl_add(t, SEC_NEWS);
    if (ways & TOLD_MAIL)
        tpl_show_if(tpl_add(news, SEC_BY_MAIL), SEC_CHECKED, d->tell & TOLD_MAIL);
    if (ways & TOLD_SMS)
        tpl_show_if(tpl_add(news, SEC_BY_SMS), SEC_CHECKED, d->tell & TOLD_SMS);
}

const char *portal_view_ways_text(struct page *page, unsigned ways)
{
    if (!ways)
        return page_text(page, N_("Not at all; you look on the tracking page"));
    return page_text(page, ways == TOLD_MAIL ? N_("By e-mail") : ways == TOLD_SMS ? N_("By SMS") : N_("By e-mail and SMS"));
}

void portal_view_contact(struct page *page, struct tpl *t, const struct portal_draft *d, const struct http_form_errors *errors)
{
    static const struct {
        const char *field;
        enum tpl_section section;
    } places[] = {{"name", SEC_NAME_ERR}, {"phone", SEC_PHONE_ERR}, {"email", SEC_EMAIL_ERR}, {"address", SEC_ADDRESS_ERR},
                  {"prefer", SEC_PREFER_ERR}, {"prefer_time", SEC_PREFER_TIME_ERR}};
    const bool anonymous = d->mode == COMPLAINT_ANONYMOUS;
    tpl_show(t, anonymous ? SEC_ONLY_NEWS : SEC_WITH_NAME);
    tpl_show_if(t, SEC_SEALED, d->mode == COMPLAINT_CONFIDENTIAL);
    add_telling(page, t, d);
    tpl_text(t, V_NAME, d->who.name);
    tpl_text(t, V_PHONE, anonymous ? d->tell_sms : d->who.phone);
    tpl_text(t, V_EMAIL, anonymous ? d->tell_mail : d->who.email);
    tpl_text(t, V_ADDRESS, d->who.address);
    tpl_text(t, V_PREFER_TIME, d->who.prefer_time);
    for (size_t i = 0; complaint_contact_ways[i]; i++)
        add_option(page, t, "prefer", i, complaint_contact_ways[i], complaint_contact_title(complaint_contact_ways[i]),
                   strcmp(complaint_contact_ways[i], d->who.prefer) == 0);
    for (size_t i = 0; i < COUNT_OF(places); i++)
        page_field_error(page, t, places[i].section, errors, places[i].field);
}

/* ---- check ---- */

static void add_row(struct page *page, struct tpl *t, const char *label, const char *value, enum portal_step step, const char *field)
{
    if (!*value)
        return;
    struct tpl *row = tpl_add(t, SEC_ROW);
    tpl_text(row, V_LABEL, label);
    tpl_text(row, V_VALUE, value);
    tpl_text(row, V_URL, arena_printf(page->arena, "%s?from=check#%s", portal_step_path(step), field));
}

static const char *wish_text(struct page *page, const struct portal_draft *d)
{
    struct buf text = {.arena = page->arena};
    buf_adds(&text, portal_view_demands(page, d));
    if (*d->amount)
        buf_printf(&text, "\n%s", text_f(page->arena, page->lang, N_("Amount: %s yuan"), d->amount));
    if (*d->note)
        buf_printf(&text, "\n%s", d->note);
    return text.p;
}

static const char *files_text(struct page *page, const struct portal_check *check)
{
    struct buf text = {.arena = page->arena};
    for (size_t i = 0; i < check->n_files; i++)
        buf_printf(&text, "%s%s", i ? "\n" : "", check->files[i].name);
    return check->n_files ? text.p : page_text(page, N_("none"));
}

static const char *who_text(struct page *page, const struct rulebook *book, const struct portal_draft *d)
{
    const struct rb_name *kind = rulebook_name(book->complainants, book->complainants_count, d->kind);
    const char *text = portal_view_join(page, page_text(page, complaint_mode_title(d->mode)), kind ? page_pick(page, kind->name.zh, kind->name.en) : "");
    return *d->head_count ? portal_view_join(page, text, text_f(page->arena, page->lang, N_("%s people"), d->head_count)) : text;
}

static const char *contact_text(struct page *page, const struct portal_draft *d)
{
    const char *lines[] = {d->who.name, d->who.phone, d->who.email, d->who.address,
                           page_text(page, complaint_contact_title(d->who.prefer)), d->who.prefer_time};
    struct buf text = {.arena = page->arena};
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (*lines[i])
            buf_printf(&text, "%s%s", text.n ? "\n" : "", lines[i]);
    return text.n ? text.p : "";
}

/* With the address only where it stands nowhere else on the page. */
static const char *telling_text(struct page *page, const struct portal_draft *d)
{
    const struct told told = portal_draft_told(page->arena, d, lang_code(page->lang));
    struct buf text = {.arena = page->arena};
    buf_adds(&text, portal_view_ways_text(page, told.ways));
    if (told.mail && !(told.own & TOLD_MAIL))
        buf_printf(&text, "\n%s", told.mail);
    if (told.sms && !(told.own & TOLD_SMS))
        buf_printf(&text, "\n%s", told.sms);
    return text.p;
}

static void add_rows(struct page *page, struct tpl *t, const struct portal_draft *d, const struct portal_check *check)
{
    add_row(page, t, page_text(page, N_("Kind of complaint")), page_pick(page, check->category->name_zh, check->category->name_en), STEP_CATEGORY, "category");
    add_row(page, t, page_text(page, N_("In one sentence")), d->title, STEP_WHAT, "title");
    add_row(page, t, page_text(page, N_("What happened")), d->body, STEP_WHAT, "body");
    add_row(page, t, page_text(page, N_("When it happened")), d->occurred, STEP_WHAT, "occurred");
    add_row(page, t, page_text(page, N_("Where it happened")), d->place, STEP_WHAT, "place");
    add_row(page, t, page_text(page, N_("Who was involved")), d->persons, STEP_WHAT, "persons");
    add_row(page, t, page_text(page, N_("Policy, order or account number")), d->reference, STEP_WHAT, "reference");
    for (size_t i = 0; i < check->n_fields; i++)
        add_row(page, t, page_pick(page, check->fields[i].label_zh, check->fields[i].label_en), portal_draft_answer(d, check->fields[i].id),
                STEP_WHAT, portal_field_name(page->arena, check->fields[i].id));
    add_row(page, t, page_text(page, N_("What you want")), wish_text(page, d), STEP_WISH, "demand");
    add_row(page, t, page_text(page, N_("Files")), files_text(page, check), STEP_FILES, "file");
    add_row(page, t, page_text(page, N_("Who you are")), who_text(page, check->book, d), STEP_WHO, "mode");
    if (d->mode != COMPLAINT_ANONYMOUS)
        add_row(page, t, page_text(page, N_("How to reach you")), contact_text(page, d), STEP_CONTACT, "name");
    if (portal_step_applies(d, STEP_PARTY)) {
        add_row(page, t, page_text(page, N_("For whom and with whom")), portal_party_words(page, d), STEP_PARTY, "main");
        add_row(page, t, page_text(page, N_("Papers")), portal_papers_words(page, d, check->files, check->n_files), STEP_PARTY, "main");
    }
    if (d->tells)
        add_row(page, t, page_text(page, N_("How we tell you what happens")), telling_text(page, d), STEP_CONTACT, "news");
}

void portal_view_question(struct page *page, struct tpl *t, const char *question, const struct http_form_errors *errors)
{
    if (!question)
        return;
    struct tpl *ask = tpl_add(t, SEC_QUESTION);
    tpl_text(ask, V_TEXT, question);
    page_field_error(page, ask, SEC_ANSWER_ERR, errors, "answer");
}

void portal_view_check(struct page *page, struct tpl *t, const struct portal_draft *d, const struct portal_check *check,
                       const struct http_form_errors *errors)
{
    bool trapped = http_form_error_of(errors, "website") != NULL;
    add_rows(page, t, d, check);
    if (d->mode == COMPLAINT_CONFIDENTIAL || d->mode == COMPLAINT_ANONYMOUS) {
        bool pdf = false;
        for (size_t i = 0; i < check->n_files; i++)
            pdf |= image_kind_of(check->files[i].media_type) == IMAGE_NONE;
        tpl_show_if(tpl_add(t, SEC_HIDDEN), SEC_PDF, pdf);
    }
    tpl_text(t, V_PLACE, check->place);
    tpl_text(t, V_SEEN, check->seen);
    portal_promises_ahead(page, t, check->clocks->list, check->clocks->n);
    struct tpl *join = check->n_known ? tpl_add(t, SEC_JOIN) : NULL;
    for (size_t i = 0; i < check->n_known; i++) {
        const struct known_incident *k = check->known[i];
        struct tpl *row = tpl_add(join, SEC_KNOWN);
        const char *id = arena_printf(page->arena, "%lld", (long long)k->incident_id);
        tpl_text(row, V_VALUE, id);
        tpl_text(row, V_LABEL, page_pick(page, k->title_zh, k->title_en));
        tpl_optional(row, SEC_HINT, V_TEXT, page_pick(page, k->body_zh, k->body_en));
        tpl_show_if(row, SEC_CHECKED, strcmp(check->join, id) == 0);
    }
    tpl_text(t, V_TRAP_CLASS, trapped ? "fg fg-err" : "vh");
    tpl_text(t, V_TRAP_TAB, trapped ? "0" : "-1");
    page_field_error(page, t, SEC_WEBSITE_ERR, errors, "website");
    portal_view_question(page, t, check->question, errors);
}

/* ---- gone ---- */

void portal_view_typed(struct page *page, struct tpl *t)
{
    struct tpl *typed = NULL;
    int number = 0;
    for (size_t i = 0; i < page->form->n && number < 20; i++) {
        const struct http_field *field = &page->form->fields[i];
        if (field->value_n < 8 || strcmp(field->name, "csrf") == 0 || strcmp(field->name, "once") == 0 || strcmp(field->name, "number") == 0)
            continue;
        if (!typed)
            typed = tpl_add(t, SEC_TYPED);
        struct tpl *row = tpl_add(typed, SEC_TYPED_FIELD);
        tpl_int(row, V_NUMBER, ++number);
        tpl_text(row, V_LABEL, arena_printf(page->arena, "%d", number));
        tpl_text(row, V_VALUE, field->value);
        tpl_int(row, V_ROWS, field->value_n > 200 ? 10 : 2);
    }
}
