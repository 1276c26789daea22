#ifndef REDRESS_POST_SERVER_H
#define REDRESS_POST_SERVER_H

#include <stdbool.h>

/*
 * A mail server and a gateway for short messages, in a process of their own on ports of the loopback that were free, which do what the test asks of them and remember what they took.
 */
enum post_server_mood {
    SERVER_TAKES,
    SERVER_LATER,     /* 451 to the receiver; HTTP 503 */
    SERVER_NEVER,     /* 550 to the receiver, with its address in the answer; HTTP 400 */
    SERVER_NOT_THIS,  /* 554 to the text */
    SERVER_BUSY,      /* 421 at the beginning */
    SERVER_SIGN_IN,   /* 530: sign in first */
    SERVER_OTHERWISE, /* HTTP 200, but an answer that is not what was agreed */
};

#define SERVER_KEPT 200
struct post_server_seen {
    _Atomic int mood, connections, taken;
    _Atomic long ids[SERVER_KEPT]; /* of the Message-IDs of what was taken */
    char from[400], to[400], mail[30000], request[30000]; /* the last */
};
struct post_server {
    int pid, port, listener;
    bool http;
    struct post_server_seen *seen;
};
void post_server_start(struct post_server *server, bool http);
/* Not there any more; and there again, on the same port. */
void post_server_stop(struct post_server *server);
void post_server_again(struct post_server *server);
void post_server_end(struct post_server *server);

#endif
