#include "decide_store.h"
#include "hiding.h"
#include "desk_committee_view.h"
#include "desk_case_pages.h"
#include "desk_decide_view.h"

#include "clock_store.h"
#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "complaint_store.h"
#include "desk_clock_act_view.h"
#include "desk_link_pages.h"
#include "desk_contact_view.h"
#include "desk_draft_pages.h"
#include "desk_routes.h"
#include "desk_slip_view.h"
#include "desk_standing_pages.h"
#include "desk_tag_pages.h"
#include "identity_store.h"
#include "org_store.h"
#include "pager.h"
#include "part_store.h"
#include "recusal_store.h"
#include "sheet_store.h"

#define PEOPLE_MAX 200
#define RECORD_ROWS 100
#define PRINT_EVENTS 200

enum err desk_case_load(struct page *page, const char *number, const char *from, struct desk_case *ret_case)
{
    struct desk_case x = {.from = ""};
    TRY(complaint_load(page->db, page->arena, page->user, number, &x.c, &x.rights));
    TRY(part_load(page->db, page->arena, page->user, &x.c, &x.part));
    x.allowed = flow_allowed(&x.c, FLOW_STAFF, x.rights);
    x.clocks = ARENA_NEW(page->arena, struct clock_set);
    TRY(clock_world_load(page->db, page->arena, x.c.unit_id, page->site->zone, &x.world));
    /* Requests for more time are internal. */
    if (x.c.part)
        TRY(clock_load(page->db, page->arena, false, x.c.id, true, x.clocks));
    else
        TRY(clock_load_all(page->db, page->arena, x.c.id, x.clocks, &x.requests, &x.n_requests));
    clock_order(x.clocks->list, x.clocks->n);
    if (desk_list_read_from(from, page->arena, desk_date_of(page->now_us, page->site->zone), &x.list))
        x.from = desk_list_query(page->arena, &x.list);
    *ret_case = x;
    return ERR_NONE;
}

/* What the rules go by: its classification, and the requests for more time. */
static enum err take_inner(struct page *page, struct desk_case *x, const struct complaint_inner *inner)
{
    x->class = inner->class;
    x->kept_out = inner->kept_out;
    x->n_kept_out = inner->n_kept_out;
    x->tags = inner->tags;
    x->n_tags = inner->n_tags;
    x->tags_offered = inner->offered;
    x->n_tags_offered = inner->n_offered;
    x->facts = complaint_facts(page->arena, &x->c, &x->class, page->now_us);
    for (size_t i = 0; i < x->n_requests && !x->mine; i++) {
        const struct clock_request *r = &x->requests[i];
        const struct clock *c = desk_clock_find(x, r->clock_id);
        bool holds = false;
        if (r->state != CLOCK_ASKED || r->asker_id == page->user->id || !c || c->state != CLOCK_RUNNING || c->due_us < page->now_us)
            continue;
        TRY(complaint_holds_role(page->db, page->arena, page->user->id, &x->c, r->role, page->now_us, &holds));
        if (holds)
            x->mine = r;
    }
    return ERR_NONE;
}

/* Both are internal: who sees a part sees neither. */
enum err desk_case_load_rules(struct page *page, struct desk_case *x)
{
    struct complaint_inner inner;
    if (x->part.limited) {
        x->facts = complaint_facts(page->arena, &x->c, &x->class, page->now_us);
        return ERR_NONE;
    }
    TRY(complaint_inner_load(page->db, page->arena, &x->c, &inner));
    return take_inner(page, x, &inner);
}

bool desk_kept_out(const struct desk_case *x, int64_t person_id)
{
    for (size_t i = 0; i < x->n_kept_out; i++) {
        if (x->kept_out[i].user_id == person_id)
            return true;
    }
    return false;
}

/* Without those who are kept out. */
static enum err take_people(struct page *page, struct desk_case *x, const struct org_offer *offer)
{
    if (!x->kept_out)
        TRY(recusal_list(page->db, page->arena, x->c.id, &x->kept_out, &x->n_kept_out));
    x->people = offer->people;
    x->n_people = 0;
    for (size_t i = 0; i < offer->n_people; i++) {
        if (!desk_kept_out(x, offer->people[i].id))
            x->people[x->n_people++] = offer->people[i];
    }
    x->away = offer->away;
    x->n_away = offer->n_away;
    return ERR_NONE;
}

