#include "admin_book_table.h"

#include <string.h>

#include "category.h"
#include "complaint.h"
#include "msgid.h"

#define CODE_MAX 40
#define THINGS_MAX 1000

const struct book_section *admin_book_section_at(size_t k)
{
    const struct {
        const struct book_section *list;
        size_t n;
    } tables[] = {
        {admin_book_what_sections, admin_book_what_sections_n}, {admin_book_decide_sections, admin_book_decide_sections_n}, {admin_book_staff_sections, admin_book_staff_sections_n},
    };
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        if (k < tables[i].n)
            return &tables[i].list[k];
        k -= tables[i].n;
    }
    return NULL;
}

const struct book_section *admin_book_section(const char *code)
{
    const struct book_section *s;
    for (size_t k = 0; (s = admin_book_section_at(k)); k++) {
        if (strcmp(s->code, code) == 0)
            return s;
    }
    return NULL;
}

const struct book_member *admin_book_member(const struct book_shape *shape, const char *name)
{
    for (size_t i = 0; i < shape->n; i++) {
        if (strcmp(shape->members[i].name, name) == 0)
            return &shape->members[i];
    }
    return NULL;
}

/* ---- reaching into structs ---- */

static char *list_of(const struct book_section *s, const struct rulebook *b)
{
    void *list;
    memcpy(&list, (const char *)b + s->list_at, sizeof list);
    return list;
}

static unsigned *count_of(const struct book_section *s, const struct rulebook *b)
{
    return (unsigned *)(void *)((char *)(uintptr_t)b + s->count_at);
}

static const char *text_at(const void *thing, size_t at)
{
    const char *text;
    memcpy(&text, (const char *)thing + at, sizeof text);
    return text ? text : "";
}

static void set_text(void *thing, size_t at, const char *text)
{
    memcpy((char *)thing + at, &text, sizeof text);
}

size_t admin_book_count(const struct book_section *s, const struct rulebook *b)
{
    return s->list_at == BOOK_NO_MEMBER ? 1 : *count_of(s, b);
}

void *admin_book_thing(const struct book_section *s, const struct rulebook *b, size_t i)
{
    return s->list_at == BOOK_NO_MEMBER ? (void *)(uintptr_t)b : list_of(s, b) + i * s->shape.size;
}

const char *admin_book_code(const struct book_section *s, const void *thing)
{
    return s->code_at == BOOK_NO_MEMBER ? s->code : text_at(thing, s->code_at);
}

const char *admin_book_kind(const struct book_section *s, const void *thing)
{
    return s->kind_at == BOOK_NO_MEMBER ? "" : text_at(thing, s->kind_at);
}

struct rb_text admin_book_name(const struct book_section *s, const void *thing)
{
    struct rb_text name = {"", ""};
    if (s->name_at != BOOK_NO_MEMBER)
        memcpy(&name, (const char *)thing + s->name_at, sizeof name);
    return name;
}

bool admin_book_is_off(const struct book_section *s, const void *thing)
{
    return s->off_at != BOOK_NO_MEMBER && *((const char *)thing + s->off_at);
}

bool admin_book_find(const struct book_section *s, const struct rulebook *b, const char *code, size_t *ret_i)
{
    for (size_t i = 0; i < admin_book_count(s, b); i++) {
        if (strcmp(admin_book_code(s, admin_book_thing(s, b, i)), code) == 0) {
            *ret_i = i;
            return true;
        }
    }
    return false;
}

/* ---- the order of display ---- */

struct ordering {
    const struct book_section *section;
    const struct rulebook *book;
    size_t *order, n;
    int *depths;
    bool placed[THINGS_MAX];
};

static void place(struct ordering *o, size_t i, int depth);

static void place_children(struct ordering *o, const char *parent, int depth)
{
    for (size_t i = 0; i < admin_book_count(o->section, o->book) && i < THINGS_MAX; i++) {
        if (!o->placed[i] && strcmp(text_at(admin_book_thing(o->section, o->book, i), o->section->parent_at), parent) == 0)
            place(o, i, depth);
    }
}

