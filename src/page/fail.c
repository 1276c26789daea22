#include <string.h>

#include "http_token.h"
#include "layout.h"
#include "log.h"
#include "utf8.h"

#define TYPED_MIN 8  /* characters; shorter values are choices and numbers, quickly given again */
#define TYPED_MAX 20 /* fields shown */

/* What an error is to its reader: what happened, and what to do now. */
struct failure {
    int status;
    const char *title, *texts[3];
    bool keeps_typed; /* what was typed in a POST is shown */
    const char *retry_after;
};

static const struct failure failures[ERR__COUNT] = {
    [ERR_NOT_FOUND] = {.status = 404,
                       .title = N_("This page does not exist"),
                       .texts = {N_("The address may be mistyped or out of date, or you may not be allowed to see what it shows."),
                                 N_("Check the address, or begin again from the start page.")},
                       .keeps_typed = true},
    [ERR_FORBIDDEN] = {.status = 403,
                       .title = N_("You are not allowed to do this"),
                       .texts = {N_("Your role does not include this action here."),
                                 N_("If you need it for your work, ask the administrator of your unit for the right.")},
                       .keeps_typed = true},
    [ERR_SIGN_IN] = {.status = 403,
                     .title = N_("Please sign in"),
                     .texts = {N_("You are not signed in, or were away for too long. Sign in, then try again.")},
                     .keeps_typed = true},
    [ERR_REAUTH] = {.status = 403,
                    .title = N_("Please confirm that it is you"),
                    .texts = {N_("Sign in again with your password, then repeat the last step.")}},
    [ERR_INPUT] = {.status = 422,
                   .title = N_("Something in the form is not right"),
                   .texts = {N_("Go back, check what you entered and send it again.")},
                   .keeps_typed = true},
    [ERR_MALFORMED] = {.status = 400,
                       .title = N_("We could not read this request"),
                       .texts = {N_("What your browser sent was incomplete or damaged. Go back and try again."),
                                 N_("If it happens again, use another browser or call us.")}},
    [ERR_ENCODING] = {.status = 400,
                      .title = N_("We could not read the characters"),
                      .texts = {N_("Nothing was saved. Your browser sent the text in an encoding other than UTF-8, such as GBK."),
                                N_("Press Back in the browser: what you wrote is usually still there. Copy it, set the encoding to “automatic” or “Unicode (UTF-8)”, reload the page and send it again."),
                                N_("What you sent on earlier pages is kept. If it does not help, use another browser or call us.")}},
    [ERR_METHOD] = {.status = 405,
                    .title = N_("This page cannot be opened in this way"),
                    .texts = {N_("It only takes what a form sends. Begin again from the start page.")}},
    [ERR_TOO_LARGE] = {.status = 413,
                       .title = N_("What you sent is too large"),
                       .texts = {N_("Nothing was saved. Go back, shorten the text or choose smaller files, and send it again."),
                                 N_("Photographs are small enough more often when you send them one at a time.")}},
    [ERR_URI_TOO_LONG] = {.status = 414,
                          .title = N_("This address is too long"),
                          .texts = {N_("Begin again from the start page.")}},
    [ERR_CSRF] = {.status = 403,
                  .title = N_("This form is no longer valid"),
                  .texts = {N_("Nothing was saved. You may have signed in or out in another window, or left the page open for a long time."),
                            N_("Go back, reload the page and send it again. Your browser must accept cookies from this site.")},
                  .keeps_typed = true},
    [ERR_STALE] = {.status = 409,
                   .title = N_("Somebody else changed this in the meantime"),
                   .texts = {N_("So that nothing is overwritten, your change was not made."),
                             N_("Open the page again, look at what changed, then enter your part again.")},
                   .keeps_typed = true},
    [ERR_STATE] = {.status = 409,
                   .title = N_("This step is not possible at the moment"),
                   .texts = {N_("The complaint has moved on since you opened the page."),
                             N_("Open it again to see where it stands and what can be done.")},
                   .keeps_typed = true},
    [ERR_ERASED] = {.status = 410,
                    .title = N_("This complaint was erased"),
                    .texts = {N_("It was kept as long as the rules ask. Who complained and everything that was written is erased; only the figures are left."),
                              N_("So nothing can be changed in it or written about it any more. Nothing was saved.")},
                    .keeps_typed = true},
    [ERR_RATE] = {.status = 429,
                  .title = N_("Too many tries"),
                  .texts = {N_("To protect your data we ask you to wait. Please try again later, at the latest in an hour.")},
                  .keeps_typed = true,
                  .retry_after = "300"},
    [ERR_EXISTS] = {.status = 409,
                    .title = N_("This already exists"),
                    .texts = {N_("Go back and choose another name or number.")},
                    .keeps_typed = true},
    [ERR_RETRY] = {.status = 503,
                   .title = N_("Too many people are saving at once"),
                   .texts = {N_("Wait a few seconds, go back and send it again.")},
                   .keeps_typed = true,
                   .retry_after = "3"},
    [ERR_DB_AWAY] = {.status = 503,
                     .title = N_("The service is out of reach for a moment"),
                     .texts = {N_("We are working on it. Please try again in a few minutes.")},
                     .keeps_typed = true,
                     .retry_after = "30"},
    [ERR_INTERNAL] = {.status = 500,
                      .title = N_("Something went wrong on our side"),
                      .texts = {N_("It is not your fault. The fault was recorded with the number below."),
                                N_("Please try again. If it does not help, tell us the number.")},
                      .keeps_typed = true},
};

