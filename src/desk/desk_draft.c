#include "desk_draft.h"

#include <string.h>

#include "str.h"
#include "timeline.h"

bool desk_draft_field(const char *name)
{
    static const char *const names[] = {"text", "notice", "facts", "sources", "interviews", "evidence", "conclusion", "remedy", "reason"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return strncmp(name, "s-", 2) == 0 && name[2] && strspn(name + 2, "abcdefghijklmnopqrstuvwxyz0123456789_-") == strlen(name + 2);
}

bool desk_draft_what(const char *what)
{
    size_t n = strspn(what, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return n > 0 && n <= 40 && !what[n];
}

const char *desk_draft_slip(struct arena *a, int number, const char *action)
{
    return arena_printf(a, "slip-%d-%s", number, action);
}

const char *desk_draft_matter(struct arena *a, int position)
{
    return arena_printf(a, "matter-%d", position);
}

const char *desk_draft_paper(struct arena *a, int64_t id)
{
    return arena_printf(a, "paper-%lld", (long long)id);
}

const struct aside_draft *desk_draft_of(const struct aside *aside, const char *what)
{
    for (size_t i = 0; i < aside->n_drafts; i++) {
        if (strcmp(aside->drafts[i].what, what) == 0)
            return &aside->drafts[i];
    }
    return NULL;
}

const char *desk_draft_text(struct arena *a, const struct aside_draft *draft, const char *field)
{
    return draft ? timeline_get(a, draft->body, field) : "";
}
