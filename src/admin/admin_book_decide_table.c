#include "admin_book_table.h"

/* The sections about deciding, closing and learning, member by member. */

/* Conditions that stand alone in a list. */
struct lone_when {
    struct rb_when when;
};
static const struct book_member lone_members[] = {WHEN(struct lone_when, NULL)};
static const struct book_shape lone_shape = SHAPE(lone_members, struct lone_when);

/* ---- who has to agree ---- */

static const struct book_member step_members[] = {
    {.name = "role", .kind = BOOK_WORD, .source = BOOK_ROLES, .at = offsetof(struct rb_step, role), .label = N_("Who agrees"), .none = N_("Nobody"),
     .missing = N_("Choose who agrees"), .beside = true},
    {.name = "limit", .kind = BOOK_LIMIT, .at = offsetof(struct rb_step, limit), .label = N_("Within (left empty: no date)")},
};
static const struct book_shape step_shape = SHAPE(step_members, struct rb_step);
static const struct book_member chain_members[] = {
    NAMED(struct rb_chain, name),
    CODE(struct rb_chain),
    {.name = "about", .kind = BOOK_WORD, .source = BOOK_SUBJECTS, .at = offsetof(struct rb_chain, about), .label = N_("What is agreed to"),
     .missing = N_("Choose what is agreed to"), .listed = true},
    {.name = "steps", .kind = BOOK_ROWS, .at = offsetof(struct rb_chain, steps), .count_at = offsetof(struct rb_chain, steps_count), .label = N_("Step"),
     .heading = N_("Who agrees, in this order"), .note = N_("Nobody agrees to what he asked for himself."), .max = 8, .rows = &step_shape, .listed = true},
    WHEN(struct rb_chain, N_("When it applies")),
    {.name = "amount_over", .kind = BOOK_AMOUNT, .at = offsetof(struct rb_chain, amount_over), .label = N_("Compensation of more than (yuan)"),
     .heading = N_("Only for some sums or bases"), .note = N_("Of compensation the sum, of closing the basis."), .max = 10, .listed = true},
    {.name = "basis", .kind = BOOK_WORD, .source = BOOK_BASES, .at = offsetof(struct rb_chain, basis), .label = N_("Closing on this basis"), .none = N_("Any"), .listed = true},
};

/* ---- compensation ---- */

static const struct book_member standard_members[] = {
    NAMED(struct rb_standard, name),
    CODE(struct rb_standard),
    {.name = "note", .kind = BOOK_LINES, .at = offsetof(struct rb_standard, note), .label = N_("How it is worked out"), .max = 600, .listed = true},
    {.name = "ratio", .kind = BOOK_RATIO, .at = offsetof(struct rb_standard, ratio), .label = N_("So many times the price paid"),
     .hint = N_("Such as 10 for tenfold. Left empty: the sum is free within what one may give."), .max = 10, .listed = true, .beside = true},
    {.name = "cap", .kind = BOOK_AMOUNT, .at = offsetof(struct rb_standard, cap), .label = N_("At most (yuan)"), .max = 10, .listed = true},
    {.name = "reward", .kind = BOOK_TICK, .at = offsetof(struct rb_standard, reward), .label = N_("It is a reward for a report found true"), .listed = true},
    WHEN(struct rb_standard, N_("For which complaints it is offered")),
};
static const struct book_member authority_rows[] = {
    {.name = "role", .kind = BOOK_WORD, .source = BOOK_ROLES, .at = offsetof(struct rb_authority, role), .label = N_("Role"), .none = N_("Nobody"), .missing = N_("Choose the role"),
     .beside = true},
    {.name = "up_to", .kind = BOOK_AMOUNT, .at = offsetof(struct rb_authority, up_to), .label = N_("Up to (yuan)"), .missing = N_("Enter the sum"), .max = 10},
    {.name = "daily", .kind = BOOK_TICK, .at = offsetof(struct rb_authority, daily), .label = N_("For all that one person gives on a day")},
};
static const struct book_shape authority_shape = SHAPE(authority_rows, struct rb_authority);
static const struct book_member authorities_members[] = {
    {.name = "authorities", .kind = BOOK_ROWS, .at = offsetof(struct rulebook, authorities), .count_at = offsetof(struct rulebook, authorities_count), .label = N_("Role"),
     .heading = N_("Who may give how much alone"), .note = N_("Above that a chain about compensation decides. With no line at all, sums are not limited."), .max = 30,
     .rows = &authority_shape, .listed = true},
};

