package resolv

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
)

// fakeResolver is systemd-resolved in memory. It keeps every call.
type fakeResolver struct {
	links map[int]*linkDNS
	fail  map[int]error // what Link answers
	deny  error         // what SetDomains answers
	hang  map[int]bool  // Link never answers
	calls []string
}

func (f *fakeResolver) dial(context.Context, string) (resolver, error) {
	return f, nil
}

func (f *fakeResolver) Link(ctx context.Context, index int) (linkDNS, error) {
	if f.hang[index] {
		<-ctx.Done()
		return linkDNS{}, ctx.Err()
	}
	if err := f.fail[index]; err != nil {
		return linkDNS{}, err
	}
	if f.links[index] == nil {
		return linkDNS{}, errors.New("no such link")
	}
	return *f.links[index], nil
}

func (f *fakeResolver) SetServers(_ context.Context, index int, servers []netip.Addr) error {
	f.calls = append(f.calls, fmt.Sprint("servers ", index, servers))
	f.links[index].servers = servers
	return nil
}

func (f *fakeResolver) SetDomains(_ context.Context, index int, domains []domain) error {
	if f.deny != nil {
		return f.deny
	}
	f.calls = append(f.calls, fmt.Sprint("domains ", index, domains))
	f.links[index].domains = domains
	return nil
}

func (f *fakeResolver) SetDefaultRoute(_ context.Context, index int, on bool) error {
	f.calls = append(f.calls, fmt.Sprint("default ", index, on))
	f.links[index].defaultRoute = on
	return nil
}

func (f *fakeResolver) Close() error { return nil }

// noBus fails the test when anything asks for the bus.
func noBus(t *testing.T) func(context.Context, string) (resolver, error) {
	return func(context.Context, string) (resolver, error) {
		t.Error("the bus was asked")
		return nil, errors.New("no bus")
	}
}

// newRoot makes a root with an etc and, if text is not "-", a resolv.conf.
func newRoot(t *testing.T, text string) (root, file string) {
	t.Helper()
	root = t.TempDir()
	file = filepath.Join(root, "etc/resolv.conf")
	if err := os.Mkdir(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if text != "-" {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root, file
}

func linkTo(t *testing.T, target string) (root string) {
	t.Helper()
	root, file := newRoot(t, "-")
	if err := os.Symlink(target, file); err != nil {
		t.Fatal(err)
	}
	return root
}
