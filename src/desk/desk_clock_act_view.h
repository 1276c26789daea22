#ifndef REDRESS_DESK_CLOCK_ACT_VIEW_H
#define REDRESS_DESK_CLOCK_ACT_VIEW_H

#include "desk_case_view.h"
#include "desk_clock.h"
#include "desk_template.h"

/* What is asked for to pause, go on with, extend or end a time limit by hand. */

/* One of the complaint's clocks, NULL when it has none with this id. */
const struct clock *desk_clock_find(const struct desk_case *x, int64_t id);
/* How many of the complaint's clocks an action can be taken with; an extension is not asked for twice at once. */
size_t desk_clock_choices(const struct page *page, const struct desk_case *x, enum complaint_action action);
/* {{#CLOCK_OPTION}} each with its date, for an extension the new date and who decides; {{#PAUSE_OPTION}} the reasons that the rules allow. */
void desk_clock_choice_fill(struct page *page, struct tpl *t, const struct desk_case *x, enum complaint_action action, const struct desk_act_typed *typed);
const char *desk_clock_choice_name(const struct page *page, const struct desk_case *x, int64_t clock_id);
/* The request that waits for the user's decision, with everything that it decides on. */
void desk_decision_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_act_typed *typed);
/* The extensions asked for with a clock: {{#REQUESTS}} of the page that explains its date. */
void desk_requests_fill(struct page *page, struct tpl *t, const struct desk_case *x, int64_t clock_id);

/* Requests of several complaints that wait for the user: {{#TABLE}} or {{#EMPTY}}. */
#define DESK_WAITING_MAX 100
void desk_waiting_fill(struct page *page, struct tpl *t, const struct rulebook *b, const struct clock_request *list, size_t n);

/* What the rulebook's texts have filled in for this complaint, in the complainant's language; clock_id: whose date {due} is after its extension, 0: the promised one. */
struct desk_template_data desk_template_case(const struct page *page, const struct desk_case *x, int64_t clock_id);
/* A text of the rulebook in the complainant's language. */
const char *desk_text_of(const struct desk_case *x, struct rb_text text);
/* The notice that goes with an extension, made of the rulebook's first text for it; "" when it has none. */
const char *desk_notice_proposal(const struct page *page, const struct desk_case *x);

#endif
