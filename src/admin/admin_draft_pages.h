#ifndef REDRESS_ADMIN_DRAFT_PAGES_H
#define REDRESS_ADMIN_DRAFT_PAGES_H

#include "admin_book_view.h"
#include "admin_common_pages.h"
#include "rulebook_store.h"

/* What the handlers of the rulebook's pages share: the draft, or what is in force as long as there is none. */
struct admin_draft {
    struct rulebook_version version; /* id 0: there is no draft */
    struct rulebook *book;           /* may be changed; has every page text, empty ones too */
    const struct rulebook *in_force; /* NULL: nothing ever was */
    int64_t in_force_id;
    struct admin_draft_shown shown;
};
enum err admin_draft_load(struct page *page, struct admin_draft *ret_draft) MUST_CHECK;
/* Save its book; opens a draft when there is none. ERR_STALE: somebody else saved since it was loaded. */
enum err admin_draft_save(struct page *page, struct admin_draft *draft, struct change_by *by) MUST_CHECK;
/* Its faults. */
const struct rulebook_faults *admin_draft_faults(struct page *page, const struct rulebook *book);
/* Whether this very form was carried out before; by->led_to then says where it led. */
enum err admin_draft_done_before(struct page *page, struct change_by *by, bool *ret_before) MUST_CHECK;
/* Load, change, save; again when somebody else saved in between. change gives ERR_NONE when there is something to save; any other result ends it. */
enum err admin_draft_change(struct page *page, struct change_by *by, struct admin_draft *ret_draft, enum err (*change)(struct page *page, struct admin_draft *draft, void *ctx),
                            void *ctx) MUST_CHECK;
bool admin_is_permission(const char *name); /* for rulebook_check */
bool admin_may_draft(const struct page *page);

#endif
