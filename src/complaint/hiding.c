#include "hiding.h"

#include <string.h>

enum rb_coarse hiding_times(const struct rulebook *b, enum complaint_mode mode)
{
    return mode == COMPLAINT_NAMED ? COARSE_EXACT : rulebook_times(b);
}

const char *hiding_name(struct arena *a, const struct complaint *c, bool english)
{
    static const char *const stems[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};
    static const char signs[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    if (c->mode == COMPLAINT_NAMED)
        return "";
    uint64_t sum = UINT64_C(14695981039346656037); /* FNV-1a, with a last stir so that near numbers have nothing in common */
    for (const char *p = c->number; *p; p++)
        sum = (sum ^ (unsigned char)*p) * UINT64_C(1099511628211);
    sum ^= sum >> 29;
    sum *= UINT64_C(0xbf58476d1ce4e5b9);
    sum ^= sum >> 32;
    unsigned stem = (unsigned)(sum >> 20 & 0xffff) % COUNT_OF(stems);
    char first[2] = {(char)('A' + stem), 0}, rest[5] = "";
    for (int i = 0; i < 4; i++)
        rest[i] = signs[sum >> (5 * i) & 31];
    return arena_printf(a, "%s-%s", english ? first : stems[stem], rest);
}

void hiding_events(const struct rulebook *b, const struct complaint *c, const char *name, struct event *events, size_t n)
{
    enum rb_coarse times = hiding_times(b, c->mode);
    for (size_t i = 0; i < n; i++) {
        bool own = events[i].actor_kind == EVENT_COMPLAINANT;
        if (own)
            events[i].actor = name;
        /* Whoever registered it did so while the complainant was there. */
        if (own || strcmp(events[i].kind, "registered") == 0)
            events[i].coarse = (int)times;
    }
}

void hiding_messages(const struct rulebook *b, const struct complaint *c, const char *name, struct message *messages, size_t n)
{
    enum rb_coarse times = hiding_times(b, c->mode);
    for (size_t i = 0; i < n; i++) {
        if (messages[i].kind != MESSAGE_FROM)
            continue;
        messages[i].coarse = (int)times;
        messages[i].alias = name;
    }
}

void hiding_files(const struct rulebook *b, const struct complaint *c, const struct message *messages, size_t n_messages, struct attachment *files, size_t n)
{
    enum rb_coarse times = hiding_times(b, c->mode);
    for (size_t i = 0; i < n; i++) {
        bool own = !files[i].internal;
        for (size_t k = 0; k < n_messages && own; k++)
            own = messages[k].id != files[i].message_id || messages[k].kind == MESSAGE_FROM;
        if (own)
            files[i].coarse = (int)times;
    }
}
