#include "crypto_receipt.h"

#include <sodium.h>
#include <string.h>

#include "crypto_random.h"
#include "utf8.h"

#define BODY_CHARACTERS 10
#define NUMBER_CHARACTERS (BODY_CHARACTERS + 1)
#define PASSCODE_CHARACTERS 16
#define GROUP_CHARACTERS 4
#define TYPED_BYTES_MAX 200
#define CHECK_MODULUS 37

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static int digit_of(char c)
{
    const char *at = memchr(alphabet, c, sizeof alphabet - 1);

    return at ? (int)(at - alphabet) : -1;
}

/* Crockford's check value; 32 and above stand for signs that people mistype, so numbers with those are not made. */
static int check_of(const char body[BODY_CHARACTERS])
{
    int value = 0;

    for (size_t i = 0; i < BODY_CHARACTERS; i++) {
        int digit = digit_of(body[i]);

        if (digit < 0)
            return -1;
        value = (value * 32 + digit) % CHECK_MODULUS;
    }
    return value;
}

static const char *number_of(struct arena *a, const char *prefix, const char c[NUMBER_CHARACTERS])
{
    return arena_printf(a, "%s%s%.5s-%.5s-%.1s", prefix, *prefix ? "-" : "", c, c + 5, c + BODY_CHARACTERS);
}

const char *crypto_number_new(struct arena *a, const char *prefix)
{
    char c[NUMBER_CHARACTERS];
    int check;

    do {
        uint8_t random[BODY_CHARACTERS];

        crypto_random(random, sizeof random);
        for (size_t i = 0; i < BODY_CHARACTERS; i++)
            c[i] = alphabet[random[i] & 31];
        check = check_of(c);
    } while (check >= 32);
    c[BODY_CHARACTERS] = alphabet[check];
    return number_of(a, prefix, c);
}

/* Signs that people, word processors and chat programs put between or around characters. */
static bool is_separator(struct str *rest)
{
    static const char *const separators[] = {
        " ", "\t", "\r", "\n", "-", "_", ".", "\xC2\xA0" /* no-break space */, "\xE2\x80\x8B" /* zero-width space */,
        "\xE2\x80\x90" /* hyphen */, "\xE2\x80\x91" /* no-break hyphen */, "\xE2\x80\x93" /* en dash */,
        "\xE2\x80\x94" /* em dash */, "\xE2\x88\x92" /* minus */, "\xEF\xBB\xBF" /* byte order mark */,
    };

    for (size_t i = 0; i < COUNT_OF(separators); i++) {
        size_t n = strlen(separators[i]);

        if (str_starts(*rest, separators[i])) {
            rest->p += n;
            rest->n -= n;
            return true;
        }
    }
    return false;
}

static char mend(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    if (c == 'O')
        return '0';
    return c == 'I' || c == 'L' ? '1' : c;
}

/* The letters and digits of what was typed, mended, without separators; NULL when anything else is among them. */
static const char *characters_of(struct arena *a, const char *typed)
{
    struct str rest = str_of(typed);
    char *out;
    size_t n = 0;

    if (rest.n > TYPED_BYTES_MAX || !utf8_valid(rest))
        return NULL;
    rest = str_of(utf8_halfwidth(a, rest));
    out = arena_alloc(a, rest.n + 1);
    while (rest.n > 0) {
        char c = mend(*rest.p);

        if (is_separator(&rest))
            continue;
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
            return NULL;
        out[n++] = c;
        rest.p++;
        rest.n--;
    }
    return out;
}

const char *crypto_number_read(struct arena *a, const char *prefix, const char *typed)
{
    const char *c = characters_of(a, typed), *start = characters_of(a, prefix);
    int check;

    /* Without its prefix a number would be taken for a telephone number, and the other way round. */
    if (!c || !start || !str_starts(str_of(c), start))
        return NULL;
    c += strlen(start);
    if (strlen(c) != NUMBER_CHARACTERS)
        return NULL;
    check = check_of(c);
    if (check < 0 || check != digit_of(c[BODY_CHARACTERS]))
        return NULL;
    return number_of(a, prefix, c);
}

const char *crypto_passcode_read(struct arena *a, const char *typed)
{
    const char *c = characters_of(a, typed);

    if (!c || strlen(c) != PASSCODE_CHARACTERS)
        return NULL;
    for (size_t i = 0; i < PASSCODE_CHARACTERS; i++)
        if (digit_of(c[i]) < 0)
            return NULL;
    return c;
}

const char *crypto_grouped(struct arena *a, const char *code)
{
    struct buf out = {.arena = a};

    for (size_t i = 0; code[i]; i++) {
        if (i > 0 && i % GROUP_CHARACTERS == 0)
            buf_addc(&out, ' ');
        buf_addc(&out, code[i]);
    }
    return str_cstr(a, buf_str(&out));
}

