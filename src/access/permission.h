#ifndef REDRESS_PERMISSION_H
#define REDRESS_PERMISSION_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What a role may do (requirements A3). A role is a set of these, stored by name, so their order may change. A grant gives a role
 * over a unit and all below it, or over one department.
 */
enum permission {
    MAY_SEE,            /* complaints within the grant */
    MAY_REGISTER,       /* take in from other channels */
    MAY_ACCEPT,         /* accept or reject (screening) */
    MAY_ASSIGN,         /* to a person or department */
    MAY_NOTE,           /* internal notes */
    MAY_MESSAGE,        /* write to the complainant, ask for material */
    MAY_REPLY,          /* the answer */
    MAY_CLOSE,
    MAY_REOPEN,
    MAY_REVEAL,         /* unmask contact data, recorded */
    MAY_UNSEAL,         /* identities of confidential complaints: custodians only */
    MAY_CLASSIFY,       /* category, grade, causes, flags, respondents, validity */
    MAY_EXTEND,         /* pause clocks, ask for extensions, record a promised thing as done */
    MAY_DISPATCH,       /* send slips to departments and other units, confirm or send back what comes, remind */
    MAY_ANSWER,         /* accept, return and answer slips that one's department received, ask other departments for help */
    MAY_SUPERVISE,      /* supervision slips, decide what was returned too often, keep people out of a complaint */
    MAY_LINK,           /* split, merge and link complaints, gather them under an incident */
    MAY_EXPORT_LIST,    /* lists as files */
    MAY_SHARE_VIEWS,    /* saved views for a whole unit */
    MAY_INVESTIGATE,    /* write what was found about each matter, draft papers about the complaint */
    MAY_COMPENSATE,     /* propose compensation and rewards, record what was paid */
    MAY_HOLD_MEETING,   /* committee: agenda, meeting, decisions */
    MAY_CALL_BACK,      /* callbacks after closing */
    MAY_CHECK,          /* draw samples, spot checks of closed complaints */
    MAY_IMPROVE,        /* corrective and preventive actions */
    MAY_HOLD_TO_ACCOUNT,/* confirm proposals of penalties and rewards */
    MAY_EDIT_LIBRARY,   /* cases worth knowing: write, publish */
    MAY_DISCLOSE,       /* evidence packs, what is handed to regulators and courts */
    MAY_KEEP_RECORDS,   /* legal holds, erasure after the time of keeping */
    MAY_SET_RULES,      /* draft the rulebook */
    MAY_PUBLISH_RULES,  /* put a draft of somebody else in force */
    MAY_SET_CALENDARS,
    MAY_SET_SITE,       /* name, colour, logo */
    MAY_SET_UNITS,      /* units and departments */
    MAY_SET_PEOPLE,     /* people and role grants */
    MAY_SET_ROLES,
    MAY_SEE_CHANGES,    /* the change log */
    MAY_REPORT,
    PERMISSION__COUNT
};

typedef uint64_t permission_set;
#define PERMISSION_BIT(p) (UINT64_C(1) << (p))

const char *permission_name(enum permission p);                  /* "see": stored */
const char *permission_title(enum permission p);                 /* msgid, for the roles page */
bool permission_from_name(const char *name, enum permission *ret_p);

/* What a route asks for: a permission, one of two, or one of these. A zeroed need is NEED_UNSET, with which nothing starts. */
enum need_kind { NEED_UNSET, NEED_ANYONE, NEED_SIGNED_IN, NEED_PERMISSION, NEED_EITHER };
struct need {
    enum need_kind kind;
    enum permission permission, other; /* other: of NEED_EITHER */
};
#define ANYONE ((struct need){.kind = NEED_ANYONE})
#define SIGNED_IN ((struct need){.kind = NEED_SIGNED_IN})
#define MAY(p) ((struct need){.kind = NEED_PERMISSION, .permission = MAY_##p})
#define MAY_EITHER(p, q) ((struct need){.kind = NEED_EITHER, .permission = MAY_##p, .other = MAY_##q})

#endif
