#!/bin/sh
# A feature may use those before it in build-aux/list-sources, their rules and stores only; inside a feature a suffix may use what the
# design says. The include paths enforce the layers; this checks the order of features and the suffixes.
set -eu
cd "$(dirname "$0")/../.."
features=$(sed -n 's/^features="\(.*\)"$/\1/p' build-aux/list-sources)
# The pages at the end are siblings: none of them uses another.
bad=0
rank() {
    n=0
    for f in $features; do
        n=$((n + 1))
        [ "$f" != "$1" ] || { echo $n; return; }
    done
    echo 0
}
owner() { # the feature whose folder holds this header, or nothing
    for f in $features; do
        [ ! -e "src/$f/$1" ] || { echo "$f"; return; }
    done
}
for f in $features; do
    mine=$(rank "$f")
    for file in src/"$f"/*.[ch]; do
        [ -e "$file" ] || continue
        for header in $(sed -n 's/^#include "\([a-z0-9_]*\.h\)".*/\1/p' "$file"); do
            of=$(owner "$header")
            [ -n "$of" ] && [ "$of" != "$f" ] || continue
            if [ "$(rank "$of")" -gt "$mine" ]; then
                echo "$file: uses $header of $of, which comes after $f" && bad=1
            fi
            case $header in
            *_pages.h | *_view.h | *_form.h) echo "$file: uses $header of another feature ($of)" && bad=1 ;;
            esac
        done
        case $file in
        *_store.[ch]) not='[^p]_form\.h|_view\.h|_pages\.h|^page\.h|^tpl\.h' ;;
        *_form.[ch]) not='_store\.h|_view\.h|_pages\.h|^db\.h|^tpl\.h|^page\.h' ;;
        *_view.[ch]) not='_pages\.h|_store\.h' ;;
        *_pages.[ch] | *_routes.h) not='^none$' ;;
        *) not='_store\.h|_form\.h|_view\.h|_pages\.h|^db\.h|^page\.h|^tpl\.h|^http_' ;;
        esac
        hits=$(sed -n 's/^#include "\([a-z0-9_]*\.h\)".*/\1/p' "$file" | grep -E "$not" || true)
        [ -z "$hits" ] || { echo "$file: may not include" $hits && bad=1; }
    done
done
# SQL stands in stores only.
hits=$(grep -nE '"(SELECT|INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO) ' $(find src -name '*.c' ! -name '*_store.c' ! -path 'src/db/*') || true)
[ -z "$hits" ] || { echo "SQL outside of a store:" && echo "$hits" && bad=1; }
# No HTML in C outside the view layer, but for evidence packs: what is signed must not change with the templates.
hits=$(grep -nE '"[^"]*</?[a-z][a-z0-9]*[ >]' $(find src -name '*.c' ! -path 'src/view/*' ! -path 'src/record/pack*.c') | grep -v 'fputs\|printf\|usage' || true)
[ -z "$hits" ] || { echo "HTML in C:" && echo "$hits" && bad=1; }
# Every store's statements are in the list that workers prepare.
for name in $(grep -ho '^extern const struct db_stmts [a-z_]*' $(find src -name '*_store.h' ! -path 'src/app/*') | sed 's/.* //'); do
    grep -q "&$name," src/app/stores.c || { echo "src/app/stores.c does not list $name" && bad=1; }
done
exit $bad
