// Package wire is what the tests on the host and their program in the guest say to
// each other: lines of JSON over a port.
package wire

import "encoding/json"

// Port is the name of the port.
const Port = "netonce.boot"

// Request asks for a command to be run. Any number may run at a time.
type Request struct {
	ID    int      `json:"id"`
	Args  []string `json:"args"`
	Input string   `json:"input,omitempty"`
}

// Message is what the guest says: that it is there, an entry of the journal, or how a
// command has ended.
type Message struct {
	Hello   bool            `json:"hello,omitempty"`
	Journal json.RawMessage `json:"journal,omitempty"` // as journalctl -o json prints it
	ID      int             `json:"id,omitempty"`      // of the request
	Code    int             `json:"code,omitempty"`
	Output  string          `json:"output,omitempty"`
	Errors  string          `json:"errors,omitempty"`
}
