#include "intake_view.h"

#include <string.h>

#include "format.h"
#include "identity.h"

static const char *rb_words(const struct page *page, struct rb_text text)
{
    return page_pick(page, text.zh, text.en);
}

/* ---- fields ---- */

enum look { LOOK_LINE, LOOK_CALLER, LOOK_LINES, LOOK_CHOOSE, LOOK_DATE, LOOK_MOMENT };
struct field {
    const char *id, *label, *value; /* label: as it is shown */
    enum look look;
    const char *key, *hint, *list; /* key: of the shortcut; list: id of suggestions */
    int rows;
    bool must, full;
};

/* What a native control would not show stands in a line, so that nobody loses it. */
static enum look shown_as(struct page *page, const struct field *f, const char **value)
{
    int64_t at_us;
    if (f->look == LOOK_DATE && (strlen(*value) != 10 || (*value)[4] != '-'))
        return **value ? LOOK_LINE : LOOK_DATE;
    if (f->look != LOOK_MOMENT || !**value)
        return f->look;
    if (!intake_moment(page->arena, *value, page->now_us, page->site->zone, &at_us))
        return LOOK_LINE;
    struct utc_parts at = utc_in_zone(at_us, page->site->zone);
    *value = arena_printf(page->arena, "%04d-%02d-%02dT%02d:%02d", at.year, at.month, at.day, at.hour, at.minute);
    return LOOK_MOMENT;
}

static void describe(struct page *page, struct tpl *row, const struct field *f, bool wrong)
{
    bool hint = f->hint && *f->hint;
    if (!hint && !wrong)
        return;
    const char *by = arena_printf(page->arena, "%s%s%s%s%s", hint ? f->id : "", hint ? "-h" : "", hint && wrong ? " " : "", wrong ? f->id : "", wrong ? "-e" : "");
    tpl_text(tpl_add(row, SEC_DESCRIBED), V_BY, by);
}

static struct tpl *add_field(struct page *page, struct tpl *to, const struct http_form_errors *errors, const struct field *f)
{
    static const enum tpl_section looks[] = {[LOOK_LINE] = SEC_LINE,     [LOOK_CALLER] = SEC_CALLER, [LOOK_LINES] = SEC_LINES,
                                             [LOOK_CHOOSE] = SEC_CHOOSE, [LOOK_DATE] = SEC_DATE,     [LOOK_MOMENT] = SEC_MOMENT};
    struct tpl *row = tpl_add(to, SEC_FIELD_ROW);
    const char *value = f->value ? f->value : "";
    enum look look = shown_as(page, f, &value);
    tpl_text(row, V_ID, f->id);
    tpl_text(row, V_LABEL, f->label);
    tpl_text(row, V_VALUE, value);
    tpl_int(row, V_ROWS, f->rows ? f->rows : 2);
    tpl_show_if(row, SEC_FULL, f->full);
    tpl_show_if(row, SEC_MUST, f->must);
    tpl_optional(row, SEC_HINT, V_TEXT, f->hint);
    tpl_optional(row, SEC_SHORTCUT, V_KEY, f->key);
    tpl_optional(row, SEC_SUGGESTED, V_LIST, f->list);
    page_field_error(page, row, SEC_FIELD_ERR, errors, f->id);
    describe(page, row, f, http_form_error_of(errors, f->id) != NULL);
    return tpl_add(row, looks[look]);
}

static void add_option(struct tpl *to, const char *value, const char *label, bool selected)
{
    struct tpl *option = tpl_add(to, SEC_OPTION);
    tpl_text(option, V_VALUE, value);
    tpl_text(option, V_LABEL, label);
    tpl_show_if(option, SEC_SELECTED, selected);
}

static struct tpl *add_part(struct page *page, struct tpl *t, const char *id, const char *label)
{
    struct tpl *part = tpl_add(t, SEC_PART);
    tpl_text(part, V_ID, id);
    tpl_text(part, V_LABEL, page_text(page, label));
    return part;
}

static bool any_wrong(const struct intake_page *x, const char *const *fields, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (http_form_error_of(x->errors, fields[i]))
            return true;
    }
    return false;
}

