#include <string.h>

#include "admin_common_pages.h"
#include "admin_post_view.h"
#include "admin_routes.h"
#include "admin_view.h"
#include "post_store.h"

static enum err list_get(struct page *page)
{
    size_t n, limit = page->site->config->limits.list_rows;
    struct post_counts counts;
    struct post *list;
    struct admin_posts posts = {.state = admin_post_state(http_query(page->req, "state"))};
    TRY(post_list(page->db, page->arena, posts.state, admin_query_id(page, "after"), limit + 1, &list, &n));
    TRY(post_counted(page->db, page->arena, &counts));
    TRY(post_ways(page->db, page->arena, &posts.ways));
    posts.list = list;
    posts.n = n > limit ? limit : n;
    posts.next = n > limit ? admin_number(page->arena, list[limit - 1].id) : NULL;
    posts.waiting = counts.waiting;
    posts.dead = counts.dead;
    posts.oldest_us = counts.oldest_us;
    return page_answer(page, admin_post_view(page, &posts), 200);
}

/* One by its id, or "all" that were given up. */
static enum err chosen(const struct page *page, int64_t *ret_id)
{
    long long id = 0;
    const char *typed = http_form_get(page->form, "id");
    if (strcmp(typed, "all") != 0 && !str_to_i64(str_of(typed), 1, INT64_MAX, &id))
        return ERR_MALFORMED;
    *ret_id = id;
    return ERR_NONE;
}

static enum err again_post(struct page *page)
{
    int64_t id, n = 0;
    TRY(chosen(page, &id));
    struct change_by by = admin_by(page, ADMIN_POSTS);
    enum err e = post_again(page->db, page->arena, &by, id, &n);
    return admin_done(page, e, &by, n ? N_("It is sent again. What cannot be sent comes back here.") : N_("There was nothing to send again; somebody else did it."));
}

static enum err drop_post(struct page *page)
{
    int64_t id, n = 0;
    TRY(chosen(page, &id));
    struct change_by by = admin_by(page, ADMIN_POSTS);
    enum err e = post_drop(page->db, page->arena, &by, id, &n);
    return admin_done(page, e, &by, n ? N_("Dropped: it will not be sent.") : N_("There was nothing to drop; it was sent or dropped meanwhile."));
}

const struct route admin_post_routes[] = {
    {.method = HTTP_GET, .path = ADMIN_POSTS, .need = MAY(SET_SITE), .run = list_get},
    {.method = HTTP_POST, .path = ADMIN_POSTS "/again", .need = MAY(SET_SITE), .run = again_post},
    {.method = HTTP_POST, .path = ADMIN_POSTS "/drop", .need = MAY(SET_SITE), .run = drop_post},
    {0},
};
