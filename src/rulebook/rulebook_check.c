#include "rulebook_check.h"

#include <stdarg.h>
#include <string.h>

#include "category.h"
#include "msgid.h"
#include "utf8.h"

#define ENTRIES_MAX 500
#define TREE_DEPTH_MAX 5
#define CODE_MAX 40
#define ATTEMPTS_MAX 30
#define NAME_SHORT 60
#define FUNCTION_MAX 30

void check_fault(struct checking *c, const char *path, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    rulebook_vfault(c->faults, c->arena, rulebook_lines_find(c->lines, path), path, fmt, args);
    va_end(args);
}

const char *check_path(struct checking *c, const char *list, unsigned i, const char *member)
{
    return arena_printf(c->arena, *member ? "%s[%u].%s" : "%s[%u]", list, i, member);
}

bool check_word(const char *const *words, const char *word)
{
    for (; *words; words++) {
        if (strcmp(*words, word) == 0)
            return true;
    }
    return false;
}

const char *check_words(struct arena *a, const char *const *words)
{
    struct buf b = {.arena = a};
    for (; *words; words++)
        buf_printf(&b, "%s%s", b.n ? ", " : "", *words);
    return b.n ? b.p : "";
}

bool check_limit(struct checking *c, const char *text, const char *path, struct calendar_limit *ret_limit)
{
    if (calendar_limit_read(str_of(text), ret_limit) == ERR_NONE && (ret_limit->value > 0 || ret_limit->unit == CALENDAR_SAME_DAY))
        return true;
    if (*text)
        check_fault(c, path, N_("\"%s\" is not a limit; write one such as 3 wd, 15 nd, 6 h, 20 min, 0.5 wd or same day."), text);
    else
        check_fault(c, path, N_("The limit is missing; write one such as 3 wd, 15 nd, 6 h, 20 min, 0.5 wd or same day."));
    return false;
}

/* ---- what holds for every list and every text ---- */

static bool good_code(const char *code, bool capitals)
{
    size_t n = strlen(code);
    if (n == 0 || n > CODE_MAX)
        return false;
    for (; *code; code++) {
        bool letter = (*code >= 'a' && *code <= 'z') || (*code >= '0' && *code <= '9') || *code == '_' || *code == '-';
        if (!letter && !(capitals && *code >= 'A' && *code <= 'Z'))
            return false;
    }
    return true;
}

static void check_codes(struct checking *c, const cyaml_schema_field_t *field, const void *group, const char *path)
{
    const cyaml_schema_value_t *element = field->value.sequence.entry;
    unsigned n = schema_count(field, group);
    if (element->type != CYAML_MAPPING)
        return;
    const char *key = element->mapping.fields->key;
    const char **codes = ARENA_ARRAY(c->arena, n, const char *);
    if (!schema_has_keys(element))
        return;
    for (unsigned i = 0; i < n; i++) {
        codes[i] = schema_key_of(c->arena, element, schema_element(field, group, i));
        const char *at = check_path(c, path, i, key);
        if (strcmp(key, "code") == 0 && !good_code(codes[i], false)) {
            if (*codes[i])
                check_fault(c, at, N_("\"%s\" is not a code; use at most 40 small letters, digits, _ and -."), codes[i]);
            else
                check_fault(c, at, N_("The code is missing; use at most 40 small letters, digits, _ and -."));
            continue;
        }
        for (unsigned k = 0; k < i; k++) {
            if (*codes[i] && strcmp(codes[k], codes[i]) == 0) {
                check_fault(c, at, N_("\"%s\" stands here a second time, it is also entry %u of this list; each may stand once."), codes[i], k + 1);
                break;
            }
        }
    }
}

