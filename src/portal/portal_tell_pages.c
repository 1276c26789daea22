#include "portal_tell_pages.h"

#include "limit_store.h"
#include "log.h"
#include "msgid.h"

#define DAY_S 86400
#define COUNTED "told-to"

static enum err read_one(struct page *page, enum told_way way, const char *address, unsigned *over)
{
    int64_t n;
    if (!address)
        return ERR_NONE;
    TRY(limit_read(page->db, page->arena, page->site->keys, COUNTED, told_mailbox(page->arena, address), DAY_S, page->now_us, &n));
    if (n >= (int64_t)page->site->config->security.notices_per_address)
        *over |= way;
    return ERR_NONE;
}

enum err portal_tell_over(struct page *page, const struct told *told, unsigned *ret_over)
{
    *ret_over = 0;
    TRY(read_one(page, TOLD_MAIL, told->mail, ret_over));
    return read_one(page, TOLD_SMS, told->sms, ret_over);
}

static void count_one(struct page *page, const char *address)
{
    int64_t n;
    enum err e = address ? limit_tried(page->db, page->site->keys, COUNTED, told_mailbox(page->arena, address), DAY_S, page->now_us, &n) : ERR_NONE;
    if (e != ERR_NONE)
        LOG(LOG_WARN, "what goes to an address was not counted", LOG_TEXT("error", err_name(e)));
}

void portal_tell_count(struct page *page, const struct told *told)
{
    count_one(page, told->mail);
    count_one(page, told->sms);
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
