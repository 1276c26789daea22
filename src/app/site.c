#include "site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "basis_store.h"
#include "colour.h"
#include "config_load.h"
#include "crypto_random.h"
#include "desk_routes.h"
#include "draft_shelf_store.h"
#include "flow_check.h"
#include "kept_page.h"
#include "log.h"
#include "migrate.h"
#include "pressure_store.h"
#include "routes.h"
#include "site_store.h"
#include "stores.h"

#define DEFAULT_ZH "听诉"
#define DEFAULT_EN "Redress"
#define FOLLOW_US UTC_SECOND_US

/* Static files carry a hash of their content in the address, so that browsers may keep them for a year. */
static const char *static_path(const struct config *config, const char *name)
{
    char *path = NULL, *url = NULL;
    if (asprintf(&path, "%s/../static/%s", config->paths.templates, name) < 0)
        return name;
    FILE *in = fopen(path, "re");
    free(path);
    uint8_t hash[32] = {0};
    if (in) {
        static char bytes[1 << 20];
        size_t n = fread(bytes, 1, sizeof bytes, in);
        crypto_sha256(bytes, n, hash);
        fclose(in);
    }
    if (asprintf(&url, "/static/%s?v=%02x%02x%02x%02x", name, hash[0], hash[1], hash[2], hash[3]) < 0)
        return name;
    return url; /* lives as long as the process */
}

/* Whoever makes something that people read needs the texts, jobs too: lists as files are in the language of whoever asked. */
static enum err start_texts(const struct config *config)
{
    if (text_start(config->paths.locale) == ERR_NONE)
        return ERR_NONE;
    fprintf(stderr, "%s: no Chinese catalogue there; build it with make\n", config->paths.locale);
    return ERR_CONFIG;
}

enum err site_make(const struct config *config, enum crypto_pool pool, struct site *ret_site)
{
    struct crypto_keys *keys;
    const struct utc_zone *zone;
    char why[FLOW_WHY_MAX];
    TRY(crypto_start());
    if (crypto_keys_load(config->paths.keys, pool, &keys, why) != ERR_NONE) {
        fprintf(stderr, "%s\n", why);
        return ERR_CONFIG;
    }
    if (utc_zone_load(config->site.timezone, &zone) != ERR_NONE) {
        fprintf(stderr, "site.timezone: no such zone: %s\n", config->site.timezone);
        return ERR_CONFIG;
    }
    struct flow_table flow = flow_table();
    if (!flow_check(&flow, why)) {
        fprintf(stderr, "%s\n", why);
        return ERR_CONFIG;
    }
    const struct route *const *routes = pool == CRYPTO_PUBLIC ? public_routes : staff_routes;
    TRY(start_texts(config));
    if (pool == CRYPTO_PUBLIC || pool == CRYPTO_STAFF) {
        TRY(tpl_start(config->paths.templates));
        if (route_check(routes, why) != ERR_NONE) {
            fprintf(stderr, "%s\n", why);
            return ERR_CONFIG;
        }
    }
    *ret_site = (struct site){
        .config = config,
        .keys = keys,
        .zone = zone,
        .pool = pool,
        .routes = routes,
        .kept = pool == CRYPTO_PUBLIC ? kept_pages_new() : NULL,
        .drafts = pool == CRYPTO_PUBLIC ? draft_shelf_new() : NULL,
        .navigation = pool == CRYPTO_STAFF ? desk_navigation : NULL,
        .css_path = static_path(config, "app.css"),
        .js_path = static_path(config, "app.js"),
        .icons_path = static_path(config, "icons.svg"),
        .brand_zh = DEFAULT_ZH,
        .brand_en = DEFAULT_EN,
        .sub_zh = "",
        .sub_en = "",
        .hotline = "",
        .hours_zh = "",
        .hours_en = "",
    };
    return ERR_NONE;
}

