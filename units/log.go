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
	"time"
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
// JOURNAL_STREAM (DEVICE:INODE) tells.
func StderrIsJournal() bool {
	var st unix.Stat_t
	if err := unix.Fstat(2, &st); err != nil {
		return false
	}
	return os.Getenv("JOURNAL_STREAM") == strconv.FormatUint(st.Dev, 10)+":"+strconv.FormatUint(st.Ino, 10)
}

// Enabled reports whether a level is written.
func (h *LogHandler) Enabled(_ context.Context, l slog.Level) bool { return l >= h.options.Level }

// Handle writes a record.
func (h *LogHandler) Handle(_ context.Context, r slog.Record) error {
	var b strings.Builder
	if h.options.Journal {
		b.WriteString(priority(r.Level))
	}
	b.WriteString(h.level(r.Level))
	b.WriteString(printable(r.Message))
	b.WriteString(h.prefix)
	r.Attrs(func(a slog.Attr) bool {
		b.WriteString(formatAttr(a))
		return true
	})
	b.WriteByte('\n')
	h.mu.Lock()
	defer h.mu.Unlock()
	_, err := io.WriteString(h.w, b.String())
	return err
}

// WithAttrs returns a handler that adds attributes to every line.
func (h *LogHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	next := *h
	for _, a := range attrs {
		next.prefix += formatAttr(a)
	}
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

func formatAttr(a slog.Attr) string {
	v := a.Value.Resolve()
	var text string
	switch x := v.Any().(type) {
	case string:
		text = x
	case error:
		text = x.Error()
	case time.Duration:
		text = x.String()
	case fmt.Stringer:
		text = x.String()
	default:
		text = v.String()
	}
	if text == "" || strings.ContainsAny(text, " \"=") {
		return " " + a.Key + "=" + strconv.Quote(printable(text))
	}
	return " " + a.Key + "=" + printable(text)
}

// printable keeps what came from files and packets from moving the cursor or
// faking a line.
func printable(s string) string {
	clean := true
	for _, r := range s {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unicode.IsPrint(r) && r != utf8.RuneError {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	return b.String()
}
