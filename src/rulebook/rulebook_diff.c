#include <string.h>

#include "msgid.h"
#include "rulebook_schema.h"

struct comparing {
    struct arena *arena;
    struct rulebook_difference *list;
    size_t n, cap;
    const char *section, *code;
    struct rb_text name;
};

static void add(struct comparing *c, enum rulebook_change kind, const char *member, const char *before, const char *after)
{
    if (c->n == c->cap) {
        size_t cap = c->cap ? c->cap * 2 : 32;
        c->list = arena_grow(c->arena, c->list, c->cap * sizeof *c->list, cap * sizeof *c->list);
        c->cap = cap;
    }
    c->list[c->n++] = (struct rulebook_difference){kind, c->section, c->code, member, before, after, c->name};
}

static struct rb_text name_of(const cyaml_schema_value_t *element, const void *value)
{
    static const char *const members[] = {"name", "label", "reason", "body"};
    for (size_t i = 0; i < COUNT_OF(members) && element->type == CYAML_MAPPING; i++) {
        const cyaml_schema_field_t *f = schema_field(element->mapping.fields, members[i]);
        if (f)
            return *(const struct rb_text *)schema_member(f, value);
    }
    return (struct rb_text){"", ""};
}

static const char *dotted(struct arena *a, const char *over, const char *key)
{
    return *over ? arena_printf(a, "%s.%s", over, key) : key;
}

/* ---- lists of things with codes ---- */

struct side {
    const cyaml_schema_field_t *field;
    const void *group;
    unsigned n;
    const char **keys;
};

static struct side side_of(struct arena *a, const cyaml_schema_field_t *field, const void *group)
{
    struct side s = {field, group, schema_count(field, group), NULL};
    s.keys = ARENA_ARRAY(a, s.n, const char *);
    for (unsigned i = 0; i < s.n; i++)
        s.keys[i] = schema_key_of(a, field->value.sequence.entry, schema_element(field, group, i));
    return s;
}

static int place(const struct side *s, const char *key)
{
    for (unsigned i = 0; i < s->n; i++) {
        if (strcmp(s->keys[i], key) == 0)
            return (int)i;
    }
    return -1;
}

/* Of what stands in both, the longest run that kept its order stays; the others were moved. was[i]: the place before of what stands at i now, -1 when it is new. */
static bool *moved_ones(struct arena *a, const int *was, unsigned n)
{
    unsigned *length = ARENA_ARRAY(a, n, unsigned);
    int *previous = ARENA_ARRAY(a, n, int);
    bool *moved = ARENA_ARRAY(a, n, bool);
    int best = -1;
    for (unsigned i = 0; i < n; i++) {
        moved[i] = was[i] >= 0;
        previous[i] = -1;
        length[i] = 1;
        for (unsigned k = 0; k < i && was[i] >= 0; k++) {
            if (was[k] >= 0 && was[k] < was[i] && length[k] + 1 > length[i]) {
                length[i] = length[k] + 1;
                previous[i] = (int)k;
            }
        }
        if (was[i] >= 0 && (best < 0 || length[i] > length[best]))
            best = (int)i;
    }
    for (int i = best; i >= 0; i = previous[i])
        moved[i] = false;
    return moved;
}

static void compare_group(struct comparing *c, const cyaml_schema_field_t *fields, const void *before, const void *after, const char *over);

