#include "desk_decide_view.h"

#include <string.h>

#include "compensation.h"
#include "complaint_gate.h"
#include "desk_act.h"
#include "desk_words_view.h"

static void add_line(struct page *page, struct tpl *t, const struct desk_case *x, const char *path, const char *label, const char *state, bool hot)
{
    struct tpl *row = tpl_add(t, SEC_DECIDE_LINE);
    tpl_text(row, V_URL, *path == '/' ? path : arena_printf(page->arena, "/staff/complaints/%s/%s", x->c.number, path));
    tpl_text(row, V_LABEL, page_text(page, label));
    tpl_text(row, V_STATE, state);
    tpl_text(row, V_TAG, hot ? "tag-w" : "");
}

static const char *money_words(const struct page *page, const struct desk_decide *s)
{
    struct arena *a = page->arena;
    if (s->to_pay)
        return text_f(a, page->lang, N_("%s to be paid"), compensation_amount(a, s->to_pay_cents));
    if (s->proposed)
        return page_text(page, N_("waits for approval"));
    return s->paid ? text_f(a, page->lang, N_("%s paid"), compensation_amount(a, s->paid_cents)) : page_text(page, N_("none"));
}

static const char *paper_words(const struct page *page, const struct desk_decide *s)
{
    if (s->papers == 0)
        return page_text(page, N_("none"));
    return text_f(page->arena, page->lang, N_("%d final, %d delivered, of %d"), s->papers_final, s->papers_delivered, s->papers);
}

static void add_way(struct page *page, struct tpl *t, const struct desk_case *x, const char *path, const char *label, const char *text)
{
    struct tpl *way = tpl_add(t, SEC_WAY);
    tpl_text(way, V_URL, arena_printf(page->arena, "/staff/complaints/%s%s", x->c.number, path));
    tpl_text(way, V_LABEL, label);
    tpl_text(way, V_TEXT, page_text(page, text));
}

static bool writes_opinion(const struct desk_case *x)
{
    for (unsigned i = 0; (x->rights & PERMISSION_BIT(MAY_INVESTIGATE)) && i < x->world.book->papers_count; i++) {
        const struct rb_paper *paper = &x->world.book->papers[i];
        if (!paper->inactive && strcmp(paper->kind, "opinion") == 0 && rulebook_when(&paper->when, &x->facts) == RB_HOLDS)
            return true;
    }
    return false;
}

/* He does not accept it (requirements G6, L4.36): others look at it, then the committee, and where to turn outside; each where the rules have it and he may. */
static void fill_not_accepted(struct page *page, struct tpl *block, const struct desk_case *x)
{
    const struct rulebook *b = x->world.book;
    struct tpl *t = tpl_add(block, SEC_NOT_ACCEPTED);
    if (desk_act_in(x->allowed, ACTION_REVIEW))
        add_way(page, t, x, "?act=review#act-review", page_text(page, N_("Let others review it")), N_("the superior unit's customer service, or colleagues; whoever handled it is kept out"));
    if (x->rights & (PERMISSION_BIT(MAY_DISPATCH) | PERMISSION_BIT(MAY_HOLD_MEETING)))
        add_way(page, t, x, "/committee", page_text(page, N_("Put it to the committee")), N_("it confirms the result or has it changed; what it decides binds"));
    if (writes_opinion(x))
        add_way(page, t, x, "/papers", page_text(page, N_("Write the opinion letter")), N_("the result in writing, with where the complainant can turn: the superior unit, mediation, arbitration, a court"));
    for (unsigned i = 0; (x->rights & PERMISSION_BIT(MAY_CLOSE)) && i < b->bases_count; i++) {
        const struct rb_basis *basis = &b->bases[i];
        bool outside = strcmp(basis->finding, "litigation") == 0, confirmed = gate_basis_demands(basis, "committee");
        if (!basis->inactive && (outside || confirmed))
            add_way(page, t, x, "/close#basis", text_f(page->arena, page->lang, N_("Close: %s"), desk_rb_text(page, basis->name)),
                    outside ? N_("once the matter is before a court, an arbitrator or a mediator") : N_("once the committee confirmed the result"));
    }
}