/* People of the complaint's unit; of its department when that belongs to another unit. */
enum err desk_case_load_people(struct page *page, struct desk_case *x)
{
    struct org_offer offer;
    TRY(org_offer_all(page->db, page->arena, x->c.unit_id, x->c.department_id, page->now_us, PEOPLE_MAX, &offer));
    x->departments = offer.departments;
    x->n_departments = offer.n_departments;
    x->other_units = true;
    return take_people(page, x, &offer);
}

static void add_department(struct desk_case *x, int64_t id, const char *zh, const char *en)
{
    for (size_t i = 0; i < x->n_departments; i++) {
        if (x->departments[i].id == id)
            return;
    }
    x->departments[x->n_departments++] = (struct department){
        .id = id, .unit_id = x->c.unit_id, .function = "", .name_zh = zh, .name_en = en, .unit_zh = x->c.place_zh, .unit_en = x->c.place_en};
}

/*
 * What the case page offers at first: the people of the unit and the departments they work in, in one statement. The rest, hundreds at
 * headquarters, is a click away.
 */
static enum err load_near_people(struct page *page, struct desk_case *x)
{
    struct org_offer offer;
    TRY(org_offer_people(page->db, page->arena, x->c.unit_id, x->c.place_unit_id == x->c.unit_id ? 0 : x->c.department_id, page->now_us, PEOPLE_MAX, &offer));
    TRY(take_people(page, x, &offer));
    x->departments = ARENA_ARRAY(page->arena, x->n_people + 1, struct department);
    if (x->c.department_id)
        add_department(x, x->c.department_id, x->c.department_zh, x->c.department_en);
    for (size_t i = 0; i < x->n_people; i++) {
        if (x->people[i].department_id)
            add_department(x, x->people[i].department_id, x->people[i].department_zh, x->people[i].department_en);
    }
    return ERR_NONE;
}

/* What everybody who sees the complaint sees of who complained; nothing is opened of a confidential one. */
static enum err load_identity(struct page *page, struct desk_case *x)
{
    if (x->c.mode == COMPLAINT_ANONYMOUS)
        return ERR_NONE;
    enum err e = ERR_NOT_FOUND;
    if (x->c.mode == COMPLAINT_CONFIDENTIAL) {
        e = identity_preference(page->db, page->arena, x->c.id, &x->who);
    } else {
        e = identity_load(page->db, page->arena, page->site->keys, x->c.id, &x->who);
        x->known = e == ERR_NONE;
    }
    return e == ERR_NOT_FOUND ? ERR_NONE : e;
}

static void take_sheet(struct desk_case *x, const struct sheet *sheet)
{
    x->parts = sheet->parts;
    x->messages = sheet->messages;
    x->n_messages = sheet->n_messages;
    x->events = sheet->events;
    x->n_events = sheet->n_events;
    x->files = sheet->files;
    x->n_files = sheet->n_files;
    x->has_files = true;
}

/* Who complained confidentially or anonymously goes by a name made up for him, and not by the minute. */
static void hide(struct page *page, struct desk_case *x)
{
    const char *name = hiding_name(page->arena, &x->c, page->lang != LANG_ZH);
    hiding_events(x->world.book, &x->c, name, x->events, x->n_events);
    hiding_messages(x->world.book, &x->c, name, x->messages, x->n_messages);
    hiding_files(x->world.book, &x->c, x->messages, x->n_messages, x->files, x->n_files);
}

static enum err load_sheet(struct page *page, struct desk_case *x, size_t limit)
{
    struct sheet sheet;
    TRY(sheet_load(page->db, page->arena, &x->part, x->c.id, limit, &sheet));
    take_sheet(x, &sheet);
    hide(page, x);
    return ERR_NONE;
}

/* With what the rules go by. */
static enum err load_sheet_and_rules(struct page *page, struct desk_case *x, size_t limit)
{
    struct sheet sheet;
    struct complaint_inner inner;
    if (x->part.limited) {
        TRY(load_sheet(page, x, limit));
        return desk_case_load_rules(page, x);
    }
    TRY(sheet_load_inner(page->db, page->arena, &x->c, limit, &sheet, &inner));
    take_sheet(x, &sheet);
    hide(page, x);
    return take_inner(page, x, &inner);
}

