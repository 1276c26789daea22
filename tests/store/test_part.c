#include <string.h>

#include "attachment_store.h"
#include "message_store.h"
#include "part_store.h"
#include "sheet_store.h"
#include "store_fixture.h"

/*
 * Who sees a complaint in part: through a slip, a copy or a mention. The complaint is of province A; "several" has grants over units 2 and 4 and over department 2 of the head office,
 * "other" over unit 3.
 */

static struct fixture *x;
static struct filed filed;

static void sql(const char *text)
{
    store_test_sql(x->root, "%s", text);
}

static void setup(void)
{
    x = fixture_make();
    filed = fixture_file(x, 2, 3, "理赔款三个月没有到账");
    /* Province B's people alone, with their department and unit. */
    store_test_sql(x->root, "INSERT INTO slip (id, complaint_id, number, kind, state, from_unit_id, from_department_id, from_user_id, to_unit_id, to_department_id, sent_us, due_us, next_us, request) "
                            "VALUES (1, %lld, 1, 1, 1, 2, 3, 2, 3, 4, 1, 1, 1, '请核实'), (2, %lld, 2, 1, 1, 2, 3, 2, 1, 1, 1, 1, 1, '别家的事')", (long long)filed.id, (long long)filed.id);
    store_test_sql(x->root, "INSERT INTO slip (id, complaint_id, number, parent_id, kind, state, from_unit_id, from_department_id, from_user_id, to_unit_id, to_department_id, sent_us, due_us, next_us, request) "
                            "VALUES (3, %lld, 3, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, '协助')", (long long)filed.id);
}

static void teardown(void)
{
    fixture_end(x);
}

static void let_see(int64_t holder, int part)
{
    store_test_sql(x->root, "INSERT INTO complaint_scope (holder, complaint_id, is_open, state, due_us, received_us, part) SELECT %lld, id, is_open, state, due_us, received_us, %d FROM complaint "
                            "WHERE id = %lld", (long long)holder, part, (long long)filed.id);
}

static int64_t part_of(int64_t holder)
{
    struct buf text = {.arena = x->arena};
    buf_printf(&text, "SELECT IFNULL((SELECT part FROM complaint_scope WHERE complaint_id = %lld AND holder = %lld), 9)", (long long)filed.id, (long long)holder);
    return store_test_number(x->root, x->arena, text.p);
}

static permission_set rights_of(int user, struct complaint *c)
{
    permission_set rights;
    ASSERT_OK(complaint_load(x->staff_db, x->arena, &x->users[user], filed.number, c, &rights));
    return rights;
}

START_TEST(a_part_gives_no_more_than_taking_part)
{
    struct complaint c;
    permission_set all = rights_of(FIXTURE_CLERK, &c);
    ck_assert(!c.part);
    ck_assert(all & PERMISSION_BIT(MAY_CLOSE));
    ck_assert_str_eq(c.path, "");
    let_see(holder_code(HOLDER_UNIT, 3), 1);
    permission_set rights = rights_of(FIXTURE_OTHER, &c);
    ck_assert(c.part);
    ck_assert_uint_eq(rights, PERMISSION_BIT(MAY_SEE) | PERMISSION_BIT(MAY_ANSWER) | PERMISSION_BIT(MAY_NOTE));
    /* Who sees all of it by one holder gets nothing besides from another that sees a part. */
    let_see(holder_code(HOLDER_USER, FIXTURE_CLERK), 1);
    ck_assert_uint_eq(rights_of(FIXTURE_CLERK, &c), all);
    ck_assert(!c.part);
}
END_TEST

static int64_t write(enum message_kind kind, int64_t author_id, int64_t slip_id, const char *body)
{
    const struct message m = {.complaint_id = filed.id, .at_us = x->now_us, .kind = kind, .author_id = author_id, .slip_id = slip_id, .body = body};
    int64_t id;
    ASSERT_OK(message_insert(x->staff_db, &m, &id));
    return id;
}

static void record(int user, const char *kind, int64_t slip_id)
{
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    ASSERT_OK(complaint_append_slip(x->staff_db, x->arena, &w, &c, slip_id, kind, "{}"));
    ASSERT_OK(complaint_save(x->staff_db, x->arena, &c));
}