enum err site_check_schema(const struct config *config, unsigned db_pool)
{
    struct db_config db_config;
    struct db *db;
    char why[256];
    TRY(config_database(config, db_pool, &db_config));
    enum err e = db_open(&db_config, db_pool, app_stores, &db);
    if (e == ERR_DB_AWAY) {
        log_note(LOG_WARN, "the database cannot be reached yet; nothing can be done until it can");
        return ERR_NONE;
    }
    if (e != ERR_NONE) {
        fputs("the database cannot be used as configured, for the reason above; if a table, column or right is missing, run: redress migrate --grants\n",
              stderr);
        return e;
    }
    e = migrate_check(db, config->paths.migrations, why);
    if (e != ERR_NONE)
        fprintf(stderr, "%s\n", why);
    db_close(db);
    return e;
}

/* A colour that cannot be read is not taken from the database either, however it came there. */
static const char *colour_path(struct arena *a, const char *prefix, const char *typed)
{
    struct colour colour;
    if (!*typed)
        return NULL;
    if (!colour_read(typed, &colour) || !colour_carries_white(colour)) {
        log_note(LOG_WARN, "the brand's colour is not used: white letters on it could not be read");
        return NULL;
    }
    return arena_printf(a, "%s/brand.css?v=%s.%d", prefix, colour_text(a, colour) + 1, COLOUR_EDITION);
}

static void take_pages(struct site *site, struct arena *a, const struct site_page *pages, size_t n)
{
    struct site_foot_page *list = ARENA_ARRAY(a, n + 1, struct site_foot_page);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct site_foot_page){pages[i].slug, pages[i].title_zh, pages[i].title_en};
    site->foot_pages = list;
    site->n_foot_pages = n;
}

static void take_texts(struct site *site, struct arena *a, const struct site_texts *t)
{
    const char *prefix = site->pool == CRYPTO_STAFF ? "/staff" : "";
    site->brand_zh = *t->brand_zh ? t->brand_zh : DEFAULT_ZH;
    site->brand_en = *t->brand_en ? t->brand_en : DEFAULT_EN;
    site->sub_zh = t->sub_zh;
    site->sub_en = t->sub_en;
    site->hotline = t->hotline;
    site->hours_zh = t->hours_zh;
    site->hours_en = t->hours_en;
    site->filings[0] = (struct site_filing){t->filing, t->filing_url};
    site->filings[1] = (struct site_filing){t->police, t->police_url};
    site->colour_path = colour_path(a, prefix, t->colour);
    site->logo_path = *t->logo ? arena_printf(a, "%s/brand/logo?v=%s", prefix, t->logo) : NULL;
    if (site->texts)
        arena_free(site->texts);
    site->texts = a;
}

enum err site_load_texts(struct site *site, struct db *db)
{
    struct arena *a = arena_new(1 << 20);
    struct site_texts texts;
    struct site_page *pages;
    size_t n_pages;
    int64_t version;
    site->texts_us = utc_monotonic_us();
    enum err e = basis_read(db, a, &version);
    bool changed = e == ERR_NONE && (!site->texts || version != site->texts_version);
    if (changed)
        e = site_texts_load(db, a, &texts);
    if (changed && e == ERR_NONE && site->pool == CRYPTO_PUBLIC)
        e = pressure_read(db, a, &site->pressure);
    if (changed && e == ERR_NONE)
        e = site_pages_load(db, a, &pages, &n_pages);
    if (!changed || e != ERR_NONE) {
        arena_free(a);
        return e;
    }
    take_texts(site, a, &texts);
    take_pages(site, a, pages, n_pages);
    site->texts_version = version;
    return ERR_NONE;
}

void site_follow_texts(struct site *site, struct db *db)
{
    if (site->texts_us && utc_monotonic_us() - site->texts_us < FOLLOW_US)
        return;
    if (site_load_texts(site, db) != ERR_NONE)
        log_note(LOG_DEBUG, "the texts of the site could not be read; those of before stay");
    db_take_counts(db); /* of no request */
}
