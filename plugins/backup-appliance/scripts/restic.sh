# jackfield-restic 1: the locks of one repository, each with what it says. It only reads.
#   restic.sh REPOSITORY PASSWORD-FILE
set -u
set -- restic --repo "$1" --password-file "$2" --no-cache --no-lock
ids=$("$@" list locks </dev/null) || exit
# More than twenty are the same problem.
for id in $(printf '%s\n' "$ids" | grep -xE '[0-9a-f]{64}' | head -n 20); do
  # Restic asks for a lock that is gone again and again, for a quarter of an hour (0.14); one that is there takes it seconds.
  lock=$(timeout 10 "$@" cat lock "$id" </dev/null) && { printf 'lock %s\n%s\n' "$id" "$lock"; continue; }
  status=$?
  # A job that ends takes its lock with it.
  if "$@" list locks </dev/null | grep -qx "$id"; then exit "$status"; fi
done
