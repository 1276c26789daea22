#include <string.h>

#include "approval_acting_store.h"

/* Reading approvals. */

#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
#define COLUMNS                                                                                                                            \
    "a.id, a.complaint_id, a.about, a.subject_id, a.chain, a.basis, a.state, a.step, a.cents, a.title, a.body, a.hash, a.asked_by, a.asked_us, a.done_us, a.version, p.name, c.number, c.title"
#define TYPES "iititt" "iiitt" "biiIi" "ttt"
#define FROM " FROM approval a JOIN app_user p ON p.id = a.asked_by JOIN complaint c ON c.id = a.complaint_id "
#define NOT_KEPT_OUT "NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = c.id AND z.user_id = ?)"
#define STEP_COLUMNS "s.approval_id, s.n, s.role, s.due_us, s.decision, s.by_id, s.for_id, s.to_id, s.at_us, s.body, r.name_zh, r.name_en, y.name, f.name, t.name"
#define STEP_TYPES "iitii" "IIIIT" "TTTTT"
#define STEP_FROM                                                                                                                          \
    " FROM approval_step s LEFT JOIN role r ON r.code = s.role LEFT JOIN app_user y ON y.id = s.by_id LEFT JOIN app_user f ON f.id = s.for_id LEFT JOIN app_user t ON t.id = s.to_id "

enum { OF, OF_ALL, ALL, ALL_STEPS, SEEN, TURN, PEOPLE, CASE, CONCLUSIONS };
static const struct db_stmt list[] = {
    [OF] = {"SELECT " COLUMNS FROM "WHERE a.complaint_id = ? AND a.about = ? AND a.subject_id = ? ORDER BY a.id DESC LIMIT 1", "iti", TYPES},
    [OF_ALL] = {"SELECT " COLUMNS FROM "WHERE a.complaint_id = ? AND a.about = ? ORDER BY a.id DESC LIMIT 500", "it", TYPES},
    [ALL] = {"SELECT " COLUMNS FROM "WHERE a.complaint_id = ? ORDER BY a.id DESC LIMIT 50", "i", TYPES},
    [ALL_STEPS] = {"SELECT " STEP_COLUMNS STEP_FROM "JOIN approval a ON a.id = s.approval_id WHERE a.complaint_id = ? ORDER BY s.approval_id DESC, s.n LIMIT 1000", "i", STEP_TYPES},
    /* All of the complaint is in his scope, or a part of it and he asked or decided a step; or a step is his to decide. */
    [SEEN] = {"SELECT " COLUMNS FROM "LEFT JOIN department d ON d.id = c.department_id WHERE a.id = ? AND " NOT_KEPT_OUT " AND (EXISTS (SELECT 1 FROM complaint_scope o WHERE o.complaint_id = c.id AND "
              "o.holder IN (" EIGHT ") AND (o.part = 0 OR a.asked_by = ? OR EXISTS (SELECT 1 FROM approval_step s WHERE s.approval_id = a.id AND s.by_id = ?))) OR EXISTS (SELECT 1 FROM approval_step s WHERE "
              "s.approval_id = a.id AND s.waits = 1 AND (s.to_id = ? OR EXISTS (" APPROVAL_HELD("1", APPROVAL_ME_OR_ABSENT, "a.asked_by", "") "))))",
              "ii" "iiiiiiii" "iii" APPROVAL_ME_TYPES, TYPES},
    /* In whose place he decides: 0 his own. */
    [TURN] = {"SELECT IF(h.user_id = ?, 0, h.user_id) AS whose, IF(h.user_id = ?, '', q.name) FROM (" APPROVAL_HELD("g.user_id", APPROVAL_ME_OR_ABSENT, "a.asked_by",
              " JOIN approval_step s ON s.approval_id = ? AND s.waits = 1 JOIN approval a ON a.id = s.approval_id JOIN complaint c ON c.id = a.complaint_id LEFT JOIN department d ON d.id = c.department_id")
              ") h JOIN app_user q ON q.id = h.user_id ORDER BY whose LIMIT 1",
              "iii" APPROVAL_ME_TYPES, "it"},
    [PEOPLE] = {"SELECT DISTINCT p.id, p.name, p.login, IFNULL(e.name_zh, u.name_zh), IF(e.id IS NULL, u.name_en, e.name_en) FROM approval a JOIN complaint c ON c.id = a.complaint_id "
                "LEFT JOIN department d ON d.id = c.department_id JOIN role_grant g ON g.department_id = c.department_id OR g.unit_id IN (SELECT t.ancestor_id FROM unit_tree t WHERE t.unit_id = "
                "IFNULL(d.unit_id, c.unit_id)) JOIN role_permission m ON m.role_id = g.role_id AND m.permission = 'see' JOIN app_user p ON p.id = g.user_id AND p.active = 1 JOIN unit u ON "
                "u.id = p.unit_id LEFT JOIN department e ON e.id = p.department_id WHERE a.id = ? AND p.id NOT IN (a.asked_by, ?) AND NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = c.id "
                "AND z.user_id = p.id) AND (a.about <> '" RB_UNSEALING "' OR EXISTS (SELECT 1 FROM approval_step s JOIN role r ON r.code = s.role WHERE s.approval_id = a.id AND s.n = a.step AND r.id = "
                "g.role_id)) ORDER BY p.name, p.id LIMIT 200",
                "ii", "itttt"},
    [CASE] = {"SELECT c.id, c.number, c.title, c.state, c.is_open, c.grade, c.category_id, c.unit_id, c.department_id, c.channel, c.source, c.complainant_kind, c.head_count, c.language, "
              "c.received_us, c.replied_us, c.finding, c.validity, CAST(c.loss AS CHAR), c.mode, c.outcome_said, u.name FROM complaint c LEFT JOIN app_user u ON u.id = c.assignee_id WHERE c.id = ?",
              "i", "ittiitiiIttt" "it" "iIitTiiT"},
    [CONCLUSIONS] = {"SELECT position, conclusion, remedy FROM investigation WHERE complaint_id = ? ORDER BY position LIMIT 200", "i", "itt"},
};
const struct db_stmts approval_stmts = {"approval", list, COUNT_OF(list), DB_STAFF};

