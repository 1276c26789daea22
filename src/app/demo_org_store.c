#include "bulk.h"
#include "demo_org.h"
#include "demo_store.h"
#include "demo_text.h"

/* The organisation of the demo: four levels of a life insurer, departments with people, one account for each role. */

struct place {
    const char *code, *parent, *zh, *en;
    int level;
};
static const struct place places[] = {
    {"hq", NULL, "海川人寿总公司", "Haichuan Life, head office", 1},
    {"jn", "hq", "江南省分公司", "Jiangnan Province branch", 2},
    {"ld", "hq", "岭东省分公司", "Lingdong Province branch", 2},
    {"jz", "jn", "江州市分公司", "Jiangzhou City branch", 3},
    {"lh", "jn", "临湖市中心支公司", "Linhu City sub-branch", 3},
    {"wh", "jn", "望海市中心支公司", "Wanghai City sub-branch", 3},
    {"bj", "ld", "滨江市中心支公司", "Binjiang City sub-branch", 3},
    {"nl", "ld", "南岭市中心支公司", "Nanling City sub-branch", 3},
    {"yx", "jz", "云溪县支公司", "Yunxi County office", 4},
    {"qy", "jz", "青岩县支公司", "Qingyan County office", 4},
    {"sq", "lh", "石桥县支公司", "Shiqiao County office", 4},
    {"ch", "lh", "澄湖县支公司", "Chenghu County office", 4},
    {"hd", "wh", "海定县支公司", "Haiding County office", 4},
    {"bs", "bj", "白沙县支公司", "Baisha County office", 4},
    {"lx", "bj", "柳溪县支公司", "Liuxi County office", 4},
    {"ma", "nl", "马安县支公司", "Maan County office", 4},
};

const struct demo_office demo_offices[] = {
    {"customer_service", "客户服务部", "Customer Service", 4, 6}, {"sales", "销售部", "Sales", 4, 4},
    {"operations", "业务管理部", "Operations", 3, 3},            {"payments", "收付费部", "Payments", 3, 2},
    {"inspection", "销售督察部", "Sales Inspection", 2, 2},      {"it", "信息技术部", "Information Technology", 2, 2},
    {"brand", "品牌宣传部", "Brand", 2, 1},                      {"legal", "法律合规部", "Legal and Compliance", 2, 2},
    {"office", "总经理室", "Executive Office", 3, 1},            {"committee", "客户投诉工作协调委员会", "Complaints Committee", 2, 1},
};
const size_t demo_offices_n = COUNT_OF(demo_offices);

const struct demo_account demo_accounts[] = {
    {"lijing", "李静", "jn", "customer_service", "complaint_handler", true},
    {"chenchen", "陈晨", "jn", "customer_service", "intake_agent", true},
    {"zhaolei", "赵磊", "jn", "customer_service", "complaint_manager", true},
    {"wangjianguo", "王建国", "jn", "sales", "coordinator", false},
    {"sunli", "孙莉", "jn", "operations", "investigator", false},
    {"zhoufa", "周正", "jn", "legal", "legal_reviewer", true},
    {"wumin", "吴敏", "jn", "office", "executive_approver", true},
    {"zhengwei", "郑伟", "jn", "committee", "committee_member", true},
    {"fengbao", "冯宝华", "jn", "customer_service", "identity_custodian", true},
    {"tanshou", "谭守信", "hq", "legal", "identity_custodian", true},
    {"hexun", "何勋", "hq", "customer_service", "inspector", true},
    {"linxiao", "林晓", "hq", "office", "report_reader", true},
    {"admin", "管理员", "hq", "it", "administrator", true},
    {"shenji", "沈霁", "hq", "legal", "auditor", true},
    {"guize", "桂泽", "hq", "legal", "rule_reviewer", true},
    {"luheng", "陆衡", "hq", "legal", "legal_reviewer", true},
    {"gaoyuan", "高远", "hq", "office", "executive_approver", true},
    {"jzlijie", "李洁", "jz", "customer_service", "complaint_handler", true},
    {"yxzhang", "张云", "yx", "customer_service", "complaint_handler", true},
};
const size_t demo_accounts_n = COUNT_OF(demo_accounts);

static enum err make_units(struct db *db, struct arena *a)
{
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        const struct place *p = &places[i];
        TRY(db_exec_text(db, arena_printf(a,
                                          "INSERT INTO unit (id, parent_id, level, code, name_zh, name_en, can_close) VALUES "
                                          "(%zu, (SELECT id FROM unit u WHERE u.code = '%s'), %d, '%s', '%s', '%s', %d)",
                                          i + 1, p->parent ? p->parent : "", p->level, p->code, p->zh, p->en, p->level < 4)));
        TRY(db_exec_text(db, arena_printf(a,
                                          "INSERT INTO unit_tree (ancestor_id, unit_id, distance) SELECT t.ancestor_id, %zu, t.distance + 1 "
                                          "FROM unit_tree t JOIN unit u ON u.parent_id = t.unit_id WHERE u.id = %zu UNION ALL SELECT %zu, %zu, 0",
                                          i + 1, i + 1, i + 1, i + 1)));
    }
    return ERR_NONE;
}

