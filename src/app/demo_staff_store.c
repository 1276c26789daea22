#include <string.h>

#include "bulk.h"
#include "demo_org.h"
#include "demo_staff_store.h"
#include "demo_text.h"

/* A demo organisation as large as is asked for: more provinces with their cities and counties, and people in all departments. */

#define PEOPLE_PER_UNIT 30
#define CITIES 4   /* of a province */
#define COUNTIES 3 /* of a city */
#define LINE_MAX 4

enum { TOP, LAST_UNIT, LAST_DEPARTMENT, LAST_PERSON, COUNTS, DEPARTMENTS, ROLES };
static const struct db_stmt list[] = {
    [TOP] = {"SELECT id FROM unit WHERE parent_id IS NULL ORDER BY id LIMIT 1", "", "i"},
    [LAST_UNIT] = {"SELECT MAX(id) FROM unit", "", "i"},
    [LAST_DEPARTMENT] = {"SELECT MAX(id) FROM department", "", "i"},
    [LAST_PERSON] = {"SELECT MAX(id) FROM app_user", "", "i"},
    [COUNTS] = {"SELECT (SELECT COUNT(*) FROM app_user), (SELECT COUNT(*) FROM unit), (SELECT COUNT(*) FROM unit WHERE code LIKE 'p__')", "", "iii"},
    [DEPARTMENTS] = {"SELECT d.id, d.unit_id, u.level, u.code, d.function FROM department d JOIN unit u ON u.id = d.unit_id ORDER BY d.id", "", "iiitt"},
    [ROLES] = {"SELECT id, code FROM role", "", "it"},
};
const struct db_stmts demo_staff_stmts = {"demo_staff", list, COUNT_OF(list), DB_OWNER};

struct sound {
    const char *zh, *en;
};
static const struct sound provinces[] = {{"关中", "Guanzhong"}, {"陇右", "Longyou"}, {"剑南", "Jiannan"}, {"河朔", "Heshuo"}, {"江右", "Jiangyou"}, {"淮左", "Huaizuo"},
                                         {"黔中", "Qianzhong"}, {"辽左", "Liaozuo"}, {"桂岭", "Guiling"}, {"滇池", "Dianchi"}, {"燕山", "Yanshan"}, {"湘沅", "Xiangyuan"}};
static const struct sound first[] = {{"安", "An"}, {"永", "Yong"}, {"宁", "Ning"}, {"泰", "Tai"}, {"清", "Qing"}, {"丰", "Feng"}, {"嘉", "Jia"}, {"景", "Jing"}, {"兴", "Xing"},
                                     {"和", "He"}, {"昌", "Chang"}, {"新", "Xin"}, {"玉", "Yu"}, {"龙", "Long"}, {"金", "Jin"}, {"平", "Ping"}};
static const struct sound city_last[] = {{"州", "zhou"}, {"阳", "yang"}, {"江", "jiang"}, {"川", "chuan"}, {"城", "cheng"}};
static const struct sound county_last[] = {{"溪", "xi"}, {"岩", "yan"}, {"桥", "qiao"}, {"湖", "hu"}, {"沙", "sha"}, {"塘", "tang"}, {"岭", "ling"}, {"河", "he"}, {"陵", "ling"},
                                           {"原", "yuan"}, {"浦", "pu"}, {"台", "tai"}, {"泉", "quan"}};
static const char *const given[] = {"志", "文", "晓", "海", "建", "雪", "春", "秋", "立", "国", "永", "思", "嘉", "子", "雨", "梦", "天", "明", "玉", "红",
                                    "俊", "丽", "小", "世", "长", "云", "佳", "凯", "晨", "欣", "伟", "婷", "强", "燕", "峰", "华", "军", "霞", "平", "林"};

enum { G_UNIT, G_TREE, G_DEPARTMENT, G_PERSON, G_GRANT, G__COUNT };
static const char *const heads[G__COUNT] = {
    [G_UNIT] = "INSERT INTO unit (id, parent_id, level, code, name_zh, name_en, can_close) VALUES ",
    [G_TREE] = "INSERT INTO unit_tree (ancestor_id, unit_id, distance) VALUES ",
    [G_DEPARTMENT] = "INSERT INTO department (id, unit_id, function, name_zh, name_en) VALUES ",
    [G_PERSON] = "INSERT INTO app_user (id, login, name, unit_id, department_id, password_hash) VALUES ",
    [G_GRANT] = "INSERT INTO role_grant (user_id, role_id, unit_id, department_id) VALUES ",
};

struct growing {
    struct db *db;
    struct arena *arena;
    const char *password_hash;
    struct bulk tables[G__COUNT];
    struct db_rows roles;
    int64_t next_unit, next_department, next_person;
    size_t people; /* that there shall be */
};

static enum err flush(struct growing *g)
{
    for (size_t i = 0; i < G__COUNT; i++)
        TRY(bulk_flush(&g->tables[i]));
    return ERR_NONE;
}

