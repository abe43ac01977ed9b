package dbus

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"

	"golang.org/x/sys/unix"
)

// authenticate takes the one mechanism that every bus on a Unix socket has,
// EXTERNAL: the kernel tells the bus who we are, and we name the same user
// (Authentication Protocol). The identity comes with the request, so there is one
// line to be read and no dialogue that a server could draw out. BEGIN goes with it too:
// systemd reads the dialogue in one buffer, and a message that comes right behind a BEGIN
// of its own lies in there until another follows (bus_socket_read_auth in sd-bus).
func (c *Conn) authenticate(ctx context.Context) error {
	release, err := c.bind(ctx)
	if err != nil {
		return err
	}
	defer release()
	if _, err := c.file.Write(authRequest(unix.Geteuid())); err != nil {
		return c.end(ctx, err)
	}
	line, err := readAuthLine(c.in)
	if err == nil {
		err = checkAuthLine(line)
	}
	if err != nil {
		return c.end(ctx, err)
	}
	return nil
}

// authRequest begins with the NUL byte that some systems pass credentials with, and ends
// with what follows an OK.
func authRequest(uid int) []byte {
	identity := hex.EncodeToString(strconv.AppendInt(nil, int64(uid), 10))
	return []byte("\x00AUTH EXTERNAL " + identity + "\r\nBEGIN\r\n")
}

// readAuthLine returns a line without its end, valid until the next read. A line
// has to fit the buffer.
func readAuthLine(in *bufio.Reader) ([]byte, error) {
	line, err := in.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return nil, fmt.Errorf("a line of more than %d bytes", in.Size())
	case err != nil:
		return nil, unexpected(err)
	}
	line, ok := bytes.CutSuffix(line, []byte("\r\n"))
	if !ok {
		return nil, errors.New("a line that does not end in CR LF")
	}
	return line, nil
}

// checkAuthLine wants OK. What comes with it, the server's GUID, is of use only to
// who keeps several connections.
func checkAuthLine(line []byte) error {
	command, rest, _ := bytes.Cut(line, []byte(" "))
	switch string(command) {
	case "OK":
		return nil
	case "REJECTED":
		return fmt.Errorf("rejected; the bus takes %s", printable(string(rest)))
	}
	return fmt.Errorf("unexpected answer %q", printable(string(line)))
}
