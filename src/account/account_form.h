#ifndef REDRESS_ACCOUNT_FORM_H
#define REDRESS_ACCOUNT_FORM_H

#include "http_form.h"

struct account_sign_in {
    const char *login, *password, *to;
};
struct account_sign_in account_sign_in_read(const struct http_form *form, struct http_form_errors *errors);

struct account_new_password {
    const char *current, *fresh;
};
/* The new one is checked but for its strength, which crypto_password_weakness judges. */
struct account_new_password account_password_read(const struct http_form *form, struct http_form_errors *errors);

#endif
