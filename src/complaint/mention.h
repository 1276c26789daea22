#ifndef REDRESS_MENTION_H
#define REDRESS_MENTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

/* Colleagues mentioned in an internal note: by "@login" in its text, or named beside it. Pure. */
#define MENTIONS_MAX 10
struct mention_words {
    const char *word[2 * MENTIONS_MAX]; /* sign-in names or names, without "@" */
    bool beside[2 * MENTIONS_MAX];      /* named beside the note, so that there has to be such a person */
    size_t n;
};
/* Each word once; of the text what begins like a sign-in name after "@", not in the middle of an address. */
void mention_read(struct arena *a, const char *beside, const char *text, struct mention_words *ret_words);

/* Somebody who is meant by a word. */
struct mention {
    int64_t user_id;
    const char *word, *name;
    bool kept_out; /* of the complaint (G9) */
    bool sees;     /* the complaint, or a part of it */
    bool may_see;  /* complaints at all */
};

#endif
