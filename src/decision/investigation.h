#ifndef REDRESS_INVESTIGATION_H
#define REDRESS_INVESTIGATION_H

#include "complaint.h"
#include "err.h"
#include "permission.h"
#include "slip.h"

/* What was found out about each matter of a complaint (requirements G0, G1): one record per allegation, by its position; finding and reason stand with the allegation itself. Pure. */
enum investigation_part { INVESTIGATION_FACTS, INVESTIGATION_SOURCES, INVESTIGATION_INTERVIEWS, INVESTIGATION_EVIDENCE, INVESTIGATION_CONCLUSION, INVESTIGATION_REMEDY, INVESTIGATION_PART__COUNT };
struct investigation_part_kind {
    const char *name;  /* of the control, and in drafts: "facts" */
    const char *title; /* msgids */
    const char *hint;  /* "" none */
};
const struct investigation_part_kind *investigation_part(enum investigation_part part);

struct investigation {
    int position, version; /* version 0: not written yet */
    const char *texts[INVESTIGATION_PART__COUNT];
    int64_t first_by, last_by, at_us;
    const char *first, *last, *last_zh, *last_en; /* names for show: of people, and the department of who wrote last */
    bool hidden; /* others wrote it, and the reader sees a part of the complaint: he learns that it is there, no more */
};

/* Who writes. Whoever sees all of the complaint and may investigate writes everything; who sees a part of it, while his department holds the leading request, the record but not the finding. */
enum investigation_writer { INVESTIGATION_READS, INVESTIGATION_WRITES, INVESTIGATION_WRITES_PART };
struct investigation_right {
    enum investigation_writer writer;
    int64_t slip_id; /* WRITES_PART: the request that it answers */
};
/* slips: those that the user sees; sides: on which sides of each he stands (slip_sides). */
struct investigation_right investigation_right(const struct complaint *c, permission_set rights, const struct slip *slips, const unsigned *sides, size_t n);

/* NULL when it can be kept; else the msgid of what is missing, and the name of its control. finding and reason go together. */
const char *investigation_fault(const char *const texts[INVESTIGATION_PART__COUNT], enum complaint_finding finding, const char *reason, const char **ret_field);

#define INVESTIGATION_REASON_MAX 2000 /* characters, of an allegation's reason */

#endif
