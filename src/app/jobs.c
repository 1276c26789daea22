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
#define PURGE_EVERY_US UTC_HOUR_US
#define SUPERVISE_EVERY_US UTC_HOUR_US
#define AFTER_EVERY_US UTC_HOUR_US
#define WATCH_EVERY_US (10 * UTC_SECOND_US)
#define INDEX_AT_ONCE 300
#define GATHER_MS 100 /* what comes within this time is taken together: rounds of one thing each would cost those who file more than they do */
#define ATTEMPTS_MAX 12
#define ONCE_KEPT_US (2 * UTC_DAY_US)
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
    int64_t purged_us, supervised_us, after_us, watched_us;
};

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
    const struct complaint_writer writer = {.keys = jobs->site->keys, .pool = CRYPTO_JOBS, .zone = jobs->site->zone, .now_us = shift_now_us(jobs->site->config)};
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

static enum err run_tasks(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    const struct config *config = jobs->site->config;
    struct task *tasks;
    size_t n;
    TRY(task_claim(jobs->db, jobs->arena, now_us, config->jobs.claim_s * UTC_SECOND_US, config->jobs.batch, &tasks, &n));
    for (size_t i = 0; i < n && !stopping; i++) {
        enum err e = run_task(jobs, &tasks[i]);
        if (e == ERR_DB_AWAY)
            return e; /* the claim runs out by itself */
        TRY(e == ERR_NONE ? task_done(jobs->db, tasks[i].id) : put_off(jobs, &tasks[i], now_us));
    }
    *ret_n = n;
    return ERR_NONE;
}

static enum err purge(struct jobs *jobs, int64_t now_us)
{
    const struct config *config = jobs->site->config;
    struct access_limits limits = access_limits_of(config);
    int64_t files, drafts, staff_drafts, viewings, mails;
    TRY(access_purge_sessions(jobs->db, now_us, &limits));
    TRY(attachment_purge(jobs->db, now_us - config->limits.staged_hours * UTC_HOUR_US, &files));
    TRY(draft_purge(jobs->db, now_us - config->limits.draft_days * UTC_DAY_US, &drafts));
    TRY(staff_draft_purge(jobs->db, now_us - config->limits.staff_draft_days * UTC_DAY_US, &staff_drafts));
    TRY(aside_purge(jobs->db, now_us - UTC_HOUR_US, &viewings));
    TRY(track_purge(jobs->db, now_us - config->security.track_minutes * UTC_MINUTE_US));
    TRY(track_sheet_purge(jobs->db, now_us - TRACK_SHEET_KEPT_US));
    TRY(once_purge(jobs->db, now_us - ONCE_KEPT_US));
    TRY(bulk_purge(jobs->db, now_us - config->limits.bulk_days * UTC_DAY_US));
    TRY(export_purge(jobs->db, now_us - config->limits.export_days * UTC_DAY_US));
    TRY(pack_purge(jobs->db, now_us - config->limits.export_days * UTC_DAY_US));
    TRY(mail_purge(jobs->db, now_us - config->mail_in.keep_days * UTC_DAY_US, &mails));
    TRY(limit_purge(jobs->db, now_us - 2 * UTC_HOUR_US));
    LOG(LOG_INFO, "purged", LOG_NUM("files", files), LOG_NUM("drafts", drafts), LOG_NUM("staff_drafts", staff_drafts), LOG_NUM("mails", mails));
    return ERR_NONE;
}

/* Reminders of slips as they come; departments that lag behind every now and then, until none is left. */
static enum err keep_slips(struct jobs *jobs, const struct complaint_writer *writer, size_t *ret_swept)
{
    size_t reminded, supervised = 0;
    TRY(slip_sweep(jobs->db, jobs->arena, writer, jobs->site->config->jobs.batch, &reminded));
    if (writer->now_us - jobs->supervised_us > SUPERVISE_EVERY_US) {
        TRY(slip_supervise(jobs->db, jobs->arena, writer, jobs->site->config->jobs.batch, &supervised));
        if (supervised < jobs->site->config->jobs.batch)
            jobs->supervised_us = writer->now_us;
    }
    *ret_swept = reminded + supervised;
    return ERR_NONE;
}

