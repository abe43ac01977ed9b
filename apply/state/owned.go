package state

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net/netip"
	"strings"
	"time"

	"netonce/apply/network"
	"netonce/apply/plan"
	"netonce/apply/resolv"
	"netonce/ifcfg"
)

const ownedFile = "owned.json"

// Owned is what netonce holds, by interface.
type Owned map[string]Interface

// Interface is what netonce holds on one interface and for whom.
type Interface struct {
	Profile string          `json:"profile"`         // file name
	Metric  uint32          `json:"metric"`          // default metric of its routes
	Index   int             `json:"index,omitempty"` // of the link that a run has finished with
	Down    bool            `json:"down,omitempty"`  // taken down by hand: a reload leaves it so
	Named   bool            `json:"named,omitempty"` // brought up by name: a reload leaves it so
	Root    bool            `json:"root,omitempty"`  // brought up in the initramfs: the root file system may be behind it
	DNS     []resolv.Source `json:"dns,omitempty"`   // as handed over last
	Tries   int             `json:"tries,omitempty"` // how often a lease was asked for in vain
	Tried   time.Duration   `json:"tried,omitempty"` // when last, counted from boot
	// Quiet is until when not to ask, counted from boot, as a server would have it (RFC 8925).
	Quiet  time.Duration `json:"quiet,omitempty"`
	Router Router        `json:"router,omitzero"`
	Tries6 int           `json:"tries6,omitempty"` // as Tries and Tried, for DHCPv6
	Tried6 time.Duration `json:"tried6,omitempty"`
	plan.Owned
}

// Between tries to get a first lease.
const (
	firstRetry = 30 * time.Second
	lastRetry  = 5 * time.Minute
)

// Due returns when a lease is to be asked for again, counted from boot.
func (i Interface) Due() time.Duration {
	if i.Quiet > 0 {
		return i.Quiet
	}
	return Retry(i.Tries, i.Tried)
}

// Retry returns when to try again what was tried some times in vain, at last at a time
// counted from boot.
func Retry(tries int, tried time.Duration) time.Duration {
	pause := firstRetry
	for n := 1; n < tries && pause < lastRetry; n++ {
		pause *= 2
	}
	return tried + min(pause, lastRetry)
}

// Owned reads what is held; nothing where nothing was ever written.
func (s *Store) Owned() (Owned, error) {
	var o Owned
	err := s.load(ownedFile, &o)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrOtherBoot) {
		return Owned{}, nil // the kernel has forgotten too
	}
	if err != nil || o == nil {
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
func (s *Store) SetOwned(o Owned) error { return s.save(ownedFile, o) }

func (i Interface) validate(name string) error {
	if err := ifcfg.CheckInterfaceName(name); err != nil {
		return err
	}
	if !ifcfg.IsProfileName(i.Profile) {
		return fmt.Errorf("%s: %q is no profile", name, i.Profile)
	}
	for _, k := range i.Addresses {
		if !k.Prefix.IsValid() || k.Prefix.Addr().Is4In6() || k.Interface != name {
			return fmt.Errorf("%s: bad address", name)
		}
	}
	for _, r := range i.Routes {
		if r.Interface != name && (r.Interface != "" || !r.Type.Discards()) || !coherent(r) {
			return fmt.Errorf("%s: bad route", name)
		}
	}
	for _, r := range i.Rules {
		if err := checkRule(r); err != nil {
			return fmt.Errorf("%s: bad rule: %w", name, err)
		}
	}
	for n := range i.Traffic {
		if !i.Traffic[n].Valid() {
			return fmt.Errorf("%s: bad discipline", name)
		}
	}
	for _, s := range i.Sysctls {
		if s.Interface != name || s.Family != "ipv4" && s.Family != "ipv6" || s.Key == "" || strings.ContainsAny(s.Key, "/\x00") {
			return fmt.Errorf("%s: bad setting", name)
		}
	}
	if s := i.Ethtool.String() + i.Rounded.String(); strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-_:[] ") != "" {
		return fmt.Errorf("%s: bad setting", name)
	}
	if len(i.Made) > 15 || strings.Trim(i.Made, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return fmt.Errorf("%s: bad kind", name)
	}
	if min(i.Tries, i.Tries6) < 0 || min(i.Tried, i.Tried6, i.Quiet) < 0 {
		return fmt.Errorf("%s: bad count of tries", name)
	}
	if err := i.Router.validate(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if i.Index < 0 || i.MTU < 0 || i.MTU > math.MaxInt32 || len(i.MAC) > 32 || i.Token.IsValid() && !i.Token.Is6() || i.Promisc != "" && i.Promisc != "on" && i.Promisc != "off" {
		return fmt.Errorf("%s: bad link", name)
	}
	return nil
}

// coherent reports whether all of a route is of one family.
func coherent(r network.Route) bool {
	to := r.Destination
	if !to.IsValid() || to != to.Masked() || to.Addr().Is4In6() {
		return false
	}
	for _, a := range []netip.Addr{r.Gateway, r.Source, r.From.Addr()} {
		if a.IsValid() && a.BitLen() != to.Addr().BitLen() {
			return false
		}
	}
	return true
}

// checkRule refuses a rule that no kernel could have.
func checkRule(r network.Rule) error {
	for _, p := range []netip.Prefix{r.From, r.To} {
		if p != (netip.Prefix{}) && (!p.IsValid() || p.Addr().Is6() != r.Six || p.Addr().Is4In6()) {
			return fmt.Errorf("prefix %s", p)
		}
	}
	for _, name := range []string{r.IIF, r.OIF} {
		if name != "" {
			if err := ifcfg.CheckInterfaceName(name); err != nil {
				return err
			}
		}
	}
	if r.Action != network.RuleToTable && network.RuleActions()[r.Action] == "" {
		return fmt.Errorf("action %d", r.Action)
	}
	return nil
}
