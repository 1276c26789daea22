#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar_file.h"
#include "clock.h"
#include "permission.h"
#include "rulebook_text.h"

Suite *suite_walks(void);

/*
 * The rulebooks that are shipped, each walked through what is particular to it (requirements R), on China's calendar of 2026 and the plain week's office hours, 8:30-12:00 and
 * 13:30-17:30. The dates were counted by hand on these days:
 *
 *   February   Fri 13 | work on Sat 14 | off 15-23 | Tue 24 Wed 25 Thu 26 Fri 27 | work on Sat 28 | March: Mon 2 ... Fri 6, Mon 9 ... Fri 13, Mon 16 ...
 *   May        Thu Apr 30 | off 1-5 | Wed 6 Thu 7 Fri 8 | work on Sat 9 | Mon 11 ... Fri 15, Mon 18
 *   October    Wed Sep 30 | off 1-7 | Thu 8 Fri 9 | work on Sat 10 | Mon 12 ... Fri 16
 */

static struct arena *arena;
static const struct utc_zone *zone;
static const struct calendar *calendar;
static struct calendar_plan plan;
static struct clock_world world;
static struct clock_set set;
static struct rb_facts facts;
static const char *flags[4];

static struct str file_of(const char *name)
{
    const char *top = getenv("REDRESS_TOP");
    FILE *f = fopen(arena_printf(arena, "%s/rulebooks/%s", top ? top : ".", name), "re");
    if (!f)
        ck_abort_msg("cannot read rulebooks/%s; is REDRESS_TOP set?", name);
    char *text = ARENA_ARRAY(arena, 256 << 10, char);
    size_t n = fread(text, 1, 256 << 10, f);
    (void)fclose(f);
    return (struct str){text, n};
}

static bool is_permission(const char *name)
{
    enum permission p;
    return permission_from_name(name, &p);
}

/* A document without any fault; what there is of them is shown. */
static struct rulebook *sound(struct str yaml)
{
    struct rulebook_faults *faults = ARENA_ARRAY(arena, 1, struct rulebook_faults);
    struct rulebook *book = NULL;
    enum err e = rulebook_read(arena, yaml, &book, faults);
    if (e == ERR_NONE)
        e = rulebook_check(arena, book, yaml, is_permission, faults);
    if (e != ERR_NONE)
        ck_abort_msg("line %d, %s: %s", faults->list[0].line, faults->list[0].path, faults->list[0].message);
    ck_assert_uint_eq(faults->n, 0);
    return book;
}

static void setup(void)
{
    static const int years[] = {2026};
    struct calendar_file_faults faults = {.n = 0};
    struct calendar_file file;
    arena = arena_new((size_t)64 << 20);
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
    ck_assert_int_eq(calendar_file_read(arena, file_of("calendars/cn-2026.yaml"), &file, &faults), ERR_NONE);
    plan = calendar_plain;
    plan.days = file.days;
    plan.n_days = file.n_days;
    plan.years = years;
    plan.n_years = COUNT_OF(years);
    calendar = calendar_make(arena, &plan, zone);
}

static void teardown(void)
{
    arena_free(arena);
}

static int64_t at(int month, int day, int hour, int minute)
{
    return utc_from_local(2026, month, day, hour, minute, 0, zone);
}

static void walk(const char *file)
{
    world = (struct clock_world){.book = sound(file_of(file)), .book_id = 1, .calendar = calendar};
    memset(&set, 0, sizeof set);
    facts = (struct rb_facts){.category = "", .group = "", .grade = "", .channel = "web", .source = "direct", .complainant = "", .function = "", .validity = "",
                              .mode = "named", .heads = 1, .flags = flags};
}

/* What it is about: group and the department's function as the book has them. */
static void about(const char *category)
{
    const struct rb_category *c = rulebook_category(world.book, category);
    ck_assert_ptr_nonnull(c);
    facts.category = c->code;
    facts.group = c->parent;
    facts.function = c->function;
}

static void flag(const char *code)
{
    ck_assert_ptr_nonnull(rulebook_name(world.book->flags, world.book->flags_count, code));
    flags[facts.n_flags++] = code;
}

static void happen(enum clock_event event, int64_t at_us)
{
    clock_happened(&world, &set, &facts, event, at_us);
    set.happened |= 1u << event;
}

