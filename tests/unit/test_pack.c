#include <check.h>
#include <string.h>

#include "crypto_fixture.h"
#include "crypto_random.h"
#include "crypto_receipt.h"
#include "pack.h"
#include "pack_html.h"

Suite *suite_pack(void);

static struct crypto_keys *keys;

static void up(void)
{
    crypto_up();
    crypto_make_keys();
    keys = crypto_load(CRYPTO_JOBS);
}

static void down(void)
{
    crypto_keys_free(keys);
    crypto_down();
}

static void add_event(struct pack *p, int seq, uint8_t before, const char *data)
{
    struct pack_event e = {.seq = seq, .at_us = 1000 + seq, .actor_kind = 2, .actor_id = 7, .kind = "note", .key_kind = 2, .key_version = 1, .data = data};
    memset(e.previous, before, sizeof e.previous);
    memset(e.hash, before + 1, sizeof e.hash);
    pack_add_event(p, &e);
}

static struct str example(struct str *ret_manifest, uint8_t hash[32])
{
    struct pack p = pack_new(crypto_arena, crypto_sha256);
    const char *const facts[][2] = {{"Number", "TS-1"}, {"Left out", ""}};
    const struct pack_title titles[] = {{"complaint", "The <complaint>"}, {"messages", "Messages"}};
    const struct pack_front front = {.language = "en", .heading = "Pack", .subject = "A & B", .contents = "Contents", .facts = facts, .n_facts = 2, .titles = titles, .n_titles = 2, .warning = ""};
    const struct pack_head head = {.complaint_id = 12, .at_us = 99, .user_id = 7, .version = 3, .number = "TS-1", .language = "en", .scope = PACK_INTERNAL, .identity = PACK_MASKED, .whole = true};
    struct pack_file file = {.bytes = 10, .internal = true, .name = "合同 \"1\".pdf"};
    memset(file.sha256, 9, sizeof file.sha256);
    pack_html_front(&p, &front);
    pack_html_open(&p, 1, &titles[0]);
    pack_html_entry(&p, "<b>", "text & more", "");
    pack_html_shut(&p);
    pack_html_open(&p, 2, &titles[1]);
    pack_html_note(&p, "None.");
    pack_html_shut(&p);
    add_event(&p, 1, 0, "{\"message\":\"1\"}");
    add_event(&p, 2, 1, NULL);
    pack_add_file(&p, &file);
    return pack_finish(&p, &head, ret_manifest, hash);
}

static struct str signed_example(void)
{
    struct str manifest;
    uint8_t hash[32];
    struct str body = example(&manifest, hash), tail;
    struct buf all = {.arena = crypto_arena};
    tail = pack_tail(crypto_arena, 1, crypto_signature_make(crypto_arena, keys, KEY_ANCHOR, manifest));
    buf_add(&all, body.p, body.n);
    buf_add(&all, tail.p, tail.n);
    return buf_str(&all);
}

/* The first part that differs, the signature included; "" none. */
static const char *differs(struct str file)
{
    struct pack_content c;
    pack_read(crypto_arena, crypto_sha256, file, false, &c);
    if (c.differs && (!c.manifest.p || strcmp(c.differs, PACK_PART_MANIFEST) == 0))
        return c.differs;
    const uint8_t *key = crypto_signature_key(keys, KEY_ANCHOR, c.key_version);
    if (!key || !crypto_signature_by(key, c.manifest, c.signature))
        return "signature";
    return c.differs ? c.differs : "";
}

START_TEST(what_was_made_is_read_again)
{
    struct str file = signed_example();
    struct pack_content c;
    ck_assert_str_eq(differs(file), "");
    pack_read(crypto_arena, crypto_sha256, file, false, &c);
    ck_assert_int_eq(c.head.complaint_id, 12);
    ck_assert_str_eq(c.head.number, "TS-1");
    ck_assert(c.head.whole && c.head.scope == PACK_INTERNAL && c.head.identity == PACK_MASKED);
    ck_assert_uint_eq(c.n_sections, 3);
    ck_assert_str_eq(c.sections[0], "front");
    ck_assert_str_eq(c.sections[2], "messages");
    ck_assert_uint_eq(c.n_events, 2);
    ck_assert_str_eq(c.events[0].data, "{\"message\":\"1\"}");
    ck_assert_ptr_null(c.events[1].data);
    ck_assert_uint_eq(c.n_files, 1);
    ck_assert_str_eq(c.files[0].name, "合同 \"1\".pdf");
    ck_assert(strstr(file.p, "&lt;b&gt;") && strstr(file.p, "A &amp; B") && !strstr(file.p, "Left out"));
}
END_TEST

