#ifndef REDRESS_COMPLAINT_H
#define REDRESS_COMPLAINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

/* What a complaint is; pure types and words, no database. The numbers are those of the schema. */

enum complaint_state {
    COMPLAINT_SUBMITTED = 1, /* 待受理 */
    COMPLAINT_PROGRESS,      /* 办理中 */
    COMPLAINT_WAITING,       /* 待补充: the complainant is asked for material */
    COMPLAINT_REPLIED,       /* 已答复 */
    COMPLAINT_CLOSED,        /* 已办结 */
    COMPLAINT_REJECTED,      /* 不予受理 */
    COMPLAINT_WITHDRAWN,     /* 已撤回 */
    COMPLAINT_STATE__END
};
enum complaint_mode { COMPLAINT_NAMED = 1, COMPLAINT_CONFIDENTIAL, COMPLAINT_ANONYMOUS, COMPLAINT_MODE__END };
enum complaint_finding {
    FINDING_NONE,
    FINDING_RESPONSIBLE,     /* 有责 */
    FINDING_NOT_RESPONSIBLE, /* 无责 */
    FINDING_LITIGATION,      /* 转诉讼 */
    FINDING_WITHDRAWN,       /* 撤诉 */
    FINDING_INVALID,         /* 无效 */
    FINDING__END
};

/* Words as stored, for demands and preferred contact; NULL-terminated. */
extern const char *const complaint_demands[];          /* "explanation", ... "other" */
extern const char *const complaint_contact_ways[];     /* "phone", "email", "letter", "web" */

/* What the complainant says to the result (complaint.outcome_said), and how it is known: telephone, visit, written, web; NULL-terminated. */
enum { OUTCOME_UNKNOWN, OUTCOME_ACCEPTED, OUTCOME_NOT_ACCEPTED };
extern const char *const complaint_outcome_ways[];
const char *complaint_outcome_way_title(const char *way);
const char *complaint_outcome_title(int outcome); /* "" not recorded */

/* msgids to show; "" for an unknown word or number. */
const char *complaint_state_title(enum complaint_state s);        /* staff: 待受理 */
const char *complaint_state_public(enum complaint_state s);       /* the complainant's words */
const char *complaint_mode_title(enum complaint_mode m);
const char *complaint_finding_title(enum complaint_finding f);
const char *complaint_channel_title(const char *channel);
const char *complaint_demand_title(const char *demand);
const char *complaint_contact_title(const char *way);
bool complaint_state_open(enum complaint_state s); /* states 1 to 4 */

/*
 * A title from what was told: its first line, at most 40 code points, with every number of 7 or more digits (telephone, card, identity) replaced by
 * stars: titles stand in lists and never hold personal data. body is valid UTF-8.
 */
const char *complaint_title_of(struct arena *a, const char *body);

/* Step of the public progress bar, 1 submitted .. 5 rated and closed (rejected and withdrawn: 5). */
int complaint_public_step(enum complaint_state s, bool rated);

/* How urgent a due time is. */
enum complaint_urgency { URGENCY_NONE, URGENCY_CALM, URGENCY_SOON, URGENCY_LATE };
#define COMPLAINT_SOON_US (24 * INT64_C(3600) * 1000000)
enum complaint_urgency complaint_urgency(bool is_open, int64_t due_us, int64_t now_us);

/* What complaint.path says of one that was solved on the spot; anything else is a code of rulebook.turns (C5). */
#define COMPLAINT_PATH_SPOT "spot"
#define COMPLAINT_OUTCOME_MAX 2000 /* characters of the reasons with which it ends */

