#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "attachment_store.h"
#include "draft_shelf_store.h"
#include "draft_store.h"
#include "identity_store.h"
#include "incident_store.h"
#include "known_store.h"
#include "party.h"
#include "standing_store.h"
#include "store_fixture.h"
#include "stores.h"
#include "utc.h"

/* For whom and with whom somebody complains, papers that are missing, incidents to join, and going on elsewhere. */

static struct fixture *x;

static void start(void)
{
    x = fixture_make();
}

static void stop(void)
{
    fixture_end(x);
}

static int64_t count(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static const struct party people[] = {{PARTY_REPRESENTED, "王奶奶", "13900001111", "母亲"}, {PARTY_REPRESENTATIVE, "李四", "li@example.com", ""}};

static struct filed file_for(enum complaint_mode mode, unsigned standing)
{
    struct filing f = fixture_filing(x, 2, 3, "替母亲投诉");
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct filed filed;
    f.mode = mode;
    f.standing = standing;
    f.exclusion_said = "court";
    f.who.parties = parties_write(x->arena, people, COUNT_OF(people));
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &filed));
    return filed;
}

START_TEST(parties_are_sealed_with_the_identity)
{
    struct filed named = file_for(COMPLAINT_NAMED, STANDING_AUTHORITY_MISSING), secret = file_for(COMPLAINT_CONFIDENTIAL, 0);
    struct identity who;
    struct party back[PARTIES_MAX];
    size_t done;
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_identity WHERE parties IS NOT NULL AND parties NOT LIKE '%王奶奶%' AND parties NOT LIKE '%13900001111%'"), 2);
    ASSERT_OK(identity_take_over(x->jobs_db, x->arena, x->keys, 10, &done));
    ASSERT_OK(identity_load(x->staff_db, x->arena, x->keys, named.id, &who));
    ck_assert_uint_eq(parties_read(x->arena, who.parties, back, PARTIES_MAX), 2);
    ck_assert_str_eq(back[0].name, "王奶奶");
    ck_assert_str_eq(back[1].contact, "li@example.com");
    ASSERT_OK(identity_load(x->staff_db, x->arena, x->keys, secret.id, &who));
    ck_assert_uint_eq(parties_read(x->arena, who.parties, back, PARTIES_MAX), 2);
    /* Without the custodians' key nothing of a confidential one. */
    struct crypto_keys *jobs = NULL;
    char why[256] = "";
    ck_assert_int_eq(crypto_keys_load(x->keys_dir, CRYPTO_JOBS, &jobs, why), ERR_NONE);
    ASSERT_ERR(identity_load(x->jobs_db, x->arena, jobs, secret.id, &who), ERR_CRYPTO);
    crypto_keys_free(jobs);
    /* Another row's bytes do not open as these. */
    store_test_sql(x->root, "UPDATE complaint_identity SET parties = email WHERE complaint_id = %lld", (long long)named.id);
    ASSERT_ERR(identity_load(x->staff_db, x->arena, x->keys, named.id, &who), ERR_CRYPTO);
}
END_TEST

START_TEST(papers_that_are_missing_come)
{
    struct filed filed = file_for(COMPLAINT_NAMED, STANDING_AUTHORITY_MISSING | STANDING_MEMBERS);
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_uint_eq(c.standing, STANDING_AUTHORITY_MISSING | STANDING_MEMBERS);
    ck_assert_str_eq(c.exclusion_said, "court");
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_READER);
    ASSERT_ERR(standing_papers_came(x->staff_db, x->arena, &w, filed.number), ERR_FORBIDDEN);
    w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_OTHER);
    ASSERT_ERR(standing_papers_came(x->staff_db, x->arena, &w, filed.number), ERR_NOT_FOUND);
    w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    ASSERT_OK(standing_papers_came(x->staff_db, x->arena, &w, filed.number));
    ASSERT_OK(standing_papers_came(x->staff_db, x->arena, &w, filed.number)); /* nothing is missing any more: nothing happens */
    c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_uint_eq(c.standing, STANDING_AUTHORITY | STANDING_MEMBERS);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'papers_came' AND data LIKE '%\"standing\":\"1\"%'"), 1);
    fixture_sound(x, filed.id);
}
END_TEST

static int64_t open_incident(void)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    const struct incident typed = {.title = "停水", .cause = "水管爆裂", .investigation = "", .is_open = true};
    struct incident now;
    const char *location;
    ASSERT_OK(incident_save(x->staff_db, x->arena, &w, &typed, NULL, &location, &now));
    return count("SELECT MAX(id) FROM incident");
}

