package resolv

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	godbus "github.com/godbus/dbus/v5"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// busConfig lets everybody do everything: the bus lives in the test's directory.
// It can start a service by that name, so that a start would be noticed.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=%s</listen><auth>EXTERNAL</auth>
<servicedir>%s</servicedir>
<policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`

// startBus runs a private bus below root, where netonce looks for the host's.
func startBus(t *testing.T, root string) (socket string) {
	t.Helper()
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Fatalf("this test needs dbus-daemon (Debian package dbus-daemon): %v", err)
	}
	dir := filepath.Join(root, "run/dbus")
	socket = filepath.Join(dir, "system_bus_socket")
	config := filepath.Join(dir, "bus.conf")
	service := "[D-BUS Service]\nName=" + resolveName + "\nExec=/usr/bin/touch " + filepath.Join(dir, "started") + "\n"
	err = errors.Join(os.MkdirAll(dir, 0o755),
		os.WriteFile(config, fmt.Appendf(nil, busConfig, socket, dir), 0o644),
		os.WriteFile(filepath.Join(dir, resolveName+".service"), []byte(service), 0o644))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(daemon, "--config-file="+config, "--nofork", "--nopidfile", "--print-address")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil { // it listens now
		t.Fatalf("dbus-daemon: %v", err)
	}
	return socket
}

// shortRoot is a root whose path leaves room in a socket address.
func shortRoot(t *testing.T) string {
	t.Helper()
	root, err := os.MkdirTemp("", "rc")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	etc := filepath.Join(root, "etc")
	if err := errors.Join(os.Mkdir(etc, 0o755), os.Symlink(stub, filepath.Join(etc, "resolv.conf"))); err != nil {
		t.Fatal(err)
	}
	return root
}

// address is a server on the bus, (iay).
type address struct {
	Family int32
	Bytes  []byte
}

// fakeService is as much of systemd-resolved as a link needs, on a real bus.
type fakeService struct {
	mu      sync.Mutex
	servers []address
	domains []domain
	deflt   bool
	calls   []string
}

func (s *fakeService) GetLink(index int32) (godbus.ObjectPath, *godbus.Error) {
	if index != 2 {
		return "", godbus.NewError("org.freedesktop.resolve1.NoSuchLink", []any{fmt.Sprintf("Link %d not known", index)})
	}
	return "/org/freedesktop/resolve1/link/_32", nil
}

func (s *fakeService) SetLinkDNS(_ int32, servers []address) *godbus.Error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.servers, s.calls = servers, append(s.calls, "SetLinkDNS")
	return nil
}

func (s *fakeService) SetLinkDomains(_ int32, domains []domain) *godbus.Error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.domains, s.calls = domains, append(s.calls, "SetLinkDomains")
	return nil
}

func (s *fakeService) SetLinkDefaultRoute(_ int32, on bool) *godbus.Error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deflt, s.calls = on, append(s.calls, "SetLinkDefaultRoute")
	return nil
}

func (s *fakeService) GetAll(string) (map[string]godbus.Variant, *godbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return map[string]godbus.Variant{
		"DNS": godbus.MakeVariant(s.servers), "Domains": godbus.MakeVariant(s.domains),
		"DefaultRoute": godbus.MakeVariant(s.deflt), "LLMNR": godbus.MakeVariant("yes"),
	}, nil
}

// serve puts a fakeService on the bus.
func serve(t *testing.T, socket string) *fakeService {
	t.Helper()
	conn, err := godbus.Connect("unix:path=" + socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	s := &fakeService{servers: []address{}, domains: []domain{}}
	err = errors.Join(conn.Export(s, resolvePath, resolveManager),
		conn.Export(s, "/org/freedesktop/resolve1/link/_32", "org.freedesktop.DBus.Properties"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName(resolveName, godbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestBus(t *testing.T) {
	t.Parallel()
	root := shortRoot(t)
	service := serve(t, startBus(t, root))
	sources := resolvedSources()[:1]
	h := handover{root: root, dial: dialResolved}
	r, err := h.run(t.Context(), sources, true)
	if err != nil || r.Mode != ModeResolved || !r.Changed {
		t.Fatalf("%+v %v", r, err)
	}
	wantServers := []address{{unix.AF_INET, []byte{192, 0, 2, 1}}, {unix.AF_INET6, netip.MustParseAddr("fe80::1").AsSlice()}}
	if diff := cmp.Diff(wantServers, service.servers); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]domain{{"a.example", false}, {"corp.example", true}}, service.domains); diff != "" {
		t.Error(diff)
	}
	if !service.deflt {
		t.Error("not the default route")
	}
	if r, err := h.run(t.Context(), sources, true); err != nil || r.Changed {
		t.Errorf("second run: %+v %v", r, err)
	}
	if diff := cmp.Diff([]string{"SetLinkDNS", "SetLinkDomains", "SetLinkDefaultRoute"}, service.calls); diff != "" {
		t.Error(diff)
	}
	_, err = h.run(t.Context(), resolvedSources()[1:2], true)
	if err == nil || err.Error() != "eth1: systemd-resolved: GetLink: Link 3 not known" {
		t.Errorf("unknown link: %v", err)
	}
	if r, err := h.run(t.Context(), []Source{{Interface: "eth1", Index: 3}}, true); err != nil || r.Changed {
		t.Errorf("unknown link without servers: %+v %v", r, err)
	}
}

func TestBusWithoutResolved(t *testing.T) {
	t.Parallel()
	root := shortRoot(t)
	startBus(t, root)
	r, err := handover{root: root, dial: dialResolved}.run(t.Context(), oneSource, true)
	if err != nil || r.Mode != ModeRespected || !strings.Contains(r.Why, `systemd-resolved is not running"`) {
		t.Errorf("%+v %v", r, err)
	}
	if _, err := os.Stat(filepath.Join(root, "run/dbus/started")); err == nil {
		t.Error("the bus was made to start it")
	}
}

func TestBusMissing(t *testing.T) {
	t.Parallel()
	root := shortRoot(t)
	r, err := handover{root: root, dial: dialResolved}.run(t.Context(), oneSource, true)
	if err != nil || r.Mode != ModeRespected || !strings.Contains(r.Why, `system_bus_socket: connect: no such file or directory"`) {
		t.Errorf("%+v %v", r, err)
	}
}

// A bus that accepts and never answers costs a second, no more.
func TestBusHangs(t *testing.T) {
	t.Parallel()
	root := shortRoot(t)
	socket := filepath.Join(root, "run/dbus/system_bus_socket")
	if err := os.MkdirAll(filepath.Dir(socket), 0o755); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	start := time.Now()
	r, err := handover{root: root, dial: dialResolved}.run(context.Background(), oneSource, true)
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("took %v", took)
	}
	if err != nil || r.Mode != ModeUnanswered || !strings.Contains(r.Why, "reason=bus-timeout") || !strings.Contains(r.Why, "limit=1s") {
		t.Errorf("%+v %v", r, err)
	}
}
