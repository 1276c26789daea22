#include "desk_investigation_view.h"

#include <string.h>

#include "desk_act.h"
#include "desk_contact_view.h"
#include "desk_draft.h"
#include "desk_words_view.h"
#include "format.h"

static const struct investigation *record_of(const struct desk_investigation *shown, int position)
{
    for (size_t i = 0; i < shown->n; i++) {
        if (shown->list[i].position == position)
            return &shown->list[i];
    }
    return NULL;
}

static const struct aside_draft *draft_of(const struct page *page, const struct desk_investigation *shown, int position)
{
    const char *what = desk_draft_matter(page->arena, position);
    for (size_t i = 0; i < shown->n_drafts; i++) {
        if (strcmp(shown->drafts[i].what, what) == 0)
            return &shown->drafts[i];
    }
    return NULL;
}

const char *desk_investigation_story(struct page *page, const struct desk_investigation_typed *typed)
{
    const char *colon = page->lang == LANG_ZH ? "：" : ": ";
    struct buf out = {.arena = page->arena};
    buf_adds(&out, text_f(page->arena, page->lang, N_("Matter %d"), typed->position));
    for (int i = 0; i < INVESTIGATION_PART__COUNT; i++) {
        if (*typed->texts[i])
            buf_printf(&out, "\n%s%s%s", page_text(page, investigation_part((enum investigation_part)i)->title), colon, typed->texts[i]);
    }
    if (typed->finding)
        buf_printf(&out, "\n%s%s%s%s%s", page_text(page, N_("Finding")), colon, page_text(page, complaint_finding_title(typed->finding)), page->lang == LANG_ZH ? "。" : ". ", typed->reason);
    return out.p;
}

/* ---- one matter ---- */

struct matter {
    const struct complaint_allegation *allegation;
    const struct investigation *record; /* NULL: not written yet */
    const struct aside_draft *draft;    /* NULL: none, or the form is shown again */
    bool again;                         /* what was entered stands in it */
};

static void fill_written(struct page *page, struct tpl *row, const struct matter *m)
{
    const struct investigation *r = m->record;
    if (!r || r->hidden)
        return;
    struct tpl *by = tpl_add(row, SEC_WRITTEN_BY);
    tpl_text(by, V_NAME, r->last);
    tpl_text(by, V_PLACE, page_pick(page, r->last_zh, r->last_en));
    tpl_text(by, V_AT, desk_moment(page, r->at_us));
    if (r->first_by != r->last_by)
        tpl_text(tpl_add(by, SEC_BEGUN_BY), V_NAME, r->first);
}

static void fill_reading(struct page *page, struct tpl *row, const struct matter *m)
{
    struct tpl *read = tpl_add(row, SEC_RECORD);
    for (int i = 0; m->record && i < INVESTIGATION_PART__COUNT; i++) {
        if (!*m->record->texts[i])
            continue;
        struct tpl *text = tpl_add(read, SEC_TEXT_ROW);
        tpl_text(text, V_LABEL, page_text(page, investigation_part((enum investigation_part)i)->title));
        tpl_text(text, V_VALUE, m->record->texts[i]);
    }
    if (!*m->allegation->reason)
        return;
    struct tpl *text = tpl_add(read, SEC_TEXT_ROW);
    tpl_text(text, V_LABEL, page_text(page, N_("Reason of the finding")));
    tpl_text(text, V_VALUE, m->allegation->reason);
}

static void fill_theirs(struct tpl *field, const char *theirs, const char *mine)
{
    if (strcmp(theirs, mine) != 0)
        tpl_text(tpl_add(field, SEC_THEIRS), V_TEXT, theirs);
}

static void fill_texts(struct page *page, struct tpl *form, const struct desk_investigation *shown, const struct matter *m)
{
    int position = m->allegation->position;
    for (int i = 0; i < INVESTIGATION_PART__COUNT; i++) {
        const struct investigation_part_kind *part = investigation_part((enum investigation_part)i);
        const char *id = desk_investigation_field(page->arena, part->name, position);
        const char *kept = m->record ? m->record->texts[i] : "";
        const char *typed = m->again ? shown->typed->texts[i] : m->draft ? desk_draft_text(page->arena, m->draft, part->name) : kept;
        struct tpl *field = tpl_add(form, SEC_PART);
        tpl_text(field, V_FIELD, id);
        tpl_text(field, V_NAME, part->name);
        tpl_text(field, V_LABEL, page_text(page, part->title));
        tpl_text(field, V_TYPED, typed);
        tpl_optional(field, SEC_HINT, V_TEXT, page_text(page, part->hint));
        page_field_error(page, field, SEC_PART_ERR, shown->errors, id);
        if (m->again && shown->theirs)
            fill_theirs(field, shown->theirs->texts[i], typed);
    }
}

