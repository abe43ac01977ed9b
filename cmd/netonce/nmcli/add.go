package nmcli

import (
	"fmt"
	"slices"
	"strings"

	"netonce/ifcfg/property"
)

// addConnection makes a new profile.
func addConnection(c *call) error {
	if err := c.refuseTemporary(); err != nil {
		return err
	}
	files, err := c.system.Files()
	if err != nil {
		return err
	}
	kind, err := c.takeType()
	if err != nil {
		return err
	}
	con, err := property.Open(files).New(kind.long)
	if err != nil {
		return misuse("%w.", err)
	}
	a := addition{call: c, kind: kind, con: con, others: profiles(files)}
	if err := a.fill(); err != nil {
		return err
	}
	if err := con.Save(c.system.Dir()); err != nil {
		return fail(exitFailed, "Failed to add '%s' connection: %w", con.ID(), err)
	}
	fmt.Fprintf(c.out, "Connection '%s' (%s) successfully added.\n", con.ID(), con.UUID())
	return nil
}

// addition is a profile in the making.
type addition struct {
	*call
	kind   addable
	con    *property.Connection
	others []*profile
}

func (a *addition) fill() error {
	if a.kind.port != "" {
		if err := a.set("connection.port-type", a.kind.port); err != nil {
			return err
		}
	}
	addressed := slices.ContainsFunc(a.args, func(w string) bool { return strings.HasSuffix(w, ".method") })
	if err := a.setProperties(a.con); err != nil {
		return err
	}
	if err := a.findController(); err != nil {
		return err
	}
	for _, family := range []string{"ipv4", "ipv6"} {
		if !addressed && a.get(family+".addresses") != "" {
			if err := a.set(family+".method", "manual"); err != nil {
				return err
			}
		}
	}
	if a.kind.stem != "" && a.con.Interface() == "" {
		if err := a.set("connection.interface-name", a.freeInterface(a.kind.stem)); err != nil {
			return err
		}
	}
	if a.con.ID() == "" {
		return a.set("connection.id", a.freeName())
	}
	return nil
}

// findController demands a controller of a port.
func (a *addition) findController() error {
	if a.kind.port != "" && a.get("connection.controller") == "" {
		return misuse("'controller' argument is required.")
	}
	return settleController(a.con, a.others)
}

// freeName makes a name from the type and the interface, with a number where it
// is taken.
func (a *addition) freeName() string {
	base := property.ShortType(a.con.Type())
	if port := a.get("connection.port-type"); port != "" {
		base = port + "-slave"
	}
	if name := a.con.Interface(); name != "" {
		base += "-" + name
	}
	return numbered(base, "-", func(name string) bool {
		return slices.ContainsFunc(a.others, func(p *profile) bool { return p.id == name })
	})
}

func (a *addition) freeInterface(stem string) string {
	return numbered(stem, "", func(name string) bool {
		return slices.ContainsFunc(a.others, func(p *profile) bool { return p.device == name })
	})
}

// numbered puts the first number behind a name that makes it free.
func numbered(name, separator string, taken func(string) bool) string {
	free := name
	for n := 1; taken(free); n++ {
		free = fmt.Sprintf("%s%s%d", name, separator, n)
	}
	return free
}

func (a *addition) set(full, value string) error { return set(a.con, full, value) }

func (a *addition) get(full string) string { return get(a.con, full) }

// set gives a property a value.
func set(con *property.Connection, full, value string) error {
	p, err := rowNamed(full)
	if err != nil {
		return err
	}
	return change{p, 0, value}.apply(con)
}

// get returns the words of a property as one, empty where it has its default.
func get(con *property.Connection, full string) string {
	p, err := rowNamed(full)
	if err != nil {
		return ""
	}
	return strings.Join(con.Get(p), ",")
}

func rowNamed(full string) (*property.Property, error) {
	setting, name, _ := strings.Cut(full, ".")
	return findProperty(property.Table(), setting, name)
}
