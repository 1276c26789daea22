#include <string.h>

#include "category.h"
#include "msgid.h"
#include "rulebook.h"

/* Short forms of channels, and what a matter that is no complaint is turned into. */

static const struct {
    const char *ask, *title;
} asks[] = {
    {"read_back", N_("Read back to the caller")},
    {"recording", N_("Number of the recording")},
    {"arrived", N_("Date on which it arrived")},
    {"letter_date", N_("Date of the letter")},
    {"sender_reference", N_("Reference of the sender")},
    {"outlet", N_("Medium or platform")},
    {"link", N_("Where it was published")},
    {"from_organisation", N_("Who passed it on")},
    {"from_number", N_("Number of the body that passed it on")},
    {"from_due", N_("Date by which that body wants an answer")},
    {"from_contact", N_("Contact at the body that passed it on")},
    {"visitors", N_("How many people came")},
    {"id_seen", N_("Identity document seen")},
    {"signed", N_("Reception form signed")},
    {"box", N_("Which comment book or box")},
    {"callback_of", N_("Number of the complaint that was called back")},
};
const char *const rulebook_asks[] = {"read_back", "recording", "arrived", "letter_date", "sender_reference", "outlet", "link", "from_organisation", "from_number",
                                     "from_due", "from_contact", "visitors", "id_seen", "signed", "box", "callback_of", NULL};
_Static_assert(COUNT_OF(asks) + 1 == COUNT_OF(rulebook_asks), "every ask has a title");

const char *rulebook_ask_title(const char *ask)
{
    for (size_t i = 0; i < COUNT_OF(asks); i++) {
        if (strcmp(asks[i].ask, ask) == 0)
            return asks[i].title;
    }
    return "";
}

const struct rb_intake *rulebook_intake(const struct rulebook *b, const char *channel)
{
    for (unsigned i = 0; i < b->intakes_count; i++) {
        if (strcmp(b->intakes[i].channel, channel) == 0)
            return &b->intakes[i];
    }
    return NULL;
}

const struct rb_turn *rulebook_turn(const struct rulebook *b, const char *code)
{
    for (unsigned i = 0; i < b->turns_count; i++) {
        if (strcmp(b->turns[i].code, code) == 0)
            return &b->turns[i];
    }
    return NULL;
}

/* ---- kinds of complainants ---- */

static const struct {
    const char *ask, *title;
} party_asks[] = {
    {"authority", N_("A letter of authority, now or later")},
    {"represented", N_("For whom they complain, and how they are related")},
    {"heads", N_("How many people they are")},
    {"representatives", N_("Named representatives, each with a contact")},
    {"members", N_("A list of the members, as a file")},
    {"staff_number", N_("Their staff number")},
};
const char *const rulebook_party_asks[] = {"authority", "represented", "heads", "representatives", "members", "staff_number", NULL};
_Static_assert(COUNT_OF(party_asks) + 1 == COUNT_OF(rulebook_party_asks), "everything that is asked has a title");

const char *rulebook_party_title(const char *ask)
{
    for (size_t i = 0; i < COUNT_OF(party_asks); i++) {
        if (strcmp(party_asks[i].ask, ask) == 0)
            return party_asks[i].title;
    }
    return "";
}

bool rulebook_party(const struct rb_name *kind, const char *ask)
{
    for (unsigned i = 0; kind && i < kind->asks_count; i++) {
        if (strcmp(kind->asks[i], ask) == 0)
            return true;
    }
    return false;
}

int rulebook_named_most(const struct rb_name *kind)
{
    return kind && kind->named_most > 0 ? kind->named_most : RB_NAMED_USUAL;
}

/* ---- choices ---- */

void rulebook_field_choices(const struct rulebook *b, const char *category, struct category_field *fields, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct rb_field *field = rulebook_field(b, category, fields[i].code);
        if (field) {
            fields[i].choices_zh = field->choices.zh;
            fields[i].choices_en = field->choices.en;
        }
    }
}
