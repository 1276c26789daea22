#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin_book_form.h"
#include "admin_rulebook_form.h"
#include "rulebook_text.h"

/* The sections of a rulebook as forms, over the life insurer's. */

static struct arena *arena;
static struct http_form_errors errors;
static struct rulebook *book;

static void up(void)
{
    arena = arena_new(64 << 20);
    errors.n = 0;
    const char *top = getenv("REDRESS_TOP");
    FILE *file = fopen(arena_printf(arena, "%s/rulebooks/life-insurer.yaml", top ? top : "."), "rb");
    ck_assert_ptr_nonnull(file);
    char *text = arena_alloc(arena, RULEBOOK_BYTES_MAX);
    size_t n = fread(text, 1, RULEBOOK_BYTES_MAX, file);
    fclose(file);
    struct rulebook_faults faults = {.n = 0};
    ck_assert_int_eq(rulebook_read(arena, (struct str){text, n}, &book, &faults), ERR_NONE);
    admin_book_pad(arena, book);
}

static void down(void)
{
    arena_free(arena);
}

static const struct book_section *section(const char *code)
{
    const struct book_section *s = admin_book_section(code);
    ck_assert_msg(s, "no section %s", code);
    return s;
}

static const struct http_form *form_of(const char *query)
{
    struct http_form *form;
    ck_assert_int_eq(http_form_parse_query(arena, str_of(query), &form), ERR_NONE);
    errors.n = 0;
    return form;
}

static void only_error(const char *field)
{
    ck_assert_msg(errors.n == 1, "%zu errors, the first in %s", errors.n, errors.n ? errors.items[0].field : "none");
    ck_assert_str_eq(errors.items[0].field, field);
}

static void *read_new(const char *code, const char *query)
{
    const struct book_section *s = section(code);
    void *thing = arena_alloc(arena, s->shape.size);
    admin_book_empty(&s->shape, thing);
    admin_book_read(s, book, form_of(query), true, thing, &errors);
    return thing;
}

/* ---- every thing of every section ---- */

