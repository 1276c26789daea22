#include "desk_slip_send_view.h"

#include <string.h>

#include "desk_clock_act_view.h"
#include "desk_words_view.h"
#include "format.h"

static bool is_service(const struct department *d)
{
    return strcmp(d->function, "customer_service") == 0;
}

static bool in_line(const struct desk_slip_offer *offer, int64_t unit_id)
{
    for (size_t i = 0; i < offer->n_line; i++) {
        if (offer->line[i] == unit_id)
            return true;
    }
    return false;
}

bool desk_slip_offered(const struct desk_case *x, const struct desk_slip_offer *offer, const struct department *d)
{
    if (d->id == x->c.department_id || d->id == offer->asker)
        return false;
    return d->unit_id == x->c.unit_id || !is_service(d);
}

static bool has_service(const struct desk_slip_offer *offer, int64_t unit_id)
{
    for (size_t i = 0; i < offer->n; i++) {
        if (offer->departments[i].unit_id == unit_id && is_service(&offer->departments[i]))
            return true;
    }
    return false;
}

/* The nearest superior that has a customer service; 0: none. */
static int64_t superior_of(const struct desk_slip_offer *offer)
{
    for (size_t i = 1; i < offer->n_line; i++) {
        if (has_service(offer, offer->line[i]))
            return offer->line[i];
    }
    return 0;
}

/* How many units of the line, from the complaint's own upwards, stand below one for which the user dispatches. */
static size_t asked_units(const struct page *page, const struct desk_slip_offer *offer)
{
    int64_t units[ACCESS_GRANTS_MAX];
    access_units(page->user, MAY_DISPATCH, units);
    for (size_t i = offer->n_line; i-- > 1;) {
        if (desk_slip_holds(units, COUNT_OF(units), offer->line[i]))
            return i;
    }
    return 0;
}

bool desk_slip_unit_offered(const struct page *page, const struct desk_slip_offer *offer, enum slip_kind kind, const struct department *d)
{
    if (!is_service(d))
        return false;
    if (kind == SLIP_UP)
        return d->unit_id == superior_of(offer);
    if (kind == SLIP_DOWN)
        return !in_line(offer, d->unit_id);
    return kind == SLIP_INFO && desk_slip_holds(offer->line, asked_units(page, offer), d->unit_id);
}

bool desk_slip_kind_offered(const struct page *page, const struct desk_case *x, const struct desk_slip_offer *offer, enum slip_kind kind)
{
    if (kind == SLIP_HELP)
        return false;
    for (size_t i = 0; i < offer->n; i++) {
        const struct department *d = &offer->departments[i];
        if (kind == SLIP_DISPATCH ? desk_slip_offered(x, offer, d) : desk_slip_unit_offered(page, offer, kind, d))
            return true;
    }
    return false;
}

bool desk_slip_first_dispatch(const struct desk_case *x)
{
    for (size_t i = 0; i < x->slips.n; i++) {
        const struct slip *s = &x->slips.list[i];
        if (s->kind == SLIP_DISPATCH && s->state != SLIP_RETURNED && s->state != SLIP_WITHDRAWN)
            return false;
    }
    return true;
}

/* The end of a day is shown as its last minute. */
static int64_t shown_us(const struct page *page, int64_t due_us)
{
    struct utc_parts at = utc_in_zone(due_us, page->site->zone);
    return at.hour == 0 && at.minute == 0 ? due_us - UTC_MINUTE_US : due_us;
}

const char *desk_slip_day(const struct page *page, int64_t due_us)
{
    return due_us ? desk_date_iso(page->arena, desk_date_of(shown_us(page, due_us), page->site->zone)) : "";
}

const char *desk_slip_time(const struct page *page, int64_t due_us)
{
    if (!due_us)
        return "";
    struct utc_parts at = utc_in_zone(shown_us(page, due_us), page->site->zone);
    return arena_printf(page->arena, "%02d:%02d", at.hour, at.minute);
}

