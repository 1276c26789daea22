#include "admin_book_form.h"

#include <string.h>

#include "admin_form.h"
#include "msgid.h"
#include "utf8.h"

#define CODE_MAX 40

/* ---- a thing as a form ---- */

struct filling {
    struct http_form *form;
    size_t cap;
};

static void add(struct filling *f, const char *name, const char *value)
{
    struct http_form *form = f->form;
    if (form->n == f->cap) {
        size_t cap = f->cap ? f->cap * 2 : 64;
        form->fields = arena_grow(form->arena, form->fields, f->cap * sizeof *form->fields, cap * sizeof *form->fields);
        f->cap = cap;
    }
    form->fields[form->n++] = (struct http_field){.name = name, .value = value, .value_n = strlen(value)};
}

static const char *joined(struct arena *a, const char *prefix, const char *name, const char *end)
{
    return arena_printf(a, "%s%s%s", prefix, name, end);
}

static const char *text_of(const void *thing, size_t at)
{
    const char *text;
    memcpy(&text, (const char *)thing + at, sizeof text);
    return text ? text : "";
}

static unsigned count_of(const void *thing, const struct book_member *m)
{
    unsigned n;
    memcpy(&n, (const char *)thing + m->count_at, sizeof n);
    return n;
}

static char *list_of(const void *thing, const struct book_member *m)
{
    char *list;
    memcpy(&list, (const char *)thing + m->at, sizeof list);
    return list;
}

const char *admin_book_row_prefix(struct arena *a, const char *prefix, const struct book_member *m, size_t row)
{
    return arena_printf(a, "%s%s.%zu.", prefix, m->name, row);
}

size_t admin_book_rows(const struct book_member *m, const void *thing)
{
    size_t n = count_of(thing, m) + BOOK_NEW_ROWS;
    return n < m->max ? n : m->max;
}

static void fill_shape(struct filling *f, const char *prefix, const struct book_shape *shape, const void *thing);

static void fill_limit(struct filling *f, const char *name, const char *limit, bool at_once)
{
    const char *number, *unit;
    admin_book_limit_split(f->form->arena, limit, &number, &unit);
    add(f, name, at_once && strcmp(limit, "0") == 0 ? limit : number);
    add(f, joined(f->form->arena, name, ".unit", ""), unit);
}

static void fill_member(struct filling *f, const char *prefix, const struct book_member *m, const void *thing)
{
    struct arena *a = f->form->arena;
    const char *name = joined(a, prefix, m->name, "");
    int number;
    switch (m->kind) {
    case BOOK_NAME:
    case BOOK_LINES: {
        struct rb_text text;
        memcpy(&text, (const char *)thing + m->at, sizeof text);
        add(f, joined(a, name, ".zh", ""), text.zh ? text.zh : "");
        add(f, joined(a, name, ".en", ""), text.en ? text.en : "");
        break;
    }
    case BOOK_SET:
        for (unsigned i = 0; i < count_of(thing, m); i++)
            add(f, name, ((const char **)(void *)list_of(thing, m))[i]);
        break;
    case BOOK_TICK:
        if (*((const char *)thing + m->at))
            add(f, name, "1");
        break;
    case BOOK_NUMBER:
        memcpy(&number, (const char *)thing + m->at, sizeof number);
        add(f, name, number ? arena_printf(a, "%d", number) : "");
        break;
    case BOOK_LIMIT:
        fill_limit(f, name, text_of(thing, m->at), m->at_once);
        break;
    case BOOK_ROWS:
        for (unsigned i = 0; i < count_of(thing, m); i++)
            fill_shape(f, admin_book_row_prefix(a, prefix, m, i), m->rows, list_of(thing, m) + i * m->rows->size);
        break;
    case BOOK_CODE:
    case BOOK_WORD:
    case BOOK_AMOUNT:
    case BOOK_RATIO:
    case BOOK_WORDY:
    case BOOK_HIDDEN:
        add(f, name, text_of(thing, m->at));
        break;
    }
}

static void fill_shape(struct filling *f, const char *prefix, const struct book_shape *shape, const void *thing)
{
    for (size_t i = 0; i < shape->n; i++)
        fill_member(f, prefix, &shape->members[i], thing);
}

