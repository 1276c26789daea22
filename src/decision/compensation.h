#ifndef REDRESS_COMPENSATION_H
#define REDRESS_COMPENSATION_H

#include <stddef.h>
#include <stdint.h>

#include "complaint.h"
#include "rulebook.h"

/* Compensation, and rewards for reports found true (requirements G5, J8). Money is cents. Pure. */
enum compensation_state { COMPENSATION_PROPOSED = 1, COMPENSATION_APPROVED, COMPENSATION_SENT_BACK, COMPENSATION_PAID, COMPENSATION_DROPPED, COMPENSATION_STATE__END };
enum compensation_action { COMPENSATION_PROPOSE = 1, COMPENSATION_CHANGE, COMPENSATION_DROP, COMPENSATION_PAY };
#define COMPENSATION_MOST INT64_C(999999999) /* 9 999 999.99 */

struct compensation {
    int64_t id, complaint_id, unit_id, base_cents, cents, proposed_by, proposed_us, approved_us, paid_us, paid_by;
    enum compensation_state state;
    bool reward, own_authority; /* own_authority: approved at once within the proposer's own */
    const char *standard, *reason, *paid_way, *paid_voucher;
    int version;
    const char *proposer, *payer, *number, *title, *unit_zh, *unit_en; /* for show */
};

const char *compensation_state_title(enum compensation_state state); /* msgids; "" unknown */
bool compensation_state_from_name(const char *name, enum compensation_state *ret_state); /* "proposed", ... */
const char *compensation_state_name(enum compensation_state state);

/* "1234.50". */
const char *compensation_amount(struct arena *a, int64_t cents);
/*
 * The sum by a standard: its ratio times base (the price paid), or what was typed where it has none; at most its cap. ERR_INPUT with the field that is wrong ("base" or "sum") and a msgid; a cap leaves
 * a computed sum at the cap and refuses a typed one above it.
 */
enum err compensation_sum(const struct rb_standard *s, int64_t base_cents, int64_t typed_cents, int64_t *ret_cents, const char **ret_field, const char **ret_why) MUST_CHECK;
/* Whether a standard is offered for a complaint: in use, what it asks for holds; a reward only once the report was found true. NULL, or a msgid why not. */
const char *compensation_not_offered(const struct rb_standard *s, const struct complaint *c, const struct rb_facts *facts);
/* What can be done with one: ERR_STATE with a msgid. alone: nobody else may record payments there. */
enum err compensation_decide(const struct compensation *k, enum compensation_action action, int64_t user_id, bool alone, const char **ret_why) MUST_CHECK;

#endif
