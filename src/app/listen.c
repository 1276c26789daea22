#include "listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define UNIX_PREFIX "unix:"

static enum err complain(const struct config_pool *pool, const char *what)
{
    fprintf(stderr, "cannot listen on %s: %s: %s\n", pool->listen, what, strerrordesc_np(errno));
    return ERR_CONFIG;
}

static bool answers(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool live = fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof *address) == 0;
    if (fd >= 0)
        close(fd);
    return live;
}

static enum err listen_unix(const struct config_pool *pool, const char *path, int *ret_fd)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return complain(pool, "path");
    }
    memcpy(address.sun_path, path, strlen(path));
    if (answers(&address)) {
        errno = EADDRINUSE;
        return complain(pool, "another process serves it");
    }
    unlink(path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t before = umask(0117);
    bool bound = fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0;
    umask(before);
    if (!bound)
        return complain(pool, "bind");
    if (*pool->socket_group) {
        const struct group *group = getgrnam(pool->socket_group);
        if (!group || chown(path, (uid_t)-1, group->gr_gid) != 0)
            return complain(pool, "socket_group");
    }
    *ret_fd = fd;
    return ERR_NONE;
}

static enum err listen_tcp(const struct config_pool *pool, int *ret_fd)
{
    char host[64];
    const char *colon = strrchr(pool->listen, ':');
    struct sockaddr_in address = {.sin_family = AF_INET};
    size_t n = colon ? (size_t)(colon - pool->listen) : 0;
    if (!colon || n >= sizeof host) {
        errno = EINVAL;
        return complain(pool, "neither unix:/path nor address:port");
    }
    memcpy(host, pool->listen, n);
    host[n] = '\0';
    char *end;
    unsigned long port = strtoul(colon + 1, &end, 10);
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1 || *end || port == 0 || port > 65535) {
        errno = EINVAL;
        return complain(pool, "address");
    }
    address.sin_port = htons((uint16_t)port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0)
        return complain(pool, "bind");
    *ret_fd = fd;
    return ERR_NONE;
}

enum err listen_open(const struct config_pool *pool, int *ret_fd)
{
    int fd = -1;
    if (strncmp(pool->listen, UNIX_PREFIX, strlen(UNIX_PREFIX)) == 0)
        TRY(listen_unix(pool, pool->listen + strlen(UNIX_PREFIX), &fd));
    else
        TRY(listen_tcp(pool, &fd));
    if (listen(fd, (int)pool->backlog) != 0)
        return complain(pool, "listen");
    *ret_fd = fd;
    return ERR_NONE;
}

void listen_close(const struct config_pool *pool, int fd)
{
    close(fd);
    if (strncmp(pool->listen, UNIX_PREFIX, strlen(UNIX_PREFIX)) == 0)
        unlink(pool->listen + strlen(UNIX_PREFIX));
}
