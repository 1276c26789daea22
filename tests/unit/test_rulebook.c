#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock_parts.h"
#include "book_fixture.h"

/* A small book without a fault; what is provoked is put in place of a line of it. */
static const char *const sound =
    "format: 1\n"
    "code: small\n"
    "name: {zh: 小, en: Small}\n"
    "functions:\n"
    "- {code: service, name: {zh: 客服, en: Service}}\n"
    "- {code: sales, name: {zh: 销售, en: Sales}}\n"
    "channels:\n"
    "- {code: web, name: {zh: 网站, en: Web}}\n"
    "- {code: phone, name: {zh: 电话, en: Phone}}\n"
    "flags:\n"
    "- {code: media, name: {zh: 媒体, en: Media}}\n"
    "categories:\n"
    "- {code: goods, name: {zh: 商品, en: Goods}}\n"
    "- {code: broken, parent: goods, function: sales, name: {zh: 损坏, en: Broken}}\n"
    "- code: manner\n"
    "  function: service\n"
    "  name: {zh: 态度, en: Manner}\n"
    "  fields:\n"
    "  - {code: shop, kind: text, label: {zh: 门店, en: Shop}}\n"
    "causes:\n"
    "- {code: people, name: {zh: 人员, en: People}}\n"
    "- {code: training, parent: people, name: {zh: 培训, en: Training}}\n"
    "grades:\n"
    "- {code: light, name: {zh: 一般, en: Light}}\n"
    "- {code: heavy, name: {zh: 重大, en: Heavy}, major: yes}\n"
    "grading:\n"
    "- {code: money, grade: heavy, when: {loss_over: \"5000\"}, reason: {zh: 金额大, en: Much money}}\n"
    "- {code: press, grade: heavy, when: {flags: [media]}, reason: {zh: 媒体, en: The press}}\n"
    "clocks:\n"
    "- code: answer\n"
    "  kind: answer\n"
    "  name: {zh: 答复, en: Answer}\n"
    "  limit: 5 wd\n"
    "  warn: [2 wd, 1 wd]\n"
    "  escalate: [{after: 1 wd, to: boss}]\n"
    "  pause: [material]\n"
    "  extensions: [{by: 2 wd, approve: boss, notice: yes}]\n"
    "- {code: solve, kind: resolve, name: {zh: 办结, en: Solve}, limit: 15 nd, promised: yes, floor: yes}\n"
    "bases:\n"
    "- {code: agreed, finding: responsible, name: {zh: 同意, en: Agreed}, demands: [agreement]}\n"
    "templates:\n"
    "- {code: thanks, use: reply, name: {zh: 谢谢, en: Thanks}, body: {zh: \"{number} 谢谢\", en: \"{number} thanks\"}}\n"
    "texts:\n"
    "- {key: home_title, body: {zh: 您好, en: Hello}}\n"
    "notices:\n"
    "- {key: reply, subject: {zh: \"{number} 已答复\", en: \"{number} answered\"}}\n"
    "- {key: staff, sms: {zh: \"{what} {link}\", en: \"{what} {link}\"}}\n"
    "roles:\n"
    "- {code: boss, name: {zh: 主管, en: Boss}, permissions: [see, close]}\n"
    "intakes:\n"
    "- {channel: phone, asks: [read_back, recording], musts: [read_back]}\n"
    "turns:\n"
    "- {code: enquiry, name: {zh: 咨询, en: Enquiry}}\n"
    "slips:\n"
    "  returns_manager: 2\n"
    "  returns_committee: 3\n"
    "  supervise_percent: 50\n"
    "  supervise_from: 4\n"
    "  manager: boss\n"
    "  committee: boss\n"
    "  warn: [9 wh, 2 wh]\n"
    "  late: [\"0\", 3 wh, 6 wh]\n"
    "  material:\n"
    "  - {zh: 措施, en: Measures}\n"
    "repeats: {days: 90, similar_percent: 60}\n"
    "units:\n"
    "- {unit: A1, clock: solve, limit: 10 nd}\n";

START_TEST(a_sound_book_has_no_fault)
{
    enum err e = book_judge(sound);
    ck_assert_msg(e == ERR_NONE, "%s: %s", book_faults.n ? book_faults.list[0].path : "", book_faults.n ? book_faults.list[0].message : "");
    struct rulebook *book = book_read(sound);
    ck_assert_uint_eq(book->categories_count, 3);
    ck_assert_str_eq(book->categories[2].fields[0].label.en, "Shop");
    ck_assert_str_eq(book->categories[0].function, "");
    ck_assert_str_eq(book->clocks[0].extensions[0].approve, "boss");
    ck_assert(book->clocks[0].extensions[0].notice && book->clocks[1].floor && !book->clocks[0].floor);
    ck_assert_str_eq(book->clocks[1].when.loss_over, "");
    ck_assert_str_eq(book->own_limits[0].limit, "10 nd");
}
END_TEST