/* How much of a text fits where it is stored and shown; names and questions must be there in both languages. */
static const struct {
    const char *key;
    size_t characters;
    bool needed;
} texts[] = {
    {"name", 120, true},     {"label", 60, true},    {"body", 8000, true},  {"hint", 200, false},     {"definition", 600, false},
    {"material", 60, true},  {"examples", 600, false}, {"note", 600, false}, {"reason", 300, true}, {"answer", 2000, false}, {"instead", 1000, false},
    {"text", 300, true},     {"subject", 100, false}, {"sms", 300, false}, {"question", 200, false}, {"choices", 2000, false},
};

static void check_text(struct checking *c, const struct rb_text *text, const char *key, const char *path)
{
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (strcmp(texts[i].key, key) != 0)
            continue;
        bool needed = (texts[i].needed && strncmp(path, "notices[", 8) != 0) || *text->zh || *text->en; /* what a notice leaves out is said by the program */
        if (needed && !*text->zh && !*text->en)
            check_fault(c, path, N_("The text is missing; write it in Chinese (zh) and English (en)."));
        else if (needed && !*text->zh)
            check_fault(c, path, N_("\"%s\" has no Chinese text; add zh."), utf8_shorten(c->arena, str_of(text->en), 40));
        else if (needed && !*text->en)
            check_fault(c, path, N_("\"%s\" has no English text; add en."), utf8_shorten(c->arena, str_of(text->zh), 40));
        if (utf8_length(str_of(text->zh)) > texts[i].characters || utf8_length(str_of(text->en)) > texts[i].characters)
            check_fault(c, path, N_("The text is too long; at most %zu characters fit."), texts[i].characters);
    }
}

static void check_group(struct checking *c, const cyaml_schema_field_t *fields, const void *group, const char *path)
{
    for (const cyaml_schema_field_t *f = fields; f->key; f++) {
        const void *value = schema_member(f, group);
        const char *below = *path ? arena_printf(c->arena, "%s.%s", path, f->key) : f->key;
        if (f->value.type == CYAML_MAPPING && f->value.mapping.fields == rulebook_text_schema) {
            check_text(c, value, f->key, below);
        } else if (f->value.type == CYAML_SEQUENCE) {
            unsigned n = schema_count(f, group);
            if (n > ENTRIES_MAX)
                check_fault(c, below, N_("There are %u entries; at most %d fit."), n, ENTRIES_MAX);
            check_codes(c, f, group, below);
            for (unsigned i = 0; i < n && f->value.sequence.entry->type == CYAML_MAPPING; i++) {
                if (f->value.sequence.entry->mapping.fields == rulebook_text_schema)
                    check_text(c, schema_element(f, group, i), f->key, check_path(c, below, i, ""));
                check_group(c, f->value.sequence.entry->mapping.fields, schema_element(f, group, i), check_path(c, below, i, ""));
            }
        } else if (f->value.type == CYAML_MAPPING) {
            check_group(c, f->value.mapping.fields, value, below);
        }
    }
}

/* ---- references ---- */

struct reference {
    const char *member, *section;
    const char **codes;
    unsigned n;
};

static bool stands_in(const struct rulebook *b, const char *section, const char *code)
{
    const cyaml_schema_field_t *field = schema_field(rulebook_schema.mapping.fields, section);
    for (unsigned i = 0; i < schema_count(field, b); i++) {
        if (strcmp(*(const char *const *)schema_element(field, b, i), code) == 0)
            return true;
    }
    return false;
}

void check_reference(struct checking *c, const char *section, const char *code, const char *path)
{
    if (!stands_in(c->book, section, code))
        check_fault(c, path, N_("\"%s\" is not a code of the list \"%s\"; correct it or add it there."), code, section);
}

bool check_amount(struct checking *c, const char *amount, const char *path, int64_t *ret_cents)
{
    *ret_cents = 0;
    if (*amount && rulebook_cents(amount, ret_cents) != ERR_NONE) {
        check_fault(c, path, N_("\"%s\" is not an amount; write one such as \"30000.00\"."), amount);
        return false;
    }
    return *amount != '\0';
}

