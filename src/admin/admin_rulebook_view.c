#include "admin_rulebook_view.h"

#include <string.h>

#include "format.h"

static void link_to(struct tpl *t, enum tpl_section section, const char *url)
{
    tpl_text(tpl_add(t, section), V_URL, url);
}

static const char *moment(struct page *page, int64_t at_us)
{
    return at_us ? format_moment(page->arena, page->lang, at_us, page->site->zone) : "";
}

static const char *person(struct page *page, const char *name)
{
    return *name ? name : page_text(page, N_("Command line"));
}

static const char *version_path(struct page *page, const struct admin_version_shown *v, const char *rest)
{
    return arena_printf(page->arena, ADMIN_RULEBOOK "/versions/%lld%s", (long long)v->id, rest);
}

static void fill_version(struct page *page, struct tpl *t, const struct admin_version_shown *v)
{
    if (v->number)
        tpl_int(t, V_NUMBER, v->number);
    tpl_text(t, V_STATE, page_text(page, v->state));
    tpl_text(t, V_AUTHOR, person(page, v->author));
    tpl_text(t, V_EDITOR, person(page, v->editor));
    tpl_text(t, V_PUBLISHER, person(page, v->publisher));
    tpl_text(t, V_CREATED, moment(page, v->created_us));
    tpl_text(t, V_EDITED, moment(page, v->edited_us));
    tpl_text(t, V_PUBLISHED, moment(page, v->published_us));
    tpl_text(t, V_EFFECTIVE, moment(page, v->effective_us));
    tpl_text(t, V_URL, version_path(page, v, ""));
    tpl_text(t, V_YAML_URL, version_path(page, v, "/yaml"));
    tpl_int(t, V_VERSION, v->version);
    tpl_text(t, V_ACTION, version_path(page, v, "/restore"));
    tpl_text(t, V_BACK_ACTION, version_path(page, v, "/take-back"));
    tpl_optional(t, SEC_NOTED, V_NOTE, v->note);
    tpl_show_if(t, SEC_RESTORE, v->restorable);
}

/* ---- home ---- */

static void fill_sections(struct page *page, struct tpl *t, const struct rulebook *b)
{
    const struct book_section *s;
    struct tpl *group = NULL;
    for (size_t i = 0; (s = admin_book_section_at(i)); i++) {
        bool single = s->list_at == BOOK_NO_MEMBER;
        if (s->group) {
            group = tpl_add(t, SEC_GROUP);
            tpl_text(group, V_HEADING, page_text(page, s->group));
        }
        struct tpl *row = tpl_add(group, SEC_SECTION);
        tpl_text(row, V_URL, single ? admin_book_path(page, s, s->code, "") : arena_printf(page->arena, ADMIN_RULES "/%s", s->code));
        tpl_text(row, V_LABEL, page_text(page, s->title));
        tpl_text(row, V_NOTE, page_text(page, s->note));
        if (!single)
            tpl_text(tpl_add(row, SEC_COUNTED), V_COUNT, admin_number(page->arena, (int64_t)admin_book_count(s, b)));
    }
}

static void fill_draft(struct page *page, struct tpl *t, const struct admin_rulebook_home *home, const struct admin_version_shown *v)
{
    struct tpl *card = tpl_add(t, SEC_DRAFT_CARD);
    fill_version(page, card, v);
    tpl_text(card, V_COUNT, text_count(page->arena, page->lang, N_("%lld difference"), N_("%lld differences"), (long long)home->draft.differences));
    if (home->n_faults > 0)
        tpl_text(tpl_add(card, SEC_FAULTY), V_COUNT, text_count(page->arena, page->lang, N_("%lld fault"), N_("%lld faults"), (long long)home->n_faults));
    else
        tpl_show(card, SEC_SOUND);
    tpl_show_if(card, SEC_MAY_EDIT, home->draft.may_edit);
    tpl_show_if(card, SEC_MAY_PUBLISH, home->may_publish);
}

