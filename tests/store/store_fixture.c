#include "store_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypto_random.h"
#include "crypto_receipt.h"
#include "rulebook_store.h"
#include "stores.h"

static const char *const tables[] = {
    "anchor_head",   "anchor",      "post",       "post_count",   "notice_way",
    "legal_hold",    "disclosure",  "vexatious",  "library_case", "account_item", "measure",  "spot_check", "sample_item", "sample",  "callback",
    "agenda_voice",  "agenda_item", "meeting_member", "meeting", "compensation", "paper_copy", "paper_section", "paper", "investigation", "approval_step", "approval",
    "absence",       "site_file",   "notice",
    "contact_entry", "mention",     "viewing",    "phrase",     "notice_off", "staff_draft",
    "slip_copy",     "slip_step",   "slip",       "recusal",
    "bulk_item",     "bulk",
    "complaint_tag", "saved_view",  "complaint_link", "complaint_signature", "relabelling", "incident_step",
    "search_queue",  "search_doc",  "search_block",
    "staff_draft",   "complaint_intake",
    "task",          "once",        "rate_limit", "change_log", "rating",     "track_sheet", "track_session", "attachment_chunk", "attachment", "mail",
    "draft_code",    "draft",         "message",     "event",      "demand",     "allegation", "complaint_field", "complaint_told", "complaint_identity", "complaint_scope",
    "complaint",     "incident_notice", "incident",    "category_field", "category", "staff_session", "role_grant", "role_permission", "role", "department",
    "factor_code",
    "app_user",      "unit_tree",   "unit",       "calendar_day",  "calendar_year", "calendar",   "setting",
    "clock_request", "clock_history", "clock",    "notice",     "complaint_code", "respondent",  "absence",       "site_file",  "rulebook_version",
};

static const char *const organisation[] = {
    "REPLACE INTO search_part (block) VALUES (0)",
    "INSERT INTO unit (id, parent_id, level, code, name_zh, name_en) VALUES (1, NULL, 1, 'HQ', '总公司', 'Head office'), (2, 1, 2, 'A', '甲省分公司', 'Province A'), "
    "(3, 1, 2, 'B', '乙省分公司', ''), (4, 2, 3, 'A1', '甲市支公司', 'City A1')",
    "INSERT INTO unit_tree (ancestor_id, unit_id, distance) VALUES (1,1,0), (2,2,0), (3,3,0), (4,4,0), (1,2,1), (1,3,1), (2,4,1), (1,4,2)",
    "INSERT INTO department (id, unit_id, function, name_zh, name_en, active) VALUES (1, 1, 'customer_service', '客户服务部', 'Customer service', 1), "
    "(2, 1, 'payments', '理赔部', 'Payments', 1), (3, 2, 'customer_service', '客户服务部', 'Customer service', 1), "
    "(4, 3, 'customer_service', '客户服务部', '', 1), (5, 2, 'payments', '理赔部', 'Payments', 0)",
    "INSERT INTO app_user (id, login, name, unit_id, department_id, active) VALUES (1, 'chief', '陈主任', 1, 1, 1), (2, 'clerk', '李静', 2, 3, 1), "
    "(3, 'other', '赵磊', 3, 4, 1), (4, 'several', '王芳', 2, 3, 1), (5, 'reader', '周审计', 1, 1, 1), (6, 'gone', '已离职', 2, 3, 0)",
    "INSERT INTO category (id, code, name_zh, name_en, department_function) VALUES (1, 'claims', '理赔', 'Claims', 'payments'), "
    "(2, 'service', '服务', 'Service', 'customer_service')",
    "INSERT INTO category_field (id, category_id, code, label_zh, label_en, sort) VALUES (1, 1, 'policy', '保单号', 'Policy number', 1)",
};