void check_when(struct checking *c, const struct rb_when *w, const char *path)
{
    static const char *const modes[] = {"named", "confidential", "anonymous", NULL};
    struct arena *a = c->arena;
    int64_t cents;
    const struct reference lists[] = {
        {"categories", "categories", w->categories, w->categories_count}, {"grades", "grades", w->grades, w->grades_count},
        {"channels", "channels", w->channels, w->channels_count},         {"sources", "sources", w->sources, w->sources_count},
        {"complainants", "complainants", w->complainants, w->complainants_count}, {"functions", "functions", w->functions, w->functions_count},
        {"flags", "flags", w->flags, w->flags_count},
    };
    for (size_t l = 0; l < COUNT_OF(lists); l++) {
        for (unsigned i = 0; i < lists[l].n; i++)
            check_reference(c, lists[l].section, lists[l].codes[i], arena_printf(a, "%s.%s[%u]", path, lists[l].member, i));
    }
    for (unsigned i = 0; i < w->validity_count; i++) {
        if (!check_word(rulebook_validity, w->validity[i]))
            check_fault(c, arena_printf(a, "%s.validity[%u]", path, i), N_("\"%s\" is not known here; use one of: %s."), w->validity[i], check_words(a, rulebook_validity));
    }
    for (unsigned i = 0; i < w->modes_count; i++) {
        if (!check_word(modes, w->modes[i]))
            check_fault(c, arena_printf(a, "%s.modes[%u]", path, i), N_("\"%s\" is not known here; use one of: %s."), w->modes[i], check_words(a, modes));
    }
    (void)check_amount(c, w->loss_over, arena_printf(a, "%s.loss_over", path), &cents);
}

/* ---- categories, causes, stages ---- */

static bool has_children(const struct rulebook *b, const char *code)
{
    for (unsigned i = 0; i < b->categories_count; i++) {
        if (strcmp(b->categories[i].parent, code) == 0)
            return true;
    }
    return false;
}

/* These two stand in tables of their own, where names are short. */
static void check_short_name(struct checking *c, const struct rb_text *name, const char *path)
{
    if (utf8_length(str_of(name->zh)) > NAME_SHORT || utf8_length(str_of(name->en)) > NAME_SHORT)
        check_fault(c, path, N_("The name is too long; at most %d characters fit."), NAME_SHORT);
}

static void check_category_place(struct checking *c, const struct rb_category *k, const char *path)
{
    const struct rb_category *group = rulebook_category(c->book, k->parent);
    if (!group)
        check_fault(c, path, N_("\"%s\" is not a category; correct it or add the group."), k->parent);
    else if (group == k || *group->parent)
        check_fault(c, path, N_("\"%s\" stands in a group itself; there are two levels, groups and the categories in them."), k->parent);
}

static unsigned lines_of(const char *text)
{
    unsigned n = 0;
    for (struct str rest = str_of(text); rest.p;)
        n += str_trim(str_cut(&rest, '\n')).n > 0;
    return n;
}

/* Somebody who chose in one language is read in the other, so the lines stand for each other. */
static void check_choices(struct checking *c, const struct rb_field *field, const char *path)
{
    unsigned zh = lines_of(field->choices.zh), en = lines_of(field->choices.en);
    if (strcmp(field->kind, "choice") != 0) {
        if (zh || en)
            check_fault(c, path, N_("Answers to choose from are for the kind \"choice\" only; change the kind or take them out."));
    } else if (zh < 2) {
        check_fault(c, path, N_("A choice needs at least two answers, one on each line."));
    } else if (zh != en) {
        check_fault(c, path, N_("There are %u answers in Chinese and %u in English; they must be as many."), zh, en);
    }
}

