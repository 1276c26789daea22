#ifndef REDRESS_ANCHOR_FILE_H
#define REDRESS_ANCHOR_FILE_H

#include "anchor_store.h"

/*
 * The file that signed anchors are appended to (paths.anchors), one line each, to be kept where nobody who may write to the database can change it (requirements M1).
 */
/* Append every anchor of a later day than the last line's. ERR_CONFIG with the reason logged when it cannot be written. */
enum err anchor_file_bring(struct db *db, struct arena *a, const char *path) MUST_CHECK;
/*
 * Whether every line of the file is an anchor of the database, letter for letter: names on standard output each that is not. False also when it cannot be read.
 */
bool anchor_file_verify(struct arena *a, const char *path, const struct anchor *list, size_t n);

#endif
