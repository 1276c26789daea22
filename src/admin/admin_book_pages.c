#include <string.h>

#include "admin_book_view.h"
#include "admin_draft_pages.h"
#include "admin_form.h"
#include "admin_routes.h"

/* The sections of the rulebook: lists, forms, order, switching off. All of them change the draft. */

#define SAVED N_("Saved in the draft. It holds once the draft has been published.")

static enum err find_section(const struct page *page, const struct book_section **ret_section)
{
    *ret_section = page->params[0] ? admin_book_section(page->params[0]) : NULL;
    return *ret_section ? ERR_NONE : ERR_NOT_FOUND;
}

/* Where saving leads: to the list, of what stands alone to the rulebook. */
static const char *list_path(struct page *page, const struct book_section *s)
{
    return s->list_at == BOOK_NO_MEMBER ? ADMIN_RULEBOOK : arena_printf(page->arena, ADMIN_RULES "/%s", s->code);
}

static enum err list_get(struct page *page)
{
    struct admin_draft draft;
    struct admin_book_list list = {.words = admin_words(page)};
    TRY(find_section(page, &list.section));
    if (list.section->list_at == BOOK_NO_MEMBER)
        return page_redirect(page, admin_book_path(page, list.section, list.section->code, ""));
    TRY(admin_draft_load(page, &draft));
    list.book = draft.book;
    list.in_force = draft.shown.open ? draft.in_force : NULL;
    list.faults = draft.shown.open ? admin_draft_faults(page, draft.book) : NULL;
    list.draft = draft.shown;
    return page_answer(page, admin_book_list_view(page, &list), 200);
}

/* ---- adding and changing ---- */

static enum err show(struct page *page, const struct admin_draft *draft, struct admin_book_edit *edit, int status)
{
    edit->book = draft->book;
    edit->draft = draft->shown;
    if (draft->shown.open)
        edit->faults = admin_draft_faults(page, draft->book);
    if (!edit->form)
        edit->form = admin_book_fill(page->arena, &edit->section->shape, edit->thing);
    return page_answer(page, admin_book_edit_view(page, edit), status);
}

/* A new thing as it is offered: what a list says of everybody's is filled in. */
static void *new_thing(struct page *page, const struct book_section *s)
{
    void *thing = arena_alloc(page->arena, s->shape.size);
    admin_book_empty(&s->shape, thing);
    return thing;
}

static enum err new_get(struct page *page)
{
    struct admin_draft draft;
    struct admin_book_edit edit = {.at = BOOK_NO_MEMBER};
    TRY(find_section(page, &edit.section));
    if (!edit.section->new_title)
        return ERR_NOT_FOUND;
    TRY(admin_draft_load(page, &draft));
    edit.thing = new_thing(page, edit.section);
    return show(page, &draft, &edit, 200);
}

/* What a form is about, and what becomes of it. */
struct work {
    const struct book_section *section;
    struct http_form_errors errors;
    void *thing;      /* as typed */
    const void *saved; /* as it stands, for what was typed over */
    size_t at;
    int version;      /* of the form */
    bool preview;
};

static enum err add_thing(struct page *page, struct admin_draft *draft, void *ctx)
{
    struct work *w = ctx;
    w->errors.n = 0;
    w->thing = new_thing(page, w->section);
    admin_book_read(w->section, draft->book, page->form, true, w->thing, &w->errors);
    if (w->errors.n > 0 || w->preview)
        return ERR_INPUT;
    admin_book_add(page->arena, w->section, draft->book, w->thing, &w->at);
    return ERR_NONE;
}

static enum err new_post(struct page *page)
{
    struct admin_draft draft;
    struct work w = {.preview = http_form_has(page->form, "preview")};
    TRY(find_section(page, &w.section));
    if (!w.section->new_title)
        return ERR_NOT_FOUND;
    struct change_by by = admin_by(page, list_path(page, w.section));
    enum err e = admin_draft_change(page, &by, &draft, add_thing, &w);
    if (e == ERR_INPUT) {
        bool before;
        TRY(admin_draft_done_before(page, &by, &before));
        if (before)
            return page_redirect(page, by.led_to);
        struct admin_book_edit edit = {.section = w.section, .thing = new_thing(page, w.section), .form = page->form, .errors = &w.errors, .at = BOOK_NO_MEMBER};
        return show(page, &draft, &edit, w.errors.n > 0 ? 422 : 200);
    }
    return admin_done(page, e, &by, SAVED);
}

