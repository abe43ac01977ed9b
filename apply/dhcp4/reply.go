package dhcp4

import (
	"errors"
	"fmt"
	"io"

	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/apply/dhcp"
)

// Places in a message (RFC 2131 2), and option 52 (RFC 2132 9.3) that says which
// of the two fields hold options instead of names.
const (
	snameStart, snameEnd = 44, 108
	fileStart, fileEnd   = 108, 236
	cookieEnd            = 240

	overloadFile, overloadSname = 1, 2
)

// optEnd ends the options of a field (RFC 2132 3.2).
const optEnd = 255

// errMalformed is a message that is no DHCP message at all.
const errMalformed = dhcp.Reason("malformed DHCP message")

// parseReply decodes a message of any length and content, a UDP payload, and
// gathers the options of all its fields in Options, parts of one option joined
// (RFC 3396).
func parseReply(data []byte) (*dhcpv4.DHCPv4, error) {
	if len(data) < cookieEnd {
		return nil, fmt.Errorf("%w: %d bytes", errMalformed, len(data))
	}
	msg, err := dhcpv4.FromBytes(data)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		// Some servers leave the END option out, which the codec does not forgive.
		// A copy: data is somebody else's buffer, and what lies behind it too.
		msg, err = dhcpv4.FromBytes(append(data[:len(data):len(data)], optEnd))
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errMalformed, err)
	}
	if err := readOverload(msg, data); err != nil {
		return nil, err
	}
	return msg, nil
}

// readOverload adds the options in file and sname, in the order that RFC 3396 5
// gives. An option 52 within them means nothing. The codec has no part in this, so
// the fields come from the bytes: what it kept of them ends at the first NUL.
func readOverload(msg *dhcpv4.DHCPv4, data []byte) error {
	overload := msg.Options[optOptionOverload]
	if len(overload) != 1 {
		return nil
	}
	if overload[0]&overloadFile != 0 {
		msg.BootFileName = ""
		if err := msg.Options.FromBytes(data[fileStart:fileEnd]); err != nil {
			return fmt.Errorf("%w: options in file: %w", errMalformed, err)
		}
	}
	if overload[0]&overloadSname != 0 {
		msg.ServerHostName = ""
		if err := msg.Options.FromBytes(data[snameStart:snameEnd]); err != nil {
			return fmt.Errorf("%w: options in sname: %w", errMalformed, err)
		}
	}
	return nil
}
