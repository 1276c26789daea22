#include "admin_book_table.h"

/* The sections of a rulebook, member by member. */

/* ---- categories ---- */

static const struct book_member field_members[] = {
    {.name = "code", .kind = BOOK_HIDDEN, .at = offsetof(struct rb_field, code)},
    {.name = "label", .kind = BOOK_NAME, .at = offsetof(struct rb_field, label), .label = N_("Question"), .max = 60, .missing = N_("Enter the question in both languages")},
    {.name = "hint", .kind = BOOK_NAME, .at = offsetof(struct rb_field, hint), .label = N_("Hint"), .max = 200},
    {.name = "kind", .kind = BOOK_WORD, .source = BOOK_FIELD_KINDS, .at = offsetof(struct rb_field, kind), .label = N_("Kind of answer"),
     .missing = N_("Choose the kind of answer")},
    {.name = "choices", .kind = BOOK_LINES, .at = offsetof(struct rb_field, choices), .label = N_("Answers to choose from, one on each line"), .max = LONG_TEXT},
    {.name = "required", .kind = BOOK_TICK, .at = offsetof(struct rb_field, required), .label = N_("Must be answered")},
    {.name = "inactive", .kind = BOOK_TICK, .at = offsetof(struct rb_field, inactive), .label = N_("Not asked any more")},
};
static const struct book_shape field_shape = SHAPE(field_members, struct rb_field);

static const struct book_member category_members[] = {
    NAMED(struct rb_category, name),
    CODE(struct rb_category),
    {.name = "parent", .kind = BOOK_WORD, .source = BOOK_BROTHERS, .at = offsetof(struct rb_category, parent), .label = N_("Group"),
     .hint = N_("A category with others below it is a group and cannot be chosen itself."), .none = N_("None: it stands at the top")},
    {.name = "function", .kind = BOOK_WORD, .source = BOOK_FUNCTIONS, .at = offsetof(struct rb_category, function), .label = N_("Handled by default by"),
     .none = N_("Nobody: it is a group"), .listed = true},
    {.name = "definition", .kind = BOOK_LINES, .at = offsetof(struct rb_category, definition), .label = N_("What belongs here"),
     .hint = N_("Shown on the public form, in plain words."), .max = 600},
    {.name = "examples", .kind = BOOK_LINES, .at = offsetof(struct rb_category, examples), .label = N_("Examples"), .max = 600},
    {.name = "fields", .kind = BOOK_ROWS, .at = offsetof(struct rb_category, fields), .count_at = offsetof(struct rb_category, fields_count),
     .label = N_("Question"), .heading = N_("Its own questions on the public form"), .note = N_("A question left empty is not saved."), .max = 20, .rows = &field_shape,
     .listed = true},
};

/* ---- lists of names, trees ---- */

static const struct book_member name_members[] = {
    NAMED(struct rb_name, name),
    CODE(struct rb_name),
    {.name = "note", .kind = BOOK_LINES, .at = offsetof(struct rb_name, note), .label = N_("Explanation"), .max = 600, .listed = true},
};
static const struct book_member complainant_members[] = {
    NAMED(struct rb_name, name),
    CODE(struct rb_name),
    {.name = "note", .kind = BOOK_LINES, .at = offsetof(struct rb_name, note), .label = N_("Explanation"), .max = 600, .listed = true},
    {.name = "asks", .kind = BOOK_SET, .source = BOOK_PARTY_ASKS, .at = offsetof(struct rb_name, asks), .count_at = offsetof(struct rb_name, asks_count), .label = N_("What they are asked besides"),
     .hint = N_("On the public form and by staff who register. Names and contacts are sealed like those of the complainant."), .none = N_("Nothing besides"), .listed = true},
    {.name = "named_most", .kind = BOOK_NUMBER, .at = offsetof(struct rb_name, named_most), .label = N_("Representatives named, at most"),
     .hint = N_("Of a group that names its representatives. Left empty: three."), .max = RB_NAMED_MOST},
};
static const struct book_member flag_members[] = {
    NAMED(struct rb_name, name),
    CODE(struct rb_name),
    {.name = "note", .kind = BOOK_LINES, .at = offsetof(struct rb_name, note), .label = N_("Key facts to be written down"),
     .hint = N_("Asked of whoever sets the flag, for example the kind of misconduct, when and with what proof."), .max = 600, .listed = true},
};
static const struct book_member tree_members[] = {
    NAMED(struct rb_tree, name),
    CODE(struct rb_tree),
    {.name = "parent", .kind = BOOK_WORD, .source = BOOK_BROTHERS, .at = offsetof(struct rb_tree, parent), .label = N_("Belongs to"),
     .none = N_("None: it stands at the top")},
};