/* ---- what the channel asks ---- */

static void add_ask(struct page *page, struct tpl *to, const struct intake_page *x, size_t i)
{
    static const enum look looks[] = {[INTAKE_ASK_TEXT] = LOOK_LINE, [INTAKE_ASK_DATE] = LOOK_DATE, [INTAKE_ASK_NUMBER] = LOOK_LINE, [INTAKE_ASK_ARRIVED] = LOOK_MOMENT, [INTAKE_ASK_TICK] = LOOK_LINE};
    const char *ask = rulebook_asks[i];
    enum intake_ask_kind kind = intake_ask_kind(ask);
    bool arrived = kind == INTAKE_ASK_ARRIVED;
    add_field(page, to, x->errors,
              &(struct field){.id = arrived ? "received" : intake_ask_name(page->arena, ask), .label = page_text(page, rulebook_ask_title(ask)), .value = arrived ? x->d->received : x->d->asks[i],
                              .look = looks[kind], .must = intake_must(x->rules, ask), .hint = arrived ? page_text(page, N_("Time limits begin then")) : NULL});
}

static bool passed_on(const struct intake_page *x)
{
    return strcmp(x->channel->code, "transfer") == 0;
}

static void add_sources(struct page *page, struct tpl *to, const struct intake_page *x)
{
    const struct rulebook *b = x->book;
    if (b->sources_count == 0)
        return;
    struct tpl *source = add_field(page, to, x->errors, &(struct field){.id = "source", .label = page_text(page, N_("From whom it came")), .look = LOOK_CHOOSE,
                                                                         .must = passed_on(x)});
    if (passed_on(x))
        add_option(source, "", page_text(page, N_("Please choose")), !*x->d->source || strcmp(x->d->source, "direct") == 0);
    for (unsigned i = 0; i < b->sources_count; i++) {
        if (!b->sources[i].inactive && !(passed_on(x) && strcmp(b->sources[i].code, "direct") == 0))
            add_option(source, b->sources[i].code, rb_words(page, b->sources[i].name), strcmp(b->sources[i].code, x->d->source) == 0);
    }
}

/* In a part of their own where anything is asked. */
static void add_asks(struct page *page, struct tpl *t, const char *id, const char *label, const struct intake_page *x)
{
    struct tpl *above = passed_on(x) ? tpl_add(add_part(page, t, id, label), SEC_ABOVE) : NULL;
    if (passed_on(x))
        add_sources(page, above, x);
    for (size_t i = 0; i < INTAKE_ASKS && rulebook_asks[i]; i++) {
        if (!intake_asks(x->rules, rulebook_asks[i]) || intake_ask_kind(rulebook_asks[i]) == INTAKE_ASK_TICK)
            continue;
        above = above ? above : tpl_add(add_part(page, t, id, label), SEC_ABOVE);
        add_ask(page, above, x, i);
    }
}

static void add_tick(struct page *page, struct tpl *part, const struct intake_page *x, const char *id, const char *label, const char *hint, const char *key, bool must, bool checked)
{
    struct tpl *tick = tpl_add(part, SEC_TICK);
    tpl_text(tick, V_ID, id);
    tpl_text(tick, V_LABEL, label);
    tpl_optional(tick, SEC_HINT, V_TEXT, hint);
    tpl_optional(tick, SEC_SHORTCUT, V_KEY, key);
    tpl_show_if(tick, SEC_MUST, must);
    tpl_show_if(tick, SEC_CHECKED, checked);
    page_field_error(page, tick, SEC_FIELD_ERR, x->errors, id);
}

static void add_ticks(struct page *page, struct tpl *part, const struct intake_page *x)
{
    const char *key = "R";
    for (size_t i = 0; i < INTAKE_ASKS && rulebook_asks[i]; i++) {
        const char *ask = rulebook_asks[i];
        if (!intake_asks(x->rules, ask) || intake_ask_kind(ask) != INTAKE_ASK_TICK)
            continue;
        add_tick(page, part, x, intake_ask_name(page->arena, ask), page_text(page, rulebook_ask_title(ask)), NULL, key, intake_must(x->rules, ask), *x->d->asks[i]);
        key = NULL;
    }
}

