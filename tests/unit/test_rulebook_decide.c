#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "book_fixture.h"

/* Deciding, closing and learning: what the sections of a book about it must not say, and what is found in them. */

/* A book without a fault; what is provoked is put in place of a line of it. */
static const char *const sound =
    "format: 1\n"
    "code: small\n"
    "name: {zh: 小, en: Small}\n"
    "levels:\n"
    "- {code: head, name: {zh: 总部, en: Head}}\n"
    "- {code: shop, name: {zh: 门店, en: Shop}}\n"
    "functions:\n"
    "- {code: service, name: {zh: 客服, en: Service}}\n"
    "channels:\n"
    "- {code: web, name: {zh: 网站, en: Web}}\n"
    "- {code: letter, name: {zh: 来信, en: Letter}}\n"
    "sources:\n"
    "- {code: direct, name: {zh: 本人, en: Directly}}\n"
    "- {code: regulator, name: {zh: 监管, en: Regulator}}\n"
    "flags:\n"
    "- {code: media, name: {zh: 媒体, en: Media}}\n"
    "categories:\n"
    "- {code: broken, function: service, name: {zh: 损坏, en: Broken}}\n"
    "- {code: manner, function: service, name: {zh: 态度, en: Manner}}\n"
    "causes:\n"
    "- {code: people, name: {zh: 人员, en: People}}\n"
    "grades:\n"
    "- {code: light, name: {zh: 一般, en: Light}}\n"
    "- {code: heavy, name: {zh: 重大, en: Heavy}, major: yes}\n"
    "clocks:\n"
    "- {code: solve, kind: resolve, name: {zh: 办结, en: Solve}, limit: 15 nd}\n"
    "- {code: call, kind: callback, name: {zh: 回访, en: Call}, limit: 48 h}\n"
    "bases:\n"
    "- {code: agreed, name: {zh: 同意, en: Agreed}, demands: [agreement]}\n"
    "- {code: lost, name: {zh: 失联, en: Lost}, demands: [attempts, approval], attempts: 3}\n"
    "sections:\n"
    "- {code: facts, name: {zh: 事实, en: Facts}}\n"
    "chains:\n"
    "- {code: lost, about: closing, basis: lost, name: {zh: 失联办结, en: Lost}, steps: [{role: boss, limit: 1 wd}]}\n"
    "- {code: money, about: compensation, name: {zh: 补偿, en: Money}, steps: [{role: boss}]}\n"
    "- {code: money_big, about: compensation, amount_over: \"500\", name: {zh: 大额, en: Much money}, steps: [{role: boss, limit: 1 wd}, {role: chief, limit: 2 wd}]}\n"
    "- {code: money_most, about: compensation, amount_over: \"5000\", name: {zh: 巨额, en: Most money}, steps: [{role: chief}]}\n"
    "- {code: money_media, about: compensation, when: {flags: [media]}, name: {zh: 媒体, en: Media money}, steps: [{role: chief}]}\n"
    "- {code: shown, about: web_reply, name: {zh: 上网, en: Shown}, steps: [{role: chief}]}\n"
    "standards:\n"
    "- {code: tenfold, ratio: \"10\", cap: \"1000\", name: {zh: 十倍, en: Tenfold}, when: {categories: [broken]}}\n"
    "authorities:\n"
    "- {role: clerk, up_to: \"100\", daily: yes}\n"
    "- {role: boss, up_to: \"500.00\"}\n"
    "- {role: chief, up_to: \"9000\"}\n"
    "papers:\n"
    "- code: opinion\n"
    "  kind: opinion\n"
    "  name: {zh: 意见书, en: Opinion}\n"
    "  sections:\n"
    "  - {code: facts, name: {zh: 事实, en: Facts}}\n"
    "gates:\n"
    "- {code: cause, gate: cause, finding: responsible}\n"
    "- {code: letter, gate: letter, when: {channels: [letter]}}\n"
    "- {code: letter_heavy, gate: letter, when: {grades: [heavy]}}\n"
    "- {code: report, gate: report}\n"
    "closing: {alone: yes, sources: [regulator], level: head, reopen_days: 30, review_days: 60, web_reply: approved}\n"
    "committee:\n"
    "  agenda:\n"
    "  - {grades: [heavy]}\n"
    "  votes: yes\n"
    "  quorum: 3\n"
    "  joint_months: 6\n"
    "  vexatious_months: 12\n"
    "callback:\n"
    "  questions:\n"
    "  - {code: solved, kind: yes_no, text: {zh: 解决了吗, en: Solved?}, decides: yes}\n"
    "  - {code: wishes, kind: lines, text: {zh: 意见, en: Wishes}}\n"
    "  attempts: 3\n"
    "  dissatisfied: review\n"
    "  manager: boss\n"
    "sample: {percent: 20, all: yes, checks: 5, relabelled: 10}\n"
    "accounts:\n"
    "- {code: valid, occasion: valid, whom: unit_head, name: {zh: 有效投诉, en: Valid}, amount: \"1000\"}\n"
    "- {code: third, occasion: valid, whom: unit_head, name: {zh: 诫勉, en: Third}, nth: 3}\n"
    "- {code: praise, occasion: praise, whom: handler, name: {zh: 表扬, en: Praise}, points: 2, reward: yes}\n"
    "measures:\n"
    "  needed:\n"
    "  - {grades: [heavy]}\n"
    "  check_days: 90\n"
    "custody: {one: yes, agrees: boss, hours: 8, emergency: yes, times: half_day, purposes: [{code: facts, name: {zh: 核实, en: Facts}}]}\n"
    "keeping:\n"
    "- {code: all, name: {zh: 一般, en: All}, years: 5}\n"
    "- {code: court, name: {zh: 诉讼, en: Court}, finding: litigation, years: 10}\n"
    "- {code: media, name: {zh: 媒体, en: Media}, when: {flags: [media]}}\n"
    "roles:\n"
    "- {code: clerk, name: {zh: 专员, en: Clerk}, permissions: [see, close, compensate]}\n"
    "- {code: boss, name: {zh: 主管, en: Boss}, permissions: [see, close, hold_meeting]}\n"
    "- {code: chief, name: {zh: 总经理, en: Chief}, permissions: [see]}\n"
    "- {code: reader, name: {zh: 查阅, en: Reader}, permissions: [report]}\n";

