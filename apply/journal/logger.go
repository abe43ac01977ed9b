package journal

import (
	"io"
	"sync"
)

// Level is how much a line matters; the greater the more.
type Level int8

// The levels.
const (
	Debug Level = iota - 1
	Info
	Warn
	Error
)

// Options say how lines look.
type Options struct {
	Level   Level // the least that is written
	Journal bool  // each line begins with <N>, its priority (sd-daemon(3))
	Color   bool  // the level's word in colour
}

// Logger writes one line a call. It writes no time: the journal has it. A nil one writes
// nothing. It may be used by several goroutines at once.
type Logger struct {
	options Options
	suffix  string // of every message: what With has added
	mu      *sync.Mutex
	w       io.Writer
}

// New returns a logger that writes to w.
func New(w io.Writer, o Options) *Logger { return &Logger{options: o, mu: new(sync.Mutex), w: w} }

// With returns a logger that adds keys and values to every line.
func (l *Logger) With(pairs ...any) *Logger {
	if l == nil {
		return nil
	}
	next := *l
	next.suffix = string(appendPairs([]byte(l.suffix), pairs))
	return &next
}

// Debug, Info, Warn and Error write a message with keys and values behind it, each key a
// string.
func (l *Logger) Debug(message string, pairs ...any) { l.Log(Debug, message, pairs...) }
func (l *Logger) Info(message string, pairs ...any)  { l.Log(Info, message, pairs...) }
func (l *Logger) Warn(message string, pairs ...any)  { l.Log(Warn, message, pairs...) }
func (l *Logger) Error(message string, pairs ...any) { l.Log(Error, message, pairs...) }

// Log writes a line of a level, in one write so that lines of two processes on one stream
// do not mix.
func (l *Logger) Log(level Level, message string, pairs ...any) {
	if l == nil || level < l.options.Level {
		return
	}
	b := append(make([]byte, 0, 256), l.options.begin(level)...)
	b = append(appendPrintable(b, message), l.suffix...)
	b = append(appendPairs(b, pairs), '\n')
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = l.w.Write(b) // there is nowhere else to say it
}

// begin is what stands before the message: syslog's number for a level, or the word for
// one that is more or less than information.
func (o *Options) begin(l Level) string {
	i := min(max(l, Debug), Error) - Debug
	if o.Journal {
		return [...]string{"<7>", "<6>", "<4>", "<3>"}[i]
	}
	word := [...]string{"+ ", "", "warning: ", "error: "}[i]
	if !o.Color || word == "" {
		return word
	}
	return [...]string{"\x1b[2m", "", "\x1b[1;33m", "\x1b[1;31m"}[i] + word + "\x1b[0m"
}
