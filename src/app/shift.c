#include "shift.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "str.h"
#include "utc.h"

int64_t shift_us(const struct config *config)
{
    if (!*config->testing.clock_file)
        return 0;
    int fd = open(config->testing.clock_file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    char text[32] = "";
    ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    long long seconds;
    text[n < 0 ? 0 : strcspn(text, "\r\n")] = '\0';
    return str_to_i64(str_of(text), 0, SHIFT_MAX_US / UTC_SECOND_US, &seconds) ? seconds * UTC_SECOND_US : 0;
}

int64_t shift_now_us(const struct config *config)
{
    return utc_now_us() + shift_us(config);
}

enum err shift_write(const struct config *config, int64_t us)
{
    const char *path = config->testing.clock_file;
    char *fresh = NULL;
    if (asprintf(&fresh, "%s.new", path) < 0)
        return ERR_INTERNAL;
    FILE *out = fopen(fresh, "we");
    bool written = out && fprintf(out, "%" PRId64 "\n", us / UTC_SECOND_US) > 0;
    if (out && fclose(out) != 0)
        written = false;
    if (!written || rename(fresh, path) != 0) {
        fprintf(stderr, "%s: the test clock's file cannot be written: %s\n", path, strerror(errno));
        unlink(fresh);
        free(fresh);
        return ERR_CONFIG;
    }
    free(fresh);
    return ERR_NONE;
}

bool shift_read(const char *typed, int64_t now_shift_us, int64_t *ret_us)
{
    static const struct {
        const char *name;
        int64_t us;
    } units[] = {{"d", UTC_DAY_US}, {"h", UTC_HOUR_US}, {"min", UTC_MINUTE_US}, {"s", UTC_SECOND_US}};
    if (strcmp(typed, "0") == 0) {
        *ret_us = 0;
        return true;
    }
    if (typed[0] != '+')
        return false;
    size_t digits = strspn(typed + 1, "0123456789");
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        long long n;
        if (strcmp(typed + 1 + digits, units[i].name) != 0 || !str_to_i64((struct str){typed + 1, digits}, 1, SHIFT_MAX_US / units[i].us, &n))
            continue;
        if (n * units[i].us > SHIFT_MAX_US - now_shift_us)
            return false;
        *ret_us = now_shift_us + n * units[i].us;
        return true;
    }
    return false;
}
