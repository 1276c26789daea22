#include <string.h>

#include "crypto_receipt.h"
#include "format.h"
#include "intake_view.h"
#include "utf8.h"

#define FIRST_WORDS 40
#define BLANK "________________"

static const char *rb_words(const struct page *page, struct rb_text text)
{
    return page_pick(page, text.zh, text.en);
}

static const char *channel_words(const struct page *page, const struct rulebook *b, const char *code)
{
    const struct rb_name *channel = rulebook_name(b->channels, b->channels_count, code);
    return channel ? rb_words(page, channel->name) : page_text(page, complaint_channel_title(code));
}

/* ---- the beginning: channels and drafts ---- */

/* Letters for the first channels; the rest is reached by Tab. */
static const char *const channel_keys[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};

void intake_start_fill(struct page *page, struct tpl *t, const struct rulebook *book, const struct intake_begun *list, size_t n)
{
    size_t shown = 0;
    for (unsigned i = 0; i < book->channels_count; i++) {
        const struct rb_name *channel = &book->channels[i];
        if (!intake_channel_ok(channel))
            continue;
        struct tpl *option = tpl_add(t, SEC_OPTION);
        tpl_text(option, V_CODE, channel->code);
        tpl_text(option, V_ICON, intake_icon(channel->code));
        tpl_text(option, V_NAME, rb_words(page, channel->name));
        tpl_optional(option, SEC_HINT, V_TEXT, rb_words(page, channel->note));
        tpl_optional(option, SEC_SHORTCUT, V_KEY, shown < COUNT_OF(channel_keys) ? channel_keys[shown] : NULL);
        shown++;
    }
    tpl_show_if(t, SEC_NO_CHANNELS, shown == 0);
    tpl_text(t, V_KEPT_TEXT, text_count(page->arena, page->lang, "Only you see it; it is kept for %lld day.", "Only you see it; it is kept for %lld days.",
                                        (long long)page->site->config->limits.staff_draft_days));
    struct tpl *rows = n > 0 ? tpl_add(t, SEC_LIST) : NULL;
    tpl_show_if(t, SEC_EMPTY, n == 0);
    for (size_t i = 0; i < n; i++) {
        const struct intake *d = &list[i].d;
        const char *words = *d->title ? d->title : *d->body ? d->body : *d->name ? d->name : d->phone;
        struct tpl *row = tpl_add(rows, SEC_ROW);
        tpl_text(row, V_ICON, intake_icon(d->channel));
        tpl_text(row, V_NAME, channel_words(page, book, d->channel));
        tpl_text(row, V_TITLE, *words ? utf8_shorten(page->arena, str_of(words), FIRST_WORDS) : page_text(page, N_("Without words yet")));
        tpl_text(row, V_URL, arena_printf(page->arena, "/staff/intake/new/%s?draft=%s", d->channel, d->token));
        tpl_text(row, V_TOKEN, d->token);
        tpl_text(row, V_ISO, utc_iso(page->arena, list[i].updated_us));
        tpl_text(row, V_AT, format_short(page->arena, list[i].updated_us, page->now_us, page->site->zone));
    }
}

/* ---- after saving ---- */

/* The end of a day is 24:00 of that day. */
static const char *due_words(const struct page *page, int64_t due_us)
{
    struct utc_parts at = utc_in_zone(due_us, page->site->zone);
    bool midnight = at.hour == 0 && at.minute == 0;
    const char *day = format_day(page->arena, page->lang, midnight ? due_us - 1 : due_us, page->site->zone);
    return arena_printf(page->arena, page->lang == LANG_ZH ? "%s%02d:%02d" : "%s %02d:%02d", day, midnight ? 24 : at.hour, at.minute);
}

static void fill_clocks(struct page *page, struct tpl *t, const struct intake_done *done, bool only_promised)
{
    size_t shown = 0;
    struct tpl *list = NULL;
    for (size_t i = 0; i < done->clocks->n; i++) {
        const struct clock *c = &done->clocks->list[i];
        if (c->state != CLOCK_RUNNING || (only_promised && !c->promised))
            continue;
        const struct rb_clock *rule = rulebook_clock(done->book, c->rule);
        list = list ? list : only_promised ? t : tpl_add(t, SEC_HAS_CLOCKS);
        struct tpl *row = tpl_add(list, SEC_CLOCK);
        tpl_text(row, V_LABEL, rule ? rb_words(page, rule->name) : page_text(page, rulebook_clock_title(c->kind)));
        tpl_text(row, V_ISO, utc_iso(page->arena, c->due_us));
        tpl_text(row, V_WHEN, due_words(page, c->due_us));
        tpl_show_if(row, SEC_PROMISED, c->promised);
        tpl_show_if(row, SEC_LATE, c->due_us < page->now_us);
        shown++;
    }
    tpl_show_if(t, SEC_NO_CLOCKS, shown == 0);
}

static const char *place_of(const struct page *page, const struct complaint *c)
{
    const char *unit = page_pick(page, c->unit_zh, c->unit_en), *department = c->department_id ? page_pick(page, c->department_zh, c->department_en) : "";
    return *department ? arena_printf(page->arena, "%s / %s", unit, department) : unit;
}

