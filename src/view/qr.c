#include "qr.h"

#include <qrencode.h>

#include "str.h"

#define QUIET 4 /* blank modules around the code */

/* Every run of dark modules in a row is one rectangle of height 1. */
static void add_row(struct buf *path, const unsigned char *row, int width, int y)
{
    for (int x = 0; x < width;) {
        int from = x;
        while (x < width && (row[x] & 1))
            x++;
        if (x > from)
            buf_printf(path, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
        while (x < width && !(row[x] & 1))
            x++;
    }
}

const char *qr_path(struct arena *a, const char *text, int *ret_size)
{
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    *ret_size = 0;
    if (!code)
        return "";
    struct buf path = {.arena = a};
    for (int y = 0; y < code->width; y++)
        add_row(&path, code->data + y * code->width, code->width, y);
    *ret_size = code->width + 2 * QUIET;
    QRcode_free(code);
    return path.n ? path.p : "";
}
