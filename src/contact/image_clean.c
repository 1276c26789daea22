#include "image_clean.h"

#include <string.h>

enum { JPEG_START, JPEG_MARKER, JPEG_CODE, JPEG_LENGTH, JPEG_PART, JPEG_PASS, JPEG_SKIP, JPEG_SCAN, JPEG_SCAN_CODE, PNG_START, PNG_HEAD, PNG_EXIF, PNG_PASS, PNG_SKIP, DONE };

#define MARK 0xff
#define TIFF_BYTES 26u

enum image_kind image_kind_of(const char *media_type)
{
    return strcmp(media_type, "image/jpeg") == 0 ? IMAGE_JPEG : strcmp(media_type, "image/png") == 0 ? IMAGE_PNG : IMAGE_NONE;
}

static void gather(struct image_clean *c, int state, size_t want)
{
    c->state = state;
    c->want = want;
    c->n = 0;
}

void image_clean_begin(struct image_clean *clean, enum image_kind kind, image_out *out, void *ctx)
{
    clean->kind = kind;
    clean->out = out;
    clean->ctx = ctx;
    clean->begun = clean->turned = false;
    clean->code = 0;
    clean->left = 0;
    gather(clean, kind == IMAGE_PNG ? PNG_START : JPEG_START, kind == IMAGE_PNG ? 8 : 2);
}

static enum err put(const struct image_clean *c, const void *bytes, size_t n)
{
    return c->out(c->ctx, bytes, n);
}

/* ---- orientation ---- */

static unsigned number(const uint8_t *p, size_t bytes, bool little)
{
    unsigned value = 0;
    for (size_t i = 0; i < bytes; i++)
        value = value << 8 | p[little ? bytes - 1 - i : i];
    return value;
}

/* Of the first directory of EXIF data; 0 when it says nothing, or what is no orientation. */
static unsigned orientation_of(const uint8_t *tiff, size_t n)
{
    if (n < 8 || (tiff[0] != 'I' && tiff[0] != 'M') || tiff[1] != tiff[0])
        return 0;
    bool little = tiff[0] == 'I';
    size_t at = number(tiff + 4, 4, little);
    if (number(tiff + 2, 2, little) != 42 || at > n || n - at < 2)
        return 0;
    unsigned entries = number(tiff + at, 2, little);
    at += 2;
    for (unsigned i = 0; i < entries && n - at >= 12; i++, at += 12) {
        if (number(tiff + at, 2, little) != 0x0112)
            continue;
        unsigned value = number(tiff + at + 8, 2, little);
        return number(tiff + at + 2, 2, little) == 3 && value <= 8 ? value : 0;
    }
    return 0;
}

/* EXIF data that has nothing but an orientation. */
static void write_tiff(uint8_t out[TIFF_BYTES], unsigned orientation)
{
    static const uint8_t plain[TIFF_BYTES] = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1};
    memcpy(out, plain, TIFF_BYTES);
    out[19] = (uint8_t)orientation;
}

/* ---- JPEG ---- */

static enum err put_part(const struct image_clean *c, const uint8_t *bytes, size_t n)
{
    const uint8_t head[4] = {MARK, c->code, (uint8_t)((n + 2) >> 8), (uint8_t)(n + 2)};
    TRY(put(c, head, sizeof head));
    return put(c, bytes, n);
}

static bool begins(const struct image_clean *c, const char *word, size_t n)
{
    return c->n >= n && memcmp(c->part, word, n) == 0;
}

static enum err put_turned(struct image_clean *c)
{
    uint8_t exif[6 + TIFF_BYTES] = "Exif\0";
    unsigned orientation = c->turned || !begins(c, "Exif\0", 6) ? 0 : orientation_of(c->part + 6, c->n - 6);
    if (orientation < 2)
        return ERR_NONE;
    c->turned = true;
    write_tiff(exif + 6, orientation);
    return put_part(c, exif, sizeof exif);
}

/* An application's part, gathered whole: of four kinds something stays. */
static enum err end_part(struct image_clean *c)
{
    enum { JFIF = 14, ADOBE = 12 };
    if (c->code == 0xe1)
        return put_turned(c);
    if (c->code == 0xe0 && begins(c, "JFIF", 5) && c->n >= JFIF) {
        c->part[12] = c->part[13] = 0; /* no thumbnail */
        return put_part(c, c->part, JFIF);
    }
    if (c->code == 0xe2 && begins(c, "ICC_PROFILE", 12))
        return put_part(c, c->part, c->n);
    if (c->code == 0xee && begins(c, "Adobe", 5) && c->n >= ADOBE)
        return put_part(c, c->part, ADOBE);
    return ERR_NONE;
}