const char *desk_slip_ladder_words(const struct page *page, const struct rulebook *b, enum slip_ladder ladder, int returns)
{
    const char *role = ladder == SLIP_BY_COMMITTEE ? b->slips.committee : b->slips.manager;
    return text_f(page->arena, page->lang, N_("This request was returned %d times. Who handles it is decided by: %s"), returns, desk_to_words(page, b, role));
}

/* ---- departments ---- */

static const char *open_words(struct page *page, const struct desk_case *x, const struct department *d)
{
    for (size_t i = 0; i < x->slips.n; i++) {
        const struct slip *s = &x->slips.list[i];
        if (s->to_department_id == d->id && slip_state_open(s->state))
            return text_f(page->arena, page->lang, N_("has slip %d"), s->number);
    }
    return "";
}

static void add_department(struct page *page, struct tpl *group, const struct desk_case *x, const struct desk_slip_send_shown *shown, const struct department *d, bool lead)
{
    const struct desk_slip_sending *s = shown->sending;
    struct tpl *row = tpl_add(group, SEC_DEPARTMENT_ROW);
    bool proposed = !shown->typed && d->id == shown->offer->proposed;
    tpl_int(row, V_VALUE, d->id);
    tpl_text(row, V_NAME, page_pick(page, d->name_zh, d->name_en));
    tpl_show_if(row, SEC_HAS_LEAD, lead);
    tpl_show_if(row, SEC_IS_PROPOSED, d->id == shown->offer->proposed);
    tpl_optional(row, SEC_HAS_OPEN, V_TEXT, open_words(page, x, d));
    tpl_optional(row, SEC_LED_BY, V_TEXT, d->coordinator);
    tpl_show_if(row, SEC_LEADS_IT, shown->typed ? d->id == s->lead : proposed && lead);
    tpl_show_if(row, SEC_ASKED_TOO, shown->typed ? desk_slip_holds(s->also, s->n_also, d->id) : proposed && !lead);
    tpl_show_if(row, SEC_COPIED, desk_slip_holds(s->copies, s->n_copies, d->id));
}

static bool picked(const struct desk_slip_sending *s, int64_t id)
{
    return s->lead == id || desk_slip_holds(s->also, s->n_also, id) || desk_slip_holds(s->copies, s->n_copies, id);
}

static void fill_group_head(struct page *page, struct tpl *group, const struct desk_case *x, const struct desk_slip_send_shown *shown, const struct department *first)
{
    const struct desk_slip_offer *offer = shown->offer;
    int n = 0;
    bool open = first->unit_id == x->c.unit_id;
    for (size_t i = 0; i < offer->n; i++) {
        const struct department *d = &offer->departments[i];
        if (d->unit_id != first->unit_id || !desk_slip_offered(x, offer, d))
            continue;
        n += shown->typed && picked(shown->sending, d->id);
        open |= d->id == offer->proposed;
    }
    tpl_text(group, V_LABEL, page_pick(page, first->unit_zh, first->unit_en));
    tpl_show_if(group, SEC_OPEN, open || n > 0);
    if (n > 0)
        tpl_text(tpl_add(group, SEC_PICKED), V_TEXT, text_count(page->arena, page->lang, "%lld chosen", "%lld chosen", n));
}

