package teamd

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// answerSeconds end the wait for an answer.
const answerSeconds = 5

// SetPort tells teamd the configuration of a port, which it takes up when the port joins.
// It is asked over its socket as teamdctl(8) does (teamd_usock.c): words in lines, with
// a backslash before what would end one.
func (h *Host) SetPort(team, port, config string) error {
	plain := strings.ReplaceAll(strings.ReplaceAll(config, `\`, `\\`), "\n", `\n`)
	answer, err := ask(filepath.Join(h.Own, team+".sock"), "REQUEST\nPortConfigUpdate\n"+port+"\n"+plain+"\n")
	if err != nil {
		return err
	}
	word, rest, _ := strings.Cut(answer, "\n")
	if word != "REPLY_SUCCESS" {
		return errors.New("teamd: " + strings.Join(strings.Fields(rest), " "))
	}
	return h.note(team, port, config)
}

// ask sends one message and returns the answer. (The dialer of package net brings name
// resolution with it.)
func ask(socket, message string) (answer string, err error) {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return "", os.NewSyscallError("socket", err)
	}
	defer unix.Close(fd)
	limit := unix.Timeval{Sec: answerSeconds}
	for _, option := range []int{unix.SO_RCVTIMEO, unix.SO_SNDTIMEO} {
		if err := unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, option, &limit); err != nil {
			return "", os.NewSyscallError("setsockopt", err)
		}
	}
	if err := unix.Connect(fd, &unix.SockaddrUnix{Name: socket}); err != nil {
		return "", &os.PathError{Op: "connect", Path: socket, Err: err}
	}
	if _, err := unix.Write(fd, []byte(message)); err != nil {
		return "", &os.PathError{Op: "write", Path: socket, Err: err}
	}
	b := make([]byte, 4096)
	n, err := unix.Read(fd, b)
	if err != nil {
		return "", &os.PathError{Op: "read", Path: socket, Err: err}
	}
	return string(b[:n]), nil
}
