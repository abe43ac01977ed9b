package ifcfg

import (
	"fmt"
	"io"
	"io/fs"
	"iter"
	"slices"
	"strings"
)

// MaxSize is the largest file that Parse reads, in bytes.
const MaxSize = 10 << 20

// few is the number of assignments up to which comparing every key with every
// other is cheaper than a map.
const few = 64

// Assignment is one KEY=VALUE line, its value unescaped.
type Assignment struct {
	Key    string
	Value  string // unescaped; empty when Bad is set
	Raw    string // text after '=' as written, without line ending
	Pos    Pos    // of the first byte after '='
	KeyPos Pos    // of the first byte of Key
	Bad    error  // why the value could not be read, nil if it could
}

// File is an ifcfg file with every byte kept. It is not changed after Parse and
// may be read by several goroutines.
type File struct {
	Name string // as given to Parse

	mode    fs.FileMode // where it was read from a file system
	lines   []line
	entries []entry
	last    map[string]int32 // key to its effective entry, only for large files
	found   []Diagnostic
}

// entry is what an assignment says.
type entry struct {
	key    string
	value  string
	bad    *fault
	line   int32 // index in File.lines
	winner int32 // index in File.entries of the last one with the same key
}

// Parse reads an ifcfg file. Any bytes make a File; what is wrong with them is in
// its Diagnostics. The error is that of r, or tells that there is more than
// MaxSize to read. The name is used for positions only.
func Parse(r io.Reader, name string) (*File, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(b) > MaxSize {
		return nil, fmt.Errorf("read %s: larger than %d bytes", name, MaxSize)
	}
	text := string(b)
	f := &File{Name: name, lines: split(text)}
	f.entries = make([]entry, 0, min(len(f.lines), strings.Count(text, "=")))
	c := collector{file: f}
	c.opening(text)
	for i := range f.lines {
		c.line(i)
	}
	f.settle()
	c.duplicates()
	f.found = c.finish()
	return f, nil
}

func split(text string) []line {
	lines := make([]line, 0, strings.Count(text, "\n")+1)
	for text != "" {
		n := strings.IndexByte(text, '\n') + 1
		if n == 0 {
			n = len(text)
		}
		lines = append(lines, line{text: text[:n]})
		text = text[n:]
	}
	return lines
}

// settle finds for every entry the last one with its key.
func (f *File) settle() {
	if len(f.entries) > few {
		f.last = make(map[string]int32, few)
		for i, e := range f.entries {
			f.last[e.key] = int32(i)
		}
	}
	for i := range f.entries {
		f.entries[i].winner = int32(f.effective(f.entries[i].key, i))
	}
}

// effective is the index of the last entry with a key, or -1. Entries before
// first need not be looked at.
func (f *File) effective(key string, first int) int {
	if f.last != nil {
		if i, ok := f.last[key]; ok {
			return int(i)
		}
		return -1
	}
	for i := len(f.entries) - 1; i >= first; i-- {
		if f.entries[i].key == key {
			return i
		}
	}
	return -1
}

// Bytes returns exactly what was read.
func (f *File) Bytes() []byte {
	var n int
	for _, l := range f.lines {
		n += len(l.text)
	}
	b := make([]byte, 0, n)
	for _, l := range f.lines {
		b = append(b, l.text...)
	}
	return b
}

// Diagnostics returns what is wrong with the file as text, in its order: lines
// that are no assignments, values that cannot be read, keys set twice. Of each
// Code there are only so many; the last one then says how many are left out.
func (f *File) Diagnostics() []Diagnostic { return slices.Clone(f.found) }

// Assignments yields the effective assignments in file order: where a key is
// assigned several times, the last one only, even if it is Bad.
func (f *File) Assignments() iter.Seq[Assignment] {
	return func(yield func(Assignment) bool) {
		for i := range f.entries {
			if int(f.entries[i].winner) == i && !yield(f.assignment(i)) {
				return
			}
		}
	}
}

// Lookup returns the effective assignment of a key. Case matters.
func (f *File) Lookup(key string) (Assignment, bool) {
	if i := f.effective(key, 0); i >= 0 {
		return f.assignment(i), true
	}
	return Assignment{}, false
}

// Line returns the source text of line n, counted from 1, without its ending; it
// is empty for a line that is not there. Columns of positions are its bytes.
func (f *File) Line(n int) string {
	if n < 1 || n > len(f.lines) {
		return ""
	}
	return f.lines[n-1].body()
}

func (f *File) assignment(i int) Assignment {
	e := &f.entries[i]
	l := f.lines[e.line]
	a := Assignment{
		Key:    e.key,
		Value:  e.value,
		Raw:    l.raw(),
		Pos:    f.pos(int(e.line), int(l.eq)+1),
		KeyPos: f.pos(int(e.line), int(l.name)),
	}
	if e.bad != nil { // a nil *fault in an error would not be nil
		a.Bad = e.bad
	}
	return a
}

// pos is the position of a byte of the line with index i.
func (f *File) pos(i, offset int) Pos {
	return Pos{File: f.Name, Line: i + 1, Col: offset + 1}
}
