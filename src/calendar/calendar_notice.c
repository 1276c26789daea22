#include "calendar_notice.h"

#include <stdlib.h>
#include <string.h>

#include "calendar_words.h"
#include "msgid.h"
#include "utf8.h"

#define NAME_MAX_BYTES 60
#define SPAN_MAX_DAYS 31
#define GROW 32

/* A day as it was read, with its line. */
struct entry {
    struct calendar_day day;
    int line;
    size_t order;
};
struct date {
    int year, month; /* 0: not said */
    int32_t day;     /* since 1970; -1: there is no such date */
    bool year_said;
};

/* ---- state of the reading ---- */

struct reading {
    struct arena *arena;
    int year, line;
    const char *name_zh, *name_en;
    struct entry *entries;
    size_t n_entries, cap_entries;
    struct calendar_notice_fault *faults;
    size_t n_faults, cap_faults;
    size_t pending;      /* entries whose kind has not been said yet begin here */
    int month;           /* of the last date */
    int off, said;       /* days off of this sentence, and how many it says there are */
    bool any_date;       /* on this line */
};

static void fault(struct reading *r, const char *message)
{
    if (r->n_faults > 0 && r->faults[r->n_faults - 1].line == r->line && r->faults[r->n_faults - 1].message == message)
        return;
    if (r->n_faults == r->cap_faults) {
        r->faults = arena_grow(r->arena, r->faults, r->cap_faults * sizeof *r->faults, (r->cap_faults + GROW) * sizeof *r->faults);
        r->cap_faults += GROW;
    }
    r->faults[r->n_faults++] = (struct calendar_notice_fault){r->line, message};
}

static void add_day(struct reading *r, int32_t day)
{
    if (r->n_entries == r->cap_entries) {
        r->entries = arena_grow(r->arena, r->entries, r->cap_entries * sizeof *r->entries, (r->cap_entries + GROW) * sizeof *r->entries);
        r->cap_entries += GROW;
    }
    r->entries[r->n_entries] = (struct entry){.day = {.day = day, .name_zh = r->name_zh, .name_en = r->name_en}, .line = r->line, .order = r->n_entries};
    r->n_entries++;
}

static bool starts(const char *at, const char *word)
{
    return strncmp(at, word, strlen(word)) == 0;
}

static const char *blanks(const char *at)
{
    while (*at == ' ' || *at == '\t')
        at++;
    return at;
}

/* A number of at most four digits and what follows it; NULL: none. */
static const char *number(const char *at, int *ret_number)
{
    size_t n = strspn(at, "0123456789");
    long long value;
    if (n == 0 || n > 4 || !str_to_i64((struct str){at, n}, 0, 9999, &value))
        return NULL;
    *ret_number = (int)value;
    return blanks(at + n);
}

/* ---- dates ---- */

/* "2026年2月15日", "2月15日", "15日" */
static const char *read_date(const struct reading *r, const char *at, struct date *ret_date)
{
    struct date d = {0};
    int n;
    const char *next = number(at, &n);
    if (next && starts(next, "年")) {
        d.year = n;
        d.year_said = true;
        next = number(blanks(next + strlen("年")), &n);
    }
    if (next && starts(next, "月")) {
        d.month = n;
        next = number(blanks(next + strlen("月")), &n);
    } else if (d.year_said || !r->month) {
        return NULL; /* "7号" by itself is the number of a document */
    }
    if (!next || !(starts(next, "日") || starts(next, "号")))
        return NULL;
    if (!d.year_said)
        d.year = r->year;
    if (!d.month)
        d.month = r->month;
    d.day = utc_date_exists(d.year, d.month, n) ? (int32_t)utc_civil_days(d.year, d.month, n) : -1;
    *ret_date = d;
    return blanks(next + strlen("日"));
}

static int weekday_of(int32_t day)
{
    return (int)((day % 7 + 4 + 7) % 7);
}

/* The weekday that a remark behind a date names; -1: none. */
static int named_weekday(const char *at, size_t n)
{
    static const char *const heads[] = {"周", "星期", "礼拜"};
    static const char *const days[] = {"日", "一", "二", "三", "四", "五", "六", "天"};
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        const char *head = memmem(at, n, heads[i], strlen(heads[i]));
        if (!head)
            continue;
        for (size_t j = 0; j < COUNT_OF(days); j++) {
            if (starts(head + strlen(heads[i]), days[j]))
                return (int)(j % 7);
        }
    }
    return -1;
}

/* What stands in brackets behind a date: nothing but its weekday matters. */
static const char *read_remark(struct reading *r, const char *at, const struct date *d)
{
    if (*at != '(')
        return at;
    size_t n = strcspn(at, ")");
    int weekday = named_weekday(at, n);
    if (weekday >= 0 && d->day >= 0 && weekday != weekday_of(d->day))
        fault(r, N_("A weekday does not fit its date"));
    return blanks(at + n + (at[n] == ')'));
}

