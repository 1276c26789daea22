#ifndef PAGES_WEBSITE_H
#define PAGES_WEBSITE_H

#include "pages_visit.h"

/* The browser of the moment as a visitor of the website: writing a complaint, its receipt, and its tracking page. Pages are in English. */

/* Before each test, in the place of visit_begin: nobody of the staff. */
void website_begin(void);

/* A form that is taken, and where it leads. */
void leads(const char *path, const char *form, const char *location);
/* A form that is refused with a message. */
void fails(const char *path, const char *form, const char *message);
/* What stands between two texts of a page. */
const char *between(struct reply reply, const char *from, const char *to);

/* The steps of a complaint up to the category. */
void begin(void);
/* The category that is offered first, as a form. */
const char *first_category(void);
/* A form of /file/what with an answer to each question of the category, whatever they are: a date is a text and digits too. */
const char *what_form(const char *own);
/* All steps up to who complains, whose page is shown last. */
void write_until_who(const char *what, const char *wish);

/* The story that most tests tell: somebody was charged twice. */
#define CHARGED_TWICE "title=Charged+twice&body=The+premium+was+taken+twice.%0AI+want+it+back.&place=Branch+5&reference=P-77"
void write_charged_twice(void);
/* The same by somebody with a name and a telephone number, up to the last look before sending. */
void write_named(void);

/* What a receipt says. */
struct filed_one {
    const char *number, *code, *block; /* block: its signed lines */
};
struct filed_one read_receipt(void);
/* Number and passcode are given, and the page of the complaint is shown. */
void open_case(const struct filed_one *filed);
/* write_named, sent; and its page shown too. */
struct filed_one file_named(void);
struct filed_one open_named(void);
/* In the database, as if staff had done it: "state = 4, ...". */
void set_filed(const struct filed_one *filed, const char *what);

/* A picture of one pixel. */
extern const unsigned char png[];
extern const size_t png_n;

#endif
