#include "desk_slip_view.h"

#include <string.h>

#include "desk_contact_view.h"
#include "desk_draft.h"
#include "desk_words_view.h"
#include "format.h"

#define EXACT_US (3 * UTC_DAY_US) /* from here on hours are of no interest */

/* ---- words ---- */

const char *desk_slip_place(const struct page *page, int64_t of, int64_t unit_id, const char *unit_zh, const char *unit_en, const char *zh, const char *en)
{
    const char *unit = page_pick(page, unit_zh, unit_en), *department = page_pick(page, zh, en);
    if (!*department)
        return unit;
    return unit_id == of ? department : arena_printf(page->arena, "%s / %s", unit, department);
}

const char *desk_slip_from(const struct page *page, int64_t of, const struct slip *s)
{
    return desk_slip_place(page, of, s->from_unit_id, s->from_unit_zh, s->from_unit_en, s->from_zh, s->from_en);
}

const char *desk_slip_to(const struct page *page, int64_t of, const struct slip *s)
{
    return desk_slip_place(page, of, s->to_unit_id, s->to_unit_zh, s->to_unit_en, s->to_zh, s->to_en);
}

static const char *due_words(const struct page *page, const struct slip *s, enum desk_slip_look look)
{
    bool late = look == DESK_SLIP_LATE;
    int64_t span = late ? page->now_us - s->due_us : s->due_us - page->now_us;
    if (span >= EXACT_US)
        span -= span % UTC_DAY_US;
    const char *words = format_span(page->arena, page->lang, span);
    return late ? text_f(page->arena, page->lang, N_("Over by %s"), words) : text_f(page->arena, page->lang, N_("%s left"), words);
}

void desk_slip_due_fill(const struct page *page, struct tpl *row, const struct slip *s, bool brief)
{
    enum desk_slip_look look = desk_slip_look(s, page->now_us);
    switch (look) {
    case DESK_SLIP_OVER: tpl_show(row, SEC_DUE_CALM); return;
    case DESK_SLIP_DONE:
        tpl_show(row, SEC_DUE_GOOD);
        tpl_text(row, V_DUE, page_text(page, N_("Answered in time")));
        return;
    case DESK_SLIP_DONE_LATE:
        tpl_show(row, SEC_DUE_BAD);
        tpl_text(row, V_DUE, page_text(page, N_("Answered late")));
        return;
    case DESK_SLIP_CALM:
    case DESK_SLIP_SOON:
    case DESK_SLIP_LATE: break;
    }
    tpl_show(row, look == DESK_SLIP_LATE ? SEC_DUE_BAD : look == DESK_SLIP_SOON ? SEC_DUE_WARN : SEC_DUE_CALM);
    tpl_text(row, V_DUE, due_words(page, s, look));
    tpl_text(tpl_add(row, SEC_DUE_AT), V_AT, brief ? format_short(page->arena, s->due_us, page->now_us, page->site->zone) : desk_due_moment(page, s->due_us));
}

void desk_slip_marks_fill(const struct page *page, struct tpl *row, const struct slip *s)
{
    tpl_show_if(row, SEC_SUPERVISED, s->supervised_us && slip_state_open(s->state));
    if (s->reminders > 0 && slip_state_open(s->state))
        tpl_text(tpl_add(row, SEC_REMINDED), V_LABEL, text_count(page->arena, page->lang, "%lld reminder", "%lld reminders", s->reminders));
}

const char *desk_slip_next(const struct page *page, const struct desk_case *x)
{
    enum slip_action action = SLIP_ACTION__COUNT;
    const struct slip *s = desk_slip_waiting(&x->slips, &action);
    if (!s) {
        for (size_t i = 0; i < x->slips.n; i++) {
            const struct slip *one = &x->slips.list[i];
            if (one->state == SLIP_RETURNED && !one->settled && (x->rights & PERMISSION_BIT(MAY_DISPATCH)))
                return text_f(page->arena, page->lang, N_("Next: slip %d was returned. Dispatch it anew."), one->number);
        }
        return "";
    }
    if (action == SLIP_DO_CONFIRM)
        return text_f(page->arena, page->lang, N_("Next: confirm the answer to slip %d, or send it back for more work."), s->number);
    if (action == SLIP_DO_ACCEPT)
        return text_f(page->arena, page->lang, N_("Next: accept slip %d, or return it when it is not for your department."), s->number);
    return text_f(page->arena, page->lang, N_("Next: answer slip %d by %s."), s->number, desk_due_moment(page, s->due_us));
}

