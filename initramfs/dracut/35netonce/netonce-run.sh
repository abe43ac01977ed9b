#!/bin/sh
# Runs netonce when udev has named what there is, and notes how that ended and which
# links there were then. Called by netonce-initrd.service, and without systemd, or for
# cards that come later, by the hook.

PATH=/usr/sbin:/usr/bin:/sbin:/bin
udevadm settle
netonce initramfs dracut
code=$?
echo "$code" /sys/class/net/* > /tmp/.netonce.ran
mv /tmp/.netonce.ran /tmp/netonce.ran
exit "$code"