START_TEST(the_public_knows_what_is_shown)
{
    struct known_incident *list, one;
    size_t n;
    const int64_t id = open_incident();
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    const struct known_incident k = {.incident_id = id, .category_id = 1, .title_zh = "停水", .title_en = "No water", .body_zh = "", .body_en = "", .area = "幸福里"};
    ASSERT_ERR(known_load(x->staff_db, x->arena, id, &one), ERR_NOT_FOUND);
    ASSERT_OK(known_list(x->public_db, x->arena, &list, &n));
    ck_assert_uint_eq(n, 0);
    ASSERT_OK(known_show(x->staff_db, x->arena, &w, &k));
    ASSERT_OK(known_show(x->staff_db, x->arena, &w, &k)); /* changed */
    ASSERT_OK(known_list(x->public_db, x->arena, &list, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(list[0].title_en, "No water");
    ck_assert_int_eq(list[0].category_id, 1);
    /* It is joined with a number of its own, confidential ones too. */
    struct filing f = fixture_filing(x, 2, 3, "家里停水");
    struct filed filed;
    w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    f.mode = COMPLAINT_CONFIDENTIAL;
    f.incident_id = id;
    f.incident_title = list[0].title_zh;
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &filed));
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, filed.number).incident_id, id);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'submitted' AND data LIKE '%incident_title%停水%'"), 1);
    fixture_sound(x, filed.id);
    /* A closed one is not offered; one that is hidden neither, and what joined stays. */
    store_test_sql(x->root, "UPDATE incident SET is_open = 0 WHERE id = %lld", (long long)id);
    ASSERT_OK(known_list(x->public_db, x->arena, &list, &n));
    ck_assert_uint_eq(n, 0);
    store_test_sql(x->root, "UPDATE incident SET is_open = 1 WHERE id = %lld", (long long)id);
    w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    ASSERT_OK(known_hide(x->staff_db, x->arena, &w, id));
    ASSERT_OK(known_hide(x->staff_db, x->arena, &w, id));
    ASSERT_OK(known_list(x->public_db, x->arena, &list, &n));
    ck_assert_uint_eq(n, 0);
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, filed.number).incident_id, id);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM incident_step WHERE kind IN ('shown', 'hidden')"), 3);
}
END_TEST

START_TEST(a_draft_goes_on_elsewhere)
{
    struct portal_draft content;
    struct draft_stored draft, there;
    const char *cookie, *code, *second, *elsewhere;
    const int64_t now_us = x->now_us, until_us = now_us + 1000000;
    portal_draft_empty(&content);
    content.exclusion = "court";
    content.title = "写到一半";
    ASSERT_OK(draft_begin(x->public_db, NULL, x->arena, x->keys, &content, now_us, &cookie));
    ASSERT_OK(draft_load(x->public_db, x->arena, x->keys, cookie, now_us, FIXTURE_TTL, &draft));
    ck_assert_str_eq(draft.content.exclusion, "court");
    ASSERT_OK(draft_code_make(x->public_db, x->arena, x->keys, &draft, until_us, &code));
    ASSERT_OK(draft_code_make(x->public_db, x->arena, x->keys, &draft, until_us, &second));
    ck_assert_str_ne(code, second);
    ASSERT_ERR(draft_code_use(x->public_db, x->arena, x->keys, code, now_us, &elsewhere), ERR_NOT_FOUND);      /* the newer took its place */
    ASSERT_ERR(draft_code_use(x->public_db, x->arena, x->keys, second, until_us, &elsewhere), ERR_NOT_FOUND);  /* past its time */
    ASSERT_ERR(draft_code_use(x->public_db, x->arena, x->keys, "nonsense", now_us, &elsewhere), ERR_NOT_FOUND);
    ASSERT_OK(draft_code_use(x->public_db, x->arena, x->keys, second, now_us, &elsewhere));
    ck_assert_str_eq(elsewhere, cookie);
    ASSERT_OK(draft_load(x->public_db, x->arena, x->keys, elsewhere, now_us, FIXTURE_TTL, &there));
    ck_assert_str_eq(there.content.title, "写到一半");
    ASSERT_ERR(draft_code_use(x->public_db, x->arena, x->keys, second, now_us, &elsewhere), ERR_NOT_FOUND); /* once */
    /* Never to a receipt: what was sent is opened by its passcode alone. */
    ASSERT_OK(draft_code_make(x->public_db, x->arena, x->keys, &draft, until_us, &code));
    struct filed filed = fixture_file(x, 2, 3, "已经寄出");
    store_test_sql(x->root, "UPDATE draft SET complaint_id = %lld", (long long)filed.id);
    ASSERT_ERR(draft_code_use(x->public_db, x->arena, x->keys, code, now_us, &elsewhere), ERR_NOT_FOUND);
    /* The code goes with its draft. */
    store_test_sql(x->root, "DELETE FROM draft");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM draft_code"), 0);
}
END_TEST

struct using {
    struct db *db;
    struct arena *arena;
    const char *code;
};

