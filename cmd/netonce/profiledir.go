package main

import (
	"os"
	"path/filepath"

	"netonce/apply/atomicfile"
)

// profileDir is the directory of profiles, for writing.
type profileDir string

func (d profileDir) Replace(name string, data []byte, secret bool) error {
	perm := os.FileMode(0o644)
	if secret {
		perm = 0o600
	}
	if err := os.MkdirAll(string(d), 0o755); err != nil {
		return err
	}
	return atomicfile.Replace(filepath.Join(string(d), name), data, perm)
}

func (d profileDir) Remove(name string) error {
	return atomicfile.Remove(filepath.Join(string(d), name))
}
