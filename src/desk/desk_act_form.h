#ifndef REDRESS_DESK_ACT_FORM_H
#define REDRESS_DESK_ACT_FORM_H

#include "desk_act.h"
#include "desk_classify_form.h"
#include "desk_contact_form.h"
#include "desk_date.h"
#include "http_form.h"

/* What was entered for an action; kept when the form is shown again. */
struct desk_act_typed {
    enum complaint_action action;
    int version;
    const char *text;            /* cleaned, never NULL */
    const char *until_typed;
    struct desk_date until;      /* ask for material */
    const char *exclusion, *template; /* codes of the rulebook, "" for none */
    const char *asked, *answered; /* withdrawal: the question, and what the complainant said */
    int freely;                   /* 1 of free will, -1 not, 0 not said */
    const char *pause;           /* word of rulebook_pauses */
    const char *turn, *validity; /* code of the rulebook's turns; word of rulebook_validity */
    const char *notice;          /* to the complainant, with an extension or a validity */
    const char *mention;         /* names beside the note, as typed */
    bool mention_ok;             /* mention those too who do not see the complaint yet */
    const int64_t *mentions;     /* who that is; the page finds them */
    size_t n_mentions;
    const char *phrase;          /* name of a saved phrase, as typed */
    const char *insert;          /* a text is to be put in, nothing done: "template", "exclusion", "turn" or "phrase"; "" for no */
    int64_t clock_id, request_id; /* 0: none */
    int agreed;                  /* 1 yes, 0 no, -1 not said */
    struct desk_contact_typed contact; /* the page reads it: desk_contact_form.h */
    struct desk_classify_typed classify;
    int64_t department_id, person_id; /* assign; 0: none */
    const char *person;          /* assign: name or sign-in name of somebody who is not in the list, "" for none; the page finds him */
    bool absent_ok;              /* assign to somebody who is away all the same */
    int outcome;                 /* 1 accepted, 2 not; 0 not said */
    const char *outcome_way, *given; /* words of complaint_outcome_ways and contact.h, "" for none */
    bool web_reply;              /* reply: ask that the tracking page may show it */
    const char *stage;           /* token of the files that came with an earlier try, "" for none */
    const char *from;            /* query of the list that the case was opened from */
};

/*
 * Read what the action needs; errors are noted under the fields' names: turn, validity, text, reason, asked, answered, freely, department, outcome, outcome_way, given, until, clock, pause, notice, agreed and those of
 * desk_classify_form.h. b is the book in force.
 */
void desk_act_read(const struct http_form *form, enum complaint_action action, const struct rulebook *b, struct arena *a, struct desk_date today, size_t text_max,
                   struct desk_act_typed *ret_typed, struct http_form_errors *errors);

#endif
