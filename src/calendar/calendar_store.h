#ifndef REDRESS_CALENDAR_STORE_H
#define REDRESS_CALENDAR_STORE_H

#include "calendar_row.h"
#include "change_store.h"
#include "db.h"

extern const struct db_stmts calendar_stmts;       /* every pool: reading */
extern const struct db_stmts calendar_admin_stmts; /* staff, owner */

/*
 * The calendar of a unit, compiled and kept by the worker until one changes: the unit's own, else its nearest superior's, else calendar_plain. zone: of the site (units'
 * own zones where they have one). One statement when nothing has changed.
 */
enum err calendar_of_unit(struct db *db, struct arena *a, int64_t unit_id, const struct utc_zone *zone, const struct calendar **ret_calendar) MUST_CHECK;
/* id 0: calendar_plain. */
enum err calendar_by_id(struct db *db, struct arena *a, int64_t id, const struct utc_zone *zone, const struct calendar **ret_calendar) MUST_CHECK;
/* By id; at most CALENDAR_ROWS_MAX. */
#define CALENDAR_ROWS_MAX 200
enum err calendar_list(struct db *db, struct arena *a, struct calendar_row **ret_list, size_t *ret_n) MUST_CHECK;
enum err calendar_load(struct db *db, struct arena *a, int64_t id, struct calendar_row *ret_row) MUST_CHECK;
/* Its own days of a year (not those it builds upon), in order. */
enum err calendar_days(struct db *db, struct arena *a, int64_t id, int year, struct calendar_day **ret_days, size_t *ret_n) MUST_CHECK;
/* The years it knows, by itself or by what it builds upon, in order. */
enum err calendar_years(struct db *db, struct arena *a, int64_t id, struct calendar_year **ret_years, size_t *ret_n) MUST_CHECK;
/* The same of each of calendar_list's rows, in one statement. */
struct calendar_years {
    struct calendar_year *list;
    size_t n;
};
enum err calendar_years_all(struct db *db, struct arena *a, const struct calendar_row *rows, size_t n, struct calendar_years *ret_years) MUST_CHECK;
/* Every active unit with its calendar; at most limit. */
enum err calendar_units(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct calendar_use **ret_list, size_t *ret_n) MUST_CHECK;

/* Create (id 0) or change, with its change log entry. ERR_EXISTS: the code is taken, or by->led_to. ERR_STALE. ERR_STATE: it would build upon itself. ERR_NOT_FOUND: the parent. */
enum err calendar_save(struct db *db, struct arena *a, struct change_by *by, struct calendar_row *row) MUST_CHECK;
/*
 * Put the days of a year in place of those it had, and mark the year as known from source; one change log entry that names every day that differs. Days of another year
 * (a holiday over New Year) are added to that one.
 */
enum err calendar_days_save(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, int year, const char *source, const struct calendar_day *days,
                            size_t n) MUST_CHECK;
/* One day: kind 0 takes it out. */
enum err calendar_day_save(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, const struct calendar_day *day) MUST_CHECK;
/* Which calendar a unit uses; 0: its superior's. ERR_FORBIDDEN without MAY_SET_CALENDARS over it. */
enum err calendar_unit_set(struct db *db, struct arena *a, struct change_by *by, int64_t unit_id, int64_t calendar_id) MUST_CHECK;

#endif
