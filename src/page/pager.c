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

bool pager_after(const struct page *page, struct pager_key *ret_key)
{
    return read_word(http_query(page->req, "after"), ret_key);
}

static void add_link(struct tpl *t, enum tpl_section section, const char *url)
{
    if (url)
        tpl_text(tpl_add(t, section), V_URL, url);
}

void pager_fill(struct tpl *t, const struct pager_links *links)
{
    if (!links->first && !links->previous && !links->next && !(links->text && *links->text))
        return;
    struct tpl *pager = tpl_add(t, SEC_PAGER);
    tpl_text(pager, V_PAGER_TEXT, links->text);
    add_link(pager, SEC_PAGER_FIRST, links->first);
    add_link(pager, SEC_PAGER_PREV, links->previous);
    add_link(pager, SEC_PAGER_NEXT, links->next);
}

void pager_forward(const struct page *page, struct tpl *t, const char *next)
{
    static const char *const drop[] = {"after", "lang", "size", NULL};
    bool later = *http_query(page->req, "after") != '\0';
    const struct pager_links links = {
        .first = later ? layout_here(page, drop, NULL, NULL) : NULL,
        .next = next ? layout_here(page, drop, "after", next) : NULL,
    };
    pager_fill(t, &links);
}
