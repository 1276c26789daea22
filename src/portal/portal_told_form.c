#include "portal_told_form.h"

#include "msgid.h"
#include "utf8.h"

static const char *typed(const struct http_form *form, const char *field, unsigned max, struct http_form_errors *errors)
{
    const char *text = http_form_text(form, field, &(struct http_text_rule){.max = max}, errors);
    return str_cstr(form->arena, str_trim(str_of(utf8_halfwidth(form->arena, str_of(text)))));
}

static void read_addresses(const struct http_form *form, unsigned offered, const char *lang, struct portal_telling *t, struct http_form_errors *errors)
{
    *t = (struct portal_telling){.mail = offered & TOLD_MAIL ? typed(form, "email", 120, errors) : "", .phone = offered & TOLD_SMS ? typed(form, "phone", 40, errors) : "",
                                 .told = {.lang = lang}};
    if (*t->mail && !(t->told.mail = told_mail_address(form->arena, t->mail)))
        http_form_error(errors, "email", N_("This does not look like an e-mail address. An example: name@example.com"), 0);
    if (*t->phone && !(t->told.sms = told_sms_number(form->arena, t->phone)))
        http_form_error(errors, "phone", N_("An SMS needs a mobile telephone number, such as 13800138000"), 0);
    t->ways = (*t->mail ? TOLD_MAIL : 0U) | (*t->phone ? TOLD_SMS : 0U);
}

void portal_form_receipt_to(const struct http_form *form, unsigned offered, const char *lang, struct portal_telling *ret_telling, struct http_form_errors *errors)
{
    read_addresses(form, offered, lang, ret_telling, errors);
    if (!ret_telling->ways)
        http_form_error(errors, offered & TOLD_MAIL ? "email" : "phone", N_("Enter where to send it"), 0);
    ret_telling->told.ways = ret_telling->ways;
}

void portal_form_notices(const struct http_form *form, unsigned offered, unsigned before, const char *lang, struct portal_telling *ret_telling, struct http_form_errors *errors)
{
    read_addresses(form, offered, lang, ret_telling, errors);
    if ((offered & TOLD_MAIL) && http_form_tick(form, "tell_mail"))
        ret_telling->ways |= TOLD_MAIL;
    if ((offered & TOLD_SMS) && http_form_tick(form, "tell_sms"))
        ret_telling->ways |= TOLD_SMS;
    /* What is not offered at present is neither agreed to nor taken back. */
    ret_telling->told.ways = ret_telling->ways | (before & ~offered);
    if ((ret_telling->ways & ~before & TOLD_MAIL) && !*ret_telling->mail)
        http_form_error(errors, "email", N_("Enter an e-mail address so that we can tell you by e-mail"), 0);
    if ((ret_telling->ways & ~before & TOLD_SMS) && !*ret_telling->phone)
        http_form_error(errors, "phone", N_("Enter a mobile telephone number so that we can tell you by SMS"), 0);
}
