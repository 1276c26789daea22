#include "desk_paper_view.h"

#include <string.h>

#include "desk_contact_view.h"
#include "desk_draft.h"
#include "desk_words_view.h"
#include "format.h"

static const char *state_class(enum paper_state state)
{
    switch (state) {
    case PAPER_DRAFT: return "";
    case PAPER_ASKED: return "tag-w";
    case PAPER_FINAL: return "tag-b";
    case PAPER_DELIVERED: return "tag-ok";
    case PAPER_DROPPED:
    case PAPER_REPLACED:
    case PAPER_STATE__END: break;
    }
    return "";
}

static const char *kind_name(const struct page *page, const char *kind)
{
    return page_text(page, strcmp(kind, PAPER_CLOSING) == 0 ? N_("Closing report") : rulebook_paper_title(kind));
}

/* Asked for, and what became of that, in one or two words. */
static const char *state_words(const struct page *page, const struct paper *p, const struct approval *approval)
{
    if (p->state == PAPER_ASKED && approval) {
        switch (approval->state) {
        case APPROVAL_GIVEN: return page_text(page, N_("Agreed to"));
        case APPROVAL_SENT_BACK: return page_text(page, N_("Sent back"));
        case APPROVAL_WITHDRAWN: return page_text(page, paper_state_title(PAPER_DRAFT));
        case APPROVAL_OPEN:
        case APPROVAL_STATE__END: break;
        }
    }
    return page_text(page, paper_state_title(p->state));
}

static void fill_head(struct page *page, struct tpl *t, const struct desk_case *x)
{
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_text(t, V_SUBJECT, x->c.title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(&x->c));
    tpl_text(t, V_CARRY, *x->from ? arena_printf(page->arena, "?from=%s", desk_url_encode(page->arena, x->from)) : "");
}

/* ---- the list ---- */

static const struct approval *approval_about(const struct desk_papers *papers, int64_t id)
{
    for (size_t i = 0; i < papers->n_approvals; i++) {
        if (papers->approvals[i].subject_id == id)
            return &papers->approvals[i];
    }
    return NULL;
}

static void fill_row(struct page *page, struct tpl *table, const struct desk_case *x, const struct paper *p, const struct approval *approval)
{
    const bool closing = strcmp(p->kind, PAPER_CLOSING) == 0;
    struct tpl *row = tpl_add(table, SEC_ROW);
    if (closing)
        tpl_text(row, V_URL, arena_printf(page->arena, "/staff/complaints/%s/%s", x->c.number, p->state == PAPER_FINAL || p->state == PAPER_DELIVERED ? "closing-report" : "close"));
    else
        tpl_text(row, V_URL, arena_printf(page->arena, "/staff/complaints/%s/papers/%lld", x->c.number, (long long)p->id));
    tpl_text(row, V_LABEL, desk_paper_number(page->arena, x, p));
    tpl_text(row, V_TITLE, closing ? kind_name(page, p->kind) : p->title);
    tpl_text(row, V_KIND, kind_name(page, p->kind));
    tpl_text(row, V_CLASS, state_class(p->state));
    tpl_text(row, V_STATE, state_words(page, p, approval));
    tpl_text(row, V_NAME, p->author);
    tpl_text(row, V_AT, desk_moment(page, p->changed_us));
}

void desk_papers_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_papers *papers)
{
    const struct rulebook *b = x->world.book;
    struct tpl *begin = NULL, *table = papers->n ? tpl_add(t, SEC_TABLE) : NULL;
    fill_head(page, t, x);
    tpl_show_if(t, SEC_EMPTY, papers->n == 0);
    for (size_t i = 0; i < papers->n; i++)
        fill_row(page, table, x, &papers->list[i], approval_about(papers, papers->list[i].id));
    for (unsigned i = 0; papers->may && i < b->papers_count; i++) {
        if (b->papers[i].inactive || rulebook_when(&b->papers[i].when, &x->facts) != RB_HOLDS)
            continue;
        begin = begin ? begin : tpl_add(t, SEC_BEGIN);
        struct tpl *one = tpl_add(begin, SEC_CHOICE);
        tpl_text(one, V_VALUE, b->papers[i].code);
        tpl_text(one, V_LABEL, desk_rb_text(page, b->papers[i].name));
    }
}

/* ---- one of them ---- */

static const char *written(const struct page *page, const struct desk_paper *shown, size_t i)
{
    if (shown->typed && shown->typed->n_sections > i)
        return shown->typed->sections[i].body;
    if (shown->draft)
        return desk_draft_text(page->arena, shown->draft, desk_paper_field(page->arena, shown->codes[i]));
    return paper_section_text(shown->p, shown->codes[i]);
}

