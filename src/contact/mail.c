#include "mail.h"

#include <jansson.h>
#include <string.h>

#include "err.h"
#include "msgid.h"
#include "utf8.h"

static const char *const kinds[MAIL_KIND__END] = {
    [MAIL_ORDINARY] = N_("E-mail"), [MAIL_AUTOMATIC] = N_("Automatic reply"), [MAIL_BOUNCE] = N_("Delivery failure"), [MAIL_LOOP] = N_("From an address of our own"), [MAIL_MANY] = N_("Too many within an hour"),
};
static const char *const states[MAIL_STATE__END] = {
    [MAIL_COMING] = N_("Is being added"), [MAIL_WAITS] = N_("Waits"), [MAIL_REGISTERED] = N_("Registered as a complaint"), [MAIL_ADDED] = N_("Added to a complaint"),
    [MAIL_NONE] = N_("Not a complaint"), [MAIL_ANSWER] = N_("Answer to a notice"), [MAIL_RECORDED] = N_("Recorded only"),
};

const char *mail_kind_title(enum mail_kind kind)
{
    return kind > 0 && kind < MAIL_KIND__END ? kinds[kind] : "";
}

const char *mail_state_title(enum mail_state state)
{
    return state > 0 && state < MAIL_STATE__END ? states[state] : "";
}

/* ---- what kind of mail ---- */

#define RECEIVED_MAX 50 /* servers; more is a circle */

static bool begins(struct str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.n >= n && str_ieq((struct str){s.p, n}, str_of(prefix));
}

/* As mail programs begin the subject of what they answer by themselves. */
static bool subject_of_machine(const char *subject)
{
    static const char *const begun[] = {"自动回复", "自动答复", "自動回覆", "[自动回复]", "【自动回复】", "自动应答", "外出自动回复", "休假自动回复", "automatic reply", "auto reply", "auto-reply", "autoreply",
                                        "out of office", "out of the office", "vacation reply", "undeliverable:", "undelivered mail", "delivery status notification", "mail delivery failed", "returned mail:", "系统退信", "退信"};
    struct str s = str_trim(str_of(subject));
    for (size_t i = 0; i < COUNT_OF(begun); i++) {
        if (begins(s, begun[i]))
            return true;
    }
    return false;
}

static bool from_server(const char *from)
{
    return begins(str_of(from), "mailer-daemon@") || begins(str_of(from), "postmaster@");
}

static bool said(const char *value, const char *const *words, size_t n)
{
    struct str v = str_trim(str_of(value));
    for (size_t i = 0; i < n; i++) {
        if (begins(v, words[i]))
            return true;
    }
    return false;
}

enum mail_kind mail_kind_of(const struct mail_head *head, const char *subject, const char *from)
{
    static const char *const many[] = {"bulk", "junk", "list", "auto_reply", "auto-reply"}, *const suppress[] = {"all", "oof", "autoreply", "dr", "rn", "nrn"};
    struct str submitted = str_trim(str_of(head->auto_submitted));
    if (head->received > RECEIVED_MAX)
        return MAIL_LOOP;
    if (head->report || from_server(from))
        return MAIL_BOUNCE;
    if (submitted.n > 0 && !begins(submitted, "no"))
        return head->null_sender && subject_of_machine(subject) && begins(submitted, "auto-generated") ? MAIL_BOUNCE : MAIL_AUTOMATIC;
    if (head->null_sender || subject_of_machine(subject) || *head->list_id || said(head->precedence, many, COUNT_OF(many)) || said(head->auto_suppress, suppress, COUNT_OF(suppress)))
        return MAIL_AUTOMATIC;
    return MAIL_ORDINARY;
}

/* ---- what is quoted ---- */

static struct str line_at(struct str text, size_t at)
{
    const char *end = memchr(text.p + at, '\n', text.n - at);
    return (struct str){text.p + at, end ? (size_t)(end - (text.p + at)) : text.n - at};
}

static bool ends(struct str s, const char *suffix)
{
    size_t n = strlen(suffix);
    return s.n >= n && memcmp(s.p + s.n - n, suffix, n) == 0;
}

static bool holds(struct str s, const char *word)
{
    return s.n > 0 && memmem(s.p, s.n, word, strlen(word)) != NULL;
}

