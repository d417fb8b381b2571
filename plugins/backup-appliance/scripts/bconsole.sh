# jackfield-bconsole 1: what the Director of Bacula or Bareos has in its catalogue of the last two months. It only reads.
#   bconsole.sh CONFIGURATION       the file of bconsole, with the Director's address and password
set -u
command -v bconsole >/dev/null || exit 127
# Bareos answers in JSON then; Bacula in lines of "Field: value".
printf '.api 2\nllist jobs days=62\nquit\n' | bconsole -c "$1"
