package network

import (
	"strings"

	"netonce/ifcfg/lists"
)

// Option is one thing that a link of a kind is set to, or a port of it, in the
// words of ip-link(8): "miimon" 100.
type Option struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Index int    `json:"index,omitempty"` // of the interface that Value names; the kernel tells no more
}

// Options are those of a link, in the kernel's order.
type Options []Option

// Get returns the option of that name.
func (o Options) Get(name string) (Option, bool) {
	if x := o.Find(name); x != nil {
		return *x, true
	}
	return Option{}, false
}

// Find returns the option of that name, nil for none.
func (o Options) Find(name string) *Option {
	for i := range o {
		if o[i].Name == name {
			return &o[i]
		}
	}
	return nil
}

// With returns the options and one more. Those that have grown from the same ones
// share nothing.
func (o Options) With(name, value string) Options {
	return append(o[:len(o):len(o)], Option{Name: name, Value: value})
}

// Set replaces or adds options.
func (o Options) Set(more Options) Options {
	if len(more) == 0 {
		return o
	}
	next := append(Options{}, o...)
	for _, x := range more {
		found := false
		for i := range next {
			if next[i].Name == x.Name {
				next[i], found = x, true
			}
		}
		if !found {
			next = append(next, x)
		}
	}
	return next
}

// Same reports whether two options say the same: of an interface the index does.
func (o Option) Same(x Option) bool {
	if o.Index != 0 || x.Index != 0 {
		return o.Name == x.Name && o.Index == x.Index
	}
	return o == x
}

func (o Options) String() string {
	var words []string
	for _, x := range o {
		words = append(words, x.Name, x.Value)
	}
	return strings.Join(words, " ")
}

// value is that of the only option, empty where there is none.
func (o Options) value() string {
	if len(o) == 0 {
		return ""
	}
	return o[0].Value
}

// Ref names an interface, with its index where it is there already.
type Ref struct {
	Name  string
	Index int
}

// Among returns those that have the names of others, as they are.
func (o Options) Among(others Options) Options {
	return lists.Without(o, func(x *Option) bool {
		return !lists.Any(others, func(y *Option) bool { return y.Name == x.Name })
	})
}
