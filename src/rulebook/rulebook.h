#ifndef REDRESS_RULEBOOK_H
#define REDRESS_RULEBOOK_H

#include "arena.h"
#include "calendar.h"

/*
 * A rulebook: everything that organisations decide differently, as data (requirements R). One document, YAML on paper (rulebook_text.h), these structs in memory;
 * every name is bilingual, everything is referred to by code. The published document is the only truth; the tables category and category_field follow it.
 * Texts are never NULL. Counts stand beside their lists as libcyaml wants them.
 */
struct rb_text {
    const char *zh, *en;
};

/* Anything that is no more than a code with a name: levels (from the top), channels, sources, complainants, flags. Order is as written. */
struct rb_name {
    const char *code;
    struct rb_text name, note; /* note: a definition or what is asked for; may be empty */
    bool inactive;             /* stays for what refers to it, not offered any more */
    /* Only of complainants (requirements B2, B13): what this kind is asked besides, words of rulebook_party_asks, and how many representatives of a group are named (0: RB_NAMED_USUAL). */
    const char **asks;
    unsigned asks_count;
    int named_most;
};
#define RB_NAMED_USUAL 3
#define RB_NAMED_MOST 10
struct rb_tree { /* causes and stages (requirements D3) */
    const char *code, *parent; /* parent "": at the top */
    struct rb_text name;
    bool inactive;
};
struct rb_field { /* a category's own question on the public form */
    const char *code;
    struct rb_text label, hint;
    const char *kind; /* text, lines, number, date, choice */
    struct rb_text choices; /* of a choice: one on each line, in both languages the same number of lines */
    bool required, inactive;
};
struct rb_category {
    const char *code, *parent, *function; /* function: of the department that handles it by default */
    struct rb_text name, definition, examples;
    struct rb_field *fields;
    unsigned fields_count;
    bool inactive;
};

/* Facts that a rule may ask for; an empty list or 0 asks nothing. All that is asked for must hold; of a list one is enough. */
struct rb_when {
    const char **categories, **grades, **channels, **sources, **complainants, **functions, **flags, **validity, **modes;
    unsigned categories_count, grades_count, channels_count, sources_count, complainants_count, functions_count, flags_count, validity_count, modes_count;
    const char *loss_over;  /* "30000.00": direct loss or sum demanded above this; "" asks nothing */
    int heads_from, repeats_from, age_days_from, urged_from;
    bool overdue; /* one of its dates has passed while it is open; false asks nothing */
};
struct rb_grade { /* lightest first */
    const char *code;
    struct rb_text name, note;
    bool major, inactive; /* major: counts as major or difficult wherever a rule says so (reports to management, callbacks first) */
};
struct rb_grading { /* proposes a grade (requirements D2): the heaviest whose rule holds, else the first of the list */
    const char *code, *grade;
    struct rb_when when;
    struct rb_text reason;
};

enum rb_clock_kind {
    CLOCK_ACKNOWLEDGE = 1, /* 受理确认 */
    CLOCK_DISPATCH,        /* 转办 */
    CLOCK_FIRST_CONTACT,   /* 首次联系 */
    CLOCK_ANSWER,          /* 部门答复 */
    CLOCK_PROGRESS,        /* 进展反馈, begins anew whenever it is met */
    CLOCK_RESOLVE,         /* 办结 */
    CLOCK_REPORT_MAJOR,    /* 重大上报 */
    CLOCK_REPLY,           /* 决定后答复 */
    CLOCK_CALLBACK,        /* 回访 */
    CLOCK_CLOSING_REPORT,  /* 办结报告 */
    CLOCK_KIND__END
};
struct rb_escalation { /* after due: who is told */
    const char *after; /* a limit; "" or "0": at once */
    const char *to;    /* "handler", "coordinator", or the code of a role */
};
struct rb_extension { /* one rung of the ladder, in order (requirements F7) */
    const char *by;      /* a limit, added to the date that held before */
    const char *approve; /* role code of who agrees; "": nobody is asked */
    bool notice;         /* the complainant is told before the old date */
};
struct rb_clock {
    const char *code, *kind, *track; /* kind: word of rulebook_clock_word; track: a promise beside the first of that kind, such as "law"; usually "" */
    struct rb_text name;
    struct rb_when when;
    const char *limit; /* "3 wd" */
    const char *from, **until; /* events that start and end it; empty: those of its kind */
    unsigned until_count;
    const char **warn; /* limits before due, longest first */
    unsigned warn_count;
    struct rb_escalation *escalate;
    unsigned escalate_count;
    const char **pause; /* reasons that pause it: "material" (waiting for the complainant), "wish" (the complainant asked for delay) */
    unsigned pause_count;
    struct rb_extension *extensions;
    unsigned extensions_count;
    bool promised; /* told to the complainant */
    bool floor;    /* units may tighten, not loosen */
    bool inactive;
};

