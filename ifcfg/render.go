package ifcfg

import (
	"bytes"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A source line longer than lineWidth is cut to so many characters, of which
// lineBefore stand before the column.
const (
	lineWidth  = 100
	lineBefore = 60
)

// Render writes a diagnostic for people: the message, the source line with a
// caret below the column, and the hint. The line is the one the diagnostic is
// about, empty where there is none to show; color is for terminals.
func Render(w io.Writer, d Diagnostic, line string, color bool) error {
	paint := func(code, s string) string {
		if !color {
			return s
		}
		return "\x1b[" + code + "m" + s + "\x1b[0m"
	}
	severity := paint("1;35", d.Severity.String())
	if d.Severity == Error {
		severity = paint("1;31", d.Severity.String())
	}
	var b bytes.Buffer
	b.WriteString(paint("1", printable(d.Pos.String())+":") + " " + severity + ": ")
	b.WriteString(printable(d.Text()) + " [" + d.Code + "]\n")
	if line != "" && d.Pos.Line > 0 {
		text, before := excerpt(line, d.Pos.Col)
		b.WriteString("  " + text + "\n")
		b.WriteString("  " + before + paint("1;32", "^") + "\n")
	}
	if d.Hint != "" {
		b.WriteString("  hint: " + printable(d.Hint) + "\n")
	}
	_, err := w.Write(b.Bytes())
	return err
}

// excerpt is what to show of a line, and the blanks that lead to the column in
// it. A column within a character is that character's, one beyond the line is
// that after its end.
func excerpt(line string, col int) (text, before string) {
	shown := []rune(printable(line))
	at := 0
	for i := 0; i < len(line); at++ {
		_, size := utf8.DecodeRuneInString(line[i:])
		if i += size; i >= col {
			break
		}
	}
	const dots = "..."
	head, tail := "", ""
	if len(shown) > lineWidth {
		from := min(max(at-lineBefore, 0), len(shown)-lineWidth)
		to := from + lineWidth
		if from > 0 {
			head = dots
		}
		if to < len(shown) {
			tail = dots
		}
		shown, at = shown[from:to], at-from
	}
	blanks := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, head+string(shown[:at]))
	return strings.TrimRight(head+string(shown)+tail, " \t"), blanks
}

// printable replaces what a terminal would not show as one character by '?'.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r != utf8.RuneError && unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, s)
}