struct tpl *admin_rulebook_home_view(struct page *page, const struct admin_rulebook_home *home)
{
    struct tpl *t = page_template(page, TPL_ADMIN_RULEBOOK, page_text(page, N_("Rulebook")));
    const struct admin_version_shown *holds = NULL, *draft = NULL;
    struct tpl *table = home->n_versions ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < home->n_versions; i++) {
        const struct admin_version_shown *v = &home->versions[i];
        if (v->draft) {
            draft = v;
            continue;
        }
        if (v->in_force)
            holds = v;
        struct tpl *row = tpl_add(table, SEC_ROW);
        fill_version(page, row, v);
        tpl_show_if(row, SEC_TAKE_BACK, v->planned && home->may_publish);
        tpl_show(row, v->in_force ? SEC_IS_HELD : v->planned ? SEC_IS_PLANNED : SEC_IS_PAST);
    }
    if (holds) {
        struct tpl *card = tpl_add(t, SEC_HELD);
        fill_version(page, card, holds);
        tpl_text(card, V_NAME, page_pick(page, home->in_force->name.zh, home->in_force->name.en));
    } else {
        tpl_show(t, SEC_NONE_HELD);
    }
    if (draft)
        fill_draft(page, t, home, draft);
    else
        tpl_show_if(tpl_add(t, SEC_NO_DRAFT_CARD), SEC_MAY_EDIT, home->draft.may_edit);
    if (home->draft.may_edit)
        fill_sections(page, tpl_add(t, SEC_SECTIONS), home->book);
    tpl_show_if(t, SEC_MAY_UPLOAD, home->draft.may_edit);
    tpl_show_if(t, SEC_MAY_RECOMPUTE, home->may_recompute);
    if (home->may_see_changes)
        link_to(t, SEC_LOG, "/staff/admin/changes?entity=rulebook");
    return t;
}

/* ---- what would change ---- */

static const struct book_section *section_of(const char *key)
{
    return admin_book_section(*key ? key : "general");
}

static const char *section_title(struct page *page, const char *key)
{
    const struct book_section *s = section_of(key);
    return page_text(page, s ? s->title : rulebook_section_title(key));
}

/* "name.zh" is the Chinese of the member "name". */
static const struct book_member *member_of(struct page *page, const struct book_section *s, const char *name, const char **ret_tongue)
{
    const struct book_member *m = admin_book_member(&s->shape, name);
    size_t n = strlen(name);
    *ret_tongue = NULL;
    if (m || n < 4 || (strcmp(name + n - 3, ".zh") != 0 && strcmp(name + n - 3, ".en") != 0))
        return m;
    *ret_tongue = name + n - 2;
    return admin_book_member(&s->shape, arena_strndup(page->arena, name, n - 3));
}

static const char *last_title(const char *member)
{
    const char *dot = strrchr(member, '.');
    const char *title = rulebook_member_title(dot ? dot + 1 : member);
    return *title ? title : member;
}

static const char *member_title(struct page *page, const char *section, const char *name)
{
    const struct book_section *s = section_of(section);
    const char *tongue = NULL;
    const struct book_member *m = s ? member_of(page, s, name, &tongue) : NULL;
    if (!m) {
        const char *title = page_text(page, last_title(name));
        if (strncmp(name, "steps.", 6) == 0)
            return text_f(page->arena, page->lang, N_("Step: %s"), title);
        if (strncmp(name, "sections.", 9) == 0)
            return text_f(page->arena, page->lang, N_("Part: %s"), title);
        if (strncmp(name, "fields.", 7) == 0 || strncmp(name, "questions.", 10) == 0)
            return text_f(page->arena, page->lang, N_("Question: %s"), title);
        return title;
    }
    const char *label = page_text(page, m->label);
    if (!tongue)
        return label;
    return strcmp(tongue, "zh") == 0 ? text_f(page->arena, page->lang, N_("%s, Chinese"), label) : text_f(page->arena, page->lang, N_("%s, English"), label);
}

static const char *value_words(struct page *page, const struct rulebook *b, const struct rulebook_difference *d, const char *value)
{
    const struct book_section *s = section_of(d->section);
    const char *tongue = NULL;
    const struct book_member *m = s ? member_of(page, s, d->member, &tongue) : NULL;
    if (strcmp(d->member, "inactive") == 0)
        return page_text(page, strcmp(value, "yes") == 0 || strcmp(value, "true") == 0 ? N_("Switched off") : N_("In use"));
    return m && !tongue ? admin_book_written_words(page, b, s, m, value) : value;
}

