package units

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

func TestLogLines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		options LogOptions
		log     func(*slog.Logger)
		want    string
	}{
		{"message", LogOptions{}, func(l *slog.Logger) { l.Info("eth0: up") }, "eth0: up\n"},
		{"kinds", LogOptions{}, func(l *slog.Logger) {
			l.Info("m", "s", "word", "i", -5, "u", uint8(7), "b", true, "d", 1500*time.Millisecond,
				"a", netip.MustParseAddr("192.0.2.1"), "e", errors.New("no such device"), "f", 1.5, "l", []int{1, 2})
		}, `m s=word i=-5 u=7 b=true d=1.5s a=192.0.2.1 e="no such device" f=1.5 l="[1 2]"` + "\n"},
		{"quotes", LogOptions{}, func(l *slog.Logger) {
			l.Info("m", "empty", "", "blank", "a b", "quote", `a"b`, "equal", "a=b", "both", "a b\nc", "umlaut", "ü", "slash", `a\b`)
		}, `m empty="" blank="a b" quote="a\"b" equal="a=b" both="a b\nc" umlaut=ü slash=a\b` + "\n"},
		{"hostile", LogOptions{Journal: true}, func(l *slog.Logger) {
			l.Info("a\n<3>fake\x1b[2J\x9b\u2028", "k\ney", "v\x00\u202e", "n", "x\ny")
		}, `<6>a\n<3>fake\x1b[2J\x9b\u2028 k\ney=v\x00\u202e n="x\ny"` + "\n"},
		{"with", LogOptions{}, func(l *slog.Logger) {
			l.With("link", "eth0").WithGroup("g").With("x", "1 2").Info("m", slog.Group("h", "k", 1), slog.Attr{})
		}, `m link=eth0 x="1 2" k=1` + "\n"},
		{"plain levels", LogOptions{Level: slog.LevelDebug}, levels, "+ d\ni\nwarning: w\nerror: e\n"},
		{"no debug", LogOptions{}, levels, "i\nwarning: w\nerror: e\n"},
		{"journal levels", LogOptions{Level: slog.LevelDebug, Journal: true, Color: true}, levels, "<7>d\n<6>i\n<4>w\n<3>e\n"},
		{"colours", LogOptions{Level: slog.LevelDebug, Color: true}, levels,
			"\x1b[2m+ \x1b[0md\ni\n\x1b[1;33mwarning: \x1b[0mw\n\x1b[1;31merror: \x1b[0me\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			tt.log(slog.New(NewLogHandler(&out, tt.options)))
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func levels(l *slog.Logger) {
	l.Debug("d")
	l.Info("i")
	l.Warn("w")
	l.Error("e")
}

// Two loggers of one parent must not write into each other's prefix.
func TestLogWithIsACopy(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	l := slog.New(NewLogHandler(&out, LogOptions{})).With("a", 1)
	b, c := l.With("b", 2), l.With("c", 3)
	b.Info("m")
	c.Info("m")
	if diff := cmp.Diff("m a=1 b=2\nm a=1 c=3\n", out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestIsJournal(t *testing.T) {
	t.Parallel()
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var st unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &st); err != nil {
		t.Fatal(err)
	}
	own := strconv.FormatUint(uint64(st.Dev), 10) + ":" + strconv.FormatUint(st.Ino, 10)
	for stream, want := range map[string]bool{own: true, "": false, own + "1": false, "8:1": false, "x": false} {
		if got := isJournal(stream, int(f.Fd())); got != want {
			t.Errorf("%q: %v, want %v", stream, got, want)
		}
	}
	if isJournal(own, -1) {
		t.Error("a closed descriptor is no journal")
	}
}

// Whatever is logged, it is one line without control characters.
func FuzzLogLine(f *testing.F) {
	f.Add("m", "k", "v")
	f.Add("a\nb\x1b", "k=\n", "\xff\u2028 ")
	f.Fuzz(func(t *testing.T, message, key, value string) {
		var out bytes.Buffer
		slog.New(NewLogHandler(&out, LogOptions{Journal: true})).Info(message, key, value)
		line, ok := strings.CutSuffix(out.String(), "\n")
		if !ok || strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("%q", out.String())
		}
	})
}

func BenchmarkLog(b *testing.B) {
	l := slog.New(NewLogHandler(io.Discard, LogOptions{Journal: true}))
	b.ReportAllocs()
	for b.Loop() {
		l.Info("eth0: address added", "address", "192.0.2.1/24", "took", time.Millisecond, "profile", "ifcfg-eth0")
	}
}
