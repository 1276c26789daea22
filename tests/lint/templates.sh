#!/bin/sh
# templates.sh: what no template may hold, whatever it is for. (That every text is translated: translations.sh.)
# Prints each finding as FILE: WHAT; the exit status tells whether there was one.
set -eu
LC_ALL=C
export LC_ALL
cd "${1:-$(dirname "$0")/../..}"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

find templates -name '*.html' | sort >"$tmp/files"
while read -r file; do
    awk -v file="$file" -v icons=build-aux/icons.txt '
    function say(what) {
        print file ": " what
    }
    function matches(text, pattern, what) {
        if (match(text, pattern))
            say(what ": " substr(text, RSTART, RLENGTH < 60 ? RLENGTH : 60))
    }
    # The names in every {{...}}: capitals only, so no modifier such as :none either.
    function check_names(text) {
        while (match(text, /[{][{][^}]*[}][}]/)) {
            name = substr(text, RSTART + 2, RLENGTH - 4)
            text = substr(text, RSTART + RLENGTH)
            if (name !~ /^[#\/]?[A-Z][A-Z0-9_]*$/ && name !~ /^!/)
                say("{{" name "}} is no plain name (modifiers are forbidden)")
        }
    }
    # Every [[...]]: an icon that exists, a part that exists, or plain text.
    function check_marks(text,    from, to, inner, line, found) {
        while ((from = index(text, "[[")) > 0) {
            text = substr(text, from + 2)
            to = index(text, "]]")
            if (to == 0) {
                say("[[ without ]]")
                return
            }
            inner = substr(text, 1, to - 1)
            text = substr(text, to + 2)
            if (inner ~ /^@/) {
                if (!(substr(inner, 2) in icon))
                    say("no such icon: [[" inner "]]")
            } else if (inner ~ /^>/) {
                sub(/^> */, "", inner)
                sub(/ *$/, "", inner)
                if ((getline line < ("templates/" inner)) < 0)
                    say("no such part: " inner)
                close("templates/" inner)
            } else {
                if (inner ~ /[<>]/)
                    say("markup in a text: [[" inner "]]")
                if (inner ~ /&[a-z#]+[0-9]*;/)
                    say("texts are plain, not HTML: [[" inner "]]")
                if (inner ~ /[{][{][#\/]/)
                    say("a section in a text: [[" inner "]]")
            }
        }
    }
    function check_tags(text,    tag) {
        while (match(text, /<[A-Za-z!\/][^>]*>/)) {
            tag = tolower(substr(text, RSTART, RLENGTH))
            text = substr(text, RSTART + RLENGTH)
            matches(tag, "[ /]style *=", "style attribute")
            matches(tag, "[ \"/]on[a-z]+ *=", "event handler")
            matches(tag, "[ \"/]formaction *=", "formaction")
            matches(tag, "[ \"/]srcdoc *=", "srcdoc")
            matches(tag, "xlink:href", "xlink:href")
            matches(tag, "=[^\"]", "attribute without double quotes")
            if (tag ~ /^<(style|iframe|object|embed|base)[ >]/)
                say("forbidden element: " tag)
            if (tag ~ /^<script/ && (tag !~ / src=/ || substr(text, 1, 9) != "</script>"))
                say("a script with content")
        }
    }
    BEGIN {
        while ((getline line < icons) > 0)
            icon[line] = 1
    }
    NR == 1 {
        if ($0 != "{{%AUTOESCAPE context=\"HTML\"}}")
            say("line 1 is not the AUTOESCAPE pragma")
        next
    }
    {
        whole = whole $0 "\n"
    }
    END {
        check_names(whole)
        check_marks(whole)
        matches(tolower(whole), "javascript:", "javascript: address")
        gsub(/\[\[[^]]*\]\]/, "", whole)
        gsub(/[{][{][^}]*[}][}]/, "", whole)
        gsub(/[ \t\n]+/, " ", whole)
        gsub(/"[^"]*"/, "\"\"", whole)
        check_tags(whole)
    }' "$file"
done <"$tmp/files" >"$tmp/found"

cat "$tmp/found"
[ ! -s "$tmp/found" ]