static const char *thing_title(struct page *page, const struct rulebook *b, const struct rulebook_difference *d)
{
    if (strcmp(d->section, "texts") == 0)
        return page_text(page, rulebook_text_title(d->code));
    if (strcmp(d->section, "notices") == 0)
        return page_text(page, rulebook_notice_title(d->code));
    const struct rb_name *channel = strcmp(d->section, "intakes") == 0 ? rulebook_name(b->channels, b->channels_count, d->code) : NULL;
    const struct rb_role *role = strcmp(d->section, "authorities") == 0 ? rulebook_role(b, d->code) : NULL;
    const struct book_section *gates = strcmp(d->section, "gates") == 0 ? section_of(d->section) : NULL;
    size_t i;
    if (gates && admin_book_find(gates, b, d->code, &i))
        return admin_book_title(page, b, gates, admin_book_thing(gates, b, i));
    const char *name = channel ? page_pick(page, channel->name.zh, channel->name.en)
                       : role  ? page_pick(page, role->name.zh, role->name.en)
                               : page_pick(page, d->name.zh, d->name.en);
    return *name ? name : *d->code ? d->code : section_title(page, d->section);
}

static void fill_thing(struct page *page, struct tpl *row, const struct rulebook *b, const struct rulebook_difference *d)
{
    const struct book_section *s = section_of(d->section);
    size_t i;
    if (s && s->list_at != BOOK_NO_MEMBER && admin_book_find(s, b, d->code, &i))
        admin_book_facts(page, row, b, s, admin_book_thing(s, b, i), false);
}

static void fill_difference(struct page *page, struct tpl *row, const struct admin_rulebook_changes *c, const struct rulebook_difference *d)
{
    const struct book_section *s = section_of(d->section);
    size_t i;
    if (c->may_edit && s && s->list_at != BOOK_NO_MEMBER && admin_book_find(s, c->after, d->code, &i))
        link_to(row, SEC_LINK, admin_book_path(page, s, d->code, ""));
    else
        tpl_show(row, SEC_NO_LINK);
    tpl_text(row, V_NAME, thing_title(page, d->kind == RULEBOOK_REMOVED ? c->before : c->after, d));
    switch (d->kind) {
    case RULEBOOK_ADDED:
        fill_thing(page, tpl_add(row, SEC_ADDED), c->after, d);
        break;
    case RULEBOOK_REMOVED:
        tpl_show(row, SEC_REMOVED);
        break;
    case RULEBOOK_MOVED:
        tpl_show(row, SEC_MOVED);
        break;
    case RULEBOOK_CHANGED: {
        struct tpl *changed = tpl_add(row, SEC_CHANGED);
        tpl_text(changed, V_LABEL, member_title(page, d->section, d->member));
        tpl_optional(changed, SEC_WAS, V_VALUE, value_words(page, c->before, d, d->before));
        tpl_show_if(changed, SEC_BOTH, *d->before && *d->after);
        tpl_optional(changed, SEC_IS, V_VALUE, value_words(page, c->after, d, d->after));
        break;
    }
    }
}

#define ROWS_MAX 300
static void fill_differences(struct page *page, struct tpl *t, const struct admin_rulebook_changes *c)
{
    struct tpl *section = NULL, *table = NULL;
    for (size_t i = 0; i < c->n && i < ROWS_MAX; i++) {
        if (i == 0 || strcmp(c->list[i].section, c->list[i - 1].section) != 0) {
            section = tpl_add(t, SEC_SECTION);
            tpl_text(section, V_LABEL, section_title(page, c->list[i].section));
            table = section;
        }
        fill_difference(page, tpl_add(table, SEC_ROW), c, &c->list[i]);
    }
    tpl_show_if(t, SEC_CUT, c->n > ROWS_MAX);
    tpl_show_if(t, SEC_EMPTY, c->n == 0);
}

static void fill_fault(struct page *page, struct tpl *row, const struct rulebook *b, const struct rulebook_fault *f)
{
    const struct book_section *s;
    const char *member;
    size_t i;
    tpl_text(row, V_MESSAGE, rulebook_fault_words(page->arena, f, page_text(page, f->msgid)));
    if (!admin_book_fault_place(b, f->path, &s, &i, &member)) {
        tpl_show(row, SEC_NO_LINK);
        tpl_text(row, V_NAME, f->path);
        return;
    }
    bool one = i != BOOK_NO_MEMBER && s->list_at != BOOK_NO_MEMBER;
    const void *thing = one ? admin_book_thing(s, b, i) : NULL;
    const char *name = one ? arena_printf(page->arena, "%s · %s", page_text(page, s->title), admin_book_title(page, b, s, thing)) : page_text(page, s->title);
    tpl_text(row, V_NAME, name);
    if (!access_may(page->user, MAY_SET_RULES)) {
        tpl_show(row, SEC_NO_LINK);
        return;
    }
    link_to(row, SEC_LINK, one ? admin_book_path(page, s, admin_book_code(s, thing), "") : arena_printf(page->arena, ADMIN_RULES "/%s", s->code));
}

