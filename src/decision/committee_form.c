#include "committee_form.h"

#include <string.h>

#include "msgid.h"

#define TEXT_MAX 20000
#define TOLD_MAX 2000 /* what the history repeats */
#define LINE_MAX 200

/* ---- days and times ---- */

/* The numbers of a text, whatever stands between them; false for more than max. */
static bool numbers_in(const char *typed, int *numbers, size_t max, size_t *ret_n)
{
    size_t n = 0;
    for (const char *p = typed; *p;) {
        if (*p < '0' || *p > '9') {
            p++;
            continue;
        }
        int value = 0, digits = 0;
        for (; *p >= '0' && *p <= '9'; p++, digits++) {
            if (digits == 8)
                return false;
            value = value * 10 + (*p - '0');
        }
        if (n == max)
            return false;
        numbers[n++] = value;
    }
    *ret_n = n;
    return true;
}

bool committee_day(const char *typed, int *ret_year, int *ret_month, int *ret_day)
{
    int k[3];
    size_t n;
    if (!numbers_in(typed, k, 3, &n))
        return false;
    if (n == 1 && k[0] > 19000000) {
        k[2] = k[0] % 100;
        k[1] = k[0] / 100 % 100;
        k[0] /= 10000;
        n = 3;
    }
    if (n != 3 || k[0] < 1900 || k[0] > 9998 || !utc_date_exists(k[0], k[1], k[2]))
        return false;
    *ret_year = k[0];
    *ret_month = k[1];
    *ret_day = k[2];
    return true;
}

bool committee_time(const char *typed, int *ret_hour, int *ret_minute)
{
    int k[2];
    size_t n;
    if (!numbers_in(typed, k, 2, &n) || n != 2 || k[0] > 23 || k[1] > 59)
        return false;
    *ret_hour = k[0];
    *ret_minute = k[1];
    return true;
}

static int64_t id_of(const struct http_form *form, const char *field)
{
    long long id;
    return str_to_i64(str_of(http_form_get(form, field)), 1, INT64_MAX, &id) ? id : 0;
}

static int word_of(const struct http_form *form, const char *const *words, int n)
{
    const char *word = http_form_get(form, "do");
    for (int i = 0; i < n; i++) {
        if (strcmp(words[i], word) == 0)
            return i;
    }
    return -1;
}

/* ---- meetings ---- */

static void read_call(const struct http_form *form, const struct utc_zone *zone, struct meeting_typed *typed, struct http_form_errors *errors)
{
    const struct http_text_rule title = {.required = true, .max = LINE_MAX, .missing = N_("Give the meeting a title")}, place = {.max = LINE_MAX};
    const struct http_text_rule day = {.required = true, .max = 20, .missing = N_("Enter the day")}, time = {.required = true, .max = 10, .missing = N_("Enter the time")};
    int year = 0, month = 0, date = 0, hour = 0, minute = 0;
    typed->unit_id = id_of(form, "unit");
    typed->title = http_form_text(form, "title", &title, errors);
    typed->place = http_form_text(form, "place", &place, errors);
    typed->day = http_form_text(form, "day", &day, errors);
    typed->time = http_form_text(form, "time", &time, errors);
    bool has_day = committee_day(typed->day, &year, &month, &date), has_time = committee_time(typed->time, &hour, &minute);
    if (*typed->day && !has_day)
        http_form_error(errors, "day", N_("Enter the date like this: 2026-08-21"), 0);
    if (*typed->time && !has_time)
        http_form_error(errors, "time", N_("Enter the time like this: 14:30"), 0);
    if (has_day && has_time)
        typed->at_us = utc_from_local(year, month, date, hour, minute, 0, zone);
}

