#include "desk_timeline_view.h"

#include <string.h>

#include "format.h"
#include "moment.h"

const char *desk_alias(const struct page *page, const char *name)
{
    return name && *name ? text_f(page->arena, page->lang, N_("Complainant %s"), name) : page_text(page, N_("Complainant"));
}

const char *desk_actor(const struct page *page, const struct event *e)
{
    switch (e->actor_kind) {
    case EVENT_COMPLAINANT: return desk_alias(page, e->actor);
    case EVENT_SYSTEM: return page_text(page, N_("System"));
    case EVENT_STAFF: break;
    }
    return e->actor;
}

void desk_event_fill(struct page *page, struct tpl *row, const struct rulebook *b, const struct event *e)
{
    const struct timeline_kind *kind = timeline_kind(e->kind);
    tpl_text(row, V_WHO, desk_actor(page, e));
    tpl_text(row, V_SENTENCE, kind ? page_text(page, kind->sentence) : e->kind);
    tpl_text(row, V_ISO, moment_iso(page, e->at_us, e->coarse));
    tpl_optional(row, SEC_DETAIL, V_TEXT, desk_event_detail(page, b, e));
}

static const char *message_icon(enum message_kind kind)
{
    switch (kind) {
    case MESSAGE_FROM: return "message";
    case MESSAGE_NOTE: return "lock";
    case MESSAGE_ASK: return "upload";
    case MESSAGE_SLIP: return "arrow-forward-up";
    case MESSAGE_CONTACT: return "phone";
    case MESSAGE_TO:
    case MESSAGE_REPLY:
    case MESSAGE_KIND__END: break;
    }
    return "send";
}

static void fill_message(struct page *page, struct tpl *row, const struct desk_entry *entry, const struct desk_case *x)
{
    const struct message *m = entry->message;
    struct tpl *said = tpl_add(row, SEC_SAID);
    tpl_int(said, V_ID, m->id);
    tpl_text(said, V_BODY, x->c.erased_us && !*m->body ? page_text(page, N_("erased")) : m->body);
    tpl_text(said, V_BODY_LANG, desk_entry_internal(entry) ? lang_tag(LANG_ZH) : desk_text_lang(&x->c));
    tpl_text(said, V_ISO, moment_iso(page, m->at_us, m->coarse));
    if (m->kind == MESSAGE_FROM) {
        bool named = x->known && *x->who.name;
        tpl_text(said, V_WHO, named ? format_mask_name(page->arena, x->who.name) : desk_alias(page, m->alias));
        tpl_show_if(said, SEC_INWARD, named);
    } else {
        tpl_text(said, V_WHO, m->author);
        if (desk_entry_internal(entry))
            tpl_show(said, SEC_INTERNAL);
        else
            tpl_text(tpl_add(said, SEC_OUTWARD), V_KIND, page_text(page, message_kind_title(m->kind == MESSAGE_NOTE ? MESSAGE_TO : m->kind)));
    }
    for (size_t i = 0; i < x->n_files; i++) {
        if (x->files[i].message_id == m->id)
            desk_file_fill(page, said, &x->files[i]);
    }
}

static void fill_entry(struct page *page, struct tpl *t, const struct desk_entry *entry, const struct desk_case *x)
{
    const struct event *e = entry->event;
    struct tpl *row = tpl_add(t, SEC_ENTRY);
    tpl_text(row, V_AT, moment_short(page, e ? e->at_us : entry->message->at_us, e ? e->coarse : entry->message->coarse));
    if (e) {
        const struct timeline_kind *kind = timeline_kind(e->kind);
        tpl_text(row, V_ICON, kind ? kind->icon : "circle");
        desk_event_fill(page, tpl_add(row, SEC_DONE), x->world.book, e);
    } else {
        tpl_text(row, V_ICON, message_icon(entry->message->kind));
    }
    if (entry->message)
        fill_message(page, row, entry, x);
}

static void fill_shows(struct page *page, struct tpl *t, const struct desk_case *x, enum desk_show show)
{
    const char *from = *x->from ? arena_printf(page->arena, "&from=%s", desk_url_encode(page->arena, x->from)) : "";
    for (int i = 0; i < DESK_SHOW__COUNT; i++) {
        const struct desk_show_kind *kind = desk_show_kind((enum desk_show)i);
        struct tpl *link = tpl_add(t, SEC_SHOW);
        tpl_text(link, V_URL, arena_printf(page->arena, "/staff/complaints/%s?show=%s%s", x->c.number, kind->name, from));
        tpl_text(link, V_LABEL, page_text(page, kind->title));
        tpl_show_if(link, SEC_CUR, (enum desk_show)i == show);
    }
}

void desk_timeline_fill(struct page *page, struct tpl *t, const struct desk_case *x, enum desk_show show)
{
    struct desk_entry *entries;
    size_t n;
    fill_shows(page, t, x, show);
    desk_timeline(page->arena, x->messages, x->n_messages, x->events, x->n_events, show, &entries, &n);
    for (size_t i = 0; i < n; i++)
        fill_entry(page, t, &entries[i], x);
    tpl_show_if(t, SEC_NO_ENTRIES, n == 0);
    tpl_show_if(t, SEC_CUT_OFF, x->n_events == DESK_ENTRIES_MAX || x->n_messages == DESK_ENTRIES_MAX);
}
