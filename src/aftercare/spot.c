#include "spot.h"

#include "err.h"
#include "msgid.h"

const char *const spot_words[] = {"upheld", "changed", "false", NULL};

const char *spot_result_title(enum spot_result result)
{
    static const char *const titles[SPOT_RESULT__END] = {[SPOT_UPHELD] = N_("Upheld"), [SPOT_CHANGED] = N_("Finding changed"), [SPOT_FALSE] = N_("False closing")};
    return result > 0 && result < SPOT_RESULT__END ? titles[result] : "";
}

const char *spot_result_event(enum spot_result result)
{
    static const char *const kinds[SPOT_RESULT__END] = {[SPOT_UPHELD] = "check_upheld", [SPOT_CHANGED] = "check_changed", [SPOT_FALSE] = "check_false"};
    return result > 0 && result < SPOT_RESULT__END ? kinds[result] : "";
}
