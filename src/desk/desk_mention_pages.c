#include "desk_mention_pages.h"

#include "mention_store.h"

/* Whether one of those who were found may be mentioned; what stands against it is noted. */
static bool check_mention(struct page *page, const struct desk_case *x, const struct desk_act_typed *typed, const struct mention *who, struct http_form_errors *errors)
{
    const char *wrong = NULL;
    struct arena *a = page->arena;
    if (who->kept_out)
        wrong = text_f(a, page->lang, N_("%s is kept out of this complaint and cannot be mentioned"), who->name);
    else if (!who->may_see)
        wrong = text_f(a, page->lang, N_("%s has no right to see complaints and cannot be mentioned"), who->name);
    else if (!who->sees && !(x->rights & PERMISSION_BIT(MAY_ASSIGN)))
        wrong = text_f(a, page->lang, N_("%s does not see this complaint. Whoever may assign it can mention him"), who->name);
    else if (!who->sees && !typed->mention_ok)
        wrong = text_f(a, page->lang, N_("%s does not see this complaint yet. Tick that he is to see his part of it"), who->name);
    if (wrong)
        http_form_error(errors, "mention", wrong, 0);
    return !wrong;
}

/* Who is meant in the text and beside it. Words of the text that are nobody's sign-in name are words. */
enum err desk_mention_find(struct page *page, const struct desk_case *x, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    struct mention_words words;
    struct mention *found;
    size_t n;
    int64_t *ids = ARENA_ARRAY(page->arena, MENTIONS_MAX, int64_t);
    mention_read(page->arena, typed->mention, typed->text, &words);
    TRY(mention_find(page->db, page->arena, &words, &x->c, page->user->unit_id, &found, &n));
    for (size_t i = 0; i < words.n; i++) {
        const struct mention *who = NULL;
        size_t fitting = 0;
        for (size_t k = 0; k < n; k++) {
            if (!str_ieq(str_of(found[k].word), str_of(words.word[i])) || (who && who->user_id == found[k].user_id))
                continue;
            who = &found[k];
            fitting++;
        }
        if (fitting > 1)
            http_form_error(errors, "mention", text_f(page->arena, page->lang, N_("Several colleagues are called %s; write the sign-in name"), words.word[i]), 0);
        else if (!who && words.beside[i])
            http_form_error(errors, "mention", text_f(page->arena, page->lang, N_("Nobody is called %s; write the name or the sign-in name"), words.word[i]), 0);
        else if (who && check_mention(page, x, typed, who, errors)) {
            if (typed->n_mentions == MENTIONS_MAX)
                http_form_error(errors, "mention", N_("At most %d colleagues can be mentioned"), MENTIONS_MAX);
            else
                ids[typed->n_mentions++] = who->user_id;
        }
    }
    typed->mentions = ids;
    return ERR_NONE;
}