/* The grade that the rules propose is taken, for these reasons: codes in order, parted by blanks. */
static void graded(const char *grade, const char *because, int64_t at_us)
{
    const struct rb_grading **rules;
    struct buf codes = {.arena = arena};
    size_t n;
    const struct rb_grade *proposed = rulebook_propose(world.book, arena, &facts, &rules, &n);
    for (size_t i = 0; i < n; i++)
        buf_printf(&codes, "%s%s", i ? " " : "", rules[i]->code);
    ck_assert_str_eq(proposed->code, grade);
    ck_assert_str_eq(codes.n ? codes.p : "", because);
    facts.grade = proposed->code;
    happen(CLOCK_ON_GRADED, at_us);
}

static void arrives(const char *grade, const char *because, int64_t at_us)
{
    facts.grade = grade;
    happen(CLOCK_ON_RECEIVED, at_us);
    graded(grade, because, at_us);
}

/* The newest clock of a rule; NULL when it never began. */
static struct clock *find(const char *rule)
{
    struct clock *found = NULL;
    for (size_t i = 0; i < set.n; i++) {
        if (strcmp(set.list[i].rule, rule) == 0)
            found = &set.list[i];
    }
    return found;
}

static struct clock *of(const char *rule)
{
    struct clock *c = find(rule);
    if (!c)
        ck_abort_msg("no clock of the rule %s", rule);
    return c;
}

static const char *shown(int64_t at_us)
{
    struct utc_parts p = utc_in_zone(at_us, zone);
    return arena_printf(arena, "%02d-%02d %02d:%02d", p.month, p.day, p.hour, p.minute);
}

#define DUE(rule, when)                                                                                                                    \
    do {                                                                                                                                   \
        ck_assert_int_eq(of(rule)->state, CLOCK_RUNNING);                                                                                  \
        ck_assert_str_eq(shown(of(rule)->due_us), when);                                                                                   \
    } while (0)
#define NEVER_BEGAN(rule) ck_assert_ptr_null(find(rule))

/* Its chain: "warn handler 02-26 17:30; due handler ...". */
static const char *chain(const char *rule)
{
    static const char *const kinds[] = {"", "warn", "due", "up"};
    struct clock_step steps[CLOCK_STEPS_MAX];
    struct buf b = {.arena = arena};
    size_t n = clock_steps(&world, of(rule), steps);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%s %s %s", i ? "; " : "", kinds[steps[i].kind], steps[i].to, shown(steps[i].at_us));
    return b.p;
}

static void extends(const char *rule, const char *by, const char *approve, bool notice, int64_t at_us, const char *due)
{
    struct clock *c = of(rule);
    const struct rb_extension *rung = clock_rung(world.book, c);
    ck_assert_ptr_nonnull(rung);
    ck_assert_str_eq(rung->by, by);
    ck_assert_str_eq(rung->approve, approve);
    ck_assert_int_eq(rung->notice, notice);
    ck_assert_int_eq(clock_extend(&world, c, at_us), ERR_NONE);
    ck_assert_str_eq(shown(c->due_us), due);
}

/* ---- all ---- */

