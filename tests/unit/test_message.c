#include <check.h>

#include "message.h"

Suite *suite_message(void);

START_TEST(every_kind_has_a_title)
{
    for (int kind = MESSAGE_FROM; kind < MESSAGE_KIND__END; kind++)
        ck_assert_str_ne(message_kind_title((enum message_kind)kind), "");
    ck_assert_str_eq(message_kind_title(MESSAGE_KIND__END), "");
    ck_assert_str_eq(message_kind_title((enum message_kind)0), "");
}
END_TEST

Suite *suite_message(void)
{
    Suite *suite = suite_create("message");
    TCase *tc = tcase_create("message");

    tcase_add_test(tc, every_kind_has_a_title);
    suite_add_tcase(suite, tc);
    return suite;
}
