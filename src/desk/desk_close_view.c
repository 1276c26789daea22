#include "desk_close_view.h"

#include <string.h>

#include "desk_words_view.h"
#include "format.h"

/* ---- gates in words ---- */

static const char *section_name(const struct page *page, const struct rulebook *b, const char *code)
{
    for (unsigned i = 0; i < b->sections_count; i++) {
        if (strcmp(b->sections[i].code, code) == 0)
            return desk_rb_text(page, b->sections[i].name);
    }
    return code;
}

static const char *comma(const struct page *page)
{
    return page->lang == LANG_ZH ? "、" : ", ";
}

/* Codes by commas, each by its name. */
static const char *names_of(const struct page *page, const struct rulebook *b, enum gate gate, const char *codes)
{
    struct buf out = {.arena = page->arena};
    while (*codes) {
        size_t n = strcspn(codes, ",");
        const char *code = arena_printf(page->arena, "%.*s", (int)n, codes);
        const struct rb_paper *paper = gate == GATE_LETTER ? rulebook_paper(b, code) : NULL;
        const char *name = gate == GATE_REPORT ? section_name(page, b, code) : paper ? desk_rb_text(page, paper->name) : code;
        buf_printf(&out, "%s%s", out.n ? comma(page) : "", name);
        codes += n + (codes[n] == ',');
    }
    return out.n ? out.p : "";
}

static const char *chain_words(const struct page *page, const struct rulebook *b, const char *code)
{
    for (unsigned i = 0; i < b->chains_count; i++) {
        if (strcmp(b->chains[i].code, code) == 0)
            return desk_rb_text(page, b->chains[i].name);
    }
    return code;
}

static const char *finding_words(const struct page *page, const char *word)
{
    for (size_t i = 0; desk_findings[i] != FINDING_NONE; i++) {
        if (strcmp(gate_finding_word(desk_findings[i]), word) == 0)
            return page_text(page, complaint_finding_title(desk_findings[i]));
    }
    return word;
}

const char *desk_gate_words(const struct page *page, const struct rulebook *b, const struct gate_open *open)
{
    const char *title = page_text(page, gate_title(open->gate));
    const char *colon = page->lang == LANG_ZH ? "：" : ": ";
    if (open->gate == GATE_REPORT || open->gate == GATE_LETTER)
        return *open->what ? arena_printf(page->arena, "%s%s%s", title, colon, names_of(page, b, open->gate, open->what)) : title;
    if (open->gate == GATE_CHAIN || open->gate == GATE_APPROVAL) {
        if (open->have == APPROVAL_OPEN)
            return text_f(page->arena, page->lang, N_("Closing waits for this approval: %s"), chain_words(page, b, open->what));
        return arena_printf(page->arena, "%s%s%s", title, colon, chain_words(page, b, open->what));
    }
    if (open->gate == GATE_DECIDED)
        return text_f(page->arena, page->lang, N_("The committee decided “%s”. The finding has to be the same, or the committee decides once more"), finding_words(page, open->what));
    if (open->need > 0)
        return arena_printf(page->arena, "%s%s%s", title, colon, text_f(page->arena, page->lang, N_("%d of %d"), open->have, open->need));
    return title;
}

const char *desk_gates_words(const struct page *page, const struct rulebook *b, const struct gate_open *open, size_t n)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < n; i++)
        buf_printf(&out, "%s%s", i ? (page->lang == LANG_ZH ? "；" : "; ") : "", desk_gate_words(page, b, &open[i]));
    return out.n ? out.p : "";
}

static const char *field_of(enum gate gate)
{
    const char *hash = strchr(gate_path(gate), '#');
    return hash ? hash + 1 : "";
}

void desk_close_errors(struct page *page, const struct rulebook *b, const struct gate_open *open, size_t n, struct http_form_errors *errors)
{
    for (size_t i = 0; i < n; i++) {
        if (!gate_of_form(open[i].gate) || open[i].gate == GATE_CHAIN || open[i].gate == GATE_APPROVAL)
            continue;
        if (open[i].gate != GATE_REPORT) {
            http_form_error(errors, field_of(open[i].gate), page_text(page, gate_mend(open[i].gate)), 0);
            continue;
        }
        for (unsigned k = 0; k < b->sections_count; k++) {
            const char *padded = arena_printf(page->arena, ",%s,", open[i].what), *code = arena_printf(page->arena, ",%s,", b->sections[k].code);
            if (strstr(padded, code))
                http_form_error(errors, desk_close_part_field(page->arena, b->sections[k].code),
                                text_f(page->arena, page->lang, N_("Fill in this part of the report: %s"), desk_rb_text(page, b->sections[k].name)), 0);
        }
    }
}

