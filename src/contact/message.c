#include "message.h"

#include "msgid.h"

const char *message_kind_title(enum message_kind kind)
{
    switch (kind) {
    case MESSAGE_FROM:
        return N_("From the complainant");
    case MESSAGE_TO:
        return N_("To the complainant");
    case MESSAGE_ASK:
        return N_("Request for material");
    case MESSAGE_REPLY:
        return N_("Answer");
    case MESSAGE_NOTE:
        return N_("Internal note");
    case MESSAGE_SLIP:
        return N_("On a slip");
    case MESSAGE_CONTACT:
        return N_("Record of a contact");
    case MESSAGE_KIND__END:
        break;
    }
    return "";
}
