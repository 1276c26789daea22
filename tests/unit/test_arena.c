#include <check.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>

#include "arena.h"

static struct arena *arena;

static void start(void)
{
    arena = arena_new(1 << 20);
}

static void stop(void)
{
    arena_free(arena);
}

START_TEST(test_zeroed_and_aligned)
{
    for (size_t size = 0; size < 300; size++) {
        unsigned char *p = arena_alloc(arena, size);

        ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            ck_assert_uint_eq(p[i], 0);
        memset(p, 0xaa, size);
        arena_strdup(arena, "x");
    }
}
END_TEST

START_TEST(test_zeroed_after_reset)
{
    unsigned char *p;

    memset(arena_alloc(arena, 5000), 0xff, 5000);
    arena_reset(arena);
    ck_assert_uint_eq(arena_used(arena), 0);
    p = arena_alloc(arena, 5000);
    for (size_t i = 0; i < 5000; i++)
        ck_assert_uint_eq(p[i], 0);
}
END_TEST

START_TEST(test_larger_than_a_block)
{
    char *small = arena_strdup(arena, "small"), *large = arena_alloc(arena, 600000);

    memset(large, 'x', 600000);
    ck_assert_str_eq(small, "small");
    ck_assert_uint_ge(arena_used(arena), 600006);
    arena_reset(arena);
    /* The limit counts from the last reset. */
    for (int i = 0; i < 20; i++) {
        memset(arena_alloc(arena, 900000), 'y', 900000);
        arena_reset(arena);
    }
}
END_TEST

START_TEST(test_array)
{
    int *numbers = ARENA_ARRAY(arena, 10, int);

    for (int i = 0; i < 10; i++)
        ck_assert_int_eq(numbers[i], 0);
}
END_TEST

START_TEST(test_copies)
{
    ck_assert_str_eq(arena_strdup(arena, "abc"), "abc");
    ck_assert_str_eq(arena_strdup(arena, NULL), "");
    ck_assert_str_eq(arena_strdup(arena, ""), "");
    ck_assert_str_eq(arena_strndup(arena, "abcdef", 3), "abc");
    ck_assert_str_eq(arena_strndup(arena, "abc", 30), "abc");
    ck_assert_str_eq(arena_strndup(arena, NULL, 3), "");
}
END_TEST

START_TEST(test_printf)
{
    char *longer;

    ck_assert_str_eq(arena_printf(arena, "%d-%s", 7, "x"), "7-x");
    longer = arena_printf(arena, "%0300d", 5);
    ck_assert_uint_eq(strlen(longer), 300);
    ck_assert_int_eq(longer[299], '5');
    ck_assert_uint_eq(strlen(arena_printf(arena, "%0255d", 5)), 255);
    ck_assert_uint_eq(strlen(arena_printf(arena, "%0256d", 5)), 256);
}
END_TEST

START_TEST(test_grow)
{
    char *p = arena_grow(arena, NULL, 0, 10);

    memcpy(p, "0123456789", 10);
    for (size_t size = 10; size < 200000; size *= 2)
        p = arena_grow(arena, p, size, size * 2);
    ck_assert_int_eq(memcmp(p, "0123456789", 10), 0);
    ck_assert_ptr_eq(arena_grow(arena, p, 20, 5), p);
    /* Not the last one any more: it must move. */
    p = arena_grow(arena, NULL, 0, 10);
    memcpy(p, "0123456789", 10);
    arena_strdup(arena, "between");
    p = arena_grow(arena, p, 10, 20);
    memset(p + 10, 'x', 10);
    ck_assert_int_eq(memcmp(p, "0123456789x", 11), 0);
}
END_TEST

static char order[8];

static void note(void *ctx)
{
    strncat(order, ctx, 1);
}

START_TEST(test_cleanups)
{
    static char a[] = "a", b[] = "b", c[] = "c";

    order[0] = '\0';
    arena_on_reset(arena, note, a);
    arena_on_reset(arena, note, b);
    arena_reset(arena);
    ck_assert_str_eq(order, "ba");
    arena_reset(arena);
    ck_assert_str_eq(order, "ba");
    arena_on_reset(arena, note, c);
    arena_free(arena);
    arena = NULL;
    ck_assert_str_eq(order, "bac");
}
END_TEST

START_TEST(test_limit)
{
    arena_alloc(arena, (1 << 20) - 64);
    arena_alloc(arena, 128);
}
END_TEST

START_TEST(test_grow_limit)
{
    void *p = arena_grow(arena, NULL, 0, 16);

    arena_alloc(arena, (1 << 20) - 64);
    arena_grow(arena, p, 16, 128);
}
END_TEST

START_TEST(test_array_overflow)
{
    volatile size_t many = SIZE_MAX / 2;

    arena_array(arena, many, 4);
}
END_TEST

START_TEST(test_out_of_memory)
{
    struct arena *huge = arena_new(SIZE_MAX);
    volatile size_t size = SIZE_MAX - 8;

    arena_alloc(huge, size);
}
END_TEST

START_TEST(test_err_names)
{
    ck_assert_str_eq(err_name(ERR_NONE), "none");
    ck_assert_str_eq(err_name(ERR_NOT_FOUND), "not_found");
    ck_assert_str_eq(err_name(ERR_INTERNAL), "internal");
    ck_assert_str_eq(err_name(ERR__COUNT), "unknown");
    for (int e = 0; e < ERR__COUNT; e++)
        ck_assert_str_ne(err_name((enum err)e), "unknown");
}
END_TEST

Suite *suite_arena(void);
Suite *suite_arena(void)
{
    Suite *suite = suite_create("arena");
    TCase *tc = tcase_create("arena");

    tcase_add_checked_fixture(tc, start, stop);
    tcase_add_test(tc, test_zeroed_and_aligned);
    tcase_add_test(tc, test_zeroed_after_reset);
    tcase_add_test(tc, test_larger_than_a_block);
    tcase_add_test(tc, test_array);
    tcase_add_test(tc, test_copies);
    tcase_add_test(tc, test_printf);
    tcase_add_test(tc, test_grow);
    tcase_add_test(tc, test_cleanups);
    tcase_add_test_raise_signal(tc, test_limit, SIGABRT);
    tcase_add_test_raise_signal(tc, test_grow_limit, SIGABRT);
    tcase_add_test_raise_signal(tc, test_array_overflow, SIGABRT);
    tcase_add_test_raise_signal(tc, test_out_of_memory, SIGABRT);
    tcase_add_test(tc, test_err_names);
    suite_add_tcase(suite, tc);
    return suite;
}
