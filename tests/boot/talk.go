package boot

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"netonce/tests/boot/wire"
)

// receive takes what the guest says, until it is gone.
func (h *Host) receive() {
	lines := bufio.NewReader(h.conn)
	for {
		line, err := lines.ReadBytes('\n')
		var m wire.Message
		if err == nil {
			err = json.Unmarshal(line, &m)
		}
		if err != nil {
			break
		}
		h.take(m)
	}
	h.Journal.end()
	h.mu.Lock()
	defer h.mu.Unlock()
	for id, answer := range h.answers {
		close(answer)
		delete(h.answers, id)
	}
	h.answers = nil
}

func (h *Host) take(m wire.Message) {
	switch {
	case m.Hello:
		close(h.hello)
	case m.Journal != nil:
		e, err := parseEntry(m.Journal)
		if err != nil {
			e = Entry{Identifier: "host", Message: err.Error()}
		}
		h.Journal.add(e)
	default:
		h.mu.Lock()
		defer h.mu.Unlock()
		if answer, ok := h.answers[m.ID]; ok {
			answer <- m
			delete(h.answers, m.ID)
		}
	}
}

// commandLimit is how long a command in the guest may take.
const commandLimit = time.Minute

// Do runs a command in the guest.
func (h *Host) Do(input string, args ...string) (wire.Message, error) {
	h.mu.Lock()
	if h.answers == nil {
		h.mu.Unlock()
		return wire.Message{}, errors.New("the guest is gone")
	}
	h.requests++
	r := wire.Request{ID: h.requests, Args: args, Input: input}
	answer := make(chan wire.Message, 1)
	h.answers[r.ID] = answer
	err := h.encode.Encode(r)
	h.mu.Unlock()
	if err != nil {
		return wire.Message{}, err
	}
	select {
	case m, ok := <-answer:
		if !ok {
			return m, errors.New("the guest is gone")
		}
		return m, nil
	case <-time.After(commandLimit):
		return wire.Message{}, fmt.Errorf("%v has not ended after %s", args, commandLimit)
	}
}
