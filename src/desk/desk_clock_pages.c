#include "clock_store.h"
#include "complaint_store.h"
#include "desk_case_pages.h"
#include "desk_clock_act_view.h"
#include "desk_clock_view.h"
#include "desk_routes.h"
#include "rulebook_store.h"

static size_t history_of(struct arena *a, const struct clock_set *set, int64_t clock_id, struct clock_history **ret_list)
{
    struct clock_history *list = ARENA_ARRAY(a, set->n_history + 1, struct clock_history);
    size_t n = 0;
    for (size_t i = 0; i < set->n_history; i++) {
        if (set->history[i].clock_id == clock_id)
            list[n++] = set->history[i];
    }
    *ret_list = list;
    return n;
}

/* "Why this date?" of one clock (requirements F8). */
static enum err why_get(struct page *page)
{
    struct desk_case x;
    TRY(desk_case_load(page, page->params[0], http_query(page->req, "from"), &x));
    if (x.c.part)
        return ERR_NOT_FOUND;
    TRY(desk_case_load_rules(page, &x));
    long long id = 0;
    const struct clock *c = str_to_i64(str_of(page->params[1]), 1, INT64_MAX, &id) ? desk_clock_find(&x, id) : NULL;
    if (!c)
        return ERR_NOT_FOUND;
    struct clock_history *history;
    struct clock_reason *reasons;
    struct clock_candidate *candidates;
    struct clock_step steps[CLOCK_STEPS_MAX];
    struct desk_why why = {.clock = c};
    size_t n_history = history_of(page->arena, x.clocks, c->id, &history);
    why.n_reasons = clock_explain(&x.world, page->arena, c, history, n_history, &reasons);
    why.n_steps = clock_steps(&x.world, c, steps);
    clock_candidates(x.world.book, page->arena, &x.facts, c->kind, c->track, &candidates, &why.n_candidates);
    why.reasons = reasons;
    why.steps = steps;
    why.candidates = candidates;
    struct tpl *t = page_template(page, TPL_DESK_WHY, arena_printf(page->arena, "%s %s", page_text(page, N_("Why this date?")), x.c.number));
    desk_why_fill(page, t, &x, &why);
    desk_requests_fill(page, t, &x, c->id);
    return page_answer(page, t, 200);
}

/* Everything that waits for one's own decision. */
static enum err extensions_get(struct page *page)
{
    struct clock_request *list;
    size_t n;
    const struct rulebook *book;
    int64_t version_id;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    TRY(complaint_requests_waiting(page->db, page->arena, page->user->id, page->now_us, DESK_WAITING_MAX, &list, &n));
    struct tpl *t = page_template(page, TPL_DESK_EXTENSIONS, page_text(page, N_("Extensions to decide")));
    desk_waiting_fill(page, t, book, list, n);
    return page_answer(page, t, 200);
}

const struct route desk_clock_routes[] = {
    {.method = HTTP_GET, .path = "/staff/extensions", .need = MAY(SEE), .run = extensions_get},
    {.method = HTTP_GET, .path = "/staff/complaints/:no/clocks/:id", .need = MAY(SEE), .run = why_get},
    {0},
};