const char *desk_open_slips_words(const struct page *page, const struct complaint *c, enum complaint_action action)
{
    int n = flow_open_slips(c, action);
    return n == 0 ? "" : text_count(page->arena, page->lang, "%lld slip is still open: confirm or withdraw it first, then the complaint can be ended",
                                    "%lld slips are still open: confirm or withdraw them first, then the complaint can be ended", n);
}

/* ---- what can be done ---- */

void desk_staged_fill(struct page *page, struct tpl *t, const char *stage, const struct attachment *list, size_t n)
{
    if (n == 0)
        return;
    struct tpl *staged = tpl_add(t, SEC_STAGED);
    tpl_text(staged, V_STAGE, stage);
    for (size_t i = 0; i < n; i++) {
        struct tpl *file = tpl_add(staged, SEC_STAGED_FILE);
        tpl_text(file, V_NAME, list[i].name);
        tpl_text(file, V_SIZE, format_size(page->arena, (uint64_t)list[i].bytes));
    }
}

static const struct absence *away_of(const struct desk_slips *slips, int64_t person_id)
{
    for (size_t i = 0; i < slips->n_away; i++) {
        if (slips->away[i].user_id == person_id)
            return &slips->away[i];
    }
    return NULL;
}

static const char *colleague(struct page *page, const struct desk_slips *slips, const struct person *p)
{
    const struct absence *away = away_of(slips, p->id);
    const char *name = p->id == page->user->id ? text_f(page->arena, page->lang, N_("%s (me)"), p->name) : p->name;
    if (!away)
        return name;
    return text_f(page->arena, page->lang, N_("%s · away until %s, stand-in: %s"), name, format_day(page->arena, page->lang, away->to_us - 1, page->site->zone), away->deputy);
}

static void fill_colleagues(struct page *page, struct tpl *fold, const struct desk_slips *slips, const struct slip *s, const struct desk_slip_typed *typed)
{
    struct tpl *ask = tpl_add(fold, SEC_ASK_COLLEAGUE);
    int64_t chosen = typed ? typed->person_id : s->to_user_id;
    for (size_t i = 0; i < slips->n_people; i++) {
        struct tpl *option = tpl_add(ask, SEC_PERSON_OPTION);
        tpl_int(option, V_VALUE, slips->people[i].id);
        tpl_text(option, V_LABEL, colleague(page, slips, &slips->people[i]));
        tpl_show_if(option, SEC_SELECTED, slips->people[i].id == chosen);
    }
    tpl_show_if(ask, SEC_ABSENT, typed && away_of(slips, typed->person_id));
}

static void fill_files(struct page *page, struct tpl *fold, const struct desk_slip_retry *retry)
{
    const struct config *config = page->site->config;
    struct tpl *ask = tpl_add(fold, SEC_ASK_FILES);
    tpl_show(fold, SEC_MULTIPART);
    tpl_text(ask, V_ACCEPT, attachment_accept);
    tpl_text(ask, V_FILES_HINT,
             text_f(page->arena, page->lang, N_("PDF, JPEG or PNG, at most %u files of %u MB each"), config->limits.files_per_message, (unsigned)config->limits.upload_mib));
    if (retry)
        desk_staged_fill(page, fold, retry->typed->stage, retry->staged, retry->n_staged);
}

