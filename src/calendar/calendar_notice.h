#ifndef REDRESS_CALENDAR_NOTICE_H
#define REDRESS_CALENDAR_NOTICE_H

#include "calendar.h"

/*
 * The yearly notice on holidays (国务院办公厅关于……年部分节假日安排的通知) as pasted text: "春节：2月17日（农历除夕）至23日放假调休，共7天。2月14日（周六）、2月28日（周六）上班。"
 * Days without a year belong to the notice's year (in its title or first line), December before January of a span to the year before. Full-width and half-width
 * digits and punctuation alike. Lines that say nothing about days are passed over.
 */
struct calendar_notice_fault {
    int line;            /* of the pasted text, from 1 */
    const char *message; /* msgid */
};
struct calendar_notice {
    int year;
    struct calendar_day *days; /* in order of date; names of the holiday in Chinese, English where it is one of the known ones */
    size_t n_days;
    struct calendar_notice_fault *faults; /* what could not be understood, weekdays that do not fit, counts ("共7天") that do not add up */
    size_t n_faults;
};
/* fallback_year 0: the notice must name it. ERR_MALFORMED only when not a single day could be read; the faults say why. */
enum err calendar_notice_read(struct arena *a, struct str text, int fallback_year, struct calendar_notice *ret_notice) MUST_CHECK;

#endif
