#include "pack_case_store.h"

#include <string.h>

#define ROWS_MAX 5000
#define AT_MOST " LIMIT 5000"

enum { STEPS, MESSAGES, FILES, SLIPS, FINDINGS, PAPERS, SECTIONS, COPIES, MONEY, ITEMS };
static const struct db_stmt list[] = {
    [STEPS] = {"SELECT e.seq, e.at_us, e.actor_kind, e.actor_id, a.name, e.kind, e.data, e.key_kind, e.key_version, e.hash FROM event e LEFT JOIN app_user a ON a.id = e.actor_id "
               "WHERE e.complaint_id = ? ORDER BY e.seq" AT_MOST,
               "i", "iiiITttiib"},
    [MESSAGES] = {"SELECT m.id, m.at_us, m.kind, a.name, m.unit_zh, m.unit_en, m.body FROM message m LEFT JOIN app_user a ON a.id = m.author_id WHERE m.complaint_id = ? ORDER BY m.id" AT_MOST,
                  "i", "iiiTttt"},
    [FILES] = {"SELECT id, IFNULL(message_id, 0), name, media_type, bytes, sha256, internal, at_us FROM attachment WHERE complaint_id = ? AND whole = 1 ORDER BY id" AT_MOST, "i", "iittibii"},
    [SLIPS] = {"SELECT s.number, s.kind, s.state, s.returns, s.reminders, s.late, s.sent_us, s.due_us, s.answered_us, s.done_us, CONCAT(fu.name_zh, IFNULL(CONCAT(' ', fd.name_zh), '')), "
               "CONCAT(fu.name_en, IFNULL(CONCAT(' ', fd.name_en), '')), CONCAT(tu.name_zh, ' ', td.name_zh), CONCAT(tu.name_en, ' ', td.name_en), p.name, s.request FROM slip s "
               "JOIN unit fu ON fu.id = s.from_unit_id LEFT JOIN department fd ON fd.id = s.from_department_id JOIN unit tu ON tu.id = s.to_unit_id JOIN department td ON td.id = s.to_department_id "
               "JOIN app_user p ON p.id = s.from_user_id WHERE s.complaint_id = ? ORDER BY s.number" AT_MOST,
               "i", "iiiiiiiiIIttttTt"},
    [FINDINGS] = {"SELECT i.position, i.at_us, i.facts, i.sources, i.interviews, i.evidence, i.conclusion, i.remedy, f.name, l.name FROM investigation i JOIN app_user f ON f.id = i.first_by "
                  "JOIN app_user l ON l.id = i.last_by WHERE i.complaint_id = ? ORDER BY i.position" AT_MOST,
                  "i", "iitttttttt"},
    [PAPERS] = {"SELECT p.id, p.kind, p.state, p.title, a.name, p.begun_us, p.final_us, p.delivered_us, p.delivered_way, p.delivered_to, p.delivery_proof FROM paper p JOIN app_user a ON a.id = "
                "p.author_id WHERE p.complaint_id = ? AND p.state <> 5 ORDER BY p.id" AT_MOST,
                "i", "itittiIITTT"},
    [SECTIONS] = {"SELECT s.paper_id, s.code, s.body FROM paper p JOIN paper_section s ON s.paper_id = p.id WHERE p.complaint_id = ? AND p.state <> 5 ORDER BY s.paper_id, s.code" AT_MOST, "i", "itt"},
    [COPIES] = {"SELECT k.paper_id, k.language, k.sha256 FROM paper p JOIN paper_copy k ON k.paper_id = p.id WHERE p.complaint_id = ? ORDER BY k.paper_id, k.language" AT_MOST, "i", "itb"},
    [MONEY] = {"SELECT k.cents, k.state, k.is_reward, k.standard, k.reason, p.name, k.proposed_us, k.approved_us, k.paid_us, y.name, k.paid_way, k.paid_voucher FROM compensation k "
               "JOIN app_user p ON p.id = k.proposed_by LEFT JOIN app_user y ON y.id = k.paid_by WHERE k.complaint_id = ? ORDER BY k.id" AT_MOST,
               "i", "iiittTiIITTT"},
    [ITEMS] = {"SELECT state, why, question, decision, body, follow_up, proposed_us, decided_us FROM agenda_item WHERE complaint_id = ? AND state <> 5 ORDER BY id" AT_MOST, "i", "ittttt" "iI"},
};
const struct db_stmts pack_case_stmts = {"pack_case", list, COUNT_OF(list), DB_STAFF};