/* ---- who ---- */

static void add_who(struct page *page, struct tpl *part, const struct intake_page *x)
{
    const struct intake *d = x->d;
    struct tpl *above = tpl_add(part, SEC_ABOVE);
    add_field(page, above, x->errors, &(struct field){.id = "phone", .label = page_text(page, N_("Telephone number")), .value = d->phone, .look = LOOK_CALLER, .key = "N"});
    add_field(page, above, x->errors, &(struct field){.id = "name", .label = page_text(page, N_("Name")), .value = d->name, .key = "W"});
    struct tpl *kind = add_field(page, above, x->errors, &(struct field){.id = "kind", .label = page_text(page, N_("Complains as")), .look = LOOK_CHOOSE});
    for (unsigned i = 0; i < x->book->complainants_count; i++) {
        const struct rb_name *one = &x->book->complainants[i];
        if (!one->inactive)
            add_option(kind, one->code, page_pick(page, one->name.zh, one->name.en), strcmp(one->code, d->kind) == 0);
    }
    struct tpl *mode = add_field(page, above, x->errors, &(struct field){.id = "mode", .label = page_text(page, N_("Gives the name")), .look = LOOK_CHOOSE});
    for (size_t i = 0; intake_modes[i]; i++)
        add_option(mode, intake_modes[i], page_text(page, complaint_mode_title(intake_mode(intake_modes[i]))), strcmp(intake_modes[i], d->mode) == 0);
}

/* Only where anything is sent by e-mail or SMS. */
static void add_tell(struct page *page, struct tpl *more, const struct intake_page *x)
{
    static const char *const labels[] = {N_("By e-mail where e-mail is wanted, else not"), N_("Not"), N_("By e-mail"), N_("By SMS"), N_("By e-mail and SMS")};
    if (!told_ways_on(page->site->config))
        return;
    struct tpl *tell = add_field(page, more, x->errors, &(struct field){.id = "tell", .label = page_text(page, N_("Is told what happens")), .look = LOOK_CHOOSE,
                                                                        .hint = page_text(page, N_("Ask first. Only number and link are sent; the person can change or stop it on the tracking page"))});
    for (size_t i = 0; intake_tells[i]; i++)
        add_option(tell, intake_tells[i], page_text(page, labels[i]), strcmp(intake_tells[i], x->d->tell) == 0);
}

/* Whether some kind of the book is asked this: the form stands before the kind is known. */
static bool any_asks(const struct rulebook *b, const char *ask)
{
    for (unsigned i = 0; i < b->complainants_count; i++) {
        if (!b->complainants[i].inactive && rulebook_party(&b->complainants[i], ask))
            return true;
    }
    return false;
}

/* Papers are there, or they are missing and asked for later. */
static void add_paper(struct page *page, struct tpl *to, const struct intake_page *x, const char *ask, const char *label, const char *value)
{
    if (!any_asks(x->book, ask))
        return;
    struct tpl *choose = add_field(page, to, x->errors, &(struct field){.id = ask, .label = label, .look = LOOK_CHOOSE});
    add_option(choose, "", page_text(page, N_("Comes later, or is not needed")), !*value);
    add_option(choose, "1", page_text(page, N_("It is here, among the files")), *value != '\0');
}

static void add_parties(struct page *page, struct tpl *to, const struct intake_page *x)
{
    const struct intake *d = x->d;
    if (any_asks(x->book, "represented")) {
        add_field(page, to, x->errors, &(struct field){.id = "for_name", .label = page_text(page, N_("Complains for (name)")), .value = d->for_name});
        add_field(page, to, x->errors, &(struct field){.id = "for_relation", .label = page_text(page, N_("Relation to that person")), .value = d->for_relation});
        add_field(page, to, x->errors, &(struct field){.id = "for_contact", .label = page_text(page, N_("Telephone or e-mail of that person")), .value = d->for_contact});
    }
    if (any_asks(x->book, "representatives"))
        add_field(page, to, x->errors, &(struct field){.id = "people", .label = page_text(page, N_("Representatives of a group")), .value = d->people, .look = LOOK_LINES,
                                                       .hint = page_text(page, N_("One on each line: name and telephone or e-mail")), .full = true});
    if (any_asks(x->book, "staff_number"))
        add_field(page, to, x->errors, &(struct field){.id = "staff_number", .label = page_text(page, N_("Staff number")), .value = d->staff_number});
    add_paper(page, to, x, "authority", page_text(page, N_("Letter of authority")), d->authority);
    add_paper(page, to, x, "members", page_text(page, N_("List of members")), d->members);
}

