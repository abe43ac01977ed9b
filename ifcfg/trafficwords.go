package ifcfg

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// trafficForm is how the argument of a word stands: a letter in the table of words.
type trafficForm byte

const (
	trafficCount  trafficForm = 'n'
	trafficSize   trafficForm = 'b' // bytes
	trafficTime   trafficForm = 't' // microseconds
	trafficRate   trafficForm = 'r' // bytes a second
	trafficFlag   trafficForm = '-' // none
	trafficText   trafficForm = '*' // of the action simple
	trafficDevice trafficForm = 'i' // interface
	trafficWay    trafficForm = '<' // egress or ingress
	trafficDeed   trafficForm = '>' // mirror or redirect
)

// trafficWords is the table of what may follow a kind of discipline or action: words,
// with their forms in front.
func trafficWords(kind string) string {
	switch kind {
	case "fq_codel":
		return "nlimit nflows ttarget tinterval bquantum tce_threshold bmemory_limit -ecn"
	case "sfq":
		return "bquantum nperturb nlimit ndivisor nflows ndepth"
	case "tbf":
		return "rrate bburst blimit tlatency"
	case "simple":
		return "*sdata"
	case "mirred":
		return "<egress <ingress >mirror >redirect idev"
	}
	return ""
}

// attribute reads a word of a kind, with its argument.
func (l *trafficLine) attribute(name, kind string) error {
	form, one := trafficForm(0), name
	for _, w := range strings.Fields(trafficWords(kind)) {
		if w[1:] == name {
			form = trafficForm(w[0])
		}
	}
	if form == 0 {
		return fmt.Errorf("%q is not a word of %s", name, kind)
	}
	switch form { // of either two one can be said
	case trafficWay:
		one = "egress"
	case trafficDeed:
		one = "mirror"
	}
	if slices.Contains(l.seen, one) {
		return fmt.Errorf("%q stands twice", name)
	}
	l.seen = append(l.seen, one)
	switch form {
	case trafficFlag:
		name = "1"
		fallthrough
	case trafficWay, trafficDeed:
		l.set(one, name)
		return nil
	}
	if l.next == len(l.words) {
		return fmt.Errorf("nothing follows %q", name)
	}
	value, err := l.valueOf(form)
	l.set(name, value)
	return err
}

func (l *trafficLine) set(name, value string) { l.Options = append(l.Options, Setting{name, value}) }

// valueOf reads the next word as a form takes it.
func (l *trafficLine) valueOf(form trafficForm) (string, error) {
	s := l.argument()
	switch form {
	case trafficText:
		if len(s) > 31 { // SIMP_MAX_DATA, with the zero behind it
			return "", fmt.Errorf("%d bytes are more than 31", len(s))
		}
		return s, nil
	case trafficDevice:
		return s, CheckInterfaceName(s)
	case trafficCount:
		n, err := ParseInt(s, 10, 0, math.MaxUint32)
		return strconv.FormatInt(n, 10), err
	}
	number, unit := trafficQuantity(s)
	n, err := strconv.ParseFloat(number, 64)
	factor, most := trafficUnit(form, strings.ToLower(unit)), float64(math.MaxUint32)
	if form == trafficRate {
		most = 1 << 53
	}
	switch n *= factor; {
	case err != nil || factor == 0:
		return "", fmt.Errorf("%q is not %s", s, map[trafficForm]string{trafficSize: "a size, as 1600 or 10kb", trafficTime: "a time, as 5ms", trafficRate: "a rate, as 10mbit"}[form])
	case n < 0 || n > most:
		return "", fmt.Errorf("%q is more than fits", s)
	case form == trafficRate && n < 1:
		return "", errors.New("a rate of less than a byte a second")
	case form == trafficRate && unit == "":
		l.warn(l.words[l.next-1].pos, "value", fmt.Sprintf("%s bytes a second, as NetworkManager has a rate without its unit; tc(8) has bits", s), "write "+s+"bps")
	}
	return strconv.FormatUint(uint64(n), 10), nil
}

// trafficQuantity splits a number from its unit.
func trafficQuantity(s string) (number, unit string) {
	end := strings.IndexFunc(s, func(c rune) bool { return c != '.' && (c < '0' || c > '9') })
	if end < 0 {
		return s, ""
	}
	return s[:end], s[end:]
}

// trafficUnit is what a unit of tc(8) stands for in microseconds, bytes, or bytes a
// second; 0 for none. Sizes go by 1024, rates by 1000, or by 1024 with an i.
func trafficUnit(form trafficForm, unit string) float64 {
	if form == trafficTime {
		for i, words := range [...]string{" us usec usecs ", " ms msec msecs ", " s sec secs "} {
			if unit == "" || strings.Contains(words, " "+unit+" ") {
				return [...]float64{1, 1e3, 1e6}[i]
			}
		}
		return 0
	}
	factor, step := 1.0, 1024.0
	prefix, bits := strings.CutSuffix(unit, "bit")
	if bits {
		factor = 1.0 / 8
	} else if form == trafficRate {
		prefix, bits = strings.CutSuffix(unit, "bps")
		if !bits && unit != "" {
			return 0
		}
	} else {
		prefix = strings.TrimSuffix(prefix, "b")
	}
	if form == trafficRate {
		if p, binary := strings.CutSuffix(prefix, "i"); binary && p != "" {
			prefix = p
		} else {
			step = 1000
		}
	}
	i := strings.Index("kmgt", prefix)
	if len(prefix) > 1 || i < 0 {
		return 0
	}
	for range i + len(prefix) {
		factor *= step
	}
	return factor
}