/* The book in force: its tables say the same as the rows above. */
const char *const fixture_book =
    "format: 1\n"
    "code: fixture\n"
    "name: {zh: 测试, en: Tests}\n"
    "levels:\n"
    "- {code: head, name: {zh: 总公司, en: Head office}}\n"
    "- {code: province, name: {zh: 省公司, en: Province}}\n"
    "- {code: city, name: {zh: 市公司, en: City}}\n"
    "functions:\n"
    "- {code: customer_service, name: {zh: 客户服务, en: Customer service}}\n"
    "- {code: payments, name: {zh: 理赔, en: Payments}}\n"
    "channels:\n"
    "- {code: web, name: {zh: 网站, en: Website}}\n"
    "- {code: telephone, name: {zh: 电话, en: Telephone}}\n"
    "sources:\n"
    "- {code: regulator, name: {zh: 监管部门, en: Regulator}}\n"
    "complainants:\n"
    "- {code: customer, name: {zh: 客户, en: Customer}}\n"
    "flags:\n"
    "- {code: media, name: {zh: 媒体, en: Media}}\n"
    "categories:\n"
    "- code: claims\n"
    "  function: payments\n"
    "  name: {zh: 理赔, en: Claims}\n"
    "  fields:\n"
    "  - {code: policy, kind: text, label: {zh: 保单号, en: Policy number}}\n"
    "- {code: service, function: customer_service, name: {zh: 服务, en: Service}}\n"
    "causes:\n"
    "- {code: people, name: {zh: 人员, en: People}}\n"
    "stages:\n"
    "- {code: sale, name: {zh: 销售, en: Sale}}\n"
    "grades:\n"
    "- {code: light, name: {zh: 一般, en: Light}}\n"
    "- {code: heavy, name: {zh: 重大, en: Heavy}, major: yes}\n"
    "grading:\n"
    "- {code: press, grade: heavy, when: {flags: [media]}, reason: {zh: 媒体, en: The press}}\n"
    "clocks:\n"
    "- {code: confirm, kind: acknowledge, name: {zh: 受理, en: Acceptance}, limit: 1 wd}\n"
    "- code: answer\n"
    "  kind: answer\n"
    "  name: {zh: 答复, en: Answer}\n"
    "  limit: 5 wd\n"
    "  warn: [1 wd]\n"
    "  escalate: [{after: 1 wd, to: manager}]\n"
    "  pause: [material]\n"
    "- {code: resolve_heavy, kind: resolve, name: {zh: 重大件办结, en: Solving a major one}, when: {grades: [heavy]}, limit: 30 wd, promised: yes}\n"
    "- code: resolve\n"
    "  kind: resolve\n"
    "  name: {zh: 办结, en: Solving}\n"
    "  limit: 15 nd\n"
    "  warn: [5 nd]\n"
    "  extensions: [{by: 15 nd, approve: manager, notice: yes}]\n"
    "  promised: yes\n"
    "  floor: yes\n"
    "exclusions:\n"
    "- {code: court, name: {zh: 诉讼中, en: In court}, answer: {zh: 请等待判决, en: Please wait for the judgment}}\n"
    "bases:\n"
    "- {code: agreed, name: {zh: 达成一致, en: Agreed}, demands: [agreement]}\n"
    "roles:\n"
    "- {code: manager, name: {zh: 主管, en: Manager}, permissions: [see, close]}\n";

void fixture_use_book(struct fixture *x, const char *yaml)
{
    static const struct db_stmt insert = {"REPLACE INTO rulebook_version (id, state, number, body, created_us, edited_us, published_us, effective_us) VALUES (1, 3, 1, ?, ?, ?, ?, ?)",
                                          "tiiii", ""};
    static const struct db_stmts stmts = {"fixture", &insert, 1, DB_OWNER};
    static const struct db_stmts *const list[] = {&stmts, NULL};
    struct db *db = store_test_open(list);
    enum err e = db_run(db, &insert, DB_ARGS(DB_TEXT(yaml), DB_INT(x->now_us), DB_INT(x->now_us), DB_INT(x->now_us), DB_INT(x->now_us)), NULL);
    ASSERT_OK(e);
    db_close(db);
}

void fixture_read_book(struct fixture *x, const char *path)
{
    enum { BOOK_MAX = 1 << 16 };
    FILE *file = fopen(store_test_path(path), "re");
    char *text = arena_alloc(x->arena, BOOK_MAX);
    ck_assert_ptr_nonnull(file);
    size_t n = fread(text, 1, BOOK_MAX - 1, file);
    (void)fclose(file);
    ck_assert_uint_gt(n, 0);
    fixture_use_book(x, text);
}

static void fill(struct fixture *x)
{
    store_test_sql(x->root, "SET SESSION foreign_key_checks = 0");
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        store_test_sql(x->root, "DELETE FROM %s", tables[i]);
    for (size_t i = 0; i < COUNT_OF(organisation); i++)
        store_test_sql(x->root, "%s", organisation[i]);
    store_test_sql(x->root, "SET SESSION foreign_key_checks = 1");
}

static void grant(struct access_user *user, int64_t unit_id, int64_t department_id, permission_set permissions)
{
    user->grants[user->n_grants++] = (struct access_grant){.unit_id = unit_id, .department_id = department_id, .permissions = permissions};
}

