package dhcp4

import "errors"

// ErrTimeout is what errors.Is finds in an error of Acquire when no server gave a
// lease in time. A server that refused is an answer, and no ErrTimeout.
var ErrTimeout = errors.New("no answer from any DHCP server")
