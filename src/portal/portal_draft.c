#include "portal_draft.h"

#include <jansson.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

#define DRAFT_FORMAT 1

void portal_draft_empty(struct portal_draft *d)
{
    *d = (struct portal_draft){
        .title = "", .body = "", .occurred = "", .place = "", .persons = "", .reference = "", .amount = "", .note = "",
        .kind = "customer", .head_count = "", .exclusion = "", .parties = "", .authority_later = "", .members_later = "",
        .who = {.name = "", .phone = "", .email = "", .address = "", .id_number = "", .prefer = "", .prefer_time = ""},
        .tell_mail = "", .tell_sms = "",
    };
}

/* The texts by name: writing and reading go through one list, so that neither can forget one. */
struct draft_text {
    const char *key;
    size_t offset;
};
#define DRAFT_TEXT(key, member) {key, offsetof(struct portal_draft, member)}
static const struct draft_text draft_texts[] = {
    DRAFT_TEXT("title", title), DRAFT_TEXT("body", body), DRAFT_TEXT("occurred", occurred), DRAFT_TEXT("place", place),
    DRAFT_TEXT("persons", persons), DRAFT_TEXT("reference", reference), DRAFT_TEXT("amount", amount), DRAFT_TEXT("note", note),
    DRAFT_TEXT("kind", kind), DRAFT_TEXT("head_count", head_count), DRAFT_TEXT("name", who.name), DRAFT_TEXT("phone", who.phone),
    DRAFT_TEXT("email", who.email), DRAFT_TEXT("address", who.address), DRAFT_TEXT("prefer", who.prefer),
    DRAFT_TEXT("tell_mail", tell_mail), DRAFT_TEXT("tell_sms", tell_sms),
    DRAFT_TEXT("prefer_time", who.prefer_time), DRAFT_TEXT("exclusion", exclusion), DRAFT_TEXT("parties", parties),
    DRAFT_TEXT("authority_later", authority_later), DRAFT_TEXT("members_later", members_later),
};

static const char **text_at(struct portal_draft *d, const struct draft_text *text)
{
    return (const char **)(void *)((char *)d + text->offset);
}

static json_t *answers_json(const struct portal_draft *d)
{
    json_t *list = json_array();
    for (size_t i = 0; i < d->n_answers; i++)
        json_array_append_new(list, json_pack("[I,s]", (json_int_t)d->answers[i].field_id, d->answers[i].value));
    return list;
}

struct str portal_draft_write(struct arena *a, const struct portal_draft *d)
{
    struct portal_draft copy = *d;
    json_t *all = json_object();
    json_object_set_new(all, "format", json_integer(DRAFT_FORMAT));
    json_object_set_new(all, "done", json_integer(d->done));
    json_object_set_new(all, "category", json_integer(d->category_id));
    json_object_set_new(all, "demands", json_integer(d->demands));
    json_object_set_new(all, "mode", json_integer(d->mode));
    json_object_set_new(all, "tell", json_integer(d->tell));
    json_object_set_new(all, "asks", json_integer(d->asks));
    json_object_set_new(all, "answers", answers_json(d));
    for (size_t i = 0; i < COUNT_OF(draft_texts); i++) {
        const char *value = *text_at(&copy, &draft_texts[i]);
        if (*value)
            json_object_set_new(all, draft_texts[i].key, json_string(value));
    }
    char *text = json_dumps(all, JSON_COMPACT);
    json_decref(all);
    const char *kept = arena_strdup(a, text);
    if (text)
        explicit_bzero(text, strlen(text)); /* it may hold a name and a telephone number */
    free(text);
    return str_of(kept);
}

static bool read_answers(struct arena *a, const json_t *list, struct portal_draft *d)
{
    size_t i;
    const json_t *pair;
    json_array_foreach(list, i, pair) {
        const char *value = json_string_value(json_array_get(pair, 1));
        json_int_t field = json_integer_value(json_array_get(pair, 0));
        if (!value || field <= 0 || !portal_draft_set_answer(d, field, arena_strdup(a, value)))
            return false;
    }
    return true;
}