static void check_categories(struct checking *c)
{
    const struct rulebook *b = c->book;
    bool any = false;
    for (unsigned i = 0; i < b->categories_count; i++) {
        const struct rb_category *k = &b->categories[i];
        const struct rb_category *group = rulebook_category(b, k->parent);
        bool is_group = has_children(b, k->code);
        check_short_name(c, &k->name, check_path(c, "categories", i, "name"));
        if (*k->parent)
            check_category_place(c, k, check_path(c, "categories", i, "parent"));
        if (*k->function)
            check_reference(c, "functions", k->function, check_path(c, "categories", i, "function"));
        else if (!is_group)
            check_fault(c, check_path(c, "categories", i, ""), N_("The function is missing; name that of the department which handles it."));
        if (k->fields_count > CATEGORY_FIELDS_MAX)
            check_fault(c, check_path(c, "categories", i, "fields"), N_("There are %u questions; at most %d fit."), k->fields_count, CATEGORY_FIELDS_MAX);
        for (unsigned f = 0; f < k->fields_count; f++) {
            if (!*category_field_kind_title(k->fields[f].kind))
                check_fault(c, arena_printf(c->arena, "categories[%u].fields[%u].kind", i, f), N_("\"%s\" is not a kind of question; use one of: %s."), k->fields[f].kind,
                            check_words(c->arena, category_field_kinds));
            check_choices(c, &k->fields[f], arena_printf(c->arena, "categories[%u].fields[%u].choices", i, f));
        }
        any = any || (!is_group && !k->inactive && !(group && group->inactive));
    }
    if (!any)
        check_fault(c, "categories", N_("No category can be chosen, so nobody could complain; add one or offer one again."));
}

static void check_tree(struct checking *c, const char *section, const struct rb_tree *list, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        const struct rb_tree *up = &list[i];
        for (int depth = 1; up && *up->parent; depth++) {
            up = rulebook_tree(list, n, up->parent);
            if (!up && depth == 1)
                check_fault(c, check_path(c, section, i, "parent"), N_("\"%s\" is not a code of the list \"%s\"; correct it or add it there."), list[i].parent, section);
            if (depth < TREE_DEPTH_MAX)
                continue;
            check_fault(c, check_path(c, section, i, "parent"), N_("It stands more than %d levels deep, or in itself; hang it elsewhere."), TREE_DEPTH_MAX);
            break;
        }
    }
}

/* ---- grades ---- */

static void check_grades(struct checking *c)
{
    const struct rulebook *b = c->book;
    bool offered = b->grades_count == 0;
    for (unsigned i = 0; i < b->grades_count; i++)
        offered = offered || !b->grades[i].inactive;
    if (!offered)
        check_fault(c, "grades", N_("No grade is offered any more; offer one again or take the list out."));
    for (unsigned i = 0; i < b->grading_count; i++) {
        const struct rb_grading *rule = &b->grading[i];
        const struct rb_grade *grade = rulebook_grade(b, rule->grade);
        check_reference(c, "grades", rule->grade, check_path(c, "grading", i, "grade"));
        if (grade && grade->inactive)
            check_fault(c, check_path(c, "grading", i, "grade"), N_("The grade \"%s\" is not offered any more; propose another or take the rule out."), rule->grade);
        if (rule->when.grades_count)
            check_fault(c, check_path(c, "grading", i, "when"), N_("A rule that proposes a grade cannot ask for the grade; take \"grades\" out."));
        check_when(c, &rule->when, check_path(c, "grading", i, "when"));
    }
}

/* ---- closing, texts, roles ---- */

