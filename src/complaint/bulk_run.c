#include "bulk_run.h"

#include <string.h>

static const char *const words[BULK__COUNT] = {"assign", "dispatch", "remind", "tag", "untag", "close"};

const char *bulk_action_word(enum bulk_action action)
{
    return action < BULK__COUNT ? words[action] : "";
}

bool bulk_action_from_word(const char *word, enum bulk_action *ret_action)
{
    for (int i = 0; i < BULK__COUNT; i++) {
        if (strcmp(words[i], word) == 0) {
            *ret_action = (enum bulk_action)i;
            return true;
        }
    }
    return false;
}