START_TEST(shipped_ones_have_no_fault_and_come_back_the_same)
{
    static const char *const files[] = {"life-insurer.yaml", "real-estate-group.yaml", "hospital.yaml", "property-insurer-branch.yaml", "food-maker.yaml",
                                        "rural-bank.yaml", "hotel.yaml", "property-manager.yaml", "tip-line.yaml"};
    const char *file = files[_i];
    struct rulebook *book = sound(file_of(file)), *again;
    struct rulebook_difference *changes;
    size_t n;
    ck_assert_str_eq(arena_printf(arena, "%s.yaml", book->code), file);
    again = sound(rulebook_write(arena, book));
    rulebook_diff(arena, book, again, &changes, &n);
    ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(the_guides_example_has_no_fault)
{
    struct str guide = file_of("README.md");
    const char *begin = strstr(guide.p, "```yaml\n"), *end;
    ck_assert_ptr_nonnull(begin);
    begin += strlen("```yaml\n");
    end = strstr(begin, "```");
    ck_assert_ptr_nonnull(end);
    ck_assert_str_eq(sound((struct str){begin, (size_t)(end - begin)})->code, "corner-shop");
}
END_TEST

/* ---- the life insurer ---- */

START_TEST(insurer_steps_over_spring_festival)
{
    walk("life-insurer.yaml");
    about("claim");
    arrives("general", "", at(2, 13, 10, 0));
    DUE("confirm", "02-14 17:30");  /* Saturday 14 is worked */
    DUE("dispatch", "02-13 17:30"); /* the same day */
    DUE("resolve", "03-02 17:30");  /* 14 24 25 26 27 28 2: seven */
    DUE("law", "03-01 00:00");      /* 13 + 15 natural days: the end of 28 */
    ck_assert(clock_promised(set.list, set.n) == of("resolve")->due_us);
    ck_assert(clock_nearest(set.list, set.n) == of("dispatch")->due_us);
    /* 26 27 28 are the three working days before 2 March; after it 3, 3-4-5, 3-4-5-6-9 */
    ck_assert_str_eq(chain("resolve"), "warn handler 02-26 17:30; warn handler 02-28 17:30; due handler 03-02 17:30; up coordinator 03-02 17:30; "
                                       "up complaint_manager 03-03 17:30; up executive_approver 03-05 17:30; up committee_member 03-09 17:30");
    NEVER_BEGAN("progress_complex");
    NEVER_BEGAN("report_major");
}
END_TEST

START_TEST(insurer_lets_customer_service_three_days)
{
    walk("life-insurer.yaml");
    about("callcentre");
    arrives("general", "", at(2, 13, 10, 0));
    DUE("resolve_service", "02-25 17:30"); /* 14 24 25 */
    /* it turns out to be another department's: seven days from the same start */
    facts.function = "it";
    set.moved = true;
    happen(CLOCK_ON_ASSIGNED, at(2, 14, 9, 0));
    DUE("resolve", "03-02 17:30");
}
END_TEST

START_TEST(insurer_confirms_letters_to_the_sender)
{
    walk("life-insurer.yaml");
    about("claim");
    facts.channel = "letter";
    arrives("general", "", at(2, 13, 10, 0));
    DUE("confirm_letter", "02-14 17:30");
    happen(CLOCK_ON_ACCEPTED, at(2, 13, 11, 0));
    DUE("confirm_letter", "02-14 17:30"); /* taking it on is not enough: the sender has to be told */
    happen(CLOCK_ON_CONTACTED, at(2, 14, 17, 31));
    ck_assert_int_eq(of("confirm_letter")->state, CLOCK_MET);
    ck_assert(of("confirm_letter")->late);
}
END_TEST

START_TEST(insurer_grades_a_large_sum_complex)
{
    walk("life-insurer.yaml");
    about("claim");
    arrives("general", "", at(2, 13, 10, 0));
    happen(CLOCK_ON_ACCEPTED, at(2, 13, 11, 0));
    facts.loss_cents = 1000000;
    graded("general", "", at(2, 13, 11, 30)); /* not more than ten thousand */
    facts.loss_cents = 1000001;
    graded("important", "important_loss", at(2, 13, 11, 30));
    DUE("resolve_complex", "03-12 17:30");  /* 14 24 25 26 27 28 | 2 3 4 5 6 | 9 10 11 12: fifteen from the same start */
    DUE("progress_complex", "03-02 17:30"); /* seven from now */
    happen(CLOCK_ON_ASSIGNED, at(2, 13, 15, 0));
    DUE("answer_complex", "03-05 17:30"); /* 14 24 25 26 27 28 | 2 3 4 5: ten */
    happen(CLOCK_ON_CONTACTED, at(2, 26, 10, 0));
    DUE("progress_complex", "03-06 17:30"); /* anew: 27 28 2 3 4 5 6 */
    ck_assert_int_eq(of("progress_complex")->round, 2);
}
END_TEST

START_TEST(insurer_waits_for_the_complainant)
{
    walk("life-insurer.yaml");
    about("claim");
    facts.loss_cents = 2000000;
    arrives("important", "important_loss", at(2, 13, 10, 0));
    happen(CLOCK_ON_ACCEPTED, at(2, 13, 11, 0));
    happen(CLOCK_ON_ASSIGNED, at(2, 13, 15, 0));
    happen(CLOCK_ON_ASKED, at(2, 25, 10, 0));
    ck_assert_int_eq(of("resolve_complex")->state, CLOCK_PAUSED);
    ck_assert_str_eq(of("resolve_complex")->pause, "material");
    ck_assert_int_eq(of("answer_complex")->state, CLOCK_PAUSED);
    DUE("law", "03-01 00:00");              /* supervision does not wait */
    DUE("progress_complex", "03-05 17:30"); /* nor does telling how it stands, of which asking was one: 26 27 28 2 3 4 5 */
    happen(CLOCK_ON_SUPPLIED, at(3, 2, 9, 0));
    /* twelve were left on 25 February (26 27 28 | 2-6 | 9-12); from 2 March: 3 4 5 6 | 9-13 | 16 17 18 */
    DUE("resolve_complex", "03-18 17:30");
    ck_assert_str_eq(shown(of("resolve_complex")->first_due_us), "03-12 17:30");
}
END_TEST

START_TEST(insurer_climbs_the_ladder_in_natural_days)
{
    walk("life-insurer.yaml");
    about("claim");
    arrives("general", "", at(2, 13, 10, 0));
    extends("law", "15 nd", "complaint_manager", true, at(2, 27, 9, 0), "03-16 00:00");   /* the end of 15 March: thirty days */
    extends("law", "30 nd", "executive_approver", true, at(3, 10, 9, 0), "04-15 00:00"); /* the end of 14 April: sixty */
    ck_assert_ptr_null(clock_rung(world.book, of("law")));
    extends("resolve", "3 wd", "complaint_manager", true, at(2, 28, 9, 0), "03-05 17:30");
    ck_assert_int_eq(clock_extend(&world, of("resolve"), at(3, 5, 17, 31)), ERR_STATE); /* only before the old date has passed */
}
END_TEST

START_TEST(insurer_reports_a_major_one_up)
{
    walk("life-insurer.yaml");
    about("selling");
    facts.channel = "transfer";
    facts.source = "regulator";
    facts.heads = 12;
    flag("media");
    arrives("major", "major_flags major_source major_heads", at(2, 13, 16, 0));
    DUE("report_major", "02-14 17:30");
    DUE("confirm_transfer", "02-14 17:30");
    /* 14 24-28 (6) | 2-6 (11) | 9-13 (16) | 16-20 (21) | 23-27 (26) | 30 31 1 2 (30) */
    DUE("resolve_major", "04-02 17:30");
    happen(CLOCK_ON_ACCEPTED, at(2, 13, 16, 30));
    DUE("contact_major", "02-14 11:15"); /* half of 450 office minutes: 60 on the 13th until 17:30, 165 more from 8:30 */
    happen(CLOCK_ON_CONTACTED, at(2, 14, 9, 0));
    ck_assert_int_eq(of("confirm_transfer")->state, CLOCK_MET);
    ck_assert_int_eq(clock_done(of("report_major"), at(2, 14, 10, 0)), ERR_NONE);
    graded("major", "major_flags major_source major_heads", at(2, 24, 9, 0));
    ck_assert_int_eq(of("report_major")->state, CLOCK_MET); /* reported once */
    happen(CLOCK_ON_REPLIED, at(2, 27, 9, 0));
    happen(CLOCK_ON_CLOSED, at(2, 27, 10, 0));
    DUE("closing_report", "03-03 17:30"); /* 28 2 3 */
    DUE("callback", "03-05 17:30");       /* 28 2 3 4 5 */
    ck_assert_int_eq(of("resolve_major")->state, CLOCK_MET);
    ck_assert(!of("resolve_major")->late);
}
END_TEST

START_TEST(insurer_reports_on_a_repeated_one)
{
    walk("life-insurer.yaml");
    about("claim");
    facts.repeats = 1;
    arrives("important", "important_repeat", at(2, 13, 10, 0));
    happen(CLOCK_ON_ACCEPTED, at(2, 13, 11, 0));
    happen(CLOCK_ON_REPLIED, at(2, 26, 16, 0));
    happen(CLOCK_ON_CLOSED, at(2, 27, 10, 0));
    DUE("closing_report_repeated", "03-03 17:30"); /* 28 2 3 */
}
END_TEST

/* ---- the real-estate group ---- */

START_TEST(estate_records_in_five_office_minutes)
{
    walk("real-estate-group.yaml");
    about("leak");
    arrives("general", "", at(9, 30, 17, 28));
    DUE("record", "10-08 08:33"); /* two minutes before the office closes, three when it opens after the holidays */
    DUE("resolve", "10-10 17:30"); /* 8 9 10: Saturday 10 is worked */
    happen(CLOCK_ON_ACCEPTED, at(10, 8, 8, 32));
    DUE("respond", "10-08 08:37");
    ck_assert_str_eq(chain("respond"), "due handler 10-08 08:37; up complaint_manager 10-08 08:37; up vice_president 10-09 17:30");
    walk("real-estate-group.yaml");
    about("leak");
    facts.channel = "telephone";
    arrives("general", "", at(9, 30, 17, 28));
    DUE("record_call", "09-30 17:33"); /* the call centre answers round the clock */
    NEVER_BEGAN("record");
}
END_TEST

START_TEST(estate_extends_only_with_the_vice_president)
{
    walk("real-estate-group.yaml");
    about("leak");
    arrives("general", "", at(9, 30, 10, 0));
    extends("resolve", "3 wd", "vice_president", true, at(10, 9, 10, 0), "10-14 17:30"); /* 12 13 14 */
    ck_assert_ptr_null(clock_rung(world.book, of("resolve")));
    ck_assert_str_eq(chain("resolve"), "warn handler 10-13 17:30; warn handler 10-14 13:30; due handler 10-14 17:30; up complaint_manager 10-14 17:30; "
                                       "up vice_president 10-15 17:30");
}
END_TEST

START_TEST(estate_escalates_by_rule)
{
    walk("real-estate-group.yaml");
    about("leak");
    arrives("general", "", at(9, 30, 10, 0));
    NEVER_BEGAN("report_major");
    facts.age_days = 31;
    facts.repeats = 1;
    flag("handler");
    graded("major", "month_old again escalated", at(10, 8, 9, 0));
    DUE("resolve_major", "10-15 17:30"); /* 8 9 10 12 13 14 15 from the same start */
    DUE("report_major", "10-08 11:00");  /* two office hours from now */
    ck_assert_str_eq(chain("report_major"), "due handler 10-08 11:00; up vice_president 10-08 11:00");
}
END_TEST

START_TEST(estate_calls_all_valid_ones_back_in_48_hours)
{
    walk("real-estate-group.yaml");
    about("leak");
    arrives("general", "", at(9, 30, 10, 0));
    happen(CLOCK_ON_ACCEPTED, at(9, 30, 10, 1));
    happen(CLOCK_ON_REPLIED, at(10, 9, 15, 0));
    facts.validity = "valid";
    happen(CLOCK_ON_CLOSED, at(10, 9, 16, 0));
    DUE("callback", "10-11 16:00"); /* a Sunday: hours go on */
    ck_assert_str_eq(chain("callback"), "warn handler 10-11 08:00; due handler 10-11 16:00; up complaint_manager 10-11 16:00");
    happen(CLOCK_ON_REOPENED, at(10, 10, 9, 0)); /* not satisfied */
    DUE("report_again", "10-12 17:30");
    DUE("resolve", "10-14 17:30"); /* anew: 12 13 14 */
    ck_assert_int_eq(of("resolve")->round, 2);
    walk("real-estate-group.yaml");
    about("leak");
    arrives("general", "", at(9, 30, 10, 0));
    facts.validity = "invalid";
    happen(CLOCK_ON_CLOSED, at(10, 9, 16, 0));
    NEVER_BEGAN("callback");
    walk("real-estate-group.yaml");
    about("leak");
    facts.loss_cents = 3000000;
    arrives("major", "heavy_damage", at(9, 30, 10, 0));
    facts.validity = "valid";
    happen(CLOCK_ON_CLOSED, at(10, 9, 16, 0));
    DUE("callback_major", "10-10 16:00");
}
END_TEST

/* ---- the hospital ---- */

START_TEST(hospital_solves_light_ones_on_the_day)
{
    walk("hospital.yaml");
    about("late_clinic");
    facts.channel = "visit";
    arrives("light", "", at(4, 30, 9, 0));
    DUE("resolve_light", "04-30 17:30");
    DUE("accept_spot", "04-30 09:30");
    walk("hospital.yaml");
    about("late_clinic");
    arrives("light", "", at(4, 30, 18, 0)); /* the office is closed */
    DUE("resolve_light", "05-06 17:30");    /* and 1 to 5 May are off */
}
END_TEST

START_TEST(hospital_solves_medium_ones_in_24_hours)
{
    walk("hospital.yaml");
    about("results");
    arrives("medium", "medium_category", at(4, 30, 9, 0));
    DUE("resolve_medium", "05-01 09:00"); /* holiday or not */
    ck_assert_str_eq(chain("resolve_medium"), "warn handler 05-01 05:00; due handler 05-01 09:00; up coordinator 05-01 09:00; up complaint_manager 05-01 13:00; "
                                              "up vice_president 05-02 09:00");
    DUE("statutory", "05-11 17:30"); /* 6 7 8 9 11 beside it */
    happen(CLOCK_ON_ACCEPTED, at(4, 30, 9, 30));
    happen(CLOCK_ON_REPLIED, at(4, 30, 16, 0));
    ck_assert_int_eq(of("resolve_medium")->state, CLOCK_MET);
    ck_assert_int_eq(of("statutory")->state, CLOCK_MET);
    DUE("close_answered", "05-11 17:30");
    facts.validity = "valid";
    happen(CLOCK_ON_CLOSED, at(4, 30, 16, 30));
    DUE("improvement", "05-18 17:30"); /* April's tenth working day is past; May's: 6 7 8 9 11 12 13 14 15 18 */
    DUE("callback", "05-08 00:00");    /* the end of 7 May */
}
END_TEST

START_TEST(hospital_tells_the_authority_in_six_hours)
{
    walk("hospital.yaml");
    about("surgery");
    facts.channel = "visit";
    flag("death");
    arrives("heavy", "heavy_category heavy_flags", at(5, 2, 23, 10));
    DUE("accept_spot", "05-02 23:40");
    DUE("report_authority", "05-03 05:10");
    DUE("report_president", "05-03 23:10"); /* beside it */
    ck_assert_str_eq(chain("report_authority"),
                     "warn handler 05-03 03:10; warn handler 05-03 04:10; due handler 05-03 05:10; up president 05-03 05:10; up duty_officer 05-03 05:10");
    DUE("resolve_heavy", "05-10 00:00"); /* seven natural days: the end of 9 May */
    DUE("statutory", "05-11 17:30");     /* five working days: 6 7 8 9 11 */
    flag("several");
    happen(CLOCK_ON_GRADED, at(5, 3, 0, 0));
    DUE("statutory_several", "05-18 17:30"); /* ten: 12 13 14 15 18 more */
    happen(CLOCK_ON_ACCEPTED, at(5, 2, 23, 20));
    DUE("progress_heavy", "05-10 00:00");
    happen(CLOCK_ON_CONTACTED, at(5, 8, 10, 0));
    DUE("progress_heavy", "05-16 00:00");
    extends("resolve_heavy", "7 nd", "vice_president", true, at(5, 9, 10, 0), "05-17 00:00");
    extends("resolve_heavy", "14 nd", "president", true, at(5, 16, 10, 0), "05-31 00:00");
    happen(CLOCK_ON_REPLIED, at(5, 17, 10, 0));
    happen(CLOCK_ON_CLOSED, at(5, 18, 10, 0));
    ck_assert_int_eq(of("statutory_several")->state, CLOCK_MET);
    ck_assert_int_eq(of("report_authority")->state, CLOCK_RUNNING); /* still owed */
}
END_TEST

START_TEST(hospital_acts_at_once_in_danger)
{
    walk("hospital.yaml");
    about("nursing_care");
    flag("danger");
    arrives("heavy", "heavy_flags", at(5, 2, 23, 10));
    DUE("accept_danger", "05-02 23:20");
    DUE("contact_danger", "05-02 23:40");
    ck_assert_str_eq(chain("accept_danger"), "due handler 05-02 23:20; up duty_officer 05-02 23:20; up president 05-02 23:30");
}
END_TEST

Suite *suite_walks(void)
{
    Suite *s = suite_create("walks");
    TCase *t = tcase_create("walks");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, shipped_ones_have_no_fault_and_come_back_the_same, 0, 9);
    tcase_add_test(t, the_guides_example_has_no_fault);
    tcase_add_test(t, insurer_steps_over_spring_festival);
    tcase_add_test(t, insurer_lets_customer_service_three_days);
    tcase_add_test(t, insurer_confirms_letters_to_the_sender);
    tcase_add_test(t, insurer_grades_a_large_sum_complex);
    tcase_add_test(t, insurer_waits_for_the_complainant);
    tcase_add_test(t, insurer_climbs_the_ladder_in_natural_days);
    tcase_add_test(t, insurer_reports_a_major_one_up);
    tcase_add_test(t, insurer_reports_on_a_repeated_one);
    tcase_add_test(t, estate_records_in_five_office_minutes);
    tcase_add_test(t, estate_extends_only_with_the_vice_president);
    tcase_add_test(t, estate_escalates_by_rule);
    tcase_add_test(t, estate_calls_all_valid_ones_back_in_48_hours);
    tcase_add_test(t, hospital_solves_light_ones_on_the_day);
    tcase_add_test(t, hospital_solves_medium_ones_in_24_hours);
    tcase_add_test(t, hospital_tells_the_authority_in_six_hours);
    tcase_add_test(t, hospital_acts_at_once_in_danger);
    suite_add_tcase(s, t);
    return s;
}
