#include "admin_common_pages.h"

#include <string.h>

#include "access_store.h"
#include "crypto_password.h"
#include "crypto_random.h"
#include "once_store.h"
#include "utf8.h"

#define WORDS_MAX 60
#define PASSWORD_BYTES 10

enum err admin_id(const struct page *page, int64_t *ret_id)
{
    long long id;
    if (!page->params[0] || !str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    *ret_id = id;
    return ERR_NONE;
}

int64_t admin_query_id(const struct page *page, const char *field)
{
    long long id;
    return str_to_i64(str_of(http_query(page->req, field)), 1, INT64_MAX, &id) ? id : 0;
}

const char *admin_words(const struct page *page)
{
    struct str typed = str_of(http_query(page->req, "q"));
    if (!utf8_valid(typed))
        return "";
    return utf8_clean(page->arena, utf8_prefix(typed, WORDS_MAX), false);
}

struct change_by admin_by(const struct page *page, const char *location)
{
    uint8_t *hash = ARENA_ARRAY(page->arena, 32, uint8_t);
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, hash);
    return (struct change_by){
        .keys = page->site->keys,
        .actor = page->user,
        .now_us = page->now_us,
        .once_hash = hash,
        .location = location,
    };
}

enum err admin_done(struct page *page, enum err e, const struct change_by *by, const char *message)
{
    if (e == ERR_EXISTS && by->led_to)
        return page_redirect(page, by->led_to);
    TRY(e);
    page_flash(page, message);
    return page_redirect(page, by->location);
}

/* In lower case, which is quicker to type. */
enum err admin_make_password(struct page *page, const char **ret_password, const char **ret_hash)
{
    const char *random = crypto_random_base32(page->arena, PASSWORD_BYTES);
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; random[i]; i++) {
        if (i > 0 && i % 4 == 0)
            buf_addc(&out, '-');
        buf_addc(&out, (char)(random[i] >= 'A' ? random[i] - 'A' + 'a' : random[i]));
    }
    TRY(crypto_password_hash(page->arena, out.p, access_limits_of(page->site->config).cost, ret_hash));
    *ret_password = out.p;
    return ERR_NONE;
}
