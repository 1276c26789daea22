#include <string.h>

#include "org_store.h"
#include "people_store.h"
#include "role_store.h"
#include "store_fixture.h"

/*
 * The ways up that there must not be. Roles: 1 low (see), 2 admin (set_people, set_units, see), 3 high (see, unseal), 4 roles (set_roles, see, set_people).
 * The chief is granted admin, low and roles over the head office, the clerk admin over province A, the other nothing in the database.
 */
enum { LOW = 1, ADMIN, HIGH, ROLES };

#define P(name) PERMISSION_BIT(MAY_##name)

static struct fixture *x;
static struct access_user chief, clerk;

static void hold(struct access_user *user, int64_t role, int64_t unit, permission_set permissions)
{
    user->grants[user->n_grants++] = (struct access_grant){.id = 100 + (int64_t)user->n_grants, .role_id = role, .unit_id = unit, .permissions = permissions};
    access_derive(user);
    store_test_sql(x->root, "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (%lld, %lld, %lld)", (long long)user->id, (long long)role, (long long)unit);
}

static void up(void)
{
    x = fixture_make();
    store_test_sql(x->root, "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'low', '查看', 'Low'), (2, 'admin', '管理', 'Admin'), (3, 'high', '保管', 'High'), "
                            "(4, 'roles', '角色', 'Roles'), (5, 'old', '旧', 'Old')");
    store_test_sql(x->root, "INSERT INTO role_permission VALUES (1, 'see'), (2, 'see'), (2, 'set_people'), (2, 'set_units'), (3, 'see'), (3, 'unseal'), (4, 'set_roles'), "
                            "(4, 'see'), (4, 'set_people')");
    store_test_sql(x->root, "UPDATE role SET active = 0 WHERE id = 5");
    chief = (struct access_user){.id = 1, .name = "陈主任", .login = "chief", .language = "zh", .unit_id = 1};
    clerk = (struct access_user){.id = 2, .name = "李静", .login = "clerk", .language = "zh", .unit_id = 2};
    hold(&chief, ADMIN, 1, P(SEE) | P(SET_PEOPLE) | P(SET_UNITS));
    hold(&chief, ROLES, 1, P(SEE) | P(SET_ROLES) | P(SET_PEOPLE));
    hold(&clerk, ADMIN, 2, P(SEE) | P(SET_PEOPLE) | P(SET_UNITS));
}

static void down(void)
{
    fixture_end(x);
}

static struct change_by by(const struct access_user *actor)
{
    x->now_us += 1000000;
    return (struct change_by){.keys = x->keys, .actor = actor, .now_us = x->now_us};
}