START_TEST(a_sound_book_has_no_fault)
{
    enum err e = book_judge(sound);
    ck_assert_msg(e == ERR_NONE, "%d: %s: %s", book_faults.list[0].line, book_faults.n ? book_faults.list[0].path : "", book_faults.n ? book_faults.list[0].message : "");
    struct rulebook *book = book_read(sound);
    ck_assert_uint_eq(book->chains_count, 6);
    ck_assert_str_eq(book->chains[2].steps[1].role, "chief");
    ck_assert_str_eq(book->chains[1].steps[0].limit, "");
    ck_assert_str_eq(book->papers[0].sections[0].code, "facts");
    ck_assert_str_eq(book->committee.agenda[0].grades[0], "heavy");
    ck_assert_str_eq(book->committee.agenda[0].loss_over, "");
    ck_assert_str_eq(book->callback.escalate, "review");
    ck_assert_str_eq(book->accounts[0].on, "valid");
    ck_assert(book->closing.alone && book->sample.all && book->sample.percent == 20 && book->sample.checks == 5 && book->sample.relabelled == 10);
    struct rulebook *again = book_read(str_cstr(book_arena, rulebook_write(book_arena, book)));
    struct rulebook_difference *differences;
    size_t n;
    rulebook_diff(book_arena, book, again, &differences, &n);
    ck_assert_uint_eq(n, 0);
}
END_TEST

/* Every section may be missing. */
START_TEST(a_book_without_any_of_it_is_sound)
{
    struct buf b = {.arena = book_arena};
    const char *from = strstr(sound, "chains:\n"), *to = strstr(sound, "roles:\n");
    buf_printf(&b, "%.*s%s", (int)(from - sound), sound, to);
    const char *yaml = arena_printf(book_arena, "%s", b.p);
    ck_assert_int_eq(book_judge(yaml), ERR_INPUT); /* only what it demands elsewhere */
    ck_assert_uint_eq(book_faults.n, 1);
    book_told(yaml, "- {code: lost", "bases[1].demands[1]", "nobody is named who could");
    struct rulebook *book = book_read(yaml);
    const struct rb_facts facts = {.grade = "heavy"};
    bool daily;
    ck_assert_ptr_null(rulebook_chain(book, "compensation", &facts, 100000, ""));
    ck_assert_int_eq(rulebook_authority(book, (const char *const[]){"clerk"}, 1, &daily), INT64_MAX);
    ck_assert_ptr_null(rulebook_who_may(book, 1));
    ck_assert(!rulebook_asks_gate(book, "cause", &facts, "responsible"));
    ck_assert_int_eq(rulebook_kept_years(book, &facts, "responsible"), 0);
    ck_assert_str_eq(book->closing.web_reply, "");
}
END_TEST