/* ---- grades ---- */

static const struct book_member grade_members[] = {
    NAMED(struct rb_grade, name),
    CODE(struct rb_grade),
    {.name = "note", .kind = BOOK_LINES, .at = offsetof(struct rb_grade, note), .label = N_("Explanation"), .max = 600, .listed = true},
    {.name = "major", .kind = BOOK_TICK, .at = offsetof(struct rb_grade, major), .label = N_("Counts as major or difficult"),
     .hint = N_("Reported to the management and called back first."), .listed = true},
};
static const struct book_member grading_members[] = {
    {.name = "grade", .kind = BOOK_WORD, .source = BOOK_GRADES, .at = offsetof(struct rb_grading, grade), .label = N_("Grade that is proposed"),
     .missing = N_("Choose a grade"), .listed = true},
    {.name = "reason", .kind = BOOK_NAME, .at = offsetof(struct rb_grading, reason), .label = N_("Reason in words"),
     .hint = N_("Shown to whoever decides about the grade."), .max = 200, .missing = N_("Enter the reason in both languages")},
    CODE(struct rb_grading),
    WHEN_CATEGORY(struct rb_grading, N_("When it is proposed")), /* not the grade: it is what the rule proposes */
    WHEN_REST(struct rb_grading),
};

/* ---- clocks ---- */

static const struct book_member warn_members[] = {
    {.name = "limit", .kind = BOOK_LIMIT, .at = 0, .label = N_("Before the date"), .missing = N_("Enter how long before")},
};
static const struct book_shape warn_shape = SHAPE(warn_members, const char *);
static const struct book_member escalate_members[] = {
    {.name = "to", .kind = BOOK_WORD, .source = BOOK_TOLD, .at = offsetof(struct rb_escalation, to), .label = N_("Who is told"), .none = N_("Nobody"),
     .missing = N_("Choose who is told"), .beside = true},
    {.name = "after", .kind = BOOK_LIMIT, .at = offsetof(struct rb_escalation, after), .label = N_("After the date (left empty: at once)")},
};
static const struct book_shape escalate_shape = SHAPE(escalate_members, struct rb_escalation);
static const struct book_member extension_members[] = {
    {.name = "by", .kind = BOOK_LIMIT, .at = offsetof(struct rb_extension, by), .label = N_("Longer by"), .missing = N_("Enter by how much"), .beside = true},
    {.name = "approve", .kind = BOOK_WORD, .source = BOOK_ROLES, .at = offsetof(struct rb_extension, approve), .label = N_("Who agrees"), .none = N_("Nobody is asked")},
    {.name = "notice", .kind = BOOK_TICK, .at = offsetof(struct rb_extension, notice), .label = N_("The complainant is told before the old date")},
};
static const struct book_shape extension_shape = SHAPE(extension_members, struct rb_extension);

