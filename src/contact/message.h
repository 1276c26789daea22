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
    MESSAGE_KIND__END
};
struct message {
    int64_t id, complaint_id, at_us, author_id;
    enum message_kind kind;
    const char *author; /* name, staff pages only */
    const char *unit_zh, *unit_en, *body;
};
const char *message_kind_title(enum message_kind kind); /* msgid */

#endif
