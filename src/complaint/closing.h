#ifndef REDRESS_CLOSING_H
#define REDRESS_CLOSING_H

#include "complaint.h"

/*
 * What is said when a complaint is closed (requirements H1-H3): finding, basis with what it demands, each matter, cause, stage, who is responsible, the report. As a draft it is kept as sections of the
 * paper of kind "closing": parts of the report under the rulebook's codes, the form's own fields under codes that begin with "=". Pure.
 */
struct closing_matter {
    int position; /* of the allegation */
    enum complaint_finding finding;
    const char *reason, *remedy;
};
struct closing_part {
    const char *code, *body; /* a section of the rulebook */
};
struct complaint_closing {
    enum complaint_finding finding;
    const char *basis, *text;     /* text: reasons of the finding */
    const char *agreement;        /* when and how the complainant agreed: his accepting the result is recorded with it */
    const char *asked, *answered; /* whether he withdraws of free will: the question and what he said */
    int freely;                   /* 1 yes, -1 no, 0 not said */
    const char *evidence;         /* what proves the basis, beside files */
    int outcome;                  /* 1 accepted, 2 not accepted, 0 not said */
    const char *cause, *stage;    /* codes, where none is set yet */
    int64_t department_id;        /* responsible, where nobody is named yet */
    const struct closing_matter *matters;
    const struct closing_part *parts;
    size_t n_matters, n_parts;
};
#define CLOSING_PAPER "closing" /* kind and code of its paper */
#define CLOSING_MATTERS_MAX 20

struct closing_draft { /* as it stands, not closed with yet; version guards it */
    int64_t paper_id;
    int version;
    struct complaint_closing closing;
};
struct closing_report { /* with which it was closed */
    int64_t paper_id, final_us;
    const char *author;
    struct complaint_closing closing;
};
/* What is known already: of each matter beside what was told (its investigation, in order of position), what departments answered, the last answer to the complainant, what was paid. */
struct closing_known {
    int position;
    const char *facts, *conclusion, *remedy;
};
struct closing_knowledge {
    struct closing_known *matters;
    size_t n_matters;
    const char *answers, *reply;
    int64_t paid_cents;
};

/* One that says nothing: every text "". */
struct complaint_closing closing_none(void);
/* As sections of the paper, in a fixed order and without empty ones; in the arena. The same words give the same rows: what an approval is about is their hash. */
void closing_rows(struct arena *a, const struct complaint_closing *closing, struct closing_part **ret_rows, size_t *ret_n);
/* Back from these; an unknown "=" code is passed over. */
struct complaint_closing closing_of_rows(struct arena *a, const struct closing_part *rows, size_t n);
/* "" when the part was not written. */
const char *closing_part_text(const struct complaint_closing *closing, const char *code);
const struct closing_matter *closing_matter_of(const struct complaint_closing *closing, int position); /* NULL: none */
/* A row that belongs to the form, not to the printed report. */
bool closing_is_field(const char *code);

#endif
