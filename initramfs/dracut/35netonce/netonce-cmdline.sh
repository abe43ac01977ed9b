#!/bin/sh
# Whether the network is needed. Where it is not, nothing here touches a link.

command -v getarg > /dev/null || . /lib/dracut-lib.sh

netonce_needed() {
    # A root over the network (netroot= and what the parsers of root= have made of it), or
    # another module that names interfaces. What has no ip= then asks for DHCP.
    if [ -n "$netroot" ] || [ -e /tmp/net.ifaces ]; then
        echo "rd.neednet=1" > /etc/cmdline.d/35-netonce.conf
        return 0
    fi
    getargbool 0 rd.neednet && return 0
    getarg ip= > /dev/null && return 0
    for _profile in /etc/sysconfig/network-scripts/ifcfg-*; do
        case "$_profile" in
            */ifcfg-lo) ;;
            *) [ -f "$_profile" ] && return 0 ;;
        esac
    done
    return 1
}

if netonce_needed; then
    : > /tmp/netonce.needed
    echo '[ -e /tmp/netonce.done ]' > "$hookdir"/initqueue/finished/netonce.sh
fi
unset _profile