static void fill_faults(struct page *page, struct tpl *t, const struct rulebook *b, const struct rulebook_faults *faults)
{
    if (!faults || faults->n == 0)
        return;
    struct tpl *box = tpl_add(t, SEC_FAULTS);
    tpl_text(box, V_COUNT, text_count(page->arena, page->lang, N_("%lld fault"), N_("%lld faults"), (long long)faults->n));
    for (size_t i = 0; i < faults->n; i++)
        fill_fault(page, tpl_add(box, SEC_FAULT), b, &faults->list[i]);
    tpl_show_if(box, SEC_MORE, faults->more);
}

static void fill_replay(struct page *page, struct tpl *t, const struct admin_replay *r)
{
    if (!r->done)
        return;
    struct tpl *card = tpl_add(t, SEC_REPLAY);
    tpl_int(card, V_TOTAL, r->complaints);
    tpl_text(card, V_LATE_BEFORE, admin_number(page->arena, r->late_before));
    tpl_text(card, V_LATE_NOW, admin_number(page->arena, r->late_after));
    tpl_text(card, V_COUNT, admin_number(page->arena, r->regraded));
    tpl_show_if(card, SEC_SAMPLE, !r->whole);
    struct tpl *table = r->n_kinds ? tpl_add(card, SEC_TABLE) : NULL;
    for (size_t i = 0; i < r->n_kinds; i++) {
        struct tpl *row = tpl_add(table, SEC_ROW);
        tpl_text(row, V_LABEL, page_text(page, rulebook_clock_title(r->kinds[i].kind)));
        tpl_text(row, V_BEFORE, admin_number(page->arena, r->kinds[i].late_before));
        tpl_text(row, V_AFTER, admin_number(page->arena, r->kinds[i].late_after));
    }
}

struct tpl *admin_rulebook_changes_view(struct page *page, const struct admin_rulebook_changes *c)
{
    struct tpl *t = page_template(page, TPL_ADMIN_RULEBOOK_CHANGES, page_text(page, N_("What would change")));
    link_to(t, SEC_BACK, ADMIN_RULEBOOK);
    fill_version(page, t, c->draft);
    fill_faults(page, t, c->after, c->faults);
    fill_differences(page, t, c);
    if (c->n_impact > 0) {
        struct tpl *box = tpl_add(t, SEC_IMPACT);
        for (size_t i = 0; i < c->n_impact; i++) {
            struct tpl *row = tpl_add(box, SEC_USE_ROW);
            tpl_text(row, V_LABEL, arena_printf(page->arena, "%s · %s", page_text(page, c->impact[i].section->title), c->impact[i].name));
            tpl_text(row, V_VALUE, c->impact[i].count < 1000 ? admin_number(page->arena, c->impact[i].count) : page_text(page, N_("1000 or more")));
        }
    }
    fill_replay(page, t, &c->replay);
    tpl_show_if(t, SEC_MAY_PUBLISH, c->may_publish);
    tpl_show_if(t, SEC_MAY_DROP, c->may_edit);
    return t;
}

/* ---- publishing ---- */

