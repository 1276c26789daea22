#include "desk_classify_form.h"

#include <string.h>

#include "msgid.h"
#include "utf8.h"

#define NOTE_MAX 500
#define NAME_MAX_CHARS 100

static bool ticked(const struct http_form *form, const char *field, const char *code)
{
    for (size_t i = 0; i < http_form_count(form, field); i++) {
        if (strcmp(http_form_nth(form, field, i), code) == 0)
            return true;
    }
    return false;
}

static const char **read_tree(const struct http_form *form, const char *field, const struct rb_tree *list, unsigned n, struct arena *a, size_t *ret_n,
                              struct http_form_errors *errors)
{
    const char **codes = ARENA_ARRAY(a, COMPLAINT_CODES_MAX, const char *);
    size_t taken = 0;
    for (unsigned i = 0; i < n; i++) {
        if (!ticked(form, field, list[i].code))
            continue;
        if (taken == COMPLAINT_CODES_MAX) {
            http_form_error(errors, field, N_("Choose at most %d"), COMPLAINT_CODES_MAX);
            break;
        }
        codes[taken++] = list[i].code;
    }
    *ret_n = taken;
    return codes;
}

/* A flag that says what is to be filled in is not left without it (requirements D5). */
static void read_flags(const struct http_form *form, const struct rulebook *b, struct arena *a, struct complaint_class *class, struct http_form_errors *errors)
{
    class->flags = ARENA_ARRAY(a, COMPLAINT_CODES_MAX, struct complaint_flag);
    for (unsigned i = 0; i < b->flags_count && class->n_flags < COMPLAINT_CODES_MAX; i++) {
        const struct rb_name *flag = &b->flags[i];
        if (!ticked(form, "flag", flag->code))
            continue;
        struct http_text_rule rule = {.required = *flag->note.zh || *flag->note.en, .max = NOTE_MAX, .missing = N_("Give the key facts that this flag asks for")};
        const char *note = http_form_text(form, arena_printf(a, "flag_note_%s", flag->code), &rule, errors);
        class->flags[class->n_flags++] = (struct complaint_flag){flag->code, note};
    }
}

static void read_respondents(const struct http_form *form, struct arena *a, struct complaint_class *class, struct http_form_errors *errors)
{
    class->respondents = ARENA_ARRAY(a, COMPLAINT_CODES_MAX, struct complaint_respondent);
    for (int i = 1; i <= COMPLAINT_CODES_MAX; i++) {
        const char *kind_field = arena_printf(a, "r%d_kind", i), *kind = http_form_get(form, kind_field);
        struct http_text_rule rule = {.max = NAME_MAX_CHARS};
        const char *name = http_form_text(form, arena_printf(a, "r%d_name", i), &rule, errors);
        if (!*name)
            continue;
        if (!*complaint_respondent_title(kind))
            http_form_error(errors, kind_field, N_("Say what kind of respondent it is"), 0);
        class->respondents[class->n_respondents++] =
            (struct complaint_respondent){.kind = kind, .name = name, .manager = http_form_tick(form, arena_printf(a, "r%d_manager", i))};
    }
}

static const char *read_loss(const struct http_form *form, struct arena *a, struct http_form_errors *errors)
{
    const char *loss = utf8_halfwidth(a, str_of(utf8_clean(a, str_of(http_form_get(form, "loss")), false)));
    int64_t cents;
    if (*loss && (rulebook_cents(loss, &cents) != ERR_NONE || cents < 0 || strlen(loss) > 15))
        http_form_error(errors, "loss", N_("Enter an amount like this: 1234.50"), 0);
    return loss;
}

static void read_words(const struct http_form *form, const struct rulebook *b, struct desk_classify_typed *typed, struct http_form_errors *errors)
{
    const char *grade = http_form_get(form, "grade");
    const struct rb_category *category = rulebook_category(b, http_form_get(form, "category"));
    const struct rb_grade *known = rulebook_grade(b, grade);
    struct http_text_rule rule = {.max = NOTE_MAX};
    typed->category = category ? category->code : "";
    if (!category)
        http_form_error(errors, "category", N_("Choose the category"), 0);
    typed->grade = known ? known->code : "";
    if (*grade && !known)
        http_form_error(errors, "grade", N_("Choose the grade from the list"), 0);
    typed->grade_reason = http_form_text(form, "grade_reason", &rule, errors);
}

void desk_classify_read(const struct http_form *form, const struct rulebook *b, struct arena *a, struct desk_classify_typed *ret_typed, struct http_form_errors *errors)
{
    struct desk_classify_typed typed = {.category = ""};
    read_words(form, b, &typed, errors);
    typed.loss = read_loss(form, a, errors);
    typed.class.causes = read_tree(form, "cause", b->causes, b->causes_count, a, &typed.class.n_causes, errors);
    typed.class.stages = read_tree(form, "at_stage", b->stages, b->stages_count, a, &typed.class.n_stages, errors);
    read_flags(form, b, a, &typed.class, errors);
    read_respondents(form, a, &typed.class, errors);
    *ret_typed = typed;
}

struct desk_classify_typed desk_classify_saved(const struct complaint *c, const struct complaint_class *class)
{
    bool as_proposed = strcmp(c->grade, c->grade_proposed) == 0;
    return (struct desk_classify_typed){
        .category = c->category,
        .grade = as_proposed ? "" : c->grade,
        .grade_reason = as_proposed ? "" : c->grade_reason,
        .loss = c->loss,
        .class = *class,
    };
}

bool desk_classify_has(const char *const *codes, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(codes[i], code) == 0)
            return true;
    }
    return false;
}

const char *desk_classify_note(const struct complaint_class *class, const char *code)
{
    for (size_t i = 0; i < class->n_flags; i++) {
        if (strcmp(class->flags[i].code, code) == 0)
            return class->flags[i].note;
    }
    return NULL;
}

void desk_classify_apply(const struct desk_classify_typed *typed, const struct rulebook *b, struct complaint *c)
{
    const struct rb_category *category = rulebook_category(b, typed->category);
    if (category) {
        c->category = category->code;
        c->category_group = category->parent;
    }
    c->loss = typed->loss;
}
