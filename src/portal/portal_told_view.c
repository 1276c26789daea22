#include "portal_told_view.h"

#include <string.h>

#include "format.h"
#include "portal_file_view.h"

static void show_fields(struct page *page, struct tpl *t, const struct portal_telling *telling, const struct http_form_errors *errors)
{
    tpl_text(t, V_EMAIL, telling->mail);
    tpl_text(t, V_PHONE, telling->phone);
    page_field_error(page, t, SEC_EMAIL_ERR, errors, "email");
    page_field_error(page, t, SEC_PHONE_ERR, errors, "phone");
}

void portal_view_receipt_to(struct page *page, struct tpl *t, unsigned ways, const struct portal_telling *telling, const struct http_form_errors *errors)
{
    const unsigned offered = portal_view_ways(page);
    if (!offered)
        return;
    struct tpl *news = tpl_add(t, SEC_NEWS);
    if (ways & offered) {
        tpl_text(tpl_add(news, SEC_SENT), V_TEXT, page_text(page, (ways & offered) == TOLD_MAIL ? N_("The receipt goes to you by e-mail.")
                                                               : (ways & offered) == TOLD_SMS ? N_("The receipt goes to you by SMS.") : N_("The receipt goes to you by e-mail and SMS.")));
        tpl_show(news, SEC_AGAIN);
        return;
    }
    tpl_show(news, SEC_NEW);
    tpl_show_if(news, SEC_BY_MAIL, offered & TOLD_MAIL);
    tpl_show_if(news, SEC_BY_SMS, offered & TOLD_SMS);
    show_fields(page, news, telling, errors);
}

/* What was sent, in the words of who it went to. */
static const char *kind_text(const char *kind)
{
    static const struct {
        const char *kind, *text;
    } texts[] = {
        {"receipt", N_("Receipt")},           {"message", N_("There is a message for you")}, {"ask", N_("We need something from you")},
        {"reply", N_("There is an answer")},  {"extension", N_("There is a new date")},      {"closed", N_("Your complaint was closed")},
        {"rejected", N_("Your complaint was not accepted")}, {"reopened", N_("Your complaint is looked at again")}, {"withdrawn", N_("Your complaint was withdrawn as you asked")},
        {"merged", N_("Your complaint goes on together with another one of yours")}, {"survey", N_("Asked how satisfied you are")},
        {"unsealed", N_("Somebody looked at your sealed identity")}, {"incident", N_("News of a known incident")},
        {"part", N_("News of one of the matters of your complaint")},
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (strcmp(texts[i].kind, kind) == 0)
            return texts[i].text;
    }
    return N_("News of your complaint");
}

static void add_post(struct page *page, struct tpl *posts, const struct post *p)
{
    struct tpl *row = tpl_add(posts, SEC_POST);
    const bool mail = p->way == POST_MAIL;
    const int64_t at_us = p->state == POST_SENT && p->sent_us ? p->sent_us : p->at_us;
    const char *status = p->state == POST_SENT   ? mail ? N_("Sent by e-mail") : N_("Sent by SMS")
                         : p->state == POST_WAITING ? mail ? N_("On its way by e-mail") : N_("On its way by SMS")
                         : p->state == POST_DEAD ? mail ? N_("Could not be delivered by e-mail. Please check the address.") : N_("Could not be delivered by SMS. Please check the number.")
                                                 : N_("Not sent");
    tpl_text(row, V_TEXT, page_text(page, kind_text(p->kind)));
    tpl_text(row, V_STATUS, page_text(page, status));
    tpl_text(row, V_LOOK, p->state == POST_SENT ? "done" : p->state == POST_WAITING ? "cur" : "todo");
    tpl_show(row, p->state == POST_SENT ? SEC_DONE : p->state == POST_WAITING ? SEC_CUR : SEC_FAILED);
    tpl_text(row, V_WHEN, format_moment(page->arena, page->lang, at_us, page->site->zone));
    tpl_text(row, V_ISO, utc_iso(page->arena, at_us));
}

static void add_way(struct tpl *form, enum tpl_section section, bool kept, bool checked)
{
    struct tpl *way = tpl_add(form, section);
    tpl_show(way, kept ? SEC_KEPT : SEC_NEW);
    tpl_show_if(way, SEC_CHECKED, checked);
}

void portal_view_notices(struct page *page, struct tpl *t, const struct complaint *c, const struct told *told, const struct portal_telling *telling, const struct post *posts, size_t n,
                         const struct http_form_errors *errors)
{
    const unsigned offered = portal_view_ways(page), chosen = page->req->method == HTTP_POST ? telling->ways : told->ways;
    tpl_text(t, V_NUMBER, c->number);
    page_errors(page, t, errors);
    if (!offered) {
        tpl_show(t, SEC_NOT_OFFERED);
    } else {
        struct tpl *form = tpl_add(t, SEC_OFFERED);
        tpl_show_if(form, SEC_WARN, c->mode == COMPLAINT_ANONYMOUS);
        if (offered & TOLD_MAIL)
            add_way(form, SEC_BY_MAIL, told->ways & TOLD_MAIL, chosen & TOLD_MAIL);
        if (offered & TOLD_SMS)
            add_way(form, SEC_BY_SMS, told->ways & TOLD_SMS, chosen & TOLD_SMS);
        show_fields(page, form, telling, errors);
    }
    if (n == 0) {
        tpl_show(t, SEC_NO_POSTS);
        return;
    }
    struct tpl *list = tpl_add(t, SEC_POSTS);
    for (size_t i = 0; i < n; i++)
        add_post(page, list, &posts[i]);
}
