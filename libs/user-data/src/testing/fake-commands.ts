/** What every stand-in begins with: it records its call, and has helpers to count its calls and to let time pass. */
export const FAKE_PRELUDE = String.raw`
name=$(basename "$0")
printf '%s\n' "$name $*" >>"$HOST/calls"
# nth: which call of this command it is, from 1.
nth() { grep -c "^$name " "$HOST/calls"; }
# pass SECONDS: lets time pass on the host's clock.
pass() { printf '%s' "$(($(<"$HOST/clock") + $1))" >"$HOST/clock"; }`;

/**
 * The stand-ins of a host on which all goes well. Marks of state are files below $HOST/state: mounted. `id` knows no
 * user, `blkid` finds no signature, and the metadata service hands out data for its token only.
 */
export const FAKE_COMMANDS: Readonly<Record<string, string>> = {
  date: String.raw`case "$*" in *+%s*) cat "$HOST/clock" ;; *) exec /bin/date -d "@$(<"$HOST/clock")" "$@" ;; esac`,
  sleep: String.raw`pass "$1"`,
  dnf: '',
  getent: String.raw`echo "10.0.1.20 $2"`,
  curl: String.raw`case "$*" in
    *api/token*) echo token-1 ;;
    *'X-aws-ec2-metadata-token: token-1'*instance-id* | *instance-id*'X-aws-ec2-metadata-token: token-1'*) echo i-0abc ;;
    *'X-aws-ec2-metadata-token: token-1'*availability-zone* | *availability-zone*'X-aws-ec2-metadata-token: token-1'*) echo eu-central-1a ;;
    *) echo 'curl: (22) The requested URL returned error: 401' >&2; exit 22 ;;
  esac`,
  mount: String.raw`mkdir -p "$HOST/state" && touch "$HOST/state/mounted"`,
  mountpoint: String.raw`[[ -e $HOST/state/mounted ]]`,
  systemctl: '',
  aws: '',
  blkid: 'exit 2',
  blockdev: String.raw`[[ -e $2 ]] && stat -L -c %s "$2"`,
  udevadm: '',
  'mkfs.xfs': '',
  'mkfs.ext4': '',
  id: 'exit 1',
  useradd: '',
  chown: '',
};
