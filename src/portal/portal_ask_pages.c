#include "portal_ask_pages.h"

#include "limit_store.h"
#include "msgid.h"
#include "portal_ask_view.h"
#include "str.h"
#include "utc.h"

#define HOUR_S 3600

static enum err answers_of(struct page *page, const char *subject, int64_t at_us, int64_t *ret_n)
{
    return limit_read(page->db, page->arena, page->site->keys, "answer", subject, HOUR_S, at_us, ret_n);
}

enum err portal_question(struct page *page, const char *subject, const char **ret_question)
{
    int64_t answers;
    TRY(answers_of(page, subject, page->now_us, &answers));
    *ret_question = portal_ask(page->arena, page->lang, page->site->keys, subject, answers, page->now_us);
    return ERR_NONE;
}

static bool answers(const struct page *page, const char *subject, int64_t tries, int64_t at_us)
{
    return portal_ask_answered(page->arena, page->site->keys, subject, tries, at_us, http_form_get(page->form, "answer"));
}

/* Counted before it is looked at: of many answers that come at once each one meets another question. */
static enum err is_right(struct page *page, const char *subject, bool *ret_right)
{
    const int64_t before_us = page->now_us - UTC_HOUR_US;
    int64_t tries, earlier;
    TRY(limit_tried(page->db, page->site->keys, "answer", subject, HOUR_S, page->now_us, &tries));
    *ret_right = answers(page, subject, tries - 1, page->now_us);
    if (*ret_right || tries > 1)
        return ERR_NONE;
    /* The question of the hour before, for who took his time. */
    TRY(answers_of(page, subject, before_us, &earlier));
    *ret_right = answers(page, subject, earlier, before_us);
    return ERR_NONE;
}

enum err portal_question_said(struct page *page, const char *subject, enum portal_said *ret_said)
{
    const char *network = limit_network(page->arena, page->req->remote_addr);
    int64_t wrong;
    bool right;
    *ret_said = SAID_NOTHING;
    if (!str_trim(str_of(http_form_get(page->form, "answer"))).n)
        return ERR_NONE;
    TRY(limit_read(page->db, page->arena, page->site->keys, "ask", network, HOUR_S, page->now_us, &wrong));
    *ret_said = SAID_TOO_OFTEN;
    if (wrong >= page->site->config->security.answers_per_hour)
        return ERR_NONE;
    TRY(is_right(page, subject, &right));
    *ret_said = right ? SAID_RIGHT : SAID_WRONG;
    return right ? ERR_NONE : limit_tried(page->db, page->site->keys, "ask", network, HOUR_S, page->now_us, &wrong);
}

void portal_question_error(enum portal_said said, struct http_form_errors *errors)
{
    http_form_error(errors, "answer",
                    said == SAID_TOO_OFTEN ? N_("Too many wrong answers came from your connection. Nothing of what you wrote is lost. Please wait an hour, then answer this question, or call our hotline.")
                    : said == SAID_WRONG   ? N_("This was not the answer. Please answer the new question")
                                           : N_("Please answer this question; it keeps programs out"),
                    0);
}
