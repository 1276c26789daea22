#include "bench_pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attachment_store.h"
#include "crypto_random.h"
#include "demo_store.h"
#include "draft_store.h"
#include "utc.h"

#define DRAFTS_PER_SECOND 500 /* what one client may send while it is measured */
#define DRAFTS_AT_ONCE 500
#define SIGN_IN_TRIES 10
#define PHOTOGRAPH_BYTES (5u << 20)
#define UPLOADS_PER_SECOND 50

enum err bench_get(struct bench_visit *v, const char *path)
{
    return bench_request(&v->client, "GET", path, NULL);
}

/* ---- the website ---- */

static enum err get_fixed(struct bench_visit *v, size_t i)
{
    (void)i;
    return bench_get(v, "/bench/fixed");
}

static enum err prepare_home(struct bench_visit *v)
{
    return bench_get(v, "/");
}
static enum err get_home(struct bench_visit *v, size_t i)
{
    (void)i;
    return bench_get(v, "/");
}

static enum err prepare_step(struct bench_visit *v)
{
    TRY(bench_get(v, "/file"));
    TRY(bench_post(&v->client, "/file", ""));
    return v->client.status == 303 ? bench_get(v, "/file/category") : ERR_STATE;
}
static enum err get_step(struct bench_visit *v, size_t i)
{
    (void)i;
    return bench_get(v, "/file/category");
}

static enum err prepare_track(struct bench_visit *v)
{
    char fields[200];
    TRY(bench_get(v, "/track"));
    snprintf(fields, sizeof fields, "number=%s&code=" DEMO_PASSCODE, v->number);
    TRY(bench_post(&v->client, "/track", fields));
    return v->client.status == 303 ? ERR_NONE : ERR_STATE;
}
static enum err get_track(struct bench_visit *v, size_t i)
{
    (void)i;
    return bench_get(v, "/track/case");
}

/* ---- staff ---- */

/* Clients that sign in as the same person at once look like somebody who guesses, and are told to wait. */
enum err bench_sign_in(struct bench_visit *v, const char *login)
{
    char fields[100];
    snprintf(fields, sizeof fields, "login=%s&password=" DEMO_PASSWORD, login);
    for (int tries = 0; tries < SIGN_IN_TRIES; tries++) {
        TRY(bench_get(v, "/staff/sign-in"));
        TRY(bench_post(&v->client, "/staff/sign-in", fields));
        if (v->client.status == 303)
            return ERR_NONE;
        usleep(1100000);
    }
    return ERR_STATE;
}
static enum err prepare_manager(struct bench_visit *v)
{
    return bench_sign_in(v, "zhaolei");
}
static enum err get_work(struct bench_visit *v, size_t i)
{
    (void)i;
    return bench_get(v, "/staff/");
}
static enum err get_list(struct bench_visit *v, size_t i)
{
    (void)i;
    return bench_get(v, "/staff/complaints?view=open");
}

static enum err prepare_head_office(struct bench_visit *v)
{
    return bench_sign_in(v, "hexun");
}
static enum err get_view(struct bench_visit *v, size_t i)
{
    static const char *const paths[] = {
        "/staff/complaints?view=mine",   "/staff/complaints?view=soon", "/staff/complaints?view=late",      "/staff/complaints?view=replies",
        "/staff/complaints?view=new",    "/staff/complaints?view=open", "/staff/complaints?view=unit-late", "/staff/complaints?view=all",
        "/staff/complaints?view=closed",
    };
    return bench_get(v, paths[i % COUNT_OF(paths)]);
}

/* Complaints in progress have the fullest pages: what came in, what was asked, and every action. */
static enum err prepare_case(struct bench_visit *v)
{
    TRY(prepare_manager(v));
    TRY(bench_get(v, "/staff/complaints?view=open&state=2"));
    v->n_paths = bench_links(&v->client, "/staff/complaints/TS", v->paths, BENCH_LINKS);
    return v->n_paths ? ERR_NONE : ERR_STATE;
}
static enum err get_case(struct bench_visit *v, size_t i)
{
    return bench_get(v, v->paths[i % v->n_paths]);
}

/* ---- submissions ---- */

