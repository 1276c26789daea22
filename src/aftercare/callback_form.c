#include "callback_form.h"

#include <string.h>

#include "msgid.h"

#define TEXT_MAX 5000

const char *callback_field(struct arena *a, const struct rb_question *question)
{
    return arena_printf(a, "q-%s", question->code);
}

/* What decides has to be answered once somebody was reached: everything that follows hangs on it. */
static void read_answers(const struct http_form *form, struct arena *a, const struct rb_callback *script, struct callback_typed *typed, struct http_form_errors *errors)
{
    const struct http_text_rule rule = {.lines = true, .max = 2000};
    bool done = typed->action == CALLBACK_DO_DONE;
    typed->answers = (struct callback_answers){ARENA_ARRAY(a, script->questions_count + 1, const char *), script->questions_count};
    for (unsigned i = 0; i < script->questions_count; i++) {
        const struct rb_question *q = &script->questions[i];
        const char *field = callback_field(a, q), *value = http_form_text(form, field, &rule, errors);
        typed->answers.values[i] = callback_answer_fits(q, value) ? value : "";
        if (done && q->decides && !*typed->answers.values[i])
            http_form_error(errors, field, N_("Choose what the complainant answered"), 0);
    }
    if (done && !callback_script_decides(script) && typed->said == CALLBACK_NOT_SAID)
        http_form_error(errors, "satisfied", N_("Choose whether the complainant is satisfied"), 0);
}

enum err callback_read_form(const struct http_form *form, struct arena *a, const struct rb_callback *script, struct callback_typed *ret_typed, struct http_form_errors *errors)
{
    static const char *const words[] = {"done", "vain", "reveal", "take", "let-go"};
    const struct http_text_rule rule = {.lines = true, .max = TEXT_MAX};
    const char *word = http_form_get(form, "do"), *said = http_form_get(form, "satisfied");
    struct callback_typed typed = {.text = ""};
    size_t which = 0;
    while (which < COUNT_OF(words) && strcmp(words[which], word) != 0)
        which++;
    if (which == COUNT_OF(words))
        return ERR_MALFORMED;
    typed.action = (enum callback_do)which;
    typed.version = (int)http_form_int(form, "version", false, 0, INT32_MAX, 0, errors);
    typed.said = strcmp(said, "yes") == 0 ? CALLBACK_SATISFIED : strcmp(said, "no") == 0 ? CALLBACK_DISSATISFIED : CALLBACK_NOT_SAID;
    typed.way = contact_way_from_word(http_form_get(form, "way"));
    if (!typed.way)
        typed.way = CONTACT_TELEPHONE;
    typed.result = strcmp(http_form_get(form, "result"), contact_result_word(CONTACT_LEFT_WORD)) == 0 ? CONTACT_LEFT_WORD : CONTACT_NOT_REACHED;
    typed.text = http_form_text(form, "text", &rule, errors);
    read_answers(form, a, script, &typed, errors);
    *ret_typed = typed;
    return ERR_NONE;
}
