#include <string.h>

#include "msgid.h"
#include "rulebook_follow_store.h"

#define USED_MAX 1000

/* Where codes of the book are used. Counting open complaints is for the pages, one of any age is enough to keep a code. */
struct use {
    const char *section;
    int any, open; /* statements: one that uses the code; how many open ones do */
};

enum {
    CATEGORY_ANY, CATEGORY_OPEN, GRADE_ANY, GRADE_OPEN, CHANNEL_ANY, CHANNEL_OPEN, SOURCE_ANY, SOURCE_OPEN, COMPLAINANT_ANY, COMPLAINANT_OPEN, EXCLUSION_ANY, EXCLUSION_OPEN,
    BASIS_ANY, BASIS_OPEN, CAUSE_ANY, CAUSE_OPEN, STAGE_ANY, STAGE_OPEN, FLAG_ANY, FLAG_OPEN, TURN_ANY, TURN_OPEN, CHAIN_ANY, CHAIN_OPEN, STANDARD_ANY,
    STANDARD_OPEN, PAPER_ANY, PAPER_OPEN, ACCOUNT_ANY, ACCOUNT_OPEN, CLOCK_RUNS, CLOCK_OPEN, FUNCTION_ANY, FUNCTION_OPEN, LEVEL_DEEPEST, FUNCTIONS
};

/* Few values in many rows are not worth an index: the newest are looked at first, and open complaints are found by their running clocks. */
#define ANY(where) {"SELECT 1 FROM complaint c FORCE INDEX (PRIMARY) WHERE " where " ORDER BY c.id DESC LIMIT 1", "t", "i"}
#define OPEN(where)                                                                                                                                                      \
    {"SELECT COUNT(*) FROM (SELECT DISTINCT c.id FROM clock x FORCE INDEX (clock_next) JOIN complaint c ON c.id = x.complaint_id"                                          \
     " WHERE x.state IN (1, 2) AND c.is_open = 1 AND " where " LIMIT 1000) y", "t", "i"}
#define CODE_ANY(kind) {"SELECT 1 FROM complaint_code x WHERE x.kind = " kind " AND x.code = ? LIMIT 1", "t", "i"}
#define CODE_OPEN(kind)                                                                                                                                                  \
    {"SELECT COUNT(*) FROM (SELECT 1 FROM complaint_code k JOIN complaint c ON c.id = k.complaint_id WHERE k.kind = " kind " AND k.code = ? AND c.is_open = 1 LIMIT 1000) x", \
     "t", "i"}
/* What stands in a table of its own. */
#define OF_OPEN(table, where)                                                                                                                                            \
    {"SELECT COUNT(*) FROM (SELECT DISTINCT c.id FROM " table " x JOIN complaint c ON c.id = x.complaint_id WHERE x." where " AND c.is_open = 1 LIMIT 1000) y", "t", "i"}

static const struct db_stmt list[] = {
    [CATEGORY_ANY] = {"SELECT 1 FROM category k JOIN complaint c ON c.category_id = k.id WHERE k.code = ? LIMIT 1", "t", "i"},
    [CATEGORY_OPEN] = {"SELECT COUNT(*) FROM (SELECT 1 FROM category k JOIN complaint c ON c.category_id = k.id WHERE k.code = ? AND c.is_open = 1 LIMIT 1000) x", "t", "i"},
    [GRADE_ANY] = ANY("c.grade = ?"),
    [GRADE_OPEN] = OPEN("c.grade = ?"),
    [CHANNEL_ANY] = ANY("c.channel = ?"),
    [CHANNEL_OPEN] = OPEN("c.channel = ?"),
    [SOURCE_ANY] = ANY("c.source = ?"),
    [SOURCE_OPEN] = OPEN("c.source = ?"),
    [COMPLAINANT_ANY] = ANY("c.complainant_kind = ?"),
    [COMPLAINANT_OPEN] = OPEN("c.complainant_kind = ?"),
    [EXCLUSION_ANY] = ANY("c.exclusion = ?"),
    [EXCLUSION_OPEN] = OPEN("c.exclusion = ?"),
    [BASIS_ANY] = ANY("c.basis = ?"),
    [BASIS_OPEN] = OPEN("c.basis = ?"),
    [CAUSE_ANY] = CODE_ANY("1"),
    [CAUSE_OPEN] = CODE_OPEN("1"),
    [STAGE_ANY] = CODE_ANY("2"),
    [STAGE_OPEN] = CODE_OPEN("2"),
    [FLAG_ANY] = CODE_ANY("3"),
    [FLAG_OPEN] = CODE_OPEN("3"),
    [TURN_ANY] = ANY("c.path = ?"),
    [TURN_OPEN] = OPEN("c.path = ?"),
    [CHAIN_ANY] = {"SELECT 1 FROM approval x WHERE x.chain = ? AND x.state = 1 LIMIT 1", "t", "i"},
    [CHAIN_OPEN] = OF_OPEN("approval", "chain = ? AND x.state = 1"),
    [STANDARD_ANY] = {"SELECT 1 FROM compensation x WHERE x.standard = ? LIMIT 1", "t", "i"},
    [STANDARD_OPEN] = OF_OPEN("compensation", "standard = ?"),
    [PAPER_ANY] = {"SELECT 1 FROM paper x WHERE x.code = ? LIMIT 1", "t", "i"},
    [PAPER_OPEN] = OF_OPEN("paper", "code = ?"),
    [ACCOUNT_ANY] = {"SELECT 1 FROM account_item x WHERE x.rule = ? LIMIT 1", "t", "i"},
    [ACCOUNT_OPEN] = OF_OPEN("account_item", "rule = ?"),
    [CLOCK_RUNS] = {"SELECT 1 FROM clock x WHERE x.rule = ? AND x.state IN (1, 2) LIMIT 1", "t", "i"},
    [CLOCK_OPEN] = {"SELECT COUNT(DISTINCT y.complaint_id) FROM (SELECT x.complaint_id FROM clock x WHERE x.rule = ? AND x.state IN (1, 2) LIMIT 1000) y", "t", "i"},
    [FUNCTION_ANY] = {"SELECT 1 FROM department x WHERE x.function = ? LIMIT 1", "t", "i"},
    [FUNCTION_OPEN] = {"SELECT COUNT(*) FROM department x WHERE x.function = ? AND x.active = 1", "t", "i"},
    [LEVEL_DEEPEST] = {"SELECT IFNULL(MAX(level), 0) FROM unit", "", "i"},
    [FUNCTIONS] = {"SELECT DISTINCT function FROM department", "", "t"},
};

