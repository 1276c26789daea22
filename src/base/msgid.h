#ifndef REDRESS_MSGID_H
#define REDRESS_MSGID_H

/* Marks an English string as a text for people, so that xgettext finds it; it is translated where it is shown (view/text.h). */
#define N_(msgid) (msgid)

#endif