static bool read_members(struct arena *a, const json_t *all, struct portal_draft *d)
{
    if (!json_is_object(all) || json_integer_value(json_object_get(all, "format")) != DRAFT_FORMAT)
        return false;
    json_int_t mode = json_integer_value(json_object_get(all, "mode"));
    if (mode < 0 || mode >= COMPLAINT_MODE__END)
        return false;
    portal_draft_empty(d);
    d->done = (unsigned)json_integer_value(json_object_get(all, "done")) & ((1u << STEP__COUNT) - 1);
    d->category_id = json_integer_value(json_object_get(all, "category"));
    d->demands = (unsigned)json_integer_value(json_object_get(all, "demands"));
    d->mode = (enum complaint_mode)mode;
    d->tell = (unsigned)json_integer_value(json_object_get(all, "tell")) & (TOLD_MAIL | TOLD_SMS);
    d->asks = (unsigned)json_integer_value(json_object_get(all, "asks"));
    for (size_t i = 0; i < COUNT_OF(draft_texts); i++) {
        const char *value = json_string_value(json_object_get(all, draft_texts[i].key));
        if (value)
            *text_at(d, &draft_texts[i]) = arena_strdup(a, value);
    }
    return read_answers(a, json_object_get(all, "answers"), d);
}

bool portal_draft_read(struct arena *a, struct str json, struct portal_draft *ret_d)
{
    json_t *all = json_loadb(json.p ? json.p : "", json.n, JSON_REJECT_DUPLICATES, NULL);
    struct portal_draft d;
    bool sound = read_members(a, all, &d);
    json_decref(all);
    if (sound)
        *ret_d = d;
    return sound;
}

void portal_draft_set_category(struct portal_draft *d, int64_t category_id)
{
    if (d->category_id == category_id)
        return;
    d->category_id = category_id;
    d->n_answers = 0;
    d->done &= ~(1u << STEP_WHAT);
}

const char *portal_draft_answer(const struct portal_draft *d, int64_t field_id)
{
    for (size_t i = 0; i < d->n_answers; i++)
        if (d->answers[i].field_id == field_id)
            return d->answers[i].value;
    return "";
}

bool portal_draft_set_answer(struct portal_draft *d, int64_t field_id, const char *value)
{
    for (size_t i = 0; i < d->n_answers; i++)
        if (d->answers[i].field_id == field_id) {
            d->answers[i].value = value;
            return true;
        }
    if (d->n_answers == PORTAL_ANSWERS)
        return false;
    d->answers[d->n_answers++] = (struct portal_answer){field_id, value};
    return true;
}

void portal_draft_set_mode(struct portal_draft *d, enum complaint_mode mode)
{
    if ((d->mode == COMPLAINT_ANONYMOUS) != (mode == COMPLAINT_ANONYMOUS)) {
        d->done &= ~(1u << STEP_CONTACT);
        d->tell = 0;
        d->tell_mail = d->tell_sms = "";
    }
    d->mode = mode;
}

struct told portal_draft_told(struct arena *a, const struct portal_draft *d, const char *lang)
{
    const bool anonymous = d->mode == COMPLAINT_ANONYMOUS;
    struct told told = {.lang = lang};
    if (d->tell & TOLD_MAIL)
        told.mail = told_mail_address(a, anonymous ? d->tell_mail : d->who.email);
    if (d->tell & TOLD_SMS)
        told.sms = told_sms_number(a, anonymous ? d->tell_sms : d->who.phone);
    told.ways = (told.mail ? TOLD_MAIL : 0U) | (told.sms ? TOLD_SMS : 0U);
    told.own = anonymous ? 0 : told.ways;
    return told;
}

static int demand_index(const char *demand)
{
    for (int i = 0; complaint_demands[i]; i++)
        if (strcmp(complaint_demands[i], demand) == 0)
            return i;
    return -1;
}

bool portal_draft_wants(const struct portal_draft *d, const char *demand)
{
    int i = demand_index(demand);
    return i >= 0 && ((d->demands >> i) & 1u);
}

