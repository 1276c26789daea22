#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "pages_visit.h"
#include "utc.h"

/* Complaints that staff take in, by the forms of the demo's rulebook. Pages are in English. */

#define AGENT "chenchen" /* intake agent of the province */

#define PNG "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde"
#define WAV "RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x44\xac\0\0\x88\x58\1\0\2\0\x10\0data\0\0\0\0"

/* A form of the channel, with the token of its draft. */
static const char *token;

static const char *open_form(const char *channel)
{
    const char *path = f("/staff/intake/new/%s", channel);
    get(path, 200);
    token = arena_strdup(kept, browser_value(b, "draft"));
    ck_assert_uint_eq(strlen(token), 26);
    return path;
}

/* What a call tells; more comes behind. */
static const char *call(const char *body, const char *more)
{
    const char *source = strstr(more, "&source=") ? "" : "&source=direct";
    return f("draft=%s&mode=named&kind=customer&prefer=phone&language=zh&phone=13900139000&name=Wang+%s&body=%s&want_apology=1&category=claims%s%s", token, mark, body, source, more);
}

static const char *number_of(struct reply reply)
{
    ck_assert_int_eq(reply.status, 303);
    ck_assert_msg(strncmp(reply.location, "/staff/intake/done/TS-", 22) == 0, "leads to %s", reply.location);
    return arena_strdup(kept, reply.location + strlen("/staff/intake/done/"));
}

/* How many of the list have these words in their titles. */
static int complaints_like(const char *words)
{
    struct reply list = get(f("/staff/complaints?view=all&q=%s", words), 200);
    int n = 0;
    for (const char *at = list.body; (at = strstr(at, "href=\"/staff/complaints/TS-")); at++)
        n++;
    return n;
}

/* Answers to whatever the category asks. */
static const char *answers(void)
{
    struct buf out = {.arena = kept};
    struct reply page = browser_post(b, "/staff/intake/new/telephone", f("draft=%s&category=claims&do=questions", token));
    ck_assert_int_eq(page.status, 200);
    for (const char *at = page.body; (at = strstr(at, "name=\"f")); at++) {
        size_t n = strspn(at + 7, "0123456789");
        if (n > 0 && at[7 + n] == '"')
            buf_printf(&out, "&f%.*s=2026-08-01", (int)n, at + 7);
    }
    return out.n ? out.p : "";
}

START_TEST(a_call_from_the_first_word_to_the_number)
{
    be(AGENT);
    get("/staff/intake", 200);
    sees("/staff/intake/new/telephone");
    sees("/staff/intake/new/transfer");
    sees_not("/staff/intake/new/web");
    const char *path = open_form("telephone");
    sees("accesskey=\"N\"");
    const char *more = answers();
    const char *number = number_of(post(path, call(f("The+agent+shouted+%s", mark), f("%s&ask_read_back=1&do=save", more)), 303));
    get(f("/staff/intake/done/%s", number), 200);
    sees(number);
    sees("What comes next");
    sees("promised to the complainant");
    sees_not("Passcode");
    get(f("/staff/complaints/%s", number), 200);
    sees("registered the complaint");
    sees("Read back to the caller");
    get("/staff/intake", 200);
    sees_not(token); /* the draft is gone */
}
END_TEST

START_TEST(saved_twice_is_one_complaint)
{
    be(AGENT);
    const char *path = open_form("telephone");
    const char *typed = call(f("Twice+%s", mark), f("%s&ask_read_back=1&do=save", answers()));
    const char *first = number_of(post(path, typed, 303));
    const char *second = number_of(post(path, typed, 303));
    ck_assert_str_eq(first, second);
    ck_assert_int_eq(complaints_like(f("Twice+%s", mark)), 1);
    /* Another text from the same form, after going back, is another one. */
    const char *third = number_of(post(path, call(f("Thrice+%s", mark), f("%s&ask_read_back=1&do=save", answers())), 303));
    ck_assert_str_ne(first, third);
}
END_TEST