struct rb_exclusion { /* what is not handled as a complaint (requirements B3, C5) */
    const char *code;
    struct rb_text name, answer, instead; /* answer: courteous, to the complainant; instead: where to go */
    struct rb_text question;              /* asked before the form begins, such as "Is it before a court already?"; empty: not asked */
    bool inactive;
};
struct rb_basis { /* on which a complaint may be closed (requirements H2) */
    const char *code, *finding; /* finding: "" any, or responsible, not_responsible, litigation, withdrawn, invalid */
    struct rb_text name;
    const char **demands; /* words: agreement, committee, attempts, approval, voluntary, evidence */
    unsigned demands_count;
    int attempts; /* logged attempts on different days, for unreachable ones */
    bool inactive;
};
struct rb_section { /* of the closing report (requirements H3) */
    const char *code;
    struct rb_text name;
    struct rb_when when;
};
struct rb_template { /* of replies (requirements G8); {number}, {title}, {unit}, {due}, {category}, {handler}, {today} are filled in */
    const char *code, *use; /* use: message, ask, reply, reject, extension, slip */
    struct rb_text name, body;
    bool inactive;
};
struct rb_page_text { /* of the public pages; keys of rulebook_text_keys */
    const char *key;
    struct rb_text body;
};
struct rb_notice { /* what goes out by e-mail and SMS (requirements L4); keys of rulebook_notice_keys, {word}s of rulebook_notice_words; what is empty says what the program says by itself */
    const char *key;
    struct rb_text subject, body, sms;
};
struct rb_kpi {
    const char *code;
    struct rb_text name, definition;
};
struct rb_role { /* made when it is not there yet; afterwards the roles page holds */
    const char *code;
    struct rb_text name;
    const char **permissions;
    unsigned permissions_count;
};
/* The short form of a channel (requirements C1): what it asks for beside what every form does, and which of these must be told. Words of rulebook_asks. */
struct rb_intake {
    const char *channel; /* code */
    const char **asks, **musts;
    unsigned asks_count, musts_count;
};
struct rb_turn { /* what a matter that is no complaint is turned into: enquiry, repair, help, praise (requirements C5) */
    const char *code;
    struct rb_text name, answer; /* answer: courteous, to the person; may be empty */
    bool inactive;
};
/* Slips (requirements E). A slip returned returns_manager times needs the manager's decision, returns_committee times the committee's; 0: never. */
struct rb_slips {
    int returns_manager, returns_committee;
    int supervise_percent, supervise_from; /* a department of whose open slips more than that share is past due, of at least so many, gets a supervision slip; 0: never */
    const char *manager, *committee;       /* role codes of who decides and is told */
    const char **warn, **late;             /* reminders: limits before due, longest first; after due, shortest first, "0" at once */
    unsigned warn_count, late_count;
    struct rb_text *material;              /* what a report up has to hold */
    unsigned material_count;
};
struct rb_following { /* what the complainant can do on the tracking page, and when (requirements B5, B7) */
    const char *urge_after, *urge_every; /* limits: not before that time after it was received, and at most once within that time; "" asks nothing */
    int survey_days;                     /* natural days after closing within which a rating is given or changed; 0: always */
    struct rb_name *reasons;             /* offered after one of the two lowest levels */
    unsigned reasons_count;
};
struct rb_repeats { /* what counts as the same matter again (requirements C7) */
    int days, similar_percent; /* looked for so far back; texts alike from this share on */
    bool as_new; /* a closed one with company responsibility that comes back to a higher place is a new complaint */
};
/*
 * Who has to agree, in what order (requirements G3). What it is about is a word of rulebook_subjects: compensation, grade, web_reply, letter, closing, disclosure. The most specific chain
 * (rulebook_weight, a basis counting as one more, then the higher amount, then the first) whose conditions hold is the one; where none does nobody has to agree.
 */
