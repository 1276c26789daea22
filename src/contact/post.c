#include "post.h"

#include <string.h>

#include "notice.h"
#include "rulebook.h"
#include "str.h"

int64_t post_of_message_id(const char *message_id)
{
    long long id = 0;
    struct str rest = str_trim(str_of(message_id));
    if (rest.n && *rest.p == '<')
        rest = (struct str){rest.p + 1, rest.n - 1};
    if (!str_starts(rest, "redress."))
        return 0;
    rest = (struct str){rest.p + strlen("redress."), rest.n - strlen("redress.")};
    return str_to_i64(str_cut(&rest, '@'), 1, INT64_MAX, &id) ? id : 0;
}

bool post_kind_known(const char *kind)
{
    return strcmp(kind, "staff") != 0 && *rulebook_notice_title(kind);
}

const char *post_kind_of_part(const char *kind)
{
    if (strcmp(kind, "survey") == 0 || strcmp(kind, "unsealed") == 0)
        return "";
    return strcmp(kind, "message") == 0 || strcmp(kind, "ask") == 0 ? kind : "part";
}

const char *post_kind_label(const char *kind)
{
    if (post_kind_known(kind))
        return rulebook_notice_title(kind);
    const struct notice_kind *of_staff = notice_kind(kind);
    return of_staff ? of_staff->sentence : kind;
}
