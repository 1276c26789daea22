#include "desk_classify_view.h"

#include <string.h>

#include "desk_words_view.h"

/* ---- the form ---- */

static const struct rb_category *group_of(const struct rulebook *b, const struct rb_category *c)
{
    return *c->parent ? rulebook_category(b, c->parent) : NULL;
}

static bool is_group(const struct rulebook *b, const struct rb_category *c)
{
    for (unsigned i = 0; i < b->categories_count; i++) {
        if (strcmp(b->categories[i].parent, c->code) == 0)
            return true;
    }
    return false;
}

/* By group. One that is not offered any more stays with what has it. */
void desk_categories_fill(struct page *page, struct tpl *t, const struct rulebook *b, const char *chosen)
{
    struct tpl *group = NULL;
    const struct rb_category *of = NULL;
    for (unsigned i = 0; i < b->categories_count; i++) {
        const struct rb_category *c = &b->categories[i], *above = group_of(b, c);
        bool off = c->inactive || (above && above->inactive);
        if (is_group(b, c) || (off && strcmp(c->code, chosen) != 0))
            continue;
        if (!group || of != above) {
            group = tpl_add(t, SEC_CATEGORY_GROUP);
            tpl_text(group, V_LABEL, above ? desk_rb_text(page, above->name) : page_text(page, N_("Category")));
            of = above;
        }
        struct tpl *option = tpl_add(group, SEC_CATEGORY_OPTION);
        tpl_text(option, V_VALUE, c->code);
        tpl_text(option, V_LABEL, desk_rb_text(page, c->name));
        tpl_show_if(option, SEC_SELECTED, strcmp(c->code, chosen) == 0);
    }
}

/* What the rules propose for the complaint as it stands, and why. */
static void fill_grades(struct page *page, struct tpl *t, const struct desk_case *x, const char *chosen)
{
    const struct rulebook *b = x->world.book;
    const struct rb_grading **because;
    size_t n;
    if (b->grades_count == 0)
        return;
    struct tpl *ask = tpl_add(t, SEC_ASK_GRADE);
    const struct rb_grade *proposed = rulebook_propose(b, page->arena, &x->facts, &because, &n);
    tpl_text(ask, V_PROPOSED, proposed ? desk_rb_text(page, proposed->name) : "");
    for (size_t i = 0; i < n; i++)
        tpl_text(tpl_add(ask, SEC_BECAUSE), V_TEXT, desk_rb_text(page, because[i]->reason));
    tpl_show_if(ask, SEC_NO_BECAUSE, n == 0);
    for (unsigned i = 0; i < b->grades_count; i++) {
        const struct rb_grade *g = &b->grades[i];
        if (g->inactive && strcmp(g->code, chosen) != 0)
            continue;
        struct tpl *option = tpl_add(ask, SEC_GRADE_OPTION);
        tpl_text(option, V_VALUE, g->code);
        tpl_text(option, V_LABEL, desk_rb_text(page, g->name));
        tpl_show_if(option, SEC_SELECTED, strcmp(g->code, chosen) == 0);
    }
}

static void fill_tree(struct page *page, struct tpl *t, enum tpl_section section, const struct rb_tree *list, unsigned n, const char *const *codes,
                      size_t n_codes, const struct http_field_error *error)
{
    struct tpl *ask = NULL;
    long long chosen = 0;
    for (unsigned i = 0; i < n; i++) {
        bool ticked = desk_classify_has(codes, n_codes, list[i].code);
        if (list[i].inactive && !ticked)
            continue;
        ask = ask ? ask : tpl_add(t, section);
        struct tpl *option = tpl_add(ask, SEC_TREE_OPTION);
        tpl_text(option, V_VALUE, list[i].code);
        tpl_text(option, V_LABEL, desk_rb_text(page, list[i].name));
        tpl_show_if(option, SEC_CHECKED, ticked);
        tpl_show_if(option, SEC_BELOW, *list[i].parent);
        chosen += ticked;
    }
    if (ask && chosen)
        tpl_int(tpl_add(ask, SEC_CHOSEN), V_COUNT, chosen);
    if (ask && error)
        tpl_text(tpl_add(ask, SEC_TREE_ERR), V_MESSAGE, text_f(page->arena, page->lang, N_("Choose at most %d"), error->number));
}

