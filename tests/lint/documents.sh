#!/bin/sh
# What the documents say of the program is so: settings, options, labels on the pages, links.
set -eu
cd "$(dirname "$0")/../.."
bad=0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# Every setting, with default and bounds as config_load.c has them, stands in the README's table.
sed -n 's/^ *RULE("\([a-z_.]*\)", "\([a-z_]*\)", [a-z_.]*, \([0-9]*\), \([0-9]*\), \([0-9]*\)),$/| `\1.\2` | \3 (\4 to \5) |/p
        s/^ *WORDS("\([a-z_.]*\)", "\([a-z_]*\)", [a-z_.]*, NULL),$/| `\1.\2` | required |/p
        s/^ *WORDS("\([a-z_.]*\)", "\([a-z_]*\)", [a-z_.]*, ""),$/| `\1.\2` | none |/p
        s/^ *WORDS("\([a-z_.]*\)", "\([a-z_]*\)", [a-z_.]*, "\([^"]*\)"),$/| `\1.\2` | \3 |/p' src/app/config_load.c |
    sed 's/`\./`/' >"$tmp/settings"
[ "$(wc -l <"$tmp/settings")" -gt 50 ] || { echo "the settings in src/app/config_load.c are not found" && bad=1; }
while read -r row; do
    grep -qF "$row" README.md || { echo "README.md has no row: $row" && bad=1; }
done <"$tmp/settings"

# Every option of every command stands in the manual.
sed 's/\\-/-/g' doc/redress.1 >"$tmp/manual"
for file in src/app/ctl_*.c src/app/serve.c src/app/jobs.c; do
    for option in $(grep -o '{"[a-z-]*", \(no\|required\)_argument' "$file" | sed 's/{"\([a-z-]*\)".*/\1/'); do
        grep -q -- "--$option\b" "$tmp/manual" || { echo "doc/redress.1 does not tell --$option of $file" && bad=1; }
    done
done

# What guides print in bold is written on the pages: a text of the program.
msgcat --no-wrap po/zh_CN.po >"$tmp/po"
sed -n 's/^msgid\(_plural\)* "\(.*\)"$/\2/p' "$tmp/po" >"$tmp/en"
sed -n 's/^msgstr\(\[0\]\)* "\(.*\)"$/\2/p' "$tmp/po" >"$tmp/zh-CN"
for language in en zh-CN; do
    for guide in doc/"$language"/*.md; do
        tr '\n' ' ' <"$guide" | grep -o '\*\*[^*]*\*\*' | sed 's/\*\*//g; s/  */ /g' | sort -u >"$tmp/labels"
        while read -r label; do
            grep -qxF -- "$label" "$tmp/$language" || { echo "$guide: no page says \"$label\"" && bad=1; }
        done <"$tmp/labels"
    done
done

# Links lead somewhere.
for file in README.md doc/*/*.md; do
    for link in $(grep -o '](\([^)#]*\)' "$file" | sed 's/](//' | grep -v '^[a-z]*:') $(grep -o 'src="[^"]*"' "$file" | sed 's/src="//; s/"//'); do
        [ -e "$(dirname "$file")/$link" ] || { echo "$file: there is no $link" && bad=1; }
    done
done
exit $bad
