package main

import (
	"golang.org/x/sys/unix"

	"github.com/netonce/netonce/cmd/netonce/nmcli"
)

// driver asks what the driver of an interface says of itself; empty where there
// is none to ask.
func driver(name string) nmcli.Driver {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nmcli.Driver{}
	}
	defer unix.Close(fd)
	info, err := unix.IoctlGetEthtoolDrvinfo(fd, name)
	if err != nil {
		return nmcli.Driver{}
	}
	text := func(b []byte) string { return unix.ByteSliceToString(b) }
	return nmcli.Driver{Name: text(info.Driver[:]), Version: text(info.Version[:]), Firmware: text(info.Fw_version[:])}
}
