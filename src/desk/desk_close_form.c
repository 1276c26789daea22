#include "desk_close_form.h"

#include <string.h>

#include "complaint_gate.h"
#include "desk_act.h"
#include "msgid.h"
#include "str.h"
#include "utf8.h"

#define STAGE_LENGTH 26
#define FROM_MAX 1000
#define TOLD_MAX 1000   /* how he agreed, what proves the basis */
#define REASON_MAX 2000 /* of a matter */

const char *desk_close_part_field(struct arena *a, const char *code)
{
    return arena_printf(a, "part-%s", code);
}

const char *desk_close_matter_field(struct arena *a, const char *what, int position)
{
    return arena_printf(a, "%s-%d", what, position);
}

static int64_t read_id(const struct http_form *form, const char *name)
{
    long long id;
    return str_to_i64(str_of(http_form_get(form, name)), 1, INT64_MAX, &id) ? id : 0;
}

static enum complaint_finding read_finding(const struct http_form *form, const char *name)
{
    int64_t finding = read_id(form, name);
    for (size_t i = 0; desk_findings[i] != FINDING_NONE; i++) {
        if ((int64_t)desk_findings[i] == finding)
            return desk_findings[i];
    }
    return FINDING_NONE;
}

static const char *read_stage(const struct http_form *form)
{
    const char *stage = http_form_get(form, "stage");
    return strlen(stage) == STAGE_LENGTH && strspn(stage, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == STAGE_LENGTH ? stage : "";
}

static const char *read_text(const struct http_form *form, const char *name, size_t max, struct http_form_errors *errors)
{
    return http_form_text(form, name, &(struct http_text_rule){.lines = true, .max = max}, errors);
}

static enum desk_close_do read_what(const struct http_form *form)
{
    const char *what = http_form_get(form, "do");
    return strcmp(what, "save") == 0 ? DESK_CLOSE_SAVE : strcmp(what, "ask") == 0 ? DESK_CLOSE_ASK : DESK_CLOSE_NOW;
}

static const char *tree_code(const struct rb_tree *tree, unsigned n, const char *code)
{
    const struct rb_tree *node = rulebook_tree(tree, n, code);
    return node && !node->inactive ? node->code : "";
}

static void read_matters(const struct http_form *form, const struct complaint_allegation *matters, size_t n, struct arena *a, struct complaint_closing *closing, struct http_form_errors *errors)
{
    struct closing_matter *typed = ARENA_ARRAY(a, n + 1, struct closing_matter);
    for (size_t i = 0; n > 1 && i < n && i < CLOSING_MATTERS_MAX; i++) {
        int position = matters[i].position;
        typed[closing->n_matters++] = (struct closing_matter){
            .position = position,
            .finding = read_finding(form, desk_close_matter_field(a, "finding", position)),
            .reason = read_text(form, desk_close_matter_field(a, "reason", position), REASON_MAX, errors),
            .remedy = read_text(form, desk_close_matter_field(a, "remedy", position), REASON_MAX, errors),
        };
    }
    closing->matters = typed;
}

static void read_parts(const struct http_form *form, const struct rulebook *b, struct arena *a, size_t text_max, bool draft, struct complaint_closing *closing, struct http_form_errors *errors)
{
    struct closing_part *parts = ARENA_ARRAY(a, b->sections_count + 1, struct closing_part);
    for (unsigned i = 0; i < b->sections_count; i++) {
        const char *code = b->sections[i].code, *body = read_text(form, desk_close_part_field(a, code), text_max, errors);
        bool facts = strcmp(code, "facts") == 0 || strcmp(code, "result") == 0;
        if (!*body && facts && !draft) /* what was found is what the finding rests on, unless more is told */
            body = closing->text;
        if (*body)
            parts[closing->n_parts++] = (struct closing_part){code, body};
    }
    closing->parts = parts;
}

/* A draft may lack anything. */
static void check_needed(const struct rulebook *b, const struct complaint_closing *closing, struct http_form_errors *errors)
{
    const struct rb_basis *basis = rulebook_basis(b, closing->basis);
    if (closing->finding == FINDING_NONE)
        http_form_error(errors, "finding", N_("Choose the finding"), 0);
    if (!*closing->basis && b->bases_count > 0)
        http_form_error(errors, "basis", N_("Choose on what basis it is closed"), 0);
    if (basis && closing->finding != FINDING_NONE && !gate_basis_fits(basis, closing->finding))
        http_form_error(errors, "basis", N_("This basis belongs to another finding. Choose another basis or finding"), 0);
    if (!*closing->text)
        http_form_error(errors, "text", N_("Give the reasons of the finding"), 0);
}

void desk_close_read(const struct http_form *form, const struct rulebook *b, const struct complaint_allegation *matters, size_t n_matters, struct arena *a, size_t text_max,
                     struct desk_close_typed *ret_typed, struct http_form_errors *errors)
{
    struct desk_close_typed typed = {.what = read_what(form), .closing = closing_none(), .stage = read_stage(form)};
    struct complaint_closing *k = &typed.closing;
    typed.version = (int)http_form_int(form, "version", false, 0, INT32_MAX, 0, errors);
    typed.draft_version = (int)http_form_int(form, "draft", false, 0, INT32_MAX, 0, errors);
    typed.from = utf8_clean(a, utf8_prefix(str_of(http_form_get(form, "from")), FROM_MAX), false);
    k->finding = read_finding(form, "finding");
    const struct rb_basis *basis = rulebook_basis(b, http_form_get(form, "basis"));
    k->basis = basis && !basis->inactive ? basis->code : "";
    k->text = read_text(form, "text", text_max < COMPLAINT_OUTCOME_MAX ? text_max : COMPLAINT_OUTCOME_MAX, errors);
    k->agreement = read_text(form, "agreement", TOLD_MAX, errors);
    k->asked = read_text(form, "asked", TOLD_MAX, errors);
    k->answered = read_text(form, "answered", TOLD_MAX, errors);
    const char *freely = http_form_get(form, "freely");
    k->freely = strcmp(freely, "yes") == 0 ? 1 : strcmp(freely, "no") == 0 ? -1 : 0;
    k->evidence = read_text(form, "evidence", TOLD_MAX, errors);
    k->outcome = (int)http_form_int(form, "outcome", false, 0, 2, 0, errors);
    k->cause = tree_code(b->causes, b->causes_count, http_form_get(form, "cause"));
    k->stage = tree_code(b->stages, b->stages_count, http_form_get(form, "stage_code"));
    k->department_id = read_id(form, "respondent");
    read_matters(form, matters, n_matters, a, k, errors);
    read_parts(form, b, a, text_max, typed.what == DESK_CLOSE_SAVE, k, errors);
    if (typed.what != DESK_CLOSE_SAVE)
        check_needed(b, k, errors);
    *ret_typed = typed;
}
