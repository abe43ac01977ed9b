package units

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/sys/unix"
)

// LogOptions says how log lines look.
type LogOptions struct {
	Level   slog.Level // the least that is written
	Journal bool       // each line begins with <N>, its priority (sd-daemon(3))
	Color   bool       // the level's word in colour
}

// LogHandler writes one line a record: the message, then key=value. It writes no
// time: the journal has it.
type LogHandler struct {
	options LogOptions
	prefix  string // attributes of With, formatted
	mu      *sync.Mutex
	w       io.Writer
}

// NewLogHandler returns a handler that writes to w.
func NewLogHandler(w io.Writer, o LogOptions) *LogHandler {
	return &LogHandler{options: o, mu: new(sync.Mutex), w: w}
}

// StderrIsJournal reports whether standard error is the journal's socket, as
// JOURNAL_STREAM (DEVICE:INODE) tells. The variable alone is not enough: a child
// inherits it even when its output goes to a file.
func StderrIsJournal() bool { return isJournal(os.Getenv("JOURNAL_STREAM"), 2) }

func isJournal(stream string, fd int) bool {
	var st unix.Stat_t
	if stream == "" || unix.Fstat(fd, &st) != nil {
		return false
	}
	return stream == strconv.FormatUint(uint64(st.Dev), 10)+":"+strconv.FormatUint(st.Ino, 10)
}

// Enabled reports whether a level is written.
func (h *LogHandler) Enabled(_ context.Context, l slog.Level) bool { return l >= h.options.Level }

// Handle writes a record, in one write so that lines of two processes on one
// stream do not mix.
func (h *LogHandler) Handle(_ context.Context, r slog.Record) error {
	b := make([]byte, 0, 256)
	if h.options.Journal {
		b = append(b, priority(r.Level)...)
	}
	b = append(b, h.level(r.Level)...)
	b = appendPrintable(b, r.Message)
	b = append(b, h.prefix...)
	r.Attrs(func(a slog.Attr) bool {
		b = appendAttr(b, a)
		return true
	})
	b = append(b, '\n')
	h.mu.Lock()
	defer h.mu.Unlock()
	_, err := h.w.Write(b)
	return err
}

// WithAttrs returns a handler that adds attributes to every line.
func (h *LogHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	next := *h
	b := []byte(h.prefix)
	for _, a := range attrs {
		b = appendAttr(b, a)
	}
	next.prefix = string(b)
	return &next
}

// WithGroup returns the handler itself: keys are flat.
func (h *LogHandler) WithGroup(string) slog.Handler { return h }

// priority is syslog's number for a level.
func priority(l slog.Level) string {
	switch {
	case l >= slog.LevelError:
		return "<3>"
	case l >= slog.LevelWarn:
		return "<4>"
	case l >= slog.LevelInfo:
		return "<6>"
	}
	return "<7>"
}

// level is the word before a line that is more than information. The journal
// has its own way to show it.
func (h *LogHandler) level(l slog.Level) string {
	word, color := "", ""
	switch {
	case h.options.Journal:
		return ""
	case l >= slog.LevelError:
		word, color = "error: ", "\x1b[1;31m"
	case l >= slog.LevelWarn:
		word, color = "warning: ", "\x1b[1;33m"
	case l >= slog.LevelInfo:
		return ""
	default:
		word, color = "+ ", "\x1b[2m"
	}
	if !h.options.Color {
		return word
	}
	return color + word + "\x1b[0m"
}

// appendAttr appends " key=value"; groups are flat, as WithGroup is.
func appendAttr(b []byte, a slog.Attr) []byte {
	v := a.Value.Resolve()
	if v.Kind() == slog.KindGroup {
		for _, member := range v.Group() {
			b = appendAttr(b, member)
		}
		return b
	}
	if a.Key == "" {
		return b
	}
	b = append(b, ' ')
	b = appendPrintable(b, a.Key)
	return appendValue(append(b, '='), v)
}

// appendValue has the common kinds spelled out: they need neither reflection nor
// another allocation.
func appendValue(b []byte, v slog.Value) []byte {
	switch v.Kind() {
	case slog.KindString:
		return appendText(b, v.String())
	case slog.KindInt64:
		return strconv.AppendInt(b, v.Int64(), 10)
	case slog.KindUint64:
		return strconv.AppendUint(b, v.Uint64(), 10)
	case slog.KindBool:
		return strconv.AppendBool(b, v.Bool())
	case slog.KindDuration:
		return append(b, v.Duration().String()...)
	case slog.KindAny:
		switch x := v.Any().(type) {
		case error:
			return appendText(b, x.Error())
		case fmt.Stringer:
			return appendText(b, x.String())
		}
	}
	return appendText(b, v.String())
}

// appendText quotes a value where it would not stay one word.
func appendText(b []byte, s string) []byte {
	if s == "" || strings.ContainsFunc(s, func(r rune) bool { return r == '"' || r == '=' || unicode.IsSpace(r) }) {
		return strconv.AppendQuote(b, s)
	}
	return appendPrintable(b, s)
}

// appendPrintable keeps what came from files and packets from moving the cursor
// or faking a line.
func appendPrintable(b []byte, s string) []byte {
	for i, r := range s {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return appendEscaped(append(b, s[:i]...), s[i:])
		}
	}
	return append(b, s...)
}

func appendEscaped(b []byte, s string) []byte {
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			b = fmt.Appendf(b, `\x%02x`, s[0])
		case unicode.IsPrint(r):
			b = append(b, s[:size]...)
		default:
			quoted := strconv.QuoteRune(r)
			b = append(b, quoted[1:len(quoted)-1]...)
		}
		s = s[size:]
	}
	return b
}
