#ifndef REDRESS_DESK_PAPER_FORM_H
#define REDRESS_DESK_PAPER_FORM_H

#include "desk_date.h"
#include "http_form.h"
#include "paper.h"
#include "rulebook.h"

/* What was entered on the page of a paper; kept when it is shown again. */
struct desk_paper_typed {
    enum paper_action action;
    int version;
    const char *title;
    struct paper_section *sections; /* in the order of the form; also empty ones */
    size_t n_sections;
    const char *way, *to, *day, *proof, *reason; /* delivery; dropping */
    struct desk_date on;
    const char *stage;
};
/* The parts that a paper may have: those of the rulebook whose condition holds, then what else was written. In the arena, codes only. */
size_t desk_paper_parts(struct arena *a, const struct rb_paper *rule, const struct rb_facts *facts, const struct paper *p, const char ***ret_codes);
/* "s-facts": the control of a part. */
const char *desk_paper_field(struct arena *a, const char *code);
/* ERR_MALFORMED when it says nothing that can be done. Errors are noted under title, the parts' controls, way, to, day, proof and reason. */
enum err desk_paper_read(const struct http_form *form, const char *const *codes, size_t n, struct arena *a, struct desk_date today, size_t text_max, struct desk_paper_typed *ret_typed,
                         struct http_form_errors *errors) MUST_CHECK;

#endif