static void add_reach(struct page *page, struct tpl *part, const struct intake_page *x)
{
    static const char *const inside[] = {"email", "address", "id_number", "head_count", "prefer", "prefer_time", "tell", "language", "for_name", "for_relation", "for_contact", "people", "staff_number"};
    const struct intake *d = x->d;
    struct tpl *more = tpl_add(part, SEC_BELOW);
    tpl_text(more, V_LABEL, page_text(page, N_("More about the person and how to reach him or her")));
    tpl_show_if(more, SEC_OPEN, strcmp(d->channel, "telephone") != 0 || any_wrong(x, inside, COUNT_OF(inside)));
    add_field(page, more, x->errors, &(struct field){.id = "email", .label = page_text(page, N_("E-mail address")), .value = d->email});
    add_field(page, more, x->errors, &(struct field){.id = "address", .label = page_text(page, N_("Address")), .value = d->address});
    add_field(page, more, x->errors, &(struct field){.id = "id_number", .label = page_text(page, N_("Identity number")), .value = d->id_number});
    add_field(page, more, x->errors, &(struct field){.id = "head_count", .label = page_text(page, N_("How many people, for a group")), .value = d->head_count,
                                                     .hint = page_text(page, N_("Their spokespersons stand as the name"))});
    add_parties(page, more, x);
    const char *chosen = *d->prefer ? d->prefer : intake_prefer(d->channel);
    struct tpl *prefer = add_field(page, more, x->errors, &(struct field){.id = "prefer", .label = page_text(page, N_("Wants to be reached")), .look = LOOK_CHOOSE});
    for (size_t i = 0; complaint_contact_ways[i]; i++)
        add_option(prefer, complaint_contact_ways[i], page_text(page, complaint_contact_title(complaint_contact_ways[i])), strcmp(complaint_contact_ways[i], chosen) == 0);
    add_field(page, more, x->errors, &(struct field){.id = "prefer_time", .label = page_text(page, N_("Good time to call")), .value = d->prefer_time});
    add_tell(page, more, x);
    struct tpl *language = add_field(page, more, x->errors, &(struct field){.id = "language", .label = page_text(page, N_("Language of the complainant")), .look = LOOK_CHOOSE});
    add_option(language, "zh", "中文", strcmp(d->language, "en") != 0);
    add_option(language, "en", "English", strcmp(d->language, "en") == 0);
}

/* ---- what ---- */

static void add_what(struct page *page, struct tpl *t, const struct intake_page *x)
{
    const struct intake *d = x->d;
    struct tpl *part = add_part(page, t, "what", N_("What happened")), *above = tpl_add(part, SEC_ABOVE);
    add_field(page, above, x->errors,
              &(struct field){.id = "body", .label = page_text(page, N_("In the person's own words")), .value = d->body, .look = LOOK_LINES, .rows = 5, .key = "B", .must = true, .full = true});
    add_field(page, above, x->errors, &(struct field){.id = "occurred", .label = page_text(page, N_("When it happened")), .value = d->occurred});
    add_field(page, above, x->errors, &(struct field){.id = "place", .label = page_text(page, N_("Where it happened")), .value = d->place});
    add_field(page, above, x->errors, &(struct field){.id = "persons", .label = page_text(page, N_("People involved")), .value = d->persons});
    add_field(page, above, x->errors, &(struct field){.id = "reference", .label = page_text(page, N_("Policy, order or account number")), .value = d->reference});
    add_field(page, above, x->errors, &(struct field){.id = "title", .label = page_text(page, N_("In one sentence")), .value = d->title, .full = true,
                                                      .hint = page_text(page, N_("For lists, without names and numbers. Left empty, it is made of the first words."))});
}