/* The complaint's own unit first. */
static void fill_departments(struct page *page, struct tpl *form, const struct desk_case *x, const struct desk_slip_send_shown *shown)
{
    const struct desk_slip_offer *offer = shown->offer;
    bool lead = desk_slip_kind(shown->sending->kind)->lead && desk_slip_first_dispatch(x);
    struct tpl *ask = tpl_add(form, SEC_ASK_DEPARTMENTS);
    tpl_text(ask, V_ALSO_LABEL, page_text(page, lead ? N_("Takes part") : N_("To answer")));
    tpl_show_if(ask, SEC_HAS_LEAD, lead);
    if (offer->proposed && *offer->function)
        tpl_text(tpl_add(ask, SEC_PROPOSED), V_TEXT,
                 text_f(page->arena, page->lang, N_("Proposed because the category “%s” is handled by: %s"), page_pick(page, x->c.category_zh, x->c.category_en),
                        desk_rb_name(page, x->world.book->functions, x->world.book->functions_count, offer->function)));
    for (int own = 1; own >= 0; own--) {
        struct tpl *group = NULL;
        int64_t unit_id = 0;
        for (size_t i = 0; i < offer->n; i++) {
            const struct department *d = &offer->departments[i];
            if ((d->unit_id == x->c.unit_id) != own || !desk_slip_offered(x, offer, d))
                continue;
            if (!group || d->unit_id != unit_id) {
                group = tpl_add(ask, SEC_DEPARTMENT_GROUP);
                unit_id = d->unit_id;
                fill_group_head(page, group, x, shown, d);
            }
            add_department(page, group, x, shown, d, lead);
        }
    }
}

static void fill_units(struct page *page, struct tpl *form, const struct desk_slip_send_shown *shown)
{
    const struct desk_slip_offer *offer = shown->offer;
    struct tpl *ask = tpl_add(form, SEC_ASK_UNIT);
    size_t n = 0;
    for (size_t i = 0; i < offer->n; i++)
        n += desk_slip_unit_offered(page, offer, shown->sending->kind, &offer->departments[i]);
    tpl_text(ask, V_UNIT_LABEL, page_text(page, shown->sending->kind == SLIP_UP ? N_("Superior unit") : N_("Unit")));
    for (size_t i = 0; i < offer->n; i++) {
        const struct department *d = &offer->departments[i];
        if (!desk_slip_unit_offered(page, offer, shown->sending->kind, d))
            continue;
        struct tpl *row = tpl_add(ask, SEC_UNIT_ROW);
        tpl_int(row, V_VALUE, d->unit_id);
        tpl_text(row, V_NAME, page_pick(page, d->unit_zh, d->unit_en));
        tpl_text(row, V_DEPARTMENT, page_pick(page, d->name_zh, d->name_en));
        tpl_show_if(row, SEC_CHECKED, shown->typed ? shown->sending->unit_id == d->unit_id : n == 1);
    }
}

/* ---- the rest of the form ---- */

static void fill_due(struct page *page, struct tpl *form, const struct desk_slip_send_shown *shown)
{
    const struct desk_slip_sending *s = shown->sending;
    const struct desk_slip_offer *offer = shown->offer;
    tpl_text(form, V_DAY, !shown->typed ? desk_slip_day(page, offer->due_us) : s->day.year ? desk_date_iso(page->arena, s->day) : s->day_typed);
    tpl_text(form, V_TIME, shown->typed ? s->time_typed : desk_slip_time(page, offer->due_us));
    if (!offer->due_us)
        return;
    const char *words = offer->rule ? text_f(page->arena, page->lang, N_("Proposed: %s, by the rule “%s” (%s)"), desk_due_moment(page, offer->due_us), desk_rb_text(page, offer->rule->name),
                                             desk_limit_text_words(page, offer->rule->limit))
                                    : text_f(page->arena, page->lang, N_("Proposed: %s"), desk_due_moment(page, offer->due_us));
    tpl_text(tpl_add(form, SEC_WHY_DUE), V_TEXT, words);
}

static void fill_templates(struct page *page, struct tpl *form, const struct rulebook *b, const char *chosen)
{
    struct tpl *ask = NULL;
    for (unsigned i = 0; i < b->templates_count; i++) {
        const struct rb_template *one = &b->templates[i];
        if (one->inactive || strcmp(one->use, "slip") != 0)
            continue;
        ask = ask ? ask : tpl_add(form, SEC_ASK_TEMPLATE);
        struct tpl *option = tpl_add(ask, SEC_TEMPLATE_OPTION);
        tpl_text(option, V_VALUE, one->code);
        tpl_text(option, V_LABEL, desk_rb_text(page, one->name));
        tpl_show_if(option, SEC_SELECTED, strcmp(one->code, chosen) == 0);
    }
}

