# What an administrator's script does with nmcli, and what it makes of the answers.
set -eu
die() { echo "$*" >&2; exit 1; }
is() { [ "$1" = "$2" ] || die "it is '$1', not '$2'"; }

# A static profile.
nmcli connection add type ethernet ifname eth0 con-name lan ipv4.method manual ipv4.addresses 192.0.2.10/24 ipv4.gateway 192.0.2.1 >/dev/null
nmcli -t -f NAME connection show | grep -qx lan || die "no profile lan"
is "$(nmcli -g ipv4.method connection show lan)" manual
is "$(nmcli -g ipv4.addresses con show lan)" 192.0.2.10/24
nmcli connection up lan >/dev/null
is "$(nmcli -g GENERAL.STATE device show eth0)" "100 (connected)"
is "$(nmcli -t -f DEVICE,STATE,CONNECTION device | grep '^eth0:')" eth0:connected:lan

# Changed in all three ways.
nmcli con mod lan ipv4.dns "192.0.2.53 198.51.100.53"
nmcli con mod lan +ipv4.dns 203.0.113.53
nmcli con mod lan -ipv4.dns 198.51.100.53
is "$(nmcli -g ipv4.dns con show lan)" 192.0.2.53,203.0.113.53
nmcli con mod lan ipv4.dns ""
is "$(nmcli -g ipv4.dns con show lan)" ""
nmcli con mod lan connection.id office
is "$(nmcli -t -f NAME,DEVICE con show --active | grep eth0)" office:eth0

# By DHCP.
nmcli c a type ethernet ifname eth1 con-name wan >/dev/null
nmcli -w 30 c up wan >/dev/null
is "$(nmcli -g IP4.ADDRESS d show eth1)" 198.51.100.100/24
while IFS=: read -r name type device; do
	case $name in office|wan) is "$type" 802-3-ethernet ;; lo) ;; *) die "unknown: $name $type $device" ;; esac
done <<EOF
$(nmcli -t -f NAME,TYPE,DEVICE con show)
EOF

# What fails, fails with nmcli's codes.
code=0; nmcli con up nothing 2>/dev/null || code=$?; is $code 10
code=0; nmcli con mod office ipv4.method nothing 2>/dev/null || code=$?; is $code 2

# And away.
nmcli con down office >/dev/null
nmcli con delete office wan >/dev/null
is "$(nmcli -t -f NAME con show)" lo
echo all done
