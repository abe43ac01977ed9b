package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// The guest tells everything over one port, in frames: a kind, the length, the
// content.
type kind byte

const (
	booted kind = 'b' // /init runs and can be heard
	note   kind = 'n' // text of the rig's own
	output kind = 'o' // what the tests print
	file   kind = 'f' // a path in the guest, a NUL, the content
	ended  kind = 'e' // the exit code, one byte; nothing comes after it
)

// longest is the length of the longest frame; no coverage file comes near.
const longest = 256 << 20

// frames writes frames, from any goroutine.
type frames struct {
	mu sync.Mutex
	w  io.Writer
}

func (f *frames) send(k kind, parts ...[]byte) error {
	size := 0
	for _, p := range parts {
		size += len(p)
	}
	b := append(make([]byte, 0, 5+size), byte(k))
	b = binary.BigEndian.AppendUint32(b, uint32(size))
	for _, p := range parts {
		b = append(b, p...)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	_, err := f.w.Write(b)
	return err
}

// receive reads one frame. It returns io.EOF where there is none, and
// io.ErrUnexpectedEOF for a part of one.
func receive(r io.Reader) (kind, []byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	size := binary.BigEndian.Uint32(head[1:])
	if size > longest {
		return 0, nil, fmt.Errorf("the guest sends a frame of %d bytes", size)
	}
	b := make([]byte, size)
	if _, err := io.ReadFull(r, b); err != nil {
		return 0, nil, io.ErrUnexpectedEOF
	}
	return kind(head[0]), b, nil
}

// keep writes a file that came from the guest to where it belongs on the host.
func keep(frame []byte, back map[string]string) error {
	name, content, _ := strings.Cut(string(frame), "\x00")
	for guest, host := range back {
		inside, err := filepath.Rel(guest, name)
		if err != nil || !filepath.IsLocal(inside) {
			continue
		}
		to := filepath.Join(host, inside)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return os.WriteFile(to, []byte(content), 0o644)
	}
	return fmt.Errorf("the guest sends %q, which was not asked for", name)
}
