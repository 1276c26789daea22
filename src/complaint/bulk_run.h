#ifndef REDRESS_BULK_RUN_H
#define REDRESS_BULK_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One action on many complaints (requirements L2). The numbers and words are those of the schema. */
enum bulk_action { BULK_ASSIGN, BULK_DISPATCH, BULK_REMIND, BULK_TAG, BULK_UNTAG, BULK_CLOSE, BULK__COUNT };
enum bulk_state { BULK_CHOSEN = 1, BULK_UNDER_WAY, BULK_DONE };
enum bulk_item_state { BULK_ITEM_TO_DO = 1, BULK_ITEM_DONE, BULK_ITEM_REFUSED };

struct bulk {
    int64_t id, at_us;
    enum bulk_action action;
    enum bulk_state state;
    const char *query, *data; /* the list that it was chosen from; what was entered, a flat JSON object */
};
struct bulk_item {
    int64_t complaint_id;
    int place, version; /* version: as it was when it was chosen */
    enum bulk_item_state state;
    const char *why;
};

const char *bulk_action_word(enum bulk_action action);
bool bulk_action_from_word(const char *word, enum bulk_action *ret_action);

#endif