const struct db_stmts rulebook_used_stmts = {"rulebook_used", list, COUNT_OF(list), DB_STAFF | DB_OWNER};

static const struct use uses[] = {
    {"categories", CATEGORY_ANY, CATEGORY_OPEN}, {"grades", GRADE_ANY, GRADE_OPEN},          {"channels", CHANNEL_ANY, CHANNEL_OPEN},
    {"sources", SOURCE_ANY, SOURCE_OPEN},        {"complainants", COMPLAINANT_ANY, COMPLAINANT_OPEN}, {"exclusions", EXCLUSION_ANY, EXCLUSION_OPEN},
    {"bases", BASIS_ANY, BASIS_OPEN},            {"causes", CAUSE_ANY, CAUSE_OPEN},          {"stages", STAGE_ANY, STAGE_OPEN},
    {"flags", FLAG_ANY, FLAG_OPEN},              {"clocks", CLOCK_RUNS, CLOCK_OPEN},         {"functions", FUNCTION_ANY, FUNCTION_OPEN},
    {"turns", TURN_ANY, TURN_OPEN},              {"chains", CHAIN_ANY, CHAIN_OPEN},          {"standards", STANDARD_ANY, STANDARD_OPEN},
    {"papers", PAPER_ANY, PAPER_OPEN},           {"accounts", ACCOUNT_ANY, ACCOUNT_OPEN},
};

enum err rulebook_in_use(struct db *db, struct arena *a, const char *section, const char *code, int *ret_n)
{
    struct db_rows row;
    for (size_t i = 0; i < COUNT_OF(uses); i++) {
        if (strcmp(uses[i].section, section) != 0)
            continue;
        TRY(db_one(db, a, &list[uses[i].open], DB_ARGS(DB_TEXT(code)), &row));
        int64_t n = db_int(&row, 0, 0);
        *ret_n = n > USED_MAX ? USED_MAX : (int)n;
        return ERR_NONE;
    }
    *ret_n = 0;
    return ERR_NONE;
}

static enum err check_removed(struct db *db, struct arena *a, const struct rulebook_difference *d, bool later, struct rulebook_faults *faults)
{
    struct db_rows row;
    for (size_t i = 0; i < COUNT_OF(uses); i++) {
        if (d->kind != RULEBOOK_REMOVED || strcmp(uses[i].section, d->section) != 0 || strcmp(d->section, "functions") == 0)
            continue;
        if (later) {
            rulebook_fault(faults, a, 0, d->section, N_("\"%s\" is missing, but it may be used until this comes in force; keep it with \"inactive: yes\"."), d->code);
            continue;
        }
        TRY(db_query(db, a, &list[uses[i].any], DB_ARGS(DB_TEXT(d->code)), &row));
        if (row.n == 0)
            continue;
        if (strcmp(d->section, "clocks") == 0)
            rulebook_fault(faults, a, 0, d->section, N_("\"%s\" is missing, but clocks run by it; keep it with \"inactive: yes\" until they have ended."), d->code);
        else if (strcmp(d->section, "chains") == 0)
            rulebook_fault(faults, a, 0, d->section, N_("\"%s\" is missing, but approvals wait by it; keep it with \"inactive: yes\" until they are decided."), d->code);
        else
            rulebook_fault(faults, a, 0, d->section, N_("\"%s\" is missing, but complaints refer to it; keep it with \"inactive: yes\"."), d->code);
    }
    return ERR_NONE;
}

/* Tables that are there before the first book: departments' functions and units' levels. */
static enum err check_organisation(struct db *db, struct arena *a, const struct rulebook *book, struct rulebook_faults *faults)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[FUNCTIONS], DB_NO_ARGS, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        if (!rulebook_name(book->functions, book->functions_count, db_text(&rows, i, 0)))
            rulebook_fault(faults, a, 0, "functions", N_("\"%s\" is missing, but departments have this function; keep it with \"inactive: yes\"."), db_text(&rows, i, 0));
    }
    TRY(db_one(db, a, &list[LEVEL_DEEPEST], DB_NO_ARGS, &rows));
    int64_t deepest = db_int(&rows, 0, 0);
    if (book->levels_count && deepest > book->levels_count)
        rulebook_fault(faults, a, 0, "levels", N_("There are units on level %lld, but the list has only %u levels; add the names of the others."), (long long)deepest, book->levels_count);
    return ERR_NONE;
}

enum err rulebook_keeps_used(struct db *db, struct arena *a, const struct rulebook *was, const struct rulebook *book, bool later, struct rulebook_faults *faults)
{
    struct rulebook_difference *differences;
    size_t n, before = faults->n;
    if (was) {
        rulebook_diff(a, was, book, &differences, &n);
        for (size_t i = 0; i < n; i++)
            TRY(check_removed(db, a, &differences[i], later, faults));
    }
    TRY(check_organisation(db, a, book, faults));
    return faults->n > before || faults->more ? ERR_STATE : ERR_NONE;
}
