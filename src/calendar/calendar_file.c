#include "calendar_file.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "utf8.h"

/* Read by libyaml's documents rather than by a schema: they know on which line each value stands. */

struct reading {
    struct arena *arena;
    yaml_document_t document;
    struct calendar_file_faults *faults;
    struct calendar_file file;
    size_t cap_days;
};

static void fault_at(struct reading *r, const yaml_node_t *node, const char *fmt, ...) PRINTF_LIKE(3, 4);
static void fault_at(struct reading *r, const yaml_node_t *node, const char *fmt, ...)
{
    char text[300];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (r->faults->n < CALENDAR_FILE_FAULTS_MAX)
        r->faults->list[r->faults->n++] = (struct calendar_file_fault){node ? (int)node->start_mark.line + 1 : 1, arena_strdup(r->arena, text)};
}

static struct str scalar(const yaml_node_t *node)
{
    return node && node->type == YAML_SCALAR_NODE ? (struct str){(const char *)node->data.scalar.value, node->data.scalar.length} : (struct str){NULL, 0};
}

/* Every key of a mapping must be one of these. */
static void check_keys(struct reading *r, yaml_node_t *map, const char *const *known)
{
    for (yaml_node_pair_t *p = map->data.mapping.pairs.start; p < map->data.mapping.pairs.top; p++) {
        yaml_node_t *key = yaml_document_get_node(&r->document, p->key);
        size_t i = 0;
        while (known[i] && !str_is(scalar(key), known[i]))
            i++;
        if (!known[i])
            fault_at(r, key, "unknown key '%.*s'", (int)scalar(key).n, scalar(key).n ? scalar(key).p : "");
        for (yaml_node_pair_t *q = map->data.mapping.pairs.start; q < p; q++) {
            if (str_eq(scalar(yaml_document_get_node(&r->document, q->key)), scalar(key)))
                fault_at(r, key, "key '%.*s' stands twice", (int)scalar(key).n, scalar(key).n ? scalar(key).p : "");
        }
    }
}

static yaml_node_t *member(struct reading *r, const yaml_node_t *map, const char *key, bool required)
{
    for (yaml_node_pair_t *p = map->data.mapping.pairs.start; p < map->data.mapping.pairs.top; p++) {
        if (str_is(scalar(yaml_document_get_node(&r->document, p->key)), key))
            return yaml_document_get_node(&r->document, p->value);
    }
    if (required)
        fault_at(r, map, "'%s' is missing", key);
    return NULL;
}

static const char *text(struct reading *r, const yaml_node_t *map, const char *key, size_t max)
{
    yaml_node_t *node = member(r, map, key, true);
    struct str s = scalar(node);
    if (!node)
        return "";
    if (s.n == 0 || !utf8_valid(s) || utf8_length(s) > max)
        fault_at(r, node, "'%s' must be a text of 1 to %zu characters", key, max);
    return s.n ? utf8_clean(r->arena, s, false) : "";
}

static void names(struct reading *r, const yaml_node_t *map, const char **zh, const char **en)
{
    static const char *const known[] = {"zh", "en", NULL};
    yaml_node_t *node = member(r, map, "name", true);
    *zh = *en = "";
    if (!node)
        return;
    if (node->type != YAML_MAPPING_NODE) {
        fault_at(r, node, "'name' must have zh and en");
        return;
    }
    check_keys(r, node, known);
    *zh = text(r, node, "zh", 60);
    *en = text(r, node, "en", 60);
}

/* "2026-02-15" within the year; -1 after a fault. */
static int32_t date(struct reading *r, const yaml_node_t *node)
{
    struct str s = scalar(node);
    long long year, month, day;
    bool shaped = s.n == 10 && s.p[4] == '-' && s.p[7] == '-' && str_to_i64((struct str){s.p, 4}, 1, 9999, &year) &&
                  str_to_i64((struct str){s.p + 5, 2}, 1, 12, &month) && str_to_i64((struct str){s.p + 8, 2}, 1, 31, &day);
    if (!shaped || !utc_date_exists((int)year, (int)month, (int)day)) {
        fault_at(r, node, "'%.*s' is no date such as 2026-02-15", (int)s.n, s.n ? s.p : "");
        return -1;
    }
    if (r->file.year && year != r->file.year) {
        fault_at(r, node, "%.*s is not in %d", (int)s.n, s.p, r->file.year);
        return -1;
    }
    return (int32_t)utc_civil_days((int)year, (int)month, (int)day);
}

static void add_day(struct reading *r, const yaml_node_t *node, struct calendar_day day)
{
    struct calendar_file *f = &r->file;
    for (size_t i = 0; i < f->n_days; i++) {
        if (f->days[i].day == day.day) {
            fault_at(r, node, "a day of '%s' stands twice: it belongs to '%s' already", day.name_zh, f->days[i].name_zh);
            return;
        }
    }
    if (f->n_days == r->cap_days) {
        f->days = arena_grow(r->arena, f->days, r->cap_days * sizeof *f->days, (r->cap_days + 64) * sizeof *f->days);
        r->cap_days += 64;
    }
    f->days[f->n_days++] = day;
}

