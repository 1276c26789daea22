#include "search_store.h"

#include <string.h>

#include "complaint_store.h"
#include "crypto_seal.h"
#include "identity.h"
#include "message.h"
#include "msgid.h"
#include "utf8.h"

/*
 * First the index says which complaints have all terms, from the newest block down; then, by portions, those of them that the user may see are read, and what was typed is looked for in the texts that he
 * may see. For who sees few complaints those are looked up first, and only they are candidates.
 */
#define KEYS 3          /* indexes of contact data were made with one of the last three keys */
#define STATEMENTS 7    /* of one search; a page has four of its own */
#define NARROW 4000     /* complaints of one's holders, up to which they are looked up first, unless they are a good part of all */
#define GOOD_PART 4     /* a quarter: most of what has the terms is then in scope */
#define BLOCKS_FIRST 8
#define BLOCKS_MAX 1024 /* 16 million complaints */
#define CANDIDATES_FIRST 100
#define CANDIDATES_MAX 8000
#define CANDIDATES_RISE 15
#define READ_FIRST 40   /* complaints whose texts are read */
#define READ_NEXT 80    /* when none of those had what was typed */
#define READ_LEAST 10
#define READ_MAX 400

#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
#define EIGHT_TYPES "iiiiiiii"
#define EIGHT_ARGS(h) DB_INT((h)[0]), DB_INT((h)[1]), DB_INT((h)[2]), DB_INT((h)[3]), DB_INT((h)[4]), DB_INT((h)[5]), DB_INT((h)[6]), DB_INT((h)[7])

#define HEAD "c.id, c.number, c.mode, c.category_id, c.unit_id, c.department_id, c.assignee_id, c.state, c.is_open, c.title, c.received_us, c.due_us, a.name, c.path, c.occurred, c.place, c.persons, c.reference, c.outcome"
#define HEAD_TYPES "itiiiIIiit" "iiTtttttt"
#define ASSIGNEE " LEFT JOIN app_user a FORCE INDEX (PRIMARY) ON a.id = c.assignee_id "
/* Without a condition on is_open the two are 0 and 1. */
#define OF_HOLDER(what, more) "(SELECT " what " FROM complaint_scope FORCE INDEX (complaint_scope_received) WHERE holder = ? AND is_open IN (?, ?) LIMIT " more ")"
#define ALL_OF(part) part " UNION ALL " part " UNION ALL " part " UNION ALL " part " UNION ALL " part " UNION ALL " part " UNION ALL " part " UNION ALL " part
#define HOLDER_TYPES "iii" "iii" "iii" "iii" "iii" "iii" "iii" "iii"
/* Sub-selects in this form are evaluated row by row; as EXISTS they would be turned into joins. */
#define NOT_KEPT_OUT(id) " AND (SELECT 1 FROM recusal x FORCE INDEX (PRIMARY) WHERE x.complaint_id = " id " AND x.user_id = ?) IS NULL "

#define CHOSEN "JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$[0]', part INT PATH '$[1]')) j "
enum source { IN_ALLEGATION = 1, IN_DEMAND, IN_FIELD, IN_INTAKE, IN_RATING, IN_MESSAGE = 10 /* and more, by kind */ };

