package kernel

import (
	"encoding/binary"
	"errors"
	"fmt"
	"syscall"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"
)

const (
	// batchMessages bounds how many requests go out in one datagram: their
	// acknowledgements must fit the socket's receive buffer (net.core.rmem_default).
	batchMessages = 64
	// dumpTries bounds how often a dump is asked for again that changed under
	// our eyes (NLM_F_DUMP_INTR).
	dumpTries = 10
	// receiveBuffer is what one recvfrom can bring: the kernel's dump pages are
	// at most 32 KiB (NLMSG_GOODSIZE).
	receiveBuffer = 64 << 10
)

// socket is a netlink socket for requests. The kernel works on a request
// while it is sent: its answer is there when sendto returns, so that a batch of
// requests costs two system calls instead of two for each.
type socket struct {
	fd       int
	seq      uint32
	buf      []byte                   // for what comes in
	messages []syscall.NetlinkMessage // in buf
	out      []byte                   // for a batch that goes out
}

func openSocket(protocol int) (*socket, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, protocol)
	if err != nil {
		return nil, fmt.Errorf("netlink: %w", err)
	}
	if err := unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("netlink: %w", err)
	}
	// Both are refinements that an old kernel may lack: it then explains less,
	// or sends more than was asked for.
	_ = unix.SetsockoptInt(fd, unix.SOL_NETLINK, unix.NETLINK_EXT_ACK, 1)
	_ = unix.SetsockoptInt(fd, unix.SOL_NETLINK, unix.NETLINK_CAP_ACK, 1)
	return &socket{fd: fd, buf: make([]byte, receiveBuffer)}, nil
}

func (s *socket) close() error { return unix.Close(s.fd) }

// number gives the request the next sequence number and returns its bytes.
func (s *socket) number(r *nl.NetlinkRequest) []byte {
	s.seq++
	r.Seq = s.seq
	return r.Serialize()
}

// exchange sends at most batchMessages requests in one datagram and returns the
// kernel's answer to each, nil for done. All of them are tried, whatever becomes
// of the others.
func (s *socket) exchange(requests []*nl.NetlinkRequest) []error {
	errs := make([]error, len(requests))
	if err := s.batch(requests, errs); err != nil {
		for i := range errs {
			errs[i] = err
		}
	}
	return errs
}

func (s *socket) batch(requests []*nl.NetlinkRequest, errs []error) error {
	datagram := s.out[:0]
	first := s.seq + 1
	for _, r := range requests {
		b := s.number(r)
		datagram = append(datagram, b...)
		datagram = append(datagram, make([]byte, -len(b)&(unix.NLMSG_ALIGNTO-1))...)
	}
	s.out = datagram // its room serves the next batch
	if err := s.send(datagram); err != nil {
		return err
	}
	for open := len(requests); open > 0; {
		messages, err := s.receive()
		if err != nil {
			return err
		}
		for _, m := range messages {
			i := int(m.Header.Seq - first)
			if m.Header.Type != unix.NLMSG_ERROR || i < 0 || i >= len(requests) {
				continue
			}
			errs[i] = answer(m)
			open--
		}
	}
	return nil
}

// dump asks for a list and hands each of its messages to f. It starts again, after
// restart, where the kernel says that the list changed while it was read.
func (s *socket) dump(r *nl.NetlinkRequest, restart func(), f func(kind uint16, payload []byte) error) error {
	for range dumpTries {
		restart()
		interrupted, err := s.dumpOnce(r, f)
		if err != nil || !interrupted {
			return err
		}
	}
	return errors.New("netlink: the list never stood still while it was read")
}

func (s *socket) dumpOnce(r *nl.NetlinkRequest, f func(uint16, []byte) error) (interrupted bool, err error) {
	if err := s.send(s.number(r)); err != nil {
		return false, err
	}
	for {
		messages, err := s.receive()
		if err != nil {
			return false, err
		}
		for _, m := range messages {
			if m.Header.Seq != s.seq {
				continue
			}
			interrupted = interrupted || m.Header.Flags&unix.NLM_F_DUMP_INTR != 0
			switch m.Header.Type {
			case unix.NLMSG_DONE:
				if len(m.Data) == 0 {
					return interrupted, nil
				}
				return interrupted, answer(m) // a dump that was begun tells here why it has failed
			case unix.NLMSG_ERROR:
				return false, answer(m)
			}
			if err := f(m.Header.Type, m.Data); err != nil {
				return false, err
			}
		}
	}
}

