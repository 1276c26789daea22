#include "account.h"

#include <string.h>

#include "str.h"

#define RETURN_MAX_BYTES 1800
#define HOME "/staff/"
#define PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._~-"

const char *account_return_path(const char *asked)
{
    static const char *const gates[] = {"/staff/sign-in", "/staff/sign-out", "/staff/confirm"};
    size_t path_n = strspn(asked, PLAIN);
    const char *rest = asked + path_n;
    if (*rest == '?')
        rest += strspn(rest, PLAIN "?&=%+,:;@!$'()*");
    if (!str_starts(str_of(asked), HOME) || strlen(asked) > RETURN_MAX_BYTES || *rest != '\0' || strstr(asked, "//"))
        return HOME;
    const char *up = strstr(asked, "..");
    if (up && up < asked + path_n)
        return HOME;
    for (size_t i = 0; i < COUNT_OF(gates); i++) {
        if (str_starts(str_of(asked), gates[i]))
            return HOME;
    }
    return asked;
}

struct mark {
    const char *mark, *name;
};

/* The first that stands in the agent; most browsers also claim to be others, so the order matters. */
static const char *first_of(const struct mark *marks, size_t n, const char *agent)
{
    for (size_t i = 0; i < n; i++) {
        if (strstr(agent, marks[i].mark))
            return marks[i].name;
    }
    return "";
}

const char *account_browser(struct arena *a, const char *agent)
{
    static const struct mark browsers[] = {
        {"MicroMessenger/", "WeChat"}, {"Edg/", "Edge"},       {"OPR/", "Opera"},     {"QQBrowser/", "QQ Browser"},
        {"Firefox/", "Firefox"},       {"Chrome/", "Chrome"},  {"Safari/", "Safari"}, {"curl/", "curl"},
    };
    static const struct mark systems[] = {
        {"HarmonyOS", "HarmonyOS"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
    };
    const char *browser = first_of(browsers, COUNT_OF(browsers), agent), *system = first_of(systems, COUNT_OF(systems), agent);
    if (*browser && *system)
        return arena_printf(a, "%s · %s", browser, system);
    return *browser ? browser : system;
}
