#ifndef REDRESS_RECUSAL_H
#define REDRESS_RECUSAL_H

#include <stdint.h>

/* Who is kept out of a complaint (requirements G9): sees nothing of it, is given nothing of it and decides nothing about it. */
struct recusal {
    int64_t user_id, at_us;
    const char *login, *name, *reason, *actor; /* reason: a word of recusal_reasons; actor: who set it, "" the system */
};
/* respondent, superior (of a respondent), handled (earlier, under review), own (asked for it), set (by a manager); NULL-terminated. */
extern const char *const recusal_reasons[];
const char *recusal_reason_title(const char *reason); /* msgid; "" when unknown */

#endif