static enum err find_thing(const struct page *page, const struct book_section *s, const struct admin_draft *draft, size_t *ret_at)
{
    return page->params[1] && admin_book_find(s, draft->book, page->params[1], ret_at) ? ERR_NONE : ERR_NOT_FOUND;
}

static enum err edit_get(struct page *page)
{
    struct admin_draft draft;
    struct admin_book_edit edit = {.at = 0};
    TRY(find_section(page, &edit.section));
    TRY(admin_draft_load(page, &draft));
    TRY(find_thing(page, edit.section, &draft, &edit.at));
    edit.thing = admin_book_thing(edit.section, draft.book, edit.at);
    edit.version = admin_book_version(page->arena, &edit.section->shape, edit.thing);
    return show(page, &draft, &edit, 200);
}

static enum err change_thing(struct page *page, struct admin_draft *draft, void *ctx)
{
    struct work *w = ctx;
    w->errors.n = 0;
    TRY(find_thing(page, w->section, draft, &w->at));
    w->saved = admin_book_thing(w->section, draft->book, w->at);
    if (admin_book_version(page->arena, &w->section->shape, w->saved) != w->version)
        return ERR_STALE;
    w->thing = arena_alloc(page->arena, w->section->shape.size);
    memcpy(w->thing, w->saved, w->section->shape.size);
    admin_book_read(w->section, draft->book, page->form, false, w->thing, &w->errors);
    if (w->errors.n > 0 || w->preview)
        return ERR_INPUT;
    admin_book_put(w->section, draft->book, w->at, w->thing);
    return ERR_NONE;
}

/* The form again: with what is wrong, or with what somebody else saved beside it. */
static enum err show_again(struct page *page, const struct admin_draft *draft, const struct work *w, bool stale)
{
    struct admin_book_edit edit = {
        .section = w->section, .thing = w->saved, .form = page->form, .errors = &w->errors, .at = w->at,
        .version = admin_book_version(page->arena, &w->section->shape, w->saved),
    };
    if (stale)
        edit.now = admin_book_fill(page->arena, &w->section->shape, w->saved);
    return show(page, draft, &edit, stale ? 409 : w->errors.n > 0 ? 422 : 200);
}

static enum err edit_post(struct page *page)
{
    struct admin_draft draft;
    struct work w = {.version = admin_form_version(page->form), .preview = http_form_has(page->form, "preview")};
    TRY(find_section(page, &w.section));
    struct change_by by = admin_by(page, list_path(page, w.section));
    enum err e = admin_draft_change(page, &by, &draft, change_thing, &w);
    if (e == ERR_INPUT || e == ERR_STALE) {
        bool before;
        TRY(admin_draft_done_before(page, &by, &before));
        return before ? page_redirect(page, by.led_to) : show_again(page, &draft, &w, e == ERR_STALE);
    }
    return admin_done(page, e, &by, SAVED);
}

/* ---- order ---- */

static enum err move_thing(struct page *page, struct admin_draft *draft, void *ctx)
{
    const struct book_section *s = ctx;
    const char *up = http_form_get(page->form, "up"), *down = http_form_get(page->form, "down");
    size_t i;
    if (!admin_book_find(s, draft->book, *up ? up : down, &i))
        return ERR_NOT_FOUND;
    return admin_book_move(s, draft->book, i, *up != '\0') ? ERR_NONE : ERR_INPUT;
}

static enum err move_post(struct page *page)
{
    struct admin_draft draft;
    const struct book_section *s;
    TRY(find_section(page, &s));
    if (!s->new_title)
        return ERR_NOT_FOUND;
    struct change_by by = admin_by(page, list_path(page, s));
    enum err e = admin_draft_change(page, &by, &draft, move_thing, (void *)(uintptr_t)s);
    return e == ERR_INPUT ? page_redirect(page, by.location) : admin_done(page, e, &by, N_("The order was changed in the draft."));
}

/* ---- switching off and on, taking out ---- */

static bool is_removable(const struct book_section *s, const struct admin_draft *draft, const char *code)
{
    size_t i;
    return s->off_at == BOOK_NO_MEMBER || !draft->in_force || !admin_book_find(s, draft->in_force, code, &i);
}

