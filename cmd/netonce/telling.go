package main

import (
	"io/fs"
	"path/filepath"
	"time"

	"netonce/apply"
	"netonce/apply/journal"
	"netonce/apply/network"
	"netonce/apply/state"
)

// What -v adds: every file that is read and every question to the kernel is told.
// The changes tell themselves.

type tellingFS struct {
	fs.FS
	root string
	log  *journal.Logger
}

func (t tellingFS) Open(name string) (fs.File, error) {
	f, err := t.FS.Open(name)
	if err == nil {
		t.log.Debug("read", "file", filepath.Join(t.root, name))
	}
	return f, err
}

func (t tellingFS) ReadDir(name string) ([]fs.DirEntry, error) {
	t.log.Debug("read", "directory", filepath.Join(t.root, name))
	return fs.ReadDir(t.FS, name)
}

func (t tellingFS) Stat(name string) (fs.FileInfo, error) { return fs.Stat(t.FS, name) }

type tellingKernel struct {
	apply.Kernel
	log *journal.Logger
}

func (v *invocation) kernel(k apply.Kernel, log *journal.Logger) apply.Kernel {
	if !v.verbose {
		return k
	}
	return tellingKernel{k, log}
}

func (t tellingKernel) Snapshot(groups []network.RouteGroup) (*network.Snapshot, error) {
	commands := []string{"ip link show", "ip address show"}
	for _, g := range groups {
		commands = append(commands, g.String())
	}
	if groups == nil {
		commands = append(commands, "ip route show table all", "ip -6 route show table all")
	}
	for _, command := range commands {
		t.log.Debug("ask", "command", command)
	}
	return t.Kernel.Snapshot(groups)
}

func (t tellingKernel) Sysctl(s network.Sysctl) (string, error) {
	value, err := t.Kernel.Sysctl(s)
	s.Value = value
	t.log.Debug("ask", "command", "sysctl net/"+s.Family+"/conf/"+s.Interface+"/"+s.Key, "value", value)
	return value, err
}

func (t tellingKernel) Ethtool(index int, asked network.Options) network.Options {
	told := t.Kernel.Ethtool(index, asked)
	t.log.Debug("ask", "command", "ethtool", "index", index, "settings", told.String())
	return told
}

type tellingStore struct {
	apply.Store
	dir string
	log *journal.Logger
}

func (v *invocation) store(s apply.Store, log *journal.Logger) apply.Store {
	if !v.verbose {
		return s
	}
	return tellingStore{s, filepath.Join(v.root, state.Dir), log}
}

func (t tellingStore) Owned() (state.Owned, error) {
	t.log.Debug("read", "what", "what is owned", "directory", t.dir)
	return t.Store.Owned()
}

func (t tellingStore) Lease(name string, now time.Duration) (state.Lease, bool, error) {
	t.log.Debug("read", "what", "the lease of "+name, "directory", t.dir)
	return t.Store.Lease(name, now)
}
