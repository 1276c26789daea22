#include "library_view.h"

#include <string.h>

#include "aftercare_tabs_view.h"
#include "format.h"
#include "pager.h"
#include "utf8.h"

static void add_option(struct tpl *t, enum tpl_section section, const char *value, const char *label, bool chosen)
{
    struct tpl *option = tpl_add(t, section);
    tpl_text(option, V_VALUE, value);
    tpl_text(option, V_LABEL, label);
    tpl_show_if(option, SEC_SELECTED, chosen);
}

static void fill_categories(struct page *page, struct tpl *t, const struct category *list, size_t n, int64_t chosen)
{
    for (size_t i = 0; i < n; i++)
        add_option(t, SEC_CATEGORY_OPTION, arena_printf(page->arena, "%lld", (long long)list[i].id), page_pick(page, list[i].name_zh, list[i].name_en), list[i].id == chosen);
}

static const char *cause_names(const struct page *page, const struct rulebook *b, const char *codes)
{
    struct buf out = {.arena = page->arena};
    struct str rest = str_of(codes);
    while (rest.p && rest.n > 0) {
        const char *code = str_cstr(page->arena, str_cut(&rest, ','));
        const struct rb_tree *node = rulebook_tree(b->causes, b->causes_count, code);
        buf_printf(&out, "%s%s", out.n ? page->lang == LANG_ZH ? "、" : ", " : "", node ? page_pick(page, node->name.zh, node->name.en) : code);
    }
    return out.n ? out.p : "";
}

static const char *day(const struct page *page, int64_t at_us)
{
    return at_us ? format_date(page->arena, page->lang, at_us, page->site->zone) : "";
}

void library_list_fill(struct page *page, struct tpl *t, const struct library_shown *x)
{
    aftercare_tabs_fill(page, t);
    tpl_text(t, V_WORDS, x->asked->words);
    tpl_text(t, V_VIEW, x->asked->drafts ? "drafts" : "published");
    fill_categories(page, t, x->categories, x->n_categories, x->asked->category_id);
    for (unsigned i = 0; i < x->book->causes_count; i++)
        add_option(t, SEC_CAUSE_OPTION, x->book->causes[i].code, page_pick(page, x->book->causes[i].name.zh, x->book->causes[i].name.en), strcmp(x->book->causes[i].code, x->asked->cause) == 0);
    if (access_may(page->user, MAY_EDIT_LIBRARY)) {
        struct tpl *views = tpl_add(t, SEC_VIEWS);
        tpl_show(views, x->asked->drafts ? SEC_ON_DRAFTS : SEC_ON_PUBLISHED);
    }
    tpl_show_if(t, SEC_SEARCHES, !x->asked->drafts);
    tpl_show_if(t, SEC_EMPTY, x->n == 0);
    for (size_t i = 0; i < x->n; i++) {
        const struct library_case *c = &x->list[i];
        struct tpl *row = tpl_add(t, SEC_ROW);
        tpl_int(row, V_ID, c->id);
        tpl_text(row, V_TITLE, c->parts[LIBRARY_TITLE]);
        tpl_text(row, V_CATEGORY, page_pick(page, c->category_zh, c->category_en));
        tpl_optional(row, SEC_HAS_CAUSES, V_CAUSE, cause_names(page, x->book, c->causes));
        tpl_text(row, V_TEXT, utf8_shorten(page->arena, str_of(c->parts[LIBRARY_COMPLAINT]), 120));
        tpl_text(row, V_PLACE, page_pick(page, c->unit_zh, c->unit_en));
        tpl_text(row, V_AT, day(page, c->state == LIBRARY_PUBLISHED ? c->published_us : c->changed_us));
        if (x->asked->drafts)
            tpl_text(tpl_add(row, SEC_STANDS), V_STATE, page_text(page, c->state == LIBRARY_DRAFT && c->ready_us ? N_("Handed in, to be checked") : library_state_title(c->state)));
    }
    const struct pager_links links = {.first = x->first ? NULL : library_url(page->arena, x->asked, NULL), .next = x->next ? library_url(page->arena, x->asked, x->next) : NULL};
    if (links.first || links.next)
        pager_fill(t, &links);
}

/* ---- one ---- */

