#ifndef REDRESS_ADMIN_RULEBOOK_VIEW_H
#define REDRESS_ADMIN_RULEBOOK_VIEW_H

#include "admin_book_view.h"

/* The rulebook as a whole: what is in force, the draft, versions, what would change, publishing. */

/* A version as the pages tell it. */
struct admin_version_shown {
    int64_t id, created_us, edited_us, published_us, effective_us;
    const char *state; /* msgid */
    int number, version;
    const char *note, *author, *editor, *publisher;
    bool draft, planned, in_force, restorable;
};

struct admin_rulebook_home {
    const struct rulebook *book, *in_force; /* book: of the draft, or what is in force */
    const struct admin_version_shown *versions;
    size_t n_versions;
    size_t n_faults;
    struct admin_draft_shown draft;
    bool may_publish, may_recompute, may_see_changes;
};
struct tpl *admin_rulebook_home_view(struct page *page, const struct admin_rulebook_home *home);

/* How many open complaints use something that the draft touches. */
struct admin_impact {
    const struct book_section *section;
    const char *code, *name;
    int count;
};
/* The rules tried on past complaints; n of them late. */
struct admin_replay_kind {
    enum rb_clock_kind kind;
    int64_t late_before, late_after;
};
struct admin_replay {
    int64_t complaints, late_before, late_after, regraded;
    bool done, whole;
    const struct admin_replay_kind *kinds; /* those that differ */
    size_t n_kinds;
};
struct admin_rulebook_changes {
    const struct rulebook *before, *after;
    const struct admin_version_shown *draft;
    const struct rulebook_difference *list;
    size_t n;
    const struct rulebook_faults *faults;
    const struct admin_impact *impact;
    size_t n_impact;
    struct admin_replay replay;
    bool may_publish, may_edit;
};
struct tpl *admin_rulebook_changes_view(struct page *page, const struct admin_rulebook_changes *changes);

struct admin_publish {
    const struct admin_version_shown *draft;
    size_t differences;
    const char *date, *note; /* as typed */
    const struct http_form_errors *errors;
    const struct rulebook_faults *faults; /* NULL or none: it may be published */
    const struct rulebook *book;
    bool same_person;
    const char *const *publishers; /* who could instead, when it is the same person */
    size_t n_publishers;
};
struct tpl *admin_publish_view(struct page *page, const struct admin_publish *publish);

struct tpl *admin_version_view(struct page *page, const struct admin_version_shown *version, const struct rulebook *book, struct str yaml, bool may_restore);

/* Taking a document in: the faults of the one that was sent, by line. */
struct tpl *admin_upload_view(struct page *page, const struct http_form_errors *errors, const struct rulebook_faults *faults, const struct admin_draft_shown *draft);

#endif