/* Every now and then, until none is left: joint meetings of committees, samples of the month before, figures that are published, and callbacks that closing did not make by itself. */
static enum err keep_after(struct jobs *jobs, const struct complaint_writer *writer, size_t *ret_n)
{
    size_t drawn, taken, meetings, figures;
    *ret_n = 0;
    if (writer->now_us - jobs->after_us <= AFTER_EVERY_US)
        return ERR_NONE;
    TRY(committee_joint(jobs->db, jobs->arena, writer, jobs->site->config->jobs.batch, &meetings));
    TRY(sample_sweep(jobs->db, jobs->arena, writer, &drawn));
    TRY(figure_sweep(jobs->db, jobs->arena, jobs->site->zone, writer->now_us, &figures));
    TRY(callback_take_up(jobs->db, jobs->arena, writer->now_us, jobs->site->config->jobs.batch, &taken));
    if (taken < jobs->site->config->jobs.batch && meetings < jobs->site->config->jobs.batch)
        jobs->after_us = writer->now_us;
    *ret_n = drawn + taken + meetings + figures;
    return ERR_NONE;
}

/* A rulebook whose day has come holds before the clocks are looked at. */
static enum err keep_time(struct jobs *jobs, int64_t now_us, size_t *ret_swept)
{
    const struct site *site = jobs->site;
    const struct complaint_writer writer = {.keys = site->keys, .pool = CRYPTO_JOBS, .zone = site->zone, .now_us = now_us};
    bool brought;
    size_t measures, slips, clocks, approvals, committee, after;
    TRY(rulebook_bring_in(jobs->db, jobs->arena, site->keys, now_us, &brought));
    if (brought)
        log_note(LOG_INFO, "another rulebook is in force");
    TRY(complaint_sweep(jobs->db, jobs->arena, &writer, site->zone, site->config->jobs.batch, &clocks));
    TRY(keep_slips(jobs, &writer, &slips));
    TRY(approval_sweep(jobs->db, jobs->arena, &writer, site->config->jobs.batch, &approvals));
    TRY(committee_sweep(jobs->db, jobs->arena, &writer, site->config->jobs.batch, &committee));
    TRY(keep_after(jobs, &writer, &after));
    TRY(measure_sweep(jobs->db, jobs->arena, &writer, site->config->jobs.batch, &measures));
    *ret_swept = clocks + measures + slips + approvals + committee + after;
    return ERR_NONE;
}

/* The anchor of the day; its file is brought up to it by every host that has one. */
static enum err keep_anchors(struct jobs *jobs, int64_t now_us, bool *ret_more)
{
    const char *file = jobs->site->config->paths.anchors;
    TRY(anchor_go_on(jobs->db, jobs->arena, jobs->site->keys, jobs->site->zone, now_us, &jobs->anchor, ret_more));
    if (jobs->anchored_day == jobs->anchor.signed_day)
        return ERR_NONE;
    jobs->anchored_day = jobs->anchor.signed_day;
    return *file ? anchor_file_bring(jobs->db, jobs->arena, file) : ERR_NONE;
}

/* Lists as files that hold the title of what was erased since go before their time. */
static enum err purge_exports(struct jobs *jobs, int64_t now_us)
{
    int64_t before_us = now_us - jobs->site->config->limits.export_days * UTC_DAY_US, erased_us;
    TRY(keep_last_erased(jobs->db, jobs->arena, &erased_us));
    return export_purge(jobs->db, erased_us > before_us ? erased_us : before_us);
}

/* What lies in the mailbox, what goes to its complaint, and what waits too long. A mailbox that cannot be read does not keep the rest from being done. */
static enum err keep_mail(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    const struct site *site = jobs->site;
    const struct complaint_writer writer = {.keys = site->keys, .pool = CRYPTO_JOBS, .zone = site->zone, .now_us = now_us};
    size_t taken = 0, put = 0, late = 0;
    enum err e = mail_box_sweep(jobs->db, site, now_us, site->config->jobs.batch, &taken);
    if (e == ERR_DB_AWAY)
        return e;
    if (e != ERR_NONE)
        LOG(LOG_ERROR, "the Maildir cannot be read", LOG_TEXT("path", site->config->mail_in.maildir), LOG_TEXT("error", err_name(e)));
    TRY(mail_go_on(jobs->db, jobs->arena, site->config, &writer, site->config->jobs.batch, &put));
    TRY(mail_remind(jobs->db, jobs->arena, now_us, site->config->jobs.batch, &late));
    *ret_n = taken + put + late;
    return ERR_NONE;
}