enum { ONE, ONE_STEPS };
static const struct db_stmt read_list[] = {
    [ONE] = {"SELECT " COLUMNS FROM "WHERE a.id = ?", "i", TYPES},
    [ONE_STEPS] = {"SELECT " STEP_COLUMNS STEP_FROM "WHERE s.approval_id = ? ORDER BY s.n", "i", STEP_TYPES},
};
const struct db_stmts approval_read_stmts = {"approval_read", read_list, COUNT_OF(read_list), DB_STAFF | DB_JOBS};

static struct approval read_row(const struct db_rows *r, size_t i)
{
    static const uint8_t none[32];
    struct str hash = db_bytes(r, i, 11);
    return (struct approval){
        .id = db_int(r, i, 0),
        .complaint_id = db_int(r, i, 1),
        .about = db_text(r, i, 2),
        .subject_id = db_int(r, i, 3),
        .chain = db_text(r, i, 4),
        .basis = db_text(r, i, 5),
        .state = (enum approval_state)db_int(r, i, 6),
        .step = (int)db_int(r, i, 7),
        .cents = db_int(r, i, 8),
        .title = db_text(r, i, 9),
        .body = db_text(r, i, 10),
        .hash = hash.n == sizeof none ? (const uint8_t *)hash.p : none,
        .asked_by = db_int(r, i, 12),
        .asked_us = db_int(r, i, 13),
        .done_us = db_int(r, i, 14),
        .version = (int)db_int(r, i, 15),
        .asker = db_text(r, i, 16),
        .number = db_text(r, i, 17),
        .complaint_title = db_text(r, i, 18),
    };
}

static struct approval_step read_step(const struct db_rows *r, size_t i)
{
    int64_t due_us = db_int(r, i, 3);
    return (struct approval_step){
        .n = (int)db_int(r, i, 1),
        .role = db_text(r, i, 2),
        .due_us = due_us < CLOCK_NEVER ? due_us : 0,
        .decision = (enum approval_decision)db_int(r, i, 4),
        .by_id = db_int(r, i, 5),
        .for_id = db_int(r, i, 6),
        .to_id = db_int(r, i, 7),
        .at_us = db_int(r, i, 8),
        .text = db_text(r, i, 9),
        .role_zh = db_text(r, i, 10),
        .role_en = db_text(r, i, 11),
        .by = db_text(r, i, 12),
        .for_name = db_text(r, i, 13),
        .to = db_text(r, i, 14),
    };
}

