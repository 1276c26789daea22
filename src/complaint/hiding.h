#ifndef REDRESS_HIDING_H
#define REDRESS_HIDING_H

#include "attachment.h"
#include "complaint.h"
#include "message.h"
#include "rulebook.h"
#include "timeline.h"

/* What others see of somebody who complains confidentially or anonymously (requirements M2): a name made up for this complaint, and times that do not tell who was online then. Pure. */

/* COARSE_EXACT for who gave his name. */
enum rb_coarse hiding_times(const struct rulebook *b, enum complaint_mode mode);
/*
 * "甲-7F3K", in English "A-7F3K": made of the complaint's number, which is random, so it is the same on every page, and two complaints of one person have nothing in common. "" for who gave his name.
 */
const char *hiding_name(struct arena *a, const struct complaint *c, bool english);
/* Sets how exact the times of the complainant's own steps, messages and files are, and his name in them; what staff did stays exact. */
void hiding_events(const struct rulebook *b, const struct complaint *c, const char *name, struct event *events, size_t n);
void hiding_messages(const struct rulebook *b, const struct complaint *c, const char *name, struct message *messages, size_t n);
void hiding_files(const struct rulebook *b, const struct complaint *c, const struct message *messages, size_t n_messages, struct attachment *files, size_t n);

#endif