/* ---- papers ---- */

static const struct book_member part_members[] = {
    {.name = "code", .kind = BOOK_HIDDEN, .at = offsetof(struct rb_section, code)},
    {.name = "name", .kind = BOOK_NAME, .at = offsetof(struct rb_section, name), .label = N_("Heading"), .max = NAME_MAX_CHARS, .missing = N_("Enter the heading in both languages")},
    SET(struct rb_section, grades, BOOK_GRADES, N_("Only for the grade")),
    SET(struct rb_section, categories, BOOK_CATEGORIES, N_("Only for the category")),
    SET(struct rb_section, flags, BOOK_FLAGS, N_("Only with the flag")),
    {.name = "when.loss_over", .kind = BOOK_HIDDEN, .at = offsetof(struct rb_section, when.loss_over)},
};
static const struct book_shape part_shape = SHAPE(part_members, struct rb_section);
static const struct book_member paper_members[] = {
    NAMED(struct rb_paper, name),
    CODE(struct rb_paper),
    {.name = "kind", .kind = BOOK_WORD, .source = BOOK_PAPERS, .at = offsetof(struct rb_paper, kind), .label = N_("Kind"), .missing = N_("Choose the kind of paper"), .listed = true},
    {.name = "sections", .kind = BOOK_ROWS, .at = offsetof(struct rb_paper, sections), .count_at = offsetof(struct rb_paper, sections_count), .label = N_("Part"),
     .heading = N_("Its parts"), .note = N_("A part left empty is not saved."), .max = 30, .rows = &part_shape, .listed = true},
    WHEN(struct rb_paper, N_("For which complaints it is offered")),
};

/* ---- closing ---- */

static const struct book_member gate_members[] = {
    {.name = "gate", .kind = BOOK_WORD, .source = BOOK_GATES, .at = offsetof(struct rb_gate, gate), .label = N_("What must be there"), .missing = N_("Choose what must be there")},
    {.name = "code", .kind = BOOK_CODE, .at = offsetof(struct rb_gate, code), .label = N_("Code"),
     .hint = N_("Lower-case letters, digits, hyphens and underscores. Left empty, it is made by itself. It cannot be changed later."), .max = 40},
    {.name = "finding", .kind = BOOK_WORD, .source = BOOK_FINDINGS, .at = offsetof(struct rb_gate, finding), .label = N_("Only with the finding"), .none = N_("Any"), .listed = true},
    WHEN(struct rb_gate, N_("When it is asked for")),
};
static const struct book_member closing_members[] = {
    {.name = "alone", .kind = BOOK_TICK, .at = offsetof(struct rulebook, closing.alone), .label = N_("Who investigated alone may close"),
     .hint = N_("For small organisations. Without it, somebody else closes."), .listed = true},
    {.name = "sources", .kind = BOOK_SET, .source = BOOK_SOURCES, .at = offsetof(struct rulebook, closing.sources), .count_at = offsetof(struct rulebook, closing.sources_count),
     .label = N_("What these passed on"), .heading = N_("Closed at a higher level"), .none = N_("Nothing"), .listed = true},
    {.name = "level", .kind = BOOK_WORD, .source = BOOK_LEVELS, .at = offsetof(struct rulebook, closing.level), .label = N_("Is closed at this level or above"),
     .hint = N_("Or where that level delegates it."), .none = N_("Anywhere"), .listed = true},
    {.name = "reopen_days", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, closing.reopen_days), .label = N_("Opened again within so many days"),
     .heading = N_("After closing"), .note = N_("Left empty: at any time."), .max = 3660, .listed = true, .beside = true},
    {.name = "review_days", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, closing.review_days), .label = N_("Review asked for within so many days"), .max = 3660, .listed = true},
    {.name = "web_reply", .kind = BOOK_WORD, .source = BOOK_WEB_REPLIES, .at = offsetof(struct rulebook, closing.web_reply), .label = N_("The answer stands on the tracking page"),
     .heading = N_("Answers on the website"), .none = N_("Always"), .listed = true},
};
static const struct book_member committee_members[] = {
    {.name = "agenda", .kind = BOOK_ROWS, .at = offsetof(struct rulebook, committee.agenda), .count_at = offsetof(struct rulebook, committee.agenda_count), .label = N_("Rule"),
     .heading = N_("What goes on the agenda by itself"), .note = N_("Any of these rules is enough."), .max = 30, .rows = &lone_shape, .listed = true},
    {.name = "votes", .kind = BOOK_TICK, .at = offsetof(struct rulebook, committee.votes), .label = N_("Members vote"), .heading = N_("Meetings"), .listed = true},
    {.name = "quorum", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, committee.quorum), .label = N_("Members who must be present"), .max = 100, .listed = true, .beside = true},
    {.name = "joint_months", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, committee.joint_months), .label = N_("Joint meeting every so many months"), .max = 120, .listed = true},
    {.name = "vexatious_months", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, committee.vexatious_months),
     .label = N_("Findings of vexatious complaining are looked at again after so many months"), .max = 120, .listed = true},
};