static const struct book_sense senses[] = {
    {"about: closing, basis", "about: lunch, basis", "- {code: lost, about", "chains[0].about", "nothing that is agreed to"},
    {"basis: lost, name", "basis: found, name", "- {code: lost, about", "chains[0].basis", "not a code of the list \"bases\""},
    {"about: web_reply, name", "about: web_reply, basis: lost, name", "- {code: shown", "chains[5].basis", "Only closing"},
    {"about: web_reply, name", "about: web_reply, amount_over: \"5\", name", "- {code: shown", "chains[5].amount_over", "Only compensation"},
    {"steps: [{role: boss, limit: 1 wd}]}", "steps: []}", "- {code: lost, about", "chains[0].steps", "at least one step"},
    {"steps: [{role: boss, limit: 1 wd}]}", "steps: [{role: nobody}]}", "- {code: lost, about", "chains[0].steps[0].role", "not a role"},
    {"steps: [{role: boss, limit: 1 wd}]}", "steps: [{limit: 1 wd}]}", "- {code: lost, about", "chains[0].steps[0].role", "role is missing"},
    {"steps: [{role: boss, limit: 1 wd}]}", "steps: [{role: reader}]}", "- {code: lost, about", "chains[0].steps[0].role", "no right to see"},
    {"steps: [{role: boss, limit: 1 wd}]}", "steps: [{role: boss, limit: soon}]}", "- {code: lost, about", "chains[0].steps[0].limit", "not a limit"},
    {"steps: [{role: boss, limit: 1 wd}, ", "steps: [{role: chief, limit: 1 wd}, ", "- {code: money_big", "chains[2].steps[1].role", "second time"},
    {"about: compensation, amount_over: \"500\"", "about: compensation", "- {code: money_big", "chains[2]", "never hold"},
    {"amount_over: \"500\"", "amount_over: much", "- {code: money_big", "chains[2].amount_over", "not an amount"},
    {"amount_over: \"5000\"", "amount_over: \"99999999\"", "- {code: money_most", "chains[3].amount_over", "at most 9999999.99"},
    {"when: {flags: [media]}, name: {zh: 媒体, en: Media money}", "when: {flags: [noise]}, name: {zh: 媒体, en: Media money}", "- {code: money_media", "chains[4].when.flags[0]",
     "not a code of the list \"flags\""},
    {"name: {zh: 上网, en: Shown}", "name: {zh: 上网}", "- {code: shown", "chains[5].name", "no English"},
    {"about: closing, basis: lost", "about: closing, basis: agreed", "- {code: lost, name: {zh: 失联, en", "bases[1].demands[1]", "nobody is named who could"},
    {"basis: lost, name: {zh: 失联办结, en: Lost}, ", "basis: lost, name: {zh: 失联办结, en: Lost}, inactive: yes, ", "- {code: lost, name: {zh: 失联, en", "bases[1].demands[1]",
     "nobody is named who could"},
    {"- {code: shown, about: web_reply", "- {code: shown, about: letter", "closing:", "closing.web_reply", "nobody is named who could"},
    {"amount_over: \"5000\"", "amount_over: \"9000\"", "- {code: money_most", "chains[3].amount_over", "nobody may give more than 9000"},
    {"ratio: \"10\"", "ratio: ten", "- {code: tenfold", "standards[0].ratio", "how many times"},
    {"ratio: \"10\"", "ratio: \"0\"", "- {code: tenfold", "standards[0].ratio", "how many times"},
    {"cap: \"1000\"", "cap: \"0\"", "- {code: tenfold", "standards[0].cap", "above 0"},
    {"cap: \"1000\"", "cap: \"1,000\"", "- {code: tenfold", "standards[0].cap", "not an amount"},
    {"when: {categories: [broken]}", "when: {categories: [mended]}", "- {code: tenfold", "standards[0].when.categories[0]", "not a code of the list \"categories\""},
    {"- {role: clerk, up_to: \"100\", daily: yes}", "- {role: clerk, up_to: \"500\"}", "- {role: boss, up_to", "authorities[1].up_to", "in order"},
    {"- {role: clerk, up_to: \"100\", daily: yes}", "- {role: boss, up_to: \"100\"}", "- {role: boss, up_to: \"500", "authorities[1].role", "second time"},
    {"- {role: clerk, up_to: \"100\", daily: yes}", "- {role: cleaner, up_to: \"100\"}", "- {role: cleaner", "authorities[0].role", "not a role"},
    {"- {role: clerk, up_to: \"100\", daily: yes}", "- {role: clerk}", "- {role: clerk}", "authorities[0].up_to", "sum is missing"},
    {"  kind: opinion\n", "  kind: novel\n", "  kind: novel", "papers[0].kind", "not a kind of paper"},
    {"- code: opinion\n", "- code: closing\n", "- code: closing", "papers[0].code", "meaning of its own"},
    {"  sections:\n  - {code: facts, name: {zh: 事实, en: Facts}}\n", "", "- code: opinion", "papers[0].sections", "without parts"},
    {"  - {code: facts, name: {zh: 事实, en: Facts}}\n", "  - {code: facts, name: {zh: 事实, en: Facts}, when: {grades: [odd]}}\n", "  - {code: facts", "papers[0].sections[0].when.grades[0]",
     "not a code of the list \"grades\""},
    {"  - {code: facts, name: {zh: 事实, en: Facts}}\n", "  - {name: {zh: 事实, en: Facts}}\n", "  - {name: {zh: 事实", "papers[0].sections[0].code", "code is missing"},
    {"gate: cause,", "gate: luck,", "- {code: cause", "gates[0].gate", "nothing that closing can ask for"},
    {"gate: cause,", "gate: stage,", "- {code: cause", "gates[0].gate", "the list \"stages\" is empty"},
    {"  kind: opinion\n", "  kind: other\n", "- {code: letter, gate", "gates[1].gate", "no paper of kind opinion"},
    {"gate: cause, finding: responsible", "gate: cause, finding: guilty", "- {code: cause", "gates[0].finding", "not a finding"},
    {"when: {channels: [letter]}", "when: {channels: [smoke]}", "- {code: letter, gate", "gates[1].when.channels[0]", "not a code of the list \"channels\""},
    {"- {code: report, gate: report}", "- {code: cause, gate: report}", "- {code: cause, gate: report", "gates[3].code", "second time"},
    {"sources: [regulator]", "sources: [moon]", "closing:", "closing.sources[0]", "not a code of the list \"sources\""},
    {"sources: [regulator], ", "", "closing:", "closing.level", "name their sources"},
    {"level: head, ", "", "closing:", "closing.sources", "name a level"},
    {"level: head, ", "level: moon, ", "closing:", "closing.level", "not a code of the list \"levels\""},
    {"reopen_days: 30", "reopen_days: 9999", "closing:", "closing.reopen_days", "at most 3660"},
    {"review_days: 60", "review_days: 9999", "closing:", "closing.review_days", "at most 3660"},
    {"web_reply: approved", "web_reply: perhaps", "closing:", "closing.web_reply", "not known here"},
    {"  - {grades: [heavy]}\n  votes", "  - {grades: [odd]}\n  votes", "  - {grades: [odd]}", "committee.agenda[0].grades[0]", "not a code of the list \"grades\""},
    {"  - {grades: [heavy]}\n  votes", "  - {}\n  votes", "  - {}", "committee.agenda[0]", "every complaint"},
    {"  quorum: 3\n", "", "committee:", "committee.quorum", "how many have to be present"},
    {"  quorum: 3\n", "  quorum: 300\n", "  quorum:", "committee.quorum", "at most 100"},
    {"joint_months: 6", "joint_months: 999", "  joint_months", "committee.joint_months", "at most 120"},
    {"[see, close, hold_meeting]", "[see, close]", "committee:", "committee", "Nobody could hold a meeting"},
    {"kind: yes_no, text", "kind: song, text", "  - {code: solved", "callback.questions[0].kind", "not a kind of question"},
    {"decides: yes}", "decides: no}", "  questions:", "callback.questions", "dissatisfied"},
    {"en: Wishes}}", "en: Wishes}, decides: yes}", "  - {code: wishes", "callback.questions[1].decides", "cannot decide"},
    {"text: {zh: 意见, en: Wishes}", "text: {zh: 意见}", "  - {code: wishes", "callback.questions[1].text", "no English"},
    {"attempts: 3\n  dissatisfied", "attempts: 31\n  dissatisfied", "  attempts: 31", "callback.attempts", "at most 30"},
    {"dissatisfied: review", "dissatisfied: cry", "  dissatisfied", "callback.dissatisfied", "not known here"},
    {"  manager: boss\nsample", "  manager: nobody\nsample", "  manager", "callback.manager", "not a role"},
    {"  dissatisfied: review\n  manager: boss\n", "  dissatisfied: notice\n", "callback:", "callback.manager", "who is told"},
    {"percent: 20", "percent: 120", "sample:", "sample.percent", "at most 100"},
    {"checks: 5", "checks: 101", "sample:", "sample.checks", "at most 100"},
    {"percent: 20, ", "", "sample:", "sample.percent", "how many percent"},
    {"occasion: valid, whom: unit_head, name: {zh: 有效", "occasion: birthday, whom: unit_head, name: {zh: 有效", "- {code: valid", "accounts[0].occasion", "no occasion"},
    {"whom: unit_head, name: {zh: 有效", "whom: neighbour, name: {zh: 有效", "- {code: valid", "accounts[0].whom", "nobody who can be held"},
    {"points: 2, reward: yes", "points: 2", "- {code: praise", "accounts[2].occasion", "Praise is rewarded"},
    {"nth: 3}", "nth: 3, reward: yes}", "- {code: third", "accounts[1].reward", "Praise is rewarded"},
    {"nth: 3}", "nth: 300}", "- {code: third", "accounts[1].nth", "at most 100"},
    {"points: 2,", "points: 2000,", "- {code: praise", "accounts[2].points", "at most 1000"},
    {"amount: \"1000\"", "amount: lots", "- {code: valid", "accounts[0].amount", "not an amount"},
    {"  - {grades: [heavy]}\n  check_days", "  - {flags: [odd]}\n  check_days", "  - {flags: [odd]}", "measures.needed[0].flags[0]", "not a code of the list \"flags\""},
    {"check_days: 90", "check_days: 9999", "  check_days", "measures.check_days", "at most 3660"},
    {"agrees: boss, hours", "agrees: nobody, hours", "custody:", "custody.agrees", "not a role"},
    {"hours: 8", "hours: 721", "custody:", "custody.hours", "at most 720"},
    {"times: half_day", "times: second", "custody:", "custody.times", "use one of: exact, half_day, day"},
    {"name: {zh: 核实, en: Facts}", "name: {zh: 核实}", "custody:", "custody.purposes[0].name", "no English"},
    {"finding: litigation, years", "finding: lost, years", "- {code: court", "keeping[1].finding", "not a finding"},
    {"years: 10", "years: 101", "- {code: court", "keeping[1].years", "at most 100"},
    {"when: {flags: [media]}}\nroles", "when: {flags: [noise]}}\nroles", "- {code: media, name: {zh: 媒体, en: Media}, when", "keeping[2].when.flags[0]", "not a code of the list \"flags\""},
};

