#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "access_store.h"
#include "anchor_file.h"
#include "approval_store.h"
#include "aside_store.h"
#include "attachment_store.h"
#include "bulk_store.h"
#include "callback_store.h"
#include "committee_store.h"
#include "complaint_filing_store.h"
#include "complaint_mail_store.h"
#include "complaint_sweep_store.h"
#include "config_load.h"
#include "confine.h"
#include "ctl.h"
#include "draft_store.h"
#include "erasing.h"
#include "export_store.h"
#include "figure_store.h"
#include "handover_store.h"
#include "identity_store.h"
#include "keep_store.h"
#include "limit_store.h"
#include "list_export.h"
#include "log.h"
#include "mail_box.h"
#include "measure_store.h"
#include "merit_store.h"
#include "once_store.h"
#include "pack_store.h"
#include "post_out.h"
#include "pressure_store.h"
#include "repeat_store.h"
#include "review_route_store.h"
#include "rounds.h"
#include "rulebook_store.h"
#include "sample_store.h"
#include "search_index_store.h"
#include "shift.h"
#include "site.h"
#include "slip_store.h"
#include "staff_draft_store.h"
#include "stores.h"
#include "task_store.h"
#include "track_sheet_store.h"

/*
 * The work that follows: any number of these run on any number of hosts. What is claimed in the task table is done by one of them; sweeps (sealing
 * over identities, purging) are safe to run twice.
 */

#define ARENA_LIMIT (256u << 20)
#define KINDS 22
#define TASKS_AT_ONCE 10
#define SAMPLES_AT_ONCE 2
#define INDEX_AT_ONCE 300
#define GATHER_MS 100 /* what comes within this time is taken together: rounds of one thing each would cost those who file more than they do */
#define ATTEMPTS_MAX 12
#define ONCE_KEPT_US (2 * UTC_DAY_US)
#define LIMIT_KEPT_US (UTC_DAY_US + UTC_HOUR_US) /* the longest window is a day */
#define TRACK_SHEET_KEPT_US (30 * UTC_DAY_US)

static volatile sig_atomic_t stopping;

static void on_stop(int sig)
{
    (void)sig;
    stopping = 1;
}

struct jobs {
    const struct site *site;
    struct db *db;
    struct arena *arena;
    struct erasing_state erasing;
    struct anchor_progress anchor;
    int anchored_day; /* the file has it too */
    struct post_out post;
    struct round_progress progress[KINDS];
};

static struct complaint_writer writer_of(const struct jobs *jobs, int64_t now_us)
{
    return (struct complaint_writer){.keys = jobs->site->keys, .pool = CRYPTO_JOBS, .zone = jobs->site->zone, .now_us = now_us};
}

static size_t batch_of(const struct jobs *jobs)
{
    return jobs->site->config->jobs.batch;
}

static enum err run_task(struct jobs *jobs, const struct task *task)
{
    if (strcmp(task->kind, "identity") == 0) {
        size_t done;
        return identity_take_over(jobs->db, jobs->arena, jobs->site->keys, jobs->site->config->jobs.batch, &done);
    }
    if (strcmp(task->kind, "export") == 0)
        return list_export_go_on(jobs->db, jobs->arena, jobs->site, task->data, shift_now_us(jobs->site->config));
    if (strcmp(task->kind, "pack") == 0)
        return pack_sign(jobs->db, jobs->arena, jobs->site->keys, task->data, shift_now_us(jobs->site->config));
    if (strcmp(task->kind, "handover") == 0)
        return handover_go_on(jobs->db, jobs->arena, jobs->site->keys, task->data, shift_now_us(jobs->site->config));
    const struct complaint_writer writer = writer_of(jobs, shift_now_us(jobs->site->config));
    if (strcmp(task->kind, "callback") == 0)
        return callback_wish(jobs->db, jobs->arena, &writer, task->complaint_id);
    if (strcmp(task->kind, "review") == 0)
        return review_route(jobs->db, jobs->arena, &writer, task->complaint_id);
    if (strcmp(task->kind, "urged") == 0)
        return review_urged(jobs->db, jobs->arena, &writer, task->complaint_id);
    if (strcmp(task->kind, "sample") == 0)
        return sample_take_up(jobs->db, jobs->arena, &writer, task->data);
    if (strcmp(task->kind, "account") == 0)
        return merit_go_on(jobs->db, jobs->arena, &writer, task->complaint_id, task->data);
    LOG(LOG_ERROR, "a task of unknown kind", LOG_NUM("task", task->id), LOG_TEXT("kind", task->kind));
    return ERR_INTERNAL;
}