/* ---- what a fresh form is begun with ---- */

static const char *below(struct page *page, const char *above, const char *text)
{
    return *above && *text ? arena_printf(page->arena, "%s\n%s", above, text) : *above ? above : text;
}

static const char *line(struct page *page, const char *label, const char *value)
{
    return *value ? arena_printf(page->arena, page->lang == LANG_ZH ? "%s：%s" : "%s: %s", page_text(page, label), value) : "";
}

static const char *customer_data(struct page *page, const struct desk_case *x)
{
    const char *text = line(page, N_("Reference number"), x->c.reference);
    text = below(page, text, line(page, N_("Category"), page_pick(page, x->c.category_zh, x->c.category_en)));
    text = below(page, text, line(page, N_("Channel"), page_text(page, complaint_channel_title(x->c.channel))));
    return below(page, text, line(page, N_("Complainant"), desk_rb_name(page, x->world.book->complainants, x->world.book->complainants_count, x->c.complainant_kind)));
}

static const char *matters_told(struct page *page, const struct desk_case *x)
{
    const char *text = "";
    for (size_t i = 0; i < x->parts.n_allegations; i++) {
        const struct complaint_allegation *a = &x->parts.allegations[i];
        text = below(page, text, x->parts.n_allegations > 1 ? arena_printf(page->arena, "%d. %s", a->position, a->body) : a->body);
    }
    return text;
}

static const char *money(struct page *page, int64_t cents)
{
    return arena_printf(page->arena, "%lld.%02d", (long long)(cents / 100), (int)(cents % 100));
}

static const char *sums(struct page *page, const struct desk_case *x, const struct closing_knowledge *known)
{
    const char *text = x->class.demanded_cents ? line(page, N_("Demanded"), money(page, x->class.demanded_cents)) : "";
    text = below(page, text, line(page, N_("Direct loss"), x->c.loss));
    text = below(page, text, known->paid_cents ? line(page, N_("Paid"), money(page, known->paid_cents)) : "");
    return *text ? text : page_text(page, N_("No sum is in dispute."));
}

enum known_text { KNOWN_FACTS, KNOWN_CONCLUSION, KNOWN_REMEDY };
static const char *of_matters(struct page *page, const struct closing_knowledge *known, enum known_text which)
{
    const char *text = "";
    for (size_t i = 0; i < known->n_matters; i++) {
        const struct closing_known *k = &known->matters[i];
        const char *one = which == KNOWN_FACTS ? k->facts : which == KNOWN_CONCLUSION ? k->conclusion : k->remedy;
        text = below(page, text, *one && known->n_matters > 1 ? arena_printf(page->arena, "%d. %s", k->position, one) : one);
    }
    return text;
}

/* A section whose code says what it is about is begun with it. */
static const char *proposed(struct page *page, const struct desk_case *x, const struct closing_knowledge *known, const char *code)
{
    if (strcmp(code, "policy_data") == 0 || strcmp(code, "customer") == 0)
        return customer_data(page, x);
    if (strcmp(code, "matters") == 0)
        return matters_told(page, x);
    if (strcmp(code, "investigation") == 0)
        return below(page, of_matters(page, known, KNOWN_FACTS), known->answers);
    if (strcmp(code, "facts") == 0 || strcmp(code, "result") == 0)
        return of_matters(page, known, KNOWN_CONCLUSION);
    if (strcmp(code, "sums") == 0)
        return sums(page, x, known);
    if (strcmp(code, "measures") == 0 || strcmp(code, "handling") == 0)
        return below(page, of_matters(page, known, KNOWN_REMEDY), known->reply);
    return "";
}

static const char *remedy_of(const struct closing_knowledge *known, int position)
{
    for (size_t i = 0; i < known->n_matters; i++) {
        if (known->matters[i].position == position)
            return known->matters[i].remedy;
    }
    return "";
}

