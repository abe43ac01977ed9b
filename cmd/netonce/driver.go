package main

import (
	"golang.org/x/sys/unix"

	"netonce/apply/network"
	"netonce/cmd/netonce/nmcli"
)

// drivers asks what the drivers of interfaces say of themselves; of one that says
// nothing there is nothing.
func drivers(links []network.Link) map[string]nmcli.Driver {
	all := map[string]nmcli.Driver{}
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return all
	}
	defer unix.Close(fd)
	text := unix.ByteSliceToString
	for _, l := range links {
		if info, err := unix.IoctlGetEthtoolDrvinfo(fd, l.Name); err == nil {
			all[l.Name] = nmcli.Driver{Name: text(info.Driver[:]), Version: text(info.Version[:]), Firmware: text(info.Fw_version[:])}
		}
	}
	return all
}
