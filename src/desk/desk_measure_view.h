#ifndef REDRESS_DESK_MEASURE_VIEW_H
#define REDRESS_DESK_MEASURE_VIEW_H

#include "desk_act_view.h"
#include "measure.h"

void desk_measures_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct measure *list, size_t n);

#endif