START_TEST(what_makes_no_sense_is_told_with_its_line)
{
    book_must_tell(sound, &senses[_i]);
}
END_TEST

START_TEST(a_limit_that_nobody_may_pass_is_told)
{
    const char *from = strstr(sound, "- {code: money,"), *to = strstr(sound, "- {code: shown");
    const char *yaml = arena_printf(book_arena, "%.*s%s", (int)(from - sound), sound, to);
    ck_assert_int_eq(book_judge(yaml), ERR_INPUT);
    ck_assert_uint_eq(book_faults.n, 1);
    book_told(yaml, "authorities:", "authorities", "Nobody could agree to more");
}
END_TEST

START_TEST(a_script_that_nobody_hears_is_told)
{
    const char *yaml = book_with(sound, "- {code: call, kind: callback, name: {zh: 回访, en: Call}, limit: 48 h}\n", "");
    ck_assert_int_eq(book_judge(yaml), ERR_NONE); /* the sample is called */
    const char *sample = strstr(yaml, "sample: {percent: 20, all: yes, checks: 5, relabelled: 10}\n");
    yaml = arena_printf(book_arena, "%.*s%s", (int)(sample - yaml), yaml, sample + strlen("sample: {percent: 20, all: yes, checks: 5, relabelled: 10}\n"));
    ck_assert_int_eq(book_judge(yaml), ERR_INPUT);
    book_told(yaml, "callback:", "callback", "Nobody would ever be called");
}
END_TEST