static void add_fold(struct page *page, struct tpl *acts, const struct desk_case *x, const struct slip *s, enum slip_action action, bool open, const struct desk_slip_retry *retry)
{
    static const struct {
        const char *field;
        enum tpl_section section;
    } field_errors[] = {{"text", SEC_TEXT_ERR}, {"person", SEC_PERSON_ERR}, {"files", SEC_FILES_ERR}};
    const struct desk_slips *slips = &x->slips;
    const struct desk_slip_act *act = desk_slip_act(action);
    const struct aside_draft *draft = retry ? NULL : desk_draft_of(&x->aside, desk_draft_slip(page->arena, s->number, slip_action(action)->name));
    struct tpl *fold = tpl_add(acts, SEC_SLIP_FOLD);
    tpl_text(fold, V_ACTION, slip_action(action)->name);
    tpl_text(fold, V_ICON, act->icon);
    tpl_text(fold, V_LABEL, page_text(page, slip_action(action)->title));
    tpl_text(fold, V_BUTTON, page_text(page, act->button));
    tpl_int(fold, V_SLIP_VERSION, s->version);
    tpl_show_if(fold, SEC_OPEN, open);
    if (act->hint)
        tpl_text(tpl_add(fold, SEC_HINT), V_MESSAGE, page_text(page, act->hint));
    if (act->assign)
        fill_colleagues(page, fold, slips, s, retry ? retry->typed : NULL);
    if (act->label) {
        struct tpl *ask = tpl_add(fold, SEC_ASK_TEXT);
        tpl_text(ask, V_LABEL, page_text(page, act->label));
        tpl_text(ask, V_TYPED, retry ? retry->typed->text : desk_draft_text(page->arena, draft, "text"));
        tpl_int(ask, V_ROWS, action == SLIP_DO_ANSWER ? 7 : 3);
        tpl_show_if(ask, SEC_TEXT_OPTIONAL, !act->missing);
    }
    if (draft)
        desk_draft_fill(page, fold, draft);
    if (act->files)
        fill_files(page, fold, retry);
    for (size_t i = 0; retry && i < COUNT_OF(field_errors); i++)
        page_field_error(page, fold, field_errors[i].section, retry->errors, field_errors[i].field);
}

static void add_link(struct page *page, struct tpl *acts, const char *icon, const char *label, const char *url)
{
    struct tpl *link = tpl_add(acts, SEC_SLIP_LINK);
    tpl_text(link, V_ICON, icon);
    tpl_text(link, V_LABEL, page_text(page, label));
    tpl_text(link, V_URL, url);
}

/* What is asked for on a page of its own: whom to ask for help, and whom to send a returned one to. */
static const char *send_url(struct page *page, const struct desk_case *x, const char *query)
{
    const char *from = *x->from ? arena_printf(page->arena, "&from=%s", desk_url_encode(page->arena, x->from)) : "";
    return arena_printf(page->arena, "/staff/complaints/%s/slips/new?%s%s", x->c.number, query, from);
}

/* A returned one, and what a committee that was asked who handles it answered. */
static bool may_send_anew(const struct desk_case *x, const struct slip *s)
{
    const struct slip *above = desk_slip_by_id(x->slips.list, x->slips.n, s->parent_id);
    bool decided = s->before_id && (s->state == SLIP_ANSWERED || s->state == SLIP_CONFIRMED) && slip_ladder(&x->world.book->slips, s->returns) == SLIP_BY_COMMITTEE;
    if (!x->c.is_open || !(decided || s->state == SLIP_RETURNED) || s->settled || desk_slip_replaced(x->slips.list, x->slips.n, s))
        return false;
    if (s->kind == SLIP_HELP)
        return above && desk_slip_in(desk_slip_allowed(&x->slips, above), SLIP_DO_HELP);
    return (s->kind == SLIP_DISPATCH || s->state == SLIP_RETURNED) && (x->rights & PERMISSION_BIT(MAY_DISPATCH));
}

static void fill_acts(struct page *page, struct tpl *row, const struct desk_case *x, const struct slip *s, enum slip_action open)
{
    const struct desk_slips *slips = &x->slips;
    unsigned allowed = desk_slip_allowed(slips, s);
    const struct desk_slip_retry *retry = slips->retry && slips->retry->typed->slip == s->number ? slips->retry : NULL;
    struct tpl *acts = NULL;
    if (may_send_anew(x, s)) {
        const struct slip *above = desk_slip_by_id(slips->list, slips->n, s->parent_id);
        const char *below = above ? arena_printf(page->arena, "&below=%d", above->number) : "";
        acts = tpl_add(row, SEC_SLIP_ACTS);
        add_link(page, acts, "arrow-forward-up", s->state == SLIP_RETURNED ? N_("Dispatch it anew") : N_("Dispatch as it was decided"),
                 send_url(page, x, arena_printf(page->arena, "kind=%s&before=%d%s", desk_slip_kind(s->kind)->name, s->number, below)));
    }
    for (size_t i = 0; desk_slip_order[i] != SLIP_ACTION__COUNT; i++) {
        enum slip_action action = desk_slip_order[i];
        if (!desk_slip_in(allowed, action))
            continue;
        acts = acts ? acts : tpl_add(row, SEC_SLIP_ACTS);
        if (action == SLIP_DO_HELP)
            add_link(page, acts, desk_slip_act(action)->icon, slip_action(action)->title, send_url(page, x, arena_printf(page->arena, "kind=help&below=%d", s->number)));
        else if (action == SLIP_DO_ASSIGN && slips->people_of != s->to_department_id)
            add_link(page, acts, desk_slip_act(action)->icon, slip_action(action)->title,
                     arena_printf(page->arena, "/staff/complaints/%s?slip=%d&do=assign#act-slip-%d-assign", x->c.number, s->number, s->number));
        else
            add_fold(page, acts, x, s, action, action == open, retry && retry->typed->action == action ? retry : NULL);
    }
}