static void fill_flags(struct page *page, struct tpl *t, const struct rulebook *b, const struct desk_classify_typed *typed, const struct http_form_errors *errors)
{
    struct tpl *ask = NULL;
    long long chosen = 0;
    bool wrong = false;
    for (unsigned i = 0; i < b->flags_count; i++) {
        const struct rb_name *flag = &b->flags[i];
        const char *note = desk_classify_note(&typed->class, flag->code), *wanted = desk_rb_text(page, flag->note);
        if (flag->inactive && !note)
            continue;
        ask = ask ? ask : tpl_add(t, SEC_ASK_FLAGS);
        struct tpl *option = tpl_add(ask, SEC_FLAG_OPTION);
        tpl_text(option, V_VALUE, flag->code);
        tpl_text(option, V_LABEL, desk_rb_text(page, flag->name));
        tpl_show_if(option, SEC_CHECKED, note != NULL);
        chosen += note != NULL;
        if (!*wanted)
            continue;
        struct tpl *facts = tpl_add(option, SEC_FLAG_NOTE);
        tpl_text(facts, V_HINT, wanted);
        tpl_text(facts, V_TYPED, note ? note : "");
        const char *field = arena_printf(page->arena, "flag_note_%s", flag->code);
        if (errors) {
            page_field_error(page, facts, SEC_FLAG_NOTE_ERR, errors, field);
            wrong |= http_form_error_of(errors, field) != NULL;
        }
    }
    if (ask && chosen)
        tpl_int(tpl_add(ask, SEC_CHOSEN), V_COUNT, chosen);
    if (ask)
        tpl_show_if(ask, SEC_UNFOLDED, wrong);
}

static void add_respondent(struct page *page, struct tpl *ask, size_t number, const struct complaint_respondent *r, const struct http_form_errors *errors)
{
    struct tpl *row = tpl_add(ask, SEC_RESPONDENT);
    tpl_int(row, V_ROW_NUMBER, (long long)number);
    tpl_text(row, V_NAME, r->name);
    tpl_show_if(row, SEC_MANAGER, r->manager);
    for (size_t i = 0; complaint_respondent_kinds[i]; i++) {
        struct tpl *option = tpl_add(row, SEC_RESPONDENT_KIND);
        tpl_text(option, V_VALUE, complaint_respondent_kinds[i]);
        tpl_text(option, V_LABEL, page_text(page, complaint_respondent_title(complaint_respondent_kinds[i])));
        tpl_show_if(option, SEC_SELECTED, strcmp(r->kind, complaint_respondent_kinds[i]) == 0);
    }
    if (errors) {
        page_field_error(page, row, SEC_RESPONDENT_KIND_ERR, errors, arena_printf(page->arena, "r%zu_kind", number));
        page_field_error(page, row, SEC_RESPONDENT_NAME_ERR, errors, arena_printf(page->arena, "r%zu_name", number));
    }
}

/* What may be chosen beside free words: departments and colleagues near the complaint. */
static void fill_ours(struct page *page, struct tpl *ask, const struct desk_case *x)
{
    for (size_t i = 0; i < x->n_departments; i++) {
        const struct department *d = &x->departments[i];
        tpl_text(tpl_add(ask, SEC_RESPONDENT_OPTION), V_VALUE,
                 arena_printf(page->arena, "%s (%s)", page_pick(page, d->name_zh, d->name_en), page_pick(page, d->unit_zh, d->unit_en)));
    }
    for (size_t i = 0; i < x->n_people; i++)
        tpl_text(tpl_add(ask, SEC_RESPONDENT_OPTION), V_VALUE, arena_printf(page->arena, "%s (%s)", x->people[i].name, x->people[i].login));
}