static void check_bases(struct checking *c)
{
    for (unsigned i = 0; i < c->book->bases_count; i++) {
        const struct rb_basis *basis = &c->book->bases[i];
        bool attempts = false;
        if (*basis->finding && !check_word(rulebook_findings, basis->finding))
            check_fault(c, check_path(c, "bases", i, "finding"), N_("\"%s\" is not a finding; use one of: %s, or leave it out for any."), basis->finding,
                        check_words(c->arena, rulebook_findings));
        for (unsigned d = 0; d < basis->demands_count; d++) {
            attempts = attempts || strcmp(basis->demands[d], "attempts") == 0;
            if (!check_word(rulebook_demands, basis->demands[d]))
                check_fault(c, arena_printf(c->arena, "bases[%u].demands[%u]", i, d), N_("\"%s\" is not known here; use some of: %s."), basis->demands[d],
                            check_words(c->arena, rulebook_demands));
        }
        if (attempts != (basis->attempts > 0) || basis->attempts > ATTEMPTS_MAX)
            check_fault(c, check_path(c, "bases", i, "attempts"), N_("Say how many attempts, 1 to %d, exactly where \"attempts\" is among the demands."), ATTEMPTS_MAX);
    }
    for (unsigned i = 0; i < c->book->sections_count; i++)
        check_when(c, &c->book->sections[i].when, check_path(c, "sections", i, "when"));
}

static void check_placeholders(struct checking *c, const char *text, const char *path)
{
    static const char *const known[] = {"number", "title", "unit", "due", "category", "handler", "today", NULL};
    for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
        size_t n = strcspn(open + 1, "{}\n");
        if (open[1 + n] != '}' || n > CODE_MAX)
            continue;
        const char *name = arena_strndup(c->arena, open + 1, n);
        if (!check_word(known, name))
            check_fault(c, path, N_("{%s} cannot be filled in; known are {number}, {title}, {unit}, {due}, {category}, {handler} and {today}."), name);
    }
}

/* What goes out over the networks of others says nothing of a person, and nothing of what was complained about. */
static void check_notice(struct checking *c, const char *key, const char *text, const char *path)
{
    static const char *const personal[] = {"title", "name", "handler", "category", "phone", "email", "address", "passcode", "reply", "message", NULL};
    bool to_staff = strcmp(key, "staff") == 0;
    for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
        size_t n = strcspn(open + 1, "{}\n");
        if (open[1 + n] != '}' || n > CODE_MAX)
            continue;
        const char *name = arena_strndup(c->arena, open + 1, n);
        if (check_word(personal, name))
            check_fault(c, path, N_("{%s} would tell others about the complaint or a person; e-mail and SMS can be read on their way. Take it out."), name);
        else if (!check_word(rulebook_notice_words, name) || (strcmp(name, "what") == 0 && !to_staff))
            check_fault(c, path, N_("{%s} cannot be filled in; known are {number}, {link}, {unit}, {due}, {site}, {hotline}, and {what} in the text to the staff."), name);
    }
}

static void check_notices(struct checking *c)
{
    for (unsigned i = 0; i < c->book->notices_count; i++) {
        const struct rb_notice *notice = &c->book->notices[i];
        const struct {
            const char *member, *text;
        } parts[] = {
            {"subject.zh", notice->subject.zh}, {"subject.en", notice->subject.en}, {"body.zh", notice->body.zh}, {"body.en", notice->body.en}, {"sms.zh", notice->sms.zh}, {"sms.en", notice->sms.en},
        };
        if (!check_word(rulebook_notice_keys, notice->key))
            check_fault(c, check_path(c, "notices", i, "key"), N_("\"%s\" is no occasion on which something goes out; use one of: %s."), notice->key,
                        check_words(c->arena, rulebook_notice_keys));
        for (size_t k = 0; k < COUNT_OF(parts); k++) {
            check_notice(c, notice->key, parts[k].text, check_path(c, "notices", i, parts[k].member));
            if (k < 2 && strpbrk(parts[k].text, "\r\n"))
                check_fault(c, check_path(c, "notices", i, parts[k].member), N_("A subject is one line; take the line break out."));
        }
    }
}