static void fill_materials(struct page *page, struct tpl *form, const struct rulebook *b, const struct desk_slip_send_shown *shown)
{
    for (unsigned i = 0; i < b->slips.material_count && i < DESK_SLIP_MATERIALS; i++) {
        const char *field = arena_printf(page->arena, "m%u", i + 1);
        struct tpl *ask = tpl_add(form, SEC_ASK_MATERIAL);
        tpl_text(ask, V_FIELD, field);
        tpl_text(ask, V_LABEL, desk_rb_text(page, b->slips.material[i]));
        tpl_text(ask, V_TYPED, shown->sending->materials[i]);
        if (shown->errors)
            page_field_error(page, ask, SEC_MATERIAL_ERR, shown->errors, field);
    }
}

static void fill_files(struct page *page, struct tpl *form, const struct desk_slip_send_shown *shown)
{
    const struct config *config = page->site->config;
    tpl_text(form, V_ACCEPT, attachment_accept);
    tpl_text(form, V_FILES_HINT,
             text_f(page->arena, page->lang, N_("PDF, JPEG or PNG, at most %u files of %u MB each"), config->limits.files_per_message, (unsigned)config->limits.upload_mib));
    desk_staged_fill(page, form, shown->sending->stage, shown->staged, shown->n_staged);
}

static const char *returned_why(const struct slip *s)
{
    for (size_t i = s->n_steps; i-- > 0;) {
        if (s->steps[i].action == SLIP_DO_RETURN)
            return s->steps[i].body;
    }
    return "";
}

/* What it is about: the slip above it, the one in whose place it goes, and who has to decide about that. */
static void fill_about(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_slip_sending *s)
{
    const struct slip *before = desk_slip_find(x->slips.list, x->slips.n, s->before), *below = desk_slip_find(x->slips.list, x->slips.n, s->below);
    const struct rulebook *b = x->world.book;
    tpl_text(t, V_TITLE, x->c.title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(&x->c));
    tpl_text(t, V_PLACE, desk_place(page, &x->c));
    if (below) {
        struct tpl *about = tpl_add(t, SEC_BELOW_SLIP);
        tpl_text(about, V_TEXT, text_f(page->arena, page->lang, N_("Slip %d of %s"), below->number, desk_slip_from(page, x->c.unit_id, below)));
        tpl_text(about, V_REQUEST, below->request);
    }
    if (!before)
        return;
    struct tpl *place = tpl_add(t, SEC_IN_PLACE);
    tpl_text(place, V_TEXT, text_f(page->arena, page->lang, N_("Slip %d, returned by %s"), before->number, desk_slip_to(page, x->c.unit_id, before)));
    tpl_optional(place, SEC_BECAUSE, V_REASON, returned_why(before));
    int returns = before->returns + (before->state == SLIP_RETURNED);
    enum slip_ladder ladder = slip_ladder(&b->slips, returns);
    if (ladder == SLIP_BY_CARRIER)
        return;
    struct tpl *note = tpl_add(t, SEC_LADDER);
    tpl_text(note, V_TEXT, desk_slip_ladder_words(page, b, ladder, returns));
    tpl_text(note, V_MESSAGE, page_text(page, slip_decided_for_good(&b->slips, ladder) ? N_("What is sent by this decision cannot be returned any more.")
                                                                                        : N_("When it is returned once more, the next higher place decides.")));
}