struct rb_step {
    const char *role;  /* code */
    const char *limit; /* within which it is decided; "": no date */
};
struct rb_chain {
    const char *code, *about;
    struct rb_text name;
    struct rb_when when;
    const char *amount_over; /* "500.00"; "" asks nothing */
    const char *basis;       /* about closing: code of the basis; "" any */
    struct rb_step *steps;
    unsigned steps_count;
    bool inactive;
};
/* Compensation (requirements G5, J8): what is given for what, and up to what sum a role decides alone. */
struct rb_standard {
    const char *code;
    struct rb_text name, note;
    const char *ratio, *cap; /* times the price paid, "10"; at most, "1000.00"; "": free within the limits */
    struct rb_when when;     /* for what it is offered */
    bool reward;             /* given to a person who reported something, not to one who was harmed */
    bool inactive;
};
struct rb_authority { /* "daily": the sum of all that one person gives on a day counts */
    const char *role, *up_to;
    bool daily;
};
/* Papers (requirements G2, H5): what is written, signed and handed out about a complaint. kind: a word of rulebook_papers: opinion, management, other. The closing report is rulebook.sections. */
struct rb_paper {
    const char *code, *kind;
    struct rb_text name;
    struct rb_when when;
    struct rb_section *sections;
    unsigned sections_count;
    bool inactive;
};
/* What must be fulfilled before closing beside what always must (requirements H0): a word of rulebook_gates, for the complaints for which it is asked. */
struct rb_gate {
    const char *code, *gate; /* code: one gate may be asked for by several rules, any of which is enough */
    struct rb_when when;
    const char *finding;     /* as rb_basis.finding: asked for with this one only; "" any */
};
struct rb_closing { /* requirements H4, H6, B6 */
    bool alone;             /* who investigated alone may close */
    const char **sources;   /* complaints from these are closed at this level or above, or where its delegation says so */
    unsigned sources_count;
    const char *level;      /* code of a level; "": anywhere */
    int reopen_days, review_days; /* natural days after closing within which it is reopened on request, a review is asked for; 0: always */
    const char *web_reply;  /* whether the answer stands on the tracking page: always, approved (chain about web_reply), never */
};
struct rb_committee { /* requirements G4, J7 */
    struct rb_when *agenda; /* what goes on the agenda by itself */
    unsigned agenda_count;
    bool votes;
    int quorum, joint_months; /* members present for a decision; every how many months the joint meeting; 0: none */
    int vexatious_months;     /* after which a finding of vexatious complaining is looked at again; 0: never */
};
struct rb_question { /* of the callback's script (requirements J1): kind yes_no, level (five national levels) or lines */
    const char *code, *kind;
    struct rb_text text;
    bool decides;           /* "no", or one of the bottom two levels: dissatisfied */
};
struct rb_callback {
    struct rb_question *questions;
    unsigned questions_count;
    int attempts;           /* in vain, on different days, before it is given up */
    const char *escalate;   /* dissatisfied: reopen, review (by others, superior unit) or notice */
    const char *manager;    /* role that learns of it */
};
struct rb_sample { /* requirements J2, J3 */
    int percent;            /* of the month's complaints not closed in time; 0: none is drawn */
    bool all;               /* of all closed ones instead */
    int checks, relabelled; /* of the closed ones for spot checks, and of those that were made something else; 0: as percent */
};
/* Accountability (requirements J5): on: valid, late_slip, late, false_closing, concealed, dissatisfied, praise; whom: handler, department_head, unit_head, department. */
struct rb_account {
    const char *code, *on, *whom;
    struct rb_text name;
    struct rb_when when;
    int nth;                /* from the n-th in a calendar year on; 0, 1: each */
    const char *amount;     /* "1000.00"; "": none */
    int points;
    bool reward, inactive;
};
struct rb_measures { /* corrective and preventive actions (requirements J4) */
    struct rb_when *needed; /* closing needs one */
    unsigned needed_count;
    int check_days;         /* how long after its end the cause must not come back */
};
struct rb_keeping { /* retention (requirements M5): the longest that holds */
    const char *code;
    struct rb_text name;
    struct rb_when when;
    const char *finding;    /* as rb_basis.finding; "": any */
    int years;              /* after closing; then identities and texts go, figures stay; 0: for ever */
};
/* Who opens sealed identities, and how much of the time of a hidden complainant others see (requirements M2). */
struct rb_custody {
    bool one;               /* one custodian is enough; else another person agrees to each look */
    bool emergency;         /* in danger to life a custodian looks alone, and the others are told at once */
    const char *agrees;     /* role of who agrees; "": identity_custodian */
    int hours;              /* within which what was agreed to is looked at; 0: RB_CUSTODY_HOURS */
    const char *times;      /* word of rulebook_coarse; "": day */
    struct rb_name *purposes; /* what for, in general words: the complainant reads them */
    unsigned purposes_count;
};
#define RB_UNSEALING "unsealing" /* what chains about it say */
#define RB_CUSTODIAN "identity_custodian"
#define RB_CUSTODY_HOURS 24
struct rb_own_limit { /* a unit's own value of a clock rule; holds for it and those below (requirements R) */
    const char *unit, *clock, *limit; /* unit: its code */
};

