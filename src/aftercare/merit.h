#ifndef REDRESS_MERIT_H
#define REDRESS_MERIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "rulebook.h"
#include "utc.h"

/* Accountability: rewards and penalties that the rulebook proposes (requirements J5). Money is cents. Pure. */
enum merit_state { MERIT_COUNTED, MERIT_PROPOSED, MERIT_CONFIRMED, MERIT_REJECTED, MERIT_APPEALED, MERIT_UPHELD, MERIT_LIFTED, MERIT_STATE__END };
enum merit_action { MERIT_CONFIRM = 1, MERIT_REJECT, MERIT_APPEAL, MERIT_UPHOLD, MERIT_LIFT, MERIT_ACTION__END };
#define MERIT_CENTS_MOST INT64_C(999999999)
#define MERIT_POINTS_MOST 1000

struct merit {
    int64_t id, unit_id, department_id, user_id, complaint_id, slip_id, decided_by, appeal_by, proposed_by;
    enum merit_state state;
    int month, nth, points, confirmed_points, version; /* month: year times 100 plus month */
    int64_t cents, confirmed_cents, proposed_us, decided_us, appealed_us, appeal_done_us;
    bool reward;
    const char *rule, *whom, *body, *appeal, *appeal_body;
    const char *person, *decider, *appeal_decider, *number; /* for show; number: of the complaint */
    const char *unit_zh, *unit_en, *department_zh, *department_en;
    bool holds, concerned, opens; /* the reader may decide for the unit; it is about him, or about his department, whose coordinator he is; he sees the complaint */
    bool own; /* he proposed it by hand, and somebody else may confirm it */
};

const char *merit_state_title(enum merit_state state); /* msgid; "" unknown */
bool merit_action_from_name(const char *name, enum merit_action *ret_action);
/* ERR_FORBIDDEN or ERR_STATE with a msgid: nobody decides about himself, and an appeal is decided by somebody else than who confirmed. */
enum err merit_decide(const struct merit *m, enum merit_action action, int64_t user_id, enum merit_state *ret_to, const char **ret_why) MUST_CHECK;
/* Whether a sum counts for the payroll: confirmed and not under appeal, or upheld. */
bool merit_counts(enum merit_state state);
/* 202611. */
int merit_month(int64_t at_us, const struct utc_zone *zone);
const struct rb_account *merit_rule(const struct rulebook *b, const char *code); /* NULL: the book does not have it any more */

#endif