/* Back-off 10 s, 20 s, 40 s ... at most an hour; after ATTEMPTS_MAX the task stays as dead for people to look at. */
static enum err put_off(struct jobs *jobs, const struct task *task, int64_t now_us)
{
    int64_t wait_us = 10 * UTC_SECOND_US;
    for (int i = 1; i < task->attempts && wait_us < UTC_HOUR_US; i++)
        wait_us *= 2;
    bool dead = task->attempts >= ATTEMPTS_MAX;
    if (dead)
        LOG(LOG_ERROR, "a task is given up", LOG_NUM("task", task->id), LOG_TEXT("kind", task->kind), LOG_NUM("complaint", task->complaint_id));
    return task_failed(jobs->db, task->id, now_us + (wait_us < UTC_HOUR_US ? wait_us : UTC_HOUR_US), dead);
}

/* ---- kinds of work ---- */

static enum err run_tasks(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    const struct config *config = jobs->site->config;
    struct task *tasks;
    size_t n;
    TRY(task_claim(jobs->db, jobs->arena, now_us, config->jobs.claim_s * UTC_SECOND_US, TASKS_AT_ONCE, &tasks, &n));
    for (size_t i = 0; i < n && !stopping; i++) {
        enum err e = run_task(jobs, &tasks[i]);
        if (e == ERR_DB_AWAY)
            return e; /* the claim runs out by itself */
        TRY(e == ERR_NONE ? task_done(jobs->db, tasks[i].id) : put_off(jobs, &tasks[i], now_us));
    }
    *ret_n = n;
    return ERR_NONE;
}

/* New identities are found by their wrapping: a filing writes no task for them. */
static enum err identities(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    (void)now_us;
    return identity_take_over(jobs->db, jobs->arena, jobs->site->keys, batch_of(jobs), ret_n);
}

static enum err rewrapping(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    (void)now_us;
    return identity_rewrap(jobs->db, jobs->arena, jobs->site->keys, batch_of(jobs), ret_n);
}

static enum err repeats(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    (void)now_us;
    return repeat_index(jobs->db, jobs->arena, batch_of(jobs), ret_n);
}

static enum err searching(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    (void)now_us;
    return search_index(jobs->db, jobs->arena, INDEX_AT_ONCE, ret_n);
}

/* What lies in the mailbox, what goes to its complaint, and what waits too long. A mailbox that cannot be read does not keep the rest from being done. */
static enum err keep_mail(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    const struct site *site = jobs->site;
    const struct complaint_writer writer = writer_of(jobs, now_us);
    size_t taken = 0, put = 0, late = 0;
    enum err e = mail_box_sweep(jobs->db, site, now_us, site->config->jobs.batch, &taken);
    if (e == ERR_DB_AWAY)
        return e;
    if (e != ERR_NONE)
        LOG(LOG_ERROR, "the Maildir cannot be read or written", LOG_TEXT("path", site->config->mail_in.maildir), LOG_TEXT("error", err_name(e)));
    TRY(mail_go_on(jobs->db, jobs->arena, site->config, &writer, site->config->jobs.batch, &put));
    TRY(mail_remind(jobs->db, jobs->arena, now_us, site->config->jobs.batch, &late));
    *ret_n = taken + put + late;
    return ERR_NONE;
}

static enum err rulebooks(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    bool brought;
    TRY(rulebook_bring_in(jobs->db, jobs->arena, jobs->site->keys, now_us, &brought));
    if (brought)
        log_note(LOG_INFO, "another rulebook is in force");
    *ret_n = 0;
    return ERR_NONE;
}

static enum err clocks(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    const struct complaint_writer writer = writer_of(jobs, now_us);
    return complaint_sweep(jobs->db, jobs->arena, &writer, jobs->site->zone, batch_of(jobs), ret_n);
}

static enum err reminders(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    const struct complaint_writer writer = writer_of(jobs, now_us);
    return slip_sweep(jobs->db, jobs->arena, &writer, batch_of(jobs), ret_n);
}

/* Departments that lag behind. */
static enum err supervision(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    const struct complaint_writer writer = writer_of(jobs, now_us);
    return slip_supervise(jobs->db, jobs->arena, &writer, batch_of(jobs), ret_n);
}

static enum err approvals(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    const struct complaint_writer writer = writer_of(jobs, now_us);
    return approval_sweep(jobs->db, jobs->arena, &writer, batch_of(jobs), ret_n);
}

static enum err committees(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    const struct complaint_writer writer = writer_of(jobs, now_us);
    return committee_sweep(jobs->db, jobs->arena, &writer, batch_of(jobs), ret_n);
}

static enum err meetings(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    const struct complaint_writer writer = writer_of(jobs, now_us);
    return committee_joint(jobs->db, jobs->arena, &writer, batch_of(jobs), ret_n);
}