static const struct book_member clock_members[] = {
    NAMED(struct rb_clock, name),
    CODE(struct rb_clock),
    {.name = "kind", .kind = BOOK_WORD, .source = BOOK_CLOCK_KINDS, .at = offsetof(struct rb_clock, kind), .label = N_("What has to be done in time"),
     .missing = N_("Choose what has to be done in time"), .fixed = true},
    {.name = "limit", .kind = BOOK_LIMIT, .at = offsetof(struct rb_clock, limit), .label = N_("Time limit"), .missing = N_("Enter the time limit"), .listed = true},
    WHEN(struct rb_clock, N_("When it applies")),
    {.name = "warn", .kind = BOOK_ROWS, .at = offsetof(struct rb_clock, warn), .count_at = offsetof(struct rb_clock, warn_count), .label = N_("Warning"),
     .heading = N_("Warnings before the date"), .max = 4, .rows = &warn_shape},
    {.name = "escalate", .kind = BOOK_ROWS, .at = offsetof(struct rb_clock, escalate), .count_at = offsetof(struct rb_clock, escalate_count), .label = N_("Step"),
     .heading = N_("Who is told when the date has passed"), .max = 8, .rows = &escalate_shape},
    {.name = "pause", .kind = BOOK_SET, .source = BOOK_PAUSES, .at = offsetof(struct rb_clock, pause), .count_at = offsetof(struct rb_clock, pause_count),
     .label = N_("Reasons for which it may pause"), .heading = N_("Pause and extension"), .none = N_("It never pauses")},
    {.name = "extensions", .kind = BOOK_ROWS, .at = offsetof(struct rb_clock, extensions), .count_at = offsetof(struct rb_clock, extensions_count),
     .label = N_("Extension"), .max = 5, .rows = &extension_shape},
    {.name = "promised", .kind = BOOK_TICK, .at = offsetof(struct rb_clock, promised), .label = N_("The date is told to the complainant"), .heading = N_("Particulars"),
     .listed = true},
    {.name = "floor", .kind = BOOK_TICK, .at = offsetof(struct rb_clock, floor), .label = N_("Units may shorten it, not lengthen it"), .listed = true},
    {.name = "from", .kind = BOOK_WORD, .source = BOOK_EVENTS, .at = offsetof(struct rb_clock, from), .label = N_("Begins with"), .none = N_("As usual for what has to be done")},
    {.name = "until", .kind = BOOK_SET, .source = BOOK_EVENTS, .at = offsetof(struct rb_clock, until), .count_at = offsetof(struct rb_clock, until_count),
     .label = N_("Ends with"), .none = N_("As usual for what has to be done")},
    {.name = "track", .kind = BOOK_WORDY, .at = offsetof(struct rb_clock, track), .label = N_("Side by side with others"),
     .hint = N_("A word such as law makes it a promise of its own, beside the first of its kind. Usually left empty."), .max = 20},
};

/* ---- closing, texts, the rest ---- */