struct case_wish {
    enum desk_show show;
    enum complaint_action open; /* the fold to open; ACTION__COUNT: what the state asks for */
    const struct desk_retry *retry;
};

/* How far deciding is, and what the committee found of whoever complained: who sees a part sees neither. */
static enum err fill_deciding(struct page *page, struct tpl *t, const struct desk_case *x)
{
    struct decide_state s;
    if (x->c.part)
        return ERR_NONE;
    TRY(decide_load(page->db, page->arena, page->user, page->site->keys, x->known ? &x->who : NULL, x->c.id, &s));
    desk_vexatious_fill(page, t, s.findings, s.n_findings);
    const struct desk_decide shown = {s.matters,   s.found,         s.investigated, s.papers,         s.papers_final, s.papers_delivered, s.proposed,    s.to_pay,
                                      s.paid,      s.approvals,     s.approvals_given, s.agenda,      s.agenda_decided, s.paid_cents,  s.to_pay_cents, s.approval_id};
    desk_decide_fill(page, t, x, &shown);
    return ERR_NONE;
}

static enum err show_case(struct page *page, struct desk_case *x, const struct case_wish *wish)
{
    TRY(load_sheet_and_rules(page, x, DESK_ENTRIES_MAX));
    TRY(load_identity(page, x));
    TRY(desk_case_load_aside(page, x));
    if (!x->slips.list)
        TRY(desk_case_load_slips(page, x));
    if ((desk_act_in(x->allowed, ACTION_ASSIGN) || desk_act_in(x->allowed, ACTION_CLASSIFY)) && !x->departments)
        TRY(wish->open == ACTION_ASSIGN ? desk_case_load_people(page, x) : load_near_people(page, x));
    struct desk_links links = {0};
    /* What may be the same matter is looked for while it is screened; afterwards on the page that links. */
    if (!x->c.part)
        TRY(desk_links_load(page, x, x->c.state == COMPLAINT_SUBMITTED && desk_act_in(x->allowed, ACTION_LINK), &links));
    struct tpl *t = page_template(page, TPL_DESK_CASE, arena_printf(page->arena, "%s %s", x->c.number, x->c.title));
    desk_head_fill(page, t, x, DESK_TAB_WORK);
    desk_body_fill(page, t, x, wish->show);
    desk_slips_fill(page, t, x);
    TRY(fill_deciding(page, t, x));
    desk_links_fill(page, t, x, &links);
    desk_tags_fill(page, t, x);
    desk_standing_fill(page, t, x);
    desk_aside_fill(page, t, x);
    desk_panel_fill(page, t, x, wish->open, wish->retry);
    if (*desk_slip_next(page, x))
        tpl_text(t, V_NEXT_STEP, desk_slip_next(page, x));
    else if (x->c.part)
        tpl_text(t, V_NEXT_STEP, page_text(page, N_("Your department has nothing to do here at present.")));
    bool wrong = (wish->retry && wish->retry->errors->n > 0) || x->slips.retry;
    return page_answer(page, t, wrong ? 422 : 200);
}

enum err desk_case_show_again(struct page *page, struct desk_case *x, const struct desk_retry *retry)
{
    const struct case_wish wish = {DESK_SHOW_ALL, retry->typed->action, retry};
    return show_case(page, x, &wish);
}

enum err desk_case_show_slip_again(struct page *page, struct desk_case *x)
{
    const struct case_wish wish = {DESK_SHOW_ALL, ACTION__COUNT, NULL};
    return show_case(page, x, &wish);
}

/* The slip whose fold is to be open, as links to it say. */
static void read_slip_wish(const struct page *page, struct desk_slips *slips)
{
    long long number;
    slips->act = SLIP_ACTION__COUNT;
    if (str_to_i64(str_of(http_query(page->req, "slip")), 1, INT32_MAX, &number))
        slips->open = (int)number;
    if (!slip_action_from_name(http_query(page->req, "do"), &slips->act))
        slips->act = SLIP_ACTION__COUNT;
}

