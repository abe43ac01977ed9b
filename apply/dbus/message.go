package dbus

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// maxMessage is the largest message taken or sent, in bytes. The specification
// allows 128 MiB; what is asked here has kilobytes.
const maxMessage = 1 << 20

// fixedHeader is what every message begins with, to the length of its fields.
const fixedHeader = 16

const protocolVersion = 1

// Message types.
const (
	typeMethodCall   = 1
	typeMethodReturn = 2
	typeError        = 3
	typeSignal       = 4
)

const flagNoAutoStart = 0x2

// Header fields.
const (
	fieldPath        = 1
	fieldInterface   = 2
	fieldMember      = 3
	fieldErrorName   = 4
	fieldReplySerial = 5
	fieldDestination = 6
	fieldSender      = 7
	fieldSignature   = 8
	fieldUnixFDs     = 9
)

// fieldType is the type of a header field, empty for one that is not known and
// therefore has to be overlooked.
func fieldType(field byte) string {
	switch field {
	case fieldPath:
		return "o"
	case fieldInterface, fieldMember, fieldErrorName, fieldDestination, fieldSender:
		return "s"
	case fieldReplySerial, fieldUnixFDs:
		return "u"
	case fieldSignature:
		return "g"
	}
	return ""
}

// message is a message that came in, as far as a caller needs it.
type message struct {
	kind        byte
	serial      uint32
	replySerial uint32
	path        string
	errorName   string
	signature   string
	body        []byte
	order       binary.ByteOrder
}

// readFrame reads the bytes of one message. Its size is known and found fit before
// room is made for it.
func readFrame(in io.Reader) ([]byte, error) {
	var fixed [fixedHeader]byte
	if _, err := io.ReadFull(in, fixed[:]); err != nil {
		return nil, unexpected(err)
	}
	_, size, err := measure(fixed[:])
	if err != nil {
		return nil, err
	}
	frame := make([]byte, size)
	copy(frame, fixed[:])
	if _, err := io.ReadFull(in, frame[fixedHeader:]); err != nil {
		return nil, unexpected(err)
	}
	return frame, nil
}

// unexpected is the end of a stream where there should be more.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the bus closed the connection: %w", io.ErrUnexpectedEOF)
	}
	return err
}

// measure takes the two lengths off a fixed header: to the body, and to the end.
func measure(fixed []byte) (header, size int, err error) {
	order, err := byteOrder(fixed[0])
	if err != nil {
		return 0, 0, err
	}
	if v := fixed[3]; v != protocolVersion {
		return 0, 0, fmt.Errorf("message of protocol version %d", v)
	}
	fields := uint64(order.Uint32(fixed[12:]))
	whole := fixedHeader + (fields+7)&^7
	whole, head := whole+uint64(order.Uint32(fixed[4:])), whole
	if whole > maxMessage {
		return 0, 0, fmt.Errorf("message of %d bytes, at most %d are taken", whole, maxMessage)
	}
	return int(head), int(whole), nil
}

func byteOrder(mark byte) (binary.ByteOrder, error) {
	switch mark {
	case 'l':
		return binary.LittleEndian, nil
	case 'B':
		return binary.BigEndian, nil
	}
	return nil, fmt.Errorf("message with byte order %#x", mark)
}

// parseMessage takes a whole message apart. Its body is not looked at yet: most
// are not for us.
func parseMessage(frame []byte) (message, error) {
	if len(frame) < fixedHeader {
		return message{}, errors.New("message without a header")
	}
	head, size, err := measure(frame)
	if err != nil {
		return message{}, err
	}
	if size != len(frame) {
		return message{}, fmt.Errorf("message of %d bytes, %d are announced", len(frame), size)
	}
	order, _ := byteOrder(frame[0])
	r := Reader{data: frame[:head], pos: 8, order: order}
	m := message{kind: frame[1], serial: r.Uint32(), body: frame[head:], order: order}
	m.readFields(&r)
	r.Struct() // the header ends at a multiple of 8
	r.end()
	if err := r.Err(); err != nil {
		return message{}, fmt.Errorf("message header: %w", err)
	}
	return m, m.check()
}

func (m *message) readFields(r *Reader) {
	var seen [256]bool
	for range r.Array("(yv)") {
		field := r.Byte()
		signature := r.Variant()
		if want := fieldType(field); want != "" && signature != want {
			r.fail("header field %d of type %q, not %q", field, signature, want)
		}
		if field == 0 || seen[field] {
			r.fail("header field %d, which is invalid or there already", field)
		}
		seen[field] = true
		switch field {
		case fieldPath:
			m.path = r.Path()
		case fieldErrorName:
			m.errorName = r.String()
		case fieldReplySerial:
			m.replySerial = r.Uint32()
		case fieldSignature:
			m.signature = r.Signature()
		default:
			r.Skip(signature)
		}
	}
}

// check wants what the header of a message of its type must have.
func (m *message) check() error {
	answer := m.kind == typeMethodReturn || m.kind == typeError
	switch {
	case m.kind == 0:
		return errors.New("message of the invalid type 0")
	case m.serial == 0:
		return errors.New("message with serial 0")
	case answer && m.replySerial == 0:
		return errors.New("answer that does not say to which message")
	case m.kind == typeError && m.errorName == "":
		return errors.New("error without a name")
	}
	return nil
}

// values returns the body's values, of the types that its signature says and
// nothing behind them.
func (m *message) values() (*Reader, error) {
	all := NewReader(m.body, m.order)
	all.Skip(m.signature)
	all.end()
	if err := all.Err(); err != nil {
		return nil, fmt.Errorf("message body %q: %w", m.signature, err)
	}
	return NewReader(m.body, m.order), nil
}
