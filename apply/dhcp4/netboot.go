package dhcp4

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// netbootRequest are the options that only a boot over the network asks for.
var netbootRequest = []byte{optRootPath, optBootfileName}

// maxPath bounds what is taken of a path, in bytes.
const maxPath = 1024

// boot reads where the root file system is, and what else a boot over the network goes on
// with (RFC 2132 3.19 and 9.5, RFC 2131 2).
func (in *interpreter) boot(l *Lease) {
	if next := fromIP(in.msg.ServerIPAddr); validHost(next) {
		l.NextServer = next
	}
	l.RootPath = in.path(optRootPath, string(in.option(optRootPath)))
	l.BootFile = in.path(optBootfileName, string(in.option(optBootfileName)))
	if l.BootFile == "" {
		l.BootFile = in.path(optBootfileName, in.msg.BootFileName)
	}
}

// path is a path or the like. Some servers end it with a NUL (RFC 2132 2).
func (in *interpreter) path(code uint8, s string) string {
	s = strings.TrimRight(s, "\x00")
	if err := validatePath(s); err != nil {
		in.drop(code, "%v", err)
		return ""
	}
	return s
}

func validatePath(s string) error {
	if len(s) > maxPath || !utf8.ValidString(s) || strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c == 0x7f }) {
		return fmt.Errorf("path %q", clip([]byte(s)))
	}
	return nil
}