/* The line with which what is quoted begins. */
static bool is_divider(struct str line)
{
    static const char *const names[] = {"原始邮件", "原始郵件", "Original Message", "Original message", "original message", "转发邮件", "回复的原邮件", "Reply message"};
    struct str s = str_trim(line);
    if (s.n == 0 || s.n > 300)
        return false;
    if (begins(s, "--") || begins(s, "__") || begins(s, "==")) {
        for (size_t i = 0; i < COUNT_OF(names); i++) {
            if (holds(s, names[i]))
                return true;
        }
        return s.n >= 20 && strspn(str_trim(s).p, "_") >= 20 && *s.p == '_';
    }
    if (ends(s, "写道：") || ends(s, "写道:") || ends(s, "寫道：") || ends(s, "寫道:") || (begins(s, "on ") && (ends(s, "wrote:") || ends(s, "wrote："))))
        return true;
    return *s.p != '>' && ends(s, "wrote:");
}

/* The head of the earlier mail, as Outlook and Foxmail put it: its sender, then within a few lines its date or subject. */
static bool is_old_head(struct str text, size_t at)
{
    static const char *const second[] = {"发送时间", "发送日期", "日期", "Sent:", "Date:", "收件人", "To:", "主题", "Subject:", "時間", "日期:"};
    struct str s = str_trim(line_at(text, at));
    if (!begins(s, "发件人") && !begins(s, "寄件者") && !begins(s, "寄件人") && !begins(s, "from:"))
        return false;
    for (int i = 0; i < 3; i++) {
        at += line_at(text, at).n;
        if (at >= text.n)
            return false;
        struct str next = str_trim(line_at(text, ++at));
        for (size_t k = 0; k < COUNT_OF(second); k++) {
            if (begins(next, second[k]))
                return true;
        }
    }
    return false;
}

/* Where the lines with > at the end of the text begin; text.n: there are none. */
static size_t quoted_tail(struct str text)
{
    size_t from = text.n;
    for (size_t at = 0; at < text.n; at += line_at(text, at).n + 1) {
        struct str s = str_trim(line_at(text, at));
        if (s.n > 0 && *s.p != '>')
            from = text.n;
        else if (s.n > 0 && from == text.n)
            from = at;
    }
    return from;
}

void mail_split(struct str text, struct str *ret_own, struct str *ret_quoted)
{
    size_t cut = quoted_tail(text);
    for (size_t at = 0; at < cut; at += line_at(text, at).n + 1) {
        if (is_divider(line_at(text, at)) || is_old_head(text, at)) {
            cut = at;
            break;
        }
    }
    struct str own = str_trim((struct str){text.p, cut});
    *ret_own = own.n ? own : str_trim(text);
    *ret_quoted = own.n ? str_trim((struct str){text.p + cut, text.n - cut}) : STR("");
}

/* ---- texts ---- */

const char *mail_mask(struct arena *a, const char *text, const char *word)
{
    struct str w = str_trim(str_of(word));
    struct buf out = {.arena = a};
    if (!utf8_valid(w) || utf8_length(w) < 2)
        return text;
    for (const char *p = text; *p;) {
        if (strlen(p) >= w.n && str_ieq((struct str){p, w.n}, w)) {
            buf_adds(&out, "***");
            p += w.n;
        } else {
            buf_addc(&out, *p++);
        }
    }
    return out.n ? out.p : "";
}

static bool is_contact(struct str word)
{
    size_t digits = 0;
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] == '@')
            return true;
        digits += word.p[i] >= '0' && word.p[i] <= '9';
    }
    return digits >= 7;
}

const char *mail_mask_contacts(struct arena *a, const char *text)
{
    struct buf out = {.arena = a};
    for (const char *p = text; *p;) {
        size_t blank = strspn(p, " \t\r\n");
        buf_add(&out, p, blank);
        p += blank;
        struct str word = {p, strcspn(p, " \t\r\n")};
        if (is_contact(word))
            buf_adds(&out, "***");
        else
            buf_add(&out, word.p, word.n);
        p += word.n;
    }
    return out.n ? out.p : "";
}

