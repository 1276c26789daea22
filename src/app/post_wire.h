#ifndef REDRESS_POST_WIRE_H
#define REDRESS_POST_WIRE_H

#include "config.h"
#include "mail_text.h"
#include "wire.h"

/*
 * What goes over the network, by libcurl: SMTP and an HTTP gateway for short messages. One handle each for the life of a process, so that connections are kept.
 */
struct post_wire;

/* ERR_CONFIG with the reason on stderr: a file of secrets cannot be read. The configuration is kept. */
enum err post_wire_new(const struct config *config, struct post_wire **ret_wire) MUST_CHECK;
void post_wire_free(struct post_wire *wire);
unsigned post_wire_ways(const struct config *config); /* bits of enum post_way that are configured */

/* ret_said: what the server answered, or why it could not be asked, as letter_said has it. */
enum wire_answer post_wire_mail(struct post_wire *wire, struct arena *a, const struct mail_out *mail, const char **ret_said);
enum wire_answer post_wire_sms(struct post_wire *wire, struct arena *a, const char *phone, const char *text, const char *id, const char **ret_said);
/* Whether the mail server can be reached and lets us in (EHLO, STARTTLS, sign-in, NOOP). */
enum wire_answer post_wire_probe(struct post_wire *wire, struct arena *a, const char **ret_said);

#endif
