#include "portal_party_view.h"

#include <string.h>

#include "utf8.h"

static const struct {
    const char *field, *name, *label;
} papers[] = {
    {"authority", N_("Letter of authority"), N_("Add the letter of authority, signed by that person")},
    {"members", N_("List of members"), N_("Add a list of all members, with names and signatures")},
};

static const char *paper_prefix(const struct page *page, size_t paper, enum lang lang)
{
    return arena_printf(page->arena, "%s - ", text_in(lang, papers[paper].name));
}

const char *portal_paper_name(const struct page *page, const char *field, const char *name)
{
    enum { KEPT = 150 }; /* code points from the end, where the ending stands */
    for (size_t i = 0; i < COUNT_OF(papers); i++) {
        if (strcmp(papers[i].field, field) != 0)
            continue;
        const struct str all = str_of(name);
        const size_t length = utf8_length(all);
        const struct str cut = length > KEPT ? utf8_prefix(all, length - KEPT) : (struct str){all.p, 0};
        return arena_printf(page->arena, "%s%s", paper_prefix(page, i, page->lang), name + cut.n);
    }
    return name;
}

const char *portal_paper_of(const struct page *page, const struct attachment *file)
{
    for (size_t p = 0; p < COUNT_OF(papers); p++) {
        if (str_starts(str_of(file->name), paper_prefix(page, p, LANG_ZH)) || str_starts(str_of(file->name), paper_prefix(page, p, LANG_EN)))
            return papers[p].field;
    }
    return NULL;
}

bool portal_paper_there(const struct page *page, const char *field, const struct attachment *files, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *paper = portal_paper_of(page, &files[i]);
        if (paper && strcmp(paper, field) == 0)
            return true;
    }
    return false;
}

static void fill_represented(struct page *page, struct tpl *t, const struct party *p, const struct http_form_errors *errors)
{
    struct tpl *part = tpl_add(t, SEC_REPRESENTED);
    tpl_text(part, V_FOR_NAME, p ? p->name : "");
    tpl_text(part, V_FOR_RELATION, p ? p->relation : "");
    tpl_text(part, V_FOR_CONTACT, p ? p->contact : "");
    page_field_error(page, part, SEC_FOR_NAME_ERR, errors, "for_name");
    page_field_error(page, part, SEC_FOR_RELATION_ERR, errors, "for_relation");
    page_field_error(page, part, SEC_FOR_CONTACT_ERR, errors, "for_contact");
}

static void fill_people(struct page *page, struct tpl *t, const struct party *list, size_t n, int most, const struct http_form_errors *errors)
{
    struct tpl *part = tpl_add(t, SEC_PEOPLE);
    size_t next = 0;
    tpl_int(part, V_MOST, most);
    for (int i = 1; i <= most; i++) {
        struct tpl *row = tpl_add(part, SEC_PERSON);
        while (next < n && list[next].role != PARTY_REPRESENTATIVE)
            next++;
        tpl_int(row, V_NUMBER, i);
        tpl_text(row, V_NAME, next < n ? list[next].name : "");
        tpl_text(row, V_CONTACT, next < n ? list[next].contact : "");
        next += next < n;
        page_field_error(page, row, SEC_NAME_ERR, errors, arena_printf(page->arena, "name_%d", i));
        page_field_error(page, row, SEC_CONTACT_ERR, errors, arena_printf(page->arena, "contact_%d", i));
    }
}

static void fill_paper(struct page *page, struct tpl *t, size_t paper, bool there, bool later, bool room, const struct http_form_errors *errors)
{
    struct tpl *part = tpl_add(t, SEC_PAPER);
    tpl_text(part, V_HEADING, page_text(page, papers[paper].name));
    tpl_text(part, V_FIELD, papers[paper].field);
    tpl_text(part, V_LABEL, page_text(page, papers[paper].label));
    tpl_show_if(part, SEC_THERE, there);
    page_field_error(page, part, SEC_FILE_ERR, errors, papers[paper].field);
    if (room && !there) {
        struct tpl *add = tpl_add(part, SEC_CAN_ADD);
        tpl_int(add, V_MIB, (long long)page->site->config->limits.upload_mib);
        tpl_text(add, V_ACCEPT, attachment_accept);
        page_field_error(page, add, SEC_FILE_ERR, errors, papers[paper].field);
    }
    if (!there)
        tpl_show_if(tpl_add(part, SEC_NOT_THERE), SEC_CHECKED, later);
}

static const struct party *first_of(const struct party *list, size_t n, enum party_role role)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].role == role)
            return &list[i];
    }
    return NULL;
}

void portal_view_party(struct page *page, struct tpl *t, const struct rb_name *kind, const struct portal_draft *d, const struct attachment *files, size_t n,
                       const struct http_form_errors *errors)
{
    struct party list[PARTIES_MAX];
    const size_t n_parties = parties_read(page->arena, d->parties, list, COUNT_OF(list));
    const bool room = n < page->site->config->limits.files_per_message;
    const bool later[] = {*d->authority_later != '\0', *d->members_later != '\0'};
    tpl_text(t, V_KIND, page_pick(page, kind->name.zh, kind->name.en));
    tpl_show_if(t, SEC_HAS_FILES, n > 0);
    for (size_t i = 0; i < n; i++)
        portal_view_file(page, t, SEC_FILE, &files[i]);
    if (portal_draft_asks(d, "represented"))
        fill_represented(page, t, first_of(list, n_parties, PARTY_REPRESENTED), errors);
    if (portal_draft_asks(d, "representatives"))
        fill_people(page, t, list, n_parties, rulebook_named_most(kind), errors);
    if (portal_draft_asks(d, "staff_number")) {
        const struct party *staff = first_of(list, n_parties, PARTY_STAFF);
        struct tpl *part = tpl_add(t, SEC_STAFF);
        tpl_text(part, V_STAFF_NUMBER, staff ? staff->name : "");
        page_field_error(page, part, SEC_STAFF_NUMBER_ERR, errors, "staff_number");
    }
    for (size_t i = 0; i < COUNT_OF(papers); i++) {
        if (portal_draft_asks(d, papers[i].field))
            fill_paper(page, t, i, portal_paper_there(page, papers[i].field, files, n), later[i], room, errors);
    }
}

const char *portal_party_words(struct page *page, const struct portal_draft *d)
{
    struct arena *a = page->arena;
    struct buf text = {.arena = a};
    struct party list[PARTIES_MAX];
    const size_t n = parties_read(a, portal_draft_parties(a, d), list, COUNT_OF(list));
    for (size_t i = 0; i < n; i++)
        buf_printf(&text, "%s%s%s%s%s%s%s%s", i ? "\n" : "", page_text(page, party_title(list[i].role)), page->lang == LANG_ZH ? "：" : ": ", list[i].name,
                   *list[i].relation ? " · " : "", list[i].relation, *list[i].contact ? " · " : "", list[i].contact);
    return text.n ? text.p : "";
}

const char *portal_papers_words(struct page *page, const struct portal_draft *d, const struct attachment *files, size_t n)
{
    const unsigned standing = portal_draft_standing(d, portal_paper_there(page, "authority", files, n), portal_paper_there(page, "members", files, n));
    const char *there = page_text(page, standing_there_words(standing)), *missing = page_text(page, standing_missing_words(standing));
    if (!*missing)
        return there;
    const char *later = text_f(page->arena, page->lang, N_("%s: you send it later"), missing);
    return *there ? arena_printf(page->arena, "%s\n%s", there, later) : later;
}
