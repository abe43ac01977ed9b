package lab

import (
	"encoding/binary"
	"net/netip"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// Created is when the kernel made an address of the host's, in its own count (struct
// ifa_cacheinfo, cstamp): an address that goes and comes again has another. It is empty
// where there is no such address.
func (h *Host) Created(address string) (stamp string) {
	h.t.Helper()
	wanted := netip.MustParseAddr(address)
	var messages []syscall.NetlinkMessage
	err := h.here.do(func() error {
		b, err := syscall.NetlinkRIB(unix.RTM_GETADDR, unix.AF_UNSPEC)
		if err == nil {
			messages, err = syscall.ParseNetlinkMessage(b)
		}
		return err
	})
	if err != nil {
		h.t.Fatalf("addresses: %v", err)
	}
	for n := range messages {
		if messages[n].Header.Type != unix.RTM_NEWADDR {
			continue
		}
		attributes, err := syscall.ParseNetlinkRouteAttr(&messages[n])
		if err != nil {
			h.t.Fatalf("addresses: %v", err)
		}
		is, made := false, ""
		for _, a := range attributes {
			switch a.Attr.Type {
			case unix.IFA_ADDRESS:
				ip, _ := netip.AddrFromSlice(a.Value)
				is = ip == wanted
			case unix.IFA_CACHEINFO:
				made = strconv.Itoa(int(binary.NativeEndian.Uint32(a.Value[8:])))
			}
		}
		if is {
			return made
		}
	}
	return ""
}

// Rename gives a link of the host's another name, down for a moment where the kernel wants
// it so.
func (h *Host) Rename(name, to string) {
	h.t.Helper()
	if err := h.here.handle.LinkSetName(find(h.t, h.here, name), to); err != nil {
		h.t.Fatalf("%s: %v", name, err)
	}
}
