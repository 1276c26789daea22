#ifndef REDRESS_TPL_H
#define REDRESS_TPL_H

#include <stddef.h>

#include "str.h"
#include "text.h"
#include "tpl_names.h" /* generated from templates/: enum tpl_file TPL_..., enum tpl_var V_..., enum tpl_section SEC_... */

/*
 * Pages from templates (ctemplate behind a shim that lets no C++ exception out). A template file begins with
 * {{%AUTOESCAPE context="HTML"}}; {{NAME}} is a value, {{#NAME}}...{{/NAME}} a section that stands as often as it was added,
 * [[English text]] a translated text, [[> parts/icon.html]] another file put in when the templates are loaded. Names are generated, so that a
 * typo does not compile: TPL_DESK_CASE is templates/desk/case.html, V_TITLE is {{TITLE}}, SEC_ERRORS is {{#ERRORS}}.
 */
struct tpl;

/* Read every template of dir in every language. ERR_CONFIG names the file and what is wrong. Once at start, before fork. */
enum err tpl_start(const char *dir) MUST_CHECK;

struct tpl *tpl_new(struct arena *a, enum tpl_file file);
/* Set a value; it is not copied and must live until tpl_render. A NULL is "". Escaped for where it stands. */
void tpl_text(struct tpl *t, enum tpl_var name, const char *value);
void tpl_str(struct tpl *t, enum tpl_var name, struct str value);
void tpl_int(struct tpl *t, enum tpl_var name, long long value);
/* One more repetition of a section: a dictionary that inherits the values around it. */
struct tpl *tpl_add(struct tpl *t, enum tpl_section section);
/* Show a section once, with no values of its own. */
void tpl_show(struct tpl *t, enum tpl_section section);
/* tpl_show when the condition holds. */
void tpl_show_if(struct tpl *t, enum tpl_section section, bool condition);
/* Fill section with value when it is neither NULL nor "": the usual optional row. */
void tpl_optional(struct tpl *t, enum tpl_section section, enum tpl_var name, const char *value);

/* Append the finished page. ERR_INTERNAL when ctemplate refuses. */
enum err tpl_render(const struct tpl *t, enum lang lang, struct buf *out) MUST_CHECK;

#endif
