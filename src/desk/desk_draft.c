#include "desk_draft.h"

#include <string.h>

#include "str.h"
#include "timeline.h"

const char *const desk_draft_fields[] = {"text", "notice", NULL};

bool desk_draft_what(const char *what)
{
    size_t n = strspn(what, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return n > 0 && n <= 40 && !what[n];
}

const char *desk_draft_slip(struct arena *a, int number, const char *action)
{
    return arena_printf(a, "slip-%d-%s", number, action);
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
