#include "complaint.h"

#include <string.h>

#include "clock.h"
#include "msgid.h"
#include "str.h"
#include "utf8.h"

struct word {
    const char *word, *title;
};

static const char *title_of(const struct word *words, size_t n, const char *word)
{
    for (size_t i = 0; word && i < n; i++) {
        if (strcmp(words[i].word, word) == 0)
            return words[i].title;
    }
    return "";
}

static const struct word channels[] = {
    {"web", N_("Website")},          {"telephone", N_("Telephone call")},      {"visit", N_("Visit")},
    {"letter", N_("Letter")},        {"fax", N_("Fax")},                  {"email", N_("By e-mail")},
    {"sms", N_("Text message")},     {"book", N_("Comment book or box")}, {"media", N_("Media")},
    {"callback", N_("Call after closing")}, {"transfer", N_("Passed on by another body")},
};

const char *const complaint_demands[] = {"explanation", "apology", "refund",       "return", "exchange",
                                         "repair",      "compensation", "other", NULL};
static const struct word demands[] = {
    {"explanation", N_("An explanation")}, {"apology", N_("An apology")}, {"refund", N_("A refund")},
    {"return", N_("Returning the goods")}, {"exchange", N_("An exchange")}, {"repair", N_("A repair")},
    {"compensation", N_("Compensation")},  {"other", N_("Something else")},
};

const char *const complaint_contact_ways[] = {"phone", "email", "letter", "web", NULL};
static const struct word ways[] = {
    {"phone", N_("By telephone")},
    {"email", N_("By e-mail")},
    {"letter", N_("By letter")},
    {"web", N_("On this website only")},
};

const char *complaint_state_title(enum complaint_state s)
{
    static const char *const titles[COMPLAINT_STATE__END] = {
        [COMPLAINT_SUBMITTED] = N_("To be accepted"),  [COMPLAINT_PROGRESS] = N_("In progress"),
        [COMPLAINT_WAITING] = N_("Waiting for the complainant"), [COMPLAINT_REPLIED] = N_("Answered"),
        [COMPLAINT_CLOSED] = N_("Closed"),             [COMPLAINT_REJECTED] = N_("Not accepted"),
        [COMPLAINT_WITHDRAWN] = N_("Withdrawn"),
    };
    return s >= COMPLAINT_SUBMITTED && s < COMPLAINT_STATE__END ? titles[s] : "";
}

const char *complaint_state_public(enum complaint_state s)
{
    static const char *const titles[COMPLAINT_STATE__END] = {
        [COMPLAINT_SUBMITTED] = N_("Received, not yet looked at"),
        [COMPLAINT_PROGRESS] = N_("Being worked on"),
        [COMPLAINT_WAITING] = N_("Waiting for you"),
        [COMPLAINT_REPLIED] = N_("Answered"),
        [COMPLAINT_CLOSED] = N_("Closed"),
        [COMPLAINT_REJECTED] = N_("We cannot take this on as a complaint"),
        [COMPLAINT_WITHDRAWN] = N_("Withdrawn at your wish"),
    };
    return s >= COMPLAINT_SUBMITTED && s < COMPLAINT_STATE__END ? titles[s] : "";
}

const char *complaint_mode_title(enum complaint_mode m)
{
    static const char *const titles[COMPLAINT_MODE__END] = {
        [COMPLAINT_NAMED] = N_("With name"),
        [COMPLAINT_CONFIDENTIAL] = N_("Confidential"),
        [COMPLAINT_ANONYMOUS] = N_("Anonymous"),
    };
    return m >= COMPLAINT_NAMED && m < COMPLAINT_MODE__END ? titles[m] : "";
}

const char *complaint_finding_title(enum complaint_finding f)
{
    static const char *const titles[FINDING__END] = {
        [FINDING_NONE] = N_("Not decided"),
        [FINDING_RESPONSIBLE] = N_("We are responsible"),
        [FINDING_NOT_RESPONSIBLE] = N_("We are not responsible"),
        [FINDING_LITIGATION] = N_("Now before a court"),
        [FINDING_WITHDRAWN] = N_("Withdrawn"),
        [FINDING_INVALID] = N_("Not a valid complaint"),
    };
    return (unsigned)f < FINDING__END ? titles[f] : "";
}

const char *complaint_channel_title(const char *channel)
{
    return title_of(channels, COUNT_OF(channels), channel);
}

