package ifcfg

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// addition is a file that adds addresses to the profile it is named after: an
// alias (ifcfg-eth0:1, one address) or a range (ifcfg-eth0-range0, many); or its
// secrets (keys-eth0).
type addition struct {
	file *File
	name string
}

// splitAddition finds the profile that a file adds to by its name. NetworkManager
// takes the last colon, the old scripts the first "-range".
func splitAddition(name string) (parent, id string, ranged, ok bool) {
	if i := strings.LastIndexByte(name, ':'); i >= 0 {
		return name[:i], name[i+1:], false, true
	}
	if i := strings.Index(name, "-range"); i > len(profilePrefix)-1 {
		return name[:i], name[i+len("-range"):], true, true
	}
	return "", "", false, false
}

// add reads the addresses of a file that belongs to the profile.
func (r *reader) add(a addition) {
	r.p.Diagnostics = append(r.p.Diagnostics, a.file.Diagnostics()...)
	_, _, ranged, _ := splitAddition(a.name)
	switch {
	case !strings.HasPrefix(a.name, profilePrefix):
		r.addKeys(a.file)
	case ranged:
		r.addRange(a)
	default:
		r.addAlias(a)
	}
}

// addAlias reads an alias file: an address, its prefix length the parent's where
// it has none of its own. NetworkManager reads nothing else of it, and sets the
// address whatever ONBOOT and ONPARENT say.
func (r *reader) addAlias(a addition) {
	parent, id, _, _ := splitAddition(a.name)
	suffix := strings.TrimPrefix(parent, profilePrefix)
	refuse := func(at Pos, key, message, hint string) {
		r.report(at, Error, "alias", key, message+"; the address is not set", hint)
	}
	if strings.Trim(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != "" || strings.Contains(suffix, ":") {
		refuse(Pos{File: a.file.Name}, "", "an alias is named after its profile, ':' and letters, digits or '_'", "name the file ifcfg-"+suffix+":1")
		return
	}
	label := suffix + ":" + id
	device, ok := a.file.Lookup("DEVICE")
	onDevice := r.p.Device.Value + ":" + id
	switch {
	case !ok || device.Value == "":
		r.report(Pos{File: a.file.Name}, Warning, "alias", "", "there is no DEVICE; NetworkManager passes the file over for it, the old scripts did not", "write DEVICE="+label)
	case device.Value != label && device.Value != onDevice:
		refuse(device.Pos, "DEVICE", fmt.Sprintf("%q is not the alias that the file's name says", device.Value), "write DEVICE="+label)
		return
	}
	k := addressKeys{index: -1, inherits: true}
	for at := range a.file.Assignments() {
		r.added(at, &k, false)
	}
	if k.addr.Key == "" {
		refuse(Pos{File: a.file.Name}, "IPADDR", "there is none", "write IPADDR")
		return
	}
	k.label = labelOf(onDevice)
	r.extra = append(r.extra, k)
}

// added reads an assignment of an alias or a range file into the keys of an
// address, and tells of what counts for nothing there.
func (r *reader) added(at Assignment, keys *addressKeys, ranged bool) {
	where := "an alias file"
	if ranged {
		where = "a range file"
	}
	k, index := r.table.find(at.Key)
	v := value{at, index}
	switch {
	case k == nil:
		r.unknownKey(at)
		return
	case at.Value == "" && at.Bad == nil:
		return
	case k.Name == "IPADDR" && index < 0:
		keys.addr = v
		return
	case k.Name == "PREFIX" && index < 0:
		keys.prefix = v
		return
	case k.Name == "NETMASK" && index < 0:
		keys.netmask = v
		return
	}
	if at.Bad != nil {
		return
	}
	if err := k.check(at.Key, at.Value, index); err != nil && k.Name != "DEVICE" && k.Name != "IPADDR_START" && k.Name != "IPADDR_END" {
		r.warn(v, "value", err.Error(), "")
	}
	switch k.Name {
	case "DEVICE", "NAME", "ONBOOT", "NM_CONTROLLED", "TYPE", "UUID", "BROADCAST", "NETWORK", "IPADDR_START", "IPADDR_END", "CLONENUM_START", "NO_ALIASROUTING":
	case "BOOTPROTO":
		if w := strings.ToLower(at.Value); w != "none" && w != "static" {
			r.warn(v, "unread", "not read in "+where+": the address is set as if it were none", "")
		}
	case "ONPARENT":
		if isNo(at.Value) && !ranged {
			r.warn(v, "unread", "NetworkManager never read this: the address is set", "move the file away")
		}
	default:
		if k.Fate != Stateless && !k.asksNothing(at.Value) {
			r.warn(v, "unread", "not read in "+where, "write it into "+r.p.File)
		}
	}
}

// addRange reads a range file, which NetworkManager never knew: the addresses
// from IPADDR_START to IPADDR_END, labelled from CLONENUM_START on.
func (r *reader) addRange(a addition) {
	if on, ok := a.file.Lookup("ONPARENT"); ok && isNo(on.Value) {
		r.report(on.Pos, Warning, "unread", "ONPARENT", "the addresses of the range are not set", "")
		return
	}
	k := addressKeys{index: -1, inherits: true}
	for at := range a.file.Assignments() {
		r.added(at, &k, true)
	}
	k.addr = value{index: -1}
	from, ok := r.rangeEnd(a.file, "IPADDR_START", &k.addr)
	if !ok {
		return
	}
	var last value
	to, ok := r.rangeEnd(a.file, "IPADDR_END", &last)
	if !ok {
		return
	}
	if [3]byte(from[:3]) != [3]byte(to[:3]) || from[3] > to[3] {
		r.noRange(last.Pos, last.Key, fmt.Sprintf("%s and %s are no range: only the last number may differ, and grow", netip.AddrFrom4(from), netip.AddrFrom4(to)))
		return
	}
	number := int64(0) // what is wrong with it is told already
	if at, ok := a.file.Lookup("CLONENUM_START"); ok {
		number, _ = ParseInt(at.Value, 10, 0, 1<<31-1)
	}
	for n := int(from[3]); n <= int(to[3]); n++ {
		from[3] = byte(n)
		k.addr.Value = netip.AddrFrom4(from).String()
		k.label = labelOf(r.p.Device.Value + ":" + strconv.FormatInt(number, 10))
		r.extra = append(r.extra, k)
		number++
	}
}

// rangeEnd reads an end of a range and keeps its assignment in v.
func (r *reader) rangeEnd(f *File, key string, v *value) (end [4]byte, ok bool) {
	at, ok := f.Lookup(key)
	if !ok {
		r.noRange(Pos{File: f.Name}, key, "there is none")
		return end, false
	}
	v.Assignment = at
	if at.Bad != nil {
		return end, false
	}
	a, err := ParseIPv4(strings.TrimSpace(at.Value))
	if err != nil {
		r.noRange(at.Pos, key, err.Error())
		return end, false
	}
	return a.As4(), true
}

func (r *reader) noRange(at Pos, key, message string) {
	r.report(at, Error, "range", key, message+"; no address of the range is set", "")
}

// labelOf is a label where the kernel has room for it: labels are as long as
// names of interfaces.
func labelOf(s string) string {
	if len(s) > maxInterfaceName || s[0] == ':' {
		return ""
	}
	return s
}
