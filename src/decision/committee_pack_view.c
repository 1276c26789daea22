#include "committee_pack_view.h"

#include <string.h>

#include "format.h"

static const char *figure_name(const struct page *page, const struct rulebook *b, const struct committee_figure *f)
{
    if (strcmp(f->kind, "grade") != 0)
        return *f->zh || *f->en ? page_pick(page, f->zh, f->en) : f->code;
    const struct rb_grade *grade = rulebook_grade(b, f->code);
    return grade ? page_pick(page, grade->name.zh, grade->name.en) : *f->code ? f->code : page_text(page, N_("not graded"));
}

static void fill_group(struct page *page, struct tpl *t, const struct pack_shown *x, const char *kind, const char *label)
{
    struct tpl *group = NULL;
    for (size_t i = 0; i < x->pack->n_figures; i++) {
        const struct committee_figure *f = &x->pack->figures[i];
        if (strcmp(f->kind, kind) != 0)
            continue;
        if (!group) {
            group = tpl_add(t, SEC_GROUP);
            tpl_text(group, V_LABEL, page_text(page, label));
        }
        struct tpl *row = tpl_add(group, SEC_ROW);
        tpl_text(row, V_NAME, figure_name(page, x->book, f));
        tpl_int(row, V_RECEIVED, f->received);
        tpl_int(row, V_CLOSED, f->closed);
        tpl_int(row, V_IN_TIME, f->in_time);
    }
}

static void fill_total(struct page *page, struct tpl *t, const struct committee_pack *pack)
{
    for (size_t i = 0; i < pack->n_figures; i++) {
        const struct committee_figure *f = &pack->figures[i];
        if (strcmp(f->kind, "all") != 0)
            continue;
        tpl_int(t, V_RECEIVED, f->received);
        tpl_int(t, V_CLOSED, f->closed);
        tpl_int(t, V_IN_TIME, f->in_time);
        tpl_text(t, V_SHARE, f->closed ? arena_printf(page->arena, "%d.%d %%", f->in_time * 100 / f->closed, (int)((long long)f->in_time * 1000 / f->closed % 10)) : "—");
    }
}

static const char *bad_words(const struct page *page, const struct committee_bad *b)
{
    const bool is[] = {b->false_closing, b->reopened, b->disputed, b->late};
    static const char *const words[] = {N_("closed falsely"), N_("reopened"), N_("disputed between departments"), N_("handled late")};
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < COUNT_OF(is); i++) {
        if (is[i])
            buf_printf(&out, "%s%s", out.n ? (page->lang == LANG_ZH ? "、" : ", ") : "", page_text(page, words[i]));
    }
    return out.n ? out.p : "";
}

static void fill_bad(struct page *page, struct tpl *t, const struct committee_pack *pack)
{
    struct tpl *list = pack->n_bad ? tpl_add(t, SEC_BAD_LIST) : NULL;
    tpl_show_if(t, SEC_NO_BAD, !list);
    for (size_t i = 0; i < pack->n_bad; i++) {
        struct tpl *row = tpl_add(list, SEC_ROW);
        tpl_text(row, V_NUMBER, pack->bad[i].number);
        tpl_text(row, V_NAME, pack->bad[i].title);
        tpl_text(row, V_UNIT, page_pick(page, pack->bad[i].unit_zh, pack->bad[i].unit_en));
        tpl_text(row, V_WHY, bad_words(page, &pack->bad[i]));
    }
}

static void fill_items(struct page *page, struct tpl *t, const struct committee_pack *pack)
{
    struct tpl *decided = pack->n_decided ? tpl_add(t, SEC_DECIDED_LIST) : NULL, *follow = pack->n_follow ? tpl_add(t, SEC_FOLLOW_LIST) : NULL;
    tpl_show_if(t, SEC_NO_DECIDED, !decided);
    tpl_show_if(t, SEC_NO_FOLLOW, !follow);
    for (size_t i = 0; i < pack->n_decided; i++) {
        const struct agenda_item *one = &pack->decided[i];
        struct tpl *row = tpl_add(decided, SEC_ROW);
        tpl_text(row, V_NUMBER, one->number);
        tpl_text(row, V_NAME, one->complaint_title);
        tpl_text(row, V_WHY, page_text(page, committee_why_title(one->why)));
        tpl_text(row, V_LABEL, page_text(page, committee_decision_title(one->decision, one->why)));
        tpl_text(row, V_BODY, one->body);
    }
    for (size_t i = 0; i < pack->n_follow; i++) {
        const struct agenda_item *one = &pack->follow[i];
        struct tpl *row = tpl_add(follow, SEC_ROW);
        tpl_text(row, V_NUMBER, one->number);
        tpl_text(row, V_TEXT, one->follow_up);
        tpl_text(row, V_WHO, one->follower);
        tpl_text(row, V_DUE, format_date(page->arena, page->lang, one->follow_due_us, page->site->zone));
    }
}

void pack_fill(struct page *page, struct tpl *t, const struct pack_shown *x)
{
    const struct meeting *m = x->m;
    tpl_int(t, V_ID, m->id);
    tpl_int(t, V_VERSION, m->version);
    tpl_show_if(t, SEC_MAKING, !x->pack);
    tpl_show_if(t, SEC_REMAKE, x->pack && x->may_hold && m->state <= MEETING_UNDER_WAY);
    if (!x->pack)
        return;
    struct tpl *pack = tpl_add(t, SEC_PACK);
    tpl_text(pack, V_UNIT, page_pick(page, m->unit_zh, m->unit_en));
    tpl_text(pack, V_PERIOD, text_f(page->arena, page->lang, N_("%s to %s"), format_date(page->arena, page->lang, m->from_us, page->site->zone),
                                    format_date(page->arena, page->lang, m->to_us - 1, page->site->zone)));
    tpl_text(pack, V_PRINTED, format_moment(page->arena, page->lang, page->now_us, page->site->zone));
    fill_total(page, pack, x->pack);
    fill_group(page, pack, x, "grade", N_("Grade"));
    fill_group(page, pack, x, "category", N_("Category"));
    fill_group(page, pack, x, "unit", N_("Unit"));
    fill_bad(page, pack, x->pack);
    fill_items(page, pack, x->pack);
}
