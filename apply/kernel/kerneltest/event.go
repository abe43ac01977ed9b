package kerneltest

import (
	"time"

	"netonce/apply/network"
)

// watcher is one who listens.
type watcher struct {
	events  chan network.Event
	deaf    bool // what is told goes past it
	stopped bool
}

// Watch tells of links and IPv6 addresses from now on.
func (k *Kernel) Watch() (<-chan network.Event, func() error, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	w := &watcher{events: make(chan network.Event, 4096)}
	k.watchers = append(k.watchers, w)
	return w.events, func() error { k.close(w); return nil }, nil
}

func (k *Kernel) close(w *watcher) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !w.stopped {
		w.stopped = true
		close(w.events)
	}
}

// CloseWatches ends every Watch from the kernel's side.
func (k *Kernel) CloseWatches() {
	for _, w := range k.watchers {
		k.close(w)
	}
}

// Deafen lets events get lost until Lose tells that they were.
func (k *Kernel) Deafen() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, w := range k.watchers {
		w.deaf = true
	}
}

// Lose says that events were lost.
func (k *Kernel) Lose() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, w := range k.watchers {
		w.deaf = false
	}
	k.tell(network.Event{Lost: true})
}

// Watched reports whether anybody listens.
func (k *Kernel) Watched() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, w := range k.watchers {
		if !w.stopped {
			return true
		}
	}
	return false
}

func (k *Kernel) tell(e network.Event) {
	for _, w := range k.watchers {
		if !w.stopped && !w.deaf {
			w.events <- e
		}
	}
}

func (k *Kernel) tellLink(d *device, gone bool) {
	l := k.shown(d)
	k.tell(network.Event{Link: &l, Index: l.Index, Gone: gone})
}

func (k *Kernel) tellAddress(d *device, a *address, gone bool) {
	shown, _ := a.shown(time.Now())
	shown.Interface = ""
	k.tell(network.Event{Address: &shown, Index: d.Index, Gone: gone})
}
