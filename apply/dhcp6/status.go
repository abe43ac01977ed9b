package dhcp6

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
)

// Status is a server's word on a message or a part of it (RFC 8415 21.13).
type Status uint16

// The status codes that a client gets.
const (
	Success       Status = 0
	UnspecFail    Status = 1
	NoAddrsAvail  Status = 2
	NoBinding     Status = 3
	NotOnLink     Status = 4
	UseMulticast  Status = 5
	NoPrefixAvail Status = 6
)

func (s Status) String() string {
	names := [...]string{"Success", "UnspecFail", "NoAddrsAvail", "NoBinding", "NotOnLink", "UseMulticast", "NoPrefixAvail"}
	if int(s) < len(names) {
		return names[s]
	}
	return "status " + strconv.Itoa(int(s))
}

// Refusal is an answer of a server that gives nothing of what was asked for.
type Refusal struct {
	// Server is the server's DUID.
	Server []byte
	// Status is why; Success when the server took back a lease without a word on it.
	Status Status
	// Message is the server's own text, quoted; "" when there was none.
	Message string
}

func (r *Refusal) Error() string {
	text := "server " + hex.EncodeToString(r.Server) + " answered " + r.Status.String()
	if r.Status == Success {
		text = "server " + hex.EncodeToString(r.Server) + " took the lease back"
	}
	if r.Message != "" {
		text += ": " + r.Message
	}
	return text
}

// statusOf is the status among options, Success where there is none. One that is cut
// short is taken for the worst.
func statusOf(all options) (Status, string) {
	v, ok := all.get(optStatus)
	switch {
	case !ok:
		return Success, ""
	case len(v) < 2:
		return UnspecFail, ""
	}
	return Status(binary.BigEndian.Uint16(v)), quoted(v[2:])
}

// quoted is text from the network made fit for a message: without control characters,
// which move terminals and forge log lines, and not endless.
func quoted(raw []byte) string {
	const longest = 200
	if len(raw) == 0 {
		return ""
	}
	return strconv.QuoteToASCII(string(raw[:min(len(raw), longest)]))
}
