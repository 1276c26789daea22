#include "timeline.h"

#include <stdarg.h>
#include <string.h>

#include "msgid.h"
#include "str.h"

/* In the order of a complaint's life; the sentence follows the actor's name. */
static const struct timeline_kind kinds[] = {
    {"submitted", EVENT_CLASS_MOVE, "inbox", N_("filed the complaint"), N_("You filed the complaint")},
    {"registered", EVENT_CLASS_MOVE, "inbox", N_("registered the complaint"), N_("Your complaint was registered")},
    {"accepted", EVENT_CLASS_MOVE, "circle-check", N_("accepted the complaint"), N_("Your complaint was accepted")},
    {"rejected", EVENT_CLASS_MOVE, "ban", N_("did not accept the complaint"), N_("Your complaint was not accepted")},
    {"assigned", EVENT_CLASS_MOVE, "arrow-forward-up", N_("assigned the complaint"), N_("Your complaint was passed to the people in charge")},
    {"handed_over", EVENT_CLASS_INTERNAL, "users", N_("handed the complaint over because its handler leaves"), NULL},
    {"recused", EVENT_CLASS_INTERNAL, "user", N_("keeps somebody out of the complaint"), NULL},
    {"recusal_lifted", EVENT_CLASS_INTERNAL, "user", N_("no longer keeps somebody out"), NULL},
    {"note", EVENT_CLASS_INTERNAL, "lock", N_("wrote an internal note"), NULL},
    {"message", EVENT_CLASS_CONTACT, "message", N_("wrote to the complainant"), N_("You were sent a message")},
    {"contact_telephone", EVENT_CLASS_CONTACT, "phone", N_("reached the complainant by telephone"), N_("We contacted you by telephone")},
    {"contact_visit", EVENT_CLASS_CONTACT, "home", N_("visited the complainant"), N_("We visited you")},
    {"contact_letter", EVENT_CLASS_CONTACT, "mail", N_("wrote the complainant a letter"), N_("We sent you a letter")},
    {"contact_email", EVENT_CLASS_CONTACT, "mail", N_("wrote the complainant an e-mail"), N_("We sent you an e-mail")},
    {"contact_sms", EVENT_CLASS_CONTACT, "message", N_("sent the complainant a text message"), N_("We sent you a text message")},
    {"contact_chat", EVENT_CLASS_CONTACT, "message", N_("chatted with the complainant"), N_("We chatted with you")},
    {"contact_inward", EVENT_CLASS_CONTACT, "phone", N_("was contacted by the complainant"), N_("You contacted us")},
    {"contact_tried", EVENT_CLASS_CONTACT, "phone", N_("tried to reach the complainant"), NULL},
    {"asked", EVENT_CLASS_CONTACT, "send", N_("asked the complainant for material"), N_("You were asked for more material")},
    {"replied", EVENT_CLASS_CONTACT, "send", N_("gave the answer"), N_("Your complaint was answered")},
    {"closed", EVENT_CLASS_MOVE, "clipboard-check", N_("closed the complaint"), N_("Your complaint was closed")},
    {"reopened", EVENT_CLASS_MOVE, "refresh", N_("reopened the complaint"), N_("Your complaint was opened again")},
    {"supplied", EVENT_CLASS_CONTACT, "upload", N_("sent a message or material"), N_("You sent a message or material")},
    {"supplied_after", EVENT_CLASS_CONTACT, "mail", N_("wrote after the end of the matter"), N_("You wrote to us after your complaint had ended")},
    {"mail_bounced", EVENT_CLASS_INTERNAL, "alert-triangle", N_("found that an e-mail to the complainant could not be delivered"), NULL},
    {"withdraw_asked", EVENT_CLASS_CONTACT, "arrow-back-up", N_("asked to withdraw the complaint"), N_("You asked to withdraw the complaint")},
    {"urged", EVENT_CLASS_CONTACT, "bell", N_("urged: asks how it stands"), N_("You asked how it stands")},
    {"cannot_supply", EVENT_CLASS_CONTACT, "circle-x", N_("cannot supply what was asked for"), N_("You told us that you cannot supply it")},
    {"withdraw_taken_back", EVENT_CLASS_CONTACT, "refresh", N_("took the wish to withdraw back"), N_("You took the withdrawal back; your complaint goes on")},
    {"withdrawn", EVENT_CLASS_MOVE, "circle-x", N_("confirmed the withdrawal"), N_("Your complaint was withdrawn as you asked")},
    {"withdraw_declined", EVENT_CLASS_MOVE, "refresh", N_("decided to go on with the complaint"), N_("Your complaint goes on")},
    {"withdraw_forced", EVENT_CLASS_INTERNAL, "alert-circle", N_("found that the withdrawal was not of free will; it is looked into"), NULL},
    {"review_asked", EVENT_CLASS_CONTACT, "refresh", N_("asked for a review"), N_("You asked for a review")},
    {"review_routed", EVENT_CLASS_MOVE, "sitemap", N_("gave the request for a review to people who did not handle the complaint"), N_("Your request went to people who did not handle your complaint")},
    {"review_unplaced", EVENT_CLASS_INTERNAL, "alert-triangle", N_("found nobody for the review who did not handle the complaint"), NULL},
    {"review_begun", EVENT_CLASS_MOVE, "refresh", N_("gave the complaint to people who did not handle it, to look at it again"), N_("Your complaint is looked at again by other people")},
    {"review_declined", EVENT_CLASS_CONTACT, "circle-x", N_("declined the review"), N_("Your request for a review was answered")},
    {"told_changed", EVENT_CLASS_CONTACT, "bell", N_("changed how to be told"), N_("You changed how we tell you")},
    {"told_again", EVENT_CLASS_INTERNAL, "refresh", N_("sent a notice to the complainant again"), NULL},
    {"receipt_sent", EVENT_CLASS_CONTACT, "mail", N_("had the receipt sent"), N_("You had the receipt sent to you")},
    {"rated", EVENT_CLASS_CONTACT, "star", N_("rated the handling"), N_("You rated how we handled it")},
    {"rated_again", EVENT_CLASS_CONTACT, "star", N_("changed the rating"), N_("You changed your rating")},
    {"rated_why", EVENT_CLASS_CONTACT, "star", N_("said why he is not satisfied"), NULL},
    {"sampled_callback", EVENT_CLASS_INTERNAL, "help", N_("drew the complaint by lot for a callback"), NULL},
    {"sampled_check", EVENT_CLASS_INTERNAL, "help", N_("drew the complaint by lot for a spot check"), NULL},
    {"callback_done", EVENT_CLASS_CONTACT, "phone", N_("called the complainant back"), N_("We called you back about the result")},
    {"callback_tried", EVENT_CLASS_CONTACT, "phone", N_("tried to call the complainant back"), NULL},
    {"callback_given_up", EVENT_CLASS_CONTACT, "phone", N_("tried for the last time to call the complainant back"), NULL},
    {"check_begun", EVENT_CLASS_INTERNAL, "eye", N_("began to check the closed complaint"), NULL},
    {"check_upheld", EVENT_CLASS_INTERNAL, "circle-check", N_("checked the closed complaint and upheld the result"), NULL},
    {"check_changed", EVENT_CLASS_MOVE, "refresh", N_("checked the closed complaint and changed the finding"), NULL},
    {"check_false", EVENT_CLASS_MOVE, "alert-triangle", N_("checked the closed complaint and found that it was closed falsely"), NULL},
    {"check_answered", EVENT_CLASS_INTERNAL, "message", N_("answered the spot check"), NULL},
    {"papers_came", EVENT_CLASS_MOVE, "paperclip", N_("noted that missing papers have come"), N_("Papers that were missing have come")},
    {"tagged", EVENT_CLASS_INTERNAL, "flag", N_("put a tag on it"), NULL},
    {"untagged", EVENT_CLASS_INTERNAL, "flag", N_("took a tag off it"), NULL},
    {"classified", EVENT_CLASS_INTERNAL, "category", N_("classified the complaint"), NULL},
    {"paused", EVENT_CLASS_MOVE, "player-pause", N_("paused a clock"), N_("The time for your complaint stands still for now")},
    {"resumed", EVENT_CLASS_MOVE, "clock", N_("let a clock go on"), N_("The time for your complaint goes on")},
    {"material_late", EVENT_CLASS_MOVE, "clock", N_("let the clocks go on: the time to supply material has passed"), N_("The time to send the material has passed; you can still send it")},
    {"spot_solved", EVENT_CLASS_MOVE, "circle-check", N_("recorded that it was solved on the spot"), N_("Your matter was solved on the spot")},
    {"turned", EVENT_CLASS_MOVE, "arrow-forward-up", N_("turned the complaint into something else"), N_("Your matter was answered")},
    {"turned_back", EVENT_CLASS_MOVE, "refresh", N_("made it a complaint again"), N_("Your matter is handled as a complaint")},
    {"validity_decided", EVENT_CLASS_INTERNAL, "category", N_("decided the validity"), NULL},
    {"linked", EVENT_CLASS_INTERNAL, "paperclip", N_("linked the complaint with another one"), NULL},
    {"unlinked", EVENT_CLASS_INTERNAL, "circle-x", N_("took a link away"), NULL},
    {"merged", EVENT_CLASS_MOVE, "arrow-forward-up", N_("merged the complaint into an older one"), N_("Your complaint goes on together with another one of yours")},
    {"took_in", EVENT_CLASS_INTERNAL, "arrow-forward-up", N_("merged another complaint into this one"), NULL},
    {"supplied_there", EVENT_CLASS_CONTACT, "upload", N_("wrote to a complaint that was merged into this one"), NULL},
    {"split", EVENT_CLASS_MOVE, "category", N_("split the complaint"), N_("Your complaint was divided by its matters; you reach us about all of them here")},
    {"split_off", EVENT_CLASS_MOVE, "category", N_("split this matter off another complaint"), NULL},
    {"answer_shown", EVENT_CLASS_CONTACT, "eye", N_("let the complainant read the answer about a matter that was split off"), N_("An answer about one of your matters can be read here")},
    {"counted_as_new", EVENT_CLASS_INTERNAL, "refresh", N_("recorded that the complaint came back and counts as a new one"), NULL},
    {"came_back", EVENT_CLASS_MOVE, "inbox", N_("recorded a complaint that came back"), N_("Your complaint was taken up again as a new one")},
    {"gathered", EVENT_CLASS_INTERNAL, "users", N_("gathered the complaint under an incident"), NULL},
    {"let_go", EVENT_CLASS_INTERNAL, "circle-x", N_("took the complaint out of an incident"), NULL},
    {"slip_sent", EVENT_CLASS_MOVE, "send", N_("sent it to a department to look into"), N_("The responsible department is looking into it")},
    {"slip_help", EVENT_CLASS_INTERNAL, "users", N_("asked another department for help"), NULL},
    {"slip_reported", EVENT_CLASS_MOVE, "sitemap", N_("reported the complaint to the superior unit"), NULL},
    {"slip_transferred", EVENT_CLASS_MOVE, "arrow-forward-up", N_("transferred the complaint to a unit below"), N_("Your complaint was passed to the unit in charge")},
    {"slip_asked", EVENT_CLASS_INTERNAL, "help", N_("asked how the complaint stands"), NULL},
    {"slip_read", EVENT_CLASS_INTERNAL, "eye", N_("read the slip"), NULL},
    {"slip_accepted", EVENT_CLASS_INTERNAL, "circle-check", N_("took the slip on"), NULL},
    {"slip_assigned", EVENT_CLASS_INTERNAL, "user", N_("gave the slip to a colleague"), NULL},
    {"slip_returned", EVENT_CLASS_MOVE, "arrow-back-up", N_("returned the slip"), NULL},
    {"slip_answered", EVENT_CLASS_MOVE, "clipboard-check", N_("answered the slip"), NULL},
    {"slip_confirmed", EVENT_CLASS_MOVE, "circle-check", N_("confirmed the answer"), NULL},
    {"slip_sent_back", EVENT_CLASS_MOVE, "refresh", N_("sent the answer back for more work"), NULL},
    {"slip_withdrawn", EVENT_CLASS_MOVE, "circle-x", N_("withdrew the slip"), NULL},
    {"slip_reminded", EVENT_CLASS_INTERNAL, "bell", N_("sent a reminder"), NULL},
    {"slip_late", EVENT_CLASS_INTERNAL, "alert-triangle", N_("noted that the answer is late"), NULL},
    {"slip_supervised", EVENT_CLASS_MOVE, "alert-circle", N_("put the slip under supervision"), NULL},
    {"outcome_said", EVENT_CLASS_CONTACT, "message", N_("recorded what the complainant says to the result"), NULL},
    {"approval_asked", EVENT_CLASS_INTERNAL, "clipboard-check", N_("asked for an approval"), NULL},
    {"approved", EVENT_CLASS_INTERNAL, "circle-check", N_("agreed"), NULL},
    {"approval_sent_back", EVENT_CLASS_INTERNAL, "arrow-back-up", N_("did not agree and sent it back"), NULL},
    {"approval_delegated", EVENT_CLASS_INTERNAL, "users", N_("handed a decision to somebody else"), NULL},
    {"approval_withdrawn", EVENT_CLASS_INTERNAL, "circle-x", N_("took back what was to be approved"), NULL},
    {"approval_late", EVENT_CLASS_INTERNAL, "alert-triangle", N_("sent a reminder: an approval is late"), NULL},
    {"compensation_proposed", EVENT_CLASS_INTERNAL, "edit", N_("proposed compensation"), NULL},
    {"compensation_approved", EVENT_CLASS_INTERNAL, "circle-check", N_("granted compensation within own authority"), NULL},
    {"compensation_paid", EVENT_CLASS_INTERNAL, "circle-check", N_("recorded the payment"), NULL},
    {"compensation_dropped", EVENT_CLASS_INTERNAL, "circle-x", N_("dropped the proposed compensation"), NULL},
    {"committee_asked", EVENT_CLASS_INTERNAL, "users", N_("put it before the committee"), NULL},
    {"committee_called", EVENT_CLASS_INTERNAL, "calendar", N_("put it on the agenda of a meeting"), NULL},
    {"committee_put_off", EVENT_CLASS_INTERNAL, "clock", N_("put it off to a later meeting of the committee"), NULL},
    {"committee_dropped", EVENT_CLASS_INTERNAL, "circle-x", N_("took it off the committee's list"), NULL},
    {"committee_decided", EVENT_CLASS_INTERNAL, "clipboard-check", N_("recorded the committee's decision"), NULL},
    {"committee_followed", EVENT_CLASS_INTERNAL, "circle-check", N_("reported what was done upon the committee's decision"), NULL},
    {"committee_late", EVENT_CLASS_INTERNAL, "alert-triangle", N_("sent a reminder: what the committee asked for is not done"), NULL},
    {"vexatious_lifted", EVENT_CLASS_INTERNAL, "circle-x", N_("lifted the finding of vexatious complaining"), NULL},
    {"investigated", EVENT_CLASS_INTERNAL, "search", N_("wrote down what was found"), NULL},
    {"flag_facts", EVENT_CLASS_INTERNAL, "flag", N_("wrote down key facts"), NULL},
    {"paper_begun", EVENT_CLASS_INTERNAL, "note", N_("began a paper"), NULL},
    {"paper_changed", EVENT_CLASS_INTERNAL, "edit", N_("changed a paper"), NULL},
    {"paper_final", EVENT_CLASS_INTERNAL, "note", N_("made a paper final"), NULL},
    {"letter_delivered", EVENT_CLASS_CONTACT, "mail", N_("recorded the delivery of the opinion letter"), N_("Our written opinion was delivered")},
    {"paper_delivered", EVENT_CLASS_INTERNAL, "mail", N_("recorded the delivery of a paper"), NULL},
    {"paper_replaced", EVENT_CLASS_INTERNAL, "note", N_("put a new version in the place of a paper"), NULL},
    {"paper_dropped", EVENT_CLASS_INTERNAL, "circle-x", N_("dropped a paper"), NULL},
    {"measure_set", EVENT_CLASS_INTERNAL, "clipboard-check", N_("set a measure"), NULL},
    {"measure_changed", EVENT_CLASS_INTERNAL, "edit", N_("changed a measure"), NULL},
    {"measure_done", EVENT_CLASS_INTERNAL, "circle-check", N_("reported a measure as done"), NULL},
    {"measure_back", EVENT_CLASS_INTERNAL, "arrow-back-up", N_("sent a measure back: not done yet"), NULL},
    {"measure_dropped", EVENT_CLASS_INTERNAL, "circle-x", N_("dropped a measure"), NULL},
    {"measure_late", EVENT_CLASS_INTERNAL, "alert-triangle", N_("sent a reminder: a measure is late"), NULL},
    {"measure_checked", EVENT_CLASS_INTERNAL, "eye", N_("checked whether a measure worked"), NULL},
    {"account_proposed", EVENT_CLASS_INTERNAL, "star", N_("proposed a reward or penalty"), NULL},
    {"account_confirmed", EVENT_CLASS_INTERNAL, "circle-check", N_("confirmed a reward or penalty"), NULL},
    {"account_rejected", EVENT_CLASS_INTERNAL, "circle-x", N_("rejected a proposed reward or penalty"), NULL},
    {"account_appealed", EVENT_CLASS_INTERNAL, "arrow-back-up", N_("appealed against a penalty or reward"), NULL},
    {"account_upheld", EVENT_CLASS_INTERNAL, "circle-check", N_("upheld a penalty or reward after the appeal"), NULL},
    {"account_lifted", EVENT_CLASS_INTERNAL, "circle-x", N_("lifted a penalty or reward after the appeal"), NULL},
    {"extension_asked", EVENT_CLASS_INTERNAL, "clock", N_("asked for more time"), NULL},
    {"extended", EVENT_CLASS_MOVE, "clock", N_("gave more time"), N_("We need more time for your complaint")},
    {"extension_refused", EVENT_CLASS_INTERNAL, "circle-x", N_("refused more time"), NULL},
    {"extension_lapsed", EVENT_CLASS_INTERNAL, "circle-x", N_("found that a request for more time was not decided before the date"), NULL},
    {"clock_done", EVENT_CLASS_INTERNAL, "circle-check", N_("recorded as done"), NULL},
    {"clock_warned", EVENT_CLASS_INTERNAL, "bell", N_("warned that a date is near"), NULL},
    {"clock_late", EVENT_CLASS_INTERNAL, "alert-triangle", N_("sent a reminder: a date has passed"), NULL},
    {"clock_escalated", EVENT_CLASS_INTERNAL, "alert-circle", N_("told a superior that a date has passed"), NULL},
    {"recomputed", EVENT_CLASS_INTERNAL, "calendar", N_("computed dates anew"), NULL},
    {"erased", EVENT_CLASS_MOVE, "circle-x", N_("erased who complained and all texts: the time of keeping is over"), N_("We have kept your matter as long as we had to. What you told us and who you are has been erased")},
    {"hold_set", EVENT_CLASS_INTERNAL, "lock", N_("put the complaint under a legal hold"), NULL},
    {"hold_lifted", EVENT_CLASS_INTERNAL, "lock", N_("lifted the legal hold"), NULL},
    {"disclosure_asked", EVENT_CLASS_INTERNAL, "building", N_("recorded that a regulator or court asks for the complaint"), NULL},
    {"disclosed", EVENT_CLASS_INTERNAL, "send", N_("handed the complaint over to a regulator or court"), NULL},
    {"disclosure_dropped", EVENT_CLASS_INTERNAL, "circle-x", N_("dropped a disclosure"), NULL},
    {"pack_made", EVENT_CLASS_INTERNAL, "folder", N_("made an evidence pack"), NULL},
    {"read", EVENT_CLASS_INTERNAL, "eye", N_("read what the complainant wrote"), NULL},
    {"revealed", EVENT_CLASS_INTERNAL, "eye", N_("looked at the contact details"), NULL},
    {"unsealed", EVENT_CLASS_INTERNAL, "key", N_("unsealed the confidential identity"), N_("Somebody looked at who you are")},
    {"unsealed_alone", EVENT_CLASS_INTERNAL, "key", N_("unsealed the confidential identity alone, because of danger to life"), N_("Somebody looked at who you are, because of danger to life")},
    {"indexed", EVENT_CLASS_INTERNAL, "shield-lock", N_("locked the contact details away"), NULL},
};