static void *use_code(void *ctx)
{
    struct using *u = ctx;
    const char *cookie;
    return (void *)(intptr_t)draft_code_use(u->db, u->arena, x->keys, u->code, x->now_us, &cookie);
}

/* Both have read it when one of them takes it away: the other one has nothing. */
START_TEST(a_code_opens_one_device_of_two)
{
    struct draft_stored draft;
    const char *cookie, *code;
    struct using users[2];
    pthread_t threads[2];
    int opened = 0, refused = 0;
    ASSERT_OK(draft_new(x->public_db, NULL, x->arena, x->keys, x->now_us, &cookie));
    ASSERT_OK(draft_load(x->public_db, x->arena, x->keys, cookie, x->now_us, FIXTURE_TTL, &draft));
    ASSERT_OK(draft_code_make(x->public_db, x->arena, x->keys, &draft, x->now_us + 1000000, &code));
    store_test_sql(x->root, "START TRANSACTION");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM draft_code FOR UPDATE"), 1);
    for (int i = 0; i < 2; i++) {
        users[i] = (struct using){store_test_open_as(DB_PUBLIC, app_stores), arena_new(1 << 20), code};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, use_code, &users[i]), 0);
    }
    usleep(500000); /* both wait to delete it */
    store_test_sql(x->root, "COMMIT");
    for (int i = 0; i < 2; i++) {
        void *result;
        ck_assert_int_eq(pthread_join(threads[i], &result), 0);
        opened += (enum err)(intptr_t)result == ERR_NONE;
        refused += (enum err)(intptr_t)result == ERR_NOT_FOUND;
        db_close(users[i].db);
        arena_free(users[i].arena);
    }
    ck_assert_int_eq(opened, 1);
    ck_assert_int_eq(refused, 1);
}
END_TEST

static unsigned statements_of_look(struct draft_shelf *shelf, const char *cookie, int64_t seen_us, const char *title)
{
    struct draft_stored draft;
    (void)db_take_counts(x->public_db);
    ASSERT_OK(draft_look(x->public_db, shelf, x->arena, x->keys, cookie, draft_seen(x->arena, seen_us), x->now_us, FIXTURE_TTL, &draft));
    ck_assert_str_eq(draft.content.title, title);
    ck_assert_int_eq(draft.complaint_id, 0);
    return db_take_counts(x->public_db).statements;
}

/* What was saved a moment ago is shown without the database; only the very state that the browser names. */
START_TEST(the_state_that_was_just_saved_is_shown_from_memory)
{
    struct draft_stored draft;
    const char *cookie;
    const int64_t later_us = x->now_us + 7;
    struct draft_shelf *shelf = draft_shelf_new();
    ASSERT_OK(draft_new(x->public_db, shelf, x->arena, x->keys, x->now_us, &cookie));
    ck_assert_uint_eq(statements_of_look(shelf, cookie, x->now_us, ""), 0);
    ASSERT_OK(draft_load(x->public_db, x->arena, x->keys, cookie, x->now_us, FIXTURE_TTL, &draft));
    draft.content.title = "第一次";
    ASSERT_OK(draft_save(x->public_db, shelf, x->arena, x->keys, &draft, later_us));
    ck_assert_uint_eq(statements_of_look(shelf, cookie, later_us, "第一次"), 0);
    /* A browser that has seen another state, and one that says nothing, get what is stored. */
    ck_assert_uint_eq(statements_of_look(shelf, cookie, x->now_us, "第一次"), 1);
    ASSERT_ERR(draft_look(x->public_db, shelf, x->arena, x->keys, "nonsense", draft_seen(x->arena, later_us), x->now_us, FIXTURE_TTL, &draft), ERR_NOT_FOUND);
    /* Saved on another machine: its time is not the one that lies here. */
    store_test_sql(x->root, "UPDATE draft SET updated_us = updated_us + 1");
    ck_assert_uint_eq(statements_of_look(shelf, cookie, later_us + 1, "第一次"), 1);
    ck_assert_uint_eq(statements_of_look(shelf, cookie, later_us + 1, "第一次"), 0);
    /* Past its days. */
    ASSERT_ERR(draft_look(x->public_db, shelf, x->arena, x->keys, cookie, draft_seen(x->arena, later_us + 1), later_us + 2 + FIXTURE_TTL, FIXTURE_TTL, &draft), ERR_NOT_FOUND);
    /* Sent on another device: a save learns of it, and nothing lies here any more. */
    struct filed filed = fixture_file(x, 2, 3, "已经寄出");
    store_test_sql(x->root, "UPDATE draft SET complaint_id = %lld", (long long)filed.id);
    ASSERT_OK(draft_load(x->public_db, x->arena, x->keys, cookie, x->now_us, FIXTURE_TTL, &draft));
    ASSERT_ERR(draft_save(x->public_db, shelf, x->arena, x->keys, &draft, later_us), ERR_STATE);
    ASSERT_OK(draft_look(x->public_db, shelf, x->arena, x->keys, cookie, draft_seen(x->arena, later_us + 1), x->now_us, FIXTURE_TTL, &draft));
    ck_assert_int_eq(draft.complaint_id, filed.id);
    ASSERT_OK(draft_delete(x->public_db, shelf, draft.hash));
    ASSERT_ERR(draft_look(x->public_db, shelf, x->arena, x->keys, cookie, draft_seen(x->arena, later_us + 1), x->now_us, FIXTURE_TTL, &draft), ERR_NOT_FOUND);
}
END_TEST

