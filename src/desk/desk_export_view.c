#include "desk_export_view.h"

#include "hiding.h"
#include "moment.h"
#include "clock.h"
#include "desk_export.h"
#include "desk_list_view.h"

void desk_export_head(const struct page *page, unsigned columns, bool guard, struct buf *to)
{
    bool first = true;
    for (int i = 0; i < COLUMN__COUNT; i++) {
        if (!(columns & DESK_COLUMN(i)))
            continue;
        csv_cell(to, page_text(page, desk_columns[i].title), first, guard);
        first = false;
        if (i == COLUMN_DUE)
            csv_cell(to, page_text(page, N_("Nearest time limit")), false, guard);
    }
    csv_end_row(to);
}

/* "2026-08-21 10:06"; what ends with a day is 24:00 of it. */
static const char *moment(const struct page *page, int64_t at_us, bool due)
{
    if (!at_us || at_us >= CLOCK_NEVER)
        return "";
    struct utc_parts at = utc_in_zone(at_us, page->site->zone);
    bool midnight = due && at.hour == 0 && at.minute == 0;
    if (midnight)
        at = utc_in_zone(at_us - 1, page->site->zone);
    return arena_printf(page->arena, "%04d-%02d-%02d %02d:%02d", at.year, at.month, at.day, midnight ? 24 : at.hour, midnight ? 0 : at.minute);
}

static const char *words_of(const struct page *page, const struct rulebook *b, enum desk_column column, const struct complaint *c, const char *tags)
{
    switch (column) {
    case COLUMN_DUE: return c->is_open ? moment(page, c->due_us, true) : "";
    case COLUMN_RECEIVED:
        return hiding_times(b, c->mode) == COARSE_EXACT ? moment(page, c->received_us, false) : moment_full(page, c->received_us, hiding_times(b, c->mode));
    case COLUMN_CLOSED: return moment(page, c->closed_us, false);
    default: return desk_cell_words(page, b, column, c, tags);
    }
}

void desk_export_rows(const struct page *page, const struct rulebook *b, unsigned columns, bool guard, const struct complaint *rows, const char *const *tags, size_t n, struct buf *to)
{
    for (size_t i = 0; i < n; i++) {
        const struct complaint *c = &rows[i];
        bool first = true;
        for (int k = 0; k < COLUMN__COUNT; k++) {
            if (!(columns & DESK_COLUMN(k)))
                continue;
            csv_cell(to, words_of(page, b, (enum desk_column)k, c, tags ? tags[i] : ""), first, guard);
            first = false;
            if (k == COLUMN_DUE)
                csv_cell(to, c->is_open && c->due_kind ? page_text(page, rulebook_clock_title((enum rb_clock_kind)c->due_kind)) : "", false, guard);
        }
        csv_end_row(to);
    }
}
