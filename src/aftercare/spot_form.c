#include "spot_form.h"

#include <string.h>

#include "msgid.h"

#define TEXT_MAX 5000

void spot_read_form(const struct http_form *form, struct spot_typed *ret_typed, struct http_form_errors *errors)
{
    const struct http_text_rule rule = {.lines = true, .max = TEXT_MAX};
    struct spot_typed typed = {.answers = strcmp(http_form_get(form, "do"), "answer") == 0};
    const char *word = http_form_get(form, "result");
    long long finding;
    for (int i = 0; spot_words[i]; i++) {
        if (strcmp(word, spot_words[i]) == 0)
            typed.result = (enum spot_result)(i + 1);
    }
    if (str_to_i64(str_of(http_form_get(form, "after")), FINDING_NONE + 1, FINDING__END - 1, &finding))
        typed.after = (enum complaint_finding)finding;
    typed.version = (int)http_form_int(form, "version", false, 0, INT32_MAX, 0, errors);
    typed.text = http_form_text(form, "text", &rule, errors);
    typed.reply = http_form_text(form, "reply", &rule, errors);
    if (typed.answers && !*typed.reply)
        http_form_error(errors, "reply", N_("Write something here"), 0);
    if (!typed.answers && !typed.result)
        http_form_error(errors, "result", N_("Choose the result of the check"), 0);
    if (!typed.answers && typed.result == SPOT_CHANGED && !typed.after)
        http_form_error(errors, "after", N_("Choose the finding as it should be; it differs from the one that stands"), 0);
    if (!typed.answers && !*typed.text)
        http_form_error(errors, "text", N_("Write what was checked and found"), 0);
    *ret_typed = typed;
}
