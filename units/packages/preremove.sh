#!/bin/sh
# Removed, not updated (dpkg says remove, rpm says 0): it does not start again. The network
# that it has made stays.
set -e
case $1 in
remove | 0)
	if command -v systemctl >/dev/null; then
		systemctl --no-reload disable netonce.service netonce-reload.path netonce-reload.service || :
	fi
	;;
esac
