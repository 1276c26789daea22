#ifndef REDRESS_IMAGE_CLEAN_H
#define REDRESS_IMAGE_CLEAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

/*
 * Takes out of a JPEG or PNG what it says besides its picture, while it streams by: EXIF with place, time and camera, XMP, IPTC, comments, thumbnails, texts, times, parts that no standard knows, and
 * whatever comes behind its end (a second picture, a film). The picture itself passes byte by byte as it is; of EXIF the orientation alone stays, so that it stands upright. Colour profiles stay.
 * Memory: this struct, whatever the size.
 */
enum image_kind { IMAGE_NONE, IMAGE_JPEG, IMAGE_PNG };
enum image_kind image_kind_of(const char *media_type);

typedef enum err image_out(void *ctx, const void *bytes, size_t n);

#define IMAGE_PART 65536u /* the longest part of a JPEG */
struct image_clean {
    enum image_kind kind;
    image_out *out;
    void *ctx;
    int state;
    uint8_t code;       /* JPEG: of the marker at hand */
    bool begun, turned; /* PNG: the header came; the orientation was written */
    size_t n, want;     /* gathered, and how many are */
    uint64_t left;      /* to pass on or to leave out */
    uint8_t part[IMAGE_PART];
};
void image_clean_begin(struct image_clean *clean, enum image_kind kind, image_out *out, void *ctx);
/* ERR_INPUT: this is no sound picture, nothing more may be fed; other errors are those of out. */
enum err image_clean_feed(struct image_clean *clean, const void *bytes, size_t n) MUST_CHECK;
/* ERR_INPUT: it ended too early. A JPEG that breaks off within its picture is closed and stays. */
enum err image_clean_end(struct image_clean *clean) MUST_CHECK;

#endif
