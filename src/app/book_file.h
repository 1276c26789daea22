#ifndef REDRESS_BOOK_FILE_H
#define REDRESS_BOOK_FILE_H

#include <stdio.h>

#include "crypto_keys.h"
#include "db.h"
#include "rulebook_text.h"

/* A rulebook in a file ("-": standard input). */

/* Read and check. ERR_CONFIG: every fault stands on stderr as file:line: path: sentence. */
enum err book_file_read(struct arena *a, const char *path, struct rulebook **ret_book) MUST_CHECK;
void book_file_tell(const char *path, const struct rulebook_faults *faults);
/*
 * The rulebook that a new database begins with, rulebooks/life-insurer.yaml beside the directory of the templates. Nothing happens when one was loaded
 * already. Connection: owner, with rulebook_stmts, rulebook_admin_stmts, rulebook_used_stmts, rulebook_follow_stmts, rulebook_publish_stmts, change_stmts, basis_stmts,
 * basis_raise_stmts and once_stmts.
 */
enum err book_file_seed(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t now_us, const char *templates_dir) MUST_CHECK;

#endif