enum { EXACT, PARTS, MINE, BLOCKS, CHECK, TEXTS, RECEIVED };
static const struct db_stmt list[] = {
    [EXACT] = {"SELECT " HEAD ", k.way FROM (SELECT u.id, MIN(u.way) AS way FROM ((SELECT id, 1 AS way FROM complaint WHERE reference = ? ORDER BY id DESC LIMIT 100) "
               "UNION ALL (SELECT complaint_id, 2 FROM complaint_identity WHERE phone_index IN (?, ?, ?) ORDER BY complaint_id DESC LIMIT 100) "
               "UNION ALL (SELECT complaint_id, 2 FROM complaint_identity WHERE email_index IN (?, ?, ?) ORDER BY complaint_id DESC LIMIT 100)) u GROUP BY u.id) k "
               "STRAIGHT_JOIN complaint c ON c.id = k.id" ASSIGNEE "WHERE c.is_open IN (?, ?) AND c.received_us >= ? AND c.received_us < ? AND (k.way = 1 OR c.mode <> 2) "
               "AND (SELECT 1 FROM complaint_scope s WHERE s.complaint_id = c.id AND s.holder IN (" EIGHT ") AND (k.way = 1 OR s.part = 0) LIMIT 1) = 1" NOT_KEPT_OUT("c.id")
               "ORDER BY c.id DESC LIMIT 20",
               "T" "BBB" "BBB" "iiii" EIGHT_TYPES "i", HEAD_TYPES "i"},
    [PARTS] = {"SELECT p.block, (SELECT COUNT(*) FROM (" ALL_OF(OF_HOLDER("1", "4001")) ") h), p.docs FROM search_part p WHERE p.docs > 0 AND p.to_us >= ? AND p.from_us < ? AND p.block <= ? "
               "ORDER BY p.block DESC LIMIT 1024",
               HOLDER_TYPES "iii", "iii"},
    [MINE] = {"SELECT DISTINCT d.doc FROM (" ALL_OF(OF_HOLDER("complaint_id", "4001")) ") h STRAIGHT_JOIN search_doc d ON d.complaint_id = h.complaint_id", HOLDER_TYPES, "i"},
    [BLOCKS] = {"SELECT b.block, b.term, b.bits FROM JSON_TABLE(?, '$[*]' COLUMNS (block INT PATH '$[0]', term BIGINT PATH '$[1]')) j STRAIGHT_JOIN search_block b ON b.block = j.block AND b.term = j.term",
                "t", "iib"},
    /* The heads of those that are left only, so that what sorts them is narrow. */
    [CHECK] = {"SELECT " HEAD ", m.doc, (SELECT MIN(t.part) FROM complaint_scope t WHERE t.complaint_id = c.id AND t.holder IN (" EIGHT ")) FROM (SELECT d.doc, d.complaint_id "
               "FROM JSON_TABLE(?, '$[*]' COLUMNS (doc INT PATH '$')) j STRAIGHT_JOIN search_doc d ON d.doc = j.doc "
               "WHERE (SELECT 1 FROM complaint_scope s WHERE s.complaint_id = d.complaint_id AND s.holder IN (" EIGHT ") AND s.is_open IN (?, ?) AND s.received_us >= ? AND s.received_us < ? LIMIT 1) = 1"
               NOT_KEPT_OUT("d.complaint_id") "ORDER BY d.doc DESC LIMIT ?) m STRAIGHT_JOIN complaint c ON c.id = m.complaint_id" ASSIGNEE "ORDER BY m.doc DESC",
               EIGHT_TYPES "t" EIGHT_TYPES "iiii" "i" "i", HEAD_TYPES "ii"},
    [TEXTS] = {"SELECT j.id, 1, g.body FROM " CHOSEN "STRAIGHT_JOIN allegation g ON g.complaint_id = j.id "
               "UNION ALL SELECT j.id, 2, w.note FROM " CHOSEN "STRAIGHT_JOIN demand w ON w.complaint_id = j.id "
               "UNION ALL SELECT j.id, 3, f.value FROM " CHOSEN "STRAIGHT_JOIN complaint_field f ON f.complaint_id = j.id "
               "UNION ALL SELECT j.id, 4, i.value FROM " CHOSEN "STRAIGHT_JOIN complaint_intake i ON i.complaint_id = j.id WHERE j.part = 0 "
               "UNION ALL SELECT j.id, 5, r.words FROM " CHOSEN "STRAIGHT_JOIN rating r ON r.complaint_id = j.id WHERE j.part = 0 "
               "UNION ALL SELECT j.id, 10 + m.kind, m.body FROM " CHOSEN "STRAIGHT_JOIN message m ON m.complaint_id = j.id WHERE j.part = 0 OR " PART_MESSAGES,
               "tttttt" PART_TYPES, "iit"},
    [RECEIVED] = {"SELECT c.received_us FROM search_doc d JOIN complaint c ON c.id = d.complaint_id WHERE d.doc = ?", "i", "i"},
};
const struct db_stmts search_stmts = {"search", list, COUNT_OF(list), DB_STAFF};

struct candidate {
    struct search_result result;
    bool part;
};
struct hunt {
    struct db *db;
    struct arena *arena;
    const struct access_user *user;
    const struct search_question *question;
    struct search_answer *answer;
    size_t statements;
    int64_t blocks[BLOCKS_MAX];      /* newest first */
    size_t n_blocks, blocks_read;
    bool narrow;
    struct search_bits *mine;        /* of each block, when narrow */
    int64_t *docs;                   /* that have all terms, newest first */
    size_t n_docs, cap_docs, checked;
    size_t passed;                   /* of those checked, in scope: their texts were read */
    size_t found;                    /* of those passed, with what was typed */
    int64_t last_doc;                /* the last one looked at */
};