/* Each reads what its unit closed in a month. */
static enum err samples(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    const struct complaint_writer writer = writer_of(jobs, now_us);
    return sample_sweep(jobs->db, jobs->arena, &writer, SAMPLES_AT_ONCE, ret_n);
}

static enum err figures(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    return figure_sweep(jobs->db, jobs->arena, jobs->site->zone, now_us, ret_n);
}

/* Those that closing did not make by itself. */
static enum err callbacks(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    return callback_take_up(jobs->db, jobs->arena, now_us, batch_of(jobs), ret_n);
}

static enum err measures(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    const struct complaint_writer writer = writer_of(jobs, now_us);
    return measure_sweep(jobs->db, jobs->arena, &writer, batch_of(jobs), ret_n);
}

static enum err erasures(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    const struct complaint_writer writer = writer_of(jobs, now_us);
    return erasing_go_on(jobs->db, jobs->arena, jobs->site, &writer, &jobs->erasing, ret_n);
}

/* Lists as files that hold the title of what was erased since go before their time. */
static enum err purge_exports(struct jobs *jobs, int64_t now_us)
{
    int64_t before_us = now_us - jobs->site->config->limits.export_days * UTC_DAY_US, erased_us;
    TRY(keep_last_erased(jobs->db, jobs->arena, &erased_us));
    return export_purge(jobs->db, erased_us > before_us ? erased_us : before_us);
}

static enum err purge(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    const struct config *config = jobs->site->config;
    struct access_limits limits = access_limits_of(config);
    int64_t files, drafts, staff_drafts, viewings, mails;
    TRY(purge_exports(jobs, now_us));
    TRY(access_purge_sessions(jobs->db, now_us, &limits));
    TRY(attachment_purge(jobs->db, now_us - config->limits.staged_hours * UTC_HOUR_US, &files));
    TRY(draft_purge(jobs->db, now_us - config->limits.draft_days * UTC_DAY_US, &drafts));
    TRY(staff_draft_purge(jobs->db, now_us - config->limits.staff_draft_days * UTC_DAY_US, &staff_drafts));
    TRY(aside_purge(jobs->db, now_us - UTC_HOUR_US, &viewings));
    TRY(track_purge(jobs->db, now_us - config->security.track_minutes * UTC_MINUTE_US));
    TRY(track_sheet_purge(jobs->db, now_us - TRACK_SHEET_KEPT_US));
    TRY(once_purge(jobs->db, now_us - ONCE_KEPT_US));
    TRY(bulk_purge(jobs->db, now_us - config->limits.bulk_days * UTC_DAY_US));
    TRY(pack_purge(jobs->db, now_us - config->limits.export_days * UTC_DAY_US));
    TRY(mail_purge(jobs->db, now_us - config->mail_in.keep_days * UTC_DAY_US, &mails));
    TRY(limit_purge(jobs->db, now_us - LIMIT_KEPT_US));
    LOG(LOG_INFO, "purged", LOG_NUM("files", files), LOG_NUM("drafts", drafts), LOG_NUM("staff_drafts", staff_drafts), LOG_NUM("mails", mails));
    *ret_n = 0;
    return ERR_NONE;
}

static enum err pressure(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    bool high;
    *ret_n = 0;
    return pressure_watch(jobs->db, jobs->arena, jobs->site->config->security.question_pressure, now_us, &high);
}

/* The anchor of the day; its file is brought up to it by every host that has one. */
static enum err keep_anchors(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    bool more;
    const char *file = jobs->site->config->paths.anchors;
    TRY(anchor_go_on(jobs->db, jobs->arena, jobs->site->keys, jobs->site->zone, now_us, &jobs->anchor, &more));
    *ret_n = more;
    if (*file && jobs->anchored_day != jobs->anchor.signed_day)
        TRY(anchor_file_bring(jobs->db, jobs->arena, file));
    jobs->anchored_day = jobs->anchor.signed_day;
    return ERR_NONE;
}

static enum err posting(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    return post_out_go_on(jobs->db, jobs->arena, jobs->site, &jobs->post, now_us, ret_n);
}

