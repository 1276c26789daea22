#include "portal_survey_view.h"

#include <string.h>

#include "format.h"

static void add_choice(struct page *page, struct tpl *t, enum tpl_section section, const char *field, const char *value, const char *label, bool first,
                       bool checked)
{
    struct tpl *row = tpl_add(t, section);
    tpl_text(row, V_FIELD, field);
    tpl_text(row, V_ID, first ? field : arena_printf(page->arena, "%s-%s", field, value));
    tpl_text(row, V_VALUE, value);
    tpl_text(row, V_LABEL, page_text(page, label));
    tpl_show_if(row, SEC_CHECKED, checked);
}

static void show_levels(struct page *page, struct tpl *t, const struct portal_rating *rating, const struct http_form_errors *errors)
{
    static const char *const questions[PORTAL_LEVELS] = {N_("How satisfied are you with the handling as a whole?"), N_("How quickly it went"),
                                                         N_("How you were treated"), N_("How well the staff knew their job"), N_("The result")};
    static const char *const levels[] = {N_("Very dissatisfied"), N_("Dissatisfied"), N_("Neither"), N_("Satisfied"), N_("Very satisfied")};
    for (size_t i = 0; i < PORTAL_LEVELS; i++) {
        struct tpl *question = tpl_add(t, SEC_QUESTION);
        tpl_text(question, V_NAME, page_text(page, questions[i]));
        tpl_show_if(question, SEC_OPTIONAL, i > 0);
        page_field_error(page, question, SEC_LEVEL_ERR, errors, portal_rating_fields[i]);
        for (int level = (int)COUNT_OF(levels); level >= 1; level--)
            add_choice(page, question, SEC_OPTION, portal_rating_fields[i], arena_printf(page->arena, "%d", level), levels[level - 1],
                       level == (int)COUNT_OF(levels), rating->levels[i] == level);
    }
}

static void fill_ways(struct page *page, struct tpl *t, const struct portal_rater *rater)
{
    tpl_text(t, V_NUMBER, rater->c->number);
    tpl_text(t, V_PATH, rater->path);
    tpl_text(t, V_BACK, rater->back);
    if (rater->until_us)
        tpl_text(tpl_add(t, SEC_UNTIL), V_DATE, format_day(page->arena, page->lang, rater->until_us, page->site->zone));
}

void portal_view_rating(struct page *page, struct tpl *t, const struct portal_rater *rater, const struct portal_rating *rating, const struct http_form_errors *errors)
{
    const struct complaint *c = rater->c;
    static const struct {
        const char *value, *label;
    } solved[] = {{"yes", N_("Yes")}, {"partly", N_("Partly")}, {"no", N_("No")}};
    fill_ways(page, t, rater);
    tpl_show_if(t, SEC_AGAIN, c->rated);
    for (size_t i = 0; i < COUNT_OF(solved); i++)
        add_choice(page, t, SEC_SOLVED, "solved", solved[i].value, solved[i].label, i == 0, rating->solved == (int)i + 1);
    show_levels(page, t, rating, errors);
    tpl_text(t, V_WORDS, rating->words);
    if (rater->callable)
        tpl_show_if(tpl_add(t, SEC_CAN_CALL), SEC_CHECKED, rating->callback);
    page_errors(page, t, errors);
    page_field_error(page, t, SEC_SOLVED_ERR, errors, "solved");
    page_field_error(page, t, SEC_WORDS_ERR, errors, "words");
}

static bool is_chosen(const char *chosen, const char *code)
{
    size_t n = strlen(code);
    for (const char *p = chosen; *p;) {
        size_t k = strcspn(p, ",");
        if (k == n && strncmp(p, code, n) == 0)
            return true;
        p += k + (p[k] == ',');
    }
    return false;
}

void portal_view_why(struct page *page, struct tpl *t, const struct portal_rater *rater, const struct rulebook *book, const char *chosen)
{
    fill_ways(page, t, rater);
    for (unsigned i = 0; i < book->following.reasons_count; i++) {
        const struct rb_name *reason = &book->following.reasons[i];
        if (reason->inactive && !is_chosen(chosen, reason->code))
            continue;
        struct tpl *row = tpl_add(t, SEC_REASON);
        tpl_text(row, V_ID, arena_printf(page->arena, "reason-%u", i));
        tpl_text(row, V_VALUE, reason->code);
        tpl_text(row, V_LABEL, page_pick(page, reason->name.zh, reason->name.en));
        tpl_show_if(row, SEC_CHECKED, is_chosen(chosen, reason->code));
    }
}
