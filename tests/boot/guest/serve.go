package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"netonce/tests/boot/wire"
	"netonce/tests/vm/machine"
)

// port is the line to the host, for any goroutine.
type port struct {
	file *os.File
	mu   sync.Mutex
}

// serve runs what the host asks for, until the host is gone for good.
func serve() error {
	news, err := machine.WatchDevices()
	if err != nil {
		return err
	}
	path, err := news.Port(wire.Port)
	if err = errors.Join(err, news.Close()); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	p := &port{file: file}
	if err := p.send(wire.Message{Hello: true}); err != nil {
		return err
	}
	ended := make(chan error)
	go func() { ended <- p.journal() }()
	go func() { ended <- p.requests() }()
	return <-ended
}

func (p *port) send(m wire.Message) error {
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	_, err = p.file.Write(append(b, '\n'))
	return err
}

// Read reads from the host. A host that wakes up finds the port as if nobody were at the
// other end, until that has been asked: such an end is none.
func (p *port) Read(b []byte) (int, error) {
	const moment = 20 * time.Millisecond // nothing tells when it is over
	for {
		n, err := p.file.Read(b)
		if n > 0 || !errors.Is(err, io.EOF) {
			return n, err
		}
		time.Sleep(moment)
	}
}

func (p *port) requests() error {
	lines := bufio.NewReader(p)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return fmt.Errorf("the host: %w", err)
		}
		var r wire.Request
		if err := json.Unmarshal(line, &r); err != nil {
			return fmt.Errorf("the host says %q: %w", line, err)
		}
		go p.answer(r)
	}
}

// answer runs a command and says how it ended: as a shell would, with 127 where there
// is no such command.
func (p *port) answer(r wire.Request) {
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(r.Args[0], r.Args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(r.Input), &stdout, &stderr
	err := cmd.Run()
	m := wire.Message{ID: r.ID, Output: stdout.String(), Errors: stderr.String()}
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		m.Code = exit.ExitCode()
	case err != nil:
		m.Code, m.Errors = 127, m.Errors+err.Error()
	}
	if err := p.send(m); err != nil {
		fmt.Fprintln(os.Stderr, "guest:", err)
	}
}

// journal sends the journal, what there is and what comes.
func (p *port) journal() error {
	cmd := exec.Command("journalctl", "--boot", "--follow", "--no-tail", "--output=json",
		"--output-fields=MESSAGE,MESSAGE_ID,PRIORITY,SYSLOG_IDENTIFIER,_PID,_SYSTEMD_UNIT,UNIT,JOB_RESULT")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return errors.Join(fmt.Errorf("journalctl: %w", err), cmd.Wait())
		}
		if err := p.send(wire.Message{Journal: bytes.TrimSpace(line)}); err != nil {
			return err
		}
	}
}
