#ifndef REDRESS_TEXT_H
#define REDRESS_TEXT_H

#include <stdbool.h>

#include "arena.h"
#include "msgid.h"

/*
 * Languages of the pages. English strings in C and templates are the msgids; po/zh_CN.po holds the Chinese. In C mark a string with N_() where
 * it stands and translate it with text_in() where it is shown. In a template write [[English text]]; it may hold {{VARIABLES}}.
 */
enum lang { LANG_ZH, LANG_EN, LANG__COUNT };

/* Load the catalogues from locale_dir (zh_CN/LC_MESSAGES/redress.mo). ERR_CONFIG when the Chinese one is missing. */
enum err text_start(const char *locale_dir) MUST_CHECK;
/* The msgid in a language; itself where there is no translation. "" stays "". */
const char *text_in(enum lang lang, const char *msgid);
/* Singular or plural by n, then formatted with n: the msgids hold one %lld. In the arena. */
const char *text_count(struct arena *a, enum lang lang, const char *one, const char *many, long long n);
/* text_in used as a printf format, in the arena. The msgid is a literal, so the compiler checks the arguments. */
#define text_f(a, lang, msgid, ...) (arena_printf((a), text_in_checked_((lang), (msgid)), __VA_ARGS__))
const char *text_in_checked_(enum lang lang, const char *msgid) __attribute__((format_arg(2)));

const char *lang_tag(enum lang lang);  /* "zh-CN", "en": the lang attribute */
const char *lang_code(enum lang lang); /* "zh", "en": cookie, query and database */
/* From a code; false when unknown. And the best of an Accept-Language header (Chinese when nothing fits). */
bool lang_from_code(const char *code, enum lang *ret_lang);
enum lang lang_from_header(const char *accept_language);
/* The name in the page's language of a thing named in both. The other one when it is empty. */
const char *lang_pick(enum lang lang, const char *zh, const char *en);

#endif