/* The rows of steps stand in the order of the approvals. */
static void take_steps(struct arena *a, struct approval *list_, size_t n, const struct db_rows *rows)
{
    struct approval_step *steps = ARENA_ARRAY(a, rows->n + 1, struct approval_step);
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        while (k < rows->n && db_int(rows, k, 0) > list_[i].id)
            k++;
        list_[i].steps = steps + k;
        for (; k < rows->n && db_int(rows, k, 0) == list_[i].id; k++)
            list_[i].steps[list_[i].n_steps++] = read_step(rows, k);
    }
}

enum err approval_of(struct db *db, struct arena *a, int64_t complaint_id, const char *about, int64_t subject_id, struct approval *ret_approval)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[OF], DB_ARGS(DB_INT(complaint_id), DB_TEXT(about), DB_INT(subject_id)), &row));
    *ret_approval = read_row(&row, 0);
    return ERR_NONE;
}

enum err approval_of_all(struct db *db, struct arena *a, int64_t complaint_id, const char *about, struct approval **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    size_t n = 0;
    TRY(db_query(db, a, &list[OF_ALL], DB_ARGS(DB_INT(complaint_id), DB_TEXT(about)), &rows));
    struct approval *out = ARENA_ARRAY(a, rows.n + 1, struct approval);
    for (size_t i = 0; i < rows.n; i++) {
        struct approval one = read_row(&rows, i);
        bool newer = false;
        for (size_t k = 0; k < n && !newer; k++)
            newer = out[k].subject_id == one.subject_id;
        if (!newer)
            out[n++] = one;
    }
    *ret_list = out;
    *ret_n = n;
    return ERR_NONE;
}

enum err approval_heads(struct db *db, struct arena *a, int64_t complaint_id, struct approval **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[ALL], DB_ARGS(DB_INT(complaint_id)), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct approval);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*ret_list)[i] = read_row(&rows, i);
    return ERR_NONE;
}

enum err approval_load_all(struct db *db, struct arena *a, int64_t complaint_id, struct approval **ret_list, size_t *ret_n)
{
    struct db_rows rows, steps;
    TRY(db_query(db, a, &list[ALL], DB_ARGS(DB_INT(complaint_id)), &rows));
    struct approval *out = ARENA_ARRAY(a, rows.n + 1, struct approval);
    for (size_t i = 0; i < rows.n; i++)
        out[i] = read_row(&rows, i);
    if (rows.n > 0) {
        TRY(db_query(db, a, &list[ALL_STEPS], DB_ARGS(DB_INT(complaint_id)), &steps));
        take_steps(a, out, rows.n, &steps);
    }
    *ret_list = out;
    *ret_n = rows.n;
    return ERR_NONE;
}

static enum err with_steps(struct db *db, struct arena *a, const struct db_rows *row, struct approval *ret_approval)
{
    struct approval one = read_row(row, 0);
    struct db_rows steps;
    TRY(db_query(db, a, &read_list[ONE_STEPS], DB_ARGS(DB_INT(one.id)), &steps));
    take_steps(a, &one, 1, &steps);
    *ret_approval = one;
    return ERR_NONE;
}

enum err approval_read(struct db *db, struct arena *a, int64_t id, struct approval *ret_approval)
{
    struct db_rows row;
    TRY(db_one(db, a, &read_list[ONE], DB_ARGS(DB_INT(id)), &row));
    return with_steps(db, a, &row, ret_approval);
}

enum err approval_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, int64_t now_us, struct approval *ret_approval)
{
    const int64_t *h = user->holders;
    struct db_rows row;
    const struct db_value me = DB_INT(user->id), now = DB_INT(now_us);
    TRY(db_one(db, a, &list[SEEN],
               DB_ARGS(DB_INT(id), me, DB_INT(h[0]), DB_INT(h[1]), DB_INT(h[2]), DB_INT(h[3]), DB_INT(h[4]), DB_INT(h[5]), DB_INT(h[6]), DB_INT(h[7]), me, me, me, me, me, now, now), &row));
    return with_steps(db, a, &row, ret_approval);
}