static const struct book_member exclusion_members[] = {
    NAMED(struct rb_exclusion, name),
    CODE(struct rb_exclusion),
    {.name = "answer", .kind = BOOK_LINES, .at = offsetof(struct rb_exclusion, answer), .label = N_("Answer to the complainant"), .max = LONG_TEXT,
     .missing = N_("Enter the answer in both languages"), .listed = true},
    {.name = "instead", .kind = BOOK_LINES, .at = offsetof(struct rb_exclusion, instead), .label = N_("Where to go instead"), .max = 600},
    {.name = "question", .kind = BOOK_LINES, .at = offsetof(struct rb_exclusion, question), .label = N_("Question before the public form begins"),
     .hint = N_("Whoever says yes is told where to go instead, and may go on all the same. Left empty, it is not asked."), .max = 200},
};
static const struct book_member basis_members[] = {
    NAMED(struct rb_basis, name),
    CODE(struct rb_basis),
    {.name = "finding", .kind = BOOK_WORD, .source = BOOK_FINDINGS, .at = offsetof(struct rb_basis, finding), .label = N_("Only with the finding"), .none = N_("Any"),
     .listed = true},
    {.name = "demands", .kind = BOOK_SET, .source = BOOK_DEMANDS, .at = offsetof(struct rb_basis, demands), .count_at = offsetof(struct rb_basis, demands_count),
     .label = N_("What it demands"), .none = N_("Nothing"), .listed = true},
    {.name = "attempts", .kind = BOOK_NUMBER, .at = offsetof(struct rb_basis, attempts), .label = N_("Attempts to reach the complainant on different days, at least"), .max = 30},
};
static const struct book_member section_members[] = {
    NAMED(struct rb_section, name),
    CODE(struct rb_section),
    WHEN(struct rb_section, N_("When the report needs it")),
};
static const struct book_member template_members[] = {
    NAMED(struct rb_template, name),
    CODE(struct rb_template),
    {.name = "use", .kind = BOOK_WORD, .source = BOOK_USES, .at = offsetof(struct rb_template, use), .label = N_("Used for"), .missing = N_("Choose what it is used for"),
     .listed = true},
    {.name = "body", .kind = BOOK_LINES, .at = offsetof(struct rb_template, body), .label = N_("Text"),
     .hint = N_("These words are filled in from the complaint: {number} {title} {unit} {due} {category} {handler} {today}"), .max = 5000,
     .missing = N_("Enter the text in both languages")},
};
static const struct book_member text_members[] = {
    {.name = "key", .kind = BOOK_WORD, .source = BOOK_TEXT_KEYS, .at = offsetof(struct rb_page_text, key), .label = N_("Where it stands"), .fixed = true,
     .missing = N_("Choose where it stands")},
    {.name = "body", .kind = BOOK_LINES, .at = offsetof(struct rb_page_text, body), .label = N_("Text"), .hint = N_("Left empty, the page says what it says by itself."),
     .max = 5000, .listed = true},
};
#define NOTICE_HINT N_("Left empty, it says what the program says by itself. These words are filled in: {number} {link} {unit} {due} {site} {hotline}; to the staff {what} as well. Nothing personal: e-mail and SMS can be read on their way.")
static const struct book_member notice_members[] = {
    {.name = "key", .kind = BOOK_WORD, .source = BOOK_NOTICE_KEYS, .at = offsetof(struct rb_notice, key), .label = N_("Occasion"), .fixed = true, .missing = N_("Choose the occasion")},
    {.name = "subject", .kind = BOOK_NAME, .at = offsetof(struct rb_notice, subject), .label = N_("Subject of the e-mail"), .max = 100, .listed = true},
    {.name = "body", .kind = BOOK_LINES, .at = offsetof(struct rb_notice, body), .label = N_("Text of the e-mail"), .hint = NOTICE_HINT, .max = LONG_TEXT},
    {.name = "sms", .kind = BOOK_LINES, .at = offsetof(struct rb_notice, sms), .label = N_("Text of the SMS"), .hint = N_("Short: up to 70 characters cost one SMS."), .max = 300, .listed = true},
};
static const struct book_member kpi_members[] = {
    NAMED(struct rb_kpi, name),
    CODE(struct rb_kpi),
    {.name = "definition", .kind = BOOK_LINES, .at = offsetof(struct rb_kpi, definition), .label = N_("How it is worked out"), .max = LONG_TEXT,
     .missing = N_("Enter the definition in both languages"), .listed = true},
};
static const struct book_member general_members[] = {
    {.name = "name", .kind = BOOK_NAME, .at = offsetof(struct rulebook, name), .label = N_("Name of the rulebook"), .max = NAME_MAX_CHARS,
     .missing = N_("Enter the name in both languages"), .listed = true},
    {.name = "publish_alone", .kind = BOOK_TICK, .at = offsetof(struct rulebook, publish_alone), .label = N_("Whoever drafted may also publish"),
     .hint = N_("For small organisations. Without it, a second person publishes."), .listed = true},
};

/* ---- how staff work ---- */

