package nmcli

import (
	"cmp"
	"sort"
	"strconv"
	"strings"

	"netonce/cmd/netonce/nmcli/output"
	"netonce/ifcfg/property"
)

// showConnections lists the profiles, or shows those that are named.
func showConnections(c *call) error {
	all := c.takeOwn()
	active, order, err := c.listOptions()
	if err != nil {
		return err
	}
	if len(c.args) > 0 {
		return c.showNamed(all)
	}
	look := c.look
	if c.json && !active {
		look = c.lookAtFiles // where there is no kernel to ask too
	}
	s, err := look()
	if err != nil {
		return err
	}
	list := s.profiles
	if active {
		list = s.those(func(p *profile) bool { return s.active(p) != nil })
	}
	if err := s.order(list, order); err != nil {
		return err
	}
	if c.json {
		return output.JSON(c.out, documents(list, all))
	}
	listing := s.connectionListing()
	if active {
		listing.title = "NetworkManager active profiles"
	}
	return listing.print(c, list)
}

// listOptions reads the options at the front. What is none of them is left: to
// nmcli it is a name.
func (c *call) listOptions() (active bool, order string, err error) {
	for len(c.args) > 0 && strings.HasPrefix(c.args[0], "-") {
		switch word := strings.TrimLeft(c.args[0], "-"); {
		case begins(word, "active"):
			active = true
			c.args = c.args[1:]
		case begins(word, "order"):
			c.args = c.args[1:]
			if order, err = c.value("--order"); err != nil {
				return active, order, err
			}
		default:
			return active, order, nil
		}
	}
	return active, order, nil
}

// order sorts by what --order asks for.
func (s *scene) order(list []*profile, keys string) error {
	var by []func(p, q *profile) int
	for _, key := range strings.FieldsFunc(keys, func(r rune) bool { return r == ':' || r == ',' }) {
		name := strings.TrimLeft(key, "+-")
		compare := map[string]func(p, q *profile) int{
			"active": func(p, q *profile) int { return cmp.Compare(rank(s.active(q) != nil), rank(s.active(p) != nil)) },
			"name":   func(p, q *profile) int { return strings.Compare(p.id, q.id) },
			"type":   func(p, q *profile) int { return strings.Compare(p.kind, q.kind) },
			"path": func(p, q *profile) int {
				return cmp.Or(cmp.Compare(len(p.path), len(q.path)), strings.Compare(p.path, q.path))
			},
		}[name]
		switch {
		case compare == nil:
			return misuse("invalid '--order' argument '%s': active, name, type or path.", key)
		case strings.HasPrefix(key, "-"):
			by = append(by, func(p, q *profile) int { return compare(q, p) })
		default:
			by = append(by, compare)
		}
	}
	sort.SliceStable(list, func(i, j int) bool {
		for _, compare := range by {
			if n := compare(list[i], list[j]); n != 0 {
				return n < 0
			}
		}
		return false
	})
	return nil
}

func (s *scene) connectionListing() listing[*profile] {
	of := func(f func(*device) string) func(*profile) string {
		return func(p *profile) string {
			if d := s.active(p); d != nil {
				return f(d)
			}
			return ""
		}
	}
	return listing[*profile]{
		title: "NetworkManager connection profiles",
		fields: []field[*profile]{
			{"NAME", func(p *profile) string { return p.id }, nil},
			{"UUID", func(p *profile) string { return p.uuid }, nil},
			{"TYPE", func(p *profile) string { return property.ShortType(p.kind) }, func(p *profile) string { return p.kind }},
			{"TIMESTAMP", func(p *profile) string { return strconv.FormatInt(s.timestamp(p), 10) }, nil},
			{"TIMESTAMP-REAL", s.timestampWords, nil},
			{"AUTOCONNECT", func(p *profile) string { return yes(p.autoconnect()) }, nil},
			{"AUTOCONNECT-PRIORITY", func(p *profile) string { return strconv.Itoa(p.priority()) }, nil},
			{"READONLY", func(*profile) string { return "no" }, nil},
			{"DBUS-PATH", func(p *profile) string { return p.path }, nil},
			{"ACTIVE", func(p *profile) string { return yes(s.active(p) != nil) }, nil},
			{"DEVICE", of(func(d *device) string { return d.Link.Name }), nil},
			{"STATE", of(func(*device) string { return "activated" }), nil},
			{"ACTIVE-PATH", of((*device).activePath), nil},
			{"PORT", of((*device).portOf), nil},
			{"FILENAME", func(p *profile) string { return p.file }, nil},
		},
		common: "NAME,UUID,TYPE,DEVICE",
		color:  func(p *profile) string { return s.active(p).color() },
	}
}

// timestamp is when a profile was up last, in seconds since 1970: now, for those
// that are. Of others nothing is known.
func (s *scene) timestamp(p *profile) int64 {
	if s.active(p) == nil {
		return 0
	}
	return s.facts.Now.Unix()
}

func (s *scene) timestampWords(p *profile) string {
	if s.active(p) == nil {
		return "never"
	}
	return s.facts.Now.Format("Mon Jan _2 15:04:05 2006")
}

// portOf names the kind of controller that a device is a port of.
func (d *device) portOf() string {
	if controller := d.controller(); controller != nil {
		return deviceType(&controller.Link)
	}
	return ""
}
