#include "post_wire.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config_load.h"
#include "crypto_random.h"
#include "post.h"

#define SECRET_MAX 4000
#define ANSWER_MAX 4000

struct post_wire {
    const struct config_post *config;
    CURL *mail, *sms;
    struct curl_slist *headers; /* of the gateway */
    char password[200];
};

/* What a server says while one thing is sent. */
struct talk {
    char answer[ANSWER_MAX];
    size_t n;
    struct str out; /* the mail */
    size_t at;      /* of it sent */
    char error[CURL_ERROR_SIZE];
};

unsigned post_wire_ways(const struct config *config)
{
    return (*config->post.mail_url ? POST_MAIL : 0u) | (*config->post.sms_url ? POST_SMS : 0u);
}

static enum err read_headers(const char *path, struct curl_slist **ret_headers)
{
    char text[SECRET_MAX] = "", *rest = NULL;
    enum err e = config_secret(path, text, sizeof text);
    for (char *line = e == ERR_NONE ? strtok_r(text, "\r\n", &rest) : NULL; line; line = strtok_r(NULL, "\r\n", &rest)) {
        struct curl_slist *more = strchr(line, ':') ? curl_slist_append(*ret_headers, line) : NULL;
        if (more) {
            *ret_headers = more;
            continue;
        }
        fprintf(stderr, "%s: every line of it must be a header such as \"Authorization: Bearer ...\"\n", path);
        e = ERR_CONFIG;
        break;
    }
    crypto_wipe(text, sizeof text);
    return e;
}

enum err post_wire_new(const struct config *config, struct post_wire **ret_wire)
{
    struct post_wire *wire = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? calloc(1, sizeof *wire) : NULL;
    if (!wire)
        return ERR_INTERNAL;
    wire->config = &config->post;
    enum err e = ERR_NONE;
    if (*config->post.mail_url && *config->post.mail_password_file)
        e = config_secret(config->post.mail_password_file, wire->password, sizeof wire->password);
    wire->password[strcspn(wire->password, "\r\n")] = '\0';
    if (e == ERR_NONE && *config->post.sms_url && *config->post.sms_headers_file)
        e = read_headers(config->post.sms_headers_file, &wire->headers);
    wire->mail = curl_easy_init();
    wire->sms = curl_easy_init();
    if (e == ERR_NONE && (!wire->mail || !wire->sms))
        e = ERR_INTERNAL;
    if (e != ERR_NONE)
        post_wire_free(wire);
    else
        *ret_wire = wire;
    return e;
}

void post_wire_free(struct post_wire *wire)
{
    if (wire->mail)
        curl_easy_cleanup(wire->mail);
    if (wire->sms)
        curl_easy_cleanup(wire->sms);
    curl_slist_free_all(wire->headers);
    crypto_wipe(wire->password, sizeof wire->password);
    free(wire);
}

/* ---- talking ---- */

/* Of SMTP the last line counts but for the one that says good-bye, of HTTP the body. */
static size_t take_line(char *p, size_t size, size_t n, void *ctx)
{
    struct talk *talk = ctx;
    size_t all = size * n;
    if (all >= 3 && *talk->answer && strncmp(p, "221", 3) == 0)
        return all;
    size_t take = all < sizeof talk->answer - 1 ? all : sizeof talk->answer - 1;
    memcpy(talk->answer, p, take);
    talk->answer[take] = '\0';
    return all;
}

static size_t take_body(char *p, size_t size, size_t n, void *ctx)
{
    struct talk *talk = ctx;
    size_t all = size * n, room = sizeof talk->answer - 1 - talk->n, take = all < room ? all : room;
    memcpy(talk->answer + talk->n, p, take);
    talk->n += take;
    talk->answer[talk->n] = '\0';
    return all;
}

static size_t give(char *p, size_t size, size_t n, void *ctx)
{
    struct talk *talk = ctx;
    size_t left = talk->out.n - talk->at, take = left < size * n ? left : size * n;
    memcpy(p, talk->out.p + talk->at, take);
    talk->at += take;
    return take;
}