static const struct book_member intake_members[] = {
    {.name = "channel", .kind = BOOK_WORD, .source = BOOK_CHANNELS, .at = offsetof(struct rb_intake, channel), .label = N_("Channel"), .fixed = true,
     .missing = N_("Choose the channel")},
    {.name = "asks", .kind = BOOK_SET, .source = BOOK_ASKS, .at = offsetof(struct rb_intake, asks), .count_at = offsetof(struct rb_intake, asks_count),
     .label = N_("What it asks for"), .hint = N_("Beside what every form asks for: who, what, when and where."), .none = N_("Nothing besides"), .listed = true},
    {.name = "musts", .kind = BOOK_SET, .source = BOOK_ASKS, .at = offsetof(struct rb_intake, musts), .count_at = offsetof(struct rb_intake, musts_count),
     .label = N_("What must be told"), .none = N_("Nothing of it"), .listed = true},
};
static const struct book_member turn_members[] = {
    NAMED(struct rb_turn, name),
    CODE(struct rb_turn),
    {.name = "answer", .kind = BOOK_LINES, .at = offsetof(struct rb_turn, answer), .label = N_("Answer to the person"), .max = LONG_TEXT, .listed = true},
};
static const struct book_member late_members[] = {
    {.name = "limit", .kind = BOOK_LIMIT, .at = 0, .label = N_("After the date (0: at once)"), .missing = N_("Enter how long after"), .at_once = true},
};
static const struct book_shape late_shape = SHAPE(late_members, const char *);
static const struct book_member material_members[] = {
    {.name = "text", .kind = BOOK_NAME, .at = 0, .label = N_("Part"), .max = 60, .missing = N_("Enter the part in both languages")},
};
static const struct book_shape material_shape = SHAPE(material_members, struct rb_text);
static const struct book_member slips_members[] = {
    {.name = "warn", .kind = BOOK_ROWS, .at = offsetof(struct rulebook, slips.warn), .count_at = offsetof(struct rulebook, slips.warn_count), .label = N_("Warning"),
     .heading = N_("Reminders before the answer is due"), .max = 4, .rows = &warn_shape, .listed = true},
    {.name = "late", .kind = BOOK_ROWS, .at = offsetof(struct rulebook, slips.late), .count_at = offsetof(struct rulebook, slips.late_count), .label = N_("Reminder"),
     .heading = N_("Reminders after the date"), .max = 8, .rows = &late_shape, .listed = true},
    {.name = "returns_manager", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, slips.returns_manager), .label = N_("Returned so often, the manager decides"),
     .heading = N_("What is returned again and again, and supervision"), .note = N_("Left empty: never."), .max = 20, .beside = true},
    {.name = "returns_committee", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, slips.returns_committee), .label = N_("Returned so often, the committee decides"), .max = 20},
    {.name = "manager", .kind = BOOK_WORD, .source = BOOK_ROLES, .at = offsetof(struct rulebook, slips.manager), .label = N_("Manager"), .none = N_("Nobody"), .beside = true},
    {.name = "committee", .kind = BOOK_WORD, .source = BOOK_ROLES, .at = offsetof(struct rulebook, slips.committee), .label = N_("Committee"), .none = N_("Nobody")},
    {.name = "supervise_percent", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, slips.supervise_percent),
     .label = N_("Supervision when more than this percentage is overdue"), .hint = N_("Of the open requests that a department received."), .max = 100, .beside = true},
    {.name = "supervise_from", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, slips.supervise_from), .label = N_("Supervision from so many requests"),
     .hint = N_("With fewer open requests the percentage says nothing."), .max = 1000},
    {.name = "material", .kind = BOOK_ROWS, .at = offsetof(struct rulebook, slips.material), .count_at = offsetof(struct rulebook, slips.material_count), .label = N_("Part"),
     .heading = N_("What a report to the superior unit holds"), .max = 20, .rows = &material_shape, .listed = true},
};
static const struct book_member repeats_members[] = {
    {.name = "days", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, repeats.days), .label = N_("Days back"),
     .hint = N_("Earlier complaints are looked for so far back. Left empty: not at all."), .max = 3660, .listed = true},
    {.name = "similar_percent", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, repeats.similar_percent), .label = N_("Texts alike from this percentage on"),
     .hint = N_("Lower finds more, and more that is not the same. Left empty: texts are not compared."), .max = 100, .listed = true},
    {.name = "as_new", .kind = BOOK_TICK, .at = offsetof(struct rulebook, repeats.as_new), .label = N_("Closed ones that come back count as new"),
     .hint = N_("When the company was found responsible and it comes back to a superior unit, the press or the regulator."), .listed = true},
};
static const struct book_member urge_reason_members[] = {
    {.name = "code", .kind = BOOK_HIDDEN, .at = offsetof(struct rb_name, code)},
    {.name = "name", .kind = BOOK_NAME, .at = offsetof(struct rb_name, name), .label = N_("Reason"), .max = NAME_MAX_CHARS, .missing = N_("Enter the name in both languages")},
};
static const struct book_shape urge_reason_shape = SHAPE(urge_reason_members, struct rb_name);
static const struct book_member following_members[] = {
    {.name = "urge_after", .kind = BOOK_LIMIT, .at = offsetof(struct rulebook, following.urge_after), .label = N_("Urging is possible so long after it was received"),
     .heading = N_("Urging"), .note = N_("Left empty: at once, and as often as one likes."), .beside = true, .listed = true},
    {.name = "urge_every", .kind = BOOK_LIMIT, .at = offsetof(struct rulebook, following.urge_every), .label = N_("Then at most once within"), .listed = true},
    {.name = "survey_days", .kind = BOOK_NUMBER, .at = offsetof(struct rulebook, following.survey_days), .label = N_("Days after closing in which the rating can be given or changed"),
     .heading = N_("Rating"), .hint = N_("Left empty: always."), .max = 3660, .listed = true},
    {.name = "reasons", .kind = BOOK_ROWS, .at = offsetof(struct rulebook, following.reasons), .count_at = offsetof(struct rulebook, following.reasons_count),
     .label = N_("Reason"), .heading = N_("Why somebody is not satisfied"), .note = N_("Asked after one of the two lowest levels. A reason left empty is not saved."), .max = 20,
     .rows = &urge_reason_shape, .listed = true},
};

