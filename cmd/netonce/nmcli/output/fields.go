package output

import (
	"fmt"
	"slices"
	"strings"
)

// FieldError is a field that there is not.
type FieldError struct {
	Field   string
	Allowed []string
}

func (e *FieldError) Error() string {
	return fmt.Sprintf("invalid field '%s'; allowed fields: %s", e.Field, strings.Join(e.Allowed, ","))
}

// Fields splits the argument of --fields and finds each of them among those that
// are allowed, in any case of letters. Empty ones count for nothing. "all" and
// "common" stand for themselves: asked is empty for the common ones.
func Fields(argument string, all, common []string) ([]string, error) {
	switch strings.ToLower(strings.TrimSpace(argument)) {
	case "":
		return common, nil
	case "common":
		return common, nil
	case "all":
		return all, nil
	}
	var fields []string
	for _, word := range Split(argument) {
		i := slices.IndexFunc(all, func(f string) bool { return strings.EqualFold(f, word) })
		if i < 0 {
			return nil, &FieldError{word, all}
		}
		fields = append(fields, all[i])
	}
	return fields, nil
}

// Split splits a list at its commas; what is empty is left out.
func Split(list string) []string {
	var words []string
	for _, word := range strings.Split(list, ",") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// Choose keeps of a table the columns with those names, in that order.
func (t Table) Choose(columns []string) Table {
	chosen := t
	chosen.Columns = columns
	chosen.Rows = make([][]Cell, len(t.Rows))
	for i, row := range t.Rows {
		for _, name := range columns {
			if at := slices.Index(t.Columns, name); at >= 0 {
				chosen.Rows[i] = append(chosen.Rows[i], row[at])
			}
		}
	}
	return chosen
}

// Objects are the rows as programs read them: values by the names of the columns,
// a list for many.
func (t Table) Objects() []map[string]any {
	list := []map[string]any{}
	for _, row := range t.Rows {
		object := map[string]any{}
		for i, cell := range row {
			object[t.Columns[i]] = cell.Text
			if cell.Many {
				object[t.Columns[i]] = append([]string{}, cell.List...)
			}
		}
		list = append(list, object)
	}
	return list
}
