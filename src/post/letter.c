#include "letter.h"

#include <ctype.h>
#include <string.h>

#include "msgid.h"
#include "post.h"
#include "utf8.h"

#define LOOK N_("[{site}] News about your complaint {number}; see it with your passcode: {link}")

static const struct {
    const char *key;
    struct letter_text text;
} texts[] = {
    {"receipt",
     {N_("We received your complaint {number}"),
      N_("We received your complaint {number}.\nIt goes to: {unit}\nYou will hear from us by {due}.\n\nSee where it stands, and write to us, with the number and the passcode of your receipt:\n{link}"),
      N_("[{site}] We received your complaint {number}. Follow it with the passcode of your receipt: {link}")}},
    {"message",
     {N_("A message about your complaint {number}"),
      N_("We wrote you a message about your complaint {number}.\n\nRead it, and answer, with the number and the passcode of your receipt:\n{link}"),
      N_("[{site}] A message about your complaint {number} waits for you; read it with your passcode: {link}")}},
    {"ask",
     {N_("A question about your complaint {number}"),
      N_("To go on with your complaint {number} we need something from you.\nPlease answer by {due}.\n\nSee what it is, and answer, with the number and the passcode of your receipt:\n{link}"),
      N_("[{site}] We have a question about your complaint {number}; please answer with your passcode: {link}")}},
    {"reply",
     {N_("The answer to your complaint {number}"),
      N_("Your complaint {number} was answered.\n\nSee how, and tell us if it does not solve the matter, with the number and the passcode of your receipt:\n{link}"),
      N_("[{site}] Your complaint {number} was answered; see how with your passcode: {link}")}},
    {"extension",
     {N_("A later date for your complaint {number}"),
      N_("We need more time for your complaint {number}.\nYou will have the answer by {due}.\n\nWhy, and where it stands, you see with the number and the passcode of your receipt:\n{link}"),
      N_("[{site}] We need more time for your complaint {number}; see why with your passcode: {link}")}},
    {"closed",
     {N_("Your complaint {number} was closed"),
      N_("Your complaint {number} was closed.\n\nSee the result, and tell us if the matter is not solved, with the number and the passcode of your receipt:\n{link}"),
      N_("[{site}] Your complaint {number} was closed; see the result with your passcode: {link}")}},
    {"rejected",
     {N_("Your complaint {number} was not accepted"),
      N_("Your complaint {number} is not one that we can handle.\n\nWhy, and where to go instead, you see with the number and the passcode of your receipt:\n{link}"),
      N_("[{site}] Your complaint {number} was not accepted; see why and where to go with your passcode: {link}")}},
    {"reopened",
     {N_("Your complaint {number} is looked into again"),
      N_("Your complaint {number} was reopened and is looked into again.\nYou will hear from us by {due}.\n\nSee where it stands with the number and the passcode of your receipt:\n{link}"),
      N_("[{site}] Your complaint {number} is looked into again; follow it with your passcode: {link}")}},
    {"withdrawn",
     {N_("Your complaint {number} was withdrawn"),
      N_("Your complaint {number} was withdrawn as you asked.\n\nIf that was not your wish, tell us with the number and the passcode of your receipt:\n{link}"),
      N_("[{site}] Your complaint {number} was withdrawn. If that was not your wish, tell us with your passcode: {link}")}},
    {"merged",
     {N_("Your complaint {number} is handled together with another one"),
      N_("Your complaint {number} is now handled together with another one about the same matter.\n\nSee where it stands with the number and the passcode of your receipt:\n{link}"), LOOK}},
    {"survey",
     {N_("How was it? Your complaint {number}"),
      N_("Your complaint {number} is closed. Please tell us how satisfied you are; it takes a minute and needs no account:\n{link}"),
      N_("[{site}] How was the handling of your complaint {number}? Please rate it: {link}")}},
    {"unsealed",
     {N_("Somebody looked at who filed complaint {number}"),
      N_("Who filed complaint {number} is kept secret. Somebody with the right to do so has now looked, for a reason that is recorded.\n\nSee when and why with the number and the passcode of your receipt:\n{link}"),
      N_("[{site}] Somebody looked at who filed complaint {number}; see when and why with your passcode: {link}")}},
    {"incident",
     {N_("News about a matter that your complaint {number} belongs to"),
      N_("There is news about the known incident that your complaint {number} belongs to.\n\nSee it with the number and the passcode of your receipt:\n{link}"), LOOK}},
    {"part",
     {N_("News about one of the matters of your complaint {number}"),
      N_("Your complaint {number} was divided by its matters. There is news about one of them.\nYou will hear from us by {due}.\n\nSee which, and what it is, with the number and the passcode of your receipt:\n{link}"),
      N_("[{site}] News about one of the matters of your complaint {number}; see it with your passcode: {link}")}},
    {"staff", {N_("[{site}] {what} {number}"), N_("{what}\n\nComplaint: {number}\nDate: {due}\n\n{link}"), N_("[{site}] {what} {number} {link}")}},
};
static const struct letter_text news = {
    N_("News about your complaint {number}"),
    N_("There is news about your complaint {number}.\n\nSee it with the number and the passcode of your receipt:\n{link}"),
    LOOK,
};

