package dhcp4

import "errors"

// Listen opens a packet socket on the interface with the given index.
func Listen(ifindex int) (Conn, error) { return nil, errors.ErrUnsupported }