static void place(struct ordering *o, size_t i, int depth)
{
    o->placed[i] = true;
    o->order[o->n] = i;
    o->depths[o->n++] = depth;
    if (o->section->parent_at != BOOK_NO_MEMBER)
        place_children(o, admin_book_code(o->section, admin_book_thing(o->section, o->book, i)), depth + 1);
}

static void place_kinds(struct ordering *o)
{
    for (int kind = 1; kind < CLOCK_KIND__END; kind++) {
        for (size_t i = 0; i < admin_book_count(o->section, o->book) && i < THINGS_MAX; i++) {
            if (rulebook_clock_kind(admin_book_kind(o->section, admin_book_thing(o->section, o->book, i))) == (enum rb_clock_kind)kind)
                place(o, i, 0);
        }
    }
}

void admin_book_order(const struct book_section *s, const struct rulebook *b, size_t *ret_order, int *ret_depths)
{
    struct ordering o = {.section = s, .book = b, .order = ret_order, .depths = ret_depths};
    if (s->parent_at != BOOK_NO_MEMBER)
        place_children(&o, "", 0);
    if (s->kind_at != BOOK_NO_MEMBER)
        place_kinds(&o);
    for (size_t i = 0; i < admin_book_count(s, b); i++) {
        if (i >= THINGS_MAX || !o.placed[i]) {
            ret_order[o.n] = i;
            ret_depths[o.n++] = 0;
        }
    }
}

/* ---- editing ---- */

void admin_book_empty(const struct book_shape *shape, void *thing)
{
    memset(thing, 0, shape->size);
    for (size_t i = 0; i < shape->n; i++) {
        const struct book_member *m = &shape->members[i];
        switch (m->kind) {
        case BOOK_NAME:
        case BOOK_LINES:
            memcpy((char *)thing + m->at, &(struct rb_text){"", ""}, sizeof(struct rb_text));
            break;
        case BOOK_CODE:
        case BOOK_WORD:
        case BOOK_AMOUNT:
        case BOOK_RATIO:
        case BOOK_LIMIT:
        case BOOK_WORDY:
        case BOOK_HIDDEN:
            set_text(thing, m->at, "");
            break;
        case BOOK_SET:
        case BOOK_TICK:
        case BOOK_NUMBER:
        case BOOK_ROWS:
            break;
        }
    }
}

void admin_book_add(struct arena *a, const struct book_section *s, struct rulebook *b, const void *thing, size_t *ret_i)
{
    size_t n = *count_of(s, b), size = s->shape.size;
    char *list = arena_array(a, n + 1, size);
    if (n > 0)
        memcpy(list, list_of(s, b), n * size);
    memcpy(list + n * size, thing, size);
    memcpy((char *)b + s->list_at, &list, sizeof list);
    *count_of(s, b) = (unsigned)n + 1;
    *ret_i = n;
}

void admin_book_put(const struct book_section *s, struct rulebook *b, size_t i, const void *thing)
{
    if (admin_book_thing(s, b, i) != thing)
        memcpy(admin_book_thing(s, b, i), thing, s->shape.size);
}

void admin_book_remove(const struct book_section *s, struct rulebook *b, size_t i)
{
    char *at = admin_book_thing(s, b, i);
    unsigned *n = count_of(s, b);
    memmove(at, at + s->shape.size, (*n - i - 1) * s->shape.size);
    --*n;
}

static bool are_brothers(const struct book_section *s, const struct rulebook *b, size_t i, size_t k)
{
    size_t at = s->parent_at != BOOK_NO_MEMBER ? s->parent_at : s->kind_at;
    return at == BOOK_NO_MEMBER || strcmp(text_at(admin_book_thing(s, b, i), at), text_at(admin_book_thing(s, b, k), at)) == 0;
}

bool admin_book_brother(const struct book_section *s, const struct rulebook *b, size_t i, bool up, size_t *ret_k)
{
    size_t n = admin_book_count(s, b), k = i;
    do {
        if (up ? k == 0 : k + 1 >= n)
            return false;
        k = up ? k - 1 : k + 1;
    } while (!are_brothers(s, b, i, k));
    *ret_k = k;
    return true;
}