/* Each single byte of a file, changed, taken out or doubled, is noticed. */
START_TEST(every_byte_tells)
{
    struct str file = signed_example();
    char *copy = arena_alloc(crypto_arena, file.n + 2);
    for (size_t i = 0; i < file.n; i++) {
        memcpy(copy, file.p, file.n);
        copy[i] ^= 1;
        ck_assert_msg(*differs((struct str){copy, file.n}), "byte %zu of %zu changed", i, file.n);
        memcpy(copy, file.p, i);
        memcpy(copy + i, file.p + i + 1, file.n - i - 1);
        ck_assert_msg(*differs((struct str){copy, file.n - 1}), "byte %zu taken out", i);
        memcpy(copy, file.p, i + 1);
        memcpy(copy + i + 1, file.p + i, file.n - i);
        ck_assert_msg(*differs((struct str){copy, file.n + 1}), "byte %zu doubled", i);
    }
}
END_TEST

START_TEST(the_first_part_is_named)
{
    struct str file = signed_example();
    char *copy = arena_strndup(crypto_arena, file.p, file.n);
    char *message = strstr(copy, "None.");
    ck_assert_ptr_nonnull(message);
    *message = 'n';
    ck_assert_str_eq(differs((struct str){copy, file.n}), "messages");
    char *title = strstr(copy, "text &amp; more");
    ck_assert_ptr_nonnull(title);
    *title = 'T';
    ck_assert_str_eq(differs((struct str){copy, file.n}), "complaint");
    ck_assert_str_eq(differs((struct str){file.p, file.n - 1}), PACK_PART_END);
    ck_assert_str_eq(differs(STR("")), PACK_PART_END);
    ck_assert_str_eq(differs(STR("<html></html>")), PACK_PART_END);
}
END_TEST

/* A chain with a step left out is none, whoever signs it. */
START_TEST(steps_follow_each_other)
{
    struct pack p = pack_new(crypto_arena, crypto_sha256);
    const struct pack_head head = {.complaint_id = 1, .number = "TS-1", .language = "en", .scope = PACK_INTERNAL, .identity = PACK_MASKED};
    struct pack_content c;
    struct str manifest;
    uint8_t hash[32];
    pack_begin(&p, "front");
    pack_end(&p);
    add_event(&p, 1, 0, "{}");
    add_event(&p, 3, 1, "{}");
    pack_read(crypto_arena, crypto_sha256, pack_finish(&p, &head, &manifest, hash), true, &c);
    ck_assert_str_eq(c.differs, PACK_PART_MANIFEST);
}
END_TEST

START_TEST(who_complains_is_taken_out)
{
    const char *const values[] = {"王小明", "138 0013 8000", "wang@example.com", "", NULL, "x"};
    ck_assert_str_eq(pack_redact(crypto_arena, "我是王小明，电话13800138000", values, 6), "我是***，电话***");
    ck_assert_str_eq(pack_redact(crypto_arena, "138-0013-8000 or wang@example.com", values, 6), "*** or ***");
    ck_assert_str_eq(pack_redact(crypto_arena, "138 0013 800 is not it, xx", values, 6), "138 0013 800 is not it, xx");
    ck_assert_str_eq(pack_redact(crypto_arena, "", values, 6), "");
}
END_TEST

START_TEST(who_complains_is_taken_out_however_it_is_written)
{
    const char *const values[] = {"王小明", "+86 138 0013 8000", "13800138000", "Wang@Example.com", "John Smith", "11010119900307123X"};
    ck_assert_str_eq(pack_redact(crypto_arena, "王 小明、王　小 明，王小", values, 6), "***、***，王小");
    ck_assert_str_eq(pack_redact(crypto_arena, "电话１３８００１３８０００，或+86 13800138000", values, 6), "电话***，或+***");
    ck_assert_str_eq(pack_redact(crypto_arena, "tel. 138.0013.8000 (138) 0013-8000", values, 6), "tel. *** (***");
    ck_assert_str_eq(pack_redact(crypto_arena, "WANG@EXAMPLE.COM, ＷＡＮＧ＠example.com, JOHN SMITH", values, 6), "***, ***, ***");
    ck_assert_str_eq(pack_redact(crypto_arena, "110101 19900307 123x and 110101199003071234", values, 6), "*** and 110101199003071234");
    ck_assert_str_eq(pack_redact(crypto_arena, "王大明 johnsmith 1380013", values, 6), "王大明 johnsmith 1380013");
    ck_assert_str_eq(pack_redact(crypto_arena, "\xef", values, 6), "\xef");
}
END_TEST

Suite *suite_pack(void)
{
    Suite *s = suite_create("pack");
    TCase *t = tcase_create("pack");
    tcase_add_checked_fixture(t, up, down);
    tcase_set_timeout(t, 120);
    tcase_add_test(t, what_was_made_is_read_again);
    tcase_add_test(t, every_byte_tells);
    tcase_add_test(t, the_first_part_is_named);
    tcase_add_test(t, steps_follow_each_other);
    tcase_add_test(t, who_complains_is_taken_out);
    tcase_add_test(t, who_complains_is_taken_out_however_it_is_written);
    suite_add_tcase(s, t);
    return s;
}
