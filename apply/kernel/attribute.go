package kernel

import (
	"encoding/binary"
	"errors"

	"golang.org/x/sys/unix"
)

var errAttribute = errors.New("netlink: an attribute is longer than its message")

// attribute is a type with a value, which lies in the message.
type attribute struct {
	kind  uint16
	value []byte
}

// attributes hands every attribute of a message to f. (The library's reader
// allocates for each, and trips over a last one without its padding.)
func attributes(b []byte, f func(attribute)) error {
	for len(b) >= unix.SizeofRtAttr {
		size := int(binary.NativeEndian.Uint16(b))
		if size < unix.SizeofRtAttr || size > len(b) {
			return errAttribute
		}
		kind := binary.NativeEndian.Uint16(b[2:]) &^ (unix.NLA_F_NESTED | unix.NLA_F_NET_BYTEORDER)
		f(attribute{kind, b[unix.SizeofRtAttr:size]})
		b = b[min(len(b), (size+unix.RTA_ALIGNTO-1)&^(unix.RTA_ALIGNTO-1)):]
	}
	return nil
}
