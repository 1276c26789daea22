#ifndef REDRESS_DESK_ACT_H
#define REDRESS_DESK_ACT_H

#include <stdbool.h>

#include "complaint_flow.h"
#include "rulebook.h"

/* How each action of staff is asked for on the case page: its fields and its words (msgids). What it does is complaint_flow.h's. */
struct desk_act_kind {
    const char *icon;   /* name in the sprite */
    const char *hint;   /* above the fields; NULL: none */
    const char *label;  /* of the text; NULL: the action takes none */
    const char *missing; /* when the text is required and empty; NULL: it may be empty */
    const char *button;
    const char *done;   /* for the next page */
    size_t text_max;     /* code points of the text; 0: as messages */
    const char *use;     /* of the rulebook's templates that may be put in (a word of rulebook_uses); NULL: none */
    bool to_complainant; /* the text is read by the complainant */
    bool files, exclusion, assign, until;
    bool voluntary; /* whether a withdrawal is of free will: what was asked and answered */
    bool mention;  /* colleagues may be mentioned */
    bool contact;  /* way, direction, result and time of a contact */
    bool classify; /* category, grade, causes, flags, respondents */
    bool clock;    /* one of the running or paused time limits */
    bool pause;    /* and why it is paused */
    bool notice;   /* and what the complainant is told */
    bool outcome;  /* accepted or not, and how that is known */
    bool given;    /* an answer: how it reaches the complainant where the tracking page does not show it at once */
    bool turn;     /* into which of the rulebook's other things */
    bool validity; /* and the explanation that goes with it */
    bool decide;   /* an extension that waits for an answer */
    bool versioned;     /* refused when somebody else changed the complaint meanwhile */
};
/* NULL for an action that is not staff's, or has a page of its own (desk_link_pages.h). Closing has one too (desk_close_view.h); the fold is for what was turned into something that is no complaint. */
const struct desk_act_kind *desk_act_kind(enum complaint_action action);

/* The order in which the panel lists the actions; ends with ACTION__COUNT. */
extern const enum complaint_action desk_act_order[];
/* The action that is unfolded at first, ACTION__COUNT for none; allowed is what flow_allowed gave. */
enum complaint_action desk_act_first(const struct complaint *c, uint64_t allowed);
/* Whether the rulebook wants said how an answer reaches the complainant: the tracking page does not show it at once (requirements B6). */
bool desk_asks_given(const struct rulebook *b);
bool desk_act_in(uint64_t allowed, enum complaint_action action);

/* Findings that closing may give; ends with FINDING_NONE. */
extern const enum complaint_finding desk_findings[];

/* How far ahead material may be asked for. */
#define DESK_ASK_DAYS 7
#define DESK_ASK_DAYS_MAX 90

#endif
