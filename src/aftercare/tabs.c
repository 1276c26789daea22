#include "tabs.h"

#include <string.h>

#include "err.h"
#include "msgid.h"

const struct tab tabs[] = {
    {"/staff/callbacks", N_("Callbacks"), MAY_CALL_BACK},
    {"/staff/checks", N_("Spot checks"), MAY_CHECK},
    {"/staff/samples", N_("Samples"), MAY_CHECK},
    {"/staff/measures", N_("Measures"), MAY_IMPROVE},
    {"/staff/accountability", N_("Accountability"), MAY_HOLD_TO_ACCOUNT},
    {"/staff/library", N_("Case library"), MAY_SEE},
};
const size_t tabs_n = COUNT_OF(tabs);

const struct tab *tabs_first(const struct access_user *user)
{
    for (size_t i = 0; i < tabs_n; i++) {
        if (access_may(user, tabs[i].permission))
            return &tabs[i];
    }
    return NULL;
}

const struct tab *tabs_at(const char *path)
{
    for (size_t i = 0; i < tabs_n; i++) {
        size_t n = strlen(tabs[i].path);
        if (strncmp(path, tabs[i].path, n) == 0 && (path[n] == '\0' || path[n] == '/'))
            return &tabs[i];
    }
    return NULL;
}
