package dbus

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Reader takes values off, one behind the other. The first that is not there, or
// is none of its type, is kept as the error, and from there on everything reads as
// zero: Err is asked once, at the end.
type Reader struct {
	data  []byte // from a multiple of 8 bytes in the message, to the end of what may be read
	pos   int
	order binary.ByteOrder
	err   error
}

// NewReader reads the body of a message of either byte order.
func NewReader(body []byte, order binary.ByteOrder) *Reader {
	return &Reader{data: body, order: order}
}

// Err is what was wrong first, if anything: what, and at which byte.
func (r *Reader) Err() error { return r.err }

func (r *Reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("byte %d: %s", r.pos, fmt.Sprintf(format, args...))
	}
}

// Byte reads a y.
func (r *Reader) Byte() byte {
	if b := r.take(1); len(b) == 1 {
		return b[0]
	}
	return 0
}

// Uint32 reads a u.
func (r *Reader) Uint32() uint32 {
	r.align(4)
	if b := r.take(4); len(b) == 4 {
		return r.order.Uint32(b)
	}
	return 0
}

// Int32 reads an i.
func (r *Reader) Int32() int32 { return int32(r.Uint32()) }

// Bool reads a b.
func (r *Reader) Bool() bool {
	v := r.Uint32()
	if v > 1 {
		r.fail("%d is no boolean", v)
	}
	return v == 1 && r.err == nil
}

// String reads an s.
func (r *Reader) String() string { return string(r.text(r.length())) }

// Path reads an o.
func (r *Reader) Path() string {
	path := r.String()
	if r.err == nil && !validPath(path) {
		r.fail("%q is no object path", printable(path))
		return ""
	}
	return path
}

// Signature reads a g.
func (r *Reader) Signature() string {
	signature := string(r.text(int(r.Byte())))
	if !validSignature(signature) {
		r.fail("%q is no signature", printable(signature))
		return ""
	}
	return signature
}

// Variant reads the signature of what a v holds, which is to be read, or skipped,
// next. It is empty only after an error.
func (r *Reader) Variant() string {
	signature := r.Signature()
	if r.err == nil && !singleType(signature) {
		r.fail("a variant of %q", signature)
		return ""
	}
	return signature
}

// Bytes reads an ay. The bytes are those of the message: they are not to be changed.
func (r *Reader) Bytes() []byte { return r.take(r.length()) }

// Struct begins a struct; its members follow.
func (r *Reader) Struct() { r.align(8) }

// Array goes through the elements of an array of the type given. The loop's body
// reads one, its members if it is a struct or the key and the value of a dict.
func (r *Reader) Array(element string) func(yield func() bool) {
	return func(yield func() bool) {
		length := r.length()
		r.align(alignment(element[0])) // not counted, and there even if nothing follows
		if r.err != nil || length > len(r.data)-r.pos {
			r.fail("an array of %d bytes reaches beyond the end", length)
			return
		}
		whole := r.data
		r.data = r.data[:r.pos+length]
		defer func() { r.data = whole }()
		for r.err == nil && r.pos < len(r.data) {
			r.align(alignment(element[0]))
			start := r.pos
			if !yield() {
				r.pos = len(r.data)
			} else if r.pos == start {
				r.fail("an element that was not read")
			}
		}
	}
}

// length reads how long a string or an array is. There are so many bytes, so it
// is below the limit of an array (64 MiB) as well.
func (r *Reader) length() int {
	n := r.Uint32()
	if left := len(r.data) - r.pos; uint64(n) > uint64(left) {
		r.fail("%d bytes are announced, %d are left", n, left)
		return 0
	}
	return int(n)
}

// text reads so many bytes of text and the NUL behind them.
func (r *Reader) text(n int) []byte {
	b := r.take(n + 1)
	if len(b) == 0 {
		return nil
	}
	text := b[:n]
	if b[n] != 0 || bytes.IndexByte(text, 0) >= 0 {
		r.fail("a text with its NUL not at the end")
		return nil
	}
	if !utf8.Valid(text) {
		r.fail("a text that is not UTF-8")
		return nil
	}
	return text
}

func (r *Reader) take(n int) []byte {
	if r.err != nil {
		return nil
	}
	if left := len(r.data) - r.pos; n > left {
		r.fail("%d bytes are wanted, %d are left", n, left)
		return nil
	}
	b := r.data[r.pos : r.pos+n : r.pos+n]
	r.pos += n
	return b
}

func (r *Reader) align(n int) {
	for r.err == nil && r.pos%n != 0 {
		if r.Byte() != 0 {
			r.fail("padding that is not zero")
		}
	}
}

// printable is a text off the wire made fit for one line of a log.
func printable(text string) string {
	const limit = 300
	var b strings.Builder
	for _, c := range text {
		if b.Len() >= limit {
			return b.String() + "..."
		}
		if c < ' ' || 0x7f <= c && c < 0xa0 || c == utf8.RuneError {
			c = '?'
		}
		b.WriteRune(c)
	}
	return b.String()
}
