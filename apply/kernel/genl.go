package kernel

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"
)

// family is a generic netlink family with a socket to speak to it
// (Documentation/userspace-api/netlink/intro.rst).
type family struct {
	*socket
	id uint16 // given when the kernel registers the family
}

// openFamily opens a socket and asks for the family's number.
func openFamily(name string) (*family, error) {
	s, err := openSocket(unix.NETLINK_GENERIC)
	if err != nil {
		return nil, err
	}
	f := &family{socket: s, id: unix.GENL_ID_CTRL}
	which := nl.NewRtAttr(0, nil)
	leaf(which, unix.CTRL_ATTR_FAMILY_NAME, nl.ZeroTerminated(name))
	err = f.ask(f.request(unix.CTRL_CMD_GETFAMILY, 0, which), func(_ uint16, b []byte) error {
		f.id, err = familyID(b)
		return err
	})
	if errors.Is(err, unix.ENOENT) {
		err = errors.New("this kernel lacks it")
	}
	if err != nil {
		_ = s.close()
		return nil, fmt.Errorf("generic netlink: %s: %w", name, err)
	}
	return f, nil
}

// familyID reads an answer of the controller.
func familyID(b []byte) (id uint16, err error) {
	err = messageAttributes(b, func(a attribute) {
		if a.kind == unix.CTRL_ATTR_FAMILY_ID && len(a.value) == 2 {
			id = binary.NativeEndian.Uint16(a.value)
		}
	})
	if err != nil {
		return 0, err
	}
	if id == 0 {
		return 0, errShort
	}
	return id, nil
}

// messageAttributes hands the attributes behind the header of a generic message to f.
func messageAttributes(b []byte, f func(attribute)) error {
	if len(b) < nl.SizeofGenlmsg {
		return errShort
	}
	return attributes(b[nl.SizeofGenlmsg:], f)
}

// request makes a message of the attributes in a nest.
func (f *family) request(command uint8, flags int, nest *nl.RtAttr) *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(int(f.id), flags)
	r.AddData(&nl.Genlmsg{Command: command, Version: 1})
	r.AddRawData(nest.Serialize()[unix.SizeofRtAttr:])
	return r
}