static void fill_theirs(struct tpl *field, const char *theirs, const char *mine)
{
    if (strcmp(theirs, mine) != 0)
        tpl_text(tpl_add(field, SEC_THEIRS), V_TEXT, theirs);
}

static bool can(const struct desk_case *x, const struct desk_paper *shown, enum paper_action action)
{
    const char *why;
    return paper_decide(shown->p, action, x->rights, shown->consent, shown->chain != NULL, &why) == ERR_NONE;
}

static void fill_form(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_paper *shown)
{
    struct tpl *form = tpl_add(t, SEC_WRITE);
    const char *title = shown->typed && shown->typed->n_sections ? shown->typed->title : shown->p->title;
    tpl_text(form, V_WHAT, desk_draft_paper(page->arena, shown->p->id));
    tpl_text(form, V_TYPED, title);
    page_field_error(page, form, SEC_TITLE_ERR, shown->errors, "title");
    tpl_show_if(form, SEC_STALE, shown->theirs);
    if (shown->theirs)
        fill_theirs(form, shown->theirs->title, title);
    if (shown->draft) {
        desk_draft_fill(page, form, shown->draft);
        tpl_show_if(form, SEC_DRAFT_BEHIND, shown->p->changed_us > shown->draft->at_us);
    }
    for (size_t i = 0; i < shown->n_codes; i++) {
        const char *field = desk_paper_field(page->arena, shown->codes[i]), *body = written(page, shown, i);
        struct tpl *part = tpl_add(form, SEC_PART);
        tpl_text(part, V_FIELD, field);
        tpl_text(part, V_LABEL, desk_paper_part_name(page->lang, shown->rule, shown->codes[i]));
        tpl_text(part, V_TYPED, body);
        page_field_error(page, part, SEC_PART_ERR, shown->errors, field);
        if (shown->theirs)
            fill_theirs(part, paper_section_text(shown->theirs, shown->codes[i]), body);
    }
    tpl_show_if(form, SEC_MAY_ASK, can(x, shown, PAPER_ASK));
    tpl_show_if(form, SEC_MAY_FINISH, can(x, shown, PAPER_FINISH));
}

static void fill_reading(struct page *page, struct tpl *t, const struct desk_paper *shown)
{
    struct tpl *read = tpl_add(t, SEC_READ);
    for (size_t i = 0; i < shown->n_codes; i++) {
        const char *body = paper_section_text(shown->p, shown->codes[i]);
        if (!*body)
            continue;
        struct tpl *row = tpl_add(read, SEC_TEXT_ROW);
        tpl_text(row, V_LABEL, desk_paper_part_name(page->lang, shown->rule, shown->codes[i]));
        tpl_text(row, V_VALUE, body);
    }
}

static void fill_consent(struct page *page, struct tpl *t, const struct desk_paper *shown)
{
    const struct approval *a = shown->approval;
    if (!a) {
        if (shown->chain && (shown->p->state == PAPER_DRAFT || shown->p->state == PAPER_ASKED))
            tpl_text(tpl_add(t, SEC_WILL_ASK), V_TEXT, desk_rb_text(page, shown->chain->name));
        return;
    }
    struct tpl *box = tpl_add(t, SEC_CONSENT);
    tpl_int(box, V_ID, a->id);
    tpl_text(box, V_STATE, page_text(page, approval_state_title(a->state)));
    tpl_text(box, V_NAME, a->asker ? a->asker : "");
    tpl_text(box, V_AT, desk_moment(page, a->asked_us));
    tpl_show_if(box, SEC_IS_WAITING, shown->consent == PAPER_WAITS);
    tpl_show_if(box, SEC_IS_AGREED, shown->consent == PAPER_AGREED && shown->p->state <= PAPER_ASKED);
    tpl_show_if(box, SEC_IS_OUTDATED, shown->consent == PAPER_OUTDATED);
    for (size_t i = 0; shown->consent == PAPER_SENT_BACK && i < a->n_steps; i++) {
        if (a->steps[i].decision == APPROVAL_SEND_BACK)
            tpl_text(tpl_add(box, SEC_BECAUSE), V_REASON, a->steps[i].text);
    }
}