/* A part with its passages marked. */
static void fill_part(struct page *page, struct tpl *t, const struct library_one *x, enum library_part part)
{
    const char *text = x->c->parts[part];
    struct tpl *section = tpl_add(t, SEC_PART);
    size_t at = 0;
    tpl_text(section, V_LABEL, page_text(page, library_part_title(part)));
    for (size_t i = 0; i < x->n_doubts; i++) {
        const struct library_doubt *d = &x->doubts[i];
        if (d->part != part || d->passage.at < at)
            continue;
        struct tpl *before = tpl_add(section, SEC_PIECE), *marked = tpl_add(section, SEC_PIECE);
        tpl_text(tpl_add(before, SEC_PLAIN), V_TEXT, arena_strndup(page->arena, text + at, d->passage.at - at));
        tpl_text(tpl_add(marked, SEC_HIT), V_TEXT, d->text);
        at = d->passage.at + d->passage.n;
    }
    tpl_text(tpl_add(tpl_add(section, SEC_PIECE), SEC_PLAIN), V_TEXT, text + at);
}

static void fill_doubts(struct page *page, struct tpl *t, const struct library_one *x)
{
    const char *why;
    bool checks = library_decide(x->c, LIBRARY_PASS, page->user->id, 0, &why) == ERR_NONE;
    struct tpl *box = tpl_add(t, SEC_DOUBTS);
    size_t open = 0;
    for (size_t i = 0; i < x->n_doubts; i++) {
        const struct library_doubt *d = &x->doubts[i];
        struct tpl *row = tpl_add(box, SEC_DOUBT);
        const char *hash = str_hex(page->arena, d->hash, sizeof d->hash);
        bool again = x->typed && x->typed->action == LIBRARY_PASS && memcmp(x->typed->passage, d->hash, 32) == 0;
        tpl_text(row, V_TEXT, d->text);
        tpl_text(row, V_LABEL, page_text(page, library_part_title(d->part)));
        tpl_text(row, V_KIND, page_text(page, anonymity_title(d->passage.kind)));
        if (*d->reason)
            tpl_text(tpl_add(row, SEC_MAY_STAND), V_MESSAGE, arena_printf(page->arena, "%s · %s", d->by, d->reason));
        else
            open++;
        if (*d->reason || !checks)
            continue;
        struct tpl *form = tpl_add(row, SEC_CONFIRM);
        tpl_int(form, V_ID, x->c->id);
        tpl_int(form, V_N, (long long)i);
        tpl_text(form, V_HASH, hash);
        tpl_text(form, V_TYPED, again ? x->typed->text : "");
        if (again && x->errors)
            page_field_error(page, form, SEC_TEXT_ERR, x->errors, "reason");
    }
    tpl_show_if(box, SEC_NONE, x->n_doubts == 0);
    tpl_show_if(box, SEC_SEALED, x->sealed);
    if (open)
        tpl_text(tpl_add(box, SEC_STILL_OPEN), V_TEXT, text_count(page->arena, page->lang, "%lld passage has to be mended or confirmed before this is published.", "%lld passages have to be mended or confirmed before this is published.", (long long)open));
}

static void fill_act(struct page *page, struct tpl *t, const struct library_one *x, enum library_action action, const char *word, const char *heading, const char *label)
{
    const char *why;
    if (library_decide(x->c, action, page->user->id, 0, &why) != ERR_NONE)
        return;
    bool again = x->typed && x->typed->action == action;
    struct tpl *act = tpl_add(t, SEC_ACT);
    tpl_int(act, V_ID, x->c->id);
    tpl_int(act, V_VERSION, x->c->version);
    tpl_text(act, V_WORD, word);
    tpl_text(act, V_HEADING, page_text(page, heading));
    if (label) {
        struct tpl *ask = tpl_add(act, SEC_ASKS);
        tpl_text(ask, V_LABEL, page_text(page, label));
        tpl_text(ask, V_TYPED, again ? x->typed->text : "");
        if (again && x->errors)
            page_field_error(page, ask, SEC_TEXT_ERR, x->errors, arena_printf(page->arena, "text-%s", word));
    }
}

