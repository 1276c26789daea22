#include "portal_tell_pages.h"

#include "limit_store.h"
#include "msgid.h"

#define DAY_S 86400

static enum err count_one(struct page *page, enum told_way way, const char *address, unsigned *over)
{
    if (!address)
        return ERR_NONE;
    enum err e = limit_count(page->db, page->arena, page->site->keys, "told-to", told_mailbox(page->arena, address), page->site->config->security.notices_per_address, DAY_S, page->now_us);
    if (e == ERR_RATE)
        *over |= way;
    return e == ERR_RATE ? ERR_NONE : e;
}

enum err portal_tell_count(struct page *page, const struct told *told, unsigned *ret_over)
{
    *ret_over = 0;
    TRY(count_one(page, TOLD_MAIL, told->mail, ret_over));
    return count_one(page, TOLD_SMS, told->sms, ret_over);
}

void portal_tell_errors(unsigned over, struct http_form_errors *errors)
{
    if (over & TOLD_MAIL)
        http_form_error(errors, "email", N_("Many messages were sent to this e-mail address today, so none is sent there until tomorrow. Enter another one, or come back tomorrow"), 0);
    if (over & TOLD_SMS)
        http_form_error(errors, "phone", N_("Many messages were sent to this number today, so none is sent there until tomorrow. Enter another one, or come back tomorrow"), 0);
}

enum err portal_tell_within(struct page *page, struct told *told)
{
    unsigned over;
    TRY(portal_tell_count(page, told, &over));
    if (!over)
        return ERR_NONE;
    told->ways &= ~over;
    told->own &= ~over;
    if (over & TOLD_MAIL)
        told->mail = NULL;
    if (over & TOLD_SMS)
        told->sms = NULL;
    page_flash(page, over == TOLD_MAIL  ? N_("No e-mail was sent: too many went to this address today. Your complaint is filed. From tomorrow on you can give the address again on the tracking page.")
                     : over == TOLD_SMS ? N_("No SMS was sent: too many went to this number today. Your complaint is filed. From tomorrow on you can give the number again on the tracking page.")
                                        : N_("Nothing was sent: too much went to this address and number today. Your complaint is filed. From tomorrow on you can give them again on the tracking page."));
    return ERR_NONE;
}
