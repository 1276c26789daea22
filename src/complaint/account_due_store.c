#include "account_due_store.h"

#include <string.h>

#include "task_store.h"
#include "timeline.h"

static bool is_asked(const struct rulebook *b, const char *on)
{
    bool closed = strcmp(on, "closed") == 0;
    for (unsigned i = 0; i < b->accounts_count; i++) {
        const struct rb_account *rule = &b->accounts[i];
        bool at_end = strcmp(rule->on, "valid") == 0 || strcmp(rule->on, "late") == 0 || strcmp(rule->on, "praise") == 0;
        if (!rule->inactive && (closed ? at_end : strcmp(rule->on, on) == 0))
            return true;
    }
    return false;
}

enum err account_happened(struct db *db, struct arena *a, const struct rulebook *book, int64_t complaint_id, const char *on, int64_t subject_id, int64_t now_us)
{
    if (!is_asked(book, on))
        return ERR_NONE;
    return task_enqueue(db, "account", complaint_id, now_us, timeline_data(a, "on", on, "subject", arena_printf(a, "%lld", (long long)subject_id), NULL));
}