static void add_wishes(struct page *page, struct tpl *t, const struct intake_page *x)
{
    const struct intake *d = x->d;
    struct tpl *part = add_part(page, t, "wish", N_("What is wanted")), *wishes = tpl_add(part, SEC_WISHES), *below = tpl_add(part, SEC_UNDER);
    page_field_error(page, wishes, SEC_DEMAND_ERR, x->errors, "demand");
    for (size_t i = 0; complaint_demands[i]; i++) {
        struct tpl *option = tpl_add(wishes, SEC_OPTION);
        const char *name = arena_printf(page->arena, "want_%s", complaint_demands[i]);
        tpl_text(option, V_ID, i == 0 ? "demand" : name);
        tpl_text(option, V_NAME, name);
        tpl_text(option, V_LABEL, page_text(page, complaint_demand_title(complaint_demands[i])));
        tpl_show_if(option, SEC_CHECKED, (d->demands >> i) & 1u);
        tpl_optional(option, SEC_SHORTCUT, V_KEY, i == 0 ? "Q" : NULL);
    }
    add_field(page, below, x->errors, &(struct field){.id = "amount", .label = page_text(page, N_("Sum in yuan")), .value = d->amount});
    add_field(page, below, x->errors, &(struct field){.id = "note", .label = page_text(page, N_("More exactly")), .value = d->note});
}

/* ---- category ---- */

static const struct category *group_of(const struct intake_page *x, const struct category *c)
{
    for (size_t i = 0; i < x->n_categories; i++) {
        if (x->categories[i].id == c->parent_id)
            return &x->categories[i];
    }
    return NULL;
}

static const char *category_words(const struct page *page, const struct intake_page *x, const struct category *c)
{
    const struct category *group = group_of(x, c);
    const char *name = page_pick(page, c->name_zh, c->name_en);
    return group ? arena_printf(page->arena, "%s / %s", page_pick(page, group->name_zh, group->name_en), name) : name;
}

static void add_choices(struct page *page, struct tpl *to, const struct intake_page *x, const struct category_field *q)
{
    const char *zh[CATEGORY_CHOICES_MAX], *en[CATEGORY_CHOICES_MAX], *value = intake_answer(x->d, q->id);
    const size_t n = category_choices(page->arena, q->choices_zh, zh, COUNT_OF(zh)), n_en = category_choices(page->arena, q->choices_en, en, COUNT_OF(en));
    struct tpl *choose = add_field(page, to, x->errors, &(struct field){.id = intake_field_name(page->arena, q->id), .label = page_pick(page, q->label_zh, q->label_en), .look = LOOK_CHOOSE,
                                                                        .hint = page_pick(page, q->hint_zh, q->hint_en), .must = q->required});
    add_option(choose, "", page_text(page, N_("Please choose")), !*value);
    for (size_t i = 0; i < n && i < n_en; i++)
        add_option(choose, page_pick(page, zh[i], en[i]), page_pick(page, zh[i], en[i]), strcmp(value, zh[i]) == 0 || strcmp(value, en[i]) == 0);
}

static void add_questions(struct page *page, struct tpl *to, const struct intake_page *x)
{
    for (size_t i = 0; i < x->n_fields; i++) {
        const struct category_field *q = &x->fields[i];
        bool lines = strcmp(q->kind, "lines") == 0;
        if (strcmp(q->kind, "choice") == 0) {
            add_choices(page, to, x, q);
            continue;
        }
        add_field(page, to, x->errors,
                  &(struct field){.id = intake_field_name(page->arena, q->id), .label = page_pick(page, q->label_zh, q->label_en), .value = intake_answer(x->d, q->id),
                                  .look = lines ? LOOK_LINES : strcmp(q->kind, "date") == 0 ? LOOK_DATE : LOOK_LINE, .hint = page_pick(page, q->hint_zh, q->hint_en), .must = q->required,
                                  .full = lines});
    }
}

