package dhcp6

import (
	"encoding/binary"
	"net"
	"time"
)

// How long a DUID is, in bytes: its type and 1 to 128 more (RFC 8415 11.1).
const (
	minDUID = 3
	maxDUID = 130
)

// Kinds of DUID that a host makes for itself (RFC 8415 11).
const (
	duidLinkLayerTime = 1
	duidLinkLayer     = 3
	duidUUID          = 4
)

// duidEpoch is 2000-01-01 00:00 UTC, from which a DUID-LLT counts (RFC 8415 11.2).
const duidEpoch = 946684800

// LinkLayerTime is a DUID-LLT (RFC 8415 11.2): hardware type (RFC 826), the time of its
// making, and a link-layer address.
func LinkLayerTime(hwtype uint16, made time.Time, mac net.HardwareAddr) []byte {
	b := binary.BigEndian.AppendUint16(nil, duidLinkLayerTime)
	b = binary.BigEndian.AppendUint16(b, hwtype)
	b = binary.BigEndian.AppendUint32(b, uint32(made.Unix()-duidEpoch)) // modulo 2^32
	return append(b, mac...)
}

// LinkLayer is a DUID-LL (RFC 8415 11.4).
func LinkLayer(hwtype uint16, mac net.HardwareAddr) []byte {
	b := binary.BigEndian.AppendUint16(nil, duidLinkLayer)
	b = binary.BigEndian.AppendUint16(b, hwtype)
	return append(b, mac...)
}

// UUID is a DUID-UUID (RFC 6355).
func UUID(id [16]byte) []byte {
	return append(binary.BigEndian.AppendUint16(nil, duidUUID), id[:]...)
}

func validDUID(id []byte) bool { return len(id) >= minDUID && len(id) <= maxDUID }
