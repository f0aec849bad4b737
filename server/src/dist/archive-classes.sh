#!/bin/sh
# Writes belvedere.jsa beside the program's jars: the classes that `belvedere serve` takes until it is ready, as the JVM
# lays them out in memory. Later starts map that file and skip reading and checking them. It fits these jars and this
# Java alone: the JVM sees when they are others, and does without.
#
# usage: archive-classes.sh LAUNCHER FOLDER      the launcher, and the folder of the jars that it runs
set -eu
launcher=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd -P)/$(basename -- "$1")
cd -- "$2"

archive=belvedere.jsa
log=belvedere.jsa.log
rm -f "$archive"
BELVEDERE_BUILD=never BELVEDERE_JAVA_OPTS=-XX:ArchiveClassesAtExit=$archive "$launcher" serve --port 0 >"$log" 2>&1 &
server=$!
trap 'kill -KILL "$server" 2>/dev/null || :; rm -f "$archive"' EXIT
trap 'exit 130' INT TERM HUP

tries=600
until grep -q ' is ready at ' "$log"; do
  tries=$((tries - 1))
  if [ "$tries" -eq 0 ] || ! kill -0 "$server" 2>/dev/null; then
    cat "$log" >&2
    exit 1
  fi
  sleep 0.1
done
kill "$server" # it writes the archive before it ends
tries=300
while kill -0 "$server" 2>/dev/null; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || exit 1
  sleep 0.1
done
[ -s "$archive" ] || exit 1
trap - EXIT
rm -f "$log"
