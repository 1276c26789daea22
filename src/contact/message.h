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
    enum message_kind kind;
    const char *author; /* name, staff pages only */
    const char *unit_zh, *unit_en, *body;
};
const char *message_kind_title(enum message_kind kind); /* msgid */

#endif
