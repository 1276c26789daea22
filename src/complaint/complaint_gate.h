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
    GATE_DECIDED,       /* it is the one that the committee decided on, where it decided on responsibility */
    GATE_BASIS,
    GATE_APPROVALS,     /* none is open */
    GATE_COMPENSATION,  /* what was approved is paid, what was proposed is decided */
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
/* How it ends. Each way has gates of its own: what was begun is finished whatever the way, what a finding needs only where there is one. */
enum gate_end {
    GATE_END_CLOSE = 1, /* with a finding */
    GATE_END_DONE,      /* what was turned into something else, without one */
    GATE_END_SPOT,      /* solved on the spot */
    GATE_END_REJECT,
    GATE_END_WITHDRAW,  /* a withdrawal is confirmed */
    GATE_END_MERGE,     /* it goes on in an older one */
    GATE_END__END
};
struct gate_facts {
    int open_slips, open_approvals /* but for one about closing */, unpaid, running_callbacks, open_requests;
    int allegations, allegations_found, causes, stages, respondents, flags_without_facts;
    int attempts;          /* in vain, on different days */
    int letters_delivered, measures, missing_notices;
    bool committee_confirmed;
    enum complaint_finding committee_finding; /* what the committee decided on responsibility; FINDING_NONE: nothing that binds */
    /* The newest approval about closing: number of approval_state, 0 none; with what it was asked for. */
    int approval_state;
    const char *approved_chain, *approved_basis;
    const uint8_t *approved_hash; /* 32 bytes; NULL: none */
    bool unit_closes, level_reached; /* of the unit for which he closes */
    bool investigated_alone;         /* by who asks */
    bool handled_before;             /* by who asks, what is now under review */
    int outcome;           /* 0 not recorded, 1 accepted, 2 not accepted */
};
struct gate_open {
    enum gate gate;
    int have, need;     /* where counting says more: attempts 1 of 3; 0 0. Of approvals have is the number of approval_state */
    const char *what;   /* codes by commas: sections that are missing, the chain that has to be walked, letters, the finding that the committee decided; "" */
};
/* What closing asks of the form itself. */
struct gate_asked {
    enum gate_end end;
    enum complaint_finding finding;
    const char *basis;               /* code */
    const char *const *sections;     /* codes of rulebook.sections that have text */
    size_t n_sections;
    bool agreement, voluntary, evidence; /* how he agreed is told; he was asked and was free; something proves the basis */
    const uint8_t *hash;             /* 32 bytes over all that is decided on: an approval holds for these words only; NULL: none */
};
/* Every gate that is open, in the order of the page; in the arena. None: it may end. */
void gate_check(struct arena *a, const struct rulebook *b, const struct rb_facts *facts, const struct complaint *c, const struct gate_facts *have, const struct gate_asked *asked, struct gate_open **ret_open,
                size_t *ret_n);
/* The chain that closing on this basis has to walk; NULL: none. */
const struct rb_chain *gate_chain(const struct rulebook *b, const struct rb_facts *facts, const char *basis);
bool gate_basis_demands(const struct rb_basis *basis, const char *demand); /* basis NULL: nothing */
/* A finding as the rulebook names it: "responsible"; "" none. */
const char *gate_finding_word(enum complaint_finding finding);
/* Whether a finding agrees with what the committee decided on responsibility. What goes to court or was withdrawn is not found here. */
bool gate_finding_decided(enum complaint_finding decided, enum complaint_finding finding);
/* Whether a basis of closing goes with a finding: it names none, or this one. */
bool gate_basis_fits(const struct rb_basis *basis, enum complaint_finding finding);
/* Complaints from this source are closed by a higher level only, and looked at by the top afterwards (requirements H4). */
bool gate_source_above(const struct rulebook *b, const char *source);
/* How deep the lowest unit may be that closes those: 1 the top; INT_MAX: any. */
int gate_level_depth(const struct rulebook *b);
/* Whether the time has passed within which it is reopened on request, or a review is asked for: natural days after closing, 0 never. */
bool gate_window_over(int days, int64_t closed_us, int64_t now_us);

const char *gate_word(enum gate gate);     /* "slips": in paths and for rulebook_gates; "" unknown, as all of these */
const char *gate_title(enum gate gate);    /* msgid: what is missing */
const char *gate_mend(enum gate gate);     /* msgid of the link: what to do */
const char *gate_path(enum gate gate);     /* behind the case's path: "#slips", "/papers"; of what the close page asks for itself "/close#basis" */
bool gate_of_form(enum gate gate);         /* what is filled in on the close page itself */

#endif
