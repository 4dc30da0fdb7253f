#!/bin/sh
# An editor for tests: says what it was given, then does what it is told, a line at a time.
cut=
trap 'cut=1; echo katkaistu' INT
# As nano does: a lost line ends it with a status of its own.
trap 'exit 1' HUP
echo "muokkain auki $(stty size | tr ' ' x): $(cat "$1")"
while :; do
  read -r line || {
    [ "$cut" ] || exit 1
    cut=
    continue
  }
  case "$line" in
    save*) printf '%b\n' "${line#save }" >"$1" && echo "tallennettu" ;;
    long*) head -c "${line#long }" /dev/zero | tr '\0' x >"$1" && echo "tallennettu" ;;
    file*) ls -ln "$(dirname "$1")" && echo "lueteltu" ;;
    quit*) exit "${line#quit }" ;;
  esac
done
