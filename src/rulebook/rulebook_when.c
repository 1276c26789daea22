#include <string.h>

#include "msgid.h"
#include "rulebook.h"

/* Conditions: what rules ask of a complaint's facts. */

static bool among(const char **list, unsigned n, const char *word)
{
    for (unsigned i = 0; word && i < n; i++) {
        if (*word && strcmp(list[i], word) == 0)
            return true;
    }
    return false;
}

static bool flagged(const struct rb_when *when, const struct rb_facts *facts)
{
    for (size_t i = 0; i < facts->n_flags; i++) {
        if (among(when->flags, when->flags_count, facts->flags[i]))
            return true;
    }
    return false;
}

static bool loses_more(const char *amount, int64_t loss_cents)
{
    int64_t over;
    return rulebook_cents(amount, &over) == ERR_NONE && loss_cents > over;
}

enum rb_condition rulebook_when(const struct rb_when *when, const struct rb_facts *facts)
{
    if (when->categories_count && !among(when->categories, when->categories_count, facts->category) &&
        !among(when->categories, when->categories_count, facts->group))
        return RB_CATEGORY;
    if (when->grades_count && !among(when->grades, when->grades_count, facts->grade))
        return RB_GRADE;
    if (when->channels_count && !among(when->channels, when->channels_count, facts->channel))
        return RB_CHANNEL;
    if (when->sources_count && !among(when->sources, when->sources_count, facts->source))
        return RB_SOURCE;
    if (when->complainants_count && !among(when->complainants, when->complainants_count, facts->complainant))
        return RB_COMPLAINANT;
    if (when->functions_count && !among(when->functions, when->functions_count, facts->function))
        return RB_FUNCTION;
    if (when->flags_count && !flagged(when, facts))
        return RB_FLAG;
    if (when->validity_count && !among(when->validity, when->validity_count, facts->validity))
        return RB_VALIDITY;
    if (when->modes_count && !among(when->modes, when->modes_count, facts->mode))
        return RB_MODE;
    if (*when->loss_over && !loses_more(when->loss_over, facts->loss_cents))
        return RB_LOSS;
    if (when->heads_from && facts->heads < when->heads_from)
        return RB_HEADS;
    if (when->repeats_from && facts->repeats < when->repeats_from)
        return RB_REPEATS;
    if (when->age_days_from && facts->age_days < when->age_days_from)
        return RB_AGE;
    if (when->overdue && !facts->overdue)
        return RB_OVERDUE;
    if (when->urged_from && facts->urged < when->urged_from)
        return RB_URGED;
    return RB_HOLDS;
}

const char *rulebook_condition_title(enum rb_condition condition)
{
    static const char *const titles[] = {
        [RB_HOLDS] = N_("All conditions hold"),
        [RB_CATEGORY] = N_("Category"),
        [RB_GRADE] = N_("Grade"),
        [RB_CHANNEL] = N_("Channel"),
        [RB_SOURCE] = N_("Source"),
        [RB_COMPLAINANT] = N_("Who complains"),
        [RB_FUNCTION] = N_("Function of the department"),
        [RB_FLAG] = N_("Sensitive matter"),
        [RB_VALIDITY] = N_("Validity"),
        [RB_MODE] = N_("With name, confidential or anonymous"),
        [RB_LOSS] = N_("Loss"),
        [RB_HEADS] = N_("Number of people"),
        [RB_REPEATS] = N_("How often before"),
        [RB_AGE] = N_("Age in days"),
        [RB_OVERDUE] = N_("Overdue"),
        [RB_URGED] = N_("How often the complainant urged"),
    };
    return (size_t)condition < COUNT_OF(titles) ? titles[condition] : "";
}

int rulebook_weight(const struct rb_when *when, const struct rb_facts *facts)
{
    const unsigned counts[] = {when->categories_count, when->grades_count,   when->channels_count, when->sources_count, when->complainants_count,
                               when->functions_count,  when->flags_count,    when->validity_count, when->modes_count};
    int weight = (*when->loss_over != '\0') + (when->heads_from > 0) + (when->repeats_from > 0) + (when->age_days_from > 0) + (when->urged_from > 0) + when->overdue;
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        weight += counts[i] > 0;
    return weight + among(when->categories, when->categories_count, facts->category);
}

static const struct rb_grade *lightest(const struct rulebook *b)
{
    for (unsigned i = 0; i < b->grades_count; i++) {
        if (!b->grades[i].inactive)
            return &b->grades[i];
    }
    return b->grades_count ? &b->grades[0] : NULL;
}

/* Whatever the grade is now must not decide what it should be. */
static bool proposes(const struct rulebook *b, const struct rb_grading *rule, const struct rb_facts *facts)
{
    const struct rb_grade *grade = rulebook_grade(b, rule->grade);
    struct rb_when when = rule->when;
    when.grades_count = 0;
    return grade && !grade->inactive && rulebook_when(&when, facts) == RB_HOLDS;
}

const struct rb_grade *rulebook_propose(const struct rulebook *b, struct arena *a, const struct rb_facts *facts, const struct rb_grading ***ret_because,
                                        size_t *ret_n)
{
    const struct rb_grading **because = ARENA_ARRAY(a, b->grading_count, const struct rb_grading *);
    size_t n = 0;
    int heaviest = -1;
    for (unsigned i = 0; i < b->grading_count; i++) {
        const struct rb_grading *rule = &b->grading[i];
        if (!proposes(b, rule, facts))
            continue;
        int rank = rulebook_grade_rank(b, rule->grade);
        if (rank > heaviest) {
            heaviest = rank;
            n = 0;
        }
        if (rank == heaviest)
            because[n++] = rule;
    }
    *ret_because = because;
    *ret_n = n;
    return heaviest >= 0 ? &b->grades[heaviest] : lightest(b);
}

/* The heaviest grade that a rule which asks for this flag proposes; -1: none. */
static int flag_rank(const struct rulebook *b, const char *flag)
{
    int heaviest = -1;
    for (unsigned i = 0; i < b->grading_count; i++) {
        const struct rb_grading *rule = &b->grading[i];
        int rank = rulebook_grade_rank(b, rule->grade);
        if (rank > heaviest && among(rule->when.flags, rule->when.flags_count, flag))
            heaviest = rank;
    }
    return heaviest;
}

const struct rb_name *rulebook_gravest_flag(const struct rulebook *b, const char *const *flags, size_t n)
{
    const struct rb_name *gravest = NULL;
    int heaviest = -1;
    for (size_t i = 0; i < n; i++) {
        const struct rb_name *flag = rulebook_name(b->flags, b->flags_count, flags[i]);
        int rank = flag ? flag_rank(b, flag->code) : -1;
        if (flag && (!gravest || rank > heaviest || (rank == heaviest && flag < gravest))) {
            gravest = flag;
            heaviest = rank;
        }
    }
    return gravest;
}

enum err rulebook_cents(const char *amount, int64_t *ret_cents)
{
    struct str rest = str_of(amount), whole = str_cut(&rest, '.');
    long long units, cents = 0;
    if (strchr(amount, '-') || !str_to_i64(whole, 0, INT64_C(999999999999), &units) || (whole.n > 1 && whole.p[0] == '0'))
        return ERR_MALFORMED;
    if (rest.p && (rest.n < 1 || rest.n > 2 || !str_to_i64(rest, 0, 99, &cents)))
        return ERR_MALFORMED;
    *ret_cents = units * 100 + (rest.p && rest.n == 1 ? cents * 10 : cents);
    return ERR_NONE;
}