static void fill_finding(struct page *page, struct tpl *form, const struct desk_investigation *shown, const struct matter *m)
{
    const struct complaint_allegation *a = m->allegation;
    enum complaint_finding chosen = m->again ? shown->typed->finding : a->finding;
    const char *reason = m->again ? shown->typed->reason : m->draft && *desk_draft_text(page->arena, m->draft, "reason") ? desk_draft_text(page->arena, m->draft, "reason") : a->reason;
    const char *finding_id = desk_investigation_field(page->arena, "finding", a->position), *reason_id = desk_investigation_field(page->arena, "reason", a->position);
    struct tpl *ask = tpl_add(form, SEC_ASK_FINDING);
    tpl_text(ask, V_FIELD, finding_id);
    tpl_text(ask, V_FIELD_2, reason_id);
    tpl_text(ask, V_TYPED, reason);
    for (size_t i = 0; desk_findings[i] != FINDING_NONE; i++) {
        struct tpl *one = tpl_add(ask, SEC_FINDING_OPTION);
        tpl_int(one, V_VALUE, desk_findings[i]);
        tpl_text(one, V_LABEL, page_text(page, complaint_finding_title(desk_findings[i])));
        tpl_show_if(one, SEC_SELECTED, desk_findings[i] == chosen);
    }
    page_field_error(page, ask, SEC_FINDING_ERR, shown->errors, finding_id);
    page_field_error(page, ask, SEC_REASON_ERR, shown->errors, reason_id);
    if (m->again && shown->their_finding) {
        const char *word = page_text(page, complaint_finding_title(shown->their_finding->finding));
        if (shown->their_finding->finding != chosen)
            tpl_text(tpl_add(ask, SEC_THEIR_FINDING), V_TEXT, *word ? word : page_text(page, N_("Not said")));
        fill_theirs(ask, shown->their_finding->reason, reason);
    }
}

static void fill_files(struct page *page, struct tpl *form, const struct desk_investigation *shown, const struct matter *m)
{
    const struct config *config = page->site->config;
    tpl_text(form, V_ACCEPT, attachment_accept_internal);
    tpl_text(form, V_FILES_HINT,
             text_f(page->arena, page->lang, N_("PDF, JPEG, PNG or a recording, at most %u files of %u MB each; only staff see them"), config->limits.files_per_message, (unsigned)config->limits.upload_mib));
    if (!m->again)
        return;
    page_field_error(page, form, SEC_FILES_ERR, shown->errors, "files");
    if (shown->n_staged == 0)
        return;
    struct tpl *staged = tpl_add(form, SEC_STAGED);
    tpl_text(staged, V_STAGE, shown->typed->stage);
    for (size_t i = 0; i < shown->n_staged; i++) {
        struct tpl *file = tpl_add(staged, SEC_STAGED_FILE);
        tpl_text(file, V_NAME, shown->staged[i].name);
        tpl_text(file, V_SIZE, format_size(page->arena, (uint64_t)shown->staged[i].bytes));
    }
}

static void fill_form(struct page *page, struct tpl *row, const struct desk_investigation *shown, const struct matter *m)
{
    struct tpl *form = tpl_add(row, SEC_WRITE);
    int version = m->record ? m->record->version : 0;
    tpl_int(form, V_VERSION, m->again ? (shown->theirs ? shown->theirs->version : shown->typed->version) : version);
    tpl_text(form, V_WHAT, desk_draft_matter(page->arena, m->allegation->position));
    tpl_show_if(form, SEC_STALE, m->again && shown->theirs);
    tpl_show_if(form, SEC_DRAFT_BEHIND, m->draft && m->record && m->record->at_us > m->draft->at_us);
    if (m->draft)
        desk_draft_fill(page, form, m->draft);
    fill_texts(page, form, shown, m);
    if (shown->right.writer == INVESTIGATION_WRITES)
        fill_finding(page, form, shown, m);
    fill_files(page, form, shown, m);
}

static bool is_open(const struct desk_case *x, const struct desk_investigation *shown, int position)
{
    if (x->parts.n_allegations < 2)
        return true;
    if (shown->open)
        return shown->open == position;
    for (size_t i = 0; i < x->parts.n_allegations; i++) {
        if (!record_of(shown, x->parts.allegations[i].position))
            return x->parts.allegations[i].position == position;
    }
    return false;
}