/* Nobody has put rules in force yet, or something else is missing that administrators see to. */
static const struct failure not_open = {.status = 503,
                                        .title = N_("Not open yet"),
                                        .texts = {N_("This site is still being set up: complaints cannot be taken in here yet."),
                                                  N_("Please call us, or come to one of our counters. Our staff write it down for you.")},
                                        .keeps_typed = true,
                                        .retry_after = "300"};
static const struct failure not_set_up = {.status = 503,
                                          .title = N_("Not set up yet"),
                                          .texts = {N_("No rulebook is in force, so there are no categories, time limits or grades to work with."),
                                                    N_("An administrator opens a draft on the page “Rulebook” and publishes it, or loads one on the server with “redress rulebook load”. “redress doctor” says what is missing.")},
                                          .keeps_typed = true,
                                          .retry_after = "300"};

/* In the public pool what is absent and what is forbidden look alike. */
static const struct failure *failure_of(const struct page *page, enum err e)
{
    if (e == ERR_FORBIDDEN && page->site->pool == CRYPTO_PUBLIC)
        e = ERR_NOT_FOUND;
    if (e == ERR_CONFIG)
        return page->site->pool == CRYPTO_PUBLIC ? &not_open : &not_set_up;
    return e > ERR_NONE && e < ERR__COUNT && failures[e].status ? &failures[e] : &failures[ERR_INTERNAL];
}

static bool is_secret(const char *field)
{
    static const char *const secrets[] = {"csrf", "once", "pass", "code", "secret"};
    for (size_t i = 0; i < COUNT_OF(secrets); i++) {
        if (strstr(field, secrets[i]))
            return true;
    }
    return strcmp(field, "number") == 0; /* of the complaint, in a hidden field */
}

static bool is_typed(const struct http_field *field)
{
    return !is_secret(field->name) && utf8_length((struct str){field->value, field->value_n}) >= TYPED_MIN;
}

/* Only what our own pages sent is given back: another site must not be able to put its words on ours. */
bool page_has_typed(const struct page *page)
{
    if (page->req->method != HTTP_POST || !page->form || !http_sent_from_here(page->req))
        return false;
    for (size_t i = 0; i < page->form->n; i++) {
        if (is_typed(&page->form->fields[i]))
            return true;
    }
    return false;
}

static int rows_for(struct str value)
{
    size_t rows = 1 + utf8_length(value) / 40;
    for (size_t i = 0; i < value.n; i++)
        rows += value.p[i] == '\n';
    return rows < 2 ? 2 : rows > 12 ? 12 : (int)rows;
}

