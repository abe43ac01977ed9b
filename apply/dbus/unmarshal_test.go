package dbus

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"

	godbus "github.com/godbus/dbus/v5"
	"github.com/google/go-cmp/cmp"
)

// The values of the specification's examples, big endian (Marshaling).
func TestReaderExamples(t *testing.T) {
	t.Parallel()
	r := NewReader([]byte("\x00\x00\x00\x03foo\x00\x00\x00\x00\x01+\x00\x00\x00\x00\x00\x00\x03bar\x00"), binary.BigEndian)
	if got := []string{r.String(), r.String(), r.String()}; !cmp.Equal(got, []string{"foo", "+", "bar"}) || r.Err() != nil {
		t.Errorf("%q %v", got, r.Err())
	}
	for _, signature := range []string{"at", "v"} {
		data := "\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x05"
		if signature == "v" {
			data = "\x01t\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x05"
		}
		m := message{signature: signature, body: []byte(data), order: binary.BigEndian}
		if _, err := m.values(); err != nil {
			t.Error(err)
		}
	}
}

// everything is a value of every type, in containers of every kind.
var everything = []any{
	byte(1), true, int16(-2), uint16(3), int32(-4), uint32(5), int64(-6), uint64(7), 8.5, "nine",
	godbus.ObjectPath("/ten"), godbus.ParseSignatureMust("a{s(iay)}"), godbus.MakeVariant([]string{"b", ""}),
	[]int16{1, 2, 3}, []bool{true, false}, []uint64{}, [][]string{{}, {"c"}},
	map[string]godbus.Variant{"d": godbus.MakeVariant(godbus.MakeVariant(int64(1))), "e": godbus.MakeVariant([]byte{1})},
	struct {
		A byte
		B struct{ C float64 }
		D []struct{ E string }
	}{1, struct{ C float64 }{math.Pi}, []struct{ E string }{{"f"}, {"g"}}},
}

// What somebody else's writer makes is read over to its last byte, in both orders.
func TestSkipEverything(t *testing.T) {
	t.Parallel()
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		m, err := parseMessage(answer(t, order, godbus.TypeMethodReply, 3, everything...))
		if err != nil {
			t.Fatal(err)
		}
		r, err := m.values()
		if err != nil {
			t.Fatal(err)
		}
		if r.Byte() != 1 || !r.Bool() {
			t.Error("the first values are not what they were")
		}
		r.Skip("nqiuxtd")
		if s, path, g, v := r.String(), r.Path(), r.Signature(), r.Variant(); s != "nine" || path != "/ten" || g != "a{s(iay)}" || v != "as" {
			t.Errorf("%q %q %q %q", s, path, g, v)
		}
		var list []string
		for range r.Array("s") {
			list = append(list, r.String())
		}
		if !cmp.Equal(list, []string{"b", ""}) || r.Err() != nil {
			t.Errorf("%q %v", list, r.Err())
		}
	}
}

// answer is a message of somebody else's making.
func answer(t testing.TB, order binary.ByteOrder, kind godbus.Type, replySerial uint32, body ...any) []byte {
	t.Helper()
	m := godbus.Message{Type: kind, Body: body, Headers: map[godbus.HeaderField]godbus.Variant{
		godbus.FieldReplySerial: godbus.MakeVariant(replySerial), godbus.FieldSender: godbus.MakeVariant(":1.1"),
	}}
	if len(body) > 0 {
		m.Headers[godbus.FieldSignature] = godbus.MakeVariant(godbus.SignatureOf(body...))
	}
	switch kind {
	case godbus.TypeError:
		m.Headers[godbus.FieldErrorName] = godbus.MakeVariant("org.example.Refused")
	case godbus.TypeSignal:
		m.Headers[godbus.FieldPath] = godbus.MakeVariant(godbus.ObjectPath("/a"))
		m.Headers[godbus.FieldInterface] = godbus.MakeVariant("org.example.A")
		m.Headers[godbus.FieldMember] = godbus.MakeVariant("B")
	}
	var b bytes.Buffer
	if err := m.EncodeTo(&b, order); err != nil {
		t.Fatal(err)
	}
	order.PutUint32(b.Bytes()[8:], 1000) // its serial
	return b.Bytes()
}

