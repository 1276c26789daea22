#ifndef REDRESS_POST_H
#define REDRESS_POST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One mail or short message that is to go out (requirements L4). Written in the transaction of what it tells about, sent by jobs afterwards. What it says stands in its kind's text; its
 * data has dates and paths only, never anything of a person or of what the complaint says.
 */
enum post_way { POST_MAIL = 1, POST_SMS = 2 };
#define POST_WAYS 3 /* both, as bits */
enum post_state { POST_WAITING = 1, POST_SENT, POST_DEAD, POST_DROPPED };

struct post {
    int64_t id, complaint_id, user_id; /* user_id 0: to the complainant */
    int64_t at_us, next_us, sent_us;   /* written, tried next, taken by the server (0: not yet) */
    enum post_way way;
    enum post_state state;
    unsigned attempts;      /* since it was written or sent again */
    const char *kind;       /* to the complainant: of rulebook_notice_keys; to the staff: of notice_kinds */
    const char *lang;       /* "zh" or "en" */
    const char *data;       /* flat JSON as of timeline_data: due (microseconds), path (of the public site, begins with '/') */
    const char *said;       /* last answer of the server, without addresses; "" when none */
    const char *number;     /* of the complaint, joined for show; "" when none */
    const char *unit_zh, *unit_en; /* that carries the complaint, joined; "" when none */
    const char *address;    /* of a person of the staff, joined; "" of complainants: theirs is sealed */
};

/* The label of a kind, of rulebook_notice_keys or of notice_kinds, a msgid for the staff; the kind itself when unknown. */
const char *post_kind_label(const char *kind);
/* One of those that complainants are told of. */
bool post_kind_known(const char *kind);

/*
 * By which kind a complainant is told of a matter that was split off, through the complaint that leads: what is asked or written stands there as it is, anything else is news of a part. "": not at
 * all; he rates the whole, and that somebody looked at who he is stands with the complaint that leads.
 */
const char *post_kind_of_part(const char *kind);

/* The post that a Message-ID of ours is of ("<redress.42@example.com>"); 0: none of ours. */
int64_t post_of_message_id(const char *message_id);

#define POST_SAID_MAX 300 /* characters */

#endif
