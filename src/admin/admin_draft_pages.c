#include "admin_draft_pages.h"

#include <string.h>

#include "once_store.h"

#define TRIES 4

bool admin_may_draft(const struct page *page)
{
    return access_may(page->user, MAY_SET_RULES);
}

static size_t count_differences(struct page *page, const struct admin_draft *draft)
{
    struct rulebook_difference *list;
    size_t n = 0;
    if (draft->version.id && draft->in_force)
        rulebook_diff(page->arena, draft->in_force, draft->book, &list, &n);
    return n;
}

enum err admin_draft_load(struct page *page, struct admin_draft *ret_draft)
{
    struct admin_draft draft = {.book = NULL};
    enum err e = rulebook_in_force(page->db, page->arena, &draft.in_force, &draft.in_force_id);
    if (e != ERR_NONE && e != ERR_CONFIG)
        return e;
    e = rulebook_draft(page->db, page->arena, &draft.version, &draft.book);
    if (e == ERR_NOT_FOUND) {
        draft.version = (struct rulebook_version){0};
        draft.book = draft.in_force ? rulebook_copy(page->arena, draft.in_force) : rulebook_empty(page->arena);
        e = ERR_NONE;
    }
    TRY(e);
    draft.shown = (struct admin_draft_shown){.open = draft.version.id != 0, .may_edit = admin_may_draft(page), .differences = count_differences(page, &draft)};
    admin_book_pad(page->arena, draft.book);
    *ret_draft = draft;
    return ERR_NONE;
}

enum err admin_draft_save(struct page *page, struct admin_draft *draft, struct change_by *by)
{
    admin_book_trim(draft->book);
    return rulebook_draft_save(page->db, page->arena, by, draft->version.id, draft->version.version, draft->book);
}

bool admin_is_permission(const char *name)
{
    enum permission p;
    return permission_from_name(name, &p);
}

const struct rulebook_faults *admin_draft_faults(struct page *page, const struct rulebook *book)
{
    struct rulebook_faults *faults = ARENA_NEW(page->arena, struct rulebook_faults);
    struct rulebook *checked = rulebook_copy(page->arena, book);
    admin_book_trim(checked);
    enum err e = rulebook_check(page->arena, checked, STR(""), admin_is_permission, faults);
    (void)e; /* the list says it all */
    return faults;
}

enum err admin_draft_done_before(struct page *page, struct change_by *by, bool *ret_before)
{
    enum err e = once_find(page->db, page->arena, by->once_hash, &by->led_to);
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    *ret_before = e == ERR_NONE;
    return ERR_NONE;
}

enum err admin_draft_change(struct page *page, struct change_by *by, struct admin_draft *ret_draft, enum err (*change)(struct page *page, struct admin_draft *draft, void *ctx),
                            void *ctx)
{
    enum err e = ERR_STALE;
    for (int i = 0; i < TRIES && e == ERR_STALE; i++) {
        TRY(admin_draft_load(page, ret_draft));
        TRY(change(page, ret_draft, ctx));
        e = admin_draft_save(page, ret_draft, by);
    }
    return e;
}
