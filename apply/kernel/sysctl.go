package kernel

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/netonce/netonce/apply/network"
)

// Sysctl reads a value, without its line end. A kernel that lacks it (IPv6 turned
// off, an older release) gives an error that is fs.ErrNotExist.
func (c *Conn) Sysctl(s network.Sysctl) (string, error) {
	path, err := c.sysctlPath(s)
	if err != nil {
		return "", err
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return "", reason(s, err)
	}
	return strings.TrimSpace(string(b)), nil
}

func (c *Conn) setSysctl(s network.Sysctl) error {
	path, err := c.sysctlPath(s)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return reason(s, err)
	}
	_, err = f.WriteString(s.Value)
	return reason(s, errors.Join(err, f.Close()))
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
	return filepath.Join(c.proc, "sys/net", s.Family, "conf", s.Interface, s.Key), nil
}

// reason keeps what the kernel said and drops the path, which the caller names
// in sysctl's own words.
func reason(s network.Sysctl, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	if err == nil {
		return nil
	}
	return fmt.Errorf("net/%s/conf/%s/%s: %w", s.Family, s.Interface, s.Key, err)
}
