package dbus

import "encoding/binary"

// Writer puts values one behind the other, in little endian, each where its type
// may begin. The zero value is empty. What was written is checked against its
// signature when it is sent.
type Writer struct {
	data []byte
}

// Byte writes a y.
func (w *Writer) Byte(v byte) { w.data = append(w.data, v) }

// Uint32 writes a u.
func (w *Writer) Uint32(v uint32) {
	w.align(4)
	w.data = binary.LittleEndian.AppendUint32(w.data, v)
}

// Uint64 writes a t.
func (w *Writer) Uint64(v uint64) {
	w.align(8)
	w.data = binary.LittleEndian.AppendUint64(w.data, v)
}

// Int32 writes an i.
func (w *Writer) Int32(v int32) { w.Uint32(uint32(v)) }

// Bool writes a b.
func (w *Writer) Bool(v bool) {
	if v {
		w.Uint32(1)
	} else {
		w.Uint32(0)
	}
}

// String writes an s or an o.
func (w *Writer) String(v string) {
	w.Uint32(uint32(len(v)))
	w.data = append(append(w.data, v...), 0)
}

// Signature writes a g; what a variant holds follows its own.
func (w *Writer) Signature(v string) {
	w.data = append(append(append(w.data, byte(len(v))), v...), 0)
}

// Bytes writes an ay.
func (w *Writer) Bytes(v []byte) {
	w.Uint32(uint32(len(v)))
	w.data = append(w.data, v...)
}

// Struct begins a struct; its members follow.
func (w *Writer) Struct() { w.align(8) }

// Array writes an array of the elements that a function writes, of the type given.
func (w *Writer) Array(element string, elements func()) {
	w.Uint32(0)
	length := len(w.data) - 4
	w.align(alignment(element[0])) // not counted, and there even if nothing follows
	start := len(w.data)
	elements()
	binary.LittleEndian.PutUint32(w.data[length:], uint32(len(w.data)-start))
}

func (w *Writer) align(n int) {
	for len(w.data)%n != 0 {
		w.data = append(w.data, 0)
	}
}