struct rulebook {
    unsigned format; /* 1 */
    const char *code;
    struct rb_text name;
    struct rb_name *levels, *functions, *channels, *sources, *complainants, *flags;
    unsigned levels_count, functions_count, channels_count, sources_count, complainants_count, flags_count;
    struct rb_category *categories;
    struct rb_tree *causes, *stages;
    struct rb_grade *grades;
    struct rb_grading *grading;
    struct rb_clock *clocks;
    struct rb_exclusion *exclusions;
    struct rb_basis *bases;
    struct rb_section *sections;
    struct rb_template *templates;
    struct rb_page_text *texts;
    struct rb_notice *notices;
    struct rb_kpi *kpis;
    struct rb_role *roles;
    struct rb_own_limit *own_limits;
    struct rb_intake *intakes;
    struct rb_turn *turns;
    struct rb_slips slips;
    struct rb_repeats repeats;
    struct rb_following following;
    struct rb_chain *chains;
    struct rb_standard *standards;
    struct rb_authority *authorities;
    struct rb_paper *papers;
    struct rb_gate *gates;
    struct rb_closing closing;
    struct rb_committee committee;
    struct rb_callback callback;
    struct rb_sample sample;
    struct rb_account *accounts;
    struct rb_measures measures;
    struct rb_custody custody;
    struct rb_keeping *keeping;
    unsigned chains_count, standards_count, authorities_count, papers_count, gates_count, accounts_count, keeping_count;
    unsigned intakes_count, turns_count, notices_count;
    unsigned categories_count, causes_count, stages_count, grades_count, grading_count, clocks_count, exclusions_count, bases_count, sections_count, templates_count,
        texts_count, kpis_count, roles_count, own_limits_count;
    bool publish_alone; /* one and the same person may draft and publish: small organisations */
};

/* ---- words ---- */
const char *rulebook_clock_word(enum rb_clock_kind kind); /* "first_contact"; "" */
enum rb_clock_kind rulebook_clock_kind(const char *word); /* 0 when unknown */
const char *rulebook_clock_title(enum rb_clock_kind kind); /* msgid */
const char *rulebook_clock_brief(enum rb_clock_kind kind); /* msgid of one or two words, for lists */
/* The events that start and end a clock: those of its rule, else those of its kind. NULL-terminated; an empty list ends by hand only. */
const char *rulebook_clock_from(const struct rb_clock *clock);
const char *const *rulebook_clock_until(struct arena *a, const struct rb_clock *clock);
/*
 * What a channel's form may ask for: read_back (ticked: read back to the caller), recording (its number), arrived (when the letter came), letter_date, sender_reference, outlet (medium or platform),
 * link (where it was published), from_organisation, from_number, from_due, from_contact (of a transfer), visitors (how many came), id_seen (ticked), signed (ticked: the reception form is signed),
 * box (which comment book or box), callback_of (number of the complaint whose callback it came from). NULL-terminated.
 */
