#!/bin/sh
# Fetches what the generator draws with: fonts (fonts.txt) and an English word list, from Debian's packages.
# usage: collect_assets.sh [DIR]     default: assets beside this script
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/assets}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out/fonts/train" "$out/fonts/held"
cd "$work"
for package in $(awk '!/^#/ && NF == 3 { print $2 }' "$here/fonts.txt" | sort -u) wamerican; do
    apt-get download -qq "$package"
done
for deb in *.deb; do dpkg-deb -x "$deb" tree; done
grep -v '^#' "$here/fonts.txt" | while read -r split package pattern; do
    file=$(find tree -name "$pattern" | head -n 1)
    [ -n "$file" ] || { echo "missing: $package $pattern" >&2; exit 1; }
    cp "$file" "$out/fonts/$split/$(basename "$file" | tr ' ' '-')"
done
grep -E '^[a-z]{3,12}$' tree/usr/share/dict/american-english > "$out/words.txt"
printf '%s fonts, %s words in %s\n' "$(ls "$out/fonts/train" "$out/fonts/held" | grep -c '\.')" "$(wc -l < "$out/words.txt")" "$out"