/* What a round did: nothing, what had come, or as much as it takes at once, so that more is waiting. */
enum round { ROUND_IDLE, ROUND_DONE, ROUND_FULL };

static enum round round_of(size_t batch, const size_t *done, size_t n)
{
    enum round round = ROUND_IDLE;
    for (size_t i = 0; i < n && round != ROUND_FULL; i++)
        round = done[i] >= batch ? ROUND_FULL : done[i] > 0 ? ROUND_DONE : round;
    return round;
}

static enum err round_of_work(struct jobs *jobs, enum round *ret_round)
{
    int64_t now_us = shift_now_us(jobs->site->config);
    size_t tasks = 0, taken = 0, rewrapped = 0, signed_texts = 0, indexed = 0, swept = 0, erased = 0, posted = 0, mails = 0;
    bool anchoring = false;
    TRY(run_tasks(jobs, now_us, &tasks));
    /* New identities are found by their wrapping: a filing writes no task for them. */
    TRY(identity_take_over(jobs->db, jobs->arena, jobs->site->keys, jobs->site->config->jobs.batch, &taken));
    TRY(identity_rewrap(jobs->db, jobs->arena, jobs->site->keys, jobs->site->config->jobs.batch, &rewrapped));
    TRY(repeat_index(jobs->db, jobs->arena, jobs->site->config->jobs.batch, &signed_texts));
    TRY(search_index(jobs->db, jobs->arena, INDEX_AT_ONCE, &indexed));
    TRY(keep_mail(jobs, now_us, &mails));
    TRY(keep_time(jobs, now_us, &swept));
    const struct complaint_writer eraser = {.keys = jobs->site->keys, .pool = CRYPTO_JOBS, .zone = jobs->site->zone, .now_us = now_us};
    TRY(erasing_go_on(jobs->db, jobs->arena, jobs->site, &eraser, &jobs->erasing, &erased));
    if (now_us - jobs->purged_us > PURGE_EVERY_US) {
        TRY(purge_exports(jobs, now_us));
        TRY(purge(jobs, now_us));
        jobs->purged_us = now_us;
    }
    if (now_us - jobs->watched_us > WATCH_EVERY_US) {
        bool pressure;
        TRY(pressure_watch(jobs->db, jobs->arena, jobs->site->config->security.question_pressure, now_us, &pressure));
        jobs->watched_us = now_us;
    }
    TRY(keep_anchors(jobs, now_us, &anchoring));
    TRY(post_out_go_on(jobs->db, jobs->arena, jobs->site, &jobs->post, now_us, &posted));
    const size_t done[] = {anchoring ? jobs->site->config->jobs.batch : 0, tasks, taken, rewrapped, signed_texts, indexed, swept, erased, posted, mails};
    *ret_round = round_of(jobs->site->config->jobs.batch, done, COUNT_OF(done));
    return ERR_NONE;
}

static void work(struct jobs *jobs, bool once)
{
    sigset_t open_mask;
    sigemptyset(&open_mask);
    unsigned poll_ms = jobs->site->config->jobs.poll_ms;
    struct timespec pause = {.tv_sec = poll_ms / 1000, .tv_nsec = (long)(poll_ms % 1000) * 1000000};
    const struct timespec gather = {.tv_nsec = GATHER_MS * 1000000L};
    do {
        enum round round = ROUND_IDLE;
        enum err e = round_of_work(jobs, &round);
        if (e != ERR_NONE)
            LOG(LOG_WARN, "a round of jobs failed", LOG_TEXT("error", err_name(e)));
        arena_reset(jobs->arena);
        if (once && (round == ROUND_IDLE || e != ERR_NONE))
            return;
        if (!once && round != ROUND_FULL)
            ppoll(NULL, 0, round == ROUND_IDLE || poll_ms < GATHER_MS ? &pause : &gather, &open_mask);
    } while (!stopping);
}

static void usage(FILE *out)
{
    fputs("usage: redress jobs [--config FILE] [--once]\n\n"
          "  --config FILE  configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n"
          "  --once         do what is due now and end\n",
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
    work(&jobs, once);
    db_close(jobs.db);
    arena_free(jobs.arena);
    post_wire_free(wire);
    log_note(LOG_INFO, "jobs stopped");
    return 0;
}