/* ---- the shape ---- */

static const struct {
    const char *old, *new, *where, *path, *words;
} shapes[] = {
    {"  limit: 5 wd\n", "  limmit: 5 wd\n", "limmit", "clocks[0].limmit", "not known"},
    {"code: small\n", "code: small\ncode: again\n", "code: again", "code", "twice"},
    {"promised: yes", "promised: perhaps", "- {code: solve", "clocks[1].promised", "neither yes nor no"},
    {"demands: [agreement]", "demands: agreement", "- {code: agreed", "bases[0].demands", "list belongs here"},
    {"demands: [agreement]", "attempts: three", "- {code: agreed", "bases[0].attempts", "whole number"},
    {"demands: [agreement]", "attempts: 010", "- {code: agreed", "bases[0].attempts", "whole number"},
    {"  limit: 5 wd\n", "  limit: [5 wd]\n", "limit: [5", "clocks[0].limit", "a list here"},
    {"  limit: 5 wd\n", "  limit: {wd: 5}\n", "limit: {wd", "clocks[0].limit", "group of keys here"},
    {"name: {zh: 小, en: Small}", "name: Small", "name: Small", "name", "Keys with values"},
    {"name: {zh: 小, en: Small}", "name: {zh: \"小\\0小\", en: Small}", "name: {zh", "name.zh", "control character"},
    {"name: {zh: 小, en: Small}", "name: &n {zh: 小, en: Small}\nkpis:\n- {code: x, name: *n, definition: *n}", "name: &n", "kpis[0].definition", "alias"},
    {"name: {zh: 小, en: Small}", "name: {zh: 小, en: Small", "code: phone", "", "not YAML"},
    {"name: {zh: 小, en: Small}", "name: {zh: *nobody, en: Small}", "nobody", "", "not YAML"},
    {"format: 1\n", "format: 1\n---\n", "code: small", "", "second document"},
    {"format: 1\n", "\tformat: 1\n", "\tformat", "", "not YAML"},
    {"Small", "Sm\xffll", "Sm", "", "not YAML"},
};

START_TEST(what_does_not_fit_the_shape_is_told_with_its_line)
{
    const char *yaml = book_with(sound, shapes[_i].old, shapes[_i].new);
    ck_assert_int_eq(book_judge(yaml), ERR_MALFORMED);
    if (strcmp(shapes[_i].words, "not YAML") == 0)
        ck_assert(book_faults.n == 1 && book_faults.list[0].line > 0 && strstr(book_faults.list[0].message, "not YAML"));
    else if (strcmp(shapes[_i].words, "second document") == 0 || strcmp(shapes[_i].words, "alias") == 0)
        ck_assert(book_faults.n >= 1 && book_faults.list[0].line > 0 && strstr(book_faults.list[0].message, shapes[_i].words));
    else
        book_told(yaml, shapes[_i].where, shapes[_i].path, shapes[_i].words);
}
END_TEST

START_TEST(every_fault_of_the_shape_is_told_at_once)
{
    const char *yaml = "format: one\ncolour: red\ncategories: none\ngrades:\n- {code: a, weight: 3}\n- 7\n";
    ck_assert_int_eq(book_judge(yaml), ERR_MALFORMED);
    ck_assert_uint_eq(book_faults.n, 5);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(book_faults.list[i].line, i < 3 ? i + 1 : i + 2);
    ck_assert_str_eq(book_faults.list[4].path, "grades[1]");
}
END_TEST

START_TEST(nothing_and_too_much_are_no_books)
{
    ck_assert_int_eq(book_judge(""), ERR_MALFORMED);
    ck_assert_int_eq(book_judge("# only a comment\n"), ERR_MALFORMED);
    ck_assert_int_eq(book_judge("- a\n- list\n"), ERR_MALFORMED);
    size_t n = RULEBOOK_BYTES_MAX + 1;
    char *big = arena_alloc(book_arena, n + 1);
    memset(big, '#', n);
    ck_assert_int_eq(book_judge(big), ERR_MALFORMED);
    struct buf many = {.arena = book_arena};
    for (int i = 0; i < 1000; i++)
        buf_printf(&many, "key%d: x\n", i);
    ck_assert_int_eq(book_judge(many.p), ERR_MALFORMED);
    ck_assert_uint_eq(book_faults.n, RULEBOOK_FAULTS_MAX);
    ck_assert(book_faults.more);
}
END_TEST

/* ---- the sense ---- */

