#include "desk_link_view.h"

#include <string.h>

#include "desk_classify_view.h"
#include "desk_list_view.h"
#include "desk_words_view.h"
#include "format.h"

const char *desk_made_words(const struct page *page, const struct rulebook *b, const char *made)
{
    const struct rb_turn *turn = rulebook_turn(b, made);
    if (turn)
        return desk_rb_text(page, turn->name);
    if (strcmp(made, COMPLAINT_PATH_SPOT) == 0)
        return page_text(page, N_("Solved on the spot"));
    if (strcmp(made, "back") == 0)
        return page_text(page, N_("A complaint again"));
    return strcmp(made, "invalid") == 0 ? page_text(page, rulebook_validity_title(made)) : made;
}

/* The other complaint of a row. */
static void fill_other(struct page *page, struct tpl *row, const struct complaint *c)
{
    tpl_text(row, V_OTHER, c->number);
    tpl_text(row, V_TITLE, c->title);
    tpl_text(row, V_TAG, desk_state_class(c->state));
    tpl_text(row, V_STATE, page_text(page, complaint_state_title(c->state)));
    tpl_text(row, V_AT, format_date(page->arena, page->lang, c->received_us, page->site->zone));
}

static const char *why_words(struct page *page, const struct repeat_match *m)
{
    struct buf out = {.arena = page->arena};
    const char **reasons = repeat_reasons(page->arena, m->reasons);
    for (size_t i = 0; reasons[i]; i++)
        buf_printf(&out, "%s%s", i ? page->lang == LANG_ZH ? "、" : ", " : "", page_text(page, reasons[i]));
    if (m->reasons & REPEAT_TEXT)
        buf_printf(&out, " (%d%%)", m->similar_percent);
    return out.n ? out.p : "";
}

void desk_matches_fill(struct page *page, struct tpl *t, const struct repeat_match *list, size_t n, bool open, bool may_link)
{
    if (n == 0)
        return;
    struct tpl *repeats = tpl_add(t, SEC_REPEATS);
    tpl_int(repeats, V_COUNT, (long long)n);
    tpl_show_if(repeats, SEC_OPEN, open);
    tpl_show_if(repeats, SEC_CAN_LINK, may_link);
    for (size_t i = 0; i < n; i++) {
        struct tpl *row = tpl_add(repeats, SEC_MATCH);
        tpl_text(row, V_WHY, why_words(page, &list[i]));
        fill_other(page, row, &list[i].c);
        tpl_show_if(row, SEC_CAN_LINK, may_link);
    }
}

static void fill_linked(struct page *page, struct tpl *card, const struct desk_links *links, bool may_link)
{
    struct tpl *linked = NULL;
    for (size_t i = 0; i < links->n; i++) {
        const struct complaint_linked *one = &links->list[i];
        if (one->kind == LINK_MERGED && one->leads)
            tpl_text(tpl_add(card, SEC_GOES_ON), V_OTHER, one->c.number);
        if (one->kind == LINK_SPLIT && one->leads)
            tpl_text(tpl_add(card, SEC_LED), V_OTHER, one->c.number);
        linked = linked ? linked : tpl_add(card, SEC_LINKED);
        struct tpl *row = tpl_add(linked, SEC_OTHER_ONE);
        tpl_text(row, V_HOW, page_text(page, link_words(one->kind, one->leads)));
        fill_other(page, row, &one->c);
        if (may_link) {
            struct tpl *cell = tpl_add(row, SEC_CAN_LINK);
            tpl_show_if(cell, SEC_UNLINK, link_by_hand(one->kind));
        }
    }
    if (linked)
        tpl_show_if(linked, SEC_CAN_LINK, may_link);
}

static void fill_there(struct page *page, struct tpl *card, const struct desk_links *links)
{
    if (links->n_there == 0)
        return;
    struct tpl *there = tpl_add(card, SEC_THERE);
    tpl_int(there, V_COUNT, (long long)links->n_there);
    for (size_t i = 0; i < links->n_there; i++) {
        struct tpl *message = tpl_add(there, SEC_MESSAGE);
        tpl_text(message, V_OTHER, links->there[i].unit_zh);
        tpl_text(message, V_AT, desk_moment(page, links->there[i].at_us));
        tpl_text(message, V_BODY, links->there[i].body);
    }
}

