#ifndef REDRESS_ADMIN_SITE_FORM_H
#define REDRESS_ADMIN_SITE_FORM_H

#include "http_form.h"

/* Name and look as typed. Of the colour only the shape is checked. */
struct admin_site_typed {
    const char *brand_zh, *brand_en, *sub_zh, *sub_en, *hotline, *hours_zh, *hours_en, *colour, *filing, *filing_url, *police, *police_url;
    int version;
};
struct admin_site_typed admin_site_read(const struct http_form *form, struct http_form_errors *errors);

#endif