static enum err open_case(struct page *page, struct desk_case *x)
{
    const char *from = http_query(page->req, "from");
    bool news;
    TRY(desk_case_load(page, page->params[0], from, x));
    read_slip_wish(page, &x->slips);
    TRY(desk_case_load_slips(page, x));
    TRY(desk_case_read_slips(page, x, &news));
    if (!news)
        return ERR_NONE;
    TRY(desk_case_load(page, page->params[0], from, x));
    read_slip_wish(page, &x->slips);
    return desk_case_load_slips(page, x);
}

static enum err case_get(struct page *page)
{
    struct desk_case x;
    struct case_wish wish = {desk_show_from_name(http_query(page->req, "show")), ACTION__COUNT, NULL};
    TRY(open_case(page, &x));
    if (!flow_action_from_name(http_query(page->req, "act"), &wish.open))
        wish.open = ACTION__COUNT;
    return show_case(page, &x, &wish);
}

static const char *tab_title(const struct page *page, const struct desk_case *x, const char *msgid)
{
    return arena_printf(page->arena, "%s %s", page_text(page, msgid), x->c.number);
}

static enum err files_get(struct page *page)
{
    struct desk_case x;
    TRY(desk_case_load(page, page->params[0], http_query(page->req, "from"), &x));
    TRY(load_sheet(page, &x, DESK_ENTRIES_MAX));
    struct tpl *t = page_template(page, TPL_DESK_FILES, tab_title(page, &x, N_("Attachments")));
    desk_head_fill(page, t, &x, DESK_TAB_FILES);
    desk_files_fill(page, t, &x);
    return page_answer(page, t, 200);
}

static const char *record_url(struct page *page, const struct desk_case *x, int before)
{
    const char *from = *x->from ? arena_printf(page->arena, "&from=%s", desk_url_encode(page->arena, x->from)) : "";
    return arena_printf(page->arena, "/staff/complaints/%s/record?before=%d%s", x->c.number, before, from);
}

/* Pages of the record by the number of the step, the newest first; 0 is the newest page. */
static void fill_record_pager(struct page *page, struct tpl *t, const struct desk_case *x, int before)
{
    bool more = x->n_events == RECORD_ROWS && x->events[x->n_events - 1].seq > 1;
    const struct pager_links links = {
        .text = x->part.limited ? "" : text_count(page->arena, page->lang, "%lld step in all", "%lld steps in all", x->c.events),
        .first = before ? record_url(page, x, 0) : NULL,
        .next = more ? record_url(page, x, x->events[x->n_events - 1].seq) : NULL,
    };
    pager_fill(t, &links);
}

static enum err record_get(struct page *page)
{
    struct desk_case x;
    long long before = 0;
    if (!str_to_i64(str_of(http_query(page->req, "before")), 0, INT32_MAX, &before))
        before = 0;
    TRY(desk_case_load(page, page->params[0], http_query(page->req, "from"), &x));
    TRY(complaint_load_events(page->db, page->arena, &x.part, x.c.id, (int)before, RECORD_ROWS, &x.events, &x.n_events));
    hide(page, &x);
    struct tpl *t = page_template(page, TPL_DESK_RECORD, tab_title(page, &x, N_("Record")));
    desk_head_fill(page, t, &x, DESK_TAB_RECORD);
    desk_record_fill(page, t, x.world.book, x.events, x.n_events);
    fill_record_pager(page, t, &x, (int)before);
    return page_answer(page, t, 200);
}

static enum err print_get(struct page *page)
{
    struct desk_case x;
    TRY(desk_case_load(page, page->params[0], "", &x));
    TRY(load_sheet_and_rules(page, &x, PRINT_EVENTS));
    TRY(load_identity(page, &x));
    struct tpl *t = page_template(page, TPL_DESK_PRINT, tab_title(page, &x, N_("Complaint sheet")));
    desk_print_fill(page, t, &x);
    return page_answer(page, t, 200);
}

const struct route desk_case_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no", .need = MAY(SEE), .run = case_get},
    {.method = HTTP_GET, .path = "/staff/complaints/:no/files", .need = MAY(SEE), .run = files_get},
    {.method = HTTP_GET, .path = "/staff/complaints/:no/record", .need = MAY(SEE), .run = record_get},
    {.method = HTTP_GET, .path = "/staff/complaints/:no/print", .need = MAY(SEE), .run = print_get},
    {0},
};
