package boot

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"
)

// Entry is one of the guest's journal.
type Entry struct {
	At         time.Duration // since the kernel started
	Message    string
	MessageID  string // what kind of event it is
	Identifier string // of the program
	Process    string
	From       string // the unit that wrote it
	About      string // the unit that systemd writes about
	Result     string // of the job that it writes about
}

func (e Entry) String() string {
	return fmt.Sprintf("[%11.6f] %s[%s]: %s", e.At.Seconds(), e.Identifier, e.Process, e.Message)
}

func parseEntry(raw json.RawMessage) (Entry, error) {
	var fields struct {
		Message    any    `json:"MESSAGE"` // a list of bytes, where it is no text
		MessageID  string `json:"MESSAGE_ID"`
		Identifier string `json:"SYSLOG_IDENTIFIER"`
		Process    string `json:"_PID"`
		From       string `json:"_SYSTEMD_UNIT"`
		About      string `json:"UNIT"`
		Result     string `json:"JOB_RESULT"`
		At         string `json:"__MONOTONIC_TIMESTAMP"`
	}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return Entry{}, fmt.Errorf("%s: %w", raw, err)
	}
	at, err := time.ParseDuration(fields.At + "us")
	if err != nil {
		return Entry{}, err
	}
	text, ok := fields.Message.(string)
	if !ok {
		text = fmt.Sprint(fields.Message)
	}
	return Entry{at, text, fields.MessageID, fields.Identifier, fields.Process, fields.From, fields.About, fields.Result}, nil
}

// Journal is what of the guest's has been heard so far.
type Journal struct {
	mu      sync.Mutex
	entries []Entry
	more    chan struct{} // closed when there are more
	ended   bool
}

func newJournal() *Journal { return &Journal{more: make(chan struct{})} }

func (j *Journal) add(e Entry) { j.change(func() { j.entries = append(j.entries, e) }) }

func (j *Journal) end() { j.change(func() { j.ended = true }) }

func (j *Journal) change(do func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	do()
	close(j.more)
	j.more = make(chan struct{})
}

// Mark is a place in a journal.
type Mark int

// Now is the end of it.
func (j *Journal) Now() Mark {
	j.mu.Lock()
	defer j.mu.Unlock()
	return Mark(len(j.entries))
}

// Since is what came after a place.
func (j *Journal) Since(m Mark) []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.entries[m:]
}

// Await waits for an entry behind a place.
func (j *Journal) Await(m Mark, limit time.Duration, match func(Entry) bool) (Entry, bool) {
	timeout := time.After(limit)
	for {
		j.mu.Lock()
		list, more, ended := j.entries[m:], j.more, j.ended
		j.mu.Unlock()
		for _, e := range list {
			if match(e) {
				return e, true
			}
		}
		m += Mark(len(list))
		if ended {
			return Entry{}, false
		}
		select {
		case <-more:
		case <-timeout:
			return Entry{}, false
		}
	}
}

// All is the whole journal as text.
func (j *Journal) All() string { return lines(j.Since(0)) }

// Text is the journal from a place on, its last lines where there are too many.
func (j *Journal) Text(m Mark) string {
	const most = 300
	list := j.Since(m)
	if left := len(list) - most; left > 0 {
		return fmt.Sprintf("(%d lines more)\n", left) + lines(list[left:])
	}
	return lines(list)
}

func lines(list []Entry) string {
	var b strings.Builder
	for _, e := range list {
		b.WriteString(e.String() + "\n")
	}
	return b.String()
}
