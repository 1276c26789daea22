#include "library_store.h"

#include <stdlib.h>
#include <string.h>

#include "basis_store.h"
#include "change_store.h"
#include "complaint_class_store.h"
#include "crypto_random.h"
#include "identity_store.h"
#include "msgid.h"
#include "once_store.h"
#include "party.h"
#include "repeat.h"
#include "rulebook_store.h"

#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
#define SEVEN "?, ?, ?, ?, ?, ?, ?"
#define WORDS 4
#define CANDIDATES 60
#define COLUMNS(texts)                                                                                                                        \
    "SELECT l.id, l.complaint_id, l.unit_id, l.category_id, l.causes, l.state, l.title, " texts ", l.author_id, l.checked_by, l.published_us, l.changed_us, l.ready_us, l.remark, l.version, p.name, q.name FROM "
#define TEXTS "l.complaint, l.verification, l.handling, l.analysis, l.prevention"
#define LEAN "LEFT(l.complaint, 200), '', '', '', ''"
#define TYPES "iIiitit" "ttttt" "iIIiIti" "tT"
#define JOINS " JOIN app_user p ON p.id = l.author_id LEFT JOIN app_user q ON q.id = l.checked_by "
/* Until it is published it tells what the complaint tells. */
#define EDITED                                                                                                                                \
    "EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = l.unit_id AND t.ancestor_id IN (" SEVEN ")) AND NOT EXISTS (SELECT 1 FROM recusal y WHERE y.complaint_id = l.complaint_id AND y.user_id = ?)"
#define EDITED_TYPES "iiiiiii" "i"

#define FITS "(? = 0 OR l.category_id = ?) AND (? = '' OR FIND_IN_SET(?, l.causes)) AND (? = '' OR LOCATE(?, l.words) > 0) AND (? = '' OR LOCATE(?, l.words) > 0) AND (? = '' OR LOCATE(?, l.words) > 0) AND (? = '' OR LOCATE(?, l.words) > 0)"
#define FITS_TYPES "ii" "tt" "tttttttt"
#define HAS "(? = 0 OR (SELECT 1 FROM library_term u WHERE u.term = ? AND u.published_us = t.published_us AND u.case_id = t.case_id LIMIT 1) = 1)"
#define OFTEN "(SELECT COUNT(*) FROM (SELECT 1 FROM library_term WHERE term = ? LIMIT 2000) x)"

