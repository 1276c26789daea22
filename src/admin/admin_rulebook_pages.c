#include <string.h>

#include "admin_draft_pages.h"
#include "admin_form.h"
#include "admin_routes.h"
#include "admin_rulebook_form.h"
#include "admin_rulebook_view.h"
#include "complaint_replay_store.h"

#define VERSIONS_MAX 50
#define IMPACT_MAX 40
#define REPLAY_LOOK 500 /* as many as a page may be kept waiting for; the command line looks at all */
#define REPLAY_DAYS 365
#define CHANGES ADMIN_RULEBOOK "/changes"

static const char *const state_titles[] = {
    [RULEBOOK_DRAFT] = N_("Draft"),  [RULEBOOK_PLANNED] = N_("Published, not yet in force"), [RULEBOOK_IN_FORCE] = N_("In force"),
    [RULEBOOK_PAST] = N_("Earlier"), [RULEBOOK_DROPPED] = N_("Dropped"),
};

static struct admin_version_shown shown_version(const struct rulebook_version *v, bool may_restore)
{
    return (struct admin_version_shown){
        .id = v->id,
        .created_us = v->created_us,
        .edited_us = v->edited_us,
        .published_us = v->published_us,
        .effective_us = v->effective_us,
        .state = state_titles[v->state],
        .number = v->number,
        .version = v->version,
        .note = v->note,
        .author = v->author,
        .editor = v->editor,
        .publisher = v->publisher,
        .draft = v->state == RULEBOOK_DRAFT,
        .planned = v->state == RULEBOOK_PLANNED,
        .in_force = v->state == RULEBOOK_IN_FORCE,
        .restorable = may_restore && v->state == RULEBOOK_PAST,
    };
}

static enum err home_get(struct page *page)
{
    struct admin_draft draft;
    struct rulebook_version *versions;
    size_t n;
    TRY(admin_draft_load(page, &draft));
    TRY(rulebook_versions(page->db, page->arena, VERSIONS_MAX, &versions, &n));
    struct admin_version_shown *shown = ARENA_ARRAY(page->arena, n, struct admin_version_shown);
    size_t n_shown = 0;
    for (size_t i = 0; i < n; i++) {
        if (versions[i].state != RULEBOOK_DROPPED)
            shown[n_shown++] = shown_version(&versions[i], draft.shown.may_edit && !draft.shown.open);
    }
    struct admin_rulebook_home home = {
        .book = draft.book,
        .in_force = draft.in_force,
        .versions = shown,
        .n_versions = n_shown,
        .n_faults = draft.shown.open ? admin_draft_faults(page, draft.book)->n : 0,
        .draft = draft.shown,
        .may_publish = access_may(page->user, MAY_PUBLISH_RULES),
        .may_recompute = draft.shown.may_edit,
        .may_see_changes = access_may(page->user, MAY_SEE_CHANGES),
    };
    return page_answer(page, admin_rulebook_home_view(page, &home), 200);
}

/* ---- opening, dropping, restoring ---- */

static enum err open_from(struct page *page, int64_t from_id, const char *message)
{
    int64_t id;
    struct change_by by = admin_by(page, ADMIN_RULEBOOK);
    enum err e = rulebook_draft_open(page->db, page->arena, &by, from_id, &id);
    return admin_done(page, e, &by, message);
}

static enum err open_post(struct page *page)
{
    return open_from(page, 0, N_("A draft is open. Nothing of it holds before it is published."));
}

static enum err restore_post(struct page *page)
{
    int64_t id;
    TRY(admin_id(page, &id));
    return open_from(page, id, N_("The older version is open as a draft. It holds again once it has been published."));
}

static enum err drop_post(struct page *page)
{
    struct admin_draft draft;
    struct change_by by = admin_by(page, ADMIN_RULEBOOK);
    bool before;
    TRY(admin_draft_load(page, &draft));
    if (!draft.version.id) {
        TRY(admin_draft_done_before(page, &by, &before));
        return before ? page_redirect(page, by.led_to) : ERR_STATE;
    }
    enum err e = rulebook_draft_drop(page->db, page->arena, &by, draft.version.id, admin_form_version(page->form));
    return admin_done(page, e, &by, N_("The draft was dropped."));
}