static void add_span(struct reading *r, struct date from, struct date to)
{
    if (from.day < 0 || to.day < 0) {
        fault(r, N_("There is no such date"));
        return;
    }
    if (to.day < from.day && from.month == 12 && to.month == 1 && !from.year_said)
        from.day = (int32_t)utc_civil_days(to.year - 1, 12, 31) - ((int32_t)utc_civil_days(from.year, 12, 31) - from.day);
    if (to.day < from.day || to.day - from.day >= SPAN_MAX_DAYS) {
        fault(r, N_("A span of days ends before it begins, or is longer than a month"));
        return;
    }
    for (int32_t day = from.day; day <= to.day; day++)
        add_day(r, day);
}

static const char *range_sign(const char *at)
{
    static const char *const signs[] = {"至", "到", "—", "–", "-", "~"};
    for (size_t i = 0; i < COUNT_OF(signs); i++) {
        if (starts(at, signs[i]))
            return blanks(at + strlen(signs[i]));
    }
    return NULL;
}

/* A date or a span of them; NULL: none stands here. */
static const char *read_span(struct reading *r, const char *at)
{
    struct date from, to;
    const char *next = read_date(r, at, &from);
    if (!next)
        return NULL;
    r->month = from.month;
    next = read_remark(r, next, &from);
    if (starts(next, "起"))
        return next; /* "from 1 October on" says when something begins to hold */
    r->any_date = true;
    const char *second = range_sign(next);
    if (!second) {
        add_span(r, from, from);
        return next;
    }
    while (range_sign(second))
        second = range_sign(second);
    const char *end = read_date(r, second, &to);
    if (!end) {
        fault(r, N_("A span of days has no end"));
        return second;
    }
    r->month = to.month;
    if (from.year_said && !to.year_said && to.day >= 0 && to.day < from.day && to.month < from.month)
        to.day = (int32_t)utc_civil_days(from.year + 1, 1, 1) + to.day - (int32_t)utc_civil_days(to.year, 1, 1);
    end = read_remark(r, end, &to);
    add_span(r, from, to);
    return end;
}

/* ---- sentences ---- */

/* The dates since the last such word are days off, or days at work. */
static void settle(struct reading *r, enum calendar_day_kind kind)
{
    for (size_t i = r->pending; i < r->n_entries; i++) {
        struct calendar_day *d = &r->entries[i].day;
        int weekday = weekday_of(d->day);
        d->kind = kind;
        if (kind == CALENDAR_DAY_OFF)
            r->off++;
        else if (weekday != 0 && weekday != 6)
            fault(r, N_("A make-up working day is not on a weekend"));
    }
    r->pending = r->n_entries;
}

static void end_sentence(struct reading *r)
{
    if (r->off > 0 && r->said > 0 && r->off != r->said)
        fault(r, N_("The number of days does not add up"));
    r->n_entries = r->pending; /* dates that are neither off nor at work */
    r->off = r->said = 0;
}

/* "共7天", "放假1天", "放假调休8天" */
static void read_count(struct reading *r, const char *at)
{
    int n;
    const char *next = number(blanks(at), &n);
    if (next && starts(next, "天"))
        r->said = n;
}

static size_t char_length(const char *at)
{
    size_t n = 1;
    while (((unsigned char)at[n] & 0xc0) == 0x80)
        n++;
    return n;
}

static const char *read_word(struct reading *r, const char *at)
{
    static const struct {
        const char *word;
        enum calendar_day_kind kind; /* 0: a number of days follows */
    } words[] = {{"放假调休", CALENDAR_DAY_OFF}, {"放假", CALENDAR_DAY_OFF}, {"补休", CALENDAR_DAY_OFF}, {"休息", CALENDAR_DAY_OFF},
                 {"上班", CALENDAR_DAY_WORK}, {"共计", 0},                   {"共", 0}};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (!starts(at, words[i].word))
            continue;
        at += strlen(words[i].word);
        if (words[i].kind)
            settle(r, words[i].kind);
        read_count(r, at);
        return at;
    }
    return NULL;
}

/* Leave suggested to employers is no holiday. */
static bool is_advice(const char *sentence)
{
    size_t n = 0;
    while (sentence[n] && !starts(sentence + n, "。"))
        n++;
    return memmem(sentence, n, "鼓励", strlen("鼓励")) != NULL;
}

static void read_sentences(struct reading *r, const char *at)
{
    bool advice = is_advice(at);
    while (*at) {
        if (starts(at, "。") || *at == ';') {
            end_sentence(r);
            at += char_length(at);
            advice = is_advice(at);
            continue;
        }
        const char *next = advice ? NULL : read_span(r, at);
        if (!next && !advice)
            next = read_word(r, at);
        if (next) {
            at = next;
        } else {
            size_t digits = strspn(at, "0123456789");
            at += digits ? digits : char_length(at);
        }
    }
    end_sentence(r);
}

