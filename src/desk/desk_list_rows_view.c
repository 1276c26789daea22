#include <string.h>

#include "desk_list_view.h"
#include "desk_words_view.h"
#include "format.h"
#include "hiding.h"
#include "moment.h"

/* Rows of complaints: on the list with columns of choice, on the workbench with those that most people want, and as words for files. */

#define EXACT_US (3 * UTC_DAY_US) /* from here on hours are of no interest */

const char *desk_state_class(enum complaint_state state)
{
    static const char *const classes[COMPLAINT_STATE__END] = {
        [COMPLAINT_SUBMITTED] = "tag-w", [COMPLAINT_PROGRESS] = "tag-b", [COMPLAINT_WAITING] = "tag-w",
        [COMPLAINT_REPLIED] = "tag-ok",  [COMPLAINT_CLOSED] = "tag-ok",
    };
    return state > 0 && state < COMPLAINT_STATE__END && classes[state] ? classes[state] : "tag-n";
}

const char *desk_due_words(const struct page *page, const struct complaint *c)
{
    enum complaint_urgency urgency = complaint_urgency(c->is_open, c->due_us, page->now_us);
    if (urgency == URGENCY_NONE)
        return "";
    int64_t span = urgency == URGENCY_LATE ? page->now_us - c->due_us : c->due_us - page->now_us;
    if (span >= EXACT_US)
        span -= span % UTC_DAY_US;
    const char *words = format_span(page->arena, page->lang, span);
    return urgency == URGENCY_LATE ? text_f(page->arena, page->lang, N_("Over by %s"), words)
                                   : text_f(page->arena, page->lang, N_("%s left"), words);
}

/* "08-28": the day alone, for the width of a list; what ends with a day ends on that day. */
static const char *due_day(const struct page *page, int64_t due_us)
{
    struct utc_parts at = utc_in_zone(due_us - 1, page->site->zone);
    return arena_printf(page->arena, "%02d-%02d", at.month, at.day);
}

static void fill_due(const struct page *page, struct tpl *line, const struct complaint *c)
{
    struct tpl *row = tpl_add(line, SEC_DUE_CELL);
    enum complaint_urgency urgency = complaint_urgency(c->is_open, c->due_us, page->now_us);
    tpl_text(row, V_DUE, urgency == URGENCY_NONE ? "—" : desk_due_words(page, c));
    if (urgency == URGENCY_LATE) {
        tpl_show(row, SEC_DUE_BAD);
    } else {
        tpl_show(row, urgency == URGENCY_SOON ? SEC_DUE_WARN : SEC_DUE_CALM);
    }
    if (urgency == URGENCY_NONE)
        return;
    struct tpl *at = tpl_add(row, SEC_DUE_AT);
    tpl_text(at, V_AT, due_day(page, c->due_us));
    if (c->due_kind)
        tpl_text(tpl_add(at, SEC_DUE_OF), V_KIND, page_text(page, rulebook_clock_brief((enum rb_clock_kind)c->due_kind)));
}

static void fill_grade(const struct page *page, struct tpl *row, const struct rulebook *b, const struct complaint *c)
{
    const struct rb_grade *grade = rulebook_grade(b, c->grade);
    if (!grade || rulebook_grade_rank(b, c->grade) == 0)
        return;
    struct tpl *tag = tpl_add(row, SEC_GRADE_TAG);
    tpl_text(tag, V_LABEL, desk_rb_text(page, grade->name));
    tpl_show_if(tag, SEC_MAJOR, grade->major);
}

/* A mark alone, for the width of a list: its name is its text alternative. */
static void fill_flag(const struct page *page, struct tpl *row, const struct rulebook *b, const struct complaint *c)
{
    if (c->flags == 0)
        return;
    const char *name = desk_rb_name(page, b->flags, b->flags_count, c->flag);
    tpl_text(tpl_add(row, SEC_FLAG_MARK), V_LABEL, c->flags == 1 ? name : text_f(page->arena, page->lang, N_("%s and %d more"), name, c->flags - 1));
}

/* ---- columns ---- */

static const char *place_words(const struct page *page, const struct complaint *c)
{
    return c->department_id ? page_pick(page, c->department_zh, c->department_en) : page_pick(page, c->unit_zh, c->unit_en);
}

static const char *flag_words(const struct page *page, const struct rulebook *b, const struct complaint *c)
{
    if (c->flags == 0)
        return "";
    const char *name = desk_rb_name(page, b->flags, b->flags_count, c->flag);
    return c->flags == 1 ? name : text_f(page->arena, page->lang, N_("%s and %d more"), name, c->flags - 1);
}

static const char *number_words(const struct page *page, int64_t number)
{
    return number ? arena_printf(page->arena, "%lld", (long long)number) : "";
}