static enum err take_back_post(struct page *page)
{
    int64_t id;
    TRY(admin_id(page, &id));
    struct change_by by = admin_by(page, ADMIN_RULEBOOK);
    enum err e = rulebook_draft_drop(page->db, page->arena, &by, id, admin_form_version(page->form));
    return admin_done(page, e, &by, N_("The planned version was taken back."));
}

/* ---- one version ---- */

static enum err load_version(struct page *page, struct rulebook_version *ret_version, struct rulebook **ret_book, struct str *ret_yaml)
{
    int64_t id;
    TRY(admin_id(page, &id));
    return rulebook_version_load(page->db, page->arena, id, ret_version, ret_book, ret_yaml);
}

static enum err version_get(struct page *page)
{
    struct rulebook_version version;
    struct rulebook *book;
    struct str yaml;
    struct admin_draft draft;
    TRY(load_version(page, &version, &book, &yaml));
    TRY(admin_draft_load(page, &draft));
    struct admin_version_shown shown = shown_version(&version, !draft.shown.open);
    return page_answer(page, admin_version_view(page, &shown, book, yaml, admin_may_draft(page)), 200);
}

static enum err yaml_get(struct page *page)
{
    struct rulebook_version version;
    struct rulebook *book;
    struct str yaml;
    TRY(load_version(page, &version, &book, &yaml));
    const char *name = version.number ? arena_printf(page->arena, "rulebook-%d.yaml", version.number) : "rulebook-draft.yaml";
    page->resp->status = 200;
    http_download(page->resp, "application/yaml; charset=utf-8", name);
    buf_add(&page->resp->body, yaml.p, yaml.n);
    return ERR_NONE;
}

/* ---- what would change ---- */

static bool is_listed(const struct admin_impact *list, size_t n, const struct book_section *s, const char *code)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].section == s && strcmp(list[i].code, code) == 0)
            return true;
    }
    return false;
}

/* Things of what is in force that the draft changes or leaves out, with how many open complaints use each; those that none uses are not told. */
static enum err find_impact(struct page *page, const struct rulebook_difference *list, size_t n, struct admin_impact **ret_list, size_t *ret_n)
{
    struct admin_impact *found = ARENA_ARRAY(page->arena, IMPACT_MAX, struct admin_impact);
    size_t n_found = 0, used = 0;
    for (size_t i = 0; i < n && n_found < IMPACT_MAX; i++) {
        const struct book_section *s = admin_book_section(list[i].section);
        if (!s || list[i].kind == RULEBOOK_ADDED || list[i].kind == RULEBOOK_MOVED || is_listed(found, n_found, s, list[i].code))
            continue;
        struct admin_impact *one = &found[n_found++];
        *one = (struct admin_impact){.section = s, .code = list[i].code, .name = page_pick(page, list[i].name.zh, list[i].name.en)};
        TRY(rulebook_in_use(page->db, page->arena, s->code, one->code, &one->count));
    }
    for (size_t i = 0; i < n_found; i++) {
        if (found[i].count > 0)
            found[used++] = found[i];
    }
    *ret_list = found;
    *ret_n = used;
    return ERR_NONE;
}

/* The last year's newest complaints, told to the rules in force and to the draft; only a draft without faults can be told anything. */
static enum err try_replay(struct page *page, const struct admin_rulebook_changes *c, struct admin_replay *ret_replay)
{
    struct replay r;
    if (c->n == 0 || c->faults->n > 0)
        return ERR_NONE;
    TRY(complaint_replay_books(page->db, page->arena, page->site->zone, c->before, c->after, page->now_us - REPLAY_DAYS * UTC_DAY_US, page->now_us, REPLAY_LOOK, &r));
    struct admin_replay_kind *kinds = ARENA_ARRAY(page->arena, CLOCK_KIND__END, struct admin_replay_kind);
    size_t n = 0;
    for (int kind = 1; kind < CLOCK_KIND__END; kind++) {
        if (r.kinds[kind].late_before != r.kinds[kind].late_after)
            kinds[n++] = (struct admin_replay_kind){(enum rb_clock_kind)kind, r.kinds[kind].late_before, r.kinds[kind].late_after};
    }
    *ret_replay = (struct admin_replay){.complaints = r.complaints, .late_before = r.late_before, .late_after = r.late_after, .regraded = r.regraded,
                                        .done = r.complaints > 0, .whole = r.whole, .kinds = kinds, .n_kinds = n};
    return ERR_NONE;
}

