#include "colour.h"

#include <math.h>
#include <string.h>

#include "str.h"

static const struct colour white = {255, 255, 255}, black = {0, 0, 0};
/* What coloured letters stand on in static/app.css: --bg, --surface and --surface-2, light and dark. */
static const struct colour light_grounds[] = {{0xf2, 0xf4, 0xf7}, {0xff, 0xff, 0xff}, {0xf7, 0xf9, 0xfb}};
static const struct colour dark_grounds[] = {{0x12, 0x14, 0x18}, {0x1a, 0x1d, 0x23}, {0x20, 0x24, 0x2b}};
#define DARK_SURFACE dark_grounds[1]

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool colour_read(const char *text, struct colour *ret_colour)
{
    int parts[3];
    if (*text == '#')
        text++;
    if (strlen(text) != 6)
        return false;
    for (int i = 0; i < 3; i++) {
        int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        parts[i] = high * 16 + low;
    }
    *ret_colour = (struct colour){parts[0], parts[1], parts[2]};
    return true;
}

const char *colour_text(struct arena *a, struct colour c)
{
    return arena_printf(a, "#%02x%02x%02x", (unsigned)c.r, (unsigned)c.g, (unsigned)c.b);
}

static double channel(int value)
{
    double v = value / 255.0;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double luminance(struct colour c)
{
    return 0.2126 * channel(c.r) + 0.7152 * channel(c.g) + 0.0722 * channel(c.b);
}

int colour_contrast(struct colour a, struct colour b)
{
    double x = luminance(a), y = luminance(b);
    double more = x > y ? x : y, less = x > y ? y : x;
    return (int)((more + 0.05) / (less + 0.05) * 100); /* cut off, never rounded up to what is needed */
}

bool colour_carries_white(struct colour c)
{
    return colour_contrast(c, white) >= COLOUR_ENOUGH;
}

/* So many hundredths of b in a. */
static struct colour mix(struct colour a, struct colour b, int hundredths)
{
    return (struct colour){
        (a.r * (100 - hundredths) + b.r * hundredths) / 100,
        (a.g * (100 - hundredths) + b.g * hundredths) / 100,
        (a.b * (100 - hundredths) + b.b * hundredths) / 100,
    };
}

static bool readable(struct colour ink, const struct colour *grounds, size_t n, struct colour weak)
{
    bool enough = colour_contrast(ink, weak) >= COLOUR_ENOUGH;
    for (size_t i = 0; i < n; i++)
        enough = enough && colour_contrast(ink, grounds[i]) >= COLOUR_ENOUGH;
    return enough;
}

/* The colour itself where it can be read on all of its grounds, else as little mixed with black or white as it takes. */
static struct colour ink_on(struct colour brand, struct colour toward, const struct colour *grounds, size_t n, struct colour weak)
{
    struct colour ink = brand;
    for (int hundredths = 2; hundredths <= 100 && !readable(ink, grounds, n, weak); hundredths += 2)
        ink = mix(brand, toward, hundredths);
    return ink;
}

static struct colour fill_of(struct colour brand)
{
    struct colour fill = brand;
    for (int hundredths = 2; hundredths <= 100 && !colour_carries_white(fill); hundredths += 2)
        fill = mix(brand, black, hundredths);
    return fill;
}

struct colour_set colour_light(struct colour brand)
{
    struct colour_set set = {.fill = fill_of(brand), .weak = mix(white, brand, 9)};
    set.fill_over = mix(set.fill, black, 25);
    set.ink = ink_on(brand, black, light_grounds, 3, set.weak);
    set.ink_over = mix(set.ink, black, 25);
    set.top = mix(set.fill, black, 55);
    return set;
}

struct colour_set colour_dark(struct colour brand)
{
    struct colour_set set = {.fill = fill_of(mix(brand, DARK_SURFACE, 15)), .weak = mix(DARK_SURFACE, brand, 20)};
    set.fill_over = mix(set.fill, black, 20);
    set.ink = ink_on(brand, white, dark_grounds, 3, set.weak);
    set.ink_over = mix(set.ink, white, 35);
    set.top = mix(fill_of(brand), black, 55);
    return set;
}

static void add_tokens(struct arena *a, struct buf *out, const struct colour_set *set)
{
    const struct {
        const char *name;
        struct colour colour;
    } tokens[] = {{"brand", set->ink},          {"brand-h", set->ink_over}, {"brand-fill", set->fill}, {"brand-fill-h", set->fill_over},
                  {"brand-weak", set->weak}, {"top", set->top}};
    for (size_t i = 0; i < COUNT_OF(tokens); i++)
        buf_printf(out, "--%s:%s;", tokens[i].name, colour_text(a, tokens[i].colour));
}

const char *colour_sheet(struct arena *a, struct colour brand)
{
    struct buf out = {.arena = a};
    struct colour_set light = colour_light(brand), dark = colour_dark(brand);
    buf_adds(&out, ":root{");
    add_tokens(a, &out, &light);
    buf_adds(&out, "}\n@media screen and (prefers-color-scheme:dark){:root{");
    add_tokens(a, &out, &dark);
    buf_adds(&out, "}}\n");
    return out.p;
}
