#include "post.h"

#include <string.h>

#include "err.h"
#include "msgid.h"
#include "notice.h"

const struct post_kind post_kinds[] = {
    {"receipt", N_("Receipt of the complaint")},
    {"message", N_("A message to the complainant")},
    {"ask", N_("A question to the complainant")},
    {"reply", N_("The reply")},
    {"extension", N_("A later date")},
    {"closed", N_("The complaint was closed")},
    {"rejected", N_("The complaint was not accepted")},
    {"reopened", N_("The complaint was reopened")},
    {"withdrawn", N_("The withdrawal was confirmed")},
    {"merged", N_("The complaint was joined with another one")},
    {"survey", N_("Invitation to rate")},
    {"unsealed", N_("Somebody looked at the sealed identity")},
    {"incident", N_("News of a known incident")},
};
const size_t post_kinds_n = COUNT_OF(post_kinds);

bool post_kind_known(const char *kind)
{
    for (size_t i = 0; i < COUNT_OF(post_kinds); i++) {
        if (strcmp(post_kinds[i].kind, kind) == 0)
            return true;
    }
    return false;
}

const char *post_kind_label(const char *kind)
{
    for (size_t i = 0; i < COUNT_OF(post_kinds); i++) {
        if (strcmp(post_kinds[i].kind, kind) == 0)
            return post_kinds[i].label;
    }
    const struct notice_kind *of_staff = notice_kind(kind);
    return of_staff ? of_staff->sentence : kind;
}