struct http_form *admin_book_limits_fill(struct arena *a, const struct rulebook *b, const char *unit)
{
    struct filling f = {.form = ARENA_NEW(a, struct http_form)};
    f.form->arena = a;
    for (unsigned i = 0; i < b->clocks_count; i++)
        fill_limit(&f, joined(a, "limit.", b->clocks[i].code, ""), admin_book_own_limit(b, unit, b->clocks[i].code), false);
    return f.form;
}

struct http_form *admin_book_fill(struct arena *a, const struct book_shape *shape, const void *thing)
{
    struct filling f = {.form = ARENA_NEW(a, struct http_form)};
    f.form->arena = a;
    fill_shape(&f, "", shape, thing);
    return f.form;
}

int admin_book_version(struct arena *a, const struct book_shape *shape, const void *thing)
{
    return admin_book_digest(admin_book_fill(a, shape, thing));
}

int admin_book_digest(const struct http_form *form)
{
    uint32_t hash = 2166136261u; /* FNV-1a: tells two states of a form apart, nothing more */
    for (size_t i = 0; i < form->n; i++) {
        const char *parts[] = {form->fields[i].name, form->fields[i].value};
        for (size_t p = 0; p < COUNT_OF(parts); p++) {
            for (const char *c = parts[p];; c++) {
                hash = (hash ^ (unsigned char)*c) * 16777619u;
                if (!*c)
                    break;
            }
        }
    }
    return (int)(hash & 0x7fffffff) | 1;
}

/* ---- a form as a thing ---- */

struct reading {
    const struct book_section *section;
    const struct rulebook *book;
    const struct http_form *form;
    struct http_form_errors *errors;
    const void *self; /* what is edited; NULL: a new one */
    bool is_new;
};

static void read_shape(const struct reading *r, const char *prefix, const struct book_shape *shape, void *thing);

/* A text that only differs from the saved one by what cleaning takes off, such as its last line break, was not changed. */
static const char *text_or_saved(struct arena *a, const char *typed, const char *saved, bool lines)
{
    return saved && strcmp(utf8_clean(a, str_of(saved), lines), typed) == 0 ? saved : typed;
}

static struct rb_text read_text(const struct reading *r, const char *name, const struct book_member *m, const void *thing)
{
    struct arena *a = r->form->arena;
    const struct http_text_rule rule = {.required = m->missing, .lines = m->kind == BOOK_LINES, .max = m->max, .missing = m->missing};
    struct rb_text text = {
        .zh = http_form_text(r->form, joined(a, name, ".zh", ""), &rule, r->errors),
        .en = http_form_text(r->form, joined(a, name, ".en", ""), &rule, r->errors),
    };
    if (!m->missing && !*text.zh != !*text.en)
        http_form_error(r->errors, joined(a, name, *text.zh ? ".en" : ".zh", ""), N_("It stands in one language only: add the other"), 0);
    struct rb_text saved;
    memcpy(&saved, (const char *)thing + m->at, sizeof saved);
    text.zh = text_or_saved(a, text.zh, saved.zh, rule.lines);
    text.en = text_or_saved(a, text.en, saved.en, rule.lines);
    return text;
}

static bool is_option(const struct book_option *options, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(options[i].code, code) == 0)
            return true;
    }
    return false;
}

static const char *read_word(const struct reading *r, const char *name, const struct book_member *m)
{
    const char *typed = http_form_get(r->form, name);
    struct book_option *options;
    size_t n;
    admin_book_options(r->form->arena, r->book, r->section, m->source, r->self, &options, &n);
    if (!*typed) {
        if (m->missing)
            http_form_error(r->errors, name, m->missing, 0);
        return "";
    }
    if (!is_option(options, n, typed)) {
        http_form_error(r->errors, name, N_("Choose one of the options."), 0);
        return "";
    }
    return typed;
}

static bool is_ticked(const struct reading *r, const char *name, const char *code)
{
    for (size_t i = 0; i < http_form_count(r->form, name); i++) {
        if (strcmp(http_form_nth(r->form, name, i), code) == 0)
            return true;
    }
    return false;
}

static bool is_among(const char *const *list, unsigned n, const char *code)
{
    for (unsigned i = 0; i < n; i++) {
        if (strcmp(list[i], code) == 0)
            return true;
    }
    return false;
}

