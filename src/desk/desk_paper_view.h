#ifndef REDRESS_DESK_PAPER_VIEW_H
#define REDRESS_DESK_PAPER_VIEW_H

#include "closing.h"
#include "desk_case_view.h"
#include "desk_paper_form.h"

/* ---- the list ---- */
struct desk_papers {
    const struct paper *list;
    size_t n;
    const struct approval *approvals; /* the latest about each */
    size_t n_approvals;
    bool may; /* begin one */
};
void desk_papers_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_papers *papers);

/* ---- one of them ---- */
struct desk_paper {
    const struct paper *p;
    const struct rb_paper *rule; /* NULL: the book does not have it any more */
    const char *const *codes;    /* its parts */
    size_t n_codes;
    const struct approval *approval; /* the latest about it; NULL: none */
    const struct rb_chain *chain;    /* that has to be walked; NULL: none */
    enum paper_consent consent;
    const struct aside_draft *draft; /* what he was writing; NULL: nothing */
    const struct desk_paper_typed *typed; /* the form is shown again; NULL: fresh */
    const struct paper *theirs;           /* somebody was faster: as it stands now; NULL: nobody */
    const struct http_form_errors *errors;
    const struct attachment *staged;
    size_t n_staged;
};
void desk_paper_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_paper *shown);
/* Number of a paper: that of the complaint and the how manieth it is. */
const char *desk_paper_number(struct arena *a, const struct desk_case *x, const struct paper *p);
/* Name of a part in a language; the code itself when the book does not have it any more. */
const char *desk_paper_part_name(enum lang lang, const struct rb_paper *rule, const char *code);

/* ---- on A4 ---- */
/* The language in which a paper is printed: what the complainant gets in his own. */
enum lang desk_paper_lang(const struct page *page, const struct complaint *c, const char *kind);
/*
 * The paper as a document of its own, with everything in it that it needs, so that its bytes say all: what is printed, and what is archived when it becomes final. final_us 0: a draft, and says so. ERR_INTERNAL.
 */
enum err desk_paper_document(struct page *page, const struct desk_case *x, const struct paper *p, const struct rb_paper *rule, int64_t final_us, struct buf *ret_document) MUST_CHECK;
/* All of it as one text, for who has to agree. */
const char *desk_paper_words(struct arena *a, enum lang lang, const struct rb_paper *rule, const struct paper_section *sections, size_t n);

/* ---- what is known, put where it belongs ---- */
void desk_paper_propose(struct page *page, const struct desk_case *x, const struct closing_knowledge *known, const struct rb_paper *rule, struct paper_section **ret_sections, size_t *ret_n);

#endif