/* Nothing to compare with: everything is new. */
static const struct rulebook *before_of(struct page *page, const struct admin_draft *draft)
{
    return draft->in_force ? draft->in_force : rulebook_empty(page->arena);
}

static enum err changes_get(struct page *page)
{
    struct admin_draft draft;
    TRY(admin_draft_load(page, &draft));
    if (!draft.shown.open)
        return page_redirect(page, ADMIN_RULEBOOK);
    admin_book_trim(draft.book);
    struct rulebook_difference *list;
    struct admin_impact *impact;
    struct admin_version_shown shown = shown_version(&draft.version, false);
    struct admin_rulebook_changes changes = {
        .before = before_of(page, &draft),
        .after = draft.book,
        .draft = &shown,
        .faults = admin_draft_faults(page, draft.book),
        .may_publish = access_may(page->user, MAY_PUBLISH_RULES),
        .may_edit = draft.shown.may_edit,
    };
    rulebook_diff(page->arena, changes.before, draft.book, &list, &changes.n);
    changes.list = list;
    TRY(find_impact(page, list, changes.n, &impact, &changes.n_impact));
    changes.impact = impact;
    TRY(try_replay(page, &changes, &changes.replay));
    return page_answer(page, admin_rulebook_changes_view(page, &changes), 200);
}

/* ---- publishing ---- */

/* Whoever drafted or changed it last may not publish it, but for small organisations and the first rulebook of all. */
#define PUBLISHERS_MAX 10

static bool is_same_person(const struct page *page, const struct admin_draft *draft)
{
    if (!draft->in_force || draft->in_force->publish_alone)
        return false;
    return draft->version.author_id == page->user->id || draft->version.editor_id == page->user->id;
}

static enum err show_publish(struct page *page, const struct admin_draft *draft, const struct admin_publish_typed *typed, const struct http_form_errors *errors,
                             const struct rulebook_faults *faults, int status)
{
    struct admin_version_shown shown = shown_version(&draft->version, false);
    struct admin_publish publish = {
        .draft = &shown,
        .differences = draft->shown.differences,
        .date = typed->date,
        .note = typed->note,
        .errors = errors,
        .faults = faults,
        .book = draft->book,
        .same_person = is_same_person(page, draft),
    };
    if (publish.same_person)
        TRY(rulebook_publishers(page->db, page->arena, &draft->version, PUBLISHERS_MAX, &publish.publishers, &publish.n_publishers));
    return page_answer(page, admin_publish_view(page, &publish), status);
}

static enum err publish_get(struct page *page)
{
    struct admin_draft draft;
    TRY(admin_draft_load(page, &draft));
    if (!draft.shown.open)
        return page_redirect(page, ADMIN_RULEBOOK);
    struct admin_publish_typed typed = {.date = "", .note = ""};
    return show_publish(page, &draft, &typed, NULL, admin_draft_faults(page, draft.book), 200);
}

static enum err publish_post(struct page *page)
{
    struct admin_draft draft;
    struct http_form_errors errors = {.n = 0};
    struct rulebook_faults *faults = ARENA_NEW(page->arena, struct rulebook_faults);
    struct change_by by = admin_by(page, ADMIN_RULEBOOK);
    struct admin_publish_typed typed = admin_publish_read(page->form, page->now_us, page->site->zone, &errors);
    TRY(admin_draft_load(page, &draft));
    if (!draft.shown.open) {
        bool before;
        TRY(admin_draft_done_before(page, &by, &before));
        return before ? page_redirect(page, by.led_to) : ERR_STATE;
    }
    if (errors.n > 0)
        return show_publish(page, &draft, &typed, &errors, NULL, 422);
    enum err e = rulebook_publish(page->db, page->arena, &by, draft.version.id, typed.version, typed.effective_us, typed.note, faults);
    if (e == ERR_FORBIDDEN)
        return show_publish(page, &draft, &typed, NULL, NULL, 403);
    if (e == ERR_STATE && faults->n == 0) {
        http_form_error(&errors, "date", N_("Another version is published already and waits for its day: take it back first"), 0);
        return show_publish(page, &draft, &typed, &errors, NULL, 409);
    }
    if (e == ERR_INPUT || e == ERR_STATE)
        return show_publish(page, &draft, &typed, NULL, faults, 422);
    if (e == ERR_STALE) {
        http_form_error(&errors, "note", N_("The draft was changed since you opened this page: look at what would change once more, then publish"), 0);
        return show_publish(page, &draft, &typed, &errors, NULL, 409);
    }
    return admin_done(page, e, &by,
                      typed.effective_us > page->now_us ? N_("Published. It holds from the day you chose.")
                                                        : N_("Published and in force. Running clocks keep their dates until you have them recomputed."));
}