/* ---- after closing ---- */

static const struct book_member question_members[] = {
    {.name = "code", .kind = BOOK_HIDDEN, .at = offsetof(struct rb_question, code)},
    {.name = "text", .kind = BOOK_NAME, .at = offsetof(struct rb_question, text), .label = N_("Question"), .max = 300, .missing = N_("Enter the question in both languages")},
    {.name = "kind", .kind = BOOK_WORD, .source = BOOK_QUESTIONS, .at = offsetof(struct rb_question, kind), .label = N_("Kind of answer"), .missing = N_("Choose the kind of answer")},
    {.name = "decides", .kind = BOOK_TICK, .at = offsetof(struct rb_question, decides), .label = N_("A “no” or one of the two lowest levels means dissatisfied")},
};
static const struct book_shape question_shape = SHAPE(question_members, struct rb_question);
static const struct book_member callback_members[] = {
    {.name = "questions", .kind = BOOK_ROWS, .at = offsetof(struct rulebook, callback.questions), .count_at = offsetof(struct rulebook, callback.questions_count),
     .label = N_("Question"), .heading = N_("What is asked"), .note = N_("A question left empty is not saved."), .max = 20, .rows = &question_shape, .listed = true},
    {.name = "attempts", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, callback.attempts), .label = N_("Attempts on different days before it is given up"),
     .heading = N_("What follows"), .max = 30, .listed = true},
    {.name = "dissatisfied", .kind = BOOK_WORD, .source = BOOK_ESCALATES, .at = offsetof(struct rulebook, callback.escalate), .label = N_("When the complainant is dissatisfied"),
     .none = N_("Nothing follows by itself"), .listed = true},
    {.name = "manager", .kind = BOOK_WORD, .source = BOOK_ROLES, .at = offsetof(struct rulebook, callback.manager), .label = N_("Who is told of it"), .none = N_("Nobody"), .listed = true},
};
static const struct book_member sample_members[] = {
    {.name = "percent", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, sample.percent), .label = N_("Percent of the month's complaints not closed in time"),
     .hint = N_("Left empty: none is drawn. Where the complainant asked for delay, with evidence, a complaint is left out."), .max = 100, .listed = true},
    {.name = "all", .kind = BOOK_TICK, .at = offsetof(struct rulebook, sample.all), .label = N_("Of all closed ones instead"), .listed = true},
    {.name = "checks", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, sample.checks), .label = N_("Percent of the closed ones for spot checks"), .hint = N_("Left empty: as many as above."), .max = 100, .listed = true},
    {.name = "relabelled", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, sample.relabelled), .label = N_("Percent of those that are not counted"), .hint = N_("Left empty: as many as above."), .max = 100, .listed = true},
};
static const struct book_member account_members[] = {
    NAMED(struct rb_account, name),
    CODE(struct rb_account),
    {.name = "occasion", .kind = BOOK_WORD, .source = BOOK_OCCASIONS, .at = offsetof(struct rb_account, on), .label = N_("Occasion"), .missing = N_("Choose the occasion"), .listed = true},
    {.name = "whom", .kind = BOOK_WORD, .source = BOOK_WHOM, .at = offsetof(struct rb_account, whom), .label = N_("Whom it concerns"), .missing = N_("Choose whom it concerns"), .listed = true},
    {.name = "nth", .kind = BOOK_NUMBER, .at = offsetof(struct rb_account, nth), .label = N_("From which time in a calendar year on"), .hint = N_("Left empty: each time."), .max = 100,
     .listed = true},
    {.name = "amount", .kind = BOOK_AMOUNT, .at = offsetof(struct rb_account, amount), .label = N_("Sum proposed (yuan)"), .max = 10, .listed = true, .beside = true},
    {.name = "points", .kind = BOOK_NUMBER, .at = offsetof(struct rb_account, points), .label = N_("Points proposed"), .max = 1000, .listed = true},
    {.name = "reward", .kind = BOOK_TICK, .at = offsetof(struct rb_account, reward), .label = N_("It is a reward"), .listed = true},
    WHEN(struct rb_account, N_("When it applies")),
};
static const struct book_member measures_members[] = {
    {.name = "needed", .kind = BOOK_ROWS, .at = offsetof(struct rulebook, measures.needed), .count_at = offsetof(struct rulebook, measures.needed_count), .label = N_("Rule"),
     .heading = N_("Which complaints cannot be closed without one"), .note = N_("Any of these rules is enough."), .max = 30, .rows = &lone_shape, .listed = true},
    {.name = "check_days", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, measures.check_days), .label = N_("Days after its end in which the cause must not come back"),
     .heading = N_("Whether it helped"), .max = 3660, .listed = true},
};
static const struct book_member purpose_members[] = {
    {.name = "code", .kind = BOOK_HIDDEN, .at = offsetof(struct rb_name, code)},
    {.name = "name", .kind = BOOK_NAME, .at = offsetof(struct rb_name, name), .label = N_("Purpose"), .max = 100, .missing = N_("Enter the purpose in both languages")},
};
static const struct book_shape purpose_shape = SHAPE(purpose_members, struct rb_name);
static const struct book_member custody_members[] = {
    {.name = "one", .kind = BOOK_TICK, .at = offsetof(struct rulebook, custody.one), .label = N_("One custodian is enough"), .hint = N_("Otherwise another person has to agree before a custodian sees who complained."), .listed = true},
    {.name = "agrees", .kind = BOOK_WORD, .source = BOOK_ROLES, .at = offsetof(struct rulebook, custody.agrees), .label = N_("Who agrees to it"), .none = N_("Another identity custodian"), .listed = true},
    {.name = "hours", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, custody.hours), .label = N_("Hours in which the custodian may look after that"), .hint = N_("Left empty: 24."), .max = 720, .listed = true},
    {.name = "emergency", .kind = BOOK_TICK, .at = offsetof(struct rulebook, custody.emergency), .label = N_("In danger to life a custodian may look alone; the others are told at once"), .listed = true},
    {.name = "times", .kind = BOOK_WORD, .source = BOOK_COARSE, .at = offsetof(struct rulebook, custody.times), .label = N_("What others see of when a confidential or anonymous complainant did something"),
     .none = N_("The day alone"), .heading = N_("Times"), .listed = true},
    {.name = "purposes", .kind = BOOK_ROWS, .at = offsetof(struct rulebook, custody.purposes), .count_at = offsetof(struct rulebook, custody.purposes_count), .label = N_("Purpose"),
     .heading = N_("What it may be unsealed for"), .note = N_("General words: the complainant reads them. A purpose left empty is not saved."), .max = 20, .rows = &purpose_shape, .listed = true},
};
static const struct book_member keeping_members[] = {
    NAMED(struct rb_keeping, name),
    CODE(struct rb_keeping),
    {.name = "years", .kind = BOOK_NUMBER, .at = offsetof(struct rb_keeping, years), .label = N_("Years after closing"), .hint = N_("Left empty: for ever."), .max = 100, .listed = true},
    {.name = "finding", .kind = BOOK_WORD, .source = BOOK_FINDINGS, .at = offsetof(struct rb_keeping, finding), .label = N_("Only with the finding"), .none = N_("Any"), .listed = true},
    WHEN(struct rb_keeping, N_("When it applies")),
};

