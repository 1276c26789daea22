#include "portal_track_form.h"

#include "msgid.h"

#define WORDS_MAX 2000 /* rating.words, and the reason of a withdrawal */

void portal_form_key(const struct http_form *form, struct portal_key *ret_key, struct http_form_errors *errors)
{
    ret_key->number = http_form_text(form, "number", &(struct http_text_rule){.required = true, .max = 60,
        .missing = N_("Enter the complaint number")}, errors);
    ret_key->code = http_form_text(form, "code", &(struct http_text_rule){.required = true, .max = 60,
        .missing = N_("Enter the passcode")}, errors);
}

const char *portal_form_message(const struct http_form *form, unsigned max_chars, size_t n_files, struct http_form_errors *errors)
{
    const char *text = http_form_text(form, "text", &(struct http_text_rule){.lines = true, .max = max_chars}, errors);
    if (!*text && n_files == 0 && !http_form_error_of(errors, "file"))
        http_form_error(errors, "text", N_("Write a message or choose a file"), 0);
    return text;
}

const char *portal_form_reason(const struct http_form *form, struct http_form_errors *errors)
{
    return http_form_text(form, "reason", &(struct http_text_rule){.lines = true, .max = WORDS_MAX}, errors);
}

const char *const portal_rating_fields[PORTAL_LEVELS] = {"overall", "speed", "attitude", "skill", "result"};

void portal_form_rating(const struct http_form *form, struct portal_rating *ret_rating, struct http_form_errors *errors)
{
    static const char *const solved[] = {"yes", "partly", "no"};
    static const char *const levels[] = {"1", "2", "3", "4", "5"};
    *ret_rating = (struct portal_rating){.words = ""};
    ret_rating->solved = 1 + http_form_choice(form, "solved", solved, COUNT_OF(solved), true, N_("Say whether it is solved"), errors);
    for (size_t i = 0; i < PORTAL_LEVELS; i++)
        ret_rating->levels[i] = 1 + http_form_choice(form, portal_rating_fields[i], levels, COUNT_OF(levels), i == 0,
                                                     N_("Say how satisfied you are with the handling as a whole"), errors);
    ret_rating->words = http_form_text(form, "words", &(struct http_text_rule){.lines = true, .max = WORDS_MAX}, errors);
    ret_rating->callback = http_form_tick(form, "callback");
}
