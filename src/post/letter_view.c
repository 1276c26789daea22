#include "letter_view.h"

#include <string.h>

static const char *chosen(const struct rb_text *own, enum lang lang, const char *msgid)
{
    const char *text = own ? (lang == LANG_ZH ? own->zh : own->en) : "";
    return *text ? text : text_in(lang, msgid);
}

static const char *signed_body(struct arena *a, enum lang lang, const char *body, const struct letter_words *words, const char *last)
{
    struct buf out = {.arena = a};
    buf_adds(&out, body);
    while (out.n && out.p[out.n - 1] == '\n')
        out.p[--out.n] = '\0';
    buf_adds(&out, "\n\n--\n");
    buf_adds(&out, letter_fill(a, text_in(lang, N_("{site}\nTelephone: {hotline}\n")), words));
    buf_adds(&out, text_in(lang, last));
    buf_addc(&out, '\n');
    return out.p;
}

struct letter letter_make(struct arena *a, const struct rulebook *book, enum lang lang, const char *key, const struct letter_words *words, bool answerable)
{
    const struct letter_text *usual = letter_default(key);
    const struct rb_notice *own = book ? rulebook_notice(book, key) : NULL;
    const char *last = strcmp(key, "staff") == 0 ? N_("This was sent by itself. Which of these you get is set under your name, What I am told.")
                       : answerable             ? N_("This was sent by itself; you can answer it. Nobody of us ever asks for your passcode.")
                                                : N_("This was sent by itself; answers to it are not read. Nobody of us ever asks for your passcode.");
    return (struct letter){
        .subject = letter_line(a, letter_fill(a, chosen(own ? &own->subject : NULL, lang, usual->subject), words)),
        .body = signed_body(a, lang, letter_fill(a, chosen(own ? &own->body : NULL, lang, usual->body), words), words, last),
        .sms = letter_line(a, letter_fill(a, chosen(own ? &own->sms : NULL, lang, usual->sms), words)),
    };
}

struct letter letter_test(struct arena *a, enum lang lang, const struct letter_words *words)
{
    return (struct letter){
        .subject = letter_fill(a, text_in(lang, N_("[{site}] A test")), words),
        .body = signed_body(a, lang, text_in(lang, N_("If you can read this, notices go out.")), words, N_("This was sent by itself, because somebody tried whether it works.")),
        .sms = letter_fill(a, text_in(lang, N_("[{site}] If you can read this, notices go out.")), words),
    };
}