void portal_draft_want(struct portal_draft *d, const char *demand)
{
    int i = demand_index(demand);
    if (i >= 0)
        d->demands |= 1u << i;
}

int portal_draft_amount_demand(const struct portal_draft *d)
{
    return portal_draft_wants(d, "compensation") ? demand_index("compensation") : portal_draft_wants(d, "refund") ? demand_index("refund") : -1;
}

int portal_draft_note_demand(const struct portal_draft *d)
{
    int first = -1;
    for (int i = 0; complaint_demands[i]; i++) {
        if (!((d->demands >> i) & 1u))
            continue;
        if (strcmp(complaint_demands[i], "other") == 0)
            return i;
        if (first < 0)
            first = i;
    }
    return first;
}

bool portal_draft_asks(const struct portal_draft *d, const char *ask)
{
    for (unsigned i = 0; rulebook_party_asks[i]; i++) {
        if (strcmp(rulebook_party_asks[i], ask) == 0)
            return (d->asks >> i) & 1u;
    }
    return false;
}

void portal_draft_set_kind(struct portal_draft *d, const struct rb_name *kind)
{
    unsigned asks = 0;
    for (unsigned i = 0; rulebook_party_asks[i]; i++)
        asks |= (unsigned)rulebook_party(kind, rulebook_party_asks[i]) << i;
    if (strcmp(d->kind, kind->code) != 0 || asks != d->asks)
        d->done &= ~(1u << STEP_PARTY);
    d->kind = kind->code;
    d->asks = asks;
}

const char *portal_draft_parties(struct arena *a, const struct portal_draft *d)
{
    static const char *const asked_by[PARTY_ROLE__END] = {[PARTY_REPRESENTED] = "represented", [PARTY_REPRESENTATIVE] = "representatives", [PARTY_STAFF] = "staff_number"};
    struct party list[PARTIES_MAX];
    size_t n = parties_read(a, d->parties, list, PARTIES_MAX), kept = 0;
    if (d->mode == COMPLAINT_ANONYMOUS)
        return "";
    for (size_t i = 0; i < n; i++) {
        if (portal_draft_asks(d, asked_by[list[i].role]) && (*list[i].name || *list[i].contact))
            list[kept++] = list[i];
    }
    return parties_write(a, list, kept);
}

unsigned portal_draft_standing(const struct portal_draft *d, bool authority, bool members)
{
    unsigned standing = 0;
    if (d->mode == COMPLAINT_ANONYMOUS)
        return 0;
    if (portal_draft_asks(d, "authority"))
        standing |= authority ? STANDING_AUTHORITY : STANDING_AUTHORITY_MISSING;
    if (portal_draft_asks(d, "members"))
        standing |= members ? STANDING_MEMBERS : STANDING_MEMBERS_MISSING;
    return standing;
}

/* How many they are is asked beside the kind itself. */
static bool party_page(const struct portal_draft *d)
{
    for (unsigned i = 0; rulebook_party_asks[i]; i++) {
        if (((d->asks >> i) & 1u) && strcmp(rulebook_party_asks[i], "heads") != 0)
            return true;
    }
    return false;
}

bool portal_step_applies(const struct portal_draft *d, enum portal_step step)
{
    if (d->mode == COMPLAINT_ANONYMOUS && (step == STEP_PARTY || (step == STEP_CONTACT && !d->tells)))
        return false;
    return step < STEP__COUNT && (step != STEP_PARTY || party_page(d));
}

enum portal_step portal_step_first_open(const struct portal_draft *d)
{
    for (enum portal_step step = STEP_CATEGORY; step < STEP_CHECK; step++)
        if (portal_step_applies(d, step) && !((d->done >> step) & 1u))
            return step;
    return STEP_CHECK;
}

bool portal_step_reachable(const struct portal_draft *d, enum portal_step step)
{
    return portal_step_applies(d, step) && step <= portal_step_first_open(d);
}

enum portal_step portal_step_after(const struct portal_draft *d, enum portal_step step)
{
    for (unsigned next = (unsigned)step + 1; next < STEP_CHECK; next++)
        if (portal_step_applies(d, (enum portal_step)next))
            return (enum portal_step)next;
    return STEP_CHECK;
}

