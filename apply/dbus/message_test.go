package dbus

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"testing"
	"testing/iotest"

	godbus "github.com/godbus/dbus/v5"
)

// head is a fixed header in little endian, with so many bytes of fields and body.
func head(kind byte, fields, body uint32) string {
	b := []byte{'l', kind, 0, 1}
	for _, v := range []uint32{body, 1000, fields} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return string(b)
}

const serialField = "\x05\x01u\x00\x03\x00\x00\x00" // REPLY_SERIAL 3

func TestParseMessage(t *testing.T) {
	t.Parallel()
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		for _, kind := range []godbus.Type{godbus.TypeMethodReply, godbus.TypeError} {
			m, err := parseMessage(answer(t, order, kind, 3, "text", int32(-1)))
			if err != nil || m.kind != byte(kind) || m.serial != 1000 || m.replySerial != 3 || m.signature != "si" {
				t.Errorf("%v %+v", err, m)
			}
			if (m.errorName != "") != (kind == godbus.TypeError) {
				t.Errorf("error name %q", m.errorName)
			}
			r, err := m.values()
			if err != nil || r.String() != "text" || r.Int32() != -1 || r.Err() != nil {
				t.Error(err)
			}
		}
	}
	// Types and fields that are not known are to be overlooked.
	unknown := head(99, 16, 0) + "\xc8\x02ai\x00\x00\x00\x00\x04\x00\x00\x00\x01\x00\x00\x00"
	if m, err := parseMessage([]byte(unknown)); err != nil || m.kind != 99 {
		t.Errorf("%v %+v", err, m)
	}
}

func TestParseMessageMalformed(t *testing.T) {
	t.Parallel()
	tests := []struct{ frame, want string }{
		{"", "message without a header"},
		{"x" + head(2, 0, 0)[1:], "message with byte order 0x78"},
		{"l\x02\x00\x02" + head(2, 0, 0)[4:], "message of protocol version 2"},
		{head(2, 0, 1<<20), "message of 1048592 bytes, at most 1048576 are taken"},
		{head(2, 0xffffffff, 0xffffffff), "message of 8589934607 bytes, at most 1048576 are taken"},
		{head(2, 0, 0) + "x", "message of 17 bytes, 16 are announced"},
		{head(0, 0, 0), "message of the invalid type 0"},
		{head(2, 0, 0), "answer that does not say to which message"},
		{head(3, 0, 0), "answer that does not say to which message"},
		{head(3, 8, 0) + serialField, "error without a name"},
		{"l\x04\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", "message with serial 0"},
		{head(2, 8, 0) + "\x05\x01i\x00\x03\x00\x00\x00", `message header: byte 20: header field 5 of type "i", not "u"`},
		{head(2, 16, 0) + serialField + serialField,
			"message header: byte 28: header field 5, which is invalid or there already"},
		{head(2, 8, 0) + "\x00" + serialField[1:], "message header: byte 20: header field 0, which is invalid or there already"},
		{head(2, 5, 0) + "\x05\x01u\x00\x03\x00\x00\x00", "message header: byte 20: 4 bytes are wanted, 1 are left"},
		{head(2, 7, 0) + "\x08\x01g\x00\x01y\x00\x01", "message header: byte 24: padding that is not zero"},
		{head(2, 6, 0) + "\x08\x01g\x00\x01y\x00\x00", "message header: byte 21: 2 bytes are wanted, 1 are left"},
	}
	for _, tt := range tests {
		if _, err := parseMessage([]byte(tt.frame)); err == nil || err.Error() != tt.want {
			t.Errorf("%q: %v, want %s", tt.frame, err, tt.want)
		}
	}
}

// Messages stand one behind the other, however they come in; a stream may end
// anywhere.
func TestReadFrame(t *testing.T) {
	t.Parallel()
	first := answer(t, binary.LittleEndian, godbus.TypeMethodReply, 3, "a")
	second := answer(t, binary.BigEndian, godbus.TypeSignal, 4)
	in := iotest.OneByteReader(bytes.NewReader(append(bytes.Clone(first), second...)))
	for _, want := range [][]byte{first, second} {
		if got, err := readFrame(in); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%q %v, want %q", got, err, want)
		}
	}
	for n := range first {
		if _, err := readFrame(bytes.NewReader(first[:n])); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}

// A size is refused before there is room for it.
//
// Not beside other tests: what they allocate would count.
func TestReadFrameOversize(t *testing.T) {
	for _, fixed := range []string{head(2, 0, 1<<20), head(2, 1<<27, 0), head(2, 0, 0xffffffff)} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := readFrame(bytes.NewReader([]byte(fixed)))
		runtime.ReadMemStats(&after)
		if allocated := after.TotalAlloc - before.TotalAlloc; err == nil || allocated > 1<<16 {
			t.Errorf("%d bytes allocated, %v", allocated, err)
		}
	}
}
