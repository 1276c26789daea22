#include <string.h>

#include "msgid.h"
#include "rulebook_check.h"

#define TRACK_MAX 20
#define ESCALATIONS_MAX 8
#define WARNINGS_MAX 6
#define EXTENSIONS_MAX 6

/* ---- events ---- */

static bool has(const char *const *list, const char *word)
{
    return check_word(list, word);
}

/* Once it has begun with this event, whether the other can still come. After the end only a new beginning and a call can. */
static bool comes_after(const char *from, const char *event)
{
    static const char *const ends[] = {"closed", "rejected", "withdrawn", NULL}, *const later[] = {"reopened", "contacted", "supplied", NULL};
    if (strcmp(event, "received") == 0)
        return false;
    return !check_word(ends, from) || check_word(later, event);
}

static void check_events(struct checking *c, const struct rb_clock *clock, unsigned at)
{
    struct arena *a = c->arena;
    bool sound = true;
    if (*clock->from && !has(rulebook_events, clock->from)) {
        check_fault(c, check_path(c, "clocks", at, "from"), N_("\"%s\" is not an event; use one of: %s."), clock->from, check_words(a, rulebook_events));
        sound = false;
    }
    for (unsigned i = 0; i < clock->until_count; i++) {
        if (!has(rulebook_events, clock->until[i])) {
            check_fault(c, arena_printf(a, "clocks[%u].until[%u]", at, i), N_("\"%s\" is not an event; use some of: %s."), clock->until[i], check_words(a, rulebook_events));
            sound = false;
        }
    }
    const char *from = rulebook_clock_from(clock);
    const char *const *until = rulebook_clock_until(a, clock);
    bool ends = !until[0], begins_anew = rulebook_clock_kind(clock->kind) == CLOCK_PROGRESS;
    if (!sound)
        return;
    if (strcmp(from, "withdrawn") == 0)
        check_fault(c, check_path(c, "clocks", at, "from"), N_("After a withdrawal nothing follows, so nothing can be promised; begin with another event."));
    for (size_t i = 0; until[i]; i++) {
        if (strcmp(until[i], from) == 0 && !begins_anew)
            check_fault(c, check_path(c, "clocks", at, clock->until_count ? "until" : "from"), N_("It would end with the event that starts it (%s); end it with another."), from);
        ends = ends || comes_after(from, until[i]);
    }
    if (!ends)
        check_fault(c, check_path(c, "clocks", at, clock->until_count ? "until" : "from"), N_("It could never end: after \"%s\" none of its last events (%s) can come."), from,
                    check_words(a, until));
}

/* ---- one clock ---- */

static void check_warnings(struct checking *c, const struct rb_clock *clock, unsigned at, const struct calendar_limit *limit)
{
    struct calendar_limit warn, before = {0};
    if (clock->warn_count > WARNINGS_MAX)
        check_fault(c, check_path(c, "clocks", at, "warn"), N_("There are %u warnings; at most %d fit."), clock->warn_count, WARNINGS_MAX);
    for (unsigned i = 0; i < clock->warn_count; i++) {
        const char *path = arena_printf(c->arena, "clocks[%u].warn[%u]", at, i);
        if (!check_limit(c, clock->warn[i], path, &warn))
            continue;
        if (limit && calendar_limit_compare(warn, *limit) >= 0)
            check_fault(c, path, N_("The warning %s before the date would come before the clock starts, its limit is %s; shorten the warning."), clock->warn[i], clock->limit);
        if (before.unit && calendar_limit_compare(warn, before) >= 0)
            check_fault(c, path, N_("Warnings stand in order, the longest before the date first; move %s up."), clock->warn[i]);
        before = warn;
    }
}

static void check_chain(struct checking *c, const struct rb_clock *clock, unsigned at)
{
    struct calendar_limit after;
    if (clock->escalate_count > ESCALATIONS_MAX)
        check_fault(c, check_path(c, "clocks", at, "escalate"), N_("There are %u steps; at most %d fit."), clock->escalate_count, ESCALATIONS_MAX);
    for (unsigned i = 0; i < clock->escalate_count; i++) {
        const struct rb_escalation *step = &clock->escalate[i];
        const char *path = arena_printf(c->arena, "clocks[%u].escalate[%u]", at, i);
        if (*step->after && strcmp(step->after, "0") != 0)
            (void)check_limit(c, step->after, arena_printf(c->arena, "%s.after", path), &after);
        if (strcmp(step->to, "handler") != 0 && strcmp(step->to, "coordinator") != 0 && !rulebook_role(c->book, step->to))
            check_fault(c, arena_printf(c->arena, "%s.to", path), N_("\"%s\" is nobody; write handler, coordinator or the code of a role of this rulebook."), step->to);
    }
}