func TestSkipMalformed(t *testing.T) {
	t.Parallel()
	variants := func(n int) string { return strings.Repeat("\x01v\x00", n) + "\x01y\x00\x07" }
	tests := []struct {
		signature, data, want string
	}{
		{"u", "\x01\x00\x00", "byte 0: 4 bytes are wanted, 3 are left"},
		{"y", "", "byte 0: 1 bytes are wanted, 0 are left"},
		{"yu", "\x01\x00\x01\x00\x01\x00\x00\x00", "byte 3: padding that is not zero"},
		{"b", "\x02\x00\x00\x00", "byte 4: 2 is no boolean"},
		{"s", "\x03\x00\x00\x00ab\x00", "byte 4: 4 bytes are wanted, 3 are left"},
		{"s", "\xff\xff\xff\xffab\x00", "byte 4: 4294967295 bytes are announced, 3 are left"},
		{"s", "\x01\x00\x00\x00ab", "byte 6: a text with its NUL not at the end"},
		{"s", "\x02\x00\x00\x00a\x00\x00", "byte 7: a text with its NUL not at the end"},
		{"s", "\x01\x00\x00\x00\xff\x00", "byte 6: a text that is not UTF-8"},
		{"o", "\x01\x00\x00\x00a\x00", `byte 6: "a" is no object path`},
		{"g", "\x01a\x00", `byte 3: "a" is no signature`},
		{"g", "\x05s\x00", "byte 1: 6 bytes are wanted, 2 are left"},
		{"v", "\x00\x00", `byte 2: a variant of ""`},
		{"v", "\x02yy\x00\x01\x01", `byte 4: a variant of "yy"`},
		{"v", "\x01z\x00\x01", `byte 3: "z" is no signature`},
		{"v", variants(64), "byte 192: more than 64 containers in one another"},
		{"ay", "\x02\x00\x00\x00\x01", "byte 4: 2 bytes are announced, 1 are left"},
		{"at", "\x08\x00\x00\x00\x00\x00\x00\x00\x01\x02\x03\x04", "byte 8: an array of 8 bytes reaches beyond the end"},
		{"aq", "\x03\x00\x00\x00\x01\x00\x02", "byte 4: an array of 3 bytes, elements of 2"},
		{"as", "\x05\x00\x00\x00\x01\x00\x00\x00a\x00", "byte 8: 2 bytes are wanted, 1 are left"},
		{"a(yy)", "\x09\x00\x00\x00\x00\x00\x00\x00\x01\x01\x00\x00\x00\x00\x00\x00\x01\x01",
			"byte 17: 1 bytes are wanted, 0 are left"},
		{"y", "\x01\x01", "byte 1: 1 bytes more than the signature says"},
		{"", "\x01", "byte 0: 1 bytes more than the signature says"},
		{"{sv}", "", `byte 0: "{sv}" is no signature`},
	}
	for _, tt := range tests {
		m := message{signature: tt.signature, body: []byte(tt.data), order: binary.LittleEndian}
		_, err := m.values()
		if want := `message body "` + tt.signature + `": ` + tt.want; err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", tt.data, err, want)
		}
	}
	m := message{signature: "v", body: []byte(variants(63)), order: binary.LittleEndian}
	if _, err := m.values(); err != nil {
		t.Error(err)
	}
}

// After an error everything is zero, and a loop over an array ends.
func TestReaderAfterError(t *testing.T) {
	t.Parallel()
	r := NewReader([]byte("\x02\x00\x00\x00\x01\x00\x00\x00"), binary.LittleEndian)
	r.Bool()
	first := r.Err()
	if first == nil || r.Byte() != 0 || r.Uint32() != 0 || r.String() != "" || r.Path() != "" || r.Variant() != "" || r.Bytes() != nil {
		t.Errorf("%v", first)
	}
	for range r.Array("s") {
		t.Error("an element")
	}
	if r.Skip("s"); r.Err() != first {
		t.Errorf("%v, want %v", r.Err(), first)
	}
}

// A loop that is left early leaves the array too; one that reads nothing ends.
func TestArrayLeft(t *testing.T) {
	t.Parallel()
	data := []byte("\x08\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00\x03\x00\x00\x00")
	r := NewReader(data, binary.LittleEndian)
	for range r.Array("u") {
		if r.Uint32() == 1 {
			break
		}
	}
	if v := r.Uint32(); v != 3 || r.Err() != nil {
		t.Errorf("%d %v", v, r.Err())
	}
	r = NewReader(data, binary.LittleEndian)
	for range r.Array("u") {
	}
	if err := r.Err(); err == nil || err.Error() != "byte 4: an element that was not read" {
		t.Error(err)
	}
}

func TestPrintable(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Link 3 not known": "Link 3 not known", "a\x1b[2J\nb": "a?[2J?b", "\xff\u0085": "??", "größer": "größer",
		strings.Repeat("x", 301): strings.Repeat("x", 300) + "...",
	} {
		if got := printable(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