static void fill_matter(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_investigation *shown, const struct complaint_allegation *a)
{
    struct matter m = {.allegation = a, .record = record_of(shown, a->position), .again = shown->typed && shown->typed->position == a->position};
    bool hidden = m.record && m.record->hidden;
    m.draft = m.again ? NULL : draft_of(page, shown, a->position);
    struct tpl *row = tpl_add(t, SEC_MATTER);
    tpl_int(row, V_POSITION, a->position);
    tpl_text(row, V_HEADING, x->parts.n_allegations > 1 ? text_f(page->arena, page->lang, N_("Matter %d"), a->position) : page_text(page, N_("What the complaint is about")));
    tpl_text(row, V_BODY, a->body);
    tpl_show(row, m.record ? SEC_IS_WRITTEN : SEC_NOT_WRITTEN);
    tpl_optional(row, SEC_FOUND, V_LABEL, page_text(page, complaint_finding_title(a->finding)));
    fill_written(page, row, &m);
    tpl_show_if(row, SEC_HIDDEN, hidden);
    if (hidden)
        return;
    if (shown->right.writer == INVESTIGATION_READS) {
        if (m.record || *a->reason)
            fill_reading(page, row, &m);
        return;
    }
    tpl_show_if(row, SEC_FOLDED, x->parts.n_allegations > 1);
    tpl_show_if(row, SEC_OPEN, is_open(x, shown, a->position));
    fill_form(page, row, shown, &m);
}

/* ---- key facts ---- */

static void fill_flags(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_investigation *shown)
{
    const struct rulebook *b = x->world.book;
    struct tpl *card = NULL;
    for (size_t i = 0; i < x->class.n_flags; i++) {
        const struct complaint_flag *flag = &x->class.flags[i];
        const struct rb_name *rule = rulebook_name(b->flags, b->flags_count, flag->code);
        const char *asks = rule ? desk_rb_text(page, rule->note) : "", *id = arena_printf(page->arena, "flag-%s", flag->code);
        if (!*asks && !*flag->note)
            continue;
        card = card ? card : tpl_add(t, SEC_FLAGS);
        const char *note = shown->flags ? shown->flags[i].note : flag->note;
        struct tpl *row = tpl_add(card, SEC_FLAG);
        tpl_text(row, V_LABEL, desk_rb_name(page, b->flags, b->flags_count, flag->code));
        tpl_text(row, V_TEXT, asks);
        if (!shown->may_flag) {
            tpl_text(tpl_add(row, SEC_READ), V_VALUE, *flag->note ? flag->note : page_text(page, N_("Not written yet")));
            continue;
        }
        struct tpl *ask = tpl_add(row, SEC_WRITE);
        tpl_text(ask, V_FIELD, id);
        tpl_text(ask, V_NAME, flag->code);
        tpl_text(ask, V_TYPED, note);
        tpl_text(ask, V_VALUE, flag->note);
        page_field_error(page, ask, SEC_FLAG_ERR, shown->errors, id);
        if (shown->flags_stale)
            fill_theirs(ask, flag->note, note);
    }
    if (card && shown->may_flag)
        tpl_show(card, SEC_MAY_SAVE);
    if (card)
        tpl_show_if(card, SEC_STALE, shown->flags_stale);
}

/* ---- ---- */

void desk_investigation_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_investigation *shown)
{
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_text(t, V_TITLE, x->c.title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(&x->c));
    tpl_text(t, V_PLACE, desk_place(page, &x->c));
    tpl_text(t, V_FROM_RAW, x->from);
    tpl_text(t, V_CARRY, *x->from ? arena_printf(page->arena, "?from=%s", desk_url_encode(page->arena, x->from)) : "");
    page_errors(page, t, shown->errors);
    size_t written = 0;
    for (size_t i = 0; i < x->parts.n_allegations; i++)
        written += record_of(shown, x->parts.allegations[i].position) != NULL;
    if (x->parts.n_allegations > 1)
        tpl_text(tpl_add(t, SEC_PROGRESS), V_TEXT, text_f(page->arena, page->lang, N_("%d of %d matters written"), (int)written, (int)x->parts.n_allegations));
    tpl_show_if(t, SEC_ENDED_NOTE, !x->c.is_open);
    tpl_show_if(t, SEC_PART_NOTE, shown->right.writer == INVESTIGATION_WRITES_PART);
    fill_flags(page, t, x, shown);
    for (size_t i = 0; i < x->parts.n_allegations; i++)
        fill_matter(page, t, x, shown, &x->parts.allegations[i]);
    struct tpl *files = NULL;
    for (size_t i = 0; i < x->n_files; i++) {
        if (!x->files[i].internal)
            continue;
        files = files ? files : tpl_add(t, SEC_INTERNAL_FILES);
        desk_file_fill(page, files, &x->files[i]);
    }
}