enum { PUBLISHED, FOUND, HOW_OFTEN, TERMS, NO_TERMS, DRAFTS, LOAD, NUMBER, SIMILAR, PASSES, KNOWN, ALLEGATIONS, INVESTIGATIONS, MEASURES, PUT, CHANGE, PASS, STATE, CATEGORY, HOLD, LINE };
static const struct db_stmt list[] = {
    [PUBLISHED] = {COLUMNS(LEAN) "library_case l FORCE INDEX (library_state)" JOINS "WHERE l.state = 2 AND (l.published_us < ? OR (l.published_us = ? AND l.id < ?)) AND " FITS " ORDER BY l.published_us DESC, l.id DESC LIMIT ?",
                   "iii" FITS_TYPES "i", TYPES},
    /* By the rarest of the pairs that the words are made of, in the order of its index; the texts say whether it is so. */
    [FOUND] = {COLUMNS(LEAN) "library_term t FORCE INDEX (PRIMARY) STRAIGHT_JOIN library_case l ON l.id = t.case_id LEFT JOIN app_user p ON p.id = l.author_id LEFT JOIN app_user q ON q.id = l.checked_by WHERE t.term = ? AND t.published_us <= ? AND (t.published_us < ? OR t.case_id < ?) AND " HAS " AND " HAS " AND l.state = 2 AND " FITS
               " ORDER BY t.published_us DESC, t.case_id DESC LIMIT ?",
               "iiii" "ii" "ii" FITS_TYPES "i", TYPES},
    [HOW_OFTEN] = {"SELECT " OFTEN ", " OFTEN ", " OFTEN ", " OFTEN ", " OFTEN ", " OFTEN ", " OFTEN ", " OFTEN, "iiiiiiii", "iiiiiiii"},
    [TERMS] = {"INSERT INTO library_term (term, published_us, case_id) SELECT j.term, ?, ? FROM JSON_TABLE(?, '$[*]' COLUMNS (term BIGINT PATH '$')) j", "iit", ""},
    [NO_TERMS] = {"DELETE FROM library_term WHERE case_id = ?", "i", ""},
    [DRAFTS] = {COLUMNS(LEAN) "library_case l" JOINS "WHERE l.state IN (1, 3) AND " EDITED " AND (l.changed_us < ? OR (l.changed_us = ? AND l.id < ?)) ORDER BY l.changed_us DESC, l.id DESC LIMIT ?", EDITED_TYPES "iiii", TYPES},
    [LOAD] = {COLUMNS(TEXTS) "library_case l" JOINS "WHERE l.id = ? AND (l.state = 2 OR (" EDITED "))", "i" EDITED_TYPES, TYPES},
    [NUMBER] = {"SELECT c.number FROM complaint c WHERE c.id = ? AND (SELECT 1 FROM complaint_scope s WHERE s.complaint_id = c.id AND s.part = 0 AND s.holder IN (" EIGHT ") LIMIT 1) = 1 AND NOT EXISTS (SELECT 1 FROM recusal z WHERE "
                "z.complaint_id = c.id AND z.user_id = ?)",
                "i" "iiiiiiiii", "t"},
    [SIMILAR] = {COLUMNS(TEXTS) "library_case l FORCE INDEX (library_similar)" JOINS "WHERE l.category_id = ? AND l.state = 2 ORDER BY l.published_us DESC LIMIT ?", "ii", TYPES},
    /* What somebody confirmed who has written it anew since does not count. */
    [PASSES] = {"SELECT s.passage, s.reason, p.name FROM library_pass s JOIN library_case l ON l.id = s.case_id AND l.author_id <> s.by_id JOIN app_user p ON p.id = s.by_id WHERE s.case_id = ? LIMIT 500", "i", "btt"},
    /* Whoever had to do with it, and what it is known by. */
    [KNOWN] = {"SELECT DISTINCT p.name, 1 FROM event e JOIN app_user p ON p.id = e.actor_id WHERE e.complaint_id = ? UNION SELECT r.name, 1 FROM respondent r WHERE r.complaint_id = ? AND r.kind IN ('staff', 'agent') "
               "UNION SELECT p.name, 1 FROM complaint c JOIN app_user p ON p.id IN (c.assignee_id, c.first_receiver_id) WHERE c.id = ? UNION SELECT c.number, 1 FROM complaint c WHERE c.id = ? UNION "
               "SELECT c.reference, 1 FROM complaint c WHERE c.id = ? UNION SELECT c.persons, 2 FROM complaint c WHERE c.id = ? UNION SELECT f.value, 3 FROM complaint_field f WHERE f.complaint_id = ? "
               "UNION SELECT c.mode, 4 FROM complaint c WHERE c.id = ? LIMIT 300",
               "iiiiiiii", "Ti"},
    [ALLEGATIONS] = {"SELECT body, reason FROM allegation WHERE complaint_id = ? ORDER BY position LIMIT 50", "i", "tt"},
    [INVESTIGATIONS] = {"SELECT facts, conclusion, remedy FROM investigation WHERE complaint_id = ? ORDER BY position LIMIT 50", "i", "ttt"},
    [MEASURES] = {"SELECT title, body FROM measure WHERE complaint_id = ? AND state <> 5 ORDER BY id LIMIT 50", "i", "tt"},
    [PUT] = {"INSERT INTO library_case (complaint_id, unit_id, category_id, causes, state, title, complaint, verification, handling, analysis, prevention, words, author_id, changed_us, ready_us, remark) "
             "VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
             "iiit" "tttttt" "tiiI", ""},
    [CHANGE] = {"UPDATE library_case SET category_id = ?, state = 1, title = ?, complaint = ?, verification = ?, handling = ?, analysis = ?, prevention = ?, words = ?, author_id = ?, changed_us = ?, ready_us = ?, checked_by = NULL, "
                "published_us = NULL, version = version + 1 WHERE id = ? AND version = ?",
                "itttttttiiIii", ""},
    [PASS] = {"REPLACE INTO library_pass (case_id, passage, reason, by_id, at_us) VALUES (?, ?, ?, ?, ?)", "ibtii", ""},
    [STATE] = {"UPDATE library_case SET state = ?, checked_by = ?, published_us = ?, ready_us = ?, remark = ?, changed_us = ?, version = version + 1 WHERE id = ? AND version = ?", "iIIItiii", ""},
    [CATEGORY] = {"SELECT id FROM category WHERE id = ?", "i", "i"},
    [HOLD] = {"SELECT id FROM library_case WHERE id = ? FOR UPDATE", "i", "i"},
    [LINE] = {"SELECT t.ancestor_id FROM unit_tree t WHERE t.unit_id = ? ORDER BY t.distance LIMIT 64", "i", "i"},
};
const struct db_stmts library_stmts = {"library", list, COUNT_OF(list), DB_STAFF};

