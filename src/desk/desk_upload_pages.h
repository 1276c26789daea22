#ifndef REDRESS_DESK_UPLOAD_PAGES_H
#define REDRESS_DESK_UPLOAD_PAGES_H

#include "attachment.h"
#include "page.h"

/*
 * Files that come with a form of the desk. They are stored while the form is still being read, under a name made of the session, the address and a token in the form: "stage" when an earlier try
 * brought files along, else the form's own key.
 */
/* For struct route's .files; what comes with notes and slips is internal. */
enum err desk_upload_files(struct page *page, struct http_file_sink *ret_sink) MUST_CHECK;
/* The token of this form, and the name that files staged with it have. */
const char *desk_upload_token(const struct page *page);
void desk_upload_name(const struct page *page, uint8_t out[32]);
/* Whether files came with this form. */
bool desk_upload_any(const struct page *page);
/* A file that was refused stops the action, so that nothing is sent without what belongs to it; those that arrived are kept. Noted under "files". */
void desk_upload_refused(struct page *page, struct http_form_errors *errors);
/* What is staged, when there is any: *stage (the form's token of an earlier try, "" for none) becomes the token to carry on. */
enum err desk_upload_staged(struct page *page, const char **stage, struct attachment **ret_list, size_t *ret_n) MUST_CHECK;

#endif