/* The head of a complaint, as lists and the case page need it. Texts live in the arena of the load. */
struct complaint {
    int64_t id, category_id, unit_id, department_id, assignee_id, first_receiver_id;
    const char *number, *channel, *source, *complainant_kind, *language, *title, *occurred, *place, *persons, *reference, *outcome;
    enum complaint_mode mode;
    enum complaint_state state;
    enum complaint_finding finding;
    bool is_open, unread;
    bool rated; /* by the complainant; only track_load tells */
    bool part;  /* the reader sees it only through a slip, a copy or a mention: complaint_load */
    int open_slips;
    int64_t merged_into_id, incident_id;
    int outcome_said;     /* whether the complainant accepts the result: 0 not recorded, 1 yes, 2 no (G6) */
    bool review;          /* is looked at again by people who did not handle it (H6) */
    bool false_closing;   /* a spot check found that it was closed falsely (J3) */
    int64_t closed_by;    /* who closed it last; 0: nobody */
    int64_t erased_us;       /* when identity and texts were erased; 0: not */
    int64_t review_asked_us; /* the complainant asks for a review; 0: does not */
    bool urged;              /* the complainant urged, and nobody has answered yet */
    int urges;               /* how often he did */
    int64_t urged_us;        /* when last; 0: never */
    int64_t rated_us;        /* when he rated; 0: did not; this and the next only track_load tells */
    int rated_solved, rated_overall;
    const char *merged_into; /* number of the one in which it goes on; only track_load tells */
    int64_t lead_department_id; /* that received the first of its slips that was not returned or withdrawn; 0: none; complaint_load tells */
    unsigned standing;          /* which papers of who complains came or are missing: bits of party.h; complaint_load tells */
    const char *exclusion_said; /* code of the exclusion that the complainant said applies before filing; "": none; complaint_load tells */
    const char *path; /* "" a complaint; "spot" solved on the spot; else what it was turned into, a code of rulebook.turns (C5) */
    int head_count, events, version;
    /* 0: not. due: the nearest date of its running clocks, CLOCK_NEVER when none runs. promised: what the complainant was told. */
    int64_t received_us, accepted_us, replied_us, closed_us, due_us, promised_us, asked_until_us, withdraw_us;
    /* Codes of the rulebook, "" where there is none; loss is a decimal text. */
    int due_kind; /* kind of the clock whose date due is, a number of rb_clock_kind; 0: none */
    const char *flag; /* the gravest of its sensitive flags; "": none; lists and complaint_load tell */
    int flags;        /* how many it has */
    const char *category, *category_group, *function, *grade, *grade_proposed, *grade_reason, *loss, *validity, *exclusion, *basis;
    uint8_t chain_hash[32];
    /* names joined for show, both languages */
    const char *category_zh, *category_en, *unit_zh, *unit_en, *department_zh, *department_en, *assignee;
    /* The unit whose department carries it: a superior one reviews it (H6), another one was given it. Its own as long as no department has it. */
    int64_t place_unit_id;
    const char *place_zh, *place_en;
};

/* What a reader sees of it: part_store.h. */
struct complaint_part {
    bool limited; /* false: all of it */
    int64_t user_id;
    const char *slips, *kinds; /* ids of his slips, and the kinds of events that are not internal, each by commas */
};

/* A matter that was split off a complaint; the complainant follows it with that one. */
struct complaint_split {
    const char *number, *title;
    enum complaint_state state;
    int64_t promised_us, closed_us; /* 0: no date is promised; open */
};

/* What else a complaint tells: its matters, what is wanted, and the answers to its category's own questions. */
struct complaint_allegation {
    int position;
    const char *body, *reason;
    enum complaint_finding finding;
};
struct complaint_demand {
    const char *kind, *amount, *note; /* amount "" when none */
};
struct complaint_answer { /* of a category's own field */
    const char *label_zh, *label_en, *value;
};
/* What it was classified as (requirements D3-D5), by codes of the rulebook. */
struct complaint_flag {
    const char *code, *note; /* note: the key facts that this flag asks for */
};
extern const char *const complaint_respondent_kinds[]; /* department, staff, agent, partner, product; NULL-terminated */
const char *complaint_respondent_title(const char *kind); /* msgid */
struct complaint_respondent {
    const char *kind, *name;
    int64_t department_id, user_id; /* 0: none of ours, or only named */
    bool manager;
};
struct complaint_class {
    const char **causes, **stages;
    struct complaint_flag *flags;
    struct complaint_respondent *respondents;
    size_t n_causes, n_stages, n_flags, n_respondents;
    int64_t demanded_cents; /* the sum that the complainant asks for */
    int reopened;           /* how often it was taken up again */
};
/* It was turned into something that is no complaint, which is answered and done (C5). */
bool complaint_is_turned(const struct complaint *c);
/* The flag that a respondent who leads people raises by himself. */
#define COMPLAINT_FLAG_MANAGER "manager"
/* The function of the department that takes in and carries complaints. */
#define COMPLAINT_CARRIER "customer_service"
#define COMPLAINT_CODES_MAX 20 /* of causes, stages, flags and respondents each */

struct complaint_asked { /* by the form of the channel, when staff registered it */
    const char *ask, *value; /* a word of rulebook_asks; "yes" for a tick */
};
struct complaint_parts {
    struct complaint_allegation *allegations;
    struct complaint_demand *demands;
    struct complaint_answer *answers;
    struct complaint_asked *asked;
    size_t n_allegations, n_demands, n_answers, n_asked;
};

#endif
