package dhcp6

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"time"
)

// How much of a kind a lease may hold. Each is far above what a network needs and
// far below what would hurt.
const (
	maxGrants  = 16 // of each kind
	maxServers = 16
	maxSearch  = 32
)

// answer is what a server's message says, all of it checked.
type answer struct {
	// lease is what can be used. Without addresses and prefixes its times are 0.
	lease Lease
	// named is every address and prefix the server gave times for, 0 or not.
	named []netip.Prefix
	// refusal is the first status other than Success, of the message or an IA; whole,
	// that it is the message's.
	refusal *Refusal
	whole   bool
	// unbound says that the server does not know one of the IAs.
	unbound bool
	dropped []string
}

// holds reports whether there is anything in it to use.
func (a *answer) holds() bool { return len(a.lease.Addresses)+len(a.lease.Prefixes) > 0 }

func (a *answer) names(p netip.Prefix) bool { return slices.Contains(a.named, p) }

// interpreter reads a message into an answer. What makes no sense and can be missed is
// dropped, with a note each.
type interpreter struct {
	answer
	cfg     *Config
	options options
}

// interpret reads what an ADVERTISE or REPLY holds of what cfg asks for. A lease that
// holds anything passes Validate.
func interpret(msg *Message, cfg *Config) *answer {
	in := &interpreter{cfg: cfg, options: msg.options}
	in.lease.Server = bytes.Clone(serverOf(msg))
	in.lease.ClientDUID, in.lease.IAID = bytes.Clone(cfg.DUID), cfg.IAID
	in.lease.SolMaxRT, in.lease.InfMaxRT = in.limit(optSolMaxRT), in.limit(optInfMaxRT)
	if status, text := statusOf(in.options); status != Success {
		in.refuse(status, text)
		in.whole = true
		return &in.answer
	}
	for _, kind := range kinds() {
		if cfg.asks(kind) {
			in.association(kind)
		}
	}
	if cfg.Information {
		in.lease.Refresh = in.refresh()
	}
	in.lease.DNS = in.hosts(nil, optDNS, in.get(optDNS))
	in.lease.NTP = in.ntp()
	in.lease.Search = in.search()
	return &in.answer
}

// serverOf is the server's DUID, nil when there is none that is valid.
func serverOf(msg *Message) []byte {
	if v, _ := msg.options.get(optServerID); validDUID(v) {
		return v
	}
	return nil
}

func (in *interpreter) get(code uint16) []byte {
	v, _ := in.options.get(code)
	return v
}

// refuse notes a status that is not Success.
func (in *interpreter) refuse(status Status, text string) {
	if in.refusal == nil {
		in.refusal = &Refusal{in.lease.Server, status, text}
	}
	in.unbound = in.unbound || status == NoBinding
}

// drop notes that something of an option is not taken. What came from the wire
// must be quoted in the arguments.
func (in *interpreter) drop(code uint16, format string, args ...any) {
	const enough = 20
	switch n := len(in.dropped); {
	case n < enough:
		in.dropped = append(in.dropped, "option "+strconv.Itoa(int(code))+": "+fmt.Sprintf(format, args...))
	case n == enough:
		in.dropped = append(in.dropped, "and more")
	}
}

// association reads the IA of a kind.
func (in *interpreter) association(code uint16) {
	ia := in.ours(code)
	if ia == nil {
		return
	}
	t1, t2 := seconds32(ia[4:]), seconds32(ia[8:])
	inner, err := readOptions(ia[iaHeader:])
	switch status, text := statusOf(inner); {
	case err != nil:
		in.drop(code, "%v", err)
	case t1 > 0 && t2 > 0 && t1 > t2: // RFC 8415 21.4, 21.21
		in.drop(code, "T1 %v after T2 %v", t1, t2)
	case status != Success:
		in.drop(code, "%v %s", status, text)
		in.refuse(status, text)
	default:
		in.content(code, inner, t1, t2)
	}
}

// iaHeader is what stands before an IA's options: IAID, T1 and T2.
const iaHeader = 12

// ours is the first IA of a kind with this client's IAID; nil when there is none.
func (in *interpreter) ours(kind uint16) []byte {
	for rest := in.options; len(rest) > 0; {
		code, v, after, ok := rest.next()
		if !ok {
			break
		}
		rest = after
		if code == kind && len(v) >= iaHeader && binary.BigEndian.Uint32(v) == in.cfg.IAID {
			return v
		}
	}
	return nil
}

// content reads what is in an IA.
func (in *interpreter) content(kind uint16, inner options, t1, t2 time.Duration) {
	for rest := inner; len(rest) > 0; {
		code, v, after, ok := rest.next()
		if !ok {
			break
		}
		rest = after
		if kind == optIANA && code != optIAAddr || kind == optIAPD && code != optIAPrefix {
			continue
		}
		given, ok := in.grant(code, v)
		if ok && in.usable(code, given) && in.take(kind, given) {
			in.lease.times(t1, t2, given.Preferred, given.Valid)
		}
	}
}

// grant reads an IA Address or IA Prefix option (RFC 8415 21.6, 21.22). Bits behind a
// prefix's length mean nothing.
func (in *interpreter) grant(code uint16, v []byte) (given Grant, ok bool) {
	size, times, bits, address := 24, 16, 128, 0
	if code == optIAPrefix {
		size, times, address = 25, 0, 9
	}
	if len(v) < size || !in.granted(code, v[size:]) {
		return given, false
	}
	if code == optIAPrefix {
		bits = int(v[8])
	}
	given.Prefix = netip.PrefixFrom(netip.AddrFrom16([16]byte(v[address:])), bits).Masked()
	given.Preferred, given.Valid = seconds32(v[times:]), seconds32(v[times+4:])
	return given, true
}

// granted reports whether the options of an address or prefix speak against it.
func (in *interpreter) granted(code uint16, data []byte) bool {
	inner, err := readOptions(data)
	if err != nil {
		in.drop(code, "%v", err)
		return false
	}
	status, text := statusOf(inner)
	if status != Success {
		in.drop(code, "%v %s", status, text)
	}
	return status == Success
}

// usable reports whether an address or prefix is one to take, now.
func (in *interpreter) usable(code uint16, given Grant) bool {
	if !validDelegated(given.Prefix) || given.Preferred > given.Valid {
		in.drop(code, "%v, preferred for %v, valid for %v", given.Prefix, given.Preferred, given.Valid)
		return false
	}
	if in.names(given.Prefix) {
		return false
	}
	if len(in.named) < 4*maxGrants {
		in.named = append(in.named, given.Prefix)
	}
	return given.Valid > 0
}

// take puts an address or prefix into the lease if there is room.
func (in *interpreter) take(kind uint16, given Grant) bool {
	all := in.lease.of(kind)
	if len(*all) == maxGrants {
		in.drop(kind, "%v and more: too many", given.Prefix)
		return false
	}
	*all = append(*all, given)
	return true
}

// seconds32 reads a time.
func seconds32(v []byte) time.Duration {
	return time.Duration(binary.BigEndian.Uint32(v)) * time.Second
}