/* ---- what is found ---- */

static const char *chain_of(const struct rulebook *b, const char *about, const struct rb_facts *facts, int64_t cents, const char *basis)
{
    const struct rb_chain *chain = rulebook_chain(b, about, facts, cents, basis);
    return chain ? chain->code : "none";
}

START_TEST(the_most_specific_chain_holds)
{
    const struct rulebook *b = book_read(sound);
    static const char *const media[] = {"media"};
    const struct rb_facts facts = {.category = "broken", .grade = "light"}, flagged = {.category = "broken", .grade = "light", .flags = media, .n_flags = 1};
    ck_assert_str_eq(chain_of(b, "compensation", &facts, 0, ""), "money");
    ck_assert_str_eq(chain_of(b, "compensation", &facts, 50000, ""), "money"); /* above 500 means more than 500 */
    ck_assert_str_eq(chain_of(b, "compensation", &facts, 50001, ""), "money_big");
    ck_assert_str_eq(chain_of(b, "compensation", &facts, 500001, ""), "money_most");
    ck_assert_str_eq(chain_of(b, "compensation", &flagged, 500001, ""), "money_media");
    ck_assert_str_eq(chain_of(b, "closing", &facts, 0, "lost"), "lost");
    ck_assert_str_eq(chain_of(b, "closing", &facts, 0, "agreed"), "none");
    ck_assert_str_eq(chain_of(b, "closing", &facts, 0, NULL), "none");
    ck_assert_str_eq(chain_of(b, "disclosure", &facts, 0, ""), "none");
    b = book_read(book_with(sound, "- {code: shown", "- {code: any_end, about: closing, name: {zh: 全部, en: All}, steps: [{role: chief}]}\n- {code: shown"));
    ck_assert_str_eq(chain_of(b, "closing", &facts, 0, "agreed"), "any_end");
    ck_assert_str_eq(chain_of(b, "closing", &facts, 0, "lost"), "lost"); /* a ground named is more specific */
    b = book_read(book_with(sound, "about: compensation, amount_over: \"5000\"", "inactive: yes, about: compensation, amount_over: \"5000\""));
    ck_assert_str_eq(chain_of(b, "compensation", &facts, 500001, ""), "money_big");
}
END_TEST

