#include "text.h"

#include <libintl.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "log.h"
#include "str.h"

#define DOMAIN "redress"

/*
 * gettext takes its language from LANGUAGE as long as the locale is not plain "C". C.UTF-8 is built into glibc, so no locale has to be
 * generated on the machine, and the locale of whoever starts the program does not matter.
 */
enum err text_start(const char *locale_dir)
{
    if (!setlocale(LC_MESSAGES, "C.UTF-8") || setenv("LANGUAGE", "zh_CN", 1) != 0) {
        log_note(LOG_ERROR, "the C.UTF-8 locale of the C library is missing");
        return ERR_CONFIG;
    }
    if (!bindtextdomain(DOMAIN, locale_dir) || !bind_textdomain_codeset(DOMAIN, "UTF-8"))
        return ERR_CONFIG;
    if (!strstr(dgettext(DOMAIN, ""), "Language: zh_CN")) { /* the empty msgid is the catalogue's own header */
        log_note(LOG_ERROR, "no Chinese texts in %s/zh_CN/LC_MESSAGES/" DOMAIN ".mo", locale_dir);
        return ERR_CONFIG;
    }
    return ERR_NONE;
}

/*
 * What gettext answered before: a page asks for some two hundred texts, and gettext takes a lock and walks a tree for each. It only ever answers the same, so nothing here goes out of date; once
 * full, the rest is asked for each time.
 */
#define MEMO_SIZE 16384u /* a power of two */
static struct {
    const char *msgid, *text; /* msgid is owned */
} memo[MEMO_SIZE];
static unsigned memo_n;

static unsigned memo_at(const char *msgid)
{
    unsigned at = (unsigned)str_hash(str_of(msgid)) & (MEMO_SIZE - 1);
    while (memo[at].msgid && strcmp(memo[at].msgid, msgid) != 0)
        at = (at + 1) & (MEMO_SIZE - 1);
    return at;
}

static const char *chinese(const char *msgid)
{
    unsigned at = memo_at(msgid);
    if (memo[at].msgid)
        return memo[at].text;
    const char *text = dgettext(DOMAIN, msgid);
    char *copy = memo_n < MEMO_SIZE / 2 ? strdup(msgid) : NULL;
    if (!copy)
        return text;
    memo[at].msgid = copy;
    /* Without a translation it is what was asked with, which may not live as long as this. */
    memo[at].text = text == msgid ? copy : text;
    memo_n++;
    return memo[at].text;
}

const char *text_in(enum lang lang, const char *msgid)
{
    if (!msgid || !*msgid)
        return "";
    return lang == LANG_ZH ? chinese(msgid) : msgid;
}

const char *text_in_checked_(enum lang lang, const char *msgid)
{
    return text_in(lang, msgid);
}

const char *text_count(struct arena *a, enum lang lang, const char *one, const char *many, long long n)
{
    const char *text = n == 1 ? one : many;
    if (lang == LANG_ZH)
        text = dngettext(DOMAIN, one, many, n < 0 ? 0 : (unsigned long)n);
    const char *at = strstr(text, "%lld"); /* put in by hand: a catalogue never decides what printf reads */
    if (!at)
        return text;
    return arena_printf(a, "%.*s%lld%s", (int)(at - text), text, n, at + strlen("%lld"));
}

const char *lang_tag(enum lang lang)
{
    return lang == LANG_ZH ? "zh-CN" : "en";
}

const char *lang_code(enum lang lang)
{
    return lang == LANG_ZH ? "zh" : "en";
}

bool lang_from_code(const char *code, enum lang *ret_lang)
{
    if (!code)
        return false;
    for (enum lang lang = 0; lang < LANG__COUNT; lang++) {
        if (strcmp(code, lang_code(lang)) == 0) {
            *ret_lang = lang;
            return true;
        }
    }
    return false;
}

/* The weight of one Accept-Language entry in thousandths: "en;q=0.8" is 800. Anything odd counts as 0. */
static int entry_weight(struct str params)
{
    params = str_trim(params);
    if (params.n == 0)
        return 1000;
    if (params.n < 3 || (params.p[0] != 'q' && params.p[0] != 'Q') || params.p[1] != '=')
        return 0;
    if (params.p[2] == '1')
        return 1000;
    int weight = 0, digits = 0;
    for (size_t i = 4; i < params.n && digits < 3 && params.p[i] >= '0' && params.p[i] <= '9'; i++, digits++)
        weight = weight * 10 + (params.p[i] - '0');
    for (; digits < 3; digits++)
        weight *= 10;
    return weight;
}

static bool entry_is(struct str tag, const char *language)
{
    size_t n = strlen(language);
    return tag.n >= n && strncasecmp(tag.p, language, n) == 0 && (tag.n == n || tag.p[n] == '-');
}

enum lang lang_from_header(const char *accept_language)
{
    int best = 0;
    enum lang lang = LANG_ZH;
    struct str rest = str_of(accept_language);
    while (rest.p && rest.n > 0) {
        struct str params = str_cut(&rest, ',');
        struct str tag = str_trim(str_cut(&params, ';'));
        int weight = entry_weight(params);
        for (enum lang each = 0; each < LANG__COUNT; each++) {
            if (entry_is(tag, lang_code(each)) && weight > best) {
                best = weight;
                lang = each;
            }
        }
    }
    return lang;
}

const char *lang_pick(enum lang lang, const char *zh, const char *en)
{
    const char *wanted = lang == LANG_ZH ? zh : en, *other = lang == LANG_ZH ? en : zh;
    if (wanted && *wanted)
        return wanted;
    return other ? other : "";
}
