#include "people_import.h"

#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "msgid.h"
#include "utf8.h"

#define CELLS_MAX 32
#define HEADER_CELLS_MAX 32

static const struct {
    const char *name;
    const char *words[8]; /* other names, NULL-terminated */
    size_t max;           /* characters */
} columns[PEOPLE_COLUMN__COUNT] = {
    [PEOPLE_LOGIN] = {"login", {"登录名", "账号", "帐号", "工号", "sign-in name", NULL}, 60},
    [PEOPLE_NAME] = {"name", {"姓名", NULL}, 60},
    [PEOPLE_UNIT] = {"unit", {"单位", "单位代码", "机构", "机构代码", "unit code", NULL}, 40},
    [PEOPLE_DEPARTMENT] = {"department", {"部门", "所属部门", NULL}, 60},
    [PEOPLE_EMAIL] = {"email", {"邮箱", "电子邮箱", "工作邮箱", "邮件", "e-mail", NULL}, 200},
    [PEOPLE_LANGUAGE] = {"language", {"语言", NULL}, 20},
    [PEOPLE_ROLES] = {"roles", {"角色", "role", NULL}, 300},
    [PEOPLE_SUPERIOR] = {"superior", {"直接上级", "直属上级", "上级", NULL}, 60},
};

const char *people_column_name(enum people_column column)
{
    return columns[column].name;
}

/* ---- encoding ---- */

static bool from_gb18030(struct arena *a, struct str bytes, struct str *ret_text)
{
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    if (cd == (iconv_t)-1)
        return false;
    size_t room = bytes.n * 2 + 4, left = bytes.n;
    char *out = arena_alloc(a, room), *to = out, *from = (char *)(uintptr_t)bytes.p;
    size_t free_bytes = room;
    bool done = iconv(cd, &from, &left, &to, &free_bytes) != (size_t)-1 && left == 0;
    iconv_close(cd);
    *ret_text = (struct str){out, (size_t)(to - out)};
    return done && utf8_valid(*ret_text);
}

bool people_import_decode(struct arena *a, struct str bytes, struct str *ret_text)
{
    if (bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0)
        bytes = (struct str){bytes.p + 3, bytes.n - 3};
    if (!utf8_valid(bytes))
        return from_gb18030(a, bytes, ret_text);
    *ret_text = bytes;
    return true;
}

/* ---- cells ---- */

struct reader {
    struct arena *arena;
    struct str rest;
    char separator;
    int line;    /* of rest */
    bool broken; /* a quote was never closed */
};

static char take(struct reader *r)
{
    char c = *r->rest.p;
    r->rest = (struct str){r->rest.p + 1, r->rest.n - 1};
    if (c == '\n')
        r->line++;
    return c;
}

static bool at_end_of_line(const struct reader *r)
{
    return r->rest.n == 0 || *r->rest.p == '\n' || *r->rest.p == '\r';
}

/* Within quotes: up to the closing one; two of them stand for one. */
static void take_quoted(struct reader *r, struct buf *cell)
{
    take(r);
    while (r->rest.n > 0) {
        char c = take(r);
        if (c != '"') {
            buf_addc(cell, c);
        } else if (r->rest.n > 0 && *r->rest.p == '"') {
            buf_addc(cell, take(r));
        } else {
            return;
        }
    }
    r->broken = true;
}

static const char *take_cell(struct reader *r)
{
    struct buf cell = {.arena = r->arena};
    while (r->rest.n > 0 && *r->rest.p == ' ')
        take(r);
    if (r->rest.n > 0 && *r->rest.p == '"')
        take_quoted(r, &cell);
    while (!at_end_of_line(r) && *r->rest.p != r->separator)
        buf_addc(&cell, take(r));
    return utf8_clean(r->arena, buf_str(&cell), false);
}

/* One line of the table into at most max cells; gives how many there were. */
static size_t take_line(struct reader *r, const char **cells, size_t max)
{
    size_t n = 0;
    for (bool more = true; more;) {
        const char *cell = take_cell(r);
        if (n < max)
            cells[n] = cell;
        n++;
        more = r->rest.n > 0 && *r->rest.p == r->separator;
        if (more)
            take(r);
    }
    bool alone = r->rest.n > 0 && *r->rest.p == '\r';
    if (alone)
        take(r);
    if (r->rest.n > 0 && *r->rest.p == '\n')
        take(r);
    else if (alone)
        r->line++;
    return n;
}

