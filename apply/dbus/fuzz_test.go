package dbus

import (
	"bytes"
	"encoding/binary"
	"testing"

	godbus "github.com/godbus/dbus/v5"
)

// FuzzMessage takes whatever comes in as messages. One that is found whole is read
// to the same values a second time, and within its bytes.
func FuzzMessage(f *testing.F) {
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		f.Add(answer(f, order, godbus.TypeMethodReply, 3, everything...))
		f.Add(answer(f, order, godbus.TypeError, 3, "text"))
		f.Add(answer(f, order, godbus.TypeSignal, 3, int32(1)))
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		in := bytes.NewReader(stream)
		for {
			frame, err := readFrame(in)
			if err != nil {
				return
			}
			if len(frame) > len(stream) {
				t.Fatal("more bytes than there are")
			}
			m, err := parseMessage(frame)
			if err != nil {
				continue
			}
			r, err := m.values()
			if err != nil {
				continue
			}
			r.Skip(m.signature)
			if r.Err() != nil || r.pos != len(m.body) {
				t.Fatalf("%q: at %d of %d: %v", m.signature, r.pos, len(m.body), r.Err())
			}
			m.answer("s")
		}
	})
}

// FuzzReader reads the types that are asked for off bytes that nobody has checked,
// and any type that a signature names.
func FuzzReader(f *testing.F) {
	var w Writer
	w.Array("{sv}", func() {
		w.Struct()
		w.String("DNS")
		w.Signature("a(iay)")
		w.Array("(iay)", func() {
			w.Struct()
			w.Int32(2)
			w.Bytes([]byte{192, 0, 2, 1})
		})
	})
	f.Add("a{sv}", w.data, false)
	f.Add("a(sb)", []byte("\x10\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00a\x00\x00\x00\x01\x00\x00\x00"), false)
	f.Add("sogv", []byte("\x00\x00\x00\x01a\x00\x00\x00\x00\x00\x00\x01/\x00\x01y\x00\x01y\x00\x01"), true)
	f.Fuzz(func(t *testing.T, signature string, data []byte, big bool) {
		order := binary.ByteOrder(binary.LittleEndian)
		if big {
			order = binary.BigEndian
		}
		check := func(r *Reader) {
			if r.pos > len(data) || len(r.data) != len(data) {
				t.Fatalf("at %d of %d", r.pos, len(data))
			}
		}
		named := NewReader(data, order)
		named.Skip(signature)
		check(named)
		properties := NewReader(data, order)
		for range properties.Array("{sv}") {
			name := properties.String()
			if len(name) > len(data) {
				t.Fatal("more text than there is")
			}
			if properties.Variant() == "a(iay)" {
				for range properties.Array("(iay)") {
					properties.Int32()
					properties.Bytes()
				}
				continue
			}
			properties.Byte()
		}
		check(properties)
		domains := NewReader(data, order)
		for range domains.Array("(sb)") {
			_ = domains.String()
			domains.Bool()
		}
		domains.Path()
		domains.Signature()
		check(domains)
	})
}