static void check_texts(struct checking *c)
{
    const struct rulebook *b = c->book;
    for (unsigned i = 0; i < b->templates_count; i++) {
        const struct rb_template *t = &b->templates[i];
        if (!check_word(rulebook_uses, t->use))
            check_fault(c, check_path(c, "templates", i, "use"), N_("\"%s\" is not a use of a template; use one of: %s."), t->use, check_words(c->arena, rulebook_uses));
        check_placeholders(c, t->body.zh, check_path(c, "templates", i, "body.zh"));
        check_placeholders(c, t->body.en, check_path(c, "templates", i, "body.en"));
    }
    for (unsigned i = 0; i < b->texts_count; i++) {
        if (!check_word(rulebook_text_keys, b->texts[i].key))
            check_fault(c, check_path(c, "texts", i, "key"), N_("\"%s\" is not a text of the public pages; use one of: %s."), b->texts[i].key,
                        check_words(c->arena, rulebook_text_keys));
    }
}

static void check_roles(struct checking *c)
{
    for (unsigned i = 0; i < c->book->roles_count; i++) {
        const struct rb_role *role = &c->book->roles[i];
        check_short_name(c, &role->name, check_path(c, "roles", i, "name"));
        for (unsigned p = 0; p < role->permissions_count; p++) {
            if (c->is_permission && !c->is_permission(role->permissions[p]))
                check_fault(c, arena_printf(c->arena, "roles[%u].permissions[%u]", i, p), N_("\"%s\" is not a right; the manual page redress(1) lists them."),
                            role->permissions[p]);
        }
    }
}

static void check_own_limits(struct checking *c)
{
    for (unsigned i = 0; i < c->book->own_limits_count; i++) {
        const struct rb_own_limit *own = &c->book->own_limits[i];
        const struct rb_clock *clock = rulebook_clock(c->book, own->clock);
        struct calendar_limit mine, rules;
        if (!good_code(own->unit, true))
            check_fault(c, check_path(c, "units", i, "unit"), N_("\"%s\" is not the code of a unit."), own->unit);
        check_reference(c, "clocks", own->clock, check_path(c, "units", i, "clock"));
        if (check_limit(c, own->limit, check_path(c, "units", i, "limit"), &mine) && clock && clock->floor && calendar_limit_read(str_of(clock->limit), &rules) == ERR_NONE &&
            calendar_limit_compare(mine, rules) > 0)
            check_fault(c, check_path(c, "units", i, "limit"), N_("%s is longer than the %s of \"%s\", which units may only tighten; shorten it."), own->limit, clock->limit,
                        clock->code);
    }
}

static void check_head(struct checking *c)
{
    const struct rulebook *b = c->book;
    if (b->format != 1)
        check_fault(c, "format", N_("This program reads format 1; begin the document with \"format: 1\"."));
    if (!good_code(b->code, false))
        check_fault(c, "code", N_("The rulebook needs a code of its own, such as \"life-insurer\": at most 40 small letters, digits, _ and -."));
}

enum err rulebook_check(struct arena *a, const struct rulebook *b, struct str yaml, bool (*is_permission)(const char *name), struct rulebook_faults *faults)
{
    struct rulebook_lines *lines = rulebook_lines_open(a, yaml);
    struct checking c = {.arena = a, .book = b, .faults = faults, .lines = lines, .is_permission = is_permission};
    size_t before = faults->n;
    check_head(&c);
    check_group(&c, rulebook_schema.mapping.fields, b, "");
    check_categories(&c);
    check_tree(&c, "causes", b->causes, b->causes_count);
    check_tree(&c, "stages", b->stages, b->stages_count);
    check_grades(&c);
    check_clocks(&c);
    check_resolve(&c);
    check_bases(&c);
    check_texts(&c);
    check_notices(&c);
    check_roles(&c);
    for (unsigned i = 0; i < b->functions_count; i++) {
        if (strlen(b->functions[i].code) > FUNCTION_MAX)
            check_fault(&c, check_path(&c, "functions", i, "code"), N_("The code is too long; of a function at most %d characters fit."), FUNCTION_MAX);
    }
    check_own_limits(&c);
    check_work(&c);
    check_deciding(&c);
    check_closing(&c);
    rulebook_lines_close(lines);
    return faults->n > before || faults->more ? ERR_INPUT : ERR_NONE;
}
