#ifndef REDRESS_DESK_FACTS_VIEW_H
#define REDRESS_DESK_FACTS_VIEW_H

#include "desk_case_view.h"

#define DESK_FACTS_MAX 60

/* What is known of a complaint, label by label: {{#FACT}} rows of the case page and of the sheet. */
struct desk_facts {
    struct page *page;
    struct {
        const char *label, *value;
    } list[DESK_FACTS_MAX];
    size_t n;
};
/* Add a row unless its value is empty; the label as it is shown, or as a msgid. */
void desk_fact(struct desk_facts *facts, const char *label, const char *value);
void desk_fact_text(struct desk_facts *facts, const char *msgid, const char *value);
/* Who complained, hidden as far as everybody may see it. The first of the facts, always there. */
/* Those for whom or with whom it is made; clear: whoever reads may see who they are. */
void desk_facts_parties(struct desk_facts *facts, const struct identity *who, bool clear);
void desk_facts_masked(struct desk_facts *facts, const struct desk_case *x);
/* What was told when it was filed, and what came out of it. */
void desk_facts_circumstances(struct desk_facts *facts, const struct desk_case *x);
/* Two short facts share a row; one that is left alone, and every long one, takes the whole row. ret_first (or NULL) gets the first row. */
void desk_facts_fill(struct tpl *t, const struct desk_facts *facts, struct tpl **ret_first);

/* The card of the case page with what the complaint is about. */
void desk_content_fill(struct page *page, struct tpl *t, const struct desk_case *x);

#endif