/* A draft with everything up to the check. */
static enum err fill_draft(struct bench_visit *v)
{
    static const char *const steps[][2] = {
        {"/file/what", "body=%E6%8E%92%E9%98%9F%E4%B8%A4%E5%B0%8F%E6%97%B6%E6%B2%A1%E6%9C%89%E4%BA%BA%E5%BC%95%E5%AF%BC%E3%80%82"
                       "%E5%8F%AB%E5%8F%B7%E6%9C%BA%E5%9D%8F%E4%BA%86%EF%BC%8C%E4%B8%8A%E5%8D%88%E5%8F%AA%E5%BC%80%E4%B8%80%E4%B8%AA%E7%AA%97%E5%8F%A3%E3%80%82"},
        {"/file/wish", "want_explanation=1&want_apology=1"},
        {"/file/files", "do=next"},
        {"/file/who", "mode=named&kind=customer"},
        {"/file/contact", "name=%E7%8E%8B%E8%8A%B3&phone=13800001111&prefer=phone"},
    };
    char category[40], fields[80];
    TRY(prepare_step(v));
    bench_value(&v->client, "category", category, sizeof category);
    snprintf(fields, sizeof fields, "category=%s", category);
    TRY(bench_post(&v->client, "/file/category", fields));
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        TRY(bench_get(v, steps[i][0]));
        TRY(bench_post(&v->client, steps[i][0], steps[i][1]));
        if (v->client.status != 303)
            return ERR_STATE;
    }
    TRY(bench_get(v, "/file/check"));
    return v->client.status == 200 ? ERR_NONE : ERR_STATE;
}

struct copying {
    struct bench_visit *visit;
    struct arena *arena;
    const struct crypto_keys *keys;
    struct draft_stored filled;
    size_t first, n; /* of drafts: where they go, how many */
};

/* Some more drafts with the same answers, as the pages would have left them. */
static enum err copy_drafts(struct db *db, void *ctx)
{
    struct copying *c = ctx;
    int64_t now_us = utc_now_us();
    for (size_t i = 0; i < c->n; i++) {
        const char *cookie;
        struct draft_stored draft;
        TRY(draft_new(db, NULL, c->arena, c->keys, now_us, &cookie));
        TRY(draft_load(db, c->arena, c->keys, cookie, now_us, UTC_DAY_US, &draft));
        draft.content = c->filled.content;
        TRY(draft_save(db, NULL, c->arena, c->keys, &draft, now_us));
        snprintf(c->visit->drafts[c->first + i], sizeof *c->visit->drafts, "%s", cookie);
    }
    return ERR_NONE;
}

static enum err make_drafts(struct bench_visit *v, struct db *db, const struct crypto_keys *keys, size_t wanted)
{
    struct arena *kept = arena_new(8 << 20), *a = arena_new(64 << 20);
    struct copying copying = {.visit = v, .arena = a, .keys = keys};
    char cookie[64];
    enum err e = draft_load(db, kept, keys, bench_cookie(&v->client, "draft", cookie, sizeof cookie), utc_now_us(), UTC_DAY_US, &copying.filled);
    v->drafts = calloc(wanted, sizeof *v->drafts);
    while (e == ERR_NONE && v->drafts && v->n_drafts < wanted) {
        copying.first = v->n_drafts;
        copying.n = wanted - v->n_drafts < DRAFTS_AT_ONCE ? wanted - v->n_drafts : DRAFTS_AT_ONCE;
        e = db_tx(db, copy_drafts, &copying); /* may run several times */
        if (e == ERR_NONE)
            v->n_drafts += copying.n;
        arena_reset(a);
    }
    arena_free(a);
    arena_free(kept);
    return e;
}

static enum err open_database(const struct bench_visit *v, struct db **ret_db)
{
    static const struct db_stmts *const tables[] = {&draft_stmts, &attachment_stage_stmts, NULL};
    struct db_config db_config;
    TRY(config_database(v->config, DB_PUBLIC, &db_config));
    return db_open(&db_config, DB_PUBLIC, tables, ret_db);
}
/* One complaint is written as a visitor would, page by page; the rest are copies of its draft, so that only the sending is timed. */
static enum err prepare_drafts(struct bench_visit *v, size_t wanted)
{
    struct crypto_keys *keys;
    struct db *db;
    char why[256];
    TRY(fill_draft(v));
    bench_cookie(&v->client, "visitor", v->visitor, sizeof v->visitor);
    bench_keep_form(&v->client);
    TRY(crypto_start());
    TRY(crypto_keys_load(v->config->paths.keys, CRYPTO_PUBLIC, &keys, why));
    TRY(open_database(v, &db));
    enum err e = make_drafts(v, db, keys, wanted);
    db_close(db);
    crypto_keys_free(keys);
    return e;
}
static enum err prepare_send(struct bench_visit *v)
{
    return prepare_drafts(v, (size_t)v->seconds * DRAFTS_PER_SECOND);
}
/* ERR_RATE: all sent before the time was over. */
static enum err take_draft(struct bench_visit *v, size_t i)
{
    if (i >= v->n_drafts)
        return ERR_RATE;
    snprintf(v->client.cookies, sizeof v->client.cookies, "visitor=%s; draft=%s", v->visitor, v->drafts[i]);
    return ERR_NONE;
}
static enum err post_send(struct bench_visit *v, size_t i)
{
    TRY(take_draft(v, i));
    return bench_post(&v->client, "/file/send", "website=");
}

