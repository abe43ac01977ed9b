package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// stage is what the lab wants of a test, for a program that is none: it ends the
// show where a test would fail, and clears up.
type stage struct {
	out      io.Writer
	cleanups []func()
	right    []string
	wrong    []string
}

// failed ends the show.
type failed struct{ text string }

func (s *stage) Helper()                         {}
func (s *stage) Logf(format string, args ...any) { fmt.Fprintf(s.out, format+"\n", args...) }
func (s *stage) Fatalf(format string, args ...any) {
	panic(failed{fmt.Sprintf(format, args...)})
}
func (s *stage) Cleanup(f func()) { s.cleanups = append(s.cleanups, f) }

func (s *stage) TempDir() string {
	dir, err := os.MkdirTemp("", "netonce-demo-")
	if err != nil {
		s.Fatalf("%v", err)
	}
	s.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// clear undoes everything, the last thing first.
func (s *stage) clear() {
	for _, f := range slices.Backward(s.cleanups) {
		f()
	}
}

// expect notes whether something came out right.
func (s *stage) expect(what string, holds bool, instead string) {
	if holds {
		s.right = append(s.right, what)
		return
	}
	s.wrong = append(s.wrong, what+": "+instead)
}

func (s *stage) heading(text string) {
	fmt.Fprintf(s.out, "\n── %s %s\n", text, strings.Repeat("─", max(0, 74-len([]rune(text)))))
}

// print prints a text, indented, without the end of its last line.
func (s *stage) print(text string) {
	for line := range strings.Lines(text) {
		fmt.Fprint(s.out, "  ", line)
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		fmt.Fprintln(s.out)
	}
}
