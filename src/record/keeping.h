#ifndef REDRESS_KEEPING_H
#define REDRESS_KEEPING_H

#include "complaint.h"
#include "utc.h"

/* How long complaints are kept and what is left of them (requirements M5). Pure. */

/* Until when one that ended at closed_us is kept for so many years: the end of the same day of the calendar; CLOCK_NEVER for 0 years. */
int64_t keeping_until(int64_t closed_us, int years, const struct utc_zone *zone);
/* Of a finding the rulebook's word; "" none. */
const char *keeping_finding(enum complaint_finding finding);

/* Why something is not erased though its time has come. */
enum keeping_wait {
    KEEPING_FREE, KEEPING_ERASED, KEEPING_OPEN, KEEPING_HELD, KEEPING_REVIEW, KEEPING_SLIPS, KEEPING_APPROVALS, KEEPING_COMMITTEE, KEEPING_AFTERCARE, KEEPING_MONEY, KEEPING_CLOCKS, KEEPING_DISCLOSURE,
    KEEPING_TOGETHER, KEEPING_WAIT__END
};
const char *keeping_wait_title(enum keeping_wait wait); /* msgid; "" free */

/*
 * What is left of an event's data: codes, numbers, dates, and the names of places. Reasons, titles, tags, names of respondents and whatever else is not known to be none of these go.
 */
const char *keeping_event_data(struct arena *a, const char *data);

struct keeping_row { /* of the list of what will be erased */
    int64_t complaint_id, closed_us, until_us, listed_us, erase_us, erased_us;
    int years;
    bool held;
    enum keeping_wait waits;
    const char *number, *title, *category_zh, *category_en, *unit_zh, *unit_en;
};
struct keeping_count {
    int month; /* year times 100 plus month */
    int64_t n;
    const char *category_zh, *category_en;
};
struct keeping_hold {
    int64_t id, complaint_id, set_us, lifted_us;
    const char *number, *title, *reason, *setter, *lifter, *lifted_why;
};
struct keeping_figures {
    int64_t waiting, erased, held;
};

#endif