static void set_common(CURL *curl, const struct config_post *config, struct talk *talk, const char *ca)
{
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)config->timeout_s);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)config->timeout_s);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, talk->error);
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* the environment has no say in where these go */
    if (*ca)
        curl_easy_setopt(curl, CURLOPT_CAINFO, ca);
}

static void set_mail(struct post_wire *wire, struct talk *talk)
{
    const struct config_post *c = wire->config;
    CURL *curl = wire->mail;
    set_common(curl, c, talk, c->mail_ca);
    curl_easy_setopt(curl, CURLOPT_URL, c->mail_url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, strcmp(c->mail_tls, "require") == 0 ? CURLUSESSL_ALL : strcmp(c->mail_tls, "try") == 0 ? CURLUSESSL_TRY : CURLUSESSL_NONE);
    if (*c->mail_user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, c->mail_user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, wire->password);
    }
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_line);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, talk);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_line);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, talk);
}

/* What the server refused with, else why it came to nothing: a server that cannot be trusted had said friendly things before. */
static const char *said_of(struct arena *a, const struct talk *talk, CURLcode code, const char *address)
{
    const char *why = *talk->error ? talk->error : curl_easy_strerror(code);
    if (code == CURLE_OK || *talk->answer == '4' || *talk->answer == '5')
        return letter_said(a, talk->answer, address);
    return letter_said(a, why, address);
}

enum wire_answer post_wire_mail(struct post_wire *wire, struct arena *a, const struct mail_out *mail, const char **ret_said)
{
    struct talk talk = {.out = mail_text(a, mail)};
    long status = 0;
    CURL *curl = wire->mail;
    struct curl_slist *to = curl_slist_append(NULL, arena_printf(a, "<%s>", mail->to));
    set_mail(wire, &talk);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, arena_printf(a, "<%s>", *mail->reply_to ? mail->reply_to : mail->from));
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, &talk);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(to);
    *ret_said = said_of(a, &talk, code, mail->to);
    if (code == CURLE_OK)
        return WIRE_TAKEN;
    /* It was refused itself when its sender, its receiver or its text was; whatever else fails would fail for every mail. */
    bool of_message = code == CURLE_SEND_ERROR || (code == CURLE_WEIRD_SERVER_REPLY && talk.at > 0);
    return of_message && status >= 400 ? wire_smtp(status, true) : WIRE_DOWN;
}

enum wire_answer post_wire_probe(struct post_wire *wire, struct arena *a, const char **ret_said)
{
    struct talk talk = {.n = 0};
    set_mail(wire, &talk);
    curl_easy_setopt(wire->mail, CURLOPT_CUSTOMREQUEST, "NOOP");
    CURLcode code = curl_easy_perform(wire->mail);
    *ret_said = said_of(a, &talk, code, "");
    return code == CURLE_OK ? WIRE_TAKEN : WIRE_DOWN;
}

enum wire_answer post_wire_sms(struct post_wire *wire, struct arena *a, const char *phone, const char *text, const char *id, const char **ret_said)
{
    const struct config_post *c = wire->config;
    const struct wire_gateway gateway = {c->sms_url, strcmp(c->sms_method, "GET") == 0 ? "" : c->sms_body, c->sms_type, c->sms_accept, c->sms_refuse};
    const struct wire_request r = wire_request(a, &gateway, phone, text, id);
    struct talk talk = {.n = 0};
    long status = 0;
    CURL *curl = wire->sms;
    struct curl_slist *headers = curl_slist_append(NULL, arena_printf(a, "Content-Type: %s", r.content_type));
    for (const struct curl_slist *h = wire->headers; h && headers; h = h->next) {
        struct curl_slist *more = curl_slist_append(headers, h->data);
        headers = more ? more : headers;
    }
    set_common(curl, c, &talk, c->sms_ca);
    curl_easy_setopt(curl, CURLOPT_URL, r.url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    if (*r.body) {
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, r.body);
    } else {
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, wire->headers);
    }
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &talk);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(headers);
    const char *said = said_of(a, &talk, code, phone);
    *ret_said = code == CURLE_OK ? letter_said(a, arena_printf(a, "HTTP %ld %s", status, said), phone) : said;
    return code == CURLE_OK ? wire_http(&gateway, status, talk.answer) : WIRE_DOWN;
}
