#include "known.h"

#include <string.h>

#include "str.h"
#include "utf8.h"

/* Percent of the title's pieces that stand in the text, from where on its words count as said. */
#define WORDS_SAID 50

/* One writing of letters: small, half-width, without blanks. */
static const char *folded(struct arena *a, const char *text)
{
    struct buf out = {.arena = a};
    for (const char *p = utf8_halfwidth(a, str_of(text)); *p; p++) {
        if (*p >= 'A' && *p <= 'Z')
            buf_addc(&out, (char)(*p - 'A' + 'a'));
        else if (*p != ' ' && *p != '\n')
            buf_addc(&out, *p);
    }
    return out.n ? out.p : "";
}

static size_t sign_length(const char *p)
{
    size_t n = 1;
    while (((unsigned char)p[n] & 0xC0) == 0x80)
        n++;
    return n;
}

/* Pieces of two signs side by side, those with a sign of punctuation left out by never standing in another text. */
static int percent_said(struct arena *a, const char *title, const char *text)
{
    const char *t = folded(a, title);
    int all = 0, said = 0;
    while (*t) {
        size_t first = sign_length(t);
        if (!t[first])
            break;
        size_t both = first + sign_length(t + first);
        const char *piece = arena_strndup(a, t, both);
        all++;
        said += strstr(text, piece) != NULL;
        t += first;
    }
    return all ? said * 100 / all : 0;
}

static bool place_said(struct arena *a, const char *area, const char *text)
{
    static const char *const commas[] = {"，", "、", "；", ";", "\n"};
    const char *places = area;
    for (size_t i = 0; i < COUNT_OF(commas); i++) {
        struct buf out = {.arena = a};
        for (const char *p = places; *p;) {
            bool comma = strncmp(p, commas[i], strlen(commas[i])) == 0;
            buf_addc(&out, comma ? ',' : *p);
            p += comma ? strlen(commas[i]) : 1;
        }
        places = out.n ? out.p : "";
    }
    for (struct str rest = str_of(places); rest.p;) {
        const char *place = folded(a, str_cstr(a, str_trim(str_cut(&rest, ','))));
        if (*place && strstr(text, place))
            return true;
    }
    return false;
}

int known_fit(struct arena *a, const struct known_incident *k, const struct known_question *q)
{
    const char *text = folded(a, q->text);
    const bool category = k->category_id && (k->category_id == q->category_id || k->category_id == q->group_id);
    const int zh = percent_said(a, k->title_zh, text), en = percent_said(a, k->title_en, text), said = zh > en ? zh : en;
    const bool words = said >= WORDS_SAID, place = *k->area && place_said(a, k->area, text);
    if (!category && !words)
        return 0;
    if (*k->area && !place && !words)
        return 0;
    return 1 + said + (category ? 50 : 0) + (place ? 50 : 0);
}

size_t known_offered(struct arena *a, const struct known_incident *list, size_t n, const struct known_question *q, const struct known_incident *ret[KNOWN_OFFERED])
{
    int fits[KNOWN_OFFERED] = {0};
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        int fit = known_fit(a, &list[i], q);
        size_t at = 0;
        while (at < found && fits[at] >= fit)
            at++;
        if (fit == 0 || at == KNOWN_OFFERED)
            continue;
        found += found < KNOWN_OFFERED;
        for (size_t k = found - 1; k > at; k--) {
            fits[k] = fits[k - 1];
            ret[k] = ret[k - 1];
        }
        fits[at] = fit;
        ret[at] = &list[i];
    }
    return found;
}