struct tpl *admin_publish_view(struct page *page, const struct admin_publish *p)
{
    struct tpl *t = page_template(page, TPL_ADMIN_PUBLISH, page_text(page, N_("Publish the draft")));
    struct tpl *back = tpl_add(t, SEC_BACK);
    tpl_text(back, V_URL, ADMIN_RULEBOOK "/changes");
    tpl_text(back, V_LABEL, page_text(page, N_("What would change")));
    if (p->errors)
        page_errors(page, t, p->errors);
    fill_version(page, t, p->draft);
    fill_faults(page, t, p->book, p->faults);
    tpl_text(t, V_COUNT, text_count(page->arena, page->lang, N_("%lld difference"), N_("%lld differences"), (long long)p->differences));
    if (p->same_person) {
        struct buf names = {.arena = page->arena};
        for (size_t i = 0; i < p->n_publishers; i++)
            buf_printf(&names, "%s%s", i == 0 ? "" : page->lang == LANG_ZH ? "、" : ", ", p->publishers[i]);
        struct tpl *same = tpl_add(t, SEC_SAME_PERSON);
        if (names.n > 0)
            tpl_text(tpl_add(same, SEC_PUBLISHERS), V_NAMES, names.p);
        else
            tpl_show(same, SEC_NOBODY_ELSE);
    } else if (!p->faults || p->faults->n == 0) {
        struct tpl *form = tpl_add(t, SEC_FORM);
        tpl_text(form, V_DATE, p->date);
        tpl_text(form, V_NOTE, p->note);
        if (p->errors) {
            page_field_error(page, form, SEC_DATE_WRONG, p->errors, "date");
            page_field_error(page, form, SEC_NOTE_WRONG, p->errors, "note");
        }
    }
    return t;
}

/* ---- one version ---- */

struct tpl *admin_version_view(struct page *page, const struct admin_version_shown *version, const struct rulebook *book, struct str yaml, bool may_restore)
{
    const char *title = version->number ? text_f(page->arena, page->lang, N_("Version %d of the rulebook"), version->number) : page_text(page, N_("Draft of the rulebook"));
    struct tpl *t = page_template(page, TPL_ADMIN_VERSION, title);
    link_to(t, SEC_BACK, ADMIN_RULEBOOK);
    fill_version(page, t, version);
    tpl_text(t, V_NAME, page_pick(page, book->name.zh, book->name.en));
    tpl_show_if(t, SEC_IS_PUBLISHED, version->number > 0);
    tpl_show_if(t, SEC_MAY_RESTORE, may_restore && version->restorable);
    const struct book_section *s;
    for (size_t i = 0; (s = admin_book_section_at(i)); i++) {
        size_t n = admin_book_count(s, book);
        struct tpl *section = tpl_add(t, SEC_SECTION);
        tpl_text(section, V_LABEL, page_text(page, s->title));
        tpl_text(section, V_COUNT, s->list_at == BOOK_NO_MEMBER ? "" : admin_number(page->arena, (int64_t)n));
        for (size_t k = 0; k < n; k++) {
            const void *thing = admin_book_thing(s, book, k);
            struct tpl *row = tpl_add(section, SEC_ROW);
            tpl_text(row, V_NAME, admin_book_title(page, book, s, thing));
            tpl_text(row, V_CODE, s->list_at == BOOK_NO_MEMBER ? "" : admin_book_code(s, thing));
            tpl_show_if(row, SEC_OFF, admin_book_is_off(s, thing));
            admin_book_facts(page, row, book, s, thing, false);
        }
    }
    tpl_str(t, V_YAML, yaml);
    return t;
}

/* ---- taking a document in ---- */

struct tpl *admin_upload_view(struct page *page, const struct http_form_errors *errors, const struct rulebook_faults *faults, const struct admin_draft_shown *draft)
{
    struct tpl *t = page_template(page, TPL_ADMIN_UPLOAD, page_text(page, N_("Take in a rulebook")));
    struct tpl *back = tpl_add(t, SEC_BACK);
    tpl_text(back, V_URL, ADMIN_RULEBOOK);
    tpl_text(back, V_LABEL, page_text(page, N_("Rulebook")));
    tpl_show_if(t, SEC_REPLACES, draft->open);
    if (errors) {
        page_errors(page, t, errors);
        page_field_error(page, t, SEC_WRONG, errors, "file");
    }
    if (faults && faults->n > 0) {
        struct tpl *box = tpl_add(t, SEC_FAULTS);
        tpl_text(box, V_COUNT, text_count(page->arena, page->lang, N_("%lld fault"), N_("%lld faults"), (long long)faults->n));
        for (size_t i = 0; i < faults->n; i++) {
            struct tpl *row = tpl_add(box, SEC_FAULT);
            if (faults->list[i].line)
                tpl_int(tpl_add(row, SEC_AT_LINE), V_LINE, faults->list[i].line);
            tpl_text(row, V_PATH, faults->list[i].path);
            tpl_text(row, V_MESSAGE, rulebook_fault_words(page->arena, &faults->list[i], page_text(page, faults->list[i].msgid)));
        }
        tpl_show_if(box, SEC_MORE, faults->more);
    }
    return t;
}
