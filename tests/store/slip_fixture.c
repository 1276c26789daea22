#include "slip_fixture.h"

#include <string.h>

static const char *const rows[] = {
    "INSERT INTO department (id, unit_id, function, name_zh, name_en, active) VALUES (6, 2, 'payments', '给付部', 'Benefits', 1), (7, 2, 'sales', '销售部', 'Sales', 1), "
    "(8, 2, 'committee', '投诉协调委员会', 'Committee', 1), (9, 4, 'customer_service', '客户服务部', 'Customer service', 1)",
    "INSERT INTO app_user (id, login, name, unit_id, department_id, active) VALUES (11, 'payer', '孙给付', 2, 6, 1), (12, 'seller', '钱销售', 2, 7, 1), (13, 'judge', '吴委员', 2, 8, 1), "
    "(14, 'city', '郑市级', 4, 9, 1), (15, 'helper', '冯副手', 2, 6, 1), (16, 'front', '何前台', 2, 3, 1)",
    "UPDATE department SET coordinator_id = 11, deputy_id = 15 WHERE id = 6",
    "UPDATE department SET coordinator_id = 12 WHERE id = 7",
    "UPDATE department SET coordinator_id = 13 WHERE id = 8",
    "UPDATE department SET coordinator_id = 14 WHERE id = 9",
    "UPDATE department SET coordinator_id = 1 WHERE id = 1",
    "UPDATE department SET coordinator_id = 2 WHERE id = 3",
    "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'manager', '主管', 'Manager'), (2, 'committee_member', '委员', 'Committee')",
    "INSERT INTO role_permission (role_id, permission) VALUES (1, 'see'), (1, 'assign'), (2, 'see')",
    "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (1, 1, 1), (13, 2, 2)",
};
static const char *const slips_part =
    "slips:\n"
    "  returns_manager: 2\n"
    "  returns_committee: 3\n"
    "  supervise_percent: 50\n"
    "  supervise_from: 2\n"
    "  manager: manager\n"
    "  committee: committee_member\n"
    "  warn: [1 wd]\n"
    "  late: [\"0\", 1 wd]\n"
    "  material:\n"
    "  - {zh: 调查情况, en: Investigation}\n";

static struct access_user person(int id, const char *name, int64_t unit_id, int64_t department_id, bool over_unit, permission_set permissions)
{
    struct access_user user = {.id = id, .name = name, .login = "", .language = "zh", .unit_zh = "甲省分公司", .unit_en = "", .department_zh = "", .department_en = "",
                               .unit_id = unit_id, .department_id = department_id, .n_grants = 1};
    user.grants[0] = (struct access_grant){.unit_id = over_unit ? unit_id : 0, .department_id = over_unit ? 0 : department_id, .permissions = permissions};
    access_derive(&user);
    return user;
}

void slip_fixture_make(struct slip_fixture *f)
{
    const permission_set answers = PERMISSION_BIT(MAY_SEE) | PERMISSION_BIT(MAY_ANSWER) | PERMISSION_BIT(MAY_NOTE);
    const permission_set carries = PERMISSION_BIT(MAY_SEE) | PERMISSION_BIT(MAY_DISPATCH) | PERMISSION_BIT(MAY_REPLY) | PERMISSION_BIT(MAY_NOTE) | PERMISSION_BIT(MAY_ACCEPT);
    *f = (struct slip_fixture){.x = fixture_make()};
    fixture_use_book(f->x, arena_printf(f->x->arena, "%s- {code: committee_member, name: {zh: 委员, en: Committee}, permissions: [see]}\n%s", fixture_book, slips_part));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        store_test_sql(f->x->root, "%s", rows[i]);
    for (int i = 1; i < FIXTURE__USERS; i++)
        f->users[i] = f->x->users[i];
    f->users[SLIP_PAYER] = person(SLIP_PAYER, "孙给付", 2, 6, false, answers);
    f->users[SLIP_HELPER] = person(SLIP_HELPER, "冯副手", 2, 6, false, answers);
    f->users[SLIP_SELLER] = person(SLIP_SELLER, "钱销售", 2, 7, false, answers);
    f->users[SLIP_JUDGE] = person(SLIP_JUDGE, "吴委员", 2, 8, false, answers);
    f->users[SLIP_CITY] = person(SLIP_CITY, "郑市级", 4, 9, true, carries | PERMISSION_BIT(MAY_CLOSE) | answers);
    f->users[SLIP_FRONT] = person(SLIP_FRONT, "何前台", 2, 3, true, carries);
}

void slip_fixture_end(struct slip_fixture *f)
{
    fixture_end(f->x);
}

struct complaint_writer slip_writer(struct slip_fixture *f, int user)
{
    struct complaint_writer w = fixture_writer(f->x, CRYPTO_STAFF, 0);
    w.user = &f->users[user];
    return w;
}

struct slip *slip_all(struct slip_fixture *f, int user, const char *number, size_t *ret_n)
{
    struct complaint c;
    permission_set rights;
    struct slip *list;
    ASSERT_OK(complaint_load(f->x->staff_db, f->x->arena, &f->users[user], number, &c, &rights));
    ASSERT_OK(slip_load_all(f->x->staff_db, f->x->arena, &f->users[user], &c, &list, ret_n));
    return list;
}

struct slip slip_now(struct slip_fixture *f, const char *number, int slip)
{
    size_t n;
    const struct slip *list = slip_all(f, FIXTURE_CHIEF, number, &n);
    for (size_t i = 0; i < n; i++) {
        if (list[i].number == slip)
            return list[i];
    }
    ck_abort_msg("no slip %d of %s", slip, number);
}

struct slip_command slip_to(const char *number, int64_t department_id, const char *text)
{
    return (struct slip_command){.action = SLIP_DO_SEND, .number = number, .kind = SLIP_DISPATCH, .department_id = department_id, .text = text, .once_location = "/staff/slips"};
}

enum err slip_try(struct slip_fixture *f, int user, const struct slip_command *command)
{
    const struct complaint_writer w = slip_writer(f, user);
    f->result = (struct slip_result){.why = ""};
    return slip_act(f->x->staff_db, f->x->arena, &w, command, &f->result);
}

int slip_must_send(struct slip_fixture *f, int user, const char *number, int64_t department_id, const char *text)
{
    const struct slip_command command = slip_to(number, department_id, text);
    enum err e = slip_try(f, user, &command);
    ck_assert_msg(e == ERR_NONE, "%s: %s", err_name(e), f->result.why);
    return f->result.slip;
}

enum err slip_do(struct slip_fixture *f, int user, const char *number, int slip, enum slip_action action, const char *text)
{
    const struct slip_command command = {.action = action, .number = number, .slip = slip, .version = slip_now(f, number, slip).version, .text = text, .department_id = 7,
                                         .user_id = SLIP_HELPER, .once_location = "/staff/slips"};
    return slip_try(f, user, &command);
}

void slip_must(struct slip_fixture *f, int user, const char *number, int slip, enum slip_action action, const char *text)
{
    enum err e = slip_do(f, user, number, slip, action, text);
    ck_assert_msg(e == ERR_NONE, "%s of slip %d: %s, %s", slip_action(action)->name, slip, err_name(e), f->result.why);
}

int64_t slip_sql_number(struct slip_fixture *f, const char *sql)
{
    return store_test_number(f->x->root, f->x->arena, sql);
}
