#ifndef REDRESS_SITE_STORE_H
#define REDRESS_SITE_STORE_H

#include "change_store.h"

extern const struct db_stmts site_stmts;       /* public, staff: reading */
extern const struct db_stmts site_admin_stmts; /* staff: writing */

/* What the site shows of who runs it; administrators set it. "" for what is not set. */
struct site_texts {
    const char *brand_zh, *brand_en, *sub_zh, *sub_en, *hotline, *hours_zh, *hours_en;
    const char *colour;         /* "#0052d9" */
    const char *logo;           /* beginning of its hash, in hex */
    const char *filing, *filing_url, *police, *police_url; /* under which numbers authorities have the website, and where they can be looked up */
    int version;                /* raised by every change of a text */
};
enum err site_texts_load(struct db *db, struct arena *a, struct site_texts *ret_texts) MUST_CHECK;
/* With its change log entry. ERR_STALE: version. ERR_EXISTS with by->led_to: this form was carried out before. */
enum err site_texts_save(struct db *db, struct arena *a, struct change_by *by, const struct site_texts *texts) MUST_CHECK;

/* Pages that administrators published and linked from the foot of every public page, in their order; at most 8. */
struct site_page {
    const char *slug, *title_zh, *title_en;
};
enum err site_pages_load(struct db *db, struct arena *a, struct site_page **ret_list, size_t *ret_n) MUST_CHECK;

/* The logo, and the one that was uploaded and is not in use yet. */
enum site_file_name { SITE_LOGO, SITE_LOGO_DRAFT };
struct site_file {
    const char *media_type; /* image/png, image/jpeg */
    struct str bytes;
    const char *hash; /* as in site_texts */
};
enum err site_file_load(struct db *db, struct arena *a, enum site_file_name name, struct site_file *ret_file) MUST_CHECK;
#define SITE_LOGO_BYTES (200u << 10)
#define SITE_LOGO_PIXELS_MIN 32
#define SITE_LOGO_PIXELS_MAX 2000
/* A draft of the logo. ERR_INPUT: libmagic finds neither a PNG nor a JPEG. Size is the caller's to check. */
enum err site_logo_put(struct db *db, struct arena *a, struct change_by *by, struct str bytes) MUST_CHECK;
/* The draft becomes the logo, or is thrown away; and the logo goes. ERR_NOT_FOUND: there is none. */
enum err site_logo_use(struct db *db, struct arena *a, struct change_by *by) MUST_CHECK;
enum err site_logo_drop(struct db *db, struct arena *a, struct change_by *by, enum site_file_name name) MUST_CHECK;

#endif
