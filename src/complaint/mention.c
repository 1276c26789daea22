#include "mention.h"

#include <string.h>

#include "str.h"

#define LOGIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"

static void add(struct arena *a, struct mention_words *to, struct str word, bool beside)
{
    while (!beside && word.n > 0 && strchr(".-_", word.p[word.n - 1])) /* the end of a sentence */
        word.n--;
    if (word.n == 0 || word.n > 100 || memchr(word.p, '"', word.n) || memchr(word.p, '\\', word.n))
        return;
    for (size_t i = 0; i < to->n; i++) {
        if (str_is(word, to->word[i])) {
            to->beside[i] |= beside;
            return;
        }
    }
    if (to->n < COUNT_OF(to->word)) {
        to->word[to->n] = str_cstr(a, word);
        to->beside[to->n++] = beside;
    }
}

/* Past a blank or a comma, of any width; 0: something else stands there. */
static size_t gap(const char *at)
{
    static const char *const gaps[] = {" ", "\t", "\n", "\r", ",", ";", "，", "、", "；", "　", "@", "＠"};
    for (size_t i = 0; i < COUNT_OF(gaps); i++) {
        if (strncmp(at, gaps[i], strlen(gaps[i])) == 0)
            return strlen(gaps[i]);
    }
    return 0;
}

static void read_beside(struct arena *a, const char *at, struct mention_words *to)
{
    const char *from = at;
    for (;; at++) {
        size_t n = *at ? gap(at) : 0;
        if (*at && !n)
            continue;
        add(a, to, (struct str){from, (size_t)(at - from)}, true);
        if (!*at)
            return;
        at += n - 1;
        from = at + 1;
    }
}

void mention_read(struct arena *a, const char *beside, const char *text, struct mention_words *ret_words)
{
    *ret_words = (struct mention_words){.n = 0};
    read_beside(a, beside, ret_words);
    for (const char *at = text; (at = strchr(at, '@')); at++) {
        bool in_address = at > text && strchr(LOGIN, at[-1]);
        if (!in_address)
            add(a, ret_words, (struct str){at + 1, strspn(at + 1, LOGIN)}, false);
    }
}
