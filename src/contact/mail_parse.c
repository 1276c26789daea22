#include "mail_parse.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <iconv.h>
#include <string.h>
#include <unistd.h>

#include "utf8.h"

#define DEPTH_MAX 30
#define PARTS_MAX 500
#define FILES_MAX 200
#define CHUNK 32768
#define HEADER_MAX 4000 /* bytes of one that are looked at */
#define READ_MAX (4 * MAIL_TEXT_MAX) /* bytes of all its text parts that are decoded: markup and blanks are no text */

struct mail_file {
    GMimePart *part;
    const char *name;
};

struct reader {
    struct arena *arena;
    struct mail_parsed *mail;
    struct mail_head head;
    struct buf text;
    struct mail_file *files[FILES_MAX]; /* attachments; then, kept apart, pictures of the text */
    struct mail_file *inside[FILES_MAX];
    size_t n_files, n_inside, n_parts;
    size_t n_read; /* bytes of text parts that were decoded */
    bool deep;
};

/* ---- charsets ---- */

/* What is called GB2312 holds characters that only GBK or GB18030 have; these hold all of the former. */
static const char *charset_of(const char *name)
{
    static const char *const chinese[] = {"gb2312", "gb_2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "windows-936", "gb18030", "euc-cn", "x-euc-cn"};
    static const char *const big5[] = {"big5", "x-x-big5", "cp950", "big5-eten"};
    for (size_t i = 0; name && i < COUNT_OF(chinese); i++) {
        if (str_ieq(str_of(name), str_of(chinese[i])))
            return "GB18030";
    }
    for (size_t i = 0; name && i < COUNT_OF(big5); i++) {
        if (str_ieq(str_of(name), str_of(big5[i])))
            return "BIG5-HKSCS";
    }
    return name && *name ? name : "utf-8";
}

/* Whatever does not fit becomes U+FFFD. *ret_bad: how many such places. NULL: the machine does not know the charset. */
static const char *convert(struct arena *a, const char *charset, struct str bytes, size_t *ret_bad)
{
    iconv_t cd = iconv_open("UTF-8", charset);
    if (cd == (iconv_t)-1)
        return NULL;
    struct buf out = {.arena = a};
    char *in = arena_strndup(a, bytes.n ? bytes.p : "", bytes.n), portion[4096];
    size_t left = bytes.n, bad = 0;
    while (left > 0 && out.n < MAIL_TEXT_MAX) {
        char *to = portion;
        size_t room = sizeof portion;
        size_t done = iconv(cd, &in, &left, &to, &room);
        buf_add(&out, portion, (size_t)(to - portion));
        if (done != (size_t)-1 || errno == E2BIG)
            continue;
        bad++;
        buf_adds(&out, "\xEF\xBF\xBD");
        in++, left--;
        (void)iconv(cd, NULL, NULL, NULL, NULL);
    }
    iconv_close(cd);
    *ret_bad = bad;
    return out.n ? out.p : "";
}

static bool has_high(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] >= 0x80)
            return true;
    }
    return false;
}

/* Text without NUL, which no text has, and in valid UTF-8, whatever it says that it is. */
static struct str to_text(struct arena *a, const char *charset, struct str bytes)
{
    struct buf plain = {.arena = a};
    size_t bad = 0, bad_gb = 0;
    bool wide = charset && g_ascii_strncasecmp(charset, "utf-16", strlen("utf-16")) == 0;
    for (size_t i = 0; i < bytes.n; i++) {
        if (bytes.p[i] || wide)
            buf_addc(&plain, bytes.p[i]);
    }
    struct str s = buf_str(&plain);
    const char *name = charset_of(charset), *text;
    bool open = str_ieq(str_of(name), STR("utf-8")) || str_ieq(str_of(name), STR("us-ascii")) || str_ieq(str_of(name), STR("ascii"));
    if (open && utf8_valid(s))
        return s;
    if (open && has_high(s)) {
        /* Mislabelled: Chinese bytes that are no UTF-8 but all of GB18030. */
        text = convert(a, "GB18030", s, &bad_gb);
        const char *as_utf8 = convert(a, "UTF-8", s, &bad);
        if (text && bad_gb == 0 && bad * 8 > s.n)
            return str_of(text);
        return str_of(as_utf8 ? as_utf8 : "");
    }
    text = convert(a, name, s, &bad);
    if (!text)
        text = utf8_valid(s) ? str_cstr(a, s) : convert(a, "GB18030", s, &bad);
    struct str made = str_of(text ? text : "");
    return utf8_valid(made) ? made : STR("");
}

