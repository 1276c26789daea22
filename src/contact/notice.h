#ifndef REDRESS_NOTICE_H
#define REDRESS_NOTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A notice inside the house, to one person (requirements L4): written in the transaction of what it tells about. What is told stands in its data, never identities. */
struct notice {
    int64_t id, user_id, complaint_id, at_us, read_us, for_id; /* for_id: the absent person it was meant for; 0: the receiver himself */
    const char *kind;   /* clock_warn, clock_due, clock_escalated, extension_asked, extension_decided, extension_lapsed, material_late, assigned, merged, registered, kept_out, coordinator, handover, rules_drafted ... */
    /*
     * Flat JSON as of timeline_data, of strings: clock (code of the clock's rule), clock_kind (its kind's word), due and due_before (microseconds), to (of whom the rule spoke: a role's
     * code, handler, coordinator), by (name of who asked, decided, assigned, handed over), agreed ("1" or "0"), role (code of the role that decides), count (of complaints handed over), until (microseconds: of material_late, the time that
     * the complainant was given); of approvals approval (its id), about (word of rulebook_subjects), what (its title), cents; of measures measure (its id), what (its title); of accountability account (its id), rule (code); of rules draft (id of the version); of slips also slip (its number), from, from_en, to, to_en (departments).
     */
    const char *data;
    const char *number, *title, *for_name; /* of the complaint, joined for show, within what the reader may see */
};

/* How each kind of notice is shown; msgids. */
struct notice_kind {
    const char *kind;
    const char *icon;       /* name in the sprite */
    const char *sentence;   /* what happened */
    const char *substitute; /* holds one %s: the absent person it was meant for */
    bool always;            /* dates past due and escalations: nobody switches them off */
    unsigned usual_ways;    /* how somebody with an address is told outside of the house as well, unless he chose otherwise: bits of enum post_way */
};
extern const struct notice_kind notice_kinds[];
extern const size_t notice_kinds_n;
const struct notice_kind *notice_kind(const char *kind); /* NULL when unknown */

#endif
