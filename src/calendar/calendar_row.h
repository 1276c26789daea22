#ifndef REDRESS_CALENDAR_ROW_H
#define REDRESS_CALENDAR_ROW_H

#include "calendar.h"

/* A calendar as it is set up. It builds upon another (parent_id; 0: none): the other's days hold where it has none of its own. */
struct calendar_row {
    int64_t id, parent_id;
    const char *code, *name_zh, *name_en;
    const char *week[7], *make_up; /* office hours as text */
    bool late_next_day, active;
    int version;
};
/* A year whose holidays are known, and where from. */
struct calendar_year {
    int year;
    int64_t calendar_id; /* whose they are: its own, or one it builds upon */
    const char *source;
};
/* A unit and the calendar set for it (0: its superior's); in tree order. */
struct calendar_use {
    int64_t id, parent_id, calendar_id;
    int level;
    const char *name_zh, *name_en;
    int64_t used_id;  /* the calendar it has: its own or the nearest superior's; 0: none, so Monday to Friday without holidays */
    bool may_set;     /* whoever asks may set it */
};

#endif