void desk_decide_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_decide *s)
{
    struct arena *a = page->arena;
    struct tpl *block = tpl_add(t, SEC_DECIDING);
    if (!complaint_is_turned(&x->c)) {
        add_line(page, block, x, "investigation", N_("Investigation"), text_f(a, page->lang, N_("%d of %d matters"), s->investigated, s->matters), false);
        add_line(page, block, x, "papers", N_("Papers"), paper_words(page, s), s->papers > s->papers_delivered);
        add_line(page, block, x, "compensation", N_("Compensation"), money_words(page, s), s->to_pay + s->proposed > 0);
    }
    if (s->approvals + s->approvals_given > 0)
        add_line(page, block, x, s->approval_id ? arena_printf(a, "/staff/approvals/%lld", (long long)s->approval_id) : "/staff/approvals", N_("Approvals"),
                 s->approvals ? text_f(a, page->lang, N_("%d under way"), s->approvals) : text_f(a, page->lang, N_("%d given"), s->approvals_given), s->approvals > 0);
    add_line(page, block, x, "committee", N_("Committee"), page_text(page, s->agenda ? N_("on its agenda") : s->agenda_decided ? N_("decided") : N_("none")), s->agenda > 0);
    add_line(page, block, x, "measures", N_("Measures"), page_text(page, N_("so that it does not come back")), false);
    add_line(page, block, x, "library", N_("Cases like this"), page_text(page, x->c.is_open ? N_("in the library") : N_("look, or write it up for the library")), false);
    if (x->rights & (PERMISSION_BIT(MAY_EXPORT_LIST) | PERMISSION_BIT(MAY_DISCLOSE)))
        add_line(page, block, x, "pack", N_("Evidence pack"), page_text(page, N_("the whole complaint in one signed file")), false);
    if (x->rights & PERMISSION_BIT(MAY_DISCLOSE))
        add_line(page, block, x, "disclosures", N_("Disclosures"), page_text(page, N_("to regulators and courts")), false);
    if (x->rights & PERMISSION_BIT(MAY_KEEP_RECORDS))
        add_line(page, block, x, arena_printf(a, "/staff/records?number=%s#hold", x->c.number), N_("Keeping"), page_text(page, x->c.erased_us ? N_("erased") : N_("set a legal hold")), false);
    if (x->c.outcome_said)
        add_line(page, block, x, arena_printf(a, "/staff/complaints/%s?act=outcome#act-outcome", x->c.number), N_("The complainant"), page_text(page, complaint_outcome_title(x->c.outcome_said)),
                 x->c.outcome_said == OUTCOME_NOT_ACCEPTED);
    if (x->c.outcome_said == OUTCOME_NOT_ACCEPTED && x->c.state == COMPLAINT_REPLIED)
        fill_not_accepted(page, block, x);
    if (!x->c.is_open)
        add_line(page, block, x, "check", N_("Spot check"), page_text(page, x->c.false_closing ? N_("found to be a false closing") : N_("of the closing, by a superior unit")), x->c.false_closing);
    if (!x->c.is_open && (x->rights & PERMISSION_BIT(MAY_CALL_BACK)))
        add_line(page, block, x, "callback", N_("Callback"), page_text(page, N_("what the complainant says to the result")), false);
    if (!(x->rights & PERMISSION_BIT(MAY_CLOSE)))
        return;
    if (x->c.is_open)
        add_line(page, block, x, "close", N_("Close"), page_text(page, N_("what it takes")), false);
    if (x->c.state == COMPLAINT_CLOSED)
        add_line(page, block, x, "close", N_("Closing report"), page_text(page, N_("what follows, and to print")), false);
}
