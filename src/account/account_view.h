#ifndef REDRESS_ACCOUNT_VIEW_H
#define REDRESS_ACCOUNT_VIEW_H

#include "access.h"
#include "page.h"

/* The pages before the session; errors NULL: none. */
struct tpl *account_sign_in_view(struct page *page, const char *login, const char *to, const struct http_form_errors *errors);
struct tpl *account_code_view(struct page *page, const char *ticket, const struct http_form_errors *errors);
struct tpl *account_confirm_view(struct page *page, const char *to, const struct http_form_errors *errors);

/* One's own account; only the change of the password for who must change it first. codes: how many recovery codes are left. */
struct tpl *account_view(struct page *page, const struct access_session_row *sessions, size_t n, int64_t codes, const struct http_form_errors *errors);

/* Setting up the authenticator app; uri is what its QR code says. */
struct tpl *account_factor_view(struct page *page, const char *secret, const char *uri, const char *ticket, const struct http_form_errors *errors);
/* Fresh recovery codes; first: the app was set up just now. */
struct tpl *account_codes_view(struct page *page, const char *const *codes, size_t n, bool first);

#endif