const struct book_section admin_book_what_sections[] = {
    {.code = "categories", .group = N_("What complaints are and how they are handled"), .title = N_("Categories"), .note = N_("What complaints are about, with the department that handles them and questions of their own."),
     .new_title = N_("New category"), .shape = SHAPE(category_members, struct rb_category), .list_at = offsetof(struct rulebook, categories),
     .count_at = offsetof(struct rulebook, categories_count), .code_at = offsetof(struct rb_category, code), .name_at = offsetof(struct rb_category, name),
     .off_at = offsetof(struct rb_category, inactive), .parent_at = offsetof(struct rb_category, parent), .kind_at = NO},
    {.code = "clocks", .title = N_("Time limits"), .note = N_("What has to be done in which time. Of the rules that match, the one that asks for most holds; among equals the first."),
     .new_title = N_("New time limit"), .shape = SHAPE(clock_members, struct rb_clock), .list_at = offsetof(struct rulebook, clocks),
     .count_at = offsetof(struct rulebook, clocks_count), .code_at = offsetof(struct rb_clock, code), .name_at = offsetof(struct rb_clock, name),
     .off_at = offsetof(struct rb_clock, inactive), .parent_at = NO, .kind_at = offsetof(struct rb_clock, kind)},
    LIST(grades, struct rb_grade, grade_members, N_("Grades"), N_("How serious a complaint is; the lightest first."), N_("New grade"), offsetof(struct rb_grade, inactive)),
    {.code = "grading", .title = N_("Grading rules"), .note = N_("Which grade is proposed: the heaviest whose rule holds, else the lightest of all."),
     .new_title = N_("New grading rule"), .shape = SHAPE(grading_members, struct rb_grading), .list_at = offsetof(struct rulebook, grading),
     .count_at = offsetof(struct rulebook, grading_count), .code_at = offsetof(struct rb_grading, code), .name_at = offsetof(struct rb_grading, reason), .off_at = NO,
     .parent_at = NO, .kind_at = NO},
    TREE(causes, N_("Causes"), N_("Why there was reason to complain; separate from the category, several per complaint."), N_("New cause")),
    TREE(stages, N_("Responsible stages"), N_("Where in the course of business it went wrong."), N_("New stage")),
    NAMES(flags, N_("Sensitive flags"), N_("What needs special care: press, regulator, injury and the like."), N_("New flag"), flag_members),
    LIST(exclusions, struct rb_exclusion, exclusion_members, N_("Not handled as complaints"), N_("Reasons for not accepting, with a courteous answer and where to go instead."),
         N_("New reason"), offsetof(struct rb_exclusion, inactive)),
    LIST(bases, struct rb_basis, basis_members, N_("Bases of closing"), N_("On which a complaint may be closed, and what each demands."), N_("New basis"),
         offsetof(struct rb_basis, inactive)),
    LIST(sections, struct rb_section, section_members, N_("Parts of the closing report"), N_("What the report on a closed complaint must contain."), N_("New part"), NO),
    LIST(templates, struct rb_template, template_members, N_("Reply templates"), N_("Texts to start from when writing to complainants; always editable."), N_("New template"),
         offsetof(struct rb_template, inactive)),
    {.code = "texts", .title = N_("Texts of the public pages"), .note = N_("What the public pages say in your own words."), .shape = SHAPE(text_members, struct rb_page_text),
     .list_at = offsetof(struct rulebook, texts), .count_at = offsetof(struct rulebook, texts_count), .code_at = offsetof(struct rb_page_text, key), .name_at = NO,
     .off_at = NO, .parent_at = NO, .kind_at = NO},
    {.code = "notices", .title = N_("E-mails and SMS"), .note = N_("What goes out to complainants and staff on each occasion, by e-mail and by SMS."), .shape = SHAPE(notice_members, struct rb_notice),
     .list_at = offsetof(struct rulebook, notices), .count_at = offsetof(struct rulebook, notices_count), .code_at = offsetof(struct rb_notice, key), .name_at = NO,
     .off_at = NO, .parent_at = NO, .kind_at = NO},
};
const size_t admin_book_what_sections_n = COUNT_OF(admin_book_what_sections);

