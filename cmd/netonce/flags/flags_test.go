package flags_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"netonce/cmd/netonce/flags"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ line, want string }{
		{"", "/ false 0s |"},
		{"boot eth0", "/ false 0s |boot eth0"},
		{"--root /x -v boot", "/x true 0s |boot"},
		{"-root=/x --v=false --wait 1m boot --root /y", "/x false 1m0s |boot --root /y"},
		{"--root= -- -v", " false 0s |-v"},
		{"- -v", "/ false 0s |- -v"},
		{"--root", "flag -root needs a value"},
		{"--wait soon", `flag -wait "soon": time: invalid duration "soon"`},
		{"--v=perhaps", `flag -v "perhaps": strconv.ParseBool: parsing "perhaps": invalid syntax`},
		{"--what", "there is no flag -what"},
		{"--even 3", `flag -even "3": odd`},
		{"-h", flags.ErrHelp.Error()},
		{"-v --help", flags.ErrHelp.Error()},
	} {
		root, verbose, wait := "/", false, time.Duration(0)
		var s flags.Set
		s.String(&root, "root", "`DIR` before all")
		s.Bool(&verbose, "v", "tell all")
		s.Duration(&wait, "wait", "how long")
		s.Func("even", "a `NUMBER`", func(string) error { return errors.New("odd") })
		rest, err := s.Parse(strings.Fields(c.line))
		got := strings.Join([]string{root, map[bool]string{true: "true", false: "false"}[verbose], wait.String(), "|" + strings.Join(rest, " ")}, " ")
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.line, got, c.want)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	var s flags.Set
	s.String(new(string), "root", "`DIR` before all")
	s.Bool(new(bool), "all", "tell all")
	s.String(new(string), "name", "what to call it")
	want := []string{"all||tell all", "name|string|what to call it", "root|DIR|DIR before all"}
	for n, f := range s {
		takes, usage := f.Words()
		if got := f.Name + "|" + takes + "|" + usage; got != want[n] || f.Given {
			t.Errorf("%q, want %q", got, want[n])
		}
	}
	if _, err := s.Parse([]string{"--name", "x"}); err != nil || !s[1].Given || s[0].Given {
		t.Errorf("%v: what is given", err)
	}
}