bool admin_book_move(const struct book_section *s, struct rulebook *b, size_t i, bool up)
{
    size_t k;
    if (!admin_book_brother(s, b, i, up, &k))
        return false;
    char *one = admin_book_thing(s, b, i), *other = admin_book_thing(s, b, k);
    for (size_t at = 0; at < s->shape.size; at++) {
        char kept = one[at];
        one[at] = other[at];
        other[at] = kept;
    }
    return true;
}

void admin_book_switch(const struct book_section *s, struct rulebook *b, size_t i, bool active)
{
    bool off = !active;
    if (s->off_at != BOOK_NO_MEMBER)
        memcpy((char *)admin_book_thing(s, b, i) + s->off_at, &off, sizeof off);
}

/* The last part of a path of our own. */
static bool is_reserved(const char *code)
{
    return strcmp(code, "new") == 0 || strcmp(code, "move") == 0;
}

bool admin_book_is_taken(const struct book_section *s, const struct rulebook *b, const char *code)
{
    size_t i;
    return is_reserved(code) || admin_book_find(s, b, code, &i);
}

const char *admin_book_new_code(struct arena *a, const struct book_section *s, const struct rulebook *b, const char *name_en)
{
    struct buf slug = {.arena = a};
    for (const char *p = name_en; *p && slug.n < CODE_MAX - 5; p++) {
        char c = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            buf_addc(&slug, c);
        else if (slug.n > 0 && slug.p[slug.n - 1] != '-')
            buf_addc(&slug, '-');
    }
    while (slug.n > 0 && slug.p[slug.n - 1] == '-')
        slug.p[--slug.n] = '\0';
    const char *code = slug.n > 0 ? slug.p : "item", *made = code;
    for (int k = 2; admin_book_is_taken(s, b, made); k++)
        made = arena_printf(a, "%s-%d", code, k);
    return made;
}

void admin_book_pad(struct arena *a, struct rulebook *b)
{
    const struct book_section *texts = admin_book_section("texts"), *intakes = admin_book_section("intakes"), *notices = admin_book_section("notices");
    size_t i;
    for (size_t k = 0; rulebook_text_keys[k]; k++) {
        if (!admin_book_find(texts, b, rulebook_text_keys[k], &i))
            admin_book_add(a, texts, b, &(struct rb_page_text){.key = rulebook_text_keys[k], .body = {"", ""}}, &i);
    }
    for (size_t k = 0; rulebook_notice_keys[k]; k++) {
        if (!admin_book_find(notices, b, rulebook_notice_keys[k], &i))
            admin_book_add(a, notices, b, &(struct rb_notice){.key = rulebook_notice_keys[k], .subject = {"", ""}, .body = {"", ""}, .sms = {"", ""}}, &i);
    }
    for (unsigned k = 0; k < b->channels_count; k++) {
        if (!admin_book_find(intakes, b, b->channels[k].code, &i))
            admin_book_add(a, intakes, b, &(struct rb_intake){.channel = b->channels[k].code}, &i);
    }
}

void admin_book_trim(struct rulebook *b)
{
    unsigned n = 0, n_intakes = 0;
    for (unsigned i = 0; i < b->texts_count; i++) {
        if (*b->texts[i].body.zh || *b->texts[i].body.en)
            b->texts[n++] = b->texts[i];
    }
    b->texts_count = n;
    n = 0;
    for (unsigned i = 0; i < b->notices_count; i++) {
        const struct rb_notice *notice = &b->notices[i];
        if (*notice->subject.zh || *notice->subject.en || *notice->body.zh || *notice->body.en || *notice->sms.zh || *notice->sms.en)
            b->notices[n++] = *notice;
    }
    b->notices_count = n;
    for (unsigned i = 0; i < b->intakes_count; i++) {
        if (b->intakes[i].asks_count || b->intakes[i].musts_count)
            b->intakes[n_intakes++] = b->intakes[i];
    }
    b->intakes_count = n_intakes;
}

/* ---- choices ---- */

