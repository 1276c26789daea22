#include "post_server.h"

#include <arpa/inet.h>
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the mail server ---- */

static void say(FILE *out, const char *line)
{
    fprintf(out, "%s\r\n", line);
    fflush(out);
}

static void keep(char *to, size_t size, const char *line)
{
    snprintf(to, size, "%s", line);
    to[strcspn(to, "\r\n")] = '\0';
}

static void take_mail(FILE *in, FILE *out, struct post_server_seen *seen)
{
    static char text[sizeof seen->mail];
    char line[2000];
    size_t n = 0;
    say(out, "354 go on");
    while (fgets(line, sizeof line, in) && strcmp(line, ".\r\n") != 0) {
        size_t more = strlen(line);
        if (n + more < sizeof text)
            memcpy(text + n, line, more + 1), n += more;
    }
    if (seen->mood == SERVER_NOT_THIS) {
        say(out, "554 5.7.1 that text is not wanted");
        return;
    }
    const char *id = strstr(text, "Message-ID: <redress.");
    int at = seen->taken++;
    if (at < SERVER_KEPT)
        seen->ids[at] = id ? strtol(id + strlen("Message-ID: <redress."), NULL, 10) : -1;
    memcpy(seen->mail, text, sizeof text);
    say(out, "250 2.0.0 taken");
}

static void receiver(FILE *out, struct post_server_seen *seen, const char *line)
{
    char answer[600];
    keep(seen->to, sizeof seen->to, line + strlen("RCPT TO:"));
    if (seen->mood == SERVER_LATER)
        say(out, "451 4.2.1 try again later");
    else if (seen->mood == SERVER_NEVER) {
        snprintf(answer, sizeof answer, "550 5.1.1 %s: nobody is called so here", seen->to);
        say(out, answer);
    } else
        say(out, "250 ok");
}

static void talk_smtp(FILE *in, FILE *out, struct post_server_seen *seen)
{
    char line[2000];
    if (seen->mood == SERVER_BUSY) {
        say(out, "421 4.3.2 not now");
        return;
    }
    say(out, "220 test ESMTP");
    while (fgets(line, sizeof line, in)) {
        if (strncasecmp(line, "EHLO", 4) == 0)
            say(out, "250-test\r\n250 8BITMIME");
        else if (strncasecmp(line, "MAIL FROM:", 10) == 0) {
            keep(seen->from, sizeof seen->from, line + 10);
            say(out, seen->mood == SERVER_SIGN_IN ? "530 5.7.0 authentication required" : "250 ok");
        } else if (strncasecmp(line, "RCPT TO:", 8) == 0)
            receiver(out, seen, line);
        else if (strncasecmp(line, "DATA", 4) == 0)
            take_mail(in, out, seen);
        else if (strncasecmp(line, "QUIT", 4) == 0) {
            say(out, "221 bye");
            return;
        } else
            say(out, strncasecmp(line, "NOOP", 4) == 0 || strncasecmp(line, "RSET", 4) == 0 ? "250 ok" : "502 what?");
    }
}

/* ---- the gateway ---- */

static void talk_http(FILE *in, FILE *out, struct post_server_seen *seen)
{
    static char text[sizeof seen->request];
    char line[4000];
    size_t n = 0, length = 0;
    while (fgets(line, sizeof line, in)) {
        size_t more = strlen(line);
        if (n + more < sizeof text)
            memcpy(text + n, line, more + 1), n += more;
        if (strncasecmp(line, "Content-Length:", 15) == 0)
            length = (size_t)strtoul(line + 15, NULL, 10);
        if (strcmp(line, "\r\n") == 0)
            break;
    }
    if (length && n + length < sizeof text)
        n += fread(text + n, 1, length, in);
    text[n] = '\0';
    memcpy(seen->request, text, sizeof text);
    const char *body = seen->mood == SERVER_TAKES ? "{\"code\":0,\"msg\":\"OK\"}" : seen->mood == SERVER_NEVER ? "{\"code\":7,\"msg\":\"bad number 13700137000\"}" : "{\"code\":9}";
    int status = seen->mood == SERVER_LATER ? 503 : seen->mood == SERVER_NEVER ? 400 : 200;
    if (seen->mood == SERVER_TAKES)
        seen->taken++;
    fprintf(out, "HTTP/1.1 %d it\r\nContent-Type: application/json\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s", status, strlen(body), body);
    fflush(out);
}

/* ---- both ---- */

static void serve(const struct post_server *server)
{
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int fd = accept(server->listener, NULL, NULL);
        if (fd < 0)
            continue;
        server->seen->connections++;
        if (fork() == 0) {
            FILE *in = fdopen(fd, "r"), *out = fdopen(dup(fd), "w");
            if (in && out)
                (server->http ? talk_http : talk_smtp)(in, out, server->seen);
            if (out)
                fflush(out);
            shutdown(fd, SHUT_RDWR);
            _exit(0);
        }
        close(fd);
    }
}

void post_server_again(struct post_server *server)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server->port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof at;
    int yes = 1;
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(server->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    ck_assert_int_eq(bind(server->listener, (struct sockaddr *)&at, sizeof at), 0);
    ck_assert_int_eq(listen(server->listener, 50), 0);
    ck_assert_int_eq(getsockname(server->listener, (struct sockaddr *)&at, &size), 0);
    server->port = ntohs(at.sin_port);
    server->pid = fork();
    ck_assert_int_ge(server->pid, 0);
    if (server->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves nothing behind */
        setpgid(0, 0);
        serve(server);
    }
    setpgid(server->pid, server->pid);
    close(server->listener);
}

void post_server_start(struct post_server *server, bool http)
{
    *server = (struct post_server){.http = http};
    server->seen = mmap(NULL, sizeof *server->seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert(server->seen != MAP_FAILED);
    post_server_again(server);
}

void post_server_stop(struct post_server *server)
{
    kill(-server->pid, SIGKILL);
    waitpid(server->pid, NULL, 0);
    server->pid = 0;
}

void post_server_end(struct post_server *server)
{
    if (server->pid)
        post_server_stop(server);
    munmap(server->seen, sizeof *server->seen);
}