extern const char *const rulebook_asks[];
const char *rulebook_ask_title(const char *ask);    /* msgid; "" when unknown */
const struct rb_intake *rulebook_intake(const struct rulebook *b, const char *channel);
const struct rb_turn *rulebook_turn(const struct rulebook *b, const char *code);
/*
 * What a kind of complainants is asked besides: authority (a letter of authority, now or later), represented (for whom, sealed), heads (how many they are), representatives (named, sealed, each with a
 * contact), members (a list of members as a file), staff_number (sealed). NULL-terminated.
 */
extern const char *const rulebook_party_asks[];
const char *rulebook_party_title(const char *ask); /* msgid; "" when unknown */
bool rulebook_party(const struct rb_name *kind, const char *ask); /* kind NULL: no */
int rulebook_named_most(const struct rb_name *kind);
/* NULL-terminated: events that start or end clocks, pause reasons, demands of closing, uses of templates, keys of page texts, validity. */
extern const char *const rulebook_events[], *const rulebook_pauses[], *const rulebook_demands[], *const rulebook_uses[], *const rulebook_text_keys[],
    *const rulebook_validity[], *const rulebook_notice_keys[], *const rulebook_notice_words[];
/* Of deciding, closing and learning. rulebook_gates are those of enum gate from allegations to measure, "chain" is none: it is asked for wherever a chain about closing holds. */
extern const char *const rulebook_subjects[], *const rulebook_papers[], *const rulebook_gates[], *const rulebook_account_events[], *const rulebook_whom[], *const rulebook_questions[],
    *const rulebook_escalates[], *const rulebook_web_replies[], *const rulebook_findings[];
const char *rulebook_subject_title(const char *subject);
const char *rulebook_paper_title(const char *kind);
const char *rulebook_gate_title(const char *gate);
const char *rulebook_account_title(const char *on);
const char *rulebook_whom_title(const char *whom);
const char *rulebook_question_title(const char *kind);
const char *rulebook_escalate_title(const char *escalate);
const char *rulebook_web_reply_title(const char *web_reply);
const char *rulebook_event_title(const char *event);  /* msgid; "" when unknown, as all of these */
const char *rulebook_pause_title(const char *pause);
const char *rulebook_demand_title(const char *demand);
const char *rulebook_use_title(const char *use);
const char *rulebook_text_title(const char *key);
const char *rulebook_notice_title(const char *key);
const char *rulebook_validity_title(const char *validity);

/* ---- finding ---- (NULL when there is none; code "" or NULL finds nothing) */
const struct rb_name *rulebook_name(const struct rb_name *list, unsigned n, const char *code);
const struct rb_category *rulebook_category(const struct rulebook *b, const char *code);
const struct rb_field *rulebook_field(const struct rulebook *b, const char *category, const char *field);
/* What can be chosen, of the questions of a category that are choices. */
struct category_field;
void rulebook_field_choices(const struct rulebook *b, const char *category, struct category_field *fields, size_t n);
const struct rb_tree *rulebook_tree(const struct rb_tree *list, unsigned n, const char *code);
const struct rb_grade *rulebook_grade(const struct rulebook *b, const char *code);
int rulebook_grade_rank(const struct rulebook *b, const char *code); /* 0 the lightest; -1 unknown */
const struct rb_clock *rulebook_clock(const struct rulebook *b, const char *code);
const struct rb_exclusion *rulebook_exclusion(const struct rulebook *b, const char *code);
const struct rb_basis *rulebook_basis(const struct rulebook *b, const char *code);
const struct rb_template *rulebook_template(const struct rulebook *b, const char *code);
const struct rb_role *rulebook_role(const struct rulebook *b, const char *code);
/* What goes out on an occasion; NULL when the rulebook says nothing about it. */
const struct rb_notice *rulebook_notice(const struct rulebook *b, const char *key);
/* A page text, {"",""} when the rulebook has none. */
struct rb_text rulebook_page_text(const struct rulebook *b, const char *key);