static const struct book_sense senses[] = {
    {"format: 1", "format: 2", "format", "format", "format 1"},
    {"code: small", "code: Small Book", "code: Small", "code", "code of its own"},
    {"{code: web,", "{code: Web,", "- {code: Web", "channels[0].code", "is not a code"},
    {"{code: web, name", "{name", "- {name: {zh: 网站", "channels[0].code", "is missing"},
    {"{code: phone,", "{code: web,", "- {code: web, name: {zh: 电话", "channels[1].code", "second time"},
    {"name: {zh: 网站, en: Web}", "name: {zh: 网站}", "- {code: web", "channels[0].name", "no English"},
    {"name: {zh: 网站, en: Web}", "name: {en: Web}", "- {code: web", "channels[0].name", "no Chinese"},
    {", name: {zh: 网站, en: Web}", "", "- {code: web", "channels[0].name", "missing"},
    {"name: {zh: 网站, en: Web}", "name: {zh: 网站, en: Web}, note: {en: Only one}", "- {code: web", "channels[0].note", "no Chinese"},
    {"parent: goods", "parent: food", "- {code: broken", "categories[1].parent", "is not a category"},
    {"- {code: goods, name", "- {code: goods, parent: manner, name", "- {code: broken", "categories[1].parent", "two levels"},
    {"function: sales", "function: law", "- {code: broken", "categories[1].function", "not a code of the list \"functions\""},
    {"  function: service\n", "", "- code: manner", "categories[2]", "function is missing"},
    {"kind: text", "kind: colour", "- {code: shop", "categories[2].fields[0].kind", "not a kind of question"},
    {"parent: people", "parent: nobody", "- {code: training", "causes[1].parent", "not a code of the list \"causes\""},
    {"- {code: people, name", "- {code: people, parent: training, name", "- {code: people", "causes[0].parent", "in itself"},
    {"grade: heavy, when: {loss", "grade: heaviest, when: {loss", "- {code: money", "grading[0].grade", "not a code of the list \"grades\""},
    {"major: yes}", "inactive: yes}", "- {code: money", "grading[0].grade", "not offered"},
    {"when: {flags: [media]}", "when: {grades: [light]}", "- {code: press", "grading[1].when", "cannot ask for the grade"},
    {"when: {flags: [media]}", "when: {flags: [noise]}", "- {code: press", "grading[1].when.flags[0]", "not a code of the list \"flags\""},
    {"when: {flags: [media]}", "when: {validity: [maybe]}", "- {code: press", "grading[1].when.validity[0]", "valid, invalid"},
    {"when: {flags: [media]}", "when: {modes: [secret]}", "- {code: press", "grading[1].when.modes[0]", "anonymous"},
    {"loss_over: \"5000\"", "loss_over: \"5,000\"", "- {code: money", "grading[0].when.loss_over", "not an amount"},
    {"  kind: answer\n", "  kind: reply_soon\n", "  kind: reply_soon", "clocks[0].kind", "not a kind of clock"},
    {"  limit: 5 wd\n", "  limit: 5 days or so\n", "  limit: 5 days", "clocks[0].limit", "not a limit"},
    {"  limit: 5 wd\n", "", "- code: answer", "clocks[0].limit", "limit is missing"},
    {"  limit: 5 wd\n", "  limit: 5 wd\n  from: birth\n", "  from: birth", "clocks[0].from", "not an event"},
    {"  limit: 5 wd\n", "  limit: 5 wd\n  until: [never]\n", "  until:", "clocks[0].until[0]", "not an event"},
    {"  limit: 5 wd\n", "  limit: 5 wd\n  until: [received]\n", "  until:", "clocks[0].until", "never end"},
    {"  limit: 5 wd\n", "  limit: 5 wd\n  until: [assigned]\n", "  until:", "clocks[0].until", "starts it"},
    {"  limit: 5 wd\n", "  limit: 5 wd\n  from: closed\n  until: [accepted]\n", "  until:", "clocks[0].until", "never end"},
    {"  limit: 5 wd\n", "  limit: 5 wd\n  from: withdrawn\n", "  from:", "clocks[0].from", "nothing follows"},
    {"  limit: 5 wd\n", "  limit: 5 wd\n  track: The Law\n", "  track:", "clocks[0].track", "does not fit"},
    {"warn: [2 wd, 1 wd]", "warn: [5 wd]", "  warn:", "clocks[0].warn[0]", "before the clock starts"},
    {"warn: [2 wd, 1 wd]", "warn: [1 wd, 2 wd]", "  warn:", "clocks[0].warn[1]", "in order"},
    {"warn: [2 wd, 1 wd]", "warn: [soon]", "  warn:", "clocks[0].warn[0]", "not a limit"},
    {"{after: 1 wd, to: boss}", "{after: 1 wd, to: chief}", "  escalate:", "clocks[0].escalate[0].to", "is nobody"},
    {"{after: 1 wd, to: boss}", "{after: later, to: boss}", "  escalate:", "clocks[0].escalate[0].after", "not a limit"},
    {"pause: [material]", "pause: [holiday]", "  pause:", "clocks[0].pause[0]", "no reason to pause"},
    {"approve: boss, notice", "approve: chief, notice", "  extensions:", "clocks[0].extensions[0].approve", "not a role"},
    {"{by: 2 wd, approve", "{by: more, approve", "  extensions:", "clocks[0].extensions[0].by", "not a limit"},
    {"bases:\n", "- {code: again, kind: resolve, name: {zh: 再, en: Again}, limit: 3 wd}\nbases:\n", "- {code: again", "clocks[2]", "never hold"},
    {"limit: 15 nd, promised", "limit: 15 nd, when: {grades: [heavy]}, promised", "clocks:", "clocks", "no resolve clock (category broken, grade light"},
    {"limit: 15 nd, promised", "limit: 15 nd, inactive: yes, promised", "clocks:", "clocks", "no resolve clock"},
    {"limit: 15 nd, promised", "limit: 15 nd, track: law, promised", "clocks:", "clocks", "no resolve clock"},
    {"finding: responsible", "finding: guilty", "- {code: agreed", "bases[0].finding", "not a finding"},
    {"demands: [agreement]", "demands: [tears]", "- {code: agreed", "bases[0].demands[0]", "not known here"},
    {"demands: [agreement]", "demands: [attempts]", "- {code: agreed", "bases[0].attempts", "how many attempts"},
    {"use: reply", "use: sing", "- {code: thanks", "templates[0].use", "not a use"},
    {"{number} thanks", "{nmuber} thanks", "- {code: thanks", "templates[0].body.en", "cannot be filled in"},
    {"key: home_title", "key: home_song", "- {key: home_song", "texts[0].key", "not a text of the public pages"},
    {"key: reply, subject", "key: song, subject", "- {key: song", "notices[0].key", "no occasion"},
    {"{number} answered", "{nmuber} answered", "- {key: reply", "notices[0].subject.en", "cannot be filled in"},
    {"{number} answered", "{name} answered", "- {key: reply", "notices[0].subject.en", "tell others"},
    {"{number} answered", "{what} answered", "- {key: reply", "notices[0].subject.en", "cannot be filled in"},
    {", en: \"{number} answered\"", "", "- {key: reply", "notices[0].subject", "no English"},
    {"{number} answered", "{number}\\nanswered", "- {key: reply", "notices[0].subject.en", "one line"},
    {"permissions: [see, close]", "permissions: [see, fly]", "- {code: boss", "roles[0].permissions[1]", "not a right"},
    {"clock: solve", "clock: nothing", "- {unit: A1", "units[0].clock", "not a code of the list \"clocks\""},
    {"limit: 10 nd", "limit: 20 nd", "- {unit: A1", "units[0].limit", "may only tighten"},
    {"channel: phone", "channel: smoke", "- {channel: smoke", "intakes[0].channel", "not a code of the list \"channels\""},
    {"turns:\n", "- {channel: phone}\nturns:\n", "- {channel: phone}", "intakes[1].channel", "second time"},
    {"recording], musts", "colour], musts", "- {channel: phone", "intakes[0].asks[1]", "nothing that a form can ask for"},
    {"recording], musts", "read_back], musts", "- {channel: phone", "intakes[0].asks[1]", "twice"},
    {"musts: [read_back]", "musts: [signed]", "- {channel: phone", "intakes[0].musts[0]", "does not ask for it"},
    {"{code: enquiry,", "{code: spot,", "- {code: spot", "turns[0].code", "meaning of its own"},
    {"{code: enquiry,", "{code: a-code-that-is-too-long-to-be-kept,", "- {code: a-code", "turns[0].code", "too long"},
    {"name: {zh: 咨询, en: Enquiry}", "name: {zh: 咨询}", "- {code: enquiry", "turns[0].name", "no English"},
    {"returns_manager: 2", "returns_manager: 21", "  returns_manager", "slips.returns_manager", "at most 20"},
    {"returns_committee: 3", "returns_committee: 2", "  returns_committee", "slips.returns_committee", "after the manager"},
    {"supervise_percent: 50", "supervise_percent: 101", "  supervise_percent", "slips.supervise_percent", "at most 100"},
    {"  supervise_from: 4\n", "", "slips:", "slips.supervise_from", "how many requests"},
    {"  manager: boss\n", "", "slips:", "slips.manager", "missing who decides"},
    {"  manager: boss\n", "  manager: chief\n", "  manager:", "slips.manager", "not a role"},
    {"  committee: boss\n", "  committee: chiefs\n", "  committee:", "slips.committee", "not a role"},
    {"warn: [9 wh, 2 wh]", "warn: [2 wh, 9 wh]", "  warn: [2 wh", "slips.warn[1]", "in order"},
    {"warn: [9 wh, 2 wh]", "warn: [soon]", "  warn: [soon", "slips.warn[0]", "not a limit"},
    {"late: [\"0\", 3 wh, 6 wh]", "late: [3 wh, \"0\"]", "  late:", "slips.late[1]", "not a limit"},
    {"late: [\"0\", 3 wh, 6 wh]", "late: [6 wh, 3 wh]", "  late:", "slips.late[1]", "shortest after the date first"},
    {"- {zh: 措施, en: Measures}", "- {zh: 措施}", "  - {zh: 措施", "slips.material[0]", "no English"},
    {"- {zh: 措施, en: Measures}", "- {}", "  - {}", "slips.material[0]", "missing"},
    {"days: 90", "days: 9999", "repeats:", "repeats.days", "at most 3660"},
    {"similar_percent: 60", "similar_percent: 160", "repeats:", "repeats.similar_percent", "at most 100"},
    {"unit: A1", "unit: \"\"", "- {unit: \"\"", "units[0].unit", "not the code"},
};

