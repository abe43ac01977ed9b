package ifcfg

// Field is a value with the place it was read from. Where Pos is not set, the
// value is a default or an inference.
type Field[T any] struct {
	Value T
	Pos   Pos
	Key   string // the key that gave it, as written: IPADDR1
}

// IsSet reports whether a file gave the value.
func (f Field[T]) IsSet() bool { return f.Pos.IsSet() }

// Or returns the field, or one with the value d where the field is not set.
func (f Field[T]) Or(d T) Field[T] {
	if f.IsSet() {
		return f
	}
	f.Value = d
	return f
}

// Because names the place and the key, as plans and messages show them.
func (f Field[T]) Because() string {
	if !f.IsSet() {
		return ""
	}
	return f.Pos.String() + ": " + f.Key
}