static const char *const mode_words[] = {"named", "confidential", "anonymous", NULL};
static const char *mode_title(const char *word)
{
    for (int i = 0; mode_words[i]; i++) {
        if (strcmp(mode_words[i], word) == 0)
            return complaint_mode_title((enum complaint_mode)(i + 1));
    }
    return "";
}

static const char *finding_title(const char *word)
{
    for (int i = 0; rulebook_findings[i]; i++) {
        if (strcmp(rulebook_findings[i], word) == 0)
            return complaint_finding_title((enum complaint_finding)(i + 1));
    }
    return "";
}

static void add_words(struct book_option *list, size_t *n, const char *const *words, const char *(*title)(const char *word))
{
    for (; *words; words++)
        list[(*n)++] = (struct book_option){.code = *words, .title = title(*words)};
}

static size_t words_n(const char *const *words)
{
    size_t n = 0;
    while (words[n])
        n++;
    return n;
}

/* The words of a source that are the same in every book. */
static const char *const *words_of(enum book_source source, const char *(**ret_title)(const char *word))
{
    switch (source) {
    case BOOK_FIELD_KINDS:
        *ret_title = category_field_kind_title;
        return category_field_kinds;
    case BOOK_EVENTS:
        *ret_title = rulebook_event_title;
        return rulebook_events;
    case BOOK_PAUSES:
        *ret_title = rulebook_pause_title;
        return rulebook_pauses;
    case BOOK_DEMANDS:
        *ret_title = rulebook_demand_title;
        return rulebook_demands;
    case BOOK_USES:
        *ret_title = rulebook_use_title;
        return rulebook_uses;
    case BOOK_TEXT_KEYS:
        *ret_title = rulebook_text_title;
        return rulebook_text_keys;
    case BOOK_NOTICE_KEYS:
        *ret_title = rulebook_notice_title;
        return rulebook_notice_keys;
    case BOOK_VALIDITY:
        *ret_title = rulebook_validity_title;
        return rulebook_validity;
    case BOOK_MODES:
        *ret_title = mode_title;
        return mode_words;
    case BOOK_ASKS:
        *ret_title = rulebook_ask_title;
        return rulebook_asks;
    case BOOK_PARTY_ASKS:
        *ret_title = rulebook_party_title;
        return rulebook_party_asks;
    case BOOK_FINDINGS:
        *ret_title = finding_title;
        return rulebook_findings;
    case BOOK_SUBJECTS:
        *ret_title = rulebook_subject_title;
        return rulebook_subjects;
    case BOOK_PAPERS:
        *ret_title = rulebook_paper_title;
        return rulebook_papers;
    case BOOK_GATES:
        *ret_title = rulebook_gate_title;
        return rulebook_gates;
    case BOOK_WEB_REPLIES:
        *ret_title = rulebook_web_reply_title;
        return rulebook_web_replies;
    case BOOK_QUESTIONS:
        *ret_title = rulebook_question_title;
        return rulebook_questions;
    case BOOK_ESCALATES:
        *ret_title = rulebook_escalate_title;
        return rulebook_escalates;
    case BOOK_OCCASIONS:
        *ret_title = rulebook_account_title;
        return rulebook_account_events;
    case BOOK_COARSE:
        *ret_title = rulebook_coarse_title;
        return rulebook_coarse;
    case BOOK_WHOM:
        *ret_title = rulebook_whom_title;
        return rulebook_whom;
    default:
        return NULL;
    }
}

/* The section whose things are the options. */
static const struct book_section *section_of(enum book_source source, const struct book_section *own)
{
    static const char *const codes[] = {
        [BOOK_LEVELS] = "levels", [BOOK_FUNCTIONS] = "functions", [BOOK_CHANNELS] = "channels", [BOOK_SOURCES] = "sources", [BOOK_COMPLAINANTS] = "complainants",
        [BOOK_FLAGS] = "flags",   [BOOK_CATEGORIES] = "categories", [BOOK_GRADES] = "grades", [BOOK_BASES] = "bases",
    };
    if (source == BOOK_BROTHERS)
        return own;
    return source < COUNT_OF(codes) && codes[source] ? admin_book_section(codes[source]) : NULL;
}

