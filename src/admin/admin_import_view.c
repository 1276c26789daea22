#include "admin_import_view.h"

#include <string.h>

#define LIST "/staff/admin/people"
#define SHOWN_MAX 200 /* rows of a kind; the rest is counted */

const char *admin_import_text(struct page *page, const char *msgid, const char *about)
{
    const char *text = page_text(page, msgid), *at = strstr(text, "%s");
    return at ? arena_printf(page->arena, "%.*s%s%s", (int)(at - text), text, about, at + 2) : text;
}

static const char *place_of(struct page *page, const struct person *p)
{
    const char *unit = page_pick(page, p->unit_zh, p->unit_en), *department = page_pick(page, p->department_zh, p->department_en);
    return *department ? arena_printf(page->arena, "%s / %s", unit, department) : unit;
}

static void add_change(struct page *page, struct tpl *row, const char *label, const char *was, const char *is)
{
    if (strcmp(was, is) == 0)
        return;
    struct tpl *change = tpl_add(row, SEC_CHANGED);
    tpl_text(change, V_LABEL, page_text(page, label));
    tpl_optional(change, SEC_WAS, V_VALUE, was);
    tpl_optional(change, SEC_IS, V_VALUE, is);
}

static void fill_changes(struct page *page, struct tpl *row, const struct admin_import_row *r)
{
    const struct person *was = r->was, *is = r->person;
    if (r->kind == ADMIN_IMPORT_NEW) {
        add_change(page, row, N_("Works at"), "", place_of(page, is));
        add_change(page, row, N_("E-mail at work"), "", is->email);
        add_change(page, row, N_("Direct superior"), "", is->superior ? is->superior : "");
    } else {
        add_change(page, row, N_("Name"), was->name, is->name);
        add_change(page, row, N_("Works at"), place_of(page, was), place_of(page, is));
        add_change(page, row, N_("E-mail at work"), was->email, is->email);
        add_change(page, row, N_("Direct superior"), was->superior ? was->superior : "", is->superior ? is->superior : "");
        add_change(page, row, N_("Language"), strcmp(was->language, "en") == 0 ? "English" : "中文", strcmp(is->language, "en") == 0 ? "English" : "中文");
    }
    add_change(page, row, N_("Roles added"), "", r->roles);
}

/* A table of one kind, not of those that stay as they are. */
static void fill_kind(struct page *page, struct tpl *t, const struct admin_import_shown *shown, enum admin_import_kind kind, const char *title)
{
    size_t n = 0;
    if (shown->counts[kind] == 0)
        return;
    struct tpl *table = tpl_add(t, SEC_KIND);
    tpl_text(table, V_TITLE, page_text(page, title));
    tpl_int(table, V_COUNT, (long long)shown->counts[kind]);
    for (size_t i = 0; i < shown->n; i++) {
        const struct admin_import_row *r = &shown->rows[i];
        if (r->kind != kind || n++ >= SHOWN_MAX)
            continue;
        struct tpl *row = tpl_add(table, SEC_ROW);
        tpl_int(row, V_LINE, r->line);
        tpl_text(row, V_LOGIN, r->login);
        tpl_text(row, V_NAME, r->name);
        if (kind == ADMIN_IMPORT_FAULTY)
            tpl_text(tpl_add(row, SEC_FAULT), V_MESSAGE, admin_import_text(page, r->fault, r->about));
        else
            fill_changes(page, row, r);
    }
    if (n > SHOWN_MAX)
        tpl_text(tpl_add(table, SEC_MORE), V_TEXT, text_f(page->arena, page->lang, N_("and %d more"), (int)(n - SHOWN_MAX)));
}

static void fill_preview(struct page *page, struct tpl *t, const struct admin_import_shown *shown)
{
    static const struct {
        enum admin_import_kind kind;
        const char *label, *title;
    } kinds[] = {
        {ADMIN_IMPORT_FAULTY, N_("Lines with faults"), N_("Lines with faults: left out")},
        {ADMIN_IMPORT_NEW, N_("New people"), N_("New people")},
        {ADMIN_IMPORT_CHANGED, N_("Changed people"), N_("Changed people")},
        {ADMIN_IMPORT_SAME, N_("Unchanged people"), NULL},
    };
    size_t good = shown->counts[ADMIN_IMPORT_NEW] + shown->counts[ADMIN_IMPORT_CHANGED];
    struct tpl *preview = tpl_add(t, SEC_PREVIEW);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct tpl *count = tpl_add(preview, SEC_COUNTED);
        tpl_text(count, V_LABEL, page_text(page, kinds[i].label));
        tpl_int(count, V_COUNT, (long long)shown->counts[kinds[i].kind]);
        if (kinds[i].title)
            fill_kind(page, preview, shown, kinds[i].kind, kinds[i].title);
    }
    tpl_show_if(preview, SEC_MOVED, shown->moved);
    if (good == 0) {
        tpl_show(preview, SEC_NOTHING);
        return;
    }
    struct tpl *run = tpl_add(preview, SEC_RUN);
    tpl_text(run, V_LABEL, text_count(page->arena, page->lang, "Import %lld person", "Import %lld people", (long long)good));
    tpl_text(run, V_EXPECTED, arena_printf(page->arena, "%zu-%zu-%zu-%zu", shown->counts[0], shown->counts[1], shown->counts[2], shown->counts[3]));
    tpl_show_if(run, SEC_LEFT_OUT, shown->counts[ADMIN_IMPORT_FAULTY] > 0);
    for (size_t i = 0; i < shown->n_parts; i++)
        tpl_text(tpl_add(run, SEC_PART), V_VALUE, shown->parts[i]);
}

struct tpl *admin_import_view(struct page *page, const struct admin_import_shown *shown)
{
    struct tpl *t = page_template(page, TPL_ADMIN_IMPORT, page_text(page, N_("Import people")));
    tpl_text(t, V_TEXT, shown->text);
    if (shown->table && !shown->table->fault)
        fill_preview(page, t, shown);
    if (shown->errors) {
        page_errors(page, t, shown->errors);
        page_field_error(page, t, SEC_FILE_WRONG, shown->errors, "file");
        page_field_error(page, t, SEC_TEXT_WRONG, shown->errors, "text");
    }
    return t;
}

struct tpl *admin_import_done_view(struct page *page, const struct admin_import_shown *shown, const char *const *passwords)
{
    struct tpl *t = page_template(page, TPL_ADMIN_IMPORTED, page_text(page, N_("People imported")));
    size_t fresh = 0;
    tpl_int(t, V_N_NEW, (long long)shown->counts[ADMIN_IMPORT_NEW]);
    tpl_int(t, V_N_CHANGED, (long long)shown->counts[ADMIN_IMPORT_CHANGED]);
    tpl_int(t, V_N_FAULTY, (long long)shown->counts[ADMIN_IMPORT_FAULTY]);
    if (shown->counts[ADMIN_IMPORT_NEW] == 0)
        return t;
    struct tpl *table = passwords ? tpl_add(t, SEC_PASSWORDS) : NULL;
    if (!table)
        tpl_show(t, SEC_NO_PASSWORDS);
    for (size_t i = 0; table && i < shown->n; i++) {
        if (shown->rows[i].kind != ADMIN_IMPORT_NEW)
            continue;
        struct tpl *row = tpl_add(table, SEC_ROW);
        tpl_text(row, V_NAME, shown->rows[i].name);
        tpl_text(row, V_LOGIN, shown->rows[i].login);
        tpl_text(row, V_PLACE, place_of(page, shown->rows[i].person));
        tpl_text(row, V_PASSWORD, passwords[fresh++]);
    }
    return t;
}