START_TEST(what_is_missing_is_told_and_everything_kept)
{
    be(AGENT);
    const char *path = open_form("telephone");
    post(path, f("draft=%s&mode=named&kind=customer&source=direct&phone=13900139000&name=&occurred=On+Monday&note=soon&category=gm&do=save", token), 422);
    sees("Read back to the caller: Tick this when it is done");
    sees("Write down what happened");
    sees("Choose at least one thing");
    sees("value=\"13900139000\"");
    sees("value=\"On Monday\"");
    sees("value=\"soon\"");
    sees("value=\"gm\"");
    ck_assert_str_eq(browser_value(b, "draft"), token);
    get("/staff/intake", 200);
    sees(token);
    get(f("%s?draft=%s", path, token), 200);
    sees("value=\"On Monday\"");
    leads_to(post("/staff/intake/forget", f("draft=%s", token), 303), "/staff/intake");
    get("/staff/intake", 200);
    sees_not(token);
    get(f("%s?draft=%s", path, token), 404);
}
END_TEST

/* Each thing that a channel's rules demand, one at a time. */
START_TEST(every_must_of_every_channel)
{
    static const struct {
        const char *channel, *ask, *all;
    } musts[] = {
        {"telephone", "ask_read_back", ""},
        {"visit", "ask_signed", ""},
        {"letter", "received", ""},
        {"email", "received", ""},
        {"book", "ask_box", "&received=%s"},
        {"media", "ask_outlet", ""},
        {"callback", "ask_callback_of", ""},
        {"transfer", "ask_from_organisation", "&source=regulator&received=%s"},
    };
    const char *yesterday = arena_strndup(kept, utc_iso(kept, utc_now_us() - UTC_DAY_US), 10); 
    be(AGENT);
    for (size_t i = 0; i < COUNT_OF(musts); i++) {
        (void)open_form("telephone");
        const char *more = answers();
        const char *path = open_form(musts[i].channel);
        const char *rest = strstr(musts[i].all, "%s") ? f("%.*s%s", (int)(strlen(musts[i].all) - 2), musts[i].all, yesterday) : musts[i].all;
        const char *typed = call(f("Must+%zu+%s", i, mark), f("%s%s", more, rest));
        post(path, f("%s&do=save", typed), 422);
        sees(f("href=\"#%s\"", musts[i].ask));
        bool arrived = strcmp(musts[i].ask, "received") == 0;
        (void)number_of(post(path, f("%s&%s=%s&do=save", typed, musts[i].ask, arrived ? yesterday : "1"), 303));
    }
}
END_TEST

START_TEST(earlier_complaints_stand_beside_it)
{
    be(AGENT);
    const char *path = open_form("telephone");
    const char *more = answers();
    const char *number = number_of(post(path, f("draft=%s&mode=named&kind=customer&source=direct&phone=13700137000&name=Zhao&body=First+call&want_apology=1&category=claims%s&ask_read_back=1&do=save",
                                                token, more), 303));
    path = open_form("telephone");
    post(path, f("draft=%s&phone=13700137000&body=Typed+before+the+number&do=find", token), 200);
    sees(number);
    sees("same telephone number");
    sees("Typed before the number");
    /* Somebody of another province finds nothing. */
    be("yxzhang");
    path = open_form("telephone");
    post(path, f("draft=%s&phone=13700137000&do=find", token), 200);
    sees_not(number);
    sees("No earlier complaint of this contact was found");
}
END_TEST

START_TEST(a_category_that_is_not_clear_is_chosen)
{
    be(AGENT);
    const char *path = open_form("telephone");
    post(path, f("draft=%s&category=%%E6%%9C%%8D%%E5%%8A%%A1&body=x&do=questions", token), 200); /* 服务 */
    sees("Several categories fit");
    const char *code = browser_value(b, "category_choice");
    ck_assert_str_ne(code, "");
    post(path, f("draft=%s&category=%%E6%%9C%%8D%%E5%%8A%%A1&category_choice=%s&body=x&do=questions", token, code), 200);
    sees_not("Several categories fit");
    sees(code);
    post(path, f("draft=%s&category=nothing+of+ours&body=x&do=save", token), 422);
    sees("Enter a category by its code");
    post(path, f("draft=%s&category=LP&body=x&do=questions", token), 200); /* 理赔 by its initials */
    sees("claims");
}
END_TEST

