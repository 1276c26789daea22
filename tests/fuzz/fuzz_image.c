#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "image_clean.h"

/* What goes out of a picture does not depend on the pieces in which it came in, is never longer by more than an end and an orientation, and cleaned once more stays as it is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MORE = 64 };
struct kept {
    uint8_t *p;
    size_t n, room;
};

static enum err keep(void *ctx, const void *bytes, size_t n)
{
    struct kept *k = ctx;
    if (n > k->room - k->n)
        abort();
    if (n > 0)
        memcpy(k->p + k->n, bytes, n);
    k->n += n;
    return ERR_NONE;
}

static enum err clean(enum image_kind kind, const uint8_t *data, size_t size, size_t step, struct kept *out)
{
    static struct image_clean c;
    *out = (struct kept){malloc(size + MORE), 0, size + MORE};
    if (!out->p)
        abort();
    image_clean_begin(&c, kind, keep, out);
    for (size_t at = 0; at < size; at += step) {
        enum err e = image_clean_feed(&c, data + at, size - at < step ? size - at : step);
        if (e != ERR_NONE)
            return e;
    }
    return image_clean_end(&c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    enum image_kind kind = data[0] & 1 ? IMAGE_JPEG : IMAGE_PNG;
    struct kept whole, piece, again;
    enum err e = clean(kind, data + 1, size - 1, size, &whole), in_pieces = clean(kind, data + 1, size - 1, 1 + data[0] / 2, &piece);
    if (e != in_pieces || (e == ERR_NONE && (whole.n != piece.n || memcmp(whole.p, piece.p, whole.n) != 0)))
        abort();
    if (e == ERR_NONE) {
        if (clean(kind, whole.p, whole.n, whole.n, &again) != ERR_NONE || again.n != whole.n || memcmp(again.p, whole.p, whole.n) != 0)
            abort();
        free(again.p);
    }
    free(whole.p);
    free(piece.p);
    return 0;
}
