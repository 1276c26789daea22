#include "brand.h"

#include <string.h>

#include "colour.h"
#include "site_store.h"

#define A_YEAR "private, max-age=31536000, immutable"

/* What comes is made of the address alone, so that one that is kept for a year is right, whatever is set by now. */
static enum err sheet(struct page *page)
{
    const char *version = http_query(page->req, "v"), *edition = strchr(version, '.');
    struct colour colour;
    if (!edition || strcmp(edition, arena_printf(page->arena, ".%d", COLOUR_EDITION)) != 0)
        return ERR_NOT_FOUND;
    if (!colour_read(arena_strndup(page->arena, version, (size_t)(edition - version)), &colour) || !colour_carries_white(colour))
        return ERR_NOT_FOUND;
    http_header(page->resp, "Cache-Control", A_YEAR);
    page->resp->content_type = "text/css; charset=utf-8";
    buf_adds(&page->resp->body, colour_sheet(page->arena, colour));
    return ERR_NONE;
}

/* Under the address of another logo, which a page of a moment ago may have named, it is sent but not kept. */
static enum err logo(struct page *page)
{
    struct site_file file;
    TRY(site_file_load(page->db, page->arena, SITE_LOGO, &file));
    http_header(page->resp, "Cache-Control", strcmp(http_query(page->req, "v"), file.hash) == 0 ? A_YEAR : "no-store");
    page->resp->content_type = file.media_type;
    buf_add(&page->resp->body, file.bytes.p, file.bytes.n);
    return ERR_NONE;
}

#define BRAND_ROUTES(prefix)                                                                                                     \
    {                                                                                                                            \
        {.method = HTTP_GET, .path = prefix "/brand.css", .need = ANYONE, .run = sheet, .without_db = true},                     \
            {.method = HTTP_GET, .path = prefix "/brand/logo", .need = ANYONE, .run = logo, .without_db = true}, {0}             \
    }
const struct route brand_public_routes[] = BRAND_ROUTES("");
const struct route brand_staff_routes[] = BRAND_ROUTES("/staff");
