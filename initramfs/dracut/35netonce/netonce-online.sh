#!/bin/sh
# Runs, once for each interface that is up, what waits for it: the hook "online", and
# netroot, which mounts the root or gets it ready. It is a job of the initqueue, with
# systemd and without, and is called each time that udev has nothing to do.

# netonce_due reports whether netonce is to run: there was no run yet, or something was in
# vain and other links have come since.
netonce_due() {
    [ -e /tmp/netonce.ran ] || return 0
    read -r _code _links < /tmp/netonce.ran
    [ "$_code" = 0 ] && [ -s /tmp/net.ifaces ] && return 1
    [ "$_links" != "$(echo /sys/class/net/*)" ]
}

# netonce_tried reports whether nothing more is to be expected: something is up, or in
# vain, with a card there, and no root waits for it.
netonce_tried() {
    [ -s /tmp/net.ifaces ] && return 0
    [ -z "$netroot" ] && [ "$(echo /sys/class/net/*)" != /sys/class/net/lo ]
}

netonce_online() {
    netonce_due && /sbin/netonce-run
    _ifaces=
    [ -e /tmp/net.ifaces ] && read -r _ifaces < /tmp/net.ifaces
    for _iface in $_ifaces; do
        [ -e "/tmp/net.$_iface.up" ] || continue
        [ -e "/tmp/netonce.$_iface.online" ] && continue
        : > "/tmp/netonce.$_iface.online"
        source_hook initqueue/online "$_iface"
        /sbin/netroot "$_iface"
    done
    netonce_tried && : > /tmp/netonce.done
}

[ -e /tmp/netonce.needed ] && netonce_online
unset _iface _ifaces _code _links
