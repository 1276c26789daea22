#include "told.h"

#include <string.h>

#include "identity.h"
#include "timeline.h"
#include "utf8.h"

enum { MOBILE_DIGITS = 11, ABROAD_DIGITS_MIN = 8, ABROAD_DIGITS_MAX = 15 };

const char *told_mail_address(struct arena *a, const char *typed)
{
    const char *plain = utf8_halfwidth(a, str_of(typed));
    struct buf out = {.arena = a};
    bool domain = false;
    for (const char *p = plain; *p; p++) {
        if ((unsigned char)*p > '~')
            return NULL; /* hardly any gateway delivers to these */
        if (*p == ' ' || *p == '\t')
            continue;
        domain |= *p == '@';
        buf_addc(&out, domain && *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p);
    }
    return out.n && identity_email_plausible(out.p) ? out.p : NULL;
}

const char *told_sms_number(struct arena *a, const char *typed)
{
    const char *plain = str_cstr(a, str_trim(str_of(utf8_halfwidth(a, str_of(typed)))));
    if (!identity_phone_plausible(plain))
        return NULL;
    struct buf digits = {.arena = a};
    for (const char *p = plain; *p; p++) {
        if (*p >= '0' && *p <= '9')
            buf_addc(&digits, *p);
    }
    struct str number = buf_str(&digits);
    bool zeros = str_starts(number, "00");
    bool abroad = plain[0] == '+' || zeros;
    if (zeros)
        number = (struct str){number.p + 2, number.n - 2};
    if (str_starts(number, "86") && number.n == MOBILE_DIGITS + 2) {
        number = (struct str){number.p + 2, number.n - 2};
        abroad = false;
    }
    if (!abroad)
        return number.n == MOBILE_DIGITS && number.p[0] == '1' ? str_cstr(a, number) : NULL;
    return number.n >= ABROAD_DIGITS_MIN && number.n <= ABROAD_DIGITS_MAX && number.p[0] != '0' ? arena_printf(a, "+%.*s", (int)number.n, number.p) : NULL;
}

const char *told_mailbox(struct arena *a, const char *address)
{
    struct buf out = {.arena = a};
    const char *at = strchr(address, '@'), *plus = at ? strchr(address, '+') : NULL;
    for (const char *p = address; *p; p++) {
        if (plus && plus < at && p >= plus && p < at)
            continue;
        buf_addc(&out, *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p);
    }
    return out.p ? out.p : "";
}

unsigned told_ways_on(const struct config *config)
{
    return (config->post.mail_url && *config->post.mail_url ? TOLD_MAIL : 0U) | (config->post.sms_url && *config->post.sms_url ? TOLD_SMS : 0U);
}

/* What is told of what, requirements B5, F5: all that moves it, and whatever is waiting to be read or answered. */
static const struct {
    const char *event, *post;
} kinds[] = {
    {"submitted", "receipt"},       {"registered", "receipt"},       {"rejected", "rejected"},      {"message", "message"},
    {"asked", "ask"},               {"replied", "reply"},            {"closed", "closed"},          {"reopened", "reopened"},
    {"withdrawn", "withdrawn"},     {"withdraw_declined", "message"}, {"review_begun", "reopened"}, {"review_declined", "message"},
    {"extended", "extension"},      {"merged", "merged"},            {"spot_solved", "closed"},     {"turned", "closed"},
    {"turned_back", "reopened"},    {"split", "message"},            {"unsealed", "unsealed"},      {"unsealed_alone", "unsealed"}, {"receipt_sent", "receipt"},
    {"validity_decided", "message"},
};

const char *told_of(struct arena *a, const char *event_kind, const char *data)
{
    /* Of more time within the house he learns nothing. */
    if (strcmp(event_kind, "extended") == 0 && strcmp(timeline_get(a, data, "clock_kind"), "resolve") != 0)
        return NULL;
    /* Only with what was written to him. */
    if (strcmp(event_kind, "validity_decided") == 0 && !*timeline_get(a, data, "message"))
        return NULL;
    /* What was written about a matter that was split off stands with the complaint that leads as well; he was told by the event of that matter. */
    if (strcmp(event_kind, "message") == 0 && *timeline_get(a, data, "other"))
        return NULL;
    if (*timeline_get(a, data, "later")) /* told when the tracking page shows it */
        return NULL;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (strcmp(kinds[i].event, event_kind) == 0)
            return kinds[i].post;
    }
    return NULL;
}
