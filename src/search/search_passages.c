#include <string.h>

#include "search.h"

/* A passage shows so many bytes before and behind what was found, and is no longer than that; Chinese has three a character. */
enum { BEFORE = 75, BEHIND = 120, PASSAGE = 480, HITS_MAX = 400, WINDOWS_MAX = 60 };

struct hit {
    size_t from, to; /* bytes */
    unsigned phrase; /* bit */
};
struct window {
    size_t text, from, to;
    size_t first_hit, end_hit;
    unsigned phrases;
};
struct judging {
    struct arena *arena;
    const struct search_query *query;
    const struct search_text *texts;
    struct hit hits[HITS_MAX];
    size_t n_hits;
    struct window windows[WINDOWS_MAX];
    size_t n_windows;
    unsigned seen;
};

/*
 * What stands apart in the question may stand apart in the text, and Chinese and letters are written with and without a blank between them. Everything else has to be as it was typed.
 */
static bool may_follow(const struct search_unit *asked, const struct search_unit *asked_before, const struct search_unit *unit)
{
    return unit->key == asked->key && (!unit->gap || asked->gap || asked->chinese != asked_before->chinese);
}

static bool stands_at(const struct search_phrase *phrase, const struct search_unit *units, size_t n)
{
    if (phrase->n > n || units[0].key != phrase->units[0].key)
        return false;
    for (size_t i = 1; i < phrase->n; i++) {
        if (!may_follow(&phrase->units[i], &phrase->units[i - 1], &units[i]))
            return false;
    }
    return true;
}

/* All places of all phrases in a text, in its order, those that meet as one. */
static void find_hits(struct judging *j, const char *text)
{
    struct search_unit *units;
    size_t n = search_units(j->arena, str_of(text), &units), first = j->n_hits;
    for (size_t i = 0; i < n; i++) {
        for (size_t p = 0; p < j->query->n; p++) {
            const struct search_phrase *phrase = &j->query->phrases[p];
            if (!stands_at(phrase, units + i, n - i))
                continue;
            const struct search_unit *last = &units[i + phrase->n - 1];
            j->seen |= 1u << p;
            if (j->n_hits > first && units[i].at <= j->hits[j->n_hits - 1].to) {
                struct hit *before = &j->hits[j->n_hits - 1];
                before->to = last->at + last->n > before->to ? last->at + last->n : before->to;
                before->phrase |= 1u << p;
            } else if (j->n_hits < HITS_MAX) {
                j->hits[j->n_hits++] = (struct hit){.from = units[i].at, .to = last->at + last->n, .phrase = 1u << p};
            }
        }
    }
}

/* ---- pieces ---- */

static bool inside_point(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

static size_t back_to_point(const char *text, size_t at)
{
    while (at > 0 && inside_point(text[at]))
        at--;
    return at;
}

/* Lines run on in a passage. */
static const char *one_line(struct arena *a, const char *text, size_t n)
{
    char *copy = arena_strndup(a, text, n);
    for (char *p = copy; *p; p++) {
        if (*p == '\n' || *p == '\t')
            *p = ' ';
    }
    return copy;
}

static size_t cut_pieces(struct arena *a, const char *text, size_t from, size_t to, const struct hit *hits, size_t n_hits, struct search_piece **ret_pieces)
{
    struct search_piece *pieces = ARENA_ARRAY(a, 2 * n_hits + 1, struct search_piece);
    size_t n = 0;
    for (size_t i = 0; i < n_hits; i++) {
        if (hits[i].from > from)
            pieces[n++] = (struct search_piece){.text = one_line(a, text + from, hits[i].from - from)};
        pieces[n++] = (struct search_piece){.text = one_line(a, text + hits[i].from, hits[i].to - hits[i].from), .hit = true};
        from = hits[i].to;
    }
    if (to > from)
        pieces[n++] = (struct search_piece){.text = one_line(a, text + from, to - from)};
    *ret_pieces = pieces;
    return n;
}

/* ---- windows ---- */

static size_t begin_of(const char *text, size_t hit)
{
    return hit > BEFORE ? back_to_point(text, hit - BEFORE) : 0;
}

static size_t end_of(const char *text, size_t length, size_t hit)
{
    return hit + BEHIND < length ? back_to_point(text, hit + BEHIND) : length;
}

static void open_windows(struct judging *j, size_t text, size_t first_hit)
{
    const char *words = j->texts[text].text;
    size_t length = strlen(words), first = j->n_windows;
    for (size_t i = first_hit; i < j->n_hits; i++) {
        const struct hit *hit = &j->hits[i];
        struct window *w = j->n_windows > first ? &j->windows[j->n_windows - 1] : NULL;
        if (w && hit->from <= w->to && hit->to - w->from <= PASSAGE) {
            w->to = end_of(words, length, hit->to);
            w->end_hit = i + 1;
            w->phrases |= hit->phrase;
            continue;
        }
        size_t from = begin_of(words, hit->from);
        if (w && from < w->to) {
            /* The one before ends where this one begins; a hit is never cut. */
            w->to = back_to_point(words, w->to < hit->from ? w->to : hit->from);
            from = w->to;
        }
        if (j->n_windows < WINDOWS_MAX)
            j->windows[j->n_windows++] = (struct window){.text = text, .from = from, .to = end_of(words, length, hit->to), .first_hit = i, .end_hit = i + 1, .phrases = hit->phrase};
    }
}

/* Those that show the most phrases not yet shown, else the first; in the order of the texts. */
static void choose_windows(struct judging *j, unsigned shown, struct search_found *found)
{
    bool chosen[WINDOWS_MAX] = {false};
    for (size_t k = 0; k < SEARCH_PASSAGES && k < j->n_windows; k++) {
        int most = -1;
        size_t which = 0;
        for (size_t i = 0; i < j->n_windows; i++) {
            int fresh = __builtin_popcount(j->windows[i].phrases & ~shown);
            if (!chosen[i] && fresh > most) {
                most = fresh;
                which = i;
            }
        }
        chosen[which] = true;
        shown |= j->windows[which].phrases;
    }
    for (size_t i = 0; i < j->n_windows; i++) {
        const struct window *w = &j->windows[i];
        const char *text = j->texts[w->text].text;
        if (!chosen[i])
            continue;
        struct search_passage *p = &found->passages[found->n++];
        p->label = j->texts[w->text].label;
        p->n = cut_pieces(j->arena, text, w->from, w->to, j->hits + w->first_hit, w->end_hit - w->first_hit, &p->pieces);
        p->cut_before = w->from > 0;
        p->cut_after = text[w->to] != '\0';
    }
}

bool search_judge(struct arena *a, const struct search_query *query, const struct search_text *texts, size_t n, struct search_found *ret_found)
{
    struct judging *j = ARENA_NEW(a, struct judging);
    struct search_found found = {.n = 0};
    unsigned all = (1u << query->n) - 1, in_title;
    *j = (struct judging){.arena = a, .query = query, .texts = texts};
    if (n == 0)
        return false;
    find_hits(j, texts[0].text);
    in_title = j->seen;
    size_t title_hits = j->n_hits;
    for (size_t t = 1; t < n; t++) {
        size_t first = j->n_hits;
        find_hits(j, texts[t].text);
        open_windows(j, t, first);
    }
    if (j->seen != all)
        return false;
    found.n_title = cut_pieces(a, texts[0].text, 0, strlen(texts[0].text), j->hits, title_hits, &found.title);
    choose_windows(j, in_title, &found);
    *ret_found = found;
    return true;
}