static int64_t number(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static enum err grant(const struct access_user *actor, int64_t person, int64_t role, int64_t unit, int64_t department)
{
    struct change_by me = by(actor);
    return people_grant(x->staff_db, x->arena, &me, person, role, unit, department);
}

static enum err revoke(const struct access_user *actor, int64_t person, int64_t id)
{
    struct change_by me = by(actor);
    return people_revoke(x->staff_db, x->arena, &me, person, id);
}

static int64_t grant_id(int64_t person, int64_t role)
{
    return number(arena_printf(x->arena, "SELECT id FROM role_grant WHERE user_id = %lld AND role_id = %lld", (long long)person, (long long)role));
}

static void log_is_sound(int64_t entries)
{
    int64_t bad = -1;
    ASSERT_OK(change_verify(x->staff_db, x->keys, &bad));
    ck_assert_int_eq(bad, 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log"), entries);
}

/* ---- what may be granted ---- */

START_TEST(roles_are_granted_within_ones_own)
{
    ASSERT_OK(grant(&clerk, 4, LOW, 2, 0));
    ASSERT_OK(grant(&clerk, 4, LOW, 4, 0)); /* below */
    ASSERT_OK(grant(&clerk, 4, LOW, 0, 3)); /* a department of the unit */
    ASSERT_ERR(grant(&clerk, 4, LOW, 2, 0), ERR_EXISTS);
    ASSERT_ERR(grant(&clerk, 4, LOW, 0, 3), ERR_EXISTS);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM role_grant WHERE user_id = 4"), 3);
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT data FROM change_log ORDER BY id DESC LIMIT 1"),
                     "{\"role\":[null,\"查看\"],\"over\":[null,\"甲省分公司 / 客户服务部\"]}");
    log_is_sound(3);
}
END_TEST

START_TEST(nobody_grants_what_he_has_not)
{
    ASSERT_ERR(grant(&clerk, 4, HIGH, 2, 0), ERR_FORBIDDEN);  /* unseal */
    ASSERT_ERR(grant(&chief, 4, HIGH, 2, 0), ERR_FORBIDDEN);
    ASSERT_ERR(grant(&clerk, 4, ROLES, 2, 0), ERR_FORBIDDEN); /* set_roles */
    ASSERT_OK(grant(&chief, 4, ROLES, 2, 0));
    ASSERT_OK(grant(NULL, 4, HIGH, 2, 0)); /* the command line */
    log_is_sound(2);
}
END_TEST

START_TEST(nobody_grants_outside_of_his_units)
{
    ASSERT_ERR(grant(&clerk, 4, LOW, 1, 0), ERR_FORBIDDEN);   /* above */
    ASSERT_ERR(grant(&clerk, 4, LOW, 3, 0), ERR_FORBIDDEN);   /* beside */
    ASSERT_ERR(grant(&clerk, 4, LOW, 0, 1), ERR_FORBIDDEN);   /* a department above */
    ASSERT_ERR(grant(&clerk, 3, LOW, 2, 0), ERR_NOT_FOUND);   /* somebody of another unit */
    ASSERT_ERR(grant(&clerk, 999, LOW, 2, 0), ERR_NOT_FOUND);
    ASSERT_ERR(grant(&clerk, 4, 99, 2, 0), ERR_NOT_FOUND);
    ASSERT_ERR(grant(&clerk, 4, LOW, 99, 0), ERR_NOT_FOUND);
    ASSERT_ERR(grant(&clerk, 4, LOW, 0, 99), ERR_NOT_FOUND);
    ASSERT_ERR(grant(&clerk, 4, LOW, 0, 0), ERR_INPUT);
    ASSERT_ERR(grant(&clerk, 4, LOW, 2, 3), ERR_INPUT);
    log_is_sound(0);
}
END_TEST

START_TEST(rights_of_two_grants_do_not_add_up_across_units)
{
    /* Administrator of A and reader of the whole: over the whole he is no administrator. */
    hold(&clerk, LOW, 1, P(SEE));
    ASSERT_ERR(grant(&clerk, 4, LOW, 1, 0), ERR_FORBIDDEN);
    ASSERT_ERR(grant(&clerk, 4, LOW, 3, 0), ERR_FORBIDDEN);
    ASSERT_OK(grant(&clerk, 4, LOW, 4, 0));
}
END_TEST

START_TEST(nobody_changes_his_own_grants)
{
    ASSERT_ERR(grant(&clerk, 2, LOW, 2, 0), ERR_FORBIDDEN);
    ASSERT_ERR(grant(&chief, 1, LOW, 1, 0), ERR_FORBIDDEN);
    ASSERT_ERR(revoke(&clerk, 2, grant_id(2, ADMIN)), ERR_FORBIDDEN);
    log_is_sound(0);
}
END_TEST

START_TEST(grants_are_limited_and_old_roles_are_not_given)
{
    ASSERT_ERR(grant(&chief, 4, 5, 2, 0), ERR_STATE);
    store_test_sql(x->root, "INSERT INTO role_grant (user_id, role_id, unit_id, department_id) VALUES (4, 1, 1, NULL), (4, 1, 2, NULL), (4, 1, 3, NULL), (4, 1, 4, NULL), "
                            "(4, 1, NULL, 1), (4, 1, NULL, 2), (4, 1, NULL, 3)");
    ASSERT_ERR(grant(&chief, 4, ADMIN, 2, 0), ERR_STATE);
}
END_TEST

START_TEST(what_could_not_be_granted_cannot_be_revoked)
{
    ASSERT_OK(grant(NULL, 4, HIGH, 2, 0));
    ASSERT_OK(grant(NULL, 4, LOW, 1, 0));
    ASSERT_OK(grant(NULL, 4, ADMIN, 2, 0));
    ASSERT_ERR(revoke(&clerk, 4, grant_id(4, HIGH)), ERR_FORBIDDEN);
    ASSERT_ERR(revoke(&clerk, 4, grant_id(4, LOW)), ERR_FORBIDDEN);
    ASSERT_OK(revoke(&clerk, 4, grant_id(4, ADMIN)));
    ASSERT_ERR(revoke(&clerk, 4, 99999), ERR_NOT_FOUND);
    ASSERT_ERR(revoke(&clerk, 4, grant_id(1, ADMIN)), ERR_NOT_FOUND); /* another person's */
    ASSERT_OK(revoke(&chief, 4, grant_id(4, LOW)));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM role_grant WHERE user_id = 4"), 1);
    log_is_sound(5);
}
END_TEST

START_TEST(grants_say_whether_they_can_be_revoked)
{
    struct people_grant *grants;
    size_t n;
    ASSERT_OK(grant(NULL, 4, HIGH, 2, 0));
    ASSERT_OK(grant(NULL, 4, LOW, 0, 3));
    ASSERT_OK(people_grants(x->staff_db, x->arena, &clerk, 4, &grants, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert(!grants[0].may_revoke && grants[1].may_revoke);
    ck_assert_int_eq(grants[0].permissions, P(SEE) | P(UNSEAL));
    ck_assert_str_eq(grants[1].over_en, "Province A / Customer service");
    ck_assert_int_eq(grants[1].over_unit_id, 2);
    ASSERT_OK(people_grants(x->staff_db, x->arena, &clerk, 2, &grants, &n));
    ck_assert(n == 1 && !grants[0].may_revoke); /* his own */
}
END_TEST

/* ---- whom one may change ---- */

static enum err load(const struct access_user *actor, int64_t id, struct person *p, bool *governed)
{
    return people_load(x->staff_db, x->arena, actor, id, p, governed);
}

START_TEST(people_with_more_rights_are_out_of_reach)
{
    struct person p;
    bool governed;
    ASSERT_OK(load(&clerk, 4, &p, &governed));
    ck_assert(governed);
    ASSERT_OK(grant(NULL, 4, HIGH, 2, 0));
    ASSERT_OK(load(&clerk, 4, &p, &governed));
    ck_assert(!governed);
    struct change_by me = by(&clerk);
    ASSERT_ERR(people_reset(x->staff_db, x->arena, &me, 4, "hash", false), ERR_FORBIDDEN); /* else a new password would be a way up */
    ASSERT_ERR(people_save(x->staff_db, x->arena, &me, &p, NULL), ERR_FORBIDDEN);
    ASSERT_ERR(people_switch(x->staff_db, x->arena, &me, 4, p.version, false), ERR_FORBIDDEN);
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT password_hash FROM app_user WHERE id = 4"), "");
    log_is_sound(1);
}
END_TEST

START_TEST(oneself_is_out_of_reach_too)
{
    struct person p;
    bool governed;
    struct change_by me = by(&clerk);
    ASSERT_OK(load(&clerk, 2, &p, &governed));
    ck_assert(!governed);
    ASSERT_ERR(people_reset(x->staff_db, x->arena, &me, 2, "hash", true), ERR_FORBIDDEN);
    ASSERT_ERR(people_switch(x->staff_db, x->arena, &me, 2, p.version, false), ERR_FORBIDDEN);
    ASSERT_ERR(people_save(x->staff_db, x->arena, &me, &p, NULL), ERR_FORBIDDEN);
}
END_TEST

START_TEST(people_of_other_units_are_not_there)
{
    struct person p;
    bool governed;
    struct change_by me = by(&clerk);
    ASSERT_ERR(load(&clerk, 3, &p, &governed), ERR_NOT_FOUND);
    ASSERT_ERR(load(&clerk, 1, &p, &governed), ERR_NOT_FOUND);
    ASSERT_ERR(people_reset(x->staff_db, x->arena, &me, 3, "hash", false), ERR_NOT_FOUND);
    ASSERT_ERR(people_switch(x->staff_db, x->arena, &me, 3, 1, false), ERR_NOT_FOUND);
    ASSERT_OK(load(&chief, 3, &p, &governed));
    ASSERT_ERR(people_save(x->staff_db, x->arena, &me, &p, NULL), ERR_NOT_FOUND);
    log_is_sound(0);
}
END_TEST

START_TEST(nobody_is_moved_out_of_reach_or_into_it)
{
    struct person p;
    bool governed;
    struct change_by me = by(&clerk), above = by(&chief);
    ASSERT_OK(load(&clerk, 4, &p, &governed));
    p.unit_id = 1;
    p.department_id = 0;
    ASSERT_ERR(people_save(x->staff_db, x->arena, &me, &p, NULL), ERR_NOT_FOUND);
    p.unit_id = 4;
    p.department_id = 3;
    ASSERT_ERR(people_save(x->staff_db, x->arena, &me, &p, NULL), ERR_INPUT); /* a department of another unit */
    p.department_id = 0;
    ASSERT_OK(people_save(x->staff_db, x->arena, &me, &p, NULL));
    ASSERT_ERR(people_save(x->staff_db, x->arena, &above, &p, NULL), ERR_STALE);
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT data FROM change_log"),
                     "{\"unit\":[\"甲省分公司\",\"甲市支公司\"],\"department\":[\"客户服务部\",\"\"]}");
    log_is_sound(1);
}
END_TEST

START_TEST(a_direct_superior_is_told)
{
    struct person p;
    bool governed;
    struct change_by me = by(&clerk);
    ASSERT_OK(load(&clerk, 4, &p, &governed));
    ck_assert_int_eq(p.superior_id, 0);
    ck_assert_str_eq(p.superior, "");
    p.superior_id = 1;
    p.superior = "chief";
    ASSERT_OK(people_save(x->staff_db, x->arena, &me, &p, NULL));
    ASSERT_OK(load(&clerk, 4, &p, &governed));
    ck_assert_int_eq(p.superior_id, 1);
    ck_assert_str_eq(p.superior, "chief");
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT data FROM change_log"), "{\"superior\":[\"\",\"chief\"]}");
    struct person *found;
    size_t n;
    ASSERT_OK(org_people_named(x->staff_db, x->arena, 2, "several", 2, &found, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(found[0].superior_id, 1);
    ASSERT_OK(org_people_named(x->staff_db, x->arena, 2, p.name, 2, &found, &n)); /* the unit's own */
    ck_assert_uint_eq(n, 1);
    ASSERT_OK(org_people_named(x->staff_db, x->arena, 3, p.name, 2, &found, &n)); /* the sibling's are nobody's here */
    ck_assert_uint_eq(n, 0);
    ASSERT_OK(org_people_named(x->staff_db, x->arena, 1, p.name, 2, &found, &n)); /* below */
    ck_assert_uint_eq(n, 1);
    log_is_sound(1);
}
END_TEST

START_TEST(a_new_person_must_change_the_password)
{
    struct change_by me = by(&clerk);
    struct person p = {.login = "new.one", .name = "新人", .unit_id = 2, .department_id = 3, .language = "zh", .email = ""}, read;
    ASSERT_OK(people_save(x->staff_db, x->arena, &me, &p, "$hash"));
    ASSERT_OK(people_by_login(x->staff_db, x->arena, "new.one", &read));
    ck_assert_int_eq(read.id, p.id);
    ck_assert(read.must_change && read.active);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log WHERE INSTR(data, 'hash') > 0"), 0); /* no secret in the log */
    struct person same = p;
    same.id = 0;
    ASSERT_ERR(people_save(x->staff_db, x->arena, &me, &same, "$hash"), ERR_EXISTS);
    struct person outside = {.login = "spy", .name = "x", .unit_id = 3, .language = "zh", .email = ""};
    ASSERT_ERR(people_save(x->staff_db, x->arena, &me, &outside, "$hash"), ERR_NOT_FOUND);
    log_is_sound(1);
}
END_TEST

START_TEST(switching_off_and_resetting_end_sessions)
{
    struct change_by me = by(&clerk);
    struct person p;
    bool governed;
    ASSERT_OK(load(&clerk, 4, &p, &governed));
    const char *session = "INSERT INTO staff_session (token_hash, user_id, created_us, seen_us, reauth_us, address, agent) VALUES (RANDOM_BYTES(32), 4, 1, 1, 1, '', '')";
    store_test_sql(x->root, "%s", session);
    store_test_sql(x->root, "UPDATE app_user SET totp_secret = 'x', failed_count = 9 WHERE id = 4");
    ASSERT_OK(people_reset(x->staff_db, x->arena, &me, 4, "$new", false));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM staff_session"), 0);
    ck_assert_int_eq(number("SELECT must_change * 10 + failed_count + (totp_secret IS NOT NULL) FROM app_user WHERE id = 4"), 11);
    ASSERT_OK(people_reset(x->staff_db, x->arena, &me, 4, "$newer", true));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM app_user WHERE id = 4 AND totp_secret IS NULL"), 1);
    store_test_sql(x->root, "%s", session);
    ASSERT_ERR(people_switch(x->staff_db, x->arena, &me, 4, p.version, false), ERR_STALE);
    ASSERT_OK(people_switch(x->staff_db, x->arena, &me, 4, p.version + 2, false));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM staff_session"), 0);
    ck_assert_int_eq(number("SELECT active FROM app_user WHERE id = 4"), 0);
    log_is_sound(3);
}
END_TEST

START_TEST(people_are_listed_by_key_within_the_scope)
{
    struct people_row *rows;
    size_t n;
    struct org_filter filter = {.words = "", .after = "", .limit = 4};
    ASSERT_OK(people_list(x->staff_db, x->arena, &chief, &filter, &rows, &n));
    ck_assert_uint_eq(n, 5); /* one more than asked for: there are further ones */
    ck_assert_str_eq(rows[0].person.login, "chief");
    ck_assert_str_eq(rows[0].roles_en, "Admin, Roles");
    filter.after = rows[3].person.login;
    ASSERT_OK(people_list(x->staff_db, x->arena, &chief, &filter, &rows, &n));
    ck_assert_uint_eq(n, 2);
    filter = (struct org_filter){.words = "", .after = "", .limit = 10};
    ASSERT_OK(people_list(x->staff_db, x->arena, &clerk, &filter, &rows, &n));
    ck_assert_uint_eq(n, 3);
    filter.words = "王";
    ASSERT_OK(people_list(x->staff_db, x->arena, &clerk, &filter, &rows, &n));
    ck_assert_uint_eq(n, 1);
    filter = (struct org_filter){.words = "", .after = "", .unit_id = 3, .limit = 10};
    ASSERT_OK(people_list(x->staff_db, x->arena, &clerk, &filter, &rows, &n));
    ck_assert_uint_eq(n, 0);
    struct access_user reader = x->users[FIXTURE_READER];
    filter.unit_id = 0;
    ASSERT_OK(people_list(x->staff_db, x->arena, &reader, &filter, &rows, &n));
    ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(open_complaints_of_a_person_are_counted)
{
    int complaints;
    struct filed f = fixture_file(x, 2, 3, "一件");
    (void)fixture_file(x, 2, 3, "又一件");
    store_test_sql(x->root, "UPDATE complaint SET assignee_id = 2 WHERE number = '%s'", f.number);
    ASSERT_OK(people_use(x->staff_db, x->arena, 2, &complaints));
    ck_assert_int_eq(complaints, 1);
}
END_TEST

START_TEST(choices_stay_within_the_scope)
{
    struct unit *units;
    struct department *departments;
    size_t n;
    ASSERT_OK(people_units(x->staff_db, x->arena, &clerk, 10, &units, &n));
    ck_assert_uint_eq(n, 2);
    ASSERT_OK(people_departments(x->staff_db, x->arena, &clerk, 0, 10, &departments, &n));
    ck_assert_uint_eq(n, 1);
    ASSERT_OK(people_departments(x->staff_db, x->arena, &chief, 1, 10, &departments, &n));
    ck_assert_uint_eq(n, 2);
}
END_TEST

/* ---- roles ---- */

static enum err save_role(const struct access_user *actor, int64_t id, permission_set permissions, int version)
{
    struct change_by me = by(actor);
    struct role r = {.id = id, .code = "x", .name_zh = "改名", .name_en = "", .permissions = permissions, .version = version, .active = true};
    return role_save(x->staff_db, x->arena, &me, &r);
}

START_TEST(roles_change_only_by_rights_one_has)
{
    struct role r;
    ASSERT_OK(save_role(&chief, LOW, P(SEE) | P(SET_UNITS), 1));
    ASSERT_OK(role_load(x->staff_db, x->arena, LOW, &r));
    ck_assert_int_eq(r.permissions, P(SEE) | P(SET_UNITS));
    ck_assert_str_eq(r.name_zh, "改名");
    ck_assert_str_eq(r.code, "low"); /* never changes */
    ASSERT_ERR(save_role(&chief, LOW, P(SEE), 1), ERR_STALE);
    ASSERT_ERR(save_role(&chief, LOW, P(SEE) | P(UNSEAL), 2), ERR_FORBIDDEN);     /* adds what he has not */
    ASSERT_ERR(save_role(&chief, HIGH, P(SEE), 1), ERR_FORBIDDEN);                /* takes away what he has not */
    ASSERT_OK(save_role(&chief, HIGH, P(UNSEAL), 1));                             /* leaves that alone */
    ASSERT_ERR(save_role(&chief, ROLES, P(SEE), 1), ERR_FORBIDDEN);               /* holds it himself */
    ASSERT_ERR(save_role(&chief, 99, P(SEE), 1), ERR_NOT_FOUND);
    ASSERT_ERR(save_role(&chief, 0, P(SEE), 0), ERR_FORBIDDEN);                   /* new ones by the command line */
    log_is_sound(2);
}
END_TEST

START_TEST(roles_belong_to_the_whole_organisation)
{
    hold(&clerk, ROLES, 2, P(SEE) | P(SET_ROLES) | P(SET_PEOPLE));
    ASSERT_ERR(save_role(&clerk, LOW, 0, 1), ERR_FORBIDDEN); /* has the right, but only over a province */
    ASSERT_OK(save_role(NULL, LOW, 0, 1));
    struct role *roles;
    size_t n;
    ASSERT_OK(role_list(x->staff_db, x->arena, &roles, &n));
    ck_assert_uint_eq(n, 5);
    ck_assert_int_eq(roles[1].people, 2);
    ck_assert(!roles[4].active);
}
END_TEST

START_TEST(new_roles_have_their_own_code)
{
    struct change_by line = by(NULL);
    struct role r = {.code = "fresh", .name_zh = "新", .name_en = "", .permissions = P(SEE) | P(CLOSE), .active = true}, read;
    ASSERT_OK(role_save(x->staff_db, x->arena, &line, &r));
    ASSERT_OK(role_by_code(x->staff_db, x->arena, "fresh", &read));
    ck_assert_int_eq(read.permissions, P(SEE) | P(CLOSE));
    r.id = 0;
    ASSERT_ERR(role_save(x->staff_db, x->arena, &line, &r), ERR_EXISTS);
    ASSERT_ERR(role_by_code(x->staff_db, x->arena, "absent", &read), ERR_NOT_FOUND);
    log_is_sound(1);
}
END_TEST

Suite *suite_store_people(void);
Suite *suite_store_people(void)
{
    Suite *s = suite_create("store: people");
    TCase *c = tcase_create("people");
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, up, down);
    tcase_add_test(c, roles_are_granted_within_ones_own);
    tcase_add_test(c, nobody_grants_what_he_has_not);
    tcase_add_test(c, nobody_grants_outside_of_his_units);
    tcase_add_test(c, rights_of_two_grants_do_not_add_up_across_units);
    tcase_add_test(c, nobody_changes_his_own_grants);
    tcase_add_test(c, grants_are_limited_and_old_roles_are_not_given);
    tcase_add_test(c, what_could_not_be_granted_cannot_be_revoked);
    tcase_add_test(c, grants_say_whether_they_can_be_revoked);
    tcase_add_test(c, people_with_more_rights_are_out_of_reach);
    tcase_add_test(c, oneself_is_out_of_reach_too);
    tcase_add_test(c, people_of_other_units_are_not_there);
    tcase_add_test(c, nobody_is_moved_out_of_reach_or_into_it);
    tcase_add_test(c, a_new_person_must_change_the_password);
    tcase_add_test(c, switching_off_and_resetting_end_sessions);
    tcase_add_test(c, people_are_listed_by_key_within_the_scope);
    tcase_add_test(c, open_complaints_of_a_person_are_counted);
    tcase_add_test(c, choices_stay_within_the_scope);
    tcase_add_test(c, a_direct_superior_is_told);
    tcase_add_test(c, roles_change_only_by_rights_one_has);
    tcase_add_test(c, roles_belong_to_the_whole_organisation);
    tcase_add_test(c, new_roles_have_their_own_code);
    suite_add_tcase(s, c);
    return s;
}
