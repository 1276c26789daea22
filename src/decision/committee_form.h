#ifndef REDRESS_COMMITTEE_FORM_H
#define REDRESS_COMMITTEE_FORM_H

#include "committee.h"
#include "http_form.h"
#include "utc.h"

/* What was entered on the committee's pages; kept when they are shown again. */
enum { MEETING_PEOPLE_MAX = 200 };
enum meeting_do { MEETING_FORM_CALL, MEETING_FORM_CHANGE, MEETING_FORM_OPEN, MEETING_FORM_MINUTES, MEETING_FORM_END, MEETING_FORM_CANCEL, MEETING_FORM_REMAKE, MEETING_FORM_ADD, MEETING_FORM__COUNT };
struct meeting_typed {
    enum meeting_do what;
    int version;
    int64_t unit_id, at_us, item_id; /* item_id, item_version: add to its agenda */
    int item_version;
    const char *title, *place, *day, *time, *text;
    int64_t people[MEETING_PEOPLE_MAX];
    size_t n_people;
};
/* ERR_MALFORMED when it says nothing that can be done. Errors are noted under unit, title, place, day, time, people, text. */
enum err meeting_read_form(const struct http_form *form, const struct utc_zone *zone, struct meeting_typed *ret_typed, struct http_form_errors *errors) MUST_CHECK;

enum item_do { ITEM_FORM_UP, ITEM_FORM_DOWN, ITEM_FORM_PUT_OFF, ITEM_FORM_DROP, ITEM_FORM_VOICE, ITEM_FORM_MOTION, ITEM_FORM_DECIDE, ITEM_FORM_FOLLOWED, ITEM_FORM_ADD, ITEM_FORM__COUNT };
struct item_typed {
    enum item_do what;
    int version;
    bool to_meeting;      /* the form stood on the page of the meeting */
    int64_t meeting_id, follow_by, follow_due_us;
    enum committee_vote vote;
    const char *reason, *decision, *text, *follow_up, *follow_due, *opinion, *done;
};
enum err item_read_form(const struct http_form *form, const struct utc_zone *zone, struct item_typed *ret_typed, struct http_form_errors *errors) MUST_CHECK;

/* "2026-08-21", also with other signs between, and "14:30". */
bool committee_day(const char *typed, int *ret_year, int *ret_month, int *ret_day);
bool committee_time(const char *typed, int *ret_hour, int *ret_minute);

#endif
