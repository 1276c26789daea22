#ifndef REDRESS_CALENDAR_WORDS_H
#define REDRESS_CALENDAR_WORDS_H

#include "calendar.h"

/* What calendars say to people: msgids, for the views of all features to translate and fill in. Pure. */

/* "working day" steps and so on: what a step of calendar_explain was. */
const char *calendar_step_title(const struct calendar_step *step, struct calendar_limit limit);
/* What its `counted` is counted in; singular and plural with one %lld for text_count. */
struct calendar_count_words {
    const char *one, *many;
    long long n;
};
struct calendar_count_words calendar_step_words(const struct calendar_step *step, struct calendar_limit limit);
/* "3 working days", "half a working day", "by the end of the same day". */
struct calendar_count_words calendar_limit_words(struct calendar_limit limit);
/* "Mon" to be shown after a date; 0 is Sunday. */
const char *calendar_weekday_title(int weekday);
/* A name of a public holiday in English for the known ones in Chinese, several joined by 、; "" when one of them is not known. In the arena or static. */
const char *calendar_holiday_english(struct arena *a, struct str name_zh);

#endif