/* Whether a thing is the other, or stands somewhere below it; a circle ends the search. */
static bool is_below(const struct book_section *s, const struct rulebook *b, const void *thing, const void *other)
{
    const char *code = admin_book_code(s, other);
    for (size_t steps = 0; steps < admin_book_count(s, b) + 1; steps++) {
        if (strcmp(admin_book_code(s, thing), code) == 0)
            return true;
        size_t i;
        if (!admin_book_find(s, b, text_at(thing, s->parent_at), &i))
            return false;
        thing = admin_book_thing(s, b, i);
    }
    return true;
}

static void add_things(const struct book_section *s, const struct rulebook *b, const void *self, struct book_option *list, size_t *n)
{
    for (size_t i = 0; i < admin_book_count(s, b); i++) {
        const void *thing = admin_book_thing(s, b, i);
        if (self && is_below(s, b, thing, self))
            continue;
        if (self && strcmp(s->code, "categories") == 0 && *text_at(thing, s->parent_at))
            continue; /* there are two levels of categories */
        list[(*n)++] = (struct book_option){.code = admin_book_code(s, thing), .name = admin_book_name(s, thing), .off = admin_book_is_off(s, thing)};
    }
}

void admin_book_options(struct arena *a, const struct rulebook *b, const struct book_section *s, enum book_source source, const void *self,
                        struct book_option **ret_list, size_t *ret_n)
{
    const char *(*title)(const char *word) = NULL;
    const char *const *words = words_of(source, &title);
    const struct book_section *from = section_of(source, s);
    size_t n = 0, room = (words ? words_n(words) : 0) + (from ? admin_book_count(from, b) : 0) + b->roles_count + 2 + CLOCK_KIND__END;
    struct book_option *list = ARENA_ARRAY(a, room, struct book_option);
    if (words)
        add_words(list, &n, words, title);
    for (int kind = 1; source == BOOK_CLOCK_KINDS && kind < CLOCK_KIND__END; kind++)
        list[n++] = (struct book_option){.code = rulebook_clock_word((enum rb_clock_kind)kind), .title = rulebook_clock_title((enum rb_clock_kind)kind)};
    if (from)
        add_things(from, b, source == BOOK_BROTHERS ? self : NULL, list, &n);
    if (source == BOOK_TOLD) {
        list[n++] = (struct book_option){.code = "handler", .title = N_("Whoever handles it")};
        list[n++] = (struct book_option){.code = "coordinator", .title = N_("Coordinator")};
    }
    for (unsigned i = 0; (source == BOOK_TOLD || source == BOOK_ROLES) && i < b->roles_count; i++) {
        if (source == BOOK_ROLES || strcmp(b->roles[i].code, "coordinator") != 0)
            list[n++] = (struct book_option){.code = b->roles[i].code, .name = b->roles[i].name};
    }
    *ret_list = list;
    *ret_n = n;
}

/* ---- limits ---- */

static const struct {
    const char *word, *title;
    enum calendar_unit unit;
} units[] = {
    {"wd", N_("working days"), CALENDAR_WORKING_DAYS},       {"nd", N_("natural days"), CALENDAR_NATURAL_DAYS},   {"h", N_("hours"), CALENDAR_HOURS},
    {"min", N_("minutes"), CALENDAR_MINUTES},                {"wh", N_("working hours"), CALENDAR_WORKING_HOURS}, {"wmin", N_("working minutes"), CALENDAR_WORKING_MINUTES},
    {"same day", N_("the same day"), CALENDAR_SAME_DAY},     {"month", N_("th working day of the month"), CALENDAR_MONTH_DAY},
};
const char *const admin_book_units[] = {"wd", "nd", "h", "min", "wh", "wmin", "same day", "month", NULL};

const char *admin_book_unit_title(const char *unit)
{
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        if (strcmp(units[i].word, unit) == 0)
            return units[i].title;
    }
    return "";
}

