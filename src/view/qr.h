#ifndef REDRESS_QR_H
#define REDRESS_QR_H

#include "arena.h"

/* A QR code as the path of one SVG: units are modules, with the four blank ones around it that readers need; *ret_size is its width with them. "" and 0 when text is too long. In the arena. */
const char *qr_path(struct arena *a, const char *text, int *ret_size);

#endif
