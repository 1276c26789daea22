#ifndef REDRESS_BENCH_PAGES_H
#define REDRESS_BENCH_PAGES_H

#include "bench_client.h"
#include "config_load.h"

#define BENCH_LINKS 50

/* One client of the bench and what it needs for the page that it asks for. Lives in a process of its own. */
struct bench_visit {
    struct bench_client client;
    const struct config *config;
    const char *number; /* of a demo complaint that can be tracked */
    unsigned seconds;   /* how long it will ask */
    char paths[BENCH_LINKS][200]; /* pages taken in turn */
    size_t n_paths;
    char (*drafts)[64]; /* cookies of drafts that only have to be sent */
    size_t n_drafts;
    char visitor[100];
    char token[40];       /* with which forms of registering begin */
    char *photograph;     /* a form with one, as it is posted */
    size_t photograph_n;
};

struct bench_page {
    const char *name, *limit; /* "F", "D" or "U" */
    double aim;               /* share of the limit */
    const char *pool;
    int status;
    /* Bring a client to where the measured request can be made: sign in, open a complaint. */
    enum err (*prepare)(struct bench_visit *v);
    /* The i-th request. ERR_RATE: there is nothing left to send. */
    enum err (*request)(struct bench_visit *v, size_t i);
    /* Afterwards, when there is something to clear away. */
    enum err (*finish)(struct bench_visit *v);
};

/* Ask for a page; sign in as a demo account. */
enum err bench_get(struct bench_visit *v, const char *path) MUST_CHECK;
enum err bench_sign_in(struct bench_visit *v, const char *login) MUST_CHECK;

extern const struct bench_page bench_fixed_page;   /* the limit F itself */
extern const struct bench_page bench_received_page; /* the limit U */
extern const struct bench_page bench_pages[];
extern const size_t bench_pages_n;
extern const struct bench_page bench_work_pages[]; /* bench_work_pages.c: what staff do beside lists and complaints */
extern const size_t bench_work_pages_n;

#endif