START_TEST(nobody_is_named_against_his_will)
{
    be(AGENT);
    const char *path = open_form("telephone");
    const char *more = answers();
    const char *rest = f("&kind=customer&source=direct&body=Unnamed+%s&want_apology=1&category=claims%s&ask_read_back=1&do=save", mark, more);
    post(path, f("draft=%s&mode=anonymous&phone=13900139000%s", token, rest), 422);
    sees("Nothing about the person is kept of an anonymous complaint");
    const char *number = number_of(post(path, f("draft=%s&mode=anonymous%s", token, rest), 303));
    get(f("/staff/complaints/%s", number), 200);
    sees("Anonymous; no contact details were left");
    path = open_form("telephone");
    number = number_of(post(path, f("draft=%s&mode=confidential&phone=13900139000&name=Geheim%s", token, rest), 303));
    get(f("/staff/complaints/%s", number), 200);
    sees("Confidential, sealed");
    sees_not("Geheim");
    sees_not("/reveal\""); /* not even whoever took it in */
}
END_TEST

START_TEST(accepted_in_one_go)
{
    be(AGENT);
    const char *path = open_form("telephone");
    const char *number = number_of(post(path, call(f("Taken+%s", mark), f("%s&ask_read_back=1&do=accept", answers())), 303));
    get(f("/staff/complaints/%s", number), 200);
    sees("accepted the complaint");
    sees("In progress");
}
END_TEST

START_TEST(the_passcode_opens_the_website)
{
    be(AGENT);
    const char *path = open_form("telephone");
    const char *number = number_of(post(path, call(f("Follow+%s", mark), f("%s&ask_read_back=1&passcode=1&do=save", answers())), 303));
    struct reply receipt = get(f("/staff/intake/done/%s/receipt", number), 200);
    const char *at = strstr(receipt.body, "<strong class=\"ref\">");
    ck_assert_ptr_nonnull(at);
    at += strlen("<strong class=\"ref\">");
    struct buf code = {.arena = kept};
    for (; *at != '<'; at++)
        if (*at != ' ')
            buf_addc(&code, *at);
    ck_assert_uint_eq(code.n, 16);
    struct browser *visitor = browser_new(CRYPTO_PUBLIC);
    ck_assert_int_eq(browser_get(visitor, "/track").status, 200);
    struct reply reply = browser_post(visitor, "/track", f("number=%s&code=%s", number, code.p));
    ck_assert_str_eq(reply.location, "/track/case");
    ck_assert_int_eq(browser_get(visitor, "/track/case").status, 200);
    ck_assert(browser_sees(visitor, "Your complaint was registered"));
    ck_assert(!browser_sees(visitor, "Read back"));
    browser_free(visitor);
    /* A colleague sees the complaint, not the passcode; and neither does he the day after. */
    be("zhaolei");
    get(f("/staff/intake/done/%s", number), 200);
    sees_not("Passcode");
    pages_shift(2 * UTC_DAY_US);
    be(AGENT);
    get(f("/staff/intake/done/%s", number), 200);
    sees_not("Passcode");
    pages_shift(0);
}
END_TEST

START_TEST(files_come_along)
{
    be(AGENT);
    const char *path = open_form("telephone");
    const char *more = answers();
    struct reply reply = browser_upload(b, path, f("draft=%s&body=With+files&do=files", token), "files", "photo.png", "image/png", PNG, sizeof PNG - 1);
    ck_assert_int_eq(reply.status, 200);
    sees("photo.png");
    reply = browser_upload(b, path, f("draft=%s&body=With+files&do=files", token), "recording", "call.wav", "audio/wav", WAV, sizeof WAV - 1);
    ck_assert_int_eq(reply.status, 200);
    sees("call.wav");
    sees("photo.png");
    reply = browser_upload(b, path, f("draft=%s&body=With+files&do=files", token), "files", "call.wav", "audio/wav", WAV, sizeof WAV - 1);
    ck_assert_int_eq(reply.status, 422); /* not to the complainant */
    const char *number = number_of(post(path, call(f("Files+%s", mark), f("%s&ask_read_back=1&passcode=1&do=save", more)), 303));
    get(f("/staff/complaints/%s/files", number), 200);
    sees("photo.png");
    sees("call.wav");
    sees("Internal");
    /* One that was taken out does not come along. */
    path = open_form("telephone");
    reply = browser_upload(b, path, f("draft=%s&body=x&do=files", token), "files", "photo.png", "image/png", PNG, sizeof PNG - 1);
    const char *code = browser_value(b, "remove");
    ck_assert_str_ne(code, "");
    post(path, f("draft=%s&body=x&remove=%s", token, code), 200);
    sees_not("photo.png");
}
END_TEST

