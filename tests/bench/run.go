package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"regexp"
	"syscall"
	"time"
)

// run measures a command from its start to its end, or, where it stays, until it has
// done its work.
func (c contestant) run(argv []string, w *watcher) (m result, err error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	start := time.Now()
	if err = cmd.Start(); err != nil {
		return m, err
	}
	if c.stays {
		err = w.await(patience)
	} else {
		err = cmd.Wait()
		m.exit = milliseconds(time.Since(start))
	}
	state, events := w.stop()
	if c.stays {
		m.peak = peakSoFar(cmd.Process.Pid)
		end(cmd)
	}
	if err != nil {
		return m, fmt.Errorf("%w\n%s", err, stderr.String())
	}
	m.events, m.exchange = events, exchange(stderr.String())
	if !state.IsZero() {
		m.state = milliseconds(state.Sub(start))
	}
	return m, nil
}

// patience is how long a command that stays may take over its work.
const patience = time.Minute

// end ends a command that stays; one that does not go by itself is killed.
func end(cmd *exec.Cmd) {
	_ = cmd.Process.Signal(syscall.SIGTERM)
	defer time.AfterFunc(patience, func() { _ = cmd.Process.Kill() }).Stop()
	_ = cmd.Wait() // it was told to: how it ends says nothing
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// exchange finds in netonce's log how long the slowest exchange took.
func exchange(log string) float64 {
	longest := 0.0
	for _, m := range regexp.MustCompile(`elapsed=([0-9.]+[µm]?s)`).FindAllStringSubmatch(log, -1) {
		if d, err := time.ParseDuration(m[1]); err == nil {
			longest = max(longest, milliseconds(d))
		}
	}
	return longest
}
