#ifndef REDRESS_LEDGER_FORM_H
#define REDRESS_LEDGER_FORM_H

#include "compensation.h"
#include "http_form.h"
#include "utc.h"

/* What of the ledger is asked for; as its address has it. */
struct ledger {
    int64_t unit_id;               /* 0: all that one sees */
    enum compensation_state state; /* 0: all */
    int kind;                      /* 0 all, 1 compensation, 2 rewards */
    int year, month;               /* proposed in; 0: any time, for what is under way */
    int64_t before_us, before_id;  /* going on behind this one; 0: from the top */
    bool csv;
};
/* Without a month the present one, but for states that are under way, which stand for any time; what cannot be read is left out. */
void ledger_read(const struct http_form *query, struct utc_parts today, struct ledger *ret_ledger);
/* Its address: with the key of the last one shown, 0 for the top. */
const char *ledger_url(struct arena *a, const struct ledger *l, int64_t before_us, int64_t before_id, bool csv);
bool ledger_state_waits(enum compensation_state state); /* proposed, approved, sent back */

#endif
