#include "intake.h"

#include <jansson.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "portal_draft.h"
#include "utf8.h"

#define DRAFT_FORMAT 1

#define TEXT(field, max) {#field, offsetof(struct intake, field), max, false, false}
#define HALF(field, max) {#field, offsetof(struct intake, field), max, false, true}
#define LINES(field, max) {#field, offsetof(struct intake, field), max, true, false}
const struct intake_text intake_texts[] = {
    HALF(phone, 40),        TEXT(name, 60),        HALF(email, 120),     TEXT(address, 200),  HALF(id_number, 40),     TEXT(prefer, 20),
    TEXT(prefer_time, 60),  TEXT(kind, 20),        HALF(head_count, 12), TEXT(mode, 20),      TEXT(language, 2),       TEXT(title, 0),
    LINES(body, 0),         TEXT(occurred, 100),   TEXT(place, 200),     TEXT(persons, 200),  TEXT(reference, 60),     TEXT(amount, 40),
    LINES(note, 500),       TEXT(category, 80),    TEXT(category_choice, 40), TEXT(source, 20), TEXT(unit, 40),        HALF(received, 40),
    TEXT(passcode, 1),      TEXT(tell, 10),
    TEXT(passcode, 1),      TEXT(for_name, 60),    TEXT(for_relation, 60), HALF(for_contact, 120), LINES(people, 1000),  HALF(staff_number, 40), TEXT(authority, 1),
    TEXT(members, 1),
};
const size_t intake_texts_n = COUNT_OF(intake_texts);
#undef TEXT
#undef HALF
#undef LINES

const char *const intake_tells[] = {"", "none", "mail", "sms", "both", NULL};

unsigned intake_tell(const struct intake *d)
{
    static const unsigned ways[] = {0, 0, TOLD_MAIL, TOLD_SMS, TOLD_MAIL | TOLD_SMS};
    if (intake_mode(d->mode) == COMPLAINT_ANONYMOUS)
        return 0;
    if (!*d->tell)
        return strcmp(*d->prefer ? d->prefer : intake_prefer(d->channel), "email") == 0 && *d->email ? TOLD_MAIL : 0;
    for (size_t i = 0; intake_tells[i]; i++) {
        if (strcmp(intake_tells[i], d->tell) == 0)
            return ways[i];
    }
    return 0;
}

struct told intake_told(struct arena *a, const struct intake *d)
{
    const unsigned wanted = intake_tell(d);
    struct told told = {.lang = strcmp(d->language, "en") == 0 ? "en" : "zh", .mail = wanted & TOLD_MAIL ? told_mail_address(a, d->email) : NULL,
                        .sms = wanted & TOLD_SMS ? told_sms_number(a, d->phone) : NULL};
    told.ways = told.own = (told.mail ? TOLD_MAIL : 0U) | (told.sms ? TOLD_SMS : 0U);
    return told;
}

const char *const intake_modes[] = {"named", "confidential", "anonymous", NULL};

const char **intake_text_at(struct intake *d, const struct intake_text *text)
{
    return (const char **)(void *)((char *)d + text->offset);
}

void intake_empty(struct intake *d)
{
    *d = (struct intake){.token = "", .channel = ""};
    for (size_t i = 0; i < intake_texts_n; i++)
        *intake_text_at(d, &intake_texts[i]) = "";
    for (size_t i = 0; i < INTAKE_ASKS; i++)
        d->asks[i] = "";
    d->kind = "customer";
    d->mode = intake_modes[0];
    d->source = "direct";
}