static void fill_kinds(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_slip_send_shown *shown)
{
    const struct desk_slip_sending *s = shown->sending;
    if (s->kind == SLIP_HELP || s->before)
        return;
    struct tpl *kinds = tpl_add(t, SEC_KINDS);
    for (int k = 1; k < SLIP_KIND__END; k++) {
        enum slip_kind kind = (enum slip_kind)k;
        if (!desk_slip_kind_offered(page, x, shown->offer, kind) && kind != s->kind)
            continue;
        struct tpl *tab = tpl_add(kinds, SEC_KIND_TAB);
        tpl_text(tab, V_KIND_NAME, desk_slip_kind(kind)->name);
        tpl_text(tab, V_LABEL, page_text(page, desk_slip_kind(kind)->title));
        tpl_show_if(tab, SEC_CUR, kind == s->kind);
    }
}

static const char *text_proposed(const struct desk_case *x, const struct desk_slip_sending *s)
{
    const struct slip *before = desk_slip_find(x->slips.list, x->slips.n, s->before);
    return before ? before->request : "";
}

void desk_slip_send_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_slip_send_shown *shown)
{
    static const struct {
        const char *field;
        enum tpl_section section;
    } field_errors[] = {{"lead", SEC_LEAD_ERR}, {"also", SEC_ALSO_ERR}, {"copy", SEC_COPY_ERR}, {"unit", SEC_UNIT_ERR}, {"day", SEC_DAY_ERR},
                        {"time", SEC_TIME_ERR}, {"text", SEC_TEXT_ERR}, {"files", SEC_FILES_ERR}, {"template", SEC_TEMPLATE_ERR}};
    const struct desk_slip_sending *s = shown->sending;
    const struct desk_slip_kind *kind = desk_slip_kind(s->kind);
    const char *from = *x->from ? desk_url_encode(page->arena, x->from) : "";
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_text(t, V_FROM_RAW, x->from);
    tpl_text(t, V_CARRY, *from ? arena_printf(page->arena, "?from=%s", from) : "");
    tpl_text(t, V_CARRY_ON, *from ? arena_printf(page->arena, "&from=%s", from) : "");
    tpl_text(t, V_MESSAGE, page_text(page, kind->hint));
    fill_kinds(page, t, x, shown);
    fill_about(page, t, x, s);
    if (shown->errors)
        page_errors(page, t, shown->errors);
    bool any = s->kind == SLIP_HELP ? shown->offer->n > 0 : desk_slip_kind_offered(page, x, shown->offer, s->kind);
    if (!any) {
        tpl_text(tpl_add(t, SEC_NO_RECEIVER), V_MESSAGE, page_text(page, N_("There is nobody to whom such a slip could go.")));
        return;
    }
    struct tpl *form = tpl_add(t, SEC_SENDING);
    const struct slip *below = desk_slip_find(x->slips.list, x->slips.n, s->below);
    tpl_text(form, V_KIND_NAME, kind->name);
    if (s->before)
        tpl_int(tpl_add(form, SEC_BEFORE), V_SLIP_NUMBER, s->before);
    if (below) {
        struct tpl *above = tpl_add(form, SEC_BELOW);
        tpl_int(above, V_SLIP_NUMBER, below->number);
        tpl_int(above, V_SLIP_VERSION, below->version);
    }
    if (kind->departments)
        fill_departments(page, form, x, shown);
    else
        fill_units(page, form, shown);
    fill_due(page, form, shown);
    fill_templates(page, form, x->world.book, s->template);
    tpl_text(form, V_TEXT_LABEL, page_text(page, kind->label));
    tpl_text(form, V_TYPED, shown->typed ? s->text : text_proposed(x, s));
    if (kind->material)
        fill_materials(page, form, x->world.book, shown);
    fill_files(page, form, shown);
    tpl_text(form, V_BUTTON, page_text(page, kind->button));
    for (size_t i = 0; shown->errors && i < COUNT_OF(field_errors); i++)
        page_field_error(page, form, field_errors[i].section, shown->errors, field_errors[i].field);
}
