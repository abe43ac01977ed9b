package output

import (
	"encoding/json"
	"io"
)

// JSON writes a value on a line of its own, for programs: "<" and "&" as they are.
func JSON(w io.Writer, x any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(x)
}
