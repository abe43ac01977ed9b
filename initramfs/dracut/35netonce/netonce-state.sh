#!/bin/sh
# The profiles that the image had, for who takes over what dracut's module ifcfg leaves
# behind. That makes its own of network-legacy's files, which are not there; so they would
# say less than the truth.

_state=/run/initramfs/state/etc/sysconfig/network-scripts
if [ -e /tmp/netonce.ran ] && [ -d "$_state" ]; then
    rm -f "$_state"/ifcfg-*
    for _file in /etc/sysconfig/network-scripts/*; do
        [ -f "$_file" ] && cp "$_file" "$_state"
    done
fi
unset _state _file