/* Excel separates by semicolons in some countries, and what is copied from a sheet by tabs. */
static char separator_of(struct str text)
{
    static const char signs[] = ",;\t";
    size_t counts[3] = {0}, best = 0;
    for (size_t i = 0; i < text.n && text.p[i] != '\n'; i++) {
        const char *sign = text.p[i] ? strchr(signs, text.p[i]) : NULL;
        if (sign)
            counts[sign - signs]++;
    }
    for (size_t i = 1; i < 3; i++)
        best = counts[i] > counts[best] ? i : best;
    return signs[best];
}

static bool is_blank(const char *const *cells, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (*cells[i])
            return false;
    return true;
}

/* ---- the first line ---- */

static int column_of(const char *name)
{
    for (int c = 0; c < PEOPLE_COLUMN__COUNT; c++) {
        if (str_ieq(str_of(name), str_of(columns[c].name)))
            return c;
        for (const char *const *word = columns[c].words; *word; word++)
            if (str_ieq(str_of(name), str_of(*word)))
                return c;
    }
    return -1;
}

static void whole_fault(struct people_import *table, int line, const char *fault, const char *about)
{
    table->fault = fault;
    table->about = about;
    table->fault_line = line;
}

/* Which column each cell of a line belongs to, -1 for none. */
static void read_header(struct reader *r, struct people_import *table, int places[HEADER_CELLS_MAX], size_t *ret_n)
{
    const char *cells[HEADER_CELLS_MAX];
    size_t n = take_line(r, cells, HEADER_CELLS_MAX);
    if (n > HEADER_CELLS_MAX) {
        whole_fault(table, 1, N_("There are too many columns%s"), "");
        return;
    }
    for (size_t i = 0; i < n && !table->fault; i++) {
        places[i] = *cells[i] ? column_of(cells[i]) : -1;
        if (*cells[i] && places[i] < 0)
            whole_fault(table, 1, N_("The column \"%s\" is not known"), cells[i]);
        else if (places[i] >= 0 && table->has[places[i]])
            whole_fault(table, 1, N_("The column \"%s\" stands twice"), cells[i]);
        else if (places[i] >= 0)
            table->has[places[i]] = true;
    }
    for (int c = PEOPLE_LOGIN; c <= PEOPLE_UNIT && !table->fault; c++)
        if (!table->has[c])
            whole_fault(table, 1, N_("The first line must name the columns; \"%s\" is missing"), columns[c].name);
    *ret_n = n;
}

/* ---- rows ---- */

static const char *small_letters(struct arena *a, const char *cell)
{
    char *login = arena_strdup(a, cell);
    for (char *p = login; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return login;
}

static const char *read_language(const char *cell)
{
    static const struct {
        const char *word, *code;
    } words[] = {{"zh", "zh"}, {"中文", "zh"}, {"chinese", "zh"}, {"en", "en"}, {"英文", "en"}, {"英语", "en"}, {"english", "en"}};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_ieq(str_of(cell), str_of(words[i].word)))
            return words[i].code;
    return *cell ? NULL : "";
}

static void row_fault(struct people_import_row *row, const char *fault, const char *about)
{
    if (row->fault)
        return;
    row->fault = fault;
    row->about = about;
}

static void check_email(struct people_import_row *row)
{
    const char *email = row->cells[PEOPLE_EMAIL], *at = strchr(email, '@');
    if (*email && (!at || at == email || !at[1] || strchr(at + 1, '@') || strpbrk(email, " \t,;")))
        row_fault(row, N_("No e-mail address: %s"), email);
}

static void check_row(struct arena *a, struct people_import_row *row)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789._@-";
    for (int c = 0; c < PEOPLE_COLUMN__COUNT; c++)
        if (utf8_length(str_of(row->cells[c])) > columns[c].max)
            row_fault(row, N_("Too long: %s"), utf8_shorten(a, str_of(row->cells[c]), 20));
    row->cells[PEOPLE_LOGIN] = small_letters(a, row->cells[PEOPLE_LOGIN]);
    row->cells[PEOPLE_SUPERIOR] = small_letters(a, row->cells[PEOPLE_SUPERIOR]);
    if (!*row->cells[PEOPLE_LOGIN])
        row_fault(row, N_("The sign-in name is missing%s"), "");
    else if (row->cells[PEOPLE_LOGIN][strspn(row->cells[PEOPLE_LOGIN], allowed)] != '\0')
        row_fault(row, N_("A sign-in name may hold letters, digits, dots, hyphens, underscores and @ only: %s"), row->cells[PEOPLE_LOGIN]);
    if (!*row->cells[PEOPLE_NAME])
        row_fault(row, N_("The name is missing%s"), "");
    if (!*row->cells[PEOPLE_UNIT])
        row_fault(row, N_("The unit is missing%s"), "");
    if (*row->cells[PEOPLE_SUPERIOR] && strcmp(row->cells[PEOPLE_SUPERIOR], row->cells[PEOPLE_LOGIN]) == 0)
        row_fault(row, N_("Nobody is his own superior: %s"), row->cells[PEOPLE_SUPERIOR]);
    check_email(row);
    const char *language = read_language(row->cells[PEOPLE_LANGUAGE]);
    if (!language)
        row_fault(row, N_("The language is zh or en, not: %s"), row->cells[PEOPLE_LANGUAGE]);
    row->cells[PEOPLE_LANGUAGE] = language ? language : "";
}