static enum err make_departments(struct db *db, struct arena *a)
{
    for (size_t o = 0; o < demo_offices_n; o++) {
        for (size_t i = 0; i < COUNT_OF(places); i++) {
            if (places[i].level > demo_offices[o].deepest)
                continue;
            TRY(db_exec_text(db, arena_printf(a, "INSERT INTO department (unit_id, function, name_zh, name_en) VALUES (%zu, '%s', '%s', '%s')", i + 1,
                                              demo_offices[o].function, demo_offices[o].zh, demo_offices[o].en)));
        }
    }
    return ERR_NONE;
}

#define PERSON                                                                                                                             \
    "INSERT INTO app_user (login, name, unit_id, department_id, password_hash) SELECT '%s', '%s', d.unit_id, d.id, '%s' FROM department d "  \
    "JOIN unit u ON u.id = d.unit_id WHERE u.code = '%s' AND d.function = '%s'"
#define GRANT                                                                                                                              \
    "INSERT INTO role_grant (user_id, role_id, unit_id, department_id) SELECT p.id, r.id, %s, %s FROM app_user p JOIN role r WHERE "        \
    "p.login = '%s' AND r.code = '%s'"

static enum err make_account(struct db *db, struct arena *a, const struct demo_account *who, const char *password_hash)
{
    TRY(db_exec_text(db, arena_printf(a, PERSON, who->login, who->name, password_hash, who->unit, who->function)));
    return db_exec_text(db, arena_printf(a, GRANT, who->over_unit ? "p.unit_id" : "NULL", who->over_unit ? "NULL" : "p.department_id", who->login, who->role));
}

/* Two more people in every department: the first is its coordinator unless a named account is. */
static enum err make_staff(struct db *db, struct arena *a, const char *password_hash)
{
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        for (size_t o = 0; o < demo_offices_n; o++) {
            if (places[i].level > demo_offices[o].deepest)
                continue;
            for (int k = 1; k <= 2; k++, n++) {
                bool service = o == 0;
                struct demo_account who = {
                    .login = arena_printf(a, "%s.%s%d", places[i].code, demo_offices[o].function, k),
                    .name = arena_printf(a, "%s%s", demo_surnames[(n * 7 + 3) % demo_surnames_n], demo_given[(n * 5 + 1) % demo_given_n]),
                    .unit = places[i].code,
                    .function = demo_offices[o].function,
                    .role = service ? "complaint_handler" : k == 1 ? "coordinator" : "investigator",
                    .over_unit = service,
                };
                TRY(make_account(db, a, &who, password_hash));
            }
        }
    }
    TRY(db_exec_text(db, "UPDATE department d JOIN (SELECT p.department_id, MIN(p.id) AS id FROM app_user p GROUP BY p.department_id) f ON "
                         "f.department_id = d.id SET d.coordinator_id = f.id"));
    return db_exec_text(db, "UPDATE department d JOIN (SELECT p.department_id, MAX(p.id) AS id FROM app_user p GROUP BY p.department_id) f ON "
                            "f.department_id = d.id SET d.deputy_id = f.id");
}

static enum err make_settings(struct db *db)
{
    return db_exec_text(db, "INSERT INTO setting (name, value) VALUES ('brand_zh', '海川人寿投诉服务平台'), ('brand_en', 'Haichuan Life Complaints'), "
                            "('sub_zh', '海川人寿保险股份有限公司'), ('sub_en', 'Haichuan Life Insurance Co., Ltd.'), ('hotline', '95500'), "
                            "('hours_zh', '周一至周日 8:00–20:00'), ('hours_en', 'every day 8:00-20:00'), ('intake_unit', 'jn')");
}

enum err demo_make_organisation(const struct demo_work *work, const char *password_hash)
{
    struct arena *a = arena_new(64 << 20);
    enum err e = make_units(work->db, a);
    if (e == ERR_NONE)
        e = make_departments(work->db, a);
    for (size_t i = 0; i < demo_accounts_n && e == ERR_NONE; i++)
        e = make_account(work->db, a, &demo_accounts[i], password_hash);
    if (e == ERR_NONE)
        e = make_staff(work->db, a, password_hash);
    if (e == ERR_NONE)
        e = make_settings(work->db);
    arena_free(a);
    return e;
}
