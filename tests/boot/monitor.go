package boot

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// monitor is QEMU's, by its machine protocol (docs/interop/qmp-spec).
type monitor struct {
	conn   net.Conn
	encode *json.Encoder

	mu      sync.Mutex // one command at a time
	answers chan reply
	events  chan string // the names of those that came
}

type reply struct {
	Return json.RawMessage
	Error  *struct{ Class, Desc string }
	Event  string
}

func dialMonitor(socket string) (*monitor, error) {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return nil, err
	}
	m := &monitor{conn: conn, encode: json.NewEncoder(conn), answers: make(chan reply), events: make(chan string, 64)}
	decode := json.NewDecoder(conn)
	var greeting struct{ QMP json.RawMessage }
	if err := decode.Decode(&greeting); err != nil || greeting.QMP == nil {
		return nil, errors.Join(errors.New("no monitor is there"), err, conn.Close())
	}
	go m.receive(decode)
	return m, m.do("qmp_capabilities", nil)
}

func (m *monitor) receive(decode *json.Decoder) {
	defer close(m.answers)
	defer close(m.events)
	for {
		var r reply
		if err := decode.Decode(&r); err != nil {
			return
		}
		if r.Event == "" {
			m.answers <- r
			continue
		}
		select {
		case m.events <- r.Event:
		default: // nobody waits for so many
		}
	}
}

// do has the monitor do something, and waits until it is done.
func (m *monitor) do(what string, arguments any) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	command := map[string]any{"execute": what}
	if arguments != nil {
		command["arguments"] = arguments
	}
	if err := m.encode.Encode(command); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	r, ok := <-m.answers
	switch {
	case !ok:
		return fmt.Errorf("%s: the machine is gone", what)
	case r.Error != nil:
		return fmt.Errorf("%s: %s", what, r.Error.Desc)
	}
	return nil
}

// await waits for an event of that name, and passes over others.
func (m *monitor) await(name string, limit time.Duration) error {
	timeout := time.After(limit)
	for {
		select {
		case got, ok := <-m.events:
			if !ok {
				return fmt.Errorf("the machine is gone without %s", name)
			}
			if got == name {
				return nil
			}
		case <-timeout:
			return fmt.Errorf("no %s within %s", name, limit)
		}
	}
}
