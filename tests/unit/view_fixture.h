#ifndef REDRESS_VIEW_FIXTURE_H
#define REDRESS_VIEW_FIXTURE_H

#include <stddef.h>

#include "tpl.h"

/* A directory of templates or catalogues that a test makes for itself, below the system's directory for such things. */
struct fixture_file {
    const char *name, *text; /* text without the pragma line, which is put before it */
};
#define FIXTURE_PRAGMA "{{%AUTOESCAPE context=\"HTML\"}}\n"

/* A new empty directory; its name stays until fixture_drop. */
const char *fixture_dir(void);
void fixture_drop(const char *dir);
void fixture_write(const char *dir, const char *name, const void *bytes, size_t n);
/* A file for every template that the program knows, those of files with the given text; then tpl_start. */
enum err fixture_templates(const char *dir, const struct fixture_file *files, size_t n);

/* One entry of a catalogue; a plural has both forms of the original in msgid, with a NUL between them. */
struct fixture_text {
    const char *msgid;
    size_t msgid_n;
    const char *msgstr;
};
#define FIXTURE_TEXT(msgid, msgstr) {(msgid), sizeof(msgid) - 1, (msgstr)}
/* dir/zh_CN/LC_MESSAGES/redress.mo with a header and these, which must be sorted by msgid. */
void fixture_catalogue(const char *dir, const struct fixture_text *texts, size_t n);

#endif