static void fill_form(struct page *page, struct tpl *t, const struct library_one *x)
{
    const char *const *parts = x->typed && (x->typed->action == LIBRARY_SAVE || x->typed->action == LIBRARY_HAND_IN) ? x->typed->parts : x->c->parts;
    struct tpl *form = tpl_add(t, SEC_WRITE);
    tpl_text(form, V_URL, x->c->id ? arena_printf(page->arena, "/staff/library/%lld", (long long)x->c->id) : "/staff/library/new");
    if (x->c->id)
        tpl_int(tpl_add(form, SEC_WHICH), V_VERSION, x->c->version);
    else
        tpl_text(tpl_add(form, SEC_OF_CASE), V_NUMBER, x->c->number);
    tpl_text(form, V_TITLE, parts[LIBRARY_TITLE]);
    fill_categories(page, form, x->categories, x->n_categories, parts == x->c->parts ? x->c->category_id : x->typed->category_id);
    for (int i = LIBRARY_COMPLAINT; i < LIBRARY_PART__END; i++) {
        struct tpl *field = tpl_add(form, SEC_FIELD_OF);
        tpl_text(field, V_NAME, library_part_name((enum library_part)i));
        tpl_text(field, V_LABEL, page_text(page, library_part_title((enum library_part)i)));
        tpl_text(field, V_TYPED, parts[i]);
        if (x->errors)
            page_field_error(page, field, SEC_TEXT_ERR, x->errors, library_part_name((enum library_part)i));
    }
    if (!x->errors)
        return;
    page_field_error(page, form, SEC_TITLE_ERR, x->errors, "title");
    page_field_error(page, form, SEC_CATEGORY_ERR, x->errors, "category");
}

static void fill_one(struct page *page, struct tpl *t, const struct library_one *x)
{
    const struct library_case *c = x->c;
    struct tpl *one = tpl_add(t, SEC_EXISTS);
    tpl_int(one, V_ID, c->id);
    tpl_text(one, V_TITLE, c->parts[LIBRARY_TITLE]);
    tpl_text(one, V_CATEGORY, page_pick(page, c->category_zh, c->category_en));
    tpl_optional(one, SEC_HAS_CAUSES, V_CAUSE, cause_names(page, x->book, c->causes));
    tpl_text(one, V_PLACE, page_pick(page, c->unit_zh, c->unit_en));
    if (c->published_us)
        tpl_text(tpl_add(one, SEC_WAS_PUBLISHED), V_AT, day(page, c->published_us));
    for (int i = x->c->state == LIBRARY_DRAFT ? LIBRARY_TITLE : LIBRARY_COMPLAINT; i < LIBRARY_PART__END; i++)
        fill_part(page, one, x, (enum library_part)i);
    if (x->paper || !c->edits)
        return;
    struct tpl *inner = tpl_add(one, SEC_EDITS);
    tpl_text(inner, V_STATE, page_text(page, c->state == LIBRARY_DRAFT && c->ready_us ? N_("Handed in, to be checked") : library_state_title(c->state)));
    tpl_text(inner, V_PERSON, c->author);
    tpl_optional(inner, SEC_CHECKED_BY, V_WHO, c->checker);
    tpl_optional(inner, SEC_HAS_REMARK, V_TEXT, c->remark);
    tpl_optional(inner, SEC_FROM_CASE, V_NUMBER, c->number);
    if (c->state == LIBRARY_DRAFT)
        fill_doubts(page, inner, x);
    fill_act(page, inner, x, LIBRARY_PUBLISH, "publish", N_("Publish it"), NULL);
    fill_act(page, inner, x, LIBRARY_GIVE_BACK, "give-back", N_("Give it back to the author"), N_("What has to be mended"));
    fill_act(page, inner, x, LIBRARY_TAKE_BACK, "take-back", N_("Take it back"), N_("Why it is taken back"));
    tpl_show_if(inner, SEC_OTHERS_CHECK, c->state == LIBRARY_DRAFT && c->ready_us && c->author_id == page->user->id);
}

void library_case_fill(struct page *page, struct tpl *t, const struct library_one *x)
{
    const char *why;
    if (x->errors)
        page_errors(page, t, x->errors);
    tpl_show_if(t, SEC_PAPER, x->paper);
    if (x->c->id)
        fill_one(page, t, x);
    if (!x->paper && (!x->c->id || library_decide(x->c, LIBRARY_SAVE, page->user->id, 0, &why) == ERR_NONE))
        fill_form(page, t, x);
}