/* ---- one slip ---- */

static void add_files(struct page *page, struct tpl *t, enum tpl_section section, const struct desk_case *x, int64_t message_id)
{
    struct tpl *files = NULL;
    for (size_t i = 0; message_id && i < x->n_files; i++) {
        if (x->files[i].message_id != message_id)
            continue;
        files = files ? files : tpl_add(t, section);
        desk_file_fill(page, files, &x->files[i]);
    }
}

/* What was written with its steps; the request itself stands above them. */
static void fill_said(struct page *page, struct tpl *row, const struct desk_case *x, const struct slip *s)
{
    for (size_t i = 0; i < s->n_steps; i++) {
        const struct slip_step *step = &s->steps[i];
        if (step->action == SLIP_DO_SEND) {
            add_files(page, row, SEC_REQUEST_FILES, x, step->message_id);
            continue;
        }
        if (!step->message_id && !*step->body)
            continue;
        struct tpl *said = tpl_add(row, SEC_SLIP_SAID);
        tpl_text(said, V_ICON, desk_slip_step_icon(step->action));
        tpl_text(said, V_STEP, page_text(page, desk_slip_step_title(step->action)));
        tpl_text(said, V_WHO, *step->actor ? step->actor : page_text(page, N_("System")));
        tpl_text(said, V_ISO, utc_iso(page->arena, step->at_us));
        tpl_text(said, V_AT, format_short(page->arena, step->at_us, page->now_us, page->site->zone));
        tpl_text(said, V_BODY, step->body);
        tpl_show_if(said, SEC_RESULT, step->action == SLIP_DO_ANSWER);
        add_files(page, said, SEC_SAID_FILES, x, step->message_id);
    }
}

static const char *copies_words(const struct page *page, const struct slip *s)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < s->n_copies; i++)
        buf_printf(&out, "%s%s%s", i ? (page->lang == LANG_ZH ? "、" : ", ") : "", page_pick(page, s->copies[i].name_zh, s->copies[i].name_en),
                   s->copies[i].read_us ? page_text(page, N_(" (read)")) : "");
    return out.n ? out.p : "";
}

static const char *above_words(const struct page *page, const struct desk_case *x, const struct slip *s)
{
    const struct slip *above = desk_slip_by_id(x->slips.list, x->slips.n, s->parent_id), *before = desk_slip_by_id(x->slips.list, x->slips.n, s->before_id);
    if (above)
        return text_f(page->arena, page->lang, N_("(for slip %d)"), above->number);
    return before ? text_f(page->arena, page->lang, N_("(in the place of slip %d)"), before->number) : "";
}

static void fill_slip(struct page *page, struct tpl *row, const struct desk_case *x, const struct slip *s)
{
    tpl_int(row, V_SLIP_NUMBER, s->number);
    tpl_text(row, V_KIND, page_text(page, slip_kind_title(s->kind)));
    tpl_text(row, V_TAG, desk_slip_state_class(s->state));
    tpl_text(row, V_SLIP_STATE, page_text(page, slip_state_title(s->state)));
    if (s->round > 1)
        tpl_text(tpl_add(row, SEC_ROUND), V_LABEL, text_f(page->arena, page->lang, N_("Round %d"), s->round));
    tpl_show_if(row, SEC_BINDING, s->is_binding && slip_state_open(s->state));
    desk_slip_marks_fill(page, row, s);
    desk_slip_due_fill(page, row, s, false);
    tpl_optional(row, SEC_FROM_WHO, V_TEXT, s->from_user);
    tpl_text(row, V_FROM_PLACE, desk_slip_from(page, x->c.unit_id, s));
    tpl_text(row, V_TO_PLACE, desk_slip_to(page, x->c.unit_id, s));
    tpl_optional(row, SEC_TO_WHO, V_TEXT, s->to_user_id ? s->to_user : "");
    tpl_optional(row, SEC_ABOVE, V_TEXT, above_words(page, x, s));
    tpl_optional(row, SEC_SENT_COPIES, V_TEXT, copies_words(page, s));
    tpl_text(row, V_REQUEST, s->request);
    fill_said(page, row, x, s);
}