START_TEST(what_a_form_shows_is_what_it_saves)
{
    size_t looked_at = 0;
    const struct book_section *s;
    for (size_t k = 0; (s = admin_book_section_at(k)); k++) {
        for (size_t i = 0; i < admin_book_count(s, book); i++) {
            const void *saved = admin_book_thing(s, book, i);
            void *thing = arena_alloc(arena, s->shape.size);
            memcpy(thing, saved, s->shape.size);
            errors.n = 0;
            admin_book_read(s, book, admin_book_fill(arena, &s->shape, saved), false, thing, &errors);
            ck_assert_msg(errors.n == 0, "%s %s: %s: %s", s->code, admin_book_code(s, saved), errors.items[0].field, errors.items[0].message);
            ck_assert_msg(admin_book_version(arena, &s->shape, thing) == admin_book_version(arena, &s->shape, saved), "%s %s is another after saving", s->code,
                          admin_book_code(s, saved));
            looked_at++;
        }
    }
    ck_assert_uint_gt(looked_at, 100);
    struct rulebook_difference *list;
    size_t n;
    rulebook_diff(arena, book, rulebook_copy(arena, book), &list, &n);
    ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(sections_of_the_document_have_pages)
{
    static const char *const others[] = {"roles", "units"}; /* pages of their own */
    ck_assert_ptr_null(admin_book_section("nothing"));
    for (size_t i = 0; i < COUNT_OF(others); i++)
        ck_assert_ptr_null(admin_book_section(others[i]));
    const struct book_section *s;
    for (size_t k = 0; (s = admin_book_section_at(k)); k++) {
        if (s->list_at != BOOK_NO_MEMBER)
            ck_assert_msg(*rulebook_section_title(s->code), "%s is no section of the document", s->code);
    }
}
END_TEST

/* ---- versions ---- */

START_TEST(a_change_anywhere_is_another_version)
{
    const struct book_section *s = section("clocks");
    struct rb_clock *c = admin_book_thing(s, book, 0);
    int before = admin_book_version(arena, &s->shape, c);
    ck_assert_int_gt(before, 0);
    c->floor = !c->floor;
    int after = admin_book_version(arena, &s->shape, c);
    ck_assert_int_ne(before, after);
    c->floor = !c->floor;
    ck_assert_int_eq(admin_book_version(arena, &s->shape, c), before);
    c->limit = "99 wd";
    ck_assert_int_ne(admin_book_version(arena, &s->shape, c), before);
}
END_TEST

/* ---- adding ---- */

#define SHOP "name.zh=%E7%BD%91%E5%BA%97&name.en=Online+shop&parent=service&function=sales"

START_TEST(a_category_with_questions)
{
    struct rb_category *c = read_new("categories", SHOP "&fields.0.label.zh=a&fields.0.label.en=b&fields.0.kind=date&fields.0.required=1"
                                                        "&fields.1.label.zh=c&fields.1.label.en=d&fields.1.kind=text");
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(c->code, "online-shop");
    ck_assert_str_eq(c->parent, "service");
    ck_assert_uint_eq(c->fields_count, 2);
    ck_assert_str_eq(c->fields[0].code, "q1");
    ck_assert_str_eq(c->fields[1].code, "q2");
    ck_assert(c->fields[0].required && !c->fields[1].required);
    size_t at;
    admin_book_add(arena, section("categories"), book, c, &at);
    ck_assert_uint_eq(at + 1, book->categories_count);
    /* the first question is emptied, a third one comes: codes that were given stay and none is given again */
    struct rb_category next = *c;
    admin_book_read(section("categories"), book,
                    form_of(SHOP "&fields.0.label.zh=&fields.1.label.zh=c&fields.1.label.en=d&fields.1.kind=text&fields.2.label.zh=e&fields.2.label.en=f&fields.2.kind=number"),
                    false, &next, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_uint_eq(next.fields_count, 2);
    ck_assert_str_eq(next.fields[0].code, "q2");
    ck_assert_str_eq(next.fields[1].code, "q3");
    ck_assert_str_eq(next.code, "online-shop"); /* never changed by a form */
}
END_TEST

START_TEST(what_is_wrong_stands_at_its_field)
{
    (void)read_new("categories", "name.zh=x&name.en=&function=sales");
    only_error("name.en");
    (void)read_new("categories", "name.zh=x&name.en=x&function=magic");
    only_error("function");
    (void)read_new("categories", "name.zh=x&name.en=x&parent=service&function=");
    only_error("function");
    (void)read_new("categories", "name.zh=x&name.en=x&function="); /* a group to be */
    ck_assert_uint_eq(errors.n, 0);
    (void)read_new("categories", "name.zh=x&name.en=x&function=sales&parent=nowhere");
    only_error("parent");
    (void)read_new("categories", SHOP "&definition.zh=only");
    only_error("definition.en");
    (void)read_new("categories", SHOP "&fields.0.hint.zh=h&fields.0.hint.en=h&fields.0.kind=text");
    ck_assert_uint_eq(errors.n, 2); /* the question in both languages */
    (void)read_new("categories", SHOP "&fields.1.label.zh=a&fields.1.label.en=a&fields.1.kind=colour");
    only_error("fields.1.kind");
    (void)read_new("categories", SHOP "&code=Has Space");
    only_error("code");
    (void)read_new("categories", arena_printf(arena, "%s&code=%s", SHOP, book->categories[0].code));
    only_error("code");
    (void)read_new("categories", SHOP "&code=new");
    only_error("code");
}
END_TEST

START_TEST(a_time_limit_in_full)
{
    struct rb_clock *c = read_new("clocks", "name.zh=x&name.en=Five+days&kind=resolve&limit=%EF%BC%95&limit.unit=wd&when.categories=claim&when.channels=web&when.channels=letter"
                                            "&when.loss_over=30000&when.heads_from=5&warn.0.limit=2&warn.0.limit.unit=h&warn.1.limit=1&warn.1.limit.unit=wd"
                                            "&escalate.0.to=coordinator&escalate.0.after=&escalate.1.to=complaint_manager&escalate.1.after=2&escalate.1.after.unit=wd"
                                            "&pause=material&extensions.0.by=10&extensions.0.by.unit=wd&extensions.0.approve=complaint_manager&extensions.0.notice=1&promised=1");
    ck_assert_msg(errors.n == 0, "%s", errors.items[0].field);
    ck_assert_str_eq(c->code, "five-days");
    ck_assert_str_eq(c->kind, "resolve");
    ck_assert_str_eq(c->limit, "5 wd");
    ck_assert_uint_eq(c->when.categories_count, 1);
    ck_assert_uint_eq(c->when.channels_count, 2);
    ck_assert_str_eq(c->when.loss_over, "30000.00");
    ck_assert_int_eq(c->when.heads_from, 5);
    ck_assert_uint_eq(c->warn_count, 2);
    ck_assert_str_eq(c->warn[0], "1 wd"); /* longest first */
    ck_assert_str_eq(c->warn[1], "2 h");
    ck_assert_uint_eq(c->escalate_count, 2);
    ck_assert_str_eq(c->escalate[0].after, "");
    ck_assert_str_eq(c->escalate[1].after, "2 wd");
    ck_assert_uint_eq(c->pause_count, 1);
    ck_assert_uint_eq(c->extensions_count, 1);
    ck_assert(c->extensions[0].notice && c->promised && !c->floor);
    (void)read_new("clocks", "name.zh=x&name.en=x&kind=resolve&limit=three&limit.unit=wd");
    only_error("limit");
    (void)read_new("clocks", "name.zh=x&name.en=x&kind=resolve&limit=&limit.unit=wd");
    only_error("limit");
    (void)read_new("clocks", "name.zh=x&name.en=x&kind=resolve&limit=3&limit.unit=wd&warn.0.limit=1&warn.0.limit.unit=wd&warn.1.limit=5&warn.1.limit.unit=nd");
    only_error("warn.1.limit");
    (void)read_new("clocks", "name.zh=x&name.en=x&kind=lunch&limit=3&limit.unit=wd");
    only_error("kind");
    (void)read_new("clocks", "name.zh=x&name.en=x&kind=resolve&limit=3&limit.unit=wd&when.loss_over=much");
    only_error("when.loss_over");
    (void)read_new("clocks", "name.zh=x&name.en=x&kind=resolve&limit=3&limit.unit=wd&escalate.0.after=1&escalate.0.after.unit=h");
    only_error("escalate.0.to");
    (void)read_new("clocks", "name.zh=x&name.en=x&kind=resolve&limit=3&limit.unit=wd&extensions.0.approve=complaint_manager");
    only_error("extensions.0.by");
    c = read_new("clocks", "name.zh=x&name.en=x&kind=resolve&limit=3&limit.unit=wd&when.categories=nowhere&pause=lunch");
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_uint_eq(c->when.categories_count + c->pause_count, 0); /* what is not offered is not taken */
}
END_TEST

START_TEST(a_chain_with_its_steps)
{
    struct rb_chain *c = read_new("chains", "name.zh=x&name.en=Much+money&about=compensation&amount_over=5000&when.grades=major&steps.0.role=complaint_manager&steps.0.limit=1"
                                            "&steps.0.limit.unit=wd&steps.1.role=executive_approver&steps.1.limit=&steps.1.limit.unit=wd");
    ck_assert_msg(errors.n == 0, "%s", errors.items[0].field);
    ck_assert_str_eq(c->code, "much-money");
    ck_assert_str_eq(c->amount_over, "5000.00");
    ck_assert_uint_eq(c->steps_count, 2);
    ck_assert_str_eq(c->steps[0].limit, "1 wd");
    ck_assert_str_eq(c->steps[1].limit, "");
    (void)read_new("chains", "name.zh=x&name.en=x&about=letter");
    only_error("steps.0.role");
    (void)read_new("chains", "name.zh=x&name.en=x&about=letter&steps.0.limit=1&steps.0.limit.unit=wd");
    only_error("steps.0.role");
    (void)read_new("chains", "name.zh=x&name.en=x&about=letter&amount_over=5&steps.0.role=complaint_manager");
    only_error("amount_over");
    (void)read_new("chains", "name.zh=x&name.en=x&about=letter&basis=agreed&steps.0.role=complaint_manager");
    only_error("basis");
    (void)read_new("chains", "name.zh=x&name.en=x&about=lunch&steps.0.role=complaint_manager");
    only_error("about");
}
END_TEST

/* One gate may be asked for by several rules; none of them has a name. */
START_TEST(conditions_of_closing_have_codes_of_their_own)
{
    size_t at;
    struct rb_gate *g = read_new("gates", "gate=measure&finding=responsible&when.flags=injury");
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(g->code, "measure");
    admin_book_add(arena, section("gates"), book, g, &at);
    g = read_new("gates", "gate=measure");
    ck_assert_str_eq(g->code, "measure-2");
    ck_assert_str_eq(g->when.loss_over, "");
    (void)read_new("gates", "gate=luck");
    only_error("gate");
}
END_TEST

/* Sections of which there is one: their lists lose what was emptied and take what was typed. */
START_TEST(lists_of_conditions_and_sums)
{
    struct rulebook *b = rulebook_copy(arena, book);
    admin_book_read(section("authorities"), b, form_of("authorities.0.role=executive_approver&authorities.0.up_to=9000&authorities.1.role=&authorities.1.up_to="
                                                       "&authorities.3.role=complaint_handler&authorities.3.up_to=100&authorities.3.daily=1"), false, b, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_uint_eq(b->authorities_count, 2);
    ck_assert_str_eq(b->authorities[0].role, "complaint_handler"); /* the smallest first */
    ck_assert_str_eq(b->authorities[1].up_to, "9000.00");
    ck_assert(b->authorities[0].daily && !b->authorities[1].daily);
    admin_book_read(section("authorities"), b, form_of("authorities.0.role=complaint_handler&authorities.0.up_to="), false, b, &errors);
    only_error("authorities.0.up_to");
    admin_book_read(section("committee"), b, form_of("agenda.0.when.grades=&agenda.1.when.flags=media&agenda.1.when.flags=group&agenda.2.when.heads_from=5&quorum=4"), false, b, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_uint_eq(b->committee.agenda_count, 2); /* the first was emptied */
    ck_assert_uint_eq(b->committee.agenda[0].flags_count, 2);
    ck_assert_int_eq(b->committee.agenda[1].heads_from, 5);
    ck_assert_str_eq(b->committee.agenda[1].loss_over, "");
    ck_assert(b->committee.quorum == 4 && !b->committee.votes);
    struct rb_standard *s = read_new("standards", "name.zh=x&name.en=Tenfold&ratio=10&cap=1000");
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(s->ratio, "10");
    ck_assert_str_eq(s->cap, "1000.00");
    (void)read_new("standards", "name.zh=x&name.en=x&ratio=0");
    only_error("ratio");
    struct rb_paper *p = read_new("papers", "name.zh=x&name.en=Letter&kind=opinion&sections.0.name.zh=a&sections.0.name.en=b&sections.1.name.zh=c&sections.1.name.en=d&sections.1.when.flags=group");
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_uint_eq(p->sections_count, 2);
    ck_assert_str_eq(p->sections[1].code, "q2");
    ck_assert_str_eq(p->sections[1].when.loss_over, "");
}
END_TEST

START_TEST(limits_in_two_parts)
{
    static const struct {
        const char *limit, *number, *unit;
    } cases[] = {
        {"3 wd", "3", "wd"}, {"15 nd", "15", "nd"}, {"20 min", "20", "min"}, {"6 h", "6", "h"}, {"4 wh", "4", "wh"}, {"30 wmin", "30", "wmin"},
        {"0.5 wd", "0.5", "wd"}, {"1.5 wd", "1.5", "wd"}, {"same day", "", "same day"}, {"10th wd of month", "10", "month"},
    };
    const char *number, *unit, *limit;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        admin_book_limit_split(arena, cases[i].limit, &number, &unit);
        ck_assert_str_eq(number, cases[i].number);
        ck_assert_str_eq(unit, cases[i].unit);
        ck_assert_int_eq(admin_book_limit_join(arena, number, unit, &limit), ERR_NONE);
        ck_assert_str_eq(limit, cases[i].limit);
    }
    admin_book_limit_split(arena, "", &number, &unit);
    ck_assert_str_eq(number, "");
    ck_assert_str_eq(unit, "wd");
    ck_assert_int_eq(admin_book_limit_join(arena, "", "wd", &limit), ERR_NONE);
    ck_assert_str_eq(limit, "");
    static const char *const bad[][2] = {{"3", "weeks"}, {"-3", "wd"}, {"3 wd", "wd"}, {"0.3", "wd"}, {"3.5", "nd"}, {"99999", "wd"}, {"0", "month"}};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(admin_book_limit_join(arena, bad[i][0], bad[i][1], &limit) == ERR_MALFORMED, "%s %s", bad[i][0], bad[i][1]);
}
END_TEST

/* ---- order, switching, taking out ---- */

START_TEST(things_change_places_with_their_brothers)
{
    const struct book_section *s = section("categories");
    size_t other, at, n = book->categories_count;
    ck_assert(admin_book_find(s, book, "claim", &at));
    const char *parent = book->categories[at].parent;
    ck_assert(admin_book_brother(s, book, at, false, &other) || admin_book_brother(s, book, at, true, &other));
    bool up = !admin_book_brother(s, book, at, false, &other);
    ck_assert(admin_book_move(s, book, at, up));
    ck_assert_str_eq(book->categories[other].code, "claim");
    ck_assert_str_eq(book->categories[at].parent, parent);
    ck_assert_uint_eq(book->categories_count, n);
    s = section("levels");
    ck_assert(!admin_book_move(s, book, 0, true));
    ck_assert(!admin_book_move(s, book, book->levels_count - 1, false));
    const char *first = book->levels[0].code;
    ck_assert(admin_book_move(s, book, 1, true));
    ck_assert_str_eq(book->levels[1].code, first);
    s = section("clocks");
    ck_assert(!admin_book_find(s, book, "nothing", &at));
}
END_TEST

START_TEST(children_stand_below_their_group)
{
    const struct book_section *s = section("categories");
    size_t *order = ARENA_ARRAY(arena, book->categories_count, size_t);
    int *depths = ARENA_ARRAY(arena, book->categories_count, int);
    admin_book_order(s, book, order, depths);
    const char *group = "";
    for (unsigned i = 0; i < book->categories_count; i++) {
        const struct rb_category *c = &book->categories[order[i]];
        if (depths[i] == 0)
            group = c->code;
        else
            ck_assert_str_eq(c->parent, group);
    }
    /* a circle is shown, at the top */
    book->causes[0].parent = book->causes[1].code;
    book->causes[1].parent = book->causes[0].code;
    order = ARENA_ARRAY(arena, book->causes_count, size_t);
    depths = ARENA_ARRAY(arena, book->causes_count, int);
    admin_book_order(section("causes"), book, order, depths);
    bool *seen = ARENA_ARRAY(arena, book->causes_count, bool);
    for (unsigned i = 0; i < book->causes_count; i++) {
        ck_assert(!seen[order[i]]);
        seen[order[i]] = true;
    }
}
END_TEST

START_TEST(a_group_is_not_offered_as_its_own_group)
{
    const struct book_section *s = section("categories");
    struct book_option *list;
    size_t n, at;
    ck_assert(admin_book_find(s, book, "sale", &at));
    admin_book_options(arena, book, s, BOOK_BROTHERS, admin_book_thing(s, book, at), &list, &n);
    ck_assert_uint_gt(n, 0);
    for (size_t i = 0; i < n; i++)
        ck_assert_str_ne(list[i].code, "sale");
    admin_book_options(arena, book, s, BOOK_TOLD, NULL, &list, &n);
    ck_assert_str_eq(list[0].code, "handler");
    ck_assert_str_eq(list[1].code, "coordinator");
    for (size_t i = 2; i < n; i++)
        ck_assert_str_ne(list[i].code, "coordinator"); /* once */
}
END_TEST

START_TEST(switching_and_taking_out)
{
    const struct book_section *s = section("grades");
    unsigned n = book->grades_count;
    const char *second = book->grades[1].code;
    admin_book_switch(s, book, 0, false);
    ck_assert(book->grades[0].inactive);
    ck_assert(admin_book_is_off(s, &book->grades[0]));
    admin_book_switch(s, book, 0, true);
    ck_assert(!book->grades[0].inactive);
    admin_book_remove(s, book, 0);
    ck_assert_uint_eq(book->grades_count, n - 1);
    ck_assert_str_eq(book->grades[0].code, second);
}
END_TEST

START_TEST(page_texts_have_every_key)
{
    size_t keys = 0;
    while (rulebook_text_keys[keys])
        keys++;
    ck_assert_uint_eq(book->texts_count, keys);
    admin_book_trim(book);
    for (unsigned i = 0; i < book->texts_count; i++)
        ck_assert(*book->texts[i].body.zh || *book->texts[i].body.en);
}
END_TEST

START_TEST(notices_have_every_occasion)
{
    size_t keys = 0;
    while (rulebook_notice_keys[keys])
        keys++;
    ck_assert_uint_eq(book->notices_count, keys);
    book->notices[2].sms = (struct rb_text){"短", "short"};
    const char *kept = book->notices[2].key;
    for (unsigned i = 0; i < book->notices_count; i++)
        if (i != 2)
            book->notices[i].subject = book->notices[i].body = book->notices[i].sms = (struct rb_text){"", ""};
    admin_book_trim(book);
    ck_assert_uint_eq(book->notices_count, 1);
    ck_assert_str_eq(book->notices[0].key, kept);
}
END_TEST

START_TEST(channels_have_a_form_each)
{
    const struct book_section *s = section("intakes");
    struct rb_intake *web;
    size_t at;
    ck_assert_uint_eq(book->intakes_count, book->channels_count);
    ck_assert(admin_book_find(s, book, "web", &at));
    web = admin_book_thing(s, book, at);
    ck_assert_uint_eq(web->asks_count, 0);
    admin_book_read(s, book, form_of("asks=signed&asks=visitors&musts=visitors"), false, web, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_uint_eq(web->asks_count, 2);
    ck_assert_str_eq(web->channel, "web");
    admin_book_read(s, book, form_of("asks=signed&musts=visitors"), false, web, &errors);
    only_error("musts");
    web->asks_count = web->musts_count = 0;
    admin_book_trim(book);
    ck_assert(!admin_book_find(s, book, "web", &at));
    ck_assert(admin_book_find(s, book, "telephone", &at));
}
END_TEST

#define SLIPS "returns_manager=2&returns_committee=3&manager=complaint_manager&committee=committee_member&supervise_percent=50&supervise_from=4"

START_TEST(requests_to_departments)
{
    const struct book_section *s = section("slips");
    book->slips.late_count = book->slips.warn_count = book->slips.material_count = 0;
    admin_book_read(s, book, form_of(SLIPS "&late.0.limit=2&late.0.limit.unit=wd&late.1.limit=0&late.1.limit.unit=wd&warn.0.limit=1&warn.0.limit.unit=wh&warn.1.limit=1&warn.1.limit.unit=wd"
                                           "&material.0.text.zh=a&material.0.text.en=b"), false, book, &errors);
    ck_assert_msg(errors.n == 0, "%s", errors.items[0].field);
    ck_assert_uint_eq(book->slips.late_count, 2);
    ck_assert_str_eq(book->slips.late[0], "0");
    ck_assert_str_eq(book->slips.late[1], "2 wd");
    ck_assert_str_eq(book->slips.warn[0], "1 wd");
    ck_assert_str_eq(book->slips.material[0].en, "b");
    admin_book_read(s, book, form_of(SLIPS "&returns_committee=2"), false, book, &errors);
    ck_assert_uint_eq(book->slips.late_count, 0);
    admin_book_read(s, book, form_of("returns_manager=2&returns_committee=2&manager=complaint_manager&committee=committee_member"), false, book, &errors);
    only_error("returns_committee");
    admin_book_read(s, book, form_of("returns_manager=2"), false, book, &errors);
    only_error("manager");
    admin_book_read(s, book, form_of("returns_committee=2"), false, book, &errors);
    only_error("committee");
    admin_book_read(s, book, form_of("supervise_percent=2&manager=complaint_manager"), false, book, &errors);
    only_error("supervise_from");
}
END_TEST

START_TEST(codes_from_names)
{
    const struct book_section *s = section("causes");
    ck_assert_str_eq(admin_book_new_code(arena, s, book, "Bad  Weather (rain)"), "bad-weather-rain");
    ck_assert_str_eq(admin_book_new_code(arena, s, book, "雨"), "item");
    ck_assert_str_eq(admin_book_new_code(arena, s, book, "new"), "new-2");
    const char *twice = admin_book_new_code(arena, s, book, book->causes[0].code);
    ck_assert_str_ne(twice, book->causes[0].code);
}
END_TEST

START_TEST(templates_filled_in)
{
    const char *text = admin_book_filled(arena, "No. {number}, {today}: {unknown} {", false);
    ck_assert_ptr_nonnull(strstr(text, "TS-7K2M9-QX4RD-3"));
    ck_assert_ptr_nonnull(strstr(text, "{unknown} {"));
    ck_assert_ptr_null(strstr(text, "{today}"));
    ck_assert_str_eq(admin_book_filled(arena, "", true), "");
}
END_TEST

START_TEST(faults_lead_to_their_page)
{
    const struct book_section *s;
    const char *member;
    size_t i;
    ck_assert(admin_book_fault_place(book, "clocks[2].escalate[0].to", &s, &i, &member));
    ck_assert_str_eq(s->code, "clocks");
    ck_assert_uint_eq(i, 2);
    ck_assert_str_eq(member, "escalate[0].to");
    ck_assert(admin_book_fault_place(book, "grades", &s, &i, &member));
    ck_assert_uint_eq(i, BOOK_NO_MEMBER);
    ck_assert(admin_book_fault_place(book, "clocks[9999]", &s, &i, &member));
    ck_assert_uint_eq(i, BOOK_NO_MEMBER);
    ck_assert(!admin_book_fault_place(book, "units[0].limit", &s, &i, &member));
    ck_assert(!admin_book_fault_place(book, "", &s, &i, &member));
}
END_TEST

/* ---- publishing ---- */

START_TEST(from_when_and_why)
{
    const struct utc_zone *zone;
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
    int64_t now_us = utc_from_local(2026, 11, 22, 10, 0, 0, zone);
    struct admin_publish_typed t = admin_publish_read(form_of("version=3&note=x&date="), now_us, zone, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert(t.effective_us == now_us && t.version == 3);
    t = admin_publish_read(form_of("note=x&date=2027-01-01"), now_us, zone, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert(t.effective_us == utc_from_local(2027, 1, 1, 0, 0, 0, zone));
    t = admin_publish_read(form_of("note=x&date=2026-11-22"), now_us, zone, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert(t.effective_us == now_us);
    static const char *const bad[] = {"2026-11-21", "2027-02-30", "tomorrow", "2099-01-01", "2027-1"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        (void)admin_publish_read(form_of(arena_printf(arena, "note=x&date=%s", bad[i])), now_us, zone, &errors);
        only_error("date");
    }
    (void)admin_publish_read(form_of("note=&date="), now_us, zone, &errors);
    only_error("note");
}
END_TEST

Suite *suite_admin_book(void);
Suite *suite_admin_book(void)
{
    Suite *s = suite_create("admin_book");
    TCase *c = tcase_create("forms");
    tcase_add_checked_fixture(c, up, down);
    tcase_add_test(c, what_a_form_shows_is_what_it_saves);
    tcase_add_test(c, sections_of_the_document_have_pages);
    tcase_add_test(c, a_change_anywhere_is_another_version);
    tcase_add_test(c, a_category_with_questions);
    tcase_add_test(c, what_is_wrong_stands_at_its_field);
    tcase_add_test(c, a_time_limit_in_full);
    tcase_add_test(c, a_chain_with_its_steps);
    tcase_add_test(c, conditions_of_closing_have_codes_of_their_own);
    tcase_add_test(c, lists_of_conditions_and_sums);
    tcase_add_test(c, limits_in_two_parts);
    tcase_add_test(c, things_change_places_with_their_brothers);
    tcase_add_test(c, children_stand_below_their_group);
    tcase_add_test(c, a_group_is_not_offered_as_its_own_group);
    tcase_add_test(c, switching_and_taking_out);
    tcase_add_test(c, page_texts_have_every_key);
    tcase_add_test(c, notices_have_every_occasion);
    tcase_add_test(c, codes_from_names);
    tcase_add_test(c, channels_have_a_form_each);
    tcase_add_test(c, requests_to_departments);
    tcase_add_test(c, templates_filled_in);
    tcase_add_test(c, faults_lead_to_their_page);
    tcase_add_test(c, from_when_and_why);
    suite_add_tcase(s, c);
    return s;
}
