#include "admin_site.h"

#include <stdint.h>
#include <string.h>

static unsigned big16(const uint8_t *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static bool png_pixels(const uint8_t *p, size_t n, unsigned *ret_width, unsigned *ret_height)
{
    if (n < 24 || memcmp(p + 12, "IHDR", 4) != 0)
        return false;
    *ret_width = big16(p + 16) << 16 | big16(p + 18);
    *ret_height = big16(p + 20) << 16 | big16(p + 22);
    return true;
}

/* The frame header of any kind; not tables (C4), extensions (C8) and conditioning (CC), which share its numbers. */
static bool is_frame(uint8_t marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static bool jpeg_pixels(const uint8_t *p, size_t n, unsigned *ret_width, unsigned *ret_height)
{
    size_t at = 2;
    while (at + 9 <= n && p[at] == 0xff) {
        if (p[at + 1] == 0xff) { /* padding */
            at++;
            continue;
        }
        if (is_frame(p[at + 1])) {
            *ret_height = big16(p + at + 5);
            *ret_width = big16(p + at + 7);
            return true;
        }
        unsigned length = big16(p + at + 2);
        if (length < 2)
            return false;
        at += 2 + length;
    }
    return false;
}

bool admin_site_pixels(struct str image, unsigned *ret_width, unsigned *ret_height)
{
    static const char png[] = "\x89PNG\r\n\x1a\n";
    const uint8_t *p = (const uint8_t *)image.p;
    if (image.n >= sizeof png - 1 && memcmp(p, png, sizeof png - 1) == 0)
        return png_pixels(p, image.n, ret_width, ret_height);
    return image.n >= 4 && p[0] == 0xff && p[1] == 0xd8 && jpeg_pixels(p, image.n, ret_width, ret_height);
}