/* ---- head ---- */

/* Encoded words that name GB2312 are read as GB18030. */
static const char *mend_words(struct arena *a, const char *raw)
{
    static const char *const named[] = {"=?gb2312?", "=?gbk?", "=?x-gbk?", "=?gb_2312-80?", "=?cp936?"};
    struct buf out = {.arena = a};
    struct str s = str_of(raw);
    s.n = s.n < HEADER_MAX ? s.n : HEADER_MAX;
    for (size_t at = 0; at < s.n;) {
        size_t taken = 0;
        for (size_t i = 0; s.p[at] == '=' && i < COUNT_OF(named); i++) {
            size_t n = strlen(named[i]);
            if (s.n - at >= n && str_ieq((struct str){s.p + at, n}, str_of(named[i])))
                taken = n;
        }
        if (taken)
            buf_adds(&out, "=?gb18030?");
        else
            buf_addc(&out, s.p[at]);
        at += taken ? taken : 1;
    }
    return out.n ? out.p : "";
}

/* A header's words in one line; "" when it is not there. */
static const char *words_of(struct arena *a, const char *raw)
{
    if (!raw)
        return "";
    const char *mended = mend_words(a, raw);
    if (has_high(str_of(mended)))
        mended = str_cstr(a, to_text(a, "utf-8", str_of(mended)));
    char *decoded = g_mime_utils_header_decode_text(NULL, mended);
    struct str text = to_text(a, "utf-8", str_of(decoded));
    const char *clean = utf8_clean(a, text, false);
    g_free(decoded);
    return clean;
}

static const char *raw_header(GMimeObject *o, const char *name)
{
    GMimeHeader *header = g_mime_header_list_get_header(g_mime_object_get_header_list(o), name);
    return header ? g_mime_header_get_raw_value(header) : NULL;
}

static const char *plain_header(struct arena *a, GMimeObject *o, const char *name)
{
    return words_of(a, raw_header(o, name));
}

/* Addresses of a header, without names. */
static size_t addresses_of(struct arena *a, const char *raw, const char **list, size_t n, size_t max, const char **ret_name)
{
    InternetAddressList *all = raw ? internet_address_list_parse(NULL, mend_words(a, raw)) : NULL;
    int count = all ? internet_address_list_length(all) : 0;
    for (int i = 0; i < count && n < max; i++) {
        InternetAddress *one = internet_address_list_get_address(all, i);
        if (!INTERNET_ADDRESS_IS_MAILBOX(one))
            continue;
        const char *address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)), *name = internet_address_get_name(one);
        struct str clean = str_trim(to_text(a, "utf-8", str_of(address)));
        if (clean.n == 0 || clean.n > 254 || !memchr(clean.p, '@', clean.n))
            continue;
        if (ret_name && name && !*ret_name)
            *ret_name = utf8_clean(a, to_text(a, "utf-8", str_of(name)), false);
        list[n++] = utf8_clean(a, clean, false);
    }
    if (all)
        g_object_unref(all);
    return n;
}

static const char *message_id(struct arena *a, const char *raw)
{
    struct str s = str_trim(str_of(words_of(a, raw)));
    const char *from = s.n ? memchr(s.p, '<', s.n) : NULL, *to = from ? strchr(from, '>') : NULL;
    return from && to ? arena_strndup(a, from + 1, (size_t)(to - from - 1)) : str_cstr(a, s);
}

