#include <check.h>
#include <string.h>

#include "err.h"
#include "party.h"

static struct arena *a;

static void setup(void)
{
    a = arena_new(1 << 16);
}

static void teardown(void)
{
    arena_free(a);
}

START_TEST(there_and_back)
{
    const struct party list[] = {{PARTY_REPRESENTED, "王\"奶奶\"\n", "13800006021", "母亲"}, {PARTY_REPRESENTATIVE, "\xf0\xa0\xae\xb7", "li@example.com", ""}, {PARTY_STAFF, "A-77", NULL, NULL}};
    struct party back[PARTIES_MAX];
    const char *text = parties_write(a, list, COUNT_OF(list));
    ck_assert_uint_eq(parties_read(a, text, back, PARTIES_MAX), 3);
    ck_assert_int_eq(back[0].role, PARTY_REPRESENTED);
    ck_assert_str_eq(back[0].name, list[0].name);
    ck_assert_str_eq(back[0].relation, "母亲");
    ck_assert_str_eq(back[1].name, list[1].name);
    ck_assert_str_eq(back[1].contact, "li@example.com");
    ck_assert_str_eq(back[2].contact, "");
    ck_assert_uint_eq(parties_read(a, text, back, 2), 2);
    ck_assert_str_eq(parties_write(a, list, 0), "");
}
END_TEST

START_TEST(what_is_none_of_ours)
{
    static const char *const texts[] = {"", "{}", "[", "[1,2]", "[[9,\"x\",\"\",\"\"]]", "[[0,\"x\",\"\",\"\"]]", "\"x\""};
    struct party back[PARTIES_MAX];
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        ck_assert_msg(parties_read(a, texts[i], back, PARTIES_MAX) == 0, "%s", texts[i]);
    ck_assert_uint_eq(parties_read(a, NULL, back, PARTIES_MAX), 0);
    ck_assert_uint_eq(parties_read(a, "[[1]]", back, PARTIES_MAX), 1);
    ck_assert_str_eq(back[0].name, "");
}
END_TEST

/* The longest names that the forms take fit the sealed column: 12 000 bytes with what sealing adds. */
START_TEST(the_longest_fit)
{
    struct party list[PARTIES_MAX];
    char name[60 * 4 + 1] = "", contact[120 * 4 + 1] = "";
    for (int i = 0; i < 60; i++)
        strcat(name, "\xf0\xa0\xae\xb7");
    for (int i = 0; i < 120; i++)
        strcat(contact, "\xf0\xa0\xae\xb7");
    for (size_t i = 0; i < PARTIES_MAX; i++)
        list[i] = (struct party){PARTY_REPRESENTATIVE, name, contact, i ? "" : name};
    ck_assert_uint_lt(strlen(parties_write(a, list, PARTIES_MAX)), 11000);
}
END_TEST

START_TEST(papers)
{
    ck_assert_uint_eq(standing_came(0), 0);
    ck_assert_uint_eq(standing_came(STANDING_AUTHORITY_MISSING), STANDING_AUTHORITY);
    ck_assert_uint_eq(standing_came(STANDING_AUTHORITY | STANDING_MEMBERS_MISSING), STANDING_AUTHORITY | STANDING_MEMBERS);
    ck_assert_str_eq(standing_missing_words(STANDING_AUTHORITY), "");
    ck_assert_str_eq(standing_missing_words(STANDING_AUTHORITY_MISSING), "Letter of authority");
    ck_assert_str_eq(standing_missing_words(STANDING_AUTHORITY_MISSING | STANDING_MEMBERS_MISSING), "Letter of authority and list of members");
    ck_assert_str_eq(standing_there_words(STANDING_MEMBERS | STANDING_AUTHORITY_MISSING), "List of members");
    for (int role = 1; role < PARTY_ROLE__END; role++)
        ck_assert(*party_title((enum party_role)role));
}
END_TEST

Suite *suite_party(void);
Suite *suite_party(void)
{
    Suite *s = suite_create("party");
    TCase *tc = tcase_create("party");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, there_and_back);
    tcase_add_test(tc, what_is_none_of_ours);
    tcase_add_test(tc, the_longest_fit);
    tcase_add_test(tc, papers);
    suite_add_tcase(s, tc);
    return s;
}