START_TEST(unsealing_takes_two_unless_the_book_says_otherwise)
{
    struct rulebook *book = book_read(sound);
    const struct rb_facts facts = {.n_flags = 0};
    ck_assert_ptr_null(rulebook_unsealing(book_arena, book, &facts));
    ck_assert_int_eq(rulebook_unsealed_hours(book), 8);
    ck_assert_int_eq(rulebook_times(book), COARSE_HALF_DAY);
    ck_assert_str_eq(rulebook_purpose(book, "facts")->name.en, "Facts");
    ck_assert_ptr_null(rulebook_purpose(book, "curiosity"));
    book->custody.one = false;
    const struct rb_chain *chain = rulebook_unsealing(book_arena, book, &facts);
    ck_assert_str_eq(chain->about, "unsealing");
    ck_assert_uint_eq(chain->steps_count, 1);
    ck_assert_str_eq(chain->steps[0].role, "boss");
    book->custody = (struct rb_custody){.agrees = "", .times = ""};
    ck_assert_str_eq(rulebook_unsealing(book_arena, book, &facts)->steps[0].role, "identity_custodian");
    ck_assert_int_eq(rulebook_unsealed_hours(book), 24);
    ck_assert_int_eq(rulebook_times(book), COARSE_DAY);
    /* A chain of the book's own goes before. */
    book->chains[0].about = "unsealing";
    book->chains[0].when = (struct rb_when){.loss_over = ""};
    book->chains[0].amount_over = book->chains[0].basis = "";
    ck_assert_ptr_eq(rulebook_unsealing(book_arena, book, &facts), &book->chains[0]);
}
END_TEST