const struct letter_text *letter_default(const char *key)
{
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (strcmp(texts[i].key, key) == 0)
            return &texts[i].text;
    }
    return &news;
}

/* ---- filling in ---- */

static const char *word_of(const struct letter_words *w, struct str name)
{
    const struct {
        const char *name, *value;
    } all[] = {
        {"number", w->number}, {"link", w->link}, {"unit", w->unit}, {"due", w->due}, {"site", w->site}, {"hotline", w->hotline}, {"what", w->what},
    };
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        if (str_is(name, all[i].name))
            return all[i].value ? all[i].value : "";
    }
    return NULL;
}

static void add_plain(struct buf *out, const char *value)
{
    for (; *value; value++)
        buf_addc(out, (unsigned char)*value < 0x20 || *value == 0x7f ? ' ' : *value);
}

/* One line filled in; false when one of its words is empty. */
static bool fill_line(struct buf *out, struct str line, const struct letter_words *words)
{
    bool whole = true;
    for (size_t i = 0; i < line.n;) {
        const char *close = line.p[i] == '{' ? memchr(line.p + i, '}', line.n - i) : NULL;
        const char *value = close ? word_of(words, (struct str){line.p + i + 1, (size_t)(close - line.p) - i - 1}) : NULL;
        if (!value) {
            buf_addc(out, line.p[i++]);
            continue;
        }
        whole = whole && *value;
        add_plain(out, value);
        i = (size_t)(close - line.p) + 1;
    }
    return whole;
}

const char *letter_fill(struct arena *a, const char *text, const struct letter_words *words)
{
    struct buf out = {.arena = a};
    struct str rest = str_of(text);
    bool one = !strchr(text, '\n');
    buf_adds(&out, "");
    while (rest.p && rest.n) {
        struct str line = str_cut(&rest, '\n');
        struct buf filled = {.arena = a};
        buf_adds(&filled, "");
        if (!fill_line(&filled, line, words) && !one)
            continue;
        buf_add(&out, filled.p, filled.n);
        if (rest.p)
            buf_addc(&out, '\n');
    }
    return one ? letter_line(a, out.n ? out.p : "") : out.n ? out.p : "";
}

const char *letter_line(struct arena *a, const char *text)
{
    struct buf out = {.arena = a};
    buf_adds(&out, "");
    for (; *text; text++) {
        bool blank = (unsigned char)*text <= 0x20 || *text == 0x7f;
        if (!blank)
            buf_addc(&out, *text);
        else if (out.n && out.p[out.n - 1] != ' ')
            buf_addc(&out, ' ');
    }
    return out.n ? str_cstr(a, str_trim(buf_str(&out))) : "";
}

/* ---- what servers answer ---- */

static bool is_hidden(struct str word)
{
    size_t digits = 0;
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] == '@')
            return true;
        digits += isdigit((unsigned char)word.p[i]) != 0;
    }
    return digits >= 7;
}

static void add_said(struct buf *out, struct str word)
{
    if (out->n)
        buf_addc(out, ' ');
    if (is_hidden(word))
        buf_adds(out, "***");
    else
        buf_add(out, word.p, word.n);
}