static void units_of(const struct access_user *user, int64_t ret_ids[ACCESS_GRANTS_MAX])
{
    access_units(user, MAY_EDIT_LIBRARY, ret_ids);
}
#define ARGS7(u) DB_INT((u)[0]), DB_INT((u)[1]), DB_INT((u)[2]), DB_INT((u)[3]), DB_INT((u)[4]), DB_INT((u)[5]), DB_INT((u)[6])

static enum err take(struct db *db, struct arena *a, const struct db_rows *r, struct library_case **ret_list, size_t *ret_n)
{
    struct basis basis;
    struct library_case *out = ARENA_ARRAY(a, r->n + 1, struct library_case);
    TRY(basis_load(db, a, &basis));
    for (size_t i = 0; i < r->n; i++) {
        struct basis_names unit = basis_unit(&basis, db_int(r, i, 2)), category = basis_category(&basis, db_int(r, i, 3));
        out[i] = (struct library_case){.id = db_int(r, i, 0), .complaint_id = db_int(r, i, 1), .unit_id = db_int(r, i, 2), .category_id = db_int(r, i, 3), .causes = db_text(r, i, 4), .state = (enum library_state)db_int(r, i, 5),
                                       .author_id = db_int(r, i, 12), .checked_by = db_int(r, i, 13), .published_us = db_int(r, i, 14), .changed_us = db_int(r, i, 15), .ready_us = db_int(r, i, 16), .remark = db_text(r, i, 17),
                                       .version = (int)db_int(r, i, 18), .author = db_text(r, i, 19), .checker = db_text(r, i, 20), .number = "", .unit_zh = unit.zh, .unit_en = unit.en, .category_zh = category.zh, .category_en = category.en};
        for (int k = 0; k < LIBRARY_PART__END; k++)
            out[i].parts[k] = db_text(r, i, 6 + (size_t)k);
    }
    *ret_list = out;
    *ret_n = r->n;
    return ERR_NONE;
}

/* Of the pairs in the words the three that fewest cases have, rarest first; 0 where there are fewer. */
static enum err rarest(struct db *db, struct arena *a, const struct library_filter *f, int64_t ret_terms[3])
{
    enum { LOOKED_AT = 8 };
    struct buf all = {.arena = a};
    int64_t *terms, often[3] = {INT64_MAX, INT64_MAX, INT64_MAX};
    struct db_value v[LOOKED_AT];
    struct db_rows row;
    for (size_t i = 0; i < f->n_words; i++)
        buf_printf(&all, "%s\n", f->words[i]);
    size_t n = all.n ? library_terms(a, all.p, &terms) : 0, looked = n < LOOKED_AT ? n : LOOKED_AT;
    memset(ret_terms, 0, 3 * sizeof *ret_terms);
    if (n == 0)
        return ERR_NONE;
    for (size_t i = 0; i < LOOKED_AT; i++)
        v[i] = DB_INT(i < looked ? terms[i * n / looked] : 0);
    TRY(db_one(db, a, &list[HOW_OFTEN], v, LOOKED_AT, &row));
    for (size_t i = 0; i < looked; i++) {
        int64_t term = v[i].number, count = db_int(&row, 0, i);
        for (size_t k = 0; k < 3; k++) {
            if (count >= often[k])
                continue;
            int64_t other_term = ret_terms[k], other_count = often[k];
            ret_terms[k] = term, often[k] = count;
            term = other_term, count = other_count;
        }
    }
    return ERR_NONE;
}

