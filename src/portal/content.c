#include "content.h"

#include <jansson.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "msgid.h"
#include "utf8.h"

#define PAGE (1u << CONTENT_PAGE)
#define CHANNEL (1u << CONTENT_CHANNEL)
#define QUESTION (1u << CONTENT_QUESTION)
#define FIGURES (1u << CONTENT_FIGURES)
#define MEMBER(member, kinds) {#member, kinds, offsetof(struct content_text, member)}

const struct content_text content_empty = {"", "", "", "", "", "", "", "", "", "", "", "", "", ""};
const struct contents contents_none;

const struct content_member content_members[] = {
    MEMBER(title_zh, PAGE | CHANNEL | QUESTION), MEMBER(title_en, PAGE | CHANNEL | QUESTION), MEMBER(body_zh, PAGE | CHANNEL | QUESTION | FIGURES),
    MEMBER(body_en, PAGE | CHANNEL | QUESTION | FIGURES), MEMBER(number, CHANNEL), MEMBER(hours_zh, CHANNEL), MEMBER(hours_en, CHANNEL), MEMBER(category, QUESTION),
    MEMBER(sort, PAGE | CHANNEL | QUESTION), MEMBER(footer, PAGE), MEMBER(figures, FIGURES), MEMBER(period, FIGURES), MEMBER(least, FIGURES), MEMBER(wait, FIGURES),
};
_Static_assert(COUNT_OF(content_members) == CONTENT_MEMBERS, "every text of content_text");
_Static_assert(sizeof(struct content_text) == CONTENT_MEMBERS * sizeof(const char *), "every text of content_text");

const char *content_get(const struct content_text *t, size_t member)
{
    const char *value;
    memcpy(&value, (const char *)t + content_members[member].at, sizeof value);
    return value;
}

void content_set(struct content_text *t, size_t member, const char *value)
{
    memcpy((char *)t + content_members[member].at, &value, sizeof value);
}

bool content_has(enum content_kind kind, size_t member)
{
    return content_members[member].kinds >> kind & 1u;
}

bool content_equal(const struct content_text *a, const struct content_text *b)
{
    for (size_t i = 0; i < CONTENT_MEMBERS; i++)
        if (strcmp(content_get(a, i), content_get(b, i)) != 0)
            return false;
    return true;
}

/* ---- as it is stored ---- */

const char *content_write(struct arena *a, enum content_kind kind, const struct content_text *t)
{
    json_t *object = json_object();
    for (size_t i = 0; i < CONTENT_MEMBERS; i++)
        if (content_has(kind, i))
            json_object_set_new(object, content_members[i].name, json_string(content_get(t, i) ? content_get(t, i) : ""));
    char *text = json_dumps(object, JSON_COMPACT);
    const char *kept = arena_strdup(a, text ? text : "{}");
    free(text);
    json_decref(object);
    return kept;
}

bool content_read(struct arena *a, const char *json, struct content_text *ret_text)
{
    json_t *object = json_loads(json, 0, NULL);
    if (!json_is_object(object)) {
        json_decref(object);
        return false;
    }
    *ret_text = content_empty;
    for (size_t i = 0; i < CONTENT_MEMBERS; i++) {
        const char *value = json_string_value(json_object_get(object, content_members[i].name));
        if (value)
            content_set(ret_text, i, arena_strdup(a, value));
    }
    json_decref(object);
    return true;
}

/* ---- addresses ---- */

static const struct {
    const char *slug, *title;
} parts[] = {
    {"how", N_("How a complaint is handled")},
    {"modes", N_("With your name, confidentially or anonymously")},
    {"privacy", N_("Privacy")},
    {"accessibility", N_("Accessibility")},
};

const char *content_part_title(const char *slug)
{
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (strcmp(parts[i].slug, slug) == 0)
            return parts[i].title;
    return "";
}

bool content_is_part(const char *slug)
{
    return *content_part_title(slug) != '\0';
}

