#include "wire.h"

#include <stdint.h>
#include <string.h>

#include "str.h"
#include "utc.h"

#define PAUSE_FIRST_US (30 * UTC_SECOND_US)
#define PAUSE_MOST_US (2 * UTC_HOUR_US)
#define PHONE_MIN 5
#define PHONE_MAX 20

enum wire_answer wire_smtp(long code, bool of_message)
{
    bool for_all = code == 421 || code == 503 || code == 530 || code == 534 || code == 535 || code == 538;
    if (code >= 200 && code < 300)
        return WIRE_TAKEN;
    if (!of_message || for_all || code < 400)
        return WIRE_DOWN;
    return code >= 500 ? WIRE_NEVER : WIRE_LATER;
}

/* ---- short messages ---- */

enum escape { ESCAPE_PERCENT, ESCAPE_JSON };

static void add_percent(struct buf *out, const char *value)
{
    static const char hex[] = "0123456789ABCDEF", plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (const char *c = value; *c; c++) {
        if (strchr(plain, *c)) {
            buf_addc(out, *c);
            continue;
        }
        buf_addc(out, '%');
        buf_addc(out, hex[(unsigned char)*c >> 4]);
        buf_addc(out, hex[(unsigned char)*c & 15]);
    }
}

static void add_json(struct buf *out, const char *value)
{
    for (const char *c = value; *c; c++) {
        if (*c == '"' || *c == '\\')
            buf_addc(out, '\\');
        if ((unsigned char)*c < 0x20)
            buf_printf(out, "\\u%04x", (unsigned)(unsigned char)*c);
        else
            buf_addc(out, *c);
    }
}

static const char *fill(struct arena *a, const char *text, const char *const values[3], enum escape escape)
{
    static const char *const words[3] = {"{phone}", "{text}", "{id}"};
    struct buf out = {.arena = a};
    buf_adds(&out, "");
    while (*text) {
        size_t k = 0;
        while (k < COUNT_OF(words) && strncmp(text, words[k], strlen(words[k])) != 0)
            k++;
        if (k == COUNT_OF(words)) {
            buf_addc(&out, *text++);
            continue;
        }
        if (escape == ESCAPE_JSON)
            add_json(&out, values[k]);
        else
            add_percent(&out, values[k]);
        text += strlen(words[k]);
    }
    return out.n ? out.p : "";
}

struct wire_request wire_request(struct arena *a, const struct wire_gateway *gateway, const char *phone, const char *text, const char *id)
{
    const char *const values[3] = {phone, text, id};
    bool json = strcmp(gateway->type, "json") == 0;
    return (struct wire_request){
        .url = fill(a, gateway->url, values, ESCAPE_PERCENT),
        .body = fill(a, gateway->body, values, json ? ESCAPE_JSON : ESCAPE_PERCENT),
        .content_type = json ? "application/json; charset=utf-8" : "application/x-www-form-urlencoded; charset=utf-8",
    };
}

static bool says_any(const char *answer, const char *words)
{
    struct str rest = str_of(words), text = str_of(answer);
    while (rest.p && rest.n) {
        struct str word = str_trim(str_cut(&rest, ','));
        if (word.n && memmem(text.p, text.n, word.p, word.n))
            return true;
    }
    return false;
}

enum wire_answer wire_http(const struct wire_gateway *gateway, long status, const char *answer)
{
    bool good = status >= 200 && status < 300;
    if (good && (!*gateway->accept || strstr(answer, gateway->accept)))
        return WIRE_TAKEN;
    if (says_any(answer, gateway->refuse))
        return WIRE_NEVER;
    if (status == 401 || status == 403 || status == 404 || status == 405 || status == 407 || status == 429 || status >= 500)
        return WIRE_DOWN;
    return status >= 400 && status != 408 ? WIRE_NEVER : WIRE_LATER;
}

const char *wire_phone(struct arena *a, const char *phone)
{
    struct buf out = {.arena = a};
    buf_adds(&out, "");
    for (const char *c = phone; *c; c++) {
        if (*c == ' ' || *c == '-')
            continue;
        if ((*c < '0' || *c > '9') && !(*c == '+' && out.n == 0))
            return NULL;
        buf_addc(&out, *c);
    }
    return out.n >= PHONE_MIN && out.n <= PHONE_MAX ? out.p : NULL;
}

/* ---- trying again ---- */

int64_t wire_pause_us(unsigned attempts, unsigned chance)
{
    int64_t pause_us = PAUSE_FIRST_US;
    for (unsigned i = 1; i < attempts && pause_us < PAUSE_MOST_US; i++)
        pause_us *= 2;
    if (pause_us > PAUSE_MOST_US)
        pause_us = PAUSE_MOST_US;
    return pause_us * 3 / 4 + pause_us / 2 * (chance > 1000 ? 1000 : (int64_t)chance) / 1000;
}