enum err library_list(struct db *db, struct arena *a, const struct access_user *user, const struct library_filter *f, struct library_case **ret_list, size_t *ret_n)
{
    const struct db_value before = DB_INT(f->before_id ? f->before_us : INT64_MAX), id = DB_INT(f->before_id), limit = DB_INT(f->limit), category = DB_INT(f->category_id), cause = DB_TEXT(f->cause);
    struct db_value w[WORDS];
    int64_t units[ACCESS_GRANTS_MAX], terms[3] = {0};
    struct db_rows rows;
    for (size_t i = 0; i < WORDS; i++)
        w[i] = DB_TEXT(i < f->n_words ? f->words[i] : "");
    units_of(user, units);
    if (f->drafts)
        TRY(db_query(db, a, &list[DRAFTS], DB_ARGS(ARGS7(units), DB_INT(user->id), before, before, id, limit), &rows));
    else
        TRY(rarest(db, a, f, terms));
    const struct db_value more = DB_INT(terms[1]), third = DB_INT(terms[2]);
    if (!f->drafts && terms[0])
        TRY(db_query(db, a, &list[FOUND],
                     DB_ARGS(DB_INT(terms[0]), before, before, id, more, more, third, third, category, category, cause, cause, w[0], w[0], w[1], w[1], w[2], w[2], w[3], w[3], limit), &rows));
    else if (!f->drafts)
        TRY(db_query(db, a, &list[PUBLISHED], DB_ARGS(before, before, id, category, category, cause, cause, w[0], w[0], w[1], w[1], w[2], w[2], w[3], w[3], limit), &rows));
    return take(db, a, &rows, ret_list, ret_n);
}

static enum err may_edit(struct db *db, struct arena *a, const struct access_user *user, int64_t unit_id, bool *ret_may)
{
    struct db_rows rows;
    int64_t line[64];
    TRY(db_query(db, a, &list[LINE], DB_ARGS(DB_INT(unit_id)), &rows));
    for (size_t i = 0; i < rows.n; i++)
        line[i] = db_int(&rows, i, 0);
    *ret_may = (access_over_unit(user, line, rows.n) & PERMISSION_BIT(MAY_EDIT_LIBRARY)) != 0;
    return ERR_NONE;
}

enum err library_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct library_case *ret_case)
{
    const int64_t *h = user->holders;
    int64_t units[ACCESS_GRANTS_MAX];
    struct db_rows rows;
    struct library_case *one;
    size_t n;
    units_of(user, units);
    TRY(db_one(db, a, &list[LOAD], DB_ARGS(DB_INT(id), ARGS7(units), DB_INT(user->id)), &rows));
    TRY(take(db, a, &rows, &one, &n));
    TRY(db_query(db, a, &list[NUMBER],
                 DB_ARGS(DB_INT(one->complaint_id), DB_INT(h[0]), DB_INT(h[1]), DB_INT(h[2]), DB_INT(h[3]), DB_INT(h[4]), DB_INT(h[5]), DB_INT(h[6]), DB_INT(h[7]), DB_INT(user->id)), &rows));
    if (rows.n > 0)
        one->number = db_text(&rows, 0, 0);
    TRY(may_edit(db, a, user, one->unit_id, &one->edits));
    *ret_case = *one;
    return ERR_NONE;
}

/* ---- recognising somebody ---- */

static size_t digits_in(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += *text >= '0' && *text <= '9';
    return n;
}

/* "Wang Wu, Li Si" as its names. */
static size_t split(struct arena *a, const char *text, const char **names, size_t n, size_t room)
{
    char *copy = arena_strdup(a, text);
    for (char *p = copy; *p; p++) {
        static const char *const marks[] = {"、", "，", "；", "。"};
        for (size_t i = 0; i < COUNT_OF(marks); i++) {
            if (strncmp(p, marks[i], 3) == 0)
                p[0] = p[1] = p[2] = ',';
        }
        *p = strchr(";/|\n", *p) ? ',' : *p;
    }
    struct str rest = str_of(copy);
    while (rest.p && n < room) {
        struct str name = str_trim(str_cut(&rest, ','));
        if (name.n >= 4 && name.n <= 60)
            names[n++] = str_cstr(a, name);
    }
    return n;
}