static void add_category(struct page *page, struct tpl *t, const struct intake_page *x)
{
    struct tpl *part = add_part(page, t, "category-part", N_("Category")), *above = tpl_add(part, SEC_ABOVE), *kinds = tpl_add(part, SEC_KINDS);
    add_field(page, above, x->errors,
              &(struct field){.id = "category", .label = page_text(page, N_("Code, name or pinyin initials")), .value = x->d->category, .key = "C", .list = "categories", .must = true, .full = true});
    for (size_t i = 0; i < x->n_categories; i++) {
        const struct category *c = &x->categories[i];
        if (!c->is_group)
            add_option(kinds, page_pick(page, c->name_zh, c->name_en), arena_printf(page->arena, "%s %s", c->code, c->initials), false);
    }
    tpl_show_if(kinds, SEC_NONE_FITS, !x->chosen && x->n_fits == 0 && *x->d->category && !http_form_error_of(x->errors, "category"));
    if (x->chosen)
        tpl_text(tpl_add(kinds, SEC_CHOSEN), V_TEXT, arena_printf(page->arena, "%s · %s", category_words(page, x, x->chosen), x->chosen->code));
    if (!x->chosen && x->n_fits > 1) {
        struct tpl *several = tpl_add(kinds, SEC_SEVERAL);
        for (size_t i = 0; i < x->n_fits; i++) {
            struct tpl *option = tpl_add(several, SEC_OPTION);
            tpl_text(option, V_VALUE, x->fits[i]->code);
            tpl_text(option, V_LABEL, category_words(page, x, x->fits[i]));
            tpl_text(option, V_HINT_TEXT, page_pick(page, x->fits[i]->definition_zh, x->fits[i]->definition_en));
        }
    }
    add_questions(page, kinds, x);
}

/* ---- before saving ---- */

static void add_files(struct page *page, struct tpl *part, const struct intake_page *x)
{
    const struct config *config = page->site->config;
    struct tpl *attach = tpl_add(part, SEC_ATTACH), *has = x->n_files ? tpl_add(attach, SEC_HAS_FILES) : NULL;
    tpl_text(attach, V_ACCEPT, attachment_accept);
    tpl_text(attach, V_ACCEPT_SOUND, attachment_accept_internal);
    tpl_text(attach, V_FILES_HINT,
             text_f(page->arena, page->lang, N_("PDF, JPEG or PNG, at most %u files of %u MB each"), config->limits.files_per_message, (unsigned)config->limits.upload_mib));
    page_field_error(page, attach, SEC_FILE_ERR, x->errors, "files");
    for (size_t i = 0; i < x->n_files; i++) {
        struct tpl *file = tpl_add(has, SEC_FILE);
        tpl_text(file, V_NAME, x->files[i].name);
        tpl_text(file, V_SIZE, format_size(page->arena, (uint64_t)x->files[i].bytes));
        tpl_text(file, V_CODE, x->files[i].code);
        tpl_show_if(file, SEC_INTERNAL, x->files[i].internal);
    }
}

static void add_units(struct page *page, struct tpl *to, const struct intake_page *x)
{
    if (x->n_units < 2)
        return;
    struct tpl *unit = add_field(page, to, x->errors, &(struct field){.id = "unit", .label = page_text(page, N_("Unit that carries it")), .look = LOOK_CHOOSE,
                                                                       .hint = x->all_units ? NULL : page_text(page, N_("Only the first of your units stand here"))});
    for (size_t i = 0; i < x->n_units; i++)
        add_option(unit, x->units[i].code, page_pick(page, x->units[i].name_zh, x->units[i].name_en), strcmp(x->units[i].code, x->d->unit) == 0);
}

