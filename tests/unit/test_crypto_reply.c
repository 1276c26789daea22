#include <check.h>
#include <ctype.h>
#include <string.h>

#include "crypto_fixture.h"
#include "crypto_random.h"
#include "crypto_reply.h"

Suite *suite_crypto_reply(void);

#define BASE "reply@example.org"
static const char number[] = "TS-4F7K2-9QXBM-3";

static struct crypto_keys *make_keys(void)
{
    crypto_make_keys();
    return crypto_load(CRYPTO_STAFF);
}

START_TEST(an_address_is_read_as_it_was_made)
{
    struct crypto_keys *keys = make_keys();
    const char *address = crypto_reply_address(crypto_arena, keys, BASE, number);
    ck_assert_ptr_nonnull(address);
    ck_assert_msg(strncmp(address, "reply+", 6) == 0 && address[19] == '-' && strcmp(address + strlen(address) - 12, "@example.org") == 0, "%s", address);
    ck_assert_msg(!strstr(address, "4f7k2") && !strstr(address, "9qxbm"), "%s", address);
    ck_assert_str_ne(address, crypto_reply_address(crypto_arena, keys, BASE, "TS-4F7K2-9QXBM-4"));
    ck_assert_uint_le(strcspn(address, "@"), 64);
    ck_assert_str_eq(crypto_reply_number(crypto_arena, keys, BASE, address), "ts4f7k29qxbm3");
    char *upper = arena_strdup(crypto_arena, address);
    for (char *c = upper; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    ck_assert_str_eq(crypto_reply_number(crypto_arena, keys, BASE, upper), "ts4f7k29qxbm3");
    ck_assert_str_eq(crypto_reply_address(crypto_arena, keys, BASE, number), address);
    /* jobs read what staff made */
    struct crypto_keys *jobs = crypto_load(CRYPTO_JOBS);
    ck_assert_str_eq(crypto_reply_number(crypto_arena, jobs, BASE, address), "ts4f7k29qxbm3");
    crypto_keys_free(jobs);
    crypto_keys_free(keys);
}
END_TEST

/* Notices of before have the number as it is, and are answered still. */
START_TEST(an_address_of_before_is_read)
{
    struct crypto_keys *keys = make_keys();
    uint8_t whole[32];
    const struct crypto_part parts[] = {{"reply address", strlen("reply address")}, {"ts4f7k29qxbm3", 13}};
    crypto_hmac(crypto_key(keys, KEY_REPLY, NULL), parts, COUNT_OF(parts), whole);
    const char *address = arena_printf(crypto_arena, "reply+ts4f7k29qxbm3-%s@example.org", str_hex(crypto_arena, whole, 10));
    ck_assert_str_eq(crypto_reply_number(crypto_arena, keys, BASE, address), "ts4f7k29qxbm3");
    crypto_keys_free(keys);
}
END_TEST

START_TEST(one_changed_character_is_another_address)
{
    struct crypto_keys *keys = make_keys();
    const char *address = crypto_reply_address(crypto_arena, keys, BASE, number);
    for (size_t i = 0; address[i]; i++) {
        char *other = arena_strdup(crypto_arena, address);
        other[i] = other[i] == '1' ? '2' : '1';
        ck_assert_msg(!crypto_reply_number(crypto_arena, keys, BASE, other), "%s", other);
        ck_assert(!crypto_reply_number(crypto_arena, keys, BASE, arena_strndup(crypto_arena, address, i)));
    }
    crypto_keys_free(keys);
}
END_TEST

START_TEST(other_addresses_are_none)
{
    static const char *const none[] = {"", "@", "reply", "reply@", "@example.org", BASE, "reply+@example.org", "reply+ts4f7k29qxbm3@example.org",
                                       "reply+-00000000000000000000@example.org", "other+ts4f7k29qxbm3-00000000000000000000@example.org",
                                       "reply+ts4f7k29qxbm3-00000000000000000000@example.com", "reply+ts\r\n-00000000000000000000@example.org"};
    struct crypto_keys *keys = make_keys();
    for (size_t i = 0; i < COUNT_OF(none); i++)
        ck_assert_msg(!crypto_reply_number(crypto_arena, keys, BASE, none[i]), "%s", none[i]);
    ck_assert(!crypto_reply_number(crypto_arena, keys, "", crypto_reply_address(crypto_arena, keys, BASE, number)));
    crypto_keys_free(keys);
}
END_TEST

START_TEST(who_has_no_key_or_no_address_makes_none)
{
    struct crypto_keys *staff = make_keys(), *public_keys = crypto_load(CRYPTO_PUBLIC);
    ck_assert(!crypto_reply_address(crypto_arena, public_keys, BASE, number));
    ck_assert(!crypto_reply_address(crypto_arena, staff, "", number));
    ck_assert(!crypto_reply_address(crypto_arena, staff, "nobody", number));
    ck_assert(!crypto_reply_address(crypto_arena, staff, BASE, "--"));
    ck_assert(!crypto_reply_address(crypto_arena, staff, "a-mailbox-with-a-name-so-long-that-it-has-no-room@example.org", number));
    crypto_keys_free(public_keys);
    crypto_keys_free(staff);
}
END_TEST

START_TEST(own_addresses_are_known)
{
    ck_assert(crypto_reply_own(BASE, "Reply@Example.org"));
    ck_assert(crypto_reply_own(BASE, "reply+anything@example.org"));
    ck_assert(!crypto_reply_own(BASE, "replying@example.org"));
    ck_assert(!crypto_reply_own(BASE, "reply@example.com"));
    ck_assert(!crypto_reply_own("", "reply@example.org"));
}
END_TEST

Suite *suite_crypto_reply(void)
{
    Suite *s = suite_create("crypto_reply");
    TCase *t = tcase_create("all");
    tcase_add_checked_fixture(t, crypto_up, crypto_down);
    tcase_add_test(t, an_address_is_read_as_it_was_made);
    tcase_add_test(t, an_address_of_before_is_read);
    tcase_add_test(t, one_changed_character_is_another_address);
    tcase_add_test(t, other_addresses_are_none);
    tcase_add_test(t, who_has_no_key_or_no_address_makes_none);
    tcase_add_test(t, own_addresses_are_known);
    suite_add_tcase(s, t);
    return s;
}