// strict has dumps filtered by all that their requests say, or no more, and reports
// whether the kernel can.
func (s *socket) strict(on int) bool {
	return unix.SetsockoptInt(s.fd, unix.SOL_NETLINK, unix.NETLINK_GET_STRICT_CHK, on) == nil
}

// ask asks for one object and hands its message to f.
func (s *socket) ask(r *nl.NetlinkRequest, f func(kind uint16, payload []byte) error) error {
	if err := s.send(s.number(r)); err != nil {
		return err
	}
	for {
		messages, err := s.receive()
		if err != nil {
			return err
		}
		for _, m := range messages {
			switch {
			case m.Header.Seq != s.seq:
			case m.Header.Type == unix.NLMSG_ERROR:
				return answer(m)
			default:
				return f(m.Header.Type, m.Data)
			}
		}
	}
}

func (s *socket) send(b []byte) error {
	for {
		err := unix.Sendto(s.fd, b, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK})
		if err == nil {
			return nil
		}
		if !errors.Is(err, unix.EINTR) {
			return fmt.Errorf("netlink: send: %w", err)
		}
	}
}

// receive returns the messages of one datagram; they are valid until the next call.
func (s *socket) receive() ([]syscall.NetlinkMessage, error) {
	for {
		n, from, err := unix.Recvfrom(s.fd, s.buf, 0)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("netlink: receive: %w", err)
		}
		// Another process may send to our port: only the kernel, port 0, counts.
		if sa, ok := from.(*unix.SockaddrNetlink); !ok || sa.Pid != 0 {
			continue
		}
		if s.messages, err = appendMessages(s.messages[:0], s.buf[:n]); err != nil {
			return nil, fmt.Errorf("netlink: receive: %w", err)
		}
		return s.messages, nil
	}
}

// appendMessages appends the messages of a datagram (netlink(7)), as
// syscall.ParseNetlinkMessage reads them, to a list whose room may be used again: of a dump
// of a million routes nothing has to be kept.
func appendMessages(list []syscall.NetlinkMessage, b []byte) ([]syscall.NetlinkMessage, error) {
	for len(b) >= unix.SizeofNlMsghdr {
		n := binary.NativeEndian.Uint32(b)
		padded := (uint64(n) + unix.NLMSG_ALIGNTO - 1) &^ (unix.NLMSG_ALIGNTO - 1)
		if n < unix.SizeofNlMsghdr || padded > uint64(len(b)) {
			return nil, unix.EINVAL
		}
		list = append(list, syscall.NetlinkMessage{Header: syscall.NlMsghdr{Len: n, Type: binary.NativeEndian.Uint16(b[4:]),
			Flags: binary.NativeEndian.Uint16(b[6:]), Seq: binary.NativeEndian.Uint32(b[8:]), Pid: binary.NativeEndian.Uint32(b[12:])},
			Data: b[unix.SizeofNlMsghdr:n]})
		b = b[padded:]
	}
	return list, nil
}

// answer reads an NLMSG_ERROR message (struct nlmsgerr and, with
// NLM_F_ACK_TLVS, its attributes): nil for an acknowledgement.
func answer(m syscall.NetlinkMessage) error {
	if len(m.Data) < 4 {
		return errors.New("netlink: short acknowledgement")
	}
	errno := int32(binary.NativeEndian.Uint32(m.Data))
	if errno == 0 {
		return nil
	}
	return &Refusal{Errno: syscall.Errno(-errno), Message: explanation(m)}
}

func explanation(m syscall.NetlinkMessage) string {
	const header = 4 + unix.SizeofNlMsghdr // error number, header of the request
	if m.Header.Flags&unix.NLM_F_ACK_TLVS == 0 || len(m.Data) < header {
		return ""
	}
	skip := header
	if m.Header.Flags&unix.NLM_F_CAPPED == 0 {
		request := int(binary.NativeEndian.Uint32(m.Data[4:]))
		skip = 4 + (request+unix.NLMSG_ALIGNTO-1)&^(unix.NLMSG_ALIGNTO-1)
	}
	if skip < header || skip > len(m.Data) {
		return ""
	}
	text := ""
	_ = attributes(m.Data[skip:], func(a attribute) { // what cannot be read explains nothing
		if a.kind == unix.NLMSGERR_ATTR_MSG {
			text = unix.ByteSliceToString(a.value)
		}
	})
	return text
}
