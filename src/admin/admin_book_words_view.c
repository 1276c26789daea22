#include <string.h>

#include "admin_book_view.h"
#include "calendar_words.h"
#include "format.h"

/* What a rulebook says, in the reader's language. */

static const char *option_name(struct page *page, const struct book_option *o)
{
    return o->title && *o->title ? page_text(page, o->title) : page_pick(page, o->name.zh, o->name.en);
}

static const char *code_name(struct page *page, const struct book_option *options, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(options[i].code, code) == 0)
            return option_name(page, &options[i]);
    }
    return code;
}

static void add_item(struct page *page, struct buf *out, const char *item)
{
    if (out->n > 0)
        buf_adds(out, page->lang == LANG_ZH ? "、" : ", ");
    buf_adds(out, item);
}

static const char *said(const struct buf *out)
{
    return out->n > 0 ? out->p : "";
}

const char *admin_book_title(struct page *page, const struct rulebook *b, const struct book_section *s, const void *thing)
{
    if (strcmp(s->code, "texts") == 0)
        return page_text(page, rulebook_text_title(admin_book_code(s, thing)));
    if (strcmp(s->code, "notices") == 0)
        return page_text(page, rulebook_notice_title(admin_book_code(s, thing)));
    if (strcmp(s->code, "intakes") == 0) {
        const struct rb_name *channel = rulebook_name(b->channels, b->channels_count, admin_book_code(s, thing));
        return channel ? page_pick(page, channel->name.zh, channel->name.en) : admin_book_code(s, thing);
    }
    if (strcmp(s->code, "gates") == 0)
        return page_text(page, rulebook_gate_title(((const struct rb_gate *)thing)->gate));
    struct rb_text name = admin_book_name(s, thing);
    return s->list_at == BOOK_NO_MEMBER ? page_text(page, s->title) : page_pick(page, name.zh, name.en);
}

const char *admin_limit_words(struct page *page, const char *limit)
{
    struct calendar_limit read;
    if (calendar_limit_read(str_of(limit), &read) != ERR_NONE)
        return limit;
    struct calendar_count_words words = calendar_limit_words(read);
    return text_count(page->arena, page->lang, words.one, words.many, words.n);
}

static const char *row_words(struct page *page, const struct rulebook *b, const struct book_section *s, const struct book_shape *shape, const void *row)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < shape->n; i++) {
        const struct book_member *m = &shape->members[i];
        const char *words = m->kind == BOOK_HIDDEN || strcmp(m->name, "hint") == 0 ? "" : admin_book_words(page, b, s, m, row);
        if (!*words)
            continue;
        buf_adds(&out, out.n == 0 ? "" : page->lang == LANG_ZH ? "，" : ", ");
        if (m->kind == BOOK_TICK)
            buf_adds(&out, page_text(page, m->label));
        else if (strcmp(m->name, "after") == 0)
            buf_adds(&out, text_f(page->arena, page->lang, N_("%s later"), words));
        else if ((m->kind == BOOK_LIMIT || m->kind == BOOK_NUMBER || m->kind == BOOK_AMOUNT) && shape->n > 1)
            buf_printf(&out, "%s %s", page_text(page, m->label), words);
        else
            buf_adds(&out, words);
    }
    return said(&out);
}

static const char *text_member(const void *thing, const struct book_member *m)
{
    const char *text;
    memcpy(&text, (const char *)thing + m->at, sizeof text);
    return text ? text : "";
}

static const char *list_words(struct page *page, const struct rulebook *b, const struct book_section *s, const struct book_member *m, const void *thing)
{
    struct buf out = {.arena = page->arena};
    const char *list;
    unsigned n;
    struct book_option *options;
    size_t n_options;
    memcpy(&list, (const char *)thing + m->at, sizeof list);
    memcpy(&n, (const char *)thing + m->count_at, sizeof n);
    if (m->kind == BOOK_SET)
        admin_book_options(page->arena, b, s, m->source, NULL, &options, &n_options);
    for (unsigned i = 0; i < n; i++) {
        if (m->kind == BOOK_SET)
            add_item(page, &out, code_name(page, options, n_options, ((const char *const *)(const void *)list)[i]));
        else if (i > 0)
            buf_adds(&out, page->lang == LANG_ZH ? "；" : "; ");
        if (m->kind == BOOK_ROWS)
            buf_adds(&out, row_words(page, b, s, m->rows, list + i * m->rows->size));
    }
    return said(&out);
}

static const char *word_name(struct page *page, const struct rulebook *b, const struct book_section *s, const struct book_member *m, const char *word)
{
    struct book_option *options;
    size_t n;
    admin_book_options(page->arena, b, s, m->source, NULL, &options, &n);
    return *word ? code_name(page, options, n, word) : "";
}