enum err meeting_read_form(const struct http_form *form, const struct utc_zone *zone, struct meeting_typed *ret_typed, struct http_form_errors *errors)
{
    static const char *const words[MEETING_FORM__COUNT] = {"call", "change", "open", "minutes", "end", "cancel", "remake", "add"};
    const struct http_text_rule lines = {.lines = true, .max = TEXT_MAX};
    struct meeting_typed typed = {.title = "", .place = "", .day = "", .time = "", .text = ""};
    int what = word_of(form, words, MEETING_FORM__COUNT);
    if (what < 0)
        return ERR_MALFORMED;
    typed.what = (enum meeting_do)what;
    typed.version = (int)http_form_int(form, "version", false, 0, INT32_MAX, 0, errors);
    if (typed.what == MEETING_FORM_CALL || typed.what == MEETING_FORM_CHANGE)
        read_call(form, zone, &typed, errors);
    if (typed.what == MEETING_FORM_MINUTES)
        typed.text = http_form_text(form, "text", &lines, errors);
    if (typed.what == MEETING_FORM_ADD) {
        typed.item_id = id_of(form, "item");
        typed.item_version = (int)http_form_int(form, "item_version", false, 0, INT32_MAX, 0, errors);
    }
    for (size_t i = 0; i < http_form_count(form, "person") && typed.n_people < MEETING_PEOPLE_MAX; i++) {
        long long id;
        if (str_to_i64(str_of(http_form_nth(form, "person", i)), 1, INT64_MAX, &id))
            typed.people[typed.n_people++] = id;
    }
    bool asks = typed.what == MEETING_FORM_CALL || typed.what == MEETING_FORM_CHANGE || typed.what == MEETING_FORM_OPEN;
    if (asks && typed.n_people == 0)
        http_form_error(errors, "people", typed.what == MEETING_FORM_OPEN ? N_("Tick who is present") : N_("Choose who is invited"), 0);
    *ret_typed = typed;
    return ERR_NONE;
}

/* ---- items ---- */

static void read_decision(const struct http_form *form, const struct utc_zone *zone, struct item_typed *typed, struct http_form_errors *errors)
{
    const struct http_text_rule text = {.lines = true, .max = TEXT_MAX}, day = {.max = 20}, word = {.max = 20};
    int year, month, date;
    typed->decision = http_form_text(form, "decision", &word, errors);
    typed->text = http_form_text(form, "text", &text, errors);
    typed->follow_up = http_form_text(form, "follow_up", &text, errors);
    typed->follow_due = http_form_text(form, "follow_due", &day, errors);
    typed->follow_by = id_of(form, "follow_by");
    if (!*typed->follow_due)
        return;
    if (committee_day(typed->follow_due, &year, &month, &date))
        typed->follow_due_us = utc_from_local(year, month, date, 23, 59, 59, zone);
    else
        http_form_error(errors, "follow_due", N_("Enter the date like this: 2026-08-21"), 0);
}

enum err item_read_form(const struct http_form *form, const struct utc_zone *zone, struct item_typed *ret_typed, struct http_form_errors *errors)
{
    static const char *const words[ITEM_FORM__COUNT] = {"up", "down", "put-off", "drop", "voice", "motion", "decide", "followed", "add"};
    static const char *const votes[] = {"", "for", "against", "abstain"};
    const struct http_text_rule lines = {.lines = true, .max = TEXT_MAX}, told = {.lines = true, .max = TOLD_MAX};
    struct item_typed typed = {.reason = "", .decision = "", .text = "", .follow_up = "", .follow_due = "", .opinion = "", .done = ""};
    int what = word_of(form, words, ITEM_FORM__COUNT);
    if (what < 0)
        return ERR_MALFORMED;
    typed.what = (enum item_do)what;
    typed.version = (int)http_form_int(form, "version", false, 0, INT32_MAX, 0, errors);
    typed.to_meeting = strcmp(http_form_get(form, "back"), "meeting") == 0;
    typed.meeting_id = id_of(form, "meeting");
    typed.reason = http_form_text(form, "reason", &told, errors);
    typed.opinion = http_form_text(form, "opinion", &lines, errors);
    typed.done = http_form_text(form, "done", &told, errors);
    for (size_t i = 1; i < COUNT_OF(votes); i++) {
        if (strcmp(http_form_get(form, "vote"), votes[i]) == 0)
            typed.vote = (enum committee_vote)i;
    }
    if (typed.what == ITEM_FORM_MOTION || typed.what == ITEM_FORM_DECIDE)
        read_decision(form, zone, &typed, errors);
    *ret_typed = typed;
    return ERR_NONE;
}