static void fill_respondents(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_classify_typed *typed, const struct http_form_errors *errors)
{
    static const struct complaint_respondent none = {.kind = "", .name = ""};
    size_t n = typed->class.n_respondents, rows = n + DESK_RESPONDENTS_SPARE;
    struct tpl *ask = tpl_add(t, SEC_ASK_RESPONDENTS);
    bool wrong = false;
    for (size_t i = 0; i < rows && i < COMPLAINT_CODES_MAX; i++)
        add_respondent(page, ask, i + 1, i < n ? &typed->class.respondents[i] : &none, errors);
    for (size_t i = 0; errors && i < errors->n; i++)
        wrong |= errors->items[i].field[0] == 'r' && errors->items[i].field[1] >= '1' && errors->items[i].field[1] <= '9';
    fill_ours(page, ask, x);
    tpl_show_if(ask, SEC_UNFOLDED, wrong);
    if (n)
        tpl_int(tpl_add(ask, SEC_CHOSEN), V_COUNT, (long long)n);
}

void desk_classify_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_classify_typed *typed, const struct http_form_errors *errors)
{
    const struct rulebook *b = x->world.book;
    struct desk_classify_typed saved = desk_classify_saved(&x->c, &x->class);
    if (!typed)
        typed = &saved;
    const struct complaint_class *k = &typed->class;
    desk_categories_fill(page, t, b, *typed->category ? typed->category : x->c.category);
    fill_grades(page, t, x, typed->grade);
    tpl_text(t, V_GRADE_REASON, typed->grade_reason);
    tpl_text(t, V_LOSS, typed->loss);
    fill_tree(page, t, SEC_ASK_CAUSES, b->causes, b->causes_count, k->causes, k->n_causes, errors ? http_form_error_of(errors, "cause") : NULL);
    fill_tree(page, t, SEC_ASK_STAGES, b->stages, b->stages_count, k->stages, k->n_stages, errors ? http_form_error_of(errors, "at_stage") : NULL);
    fill_flags(page, t, b, typed, errors);
    fill_respondents(page, t, x, typed, errors);
}

/* ---- in words ---- */

static const char *tree_words(struct page *page, const struct rb_tree *list, unsigned n, const char *const *codes, size_t n_codes)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < n_codes; i++)
        buf_printf(&out, "%s%s", i ? "\n" : "", desk_rb_tree(page, list, n, codes[i]));
    return out.n ? out.p : "";
}

static const char *flags_words(struct page *page, const struct rulebook *b, const struct complaint_class *class)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < class->n_flags; i++) {
        buf_printf(&out, "%s%s", i ? "\n" : "", desk_rb_name(page, b->flags, b->flags_count, class->flags[i].code));
        if (*class->flags[i].note)
            buf_printf(&out, page->lang == LANG_ZH ? "：%s" : ": %s", class->flags[i].note);
    }
    return out.n ? out.p : "";
}

static const char *respondents_words(struct page *page, const struct complaint_respondent *list, size_t n)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < n; i++) {
        buf_printf(&out, "%s%s · %s", i ? "\n" : "", list[i].name, page_text(page, complaint_respondent_title(list[i].kind)));
        if (list[i].manager)
            buf_printf(&out, " · %s", page_text(page, N_("leads people")));
    }
    return out.n ? out.p : "";
}

static const char *kept_out_words(struct page *page, const struct desk_case *x)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < x->n_kept_out; i++)
        buf_printf(&out, page->lang == LANG_ZH ? "%s%s（%s）" : "%s%s (%s)", i ? "\n" : "", x->kept_out[i].name, page_text(page, recusal_reason_title(x->kept_out[i].reason)));
    return out.n ? out.p : "";
}

static const char *grade_words(struct page *page, const struct desk_case *x)
{
    const struct complaint *c = &x->c;
    const char *taken = desk_rb_grade(page, x->world.book, c->grade);
    if (!*c->grade || !*c->grade_proposed || strcmp(c->grade, c->grade_proposed) == 0)
        return taken;
    const char *proposed = desk_rb_grade(page, x->world.book, c->grade_proposed);
    if (!*c->grade_reason)
        return text_f(page->arena, page->lang, N_("%s (proposed: %s)"), taken, proposed);
    return text_f(page->arena, page->lang, N_("%s (proposed: %s; why another: %s)"), taken, proposed, c->grade_reason);
}

