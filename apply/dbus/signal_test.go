package dbus

import (
	"context"
	"encoding/binary"
	"errors"
	"testing"

	godbus "github.com/godbus/dbus/v5"
)

// A signal of the object counts when it comes, during a call too, and no other.
func TestAwaitSignal(t *testing.T) {
	t.Parallel()
	signal := func(p peer) { p.say(string(answer(t, binary.BigEndian, godbus.TypeSignal, 1))) } // of /a
	after := make(chan struct{})
	socket := listen(t, func(p peer) {
		p.welcome(t)
		for range 2 {
			serial := p.call()
			signal(p)
			p.say(string(answer(t, binary.LittleEndian, godbus.TypeMethodReply, serial, "pong")))
		}
		<-after
		signal(p)
		signal(p)
	})
	c, err := Dial(t.Context(), socket)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for n, path := range []string{"/b", "/a"} {
		c.Listen(path)
		if _, err := c.Call(t.Context(), ping); err != nil || c.heard != (n == 1) {
			t.Errorf("%s: %v, heard %v", path, err, c.heard)
		}
	}
	if err := c.AwaitSignal(t.Context()); err != nil {
		t.Errorf("during a call: %v", err)
	}
	close(after)
	for range 2 {
		if err := c.AwaitSignal(t.Context()); err != nil {
			t.Error(err)
		}
	}
	want := "the bus closed the connection: unexpected EOF"
	if err := c.AwaitSignal(t.Context()); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// The context ends the wait, whatever comes meanwhile.
func TestAwaitSignalInVain(t *testing.T) {
	t.Parallel()
	socket := listen(t, func(p peer) { p.welcome(t); signals(p) })
	c, err := Dial(t.Context(), socket)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.Listen("/a")
	if err := c.AwaitSignal(soon(t)); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}