const char *admin_book_words(struct page *page, const struct rulebook *b, const struct book_section *s, const struct book_member *m, const void *thing)
{
    struct rb_text text;
    int number;
    switch (m->kind) {
    case BOOK_NAME:
    case BOOK_LINES:
        memcpy(&text, (const char *)thing + m->at, sizeof text);
        return page_pick(page, text.zh, text.en);
    case BOOK_WORD:
        return word_name(page, b, s, m, text_member(thing, m));
    case BOOK_SET:
    case BOOK_ROWS:
        return list_words(page, b, s, m, thing);
    case BOOK_TICK:
        return *((const char *)thing + m->at) ? page_text(page, N_("Yes")) : "";
    case BOOK_NUMBER:
        memcpy(&number, (const char *)thing + m->at, sizeof number);
        return number ? admin_number(page->arena, number) : "";
    case BOOK_LIMIT:
        if (m->at_once && strcmp(text_member(thing, m), "0") == 0)
            return page_text(page, N_("At once"));
        return *text_member(thing, m) && strcmp(text_member(thing, m), "0") != 0 ? admin_limit_words(page, text_member(thing, m)) : "";
    case BOOK_CODE:
    case BOOK_AMOUNT:
    case BOOK_RATIO:
    case BOOK_WORDY:
    case BOOK_HIDDEN:
        return text_member(thing, m);
    }
    return "";
}

const char *admin_book_written_words(struct page *page, const struct rulebook *b, const struct book_section *s, const struct book_member *m, const char *written)
{
    if (!*written)
        return "";
    if (m->kind == BOOK_LIMIT)
        return admin_limit_words(page, written);
    if (m->kind == BOOK_TICK)
        return page_text(page, strcmp(written, "yes") == 0 || strcmp(written, "true") == 0 || strcmp(written, "1") == 0 ? N_("Yes") : N_("No"));
    if (m->kind == BOOK_WORD)
        return word_name(page, b, s, m, written);
    if (m->kind != BOOK_SET)
        return written;
    struct buf out = {.arena = page->arena};
    struct str rest = str_of(written);
    while (rest.p) {
        struct str one = str_trim(str_cut(&rest, ','));
        add_item(page, &out, word_name(page, b, s, m, str_cstr(page->arena, one)));
    }
    return said(&out);
}

static bool is_condition(const struct book_member *m)
{
    return strncmp(m->name, "when.", 5) == 0;
}

const char *admin_when_words(struct page *page, const struct rulebook *b, const struct book_section *s, const void *thing)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < s->shape.n; i++) {
        const struct book_member *m = &s->shape.members[i];
        const char *words = is_condition(m) ? admin_book_words(page, b, s, m, thing) : "";
        if (!*words)
            continue;
        buf_adds(&out, out.n == 0 ? "" : page->lang == LANG_ZH ? "；" : "; ");
        buf_printf(&out, page->lang == LANG_ZH ? "%s：%s" : "%s: %s", page_text(page, m->label), words);
    }
    return said(&out);
}

/* label NULL: something that holds or not, and does. */
static void add_fact(struct tpl *t, const char *label, const char *value)
{
    struct tpl *fact = tpl_add(t, SEC_FACT);
    if (label)
        tpl_text(tpl_add(fact, SEC_LABELLED), V_LABEL, label);
    else
        tpl_show(fact, SEC_TICKED);
    tpl_text(fact, V_VALUE, value);
}

void admin_book_facts(struct page *page, struct tpl *t, const struct rulebook *b, const struct book_section *s, const void *thing, bool listed_only)
{
    bool conditional = false;
    for (size_t i = 0; i < s->shape.n; i++) {
        const struct book_member *m = &s->shape.members[i];
        if (is_condition(m)) {
            const char *when = conditional ? NULL : admin_when_words(page, b, s, thing);
            if (when)
                add_fact(t, page_text(page, N_("When it applies")), *when ? when : page_text(page, N_("Always")));
            conditional = true;
            continue;
        }
        bool in_head = m->kind == BOOK_CODE || (s->name_at != BOOK_NO_MEMBER && m->at == s->name_at && s->list_at != BOOK_NO_MEMBER);
        const char *words = in_head || m->kind == BOOK_HIDDEN || (listed_only && !m->listed) ? "" : admin_book_words(page, b, s, m, thing);
        if (*words && m->kind == BOOK_TICK)
            add_fact(t, NULL, page_text(page, m->label));
        else if (*words && m->kind == BOOK_ROWS)
            add_fact(t, page_text(page, m->heading ? m->heading : N_("Extensions")), words);
        else if (*words)
            add_fact(t, page_text(page, m->label), words);
    }
}

const char *admin_book_path(struct page *page, const struct book_section *s, const char *code, const char *rest)
{
    return arena_printf(page->arena, ADMIN_RULES "/%s/%s%s", s->code, code, rest);
}
