package dbus

import (
	"context"
	"encoding/binary"
	"fmt"
	"strings"
)

// busName and busPath are the bus itself.
const (
	busName = "org.freedesktop.DBus"
	busPath = "/org/freedesktop/DBus"
)

// Call is a method call.
type Call struct {
	Destination string // whom the bus is to hand it to
	Path        string // of the object
	Interface   string
	Method      string
	Signature   string // of the arguments
	Args        Writer
	Reply       string // the signature that the answer must have
	NoAutoStart bool   // where nobody has the destination's name, the bus starts nobody
}

// Error is a method's answer that it has failed. Other errors of a call are the
// connection's.
type Error struct {
	Name string // org.freedesktop.DBus.Error.AccessDenied
	Text string // for people, and possibly empty
}

// Error returns the text, or the name where there is none.
func (e Error) Error() string {
	if e.Text == "" {
		return e.Name
	}
	return e.Text
}

// NameHasOwner asks the bus whether somebody has a name.
func (c *Conn) NameHasOwner(ctx context.Context, name string) (bool, error) {
	call := Call{
		Destination: busName, Path: busPath, Interface: busName, Method: "NameHasOwner", Signature: "s", Reply: "b",
	}
	call.Args.String(name)
	answer, err := c.Call(ctx, call)
	if err != nil {
		return false, fmt.Errorf("NameHasOwner: %w", err)
	}
	return answer.Bool(), answer.Err()
}

// Call calls a method and waits for the answer. The error is an Error, or the
// context's cause, or tells why the connection is of no use any more. An answer is
// whole and has the types of call.Reply.
func (c *Conn) Call(ctx context.Context, call Call) (*Reader, error) {
	release, err := c.bind(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	c.serial++
	frame, err := call.frame(c.serial)
	if err != nil {
		return nil, err
	}
	if _, err := c.file.Write(frame); err != nil {
		return nil, c.end(ctx, err)
	}
	m, err := c.awaitAnswer(c.serial)
	if err != nil {
		return nil, c.end(ctx, err)
	}
	return m.answer(call.Reply)
}

// awaitAnswer passes over signals, calls, and what is meant for a call that was
// given up.
func (c *Conn) awaitAnswer(serial uint32) (message, error) {
	for {
		m, err := c.next()
		if err != nil {
			return message{}, err
		}
		if (m.kind == typeMethodReturn || m.kind == typeError) && m.replySerial == serial {
			return m, nil
		}
	}
}

// answer makes of a message what the caller gets.
func (m *message) answer(signature string) (*Reader, error) {
	values, err := m.values()
	switch {
	case err != nil:
		return nil, err
	case m.kind == typeError:
		e := Error{Name: printable(m.errorName)}
		if strings.HasPrefix(m.signature, "s") {
			e.Text = printable(values.String())
		}
		return nil, e
	case m.signature != signature:
		return nil, fmt.Errorf("an answer of type %q, not %q", m.signature, signature)
	}
	return values, nil
}

// frame returns the bytes of the message. Path and arguments have to be what they
// should: a bus cuts off whoever sends it anything else.
func (call Call) frame(serial uint32) ([]byte, error) {
	arguments := message{signature: call.Signature, body: call.Args.data, order: binary.LittleEndian}
	if _, err := arguments.values(); err != nil {
		return nil, err
	}
	if !validPath(call.Path) {
		return nil, fmt.Errorf("%q is no object path", call.Path)
	}
	w := Writer{[]byte{'l', typeMethodCall, call.flags(), protocolVersion}}
	w.Uint32(uint32(len(call.Args.data)))
	w.Uint32(serial)
	w.Array("(yv)", func() { call.writeFields(&w) })
	w.align(8) // the body begins at a multiple of 8
	if size := len(w.data) + len(call.Args.data); size > maxMessage {
		return nil, fmt.Errorf("message of %d bytes, at most %d are sent", size, maxMessage)
	}
	return append(w.data, call.Args.data...), nil
}

func (call Call) flags() byte {
	if call.NoAutoStart {
		return flagNoAutoStart
	}
	return 0
}

func (call Call) writeFields(w *Writer) {
	for _, f := range []struct {
		field byte
		value string
	}{
		{fieldPath, call.Path}, {fieldDestination, call.Destination},
		{fieldInterface, call.Interface}, {fieldMember, call.Method},
	} {
		w.Struct()
		w.Byte(f.field)
		w.Signature(fieldType(f.field))
		w.String(f.value)
	}
	if call.Signature != "" {
		w.Struct()
		w.Byte(fieldSignature)
		w.Signature("g")
		w.Signature(call.Signature)
	}
}
