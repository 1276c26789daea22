#include "attachment.h"

#include <string.h>

#include "msgid.h"

const char attachment_accept[] = ".pdf,.jpg,.jpeg,.png";

static const struct {
    const char *extension, *type;
} taken[] = {
    {"pdf", "application/pdf"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"png", "image/png"},
};

const char *attachment_refusal(const char *name, const char *found_type)
{
    const char *dot = strrchr(name, '.');
    const char *expected = NULL;
    for (size_t i = 0; dot && i < COUNT_OF(taken); i++) {
        if (str_ieq(str_of(dot + 1), str_of(taken[i].extension)))
            expected = taken[i].type;
    }
    if (!expected)
        return N_("Only PDF, JPEG and PNG files can be sent");
    if (strcmp(expected, found_type) != 0)
        return N_("The content of the file is not what its name says. Save it again as PDF, JPEG or PNG");
    return NULL;
}