/* What stays, in the order that it had, then what is new. */
static void read_set(const struct reading *r, const char *name, const struct book_member *m, void *thing)
{
    struct book_option *options;
    size_t n_options;
    unsigned n = 0, n_saved = count_of(thing, m);
    const char *const *saved = (const char *const *)(const void *)list_of(thing, m);
    admin_book_options(r->form->arena, r->book, r->section, m->source, NULL, &options, &n_options);
    const char **list = ARENA_ARRAY(r->form->arena, n_options, const char *);
    for (unsigned i = 0; i < n_saved && n < n_options; i++) {
        if (is_option(options, n_options, saved[i]) && is_ticked(r, name, saved[i]) && !is_among(list, n, saved[i]))
            list[n++] = saved[i];
    }
    for (size_t i = 0; i < n_options && n < n_options; i++) {
        if (is_ticked(r, name, options[i].code) && !is_among(list, n, options[i].code))
            list[n++] = options[i].code;
    }
    memcpy((char *)thing + m->at, &list, sizeof list);
    memcpy((char *)thing + m->count_at, &n, sizeof n);
}

static const char *read_amount(const struct reading *r, const char *name, const struct book_member *m)
{
    const char *typed = utf8_halfwidth(r->form->arena, str_trim(str_of(http_form_text(r->form, name, &(struct http_text_rule){.max = m->max}, r->errors))));
    int64_t cents;
    if (!*typed) {
        if (m->missing)
            http_form_error(r->errors, name, m->missing, 0);
        return "";
    }
    if (rulebook_cents(typed, &cents) != ERR_NONE || (m->kind == BOOK_RATIO && cents == 0)) {
        http_form_error(r->errors, name, m->kind == BOOK_RATIO ? N_("Enter a number such as 10 or 1.5") : N_("Enter a sum such as 30000 or 30000.50"), 0);
        return "";
    }
    if (m->kind == BOOK_RATIO)
        return typed;
    return arena_printf(r->form->arena, "%lld.%02d", (long long)(cents / 100), (int)(cents % 100));
}

const char *admin_book_limit_read(const struct http_form *form, const char *name, const char *missing, struct http_form_errors *errors)
{
    struct arena *a = form->arena;
    struct str typed = str_trim(str_of(utf8_halfwidth(a, str_of(http_form_get(form, name)))));
    const char *limit = "";
    if (admin_book_limit_join(a, str_cstr(a, typed), http_form_get(form, joined(a, name, ".unit", "")), &limit) != ERR_NONE)
        http_form_error(errors, name, N_("Enter a number of this unit, such as 3; half a day is 0.5 working days"), 0);
    else if (!*limit && missing)
        http_form_error(errors, name, missing, 0);
    return limit;
}

static const char *english_name(const struct reading *r)
{
    static const char *const names[] = {"name.en", "reason.en", "gate"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (http_form_has(r->form, names[i]))
            return http_form_get(r->form, names[i]);
    }
    return "";
}

static const char *read_code(const struct reading *r, const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *code = http_form_text(r->form, name, &(struct http_text_rule){.max = CODE_MAX}, r->errors);
    if (!*code)
        return admin_book_new_code(r->form->arena, r->section, r->book, english_name(r));
    if (code[strspn(code, allowed)] != '\0')
        http_form_error(r->errors, name, N_("The code may hold lower-case letters, digits, hyphens and underscores only"), 0);
    else if (admin_book_is_taken(r->section, r->book, code))
        http_form_error(r->errors, name, N_("Another one has this code"), 0);
    return code;
}

/* Nobody wrote anything into the row: texts, numbers and choices that may be empty are. */
static bool is_blank(const struct reading *r, const char *prefix, const struct book_shape *shape)
{
    for (size_t i = 0; i < shape->n; i++) {
        const struct book_member *m = &shape->members[i];
        const char *name = joined(r->form->arena, prefix, m->name, "");
        bool chosen = m->kind == BOOK_WORD && m->none && *http_form_get(r->form, name);
        bool typed = m->kind == BOOK_NAME && (*http_form_get(r->form, joined(r->form->arena, name, ".zh", "")) || *http_form_get(r->form, joined(r->form->arena, name, ".en", "")));
        bool counted = (m->kind == BOOK_SET || m->kind == BOOK_NUMBER || m->kind == BOOK_AMOUNT || m->kind == BOOK_RATIO || m->kind == BOOK_WORDY) && *http_form_get(r->form, name);
        bool limited = m->kind == BOOK_LIMIT && (*http_form_get(r->form, name) || strcmp(http_form_get(r->form, joined(r->form->arena, name, ".unit", "")), "same day") == 0);
        if (chosen || typed || counted || limited)
            return false;
    }
    return true;
}

