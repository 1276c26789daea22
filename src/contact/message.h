#ifndef REDRESS_MESSAGE_H
#define REDRESS_MESSAGE_H

#include <stdint.h>

#include "err.h"

enum message_kind {
    MESSAGE_FROM = 1, /* from the complainant */
    MESSAGE_TO,       /* to the complainant */
    MESSAGE_ASK,      /* request for material */
    MESSAGE_REPLY,
    MESSAGE_NOTE,     /* internal: never to the complainant */
    MESSAGE_SLIP,     /* what was written on a slip: internal */
    MESSAGE_CONTACT,  /* record of a call, visit or letter: internal */
    MESSAGE_KIND__END
};
struct message {
    int64_t id, complaint_id, at_us, author_id, slip_id; /* slip_id: 0 none */
    int64_t copy_of; /* with the complaint that leads: the message of the one that was split off; 0: none. It is shown when that one is */
    enum message_kind kind;
    const char *author; /* name, staff pages only */
    const char *unit_zh, *unit_en, *body; /* body "" of a reply that the tracking page does not show, in the public pool */
    const char *alias; /* from a complainant who is hidden: the name made up for him (hiding.h); NULL: none */
    int coarse;        /* how much of at_us is shown: hiding.h; 0: all */
    int held;          /* a reply: MESSAGE_SHOWN, ... */
    const char *given; /* word of contact.h: how it was given where the tracking page does not show it at once; NULL or "": there */
};
/* Whether the tracking page shows a reply (requirements B6): at once, once an approval about it is given, never. */
enum { MESSAGE_SHOWN, MESSAGE_HELD, MESSAGE_KEPT };
const char *message_kind_title(enum message_kind kind); /* msgid */

#endif
