package dbus

// Skip reads over values of any types, and checks them no less than one that is
// wanted.
func (r *Reader) Skip(signature string) {
	if !validSignature(signature) {
		r.fail("%q is no signature", printable(signature))
	}
	for signature != "" && r.err == nil {
		signature = r.skip(signature, 0)
	}
}

// end wants nothing to be left.
func (r *Reader) end() {
	if left := len(r.data) - r.pos; left > 0 {
		r.fail("%d bytes more than the signature says", left)
	}
}

// skip reads over a value of the first type of a valid signature, inside so many
// containers, and returns the types behind it. It is not called after an error.
func (r *Reader) skip(signature string, depth int) (rest string) {
	code := signature[0]
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
		}
		return r.skipContainer(signature, depth+1)
	default:
		r.align(alignment(code))
		r.take(numberSize(code))
	}
	return signature[1:]
}

func (r *Reader) skipContainer(signature string, depth int) (rest string) {
	switch signature[0] {
	case 'v':
		if inner := r.Variant(); r.err == nil {
			r.skip(inner, depth)
		}
		return signature[1:]
	case 'a':
		return r.skipArray(signature, depth)
	}
	r.Struct()
	rest = signature[1:]
	for r.err == nil && rest[0] != ')' && rest[0] != '}' {
		rest = r.skip(rest, depth)
	}
	return rest[1:]
}

func (r *Reader) skipArray(signature string, depth int) (rest string) {
	rest, _ = cutType(signature, 0, 0)
	element := signature[1 : len(signature)-len(rest)]
	size := numberSize(element[0])
	for range r.Array(element) {
		if size == 0 {
			r.skip(element, depth)
			continue
		}
		left := len(r.data) - r.pos
		if left%size != 0 {
			r.fail("an array of %d bytes, elements of %d", left, size)
		}
		r.take(left) // all at once: nothing in them can be wrong
	}
	return rest
}