const struct timeline_kind *timeline_kind(const char *kind)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (*kinds[i].kind == *kind && strcmp(kinds[i].kind, kind) == 0) /* asked for every event of a page */
            return &kinds[i];
    }
    return NULL;
}

const char *timeline_open_kinds(struct arena *a)
{
    struct buf out = {.arena = a};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (kinds[i].class != EVENT_CLASS_INTERNAL)
            buf_printf(&out, "%s%s", out.n ? "," : "", kinds[i].kind);
    }
    return out.p;
}

static void add_quoted(struct buf *out, const char *text)
{
    buf_addc(out, '"');
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p == '"' || *p == '\\')
            buf_addc(out, '\\');
        if (*p < 0x20 || *p == 0x7f)
            buf_printf(out, "\\u%04x", *p);
        else
            buf_addc(out, (char)*p);
    }
    buf_addc(out, '"');
}

const char *timeline_data(struct arena *a, const char *key, ...)
{
    struct buf out = {.arena = a};
    va_list more;
    va_start(more, key);
    buf_addc(&out, '{');
    for (const char *name = key; name; name = va_arg(more, const char *)) {
        const char *value = va_arg(more, const char *);
        if (!value)
            continue;
        if (out.n > 1)
            buf_addc(&out, ',');
        add_quoted(&out, name);
        buf_addc(&out, ':');
        add_quoted(&out, value);
    }
    va_end(more);
    buf_addc(&out, '}');
    return out.p;
}