static enum err hunt_query(struct hunt *h, const struct db_stmt *stmt, const struct db_value *args, size_t n, struct db_rows *ret_rows)
{
    h->statements++;
    return db_query(h->db, h->arena, stmt, args, n, ret_rows);
}

static struct db_value open_from(const struct hunt *h)
{
    return DB_INT(h->question->state == SEARCH_OPEN ? 1 : 0);
}

static struct db_value open_to(const struct hunt *h)
{
    return DB_INT(h->question->state == SEARCH_CLOSED ? 0 : 1);
}

static struct db_value received_to(const struct hunt *h)
{
    return DB_INT(h->question->to_us ? h->question->to_us : INT64_MAX);
}

static struct complaint read_head(const struct db_rows *r, size_t i)
{
    return (struct complaint){
        .id = db_int(r, i, 0), .number = db_text(r, i, 1), .mode = (enum complaint_mode)db_int(r, i, 2), .category_id = db_int(r, i, 3), .unit_id = db_int(r, i, 4),
        .department_id = db_int(r, i, 5), .assignee_id = db_int(r, i, 6), .state = (enum complaint_state)db_int(r, i, 7), .is_open = db_int(r, i, 8) != 0, .title = db_text(r, i, 9),
        .received_us = db_int(r, i, 10), .due_us = db_int(r, i, 11), .assignee = db_text(r, i, 12), .path = db_text(r, i, 13), .occurred = db_text(r, i, 14), .place = db_text(r, i, 15),
        .persons = db_text(r, i, 16), .reference = db_text(r, i, 17), .outcome = db_text(r, i, 18), .channel = "", .source = "", .complainant_kind = "", .language = "", .grade = "", .flag = "",
        .validity = "",
    };
}
enum { AFTER_HEAD = 19 }; /* columns that a statement has behind the head */

/* ---- by reference, telephone number, e-mail ---- */

static void add_indexes(struct hunt *h, const struct crypto_keys *keys, const char *column, const char *key, struct db_value args[KEYS])
{
    for (size_t back = 0; back < KEYS; back++) {
        uint8_t *index = arena_alloc(h->arena, 16);
        args[back] = *key && crypto_blind_index_older(keys, back, column, str_of(key), index) ? DB_BYTES(index, 16) : DB_NULL;
    }
}

