#ifndef REDRESS_ADMIN_POST_VIEW_H
#define REDRESS_ADMIN_POST_VIEW_H

#include "page.h"
#include "post.h"

/* What goes out by e-mail and SMS: how many wait, what was given up and why. Nothing of the complainants is in it; addresses at work are masked. */
#define ADMIN_POSTS "/staff/admin/posts"

struct admin_posts {
    enum post_state state;
    const struct post *list;
    size_t n;
    const char *next; /* id to go on after; NULL on the last page */
    int64_t waiting, dead, oldest_us;
    unsigned ways;    /* bits of enum post_way that are switched on */
};
struct tpl *admin_post_view(struct page *page, const struct admin_posts *posts);
/* By the word in the address; dead ones for anything else. */
enum post_state admin_post_state(const char *word);

#endif