const char *mail_file_name(struct arena *a, struct str name, const char *media_type, size_t number)
{
    static const struct {
        const char *type, *extension;
    } types[] = {{"application/pdf", "pdf"}, {"image/jpeg", "jpg"}, {"image/png", "png"}, {"message/rfc822", "eml"}, {"text/html", "html"}, {"text/plain", "txt"}};
    enum { BYTES_MAX = 200 };
    for (size_t i = name.n; i > 0; i--) {
        if (name.p[i - 1] == '/' || name.p[i - 1] == '\\') {
            name = (struct str){name.p + i, name.n - i};
            break;
        }
    }
    struct str clean = str_trim(str_of(utf8_valid(name) ? utf8_clean(a, name, false) : ""));
    if (clean.n > 0 && !str_is(clean, ".") && !str_is(clean, "..")) {
        const char *dot = memrchr(clean.p, '.', clean.n);
        size_t tail = dot && clean.n - (size_t)(dot - clean.p) < 12 ? clean.n - (size_t)(dot - clean.p) : 0;
        size_t head = clean.n > BYTES_MAX ? BYTES_MAX - tail : clean.n - tail;
        while (head > 0 && ((unsigned char)clean.p[head] & 0xC0) == 0x80)
            head--;
        return arena_printf(a, "%.*s%.*s", (int)head, clean.p, (int)tail, clean.p + clean.n - tail);
    }
    const char *extension = "bin";
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        if (str_ieq(str_of(media_type), str_of(types[i].type)))
            extension = types[i].extension;
    }
    return arena_printf(a, "file-%zu.%s", number, extension);
}

/* ---- sealed ---- */

static const struct {
    const char *key;
    size_t offset;
} texts[] = {
    {"from", offsetof(struct mail_content, from)},     {"name", offsetof(struct mail_content, name)},     {"to", offsetof(struct mail_content, to)},
    {"subject", offsetof(struct mail_content, subject)}, {"text", offsetof(struct mail_content, text)},   {"quoted", offsetof(struct mail_content, quoted)},
    {"id", offsetof(struct mail_content, message_id)}, {"returned", offsetof(struct mail_content, returned)},
};

struct str mail_write(struct arena *a, const struct mail_content *m)
{
    json_t *o = json_object(), *refused = json_array();
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        const char *value = *(const char *const *)(const void *)((const char *)m + texts[i].offset);
        if (value && *value)
            json_object_set_new(o, texts[i].key, json_string(value));
    }
    if (m->cut)
        json_object_set_new(o, "cut", json_true());
    for (size_t i = 0; i < m->n_refused; i++)
        json_array_append_new(refused, json_pack("[s,s,i]", m->refused[i].name, m->refused[i].message, m->refused[i].number));
    json_object_set_new(o, "refused", refused);
    char *text = json_dumps(o, JSON_COMPACT);
    struct str copy = str_of(arena_strdup(a, text));
    free(text);
    json_decref(o);
    return copy;
}

bool mail_read(struct arena *a, struct str json, struct mail_content *ret_m)
{
    json_t *o = json_loadb(json.p, json.n, 0, NULL);
    struct mail_content m = {.from = ""};
    if (!json_is_object(o)) {
        json_decref(o);
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        const char *value = json_string_value(json_object_get(o, texts[i].key));
        *(const char **)(void *)((char *)&m + texts[i].offset) = arena_strdup(a, value ? value : "");
    }
    m.cut = json_is_true(json_object_get(o, "cut"));
    const json_t *refused = json_object_get(o, "refused");
    struct mail_refused *list = ARENA_ARRAY(a, json_array_size(refused) + 1, struct mail_refused);
    for (size_t i = 0; i < json_array_size(refused); i++) {
        const json_t *one = json_array_get(refused, i);
        const char *name = json_string_value(json_array_get(one, 0)), *message = json_string_value(json_array_get(one, 1));
        list[m.n_refused++] = (struct mail_refused){arena_strdup(a, name), arena_strdup(a, message), (int)json_integer_value(json_array_get(one, 2))};
    }
    m.refused = list;
    json_decref(o);
    *ret_m = m;
    return true;
}

const char *mail_message(struct arena *a, const struct mail_content *m, bool zh, size_t max_chars)
{
    struct buf out = {.arena = a};
    struct str text = str_of(m->text), part = utf8_prefix(text, max_chars);
    buf_add(&out, part.p, part.n);
    if (part.n < text.n || m->cut)
        buf_adds(&out, zh ? "\n\n[……全文见来信]" : "\n\n[... the whole text stands in the e-mail]");
    for (size_t i = 0; i < m->n_refused; i++)
        buf_printf(&out, zh ? "%s[附件“%s”未能收下]" : "%s[The attachment \"%s\" could not be taken]", i == 0 ? "\n\n" : "\n", m->refused[i].name);
    return out.n ? arena_strdup(a, str_cstr(a, str_trim(buf_str(&out)))) : "";
}
