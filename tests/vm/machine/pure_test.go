package machine

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestModulesInOrder(t *testing.T) {
	t.Parallel()
	needs := map[string][]string{"8021q": {"garp", "mrp"}, "garp": {"stp"}, "stp": {"llc"}, "bridge": {"stp", "llc"}}
	order, err := inOrder([]string{"bridge", "8021q"}, func(n string) ([]string, error) { return needs[n], nil })
	if diff := cmp.Diff([]string{"llc", "stp", "bridge", "garp", "mrp", "8021q"}, order); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	bad := errors.New("bad")
	if _, err := inOrder([]string{"x"}, func(string) ([]string, error) { return nil, bad }); !errors.Is(err, bad) {
		t.Errorf("error %v", err)
	}
}

func TestParseDepends(t *testing.T) {
	t.Parallel()
	for info, want := range map[string][]string{
		"license=GPL\x00depends=a-b,c\x00": {"a_b", "c"},
		"depends=\x00":                     {},
		"name=x\x00":                       nil,
	} {
		if diff := cmp.Diff(want, parseDepends([]byte(info))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", info, diff)
		}
	}
}

// Every entry of an archive begins at a multiple of 4 and is there once.
func TestArchive(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	a := NewArchive(&b)
	a.Bytes("/bin/x", 0o755, []byte("12345"))
	a.Bytes("/bin/x", 0o755, []byte("again"))
	a.Link("/bin/sh", "x")
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, part := range []string{"bin\x00", "bin/x\x00", "bin/sh\x00", "TRAILER!!!\x00"} {
		if strings.Count(text, part) != 1 {
			t.Errorf("%q is there %d times", part, strings.Count(text, part))
		}
	}
	for at := 0; ; at++ {
		i := strings.Index(text[at:], "070701")
		if i < 0 {
			break
		}
		if at += i; at%4 != 0 {
			t.Errorf("an entry begins at %d", at)
		}
	}
	if strings.Contains(text, "again") {
		t.Error("a file is there twice")
	}
}