const char *complaint_demand_title(const char *demand)
{
    return title_of(demands, COUNT_OF(demands), demand);
}

const char *complaint_contact_title(const char *way)
{
    return title_of(ways, COUNT_OF(ways), way);
}

const char *const complaint_respondent_kinds[] = {"department", "staff", "agent", "partner", "product", NULL};
static const struct word respondents[] = {
    {"department", N_("Department")}, {"staff", N_("Colleague")}, {"agent", N_("Agent")}, {"partner", N_("Partner or supplier")}, {"product", N_("Product or batch")},
};

const char *complaint_respondent_title(const char *kind)
{
    return title_of(respondents, COUNT_OF(respondents), kind);
}

bool complaint_state_open(enum complaint_state s)
{
    return s >= COMPLAINT_SUBMITTED && s <= COMPLAINT_REPLIED;
}

bool complaint_is_turned(const struct complaint *c)
{
    return c->path && *c->path && strcmp(c->path, COMPLAINT_PATH_SPOT) != 0;
}

int complaint_public_step(enum complaint_state s, bool rated)
{
    switch (s) {
    case COMPLAINT_SUBMITTED:
        return 1;
    case COMPLAINT_PROGRESS:
    case COMPLAINT_WAITING:
        return 3;
    case COMPLAINT_REPLIED:
        return 4;
    case COMPLAINT_CLOSED:
        return rated ? 5 : 4;
    case COMPLAINT_REJECTED:
    case COMPLAINT_WITHDRAWN:
    case COMPLAINT_STATE__END:
        break;
    }
    return 5;
}

enum complaint_urgency complaint_urgency(bool is_open, int64_t due_us, int64_t now_us)
{
    if (!is_open || due_us == 0 || due_us >= CLOCK_NEVER)
        return URGENCY_NONE;
    if (due_us < now_us)
        return URGENCY_LATE;
    return due_us - now_us <= COMPLAINT_SOON_US ? URGENCY_SOON : URGENCY_CALM;
}

/* Bytes of the digit at p, half or full width; 0 when it is none. */
static size_t digit_bytes(const char *p, size_t n)
{
    if (n > 0 && *p >= '0' && *p <= '9')
        return 1;
    return n >= 3 && p[0] == '\xef' && p[1] == '\xbc' && (unsigned char)p[2] >= 0x90 && (unsigned char)p[2] <= 0x99 ? 3 : 0;
}

/* Bytes of a number at p, with the single blanks and hyphens that people put into telephone, card and identity numbers. */
static size_t number_bytes(const char *p, size_t n, size_t *ret_digits)
{
    size_t digits = 0, end = 0, i = 0;
    while (i < n) {
        size_t width = digit_bytes(p + i, n - i);
        if (width > 0) {
            digits++;
            end = i += width;
        } else if (digits > 0 && i == end && (p[i] == ' ' || p[i] == '-')) {
            i++;
        } else {
            break;
        }
    }
    *ret_digits = digits;
    return end;
}

const char *complaint_title_of(struct arena *a, const char *body)
{
    enum { TITLE_MAX = 40, NUMBER_MIN = 7 };
    struct str rest = str_trim(str_of(body));
    struct str line = str_trim(str_cut(&rest, '\n'));
    struct buf masked = {.arena = a};
    while (line.n > 0) {
        size_t digits, run = number_bytes(line.p, line.n, &digits);
        if (run == 0)
            run = 1;
        if (digits >= NUMBER_MIN)
            buf_adds(&masked, "***");
        else
            buf_add(&masked, line.p, run);
        line.p += run;
        line.n -= run;
    }
    return masked.n ? utf8_shorten(a, buf_str(&masked), TITLE_MAX) : "";
}

/* ---- the result ---- */

const char *const complaint_outcome_ways[] = {"telephone", "visit", "written", "web", NULL};

const char *complaint_outcome_way_title(const char *way)
{
    static const char *const titles[] = {N_("by telephone"), N_("on a visit"), N_("in writing"), N_("on the tracking page")};
    for (size_t i = 0; complaint_outcome_ways[i]; i++) {
        if (strcmp(complaint_outcome_ways[i], way) == 0)
            return titles[i];
    }
    return "";
}

const char *complaint_outcome_title(int outcome)
{
    return outcome == OUTCOME_ACCEPTED ? N_("Result accepted") : outcome == OUTCOME_NOT_ACCEPTED ? N_("Result not accepted") : "";
}