bool intake_token_ok(const char *token)
{
    return strlen(token) == INTAKE_TOKEN && strspn(token, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == INTAKE_TOKEN;
}

/* ---- as a draft ---- */

static json_t *asks_json(const struct intake *d)
{
    json_t *asks = json_object();
    for (size_t i = 0; i < INTAKE_ASKS && rulebook_asks[i]; i++) {
        if (*d->asks[i])
            json_object_set_new(asks, rulebook_asks[i], json_string(d->asks[i]));
    }
    return asks;
}

static json_t *answers_json(const struct intake *d)
{
    json_t *list = json_array();
    for (size_t i = 0; i < d->n_answers; i++) {
        if (*d->answers[i].value)
            json_array_append_new(list, json_pack("[I,s]", (json_int_t)d->answers[i].field_id, d->answers[i].value));
    }
    return list;
}

struct str intake_write(struct arena *a, const struct intake *d)
{
    struct intake copy = *d;
    json_t *all = json_object();
    json_object_set_new(all, "format", json_integer(DRAFT_FORMAT));
    json_object_set_new(all, "channel", json_string(d->channel));
    json_object_set_new(all, "demands", json_integer(d->demands));
    json_object_set_new(all, "asks", asks_json(d));
    json_object_set_new(all, "answers", answers_json(d));
    for (size_t i = 0; i < intake_texts_n; i++) {
        const char *value = *intake_text_at(&copy, &intake_texts[i]);
        if (*value)
            json_object_set_new(all, intake_texts[i].field, json_string(value));
    }
    char *text = json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(all);
    const char *kept = arena_strdup(a, text ? text : "");
    if (text)
        explicit_bzero(text, strlen(text)); /* it may hold a name and a telephone number */
    free(text);
    return str_of(kept);
}

static void read_members(struct arena *a, const json_t *all, struct intake *d)
{
    size_t n;
    const json_t *pair;
    const json_t *asks = json_object_get(all, "asks");
    d->demands = (unsigned)json_integer_value(json_object_get(all, "demands"));
    for (size_t i = 0; i < intake_texts_n; i++) {
        const char *value = json_string_value(json_object_get(all, intake_texts[i].field));
        *intake_text_at(d, &intake_texts[i]) = value ? arena_strdup(a, value) : "";
    }
    for (size_t i = 0; i < INTAKE_ASKS && rulebook_asks[i]; i++) {
        const char *value = json_string_value(json_object_get(asks, rulebook_asks[i]));
        d->asks[i] = value ? arena_strdup(a, value) : "";
    }
    json_array_foreach(json_object_get(all, "answers"), n, pair) {
        const char *value = json_string_value(json_array_get(pair, 1));
        json_int_t field = json_integer_value(json_array_get(pair, 0));
        if (value && field > 0)
            intake_set_answer(d, field, arena_strdup(a, value));
    }
}

bool intake_read(struct arena *a, struct str json, struct intake *ret_d)
{
    json_t *all = json_loadb(json.p ? json.p : "", json.n, JSON_REJECT_DUPLICATES, NULL);
    const char *channel = json_string_value(json_object_get(all, "channel"));
    bool sound = json_is_object(all) && json_integer_value(json_object_get(all, "format")) == DRAFT_FORMAT && channel;
    if (sound) {
        intake_empty(ret_d);
        ret_d->channel = arena_strdup(a, channel);
        read_members(a, all, ret_d);
    }
    json_decref(all);
    return sound;
}

bool intake_any(const struct intake *d)
{
    const char *const worth[] = {d->phone, d->name, d->email, d->address, d->id_number, d->for_name, d->for_contact, d->people, d->staff_number, d->title, d->body, d->occurred, d->place, d->persons, d->reference, d->amount, d->note, d->category};
    for (size_t i = 0; i < COUNT_OF(worth); i++) {
        if (*worth[i])
            return true;
    }
    for (size_t i = 0; i < INTAKE_ASKS; i++) {
        if (*d->asks[i])
            return true;
    }
    return d->demands != 0;
}

const char *intake_answer(const struct intake *d, int64_t field_id)
{
    for (size_t i = 0; i < d->n_answers; i++) {
        if (d->answers[i].field_id == field_id)
            return d->answers[i].value;
    }
    return "";
}

bool intake_set_answer(struct intake *d, int64_t field_id, const char *value)
{
    for (size_t i = 0; i < d->n_answers; i++) {
        if (d->answers[i].field_id == field_id) {
            d->answers[i].value = value;
            return true;
        }
    }
    if (d->n_answers == INTAKE_ANSWERS)
        return false;
    d->answers[d->n_answers++] = (struct intake_answer){field_id, value};
    return true;
}

/* ---- what a channel asks ---- */

enum intake_ask_kind intake_ask_kind(const char *ask)
{
    static const struct {
        const char *ask;
        enum intake_ask_kind kind;
    } kinds[] = {{"read_back", INTAKE_ASK_TICK},   {"id_seen", INTAKE_ASK_TICK},     {"signed", INTAKE_ASK_TICK},      {"letter_date", INTAKE_ASK_DATE},
                 {"from_due", INTAKE_ASK_DATE},    {"visitors", INTAKE_ASK_NUMBER}, {"arrived", INTAKE_ASK_ARRIVED}};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (strcmp(kinds[i].ask, ask) == 0)
            return kinds[i].kind;
    }
    return INTAKE_ASK_TEXT;
}