const char *timeline_pairs(struct arena *a, const char *const *keys, const char *const *values, size_t n)
{
    struct buf out = {.arena = a};
    buf_addc(&out, '{');
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_addc(&out, ',');
        add_quoted(&out, keys[i]);
        buf_addc(&out, ':');
        add_quoted(&out, values[i]);
    }
    buf_addc(&out, '}');
    return out.p;
}

/* ---- reading: a flat object of strings and numbers, as timeline_data and demo make it ---- */

static void skip_blanks(struct str *s)
{
    while (s->n > 0 && strchr(" \t\r\n", *s->p)) {
        s->p++;
        s->n--;
    }
}

static bool take(struct str *s, char c)
{
    skip_blanks(s);
    if (s->n == 0 || *s->p != c)
        return false;
    s->p++;
    s->n--;
    return true;
}

static void add_code_point(struct buf *out, unsigned c)
{
    if (c < 0x80) {
        buf_addc(out, (char)c);
    } else if (c < 0x800) {
        buf_addc(out, (char)(0xc0 | c >> 6));
        buf_addc(out, (char)(0x80 | (c & 0x3f)));
    } else if (c < 0xd800 || c > 0xdfff) { /* half of a pair is left out: nothing of ours writes them */
        buf_addc(out, (char)(0xe0 | c >> 12));
        buf_addc(out, (char)(0x80 | (c >> 6 & 0x3f)));
        buf_addc(out, (char)(0x80 | (c & 0x3f)));
    }
}