/* Codes of rows are "q1" and so on: nobody types them, and none is given twice. */
static void give_codes(struct arena *a, const struct book_shape *shape, char *list, unsigned n)
{
    const struct book_member *code = admin_book_member(shape, "code");
    if (!code || code->kind != BOOK_HIDDEN)
        return;
    int highest = 0;
    for (unsigned i = 0; i < n; i++) {
        long long number;
        const char *given = text_of(list + i * shape->size, code->at);
        if (*given == 'q' && str_to_i64(str_of(given + 1), 1, 1000000, &number) && number > highest)
            highest = (int)number;
    }
    for (unsigned i = 0; i < n; i++) {
        if (*text_of(list + i * shape->size, code->at))
            continue;
        const char *made = arena_printf(a, "q%d", ++highest);
        memcpy(list + i * shape->size + code->at, &made, sizeof made);
    }
}

static void read_rows(const struct reading *r, const char *prefix, const struct book_member *m, void *thing)
{
    size_t n_saved = count_of(thing, m), size = m->rows->size;
    const char *saved = list_of(thing, m);
    char *list = arena_array(r->form->arena, n_saved + BOOK_NEW_ROWS, size);
    unsigned n = 0;
    for (size_t i = 0; i < n_saved + BOOK_NEW_ROWS && n < m->max; i++) {
        const char *row = admin_book_row_prefix(r->form->arena, prefix, m, i);
        if (is_blank(r, row, m->rows))
            continue;
        char *to = list + n++ * size;
        if (i < n_saved)
            memcpy(to, saved + i * size, size);
        else
            admin_book_empty(m->rows, to);
        read_shape(r, row, m->rows, to);
    }
    give_codes(r->form->arena, m->rows, list, n);
    memcpy((char *)thing + m->at, &list, sizeof list);
    memcpy((char *)thing + m->count_at, &n, sizeof n);
}

static void put_text(void *thing, const struct book_member *m, const char *text)
{
    memcpy((char *)thing + m->at, &text, sizeof text);
}

static bool is_at_once(const struct http_form *form, const char *name)
{
    return str_is(str_trim(str_of(utf8_halfwidth(form->arena, str_of(http_form_get(form, name))))), "0");
}

static void read_member(const struct reading *r, const char *prefix, const struct book_member *m, void *thing)
{
    const char *name = joined(r->form->arena, prefix, m->name, "");
    const char *limit;
    bool tick;
    int number;
    switch (m->kind) {
    case BOOK_NAME:
    case BOOK_LINES: {
        struct rb_text text = read_text(r, name, m, thing);
        memcpy((char *)thing + m->at, &text, sizeof text);
        break;
    }
    case BOOK_CODE:
        if (r->is_new)
            put_text(thing, m, read_code(r, name));
        break;
    case BOOK_WORD:
        if (r->is_new || !m->fixed)
            put_text(thing, m, read_word(r, name, m));
        break;
    case BOOK_SET:
        read_set(r, name, m, thing);
        break;
    case BOOK_TICK:
        tick = http_form_tick(r->form, name);
        memcpy((char *)thing + m->at, &tick, sizeof tick);
        break;
    case BOOK_NUMBER:
        number = (int)http_form_int(r->form, name, false, 0, m->max, 0, r->errors);
        memcpy((char *)thing + m->at, &number, sizeof number);
        break;
    case BOOK_AMOUNT:
    case BOOK_RATIO:
        put_text(thing, m, read_amount(r, name, m));
        break;
    case BOOK_LIMIT:
        limit = m->at_once && is_at_once(r->form, name) ? "0" : admin_book_limit_read(r->form, name, m->missing, r->errors);
        if (*limit || strcmp(text_of(thing, m->at), "0") != 0) /* "0" is nothing, too */
            put_text(thing, m, limit);
        break;
    case BOOK_WORDY:
        put_text(thing, m, http_form_text(r->form, name, &(struct http_text_rule){.max = m->max}, r->errors));
        break;
    case BOOK_ROWS:
        read_rows(r, prefix, m, thing);
        break;
    case BOOK_HIDDEN:
        break;
    }
}

