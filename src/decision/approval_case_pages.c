#include "approval_case_pages.h"

#include "hiding.h"
#include "approval_store.h"
#include "rulebook_store.h"

/* Messages with the complainant alone: notes and slips are not what is decided on. */
static size_t with_complainant(struct message *list, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (list[i].kind < MESSAGE_NOTE)
            list[kept++] = list[i];
    }
    return kept;
}

static const char *conclusion_of(const struct approval_case *k, int position, bool remedy)
{
    for (size_t i = 0; i < k->n_conclusions; i++) {
        if (k->conclusions[i].position == position)
            return remedy ? k->conclusions[i].remedy : k->conclusions[i].text;
    }
    return "";
}

enum err approval_case_show(struct page *page, int64_t complaint_id, struct approval_shown *x)
{
    struct approval_case *k = ARENA_ARRAY(page->arena, 1, struct approval_case);
    int64_t version;
    TRY(approval_case_load(page->db, page->arena, complaint_id, k));
    TRY(rulebook_in_force(page->db, page->arena, &x->book, &version));
    x->c = &k->c;
    x->allegations = k->sheet.parts.allegations;
    x->n_allegations = k->sheet.parts.n_allegations;
    const char **conclusions = ARENA_ARRAY(page->arena, x->n_allegations + 1, const char *), **remedies = ARENA_ARRAY(page->arena, x->n_allegations + 1, const char *);
    for (size_t i = 0; i < x->n_allegations; i++) {
        conclusions[i] = conclusion_of(k, x->allegations[i].position, false);
        remedies[i] = conclusion_of(k, x->allegations[i].position, true);
    }
    x->conclusions = conclusions;
    x->remedies = remedies;
    hiding_messages(x->book, &k->c, hiding_name(page->arena, &k->c, page->lang != LANG_ZH), k->sheet.messages, k->sheet.n_messages);
    x->messages = k->sheet.messages;
    x->n_messages = with_complainant(k->sheet.messages, k->sheet.n_messages);
    x->files = k->sheet.files;
    x->n_files = k->sheet.n_files;
    return ERR_NONE;
}