static enum err find_exact(struct hunt *h, const struct crypto_keys *keys)
{
    enum { REFERENCE_MAX = 60, PHONE_MIN = 7 };
    const char *typed = utf8_halfwidth(h->arena, str_trim(str_of(h->question->typed))), *phone = identity_phone_key(h->arena, typed);
    struct db_value phones[KEYS], emails[KEYS];
    struct db_rows rows;
    bool is_phone = identity_phone_plausible(typed) && strlen(phone) >= PHONE_MIN, is_email = identity_email_plausible(typed);
    if (h->question->before || (!is_email && !strpbrk(typed, "0123456789")) || strlen(typed) > REFERENCE_MAX * 4)
        return ERR_NONE;
    h->answer->by_contact = is_phone || is_email;
    add_indexes(h, keys, "complaint_identity.phone", is_phone ? phone : "", phones);
    add_indexes(h, keys, "complaint_identity.email", is_email ? identity_email_key(h->arena, typed) : "", emails);
    const int64_t *own = h->user->holders;
    TRY(hunt_query(h, &list[EXACT],
                   DB_ARGS(DB_TEXT(typed), phones[0], phones[1], phones[2], emails[0], emails[1], emails[2], open_from(h), open_to(h), DB_INT(h->question->from_us), received_to(h),
                           EIGHT_ARGS(own), DB_INT(h->user->id)),
                   &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct search_result *r = &h->answer->results[h->answer->n++];
        *r = (struct search_result){.c = read_head(&rows, i), .way = db_int(&rows, i, AFTER_HEAD) == 1 ? SEARCH_BY_REFERENCE : SEARCH_BY_CONTACT};
        r->found.title = ARENA_NEW(h->arena, struct search_piece);
        r->found.title->text = r->c.title;
        r->found.n_title = 1;
    }
    return ERR_NONE;
}

/* ---- candidates ---- */

static void add_holders(const struct hunt *h, struct db_value args[3 * ACCESS_HOLDERS])
{
    for (size_t i = 0; i < ACCESS_HOLDERS; i++) {
        args[3 * i] = DB_INT(h->user->holders[i]);
        args[3 * i + 1] = open_from(h);
        args[3 * i + 2] = open_to(h);
    }
}

static size_t block_at(const struct hunt *h, int64_t block)
{
    size_t i = 0;
    while (i < h->n_blocks && h->blocks[i] != block)
        i++;
    return i;
}

/* The blocks of the time that is asked for; and when one's complaints are few, which they are. */
static enum err load_blocks(struct hunt *h)
{
    enum { HOLDERS = 3 * ACCESS_HOLDERS };
    const struct search_question *q = h->question;
    struct db_value args[HOLDERS + 3];
    struct db_rows rows;
    add_holders(h, args);
    args[HOLDERS] = DB_INT(q->from_us);
    args[HOLDERS + 1] = received_to(h);
    args[HOLDERS + 2] = DB_INT(q->before ? (q->before - 1) / SEARCH_BLOCK : INT32_MAX);
    TRY(hunt_query(h, &list[PARTS], args, HOLDERS + 3, &rows));
    int64_t docs = 0;
    for (size_t i = 0; i < rows.n && h->n_blocks < BLOCKS_MAX; i++) {
        h->blocks[h->n_blocks++] = db_int(&rows, i, 0);
        docs += db_int(&rows, i, 2);
    }
    h->narrow = rows.n > 0 && db_int(&rows, 0, 1) <= NARROW && db_int(&rows, 0, 1) < docs / GOOD_PART;
    if (!h->narrow)
        return ERR_NONE;
    TRY(hunt_query(h, &list[MINE], args, HOLDERS, &rows));
    h->mine = ARENA_ARRAY(h->arena, h->n_blocks, struct search_bits);
    for (size_t i = 0; i < rows.n; i++) {
        size_t b = block_at(h, db_int(&rows, i, 0) / SEARCH_BLOCK);
        if (b < h->n_blocks)
            search_bits_set(&h->mine[b], (unsigned)(db_int(&rows, i, 0) % SEARCH_BLOCK));
    }
    return ERR_NONE;
}

static void add_doc(struct hunt *h, int64_t doc)
{
    if (h->n_docs == h->cap_docs) {
        size_t cap = h->cap_docs ? 2 * h->cap_docs : 4096;
        h->docs = arena_grow(h->arena, h->docs, h->cap_docs * sizeof *h->docs, cap * sizeof *h->docs);
        h->cap_docs = cap;
    }
    h->docs[h->n_docs++] = doc;
}

static void add_docs(struct hunt *h, const struct search_bits *bits, int64_t block)
{
    for (unsigned w = COUNT_OF(bits->words); w-- > 0;) {
        for (uint64_t left = bits->words[w]; left;) {
            unsigned bit = 63 - (unsigned)__builtin_clzll(left);
            int64_t doc = block * SEARCH_BLOCK + w * 64 + bit;
            left &= ~(UINT64_C(1) << bit);
            if (!h->question->before || doc < h->question->before)
                add_doc(h, doc);
        }
    }
}

static bool is_empty(const struct search_bits *bits)
{
    static const struct search_bits none;
    return memcmp(bits, &none, sizeof none) == 0;
}

/* Candidates of the next blocks: a few at first, then all. */
static enum err read_blocks(struct hunt *h)
{
    const struct search_query *query = h->question->query;
    size_t from = h->blocks_read, end = h->narrow || from > 0 ? h->n_blocks : BLOCKS_FIRST;
    struct buf json = {.arena = h->arena};
    struct db_rows rows;
    end = end < h->n_blocks ? end : h->n_blocks;
    struct search_bits *bits = ARENA_ARRAY(h->arena, end - from, struct search_bits), one;
    size_t *had = ARENA_ARRAY(h->arena, end - from, size_t);
    for (size_t b = from; b < end; b++) {
        for (size_t t = 0; t < query->n_terms && !(h->narrow && is_empty(&h->mine[b])); t++)
            buf_printf(&json, "%c[%lld,%lld]", json.n ? ',' : '[', (long long)h->blocks[b], (long long)query->terms[t]);
    }
    h->blocks_read = end;
    if (json.n == 0)
        return ERR_NONE;
    buf_addc(&json, ']');
    TRY(hunt_query(h, &list[BLOCKS], DB_ARGS(DB_STR(buf_str(&json))), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        size_t b = block_at(h, db_int(&rows, i, 0)) - from;
        if (!search_bits_read(db_bytes(&rows, i, 2), &one))
            continue;
        if (had[b]++ == 0)
            bits[b] = one;
        else
            search_bits_and(&bits[b], &one);
    }
    for (size_t b = 0; b < end - from; b++) {
        if (had[b] != query->n_terms)
            continue;
        if (h->narrow)
            search_bits_and(&bits[b], &h->mine[from + b]);
        add_docs(h, &bits[b], h->blocks[from + b]);
    }
    return ERR_NONE;
}

/* ---- looking at candidates ---- */

static const char *source_label(int source)
{
    switch (source) {
    case IN_ALLEGATION:
        return N_("What was told");
    case IN_DEMAND:
        return N_("What is asked for");
    case IN_FIELD:
    case IN_INTAKE:
        return N_("Further details");
    case IN_RATING:
        return N_("Rating");
    default:
        return message_kind_title((enum message_kind)(source - IN_MESSAGE));
    }
}

/* The texts of a complaint: its title, what its head tells, the others in their order, how it ended. */
static size_t gather_texts(struct arena *a, const struct complaint *c, const struct db_rows *rows, struct search_text **ret_texts)
{
    enum { OF_HEAD = 6 };
    struct search_text *texts = ARENA_ARRAY(a, OF_HEAD + rows->n + 1, struct search_text);
    const struct search_text head[OF_HEAD] = {
        {N_("Title"), c->title},          {N_("Number"), c->number},
        {N_("When it happened"), c->occurred}, {N_("Where it happened"), c->place},
        {N_("Who was involved"), c->persons},  {N_("Reference number"), c->reference},
    };
    size_t n = OF_HEAD;
    memcpy(texts, head, sizeof head);
    for (size_t i = 0; i < rows->n; i++) {
        if (db_int(rows, i, 0) == c->id && *db_text(rows, i, 2))
            texts[n++] = (struct search_text){source_label((int)db_int(rows, i, 1)), db_text(rows, i, 2)};
    }
    texts[n++] = (struct search_text){N_("Outcome"), c->outcome};
    *ret_texts = texts;
    return n;
}

static enum err load_texts(struct hunt *h, const struct candidate *candidates, size_t n, struct db_rows *ret_rows)
{
    struct buf json = {.arena = h->arena}, of_part = {.arena = h->arena};
    struct complaint_part part = {.user_id = h->user->id, .slips = ""};
    for (size_t i = 0; i < n; i++) {
        buf_printf(&json, "%c[%lld,%d]", i ? ',' : '[', (long long)candidates[i].result.c.id, candidates[i].part);
        if (candidates[i].part)
            buf_printf(&of_part, "%c%lld", of_part.n ? ',' : '[', (long long)candidates[i].result.c.id);
    }
    buf_addc(&json, ']');
    if (of_part.n) {
        buf_addc(&of_part, ']');
        h->statements++;
        TRY(part_slips(h->db, h->arena, h->user, of_part.p, &part.slips));
    }
    const struct db_value ids = DB_STR(buf_str(&json));
    return hunt_query(h, &list[TEXTS], DB_ARGS(ids, ids, ids, ids, ids, ids, PART_ARGS(&part)), ret_rows);
}

static bool is_there(const struct search_answer *answer, int64_t id)
{
    for (size_t i = 0; i < answer->n; i++) {
        if (answer->results[i].way != SEARCH_BY_TEXT && answer->results[i].c.id == id)
            return true;
    }
    return false;
}

/* In order, until the page is full and it is known whether there is another one. */
static enum err judge(struct hunt *h, struct candidate *candidates, size_t n, size_t full, bool *ret_full)
{
    struct db_rows rows;
    TRY(load_texts(h, candidates, n, &rows));
    for (size_t i = 0; i < n; i++) {
        struct search_result *r = &candidates[i].result;
        struct search_text *texts;
        size_t n_texts = gather_texts(h->arena, &r->c, &rows, &texts);
        if (is_there(h->answer, r->c.id) || !search_judge(h->arena, h->question->query, texts, n_texts, &r->found))
            continue;
        if (h->answer->n == full) {
            h->answer->next = h->answer->results[full - 1].doc;
            *ret_full = true;
            return ERR_NONE;
        }
        h->answer->results[h->answer->n++] = *r;
        h->found++;
    }
    return ERR_NONE;
}

/* How many texts to read next: as many as a page needs and a quarter more, going by those so far. */
static size_t wanted(const struct hunt *h, size_t full)
{
    size_t n = READ_FIRST;
    if (h->checked > 0)
        n = h->found ? (full + 1 - h->answer->n) * h->passed * 5 / (h->found * 4) : READ_NEXT;
    return n < READ_LEAST ? READ_LEAST : n > READ_MAX ? READ_MAX : n;
}

/* How many candidates to look at for that. */
static size_t portion(const struct hunt *h, size_t wanted_texts)
{
    size_t left = h->n_docs - h->checked, n = CANDIDATES_FIRST;
    if (h->checked > 0)
        n = h->passed ? wanted_texts * h->checked / h->passed : CANDIDATES_RISE * h->checked;
    n = n > CANDIDATES_MAX ? CANDIDATES_MAX : n < CANDIDATES_FIRST ? CANDIDATES_FIRST : n;
    return n < left ? n : left;
}

static enum err look(struct hunt *h, size_t full, bool *ret_full)
{
    const int64_t *own = h->user->holders;
    size_t most = wanted(h, full), n = portion(h, most);
    struct buf json = {.arena = h->arena};
    struct db_rows rows;
    for (size_t i = 0; i < n; i++)
        buf_printf(&json, "%c%lld", i ? ',' : '[', (long long)h->docs[h->checked + i]);
    buf_addc(&json, ']');
    TRY(hunt_query(h, &list[CHECK],
                   DB_ARGS(EIGHT_ARGS(own), DB_STR(buf_str(&json)), EIGHT_ARGS(own), open_from(h), open_to(h), DB_INT(h->question->from_us), received_to(h), DB_INT(h->user->id), DB_INT(most)),
                   &rows));
    struct candidate *candidates = ARENA_ARRAY(h->arena, rows.n, struct candidate);
    for (size_t i = 0; i < rows.n; i++) {
        candidates[i].result = (struct search_result){.c = read_head(&rows, i), .doc = db_int(&rows, i, AFTER_HEAD)};
        candidates[i].part = db_int(&rows, i, AFTER_HEAD + 1) != 0;
    }
    size_t end = h->checked + n;
    if (rows.n == most) {
        for (end = h->checked; h->docs[end] != candidates[most - 1].result.doc;)
            end++;
        end++;
    }
    h->checked = end;
    h->passed += rows.n;
    h->last_doc = h->docs[end - 1];
    return rows.n ? judge(h, candidates, rows.n, full, ret_full) : ERR_NONE;
}

/* Where it ended before the end, for who wants to go on from there. */
static enum err stop(struct hunt *h)
{
    struct db_rows row;
    TRY(hunt_query(h, &list[RECEIVED], DB_ARGS(DB_INT(h->last_doc)), &row));
    h->answer->stopped_us = row.n ? db_int(&row, 0, 0) : 0;
    h->answer->next = h->last_doc;
    return ERR_NONE;
}

static enum err find_texts(struct hunt *h)
{
    size_t full = h->answer->n + (h->question->limit < SEARCH_RESULTS ? h->question->limit : SEARCH_RESULTS);
    bool is_full = false;
    TRY(load_blocks(h));
    while (!is_full) {
        if (h->checked < h->n_docs) {
            if (h->statements + 2 > STATEMENTS)
                return stop(h);
            TRY(look(h, full, &is_full));
        } else if (h->blocks_read < h->n_blocks) {
            TRY(read_blocks(h));
        } else {
            return ERR_NONE;
        }
    }
    return ERR_NONE;
}

enum err search_run(struct db *db, struct arena *a, const struct access_user *user, const struct crypto_keys *keys, const struct search_question *question, struct search_answer *ret_answer)
{
    struct search_answer answer = {.results = ARENA_ARRAY(a, 2 * SEARCH_RESULTS, struct search_result)};
    struct hunt *h = ARENA_NEW(a, struct hunt);
    *h = (struct hunt){.db = db, .arena = a, .user = user, .question = question, .answer = &answer};
    TRY(find_exact(h, keys));
    if (question->query)
        TRY(find_texts(h));
    struct complaint *heads = ARENA_ARRAY(a, answer.n, struct complaint);
    for (size_t i = 0; i < answer.n; i++)
        heads[i] = answer.results[i].c;
    TRY(complaint_name(db, a, heads, answer.n));
    for (size_t i = 0; i < answer.n; i++)
        answer.results[i].c = heads[i];
    *ret_answer = answer;
    return ERR_NONE;
}