static void make_users(struct fixture *x)
{
    static const char *const names[FIXTURE__USERS] = {"", "陈主任", "李静", "赵磊", "王芳", "周审计", "已离职"};
    const permission_set all = PERMISSION_BIT(PERMISSION__COUNT) - 1;
    for (int i = 1; i < FIXTURE__USERS; i++)
        x->users[i] = (struct access_user){.id = i, .name = names[i], .login = "", .language = "zh", .unit_zh = "甲省分公司", .unit_en = "Province A",
                                           .department_zh = "客户服务部", .department_en = "", .unit_id = 2, .department_id = 3};
    grant(&x->users[FIXTURE_CHIEF], 1, 0, all);
    grant(&x->users[FIXTURE_CLERK], 2, 0, all);
    grant(&x->users[FIXTURE_OTHER], 3, 0, all);
    grant(&x->users[FIXTURE_SEVERAL], 2, 0, all);
    grant(&x->users[FIXTURE_SEVERAL], 0, 2, all);
    grant(&x->users[FIXTURE_SEVERAL], 4, 0, all);
    grant(&x->users[FIXTURE_READER], 1, 0, PERMISSION_BIT(MAY_SEE));
    for (int i = 1; i < FIXTURE__USERS; i++)
        access_derive(&x->users[i]);
}

static void make_keys(struct fixture *x)
{
    char why[256] = "";
    FILE *quiet = fopen("/dev/null", "we");
    ck_assert_ptr_nonnull(quiet);
    (void)snprintf(x->keys_dir, sizeof x->keys_dir, "/tmp/redress-keys-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(x->keys_dir));
    ASSERT_OK(crypto_start());
    ASSERT_OK(crypto_keys_generate(x->keys_dir, quiet));
    if (crypto_keys_load(x->keys_dir, CRYPTO_ALL, &x->keys, why) != ERR_NONE)
        ck_abort_msg("%s", why);
    (void)fclose(quiet);
}

struct fixture *fixture_make(void)
{
    struct fixture *x = calloc(1, sizeof *x);
    ck_assert_ptr_nonnull(x);
    x->arena = arena_new((size_t)256 << 20);
    x->now_us = INT64_C(1787300000) * 1000000;
    make_keys(x);
    x->root = store_test_open(NULL);
    fill(x);
    fixture_use_book(x, fixture_book);
    ASSERT_OK(utc_zone_load("Asia/Shanghai", &x->zone));
    x->public_db = store_test_open_as(DB_PUBLIC, app_stores);
    x->staff_db = store_test_open_as(DB_STAFF, app_stores);
    x->jobs_db = store_test_open_as(DB_JOBS, app_stores);
    make_users(x);
    return x;
}

struct fixture *fixture_make_with(const char *more_book, const char *const *rows, size_t n)
{
    struct fixture *x = fixture_make();
    fixture_use_book(x, arena_printf(x->arena, "%s%s", fixture_book, more_book));
    for (size_t i = 0; i < n; i++)
        store_test_sql(x->root, "%s", rows[i]);
    return x;
}

void fixture_sound(struct fixture *x, int64_t complaint_id)
{
    int bad = -1;
    ASSERT_OK(complaint_verify(x->jobs_db, x->arena, x->keys, complaint_id, &bad));
    ck_assert_int_eq(bad, 0);
}

void fixture_end(struct fixture *x)
{
    char path[128];
    db_close(x->public_db);
    db_close(x->staff_db);
    db_close(x->jobs_db);
    db_close(x->root);
    crypto_keys_free(x->keys);
    static const char *const files[] = {"web.key",    "passcode.key", "receipt.key", "receipt.pub", "chain-public.key", "chain-staff.key", "intake.pub",
                                        "intake.key", "master.key",   "index.key",   "custody.pub", "custody.key",      "notice.pub",
                                        "notice.key", "anchor.key",   "reply.key"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        (void)snprintf(path, sizeof path, "%s/%s", x->keys_dir, files[i]);
        (void)unlink(path);
    }
    (void)rmdir(x->keys_dir);
    arena_free(x->arena);
    free(x);
}

struct complaint_writer fixture_writer(struct fixture *x, enum crypto_pool pool, int user)
{
    x->now_us += 1000000;
    return (struct complaint_writer){.keys = x->keys, .pool = pool, .user = user ? &x->users[user] : NULL, .zone = x->zone, .now_us = x->now_us};
}

struct filing fixture_filing(struct fixture *x, int64_t unit_id, int64_t department_id, const char *body)
{
    struct filing f = {
        .mode = COMPLAINT_NAMED, .channel = "web", .complainant_kind = "customer", .language = "zh", .body = body, .occurred = "上周一",
        .place = "柜台", .persons = "", .reference = "P-1", .head_count = 1, .category_id = 1, .unit_id = unit_id, .department_id = department_id,
        .demands = {{"refund", "120.50", ""}, {"apology", "", "书面"}}, .n_demands = 2,
        .answers = {{1, "PL-2026-77"}}, .n_answers = 1,
        .who = {.name = "张三", .phone = "13800138000", .email = "zhang@example.com", .address = "", .id_number = "", .prefer = "phone", .prefer_time = "晚上"},
        .passcode = FIXTURE_PASSCODE, .number_prefix = "TS",
    };
    x->filed++;
    (void)snprintf((char *)f.submission_hash, sizeof f.submission_hash, "token %u", x->filed);
    /* As of the moment when the next writer writes it. */
    const struct complaint_writer w = {.zone = x->zone, .now_us = x->now_us + 1000000};
    const struct filing_route route = {.unit_id = unit_id, .category = "claims", .category_group = "", .function = department_id == 2 ? "payments" : "customer_service"};
    ASSERT_OK(filing_begin(x->public_db, x->arena, &w, &route, &f));
    return f;
}

struct filed fixture_file(struct fixture *x, int64_t unit_id, int64_t department_id, const char *body)
{
    struct filing f = fixture_filing(x, unit_id, department_id, body);
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct filed filed;
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &filed));
    ck_assert(!filed.again);
    return filed;
}