static void make_up_days(struct reading *r, yaml_node_t *list, const char *zh, const char *en)
{
    if (list->type != YAML_SEQUENCE_NODE) {
        fault_at(r, list, "'make_up' must be a list of dates");
        return;
    }
    for (yaml_node_item_t *i = list->data.sequence.items.start; i < list->data.sequence.items.top; i++) {
        yaml_node_t *node = yaml_document_get_node(&r->document, *i);
        int32_t day = date(r, node);
        if (day < 0)
            continue;
        int weekday = (int)((day + 4) % 7);
        if (weekday != 0 && weekday != 6)
            fault_at(r, node, "the make-up working day %.*s is neither a Saturday nor a Sunday", (int)scalar(node).n, scalar(node).p);
        add_day(r, node, (struct calendar_day){.day = day, .kind = CALENDAR_DAY_WORK, .name_zh = zh, .name_en = en});
    }
}

static void holiday(struct reading *r, yaml_node_t *map)
{
    static const char *const known[] = {"name", "from", "to", "days", "make_up", NULL};
    const char *zh, *en;
    long long count;
    if (map->type != YAML_MAPPING_NODE) {
        fault_at(r, map, "a holiday must have name, from, to and days");
        return;
    }
    check_keys(r, map, known);
    names(r, map, &zh, &en);
    yaml_node_t *first = member(r, map, "from", true), *last = member(r, map, "to", true), *days = member(r, map, "days", true);
    int32_t from = first ? date(r, first) : -1, to = last ? date(r, last) : -1;
    if (from >= 0 && to >= 0 && (to < from || to - from > 31)) {
        fault_at(r, last, "'%s' ends before it begins, or is longer than a month", zh);
    } else if (from >= 0 && to >= 0) {
        if (days && (!str_to_i64(scalar(days), 1, 31, &count) || count != to - from + 1))
            fault_at(r, days, "'%s' has %d days from its first to its last", zh, to - from + 1);
        for (int32_t day = from; day <= to; day++)
            add_day(r, first, (struct calendar_day){.day = day, .kind = CALENDAR_DAY_OFF, .name_zh = zh, .name_en = en});
    }
    yaml_node_t *make_up = member(r, map, "make_up", false);
    if (make_up)
        make_up_days(r, make_up, zh, en);
}

static void root(struct reading *r, yaml_node_t *map)
{
    static const char *const known[] = {"calendar", "name", "year", "source", "holidays", NULL};
    long long year = 0;
    if (!map || map->type != YAML_MAPPING_NODE) {
        fault_at(r, map, "a calendar must have calendar, name, year, source and holidays");
        return;
    }
    check_keys(r, map, known);
    r->file.code = text(r, map, "calendar", 40);
    names(r, map, &r->file.name_zh, &r->file.name_en);
    r->file.source = text(r, map, "source", 200);
    yaml_node_t *y = member(r, map, "year", true), *list = member(r, map, "holidays", true);
    if (y && !str_to_i64(scalar(y), 2000, 2099, &year))
        fault_at(r, y, "'year' must be from 2000 to 2099");
    r->file.year = (int)year;
    if (list && list->type != YAML_SEQUENCE_NODE) {
        fault_at(r, list, "'holidays' must be a list");
        return;
    }
    for (yaml_node_item_t *i = list ? list->data.sequence.items.start : NULL; i && i < list->data.sequence.items.top; i++)
        holiday(r, yaml_document_get_node(&r->document, *i));
    if (list && r->file.n_days == 0 && r->faults->n == 0)
        fault_at(r, list, "there are no holidays in it");
}

static int by_day(const void *a, const void *b)
{
    const struct calendar_day *x = a, *y = b;
    return (x->day > y->day) - (x->day < y->day);
}

enum err calendar_file_read(struct arena *a, struct str yaml, struct calendar_file *ret_file, struct calendar_file_faults *faults)
{
    struct reading r = {.arena = a, .faults = faults};
    yaml_parser_t parser;
    faults->n = 0;
    if (yaml.n > CALENDAR_FILE_BYTES_MAX || !yaml_parser_initialize(&parser)) {
        fault_at(&r, NULL, "the file is too large");
        return ERR_MALFORMED;
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)(yaml.n ? yaml.p : ""), yaml.n);
    if (yaml_parser_load(&parser, &r.document)) {
        root(&r, yaml_document_get_root_node(&r.document));
        yaml_document_delete(&r.document);
    } else {
        faults->list[faults->n++] = (struct calendar_file_fault){(int)parser.problem_mark.line + 1, arena_strdup(a, parser.problem ? parser.problem : "this is not YAML")};
    }
    yaml_parser_delete(&parser);
    if (faults->n > 0)
        return ERR_MALFORMED;
    qsort(r.file.days, r.file.n_days, sizeof *r.file.days, by_day);
    *ret_file = r.file;
    return ERR_NONE;
}
