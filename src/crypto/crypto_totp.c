#include "crypto_totp.h"

#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#include "crypto_algorithms.h"
#include "crypto_random.h"
#include "utf8.h"

#define DIGITS 6
#define STEP_S OATH_TOTP_DEFAULT_TIME_STEP_SIZE

void crypto_totp_new(uint8_t secret[CRYPTO_TOTP_BYTES])
{
    crypto_random(secret, CRYPTO_TOTP_BYTES);
}

const char *crypto_totp_base32(struct arena *a, const uint8_t secret[CRYPTO_TOTP_BYTES])
{
    const char *text;
    char *encoded;
    size_t n;

    crypto_must(oath_base32_encode((const char *)secret, CRYPTO_TOTP_BYTES, &encoded, &n) == OATH_OK, "base32");
    text = arena_strndup(a, encoded, n);
    crypto_wipe(encoded, n);
    free(encoded);
    return text;
}

/* RFC 3986: everything but the unreserved characters as %XX. */
static void add_encoded(struct buf *out, const char *s)
{
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;

        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._~", c))
            buf_addc(out, *s);
        else
            buf_printf(out, "%%%02X", c);
    }
}

const char *crypto_totp_uri(struct arena *a, const char *issuer, const char *login, const uint8_t secret[CRYPTO_TOTP_BYTES])
{
    struct buf out = {.arena = a};

    buf_adds(&out, "otpauth://totp/");
    add_encoded(&out, issuer);
    buf_addc(&out, ':');
    add_encoded(&out, login);
    buf_printf(&out, "?secret=%s&issuer=", crypto_totp_base32(a, secret));
    add_encoded(&out, issuer);
    buf_printf(&out, "&algorithm=SHA1&digits=%d&period=%d", DIGITS, STEP_S);
    return str_cstr(a, buf_str(&out));
}

static bool digits_of(struct arena *a, struct str typed, char out[DIGITS])
{
    size_t n = 0;

    if (!utf8_valid(typed))
        return false;
    for (const char *c = utf8_halfwidth(a, typed); *c; c++) {
        if (*c == ' ')
            continue;
        if (*c < '0' || *c > '9' || n == DIGITS)
            return false;
        out[n++] = *c;
    }
    return n == DIGITS;
}

bool crypto_totp_ok(struct arena *a, const uint8_t secret[CRYPTO_TOTP_BYTES], const char *typed, int64_t now_s,
                    int64_t last_step, int64_t *ret_step)
{
    int64_t now_step = now_s / STEP_S, found = -1;
    char code[DIGITS];

    if (!digits_of(a, str_of(typed), code))
        return false;
    for (int64_t step = now_step - 1; step <= now_step + 1; step++) {
        char expected[DIGITS + 1];
        int made = oath_totp_generate((const char *)secret, CRYPTO_TOTP_BYTES, (time_t)(step * STEP_S), STEP_S,
                                      OATH_TOTP_DEFAULT_START_TIME, DIGITS, expected);

        crypto_must(made == OATH_OK, "TOTP");
        if (crypto_equal(expected, code, DIGITS) && step > last_step)
            found = step;
        crypto_wipe(expected, sizeof expected);
    }
    if (found < 0)
        return false;
    *ret_step = found;
    return true;
}