void admin_book_limit_split(struct arena *a, const char *limit, const char **ret_number, const char **ret_unit)
{
    struct calendar_limit read;
    *ret_number = "";
    *ret_unit = "wd";
    if (calendar_limit_read(str_of(limit), &read) != ERR_NONE)
        return;
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        if (units[i].unit == read.unit)
            *ret_unit = units[i].word;
    }
    if (read.unit == CALENDAR_HALF_DAYS)
        *ret_number = arena_printf(a, read.value % 2 ? "%d.5" : "%d", read.value / 2);
    else if (read.unit != CALENDAR_SAME_DAY)
        *ret_number = arena_printf(a, "%d", read.value);
}

enum err admin_book_limit_join(struct arena *a, const char *number, const char *unit, const char **ret_limit)
{
    struct calendar_limit limit;
    const char *text;
    if (strcmp(unit, "same day") == 0) {
        text = unit;
    } else if (!*number) {
        *ret_limit = "";
        return ERR_NONE;
    } else {
        text = arena_printf(a, strcmp(unit, "month") == 0 ? "%sth wd of month" : "%s %s", number, unit);
    }
    if (!*admin_book_unit_title(unit) || strspn(number, "0123456789.") != strlen(number))
        return ERR_MALFORMED;
    TRY(calendar_limit_read(str_of(text), &limit));
    *ret_limit = calendar_limit_write(a, limit);
    return ERR_NONE;
}

const char *admin_book_own_limit(const struct rulebook *b, const char *unit, const char *clock)
{
    for (unsigned i = 0; i < b->own_limits_count; i++) {
        if (strcmp(b->own_limits[i].unit, unit) == 0 && strcmp(b->own_limits[i].clock, clock) == 0)
            return b->own_limits[i].limit;
    }
    return "";
}

/* ---- templates ---- */

const char *admin_book_filled(struct arena *a, const char *text, bool zh)
{
    static const struct {
        const char *word, *zh, *en;
    } words[] = {
        {"{number}", "TS-7K2M9-QX4RD-3", "TS-7K2M9-QX4RD-3"}, {"{title}", "理赔款迟迟没有到账", "The claim was not paid"},
        {"{unit}", "江南省分公司", "Jiangnan Province branch"}, {"{due}", "2026年8月28日", "28 Aug 2026"},
        {"{category}", "理赔", "Claims"},                      {"{handler}", "李静", "Li Jing"},
        {"{today}", "2026年8月21日", "21 Aug 2026"},          {"{link}", "https://example.com/track", "https://example.com/track"},
        {"{site}", "投诉受理平台", "Complaints"},             {"{hotline}", "95500", "95500"},
        {"{what}", "催办：期限已过", "Reminder: a date has passed"},
    };
    struct buf out = {.arena = a};
    while (*text) {
        size_t i = 0;
        while (i < COUNT_OF(words) && strncmp(text, words[i].word, strlen(words[i].word)) != 0)
            i++;
        if (i < COUNT_OF(words)) {
            buf_adds(&out, zh ? words[i].zh : words[i].en);
            text += strlen(words[i].word);
        } else {
            buf_addc(&out, *text++);
        }
    }
    return out.n > 0 ? out.p : "";
}

/* ---- faults ---- */

bool admin_book_fault_place(const struct rulebook *b, const char *path, const struct book_section **ret_section, size_t *ret_i, const char **ret_member)
{
    char key[40];
    size_t n = strcspn(path, "[.");
    if (n >= sizeof key)
        return false;
    memcpy(key, path, n);
    key[n] = '\0';
    const struct book_section *s = admin_book_section(key);
    if (!s)
        return false;
    size_t i = BOOK_NO_MEMBER;
    const char *rest = path + n;
    if (*rest == '[') {
        struct str number = {rest + 1, strcspn(rest + 1, "]")};
        long long at;
        if (str_to_i64(number, 0, (long long)admin_book_count(s, b) - 1, &at))
            i = (size_t)at;
        rest += number.n + 1;
        rest += *rest == ']';
    }
    *ret_section = s;
    *ret_i = i;
    *ret_member = *rest == '.' ? rest + 1 : "";
    return true;
}
