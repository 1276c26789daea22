#include "identity.h"

#include <string.h>

#include "utf8.h"

enum { PHONE_DIGITS_MIN = 6, PHONE_DIGITS_MAX = 20, EMAIL_MAX = 200 };

const char *identity_phone_key(struct arena *a, const char *phone)
{
    const char *typed = utf8_halfwidth(a, str_of(phone));
    struct buf digits = {.arena = a};
    bool international = false;
    for (const char *p = typed; *p; p++) {
        if (*p >= '0' && *p <= '9')
            buf_addc(&digits, *p);
        else if (*p == '+' && digits.n == 0)
            international = true;
    }
    struct str key = buf_str(&digits);
    if (str_starts(key, "00")) {
        international = true;
        key.p += 2;
        key.n -= 2;
    }
    /* Eleven digits after 86 are a mobile telephone written without the plus. */
    if (str_starts(key, "86") && (international || (key.n == 13 && key.p[2] == '1'))) {
        key.p += 2;
        key.n -= 2;
    }
    return str_cstr(a, key);
}

const char *identity_email_key(struct arena *a, const char *email)
{
    const char *typed = utf8_halfwidth(a, str_of(email));
    struct buf key = {.arena = a};
    for (const char *p = typed; *p; p++) {
        if (*p != ' ' && *p != '\t')
            buf_addc(&key, *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p);
    }
    return key.n ? key.p : "";
}

const char *identity_name_key(struct arena *a, const char *name)
{
    const char *typed = utf8_halfwidth(a, str_of(name));
    struct buf key = {.arena = a};
    for (const char *p = typed; *p;) {
        /* The middle dot of names from other languages is typed in several ways. */
        static const char *const ignored[] = {" ", "\t", "-", "\xC2\xB7", "\xE2\x80\xA2", "\xE3\x83\xBB", "\xC2\xA0"};
        size_t skip = 0;
        for (size_t i = 0; i < COUNT_OF(ignored) && skip == 0; i++) {
            if (str_starts(str_of(p), ignored[i]))
                skip = strlen(ignored[i]);
        }
        if (skip == 0)
            buf_addc(&key, *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p);
        p += skip ? skip : 1;
    }
    return key.n ? key.p : "";
}

bool identity_phone_plausible(const char *phone)
{
    size_t digits = 0;
    for (const char *p = phone; *p; p++) {
        if (*p >= '0' && *p <= '9')
            digits++;
        else if (!strchr("+-() ", *p) || (*p == '+' && digits > 0))
            return false;
    }
    return digits >= PHONE_DIGITS_MIN && digits <= PHONE_DIGITS_MAX;
}

static bool domain_plausible(struct str domain)
{
    size_t labels = 0;
    while (domain.p) {
        struct str label = str_cut(&domain, '.');
        if (label.n == 0 || label.p[0] == '-' || label.p[label.n - 1] == '-')
            return false;
        labels++;
    }
    return labels >= 2;
}

bool identity_email_plausible(const char *email)
{
    struct str domain = str_of(email);
    if (domain.n > EMAIL_MAX)
        return false;
    for (const char *p = email; *p; p++) {
        if ((unsigned char)*p <= ' ' || *p == 0x7f || strchr("()<>[]:;,\\\"", *p))
            return false;
    }
    struct str local = str_cut(&domain, '@');
    return local.n > 0 && domain.p && !memchr(domain.p, '@', domain.n) && domain_plausible(domain);
}