/* In this order: a rulebook whose day has come holds before the clocks are looked at. At once 0: as many as the configuration says. */
static const struct round_kind kinds[] = {
    {"tasks", run_tasks, 0, TASKS_AT_ONCE},
    {"identities", identities, 0, 0},
    {"keys", rewrapping, 0, 0},
    {"repeats", repeats, 0, 0},
    {"search", searching, 0, INDEX_AT_ONCE},
    {"mail", keep_mail, 0, 0},
    {"rulebook", rulebooks, 0, 0},
    {"clocks", clocks, 0, 0},
    {"slips", reminders, 0, 0},
    {"supervision", supervision, UTC_HOUR_US, 0},
    {"approvals", approvals, 0, 0},
    {"committees", committees, 0, 0},
    {"meetings", meetings, UTC_HOUR_US, 0},
    {"samples", samples, UTC_HOUR_US, SAMPLES_AT_ONCE},
    {"figures", figures, UTC_HOUR_US, 0},
    {"callbacks", callbacks, UTC_HOUR_US, 0},
    {"measures", measures, 0, 0},
    {"erasing", erasures, 0, 0},
    {"purge", purge, UTC_HOUR_US, 0},
    {"pressure", pressure, 10 * UTC_SECOND_US, 0},
    {"anchors", keep_anchors, 0, 1},
    {"post", posting, 0, 0},
};
_Static_assert(COUNT_OF(kinds) == KINDS, "struct jobs has room for each");

/* ---- a round ---- */

/* ERR_DB_AWAY ends it; else the last error of a kind that failed. */
static enum err round_of_work(struct jobs *jobs, enum round *ret_round)
{
    int64_t now_us = shift_now_us(jobs->site->config);
    enum err failed = ERR_NONE;
    for (size_t k = 0; k < COUNT_OF(kinds) && !stopping; k++) {
        struct round_kind kind = kinds[k];
        kind.at_once = kind.at_once ? kind.at_once : batch_of(jobs);
        enum err e = round_turn(&kind, &jobs->progress[k], jobs, now_us, utc_monotonic_us(), ret_round);
        if (e == ERR_DB_AWAY)
            return e;
        failed = e != ERR_NONE ? e : failed;
    }
    return failed;
}

/* Once: until nothing is left, but for kinds that failed; whether none did. */
static bool work(struct jobs *jobs, bool once)
{
    bool well = true;
    sigset_t open_mask;
    sigemptyset(&open_mask);
    unsigned poll_ms = jobs->site->config->jobs.poll_ms;
    struct timespec pause = {.tv_sec = poll_ms / 1000, .tv_nsec = (long)(poll_ms % 1000) * 1000000};
    const struct timespec gather = {.tv_nsec = GATHER_MS * 1000000L};
    do {
        enum round round = ROUND_IDLE;
        enum err e = round_of_work(jobs, &round);
        if (e == ERR_DB_AWAY)
            log_note(LOG_WARN, "a round of jobs ended early: the database is away");
        arena_reset(jobs->arena);
        well &= e == ERR_NONE;
        if (once && (round == ROUND_IDLE || e == ERR_DB_AWAY))
            return well;
        if (!once && round != ROUND_FULL)
            ppoll(NULL, 0, round == ROUND_IDLE || poll_ms < GATHER_MS ? &pause : &gather, &open_mask);
    } while (!stopping);
    return true;
}

static void usage(FILE *out)
{
    fputs("usage: redress jobs [--config FILE] [--once]\n\n"
          "  --config FILE  configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n"
          "  --once         do what is due now and end, with 1 when some of it failed\n",
          out);
}

int ctl_jobs(int argc, char **argv)
{
    static const struct option options[] = {
        {"config", required_argument, NULL, 'c'}, {"once", no_argument, NULL, 'o'}, {"help", no_argument, NULL, 'h'}, {0}};
    const char *path = NULL;
    bool once = false;
    for (int c; (c = getopt_long(argc, argv, "c:h", options, NULL)) != -1;) {
        if (c == 'c')
            path = optarg;
        else if (c == 'o')
            once = true;
        else {
            usage(c == 'h' ? stdout : stderr);
            return c == 'h' ? 0 : 2;
        }
    }
    struct config *config;
    static struct site site; /* lives as long as the process */
    struct db_config db_config;
    if (config_load(path, &config) != ERR_NONE || site_make(config, CRYPTO_JOBS, &site) != ERR_NONE ||
        config_database(config, DB_JOBS, &db_config) != ERR_NONE || site_check_schema(config, DB_JOBS) != ERR_NONE)
        return 1;
    struct post_wire *wire;
    if (post_wire_new(config, &wire) != ERR_NONE)
        return 1;
    log_set_level(config_log_level(config));
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    confine_memory(config->jobs.memory_mib);
    struct sigaction stop = {.sa_handler = on_stop};
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &stop, NULL);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGINT);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
    struct jobs jobs = {.site = &site, .db = db_new(&db_config, DB_JOBS, app_stores), .arena = arena_new(ARENA_LIMIT), .post = {.wire = wire}};
    log_note(LOG_INFO, "jobs started");
    bool well = work(&jobs, once);
    db_close(jobs.db);
    arena_free(jobs.arena);
    post_wire_free(wire);
    log_note(LOG_INFO, "jobs stopped");
    return well ? 0 : 1;
}
