#!/bin/sh
# The catalogue is complete and holds exactly the texts of the program.
set -eu
cd "$(dirname "$0")/../.."
bad=0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
stats=$(LC_ALL=C msgfmt --check-format --check-domain --statistics -o /dev/null po/zh_CN.po 2>&1) || { echo "$stats" && exit 1; }
case $stats in
*untranslated* | *fuzzy*) echo "po/zh_CN.po: $stats; run build-aux/update-po and translate" && bad=1 ;;
esac
mkdir "$tmp/tree"
cp -R src templates po build-aux "$tmp/tree/"
"$tmp/tree/build-aux/update-po" >"$tmp/said" 2>&1 || { cat "$tmp/said" && exit 1; }
if ! cmp -s po/zh_CN.po "$tmp/tree/po/zh_CN.po"; then
    echo "po/zh_CN.po does not hold exactly the texts of the program; run build-aux/update-po:"
    diff po/zh_CN.po "$tmp/tree/po/zh_CN.po" | grep '^[<>] msgid' | head -20 || true
    bad=1
fi
exit $bad
