#ifndef REDRESS_INTAKE_H
#define REDRESS_INTAKE_H

#include "category.h"
#include "complaint.h"
#include "party.h"
#include "rulebook.h"
#include "str.h"
#include "told.h"
#include "utc.h"

/*
 * A complaint that staff take in (requirements C1-C4): what was typed into the form of its channel, as typed, how it is kept as a draft, and what can be read from it. Pure.
 */
#define INTAKE_ANSWERS 20 /* of the category's own questions */
#define INTAKE_ASKS 24    /* words of rulebook_asks */
#define INTAKE_TOKEN 26   /* characters that name a form: its draft, its files, what it becomes */
#define INTAKE_PAST_DAYS 180 /* a letter may have arrived so long ago */

struct intake_answer {
    int64_t field_id;
    const char *value;
};

/* Texts are never NULL, "" where nothing was typed; in them stands what was typed, also when it is wrong. */
struct intake {
    const char *token, *channel;
    const char *phone, *name, *email, *address, *id_number, *prefer, *prefer_time;
    const char *tell; /* by what news go to the person: none, mail, sms, both; "": by e-mail where that is wanted, else not */
    const char *kind, *head_count, *mode, *language;
    /* What a kind of complainants is asked besides (rulebook_party_asks); people: a representative on each line, name and contact; papers: "1" when they are there. */
    const char *for_name, *for_relation, *for_contact, *people, *staff_number, *authority, *members;
    const char *title, *body, *occurred, *place, *persons, *reference;
    const char *amount, *note;
    const char *category, *category_choice; /* as typed: code, name or initials; and what was picked of several that fit: a code */
    const char *source, *unit, *received, *passcode; /* passcode: "1" when one is handed out */
    unsigned demands;                                /* 1u << index in complaint_demands */
    const char *asks[INTAKE_ASKS];                   /* by place in rulebook_asks; "1" for a tick */
    struct intake_answer answers[INTAKE_ANSWERS];
    size_t n_answers;
};

/* The single texts: one list for the form, the draft and back. */
struct intake_text {
    const char *field; /* name of the control and in the draft */
    size_t offset;     /* in struct intake */
    size_t max;        /* code points; 0: a limit of the configuration */
    bool lines, half;  /* half: full-width forms become half-width */
};
extern const struct intake_text intake_texts[];
extern const size_t intake_texts_n;
const char **intake_text_at(struct intake *d, const struct intake_text *text);

void intake_empty(struct intake *d);
bool intake_token_ok(const char *token);
/* JSON, and back; false when it is none of ours. */
struct str intake_write(struct arena *a, const struct intake *d);
bool intake_read(struct arena *a, struct str json, struct intake *ret_d);
/* Something was typed that would be a pity to lose. */
bool intake_any(const struct intake *d);
const char *intake_answer(const struct intake *d, int64_t field_id);
bool intake_set_answer(struct intake *d, int64_t field_id, const char *value);

/* ---- what a channel asks ---- */
enum intake_ask_kind { INTAKE_ASK_TEXT, INTAKE_ASK_TICK, INTAKE_ASK_DATE, INTAKE_ASK_NUMBER, INTAKE_ASK_ARRIVED };
enum intake_ask_kind intake_ask_kind(const char *ask);
int intake_ask_index(const char *ask); /* in rulebook_asks, -1 unknown */
/* Whether the channel's form asks it, and whether it must be told. */
bool intake_asks(const struct rb_intake *rules, const char *ask);
bool intake_must(const struct rb_intake *rules, const char *ask);
/* Channels with a form of staff: all of the book that are in use, without the website. */
bool intake_channel_ok(const struct rb_name *channel);
/* How somebody who comes by it is usually reached: one of complaint_contact_ways. */
const char *intake_prefer(const char *channel);
const char *intake_icon(const char *channel); /* in the sprite */

/* A unit for which somebody may register. */
struct intake_unit {
    int64_t id;
    const char *code, *name_zh, *name_en;
};

/* By what news go there, bits of told_way; and where, as far as something can be sent there. Of who stays anonymous: nothing. */
unsigned intake_tell(const struct intake *d);
struct told intake_told(struct arena *a, const struct intake *d);
extern const char *const intake_tells[]; /* "", none, mail, sms, both; NULL-terminated */

/* ---- category ---- */
/*
 * Categories that a text means, the best first, at most max: the one of this code or name; else those whose initials are the text; else those whose initials or code begin with it or whose name holds
 * it. list is in tree order, groups are never meant.
 */
size_t intake_categories(const struct category *list, size_t n, const char *typed, const struct category **ret, size_t max);

/* ---- when ---- */
/* A moment as a control or a person writes it: a day alone (today: now, another day: its beginning), or with a time, 2026-08-21T10:06 or 2026-8-21 10:06. False when it is none. */
bool intake_moment(struct arena *a, const char *typed, int64_t now_us, const struct utc_zone *zone, int64_t *ret_us);

/* ---- what it becomes ---- */
/* Those for whom and with whom it is made, as this kind is asked; "" for none. */
const char *intake_parties(struct arena *a, const struct intake *d, const struct rb_name *kind);
unsigned intake_standing(const struct intake *d, const struct rb_name *kind);
enum complaint_mode intake_mode(const char *word); /* 0 unknown */
extern const char *const intake_modes[]; /* words in their order; NULL-terminated */
bool intake_wants(const struct intake *d, const char *demand);
void intake_want(struct intake *d, const char *demand);

#endif