void desk_close_propose(struct page *page, const struct desk_case *x, const struct closing_knowledge *known, struct complaint_closing *closing)
{
    const struct rulebook *b = x->world.book;
    struct closing_part *parts = ARENA_ARRAY(page->arena, b->sections_count + 1, struct closing_part);
    struct closing_matter *matters = ARENA_ARRAY(page->arena, x->parts.n_allegations + 1, struct closing_matter);
    for (unsigned i = 0; i < b->sections_count; i++) {
        const char *text = rulebook_when(&b->sections[i].when, &x->facts) == RB_HOLDS ? proposed(page, x, known, b->sections[i].code) : "";
        if (*text)
            parts[closing->n_parts++] = (struct closing_part){b->sections[i].code, text};
    }
    for (size_t i = 0; i < x->parts.n_allegations; i++) {
        const struct complaint_allegation *a = &x->parts.allegations[i];
        matters[i] = (struct closing_matter){a->position, a->finding, a->reason, remedy_of(known, a->position)};
    }
    closing->parts = parts;
    closing->matters = matters;
    closing->n_matters = x->parts.n_allegations > 1 ? x->parts.n_allegations : 0;
    if (x->parts.n_allegations == 1) {
        closing->finding = x->parts.allegations[0].finding;
        closing->text = x->parts.allegations[0].reason;
    }
    for (unsigned i = 0; x->c.outcome_said == 1 && i < b->bases_count && !*closing->basis; i++) {
        if (!b->bases[i].inactive && gate_basis_demands(&b->bases[i], "agreement"))
            closing->basis = b->bases[i].code;
    }
}

/* ---- the form ---- */

static void option(struct tpl *t, enum tpl_section section, const char *value, const char *label, bool chosen)
{
    struct tpl *one = tpl_add(t, section);
    tpl_text(one, V_VALUE, value);
    tpl_text(one, V_LABEL, label);
    tpl_show_if(one, SEC_SELECTED, chosen);
}

static void fill_gate(struct page *page, struct tpl *list, const struct desk_case *x, const struct gate_open *open)
{
    struct tpl *row = tpl_add(list, SEC_GATE);
    const char *path = gate_path(open->gate);
    tpl_text(row, V_TEXT, desk_gate_words(page, x->world.book, open));
    tpl_text(row, V_LABEL, page_text(page, gate_mend(open->gate)));
    if (open->gate == GATE_REPORT) /* the first part that is missing */
        path = arena_printf(page->arena, "/close#%s", desk_close_part_field(page->arena, arena_printf(page->arena, "%.*s", (int)strcspn(open->what, ","), open->what)));
    tpl_text(row, V_URL, gate_of_form(open->gate) ? strchr(path, '#') : arena_printf(page->arena, "/staff/complaints/%s%s", x->c.number, path));
}

/* What other pages mend stands first; what this form mends is only counted up with links to its fields. */
static void fill_gates(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_close_shown *shown)
{
    struct tpl *hard = NULL, *here = NULL;
    for (size_t i = 0; i < shown->n_gates; i++) {
        const struct gate_open *open = &shown->gates[i];
        if (open->gate == GATE_ALLEGATIONS && x->parts.n_allegations < 2) /* finding and reasons of the whole */
            continue;
        bool waits = (open->gate == GATE_CHAIN || open->gate == GATE_APPROVAL) && open->have == APPROVAL_OPEN;
        if (gate_of_form(open->gate) && !waits && shown->later) /* for the form, once it is there */
            continue;
        if (!gate_of_form(open->gate) || waits) {
            hard = hard ? hard : tpl_add(t, SEC_HOLDS);
            fill_gate(page, hard, x, open);
        } else {
            here = here ? here : tpl_add(t, SEC_TO_FILL_IN);
            fill_gate(page, here, x, open);
        }
    }
    tpl_show_if(t, SEC_NOTHING_HOLDS, !hard && !here && !shown->later);
}

static void fill_findings(struct page *page, struct tpl *t, enum complaint_finding chosen)
{
    for (size_t i = 0; desk_findings[i] != FINDING_NONE; i++) {
        struct tpl *one = tpl_add(t, SEC_FINDING_OPTION);
        tpl_int(one, V_VALUE, desk_findings[i]);
        tpl_text(one, V_LABEL, page_text(page, complaint_finding_title(desk_findings[i])));
        tpl_show_if(one, SEC_CHECKED, desk_findings[i] == chosen);
    }
}

/* "agreed, unreachable": the bases that demand it. */
static const char *bases_with(struct page *page, const struct rulebook *b, const char *demand)
{
    struct buf out = {.arena = page->arena};
    for (unsigned i = 0; i < b->bases_count; i++) {
        if (!b->bases[i].inactive && gate_basis_demands(&b->bases[i], demand))
            buf_printf(&out, "%s%s", out.n ? comma(page) : "", desk_rb_text(page, b->bases[i].name));
    }
    return out.n ? out.p : "";
}