/* ---- whose turn ---- */

enum err approval_turn(struct db *db, struct arena *a, const struct access_user *user, const struct approval *approval, int64_t now_us, struct approval_turn *ret_turn)
{
    struct db_rows rows;
    *ret_turn = (struct approval_turn){.for_name = ""};
    if (approval->state != APPROVAL_OPEN || approval->asked_by == user->id)
        return ERR_NONE;
    for (size_t i = 0; i < approval->n_steps; i++)
        ret_turn->mine |= approval->steps[i].n == approval->step && approval->steps[i].to_id == user->id;
    if (ret_turn->mine)
        return ERR_NONE;
    TRY(db_query(db, a, &list[TURN], DB_ARGS(DB_INT(user->id), DB_INT(user->id), DB_INT(approval->id), APPROVAL_ME_ARGS(user->id, now_us)), &rows));
    if (rows.n > 0)
        *ret_turn = (struct approval_turn){.mine = true, .for_id = db_int(&rows, 0, 0), .for_name = db_text(&rows, 0, 1)};
    return ERR_NONE;
}

enum err approval_people(struct db *db, struct arena *a, const struct access_user *user, const struct approval *approval, struct approval_person **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[PEOPLE], DB_ARGS(DB_INT(approval->id), DB_INT(user->id)), &rows));
    struct approval_person *out = ARENA_ARRAY(a, rows.n + 1, struct approval_person);
    for (size_t i = 0; i < rows.n; i++)
        out[i] = (struct approval_person){db_int(&rows, i, 0), db_text(&rows, i, 1), db_text(&rows, i, 2), db_text(&rows, i, 3), db_text(&rows, i, 4)};
    *ret_list = out;
    *ret_n = rows.n;
    return ERR_NONE;
}

/* ---- the complaint ---- */

#define MESSAGES_SHOWN 40

enum err approval_case_load(struct db *db, struct arena *a, int64_t complaint_id, struct approval_case *ret_case)
{
    struct approval_case x = {.n_conclusions = 0};
    struct db_rows r, rows;
    TRY(db_one(db, a, &list[CASE], DB_ARGS(DB_INT(complaint_id)), &r));
    x.c = (struct complaint){
        .id = db_int(&r, 0, 0),
        .number = db_text(&r, 0, 1),
        .title = db_text(&r, 0, 2),
        .state = (enum complaint_state)db_int(&r, 0, 3),
        .is_open = db_int(&r, 0, 4) != 0,
        .grade = db_text(&r, 0, 5),
        .category_id = db_int(&r, 0, 6),
        .unit_id = db_int(&r, 0, 7),
        .department_id = db_int(&r, 0, 8),
        .channel = db_text(&r, 0, 9),
        .source = db_text(&r, 0, 10),
        .complainant_kind = db_text(&r, 0, 11),
        .head_count = (int)db_int(&r, 0, 12),
        .language = db_text(&r, 0, 13),
        .received_us = db_int(&r, 0, 14),
        .replied_us = db_int(&r, 0, 15),
        .finding = (enum complaint_finding)db_int(&r, 0, 16),
        .validity = db_text(&r, 0, 17),
        .loss = db_text(&r, 0, 18),
        .mode = (enum complaint_mode)db_int(&r, 0, 19),
        .outcome_said = (int)db_int(&r, 0, 20),
        .assignee = db_text(&r, 0, 21),
    };
    TRY(complaint_name(db, a, &x.c, 1));
    TRY(sheet_load(db, a, NULL, complaint_id, MESSAGES_SHOWN, &x.sheet));
    TRY(db_query(db, a, &list[CONCLUSIONS], DB_ARGS(DB_INT(complaint_id)), &rows));
    x.conclusions = ARENA_ARRAY(a, rows.n + 1, struct approval_conclusion);
    x.n_conclusions = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        x.conclusions[i] = (struct approval_conclusion){(int)db_int(&rows, i, 0), db_text(&rows, i, 1), db_text(&rows, i, 2)};
    *ret_case = x;
    return ERR_NONE;
}
