#ifndef REDRESS_ADMIN_BOOK_VIEW_H
#define REDRESS_ADMIN_BOOK_VIEW_H

#include "admin_book_form.h"
#include "admin_view.h"
#include "rulebook_text.h"

/* Sections of a rulebook as lists and forms. */

#define ADMIN_RULES "/staff/admin/rules"
#define ADMIN_RULEBOOK "/staff/admin/rulebook"

/* What every page of a draft shows at its top. */
struct admin_draft_shown {
    bool open, may_edit;
    size_t differences; /* from what is in force */
};
void admin_draft_banner(struct page *page, struct tpl *t, const struct admin_draft_shown *draft);

/* ---- words ---- */
const char *admin_book_title(struct page *page, const struct rulebook *b, const struct book_section *s, const void *thing);
/* The limit in words, "3 working days"; as written when it cannot be read. */
const char *admin_limit_words(struct page *page, const char *limit);
/* What a member of a thing says, in words; "" when nothing. */
const char *admin_book_words(struct page *page, const struct rulebook *b, const struct book_section *s, const struct book_member *m, const void *thing);
/* The same of a value as the document writes it ("3 wd", "claim, counter"), for differences. */
const char *admin_book_written_words(struct page *page, const struct rulebook *b, const struct book_section *s, const struct book_member *m, const char *written);
/* Everything that a condition asks for, in words: "Grade: Major; Channel: Telephone". */
const char *admin_when_words(struct page *page, const struct rulebook *b, const struct book_section *s, const void *thing);
/* Fill {{#FACT}} ({{LABEL}}, {{VALUE}}) with the members that say something; listed_only: those of lists, conditions together. */
void admin_book_facts(struct page *page, struct tpl *t, const struct rulebook *b, const struct book_section *s, const void *thing, bool listed_only);
const char *admin_book_path(struct page *page, const struct book_section *s, const char *code, const char *rest);

/* ---- pages ---- */
struct admin_book_list {
    const struct book_section *section;
    const struct rulebook *book, *in_force; /* in_force: what tells new and changed things; NULL: none */
    const struct rulebook_faults *faults;
    const char *words; /* searched for */
    struct admin_draft_shown draft;
};
struct tpl *admin_book_list_view(struct page *page, const struct admin_book_list *list);

struct admin_book_edit {
    const struct book_section *section;
    const struct rulebook *book;
    const void *thing;            /* saved, or an empty one */
    const struct http_form *form; /* typed, or made of the thing */
    const struct http_form *now;  /* after a stale save: what stands saved; NULL otherwise */
    const struct http_form_errors *errors;
    const struct rulebook_faults *faults; /* of the draft; NULL: none */
    size_t at;                    /* where the thing stands, BOOK_NO_MEMBER for a new one */
    int version;
    bool preview;
    struct admin_draft_shown draft;
};
struct tpl *admin_book_edit_view(struct page *page, const struct admin_book_edit *edit);

struct admin_book_switch {
    const struct rulebook *book;
    const struct book_section *section;
    const void *thing;
    int version, in_use; /* open complaints */
    bool active, removable;
    struct admin_draft_shown draft;
};
struct tpl *admin_book_switch_view(struct page *page, const struct admin_book_switch *s);

#endif