/* ---- taking a document in ---- */

static enum err upload_files(struct page *page, struct http_file_sink *ret_sink)
{
    return admin_upload_into(page, RULEBOOK_BYTES_MAX, ret_sink);
}

static enum err show_upload(struct page *page, const struct http_form_errors *errors, const struct rulebook_faults *faults, int status)
{
    struct admin_draft draft;
    TRY(admin_draft_load(page, &draft));
    return page_answer(page, admin_upload_view(page, errors, faults, &draft.shown), status);
}

static enum err upload_get(struct page *page)
{
    return show_upload(page, NULL, NULL, 200);
}

static enum err upload_post(struct page *page)
{
    const struct admin_upload *u = page->upload;
    struct http_form_errors errors = {.n = 0};
    struct rulebook_faults *faults = ARENA_NEW(page->arena, struct rulebook_faults);
    struct rulebook *book;
    struct admin_draft draft;
    if (u->too_large)
        http_form_error(&errors, "file", N_("The file is larger than 2 MB"), 0);
    else if (u->bytes.n == 0)
        http_form_error(&errors, "file", N_("Choose a file with a rulebook"), 0);
    if (errors.n > 0)
        return show_upload(page, &errors, NULL, 422);
    struct str yaml = buf_str(&u->bytes);
    enum err e = rulebook_read(page->arena, yaml, &book, faults);
    if (e == ERR_NONE)
        e = rulebook_check(page->arena, book, yaml, admin_is_permission, faults);
    if (e == ERR_MALFORMED || e == ERR_INPUT)
        return show_upload(page, NULL, faults, 422);
    TRY(e);
    TRY(admin_draft_load(page, &draft));
    struct change_by by = admin_by(page, CHANGES);
    draft.book = book;
    e = admin_draft_save(page, &draft, &by);
    return admin_done(page, e, &by, N_("The file is the draft now. Nothing of it holds before it is published."));
}

#define VERSION ADMIN_RULEBOOK "/versions/:id"
const struct route admin_rulebook_routes[] = {
    {.method = HTTP_GET, .path = ADMIN_RULEBOOK, .need = MAY_EITHER(SET_RULES, PUBLISH_RULES), .run = home_get},
    {.method = HTTP_POST, .path = ADMIN_RULEBOOK "/open", .need = MAY(SET_RULES), .run = open_post},
    {.method = HTTP_POST, .path = ADMIN_RULEBOOK "/drop", .need = MAY(SET_RULES), .run = drop_post},
    {.method = HTTP_GET, .path = CHANGES, .need = MAY_EITHER(SET_RULES, PUBLISH_RULES), .run = changes_get},
    {.method = HTTP_GET, .path = ADMIN_RULEBOOK "/publish", .need = MAY(PUBLISH_RULES), .run = publish_get},
    {.method = HTTP_POST, .path = ADMIN_RULEBOOK "/publish", .need = MAY(PUBLISH_RULES), .run = publish_post},
    {.method = HTTP_GET, .path = ADMIN_RULEBOOK "/upload", .need = MAY(SET_RULES), .run = upload_get},
    {.method = HTTP_POST, .path = ADMIN_RULEBOOK "/upload", .need = MAY(SET_RULES), .run = upload_post, .files = upload_files},
    {.method = HTTP_GET, .path = VERSION, .need = MAY_EITHER(SET_RULES, PUBLISH_RULES), .run = version_get},
    {.method = HTTP_GET, .path = VERSION "/yaml", .need = MAY_EITHER(SET_RULES, PUBLISH_RULES), .run = yaml_get},
    {.method = HTTP_POST, .path = VERSION "/restore", .need = MAY(SET_RULES), .run = restore_post},
    {.method = HTTP_POST, .path = VERSION "/take-back", .need = MAY(PUBLISH_RULES), .run = take_back_post},
    {0},
};