START_TEST(the_shelf_of_drafts)
{
    static const char long_one[5000];
    const uint8_t one[32] = {1}, other[32] = {1, 0, 0, 0, 9};
    const int64_t now_us = utc_monotonic_us();
    struct str found;
    struct draft_shelf *shelf = draft_shelf_new();
    draft_shelf_put(shelf, one, 5, STR("newer"), now_us);
    draft_shelf_put(shelf, one, 4, STR("older"), now_us);
    ck_assert(!draft_shelf_get(shelf, one, 4, now_us, x->arena, &found));
    ck_assert(draft_shelf_get(shelf, one, 5, now_us, x->arena, &found));
    ck_assert(str_is(found, "newer"));
    ck_assert(draft_shelf_get(shelf, one, 5, now_us + DRAFT_SHELF_AGE_US - 1, x->arena, &found));
    ck_assert(!draft_shelf_get(shelf, one, 5, now_us + DRAFT_SHELF_AGE_US, x->arena, &found));
    ck_assert(!draft_shelf_get(shelf, other, 5, now_us, x->arena, &found));
    draft_shelf_drop(shelf, other);
    ck_assert(draft_shelf_get(shelf, one, 5, now_us, x->arena, &found));
    draft_shelf_put(shelf, other, 1, STR("in the same place"), now_us);
    ck_assert(!draft_shelf_get(shelf, one, 5, now_us, x->arena, &found));
    draft_shelf_drop(shelf, other);
    ck_assert(!draft_shelf_get(shelf, other, 1, now_us, x->arena, &found));
    draft_shelf_put(shelf, one, 6, (struct str){long_one, sizeof long_one}, now_us);
    ck_assert(!draft_shelf_get(shelf, one, 6, now_us, x->arena, &found));
}
END_TEST

/* A complaint that is being written keeps its files as long as itself. */
START_TEST(files_stay_with_their_draft)
{
    struct draft_stored draft;
    const char *cookie;
    int64_t n;
    ASSERT_OK(draft_new(x->public_db, NULL, x->arena, x->keys, x->now_us, &cookie));
    ASSERT_OK(draft_load(x->public_db, x->arena, x->keys, cookie, x->now_us, FIXTURE_TTL, &draft));
    store_test_sql(x->root, "INSERT INTO attachment (code, stage_hash, name, media_type, bytes, sha256, at_us, whole) SELECT 'AAAAAAAAAAAAAAAAAAAAAAAAAA', token_hash, 'a.png', 'image/png', 1, token_hash, 5, 1 FROM draft");
    store_test_sql(x->root, "INSERT INTO attachment (code, stage_hash, name, media_type, bytes, sha256, at_us, whole) SELECT 'BBBBBBBBBBBBBBBBBBBBBBBBBB', REVERSE(token_hash), 'b.png', 'image/png', 1, token_hash, 5, 1 FROM draft");
    ASSERT_OK(attachment_purge(x->jobs_db, x->now_us, &n));
    ck_assert_int_eq(n, 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment WHERE name = 'a.png'"), 1);
    store_test_sql(x->root, "DELETE FROM draft");
    ASSERT_OK(attachment_purge(x->jobs_db, x->now_us, &n));
    ck_assert_int_eq(n, 1);
}
END_TEST

Suite *suite_store_standing(void);
Suite *suite_store_standing(void)
{
    Suite *s = suite_create("store_standing");
    TCase *tc = tcase_create("standing");
    tcase_add_checked_fixture(tc, start, stop);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, parties_are_sealed_with_the_identity);
    tcase_add_test(tc, papers_that_are_missing_come);
    tcase_add_test(tc, the_public_knows_what_is_shown);
    tcase_add_test(tc, a_draft_goes_on_elsewhere);
    tcase_add_test(tc, a_code_opens_one_device_of_two);
    tcase_add_test(tc, the_state_that_was_just_saved_is_shown_from_memory);
    tcase_add_test(tc, the_shelf_of_drafts);
    tcase_add_test(tc, files_stay_with_their_draft);
    suite_add_tcase(s, tc);
    return s;
}
