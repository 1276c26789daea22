#ifndef REDRESS_PORTAL_DRAFT_H
#define REDRESS_PORTAL_DRAFT_H

#include "complaint.h"
#include "identity.h"
#include "party.h"
#include "rulebook.h"
#include "str.h"
#include "told.h"
#include "utc.h"

/*
 * A complaint being written on the website, one topic a page (requirements B1, B2, B11). Pure: what was answered, which page comes next,
 * and the form in which it is kept (sealed by draft_store).
 */
enum portal_step { STEP_CATEGORY, STEP_WHAT, STEP_WISH, STEP_FILES, STEP_WHO, STEP_CONTACT, STEP_PARTY, STEP_CHECK, STEP__COUNT };

#define PORTAL_ANSWERS 20 /* of a category's own questions */

struct portal_answer {
    int64_t field_id;
    const char *value;
};

/* Texts are never NULL, "" where nothing was given. */
struct portal_draft {
    unsigned done; /* 1u << step for every page that was answered */
    int64_t category_id;
    const char *title, *body, *occurred, *place, *persons, *reference;
    struct portal_answer answers[PORTAL_ANSWERS];
    size_t n_answers;
    unsigned demands; /* 1u << index in complaint_demands */
    const char *amount, *note;
    enum complaint_mode mode; /* 0: not chosen yet */
    const char *kind;         /* code of the rulebook's complainants */
    const char *head_count;   /* digits, only for a group */
    const char *exclusion;    /* code of what was said to apply before the form began; "" nothing */
    unsigned asks;            /* what the kind is asked besides: 1u << index in rulebook_party_asks */
    const char *parties;      /* parties_write of what was typed on that page */
    const char *authority_later, *members_later; /* "1": comes later */
    struct identity who;
    unsigned tell;                     /* bits of told_way: how news may be told */
    const char *tell_mail, *tell_sms;  /* of who stays anonymous: addresses for that alone */
    bool tells;                        /* whether news go out here at all; not kept */
};

void portal_draft_empty(struct portal_draft *d);
/* JSON, and back. False when it is none of ours. Texts are copied into the arena. */
struct str portal_draft_write(struct arena *a, const struct portal_draft *d);
bool portal_draft_read(struct arena *a, struct str json, struct portal_draft *ret_d);

/* Another category: the answers to the old one's own questions go, and the page with the new one's is open again. */
void portal_draft_set_category(struct portal_draft *d, int64_t category_id);
const char *portal_draft_answer(const struct portal_draft *d, int64_t field_id);
/* False when there is no room for one more. */
bool portal_draft_set_answer(struct portal_draft *d, int64_t field_id, const char *value);
bool portal_draft_wants(const struct portal_draft *d, const char *demand);
/* The demand that carries the words of the note: "other" when it is ticked, else the first one; -1 when none is. */
int portal_draft_note_demand(const struct portal_draft *d);
/* The demand that carries the amount: compensation, else refund; -1 when neither is ticked. */
int portal_draft_amount_demand(const struct portal_draft *d);
/* Tick a demand by its word. */
void portal_draft_want(struct portal_draft *d, const char *demand);

/* Whether it is anonymous: what was asked on the page of contact data is another question then, and open again. */
void portal_draft_set_mode(struct portal_draft *d, enum complaint_mode mode);
/* How to tell: by what was chosen, as far as there is somewhere to send to; lang is that of the page. */
struct told portal_draft_told(struct arena *a, const struct portal_draft *d, const char *lang);

/* Another kind of complainant: what it is asked besides; the page that asks is open again. */
void portal_draft_set_kind(struct portal_draft *d, const struct rb_name *kind);
bool portal_draft_asks(const struct portal_draft *d, const char *ask);
/* Those of the parties that this kind is asked for, as they are filed; "" for none. */
const char *portal_draft_parties(struct arena *a, const struct portal_draft *d);
/* Bits of party.h, as the files stand. */
unsigned portal_draft_standing(const struct portal_draft *d, bool authority, bool members);

/* ---- pages in their order; of anonymous complaints contact asks only how news may be told, and is left out where none go out; parties are left out for them, and for kinds that are not asked ---- */
bool portal_step_applies(const struct portal_draft *d, enum portal_step step);
/* The first page not yet answered; STEP_CHECK when all are. */
enum portal_step portal_step_first_open(const struct portal_draft *d);
/* Whether a page may be shown: all before it are answered and it applies. */
bool portal_step_reachable(const struct portal_draft *d, enum portal_step step);
enum portal_step portal_step_after(const struct portal_draft *d, enum portal_step step);
/* STEP__COUNT before the first. */
enum portal_step portal_step_before(const struct portal_draft *d, enum portal_step step);
int portal_step_number(const struct portal_draft *d, enum portal_step step); /* from 1 */
int portal_step_total(const struct portal_draft *d);
const char *portal_step_path(enum portal_step step); /* "/file/category" */

/* ---- single values ---- */
/* A sum as people type it ("1,200.5", "￥１２００", "1200元") as "1200.50"; NULL unless 0.01 .. 999999999999.99 with at most two decimals. */
const char *portal_amount_read(struct arena *a, const char *typed);
/* A date as people type it (2026-8-1, 2026/8/1, 2026.8.1, 20260801, 2026年8月1日, full-width digits) as "2026-08-01"; NULL when it is none. */
const char *portal_date_read(struct arena *a, const char *typed);
#endif