/* ---- the card ---- */

/* Kinds that can be begun here, in the panel of actions; the page of new slips has all of them. */
static void fill_send_links(struct page *page, struct tpl *t, const struct desk_case *x)
{
    static const enum slip_kind offered[] = {SLIP_DISPATCH, SLIP_UP};
    if (!(x->rights & PERMISSION_BIT(MAY_DISPATCH)) || !x->c.is_open)
        return;
    struct tpl *links = tpl_add(t, SEC_DISPATCH_LINKS);
    for (size_t i = 0; i < COUNT_OF(offered); i++) {
        if (offered[i] == SLIP_UP && x->world.n_line < 2)
            continue;
        struct tpl *link = tpl_add(links, SEC_SEND_LINK);
        tpl_text(link, V_KIND_NAME, desk_slip_kind(offered[i])->name);
        tpl_text(link, V_LABEL, page_text(page, desk_slip_kind(offered[i])->title));
    }
}

static void fill_error_list(struct page *page, struct tpl *t, const struct desk_slip_retry *retry)
{
    struct http_form_errors errors = *retry->errors;
    for (size_t i = 0; i < errors.n; i++)
        errors.items[i].field = arena_printf(page->arena, "slip-%d-%s-%s", retry->typed->slip, slip_action(retry->typed->action)->name, errors.items[i].field);
    page_errors(page, t, &errors);
}

/* On a phone the button that leads to what waits for the user. */
static void fill_jump(struct page *page, struct tpl *t, const struct slip *s, enum slip_action action)
{
    struct tpl *jump = tpl_add(t, SEC_SLIP_JUMP);
    tpl_int(jump, V_SLIP_NUMBER, s->number);
    tpl_text(jump, V_SLIP_DO, slip_action(action)->name);
    tpl_text(jump, V_LABEL, page_text(page, slip_action(action)->title));
}

/* That the complaint cannot be closed yet, for who could close it otherwise. */
static void fill_hold(struct page *page, struct tpl *t, const struct desk_case *x)
{
    if (x->rights & PERMISSION_BIT(MAY_CLOSE))
        tpl_optional(t, SEC_SLIPS_HOLD, V_TEXT, desk_open_slips_words(page, &x->c, ACTION_CLOSE));
}

void desk_slips_fill(struct page *page, struct tpl *t, const struct desk_case *x)
{
    const struct desk_slips *slips = &x->slips;
    fill_hold(page, t, x);
    fill_send_links(page, t, x);
    if (slips->n == 0)
        return;
    struct tpl *card = tpl_add(t, SEC_SLIPS);
    if (slips->retry)
        fill_error_list(page, t, slips->retry);
    tpl_text(card, V_SLIP_COUNT, text_count(page->arena, page->lang, "%lld slip", "%lld slips", (long long)slips->n));
    enum slip_action open = slips->act;
    const struct slip *first = slips->open ? desk_slip_find(slips->list, slips->n, slips->open) : desk_slip_waiting(slips, &open);
    if (first && slips->open && open == SLIP_ACTION__COUNT)
        open = desk_slip_first(first, desk_slip_allowed(slips, first));
    if (first && open != SLIP_ACTION__COUNT)
        fill_jump(page, t, first, open);
    struct tpl *list = tpl_add(card, SEC_SLIP_LIST);
    struct desk_slip_node *nodes;
    desk_slip_tree(page->arena, slips->list, slips->n, &nodes);
    for (size_t i = 0; i < slips->n; i++) {
        const struct slip *s = nodes[i].slip;
        struct tpl *row = tpl_add(list, SEC_SLIP);
        tpl_show_if(row, SEC_SLIP_BELOW, nodes[i].depth > 0);
        fill_slip(page, row, x, s);
        tpl_show_if(row, SEC_SLIP_FINDINGS, x->c.part && s->kind == SLIP_DISPATCH && s->to_department_id == x->c.lead_department_id && desk_slip_in(desk_slip_allowed(&x->slips, s), SLIP_DO_ANSWER));
        fill_acts(page, row, x, s, s == first ? open : SLIP_ACTION__COUNT);
    }
    desk_path_fill(page, list, x);
}

/* ---- conflicts ---- */

static void add_line(struct page *page, struct tpl *t, enum tpl_section section, const char *label, const char *value)
{
    if (!value || !*value)
        return;
    struct tpl *line = tpl_add(t, section);
    tpl_text(line, V_LABEL, page_text(page, label));
    tpl_text(line, V_VALUE, value);
}