/* ---- conditions ---- */
struct rb_facts {
    const char *category, *group; /* group: the category's parent, "" */
    const char *grade, *channel, *source, *complainant, *function, *validity, *mode; /* mode: named, confidential, anonymous */
    const char *const *flags;
    size_t n_flags;
    int64_t loss_cents;
    int heads, repeats, age_days, urged;
    bool overdue;
};
enum rb_condition {
    RB_HOLDS, RB_CATEGORY, RB_GRADE, RB_CHANNEL, RB_SOURCE, RB_COMPLAINANT, RB_FUNCTION, RB_FLAG, RB_VALIDITY, RB_MODE, RB_LOSS, RB_HEADS, RB_REPEATS, RB_AGE, RB_OVERDUE, RB_URGED
};
/* RB_HOLDS, or the first condition that fails. */
enum rb_condition rulebook_when(const struct rb_when *when, const struct rb_facts *facts);
const char *rulebook_condition_title(enum rb_condition condition); /* msgid of what was asked for */
/* How specific: the number of conditions asked; naming a category itself counts one more than naming its group. */
int rulebook_weight(const struct rb_when *when, const struct rb_facts *facts);
/* The grade proposed for facts (facts->grade is not looked at), and the rules that propose it (pointers into the book; none: the lightest by default). */
const struct rb_grade *rulebook_propose(const struct rulebook *b, struct arena *a, const struct rb_facts *facts, const struct rb_grading ***ret_because, size_t *ret_n);
/* Of several flags the one that weighs most: that calls for the heaviest grade, among equals the first of the book. NULL: the book knows none of them. */
const struct rb_name *rulebook_gravest_flag(const struct rulebook *b, const char *const *flags, size_t n);
/* "1234.50" to cents; ERR_MALFORMED unless a plain decimal of at most two places. */
enum err rulebook_cents(const char *amount, int64_t *ret_cents) MUST_CHECK;

/* ---- deciding, closing, learning ---- */
/* The chain for what (a word of rulebook_subjects) about facts, of this sum (cents; 0 none) and basis ("" none); NULL: nobody has to agree. */
const struct rb_chain *rulebook_chain(const struct rulebook *b, const char *about, const struct rb_facts *facts, int64_t cents, const char *basis);
const struct rb_standard *rulebook_standard(const struct rulebook *b, const char *code);
const struct rb_paper *rulebook_paper(const struct rulebook *b, const char *code);
/* Of roles held (codes) the greatest sum that one decides alone, in cents, and whether it is of a day; 0 none; INT64_MAX when the book sets no authorities at all. */
int64_t rulebook_authority(const struct rulebook *b, const char *const *roles, size_t n, bool *ret_daily);
/* The smallest authority that covers a sum; NULL when nobody's does. */
const struct rb_authority *rulebook_who_may(const struct rulebook *b, int64_t cents);
/* Whether a gate of rulebook_gates is asked for facts and a finding (word; "" or NULL: none yet, which gates of one finding do not ask for). */
bool rulebook_asks_gate(const struct rulebook *b, const char *gate, const struct rb_facts *facts, const char *finding);
/* How much others see of when a confidential or anonymous complainant did something: its day, morning or afternoon, or the minute. NULL-terminated. */
enum rb_coarse { COARSE_EXACT, COARSE_HALF_DAY, COARSE_DAY };
extern const char *const rulebook_coarse[];
const char *rulebook_coarse_title(const char *word); /* msgid */
enum rb_coarse rulebook_times(const struct rulebook *b);
/* The chain about unsealing: that of the book, else one step of who agrees; NULL where one custodian is enough. */
const struct rb_chain *rulebook_unsealing(struct arena *a, const struct rulebook *b, const struct rb_facts *facts);
const struct rb_name *rulebook_purpose(const struct rulebook *b, const char *code); /* NULL: it has none */
int rulebook_unsealed_hours(const struct rulebook *b);
/* Years that a closed complaint is kept; 0: for ever. */
int rulebook_kept_years(const struct rulebook *b, const struct rb_facts *facts, const char *finding);

/* ---- limits of units ---- */
/* The limit of a clock for a unit: the own value of the nearest of the line (codes, nearest first) that has one, else the rule's. ret_unit: whose it is, "" the rule's. */
struct calendar_limit rulebook_limit(const struct rulebook *b, const struct rb_clock *clock, const char *const *line, size_t n, const char **ret_unit);

#endif