int intake_ask_index(const char *ask)
{
    for (int i = 0; i < INTAKE_ASKS && rulebook_asks[i]; i++) {
        if (strcmp(rulebook_asks[i], ask) == 0)
            return i;
    }
    return -1;
}

static bool listed(const char *const *list, unsigned n, const char *ask)
{
    for (unsigned i = 0; i < n; i++) {
        if (strcmp(list[i], ask) == 0)
            return true;
    }
    return false;
}

bool intake_asks(const struct rb_intake *rules, const char *ask)
{
    return rules && (listed(rules->asks, rules->asks_count, ask) || listed(rules->musts, rules->musts_count, ask));
}

bool intake_must(const struct rb_intake *rules, const char *ask)
{
    return rules && listed(rules->musts, rules->musts_count, ask);
}

bool intake_channel_ok(const struct rb_name *channel)
{
    return channel && !channel->inactive && strcmp(channel->code, "web") != 0;
}

static const struct {
    const char *channel, *icon, *prefer;
} known_channels[] = {
    {"telephone", "phone", "phone"}, {"visit", "user", "phone"},   {"letter", "mail", "letter"},   {"fax", "printer", "phone"},   {"email", "mail", "email"},
    {"sms", "message", "phone"},     {"book", "book", "phone"},    {"media", "world", "phone"},    {"callback", "refresh", "phone"}, {"transfer", "arrow-forward-up", "phone"},
};

const char *intake_prefer(const char *channel)
{
    for (size_t i = 0; i < COUNT_OF(known_channels); i++) {
        if (strcmp(known_channels[i].channel, channel) == 0)
            return known_channels[i].prefer;
    }
    return "phone";
}

const char *intake_icon(const char *channel)
{
    for (size_t i = 0; i < COUNT_OF(known_channels); i++) {
        if (strcmp(known_channels[i].channel, channel) == 0)
            return known_channels[i].icon;
    }
    return "inbox";
}

/* ---- category ---- */

static bool holds(const char *text, struct str piece)
{
    for (struct str rest = str_of(text); rest.n >= piece.n; rest.p++, rest.n--) {
        if (str_ieq((struct str){rest.p, piece.n}, piece))
            return true;
    }
    return false;
}

static bool begins(const char *text, struct str piece)
{
    struct str s = str_of(text);
    return s.n >= piece.n && str_ieq((struct str){s.p, piece.n}, piece);
}

/* How well a category fits: 0 not at all, 1 in part, 2 its initials, 3 itself. */
static int fit(const struct category *c, struct str typed)
{
    if (str_ieq(str_of(c->code), typed) || str_ieq(str_of(c->name_zh), typed) || str_ieq(str_of(c->name_en), typed))
        return 3;
    if (*c->initials && str_ieq(str_of(c->initials), typed))
        return 2;
    return begins(c->initials, typed) || begins(c->code, typed) || holds(c->name_zh, typed) || holds(c->name_en, typed);
}

size_t intake_categories(const struct category *list, size_t n, const char *typed, const struct category **ret, size_t max)
{
    struct str text = str_trim(str_of(typed));
    int best = 1;
    if (text.n == 0)
        return 0;
    for (size_t i = 0; i < n; i++) {
        int fits = list[i].is_group ? 0 : fit(&list[i], text);
        best = fits > best ? fits : best;
    }
    size_t found = 0;
    for (size_t i = 0; i < n && found < max; i++) {
        if (!list[i].is_group && fit(&list[i], text) >= best)
            ret[found++] = &list[i];
    }
    return found;
}

/* ---- when ---- */

/* "10:06" behind a date; false when there is something else. */
static bool read_time(struct str typed, int *ret_hour, int *ret_minute)
{
    long long hour, minute;
    struct str rest = typed, first = str_cut(&rest, ':');
    struct str second = rest.p ? str_cut(&rest, ':') : (struct str){NULL, 0};
    if (first.n == 0 || first.n > 2 || second.n != 2 || !str_to_i64(first, 0, 23, &hour) || !str_to_i64(second, 0, 59, &minute))
        return false;
    *ret_hour = (int)hour;
    *ret_minute = (int)minute;
    return true;
}

