package resolv

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// isMountPoint reports whether something is mounted on the file itself, as
// container runtimes do with resolv.conf: it cannot be replaced by rename, and
// whoever mounted it answers for it.
func isMountPoint(path string) (bool, error) {
	var st unix.Statx_t
	err := unix.Statx(unix.AT_FDCWD, path, unix.AT_SYMLINK_NOFOLLOW, 0, &st)
	if err == nil && st.Attributes_mask&unix.STATX_ATTR_MOUNT_ROOT != 0 {
		return st.Attributes&unix.STATX_ATTR_MOUNT_ROOT != 0, nil
	}
	// Before Linux 5.8, and behind seccomp filters that do not know statx.
	table, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return false, fmt.Errorf("mount table: %w", err)
	}
	real, err := filepath.Abs(path)
	if err != nil {
		return false, err
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(real)); err == nil {
		real = filepath.Join(dir, filepath.Base(real))
	}
	return mountedOn(table, real), nil
}

// mountedOn looks for a mount point in the text of /proc/PID/mountinfo, where it
// is the fifth field (proc_pid_mountinfo(5)).
func mountedOn(table []byte, path string) bool {
	for line := range bytes.Lines(table) {
		fields := bytes.Fields(line)
		if len(fields) >= 5 && unescape(fields[4]) == path {
			return true
		}
	}
	return false
}

// unescape turns the octal escapes of mountinfo (\040 for a blank) back.
func unescape(field []byte) string {
	out := make([]byte, 0, len(field))
	for i := 0; i < len(field); i++ {
		if field[i] == '\\' && i+3 < len(field) {
			if n, ok := octal(field[i+1 : i+4]); ok {
				out = append(out, n)
				i += 3
				continue
			}
		}
		out = append(out, field[i])
	}
	return string(out)
}

func octal(digits []byte) (byte, bool) {
	n := 0
	for _, d := range digits {
		if d < '0' || d > '7' {
			return 0, false
		}
		n = n*8 + int(d-'0')
	}
	return byte(n), n <= 255
}
