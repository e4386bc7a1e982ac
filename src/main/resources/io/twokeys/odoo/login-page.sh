# Serves a database on a port that only this host can reach, asks for Odoo's login page, and ends that Odoo again.
# Usage: sh -c THIS_TEXT twokeys SECONDS ODOO_BIN [OPTION...]
# Status 0: the page holds a login form, and a visitor may ask for pictures. Any other: the last line says what was seen instead.
# The pictures are asked for because they read users and partners: Odoo 19 serves its login page without the table res_partner.
# Asks by bash alone, because not every host has curl.

seconds=$1
shift
work=$(mktemp -d) && mkdir "$work/data" || exit
odoo=''

# Those that a wrapper of odoo-bin started, too: their command line names the folder. [-] keeps grep from finding itself.
running() { grep -ls "[-]-data-dir=$work/data" /proc/[0-9]*/cmdline | cut -d / -f 3; }

left() { kill -0 "$odoo" 2>/dev/null || [ -n "$(running)" ]; }

end() { # one TERM each: a second one would cut Odoo short
  trap '' TERM HUP INT
  for signal in TERM KILL; do
    tries=5
    while [ -n "$odoo" ] && left && [ $tries -gt 0 ]; do
      pids=$(running)
      [ $tries -lt 5 ] || kill -s $signal ${pids:-$odoo} 2>/dev/null
      tries=$((tries - 1))
      sleep 1
    done
  done
  rm -rf "$work"
}
trap end EXIT
trap 'exit 143' TERM HUP INT

taken() { grep -qsi ":$(printf %04X "$1") " /proc/net/tcp /proc/net/tcp6; }

ask() { # PATH, in the background, because a shell that waits hears a signal at once
  timeout 60 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0" || exit
    printf "GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n" "$1" >&3
    cat <&3' "$port" "$1" >"$work/page" 2>/dev/null &
  wait $!
  status=''
  read -r protocol status words <"$work/page"
  return 0
}

why() { # the first exception in the log, else the first error, else the last line
  { grep -a -m 1 -E '^[A-Za-z_][A-Za-z0-9_.]*[a-z][A-Za-z0-9_]*: ' "$work/log" ||
    grep -a -m 1 -E ' (ERROR|CRITICAL) ' "$work/log" || tail -n 1 "$work/log"; } | cut -c 1-200
}

if ! command -v bash >/dev/null; then
  echo 'this host has no bash'
  exit 1
fi
port=$((20000 + $$ % 10000))
while taken $port; do port=$((port + 1)); done
"$@" --http-interface=127.0.0.1 --http-port=$port --data-dir="$work/data" </dev/null >"$work/log" 2>&1 &
odoo=$!
status=''
began=$(date +%s)
while [ -z "$status" ] && kill -0 "$odoo" 2>/dev/null && [ $(($(date +%s) - began)) -lt "$seconds" ]; do
  sleep 1
  ask /web/login
done
if [ "$status" = 200 ] && grep -qaE 'oe_login_form|name="login"' "$work/page"; then
  for path in /web/image/res.users/2/image_128 /web/image/res.partner/1/image_128; do
    ask $path
    case $status in
    '' | 5*)
      echo "$path answered ${status:-nothing}: $(why)"
      exit 1
      ;;
    esac
  done
  exit 0
fi
if grep -qs 'Address already in use' "$work/log"; then
  echo "port $port was taken by another program meanwhile"
elif [ "$status" = 200 ]; then
  echo '/web/login has no login form'
elif [ -n "$status" ]; then
  echo "/web/login answered $status: $(why)"
elif kill -0 "$odoo" 2>/dev/null; then
  echo "/web/login did not answer within $seconds s: $(why)"
else
  echo "Odoo ended before it served a page: $(why)"
fi
exit 1
