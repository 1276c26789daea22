#ifndef REDRESS_ABSENCE_H
#define REDRESS_ABSENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Absence and substitution (requirements A6): from from_us until before to_us notices go to the deputy, and work is offered to him instead. */
struct absence {
    int64_t id, user_id, deputy_id, from_us, to_us;
    const char *note; /* for colleagues */
    const char *name, *deputy, *deputy_login, *deputy_zh, *deputy_en; /* for show; the last two: his department or unit */
    bool deputy_away; /* he is away himself at some time of it, or is switched off */
};

/* What is wrong with an absence that is to be recorded. */
enum absence_fault {
    ABSENCE_FINE,
    ABSENCE_ORDER,       /* it ends before it begins */
    ABSENCE_PAST,        /* it is over already */
    ABSENCE_LONG,        /* longer than ABSENCE_MAX_US */
    ABSENCE_OVERLAP,     /* there is one in that time */
    ABSENCE_SELF,        /* the deputy is the person himself */
    ABSENCE_STRANGER,    /* the deputy is nobody of the unit's line, or is switched off */
    ABSENCE_DEPUTY_AWAY, /* the deputy is away himself in that time */
    ABSENCE_MANY,        /* ABSENCES_MAX are to come already */
    ABSENCE__END
};
#define ABSENCE_MAX_US (INT64_C(366) * 86400 * 1000000)
#define ABSENCES_MAX 30
/* What can be seen from the dates and people alone; the rest takes the database. */
enum absence_fault absence_check(const struct absence *a, int64_t now_us);
/* The field of the form it belongs to ("from", "to", "deputy") and a msgid that says it. */
const char *absence_fault_field(enum absence_fault fault);
const char *absence_fault_text(enum absence_fault fault);

#endif