struct complaint fixture_load(struct fixture *x, int user, const char *number)
{
    struct complaint c;
    permission_set rights;
    ASSERT_OK(complaint_load(x->staff_db, x->arena, &x->users[user], number, &c, &rights));
    return c;
}

struct complaint_closing *fixture_closing(struct fixture *x)
{
    const struct rulebook *b;
    int64_t version_id;
    struct complaint_closing *closing = ARENA_NEW(x->arena, struct complaint_closing);
    ASSERT_OK(rulebook_in_force(x->staff_db, x->arena, &b, &version_id));
    struct closing_part *parts = ARENA_ARRAY(x->arena, b->sections_count + 1, struct closing_part);
    *closing = closing_none();
    for (unsigned i = 0; i < b->sections_count; i++)
        parts[closing->n_parts++] = (struct closing_part){b->sections[i].code, "已查明"};
    closing->parts = parts;
    closing->agreement = "电话回复后投诉人当场表示认可";
    closing->asked = "您撤回投诉是否出于自愿？", closing->answered = "是我自己的意思", closing->freely = 1;
    closing->evidence = "通话录音";
    closing->cause = b->causes_count ? b->causes[b->causes_count - 1].code : "";
    closing->stage = b->stages_count ? b->stages[b->stages_count - 1].code : "";
    return closing;
}

struct complaint_command fixture_command(struct fixture *x, int user, const char *number, enum complaint_action action, const char *text)
{
    struct complaint c = fixture_load(x, user, number);
    bool ends = action == ACTION_CLOSE || action == ACTION_CONFIRM_WITHDRAWAL;
    return (struct complaint_command){.closing = ends ? fixture_closing(x) : NULL, .basis = action == ACTION_CLOSE ? "agreed" : NULL,
                                      .action = action, .number = number, .version = c.version, .text = text, .finding = FINDING_RESPONSIBLE,
                                      .department_id = action == ACTION_ASSIGN ? 3 : 0, .asked_until_us = x->now_us + INT64_C(86400) * 1000000};
}

enum err fixture_act(struct fixture *x, int user, const struct complaint_command *command)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    struct complaint_result result;
    return complaint_act(x->staff_db, x->arena, &w, command, &result);
}

void fixture_must(struct fixture *x, int user, const char *number, enum complaint_action action, const char *text)
{
    struct complaint_command command = fixture_command(x, user, number, action, text);
    ASSERT_OK(fixture_act(x, user, &command));
}

void fixture_track(struct fixture *x, const char *number, uint8_t token[32])
{
    uint8_t hash[32];
    crypto_random(token, 32);
    ck_assert(crypto_passcode_hash(x->keys, number, FIXTURE_PASSCODE, hash));
    ASSERT_OK(track_open(x->public_db, x->arena, number, hash, token, x->now_us));
}
