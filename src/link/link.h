#ifndef REDRESS_LINK_H
#define REDRESS_LINK_H

#include "complaint.h"

/* Complaints that belong together (requirements C7-C9). The numbers are those of the schema. Pure. */
enum link_kind {
    LINK_RELATED = 1,
    LINK_SAME,      /* the same matter */
    LINK_FOLLOW_UP, /* the younger follows up on the older */
    LINK_MERGED,    /* the younger goes on in the older */
    LINK_SPLIT,     /* one matter of the leading complaint */
    LINK_AS_NEW,    /* the closed one came back and counts as this new one */
    LINK_KIND__END
};
/* Those that somebody may choose and take away again. */
bool link_by_hand(enum link_kind kind);
const char *link_kind_title(enum link_kind kind); /* msgid for the choice; "" for those that are not chosen */
/* What the other complaint is to the one that is shown; leads: the other one is the older, the survivor, the one that was split. msgid */
const char *link_words(enum link_kind kind, bool leads);

/* One complaint linked with another that is shown. */
struct complaint_linked {
    struct complaint c; /* as lists have it */
    enum link_kind kind;
    bool leads;
    int64_t at_us;
    const char *actor;
};

/* The sections of a text from which somebody chooses what belongs to which matter: its paragraphs; of a single one its sentences. Nothing is lost. At most LINK_SECTIONS_MAX. */
#define LINK_SECTIONS_MAX 40
size_t link_sections(struct arena *a, const char *text, const char *ret_sections[LINK_SECTIONS_MAX]);

#define LINK_PARTS_MAX 5
struct link_part { /* a new complaint of a split */
    const char *category, *body; /* code */
};
/* What is wrong with these parts of a complaint of that category, as a msgid; NULL: nothing. */
const char *link_parts_wrong(const char *own_category, const struct link_part *parts, size_t n);

struct incident {
    int64_t id, unit_id, lead_id, at_us, closed_us;
    const char *title, *cause, *investigation, *lead, *unit_zh, *unit_en;
    bool is_open;
    int version;
    int open, all; /* its complaints within what the user may see */
    bool may;      /* the user may change it */
};
struct incident_step {
    int64_t at_us;
    const char *actor, *kind, *data;
};
const char *incident_step_words(const char *kind); /* msgid, after the actor's name */

#endif