static void copy_hash(struct str from, uint8_t out[32])
{
    if (from.n == 32)
        memcpy(out, from.p, 32);
}

static void read_steps(struct arena *a, const struct db_rows *r, struct pack_case *k)
{
    k->steps = ARENA_ARRAY(a, r->n + 1, struct pack_step);
    for (size_t i = 0; i < r->n; i++) {
        struct pack_step *s = &k->steps[k->n_steps++];
        s->event = (struct event){.seq = (int)db_int(r, i, 0), .at_us = db_int(r, i, 1), .actor_kind = (enum event_actor)db_int(r, i, 2), .actor_id = db_int(r, i, 3), .actor = db_text(r, i, 4),
                                  .kind = db_text(r, i, 5), .data = db_text(r, i, 6)};
        s->key_kind = (int)db_int(r, i, 7);
        s->key_version = (int)db_int(r, i, 8);
        copy_hash(db_bytes(r, i, 9), s->hash);
    }
}

static void read_messages(struct arena *a, const struct db_rows *r, struct pack_case *k)
{
    k->messages = ARENA_ARRAY(a, r->n + 1, struct message);
    for (size_t i = 0; i < r->n; i++)
        k->messages[k->n_messages++] = (struct message){.id = db_int(r, i, 0), .at_us = db_int(r, i, 1), .kind = (enum message_kind)db_int(r, i, 2), .author = db_text(r, i, 3), .unit_zh = db_text(r, i, 4),
                                                        .unit_en = db_text(r, i, 5), .body = db_text(r, i, 6)};
}

static void read_files(struct arena *a, const struct db_rows *r, struct pack_case *k)
{
    k->files = ARENA_ARRAY(a, r->n + 1, struct attachment);
    for (size_t i = 0; i < r->n; i++) {
        struct attachment *f = &k->files[k->n_files++];
        *f = (struct attachment){.id = db_int(r, i, 0), .message_id = db_int(r, i, 1), .name = db_text(r, i, 2), .media_type = db_text(r, i, 3), .bytes = db_int(r, i, 4),
                                 .internal = db_int(r, i, 6) != 0, .at_us = db_int(r, i, 7)};
        copy_hash(db_bytes(r, i, 5), f->sha256);
    }
}

static void read_slips(struct arena *a, const struct db_rows *r, struct pack_case *k)
{
    k->slips = ARENA_ARRAY(a, r->n + 1, struct pack_slip);
    for (size_t i = 0; i < r->n; i++)
        k->slips[k->n_slips++] = (struct pack_slip){(int)db_int(r, i, 0), (int)db_int(r, i, 1), (int)db_int(r, i, 2), (int)db_int(r, i, 3), (int)db_int(r, i, 4), db_int(r, i, 5) != 0,
                                                    db_int(r, i, 6), db_int(r, i, 7), db_int(r, i, 8), db_int(r, i, 9), db_text(r, i, 10), db_text(r, i, 11), db_text(r, i, 12),
                                                    db_text(r, i, 13), db_text(r, i, 14), db_text(r, i, 15)};
}

static void read_findings(struct arena *a, const struct db_rows *r, struct pack_case *k)
{
    k->findings = ARENA_ARRAY(a, r->n + 1, struct pack_finding);
    for (size_t i = 0; i < r->n; i++)
        k->findings[k->n_findings++] = (struct pack_finding){(int)db_int(r, i, 0), db_int(r, i, 1), db_text(r, i, 2), db_text(r, i, 3), db_text(r, i, 4), db_text(r, i, 5), db_text(r, i, 6),
                                                             db_text(r, i, 7), db_text(r, i, 8), db_text(r, i, 9)};
}