void desk_links_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_links *links)
{
    bool may_link = desk_act_in(x->allowed, ACTION_LINK), may_split = desk_act_in(x->allowed, ACTION_SPLIT), may_count = desk_act_in(x->allowed, ACTION_AS_NEW) && x->world.book->repeats.as_new;
    bool any = links->n > 0 || links->n_matches > 0 || x->c.incident_id;
    if (!any && !may_link)
        return;
    struct tpl *card = tpl_add(t, SEC_LINKS);
    tpl_show_if(card, SEC_CAN_LINK, may_link);
    tpl_show_if(card, SEC_CAN_GATHER, may_link);
    tpl_show_if(card, SEC_CAN_SPLIT, may_split);
    tpl_show_if(card, SEC_CAN_COUNT, may_count);
    if (x->c.incident_id)
        tpl_int(tpl_add(card, SEC_IN_INCIDENT), V_ID, x->c.incident_id);
    fill_linked(page, card, links, may_link);
    fill_there(page, card, links);
    desk_matches_fill(page, card, links->matches, links->n_matches, x->c.state == COMPLAINT_SUBMITTED, may_link);
    tpl_show_if(card, SEC_ALONE, !any);
}

void desk_link_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_links *links, const struct desk_link_typed *typed, const struct http_form_errors *errors)
{
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_text(t, V_TITLE, x->c.title);
    tpl_int(t, V_VERSION, x->c.version);
    tpl_text(t, V_OTHER, typed->other);
    tpl_text(t, V_TYPED, typed->text);
    tpl_show_if(t, SEC_SAME_PERSON, typed->same_person);
    for (int kind = LINK_RELATED; kind <= LINK_MERGED; kind++) {
        struct tpl *option = tpl_add(t, SEC_KIND_OPTION);
        tpl_int(option, V_VALUE, kind);
        tpl_text(option, V_LABEL, page_text(page, link_kind_title((enum link_kind)kind)));
        tpl_show_if(option, SEC_CHECKED, (int)typed->kind == kind);
    }
    desk_matches_fill(page, t, links->matches, links->n_matches, true, true);
    page_errors(page, t, errors);
    page_field_error(page, t, SEC_OTHER_ERR, errors, "other");
    page_field_error(page, t, SEC_KIND_ERR, errors, "kind");
    page_field_error(page, t, SEC_SAME_PERSON_ERR, errors, "same_person");
    page_field_error(page, t, SEC_TEXT_ERR, errors, "text");
}

static const char *part_name(struct page *page, int k)
{
    return text_f(page->arena, page->lang, N_("New complaint %d"), k);
}

void desk_split_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_split_typed *typed, const struct http_form_errors *errors)
{
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_int(t, V_VERSION, x->c.version);
    for (size_t i = 0; i < typed->n_sections; i++) {
        struct tpl *row = tpl_add(t, SEC_SECTION);
        tpl_int(row, V_N, (long long)i + 1);
        tpl_text(row, V_BODY, typed->sections[i]);
        for (int k = 1; k <= LINK_PARTS_MAX; k++) {
            struct tpl *option = tpl_add(row, SEC_PART_OPTION);
            tpl_int(option, V_VALUE, k);
            tpl_text(option, V_LABEL, part_name(page, k));
            tpl_show_if(option, SEC_SELECTED, typed->to[i] == k);
        }
    }
    for (int k = 1; k <= LINK_PARTS_MAX; k++) {
        struct tpl *part = tpl_add(t, SEC_PART);
        tpl_int(part, V_N, k);
        tpl_text(part, V_LABEL, text_f(page->arena, page->lang, N_("Category of new complaint %d"), k));
        desk_categories_fill(page, part, x->world.book, typed->categories[k - 1]);
    }
    page_errors(page, t, errors);
    page_field_error(page, t, SEC_PARTS_ERR, errors, "parts");
}

static void fill_names(struct page *page, struct tpl *t, enum tpl_section section, const struct rb_name *list, unsigned n, const char *chosen)
{
    for (unsigned i = 0; i < n; i++) {
        if (list[i].inactive)
            continue;
        struct tpl *option = tpl_add(t, section);
        tpl_text(option, V_VALUE, list[i].code);
        tpl_text(option, V_LABEL, desk_rb_text(page, list[i].name));
        tpl_show_if(option, SEC_SELECTED, strcmp(chosen, list[i].code) == 0);
    }
}

void desk_as_new_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_as_new_typed *typed, const struct http_form_errors *errors)
{
    const struct rulebook *b = x->world.book;
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_int(t, V_VERSION, x->c.version);
    tpl_text(t, V_TYPED, typed->text);
    fill_names(page, t, SEC_CHANNEL_OPTION, b->channels, b->channels_count, typed->channel);
    fill_names(page, t, SEC_SOURCE_OPTION, b->sources, b->sources_count, typed->source);
    page_errors(page, t, errors);
    page_field_error(page, t, SEC_TEXT_ERR, errors, "text");
    page_field_error(page, t, SEC_CHANNEL_ERR, errors, "channel");
}

void desk_link_refused_fill(struct page *page, struct tpl *t, const char *url, const char *label, const char *why, const char *typed)
{
    tpl_text(t, V_URL, url);
    tpl_text(t, V_LABEL, page_text(page, label));
    tpl_text(t, V_MESSAGE, page_text(page, why));
    tpl_optional(t, SEC_HAS_TEXT, V_TYPED, typed);
}