static const char *demand_words(struct page *page, const struct desk_case *x, const struct rb_basis *basis, const char *demand, int attempts)
{
    if (strcmp(demand, "attempts") == 0)
        return text_f(page->arena, page->lang, N_("attempts to reach the complainant on %d different days (so far %d)"), basis->attempts, attempts);
    const struct rb_chain *chain = strcmp(demand, "approval") == 0 ? gate_chain(x->world.book, &x->facts, basis->code) : NULL;
    if (chain)
        return arena_printf(page->arena, "%s%s%s", page_text(page, N_("approval")), page->lang == LANG_ZH ? "：" : ": ", desk_rb_text(page, chain->name));
    return page_text(page, rulebook_demand_title(demand));
}

static void fill_bases(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_close_shown *shown)
{
    const struct rulebook *b = x->world.book;
    if (b->bases_count == 0)
        return;
    struct tpl *ask = tpl_add(t, SEC_ASK_BASIS);
    for (unsigned i = 0; i < b->bases_count; i++) {
        const struct rb_basis *basis = &b->bases[i];
        if (basis->inactive || strcmp(basis->finding, "withdrawn") == 0) /* confirmed on the case page, where it is asked for */
            continue;
        option(ask, SEC_BASIS_OPTION, basis->code, desk_rb_text(page, basis->name), strcmp(basis->code, shown->typed->closing.basis) == 0);
        struct tpl *row = tpl_add(ask, SEC_DEMAND);
        struct buf words = {.arena = page->arena};
        for (unsigned d = 0; d < basis->demands_count; d++)
            buf_printf(&words, "%s%s", d ? (page->lang == LANG_ZH ? "；" : "; ") : "", demand_words(page, x, basis, basis->demands[d], shown->attempts));
        tpl_text(row, V_NAME, desk_rb_text(page, basis->name));
        tpl_text(row, V_TEXT, words.n ? words.p : page_text(page, N_("nothing more")));
    }
    page_field_error(page, ask, SEC_BASIS_ERR, shown->errors, "basis");
}

static void fill_told(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_close_shown *shown)
{
    const struct complaint_closing *k = &shown->typed->closing;
    const char *agreement = bases_with(page, x->world.book, "agreement"), *evidence = bases_with(page, x->world.book, "evidence");
    if (*agreement && x->c.outcome_said != 1) {
        struct tpl *ask = tpl_add(t, SEC_ASK_AGREEMENT);
        tpl_text(ask, V_TYPED, k->agreement);
        tpl_text(ask, V_MESSAGE, text_f(page->arena, page->lang, N_("Needed on the basis: %s"), agreement));
        page_field_error(page, ask, SEC_AGREEMENT_ERR, shown->errors, "agreement");
    }
    if (*evidence) {
        struct tpl *ask = tpl_add(t, SEC_ASK_EVIDENCE);
        tpl_text(ask, V_TYPED, k->evidence);
        tpl_text(ask, V_MESSAGE, text_f(page->arena, page->lang, N_("Needed on the basis: %s"), evidence));
        page_field_error(page, ask, SEC_EVIDENCE_ERR, shown->errors, "evidence");
    }
}

static void fill_matters(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_close_shown *shown)
{
    if (x->parts.n_allegations < 2)
        return;
    struct tpl *ask = tpl_add(t, SEC_ASK_MATTERS);
    page_field_error(page, ask, SEC_MATTERS_ERR, shown->errors, "matters");
    for (size_t i = 0; i < x->parts.n_allegations && i < CLOSING_MATTERS_MAX; i++) {
        const struct complaint_allegation *a = &x->parts.allegations[i];
        const struct closing_matter *m = closing_matter_of(&shown->typed->closing, a->position);
        struct tpl *row = tpl_add(ask, SEC_MATTER);
        tpl_int(row, V_POSITION, a->position);
        tpl_text(row, V_BODY, a->body);
        tpl_text(row, V_TEXT_LANG, desk_text_lang(&x->c));
        tpl_text(row, V_REASON, m ? m->reason : "");
        tpl_text(row, V_REMEDY, m ? m->remedy : "");
        for (size_t f = 0; desk_findings[f] != FINDING_NONE; f++)
            option(row, SEC_MATTER_FINDING, arena_printf(page->arena, "%d", desk_findings[f]), page_text(page, complaint_finding_title(desk_findings[f])), m && m->finding == desk_findings[f]);
    }
}

