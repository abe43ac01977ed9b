package kernel

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// Sysctl reads a value, without its line end. A kernel that lacks it (IPv6 turned
// off, an older release) gives an error that is fs.ErrNotExist.
func (c *Conn) Sysctl(s network.Sysctl) (string, error) {
	path, err := c.sysctlPath(s)
	if err != nil {
		return "", err
	}
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return "", reason(s, err)
	}
	defer unix.Close(fd)
	b := make([]byte, longestSysctl)
	n, err := unix.Read(fd, b)
	if err != nil {
		return "", reason(s, err)
	}
	return strings.TrimSpace(string(b[:n])), nil
}

// longestSysctl is more than any value has bytes; stable_secret has the most. (Files
// of package os would be registered for polling, each of a thousand interfaces'.)
const longestSysctl = 128

func (c *Conn) setSysctl(s network.Sysctl) error {
	path, err := c.sysctlPath(s)
	if err != nil {
		return err
	}
	fd, err := unix.Open(path, unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return reason(s, err)
	}
	_, err = unix.Write(fd, []byte(s.Value))
	return reason(s, errors.Join(err, unix.Close(fd)))
}

// sysctlPath refuses an interface name that would lead elsewhere: "all" and
// "default" are directories beside the interfaces' own.
func (c *Conn) sysctlPath(s network.Sysctl) (string, error) {
	switch s.Interface {
	case "", ".", "..", "all", "default":
		return "", fmt.Errorf("sysctl %s: not an interface's", s)
	}
	if strings.ContainsAny(s.Interface+s.Key, "/\x00") || s.Key == ".." {
		return "", fmt.Errorf("sysctl %s: not an interface's", s)
	}
	if s.OfDevice() {
		return filepath.Join(filepath.Dir(c.proc), "sys", s.Path()), nil
	}
	return filepath.Join(c.proc, "sys", s.Path()), nil
}

// reason names the setting in sysctl's own words.
func reason(s network.Sysctl, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", s.Path(), err)
}