START_TEST(the_greatest_authority_counts)
{
    const struct rulebook *b = book_read(sound);
    bool daily;
    ck_assert_int_eq(rulebook_authority(b, (const char *const[]){"clerk"}, 1, &daily), 10000);
    ck_assert(daily);
    ck_assert_int_eq(rulebook_authority(b, (const char *const[]){"clerk", "boss"}, 2, &daily), 50000);
    ck_assert(!daily);
    ck_assert_int_eq(rulebook_authority(b, (const char *const[]){"reader"}, 1, &daily), 0);
    ck_assert_int_eq(rulebook_authority(b, NULL, 0, &daily), 0);
    ck_assert_str_eq(rulebook_who_may(b, 10000)->role, "clerk");
    ck_assert_str_eq(rulebook_who_may(b, 10001)->role, "boss");
    ck_assert_str_eq(rulebook_who_may(b, 50001)->role, "chief");
    ck_assert_ptr_null(rulebook_who_may(b, 900001));
}
END_TEST

START_TEST(gates_are_asked_for_where_they_hold)
{
    const struct rulebook *b = book_read(sound);
    const struct rb_facts web = {.channel = "web", .grade = "light"}, letter = {.channel = "letter", .grade = "light"}, heavy = {.channel = "web", .grade = "heavy"};
    ck_assert(rulebook_asks_gate(b, "cause", &web, "responsible"));
    ck_assert(!rulebook_asks_gate(b, "cause", &web, "not_responsible"));
    ck_assert(!rulebook_asks_gate(b, "cause", &web, NULL));
    ck_assert(!rulebook_asks_gate(b, "letter", &web, ""));
    ck_assert(rulebook_asks_gate(b, "letter", &letter, ""));
    ck_assert(rulebook_asks_gate(b, "letter", &heavy, "")); /* any of several is enough */
    ck_assert(rulebook_asks_gate(b, "report", &web, NULL));
    ck_assert(!rulebook_asks_gate(b, "outcome", &web, "responsible"));
}
END_TEST

START_TEST(the_longest_time_of_keeping_holds)
{
    const struct rulebook *b = book_read(sound);
    static const char *const media[] = {"media"};
    const struct rb_facts plain = {.grade = "light"}, flagged = {.grade = "light", .flags = media, .n_flags = 1};
    ck_assert_int_eq(rulebook_kept_years(b, &plain, "responsible"), 5);
    ck_assert_int_eq(rulebook_kept_years(b, &plain, ""), 5);
    ck_assert_int_eq(rulebook_kept_years(b, &plain, "litigation"), 10);
    ck_assert_int_eq(rulebook_kept_years(b, &flagged, "litigation"), 0); /* for ever */
    ck_assert_str_eq(rulebook_standard(b, "tenfold")->ratio, "10");
    ck_assert_ptr_null(rulebook_standard(b, "twofold"));
    ck_assert_str_eq(rulebook_paper(b, "opinion")->kind, "opinion");
    ck_assert_ptr_null(rulebook_paper(b, NULL));
}
END_TEST

/* ---- what differs, words ---- */

static const struct rulebook_difference *differs(const char *after, const char *section, const char *code, const char *member)
{
    struct rulebook_difference *list;
    size_t n;
    rulebook_diff(book_arena, book_read(sound), book_read(after), &list, &n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].section, section) == 0 && strcmp(list[i].code, code) == 0 && strcmp(list[i].member, member) == 0)
            return &list[i];
    }
    ck_abort_msg("%s %s %s does not differ", section, code, member);
}

START_TEST(what_differs_is_told_by_its_place)
{
    const struct rulebook_difference *d = differs(book_with(sound, "{role: boss, limit: 1 wd}, {role: chief", "{role: boss, limit: 3 wd}, {role: chief"), "chains", "money_big", "steps.boss.limit");
    ck_assert(strcmp(d->before, "1 wd") == 0 && strcmp(d->after, "3 wd") == 0);
    d = differs(book_with(sound, "up_to: \"500.00\"", "up_to: \"800.00\""), "authorities", "boss", "up_to");
    ck_assert_str_eq(d->after, "800.00");
    d = differs(book_with(sound, "- {code: letter_heavy, gate: letter, when: {grades: [heavy]}}\n", ""), "gates", "letter_heavy", "");
    ck_assert_int_eq(d->kind, RULEBOOK_REMOVED);
    d = differs(book_with(sound, "dissatisfied: review", "dissatisfied: reopen"), "callback", "", "dissatisfied");
    ck_assert_str_eq(d->before, "review");
    d = differs(book_with(sound, "en: Solved?", "en: All well?"), "callback", "", "questions.solved.text.en");
    ck_assert_str_eq(d->after, "All well?");
    d = differs(book_with(sound, "  - {grades: [heavy]}\n  votes", "  - {flags: [media]}\n  votes"), "committee", "", "agenda");
    ck_assert(strstr(d->before, "heavy") && strstr(d->after, "media"));
    d = differs(book_with(sound, "years: 10", "years: 15"), "keeping", "court", "years");
    ck_assert_str_eq(d->after, "15");
}
END_TEST