/* A category's questions: things with codes inside of a thing with a code. */
static void compare_inner(struct comparing *c, const cyaml_schema_field_t *field, const void *before, const void *after, const char *over)
{
    struct arena *a = c->arena;
    struct side was = side_of(a, field, before), is = side_of(a, field, after);
    const cyaml_schema_value_t *element = field->value.sequence.entry;
    int *places = ARENA_ARRAY(a, is.n, int);
    for (unsigned i = 0; i < is.n; i++) {
        const void *now = schema_element(field, after, i);
        const char *member = dotted(a, over, is.keys[i]);
        places[i] = place(&was, is.keys[i]);
        if (places[i] < 0)
            add(c, RULEBOOK_CHANGED, member, "", schema_written(a, element, now, NULL, NULL));
        else
            compare_group(c, element->mapping.fields, schema_element(field, before, (unsigned)places[i]), now, member);
    }
    for (unsigned i = 0; i < was.n; i++) {
        if (place(&is, was.keys[i]) < 0)
            add(c, RULEBOOK_CHANGED, dotted(a, over, was.keys[i]), schema_written(a, element, schema_element(field, before, i), NULL, NULL), "");
    }
    const bool *moved = moved_ones(a, places, is.n);
    for (unsigned i = 0; i < is.n; i++) {
        if (moved[i])
            add(c, RULEBOOK_CHANGED, dotted(a, dotted(a, over, is.keys[i]), "place"), arena_printf(a, "%d", places[i] + 1), arena_printf(a, "%u", i + 1));
    }
}

static void compare_group(struct comparing *c, const cyaml_schema_field_t *fields, const void *before, const void *after, const char *over)
{
    for (const cyaml_schema_field_t *f = fields; f->key; f++) {
        const void *was = schema_member(f, before), *is = schema_member(f, after);
        const char *member = dotted(c->arena, over, f->key);
        if (f->value.type == CYAML_MAPPING) {
            compare_group(c, f->value.mapping.fields, was, is, member);
        } else if (f->value.type == CYAML_SEQUENCE && schema_has_keys(f->value.sequence.entry)) {
            compare_inner(c, f, before, after, member);
        } else {
            const char *old = schema_written(c->arena, &f->value, was, f, before), *new = schema_written(c->arena, &f->value, is, f, after);
            if (strcmp(old, new) != 0)
                add(c, RULEBOOK_CHANGED, member, old, new);
        }
    }
}

static void compare_section(struct comparing *c, const cyaml_schema_field_t *field, const void *before, const void *after)
{
    struct arena *a = c->arena;
    struct side was = side_of(a, field, before), is = side_of(a, field, after);
    const cyaml_schema_value_t *element = field->value.sequence.entry;
    int *places = ARENA_ARRAY(a, is.n, int);
    for (unsigned i = 0; i < is.n; i++)
        places[i] = place(&was, is.keys[i]);
    const bool *moved = moved_ones(a, places, is.n);
    c->section = field->key;
    for (unsigned i = 0; i < is.n; i++) {
        const void *now = schema_element(field, after, i);
        c->code = is.keys[i];
        c->name = name_of(element, now);
        if (places[i] < 0) {
            add(c, RULEBOOK_ADDED, "", "", schema_written(a, element, now, NULL, NULL));
            continue;
        }
        compare_group(c, element->mapping.fields, schema_element(field, before, (unsigned)places[i]), now, "");
        if (moved[i])
            add(c, RULEBOOK_MOVED, "", arena_printf(a, "%d", places[i] + 1), arena_printf(a, "%u", i + 1));
    }
    for (unsigned i = 0; i < was.n; i++) {
        const void *gone = schema_element(field, before, i);
        if (place(&is, was.keys[i]) >= 0)
            continue;
        c->code = was.keys[i];
        c->name = name_of(element, gone);
        add(c, RULEBOOK_REMOVED, "", schema_written(a, element, gone, NULL, NULL), "");
    }
}

void rulebook_diff(struct arena *a, const struct rulebook *before, const struct rulebook *after, struct rulebook_difference **ret_list, size_t *ret_n)
{
    struct comparing c = {.arena = a};
    for (const cyaml_schema_field_t *f = rulebook_schema.mapping.fields; f->key; f++) {
        if (f->value.type == CYAML_SEQUENCE) {
            compare_section(&c, f, before, after);
            continue;
        }
        const cyaml_schema_field_t alone[] = {*f, CYAML_FIELD_END};
        c.section = c.code = "";
        c.name = after->name;
        if (f->value.type == CYAML_MAPPING && f->value.mapping.fields != rulebook_text_schema) {
            c.section = f->key;
            c.name = (struct rb_text){"", ""};
            compare_group(&c, f->value.mapping.fields, schema_member(f, before), schema_member(f, after), "");
            continue;
        }
        compare_group(&c, alone, before, after, "");
    }
    *ret_list = c.list;
    *ret_n = c.n;
}

