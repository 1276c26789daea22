#ifndef REDRESS_CONTENT_H
#define REDRESS_CONTENT_H

#include <stdint.h>

#include "markdown.h"
#include "str.h"

/*
 * What administrators write for the public pages (requirements B8): pages, channels, questions and answers, and which figures are published. Each has
 * what is live and a draft, both of them the same texts; which of them a kind uses is said by content_members. Pure.
 */
enum content_kind { CONTENT_PAGE = 1, CONTENT_CHANNEL, CONTENT_QUESTION, CONTENT_FIGURES };

/* Never NULL. Bodies are in the Markdown of markdown.h. */
struct content_text {
    const char *title_zh, *title_en; /* of a page; name of a channel; a question */
    const char *body_zh, *body_en;   /* a page; a note; an answer; what stands above the figures */
    const char *number;              /* telephone of a channel, "" for one that has none */
    const char *hours_zh, *hours_en;
    const char *category; /* code, of a question; "" for a general one */
    const char *sort;     /* a number */
    const char *footer;   /* "1": the page is linked from the foot of every page */
    const char *figures;  /* "received,in_time" */
    const char *period;   /* "month", "quarter" */
    const char *least;    /* figures of fewer cases are not told */
    const char *wait;     /* days after the end of a period, before its figures are computed */
};
struct content {
    int64_t id;
    enum content_kind kind;
    const char *slug; /* "" for channels and questions */
    bool is_live, has_draft;
    struct content_text live, draft; /* empty texts where there is none */
    int number, version;
    int64_t offered, helped; /* of a question, in the last twelve months */
};
struct content_version {
    int number;
    bool off; /* it was taken off the website */
    struct content_text text;
    const char *who;
    int64_t at_us;
};

#define CONTENT_BODY_MAX 3500
#define CONTENT_TITLE_MAX 80

extern const struct content_text content_empty;

/* The members, by the names under which they are stored, logged and typed. */
struct content_member {
    const char *name;
    unsigned kinds; /* 1u << kind of those that have it */
    size_t at;
};
extern const struct content_member content_members[];
#define CONTENT_MEMBERS 14
const char *content_get(const struct content_text *t, size_t member);
void content_set(struct content_text *t, size_t member, const char *value);
bool content_has(enum content_kind kind, size_t member);
bool content_equal(const struct content_text *a, const struct content_text *b);

/* As JSON, NULL as empty; and back: unknown members are passed over, missing ones empty. False when it is none. */
const char *content_write(struct arena *a, enum content_kind kind, const struct content_text *t);
bool content_read(struct arena *a, const char *json, struct content_text *ret_text);

/* Parts of the guide, which cannot be taken off: without a page of their own they say what the rulebook or the program says. */
bool content_is_part(const char *slug);
const char *content_part_title(const char *slug); /* msgid, "" for other pages */
/* Lower-case letters, digits and hyphens; not one of the parts. */
bool content_slug_ok(const char *slug);

/* ---- published figures ---- */
enum content_figure { FIGURE_RECEIVED, FIGURE_CLOSED, FIGURE_IN_TIME, FIGURE_MEAN_DAYS, FIGURE_SATISFIED, FIGURE__COUNT };
const char *content_figure_code(enum content_figure f);
const char *content_figure_title(enum content_figure f);      /* msgid */
const char *content_figure_definition(enum content_figure f); /* msgid */
bool content_figure_chosen(const struct content_text *t, enum content_figure f);
struct content_value {
    enum content_figure figure;
    const char *period; /* "2026-10", "2026-Q3" */
    bool told;          /* false: too few */
    int64_t value, base;
};
/* A period by how many of them before the one that the month of a day is in: its name and months. back 1: the last that is over. */
struct content_period {
    const char *name;
    int year, month, next_year, next_month; /* begins with the first of month, ends before the first of the other */
};
struct content_period content_period_of(struct arena *a, int year, int month, bool quarter, int back);
/* The year and month of a period's name, and whether it is a quarter. False when it is none. */
bool content_period_read(const char *name, int *ret_year, int *ret_part, bool *ret_quarter);

/* ---- as the public reads it: made once, when something was published ---- */
struct content_shown {
    int64_t id;
    const char *slug;
    struct content_text text;
    struct md zh, en;
    const char *find; /* question and answer in both languages, folded, for searching */
    int sort;
};
struct contents {
    const struct content_shown *pages, *channels, *questions;
    size_t n_pages, n_channels, n_questions;
    const struct content_shown *figures; /* NULL: none are published */
    const struct content_value *values;  /* newest period first */
    size_t n_values;
};
extern const struct contents contents_none;
/* Make one of its texts ready. */
struct content_shown content_show(struct arena *a, int64_t id, const char *slug, const struct content_text *t);
const struct content_shown *contents_page(const struct contents *c, const char *slug); /* NULL: none */
/* Case and width folded. */
const char *content_fold(struct arena *a, const char *text);
/* Whether each of the words, parted by spaces, stands in the question or its answer. */
bool content_finds(struct arena *a, const struct content_shown *question, const char *words);
/* Questions of a category, at most n: how many there are of them in list. */
size_t contents_of_category(const struct contents *c, const char *category, const struct content_shown **list, size_t n);

#endif
