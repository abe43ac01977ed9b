package ifcfg

import (
	"cmp"
	"net/netip"
	"sort"
	"strings"
	"time"
)

// reader turns the assignments of a file into a Profile: the rows of the key
// table fill its fields key by key, then what needs several keys is settled.
type reader struct {
	p        *Profile
	file     string // as positions name it
	table    keyTable
	defaults Defaults

	kind, deviceType, bootProto, autoconf  Field[string]
	defRoute4, defRoute6                   Field[bool]
	ipv6Init, ipv6Disabled, ipv6Forwarding Field[bool]
	dhcp6                                  Field[bool]
	metric4, metric6                       Field[int64]
	addresses, extra                       []addressKeys           // those of aliases and ranges are extra
	seen4                                  map[netip.Prefix]string // address to the key that gave it
	acd, arping                            Field[time.Duration]
	gateways, dns, derived                 []value
	addr6, secondaries6                    []Field[netip.Prefix]
	gateway6                               value
	domain, search                         []Field[string]
	unknown                                int
	preferPublic                           Field[bool]
	rules                                  []value
	secret                                 bool                // one of the keys is one
	blocking                               []value             // keys without which the rest makes no sense
	marks                                  []value             // keys that tell the link's kind, or belong to one
	inner                                  Field[netip.Prefix] // address in a tunnel
}

// read turns a parsed file into a profile.
func (t keyTable) read(f *File, base string, defaults Defaults, additions ...addition) *Profile {
	r := &reader{p: &Profile{File: base}, file: f.Name, table: t, defaults: defaults}
	r.p.Diagnostics = append(r.p.Diagnostics, f.Diagnostics()...)
	for a := range f.Assignments() {
		r.assignment(a)
	}
	for _, a := range additions {
		r.add(a)
	}
	r.settle()
	if r.secret {
		r.exposed(f)
	}
	inFileOrder(r.p.Diagnostics)
	return r.p
}

// inFileOrder sorts the diagnostics of a file, and after them those of files that
// belong to it, by their places; what is said of a file as a whole follows from
// them and comes last.
func inFileOrder(found []Diagnostic) {
	last := func(n int) uint { return uint(n - 1) } // 0 is greatest
	sort.SliceStable(found, func(i, j int) bool {
		a, b := &found[i], &found[j]
		return cmp.Or(cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(last(a.Pos.Line), last(b.Pos.Line)), cmp.Compare(a.Pos.Col, b.Pos.Col)) < 0
	})
}

// byIndex sorts assignments by the numbers of their keys. Here as elsewhere structs
// are sorted by package sort: each sort of package slices would be compiled anew.
func byIndex(values []value) {
	sort.SliceStable(values, func(i, j int) bool { return values[i].index < values[j].index })
}

func (r *reader) assignment(a Assignment) {
	k, index := r.table.find(a.Key)
	v := value{a, index}
	switch {
	case k == nil:
		r.unknownKey(a)
	case a.Value == "" && a.Bad == nil:
		// An empty value is as good as none.
	case k.read == nil:
		r.known(k, v)
	case a.Bad == nil || r.decides(k):
		k.read(r, v)
	}
}

// known reads a key that has no field: its value is checked all the same.
func (r *reader) known(k *Key, v value) {
	r.secret = r.secret || k.Secret
	if v.Bad == nil && k.Takes.form != formQdisc && k.Takes.form != formFilter { // see traffic
		r.checkKnown(k, v)
	}
	switch {
	case k.Fate == Applied:
		r.marks = append(r.marks, v)
	case k.Fate == Blocking:
		r.blocking = append(r.blocking, v)
	case k.Fate == NotApplied && !k.asksNothing(v.Value):
		hint := ""
		if k.Instead != "" {
			hint = "write " + k.Instead
		}
		r.warn(v, "not-applied", k.Why, hint)
	}
}

// checkKnown tells of a value that NetworkManager would pass over or, where that
// would cost the profile, refuse; of a list, item by item.
func (r *reader) checkKnown(k *Key, v value) {
	if k.Takes.list == "" || k.Secret {
		if err := k.checkGrammar(v.Value); err != nil {
			r.badValue(k, v.Key, v.Pos, err)
		}
		return
	}
	bad := 0
	for _, item := range v.items(k.Takes.list) {
		if err := k.Takes.check(item.text); err != nil && bad < most {
			r.badValue(k, v.Key, item.pos, err)
			bad++
		}
	}
}

