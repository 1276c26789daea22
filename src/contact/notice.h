#ifndef REDRESS_NOTICE_H
#define REDRESS_NOTICE_H

#include <stdint.h>

/* A notice inside the house, to one person (requirements L4): written in the transaction of what it tells about. What is told stands in its data, never identities. */
struct notice {
    int64_t id, user_id, complaint_id, at_us, read_us, for_id; /* for_id: the absent person it was meant for; 0: the receiver himself */
    const char *kind;   /* clock_warn, clock_due, clock_escalated, extension_asked, extension_decided, assigned, coordinator, handover */
    const char *data;   /* flat JSON as of timeline_data: rule, due, number, title ... */
    const char *number, *title, *for_name; /* of the complaint, joined for show, within what the reader may see */
};

#endif