static void show_typed(struct page *page, struct tpl *t)
{
    struct tpl *typed = NULL;
    int shown = 0;
    for (size_t i = 0; page->form && i < page->form->n && shown < TYPED_MAX; i++) {
        const struct http_field *field = &page->form->fields[i];
        struct str value = {field->value, field->value_n};
        if (!is_typed(field))
            continue;
        if (!typed)
            typed = tpl_add(t, SEC_TYPED);
        struct tpl *row = tpl_add(typed, SEC_TYPED_FIELD);
        tpl_int(row, V_NUMBER, ++shown);
        tpl_text(row, V_LABEL, layout_number_text(page, N_("Text %d"), shown));
        tpl_int(row, V_ROWS, rows_for(value));
        tpl_str(row, V_VALUE, value);
    }
}

/* A page that could not be had for the moment is asked for again; otherwise to the start, or to the sign-in page for who is not signed in. */
static void show_way_out(const struct page *page, struct tpl *t, enum err e, const struct failure *failure)
{
    static const char *const nothing[] = {NULL};
    bool staff = page->site->pool == CRYPTO_STAFF, sign_in = staff && (!page->user || e == ERR_SIGN_IN);
    const char *url = staff ? "/staff/" : "/", *label = staff ? N_("Go to the workbench") : N_("Go to the home page");
    if (e == ERR_CONFIG && staff && page->user && access_may(page->user, MAY_SET_RULES)) {
        url = "/staff/admin/rulebook";
        label = N_("Rulebook");
    } else if (failure->retry_after && page->req->method == HTTP_GET && !layout_stands_in(page)) {
        url = layout_here(page, nothing, NULL, NULL);
        label = N_("Try again");
    } else if (sign_in) {
        url = "/staff/sign-in";
        label = N_("Sign in");
    }
    struct tpl *link = tpl_add(t, SEC_FAIL_LINK);
    tpl_text(link, V_URL, url);
    tpl_text(link, V_LABEL, page_text(page, label));
}

static void fail_plainly(struct page *page)
{
    page->resp->body.n = 0;
    page->resp->content_type = "text/plain; charset=utf-8";
    buf_printf(&page->resp->body, "%s (%s)\n", page_text(page, failures[ERR_INTERNAL].title), page->req->id);
}

void page_fail(struct page *page, enum err e)
{
    const struct failure *failure = failure_of(page, e);
    bool staff = page->site->pool == CRYPTO_STAFF;
    if (failure->status >= 500)
        LOG(LOG_ERROR, "request failed", LOG_TEXT("id", page->req->id), LOG_TEXT("error", err_name(e)));
    page->resp->status = failure->status;
    page->resp->stream = NULL;
    page->resp->body.n = 0;
    page->resp->content_type = "text/html; charset=utf-8";
    if (failure->retry_after)
        http_header(page->resp, "Retry-After", failure->retry_after);
    if (e == ERR_METHOD) /* found under the one other method that there is */
        http_header(page->resp, "Allow", page->req->method == HTTP_GET || page->req->method == HTTP_HEAD ? "POST" : "GET, HEAD");

    const char *title = page_text(page, failure->title);
    struct tpl *t = tpl_new(page->arena, !staff ? TPL_ERROR_PUBLIC : page->user ? TPL_ERROR_STAFF : TPL_ERROR_BARE);
    layout_fill(page, t, title, false);
    tpl_text(t, V_TITLE, title);
    if (failure->keeps_typed && page->req->method == HTTP_POST && e != ERR_CSRF)
        tpl_text(tpl_add(t, SEC_TEXT), V_MESSAGE, page_text(page, N_("Nothing was saved.")));
    for (size_t i = 0; i < COUNT_OF(failure->texts) && failure->texts[i]; i++)
        tpl_text(tpl_add(t, SEC_TEXT), V_MESSAGE, page_text(page, failure->texts[i]));
    tpl_text(t, V_REQUEST_ID, page->req->id);
    if (failure->keeps_typed && page_has_typed(page))
        show_typed(page, t);
    show_way_out(page, t, e, failure);
    if (tpl_render(t, page->lang, &page->resp->body) != ERR_NONE)
        fail_plainly(page);
}