START_TEST(what_makes_no_sense_is_told_with_its_line)
{
    book_must_tell(sound, &senses[_i]);
}
END_TEST

START_TEST(nobody_can_complain_without_a_category)
{
    const char *yaml = "format: 1\ncode: x\nname: {zh: 甲, en: A}\nfunctions: [{code: f, name: {zh: 甲, en: A}}]\n"
                       "categories: [{code: g, inactive: yes, name: {zh: 甲, en: A}}, {code: c, parent: g, function: f, name: {zh: 甲, en: A}}]\n"
                       "clocks: [{code: r, kind: resolve, name: {zh: 甲, en: A}, limit: 3 wd}]\n";
    ck_assert_int_eq(book_judge(yaml), ERR_INPUT);
    ck_assert_uint_eq(book_faults.n, 1);
    book_told(yaml, "categories:", "categories", "nobody could complain");
}
END_TEST

/* Several rules that cover everything together are as good as one without conditions. */
START_TEST(resolve_rules_may_cover_together)
{
    const char *rules = "- {code: s1, kind: resolve, name: {zh: 甲, en: A}, limit: 3 wd, when: {grades: [light], categories: [goods]}}\n"
                        "- {code: s2, kind: resolve, name: {zh: 甲, en: A}, limit: 3 wd, when: {grades: [light], categories: [manner]}}\n"
                        "- {code: s3, kind: resolve, name: {zh: 甲, en: A}, limit: 3 wd, when: {grades: [heavy], channels: [web]}}\n"
                        "- {code: s4, kind: resolve, name: {zh: 甲, en: A}, limit: 3 wd, when: {grades: [heavy], channels: [phone]}}\n";
    const char *solve = "- {code: solve, kind: resolve, name: {zh: 办结, en: Solve}, limit: 15 nd, promised: yes, floor: yes}\n";
    const char *yaml = book_with(sound, solve, rules);
    (void)book_judge(yaml);
    for (size_t i = 0; i < book_faults.n; i++)
        ck_assert_msg(!strstr(book_faults.list[i].message, "resolve"), "%s", book_faults.list[i].message);
    const char *gap = arena_printf(book_arena, "%.*s", (int)(strstr(rules, "- {code: s4") - rules), rules);
    yaml = book_with(sound, solve, gap);
    ck_assert_int_eq(book_judge(yaml), ERR_INPUT);
    book_told(yaml, "clocks:", "clocks", "grade heavy, channel phone");
}
END_TEST