static void after_part(struct image_clean *c)
{
    c->state = c->code == 0xda ? JPEG_SCAN : JPEG_MARKER;
}

static enum err jpeg_length(struct image_clean *c)
{
    size_t length = number(c->part, 2, false);
    if (length < 2)
        return ERR_INPUT;
    length -= 2;
    c->left = length;
    if (c->code == 0xe0 || c->code == 0xe1 || c->code == 0xe2 || c->code == 0xee) {
        gather(c, JPEG_PART, length);
        return ERR_NONE;
    }
    /* What a decoder needs: frames, tables, restarts, scans. */
    if (c->code < 0xe0) {
        const uint8_t head[4] = {MARK, c->code, c->part[0], c->part[1]};
        c->state = JPEG_PASS;
        return put(c, head, sizeof head);
    }
    c->state = JPEG_SKIP;
    return ERR_NONE;
}

static enum err jpeg_code(struct image_clean *c, uint8_t code)
{
    static const uint8_t end[2] = {MARK, 0xd9};
    if (code == MARK) /* filling */
        return ERR_NONE;
    if (code == 0xd9) {
        c->state = DONE;
        return put(c, end, sizeof end);
    }
    /* Restarts belong into a scan; the rest below stands for nothing that has a length. */
    if (code < 0xc0 || (code >= 0xd0 && code <= 0xd8))
        return ERR_INPUT;
    c->code = code;
    gather(c, JPEG_LENGTH, 2);
    return ERR_NONE;
}

/* Within a scan a mark stands for itself before 0 and for a restart; any other one ends the scan. */
static bool ends_scan(uint8_t code)
{
    return code != 0 && (code < 0xd0 || code > 0xd7);
}

static enum err jpeg_scan_code(struct image_clean *c, uint8_t code)
{
    const uint8_t both[2] = {MARK, code};
    if (ends_scan(code)) {
        c->state = JPEG_CODE;
        return jpeg_code(c, code);
    }
    c->state = JPEG_SCAN;
    return put(c, both, sizeof both);
}

/* ---- PNG ---- */

/* As the standard has it, over type and data. */
static uint32_t checksum(const uint8_t *bytes, size_t n)
{
    uint32_t sum = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        sum ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            sum = sum & 1 ? sum >> 1 ^ UINT32_C(0xedb88320) : sum >> 1;
    }
    return ~sum;
}

static void write_number(uint8_t out[4], uint32_t value)
{
    for (int i = 0; i < 4; i++)
        out[i] = (uint8_t)(value >> (24 - 8 * i));
}

static enum err png_exif(struct image_clean *c)
{
    uint8_t chunk[4 + 4 + TIFF_BYTES + 4] = {0, 0, 0, TIFF_BYTES, 'e', 'X', 'I', 'f'};
    unsigned orientation = c->turned ? 0 : orientation_of(c->part, c->n - 4);
    gather(c, PNG_HEAD, 8);
    if (orientation < 2)
        return ERR_NONE;
    c->turned = true;
    write_tiff(chunk + 8, orientation);
    write_number(chunk + 8 + TIFF_BYTES, checksum(chunk + 4, 4 + TIFF_BYTES));
    return put(c, chunk, sizeof chunk);
}

static bool png_kept(const uint8_t type[4])
{
    static const char kept[][5] = {"PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "bKGD", "pHYs", "hIST", "cICP", "mDCV", "cLLI", "acTL", "fcTL", "fdAT"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        if (memcmp(type, kept[i], 4) == 0)
            return true;
    }
    return false;
}

static enum err png_head(struct image_clean *c)
{
    const uint8_t *type = c->part + 4;
    uint64_t length = number(c->part, 4, false);
    bool header = memcmp(type, "IHDR", 4) == 0, kept = header || png_kept(type);
    /* The header comes first and once; what is needed and not known cannot be judged. */
    if (length > INT32_MAX || header == c->begun || (!kept && !(type[0] & 0x20)))
        return ERR_INPUT;
    c->begun = true;
    c->left = length + 4; /* with its checksum */
    if (kept) {
        c->code = memcmp(type, "IEND", 4) == 0;
        c->state = PNG_PASS;
        return put(c, c->part, 8);
    }
    if (memcmp(type, "eXIf", 4) == 0 && c->left <= IMAGE_PART)
        gather(c, PNG_EXIF, (size_t)c->left);
    else
        c->state = PNG_SKIP;
    return ERR_NONE;
}

/* ---- both ---- */

