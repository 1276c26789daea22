#include "post_out.h"

#include <string.h>

#include "crypto_random.h"
#include "crypto_reply.h"
#include "format.h"
#include "letter_view.h"
#include "log.h"
#include "notice.h"
#include "post_store.h"
#include "rulebook_store.h"
#include "setting_store.h"
#include "timeline.h"
#include "told_store.h"

#define ROUND_US (3 * UTC_SECOND_US)
#define DOWN_FIRST_US (5 * UTC_SECOND_US)
#define DOWN_MOST_US (5 * UTC_MINUTE_US)

/* What is the same for all that go out in a round. */
struct round {
    struct db *db;
    struct arena *arena;
    const struct site *site;
    struct post_out *out;
    int64_t now_us;
    const struct rulebook *book;
    const char *brand[LANG__COUNT], *hotline;
};

static enum err brands(struct db *db, struct arena *a, const struct site *site, const char *brand[LANG__COUNT], const char **ret_hotline)
{
    const char *zh, *en;
    TRY(setting_get(db, a, "brand_zh", &zh));
    TRY(setting_get(db, a, "brand_en", &en));
    TRY(setting_get(db, a, "hotline", ret_hotline));
    brand[LANG_ZH] = *zh ? zh : site->brand_zh;
    brand[LANG_EN] = *en ? en : site->brand_en;
    return ERR_NONE;
}

/* ---- what one says ---- */

static const char *due_of(const struct round *r, const struct post *post, enum lang lang)
{
    long long due_us;
    const char *due = timeline_get(r->arena, post->data, "due");
    return str_to_i64(str_of(due), 1, INT64_MAX, &due_us) ? format_date(r->arena, lang, due_us, r->site->zone) : "";
}

/* The address of the staff as people type it, which may end in the path that all of their pages begin with. */
static const char *staff_base(struct arena *a, const char *url)
{
    struct str base = str_of(url), last = STR("/staff");
    while (base.n && base.p[base.n - 1] == '/')
        base.n--;
    if (base.n > last.n && memcmp(base.p + base.n - last.n, last.p, last.n) == 0)
        base.n -= last.n;
    return str_cstr(a, base);
}

static const char *link_of(const struct round *r, const struct post *post)
{
    const struct config *config = r->site->config;
    const char *staff = staff_base(r->arena, config->site.staff_url);
    if (post->user_id)
        return *post->number ? arena_printf(r->arena, "%s/staff/complaints/%s", staff, post->number) : arena_printf(r->arena, "%s/staff/notices", staff);
    const char *path = timeline_get(r->arena, post->data, "path");
    return arena_printf(r->arena, "%s%s", config->site.public_url, *path == '/' ? path : "/track");
}

static struct letter write_one(const struct round *r, const struct post *post, bool answerable)
{
    enum lang lang = LANG_ZH;
    const struct notice_kind *kind = post->user_id ? notice_kind(post->kind) : NULL;
    (void)lang_from_code(post->lang, &lang);
    const struct letter_words words = {
        .number = post->number,
        .link = link_of(r, post),
        .unit = lang_pick(lang, post->unit_zh, post->unit_en),
        .due = due_of(r, post, lang),
        .site = r->brand[lang],
        .hotline = r->hotline,
        .what = kind ? text_in(lang, kind->sentence) : "",
    };
    return letter_make(r->arena, r->book, lang, post->user_id ? "staff" : post->kind, &words, answerable);
}

/* ---- sending one ---- */

/* ERR_NOT_FOUND: whom it was for wants nothing any more, or is gone. */
static enum err address_of(const struct round *r, const struct post *post, const char **ret_address)
{
    const char *lang;
    if (!post->user_id)
        return told_address(r->db, r->arena, r->site->keys, post->complaint_id, post->way == POST_MAIL ? TOLD_MAIL : TOLD_SMS, ret_address, &lang);
    *ret_address = post->address;
    return *post->address ? ERR_NONE : ERR_NOT_FOUND;
}

static enum wire_answer send_to(const struct round *r, const struct post *post, const char *address, const char **ret_said)
{
    const struct config_post *config = &r->site->config->post;
    const char *reply_to = post->user_id || !*post->number ? NULL : crypto_reply_address(r->arena, r->site->keys, r->site->config->mail_in.reply_address, post->number);
    reply_to = reply_to && mail_address_good(reply_to) ? reply_to : "";
    struct letter letter = write_one(r, post, *reply_to != '\0');
    if (post->way == POST_SMS) {
        const char *phone = wire_phone(r->arena, address);
        *ret_said = N_("This is no telephone number.");
        return phone ? post_wire_sms(r->out->wire, r->arena, phone, letter.sms, arena_printf(r->arena, "%lld", (long long)post->id), ret_said) : WIRE_NEVER;
    }
    const struct mail_out mail = {
        .from = config->mail_from,
        .from_name = r->brand[strcmp(post->lang, "en") == 0 ? LANG_EN : LANG_ZH],
        .to = address,
        .reply_to = reply_to,
        .subject = letter.subject,
        .body = letter.body,
        .lang = post->lang,
        .zone = r->site->zone,
        .id = post->id,
        .at_us = r->now_us,
    };
    *ret_said = N_("This is no e-mail address.");
    return mail_address_good(address) ? post_wire_mail(r->out->wire, r->arena, &mail, ret_said) : WIRE_NEVER;
}