START_TEST(a_rule_for_what_may_be_missing_covers_nothing)
{
    static const char *const conditions[] = {"flags: [media]", "loss_over: \"1\"", "heads_from: 1", "repeats_from: 1", "age_days_from: 1", "overdue: true", "validity: [valid, invalid, communication]",
                                             "functions: [service, sales]", "modes: [named, confidential]"};
    for (size_t i = 0; i < COUNT_OF(conditions); i++) {
        const char *yaml = book_with(sound, "limit: 15 nd, promised", arena_printf(book_arena, "limit: 15 nd, when: {%s}, promised", conditions[i]));
        ck_assert_int_eq(book_judge(yaml), ERR_INPUT);
        book_told(yaml, "clocks:", "clocks", "no resolve clock");
    }
    ck_assert_int_eq(book_judge(book_with(sound, "limit: 15 nd, promised", "limit: 15 nd, when: {modes: [named, confidential, anonymous]}, promised")), ERR_NONE);
}
END_TEST

START_TEST(without_the_text_faults_have_no_line)
{
    struct rulebook *book = book_read(book_with(sound, "code: small", "code: Small"));
    ck_assert_int_eq(rulebook_check(book_arena, book, (struct str){NULL, 0}, book_permission, &book_faults), ERR_INPUT);
    ck_assert_int_eq(book_faults.list[0].line, 0);
    ck_assert_str_eq(book_faults.list[0].path, "code");
}
END_TEST