const char *crypto_passcode_of(struct arena *a, const struct crypto_keys *keys, struct str token)
{
    const uint8_t *key = crypto_key(keys, KEY_PASSCODE, NULL);
    struct crypto_part parts[] = {{"passcode", 8}, {token.p, token.n}};
    const char *passcode;
    uint8_t mac[32];

    if (!key)
        return NULL;
    crypto_hmac(key, parts, COUNT_OF(parts), mac);
    passcode = str_base32(a, mac, CRYPTO_PASSCODE_BYTES);
    crypto_wipe(mac, sizeof mac);
    return passcode;
}

bool crypto_passcode_hash(const struct crypto_keys *keys, const char *number, const char *passcode, uint8_t out[32])
{
    const uint8_t *key = crypto_key(keys, KEY_PASSCODE, NULL);
    struct crypto_part parts[] = {{"stored passcode", 15}, {number, strlen(number)}, {passcode, strlen(passcode)}};

    if (key)
        crypto_hmac(key, parts, COUNT_OF(parts), out);
    else
        crypto_random(out, 32);
    return key != NULL;
}

#define LINK_BYTES 16

static void link_mac(const uint8_t *key, const char *purpose, const char *text, uint8_t mac[32])
{
    struct crypto_part parts[] = {{"link", 4}, {purpose, strlen(purpose)}, {text, strlen(text)}};

    crypto_hmac(key, parts, COUNT_OF(parts), mac);
}

const char *crypto_link_mark(struct arena *a, const struct crypto_keys *keys, const char *purpose, const char *text)
{
    const uint8_t *key = crypto_key(keys, KEY_PASSCODE, NULL);
    uint8_t mac[32];

    if (!key)
        return NULL;
    link_mac(key, purpose, text, mac);
    return str_base32(a, mac, LINK_BYTES);
}

bool crypto_link_ok(const struct crypto_keys *keys, const char *purpose, const char *text, const char *mark)
{
    const uint8_t *key;
    struct arena *a = arena_new(256);
    bool ok = false;

    for (size_t back = 0; !ok && (key = crypto_key_older(keys, KEY_PASSCODE, back, NULL)) != NULL; back++) {
        uint8_t mac[32];

        link_mac(key, purpose, text, mac);
        ok = strlen(mark) == CRYPTO_LINK_CHARACTERS && crypto_equal(str_base32(a, mac, LINK_BYTES), mark, CRYPTO_LINK_CHARACTERS);
    }
    arena_free(a);
    return ok;
}

const char *crypto_signature_make(struct arena *a, const struct crypto_keys *keys, enum crypto_key secret, struct str text)
{
    const uint8_t *key = crypto_key(keys, secret, NULL);
    uint8_t signature[crypto_sign_BYTES];

    if (!key)
        return NULL;
    crypto_sign_detached(signature, NULL, (const uint8_t *)text.p, text.n, key);
    return str_base64url(a, signature, sizeof signature);
}

bool crypto_signature_ok(const struct crypto_keys *keys, enum crypto_key public_key, struct str text, const char *signature)
{
    size_t at = public_key == KEY_RECEIPT || public_key == KEY_ANCHOR ? crypto_sign_SEEDBYTES : 0;
    uint8_t bytes[crypto_sign_BYTES];
    const uint8_t *key;
    size_t n;

    if (!str_unbase64url(str_of(signature), bytes, sizeof bytes, &n) || n != sizeof bytes)
        return false;
    for (size_t back = 0; (key = crypto_key_older(keys, public_key, back, NULL)) != NULL; back++)
        if (crypto_sign_verify_detached(bytes, (const uint8_t *)text.p, text.n, key + at) == 0)
            return true;
    return false;
}

bool crypto_signature_by(const uint8_t public_key[32], struct str text, const char *signature)
{
    uint8_t bytes[crypto_sign_BYTES];
    char again[sodium_base64_ENCODED_LEN(crypto_sign_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
    size_t n;

    if (!str_unbase64url(str_of(signature), bytes, sizeof bytes, &n) || n != sizeof bytes)
        return false;
    sodium_bin2base64(again, sizeof again, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return strcmp(again, signature) == 0 && crypto_sign_verify_detached(bytes, (const uint8_t *)text.p, text.n, public_key) == 0;
}

const uint8_t *crypto_signature_key(const struct crypto_keys *keys, enum crypto_key secret, int version)
{
    const uint8_t *key = crypto_key_version(keys, secret, version);

    return key ? key + crypto_sign_SEEDBYTES : NULL;
}
