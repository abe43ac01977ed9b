package teamd_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/teamd"
)

// host is a host whose teamd is a script.
func host(t *testing.T, script string) *teamd.Host {
	t.Helper()
	root, err := os.MkdirTemp("", "td") // short enough for a socket's address
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	program := filepath.Join(root, "teamd")
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return &teamd.Host{Root: root, Own: root, Programs: []string{filepath.Join(root, "none"), program}}
}

func TestStartAndStop(t *testing.T) {
	t.Parallel()
	h := host(t, `echo "$@" >> "${0%/*}/asked"`)
	file := filepath.Join(h.Root, "run/teamd/team0.conf")
	if err := h.Start("team0", `{"device":"team0"}`); err != nil {
		t.Fatal(err)
	}
	if got := h.Config("team0", ""); got != `{"device":"team0"}` {
		t.Errorf("noted: %q", got)
	}
	if err := h.Stop("team0"); err != nil || h.Config("team0", "") != "" {
		t.Errorf("%v, noted: %q", err, h.Config("team0", ""))
	}
	if err := os.WriteFile(filepath.Join(h.Own, "team0.pid"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := h.Stop("team0"); err != nil {
		t.Error(err)
	}
	asked, _ := os.ReadFile(filepath.Join(h.Root, "asked"))
	if want := "-d -o -t team0 -f " + file + "\n-k -t team0\n"; string(asked) != want {
		t.Errorf("asked: %q, not %q", asked, want)
	}
}

// What teamd says goes into the error.
func TestStartFails(t *testing.T) {
	t.Parallel()
	h := host(t, "echo 'This program is not' >&2; echo yours.; exit 3")
	err := h.Start("team0", "{}")
	if err == nil || !strings.HasSuffix(err.Error(), "/teamd: exit status 3: This program is not yours.") {
		t.Error(err)
	}
	h.Programs = h.Programs[:1]
	if err := h.Start("team0", "{}"); err == nil || !strings.Contains(err.Error(), "teamd, which is not installed: it is in the package teamd, of Debian libteam-utils") {
		t.Error(err)
	}
}

// services are those of a systemd that is made up.
type services struct {
	asked []string
	err   error
}

func (s *services) Start(_ context.Context, team string, argv []string) error {
	s.asked = append(s.asked, "start "+team+" "+strings.Join(argv[1:], " "))
	return s.err
}

func (s *services) Stop(_ context.Context, team string) error {
	s.asked = append(s.asked, "stop "+team)
	return s.err
}

func TestServices(t *testing.T) {
	t.Parallel()
	h, s := host(t, "exit 1"), &services{}
	h.Services = s
	if err := errors.Join(h.Start("team0", "{}"), h.Stop("team0")); err != nil {
		t.Error(err)
	}
	want := []string{"start team0 -d -o -t team0 -f " + filepath.Join(h.Root, "run/teamd/team0.conf"), "stop team0"}
	if diff := cmp.Diff(want, s.asked); diff != "" {
		t.Error(diff)
	}
	s.err = errors.New("refused")
	if err := h.Start("team0", "{}"); !errors.Is(err, s.err) {
		t.Error(err)
	}
}

// A port is told over the socket as teamdctl(8) does it, and noted when teamd has taken
// it.
func TestSetPort(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		"REPLY_SUCCESS\n":                          "",
		"REPLY_ERROR\nConfigUpdateFail\nno such\n": "teamd: ConfigUpdateFail no such",
		"": "teamd: ",
	} {
		h := host(t, "")
		l, err := net.Listen("unixpacket", filepath.Join(h.Own, "team0.sock"))
		if err != nil {
			t.Fatal(err)
		}
		asked := make(chan string, 1)
		go func() {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			defer conn.Close()
			b := make([]byte, 1000)
			n, _ := conn.Read(b)
			asked <- string(b[:n])
			conn.Write([]byte(answer))
		}()
		err = h.SetPort("team0", "eth1", `{"a":"\n"}`)
		if got := <-asked; got != "REQUEST\nPortConfigUpdate\neth1\n"+`{"a":"\\n"}`+"\n" {
			t.Errorf("asked: %q", got)
		}
		if noted := h.Config("team0", "eth1"); (err == nil) != (want == "") || err != nil && err.Error() != want || (noted != "") != (want == "") {
			t.Errorf("%q: %v, noted %q", answer, err, noted)
		}
		l.Close()
	}
	if err := host(t, "").SetPort("team0", "eth1", "{}"); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