/* A page tells a fault in its own language, where the values may stand in another order. */
START_TEST(faults_can_be_told_in_other_words)
{
    ck_assert_int_eq(book_judge(book_with(sound, "  limit: 5 wd\n", "  limit: 5 wd\n  until: [assigned]\n")), ERR_INPUT);
    const struct rulebook_fault *f = &book_faults.list[0];
    ck_assert(strstr(f->msgid, "(%s)") != NULL);
    ck_assert_str_eq(rulebook_fault_words(book_arena, f, f->msgid), f->message);
    ck_assert_str_eq(rulebook_fault_words(book_arena, f, "“%s”既是开始"), "“assigned”既是开始");
    struct rulebook_faults own = {0};
    rulebook_fault(&own, book_arena, 3, "x", "%s %d %u %zu", "one", -2, 3u, (size_t)4);
    rulebook_fault(&own, book_arena, 3, "x", "%lld", 5LL);
    ck_assert_str_eq(own.list[0].message, "one -2 3 4");
    ck_assert_str_eq(own.list[1].message, "5");
    ck_assert_str_eq(rulebook_fault_words(book_arena, &own.list[0], "%4$zu/%1$s/%9$s"), "4/one/");
}
END_TEST

/* ---- words and finding ---- */

START_TEST(words_have_titles)
{
    for (int k = 1; k < CLOCK_KIND__END; k++) {
        ck_assert_int_eq(rulebook_clock_kind(rulebook_clock_word((enum rb_clock_kind)k)), k);
        ck_assert(*rulebook_clock_title((enum rb_clock_kind)k));
    }
    ck_assert_int_eq(rulebook_clock_kind("later"), 0);
    for (size_t i = 0; rulebook_events[i]; i++)
        ck_assert(*rulebook_event_title(rulebook_events[i]) && clock_event_from_word(rulebook_events[i]));
    for (size_t i = 0; rulebook_pauses[i]; i++)
        ck_assert(*rulebook_pause_title(rulebook_pauses[i]));
    for (size_t i = 0; rulebook_demands[i]; i++)
        ck_assert(*rulebook_demand_title(rulebook_demands[i]));
    for (size_t i = 0; rulebook_uses[i]; i++)
        ck_assert(*rulebook_use_title(rulebook_uses[i]));
    for (size_t i = 0; rulebook_text_keys[i]; i++)
        ck_assert(*rulebook_text_title(rulebook_text_keys[i]));
    for (size_t i = 0; rulebook_validity[i]; i++)
        ck_assert(*rulebook_validity_title(rulebook_validity[i]));
    for (size_t i = 0; rulebook_asks[i]; i++)
        ck_assert(*rulebook_ask_title(rulebook_asks[i]));
    ck_assert_str_eq(rulebook_ask_title("sing"), "");
    ck_assert_str_eq(rulebook_event_title("dance"), "");
    ck_assert_str_eq(rulebook_section_title("clocks"), "Time limits");
    ck_assert_str_eq(rulebook_member_title("limit"), "Limit");
    ck_assert_str_eq(rulebook_member_title("nothing"), "");
}
END_TEST

/* The checker and the clocks mean the same by a rule that names no events. */
START_TEST(usual_events_are_those_of_the_clocks)
{
    for (int k = 1; k < CLOCK_KIND__END; k++) {
        struct rb_clock rule = {.kind = rulebook_clock_word((enum rb_clock_kind)k), .from = "", .code = "", .track = "", .limit = ""};
        const char *const *until = rulebook_clock_until(book_arena, &rule);
        ck_assert_str_eq(rulebook_clock_from(&rule), clock_event_word(clock_begins_with(&rule)));
        for (int e = 1; e < CLOCK_EVENT__END; e++) {
            bool listed = false;
            for (size_t i = 0; until[i]; i++)
                listed = listed || strcmp(until[i], clock_event_word((enum clock_event)e)) == 0;
            ck_assert_int_eq(listed, clock_met_by(&rule, (enum rb_clock_kind)k, (enum clock_event)e));
        }
    }
}
END_TEST

START_TEST(things_are_found_by_code)
{
    const struct rulebook *b = book_read(sound);
    ck_assert_ptr_eq(rulebook_category(b, "manner"), &b->categories[2]);
    ck_assert_ptr_null(rulebook_category(b, "none"));
    ck_assert_ptr_null(rulebook_category(b, ""));
    ck_assert_ptr_null(rulebook_category(b, NULL));
    ck_assert_ptr_eq(rulebook_name(b->channels, b->channels_count, "phone"), &b->channels[1]);
    ck_assert_ptr_eq(rulebook_tree(b->causes, b->causes_count, "training"), &b->causes[1]);
    ck_assert_int_eq(rulebook_grade_rank(b, "heavy"), 1);
    ck_assert_int_eq(rulebook_grade_rank(b, "lead"), -1);
    ck_assert_ptr_eq(rulebook_clock(b, "solve"), &b->clocks[1]);
    ck_assert_ptr_eq(rulebook_basis(b, "agreed"), &b->bases[0]);
    ck_assert_ptr_eq(rulebook_template(b, "thanks"), &b->templates[0]);
    ck_assert_ptr_eq(rulebook_role(b, "boss"), &b->roles[0]);
    ck_assert_ptr_null(rulebook_exclusion(b, "court"));
    ck_assert_ptr_eq(rulebook_intake(b, "phone"), &b->intakes[0]);
    ck_assert_ptr_null(rulebook_intake(b, "web"));
    ck_assert_ptr_eq(rulebook_turn(b, "enquiry"), &b->turns[0]);
    ck_assert_ptr_null(rulebook_turn(b, "spot"));
    ck_assert_str_eq(b->slips.material[0].en, "Measures");
    ck_assert_str_eq(b->slips.late[0], "0");
    ck_assert_str_eq(rulebook_page_text(b, "home_title").zh, "您好");
    ck_assert_str_eq(rulebook_page_text(b, "home_lead").zh, "");
}
END_TEST

