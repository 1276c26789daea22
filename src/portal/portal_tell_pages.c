#include "portal_tell_pages.h"

#include "limit_store.h"
#include "msgid.h"

#define DAY_S 86400

/* Under once it is counted the first time only. */
static enum err count_to(struct page *page, const char *mailbox, const char *once, int64_t *ret_n)
{
    const struct crypto_keys *keys = page->site->keys;
    int64_t tries = 1;
    if (once)
        TRY(limit_tried(page->db, keys, "told-once", arena_printf(page->arena, "%s %s", once, mailbox), DAY_S, page->now_us, &tries));
    if (tries > 1)
        return limit_read(page->db, page->arena, keys, "told-to", mailbox, DAY_S, page->now_us, ret_n);
    return limit_tried(page->db, keys, "told-to", mailbox, DAY_S, page->now_us, ret_n);
}

static enum err count_one(struct page *page, enum told_way way, const char *address, const char *once, unsigned *over)
{
    int64_t n;
    if (!address)
        return ERR_NONE;
    TRY(count_to(page, told_mailbox(page->arena, address), once, &n));
    if (n > (int64_t)page->site->config->security.notices_per_address)
        *over |= way;
    return ERR_NONE;
}

enum err portal_tell_count(struct page *page, const struct told *told, const char *once, unsigned *ret_over)
{
    *ret_over = 0;
    TRY(count_one(page, TOLD_MAIL, told->mail, once, ret_over));
    return count_one(page, TOLD_SMS, told->sms, once, ret_over);
}

void portal_tell_errors(unsigned over, struct http_form_errors *errors)
{
    if (over & TOLD_MAIL)
        http_form_error(errors, "email", N_("Many messages were sent to this e-mail address today, so none is sent there until tomorrow. Enter another one, or come back tomorrow"), 0);
    if (over & TOLD_SMS)
        http_form_error(errors, "phone", N_("Many messages were sent to this number today, so none is sent there until tomorrow. Enter another one, or come back tomorrow"), 0);
}

void portal_tell_without(unsigned over, struct told *told)
{
    told->ways &= ~over;
    told->own &= ~over;
    if (over & TOLD_MAIL)
        told->mail = NULL;
    if (over & TOLD_SMS)
        told->sms = NULL;
}

void portal_tell_flash(struct page *page, unsigned over)
{
    if (!over)
        return;
    page_flash_warn(page, over == TOLD_MAIL ? N_("No e-mail was sent: too many went to this address today. Your complaint is filed. From tomorrow on you can give the address again on the tracking page.")
                          : over == TOLD_SMS ? N_("No SMS was sent: too many went to this number today. Your complaint is filed. From tomorrow on you can give the number again on the tracking page.")
                                             : N_("Nothing was sent: too much went to this address and number today. Your complaint is filed. From tomorrow on you can give them again on the tracking page."));
}
