package dbus

// Skip reads over values of any types, and checks them no less than one that is
// wanted.
func (r *Reader) Skip(signature string) {
	if !validSignature(signature) {
		r.fail("%q is no signature", printable(signature))
		return
	}
	r.skipAll(signature, 0)
}

// end wants nothing to be left.
func (r *Reader) end() {
	if left := len(r.data) - r.pos; left > 0 {
		r.fail("%d bytes more than the signature says", left)
	}
}

// types is a valid signature, and where each complete type in it ends: looked for
// once, not for each of a million empty arrays.
type types struct {
	codes string
	ends  [maxSignature]uint8 // by where the type begins; nothing is said of ) and }
}

func (t *types) find(signature string) {
	t.codes = signature
	for i := len(signature) - 1; i >= 0; i-- {
		end := i + 1
		switch signature[i] {
		case 'a':
			end = int(t.ends[i+1])
		case '(', '{':
			for signature[end] != ')' && signature[end] != '}' {
				end = int(t.ends[end])
			}
			end++
		}
		t.ends[i] = uint8(end)
	}
}

// skipAll reads over values of the types of a valid signature, inside so many
// containers.
func (r *Reader) skipAll(signature string, depth int) {
	var t types
	t.find(signature)
	for i := 0; i < len(signature) && r.err == nil; i = int(t.ends[i]) {
		r.skip(&t, i, depth)
	}
}

// skip reads over a value of the type that begins at i.
func (r *Reader) skip(t *types, i, depth int) {
	code := t.codes[i]
	switch code {
	case 'b':
		r.Bool()
	case 's':
		r.text(r.length())
	case 'o':
		r.Path()
	case 'g':
		r.Signature()
	case 'v', 'a', '(', '{':
		if depth == maxDepth {
			r.fail("more than %d containers in one another", maxDepth)
			return
		}
		r.skipContainer(t, i, depth+1)
	default:
		r.align(alignment(code))
		r.take(numberSize(code))
	}
}

func (r *Reader) skipContainer(t *types, i, depth int) {
	switch t.codes[i] {
	case 'v':
		r.skipAll(r.Variant(), depth)
	case 'a':
		r.skipArray(t, i, depth)
	default: // a struct, or an entry of a dict
		r.Struct()
		last := int(t.ends[i]) - 1
		for i++; i < last && r.err == nil; i = int(t.ends[i]) {
			r.skip(t, i, depth)
		}
	}
}

func (r *Reader) skipArray(t *types, i, depth int) {
	element := t.codes[i+1 : t.ends[i]]
	size := numberSize(element[0])
	for range r.Array(element) {
		if size == 0 {
			r.skip(t, i+1, depth)
			continue
		}
		left := len(r.data) - r.pos
		if left%size != 0 {
			r.fail("an array of %d bytes, elements of %d", left, size)
		}
		r.take(left) // all at once: nothing in them can be wrong
	}
}
