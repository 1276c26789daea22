#include "admin_form.h"

#include <limits.h>
#include <string.h>

#include "msgid.h"

#define CODE_MAX 40

int admin_form_version(const struct http_form *form)
{
    long long version;
    return str_to_i64(str_of(http_form_get(form, "version")), 1, INT_MAX, &version) ? (int)version : 0;
}

const char *admin_form_code(const struct http_form *form, const char *field, struct http_form_errors *errors)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    const struct http_text_rule rule = {.required = true, .max = CODE_MAX, .missing = N_("Enter a short code")};
    const char *code = http_form_text(form, field, &rule, errors);
    if (code[strspn(code, allowed)] != '\0')
        http_form_error(errors, field, N_("The code may hold letters, digits, dots, hyphens and underscores only"), 0);
    return code;
}

bool admin_form_active(const struct http_form *form)
{
    return strcmp(http_form_get(form, "active"), "1") == 0;
}
