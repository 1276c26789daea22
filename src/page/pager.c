#include "pager.h"

#include "layout.h"

#define WORD_BYTES 16

static void put64(uint8_t *to, int64_t value)
{
    for (int i = 0; i < 8; i++)
        to[i] = (uint8_t)((uint64_t)value >> (56 - 8 * i));
}

static int64_t get64(const uint8_t *from)
{
    uint64_t value = 0;
    for (int i = 0; i < 8; i++)
        value = value << 8 | from[i];
    return (int64_t)value;
}

const char *pager_word(struct arena *a, struct pager_key key)
{
    uint8_t bytes[WORD_BYTES];
    put64(bytes, key.value);
    put64(bytes + 8, key.id);
    return str_base64url(a, bytes, sizeof bytes);
}

static bool read_word(const char *word, struct pager_key *ret_key)
{
    uint8_t bytes[WORD_BYTES];
    size_t n;
    if (!str_unbase64url(str_of(word), bytes, sizeof bytes, &n) || n != sizeof bytes)
        return false;
    *ret_key = (struct pager_key){get64(bytes), get64(bytes + 8)};
    return true;
}

struct pager_place pager_read(const struct page *page)
{
    struct pager_place place = {0};
    if (read_word(http_query(page->req, "after"), &place.key)) {
        place.given = true;
    } else if (read_word(http_query(page->req, "before"), &place.key)) {
        place.given = true;
        place.before = true;
    }
    return place;
}

static void add_link(const struct page *page, struct tpl *t, enum tpl_section section, const char *field, struct pager_key key)
{
    static const char *const drop[] = {"after", "before", "lang", "size", NULL};
    tpl_text(tpl_add(t, section), V_URL, layout_here(page, drop, field, pager_word(page->arena, key)));
}

void pager_fill(const struct page *page, struct tpl *t, const struct pager_place *place, const struct pager_rows *rows)
{
    bool has_prev = place->given && (!place->before || rows->more);
    bool has_next = place->before ? place->given : rows->more;
    if (!has_prev && !has_next && !(rows->text && *rows->text))
        return;
    struct tpl *pager = tpl_add(t, SEC_PAGER);
    tpl_text(pager, V_PAGER_TEXT, rows->text);
    static const char *const drop[] = {"after", "before", "lang", "size", NULL};
    if (has_prev)
        tpl_text(tpl_add(pager, SEC_PAGER_FIRST), V_URL, layout_here(page, drop, NULL, NULL));
    if (has_prev && rows->n > 0)
        add_link(page, pager, SEC_PAGER_PREV, "before", rows->first);
    if (has_next && rows->n > 0)
        add_link(page, pager, SEC_PAGER_NEXT, "after", rows->last);
}