static void read_papers(struct arena *a, const struct db_rows *r, struct pack_case *k)
{
    k->papers = ARENA_ARRAY(a, r->n + 1, struct pack_paper);
    for (size_t i = 0; i < r->n; i++)
        k->papers[k->n_papers++] = (struct pack_paper){.id = db_int(r, i, 0), .kind = db_text(r, i, 1), .state = (int)db_int(r, i, 2), .title = db_text(r, i, 3), .author = db_text(r, i, 4),
                                                       .begun_us = db_int(r, i, 5), .final_us = db_int(r, i, 6), .delivered_us = db_int(r, i, 7), .delivered_way = db_text(r, i, 8),
                                                       .delivered_to = db_text(r, i, 9), .proof = db_text(r, i, 10)};
}

static void read_sections(struct arena *a, const struct db_rows *r, struct pack_case *k)
{
    k->sections = ARENA_ARRAY(a, r->n + 1, struct pack_section_text);
    for (size_t i = 0; i < r->n; i++)
        k->sections[k->n_sections++] = (struct pack_section_text){db_int(r, i, 0), db_text(r, i, 1), db_text(r, i, 2)};
}

static void read_copies(struct arena *a, const struct db_rows *r, struct pack_case *k)
{
    k->copies = ARENA_ARRAY(a, r->n + 1, struct pack_copy);
    for (size_t i = 0; i < r->n; i++) {
        struct pack_copy *copy = &k->copies[k->n_copies++];
        *copy = (struct pack_copy){.paper_id = db_int(r, i, 0), .language = db_text(r, i, 1)};
        copy_hash(db_bytes(r, i, 2), copy->sha256);
    }
}

static void read_money(struct arena *a, const struct db_rows *r, struct pack_case *k)
{
    k->money = ARENA_ARRAY(a, r->n + 1, struct pack_money);
    for (size_t i = 0; i < r->n; i++)
        k->money[k->n_money++] = (struct pack_money){.cents = db_int(r, i, 0), .state = (int)db_int(r, i, 1), .reward = db_int(r, i, 2) != 0, .standard = db_text(r, i, 3), .reason = db_text(r, i, 4),
                                                     .proposer = db_text(r, i, 5), .proposed_us = db_int(r, i, 6), .approved_us = db_int(r, i, 7), .paid_us = db_int(r, i, 8),
                                                     .payer = db_text(r, i, 9), .way = db_text(r, i, 10), .voucher = db_text(r, i, 11)};
}

static void read_items(struct arena *a, const struct db_rows *r, struct pack_case *k)
{
    k->items = ARENA_ARRAY(a, r->n + 1, struct pack_item);
    for (size_t i = 0; i < r->n; i++)
        k->items[k->n_items++] = (struct pack_item){(int)db_int(r, i, 0), db_int(r, i, 6), db_int(r, i, 7), db_text(r, i, 1), db_text(r, i, 2), db_text(r, i, 3), db_text(r, i, 4), db_text(r, i, 5)};
}

enum err pack_case_load(struct db *db, struct arena *a, int64_t complaint_id, struct pack_case *ret_case)
{
    static void (*const readers[])(struct arena *a, const struct db_rows *r, struct pack_case *k) = {
        [STEPS] = read_steps,   [MESSAGES] = read_messages, [FILES] = read_files,   [SLIPS] = read_slips, [FINDINGS] = read_findings,
        [PAPERS] = read_papers, [SECTIONS] = read_sections, [COPIES] = read_copies, [MONEY] = read_money, [ITEMS] = read_items,
    };
    struct pack_case k = {0};
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        struct db_rows rows;
        TRY(db_query(db, a, &list[i], DB_ARGS(DB_INT(complaint_id)), &rows));
        if (rows.n == ROWS_MAX)
            return ERR_TOO_LARGE;
        readers[i](a, &rows, &k);
    }
    *ret_case = k;
    return ERR_NONE;
}
