package state

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/netonce/netonce/apply/plan"
	"github.com/netonce/netonce/ifcfg"
)

const ownedFile = "owned.json"

// Owned is what netonce holds, by interface.
type Owned map[string]Interface

// Interface is what netonce holds on one interface and for whom.
type Interface struct {
	Profile string `json:"profile"` // file name
	Metric  uint32 `json:"metric"`  // default metric of its routes
	Down    bool   `json:"down"`    // taken down by hand: a reload leaves it so
	plan.Owned
}

// Owned reads what is held; nothing where nothing was ever written.
func (s *Store) Owned() (Owned, error) {
	o, err := load[Owned](s, ownedFile)
	if errors.Is(err, fs.ErrNotExist) {
		return Owned{}, nil
	}
	if err != nil {
		return Owned{}, err
	}
	for name, i := range o {
		if err := i.validate(name); err != nil {
			return Owned{}, fmt.Errorf("%s: %w", ownedFile, err)
		}
	}
	return o, nil
}

// SetOwned writes what is held.
func (s *Store) SetOwned(o Owned) error { return save(s, ownedFile, o) }

func (i Interface) validate(name string) error {
	if err := ifcfg.CheckInterfaceName(name); err != nil {
		return err
	}
	for _, k := range i.Addresses {
		if !k.Prefix.IsValid() || k.Interface != name {
			return fmt.Errorf("%s: bad address", name)
		}
	}
	for _, r := range i.Routes {
		if !r.Destination.IsValid() || r.Interface != name && r.Interface != "" {
			return fmt.Errorf("%s: bad route", name)
		}
	}
	return nil
}