static void attach(int n, int64_t message_id, int internal)
{
    store_test_sql(x->root, "INSERT INTO attachment (code, complaint_id, message_id, internal, name, media_type, bytes, sha256, at_us, whole) VALUES "
                            "(LPAD('%d', 26, '0'), %lld, NULLIF(%lld, 0), %d, 'f%d.png', 'image/png', 3, REPEAT('x', 32), 1, 1)", n, (long long)filed.id, (long long)message_id, internal, n);
}

/* Every kind of text, step and file, of his own slip (1, with 3 below it) and of a foreign one (2). */
static void fill(void)
{
    (void)write(MESSAGE_TO, FIXTURE_CLERK, 0, "to");
    attach(1, 0, 0);
    attach(2, write(MESSAGE_NOTE, FIXTURE_CLERK, 0, "note of others"), 1);
    attach(3, write(MESSAGE_SLIP, FIXTURE_CLERK, 1, "own slip"), 1);
    attach(4, write(MESSAGE_SLIP, FIXTURE_CHIEF, 2, "foreign slip"), 1);
    attach(5, write(MESSAGE_SLIP, FIXTURE_CHIEF, 3, "below own slip"), 1);
    attach(6, write(MESSAGE_NOTE, FIXTURE_OTHER, 0, "own note"), 1);
    (void)write(MESSAGE_CONTACT, FIXTURE_CLERK, 0, "call");
    record(FIXTURE_CLERK, "note", 0);
    record(FIXTURE_CLERK, "accepted", 1);
    record(FIXTURE_CLERK, "assigned", 2);
    record(FIXTURE_OTHER, "note", 0);
    sql("UPDATE allegation SET finding = 1, reason = '内部结论'");
}

static const char *texts_of(const struct sheet *sheet)
{
    struct buf out = {.arena = x->arena};
    for (size_t i = 0; i < sheet->n_messages; i++)
        buf_printf(&out, "%s|", sheet->messages[sheet->n_messages - 1 - i].body);
    for (size_t i = 0; i < sheet->n_events; i++)
        buf_printf(&out, "%s/%lld|", sheet->events[sheet->n_events - 1 - i].kind, (long long)sheet->events[sheet->n_events - 1 - i].slip_id);
    for (size_t i = 0; i < sheet->n_files; i++)
        buf_printf(&out, "%s|", sheet->files[i].name);
    return out.p;
}

START_TEST(a_part_shows_what_was_told_and_his_own_slips)
{
    struct complaint c;
    struct complaint_part part;
    struct sheet sheet;
    struct event *events;
    size_t n;
    fill();
    let_see(holder_code(HOLDER_UNIT, 3), 1);
    (void)rights_of(FIXTURE_OTHER, &c);
    ASSERT_OK(part_load(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], &c, &part));
    ck_assert_str_eq(part.slips, "1,3");
    ASSERT_OK(sheet_load(x->staff_db, x->arena, &part, c.id, 50, &sheet));
    ck_assert_str_eq(texts_of(&sheet), "to|own slip|below own slip|own note|submitted/0|accepted/1|note/0|f1.png|f3.png|f5.png|f6.png|");
    ck_assert_uint_eq(sheet.parts.n_allegations, 1);
    ck_assert_str_eq(sheet.parts.allegations[0].reason, "");
    ck_assert_int_eq(sheet.parts.allegations[0].finding, FINDING_NONE);
    ASSERT_OK(complaint_load_events(x->staff_db, x->arena, &part, c.id, 0, 50, &events, &n));
    ck_assert_uint_eq(n, 3);
    ck_assert_int_eq(events[1].slip_id, 1);
    /* And who sees all of it sees all of it. */
    (void)rights_of(FIXTURE_CLERK, &c);
    ASSERT_OK(part_load(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], &c, &part));
    ck_assert(!part.limited);
    ASSERT_OK(sheet_load(x->staff_db, x->arena, &part, c.id, 50, &sheet));
    ck_assert_uint_eq(sheet.n_messages, 7);
    ck_assert_uint_eq(sheet.n_events, 5);
    ck_assert_uint_eq(sheet.n_files, 6);
}
END_TEST