func (r *reader) badValue(k *Key, key string, at Pos, err error) {
	severity, taken := Warning, "it counts as not given"
	switch {
	case k.Strict:
		severity, taken = Error, "NetworkManager refuses the profile over it"
	case k.Takes.list != "":
		taken = "it is passed over"
	case k.Default != "":
		taken = k.Default + " is taken"
	}
	hint := "write " + k.Takes.item()
	if k.Takes.form == formOptions || k.Takes.form == formEthtool || strings.Contains(err.Error(), k.Takes.item()) {
		hint = ""
	}
	r.report(at, severity, "value", key, err.Error()+"; "+taken, hint)
}

// asksNothing reports whether a value asks for what is so anyway.
func (k *Key) asksNothing(s string) bool {
	for _, w := range strings.Fields(k.Nothing) {
		if strings.EqualFold(w, s) {
			return true
		}
		b, ok := ParseBool(w)
		c, isBool := ParseBool(s)
		if k.Takes.form == formBoolean && ok && isBool && b == c {
			return true
		}
	}
	return false
}

// manyUnknown is how many unknown keys of a file are told one by one: more than
// that is no profile.
const manyUnknown = 20

func (r *reader) unknownKey(a Assignment) {
	r.unknown++
	d := Diagnostic{Pos: a.KeyPos, Severity: Warning, Code: "unknown-key", Key: a.Key, Message: "no such key"}
	switch {
	case r.unknown > manyUnknown:
		return
	case r.unknown == manyUnknown:
		d.Message = "no such key; further ones are not told"
	default:
		if near := r.table.nearest(a.Key); near != "" {
			d.Hint = "did you mean " + near + "?"
		}
	}
	r.p.Diagnostics = append(r.p.Diagnostics, d)
}

// decides reports whether a key's unreadable value is of consequence beyond
// itself: then its row wants to see it.
func (r *reader) decides(k *Key) bool {
	switch k.Name {
	case "DEVICE", "TYPE", "HWADDR", "MACADDR", "BOOTPROTO", "IPADDR", "PREFIX", "NETMASK", "DNS",
		"MATCH_INTERFACE_NAME", "MATCH_DRIVER", "MATCH_PATH", "MATCH_KERNEL_COMMAND_LINE":
		return true
	}
	return false
}

func (r *reader) fail(v value, code, message, hint string) {
	r.report(v.Pos, Error, code, v.Key, message, hint)
}

func (r *reader) warn(v value, code, message, hint string) {
	r.report(v.Pos, Warning, code, v.Key, message, hint)
}

func (r *reader) report(at Pos, s Severity, code, key, message, hint string) {
	r.p.Diagnostics = append(r.p.Diagnostics, Diagnostic{Pos: at, Severity: s, Code: code, Key: key, Message: message, Hint: hint})
}

// reject makes the whole profile void.
func (r *reader) reject(at Pos, key, message, hint string) {
	r.report(at, Error, "rejected", key, message, hint)
	r.p.Rejected, r.p.Unsupported = true, false
}

func (r *reader) settle() {
	r.identity()
	r.linkKind()
	r.stack()
	r.p.ID = r.p.ID.Or(r.p.Kind.Value.idPrefix() + r.p.Suffix())
	if r.p.Rejected && !r.p.Unsupported {
		return
	}
	r.ipv4()
	r.ipv6()
	r.nameServers()
	r.portAddresses()
	r.routingRules()
}

func (r *reader) identity() {
	p := r.p
	p.OnBoot = p.OnBoot.Or(true)
	p.Controlled = p.Controlled.Or(true)
	p.DHCP.SendHostname = p.DHCP.SendHostname.Or(true)
	if !p.Device.IsSet() && !r.kind.IsSet() && !p.Rejected {
		r.reject(Pos{File: r.file}, "", "neither DEVICE nor TYPE is given", "write DEVICE="+p.Suffix())
	}
}

func isNo(s string) bool {
	b, ok := ParseBool(s)
	return ok && !b
}
