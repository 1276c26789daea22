#ifndef REDRESS_CRYPTO_COMMON_H
#define REDRESS_CRYPTO_COMMON_H

#include "str.h"

/*
 * Whether a password of 12 characters or more is one that guessing programs try early (bar section 2: list of breached
 * ones). It is, when it is a short piece repeated, has fewer than five different bytes, or falls into at most three pieces of: a common
 * word (with the usual 3 for e, @ for a ...), a run along the keyboard or the alphabet, a number, one character repeated, any other
 * single character. Digits and signs at either end count nothing next to letters, separators nowhere.
 */
bool crypto_common_password(struct str password);

#endif