static const char *step_words(struct page *page, const struct slip_step *step)
{
    return arena_printf(page->arena, "%s %s %s", format_short(page->arena, step->at_us, page->now_us, page->site->zone), *step->actor ? step->actor : page_text(page, N_("System")),
                        page_text(page, desk_slip_step_title(step->action)));
}

static void keep(struct tpl *t, const char *name, const char *value)
{
    if (!*value)
        return;
    struct tpl *kept = tpl_add(t, SEC_KEPT);
    tpl_text(kept, V_NAME, name);
    tpl_text(kept, V_VALUE, value);
}

void desk_slip_stale_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct slip *now, const struct desk_slip_typed *typed)
{
    const struct desk_slip_act *act = desk_slip_act(typed->action);
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_text(t, V_FROM_RAW, typed->from);
    tpl_int(t, V_SLIP_NUMBER, now->number);
    tpl_text(t, V_ACT_TITLE, page_text(page, slip_action(typed->action)->title));
    if (act->label)
        add_line(page, t, SEC_MINE, act->label, typed->text);
    for (size_t i = 0; i < x->slips.n_people; i++) {
        if (x->slips.people[i].id == typed->person_id)
            add_line(page, t, SEC_MINE, N_("Colleague"), x->slips.people[i].name);
    }
    add_line(page, t, SEC_NOW, N_("State"), page_text(page, slip_state_title(now->state)));
    add_line(page, t, SEC_NOW, N_("To"), desk_slip_to(page, x->c.unit_id, now));
    add_line(page, t, SEC_NOW, N_("Handler"), now->to_user_id ? now->to_user : "");
    add_line(page, t, SEC_NOW, N_("Due"), slip_state_with_receiver(now->state) ? desk_due_moment(page, now->due_us) : "");
    if (now->n_steps > 0) {
        const struct slip_step *last = &now->steps[now->n_steps - 1];
        add_line(page, t, SEC_NOW, N_("Last step"), step_words(page, last));
        add_line(page, t, SEC_NOW, N_("What was written with it"), last->body);
    }
    if (!desk_slip_in(desk_slip_allowed(&x->slips, now), typed->action)) {
        tpl_optional(tpl_add(t, SEC_IMPOSSIBLE), SEC_HAS_TEXT, V_TYPED, typed->text);
        return;
    }
    struct tpl *again = tpl_add(t, SEC_AGAIN);
    tpl_text(again, V_ACTION, slip_action(typed->action)->name);
    tpl_int(again, V_SLIP_VERSION, now->version);
    keep(again, "stage", typed->stage);
    if (typed->person_id)
        keep(again, "person", arena_printf(page->arena, "%lld", (long long)typed->person_id));
    keep(again, "absent_ok", typed->absent_ok ? "1" : "");
    if (act->label) {
        struct tpl *edit = tpl_add(again, SEC_EDIT_TEXT);
        tpl_text(edit, V_LABEL, page_text(page, act->label));
        tpl_text(edit, V_VALUE, typed->text);
    }
}

void desk_slip_state_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct slip *now, const struct desk_slip_typed *typed, const char *why)
{
    const char *plain = text_f(page->arena, page->lang, N_("Slip %d is in the state “%s”. In this state “%s” is not possible; nothing was changed."), now->number,
                               page_text(page, slip_state_title(now->state)), page_text(page, slip_action(typed->action)->title));
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_text(t, V_MESSAGE, *why ? why : plain);
    tpl_optional(t, SEC_HAS_TEXT, V_TYPED, typed->text);
    unsigned allowed = desk_slip_allowed(&x->slips, now);
    struct tpl *choices = NULL;
    for (size_t i = 0; desk_slip_order[i] != SLIP_ACTION__COUNT; i++) {
        if (!desk_slip_in(allowed, desk_slip_order[i]) || desk_slip_act(desk_slip_order[i])->page)
            continue;
        choices = choices ? choices : tpl_add(t, SEC_CHOICES);
        struct tpl *choice = tpl_add(choices, SEC_CHOICE);
        tpl_text(choice, V_ACTION, arena_printf(page->arena, "slip-%d-%s", now->number, slip_action(desk_slip_order[i])->name));
        tpl_text(choice, V_LABEL, page_text(page, slip_action(desk_slip_order[i])->title));
    }
}