START_TEST(the_nearest_units_own_limit_holds)
{
    const struct rulebook *b = book_read(book_with(sound, "- {unit: A1, clock", "- {unit: HQ, clock: solve, limit: 12 nd}\n- {unit: A1, clock"));
    const char *const below[] = {"A11", "A1", "A", "HQ"}, *const beside[] = {"B", "HQ"};
    const char *whose;
    struct calendar_limit limit = rulebook_limit(b, &b->clocks[1], below, 4, &whose);
    ck_assert_int_eq(limit.value, 10);
    ck_assert_str_eq(whose, "A1");
    limit = rulebook_limit(b, &b->clocks[1], beside, 2, &whose);
    ck_assert_int_eq(limit.value, 12);
    ck_assert_str_eq(whose, "HQ");
    limit = rulebook_limit(b, &b->clocks[0], below, 4, &whose);
    ck_assert_int_eq(limit.unit, CALENDAR_WORKING_DAYS);
    ck_assert_str_eq(whose, "");
}
END_TEST

/* ---- conditions ---- */

static struct rb_facts facts(void)
{
    return (struct rb_facts){.category = "broken", .group = "goods", .grade = "light", .channel = "web", .source = "", .complainant = "customer", .function = "sales",
                             .validity = "", .mode = "named"};
}

static const struct rb_when *asking(const char *conditions)
{
    struct rulebook *b = book_read(arena_printf(book_arena, "grading:\n- {code: x, when: {%s}}\n", conditions));
    return &b->grading[0].when;
}

START_TEST(every_condition_can_hold_and_fail)
{
    static const char *const media[] = {"noise", "media"};
    static const struct {
        const char *holds, *fails;
        enum rb_condition condition;
    } rows[] = {
        {"categories: [broken]", "categories: [manner]", RB_CATEGORY},
        {"categories: [manner, goods]", "categories: [brokenly]", RB_CATEGORY},
        {"grades: [heavy, light]", "grades: [heavy]", RB_GRADE},
        {"channels: [web]", "channels: [phone]", RB_CHANNEL},
        {"complainants: [customer]", "complainants: [employee]", RB_COMPLAINANT},
        {"", "sources: [regulator]", RB_SOURCE},
        {"functions: [sales]", "functions: [service]", RB_FUNCTION},
        {"flags: [media]", "flags: [violence]", RB_FLAG},
        {"", "validity: [valid]", RB_VALIDITY},
        {"modes: [named]", "modes: [anonymous]", RB_MODE},
        {"loss_over: \"4999.99\"", "loss_over: \"5000\"", RB_LOSS},
        {"heads_from: 5", "heads_from: 6", RB_HEADS},
        {"repeats_from: 1", "repeats_from: 2", RB_REPEATS},
        {"age_days_from: 30", "age_days_from: 31", RB_AGE},
        {"overdue: false", "overdue: true", RB_OVERDUE},
    };
    struct rb_facts f = facts();
    f.flags = media;
    f.n_flags = 2;
    f.loss_cents = 500000;
    f.heads = 5;
    f.repeats = 1;
    f.age_days = 30;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        ck_assert_int_eq(rulebook_when(asking(rows[i].holds), &f), RB_HOLDS);
        ck_assert_int_eq(rulebook_when(asking(rows[i].fails), &f), rows[i].condition);
        ck_assert(*rulebook_condition_title(rows[i].condition));
    }
    ck_assert_int_eq(rulebook_when(asking("channels: [web], grades: [heavy]"), &f), RB_GRADE);
    f.overdue = true;
    ck_assert_int_eq(rulebook_when(asking("overdue: true"), &f), RB_HOLDS);
    ck_assert_int_eq(rulebook_weight(asking("overdue: true"), &f), 1);
}
END_TEST

START_TEST(more_conditions_weigh_more)
{
    struct rb_facts f = facts();
    ck_assert_int_eq(rulebook_weight(asking(""), &f), 0);
    ck_assert_int_eq(rulebook_weight(asking("categories: [goods]"), &f), 1);
    ck_assert_int_eq(rulebook_weight(asking("categories: [broken]"), &f), 2);
    ck_assert_int_eq(rulebook_weight(asking("grades: [light], channels: [web, phone], loss_over: \"1\", heads_from: 2"), &f), 4);
}
END_TEST

