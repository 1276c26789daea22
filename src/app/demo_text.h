#ifndef REDRESS_DEMO_TEXT_H
#define REDRESS_DEMO_TEXT_H

#include <stddef.h>

/* The words of the demo: a life insurer (rulebook life-insurer), what people complain about. Slots {..} are filled in by demo_case. */
struct demo_story {
    const char *category; /* code */
    const char *body;     /* what happened; its first sentence becomes the title */
    const char *wish;     /* a demand's kind */
    const char *ask;      /* what the handler asks for */
    const char *supply;   /* what the complainant sends back */
    const char *reply;    /* the answer */
    const char *reason;   /* of the finding */
    int finding;
};
extern const struct demo_story demo_stories[];
extern const size_t demo_stories_n;

/* What many complaints of one category may have in common. */
struct demo_cause {
    const char *category, *title, *cause, *investigation;
};
extern const struct demo_cause demo_causes[];
extern const size_t demo_causes_n;

extern const char *const demo_surnames[], *const demo_given[], *const demo_products[], *const demo_places[], *const demo_notes[], *const demo_requests[], *const demo_answers[], *const demo_returns[], *const demo_reworks[], *const demo_transfers[], *const demo_reports[], *const demo_guidance[],
    *const demo_calls[], *const demo_tags[];
extern const size_t demo_surnames_n, demo_given_n, demo_products_n, demo_places_n, demo_notes_n, demo_requests_n, demo_answers_n, demo_returns_n, demo_reworks_n, demo_transfers_n, demo_reports_n, demo_guidance_n,
    demo_calls_n, demo_tags_n;

#endif