static void fill_common(struct page *page, struct tpl *t, const struct intake_done *done)
{
    const struct complaint *c = done->c;
    tpl_text(t, V_NUMBER, c->number);
    tpl_text(t, V_TITLE, c->title);
    tpl_text(t, V_RECEIVED, format_moment(page->arena, page->lang, c->received_us, page->site->zone));
    tpl_text(t, V_PLACE, place_of(page, c));
    tpl_text(t, V_CATEGORY, page_pick(page, c->category_zh, c->category_en));
}

void intake_done_fill(struct page *page, struct tpl *t, const struct intake_done *done)
{
    const struct complaint *c = done->c;
    const struct rb_grade *grade = rulebook_grade(done->book, c->grade);
    const struct rb_name *channel = rulebook_name(done->book->channels, done->book->channels_count, c->channel);
    fill_common(page, t, done);
    tpl_text(t, V_STATE, page_text(page, complaint_state_title(c->state)));
    tpl_text(t, V_CHANNEL_CODE, intake_channel_ok(channel) ? c->channel : "telephone");
    tpl_optional(t, SEC_GRADE_ROW, V_GRADE, grade ? rb_words(page, grade->name) : "");
    tpl_show_if(t, SEC_VISIT, strcmp(c->channel, "visit") == 0);
    tpl_show_if(t, SEC_NEXT_CONTACT, c->mode != COMPLAINT_ANONYMOUS && strcmp(c->channel, "telephone") != 0 && strcmp(c->channel, "visit") != 0);
    fill_clocks(page, t, done, false);
    if (!*done->code)
        return;
    struct tpl *code = tpl_add(t, SEC_CODE);
    struct str rest = str_of(crypto_grouped(page->arena, done->code));
    while (rest.p)
        tpl_str(tpl_add(code, SEC_PART), V_TEXT, str_cut(&rest, ' '));
    tpl_text(code, V_CODE_TEXT, page_text(page, N_("The passcode is shown here for a day and to you alone. Nobody can look it up later.")));
}

void intake_receipt_fill(struct page *page, struct tpl *t, const struct intake_done *done)
{
    fill_common(page, t, done);
    tpl_text(t, V_PRINTED, format_moment(page->arena, page->lang, page->now_us, page->site->zone));
    fill_clocks(page, t, done, true);
    if (*done->code) {
        struct tpl *code = tpl_add(t, SEC_CODE);
        tpl_text(code, V_TEXT, crypto_grouped(page->arena, done->code));
        tpl_text(code, V_TRACK_URL, arena_printf(page->arena, "%s/track", page->site->config->site.public_url));
    }
}

/* ---- the reception form ---- */

const char *intake_wishes(struct page *page, const struct intake *d)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; complaint_demands[i]; i++) {
        if ((d->demands >> i) & 1u)
            buf_printf(&out, "%s%s", out.n ? (page->lang == LANG_ZH ? "、" : ", ") : "", page_text(page, complaint_demand_title(complaint_demands[i])));
    }
    if (*d->amount)
        buf_printf(&out, "\n%s", text_f(page->arena, page->lang, N_("Amount: %s yuan"), d->amount));
    if (*d->note)
        buf_printf(&out, "\n%s", d->note);
    return out.n ? out.p : "";
}

static const char *or_blank(const char *text)
{
    return text && *text ? text : BLANK;
}

void intake_sheet_fill(struct page *page, struct tpl *t, const struct intake_sheet *sheet)
{
    const struct intake *d = sheet->d;
    int visitors = intake_ask_index("visitors");
    const struct rb_name *kind = rulebook_name(sheet->book->complainants, sheet->book->complainants_count, d->kind);
    tpl_text(t, V_BACK, sheet->back);
    tpl_text(t, V_NUMBER, or_blank(sheet->number));
    tpl_text(t, V_RECEIVED, format_moment(page->arena, page->lang, sheet->received_us, page->site->zone));
    tpl_text(t, V_NAME, or_blank(d->name));
    tpl_text(t, V_PHONE, or_blank(d->phone));
    tpl_text(t, V_ID_NUMBER, or_blank(d->id_number));
    tpl_text(t, V_ADDRESS, or_blank(d->address));
    tpl_text(t, V_VISITORS, or_blank(visitors >= 0 ? d->asks[visitors] : ""));
    tpl_text(t, V_KIND, kind ? page_pick(page, kind->name.zh, kind->name.en) : BLANK);
    tpl_text(t, V_CATEGORY, or_blank(sheet->category));
    tpl_text(t, V_REFERENCE, d->reference);
    tpl_text(t, V_OCCURRED, d->occurred);
    tpl_text(t, V_BODY, d->body);
    tpl_text(t, V_WISHES_TEXT, intake_wishes(page, d));
    tpl_text(t, V_PLACE, sheet->place);
    for (size_t i = 0; i < sheet->n_files; i++)
        tpl_text(tpl_add(t, SEC_FILE), V_NAME, sheet->files[i].name);
    tpl_show_if(t, SEC_NO_FILES, sheet->n_files == 0);
}
