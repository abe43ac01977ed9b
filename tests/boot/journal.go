package boot

import (
	"encoding/json"
	"fmt"
	"strings"
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

// text is entries, one a line.
func text(list []Entry) string {
	var b strings.Builder
	for _, e := range list {
		b.WriteString(e.String() + "\n")
	}
	return b.String()
}

// End is the last of them, where there are many.
func End(list []Entry) string {
	const most = 300
	if left := len(list) - most; left > 0 {
		return fmt.Sprintf("(%d lines more)\n", left) + text(list[left:])
	}
	return text(list)
}
