#include "party.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "msgid.h"

static const char *given(const char *text)
{
    return text ? text : "";
}

static const char *kept(struct arena *a, char *text)
{
    const char *copy = arena_strdup(a, given(text));
    if (text)
        explicit_bzero(text, strlen(text)); /* names and telephone numbers */
    free(text);
    return copy;
}

const char *parties_write(struct arena *a, const struct party *list, size_t n)
{
    json_t *all = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(all, json_pack("[i,s,s,s]", (int)list[i].role, given(list[i].name), given(list[i].contact), given(list[i].relation)));
    const char *text = n ? kept(a, json_dumps(all, JSON_COMPACT)) : "";
    json_decref(all);
    return text;
}

static const char *member(struct arena *a, const json_t *one, size_t i)
{
    return arena_strdup(a, given(json_string_value(json_array_get(one, i))));
}

size_t parties_read(struct arena *a, const char *text, struct party *ret_list, size_t max)
{
    size_t i, n = 0;
    const json_t *one;
    if (!text || !*text)
        return 0;
    json_t *all = json_loads(text, 0, NULL);
    json_array_foreach(all, i, one) {
        json_int_t role = json_integer_value(json_array_get(one, 0));
        if (role > 0 && role < PARTY_ROLE__END && n < max)
            ret_list[n++] = (struct party){(enum party_role)role, member(a, one, 1), member(a, one, 2), member(a, one, 3)};
    }
    json_decref(all);
    return n;
}

const char *party_title(enum party_role role)
{
    switch (role) {
    case PARTY_REPRESENTED: return N_("Complains for");
    case PARTY_REPRESENTATIVE: return N_("Representative");
    case PARTY_STAFF: return N_("Staff number");
    case PARTY_ROLE__END: break;
    }
    return "";
}

unsigned standing_came(unsigned standing)
{
    const unsigned missing = standing & (STANDING_AUTHORITY_MISSING | STANDING_MEMBERS_MISSING);
    return (standing & ~missing) | missing >> 1;
}

const char *standing_missing_words(unsigned standing)
{
    switch (standing & (STANDING_AUTHORITY_MISSING | STANDING_MEMBERS_MISSING)) {
    case STANDING_AUTHORITY_MISSING: return N_("Letter of authority");
    case STANDING_MEMBERS_MISSING: return N_("List of members");
    case STANDING_AUTHORITY_MISSING | STANDING_MEMBERS_MISSING: return N_("Letter of authority and list of members");
    default: return "";
    }
}

const char *standing_there_words(unsigned standing)
{
    switch (standing & (STANDING_AUTHORITY | STANDING_MEMBERS)) {
    case STANDING_AUTHORITY: return N_("Letter of authority");
    case STANDING_MEMBERS: return N_("List of members");
    case STANDING_AUTHORITY | STANDING_MEMBERS: return N_("Letter of authority and list of members");
    default: return "";
    }
}
