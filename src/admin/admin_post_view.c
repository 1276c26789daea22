#include "admin_post_view.h"

#include <string.h>

#include "admin_view.h"
#include "format.h"
#include "pager.h"

static const struct {
    enum post_state state;
    const char *word, *title, *empty;
} states[] = {
    {POST_DEAD, "dead", N_("Sending failed"), N_("Nothing was given up.")},
    {POST_WAITING, "waiting", N_("Waiting to be sent"), N_("Nothing waits.")},
    {POST_SENT, "sent", N_("Sent"), N_("Nothing was sent yet.")},
    {POST_DROPPED, "dropped", N_("Not to be sent"), N_("Nothing was dropped.")},
};

enum post_state admin_post_state(const char *word)
{
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        if (strcmp(states[i].word, word) == 0)
            return states[i].state;
    }
    return POST_DEAD;
}

static const char *tab_label(struct page *page, const struct admin_posts *posts, size_t i)
{
    const char *title = page_text(page, states[i].title);
    int64_t n = states[i].state == POST_DEAD ? posts->dead : posts->waiting;
    if (states[i].state != POST_DEAD && states[i].state != POST_WAITING)
        return title;
    return arena_printf(page->arena, "%s %s", title, n < 100000 ? admin_number(page->arena, n) : "100000+");
}

static const char *receiver(struct page *page, const struct post *post)
{
    if (!post->user_id)
        return page_text(page, N_("The complainant"));
    if (!*post->address)
        return page_text(page, N_("Staff, without an address now"));
    const char *masked = post->way == POST_MAIL ? format_mask_email(page->arena, post->address) : format_mask_phone(page->arena, post->address);
    return text_f(page->arena, page->lang, N_("Staff, %s"), masked);
}

/* What the program says of itself is translated; what a server said stands as it said it. */
static const char *said(struct page *page, const struct post *post)
{
    if (*post->said)
        return page_text(page, post->said);
    return post->state == POST_DROPPED && post->attempts ? page_text(page, N_("It was not wanted any more, or there was no address any more.")) : "";
}

static void fill_row(struct page *page, struct tpl *row, const struct post *post)
{
    tpl_int(row, V_ID, post->id);
    tpl_text(row, V_DATETIME, utc_iso(page->arena, post->at_us));
    tpl_text(row, V_TIME, format_short(page->arena, post->at_us, page->now_us, page->site->zone));
    tpl_text(row, V_KIND, page_text(page, post_kind_label(post->kind)));
    tpl_text(row, V_NUMBER, post->number);
    tpl_text(row, V_PERSON, receiver(page, post));
    tpl_show_if(row, SEC_BY_MAIL, post->way == POST_MAIL);
    tpl_show_if(row, SEC_BY_SMS, post->way == POST_SMS);
    tpl_text(row, V_TEXT, said(page, post));
    if (post->attempts)
        tpl_text(tpl_add(row, SEC_TRIED), V_TEXT, text_count(page->arena, page->lang, N_("tried once"), N_("tried %lld times"), post->attempts));
    if (post->state == POST_WAITING && post->attempts)
        tpl_text(tpl_add(row, SEC_AGAIN), V_TIME, format_short(page->arena, post->next_us, page->now_us, page->site->zone));
    if (post->sent_us)
        tpl_text(tpl_add(row, SEC_SENT), V_TIME, format_short(page->arena, post->sent_us, page->now_us, page->site->zone));
    tpl_show_if(row, SEC_MAY_AGAIN, post->state == POST_DEAD);
    tpl_show_if(row, SEC_MAY_DROP, post->state == POST_DEAD || post->state == POST_WAITING);
}

struct tpl *admin_post_view(struct page *page, const struct admin_posts *posts)
{
    struct tpl *t = page_template(page, TPL_ADMIN_POSTS, page_text(page, N_("E-mails and SMS")));
    tpl_show_if(t, SEC_MAIL_OFF, !(posts->ways & POST_MAIL));
    tpl_show_if(t, SEC_SMS_OFF, !(posts->ways & POST_SMS));
    if (posts->waiting && posts->oldest_us < page->now_us - UTC_HOUR_US)
        tpl_text(tpl_add(t, SEC_STUCK), V_TIME, format_short(page->arena, posts->oldest_us, page->now_us, page->site->zone));
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        struct tpl *tab = tpl_add(t, SEC_TAB);
        bool here = states[i].state == posts->state;
        tpl_text(tab, V_URL, arena_printf(page->arena, ADMIN_POSTS "?state=%s", states[i].word));
        tpl_text(tab, V_LABEL, tab_label(page, posts, i));
        tpl_show_if(tab, SEC_CUR, here);
        if (here && posts->n == 0)
            tpl_text(tpl_add(t, SEC_NOTHING), V_TEXT, page_text(page, states[i].empty));
    }
    tpl_show_if(t, SEC_MAY_ALL, posts->state == POST_DEAD && posts->n > 0);
    struct tpl *table = posts->n ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < posts->n; i++)
        fill_row(page, tpl_add(table, SEC_ROW), &posts->list[i]);
    pager_forward(page, t, posts->next);
    return t;
}
