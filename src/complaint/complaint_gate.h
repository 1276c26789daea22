#ifndef REDRESS_COMPLAINT_GATE_H
#define REDRESS_COMPLAINT_GATE_H

#include "complaint.h"
#include "rulebook.h"

/*
 * Close gates (requirements H0-H4): every condition that must hold before a complaint ends. Pure: gate_facts come from complaint_gate_store.h in one statement, the rules from the book. complaint_act asks in the
 * transaction that closes, so there is no route around them; the close page lists what is open with the page that mends it.
 */
enum gate {
    /* always */
    GATE_SLIPS = 1,     /* dispatches and requests for help are confirmed or withdrawn */
    GATE_FINDING,
    GATE_BASIS,
    GATE_APPROVALS,     /* none is open */
    GATE_COMPENSATION,  /* what was approved is paid */
    GATE_CALLBACK,      /* none is running of an earlier closing */
    GATE_REQUESTS,      /* nobody waits for a decision about more time */
    GATE_WITHDRAWAL,    /* a withdrawal that was asked for is decided */
    GATE_AUTHORITY,     /* unit without the right to close; source that a higher level closes */
    GATE_ALONE,         /* he investigated it alone */
    GATE_RECUSED,       /* he is kept out, or reviews what he handled */
    /* of the basis: words of rulebook_demands */
    GATE_AGREEMENT, GATE_COMMITTEE, GATE_ATTEMPTS, GATE_APPROVAL, GATE_VOLUNTARY, GATE_EVIDENCE,
    /* as the rulebook asks: words of rulebook_gates */
    GATE_ALLEGATIONS,   /* each matter has finding and reason */
    GATE_CAUSE, GATE_STAGE, GATE_RESPONDENT, GATE_VALIDITY,
    GATE_FLAG_FACTS,    /* the key facts that a flag asks for, such as of misconduct (D5) */
    GATE_REPLY,         /* answered */
    GATE_OUTCOME,       /* whether it was accepted is recorded (G6) */
    GATE_NOTICE,        /* confirmations that the channel's clocks demand were made (C4) */
    GATE_LETTER,        /* the opinion letter is agreed and delivered */
    GATE_REPORT,        /* sections of the closing report */
    GATE_MEASURE,       /* a corrective action stands */
    GATE_CHAIN,         /* a chain about closing is given */
    GATE__END
};
struct gate_facts {
    int open_slips, open_approvals, unpaid, running_callbacks, open_requests;
    int allegations, allegations_found, causes, stages, respondents, flags_without_facts;
    int attempts;          /* in vain, on different days */
    int evidence;          /* files or texts put in as evidence of the basis */
    int letters_due, letters_delivered, measures, missing_notices;
    bool committee_confirmed, voluntary, chain_given, basis_approved;
    bool unit_closes, level_reached; /* of the unit that closes */
    bool investigated_alone;         /* by who asks */
    int outcome;           /* 0 not recorded, 1 accepted, 2 not accepted */
};
struct gate_open {
    enum gate gate;
    int have, need;     /* where counting says more: attempts 1 of 3; 0 0 */
    const char *what;   /* joined for show: sections that are missing, names; "" */
};
/* What closing asks of the form itself. */
struct gate_asked {
    enum complaint_finding finding;
    const char *basis;               /* code */
    const char *const *sections;     /* codes of rulebook.sections that have text */
    size_t n_sections;
};
/* Every gate that is open, in the order of the page; in the arena. None: it may be closed. */
void gate_check(struct arena *a, const struct rulebook *b, const struct rb_facts *facts, const struct complaint *c, const struct gate_facts *have, const struct gate_asked *asked, struct gate_open **ret_open,
                size_t *ret_n);
const char *gate_word(enum gate gate);     /* "slips": in paths and for rulebook_gates */
const char *gate_title(enum gate gate);    /* msgid: what is missing */
const char *gate_mend(enum gate gate);     /* msgid of the link: what to do */
const char *gate_path(enum gate gate);     /* of the page that mends it, under the case's: "slips"; "" the case page */

#endif