static void add_last(struct page *page, struct tpl *t, const struct intake_page *x)
{
    static const char *const inside[] = {"source", "unit", "received"};
    struct tpl *part = add_part(page, t, "last", N_("Before saving")), *more = tpl_add(part, SEC_BELOW);
    tpl_text(more, V_LABEL, page_text(page, N_("Source, unit, time of receipt")));
    tpl_show_if(more, SEC_OPEN, any_wrong(x, inside, COUNT_OF(inside)));
    if (!passed_on(x))
        add_sources(page, more, x);
    add_units(page, more, x);
    if (!intake_asks(x->rules, "arrived"))
        add_field(page, more, x->errors, &(struct field){.id = "received", .label = page_text(page, N_("Received, when not now")), .value = x->d->received, .look = LOOK_MOMENT,
                                                         .hint = page_text(page, N_("Time limits begin then"))});
    add_ticks(page, part, x);
    add_tick(page, part, x, "passcode", page_text(page, N_("Hand out a passcode")), page_text(page, N_("With number and passcode the person can follow the complaint on the website")), NULL, false,
             *x->d->passcode);
    add_files(page, part, x);
}

/* ---- earlier complaints ---- */

/* What the committee found about this contact: how to deal with the person, nothing else. */
static void add_vexatious(struct page *page, struct tpl *t, const struct intake_page *x)
{
    for (size_t i = 0; i < x->n_vexatious; i++) {
        struct tpl *found = tpl_add(t, SEC_VEXATIOUS);
        tpl_text(found, V_AT, format_date(page->arena, page->lang, x->vexatious[i].since_us, page->site->zone));
        tpl_text(found, V_BODY, x->vexatious[i].body);
        if (x->vexatious[i].readable)
            tpl_text(tpl_add(found, SEC_OF_COMPLAINT), V_NUMBER, x->vexatious[i].number);
    }
}

static void add_found(struct page *page, struct tpl *t, const struct intake_page *x)
{
    if (!x->looked || x->n_found == 0) {
        tpl_show(t, x->looked ? SEC_NOTHING : SEC_NOT_ASKED);
        return;
    }
    struct tpl *found = tpl_add(t, SEC_FOUND);
    for (size_t i = 0; i < x->n_found; i++) {
        const struct complaint *c = &x->found[i].c;
        struct tpl *match = tpl_add(found, SEC_MATCH);
        struct buf why = {.arena = page->arena};
        for (const char **reason = repeat_reasons(page->arena, x->found[i].reasons); *reason; reason++)
            buf_printf(&why, "%s%s", why.n ? (page->lang == LANG_ZH ? "、" : ", ") : "", page_text(page, *reason));
        tpl_text(match, V_NUMBER, c->number);
        tpl_text(match, V_TITLE, c->title);
        tpl_text(match, V_STATE, page_text(page, complaint_state_title(c->state)));
        tpl_text(match, V_RECEIVED, format_date(page->arena, page->lang, c->received_us, page->site->zone));
        tpl_text(match, V_REASON, why.n ? why.p : "");
        tpl_show_if(match, SEC_OPEN, c->is_open);
    }
}

/* ---- the whole ---- */

void intake_form_fill(struct page *page, struct tpl *t, const struct intake_page *x)
{
    tpl_text(t, V_CHANNEL, rb_words(page, x->channel->name));
    tpl_text(t, V_CODE, x->channel->code);
    tpl_text(t, V_NOTE, rb_words(page, x->channel->note));
    tpl_text(t, V_TOKEN, x->d->token);
    if (x->kept_us)
        tpl_text(tpl_add(t, SEC_KEPT), V_TEXT, text_f(page->arena, page->lang, N_("Kept as a draft at %s"), format_short(page->arena, x->kept_us, page->now_us, page->site->zone)));
    page_errors(page, t, x->errors);
    if (strcmp(x->channel->code, "telephone") != 0)
        add_asks(page, t, "asks", N_("How it came in"), x);
    struct tpl *who = add_part(page, t, "who", N_("Who complains"));
    add_who(page, who, x);
    add_reach(page, who, x);
    add_what(page, t, x);
    add_wishes(page, t, x);
    add_category(page, t, x);
    if (strcmp(x->channel->code, "telephone") == 0)
        add_asks(page, t, "asks", N_("The call"), x);
    add_last(page, t, x);
    tpl_show_if(t, SEC_MAY_ACCEPT, access_may(page->user, MAY_ACCEPT));
    tpl_show_if(t, SEC_VISIT, strcmp(x->channel->code, "visit") == 0);
    add_vexatious(page, t, x);
    add_found(page, t, x);
}