static void read_shape(const struct reading *r, const char *prefix, const struct book_shape *shape, void *thing)
{
    for (size_t i = 0; i < shape->n; i++)
        read_member(r, prefix, &shape->members[i], thing);
}

/* Warnings stand longest first, whatever order they were typed in. */
static void sort_warnings(struct rb_clock *clock)
{
    for (unsigned i = 1; i < clock->warn_count; i++) {
        for (unsigned k = i; k > 0; k--) {
            struct calendar_limit before = {0}, behind = {0};
            if (calendar_limit_read(str_of(clock->warn[k - 1]), &before) != ERR_NONE || calendar_limit_read(str_of(clock->warn[k]), &behind) != ERR_NONE ||
                calendar_limit_compare(before, behind) >= 0)
                break;
            const char *moved = clock->warn[k];
            clock->warn[k] = clock->warn[k - 1];
            clock->warn[k - 1] = moved;
        }
    }
}

/* A warning has to come after the clock began. */
static void check_warnings(const struct rb_clock *clock, const struct http_form *form, size_t rows, struct http_form_errors *errors)
{
    struct calendar_limit limit, warning;
    if (calendar_limit_read(str_of(clock->limit), &limit) != ERR_NONE)
        return;
    for (size_t i = 0; i < rows; i++) {
        const char *name = arena_printf(form->arena, "warn.%zu.limit", i);
        const char *typed = admin_book_limit_read(form, name, NULL, errors);
        if (*typed && calendar_limit_read(str_of(typed), &warning) == ERR_NONE && calendar_limit_compare(warning, limit) >= 0)
            http_form_error(errors, name, N_("The warning must be shorter than the time limit"), 0);
    }
}

/* Limits in order of time, whatever order they were typed in: "0" is the shortest. */
static void sort_reminders(const char **list, unsigned n, bool longest_first)
{
    for (unsigned i = 1; i < n; i++) {
        for (unsigned k = i; k > 0; k--) {
            struct calendar_limit before = {0}, behind = {0};
            bool known_before = calendar_limit_read(str_of(list[k - 1]), &before) == ERR_NONE, known_behind = calendar_limit_read(str_of(list[k]), &behind) == ERR_NONE;
            int order = !known_before || !known_behind ? known_before - known_behind : calendar_limit_compare(before, behind);
            if (longest_first ? order >= 0 : order <= 0)
                break;
            const char *moved = list[k];
            list[k] = list[k - 1];
            list[k - 1] = moved;
        }
    }
}

static bool is_asked(const struct rb_intake *form, const char *ask)
{
    return is_among(form->asks, form->asks_count, ask);
}

static void check_intake(const struct rb_intake *form, struct http_form_errors *errors)
{
    for (unsigned i = 0; i < form->musts_count; i++) {
        if (!is_asked(form, form->musts[i]))
            http_form_error(errors, "musts", N_("Only what the form asks for can be made a must"), 0);
    }
}

static void check_slips(const struct rb_slips *s, struct http_form_errors *errors)
{
    if (s->returns_manager && s->returns_committee && s->returns_committee <= s->returns_manager)
        http_form_error(errors, "returns_committee", N_("The committee decides after the manager: enter a higher number"), 0);
    if ((s->returns_manager || s->supervise_percent) && !*s->manager)
        http_form_error(errors, "manager", N_("Choose who decides and is told"), 0);
    if (s->returns_committee && !*s->committee)
        http_form_error(errors, "committee", N_("Choose who decides and is told"), 0);
    if (s->supervise_percent && !s->supervise_from)
        http_form_error(errors, "supervise_from", N_("Enter from how many requests on, 1 or more"), 0);
}

static void check_chain(const struct rb_chain *chain, struct http_form_errors *errors)
{
    if (chain->steps_count == 0 && errors->n == 0)
        http_form_error(errors, "steps.0.role", N_("Choose who agrees"), 0);
    if (*chain->amount_over && strcmp(chain->about, "compensation") != 0)
        http_form_error(errors, "amount_over", N_("Only compensation has a sum: leave it empty"), 0);
    if (*chain->basis && strcmp(chain->about, "closing") != 0)
        http_form_error(errors, "basis", N_("Only closing has a basis: choose none"), 0);
}