static void fill_delivery(struct page *page, struct tpl *t, const struct desk_paper *shown)
{
    const struct desk_paper_typed *typed = shown->typed && shown->typed->action == PAPER_DELIVER ? shown->typed : NULL;
    const struct config *config = page->site->config;
    struct tpl *form = tpl_add(t, SEC_DELIVER);
    for (size_t i = 0; paper_ways[i]; i++) {
        struct tpl *one = tpl_add(form, SEC_WAY_OPTION);
        tpl_text(one, V_VALUE, paper_ways[i]);
        tpl_text(one, V_LABEL, page_text(page, paper_way_title(paper_ways[i])));
        tpl_show_if(one, SEC_SELECTED, typed && strcmp(typed->way, paper_ways[i]) == 0);
    }
    tpl_text(form, V_TO, typed ? typed->to : strcmp(shown->p->kind, PAPER_OPINION) == 0 ? page_text(page, N_("Complainant")) : "");
    tpl_text(form, V_DAY, typed ? typed->day : desk_date_iso(page->arena, desk_date_of(page->now_us, page->site->zone)));
    tpl_text(form, V_PROOF, typed ? typed->proof : "");
    tpl_text(form, V_ACCEPT, attachment_accept_internal);
    tpl_text(form, V_FILES_HINT,
             text_f(page->arena, page->lang, N_("PDF, JPEG, PNG or a recording, at most %u files of %u MB each; only staff see them"), config->limits.files_per_message, (unsigned)config->limits.upload_mib));
    page_field_error(page, form, SEC_WAY_ERR, shown->errors, "way");
    page_field_error(page, form, SEC_TO_ERR, shown->errors, "to");
    page_field_error(page, form, SEC_DAY_ERR, shown->errors, "day");
    page_field_error(page, form, SEC_PROOF_ERR, shown->errors, "proof");
    page_field_error(page, form, SEC_FILES_ERR, shown->errors, "files");
    if (shown->n_staged == 0)
        return;
    struct tpl *staged = tpl_add(form, SEC_STAGED);
    tpl_text(staged, V_STAGE, typed ? typed->stage : "");
    for (size_t i = 0; i < shown->n_staged; i++) {
        struct tpl *file = tpl_add(staged, SEC_STAGED_FILE);
        tpl_text(file, V_NAME, shown->staged[i].name);
        tpl_text(file, V_SIZE, format_size(page->arena, (uint64_t)shown->staged[i].bytes));
    }
}

static void fill_delivered(struct page *page, struct tpl *t, const struct paper *p)
{
    struct tpl *box = tpl_add(t, SEC_DELIVERED);
    tpl_text(box, V_DAY, format_date(page->arena, page->lang, p->delivered_us, page->site->zone));
    tpl_text(box, V_KIND, page_text(page, paper_way_title(p->way)));
    tpl_text(box, V_TO, p->to);
    tpl_text(box, V_PROOF, *p->proof ? p->proof : page_text(page, N_("attached")));
}

void desk_paper_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_paper *shown)
{
    const struct paper *p = shown->p;
    fill_head(page, t, x);
    page_errors(page, t, shown->errors);
    tpl_int(t, V_ID, p->id);
    tpl_int(t, V_VERSION, shown->theirs ? shown->theirs->version : p->version);
    tpl_text(t, V_TITLE, p->title);
    tpl_text(t, V_LABEL, desk_paper_number(page->arena, x, p));
    tpl_text(t, V_KIND, shown->rule ? desk_rb_text(page, shown->rule->name) : kind_name(page, p->kind));
    tpl_text(t, V_CLASS, state_class(p->state));
    tpl_text(t, V_STATE, state_words(page, p, shown->approval));
    tpl_text(t, V_WHO, p->author);
    tpl_text(t, V_BEGUN, desk_moment(page, p->begun_us));
    fill_consent(page, t, shown);
    if (can(x, shown, PAPER_SAVE))
        fill_form(page, t, x, shown);
    else
        fill_reading(page, t, shown);
    if (p->sha256) {
        struct tpl *archived = tpl_add(t, SEC_ARCHIVED);
        tpl_text(archived, V_HASH, str_hex(page->arena, p->sha256, 32));
        tpl_text(archived, V_AT, desk_moment(page, p->final_us));
    }
    if (p->state == PAPER_DELIVERED)
        fill_delivered(page, t, p);
    if (can(x, shown, PAPER_DELIVER))
        fill_delivery(page, t, shown);
    if (p->replaces_id)
        tpl_int(tpl_add(t, SEC_NEW_VERSION), V_VALUE, p->replaces_id);
    if (paper_replaceable(p) && (x->rights & PERMISSION_BIT(MAY_INVESTIGATE)))
        tpl_text(tpl_add(t, SEC_REPLACE), V_CODE, p->code);
    if (can(x, shown, PAPER_DROP)) {
        struct tpl *drop = tpl_add(t, SEC_DROP);
        tpl_show_if(drop, SEC_OPEN, shown->typed && shown->typed->action == PAPER_DROP);
        page_field_error(page, drop, SEC_REASON_ERR, shown->errors, "reason");
    }
}