/* ---- titles ---- */

struct title {
    const char *key, *title;
};

static const char *title_of(const struct title *list, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].key, key) == 0)
            return list[i].title;
    }
    return "";
}

const char *rulebook_section_title(const char *section)
{
    static const struct title titles[] = {
        {"", N_("The rulebook itself")},       {"levels", N_("Levels of units")},      {"functions", N_("Functions of departments")}, {"channels", N_("Channels")},
        {"sources", N_("Sources")},            {"complainants", N_("Who complains")},  {"flags", N_("Sensitive matters")},            {"categories", N_("Categories")},
        {"causes", N_("Causes")},              {"stages", N_("Responsible stages")},   {"grades", N_("Grades")},                      {"grading", N_("Rules for grades")},
        {"clocks", N_("Time limits")},         {"exclusions", N_("What is not handled")}, {"bases", N_("Grounds for closing")},       {"sections", N_("Closing report")},
        {"templates", N_("Reply templates")},  {"texts", N_("Texts of the public pages")}, {"kpis", N_("Key figures")},                {"roles", N_("Roles")},
        {"units", N_("Units' own limits")},    {"intakes", N_("Short forms of channels")}, {"turns", N_("What is no complaint")},   {"slips", N_("Requests to departments")},
        {"repeats", N_("Repeats")},            {"chains", N_("Who has to agree")},    {"standards", N_("Standards of compensation")}, {"authorities", N_("Who may give how much")},
        {"papers", N_("Papers")},              {"gates", N_("What closing asks for")}, {"closing", N_("Closing")},                    {"committee", N_("Committee")},
        {"callback", N_("Callback")},          {"sample", N_("Monthly sample")},      {"accounts", N_("Accountability")},            {"measures", N_("Corrective actions")},
        {"keeping", N_("How long things are kept")}, {"custody", N_("Sealed identities")}, {"notices", N_("E-mails and SMS")}, {"following", N_("Following a complaint")},
    };
    return title_of(titles, COUNT_OF(titles), section);
}

