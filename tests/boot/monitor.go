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
	conn    net.Conn
	encode  *json.Encoder
	events  *Feed[event]
	mu      sync.Mutex // one command at a time
	answers chan reply
}

// event is one of the machine's: which, and of what device.
type event struct{ name, device string }

type reply struct {
	Return json.RawMessage
	Error  *struct{ Class, Desc string }
	Event  string
	Data   struct{ Device string }
}

func dialMonitor(socket string) (*monitor, error) {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return nil, err
	}
	m := &monitor{conn: conn, encode: json.NewEncoder(conn), events: newFeed[event](), answers: make(chan reply)}
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
	defer m.events.end()
	for {
		var r reply
		if err := decode.Decode(&r); err != nil {
			return
		}
		if r.Event == "" {
			m.answers <- r
			continue
		}
		m.events.add(event{r.Event, r.Data.Device})
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

// perform has the monitor do something, and waits for the event that follows.
func (m *monitor) perform(what string, arguments any, then event, limit time.Duration) error {
	before := m.events.Now()
	if err := m.do(what, arguments); err != nil {
		return err
	}
	return m.await(before, then, limit)
}

// await waits for an event behind a place.
func (m *monitor) await(from Mark, e event, limit time.Duration) error {
	if _, ok := m.events.Await(from, limit, func(got event) bool { return got == e }); !ok {
		return fmt.Errorf("the machine tells of no %s %s within %s, but of %v", e.name, e.device, limit, m.events.Since(from))
	}
	return nil
}