enum portal_step portal_step_before(const struct portal_draft *d, enum portal_step step)
{
    while (step > STEP_CATEGORY) {
        step--;
        if (portal_step_applies(d, step))
            return step;
    }
    return STEP__COUNT;
}

int portal_step_number(const struct portal_draft *d, enum portal_step step)
{
    int number = 0;
    for (enum portal_step s = STEP_CATEGORY; s <= step && s < STEP__COUNT; s++)
        number += portal_step_applies(d, s);
    return number;
}

int portal_step_total(const struct portal_draft *d)
{
    return portal_step_number(d, STEP_CHECK);
}

const char *portal_step_path(enum portal_step step)
{
    static const char *const paths[STEP__COUNT] = {
        [STEP_CATEGORY] = "/file/category", [STEP_WHAT] = "/file/what", [STEP_WISH] = "/file/wish", [STEP_FILES] = "/file/files",
        [STEP_WHO] = "/file/who", [STEP_CONTACT] = "/file/contact", [STEP_PARTY] = "/file/party", [STEP_CHECK] = "/file/check",
    };
    return step < STEP__COUNT ? paths[step] : "/file";
}

/* What may stand around a sum: currency signs and words, blanks, commas between thousands. */
static struct str amount_digits(struct arena *a, const char *typed)
{
    static const char *const around[] = {"¥", "￥", "元", "人民币", "RMB", "CNY", "rmb", "cny", ",", "，", " "};
    struct str rest = str_of(utf8_halfwidth(a, str_of(typed)));
    struct buf kept = {.arena = a};
    while (rest.n > 0) {
        size_t skip = 0;
        for (size_t i = 0; i < COUNT_OF(around) && skip == 0; i++)
            if (str_starts(rest, around[i]))
                skip = strlen(around[i]);
        if (skip == 0)
            buf_addc(&kept, rest.p[skip++]);
        rest.p += skip;
        rest.n -= skip;
    }
    return buf_str(&kept);
}

const char *portal_amount_read(struct arena *a, const char *typed)
{
    struct str fraction = amount_digits(a, typed);
    struct str whole = str_cut(&fraction, '.');
    long long units = 0, cents = 0;
    if (!str_to_i64(whole, 0, 999999999999, &units) || whole.p[0] == '-')
        return NULL;
    if (fraction.p) {
        if (fraction.n < 1 || fraction.n > 2 || !str_to_i64(fraction, 0, 99, &cents) || fraction.p[0] == '-')
            return NULL;
        if (fraction.n == 1)
            cents *= 10;
    }
    return units == 0 && cents == 0 ? NULL : arena_printf(a, "%lld.%02lld", units, cents);
}

/* Digits from the front of *s, then whatever separator words stand there. */
static bool date_part(struct str *s, size_t most, long long lo, long long hi, long long *ret_value)
{
    static const char *const between[] = {"-", "/", ".", "年", "月", "日", "号"};
    size_t n = 0;
    while (n < s->n && n < most && s->p[n] >= '0' && s->p[n] <= '9')
        n++;
    if (n == 0 || !str_to_i64((struct str){s->p, n}, lo, hi, ret_value))
        return false;
    *s = (struct str){s->p + n, s->n - n};
    for (size_t i = 0; i < COUNT_OF(between); i++)
        if (str_starts(*s, between[i])) {
            *s = (struct str){s->p + strlen(between[i]), s->n - strlen(between[i])};
            break;
        }
    return true;
}

const char *portal_date_read(struct arena *a, const char *typed)
{
    struct str rest = str_trim(str_of(utf8_halfwidth(a, str_of(typed))));
    long long year, month, day;
    if (!date_part(&rest, 4, 1900, 2200, &year) || !date_part(&rest, 2, 1, 12, &month) || !date_part(&rest, 2, 1, 31, &day) || rest.n > 0)
        return NULL;
    if (!utc_date_exists((int)year, (int)month, (int)day))
        return NULL;
    return arena_printf(a, "%04lld-%02lld-%02lld", year, month, day);
}
