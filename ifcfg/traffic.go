package ifcfg

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Traffic is a queueing discipline of QDISCn, or a filter of FILTERn.
type Traffic struct {
	Filter  bool
	Kind    string
	Parent  uint32    // TrafficRoot, TrafficIngress or the number of a class
	Handle  uint32    // 0: whatever the kernel gives
	Action  string    // of a filter, empty for none
	Options []Setting // of the discipline or of the action: bytes, bytes a second, microseconds
}

// Where a discipline hangs (linux/pkt_sched.h).
const (
	TrafficRoot    = 0xffffffff // TC_H_ROOT
	TrafficIngress = 0xfffffff1 // TC_H_INGRESS, and TC_H_CLSACT
	ingressHandle  = 0xffff0000
)

// trafficLine reads the words of a discipline or of a filter, as NetworkManager
// knows them (nm_utils_tc_qdisc_from_str, nm_utils_tc_tfilter_from_str).
type trafficLine struct {
	*Traffic
	warn  func(at Pos, code, message, hint string)
	words []word
	next  int
	seen  []string
}

// ParseTraffic reads a discipline, or a filter.
func ParseTraffic(text string, filter bool) (Traffic, error) {
	t := Traffic{Filter: filter}
	l := trafficLine{Traffic: &t, warn: func(Pos, string, string, string) {}}
	if err := l.read(unescaped(fields(text, Pos{}))); err != nil {
		return Traffic{}, err.err
	}
	return t, nil
}

func checkTraffic(filter bool) func(string) error {
	return func(s string) error {
		_, err := ParseTraffic(s, filter)
		return err
	}
}

// read reads all words; the error is at the one that is wrong.
func (l *trafficLine) read(words []word) *wordError {
	l.words = words
	for l.next < len(words) {
		if err := l.word(l.argument()); err != nil {
			return &wordError{pos: words[l.next-1].pos, err: err}
		}
	}
	err := l.complete()
	if err == nil {
		return nil
	}
	at := Pos{}
	if len(words) > 0 {
		at = words[0].pos
	}
	return &wordError{pos: at, err: err}
}

// argument is the next word, empty behind the last.
func (l *trafficLine) argument() string {
	if l.next == len(l.words) {
		return ""
	}
	l.next++
	return l.words[l.next-1].text
}

func (l *trafficLine) word(w string) error {
	switch {
	case w == "root" || w == "parent":
		return l.place(w)
	case w == "handle" && l.Action == "":
		return l.handle()
	case l.Kind == "":
		l.Kind = w
		if !slices.Contains(strings.Fields(l.kinds()), w) {
			return fmt.Errorf("%q is none of %s", w, strings.ReplaceAll(l.kinds(), " ", ", "))
		}
		return nil
	case !l.Filter:
		return l.attribute(w, l.Kind)
	case l.Action != "":
		return l.attribute(w, l.Action)
	case w != "action":
		return fmt.Errorf("%q: behind the kind of a filter stands its action", w)
	}
	if l.Action = l.argument(); l.Action != "simple" && l.Action != "mirred" {
		return fmt.Errorf("%q is not simple, mirred", l.Action)
	}
	return nil
}

// kinds lists those that are known; the first three of disciplines have attributes.
func (l *trafficLine) kinds() string {
	if l.Filter {
		return "matchall basic flower"
	}
	return "fq_codel sfq tbf bfifo cake clsact codel drr fq fq_pie ingress mq noqueue pfifo pfifo_fast pie prio qfq"
}

func (l *trafficLine) place(w string) (err error) {
	if l.Parent != 0 {
		return fmt.Errorf("%q: its parent is given already", w)
	}
	if l.Parent = TrafficRoot; w == "parent" {
		l.Parent, err = trafficNumber(l.argument())
	}
	return err
}

func (l *trafficLine) handle() (err error) {
	s := l.argument()
	if l.Handle, err = trafficNumber(s); err == nil && l.Handle&0xffff != 0 {
		err = fmt.Errorf("handle %q has more than zeros behind the colon", s)
	}
	return err
}

// trafficNumber reads MAJOR:MINOR, hexadecimal; the minor may be left out.
func trafficNumber(s string) (uint32, error) {
	major, minor, _ := strings.Cut(s, ":")
	high, err := strconv.ParseUint(major, 16, 16)
	low, err2 := strconv.ParseUint("0"+minor, 16, 16)
	if err != nil || err2 != nil || high == 0 {
		return 0, fmt.Errorf("%q is not MAJOR: or MAJOR:MINOR, hexadecimal numbers up to ffff", s)
	}
	return uint32(high<<16 | low), nil
}

// complete checks what needs more than one word.
func (l *trafficLine) complete() error {
	has := func(name string) bool { return slices.Contains(l.seen, name) }
	if l.Kind == "ingress" || l.Kind == "clsact" {
		if l.Parent == 0 {
			l.Parent = TrafficIngress
		}
		if l.Handle == 0 {
			l.Handle = ingressHandle
		}
	}
	switch {
	case l.Kind == "":
		return errors.New("it names no kind")
	case l.Parent == 0:
		return errors.New("it says neither root nor parent")
	case l.Kind == "tbf" && !(has("rate") && has("burst") && (has("limit") || has("latency"))):
		return errors.New("tbf needs rate, burst, and limit or latency")
	case l.Action == "simple" && !has("sdata"):
		return errors.New("simple needs sdata")
	case l.Action == "mirred" && !(has("egress") && has("mirror") && has("dev")):
		return errors.New("mirred needs egress or ingress, mirror or redirect, and dev")
	}
	return nil
}

// traffic reads QDISCn and FILTERn, each in the order of their numbers. A bad one
// costs itself.
func (r *reader) traffic() {
	for _, name := range []string{"QDISC", "FILTER"} {
		var list []value
		for _, v := range r.marks {
			if k, _ := r.table.find(v.Key); k.Name == name && v.Bad == nil {
				list = append(list, v)
			}
		}
		byIndex(list)
		last := 0
		for _, v := range list {
			if v.index != last+1 {
				r.warn(v, "gap", fmt.Sprintf("NetworkManager reads none that does not follow from %s1 on; it is used", name), fmt.Sprintf("write %s%d", name, last+1))
			}
			last++
			r.trafficOf(v, name == "FILTER")
		}
	}
}

func (r *reader) trafficOf(v value, filter bool) {
	t := Traffic{Filter: filter}
	l := trafficLine{Traffic: &t, warn: func(at Pos, code, message, hint string) { r.report(at, Warning, code, v.Key, message, hint) }}
	if err := l.read(unescaped(v.words())); err != nil {
		at := err.pos
		if !at.IsSet() {
			at = v.Pos
		}
		r.report(at, Error, "value", v.Key, err.err.Error()+"; it is not used, the others are", "")
		return
	}
	r.p.Traffic = append(r.p.Traffic, Field[Traffic]{t, v.Pos, v.Key})
}

// CommitsTraffic reports whether the profile says what disciplines and filters its
// interface has, if only that it has none.
func (p *Profile) CommitsTraffic() bool {
	commit, _ := ParseBool(p.Setting("TC_COMMIT").Value)
	return commit || len(p.Traffic) > 0
}
