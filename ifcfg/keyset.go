package ifcfg

import (
	"errors"
	"fmt"
)

// Keys returns the keys that are applied and not rare, in the order of the documentation.
func Keys() []Key { return described(keys()) }

// AllKeys returns the whole key table: the common keys, then the rare ones and those
// that are only known, by scope.
func AllKeys() []Key {
	rows := keys()
	for _, part := range otherKeys() {
		rows = append(rows, part()...)
	}
	return described(rows)
}

// RouteKeys returns the keys of route- files that are written in keys.
func RouteKeys() []Key { return described(routeFileKeys()) }

// described fills in what rows say by their grammars.
func described(rows []Key) []Key {
	for i := range rows {
		if rows[i].Values == yesNo {
			rows[i].Takes = aBoolean()
		}
		if rows[i].Values == "" {
			rows[i].Values = rows[i].Takes.String()
		}
	}
	return rows
}

// KeyNamed returns the row for a name as it stands in a file, with its number if
// it has one.
func KeyNamed(name string) (Key, bool) {
	k, _ := newKeyTable().find(name)
	if k == nil {
		return Key{}, false
	}
	return described([]Key{*k})[0], true
}

// CheckValue reports why NetworkManager would not take a value of a key as it is
// meant, or would not take it at all. The value is as in a profile, unescaped;
// the empty one is as good as none and always right. A key that is not known is
// an error. The error does not quote a secret.
func CheckValue(key, value string) error { return NewChecker().Check(key, value) }

// Checker checks many values with one key table.
type Checker struct{ table keyTable }

// NewChecker makes a Checker.
func NewChecker() Checker { return Checker{newKeyTable()} }

// Check is CheckValue.
func (c Checker) Check(key, value string) error {
	k, index := c.table.find(key)
	if k == nil {
		return fmt.Errorf("%s: no such key", key)
	}
	if _, fault := checkText(value); fault != nil {
		return fmt.Errorf("%s: %w", key, fault)
	}
	if value == "" {
		return nil
	}
	if err := k.check(key, value, index); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return nil
}

// check asks the row's grammar, or where it has none its typed reader.
func (k *Key) check(name, text string, index int) error {
	if k.read == nil || k.Takes.form != formText {
		return k.checkGrammar(text)
	}
	r := &reader{p: &Profile{}}
	k.read(r, value{Assignment: Assignment{Key: name, Value: text, Raw: text}, index: index})
	for _, d := range r.p.Diagnostics {
		return errors.New(d.Message)
	}
	return nil
}

func (k *Key) checkGrammar(text string) error {
	err := k.Takes.Check(text)
	if err != nil && k.Secret {
		return fmt.Errorf("the value is not %s", k.Takes)
	}
	return err
}
