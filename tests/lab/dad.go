package lab

import (
	"encoding/binary"
	"time"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"
)

// dadWait is how long duplicate address detection waits for an answer here: one
// over a veth comes in microseconds.
const dadWait = 50 * time.Millisecond

// SlowDAD gives cables made from now on the kernel's own times for duplicate
// address detection: up to 1 s of delay, and 1 s for an answer.
func (h *Host) SlowDAD() {
	h.t.Helper()
	h.slowDAD = true
	h.Sysctl("ipv6/conf/default/router_solicitation_delay", "1")
}

// quickDAD shortens the wait on a link. It is a value of the link's neighbour
// table, which has no sysctl in a user namespace (RTM_SETNEIGHTBL, rtnetlink(7)).
func (h *Host) quickDAD(index int) {
	h.t.Helper()
	const (
		tableName, tableParameters     = 1, 6 // NDTA_NAME, NDTA_PARMS
		parameterIndex, parameterRetry = 1, 5 // NDTPA_IFINDEX, NDTPA_RETRANS_TIME
	)
	r := nl.NewNetlinkRequest(unix.RTM_SETNEIGHTBL, unix.NLM_F_ACK)
	r.AddData(bytesData{unix.AF_INET6, 0, 0, 0}) // struct ndtmsg
	r.AddData(nl.NewRtAttr(tableName, nl.ZeroTerminated("ndisc_cache")))
	p := nl.NewRtAttr(tableParameters, nil)
	p.AddRtAttr(parameterIndex, nl.Uint32Attr(uint32(index)))
	p.AddRtAttr(parameterRetry, binary.NativeEndian.AppendUint64(nil, uint64(dadWait.Milliseconds())))
	r.AddData(p)
	err := h.here.do(func() error {
		_, err := r.Execute(unix.NETLINK_ROUTE, 0)
		return err
	})
	if err != nil {
		h.t.Fatalf("neighbour table of link %d: %v", index, err)
	}
}

// bytesData is a part of a request that is bytes already.
type bytesData []byte

func (b bytesData) Len() int          { return len(b) }
func (b bytesData) Serialize() []byte { return b }