static const struct title member_titles[] = {
    {"about", N_("What it is about")},
    {"after", N_("After")},
    {"age_days_from", N_("Days old, at least")},
    {"agenda", N_("What goes on the agenda by itself")},
    {"agrees", N_("Who agrees to it")},
    {"all", N_("Of all closed ones")},
    {"alone", N_("Who investigated alone may close")},
    {"amount", N_("Sum")},
    {"amount_over", N_("Sum above")},
    {"answer", N_("Answer")},
    {"approve", N_("Agreed to by")},
    {"as_new", N_("Closed ones that come back count as new")},
    {"asks", N_("What it asks for")},
    {"attempts", N_("Attempts")},
    {"basis", N_("Ground for closing")},
    {"body", N_("Text")},
    {"by", N_("By how much")},
    {"cap", N_("At most")},
    {"categories", N_("Categories")},
    {"channel", N_("Channel")},
    {"channels", N_("Channels")},
    {"check_days", N_("Days in which the cause must not come back")},
    {"clock", N_("Time limit")},
    {"code", N_("Code")},
    {"committee", N_("Committee")},
    {"complainants", N_("Who complains")},
    {"daily", N_("Of all that one person gives on a day")},
    {"days", N_("Days back")},
    {"decides", N_("Decides whether the complainant is satisfied")},
    {"definition", N_("Definition")},
    {"demands", N_("What it demands")},
    {"dissatisfied", N_("When the complainant is dissatisfied")},
    {"emergency", N_("Alone in danger to life")},
    {"en", N_("English")},
    {"escalate", N_("Who is told when it is late")},
    {"examples", N_("Examples")},
    {"extensions", N_("Extensions")},
    {"fields", N_("Own questions")},
    {"finding", N_("Finding")},
    {"flags", N_("Sensitive matters")},
    {"floor", N_("Units may only tighten it")},
    {"format", N_("Format")},
    {"from", N_("Starts with")},
    {"function", N_("Function of the department")},
    {"functions", N_("Functions of departments")},
    {"gate", N_("What closing asks for")},
    {"grade", N_("Grade")},
    {"grades", N_("Grades")},
    {"heads_from", N_("People, at least")},
    {"hint", N_("Hint")},
    {"hours", N_("Hours to look")},
    {"inactive", N_("Not offered any more")},
    {"instead", N_("Where to go instead")},
    {"joint_months", N_("Joint meeting every so many months")},
    {"key", N_("Place")},
    {"kind", N_("Kind")},
    {"label", N_("Question")},
    {"late", N_("Reminders after the date")},
    {"level", N_("Level")},
    {"limit", N_("Limit")},
    {"loss_over", N_("Loss above")},
    {"major", N_("Counts as major")},
    {"manager", N_("Manager")},
    {"material", N_("What a report to the superior unit holds")},
    {"modes", N_("With name, confidential or anonymous")},
    {"musts", N_("What must be told")},
    {"name", N_("Its name")},
    {"needed", N_("Closing needs one")},
    {"note", N_("Note")},
    {"notice", N_("The complainant is told")},
    {"nth", N_("From which time in the year on")},
    {"occasion", N_("Occasion")},
    {"one", N_("One custodian is enough")},
    {"overdue", N_("A date has passed while it is open")},
    {"parent", N_("Stands in")},
    {"pause", N_("May pause for")},
    {"percent", N_("Percentage")},
    {"checks", N_("Percent of the closed ones for spot checks")},
    {"relabelled", N_("Percent of those that are not counted")},
    {"permissions", N_("Rights")},
    {"place", N_("Place in the list")},
    {"points", N_("Points")},
    {"promised", N_("Promised to the complainant")},
    {"publish_alone", N_("One person may draft and publish")},
    {"purposes", N_("Purposes")},
    {"questions", N_("Questions")},
    {"quorum", N_("Members present, at least")},
    {"ratio", N_("Times the price")},
    {"reason", N_("Reason")},
    {"reopen_days", N_("Reopened within so many days")},
    {"repeats_from", N_("Complaints before, at least")},
    {"required", N_("Must be answered")},
    {"returns_committee", N_("Returned so often, the committee decides")},
    {"returns_manager", N_("Returned so often, the manager decides")},
    {"review_days", N_("Review within so many days")},
    {"reward", N_("Reward")},
    {"role", N_("Role")},
    {"sections", N_("Parts")},
    {"survey_days", N_("Days after closing in which the rating can be given or changed")},
    {"similar_percent", N_("Texts alike from this percentage on")},
    {"sms", N_("Text of the SMS")},
    {"sources", N_("Sources")},
    {"steps", N_("Steps")},
    {"subject", N_("Subject of the e-mail")},
    {"supervise_from", N_("Supervision from so many requests")},
    {"supervise_percent", N_("Supervision when more than this percentage is overdue")},
    {"text", N_("Text")},
    {"times", N_("Times that others see")},
    {"to", N_("Who is told")},
    {"track", N_("Promise beside the first")},
    {"unit", N_("Unit")},
    {"until", N_("Ends with")},
    {"up_to", N_("Up to")},
    {"urge_after", N_("Urging, not before")},
    {"urge_every", N_("Urging, at most once within")},
    {"urged_from", N_("Urged by the complainant, at least")},
    {"use", N_("Use")},
    {"validity", N_("Validity")},
    {"vexatious_months", N_("Looked at again after so many months")},
    {"votes", N_("Members vote")},
    {"warn", N_("Warnings before it is due")},
    {"web_reply", N_("Answer on the tracking page")},
    {"when", N_("When")},
    {"whom", N_("Whom it concerns")},
    {"years", N_("Years")},
    {"zh", N_("Chinese")},
};

const char *rulebook_member_title(const char *member)
{
    return title_of(member_titles, COUNT_OF(member_titles), member);
}