static void read_head(struct reader *r, GMimeObject *o)
{
    static const char *const recipients[] = {"X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To", "Cc", "Resent-To"};
    struct arena *a = r->arena;
    struct mail_parsed *m = r->mail;
    struct mail_content *c = &m->content;
    GMimeHeaderList *all = g_mime_object_get_header_list(o);
    const char *from[1] = {""};
    for (int i = 0; i < g_mime_header_list_get_count(all); i++)
        r->head.received += g_ascii_strcasecmp(g_mime_header_get_name(g_mime_header_list_get_header_at(all, i)), "Received") == 0;
    (void)addresses_of(a, raw_header(o, "From"), from, 0, 1, &c->name);
    c->from = from[0];
    if (!c->name)
        c->name = "";
    c->subject = str_cstr(a, utf8_prefix(str_of(plain_header(a, o, "Subject")), 300));
    c->message_id = str_cstr(a, utf8_prefix(str_of(message_id(a, raw_header(o, "Message-ID"))), 250));
    for (size_t i = 0; i < COUNT_OF(recipients); i++)
        m->n_sent_to = addresses_of(a, raw_header(o, recipients[i]), m->sent_to, m->n_sent_to, COUNT_OF(m->sent_to), NULL);
    c->to = m->n_sent_to ? m->sent_to[0] : "";
    const char *path = raw_header(o, "Return-Path");
    r->head.null_sender = path && str_is(str_trim(str_of(path)), "<>");
    r->head.auto_submitted = plain_header(a, o, "Auto-Submitted");
    r->head.auto_suppress = plain_header(a, o, "X-Auto-Response-Suppress");
    r->head.precedence = plain_header(a, o, "Precedence");
    r->head.list_id = plain_header(a, o, "List-Id");
}

/* ---- parts ---- */

enum err mail_file_bytes(const struct mail_file *file, enum err (*put)(void *ctx, const void *bytes, size_t n), void *ctx)
{
    GMimeDataWrapper *content = g_mime_part_get_content(file->part);
    GMimeEncoding state;
    char in[CHUNK];
    enum err e = ERR_NONE;
    if (!content)
        return ERR_NONE;
    GMimeStream *stream = g_mime_data_wrapper_get_stream(content);
    g_mime_stream_reset(stream);
    g_mime_encoding_init_decode(&state, g_mime_data_wrapper_get_encoding(content));
    for (ssize_t n; e == ERR_NONE && (n = g_mime_stream_read(stream, in, sizeof in)) > 0;) {
        char *out = g_malloc(g_mime_encoding_outlen(&state, (size_t)n));
        size_t made = g_mime_encoding_step(&state, in, (size_t)n, out);
        if (made > 0)
            e = put(ctx, out, made);
        g_free(out);
    }
    return e;
}

const char *mail_file_called(const struct mail_file *file)
{
    return file->name;
}

struct decoding {
    struct buf raw;
    size_t most;
};

static enum err put_text(void *ctx, const void *bytes, size_t n)
{
    struct decoding *d = ctx;
    if (d->raw.n + n > d->most)
        return ERR_TOO_LARGE;
    buf_add(&d->raw, bytes, n);
    return ERR_NONE;
}

/* Nothing is decoded that would not be kept, nor more than READ_MAX in all: hundreds of parts would fill the memory. */
static struct str part_text(struct reader *r, GMimePart *part)
{
    const struct mail_file file = {.part = part};
    size_t left = r->n_read < READ_MAX ? READ_MAX - r->n_read : 0;
    struct decoding d = {.raw = {.arena = r->arena}, .most = left < 2 * MAIL_TEXT_MAX ? left : 2 * MAIL_TEXT_MAX};
    const char *charset = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
    bool full = r->text.n >= MAIL_TEXT_MAX;
    if (full || mail_file_bytes(&file, put_text, &d) == ERR_TOO_LARGE)
        r->mail->content.cut = true;
    r->n_read += d.raw.n;
    return d.raw.n ? to_text(r->arena, charset, buf_str(&d.raw)) : STR("");
}

static void add_text(struct reader *r, struct str text)
{
    if (r->text.n > 0 && text.n > 0)
        buf_adds(&r->text, "\n\n");
    size_t room = r->text.n < MAIL_TEXT_MAX ? MAIL_TEXT_MAX - r->text.n : 0;
    while (room > 0 && room < text.n && ((unsigned char)text.p[room] & 0xC0) == 0x80)
        room--;
    if (text.n > room)
        r->mail->content.cut = true;
    buf_add(&r->text, text.p, text.n < room ? text.n : room);
}

static bool is_type(GMimeObject *o, const char *type, const char *subtype)
{
    GMimeContentType *t = g_mime_object_get_content_type(o);
    return t && g_mime_content_type_is_type(t, type, subtype);
}

static bool is_attached(GMimeObject *o)
{
    const char *disposition = g_mime_object_get_disposition(o);
    return disposition && g_ascii_strcasecmp(disposition, "attachment") == 0;
}