/* Before the first book there is one that says nothing. */
START_TEST(everything_is_new_against_nothing)
{
    struct rulebook_difference *list;
    struct rulebook *nothing = rulebook_empty(book_arena), *copy = rulebook_copy(book_arena, nothing);
    size_t n;
    ck_assert_str_eq(copy->closing.level, "");
    ck_assert_str_eq(copy->callback.escalate, "");
    rulebook_diff(book_arena, nothing, copy, &list, &n);
    ck_assert_uint_eq(n, 0);
    rulebook_diff(book_arena, nothing, book_read(sound), &list, &n);
    ck_assert_uint_gt(n, 40);
    ck_assert(str_eq(rulebook_write(book_arena, nothing), STR("format: 1\n")));
}
END_TEST

START_TEST(words_have_titles)
{
    static const struct {
        const char *const *words;
        const char *(*title)(const char *word);
    } lists[] = {
        {rulebook_subjects, rulebook_subject_title}, {rulebook_papers, rulebook_paper_title},         {rulebook_gates, rulebook_gate_title},
        {rulebook_account_events, rulebook_account_title}, {rulebook_whom, rulebook_whom_title},      {rulebook_questions, rulebook_question_title},
        {rulebook_escalates, rulebook_escalate_title},     {rulebook_web_replies, rulebook_web_reply_title},
        {rulebook_coarse, rulebook_coarse_title},
    };
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        for (size_t k = 0; lists[i].words[k]; k++)
            ck_assert(*lists[i].title(lists[i].words[k]));
        ck_assert_str_eq(lists[i].title("nothing"), "");
    }
    static const char *const sections[] = {"chains", "standards", "authorities", "papers", "gates", "closing", "committee", "callback", "sample", "accounts", "measures", "custody", "keeping"};
    for (size_t i = 0; i < COUNT_OF(sections); i++)
        ck_assert(*rulebook_section_title(sections[i]));
    static const char *const members[] = {"about", "amount_over", "steps", "role", "up_to", "daily", "gate", "web_reply", "agenda", "questions", "dissatisfied", "occasion", "whom", "nth", "years"};
    for (size_t i = 0; i < COUNT_OF(members); i++)
        ck_assert(*rulebook_member_title(members[i]));
}
END_TEST

Suite *suite_rulebook_decide(void);
Suite *suite_rulebook_decide(void)
{
    Suite *s = suite_create("rulebook_decide");
    TCase *t = tcase_create("rulebook_decide");
    tcase_add_checked_fixture(t, book_setup, book_teardown);
    tcase_add_test(t, a_sound_book_has_no_fault);
    tcase_add_test(t, a_book_without_any_of_it_is_sound);
    tcase_add_loop_test(t, what_makes_no_sense_is_told_with_its_line, 0, (int)COUNT_OF(senses));
    tcase_add_test(t, a_limit_that_nobody_may_pass_is_told);
    tcase_add_test(t, a_script_that_nobody_hears_is_told);
    tcase_add_test(t, the_most_specific_chain_holds);
    tcase_add_test(t, unsealing_takes_two_unless_the_book_says_otherwise);
    tcase_add_test(t, the_greatest_authority_counts);
    tcase_add_test(t, gates_are_asked_for_where_they_hold);
    tcase_add_test(t, the_longest_time_of_keeping_holds);
    tcase_add_test(t, what_differs_is_told_by_its_place);
    tcase_add_test(t, everything_is_new_against_nothing);
    tcase_add_test(t, words_have_titles);
    suite_add_tcase(s, t);
    return s;
}
