#include <stdio.h>
#include <string.h>

#include "bench_pages.h"

/* What staff do beside looking through lists and complaints: registering, searching, slips, one action on many, a list of their own. */

static enum err prepare_manager(struct bench_visit *v)
{
    return bench_sign_in(v, "zhaolei");
}

/* ---- searching ---- */

static enum err get_chinese(struct bench_visit *v, size_t i)
{
    static const char *const words[] = {"%E9%80%80%E4%BF%9D", "%E6%8E%92%E9%98%9F", "%E7%90%86%E8%B5%94", "%E5%BD%95%E9%9F%B3", "%E6%BB%9E%E7%BA%B3"}; /* 退保 排队 理赔 录音 滞纳 */
    char path[100];
    snprintf(path, sizeof path, "/staff/search?q=%s", words[i % 5]);
    return bench_get(v, path);
}
static enum err get_english(struct bench_visit *v, size_t i)
{
    (void)i;
    return bench_get(v, "/staff/search?q=refund"); /* rare in a Chinese demo: every block is looked at */
}
/* Policy numbers: most are of some complaint. */
static enum err get_number(struct bench_visit *v, size_t i)
{
    char path[100];
    snprintf(path, sizeof path, "/staff/search?q=20%02u-%06u", (unsigned)(15 + i % 11), (unsigned)(i * 7919 % 1000000));
    return bench_get(v, path);
}

/* ---- lists ---- */

/* As people save them: some filters, an order, columns of their own. */
static enum err prepare_saved(struct bench_visit *v)
{
    static const char saved[] = "list=view%3Dopen%26grade%3Dgeneral%26channel%3Dtelephone%26sort%3Dreceived&name=bench&for=me";
    TRY(prepare_manager(v));
    TRY(bench_get(v, "/staff/complaints?view=open&channel=telephone&sort=received"));
    TRY(bench_post(&v->client, "/staff/views", saved));
    snprintf(v->paths[0], sizeof v->paths[0], "/staff/complaints?view=open&channel=telephone&sort=received");
    snprintf(v->paths[1], sizeof v->paths[1], "/staff/complaints?view=all&mode=2&only=unread");
    snprintf(v->paths[2], sizeof v->paths[2], "/staff/complaints?view=open&tag=%%E5%%8A%%A0%%E6%%80%%A5"); /* 加急 */
    snprintf(v->paths[3], sizeof v->paths[3], "/staff/complaints?view=late&only=slips");
    v->n_paths = 4;
    return ERR_NONE;
}
static enum err get_saved(struct bench_visit *v, size_t i)
{
    return bench_get(v, v->paths[i % v->n_paths]);
}

static enum err prepare_slips(struct bench_visit *v)
{
    return bench_sign_in(v, "wangjianguo");
}
static enum err get_slips(struct bench_visit *v, size_t i)
{
    (void)i;
    return bench_get(v, "/staff/slips");
}

/* Fifty complaints of a list that something is to be done with, as they are confirmed. */
static enum err prepare_bulk(struct bench_visit *v)
{
    char fields[6000] = "from=view%3Dopen&do=tag";
    size_t n = strlen(fields);
    TRY(prepare_manager(v));
    TRY(bench_get(v, "/staff/complaints?view=open"));
    static const char box[] = "name=\"id\" value=\"";
    for (const char *at = v->client.page; n + 60 < sizeof fields && (at = strstr(at, box)) != NULL; at += sizeof box - 1)
        n += (size_t)snprintf(fields + n, sizeof fields - n, "&id=%.*s", (int)strspn(at + sizeof box - 1, "0123456789"), at + sizeof box - 1);
    TRY(bench_post(&v->client, "/staff/bulk", fields));
    if (v->client.status != 303 || strncmp(v->client.location, "/staff/bulk/", 12) != 0)
        return ERR_STATE;
    snprintf(v->paths[0], sizeof v->paths[0], "%.*s", (int)sizeof v->paths[0] - 1, v->client.location);
    v->n_paths = 1;
    return ERR_NONE;
}

/* ---- registering ---- */

#define TELEPHONE "/staff/intake/new/telephone"

static enum err prepare_intake(struct bench_visit *v)
{
    TRY(bench_sign_in(v, "chenchen"));
    TRY(bench_get(v, TELEPHONE));
    bench_value(&v->client, "draft", v->token, sizeof v->token);
    bench_keep_form(&v->client);
    return strlen(v->token) == 26 ? ERR_NONE : ERR_STATE;
}

/* Every call is a form of its own: its token counts up. */
static enum err post_intake(struct bench_visit *v, size_t i)
{
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    char fields[700];
    for (size_t k = strlen(v->token) - 1, rest = i; rest > 0 && k > 0; k--, rest /= 32)
        v->token[k] = digits[rest % 32];
    snprintf(fields, sizeof fields,
             "draft=%s&mode=named&kind=customer&prefer=phone&language=zh&source=direct&category=other&want_apology=1&ask_read_back=1&do=save&phone=139%08u&name=%%E7%%8E%%8B%%E8%%8A%%B3"
             "&body=%%E6%%8E%%92%%E9%%98%%9F%%E4%%B8%%A4%%E5%%B0%%8F%%E6%%97%%B6%%E6%%B2%%A1%%E6%%9C%%89%%E4%%BA%%BA%%E5%%BC%%95%%E5%%AF%%BC%%E3%%80%%82%zu",
             v->token, (unsigned)(i * 7919 % 100000000), i);
    return bench_post(&v->client, TELEPHONE, fields);
}

const struct bench_page bench_work_pages[] = {
    {"saved view", "F", 0.15, "staff", 200, prepare_saved, get_saved, NULL},
    {"slips", "F", 0.15, "staff", 200, prepare_slips, get_slips, NULL},
    {"bulk", "F", 0.05, "staff", 200, prepare_bulk, get_saved, NULL},
    {"search Chinese", "F", 0.05, "staff", 200, prepare_manager, get_chinese, NULL},
    {"search English", "F", 0.05, "staff", 200, prepare_manager, get_english, NULL},
    {"search number", "F", 0.05, "staff", 200, prepare_manager, get_number, NULL},
    {"intake", "D", 0.3, "staff", 303, prepare_intake, post_intake, NULL},
};
const size_t bench_work_pages_n = COUNT_OF(bench_work_pages);