bool content_slug_ok(const char *slug)
{
    size_t n = strlen(slug);
    return n > 0 && n <= 40 && slug[strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0' && !content_is_part(slug) && strcmp(slug, "figures") != 0;
}

/* ---- figures ---- */

static const struct {
    const char *code, *title, *definition;
} figures[] = {
    [FIGURE_RECEIVED] = {"received", N_("Complaints received"), N_("All complaints that came in within the period, by every channel. What turned out to be a question, or was joined with another complaint, is not counted.")},
    [FIGURE_CLOSED] = {"closed", N_("Complaints closed"), N_("Complaints that were answered and closed within the period, whenever they came in.")},
    [FIGURE_IN_TIME] = {"in_time", N_("Share closed in time"), N_("Of the complaints closed within the period, the share that was settled by the date promised to the complainant.")},
    [FIGURE_MEAN_DAYS] = {"mean_days", N_("Days from receipt to closing, on average"), N_("Calendar days between the receipt and the closing of the complaints closed within the period.")},
    [FIGURE_SATISFIED] = {"satisfied", N_("Satisfied or very satisfied"), N_("Of the people who rated a complaint closed within the period, the share that chose one of the two best of five levels.")},
};

const char *content_figure_code(enum content_figure f)
{
    return figures[f].code;
}

const char *content_figure_title(enum content_figure f)
{
    return figures[f].title;
}

const char *content_figure_definition(enum content_figure f)
{
    return figures[f].definition;
}

bool content_figure_chosen(const struct content_text *t, enum content_figure f)
{
    struct str rest = str_of(t->figures);
    while (rest.p)
        if (str_is(str_cut(&rest, ','), figures[f].code))
            return true;
    return false;
}

struct content_period content_period_of(struct arena *a, int year, int month, bool quarter, int back)
{
    int length = quarter ? 3 : 1, at = year * 12 + month - 1;
    int from = (at / length - back) * length, to = from + length;
    struct content_period p = {.year = from / 12, .month = from % 12 + 1, .next_year = to / 12, .next_month = to % 12 + 1};
    p.name = quarter ? arena_printf(a, "%04d-Q%d", p.year, (p.month + 2) / 3) : arena_printf(a, "%04d-%02d", p.year, p.month);
    return p;
}

bool content_period_read(const char *name, int *ret_year, int *ret_part, bool *ret_quarter)
{
    struct str rest = str_of(name), first = str_cut(&rest, '-');
    long long year, part;
    bool quarter = rest.n > 0 && rest.p[0] == 'Q';
    struct str second = quarter ? (struct str){rest.p + 1, rest.n - 1} : rest;
    if (!str_to_i64(first, 1970, 9999, &year) || !str_to_i64(second, 1, quarter ? 4 : 12, &part))
        return false;
    *ret_year = (int)year;
    *ret_part = (int)part;
    *ret_quarter = quarter;
    return true;
}

/* ---- as it is read ---- */

const char *content_fold(struct arena *a, const char *text)
{
    char *folded = arena_strdup(a, utf8_halfwidth(a, str_of(text)));
    for (char *p = folded; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return folded;
}

struct content_shown content_show(struct arena *a, int64_t id, const char *slug, const struct content_text *t)
{
    long long sort;
    struct content_shown shown = {.id = id, .slug = arena_strdup(a, slug), .text = content_empty, .find = ""};
    for (size_t i = 0; i < CONTENT_MEMBERS; i++)
        content_set(&shown.text, i, arena_strdup(a, content_get(t, i)));
    shown.zh = markdown_read(a, t->body_zh);
    shown.en = markdown_read(a, t->body_en);
    shown.sort = str_to_i64(str_of(t->sort), 0, 9999, &sort) ? (int)sort : 0;
    shown.find = content_fold(a, arena_printf(a, "%s\n%s\n%s\n%s", t->title_zh, t->title_en, markdown_plain(a, &shown.zh), markdown_plain(a, &shown.en)));
    return shown;
}

const struct content_shown *contents_page(const struct contents *c, const char *slug)
{
    for (size_t i = 0; i < c->n_pages; i++)
        if (strcmp(c->pages[i].slug, slug) == 0)
            return &c->pages[i];
    return NULL;
}

bool content_finds(struct arena *a, const struct content_shown *question, const char *words)
{
    struct str rest = str_of(content_fold(a, words));
    while (rest.p) {
        struct str word = str_cut(&rest, ' ');
        if (word.n > 0 && !strstr(question->find, str_cstr(a, word)))
            return false;
    }
    return true;
}

size_t contents_of_category(const struct contents *c, const char *category, const struct content_shown **list, size_t n)
{
    size_t found = 0;
    for (size_t i = 0; i < c->n_questions && found < n && *category; i++)
        if (strcmp(c->questions[i].text.category, category) == 0)
            list[found++] = &c->questions[i];
    return found;
}
