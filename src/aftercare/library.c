#include "library.h"

#include <stdlib.h>
#include <string.h>

#include "msgid.h"
#include "str.h"
#include "utf8.h"

const char *library_state_title(enum library_state state)
{
    static const char *const titles[LIBRARY_STATE__END] = {[LIBRARY_DRAFT] = N_("Draft"), [LIBRARY_PUBLISHED] = N_("Published"), [LIBRARY_TAKEN_BACK] = N_("Taken back")};
    return state > 0 && state < LIBRARY_STATE__END ? titles[state] : "";
}

const char *library_part_title(enum library_part part)
{
    static const char *const titles[LIBRARY_PART__END] = {N_("Heading"), N_("The complaint"), N_("What was checked"), N_("How it was handled"), N_("Why it happened"), N_("How it is prevented")};
    return part < LIBRARY_PART__END ? titles[part] : "";
}

const char *library_part_name(enum library_part part)
{
    static const char *const names[LIBRARY_PART__END] = {"title", "complaint", "verification", "handling", "analysis", "prevention"};
    return part < LIBRARY_PART__END ? names[part] : "";
}

bool library_action_from_name(const char *name, enum library_action *ret_action)
{
    static const char *const names[LIBRARY_ACTION__END] = {
        [LIBRARY_SAVE] = "save", [LIBRARY_HAND_IN] = "hand-in", [LIBRARY_PASS] = "pass", [LIBRARY_PUBLISH] = "publish", [LIBRARY_GIVE_BACK] = "give-back", [LIBRARY_TAKE_BACK] = "take-back"};
    for (int i = LIBRARY_SAVE; i < LIBRARY_ACTION__END; i++) {
        if (strcmp(names[i], name) == 0) {
            *ret_action = (enum library_action)i;
            return true;
        }
    }
    return false;
}

static enum err refuse(enum err e, const char *why, const char **ret_why)
{
    *ret_why = why;
    return e;
}

enum err library_decide(const struct library_case *c, enum library_action action, int64_t user_id, size_t open, const char **ret_why)
{
    bool checks = action == LIBRARY_PASS || action == LIBRARY_PUBLISH, draft = c->state == LIBRARY_DRAFT;
    *ret_why = "";
    if (!c->edits)
        return refuse(ERR_FORBIDDEN, N_("Your role does not allow you to edit the library of this unit"), ret_why);
    if (checks && c->author_id == user_id)
        return refuse(ERR_FORBIDDEN, N_("You wrote it; somebody else checks and publishes it"), ret_why);
    bool now = action == LIBRARY_TAKE_BACK ? c->state == LIBRARY_PUBLISHED : action == LIBRARY_SAVE ? c->state != LIBRARY_PUBLISHED : draft;
    if (checks || action == LIBRARY_GIVE_BACK)
        now = now && c->ready_us;
    if (!now)
        return refuse(ERR_STATE, N_("This is not possible now: the case stands otherwise"), ret_why);
    if (action == LIBRARY_PUBLISH && open > 0)
        return refuse(ERR_STATE, N_("Passages by which somebody might be recognised are neither mended nor confirmed yet"), ret_why);
    return ERR_NONE;
}

static void add_folded(struct buf *out, const char *half)
{
    for (const char *p = half; *p; p++)
        buf_addc(out, (char)(*p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p));
}

const char *library_words(struct arena *a, const char *const parts[LIBRARY_PART__END])
{
    struct buf out = {.arena = a};
    for (int i = 0; i < LIBRARY_PART__END; i++) {
        add_folded(&out, utf8_halfwidth(a, str_of(parts[i])));
        buf_addc(&out, '\n');
    }
    return out.p;
}

size_t library_query(struct arena *a, const char *typed, const char **ret_words, size_t max)
{
    struct buf folded = {.arena = a};
    size_t n = 0;
    add_folded(&folded, utf8_halfwidth(a, str_of(typed)));
    struct str rest = buf_str(&folded);
    while (rest.p && n < max) {
        struct str word = str_trim(str_cut(&rest, ' '));
        if (word.n >= 2)
            ret_words[n++] = str_cstr(a, word);
    }
    return n;
}

/* What comes from library_words and library_query is well-formed. */
static uint32_t next_point(const char **at)
{
    const unsigned char *p = (const unsigned char *)*at;
    size_t more = *p < 0x80 ? 0 : *p >= 0xf0 ? 3 : *p >= 0xe0 ? 2 : 1;
    uint32_t c = more == 0 ? *p : *p & (0x3fu >> more);
    for (size_t i = 1; i <= more && p[i]; i++)
        c = c << 6 | (p[i] & 0x3fu);
    *at += strnlen(*at, more + 1);
    return c;
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

size_t library_terms(struct arena *a, const char *words, int64_t **ret_terms)
{
    int64_t *terms = ARENA_ARRAY(a, strlen(words) + 1, int64_t);
    size_t n = 0, kept = 0;
    uint32_t before = 0;
    for (const char *at = words; *at;) {
        uint32_t c = next_point(&at);
        bool parts = c <= ' ';
        if (before && !parts)
            terms[n++] = (int64_t)before << 21 | (int64_t)c;
        before = parts ? 0 : c;
    }
    if (n > 1)
        qsort(terms, n, sizeof *terms, by_number);
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || terms[kept - 1] != terms[i])
            terms[kept++] = terms[i];
    }
    *ret_terms = terms;
    return kept;
}
