package dhcp6

import (
	"encoding/binary"
	"fmt"
	"strconv"

	"netonce/apply/dhcp"
)

// Type is the type of a message (RFC 8415 7.3).
type Type uint8

// The messages between client and server.
const (
	TypeSolicit            Type = 1
	TypeAdvertise          Type = 2
	TypeRequest            Type = 3
	TypeConfirm            Type = 4
	TypeRenew              Type = 5
	TypeRebind             Type = 6
	TypeReply              Type = 7
	TypeRelease            Type = 8
	TypeDecline            Type = 9
	TypeReconfigure        Type = 10
	TypeInformationRequest Type = 11

	types = 12
)

func (t Type) String() string {
	names := [types]string{"", "SOLICIT", "ADVERTISE", "REQUEST", "CONFIRM", "RENEW", "REBIND", "REPLY",
		"RELEASE", "DECLINE", "RECONFIGURE", "INFORMATION-REQUEST"}
	if t > 0 && t < types {
		return names[t]
	}
	return "message of type " + strconv.Itoa(int(t))
}

// Message is a message between client and server (RFC 8415 8).
type Message struct {
	Type Type
	// XID is the transaction identifier, 24 bits.
	XID uint32

	options options
}

// messageHeader is what stands before the options: type and transaction.
const messageHeader = 4

// maxMessage is the longest message, in bytes.
const maxMessage = 65535

// errMalformed is a message that is no DHCPv6 message at all.
const errMalformed = dhcp.Reason("malformed DHCPv6 message")

// parse decodes a message of any length and content. It keeps to data.
func parse(data []byte) (*Message, error) {
	if len(data) < messageHeader {
		return nil, fmt.Errorf("%w: %d bytes", errMalformed, len(data))
	}
	head := binary.BigEndian.Uint32(data)
	all, err := readOptions(data[messageHeader:])
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errMalformed, err)
	}
	return &Message{Type(head >> 24), head & maxXID, all}, nil
}

// maxXID is the largest transaction identifier.
const maxXID = 1<<24 - 1

// bytes is the message as it is on the wire.
func (m *Message) bytes() []byte {
	head := binary.BigEndian.AppendUint32(nil, uint32(m.Type)<<24|m.XID&maxXID)
	return append(head, m.options...)
}