START_TEST(files_of_others_are_not_there)
{
    struct complaint c;
    struct complaint_part part;
    struct attachment *files;
    size_t n;
    fill();
    let_see(holder_code(HOLDER_USER, FIXTURE_OTHER), 1);
    (void)rights_of(FIXTURE_OTHER, &c);
    ASSERT_OK(part_load(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], &c, &part));
    ASSERT_OK(attachment_list(x->staff_db, x->arena, false, c.id, &files, &n));
    ck_assert_uint_eq(n, 6);
    for (size_t i = 0; i < n; i++)
        ASSERT_ERR(part_file(x->staff_db, x->arena, &part, &files[i]), i == 1 || i == 3 ? ERR_NOT_FOUND : ERR_NONE);
}
END_TEST

START_TEST(a_copy_shows_its_slip)
{
    struct complaint c;
    struct complaint_part part;
    sql("INSERT INTO slip_copy (slip_id, department_id) VALUES (2, 2)");
    sql("DELETE FROM complaint_scope WHERE holder = (1 << 56) + 2"); /* he has a grant over that unit too */
    sql("UPDATE slip SET to_unit_id = 1, from_unit_id = 1");
    let_see(holder_code(HOLDER_DEPARTMENT, 2), 1);
    (void)rights_of(FIXTURE_SEVERAL, &c);
    ASSERT_OK(part_load(x->staff_db, x->arena, &x->users[FIXTURE_SEVERAL], &c, &part));
    ck_assert(c.part);
    ck_assert_str_eq(part.slips, "2,3"); /* the copy, and the help that his department was asked for */
}
END_TEST

START_TEST(saving_keeps_parts)
{
    const int64_t payments = holder_code(HOLDER_DEPARTMENT, 2), service = holder_code(HOLDER_DEPARTMENT, 3), clerk = holder_code(HOLDER_USER, FIXTURE_CLERK);
    struct complaint c;
    let_see(payments, 1);
    let_see(clerk, 1);
    /* It becomes the carrier: it sees all of it. The one before sent slips: it goes on seeing those. */
    c = fixture_load(x, FIXTURE_CHIEF, filed.number);
    c.department_id = 2;
    c.path = "spot";
    c.open_slips = 2;
    ASSERT_OK(complaint_save(x->staff_db, x->arena, &c));
    ck_assert_int_eq(part_of(payments), 0);
    ck_assert_int_eq(part_of(service), 1);
    ck_assert_int_eq(part_of(clerk), 1);
    c = fixture_load(x, FIXTURE_CHIEF, filed.number);
    ck_assert_str_eq(c.path, "spot");
    ck_assert_int_eq(c.open_slips, 2);
    /* Without a slip nothing is left of it. */
    sql("UPDATE slip SET to_department_id = 1 WHERE id = 3");
    c.department_id = 3;
    c.assignee_id = FIXTURE_READER;
    ASSERT_OK(complaint_save(x->staff_db, x->arena, &c));
    ck_assert_int_eq(part_of(payments), 9);
    ck_assert_int_eq(part_of(service), 0);
    ck_assert_int_eq(part_of(holder_code(HOLDER_USER, FIXTURE_READER)), 0);
    /* A person who sent a slip and is handler no more sees that slip. */
    c.assignee_id = FIXTURE_CLERK;
    ASSERT_OK(complaint_save(x->staff_db, x->arena, &c));
    ck_assert_int_eq(part_of(clerk), 0);
    ck_assert_int_eq(part_of(holder_code(HOLDER_USER, FIXTURE_READER)), 9);
    c.assignee_id = 0;
    ASSERT_OK(complaint_save(x->staff_db, x->arena, &c));
    ck_assert_int_eq(part_of(clerk), 1);
}
END_TEST

START_TEST(the_chain_holds_with_steps_of_slips)
{
    int bad_seq;
    record(FIXTURE_CLERK, "note", 1);
    ASSERT_OK(complaint_verify(x->staff_db, x->arena, x->keys, filed.id, &bad_seq));
    ck_assert_int_eq(bad_seq, 0);
}
END_TEST

Suite *suite_store_part(void);
Suite *suite_store_part(void)
{
    Suite *suite = suite_create("part");
    TCase *tc = tcase_create("part");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_part_gives_no_more_than_taking_part);
    tcase_add_test(tc, a_part_shows_what_was_told_and_his_own_slips);
    tcase_add_test(tc, files_of_others_are_not_there);
    tcase_add_test(tc, a_copy_shows_its_slip);
    tcase_add_test(tc, saving_keeps_parts);
    tcase_add_test(tc, the_chain_holds_with_steps_of_slips);
    suite_add_tcase(suite, tc);
    return suite;
}