/* What of the very address may stand in an answer. */
struct telling {
    struct str parts[12];
    size_t n;
    struct str digits; /* of a telephone number */
};

static void add_part(struct telling *t, struct str part, size_t least)
{
    if (part.n >= least && t->n < COUNT_OF(t->parts))
        t->parts[t->n++] = part;
}

static struct telling telling_of(struct arena *a, const char *address)
{
    enum { PIECE_MIN = 3 };
    struct telling t = {.n = 0};
    struct buf digits = {.arena = a};
    const char *at = strrchr(address, '@');
    if (!at) {
        for (const char *c = address; *c; c++) {
            if (isdigit((unsigned char)*c))
                buf_addc(&digits, *c);
        }
        t.digits = digits.n ? buf_str(&digits) : STR("");
        return t;
    }
    struct str local = {address, (size_t)(at - address)};
    add_part(&t, local, 1);
    add_part(&t, str_of(at + 1), 1);
    for (size_t from = 0, i = 0; i <= local.n; i++) {
        if (i < local.n && !strchr(".-_+", local.p[i]))
            continue;
        add_part(&t, (struct str){local.p + from, i - from}, PIECE_MIN);
        from = i + 1;
    }
    return t;
}

/* Groups as numbers are written in: 138 0013 8000. Three digits may be the status of the answer, so of those only what the number begins with. */
static bool is_group(struct str digits, struct str group)
{
    size_t country = digits.n > 2 && strncmp(digits.p, "86", 2) == 0 ? 2 : 0;
    if (group.n < 3 || group.n > digits.n)
        return false;
    if (group.n == 3)
        return memcmp(digits.p, group.p, group.n) == 0 || (digits.n >= country + group.n && memcmp(digits.p + country, group.p, group.n) == 0);
    return memmem(digits.p, digits.n, group.p, group.n) != NULL;
}

static bool is_edge(struct str text, size_t at)
{
    return at == 0 || at >= text.n || !isalnum((unsigned char)text.p[at - 1]) || !isalnum((unsigned char)text.p[at]);
}

/* How many bytes from here on tell the address; short parts only as words, since any word may hold them. */
static size_t tells(const struct telling *t, struct str text, size_t at)
{
    enum { ANYWHERE_MIN = 4 };
    size_t most = 0, n = 0;
    for (size_t i = 0; i < t->n; i++) {
        size_t part = t->parts[i].n;
        if (part > most && text.n - at >= part && str_ieq((struct str){text.p + at, part}, t->parts[i]) && (part >= ANYWHERE_MIN || (is_edge(text, at) && is_edge(text, at + part))))
            most = part;
    }
    if (t->digits.n == 0 || (at > 0 && isdigit((unsigned char)text.p[at - 1])))
        return most;
    while (at + n < text.n && isdigit((unsigned char)text.p[at + n]))
        n++;
    return n > most && is_group(t->digits, (struct str){text.p + at, n}) ? n : most;
}

static struct str without_address(struct arena *a, struct str text, const char *address)
{
    const struct telling t = telling_of(a, address);
    struct buf out = {.arena = a};
    for (size_t at = 0; at < text.n;) {
        size_t n = tells(&t, text, at);
        if (n > 0)
            buf_adds(&out, "***");
        else
            buf_addc(&out, text.p[at]);
        at += n > 0 ? n : 1;
    }
    return out.n ? buf_str(&out) : STR("");
}

const char *letter_said(struct arena *a, const char *answer, const char *address)
{
    struct buf out = {.arena = a};
    struct buf plain = {.arena = a};
    bool valid = utf8_valid(str_of(answer));
    buf_adds(&plain, "");
    for (const char *c = answer; *c; c++)
        buf_addc(&plain, valid || (unsigned char)*c < 0x80 ? *c : '?');
    struct str rest = without_address(a, str_of(letter_line(a, plain.n ? utf8_clean(a, buf_str(&plain), false) : "")), address);
    while (rest.p && rest.n)
        add_said(&out, str_cut(&rest, ' '));
    return out.n ? utf8_shorten(a, buf_str(&out), POST_SAID_MAX - 10) : "";
}