/* ---- lines ---- */

/* Behind the number of an item: "一、", "1.", "(一)", "1、" */
static const char *skip_item(const char *line)
{
    static const char *const numerals[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    const char *at = blanks(line), *start = at;
    at += *at == '(';
    at += strspn(at, "0123456789");
    for (size_t i = 0; i < COUNT_OF(numerals); i++) {
        if (starts(at, numerals[i])) {
            at += strlen(numerals[i]);
            i = (size_t)-1;
        }
    }
    at += *at == ')';
    if (at == start)
        return start;
    if (starts(at, "、"))
        return blanks(at + strlen("、"));
    return *at == '.' ? blanks(at + 1) : at[-1] == ')' ? blanks(at) : start;
}

/* "春节:" names what follows, on this line and those after it. */
static bool take_name(struct reading *r, const char **line)
{
    size_t n = strcspn(*line, ":");
    if ((*line)[n] != ':' || n == 0 || n > NAME_MAX_BYTES || strcspn(*line, "0123456789,") < n || memmem(*line, n, "。", strlen("。")))
        return false;
    struct str name = str_trim((struct str){*line, n});
    if (*blanks(*line + n + 1) == '\0')
        return false;
    r->name_zh = str_cstr(r->arena, name);
    r->name_en = calendar_holiday_english(r->arena, name);
    *line += n + 1;
    return true;
}

static void read_line(struct reading *r, const char *line)
{
    const char *rest = skip_item(line);
    bool named = take_name(r, &rest);
    r->any_date = false;
    r->pending = r->n_entries;
    r->month = 0;
    read_sentences(r, rest);
    if (named && !r->any_date && (strstr(rest, "放假") || strstr(rest, "上班")))
        fault(r, N_("No date could be read on this line"));
}

/* The year of the title: one that is not part of a date. */
static int named_year(const char *text, bool of_dates)
{
    for (const char *at = text; *at;) {
        size_t digits = strspn(at, "0123456789");
        int year, month;
        if (digits == 4 && starts(blanks(at + 4), "年") && number(at, &year) && year >= 2000 && year < 2100) {
            const char *after = number(blanks(blanks(at + 4) + strlen("年")), &month);
            if ((after && starts(after, "月")) == of_dates)
                return year;
        }
        at += digits ? digits : 1;
    }
    return 0;
}

static int by_day(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->day.day != y->day.day)
        return x->day.day < y->day.day ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* One entry a day; what is said twice must be the same. */
static void unite(struct reading *r, struct calendar_notice *notice)
{
    if (r->n_entries > 0)
        qsort(r->entries, r->n_entries, sizeof *r->entries, by_day);
    notice->days = ARENA_ARRAY(r->arena, r->n_entries + 1, struct calendar_day);
    for (size_t i = 0; i < r->n_entries; i++) {
        const struct entry *e = &r->entries[i];
        struct calendar_day *last = notice->n_days ? &notice->days[notice->n_days - 1] : NULL;
        if (!last || last->day != e->day.day) {
            notice->days[notice->n_days++] = e->day;
        } else if (last->kind != e->day.kind) {
            r->line = e->line;
            fault(r, N_("A day is both a holiday and a working day"));
        }
    }
}

static int by_line(const void *a, const void *b)
{
    const struct calendar_notice_fault *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

enum err calendar_notice_read(struct arena *a, struct str text, int fallback_year, struct calendar_notice *ret_notice)
{
    struct calendar_notice notice = {0};
    struct reading r = {.arena = a, .name_zh = "", .name_en = ""};
    if (!utf8_valid(text))
        return ERR_MALFORMED;
    const char *plain = utf8_halfwidth(a, text);
    r.year = named_year(plain, false);
    if (!r.year)
        r.year = fallback_year ? fallback_year : named_year(plain, true);
    r.line = 1;
    if (!r.year)
        fault(&r, N_("The text does not say which year it is for"));
    struct str rest = str_of(plain);
    for (; r.year && rest.p; r.line++)
        read_line(&r, str_cstr(a, str_trim(str_cut(&rest, '\n'))));
    unite(&r, &notice);
    if (notice.n_days == 0 && r.n_faults == 0) {
        r.line = 1;
        fault(&r, N_("No holidays could be read in this text"));
    }
    if (r.n_faults > 0)
        qsort(r.faults, r.n_faults, sizeof *r.faults, by_line);
    notice.year = r.year;
    notice.faults = r.faults;
    notice.n_faults = r.n_faults;
    *ret_notice = notice;
    return notice.n_days ? ERR_NONE : ERR_MALFORMED;
}
