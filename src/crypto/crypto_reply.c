#include "crypto_reply.h"

#include <string.h>

#include "crypto_random.h"

#define SIGNATURE_BYTES 10
#define SIGNATURE_CHARACTERS (2 * SIGNATURE_BYTES)
#define LOCAL_MAX 64 /* RFC 5321, 4.5.3.1.1 */

/* The address in two halves, "" and "" when it is none. */
static bool halves(struct str address, struct str *ret_local, struct str *ret_domain)
{
    const char *at = address.n ? memrchr(address.p, '@', address.n) : NULL;
    if (!at || at == address.p || at + 1 == address.p + address.n)
        return false;
    *ret_local = (struct str){address.p, (size_t)(at - address.p)};
    *ret_domain = (struct str){at + 1, address.n - ret_local->n - 1};
    return true;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Letters and digits alone: hyphens mean something else here. */
static const char *plain(struct arena *a, struct str number)
{
    struct buf b = {.arena = a};
    for (size_t i = 0; i < number.n; i++) {
        char c = lower(number.p[i]);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            buf_addc(&b, c);
    }
    return b.n ? b.p : "";
}

static void sign(const uint8_t *key, const char *number, uint8_t out[SIGNATURE_BYTES])
{
    uint8_t whole[32];
    const struct crypto_part parts[] = {{"reply address", strlen("reply address")}, {number, strlen(number)}};
    crypto_hmac(key, parts, COUNT_OF(parts), whole);
    memcpy(out, whole, SIGNATURE_BYTES);
    crypto_wipe(whole, sizeof whole);
}

/* 36 letters and digits shifted by what only the key and the signature give; back: to what it was. A server's log does not tell which complaint somebody is written to about. */
static const char *shifted(struct arena *a, const uint8_t *key, const uint8_t signature[SIGNATURE_BYTES], const char *text, bool back)
{
    static const char alphabet[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    const int n = (int)sizeof alphabet - 1;
    uint8_t shifts[32];
    const struct crypto_part parts[] = {{"reply number", strlen("reply number")}, {signature, SIGNATURE_BYTES}};
    crypto_hmac(key, parts, COUNT_OF(parts), shifts);
    char *to = arena_strdup(a, text);
    for (size_t i = 0; to[i]; i++) {
        int at = (int)(strchr(alphabet, to[i]) - alphabet), by = shifts[i % sizeof shifts] % n;
        to[i] = alphabet[(at + (back ? n - by : by)) % n];
    }
    return to;
}

const char *crypto_reply_address(struct arena *a, const struct crypto_keys *keys, const char *base, const char *number)
{
    struct str local, domain;
    uint8_t signature[SIGNATURE_BYTES];
    const uint8_t *key = crypto_key(keys, KEY_REPLY, NULL);
    const char *digits = plain(a, str_of(number));
    if (!key || !*digits || !halves(str_of(base), &local, &domain) || local.n + strlen(digits) + SIGNATURE_CHARACTERS + strlen("+-") > LOCAL_MAX)
        return NULL;
    sign(key, digits, signature);
    return arena_printf(a, "%.*s+%s-%s@%.*s", (int)local.n, local.p, shifted(a, key, signature, digits, false), str_hex(a, signature, sizeof signature), (int)domain.n, domain.p);
}

/* What stands after the + sign; p NULL: another address. */
static struct str extension(const char *base, const char *address)
{
    struct str local, domain, own_local, own_domain, none = {NULL, 0};
    if (!halves(str_trim(str_of(address)), &local, &domain) || !halves(str_of(base), &own_local, &own_domain) || !str_ieq(domain, own_domain) || local.n < own_local.n ||
        !str_ieq((struct str){local.p, own_local.n}, own_local))
        return none;
    if (local.n == own_local.n)
        return STR("");
    if (local.p[own_local.n] != '+')
        return none;
    return (struct str){local.p + own_local.n + 1, local.n - own_local.n - 1};
}

bool crypto_reply_own(const char *base, const char *address)
{
    return extension(base, address).p != NULL;
}

const char *crypto_reply_number(struct arena *a, const struct crypto_keys *keys, const char *base, const char *address)
{
    struct str rest = extension(base, address);
    uint8_t given[SIGNATURE_BYTES], made[SIGNATURE_BYTES];
    if (rest.n <= SIGNATURE_CHARACTERS + 1 || rest.n > LOCAL_MAX)
        return NULL;
    size_t n = rest.n - SIGNATURE_CHARACTERS - 1;
    const char *written = plain(a, (struct str){rest.p, n});
    const uint8_t *key;
    if (rest.p[n] != '-' || strlen(written) != n || !str_unhex((struct str){rest.p + n + 1, SIGNATURE_CHARACTERS}, given, sizeof given))
        return NULL;
    for (size_t back = 0; (key = crypto_key_older(keys, KEY_REPLY, back, NULL)); back++) {
        const char *numbers[] = {shifted(a, key, given, written, true), written}; /* the plain one stands in mails of before */
        for (size_t i = 0; i < COUNT_OF(numbers); i++) {
            sign(key, numbers[i], made);
            if (crypto_equal(made, given, sizeof given))
                return numbers[i];
        }
    }
    return NULL;
}