static enum err switch_get(struct page *page)
{
    struct admin_draft draft;
    struct admin_book_switch s = {.active = false};
    size_t at;
    TRY(find_section(page, &s.section));
    if (!s.section->new_title)
        return ERR_NOT_FOUND;
    TRY(admin_draft_load(page, &draft));
    TRY(find_thing(page, s.section, &draft, &at));
    s.book = draft.book;
    s.thing = admin_book_thing(s.section, draft.book, at);
    s.version = admin_book_version(page->arena, &s.section->shape, s.thing);
    s.active = admin_book_is_off(s.section, s.thing);
    s.removable = is_removable(s.section, &draft, page->params[1]);
    s.draft = draft.shown;
    TRY(rulebook_in_use(page->db, page->arena, s.section->code, page->params[1], &s.in_use));
    return page_answer(page, admin_book_switch_view(page, &s), 200);
}

static enum err switch_thing(struct page *page, struct admin_draft *draft, void *ctx)
{
    struct work *w = ctx;
    TRY(find_thing(page, w->section, draft, &w->at));
    admin_book_switch(w->section, draft->book, w->at, admin_form_active(page->form));
    return ERR_NONE;
}

static enum err switch_post(struct page *page)
{
    struct admin_draft draft;
    struct work w = {.at = 0};
    TRY(find_section(page, &w.section));
    if (w.section->off_at == BOOK_NO_MEMBER)
        return ERR_NOT_FOUND;
    struct change_by by = admin_by(page, list_path(page, w.section));
    enum err e = admin_draft_change(page, &by, &draft, switch_thing, &w);
    return admin_done(page, e, &by, admin_form_active(page->form) ? N_("Switched on in the draft.") : N_("Switched off in the draft."));
}

static enum err remove_thing(struct page *page, struct admin_draft *draft, void *ctx)
{
    struct work *w = ctx;
    TRY(find_thing(page, w->section, draft, &w->at));
    if (!is_removable(w->section, draft, page->params[1]))
        return ERR_STATE;
    if (admin_book_version(page->arena, &w->section->shape, admin_book_thing(w->section, draft->book, w->at)) != w->version)
        return ERR_STALE;
    admin_book_remove(w->section, draft->book, w->at);
    return ERR_NONE;
}

static enum err remove_post(struct page *page)
{
    struct admin_draft draft;
    struct work w = {.version = admin_form_version(page->form)};
    TRY(find_section(page, &w.section));
    if (!w.section->new_title)
        return ERR_NOT_FOUND;
    struct change_by by = admin_by(page, list_path(page, w.section));
    enum err e = admin_draft_change(page, &by, &draft, remove_thing, &w);
    if (e == ERR_NOT_FOUND || e == ERR_STALE) {
        bool before;
        TRY(admin_draft_done_before(page, &by, &before));
        if (before)
            return page_redirect(page, by.led_to);
    }
    return admin_done(page, e, &by, N_("Taken out of the draft."));
}

#define ONE ADMIN_RULES "/:section/:code"
const struct route admin_book_routes[] = {
    {.method = HTTP_GET, .path = ADMIN_RULES "/:section", .need = MAY(SET_RULES), .run = list_get},
    {.method = HTTP_GET, .path = ADMIN_RULES "/:section/new", .need = MAY(SET_RULES), .run = new_get},
    {.method = HTTP_POST, .path = ADMIN_RULES "/:section/new", .need = MAY(SET_RULES), .run = new_post},
    {.method = HTTP_POST, .path = ADMIN_RULES "/:section/move", .need = MAY(SET_RULES), .run = move_post},
    {.method = HTTP_GET, .path = ONE, .need = MAY(SET_RULES), .run = edit_get},
    {.method = HTTP_POST, .path = ONE, .need = MAY(SET_RULES), .run = edit_post},
    {.method = HTTP_GET, .path = ONE "/switch", .need = MAY(SET_RULES), .run = switch_get},
    {.method = HTTP_POST, .path = ONE "/switch", .need = MAY(SET_RULES), .run = switch_post},
    {.method = HTTP_POST, .path = ONE "/remove", .need = MAY(SET_RULES), .run = remove_post},
    {0},
};