static enum err load_known(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t complaint_id, struct anonymity_known *ret_known, bool *ret_sealed)
{
    enum { ROOM = 400 };
    const struct db_value id = DB_INT(complaint_id);
    const char **names = ARENA_ARRAY(a, ROOM + 2 * PARTIES_MAX, const char *);
    struct identity who;
    struct db_rows rows;
    size_t n = 0;
    int mode = 0;
    *ret_sealed = false;
    *ret_known = (struct anonymity_known){.names = names};
    if (!complaint_id)
        return ERR_NONE;
    TRY(db_query(db, a, &list[KNOWN], DB_ARGS(id, id, id, id, id, id, id, id), &rows));
    for (size_t i = 0; i < rows.n && n < ROOM - 60; i++) {
        const char *text = db_text(&rows, i, 0);
        int what = (int)db_int(&rows, i, 1);
        if (what == 4)
            mode = text[0] - '0';
        else if (what == 2)
            n = split(a, text, names, n, ROOM - 10);
        else if (*text && (what == 1 || digits_in(text) >= 5))
            names[n++] = text;
    }
    *ret_sealed = mode == COMPLAINT_CONFIDENTIAL;
    if (mode == COMPLAINT_NAMED) {
        enum err e = identity_load(db, a, keys, complaint_id, &who);
        if (e != ERR_NONE && e != ERR_NOT_FOUND)
            return e;
        const char *const own[] = {who.name, who.phone, who.email, who.address, who.id_number};
        for (size_t i = 0; e == ERR_NONE && i < COUNT_OF(own); i++) {
            if (own[i] && *own[i])
                names[n++] = own[i];
        }
        struct party others[PARTIES_MAX];
        size_t n_others = e == ERR_NONE ? parties_read(a, who.parties, others, COUNT_OF(others)) : 0;
        for (size_t i = 0; i < n_others; i++) {
            names[n++] = others[i].name;
            if (*others[i].contact)
                names[n++] = others[i].contact;
        }
    }
    ret_known->n = n;
    return ERR_NONE;
}

static void hash_of(struct arena *a, const struct library_doubt *d, uint8_t ret_hash[32])
{
    const char *text = arena_printf(a, "%d\n%s", (int)d->passage.kind, d->text);
    crypto_sha256(text, strlen(text), ret_hash);
}

enum err library_doubts(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct library_case *c, struct library_doubt **ret_list, size_t *ret_n, bool *ret_sealed)
{
    enum { DOUBTS_MAX = 200 };
    struct library_doubt *out = ARENA_ARRAY(a, DOUBTS_MAX, struct library_doubt);
    struct anonymity_known known;
    struct db_rows passes;
    size_t n = 0;
    TRY(load_known(db, a, keys, c->complaint_id, &known, ret_sealed));
    TRY(db_query(db, a, &list[PASSES], DB_ARGS(DB_INT(c->id)), &passes));
    for (int part = 0; part < LIBRARY_PART__END; part++) {
        struct anonymity_passage *found;
        size_t n_found;
        anonymity_find(a, c->parts[part], &known, &found, &n_found);
        for (size_t i = 0; i < n_found && n < DOUBTS_MAX; i++) {
            struct library_doubt *d = &out[n++];
            *d = (struct library_doubt){.part = (enum library_part)part, .passage = found[i], .text = arena_strndup(a, c->parts[part] + found[i].at, found[i].n), .reason = "", .by = ""};
            hash_of(a, d, d->hash);
            for (size_t k = 0; k < passes.n; k++) {
                struct str hash = db_bytes(&passes, k, 0);
                if (hash.n == 32 && memcmp(hash.p, d->hash, 32) == 0) {
                    d->reason = db_text(&passes, k, 1);
                    d->by = db_text(&passes, k, 2);
                }
            }
        }
    }
    *ret_list = out;
    *ret_n = n;
    return ERR_NONE;
}

/* ---- beginning, and what is like it ---- */

static void add_paragraph(struct buf *out, const char *text)
{
    if (*text)
        buf_printf(out, "%s%s", out->n ? "\n\n" : "", text);
}

