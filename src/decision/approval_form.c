#include "approval_form.h"

#include <string.h>

#include "msgid.h"

#define TEXT_MAX 2000

enum err approval_read_form(const struct http_form *form, struct approval_typed *ret_typed, struct http_form_errors *errors)
{
    static const char *const words[] = {"agree", "send-back", "hand-on", "take-back"};
    static const enum approval_decision meant[] = {APPROVAL_AGREE, APPROVAL_SEND_BACK, APPROVAL_DELEGATE};
    const struct http_text_rule optional = {.lines = true, .max = TEXT_MAX};
    struct approval_typed typed = {.text = "", .note = ""};
    const char *word = http_form_get(form, "do");
    size_t which = 0;
    long long id;
    while (which < COUNT_OF(words) && strcmp(words[which], word) != 0)
        which++;
    if (which == COUNT_OF(words))
        return ERR_MALFORMED;
    typed.take_back = which == COUNT_OF(meant);
    if (!typed.take_back)
        typed.decision = meant[which];
    typed.version = (int)http_form_int(form, "version", false, 0, INT32_MAX, 0, errors);
    typed.text = http_form_text(form, "text", &optional, errors);
    typed.note = http_form_text(form, "note", &optional, errors);
    if (str_to_i64(str_of(http_form_get(form, "to")), 1, INT64_MAX, &id))
        typed.to_id = id;
    if (typed.decision == APPROVAL_SEND_BACK && !*typed.text)
        http_form_error(errors, "text", N_("Say why you send it back"), 0);
    if (typed.decision == APPROVAL_DELEGATE && !typed.to_id)
        http_form_error(errors, "to", N_("Choose to whom it is handed"), 0);
    *ret_typed = typed;
    return ERR_NONE;
}
