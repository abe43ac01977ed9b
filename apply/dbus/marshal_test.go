package dbus

import (
	"bytes"
	"encoding/binary"
	"testing"

	godbus "github.com/godbus/dbus/v5"
	"github.com/google/go-cmp/cmp"
)

// Bytes that follow from the specification's rules (Marshaling), by signature.
func TestWriter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		signature string
		write     func(w *Writer)
		want      string
	}{
		{"yu", func(w *Writer) { w.Byte(1); w.Uint32(2) }, "\x01\x00\x00\x00\x02\x00\x00\x00"},
		{"i", func(w *Writer) { w.Int32(-2) }, "\xfe\xff\xff\xff"},
		{"bb", func(w *Writer) { w.Bool(true); w.Bool(false) }, "\x01\x00\x00\x00\x00\x00\x00\x00"},
		{"sss", func(w *Writer) { w.String("foo"); w.String("+"); w.String("bar") },
			"\x03\x00\x00\x00foo\x00\x01\x00\x00\x00+\x00\x00\x00\x03\x00\x00\x00bar\x00"},
		{"g", func(w *Writer) { w.Signature("a{sv}") }, "\x05a{sv}\x00"},
		{"ay", func(w *Writer) { w.Bytes([]byte{192, 0, 2}) }, "\x03\x00\x00\x00\xc0\x00\x02"},
		{"v", func(w *Writer) { w.Signature("u"); w.Uint32(5) }, "\x01u\x00\x00\x05\x00\x00\x00"},
		// The padding before the first element is there without elements, and not counted.
		{"ia(sb)", func(w *Writer) { w.Int32(2); w.Array("(sb)", func() {}) },
			"\x02\x00\x00\x00\x00\x00\x00\x00"},
		{"a(sb)", func(w *Writer) { w.Array("(sb)", func() {}) }, "\x00\x00\x00\x00\x00\x00\x00\x00"},
		{"a(sb)", func(w *Writer) {
			w.Array("(sb)", func() {
				for _, s := range []string{"a", "b"} {
					w.Struct()
					w.String(s)
					w.Bool(true)
				}
			})
		}, "\x1c\x00\x00\x00\x00\x00\x00\x00" +
			"\x01\x00\x00\x00a\x00\x00\x00\x01\x00\x00\x00" + "\x00\x00\x00\x00" +
			"\x01\x00\x00\x00b\x00\x00\x00\x01\x00\x00\x00"},
	}
	for _, tt := range tests {
		var w Writer
		tt.write(&w)
		if diff := cmp.Diff([]byte(tt.want), w.data); diff != "" {
			t.Errorf("%s: %s", tt.signature, diff)
		}
		m := message{signature: tt.signature, body: w.data, order: binary.LittleEndian}
		if _, err := m.values(); err != nil {
			t.Error(err)
		}
	}
}

// What goes out is the same message to somebody else's reader.
func TestCallFrame(t *testing.T) {
	t.Parallel()
	call := Call{Destination: "org.example.A", Path: "/a/_1", Interface: "org.example.B", Method: "Set",
		Signature: "ia(iay)", NoAutoStart: true}
	call.Args.Int32(7)
	call.Args.Array("(iay)", func() {
		call.Args.Struct()
		call.Args.Int32(2)
		call.Args.Bytes([]byte{192, 0, 2, 1})
	})
	frame, err := call.frame(9)
	if err != nil {
		t.Fatal(err)
	}
	got, err := godbus.DecodeMessage(bytes.NewReader(frame))
	if err != nil {
		t.Fatal(err)
	}
	if got.Type != godbus.TypeMethodCall || got.Flags != godbus.FlagNoAutoStart || got.Serial() != 9 {
		t.Errorf("%+v", got)
	}
	want := map[godbus.HeaderField]any{
		godbus.FieldPath: godbus.ObjectPath("/a/_1"), godbus.FieldDestination: "org.example.A",
		godbus.FieldInterface: "org.example.B", godbus.FieldMember: "Set",
		godbus.FieldSignature: godbus.ParseSignatureMust("ia(iay)"),
	}
	have := map[godbus.HeaderField]any{}
	for field, v := range got.Headers {
		have[field] = v.Value()
	}
	if diff := cmp.Diff(want, have, cmp.AllowUnexported(godbus.Signature{})); diff != "" {
		t.Error(diff)
	}
	body := []any{int32(7), [][]any{{int32(2), []byte{192, 0, 2, 1}}}}
	if diff := cmp.Diff(body, got.Body); diff != "" {
		t.Error(diff)
	}
}

// The first message of every libdbus client, byte for byte.
func TestHelloFrame(t *testing.T) {
	t.Parallel()
	const want = "l\x01\x00\x01\x00\x00\x00\x00\x01\x00\x00\x00n\x00\x00\x00" +
		"\x01\x01o\x00\x15\x00\x00\x00/org/freedesktop/DBus\x00\x00\x00" +
		"\x06\x01s\x00\x14\x00\x00\x00org.freedesktop.DBus\x00\x00\x00\x00" +
		"\x02\x01s\x00\x14\x00\x00\x00org.freedesktop.DBus\x00\x00\x00\x00" +
		"\x03\x01s\x00\x05\x00\x00\x00Hello\x00\x00\x00"
	frame, err := Call{Destination: busName, Path: busPath, Interface: busName, Method: "Hello"}.frame(1)
	if diff := cmp.Diff([]byte(want), frame); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// Nothing goes out that a bus would cut us off for.
func TestCallFrameRefused(t *testing.T) {
	t.Parallel()
	var text, large Writer
	text.String("a")
	large.Bytes(make([]byte, maxMessage))
	for want, call := range map[string]Call{
		`message body "i": byte 4: 2 bytes more than the signature says`: {Path: "/", Signature: "i", Args: text},
		`message body "ss": byte 7: padding that is not zero`:            {Path: "/", Signature: "ss", Args: Writer{append(text.data, 1, 1)}},
		`"a" is no object path`:                              {Path: "a"},
		`message of 1048668 bytes, at most 1048576 are sent`: {Path: "/", Signature: "ay", Args: large},
	} {
		if _, err := call.frame(1); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