static const char *text_of(const struct buf *b)
{
    return b->n ? b->p : "";
}

enum err library_begin(struct db *db, struct arena *a, const struct complaint *c, const struct rulebook *book, struct library_case *ret_case)
{
    const struct db_value id = DB_INT(c->id);
    struct buf told = {.arena = a}, checked = {.arena = a}, handled = {.arena = a}, why = {.arena = a}, prevented = {.arena = a}, codes = {.arena = a};
    struct complaint_class class;
    struct db_rows r;
    TRY(db_query(db, a, &list[ALLEGATIONS], DB_ARGS(id), &r));
    for (size_t i = 0; i < r.n; i++) {
        add_paragraph(&told, db_text(&r, i, 0));
        add_paragraph(&why, db_text(&r, i, 1));
    }
    TRY(db_query(db, a, &list[INVESTIGATIONS], DB_ARGS(id), &r));
    for (size_t i = 0; i < r.n; i++) {
        add_paragraph(&checked, db_text(&r, i, 0));
        add_paragraph(&checked, db_text(&r, i, 1));
        add_paragraph(&handled, db_text(&r, i, 2));
    }
    add_paragraph(&handled, c->outcome);
    TRY(complaint_class_load(db, a, c->id, &class));
    for (size_t i = 0; i < class.n_causes; i++) {
        const struct rb_tree *cause = rulebook_tree(book->causes, book->causes_count, class.causes[i]);
        add_paragraph(&why, cause ? cause->name.zh : "");
        buf_printf(&codes, "%s%s", i ? "," : "", class.causes[i]);
    }
    TRY(db_query(db, a, &list[MEASURES], DB_ARGS(id), &r));
    for (size_t i = 0; i < r.n; i++) {
        add_paragraph(&prevented, db_text(&r, i, 0));
        add_paragraph(&prevented, db_text(&r, i, 1));
    }
    *ret_case = (struct library_case){.complaint_id = c->id, .unit_id = c->unit_id, .category_id = c->category_id, .causes = text_of(&codes), .state = LIBRARY_DRAFT, .remark = "", .author = "", .checker = "", .number = c->number,
                                      .parts = {c->title, text_of(&told), text_of(&checked), text_of(&handled), text_of(&why), text_of(&prevented)}};
    return ERR_NONE;
}

struct ranked {
    size_t at;
    int points;
};
static int by_points(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    return x->points != y->points ? y->points - x->points : x->at < y->at ? -1 : x->at > y->at;
}

enum err library_similar(struct db *db, struct arena *a, const struct complaint *c, const char *const *causes, size_t n_causes, size_t limit, struct library_case **ret_list, size_t *ret_n)
{
    struct buf told = {.arena = a};
    struct library_case *found;
    struct db_rows r;
    size_t n;
    TRY(db_query(db, a, &list[ALLEGATIONS], DB_ARGS(DB_INT(c->id)), &r));
    for (size_t i = 0; i < r.n; i++)
        add_paragraph(&told, db_text(&r, i, 0));
    TRY(db_query(db, a, &list[SIMILAR], DB_ARGS(DB_INT(c->category_id), DB_INT(CANDIDATES)), &r));
    TRY(take(db, a, &r, &found, &n));
    struct ranked *ranks = ARENA_ARRAY(a, n + 1, struct ranked);
    for (size_t i = 0; i < n; i++) {
        ranks[i] = (struct ranked){i, repeat_similar(a, text_of(&told), found[i].parts[LIBRARY_COMPLAINT])};
        for (size_t k = 0; k < n_causes; k++)
            ranks[i].points += strstr(arena_printf(a, ",%s,", found[i].causes), arena_printf(a, ",%s,", causes[k])) ? 50 : 0;
    }
    if (n > 1)
        qsort(ranks, n, sizeof *ranks, by_points);
    *ret_n = n < limit ? n : limit;
    *ret_list = ARENA_ARRAY(a, *ret_n + 1, struct library_case);
    for (size_t i = 0; i < *ret_n; i++)
        (*ret_list)[i] = found[ranks[i].at];
    return ERR_NONE;
}

/* ---- writing ---- */

struct acting {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct library_command *command;
    struct library_case c;
    const char *location, *field, *why;
};