START_TEST(only_for_units_of_ones_own)
{
    be("yxzhang"); /* of a county */
    const char *path = open_form("telephone");
    const char *more = answers();
    post(path, call(f("Elsewhere+%s", mark), f("%s&ask_read_back=1&unit=hq&do=save", more)), 422);
    sees("You may not register for this unit");
    const char *number = number_of(post(path, call(f("Here+%s", mark), f("%s&ask_read_back=1&unit=yx&do=save", more)), 303));
    be("lijing"); /* of the province above */
    get(f("/staff/complaints/%s", number), 200);
    be("wangjianguo"); /* of another department */
    get(f("/staff/complaints/%s", number), 404);
    get("/staff/intake", 403);
}
END_TEST

START_TEST(a_draft_is_ones_own)
{
    be(AGENT);
    const char *path = open_form("visit");
    leads_to(post(path, f("draft=%s&name=Besucherin&body=Was+here&want_apology=1&category=claims&do=sheet", token), 303), f("/staff/intake/sheet/%s", token));
    get(f("/staff/intake/sheet/%s", token), 200);
    sees("Besucherin");
    sees("Reception form");
    leads_to(post(path, f("draft=%s&name=Besucherin&body=Was+here&do=keep", token), 303), "/staff/intake");
    struct reply quiet = post(path, f("draft=%s&name=Besucherin&body=Was+here&do=keep&quiet=1", token), 204);
    ck_assert_uint_eq(quiet.body_n, 0);
    be("zhaolei");
    get(f("/staff/intake/sheet/%s", token), 404);
    get(f("%s?draft=%s", path, token), 404);
    get(f("%s?draft=%s", path, "x"), 404);
    get("/staff/intake/new/web", 404);
    get("/staff/intake/new/nonsense", 404);
    post("/staff/intake/new/telephone", "draft=short&body=x&do=save", 400);
}
END_TEST

START_TEST(a_visit_prints_its_form)
{
    be(AGENT);
    (void)open_form("telephone");
    const char *more = answers();
    const char *path = open_form("visit");
    const char *number = number_of(post(path, call(f("Visit+%s", mark), f("%s&ask_signed=1&ask_visitors=3&do=save", more)), 303));
    get(f("/staff/intake/done/%s", number), 200);
    sees("Print the reception form");
    get(f("/staff/intake/done/%s/sheet", number), 200);
    sees(f("Visit %s", mark));
    sees_not("13900139000"); /* who complained is under lock from now on */
}
END_TEST

Suite *suite_pages_intake(void);
Suite *suite_pages_intake(void)
{
    Suite *s = suite_create("intake");
    TCase *t = tcase_create("intake");
    tcase_add_checked_fixture(t, visit_begin, visit_end);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, a_call_from_the_first_word_to_the_number);
    tcase_add_test(t, saved_twice_is_one_complaint);
    tcase_add_test(t, what_is_missing_is_told_and_everything_kept);
    tcase_add_test(t, every_must_of_every_channel);
    tcase_add_test(t, earlier_complaints_stand_beside_it);
    tcase_add_test(t, a_category_that_is_not_clear_is_chosen);
    tcase_add_test(t, nobody_is_named_against_his_will);
    tcase_add_test(t, accepted_in_one_go);
    tcase_add_test(t, the_passcode_opens_the_website);
    tcase_add_test(t, files_come_along);
    tcase_add_test(t, only_for_units_of_ones_own);
    tcase_add_test(t, a_draft_is_ones_own);
    tcase_add_test(t, a_visit_prints_its_form);
    suite_add_tcase(s, t);
    return s;
}