const struct book_section admin_book_staff_sections[] = {
    {.code = "intakes", .group = N_("How staff work, and the organisation"), .title = N_("Short forms of channels"),
     .note = N_("What staff are asked for when a complaint comes in by each channel."), .shape = SHAPE(intake_members, struct rb_intake),
     .list_at = offsetof(struct rulebook, intakes), .count_at = offsetof(struct rulebook, intakes_count), .code_at = offsetof(struct rb_intake, channel), .name_at = NO,
     .off_at = NO, .parent_at = NO, .kind_at = NO},
    NAMES(functions, N_("Functions of departments"), N_("What departments do; categories are handed to departments by it."), N_("New function"), name_members),
    NAMES(levels, N_("Levels of units"), N_("From the top: headquarters, province, city, county or your own."), N_("New level"), name_members),
    NAMES(channels, N_("Channels"), N_("The ways by which complaints come in."), N_("New channel"), name_members),
    LIST(turns, struct rb_turn, turn_members, N_("What is no complaint"), N_("What a matter that is no complaint is turned into: enquiry, repair, help, praise."), N_("New kind of matter"),
         offsetof(struct rb_turn, inactive)),
    ALONE(slips, N_("Requests to departments"), N_("Reminders, what happens when a request is returned again and again, supervision, reports to the superior unit."), slips_members),
    ALONE(repeats, N_("Repeats"), N_("What counts as the same matter again."), repeats_members),
    ALONE(following, N_("Following a complaint"), N_("When complainants can urge, and how they rate the handling."), following_members),
    NAMES(sources, N_("Bodies that pass complaints on"), N_("Regulator, superior unit, consumer association and others."), N_("New body"), name_members),
    NAMES(complainants, N_("Kinds of complainants"), N_("Who may be complaining."), N_("New kind of complainant"), complainant_members),
    LIST(kpis, struct rb_kpi, kpi_members, N_("Indicators"), N_("Figures by which handling is judged, with how they are worked out."), N_("New indicator"), NO),
    {.code = "general", .title = N_("The rulebook itself"), .note = N_("Its name, and who may publish."), .shape = SHAPE(general_members, struct rulebook), .list_at = NO,
     .count_at = NO, .code_at = NO, .name_at = offsetof(struct rulebook, name), .off_at = NO, .parent_at = NO, .kind_at = NO},
};
const size_t admin_book_staff_sections_n = COUNT_OF(admin_book_staff_sections);
