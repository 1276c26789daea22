#include "portal_ask_view.h"

#include <stdlib.h>
#include <string.h>

#include "crypto_random.h"
#include "log.h"
#include "utc.h"
#include "utf8.h"

#define LOW 2
#define HIGH 9 /* of what is added */

static const char *const words[] = {
    N_("nought"),  N_("one"),     N_("two"),       N_("three"),    N_("four"),     N_("five"),    N_("six"),       N_("seven"),    N_("eight"), N_("nine"),
    N_("ten"),     N_("eleven"),  N_("twelve"),    N_("thirteen"), N_("fourteen"), N_("fifteen"), N_("sixteen"),   N_("seventeen"), N_("eighteen"),
};

struct sum {
    unsigned first, second;
};

static struct sum sum_of(const struct crypto_keys *keys, const char *subject, int64_t tries, int64_t hour)
{
    const struct crypto_part parts[] = {{"question", 8}, {subject, strlen(subject)}, {&tries, sizeof tries}, {&hour, sizeof hour}};
    const uint8_t *key = crypto_key(keys, KEY_WEB, NULL);
    uint8_t bytes[32];
    if (!key) {
        log_note(LOG_ERROR, "a question was asked without web.key");
        abort();
    }
    crypto_hmac(key, parts, COUNT_OF(parts), bytes);
    return (struct sum){LOW + bytes[0] % (HIGH - LOW + 1), LOW + bytes[1] % (HIGH - LOW + 1)};
}

const char *portal_ask(struct arena *a, enum lang lang, const struct crypto_keys *keys, const char *subject, int64_t tries, int64_t now_us)
{
    struct sum sum = sum_of(keys, subject, tries, now_us / UTC_HOUR_US);
    return text_f(a, lang, N_("How much is %s plus %s?"), text_in(lang, words[sum.first]), text_in(lang, words[sum.second]));
}

static bool says(struct arena *a, const char *typed, unsigned number)
{
    const struct str said = str_trim(str_of(utf8_halfwidth(a, str_of(typed))));
    long long digits;
    if (str_to_i64(said, 0, 99, &digits))
        return digits == (long long)number;
    return str_ieq(said, str_of(words[number])) || str_is(said, text_in(LANG_ZH, words[number]));
}

bool portal_ask_answered(struct arena *a, const struct crypto_keys *keys, const char *subject, int64_t tries, int64_t now_us, const char *typed)
{
    struct sum sum = sum_of(keys, subject, tries, now_us / UTC_HOUR_US);
    return says(a, typed, sum.first + sum.second);
}