/* The smallest sum first, whatever order they were typed in. */
static void sort_authorities(struct rb_authority *list, unsigned n)
{
    for (unsigned i = 1; i < n; i++) {
        for (unsigned k = i; k > 0; k--) {
            int64_t before = 0, behind = 0;
            if (rulebook_cents(list[k - 1].up_to, &before) != ERR_NONE || rulebook_cents(list[k].up_to, &behind) != ERR_NONE || before <= behind)
                break;
            struct rb_authority moved = list[k];
            list[k] = list[k - 1];
            list[k - 1] = moved;
        }
    }
}

/* Only a group is handled by nobody. */
static void check_category(const struct rulebook *b, const struct rb_category *c, struct http_form_errors *errors)
{
    bool group = false;
    for (unsigned i = 0; i < b->categories_count; i++)
        group |= *c->code && strcmp(b->categories[i].parent, c->code) == 0;
    if (!group && *c->parent && !*c->function)
        http_form_error(errors, "function", N_("Choose which department handles it"), 0);
}

void admin_book_read(const struct book_section *s, const struct rulebook *b, const struct http_form *form, bool is_new, void *thing, struct http_form_errors *errors)
{
    struct reading r = {.section = s, .book = b, .form = form, .errors = errors, .self = is_new || s->parent_at == BOOK_NO_MEMBER ? NULL : thing, .is_new = is_new};
    size_t warnings = strcmp(s->code, "clocks") == 0 ? ((const struct rb_clock *)thing)->warn_count + BOOK_NEW_ROWS : 0;
    read_shape(&r, "", &s->shape, thing);
    if (strcmp(s->code, "categories") == 0)
        check_category(b, thing, errors);
    if (strcmp(s->code, "intakes") == 0)
        check_intake(thing, errors);
    if (strcmp(s->code, "chains") == 0)
        check_chain(thing, errors);
    if (strcmp(s->code, "authorities") == 0)
        sort_authorities(((struct rulebook *)thing)->authorities, ((struct rulebook *)thing)->authorities_count);
    if (strcmp(s->code, "slips") == 0) {
        struct rb_slips *slips = &((struct rulebook *)thing)->slips;
        sort_reminders(slips->warn, slips->warn_count, true);
        sort_reminders(slips->late, slips->late_count, false);
        check_slips(slips, errors);
    }
    if (strcmp(s->code, "clocks") != 0)
        return;
    check_warnings(thing, form, warnings, errors);
    sort_warnings(thing);
}

/* ---- limits of units ---- */

static void put_own_limit(struct arena *a, struct rulebook *b, const char *unit, const char *clock, const char *limit)
{
    unsigned n = 0;
    struct rb_own_limit *list = ARENA_ARRAY(a, b->own_limits_count + 1, struct rb_own_limit);
    bool placed = false;
    for (unsigned i = 0; i < b->own_limits_count; i++) {
        struct rb_own_limit own = b->own_limits[i];
        bool same = strcmp(own.unit, unit) == 0 && strcmp(own.clock, clock) == 0;
        if (same)
            own.limit = limit;
        placed |= same;
        if (*own.limit)
            list[n++] = own;
    }
    if (!placed && *limit)
        list[n++] = (struct rb_own_limit){.unit = unit, .clock = clock, .limit = limit};
    b->own_limits = list;
    b->own_limits_count = n;
}

void admin_book_limits_read(struct rulebook *b, const struct http_form *form, const char *const *line, size_t n_line, struct http_form_errors *errors)
{
    struct arena *a = form->arena;
    for (unsigned i = 0; i < b->clocks_count; i++) {
        const struct rb_clock *clock = &b->clocks[i];
        const char *name = joined(a, "limit.", clock->code, ""), *of;
        if (!http_form_has(form, name))
            continue;
        const char *typed = admin_book_limit_read(form, name, NULL, errors);
        struct calendar_limit limit, inherited = rulebook_limit(b, clock, line + 1, n_line - 1, &of);
        if (*typed && clock->floor && calendar_limit_read(str_of(typed), &limit) == ERR_NONE && calendar_limit_compare(limit, inherited) > 0)
            http_form_error(errors, name, N_("Units may shorten this limit, not lengthen it"), 0);
        put_own_limit(a, b, line[0], clock->code, typed);
    }
}