const char *desk_cell_words(const struct page *page, const struct rulebook *b, enum desk_column column, const struct complaint *c, const char *tags)
{
    switch (column) {
    case COLUMN_DUE: return desk_due_words(page, c);
    case COLUMN_TITLE: return c->title;
    case COLUMN_STATE: return page_text(page, complaint_state_title(c->state));
    case COLUMN_NUMBER: return c->number;
    case COLUMN_GRADE: return desk_rb_grade(page, b, c->grade);
    case COLUMN_FLAG: return flag_words(page, b, c);
    case COLUMN_CATEGORY: return page_pick(page, c->category_zh, c->category_en);
    case COLUMN_UNIT: return page_pick(page, c->unit_zh, c->unit_en);
    case COLUMN_PLACE: return place_words(page, c);
    case COLUMN_HANDLER: return c->assignee_id ? c->assignee : page_text(page, N_("Not assigned"));
    case COLUMN_RECEIVED: return moment_short(page, c->received_us, hiding_times(b, c->mode));
    case COLUMN_CLOSED: return c->closed_us ? format_short(page->arena, c->closed_us, page->now_us, page->site->zone) : "";
    case COLUMN_CHANNEL: return desk_rb_name(page, b->channels, b->channels_count, c->channel);
    case COLUMN_SOURCE: return desk_rb_name(page, b->sources, b->sources_count, c->source);
    case COLUMN_REFERENCE: return c->reference;
    case COLUMN_SLIPS: return number_words(page, c->open_slips);
    case COLUMN_TAGS: return tags;
    case COLUMN__COUNT: break;
    }
    return "";
}

static bool is_number(enum desk_column column)
{
    return column == COLUMN_RECEIVED || column == COLUMN_CLOSED || column == COLUMN_SLIPS;
}

static void fill_title(const struct page *page, struct tpl *row, const struct desk_rows *rows, size_t i)
{
    const struct complaint *c = &rows->list[i];
    if (!(rows->columns & DESK_COLUMN(COLUMN_GRADE)))
        fill_grade(page, row, rows->book, c);
    if (!(rows->columns & DESK_COLUMN(COLUMN_FLAG)))
        fill_flag(page, row, rows->book, c);
    tpl_show_if(row, SEC_UNREAD, c->unread);
    tpl_show_if(row, SEC_URGED, c->urged);
    tpl_show_if(row, SEC_SEALED, c->mode == COMPLAINT_CONFIDENTIAL);
}

static void fill_cell(const struct page *page, struct tpl *row, const struct desk_rows *rows, size_t i, enum desk_column column)
{
    struct tpl *cell = tpl_add(row, SEC_CELL);
    tpl_show_if(cell, SEC_NUMERIC, is_number(column));
    const char *words = desk_cell_words(page, rows->book, column, &rows->list[i], rows->tags ? rows->tags[i] : "");
    tpl_text(column == COLUMN_NUMBER || column == COLUMN_REFERENCE ? tpl_add(cell, SEC_REFERENCE) : tpl_add(cell, SEC_PLAIN), V_TEXT, words);
}

static void fill_row(const struct page *page, struct tpl *row, const struct desk_rows *rows, size_t i)
{
    const struct complaint *c = &rows->list[i];
    tpl_text(row, V_NUMBER, c->number);
    tpl_text(row, V_TITLE, c->title);
    tpl_show_if(row, SEC_LATE, complaint_urgency(c->is_open, c->due_us, page->now_us) == URGENCY_LATE);
    if (rows->pick)
        tpl_int(tpl_add(row, SEC_PICK), V_ID, (long long)c->id);
    if (rows->columns & DESK_COLUMN(COLUMN_DUE))
        fill_due(page, row, c);
    fill_title(page, row, rows, i);
    if (rows->columns & DESK_COLUMN(COLUMN_STATE)) {
        struct tpl *state = tpl_add(row, SEC_STATE_CELL);
        tpl_text(state, V_TAG, desk_state_class(c->state));
        tpl_text(state, V_STATE, page_text(page, complaint_state_title(c->state)));
    }
    for (int column = COLUMN_NUMBER; column < COLUMN__COUNT; column++) {
        if (rows->columns & DESK_COLUMN(column))
            fill_cell(page, row, rows, i, (enum desk_column)column);
    }
}

void desk_rows_fill_columns(const struct page *page, struct tpl *t, const struct desk_rows *rows)
{
    tpl_text(t, V_FROM, desk_url_encode(page->arena, rows->from));
    for (size_t i = 0; i < rows->n; i++)
        fill_row(page, tpl_add(t, SEC_ROW), rows, i);
}

void desk_rows_fill(const struct page *page, struct tpl *t, const struct rulebook *b, const struct complaint *rows, size_t n, const char *from)
{
    const struct desk_rows all = {.book = b, .list = rows, .n = n, .columns = DESK_COLUMNS, .from = from};
    desk_rows_fill_columns(page, t, &all);
}