static void check_ladder(struct checking *c, const struct rb_clock *clock, unsigned at)
{
    struct calendar_limit by;
    if (clock->extensions_count > EXTENSIONS_MAX)
        check_fault(c, check_path(c, "clocks", at, "extensions"), N_("There are %u extensions; at most %d fit."), clock->extensions_count, EXTENSIONS_MAX);
    for (unsigned i = 0; i < clock->extensions_count; i++) {
        const struct rb_extension *rung = &clock->extensions[i];
        const char *path = arena_printf(c->arena, "clocks[%u].extensions[%u]", at, i);
        (void)check_limit(c, rung->by, arena_printf(c->arena, "%s.by", path), &by);
        if (*rung->approve && !rulebook_role(c->book, rung->approve))
            check_fault(c, arena_printf(c->arena, "%s.approve", path), N_("\"%s\" is not a role of this rulebook; correct it, or leave it out when nobody is asked."), rung->approve);
    }
}

/* The same kind, promise and conditions as an earlier rule: it would never be taken. */
static void check_reached(struct checking *c, const struct rb_clock *clock, unsigned at)
{
    const cyaml_schema_field_t *clocks = schema_field(rulebook_schema.mapping.fields, "clocks");
    const cyaml_schema_field_t *when = schema_field(clocks->value.sequence.entry->mapping.fields, "when");
    const char *mine = schema_written(c->arena, &when->value, &clock->when, NULL, NULL);
    for (unsigned i = 0; i < at && !clock->inactive; i++) {
        const struct rb_clock *other = &c->book->clocks[i];
        if (other->inactive || strcmp(other->kind, clock->kind) != 0 || strcmp(other->track, clock->track) != 0)
            continue;
        if (strcmp(schema_written(c->arena, &when->value, &other->when, NULL, NULL), mine) == 0)
            check_fault(c, check_path(c, "clocks", at, ""), N_("It would never hold: \"%s\" before it has the same conditions; change one of them or take one out."), other->code);
    }
}

static bool good_track(const char *track)
{
    return strlen(track) <= TRACK_MAX && strspn(track, "abcdefghijklmnopqrstuvwxyz0123456789_-") == strlen(track);
}

void check_clocks(struct checking *c)
{
    for (unsigned i = 0; i < c->book->clocks_count; i++) {
        const struct rb_clock *clock = &c->book->clocks[i];
        struct calendar_limit limit;
        if (!rulebook_clock_kind(clock->kind)) {
            const char *words[CLOCK_KIND__END] = {NULL};
            for (int k = 1; k < CLOCK_KIND__END; k++)
                words[k - 1] = rulebook_clock_word((enum rb_clock_kind)k);
            check_fault(c, check_path(c, "clocks", i, "kind"), N_("\"%s\" is not a kind of clock; use one of: %s."), clock->kind, check_words(c->arena, words));
        } else {
            check_events(c, clock, i);
        }
        if (!good_track(clock->track))
            check_fault(c, check_path(c, "clocks", i, "track"), N_("\"%s\" does not fit; use at most %d small letters, digits, _ and -."), clock->track, TRACK_MAX);
        bool sound = check_limit(c, clock->limit, check_path(c, "clocks", i, "limit"), &limit);
        check_warnings(c, clock, i, sound ? &limit : NULL);
        check_chain(c, clock, i);
        for (unsigned p = 0; p < clock->pause_count; p++) {
            if (!check_word(rulebook_pauses, clock->pause[p]))
                check_fault(c, arena_printf(c->arena, "clocks[%u].pause[%u]", i, p), N_("\"%s\" is no reason to pause; use some of: %s."), clock->pause[p],
                            check_words(c->arena, rulebook_pauses));
        }
        check_ladder(c, clock, i);
        check_when(c, &clock->when, check_path(c, "clocks", i, "when"));
        check_reached(c, clock, i);
    }
}
