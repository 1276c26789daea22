#include "admin_people_form.h"

#include <string.h>

#include "admin_form.h"
#include "msgid.h"

#define NAME_MAX_CHARS 60
#define EMAIL_MAX_CHARS 200
#define MOBILE_MAX_CHARS 30

static const char *read_login(const struct http_form *form, struct http_form_errors *errors)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789._@-";
    const struct http_text_rule rule = {.required = true, .max = NAME_MAX_CHARS, .missing = N_("Enter a sign-in name")};
    char *login = arena_strdup(form->arena, http_form_text(form, "login", &rule, errors));
    for (char *p = login; *p; p++) {
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    }
    if (login[strspn(login, allowed)] != '\0')
        http_form_error(errors, "login", N_("The sign-in name may hold letters, digits, dots, hyphens, underscores and @ only"), 0);
    return login;
}

static const char *read_email(const struct http_form *form, struct http_form_errors *errors)
{
    const char *email = http_form_text(form, "email", &(struct http_text_rule){.max = EMAIL_MAX_CHARS}, errors);
    const char *at = strchr(email, '@');
    if (*email && (!at || at == email || !at[1] || strchr(at + 1, '@') || strpbrk(email, " \t,;")))
        http_form_error(errors, "email", N_("Enter an e-mail address such as name@example.com"), 0);
    return email;
}

/* A telephone that gets short messages: digits, blanks and hyphens between them, a plus sign before them. */
static const char *read_mobile(const struct http_form *form, struct http_form_errors *errors)
{
    const char *mobile = http_form_text(form, "mobile", &(struct http_text_rule){.max = MOBILE_MAX_CHARS}, errors);
    size_t digits = 0;
    for (const char *c = mobile; *c; c++)
        digits += *c >= '0' && *c <= '9';
    if (*mobile && (digits < 5 || mobile[strspn(mobile, "+0123456789 -")] || strrchr(mobile, '+') > mobile))
        http_form_error(errors, "mobile", N_("Enter a mobile number such as 138 0013 8000"), 0);
    return mobile;
}

struct person admin_person_read(const struct http_form *form, struct http_form_errors *errors)
{
    static const char *const languages[] = {"zh", "en"};
    struct person p = {
        .login = read_login(form, errors),
        .name = http_form_text(form, "name", &(struct http_text_rule){.required = true, .max = NAME_MAX_CHARS, .missing = N_("Enter the person's name")}, errors),
        .unit_id = http_form_int(form, "unit", true, 1, INT64_MAX, 0, errors),
        .department_id = http_form_int(form, "department", false, 1, INT64_MAX, 0, errors),
        .language = languages[0],
        .email = read_email(form, errors),
        .mobile = read_mobile(form, errors),
        .superior = http_form_text(form, "superior", &(struct http_text_rule){.max = NAME_MAX_CHARS}, errors),
        .version = admin_form_version(form),
        .active = true,
    };
    int language = http_form_choice(form, "language", languages, COUNT_OF(languages), true, NULL, errors);
    if (language >= 0)
        p.language = languages[language];
    return p;
}

struct admin_grant_typed admin_grant_read(const struct http_form *form, struct http_form_errors *errors)
{
    struct admin_grant_typed typed = {.role = http_form_get(form, "role"), .over = http_form_get(form, "over")};
    long long role = 0, over = 0;
    if (!str_to_i64(str_of(typed.role), 1, INT64_MAX, &role))
        http_form_error(errors, "role", N_("Choose a role"), 0);
    bool known = (typed.over[0] == 'u' || typed.over[0] == 'd') && str_to_i64(str_of(typed.over + 1), 1, INT64_MAX, &over);
    if (!known)
        http_form_error(errors, "over", N_("Choose a unit or a department"), 0);
    typed.role_id = role;
    typed.unit_id = known && typed.over[0] == 'u' ? over : 0;
    typed.department_id = known && typed.over[0] == 'd' ? over : 0;
    return typed;
}
