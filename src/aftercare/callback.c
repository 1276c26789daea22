#include "callback.h"

#include <string.h>

#include "msgid.h"
#include "timeline.h"

const char *callback_state_title(enum callback_state state)
{
    static const char *const titles[CALLBACK_STATE__END] = {
        [CALLBACK_WAITING] = N_("To be called"), [CALLBACK_DONE] = N_("Called back"), [CALLBACK_GIVEN_UP] = N_("Given up"), [CALLBACK_DROPPED] = N_("Not needed any more")};
    return state > 0 && state < CALLBACK_STATE__END ? titles[state] : "";
}

static const char *const levels[] = {N_("Very dissatisfied"), N_("Dissatisfied"), N_("Neither"), N_("Satisfied"), N_("Very satisfied")};

static bool is_level(const char *value)
{
    return value[0] >= '1' && value[0] <= '5' && !value[1];
}

static bool is_choice(const char *value)
{
    return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0;
}

bool callback_answer_fits(const struct rb_question *question, const char *value)
{
    if (!*value || strcmp(question->kind, "lines") == 0)
        return true;
    return strcmp(question->kind, "level") == 0 ? is_level(value) : is_choice(value);
}

const char *callback_answer_title(const struct rb_question *question, const char *value)
{
    if (strcmp(question->kind, "level") == 0)
        return is_level(value) ? levels[value[0] - '1'] : "";
    if (strcmp(question->kind, "yes_no") == 0)
        return strcmp(value, "yes") == 0 ? N_("Yes") : strcmp(value, "no") == 0 ? N_("No") : "";
    return "";
}

const char *callback_answers_write(struct arena *a, const struct rb_callback *script, const struct callback_answers *answers)
{
    struct buf out = {.arena = a};
    buf_addc(&out, '{');
    for (size_t i = 0; i < answers->n && i < script->questions_count; i++) {
        if (!*answers->values[i])
            continue;
        const char *one = timeline_data(a, script->questions[i].code, answers->values[i], NULL);
        buf_printf(&out, "%s%.*s", out.n > 1 ? "," : "", (int)strlen(one) - 2, one + 1);
    }
    buf_addc(&out, '}');
    return out.p;
}

int callback_said(const struct rb_callback *script, const struct callback_answers *answers)
{
    int said = CALLBACK_NOT_SAID;
    for (size_t i = 0; i < answers->n && i < script->questions_count; i++) {
        const char *value = answers->values[i];
        if (!script->questions[i].decides || !*value)
            continue;
        if (strcmp(value, "no") == 0 || strcmp(value, "1") == 0 || strcmp(value, "2") == 0)
            return CALLBACK_DISSATISFIED;
        said = CALLBACK_SATISFIED;
    }
    return said;
}

bool callback_script_decides(const struct rb_callback *script)
{
    for (unsigned i = 0; i < script->questions_count; i++) {
        if (script->questions[i].decides && strcmp(script->questions[i].kind, "lines") != 0)
            return true;
    }
    return false;
}

bool callback_counts(int64_t at_us, int64_t next_us)
{
    return at_us >= next_us;
}

bool callback_given_up(const struct rb_callback *script, int attempts)
{
    return script->attempts > 0 && attempts >= script->attempts;
}