START_TEST(the_heaviest_grade_is_proposed_with_its_reasons)
{
    static const char *const media[] = {"media"};
    const struct rulebook *b = book_read(sound);
    const struct rb_grading **because;
    size_t n;
    struct rb_facts f = facts();
    ck_assert_str_eq(rulebook_propose(b, book_arena, &f, &because, &n)->code, "light");
    ck_assert_uint_eq(n, 0);
    f.loss_cents = 500001;
    f.flags = media;
    f.n_flags = 1;
    f.grade = "light";
    ck_assert_str_eq(rulebook_propose(b, book_arena, &f, &because, &n)->code, "heavy");
    ck_assert_uint_eq(n, 2);
    ck_assert_str_eq(because[1]->code, "press");
    const struct rulebook none = {0};
    ck_assert_ptr_null(rulebook_propose(&none, book_arena, &f, &because, &n));
}
END_TEST

START_TEST(of_several_flags_one_weighs_most)
{
    struct rb_name flags[] = {{.code = "minor"}, {.code = "media"}, {.code = "injury"}, {.code = "death"}};
    struct rb_grade grades[] = {{.code = "light"}, {.code = "medium"}, {.code = "heavy"}};
    const char *heavy[] = {"injury", "death"}, *medium[] = {"media"};
    struct rb_grading grading[] = {{.grade = "heavy", .when = {.flags = heavy, .flags_count = 2, .loss_over = ""}}, {.grade = "medium", .when = {.flags = medium, .flags_count = 1, .loss_over = ""}}};
    const struct rulebook b = {.flags = flags, .flags_count = 4, .grades = grades, .grades_count = 3, .grading = grading, .grading_count = 2};
    static const char *const all[] = {"unheard", "minor", "media", "death", "injury"};
    ck_assert_str_eq(rulebook_gravest_flag(&b, all, 5)->code, "injury"); /* the first of the book of two that weigh the same */
    ck_assert_str_eq(rulebook_gravest_flag(&b, all, 3)->code, "media");
    ck_assert_str_eq(rulebook_gravest_flag(&b, all, 2)->code, "minor");
    ck_assert_ptr_null(rulebook_gravest_flag(&b, all, 1));
    ck_assert_ptr_null(rulebook_gravest_flag(&b, NULL, 0));
}
END_TEST

START_TEST(amounts_are_plain_decimals)
{
    static const struct {
        const char *text;
        int64_t cents;
    } good[] = {{"0", 0}, {"5000", 500000}, {"0.5", 50}, {"0.05", 5}, {"30000.00", 3000000}, {"999999999999.99", INT64_C(99999999999999)}};
    static const char *const bad[] = {"", ".", "5.", ".5", "5.123", "5,0", "-1", "1e3", "007", " 5", "5.-1", "9999999999999"};
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        int64_t cents = -1;
        ck_assert_int_eq(rulebook_cents(good[i].text, &cents), ERR_NONE);
        ck_assert_int_eq(cents, good[i].cents);
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        int64_t cents = -1;
        ck_assert_msg(rulebook_cents(bad[i], &cents) == ERR_MALFORMED, "%s", bad[i]);
        ck_assert_int_eq(cents, -1);
    }
}
END_TEST

Suite *suite_rulebook(void);
Suite *suite_rulebook(void)
{
    Suite *s = suite_create("rulebook");
    TCase *c = tcase_create("rulebook");
    tcase_add_checked_fixture(c, book_setup, book_teardown);
    tcase_add_test(c, a_sound_book_has_no_fault);
    tcase_add_loop_test(c, what_does_not_fit_the_shape_is_told_with_its_line, 0, (int)COUNT_OF(shapes));
    tcase_add_test(c, every_fault_of_the_shape_is_told_at_once);
    tcase_add_test(c, nothing_and_too_much_are_no_books);
    tcase_add_loop_test(c, what_makes_no_sense_is_told_with_its_line, 0, (int)COUNT_OF(senses));
    tcase_add_test(c, nobody_can_complain_without_a_category);
    tcase_add_test(c, resolve_rules_may_cover_together);
    tcase_add_test(c, a_rule_for_what_may_be_missing_covers_nothing);
    tcase_add_test(c, without_the_text_faults_have_no_line);
    tcase_add_test(c, faults_can_be_told_in_other_words);
    tcase_add_test(c, words_have_titles);
    tcase_add_test(c, usual_events_are_those_of_the_clocks);
    tcase_add_test(c, things_are_found_by_code);
    tcase_add_test(c, the_nearest_units_own_limit_holds);
    tcase_add_test(c, every_condition_can_hold_and_fail);
    tcase_add_test(c, more_conditions_weigh_more);
    tcase_add_test(c, the_heaviest_grade_is_proposed_with_its_reasons);
    tcase_add_test(c, of_several_flags_one_weighs_most);
    tcase_add_test(c, amounts_are_plain_decimals);
    suite_add_tcase(s, c);
    return s;
}
