#!/bin/sh
# Banned functions, file sizes, left-behind marks.
set -eu
cd "$(dirname "$0")/../.."
bad=0
files=$(git ls-files 'src/*.c' 'src/*.h' 'src/*.cc' 2>/dev/null || find src -name '*.[ch]' -o -name '*.cc')
hits=$(grep -nE '\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|alloca|system|popen|mktemp|tmpnam|rand|srand|localtime|gmtime|strerror_r)\(' $files | grep -vE '^\S+:\s*(/?\*|//)' || true)
[ -z "$hits" ] || { echo "banned functions:" && echo "$hits" && bad=1; }
for f in $files; do
    n=$(wc -l <"$f")
    [ "$n" -le 800 ] || { echo "$f has $n lines; split it by topic (800 at most)" && bad=1; }
done
hits=$(grep -nE '\b(TODO|FIXME|XXX|HACK)\b' $files $(find templates static sql nginx -type f) || true)
[ -z "$hits" ] || { echo "left-behind marks:" && echo "$hits" && bad=1; }
# A worker outlives its request: mutable file-scope state stands in app and the start-up tables only.
hits=$(grep -nE '^static [a-z_ ]*[ *][a-z_]+(\[[^]]*\])?( = [^;(]*)?;' $(find src -name '*.c' ! -path 'src/app/*') |
    grep -vE 'static const|^src/(crypto/crypto_[a-z]*|view/text|base/(log|utc)|contact/attachment[a-z_]*)\.c:' || true)
[ -z "$hits" ] || { echo "mutable file-scope state:" && echo "$hits" && bad=1; }
exit $bad
