#ifndef REDRESS_PEOPLE_IMPORT_H
#define REDRESS_PEOPLE_IMPORT_H

#include <stdbool.h>

#include "str.h"

/*
 * A table of people as offices have it: CSV in UTF-8, with or without a byte order mark, or in GB18030 as Excel writes it; commas, semicolons or tabs; quotes; names of
 * columns in Chinese or English. Pure: what the cells mean to the organisation is the store's.
 */
#define PEOPLE_IMPORT_ROWS 5000
#define PEOPLE_IMPORT_BYTES (2u << 20)
#define PEOPLE_IMPORT_FAULTS 200 /* kept; more are counted */

enum people_column { PEOPLE_LOGIN, PEOPLE_NAME, PEOPLE_UNIT, PEOPLE_DEPARTMENT, PEOPLE_EMAIL, PEOPLE_LANGUAGE, PEOPLE_ROLES, PEOPLE_SUPERIOR, PEOPLE_COLUMN__COUNT };
/* Its English name, as it may stand in the first line. */
const char *people_column_name(enum people_column column);

struct people_import_row {
    int line;                               /* in which it begins, from 1 */
    const char *cells[PEOPLE_COLUMN__COUNT]; /* cleaned; "" where the column is missing or the cell empty; login in small letters; language zh, en or "" */
    const char *fault, *about;               /* msgid of what is wrong with it, NULL: nothing; about: what it speaks of, "" */
};
struct people_import {
    struct people_import_row *rows;
    size_t n;
    bool has[PEOPLE_COLUMN__COUNT]; /* whether there is such a column: cells of one that is missing change nothing */
    /* What is wrong with the table as a whole, with the line; msgid with one %s for about. NULL: nothing, and the rows are there. */
    const char *fault, *about;
    int fault_line;
};
/* Reads at most PEOPLE_IMPORT_ROWS rows. Never fails: faults stand in the result. */
struct people_import people_import_read(struct arena *a, struct str bytes);

/* The text of any of those encodings as UTF-8; false when it is none of them. */
bool people_import_decode(struct arena *a, struct str bytes, struct str *ret_text);
/* Cut the next role off a list that commas of any kind, semicolons, strokes or blanks of a list separate; false at the end. */
bool people_import_role(struct str *list, struct str *ret_role);

#endif
