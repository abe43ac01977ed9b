package journal

import (
	"bytes"
	"errors"
	"io"
	"net/netip"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

func TestLines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		options Options
		log     func(*Logger)
		want    string
	}{
		{"message", Options{}, func(l *Logger) { l.Info("eth0: up") }, "eth0: up\n"},
		{"kinds", Options{}, func(l *Logger) {
			l.Info("m", "s", "word", "i", -5, "u", uint8(7), "b", true, "d", 1500*time.Millisecond,
				"a", netip.MustParseAddr("192.0.2.1"), "e", errors.New("no such device"), "f", 1.5, "l", []int{1, 2})
		}, `m s=word i=-5 u=7 b=true d=1.5s a=192.0.2.1 e="no such device" f=1.5 l="[1 2]"` + "\n"},
		{"quotes", Options{}, func(l *Logger) {
			l.Info("m", "empty", "", "blank", "a b", "quote", `a"b`, "equal", "a=b", "both", "a b\nc", "umlaut", "ü", "slash", `a\b`)
		}, `m empty="" blank="a b" quote="a\"b" equal="a=b" both="a b\nc" umlaut=ü slash=a\b` + "\n"},
		{"hostile", Options{Journal: true}, func(l *Logger) {
			l.Info("a\n<3>fake\x1b[2J\x9b\u2028", "k\ney", "v\x00\u202e", "n", "x\ny")
		}, `<6>a\n<3>fake\x1b[2J\x9b\u2028 k\ney=v\x00\u202e n="x\ny"` + "\n"},
		{"with", Options{}, func(l *Logger) {
			l.With("link", "eth0").With("x", "1 2").Info("m", "k", 1, "alone")
		}, `m link=eth0 x="1 2" k=1` + "\n"},
		{"plain levels", Options{Level: Debug}, levels, "+ d\ni\nwarning: w\nerror: e\n"},
		{"no debug", Options{}, levels, "i\nwarning: w\nerror: e\n"},
		{"journal levels", Options{Level: Debug, Journal: true, Color: true}, levels, "<7>d\n<6>i\n<4>w\n<3>e\n"},
		{"colours", Options{Level: Debug, Color: true}, levels,
			"\x1b[2m+ \x1b[0md\ni\n\x1b[1;33mwarning: \x1b[0mw\n\x1b[1;31merror: \x1b[0me\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			tt.log(New(&out, tt.options))
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A logger that is none writes nothing.
func TestNone(t *testing.T) {
	t.Parallel()
	var l *Logger
	l.With("a", 1).Error("m", "k", "v")
}

func levels(l *Logger) {
	l.Debug("d")
	l.Info("i")
	l.Warn("w")
	l.Error("e")
}

// Two loggers of one parent must not write into each other's prefix.
func TestWithIsACopy(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	l := New(&out, Options{}).With("a", 1)
	b, c := l.With("b", 2), l.With("c", 3)
	b.Info("m")
	c.Info("m")
	if diff := cmp.Diff("m a=1 b=2\nm a=1 c=3\n", out.String()); diff != "" {
		t.Error(diff)
	}
}

// Whatever is logged, it is one line without control characters.
func FuzzLine(f *testing.F) {
	f.Add("m", "k", "v")
	f.Add("a\nb\x1b", "k=\n", "\xff\u2028 ")
	f.Fuzz(func(t *testing.T, message, key, value string) {
		var out bytes.Buffer
		New(&out, Options{Journal: true}).Info(message, key, value)
		line, ok := strings.CutSuffix(out.String(), "\n")
		if !ok || strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("%q", out.String())
		}
	})
}

func BenchmarkLog(b *testing.B) {
	l := New(io.Discard, Options{Journal: true})
	b.ReportAllocs()
	for b.Loop() {
		l.Info("eth0: address added", "address", "192.0.2.1/24", "took", time.Millisecond, "profile", "ifcfg-eth0")
	}
}
