#include "account_form.h"

#include <string.h>

#include "msgid.h"

struct account_sign_in account_sign_in_read(const struct http_form *form, struct http_form_errors *errors)
{
    struct account_sign_in typed = {
        .login = http_form_text(form, "login", &(struct http_text_rule){.required = true, .missing = N_("Enter your sign-in name")}, errors),
        .password = http_form_get(form, "password"),
        .to = http_form_get(form, "to"),
    };
    if (!*typed.password)
        http_form_error(errors, "password", N_("Enter your password"), 0);
    return typed;
}

struct account_new_password account_password_read(const struct http_form *form, struct http_form_errors *errors)
{
    struct account_new_password typed = {.current = http_form_get(form, "current_password"), .fresh = http_form_get(form, "new_password")};
    if (!*typed.current)
        http_form_error(errors, "current_password", N_("Enter your present password"), 0);
    if (!*typed.fresh)
        http_form_error(errors, "new_password", N_("Enter a new password"), 0);
    else if (strcmp(typed.current, typed.fresh) == 0)
        http_form_error(errors, "new_password", N_("The new password must be another one than the present"), 0);
    else if (strcmp(typed.fresh, http_form_get(form, "again_password")) != 0)
        http_form_error(errors, "again_password", N_("The two new passwords are not the same"), 0);
    return typed;
}