/* Each server that is down is asked now and then only. */
static void note_server(struct round *r, enum post_way way, bool down)
{
    int64_t pause_us = DOWN_FIRST_US;
    if (!down) {
        r->out->way[way].downs = 0;
        return;
    }
    for (unsigned i = 0; i < r->out->way[way].downs && pause_us < DOWN_MOST_US; i++)
        pause_us *= 2;
    r->out->way[way].downs++;
    r->out->way[way].again_us = utc_monotonic_us() + (pause_us < DOWN_MOST_US ? pause_us : DOWN_MOST_US);
}

static int64_t next_us(const struct round *r, const struct post *post)
{
    uint16_t chance;
    crypto_random(&chance, sizeof chance);
    return r->now_us + wire_pause_us(post->attempts, chance % 1001u);
}

static enum err end(const struct round *r, const struct post *post, enum post_state state, const char *said)
{
    enum err e = post_outcome(r->db, post, state, r->now_us, state == POST_WAITING ? next_us(r, post) : r->now_us, said);
    if (state == POST_DEAD)
        LOG(LOG_WARN, "a post is given up", LOG_NUM("post", post->id), LOG_TEXT("kind", post->kind), LOG_NUM("way", post->way), LOG_NUM("attempts", post->attempts), LOG_TEXT("said", said));
    if (e == ERR_STALE)
        log_note(LOG_INFO, "a post was dropped, or taken by another host, while it was sent");
    return e == ERR_STALE ? ERR_NONE : e;
}

static enum err send_one(struct round *r, const struct post *post, bool *ret_sent)
{
    const char *address = "", *said = "";
    enum err e = address_of(r, post, &address);
    *ret_sent = false;
    if (e == ERR_NOT_FOUND)
        return end(r, post, POST_DROPPED, "");
    if (e == ERR_CRYPTO)
        return end(r, post, POST_DEAD, N_("The address cannot be opened; is notice.key the right one?"));
    TRY(e);
    enum wire_answer answer = send_to(r, post, address, &said);
    note_server(r, post->way, answer == WIRE_DOWN);
    *ret_sent = answer == WIRE_TAKEN;
    if (answer == WIRE_TAKEN)
        return end(r, post, POST_SENT, said);
    bool dead = answer == WIRE_NEVER || post->attempts >= r->site->config->post.attempts;
    return end(r, post, dead ? POST_DEAD : POST_WAITING, said);
}

/* ---- a round ---- */

/* The ways whose server is not left alone just now. */
static unsigned ways_open(const struct round *r, unsigned ways)
{
    int64_t now_us = utc_monotonic_us();
    for (enum post_way way = POST_MAIL; way <= POST_SMS; way++) {
        if (r->out->way[way].downs && now_us < r->out->way[way].again_us)
            ways &= ~(unsigned)way;
    }
    return ways;
}

static enum err begin(struct round *r)
{
    int64_t id;
    enum err e = rulebook_in_force(r->db, r->arena, &r->book, &id);
    if (e != ERR_NONE && e != ERR_CONFIG && e != ERR_NOT_FOUND)
        return e;
    if (e != ERR_NONE)
        r->book = NULL;
    return brands(r->db, r->arena, r->site, r->brand, &r->hotline);
}

static enum err tell_ways(struct db *db, struct arena *a, struct post_out *out, unsigned ways)
{
    if (!out->told)
        TRY(post_ways_keep(db, a, ways));
    out->told = true;
    return ERR_NONE;
}

enum err post_out_go_on(struct db *db, struct arena *a, const struct site *site, struct post_out *out, int64_t now_us, size_t *ret_n)
{
    struct round round = {.db = db, .arena = a, .site = site, .out = out, .now_us = now_us};
    unsigned ways = post_wire_ways(site->config), open;
    int64_t began_us = utc_monotonic_us(), hold_us = (2 * site->config->post.timeout_s + 60) * UTC_SECOND_US;
    size_t sent = 0;
    bool more = false, begun = false, it;
    *ret_n = 0;
    TRY(tell_ways(db, a, out, ways));
    while ((open = ways_open(&round, ways)) != 0) {
        struct post post;
        more = utc_monotonic_us() - began_us >= ROUND_US;
        enum err e = more ? ERR_NOT_FOUND : post_claim(db, a, now_us, hold_us, open, &post);
        if (e == ERR_NOT_FOUND)
            break;
        TRY(e);
        if (!begun)
            TRY(begin(&round));
        begun = true;
        TRY(send_one(&round, &post, &it));
        sent += it;
    }
    *ret_n = more ? site->config->jobs.batch : sent;
    return ERR_NONE;
}

enum wire_answer post_out_test(struct db *db, struct arena *a, const struct site *site, struct post_wire *wire, const char *address, int64_t now_us, const char **ret_said)
{
    const char *brand[LANG__COUNT] = {site->brand_zh, site->brand_en}, *hotline = "", *phone = wire_phone(a, address);
    if (db && brands(db, a, site, brand, &hotline) != ERR_NONE)
        hotline = "";
    const struct letter_words words = {.number = "", .link = "", .unit = "", .due = "", .site = brand[LANG_ZH], .hotline = hotline, .what = ""};
    struct letter letter = letter_test(a, LANG_ZH, &words);
    if (phone)
        return post_wire_sms(wire, a, phone, letter.sms, "test", ret_said);
    const struct mail_out mail = {
        .from = site->config->post.mail_from, .from_name = brand[LANG_ZH], .to = address, .reply_to = "", .subject = letter.subject, .body = letter.body, .lang = "zh",
        .zone = site->zone, .id = now_us, .at_us = now_us,
    };
    *ret_said = N_("This is no e-mail address.");
    return mail_address_good(address) ? post_wire_mail(wire, a, &mail, ret_said) : WIRE_NEVER;
}