static enum err refuse(struct acting *x, enum err e, const char *field, const char *why)
{
    x->field = field;
    x->why = why;
    return e;
}

static bool has(const char *text)
{
    return text && *text;
}

static enum err check_texts(struct db *db, struct acting *x)
{
    const struct library_command *command = x->command;
    struct db_rows rows;
    if (!has(command->parts[LIBRARY_TITLE]))
        return refuse(x, ERR_INPUT, "title", N_("Enter a heading"));
    TRY(db_query(db, x->arena, &list[CATEGORY], DB_ARGS(DB_INT(command->category_id)), &rows));
    if (rows.n == 0)
        return refuse(x, ERR_INPUT, "category", N_("Choose a category of the list"));
    for (int i = LIBRARY_COMPLAINT; i < LIBRARY_PART__END && command->action == LIBRARY_HAND_IN; i++) {
        if (!has(command->parts[i]))
            return refuse(x, ERR_INPUT, library_part_name((enum library_part)i), N_("Fill in every part before you hand it in"));
    }
    return ERR_NONE;
}

static enum err write_new(struct db *db, struct acting *x)
{
    const struct library_command *command = x->command;
    const struct complaint_writer *w = x->writer;
    const struct rulebook *book;
    struct complaint c;
    struct db_done done;
    permission_set rights;
    int64_t version;
    TRY(complaint_load(db, x->arena, w->user, command->number, &c, &rights));
    if (c.part || !(rights & PERMISSION_BIT(MAY_EDIT_LIBRARY)))
        return refuse(x, ERR_FORBIDDEN, "now", N_("Your role does not allow you to edit the library of this unit"));
    if (c.is_open)
        return refuse(x, ERR_STATE, "now", N_("Only closed complaints are written up"));
    TRY(rulebook_in_force(db, x->arena, &book, &version));
    TRY(library_begin(db, x->arena, &c, book, &x->c));
    const char *const *p = command->parts;
    TRY(db_run(db, &list[PUT],
               DB_ARGS(DB_INT(c.id), DB_INT(c.unit_id), DB_INT(command->category_id), DB_TEXT(x->c.causes), DB_TEXT(p[0]), DB_TEXT(p[1]), DB_TEXT(p[2]), DB_TEXT(p[3]), DB_TEXT(p[4]), DB_TEXT(p[5]),
                       DB_TEXT(library_words(x->arena, p)), DB_INT(w->user->id), DB_INT(w->now_us), DB_ID(command->action == LIBRARY_HAND_IN ? w->now_us : 0)),
               &done));
    x->c.id = done.id;
    return ERR_NONE;
}

static enum err rewrite(struct db *db, struct acting *x)
{
    const struct library_command *command = x->command;
    const struct complaint_writer *w = x->writer;
    const char *const *p = command->parts;
    struct db_done done;
    TRY(db_run(db, &list[CHANGE],
               DB_ARGS(DB_INT(command->category_id), DB_TEXT(p[0]), DB_TEXT(p[1]), DB_TEXT(p[2]), DB_TEXT(p[3]), DB_TEXT(p[4]), DB_TEXT(p[5]), DB_TEXT(library_words(x->arena, p)), DB_INT(w->user->id), DB_INT(w->now_us),
                       DB_ID(command->action == LIBRARY_HAND_IN ? w->now_us : 0), DB_INT(x->c.id), DB_INT(x->c.version)),
               &done));
    return done.rows == 1 ? ERR_NONE : ERR_STALE;
}

/* What is published is found by its words, what is not is not. */
static enum err index_case(struct db *db, struct acting *x, bool published)
{
    struct buf json = {.arena = x->arena};
    int64_t *terms;
    TRY(db_run(db, &list[NO_TERMS], DB_ARGS(DB_INT(x->c.id)), NULL));
    if (!published)
        return ERR_NONE;
    size_t n = library_terms(x->arena, library_words(x->arena, x->c.parts), &terms);
    for (size_t i = 0; i < n; i++)
        buf_printf(&json, "%c%lld", i ? ',' : '[', (long long)terms[i]);
    buf_adds(&json, n ? "]" : "[]");
    return db_run(db, &list[TERMS], DB_ARGS(DB_INT(x->writer->now_us), DB_INT(x->c.id), DB_TEXT(json.p)), NULL);
}