static bool asked_with_any(const struct desk_case *x, const char *gate)
{
    for (size_t i = 0; desk_findings[i] != FINDING_NONE; i++) {
        if (rulebook_asks_gate(x->world.book, gate, &x->facts, gate_finding_word(desk_findings[i])))
            return true;
    }
    return false;
}

static void fill_tree(struct page *page, struct tpl *ask, enum tpl_section section, const struct rb_tree *tree, unsigned n, const char *chosen)
{
    for (unsigned i = 0; i < n; i++) {
        if (!tree[i].inactive)
            option(ask, section, tree[i].code, arena_printf(page->arena, "%s%s", *tree[i].parent ? "　" : "", desk_rb_text(page, tree[i].name)), strcmp(tree[i].code, chosen) == 0);
    }
}

void desk_close_class_fill(struct page *page, struct tpl *t, const struct rulebook *b, const char *cause, const char *stage)
{
    if (b->causes_count)
        fill_tree(page, tpl_add(t, SEC_ASK_CAUSE), SEC_CAUSE_OPTION, b->causes, b->causes_count, cause);
    if (b->stages_count)
        fill_tree(page, tpl_add(t, SEC_ASK_STAGE), SEC_STAGE_OPTION, b->stages, b->stages_count, stage);
}

/* Only what is missing and may be asked for. */
static void fill_class(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_close_shown *shown)
{
    const struct rulebook *b = x->world.book;
    const struct complaint_closing *k = &shown->typed->closing;
    if (x->class.n_causes == 0 && b->causes_count && asked_with_any(x, "cause")) {
        struct tpl *ask = tpl_add(t, SEC_ASK_CAUSE);
        fill_tree(page, ask, SEC_CAUSE_OPTION, b->causes, b->causes_count, k->cause);
        page_field_error(page, ask, SEC_CAUSE_ERR, shown->errors, "cause");
    }
    if (x->class.n_stages == 0 && b->stages_count && asked_with_any(x, "stage")) {
        struct tpl *ask = tpl_add(t, SEC_ASK_STAGE);
        fill_tree(page, ask, SEC_STAGE_OPTION, b->stages, b->stages_count, k->stage);
        page_field_error(page, ask, SEC_STAGE_ERR, shown->errors, "stage");
    }
    if (x->class.n_respondents == 0 && shown->n_departments && asked_with_any(x, "respondent")) {
        struct tpl *ask = tpl_add(t, SEC_ASK_RESPONDENT);
        for (size_t i = 0; i < shown->n_departments; i++)
            option(ask, SEC_RESPONDENT_OPTION, arena_printf(page->arena, "%lld", (long long)shown->departments[i].id),
                   page_pick(page, shown->departments[i].name_zh, shown->departments[i].name_en), shown->departments[i].id == k->department_id);
        page_field_error(page, ask, SEC_RESPONDENT_ERR, shown->errors, "respondent");
    }
    if (x->c.outcome_said == 0 && asked_with_any(x, "outcome")) {
        struct tpl *ask = tpl_add(t, SEC_ASK_OUTCOME);
        option(ask, SEC_OUTCOME_OPTION, "1", page_text(page, complaint_outcome_title(OUTCOME_ACCEPTED)), k->outcome == 1);
        option(ask, SEC_OUTCOME_OPTION, "2", page_text(page, complaint_outcome_title(OUTCOME_NOT_ACCEPTED)), k->outcome == 2);
        page_field_error(page, ask, SEC_OUTCOME_ERR, shown->errors, "outcome");
    }
}

static void fill_report(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_close_shown *shown)
{
    const struct rulebook *b = x->world.book;
    bool needed = asked_with_any(x, "report");
    struct tpl *report = NULL;
    for (unsigned i = 0; i < b->sections_count; i++) {
        if (rulebook_when(&b->sections[i].when, &x->facts) != RB_HOLDS)
            continue;
        report = report ? report : tpl_add(t, SEC_REPORT);
        struct tpl *part = tpl_add(report, SEC_PART);
        const char *field = desk_close_part_field(page->arena, b->sections[i].code);
        tpl_text(part, V_FIELD, field);
        tpl_text(part, V_LABEL, desk_rb_text(page, b->sections[i].name));
        tpl_text(part, V_TYPED, closing_part_text(&shown->typed->closing, b->sections[i].code));
        tpl_show_if(part, SEC_OPTIONAL, !needed);
        page_field_error(page, part, SEC_PART_ERR, shown->errors, field);
    }
}

