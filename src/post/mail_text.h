#ifndef REDRESS_MAIL_TEXT_H
#define REDRESS_MAIL_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "letter.h"
#include "utc.h"

/* One mail as it goes over the wire (RFC 5322, 2045, 2047, 3834): UTF-8, plain text. DKIM is the relay's. */
struct mail_out {
    const char *from, *from_name, *to, *reply_to; /* addresses; reply_to "": none, else what cannot be delivered comes back there too */
    const char *subject, *body;                   /* UTF-8; the body's lines end in \n */
    const char *lang;                             /* "zh", "en" */
    const struct utc_zone *zone;
    int64_t id, at_us;                            /* id: the same at every try, so that who gets it twice can see that */
};
/* Lines end in CRLF. Nothing in any member can begin a header of its own. */
struct str mail_text(struct arena *a, const struct mail_out *mail);

/* An address that mail can be sent to: nothing in it that means something to SMTP or to a header. */
bool mail_address_good(const char *address);

#endif
