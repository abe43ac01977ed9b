package ifcfg

import (
	"fmt"
	"strconv"
)

// Pos is a place in a file. Line and Col count from 1, Col in bytes. A zero Line
// means the file as a whole, a zero Pos means nowhere: a default, not a text.
type Pos struct {
	File string
	Line int
	Col  int
}

// IsSet reports whether the position names a place in a file.
func (p Pos) IsSet() bool { return p.Line > 0 }

// String formats the position as FILE:LINE:COL, as compilers do.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return p.File + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Col)
}

// Severity tells what a diagnostic costs: an error costs a value or a profile, a
// warning costs nothing.
type Severity uint8

const (
	// Warning marks what is taken, though perhaps not as it was meant.
	Warning Severity = iota
	// Error marks what is not taken.
	Error
)

func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// Diagnostic says what is wrong with a place in a file. Key is the ifcfg key it
// is about, empty where it is about a line or a file. Code is a stable word for
// programs; Hint says what to write instead.
type Diagnostic struct {
	Pos      Pos
	Severity Severity
	Code     string
	Key      string
	Message  string
	Hint     string
}

// Text is the message with the key it is about.
func (d Diagnostic) Text() string {
	if d.Key == "" {
		return d.Message
	}
	return d.Key + ": " + d.Message
}

// String formats the diagnostic as FILE:LINE:COL: SEVERITY: KEY: MESSAGE [CODE].
func (d Diagnostic) String() string {
	return fmt.Sprintf("%s: %s: %s [%s]", d.Pos, d.Severity, d.Text(), d.Code)
}

// Error makes a diagnostic usable as an error, without its severity.
func (d Diagnostic) Error() string { return d.Pos.String() + ": " + d.Text() }

// Finding is a diagnostic as programs read it.
type Finding struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Col      int    `json:"col"`
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
}

// Finding makes a finding of the diagnostic.
func (d Diagnostic) Finding() Finding {
	return Finding{d.Pos.File, d.Pos.Line, d.Pos.Col, d.Severity.String(), d.Code, d.Text(), d.Hint}
}