/* After a backslash: how many bytes it took, 0 when broken. */
static size_t add_escape(struct buf *out, struct str s)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *at = s.n > 0 ? memchr(letters, *s.p, sizeof letters - 1) : NULL;
    if (at) {
        buf_addc(out, meant[at - letters]);
        return 1;
    }
    unsigned char bytes[2];
    if (s.n < 5 || *s.p != 'u' || !str_unhex((struct str){s.p + 1, 4}, bytes, 2))
        return 0;
    unsigned c = (unsigned)bytes[0] << 8 | bytes[1];
    if (c)
        add_code_point(out, c);
    return 5;
}

static bool read_string(struct str *s, struct buf *out)
{
    if (!take(s, '"'))
        return false;
    while (s->n > 0) {
        char c = *s->p++;
        s->n--;
        if (c == '"')
            return true;
        if (c != '\\') {
            buf_addc(out, c);
            continue;
        }
        size_t used = add_escape(out, *s);
        if (used == 0)
            return false;
        s->p += used;
        s->n -= used;
    }
    return false;
}

static bool read_value(struct str *s, struct buf *out)
{
    skip_blanks(s);
    if (s->n > 0 && *s->p == '"')
        return read_string(s, out);
    size_t from = out->n;
    while (s->n > 0 && strchr("+-.0123456789eE", *s->p)) {
        buf_addc(out, *s->p++);
        s->n--;
    }
    return out->n > from;
}

const char *timeline_get(struct arena *a, const char *data, const char *key)
{
    struct str s = str_of(data);
    if (!take(&s, '{'))
        return "";
    do {
        struct buf name = {.arena = a}, value = {.arena = a};
        if (!read_string(&s, &name) || !take(&s, ':') || !read_value(&s, &value))
            return "";
        if (str_is(buf_str(&name), key))
            return value.n ? value.p : "";
    } while (take(&s, ','));
    return "";
}