bool intake_moment(struct arena *a, const char *typed, int64_t now_us, const struct utc_zone *zone, int64_t *ret_us)
{
    struct str rest = str_trim(str_of(utf8_halfwidth(a, str_of(typed))));
    size_t at = 0;
    while (at < rest.n && rest.p[at] != 'T' && rest.p[at] != ' ')
        at++;
    struct str time = str_trim((struct str){rest.p + at + (at < rest.n), rest.n - at - (at < rest.n)});
    const char *date = portal_date_read(a, str_cstr(a, (struct str){rest.p, at}));
    long long year, month, day;
    int hour = 0, minute = 0;
    if (!date || !str_to_i64((struct str){date, 4}, 0, 9999, &year) || !str_to_i64((struct str){date + 5, 2}, 1, 12, &month) || !str_to_i64((struct str){date + 8, 2}, 1, 31, &day))
        return false;
    if (time.n > 0 && !read_time(time, &hour, &minute))
        return false;
    int64_t at_us = utc_from_local((int)year, (int)month, (int)day, hour, minute, 0, zone);
    *ret_us = time.n == 0 && at_us == utc_day_start(now_us, 0, zone) ? now_us : at_us;
    return true;
}

/* ---- what it becomes ---- */

enum complaint_mode intake_mode(const char *word)
{
    for (int i = 0; intake_modes[i]; i++) {
        if (strcmp(intake_modes[i], word) == 0)
            return (enum complaint_mode)(COMPLAINT_NAMED + i);
    }
    return (enum complaint_mode)0;
}

static int demand_index(const char *demand)
{
    for (int i = 0; complaint_demands[i]; i++) {
        if (strcmp(complaint_demands[i], demand) == 0)
            return i;
    }
    return -1;
}

bool intake_wants(const struct intake *d, const char *demand)
{
    int i = demand_index(demand);
    return i >= 0 && ((d->demands >> i) & 1u);
}

void intake_want(struct intake *d, const char *demand)
{
    int i = demand_index(demand);
    if (i >= 0)
        d->demands |= 1u << i;
}

/* ---- for whom and with whom ---- */

/* "Wang Fang 13800006021": the contact is the last word when it holds digits or an at sign. */
static struct party person_of(struct arena *a, struct str line)
{
    size_t cut = line.n;
    while (cut > 0 && line.p[cut - 1] != ' ' && line.p[cut - 1] != ',' && line.p[cut - 1] != ';')
        cut--;
    const char *last = str_cstr(a, (struct str){line.p + cut, line.n - cut});
    const bool contact = cut > 0 && last[strcspn(last, "0123456789@")] != '\0';
    struct str name = str_trim((struct str){line.p, contact ? cut : line.n});
    while (name.n > 0 && (name.p[name.n - 1] == ',' || name.p[name.n - 1] == ';'))
        name.n--;
    return (struct party){.role = PARTY_REPRESENTATIVE, .name = str_cstr(a, str_trim(name)), .contact = contact ? last : "", .relation = ""};
}

const char *intake_parties(struct arena *a, const struct intake *d, const struct rb_name *kind)
{
    struct party list[PARTIES_MAX];
    size_t n = 0;
    if (intake_mode(d->mode) == COMPLAINT_ANONYMOUS)
        return "";
    if (rulebook_party(kind, "represented") && (*d->for_name || *d->for_contact))
        list[n++] = (struct party){PARTY_REPRESENTED, d->for_name, d->for_contact, d->for_relation};
    int named = 0;
    for (struct str rest = str_of(utf8_halfwidth(a, str_of(d->people))); rulebook_party(kind, "representatives") && rest.p && named < rulebook_named_most(kind);) {
        const struct str line = str_trim(str_cut(&rest, '\n'));
        if (line.n > 0 && n < PARTIES_MAX) {
            list[n++] = person_of(a, line);
            named++;
        }
    }
    if (rulebook_party(kind, "staff_number") && *d->staff_number && n < PARTIES_MAX)
        list[n++] = (struct party){PARTY_STAFF, d->staff_number, "", ""};
    return parties_write(a, list, n);
}

unsigned intake_standing(const struct intake *d, const struct rb_name *kind)
{
    unsigned standing = 0;
    if (intake_mode(d->mode) == COMPLAINT_ANONYMOUS)
        return 0;
    if (rulebook_party(kind, "authority"))
        standing |= *d->authority ? STANDING_AUTHORITY : STANDING_AUTHORITY_MISSING;
    if (rulebook_party(kind, "members"))
        standing |= *d->members ? STANDING_MEMBERS : STANDING_MEMBERS_MISSING;
    return standing;
}
