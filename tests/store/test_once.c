#include <string.h>

#include "once_store.h"
#include "store_fixture.h"

static struct fixture *x;

static void setup(void)
{
    x = fixture_make();
}

static void teardown(void)
{
    fixture_end(x);
}

START_TEST(bound_to_who_and_where)
{
    uint8_t first[32], other[32];

    once_hash(x->keys, "session", "/a", "key", first);
    once_hash(x->keys, "session", "/a", "key", other);
    ck_assert_mem_eq(first, other, 32);
    once_hash(x->keys, "session2", "/a", "key", other);
    ck_assert_mem_ne(first, other, 32);
    once_hash(x->keys, "session", "/b", "key", other);
    ck_assert_mem_ne(first, other, 32);
    once_hash(x->keys, "session", "/a", "key2", other);
    ck_assert_mem_ne(first, other, 32);
    /* parts are told apart by their lengths */
    once_hash(x->keys, "session/a", "", "key", other);
    ck_assert_mem_ne(first, other, 32);
}
END_TEST

START_TEST(the_first_answer_stays)
{
    uint8_t key[32] = "one", other[32] = "two";
    const char *location = "";

    ASSERT_OK(once_claim(x->staff_db, x->arena, key, "/first", x->now_us, &location));
    ASSERT_ERR(once_claim(x->public_db, x->arena, key, "/second", x->now_us, &location), ERR_EXISTS);
    ck_assert_str_eq(location, "/first");
    ASSERT_OK(once_claim(x->staff_db, x->arena, other, "/second", x->now_us, &location));
    ASSERT_OK(once_purge(x->jobs_db, x->now_us));
    ASSERT_ERR(once_claim(x->staff_db, x->arena, key, "/third", x->now_us, &location), ERR_EXISTS);
    ASSERT_OK(once_purge(x->jobs_db, x->now_us + 1));
    ASSERT_OK(once_claim(x->staff_db, x->arena, key, "/third", x->now_us, &location));
}
END_TEST

static enum err claim_and_fail(struct db *db, void *ctx)
{
    const char *location;
    TRY(once_claim(db, x->arena, ctx, "/failed", x->now_us, &location));
    return ERR_INPUT;
}

START_TEST(what_failed_did_not_happen)
{
    uint8_t key[32] = "one";
    const char *location = "";

    ASSERT_ERR(db_tx(x->staff_db, claim_and_fail, key), ERR_INPUT);
    ASSERT_OK(once_claim(x->staff_db, x->arena, key, "/again", x->now_us, &location));
}
END_TEST

Suite *suite_store_once(void);
Suite *suite_store_once(void)
{
    Suite *suite = suite_create("once");
    TCase *tc = tcase_create("once");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, bound_to_who_and_where);
    tcase_add_test(tc, the_first_answer_stays);
    tcase_add_test(tc, what_failed_did_not_happen);
    suite_add_tcase(suite, tc);
    return suite;
}