static bool may_ask(const struct desk_case *x)
{
    const struct rulebook *b = x->world.book;
    bool any = gate_chain(b, &x->facts, "") != NULL;
    for (unsigned i = 0; i < b->bases_count && !any; i++)
        any = !b->bases[i].inactive && gate_chain(b, &x->facts, b->bases[i].code);
    return any;
}

static void fill_approval(struct page *page, struct tpl *t, const struct desk_close_shown *shown)
{
    const struct approval *a = shown->approval;
    if (!a)
        return;
    struct tpl *box = tpl_add(t, SEC_ASKED);
    tpl_text(box, V_STATE, page_text(page, approval_state_title(a->state)));
    tpl_text(box, V_AT, desk_moment(page, a->asked_us));
    tpl_text(box, V_NAME, a->asker ? a->asker : "");
    tpl_show(box, a->state == APPROVAL_GIVEN ? SEC_IS_GIVEN : a->state == APPROVAL_OPEN ? SEC_IS_WAITING : SEC_IS_OVER);
    for (size_t i = 0; a->state == APPROVAL_SENT_BACK && i < a->n_steps; i++) {
        if (a->steps[i].decision == APPROVAL_SEND_BACK)
            tpl_text(tpl_add(box, SEC_BECAUSE), V_REASON, a->steps[i].text);
    }
}

static void fill_files(struct page *page, struct tpl *t, const struct desk_close_shown *shown)
{
    const struct config *config = page->site->config;
    tpl_text(t, V_ACCEPT, attachment_accept);
    tpl_text(t, V_FILES_HINT,
             text_f(page->arena, page->lang, N_("PDF, JPEG or PNG, at most %u files of %u MB each"), config->limits.files_per_message, (unsigned)config->limits.upload_mib));
    page_field_error(page, t, SEC_FILES_ERR, shown->errors, "files");
    if (shown->n_staged == 0)
        return;
    struct tpl *staged = tpl_add(t, SEC_STAGED);
    tpl_text(staged, V_STAGE, shown->typed->stage);
    for (size_t i = 0; i < shown->n_staged; i++) {
        struct tpl *file = tpl_add(staged, SEC_STAGED_FILE);
        tpl_text(file, V_NAME, shown->staged[i].name);
        tpl_text(file, V_SIZE, format_size(page->arena, (uint64_t)shown->staged[i].bytes));
    }
}

static void fill_head(struct page *page, struct tpl *t, const struct desk_case *x)
{
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_text(t, V_TITLE, x->c.title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(&x->c));
    tpl_text(t, V_PLACE, desk_place(page, &x->c));
    tpl_text(t, V_CATEGORY, page_pick(page, x->c.category_zh, x->c.category_en));
    tpl_text(t, V_FROM_RAW, x->from);
    tpl_text(t, V_CARRY, *x->from ? arena_printf(page->arena, "?from=%s", desk_url_encode(page->arena, x->from)) : "");
}

void desk_close_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_close_shown *shown)
{
    const struct desk_close_typed *typed = shown->typed;
    bool waits = shown->approval && shown->approval->state == APPROVAL_OPEN;
    fill_head(page, t, x);
    page_errors(page, t, shown->errors);
    tpl_int(t, V_VERSION, x->c.version);
    tpl_int(t, V_DRAFT_VERSION, typed->draft_version);
    tpl_show_if(t, SEC_DRAFTED, shown->drafted);
    fill_gates(page, t, x, shown);
    fill_approval(page, t, shown);
    if (shown->later) {
        tpl_text(tpl_add(t, SEC_LATER), V_TEXT, page_text(page, shown->later));
        return;
    }
    struct tpl *form = tpl_add(t, SEC_CLOSE_FORM);
    fill_findings(page, form, typed->closing.finding);
    page_field_error(page, form, SEC_FINDING_ERR, shown->errors, "finding");
    fill_bases(page, form, x, shown);
    fill_told(page, form, x, shown);
    tpl_text(form, V_TYPED, typed->closing.text);
    page_field_error(page, form, SEC_TEXT_ERR, shown->errors, "text");
    fill_matters(page, form, x, shown);
    fill_class(page, form, x, shown);
    fill_report(page, form, x, shown);
    fill_files(page, form, shown);
    tpl_show_if(form, SEC_MAY_SAVE, !waits);
    if (!waits && may_ask(x)) {
        struct tpl *ask = tpl_add(form, SEC_MAY_ASK);
        page_field_error(page, ask, SEC_ASK_ERR, shown->errors, "ask");
    }
}