static enum err gathered(struct image_clean *c)
{
    static const uint8_t png[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, jpeg[2] = {MARK, 0xd8};
    switch (c->state) {
    case JPEG_START:
        if (memcmp(c->part, jpeg, sizeof jpeg) != 0)
            return ERR_INPUT;
        c->state = JPEG_MARKER;
        return put(c, jpeg, sizeof jpeg);
    case JPEG_LENGTH: return jpeg_length(c);
    case JPEG_PART:
        TRY(end_part(c));
        after_part(c);
        return ERR_NONE;
    case PNG_START:
        if (memcmp(c->part, png, sizeof png) != 0)
            return ERR_INPUT;
        gather(c, PNG_HEAD, 8);
        return put(c, png, sizeof png);
    case PNG_EXIF: return png_exif(c);
    default: return png_head(c);
    }
}

static size_t least(uint64_t a, size_t b)
{
    return a < b ? (size_t)a : b;
}

/* How many bytes there are before a mark that ends the scan, or whose code is still to come. */
static size_t scan_bytes(const uint8_t *bytes, size_t n)
{
    const uint8_t *at = bytes, *end = bytes + n;
    while ((at = memchr(at, MARK, (size_t)(end - at))) != NULL) {
        if (at + 1 == end || ends_scan(at[1]))
            return (size_t)(at - bytes);
        at += 2;
    }
    return n;
}

/* Take some of the bytes; how many. */
static enum err step(struct image_clean *c, const uint8_t *bytes, size_t n, size_t *ret_used)
{
    size_t scan;
    *ret_used = 1;
    switch (c->state) {
    case JPEG_MARKER:
        c->state = JPEG_CODE;
        return *bytes == MARK ? ERR_NONE : ERR_INPUT;
    case JPEG_CODE: return jpeg_code(c, *bytes);
    case JPEG_SCAN_CODE: return *bytes == MARK ? ERR_NONE : jpeg_scan_code(c, *bytes);
    case JPEG_SCAN:
        scan = scan_bytes(bytes, n);
        *ret_used = scan < n ? scan + 1 : n;
        if (scan < n)
            c->state = JPEG_SCAN_CODE;
        return put(c, bytes, scan);
    case JPEG_PASS:
    case JPEG_SKIP:
    case PNG_PASS:
    case PNG_SKIP:
        *ret_used = least(c->left, n);
        c->left -= *ret_used;
        return c->state == JPEG_PASS || c->state == PNG_PASS ? put(c, bytes, *ret_used) : ERR_NONE;
    case DONE: /* what comes behind the end */
        *ret_used = n;
        return ERR_NONE;
    default:
        *ret_used = least(c->want - c->n, n);
        memcpy(c->part + c->n, bytes, *ret_used);
        c->n += *ret_used;
        return ERR_NONE;
    }
}

/* What is complete by what came last. */
static enum err settle(struct image_clean *c)
{
    switch (c->state) {
    case JPEG_PASS:
    case JPEG_SKIP:
        if (c->left == 0)
            after_part(c);
        return ERR_NONE;
    case PNG_PASS:
    case PNG_SKIP:
        if (c->left > 0)
            return ERR_NONE;
        if (c->state == PNG_PASS && c->code)
            c->state = DONE;
        else
            gather(c, PNG_HEAD, 8);
        return ERR_NONE;
    case JPEG_START:
    case JPEG_LENGTH:
    case JPEG_PART:
    case PNG_START:
    case PNG_HEAD:
    case PNG_EXIF: {
        if (c->n < c->want)
            return ERR_NONE;
        TRY(gathered(c));
        /* A part may be empty: then nothing more comes of it. */
        bool empty = (c->state == JPEG_PART && c->want == 0) || ((c->state == JPEG_PASS || c->state == JPEG_SKIP) && c->left == 0);
        return empty ? settle(c) : ERR_NONE;
    }
    default: return ERR_NONE;
    }
}

enum err image_clean_feed(struct image_clean *clean, const void *bytes, size_t n)
{
    const uint8_t *from = bytes;
    while (n > 0) {
        size_t used;
        TRY(step(clean, from, n, &used));
        TRY(settle(clean));
        from += used;
        n -= used;
    }
    return ERR_NONE;
}

enum err image_clean_end(struct image_clean *clean)
{
    static const uint8_t end[2] = {MARK, 0xd9};
    if (clean->state == JPEG_SCAN || clean->state == JPEG_SCAN_CODE) {
        clean->state = DONE;
        return put(clean, end, sizeof end);
    }
    return clean->state == DONE ? ERR_NONE : ERR_INPUT;
}