static enum err move(struct db *db, struct acting *x, enum library_state state, bool ready)
{
    const struct complaint_writer *w = x->writer;
    struct db_done done;
    bool published = state == LIBRARY_PUBLISHED, was = x->c.state == LIBRARY_PUBLISHED;
    const struct change change = {.entity = "library", .entity_id = x->c.id, .kind = published ? "published" : "taken_back"};
    TRY(db_run(db, &list[STATE],
               DB_ARGS(DB_INT(state), DB_ID(published ? w->user->id : 0), DB_ID(published ? w->now_us : 0), DB_ID(ready ? x->c.ready_us : 0), DB_TEXT(has(x->command->text) ? x->command->text : ""), DB_INT(w->now_us),
                       DB_INT(x->c.id), DB_INT(x->c.version)),
               &done));
    if (done.rows != 1)
        return ERR_STALE;
    TRY(index_case(db, x, published));
    /* What everybody may read from now on, or no longer. */
    return published || was ? change_append(db, x->arena, w->keys, w->user, &change, w->now_us) : ERR_NONE;
}

static enum err act_on(struct db *db, struct acting *x)
{
    const struct library_command *command = x->command;
    struct library_doubt *doubts = NULL;
    struct db_rows rows;
    size_t n = 0, open = 0;
    bool sealed;
    const char *why;
    TRY(db_one(db, x->arena, &list[HOLD], DB_ARGS(DB_INT(command->id)), &rows));
    TRY(library_load(db, x->arena, x->writer->user, command->id, &x->c));
    if (command->action == LIBRARY_PUBLISH)
        TRY(library_doubts(db, x->arena, x->writer->keys, &x->c, &doubts, &n, &sealed));
    for (size_t i = 0; i < n; i++)
        open += !*doubts[i].reason;
    enum err e = library_decide(&x->c, command->action, x->writer->user->id, open, &why);
    if (e == ERR_FORBIDDEN)
        return refuse(x, e, "now", why);
    if (command->action != LIBRARY_PASS && x->c.version != command->version)
        return ERR_STALE;
    if (e != ERR_NONE)
        return refuse(x, e, "now", why);
    switch (command->action) {
    case LIBRARY_SAVE:
    case LIBRARY_HAND_IN:
        return rewrite(db, x);
    case LIBRARY_PASS:
        if (!has(command->text))
            return refuse(x, ERR_INPUT, "reason", N_("Say why nobody can be recognised by it"));
        return db_run(db, &list[PASS], DB_ARGS(DB_INT(x->c.id), DB_BYTES(command->passage, 32), DB_TEXT(command->text), DB_INT(x->writer->user->id), DB_INT(x->writer->now_us)), NULL);
    case LIBRARY_PUBLISH:
        return move(db, x, LIBRARY_PUBLISHED, true);
    case LIBRARY_GIVE_BACK:
        return has(command->text) ? move(db, x, LIBRARY_DRAFT, false) : refuse(x, ERR_INPUT, "text-give-back", N_("Say what has to be mended"));
    default:
        return has(command->text) ? move(db, x, LIBRARY_TAKEN_BACK, false) : refuse(x, ERR_INPUT, "text-take-back", N_("Say why it is taken back"));
    }
}

static enum err run(struct db *db, void *ctx)
{
    struct acting *x = ctx;
    const struct library_command *command = x->command;
    x->location = command->once_location;
    x->field = x->why = "";
    if (command->once_hash) {
        enum err e = once_claim(db, x->arena, command->once_hash, command->once_location, x->writer->now_us, &x->location);
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    if (command->action == LIBRARY_SAVE || command->action == LIBRARY_HAND_IN)
        TRY(check_texts(db, x));
    return command->id ? act_on(db, x) : write_new(db, x);
}

enum err library_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct library_command *command, struct library_result *ret_result)
{
    struct acting x = {.arena = a, .writer = w, .command = command};
    enum err e = db_tx(db, run, &x);
    *ret_result = (struct library_result){x.c.id, x.location, x.field ? x.field : "", x.why ? x.why : ""};
    return e;
}
