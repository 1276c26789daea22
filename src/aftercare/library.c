#include "library.h"

#include <string.h>

#include "msgid.h"
#include "str.h"
#include "utf8.h"

const char *library_state_title(enum library_state state)
{
    static const char *const titles[LIBRARY_STATE__END] = {[LIBRARY_DRAFT] = N_("Draft"), [LIBRARY_PUBLISHED] = N_("Published"), [LIBRARY_TAKEN_BACK] = N_("Taken back")};
    return state > 0 && state < LIBRARY_STATE__END ? titles[state] : "";
}

const char *library_part_title(enum library_part part)
{
    static const char *const titles[LIBRARY_PART__END] = {N_("Heading"), N_("The complaint"), N_("What was checked"), N_("How it was handled"), N_("Why it happened"), N_("How it is prevented")};
    return part < LIBRARY_PART__END ? titles[part] : "";
}

const char *library_part_name(enum library_part part)
{
    static const char *const names[LIBRARY_PART__END] = {"title", "complaint", "verification", "handling", "analysis", "prevention"};
    return part < LIBRARY_PART__END ? names[part] : "";
}

bool library_action_from_name(const char *name, enum library_action *ret_action)
{
    static const char *const names[LIBRARY_ACTION__END] = {
        [LIBRARY_SAVE] = "save", [LIBRARY_HAND_IN] = "hand-in", [LIBRARY_PASS] = "pass", [LIBRARY_PUBLISH] = "publish", [LIBRARY_GIVE_BACK] = "give-back", [LIBRARY_TAKE_BACK] = "take-back"};
    for (int i = LIBRARY_SAVE; i < LIBRARY_ACTION__END; i++) {
        if (strcmp(names[i], name) == 0) {
            *ret_action = (enum library_action)i;
            return true;
        }
    }
    return false;
}

static enum err refuse(enum err e, const char *why, const char **ret_why)
{
    *ret_why = why;
    return e;
}

enum err library_decide(const struct library_case *c, enum library_action action, int64_t user_id, size_t open, const char **ret_why)
{
    bool checks = action == LIBRARY_PASS || action == LIBRARY_PUBLISH, draft = c->state == LIBRARY_DRAFT;
    *ret_why = "";
    if (!c->edits)
        return refuse(ERR_FORBIDDEN, N_("Your role does not allow you to edit the library of this unit"), ret_why);
    if (checks && c->author_id == user_id)
        return refuse(ERR_FORBIDDEN, N_("You wrote it; somebody else checks and publishes it"), ret_why);
    bool now = action == LIBRARY_TAKE_BACK ? c->state == LIBRARY_PUBLISHED : action == LIBRARY_SAVE ? c->state != LIBRARY_PUBLISHED : draft;
    if (checks || action == LIBRARY_GIVE_BACK)
        now = now && c->ready_us;
    if (!now)
        return refuse(ERR_STATE, N_("This is not possible now: the case stands otherwise"), ret_why);
    if (action == LIBRARY_PUBLISH && open > 0)
        return refuse(ERR_STATE, N_("Passages by which somebody might be recognised are neither mended nor confirmed yet"), ret_why);
    return ERR_NONE;
}

static void add_folded(struct buf *out, const char *half)
{
    for (const char *p = half; *p; p++)
        buf_addc(out, (char)(*p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p));
}

const char *library_words(struct arena *a, const char *const parts[LIBRARY_PART__END])
{
    struct buf out = {.arena = a};
    for (int i = 0; i < LIBRARY_PART__END; i++) {
        add_folded(&out, utf8_halfwidth(a, str_of(parts[i])));
        buf_addc(&out, '\n');
    }
    return out.p;
}

size_t library_query(struct arena *a, const char *typed, const char **ret_words, size_t max)
{
    struct buf folded = {.arena = a};
    size_t n = 0;
    add_folded(&folded, utf8_halfwidth(a, str_of(typed)));
    struct str rest = buf_str(&folded);
    while (rest.p && n < max) {
        struct str word = str_trim(str_cut(&rest, ' '));
        if (word.n >= 2)
            ret_words[n++] = str_cstr(a, word);
    }
    return n;
}
