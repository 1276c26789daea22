#include "post.h"

#include <string.h>

#include "notice.h"
#include "rulebook.h"

bool post_kind_known(const char *kind)
{
    return strcmp(kind, "staff") != 0 && *rulebook_notice_title(kind);
}

const char *post_kind_label(const char *kind)
{
    if (post_kind_known(kind))
        return rulebook_notice_title(kind);
    const struct notice_kind *of_staff = notice_kind(kind);
    return of_staff ? of_staff->sentence : kind;
}