/* ---- photographs ---- */

#define BOUNDARY "----bench"

/* As a camera would write it: where and when it was taken, tables, and a scan in which every mark stands for itself. */
static size_t write_photograph(char *to, size_t n)
{
    static const char head[] = "\xff\xd8\xff\xe1\x00\x22" "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
                               "\xff\xc0\x00\x0b\x08\x10\x00\x10\x00\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00";
    const size_t head_n = sizeof head - 1, end = n - 2;
    crypto_random(to, n);
    memcpy(to, head, head_n);
    for (size_t i = head_n; i < end; i++) {
        if (to[i] == '\xff')
            to[i + 1 < end ? i + 1 : i] = '\0';
    }
    memcpy(to + end, "\xff\xd9", 2);
    return n;
}

static enum err make_photograph(struct bench_visit *v)
{
    static const char end[] = "\r\n--" BOUNDARY "--\r\n";
    char *form = malloc(PHOTOGRAPH_BYTES + 2000);
    if (!form)
        return ERR_IO;
    size_t n = (size_t)snprintf(form, 1000,
                                "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"once\"\r\n\r\n%s\r\n"
                                "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"do\"\r\n\r\nadd\r\n"
                                "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n",
                                v->client.csrf, v->client.once);
    n += write_photograph(form + n, PHOTOGRAPH_BYTES);
    memcpy(form + n, end, sizeof end - 1);
    v->photograph = form;
    v->photograph_n = n + sizeof end - 1;
    return ERR_NONE;
}

static enum err post_photograph(struct bench_visit *v, const char *path)
{
    return bench_send(&v->client, path, "multipart/form-data; boundary=" BOUNDARY, v->photograph, v->photograph_n);
}

static enum err prepare_received(struct bench_visit *v)
{
    TRY(crypto_start());
    return make_photograph(v);
}
static enum err post_received(struct bench_visit *v, size_t i)
{
    (void)i;
    return post_photograph(v, "/bench/fixed");
}

/* Every photograph goes to a draft of its own. */
static enum err prepare_upload(struct bench_visit *v)
{
    TRY(prepare_drafts(v, (size_t)v->seconds * UPLOADS_PER_SECOND));
    return make_photograph(v);
}
static enum err post_upload(struct bench_visit *v, size_t i)
{
    TRY(take_draft(v, i));
    return post_photograph(v, "/file/files");
}

static enum err clear_draft(struct db *db, struct arena *a, const char *cookie)
{
    uint8_t token[DRAFT_TOKEN], hash[32];
    struct attachment *files;
    size_t n;
    if (!str_unbase64url(str_of(cookie), token, sizeof token, &n))
        return ERR_STATE;
    crypto_sha256(token, n, hash);
    TRY(attachment_staged(db, a, true, hash, &files, &n));
    for (size_t i = 0; i < n; i++)
        TRY(attachment_unstage(db, hash, files[i].code));
    return draft_delete(db, NULL, hash);
}
static enum err finish_upload(struct bench_visit *v)
{
    struct db *db;
    enum err e = ERR_NONE;
    TRY(open_database(v, &db));
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < v->n_drafts && e == ERR_NONE; i++) {
        e = clear_draft(db, a, v->drafts[i]);
        arena_reset(a);
    }
    arena_free(a);
    db_close(db);
    return e;
}

const struct bench_page bench_fixed_page = {"fixed body", "", 0, "", 200, prepare_home, get_fixed, NULL};
const struct bench_page bench_received_page = {"bytes dropped", "", 0, "", 200, prepare_received, post_received, NULL};
const struct bench_page bench_pages[] = {
    {"home", "F", 0.6, "public", 200, prepare_home, get_home, NULL},
    {"form step", "F", 0.4, "public", 200, prepare_step, get_step, NULL},
    {"tracking", "F", 0.25, "public", 200, prepare_track, get_track, NULL},
    {"my work", "F", 0.15, "staff", 200, prepare_manager, get_work, NULL},
    {"list of 50", "F", 0.15, "staff", 200, prepare_manager, get_list, NULL},
    {"every view", "F", 0.15, "staff", 200, prepare_head_office, get_view, NULL},
    {"case", "F", 0.15, "staff", 200, prepare_case, get_case, NULL},
    {"submission", "D", 0.35, "public", 303, prepare_send, post_send, NULL},
    {"upload", "U", 0.5, "public", 303, prepare_upload, post_upload, finish_upload},
};
const size_t bench_pages_n = COUNT_OF(bench_pages);