/* ---- units and their departments ---- */

static void add_departments(struct growing *g, int64_t unit_id, int level)
{
    struct bulk *b = &g->tables[G_DEPARTMENT];
    for (size_t o = 0; o < demo_offices_n; o++) {
        if (level > demo_offices[o].deepest)
            continue;
        bulk_row(b);
        bulk_int(b, g->next_department++);
        bulk_int(b, unit_id);
        bulk_text(b, demo_offices[o].function);
        bulk_text(b, demo_offices[o].zh);
        bulk_text(b, demo_offices[o].en);
    }
}

/* line: its superiors from the top down, level - 1 of them; it is added to them. */
static void add_unit(struct growing *g, int64_t line[LINE_MAX], int level, const char *code, const char *zh, const char *en)
{
    struct bulk *b = &g->tables[G_UNIT];
    line[level - 1] = g->next_unit++;
    bulk_row(b);
    bulk_int(b, line[level - 1]);
    bulk_int(b, line[level - 2]);
    bulk_int(b, level);
    bulk_text(b, code);
    bulk_text(b, zh);
    bulk_text(b, en);
    bulk_int(b, level < 4);
    b = &g->tables[G_TREE];
    for (int i = 0; i < level; i++) {
        bulk_row(b);
        bulk_int(b, line[i]);
        bulk_int(b, line[level - 1]);
        bulk_int(b, level - 1 - i);
    }
    add_departments(g, line[level - 1], level);
}

/* Its cities and counties take the next names of all that there can be: no two are called alike. */
static void add_province(struct growing *g, int64_t top, size_t p)
{
    struct arena *a = g->arena;
    int64_t line[LINE_MAX] = {top};
    add_unit(g, line, 2, arena_printf(a, "p%02zu", p + 1), arena_printf(a, "%s省分公司", provinces[p].zh), arena_printf(a, "%s Province branch", provinces[p].en));
    for (size_t c = 0; c < CITIES; c++) {
        size_t n = p * CITIES + c;
        const struct sound *x = &first[n % COUNT_OF(first)], *y = &city_last[n / COUNT_OF(first) % COUNT_OF(city_last)];
        add_unit(g, line, 3, arena_printf(a, "p%02zuc%zu", p + 1, c + 1), arena_printf(a, "%s%s市中心支公司", x->zh, y->zh), arena_printf(a, "%s%s City sub-branch", x->en, y->en));
        for (size_t k = 0; k < COUNTIES; k++) {
            size_t m = n * COUNTIES + k;
            x = &first[(m * 7 + 5) % COUNT_OF(first)];
            y = &county_last[m / COUNT_OF(first) % COUNT_OF(county_last)];
            add_unit(g, line, 4, arena_printf(a, "p%02zuc%zux%zu", p + 1, c + 1, k + 1), arena_printf(a, "%s%s县支公司", x->zh, y->zh),
                     arena_printf(a, "%s%s County office", x->en, y->en));
        }
    }
}

static enum err add_units(struct growing *g, size_t people, size_t units, size_t present)
{
    struct db_rows top;
    size_t wanted = people / PEOPLE_PER_UNIT, each = 1 + CITIES * (1 + COUNTIES);
    TRY(db_one(g->db, g->arena, &list[TOP], DB_NO_ARGS, &top));
    for (size_t p = present; units + each / 2 < wanted && p < COUNT_OF(provinces); p++, units += each)
        add_province(g, db_int(&top, 0, 0), p);
    return flush(g);
}

/* ---- people ---- */

static int64_t role_id(const struct growing *g, const char *code)
{
    for (size_t i = 0; i < g->roles.n; i++) {
        if (strcmp(db_text(&g->roles, i, 1), code) == 0)
            return db_int(&g->roles, i, 0);
    }
    return 0;
}

/* The role of the n-th more of a department, and whether it is granted over the unit. */
static const char *role_of(const char *function, size_t n, bool *ret_over_unit)
{
    static const struct {
        const char *function, *first, *others;
        bool over_unit;
    } by[] = {{"legal", "coordinator", "legal_reviewer", true}, {"office", "executive_approver", "report_reader", true}, {"committee", "committee_member", "committee_member", true}};
    *ret_over_unit = true;
    if (strcmp(function, "customer_service") == 0)
        return n % 12 == 5 ? "complaint_manager" : n % 3 == 1 ? "intake_agent" : "complaint_handler";
    for (size_t i = 0; i < COUNT_OF(by); i++) {
        if (strcmp(function, by[i].function) == 0 && (n > 0 || strcmp(by[i].first, "coordinator") != 0))
            return n == 0 ? by[i].first : by[i].others;
    }
    *ret_over_unit = false;
    return n == 0 ? "coordinator" : "investigator";
}