/* As it stands in the head of the part: what calls itself GB2312 is GB18030. */
static struct str given_name(struct reader *r, GMimePart *part)
{
    static const char *const places[][2] = {{"Content-Disposition", "filename"}, {"Content-Type", "name"}};
    const char *read = g_mime_part_get_filename(part);
    struct str whole = str_of(read);
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        const char *raw = raw_header(GMIME_OBJECT(part), places[i][0]), *at = raw ? strcasestr(raw, places[i][1]) : NULL;
        const char *word = at ? strstr(at, "=?") : NULL, *end = word ? strrchr(word, '?') : NULL;
        if (word && end && end[1] == '=')
            return str_of(words_of(r->arena, arena_strndup(r->arena, word, (size_t)(end + 2 - word) < HEADER_MAX ? (size_t)(end + 2 - word) : HEADER_MAX)));
    }
    whole.n = whole.n < HEADER_MAX ? whole.n : HEADER_MAX;
    return to_text(r->arena, "utf-8", whole);
}

static void add_file(struct reader *r, GMimePart *part)
{
    bool inside = !is_attached(GMIME_OBJECT(part)) && (g_mime_object_get_content_id(GMIME_OBJECT(part)) || g_mime_part_get_content_id(part));
    GMimeContentType *t = g_mime_object_get_content_type(GMIME_OBJECT(part));
    char *type = t ? g_mime_content_type_get_mime_type(t) : NULL;
    struct mail_file *file = ARENA_NEW(r->arena, struct mail_file);
    *file = (struct mail_file){part, mail_file_name(r->arena, given_name(r, part), type ? type : "", r->n_files + r->n_inside + 1)};
    g_free(type);
    if (inside && r->n_inside < FILES_MAX)
        r->inside[r->n_inside++] = file;
    else if (!inside && r->n_files < FILES_MAX)
        r->files[r->n_files++] = file;
}

/* The head of our own mail, in what came back. */
static void read_returned(struct reader *r, GMimeObject *o)
{
    struct mail_parsed *m = r->mail;
    if (!*m->content.returned)
        m->content.returned = str_cstr(r->arena, utf8_prefix(str_of(message_id(r->arena, raw_header(o, "Message-ID"))), 250));
    m->n_returned_to = addresses_of(r->arena, raw_header(o, "Reply-To"), m->returned_to, m->n_returned_to, COUNT_OF(m->returned_to), NULL);
    m->n_returned_to = addresses_of(r->arena, raw_header(o, "From"), m->returned_to, m->n_returned_to, COUNT_OF(m->returned_to), NULL);
}

static void read_returned_headers(struct reader *r, GMimePart *part)
{
    struct str text = part_text(r, part);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text.n ? text.p : "", text.n);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    if (message) {
        read_returned(r, GMIME_OBJECT(message));
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
}

struct place {
    int depth;
    bool report; /* within a multipart/report */
    bool mute;   /* its text stands in another form already */
};

static void read_part(struct reader *r, GMimePart *part, const struct place *at)
{
    GMimeObject *o = GMIME_OBJECT(part);
    bool html = is_type(o, "text", "html"), text = html || is_type(o, "text", "plain") || (at->report && is_type(o, "message", "*"));
    if (at->report && is_type(o, "text", "rfc822-headers"))
        read_returned_headers(r, part);
    else if (text && !is_attached(o) && at->mute)
        return;
    else if (text && !is_attached(o))
        add_text(r, html ? str_of(mail_html_text(r->arena, part_text(r, part))) : str_trim(str_of(utf8_clean(r->arena, part_text(r, part), true))));
    else
        add_file(r, part);
}

/* The child whose text is read: plain text before HTML before anything else. */
static int best_of(GMimeMultipart *all)
{
    int n = g_mime_multipart_get_count(all), html = -1, other = -1;
    for (int i = 0; i < n && i < PARTS_MAX; i++) {
        GMimeObject *o = g_mime_multipart_get_part(all, i);
        if (is_type(o, "text", "plain"))
            return i;
        if (is_type(o, "text", "html"))
            html = html < 0 ? i : html;
        else if (is_type(o, "multipart", "*"))
            other = other < 0 ? i : other;
    }
    return html >= 0 ? html : other;
}

static void walk(struct reader *r, GMimeObject *o, struct place at);

