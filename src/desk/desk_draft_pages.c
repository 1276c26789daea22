#include "desk_draft_pages.h"

#include <string.h>

#include "aside_store.h"
#include "complaint_store.h"
#include "desk_draft.h"
#include "desk_routes.h"
#include "log.h"
#include "staff_draft_store.h"

static struct aside_of aside_of(const struct page *page, const struct complaint *c)
{
    return (struct aside_of){.user_id = page->user->id, .unit_id = page->user->unit_id, .complaint_id = c->id, .number = c->number};
}

enum err desk_case_load_aside(struct page *page, struct desk_case *x)
{
    const struct aside_of of = aside_of(page, &x->c);
    TRY(aside_load(page->db, page->arena, page->site->keys, &of, page->now_us, &x->aside));
    if (x->c.part) /* who sees a part does not learn who else works on it */
        x->aside.n_viewers = x->aside.n_writers = 0;
    return page->now_us - x->aside.seen_us > ASIDE_AGAIN_US ? aside_seen(page->db, &of, page->now_us) : ERR_NONE;
}

/* The texts of the form; how many there are that say something. */
static size_t texts_of(const struct page *page, const char *names[DESK_DRAFT_FIELDS], const char *values[DESK_DRAFT_FIELDS])
{
    size_t n = 0;
    for (size_t i = 0; i < page->form->n && n < DESK_DRAFT_FIELDS; i++) {
        const struct http_field *field = &page->form->fields[i];
        if (!field->value_n || !desk_draft_field(field->name))
            continue;
        names[n] = field->name;
        values[n++] = field->value;
    }
    return n;
}

static enum err keep(struct page *page, const struct complaint *c, const char *what, bool empty_goes)
{
    const char *key = aside_draft_key(page->arena, c->number, what), *names[DESK_DRAFT_FIELDS], *values[DESK_DRAFT_FIELDS];
    size_t n = texts_of(page, names, values);
    if (n == 0)
        return empty_goes ? staff_draft_delete(page->db, page->user->id, key) : ERR_NONE;
    return staff_draft_put(page->db, page->arena, page->site->keys, page->user->id, key, str_of(timeline_pairs(page->arena, names, values, n)), page->now_us);
}

enum err desk_draft_keep(struct page *page, const struct complaint *c, const char *what)
{
    return keep(page, c, what, false);
}

static enum err discard(struct page *page, const struct complaint *c, const char *what)
{
    return staff_draft_delete(page->db, page->user->id, aside_draft_key(page->arena, c->number, what));
}

void desk_draft_sent(struct page *page, const struct complaint *c, const char *what)
{
    enum err e = discard(page, c, what);
    if (e != ERR_NONE)
        LOG(LOG_WARN, "the draft of what was sent stays", LOG_TEXT("error", err_name(e)));
}

/* Every few seconds while somebody writes (quiet: nothing is shown), or once to discard a draft. */
static enum err draft_post(struct page *page)
{
    struct complaint c;
    permission_set rights;
    const char *what = http_form_get(page->form, "what");
    TRY(complaint_load(page->db, page->arena, page->user, page->params[0], &c, &rights));
    if (!desk_draft_what(what))
        return ERR_MALFORMED;
    if (http_form_has(page->form, "quiet")) {
        TRY(keep(page, &c, what, true));
        page->resp->status = 204;
        return ERR_NONE;
    }
    TRY(discard(page, &c, what));
    page_flash(page, N_("The draft was discarded."));
    if (strncmp(what, "matter-", 7) == 0)
        return page_redirect(page, arena_printf(page->arena, "/staff/complaints/%s/investigation#%s", c.number, what));
    if (strncmp(what, "paper-", 6) == 0)
        return page_redirect(page, arena_printf(page->arena, "/staff/complaints/%s/papers/%s", c.number, what + 6));
    return page_redirect(page, arena_printf(page->arena, "/staff/complaints/%s?act=%s#act-%s", c.number, what, what));
}

const struct route desk_draft_routes[] = {
    {.method = HTTP_POST, .path = "/staff/complaints/:no/draft", .need = MAY(SEE), .run = draft_post, .body_max = 256 << 10},
    {0},
};