static const char *person_name(const struct growing *g, int64_t id)
{
    size_t n = (size_t)id * 2654435761u >> 4;
    const char *surname = demo_surnames[n % demo_surnames_n], *one = given[n / 64 % COUNT_OF(given)], *two = given[n / 4096 % COUNT_OF(given)];
    return n % 4 == 0 ? arena_printf(g->arena, "%s%s", surname, two) : arena_printf(g->arena, "%s%s%s", surname, one, two);
}

static void add_person(struct growing *g, const struct db_rows *departments, size_t d, size_t n)
{
    struct bulk *b = &g->tables[G_PERSON];
    const char *function = db_text(departments, d, 4);
    bool over_unit;
    int64_t id = g->next_person++, role = role_id(g, role_of(function, n, &over_unit));
    bulk_row(b);
    bulk_int(b, id);
    bulk_text(b, arena_printf(g->arena, "%s.%s%lld", db_text(departments, d, 3), function, (long long)id));
    bulk_text(b, person_name(g, id));
    bulk_int(b, db_int(departments, d, 1));
    bulk_int(b, db_int(departments, d, 0));
    bulk_text(b, g->password_hash);
    if (!role)
        return;
    b = &g->tables[G_GRANT];
    bulk_row(b);
    bulk_int(b, id);
    bulk_int(b, role);
    bulk_id(b, over_unit ? db_int(departments, d, 1) : 0);
    bulk_id(b, over_unit ? 0 : db_int(departments, d, 0));
}

static size_t weight_of(const struct db_rows *departments, size_t d)
{
    for (size_t o = 0; o < demo_offices_n; o++) {
        if (strcmp(db_text(departments, d, 4), demo_offices[o].function) == 0)
            return (size_t)demo_offices[o].share << (4 - db_int(departments, d, 2)); /* twice as many one level up */
    }
    return 1;
}

static enum err add_people(struct growing *g, size_t more)
{
    struct db_rows departments;
    size_t all = 0, before = 0;
    TRY(db_query(g->db, g->arena, &list[DEPARTMENTS], DB_NO_ARGS, &departments));
    for (size_t d = 0; d < departments.n; d++)
        all += weight_of(&departments, d);
    for (size_t d = 0; d < departments.n; d++) {
        size_t after = before + weight_of(&departments, d), n = more * after / all - more * before / all;
        for (size_t i = 0; i < n; i++)
            add_person(g, &departments, d, i);
        before = after;
    }
    return flush(g);
}

/* Departments of old keep theirs. */
static enum err name_coordinators(struct db *db)
{
    TRY(db_exec_text(db, "UPDATE department d JOIN (SELECT department_id, MIN(id) AS id FROM app_user GROUP BY department_id) f ON f.department_id = d.id "
                         "SET d.coordinator_id = f.id WHERE d.coordinator_id IS NULL"));
    return db_exec_text(db, "UPDATE department d JOIN (SELECT department_id, MAX(id) AS id FROM app_user GROUP BY department_id) f ON f.department_id = d.id "
                            "SET d.deputy_id = f.id WHERE d.deputy_id IS NULL");
}

static enum err grow(struct db *db, void *ctx)
{
    struct growing *g = ctx;
    struct db_rows counts;
    TRY(db_one(db, g->arena, &list[COUNTS], DB_NO_ARGS, &counts));
    size_t present = (size_t)db_int(&counts, 0, 0);
    if (present >= g->people)
        return ERR_NONE;
    TRY(add_units(g, g->people, (size_t)db_int(&counts, 0, 1), (size_t)db_int(&counts, 0, 2)));
    TRY(add_people(g, g->people - present));
    return name_coordinators(db);
}

static enum err next_id(struct growing *g, int which, int64_t *ret_next)
{
    struct db_rows row;
    TRY(db_one(g->db, g->arena, &list[which], DB_NO_ARGS, &row));
    *ret_next = db_int(&row, 0, 0) + 1;
    return ERR_NONE;
}

enum err demo_grow_staff(struct db *db, size_t people, const char *password_hash)
{
    struct arena *a = arena_new(256 << 20);
    struct growing g = {.db = db, .arena = a, .password_hash = password_hash, .people = people};
    for (size_t i = 0; i < G__COUNT; i++)
        g.tables[i] = (struct bulk){.db = db, .head = heads[i], .sql = {.arena = a}};
    enum err e = db_query(db, a, &list[ROLES], DB_NO_ARGS, &g.roles);
    if (e == ERR_NONE)
        e = next_id(&g, LAST_UNIT, &g.next_unit);
    if (e == ERR_NONE)
        e = next_id(&g, LAST_DEPARTMENT, &g.next_department);
    if (e == ERR_NONE)
        e = next_id(&g, LAST_PERSON, &g.next_person);
    if (e == ERR_NONE)
        e = db_tx(db, grow, &g);
    arena_free(a);
    return e;
}