static const char *loss_words(struct page *page, const char *loss)
{
    return *loss ? text_f(page->arena, page->lang, N_("%s yuan"), loss) : "";
}

/* Flags, causes, stages and respondents alike, saved or typed. */
static void class_words(struct page *page, const struct desk_case *x, const struct complaint_class *k, const char *words[4])
{
    const struct rulebook *b = x->world.book;
    words[0] = flags_words(page, b, k);
    words[1] = tree_words(page, b->causes, b->causes_count, k->causes, k->n_causes);
    words[2] = tree_words(page, b->stages, b->stages_count, k->stages, k->n_stages);
    words[3] = respondents_words(page, k->respondents, k->n_respondents);
}
static const char *const class_labels[4] = {N_("Sensitive matters"), N_("Causes"), N_("Responsible stages"), N_("Complained of")};

void desk_classify_facts(struct desk_facts *facts, const struct desk_case *x)
{
    struct page *page = facts->page;
    const struct complaint *c = &x->c;
    const struct rb_exclusion *exclusion = rulebook_exclusion(x->world.book, c->exclusion);
    const struct rb_basis *basis = rulebook_basis(x->world.book, c->basis);
    const char *words[4];
    class_words(page, x, &x->class, words);
    desk_fact_text(facts, N_("Grade"), grade_words(page, x));
    desk_fact_text(facts, N_("Validity"), page_text(page, rulebook_validity_title(c->validity)));
    desk_fact_text(facts, N_("Direct loss"), loss_words(page, c->loss));
    for (size_t i = 0; i < COUNT_OF(words); i++)
        desk_fact_text(facts, class_labels[i], words[i]);
    desk_fact_text(facts, N_("Kept out"), kept_out_words(page, x));
    desk_fact_text(facts, N_("Not accepted because"), exclusion ? desk_rb_text(page, exclusion->name) : c->exclusion);
    desk_fact_text(facts, N_("Basis of closing"), basis ? desk_rb_text(page, basis->name) : c->basis);
}

static void add_line(struct page *page, struct tpl *t, const char *label, const char *value)
{
    if (!value || !*value)
        return;
    struct tpl *line = tpl_add(t, SEC_MINE);
    tpl_text(line, V_LABEL, page_text(page, label));
    tpl_text(line, V_VALUE, value);
}

void desk_classify_lines(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_classify_typed *typed)
{
    const struct rb_category *category = rulebook_category(x->world.book, typed->category);
    const char *words[4];
    class_words(page, x, &typed->class, words);
    add_line(page, t, N_("Category"), category ? desk_rb_text(page, category->name) : "");
    add_line(page, t, N_("Grade"), *typed->grade ? desk_rb_grade(page, x->world.book, typed->grade) : page_text(page, N_("as the rules propose")));
    add_line(page, t, N_("Why another grade"), typed->grade_reason);
    add_line(page, t, N_("Direct loss"), loss_words(page, typed->loss));
    for (size_t i = 0; i < COUNT_OF(words); i++)
        add_line(page, t, class_labels[i], words[i]);
}

void desk_classify_tags(struct page *page, struct tpl *t, const struct desk_case *x)
{
    const struct rb_grade *grade = rulebook_grade(x->world.book, x->c.grade);
    if (grade) {
        struct tpl *tag = tpl_add(t, SEC_GRADE_TAG);
        tpl_text(tag, V_LABEL, desk_rb_text(page, grade->name));
        tpl_show_if(tag, SEC_MAJOR, grade->major);
    }
    for (size_t i = 0; i < x->class.n_flags; i++)
        tpl_text(tpl_add(t, SEC_FLAG_TAG), V_LABEL, desk_rb_name(page, x->world.book->flags, x->world.book->flags_count, x->class.flags[i].code));
}