static void walk_all(struct reader *r, GMimeMultipart *all, struct place at)
{
    GMimeObject *o = GMIME_OBJECT(all);
    bool choice = is_type(o, "multipart", "alternative");
    int n = g_mime_multipart_get_count(all), best = choice ? best_of(all) : -1;
    if (is_type(o, "multipart", "report"))
        at.report = r->head.report = true;
    for (int i = 0; i < n && r->n_parts < PARTS_MAX; i++) {
        struct place below = at;
        below.mute = at.mute || (choice && i != best);
        walk(r, g_mime_multipart_get_part(all, i), below);
    }
}

/* A mail in a mail: passed on, its text belongs to what is told; come back, it is our own. */
static void walk_message(struct reader *r, GMimeMessage *inner, const struct place *at)
{
    struct arena *a = r->arena;
    if (at->report) {
        read_returned(r, GMIME_OBJECT(inner));
        return;
    }
    const char *from[1] = {""}, *name = NULL;
    (void)addresses_of(a, raw_header(GMIME_OBJECT(inner), "From"), from, 0, 1, &name);
    if (!at->mute)
        add_text(r, str_of(arena_printf(a, "---------- %s%s%s%s%s%s", name ? name : "", *from[0] ? " <" : "", from[0], *from[0] ? ">" : "", name || *from[0] ? ": " : "",
                                        plain_header(a, GMIME_OBJECT(inner), "Subject"))));
    walk(r, g_mime_message_get_mime_part(inner), *at);
}

static void walk(struct reader *r, GMimeObject *o, struct place at)
{
    r->n_parts++;
    if (++at.depth > DEPTH_MAX || r->n_parts > PARTS_MAX) {
        r->deep = true;
        return;
    }
    if (!o)
        return;
    if (GMIME_IS_MULTIPART(o))
        walk_all(r, GMIME_MULTIPART(o), at);
    else if (GMIME_IS_MESSAGE_PART(o) && g_mime_message_part_get_message(GMIME_MESSAGE_PART(o)))
        walk_message(r, g_mime_message_part_get_message(GMIME_MESSAGE_PART(o)), &at);
    else if (GMIME_IS_PART(o))
        read_part(r, GMIME_PART(o), &at);
}

/* ---- the whole ---- */

static void let_go(void *object)
{
    g_object_unref(object);
}

static void finish(struct reader *r)
{
    struct arena *a = r->arena;
    struct mail_parsed *m = r->mail;
    struct mail_content *c = &m->content;
    struct str own, quoted;
    const struct mail_file **files = ARENA_ARRAY(a, r->n_files + r->n_inside + 1, const struct mail_file *);
    for (size_t i = 0; i < r->n_files + r->n_inside; i++)
        files[i] = i < r->n_files ? r->files[i] : r->inside[i - r->n_files];
    m->files = files;
    m->n_files = r->n_files + r->n_inside;
    mail_split(r->text.n ? buf_str(&r->text) : STR(""), &own, &quoted);
    c->text = str_cstr(a, own);
    c->quoted = str_cstr(a, quoted);
    c->cut = c->cut || r->deep;
    m->kind = mail_kind_of(&r->head, c->subject, c->from);
}

enum err mail_parse(struct arena *a, int fd, struct mail_parsed *ret_mail)
{
    if (lseek(fd, 0, SEEK_SET) != 0)
        return ERR_IO;
    g_mime_init();
    GMimeStream *stream = g_mime_stream_fs_new(fd);
    g_mime_stream_fs_set_owner(GMIME_STREAM_FS(stream), FALSE);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_mime_parser_set_persist_stream(parser, TRUE);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    gint64 body_at = g_mime_parser_get_headers_end(parser);
    g_object_unref(parser);
    g_object_unref(stream);
    if (!message)
        return ERR_MALFORMED;
    arena_on_reset(a, let_go, message);
    GMimeObject *o = GMIME_OBJECT(message);
    if (g_mime_header_list_get_count(g_mime_object_get_header_list(o)) == 0)
        return ERR_MALFORMED;
    *ret_mail = (struct mail_parsed){.content = {.returned = ""}, .body_at = body_at > 0 ? (uint64_t)body_at : 0};
    struct reader *r = ARENA_NEW(a, struct reader);
    *r = (struct reader){.arena = a, .mail = ret_mail, .text = {.arena = a}};
    read_head(r, o);
    walk(r, g_mime_message_get_mime_part(message), (struct place){.depth = 0});
    finish(r);
    return ERR_NONE;
}