static struct people_import_row read_row(struct reader *r, const int *places, size_t n_places, bool *ret_blank)
{
    struct people_import_row row = {.line = r->line, .cells = {"", "", "", "", "", "", "", ""}, .about = ""};
    const char *cells[CELLS_MAX];
    size_t n = take_line(r, cells, CELLS_MAX), kept = n < CELLS_MAX ? n : CELLS_MAX;
    *ret_blank = is_blank(cells, kept);
    for (size_t i = 0; i < kept && i < n_places; i++)
        if (places[i] >= 0)
            row.cells[places[i]] = cells[i];
    if (n > n_places && !is_blank(cells + (n_places < kept ? n_places : kept), kept > n_places ? kept - n_places : 0))
        row_fault(&row, N_("More cells than the first line names%s"), "");
    check_row(r->arena, &row);
    return row;
}

/* A table of places by hash, for finding a sign-in name that stands twice among thousands. */
static size_t hash_of(const char *text)
{
    size_t hash = 5381;
    for (; *text; text++)
        hash = hash * 33 + (unsigned char)*text;
    return hash;
}

static void find_doubles(struct arena *a, struct people_import *table)
{
    size_t cap = 2 * table->n + 1;
    size_t *places = ARENA_ARRAY(a, cap, size_t); /* index + 1; 0: free */
    for (size_t i = 0; i < table->n; i++) {
        struct people_import_row *row = &table->rows[i];
        size_t at = hash_of(row->cells[PEOPLE_LOGIN]) % cap;
        if (!*row->cells[PEOPLE_LOGIN])
            continue;
        while (places[at] && strcmp(table->rows[places[at] - 1].cells[PEOPLE_LOGIN], row->cells[PEOPLE_LOGIN]) != 0)
            at = (at + 1) % cap;
        if (places[at])
            row_fault(row, N_("This sign-in name stands in line %s already"), arena_printf(a, "%d", table->rows[places[at] - 1].line));
        else
            places[at] = i + 1;
    }
}

struct people_import people_import_read(struct arena *a, struct str bytes)
{
    struct people_import table = {.about = ""};
    struct reader r = {.arena = a, .line = 1};
    int places[HEADER_CELLS_MAX];
    size_t n_places = 0;
    if (bytes.n > PEOPLE_IMPORT_BYTES) {
        whole_fault(&table, 1, N_("The file is larger than 2 MB%s"), "");
        return table;
    }
    if (!people_import_decode(a, bytes, &r.rest)) {
        whole_fault(&table, 1, N_("This is no text: save the sheet as CSV%s"), "");
        return table;
    }
    r.separator = separator_of(r.rest);
    read_header(&r, &table, places, &n_places);
    table.rows = ARENA_ARRAY(a, PEOPLE_IMPORT_ROWS, struct people_import_row);
    while (!table.fault && r.rest.n > 0) {
        bool blank;
        struct people_import_row row = read_row(&r, places, n_places, &blank);
        if (r.broken)
            whole_fault(&table, row.line, N_("A quotation mark is not closed%s"), "");
        else if (!blank && table.n == PEOPLE_IMPORT_ROWS)
            whole_fault(&table, row.line, N_("More than 5000 people at a time: split the table%s"), "");
        else if (!blank)
            table.rows[table.n++] = row;
    }
    if (!table.fault && table.n == 0)
        whole_fault(&table, 1, N_("There is nobody in the table%s"), "");
    if (!table.fault)
        find_doubles(a, &table);
    return table;
}

/* ---- roles ---- */

bool people_import_role(struct str *rest, struct str *ret_role)
{
    static const char *const signs[] = {",", ";", "|", "/", "、", "，", "；"};
    while (rest->n > 0) {
        size_t n = 0, sign = 0;
        while (n < rest->n && sign == 0) {
            for (size_t i = 0; i < COUNT_OF(signs) && sign == 0; i++)
                sign = str_starts((struct str){rest->p + n, rest->n - n}, signs[i]) ? strlen(signs[i]) : 0;
            n += sign == 0;
        }
        struct str role = str_trim((struct str){rest->p, n});
        *rest = (struct str){rest->p + n + sign, rest->n - n - sign};
        if (role.n > 0) {
            *ret_role = role;
            return true;
        }
    }
    return false;
}