#define CODED(key, type, list, heading, about, add)                                                                                                            \
    {.code = #key, .title = (heading), .note = (about), .new_title = (add), .shape = SHAPE(list, type), .list_at = offsetof(struct rulebook, key),              \
     .count_at = offsetof(struct rulebook, key##_count), .code_at = offsetof(type, code), .name_at = NO, .off_at = NO, .parent_at = NO, .kind_at = NO}

const struct book_section admin_book_decide_sections[] = {
    {.code = "chains", .group = N_("Deciding, closing, learning"), .title = N_("Who has to agree"),
     .note = N_("In what order something is agreed to. Of the rules about the same thing the one that asks for most holds; where none does, nobody is asked."),
     .new_title = N_("New chain"), .shape = SHAPE(chain_members, struct rb_chain), .list_at = offsetof(struct rulebook, chains), .count_at = offsetof(struct rulebook, chains_count),
     .code_at = offsetof(struct rb_chain, code), .name_at = offsetof(struct rb_chain, name), .off_at = offsetof(struct rb_chain, inactive), .parent_at = NO, .kind_at = NO},
    LIST(standards, struct rb_standard, standard_members, N_("Standards of compensation"), N_("What is given for what, and rewards."), N_("New standard"),
         offsetof(struct rb_standard, inactive)),
    ALONE(authorities, N_("Who may give how much"), N_("Up to what sum each role decides alone about compensation."), authorities_members),
    LIST(papers, struct rb_paper, paper_members, N_("Papers"), N_("Opinion letters, reports to the management and other papers, with their parts."), N_("New paper"),
         offsetof(struct rb_paper, inactive)),
    CODED(gates, struct rb_gate, gate_members, N_("What closing asks for"), N_("Beside finding, basis and what must be done anyway."), N_("New condition")),
    ALONE(closing, N_("Closing"), N_("Who closes, how long a complaint can be opened again, whether answers stand on the website."), closing_members),
    ALONE(committee, N_("Committee"), N_("What it decides and how it meets."), committee_members),
    ALONE(callback, N_("Callbacks"), N_("What complainants are asked after closing, and what follows when they are dissatisfied."), callback_members),
    ALONE(sample, N_("Monthly sample"), N_("How many complaints of a month are drawn at random and looked at again."), sample_members),
    LIST(accounts, struct rb_account, account_members, N_("Accountability"), N_("For what penalties and rewards are proposed; a person confirms each."), N_("New rule"),
         offsetof(struct rb_account, inactive)),
    ALONE(measures, N_("Corrective and preventive actions"), N_("When one is needed, and how it is found out whether it helped."), measures_members),
    ALONE(custody, N_("Sealed identities"), N_("Who has to agree before somebody sees who complained confidentially, and what others see of times."), custody_members),
    LIST(keeping, struct rb_keeping, keeping_members, N_("How long complaints are kept"), N_("After that, identities and texts are erased; figures stay. The longest rule that holds counts."),
         N_("New rule of keeping"), NO),
};
const size_t admin_book_decide_sections_n = COUNT_OF(admin_book_decide_sections);
