package property

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"netonce/ifcfg"
)

const (
	functionPrefix = "SRIOV_VF"
	maxFunction    = 9999 // the greatest number of a key
)

const sriovTable = `
= sriov | any
total-vfs | SRIOV_TOTAL_VFS | 0 | integer 0..4294967295 | How many virtual functions to make.
vfs | SRIOV_VF0, SRIOV_VF1, ... |  | functions | Settings of virtual functions: NUMBER ATTRIBUTE=VALUE...
autoprobe-drivers | SRIOV_AUTOPROBE_DRIVERS | -1 | numbered -1=default 0=no 1=yes | Whether drivers of the host take virtual functions.
`

// functions is a list of virtual functions, each a number with its attributes behind.
func functions() *form {
	f := phrases()
	f.parse = func(s string) (string, error) {
		number, attributes, _ := strings.Cut(strings.Join(strings.Fields(s), " "), " ")
		n, is := index(number)
		if !is || n > maxFunction || attributes == "" {
			return "", fmt.Errorf("'%s' is not the number of a virtual function, 0..%d, and attributes", s, maxFunction)
		}
		for _, attribute := range strings.Fields(attributes) {
			if err := ifcfg.CheckFunction(attribute); err != nil {
				return "", fmt.Errorf("'%s' is not a virtual function: %w", s, err)
			}
		}
		return strconv.Itoa(n) + " " + attributes, nil
	}
	return f
}

func readFunctions(s *source) (words []string) {
	if s.file != nil {
		for _, f := range functionsOf(s.file) {
			words = append(words, f.word)
		}
	}
	return words
}

type functionKey struct{ key, word string }

// functionsOf are those of the keys that can be read.
func functionsOf(file *ifcfg.File) (list []functionKey) {
	f := functions()
	for _, a := range numberedKeys(file, functionPrefix) {
		if w, err := f.parse(strings.TrimPrefix(a.Key, functionPrefix) + " " + a.Value); err == nil && a.Bad == nil {
			list = append(list, functionKey{a.Key, w})
		}
	}
	return list
}

func writeFunctions(c *Connection, sh *sheet) error {
	words := c.values["sriov.vfs"]
	for _, f := range functionsOf(sh.file) {
		n, _, _ := strings.Cut(f.word, " ")
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, n+" ") }) {
			sh.drop(f.key)
		}
	}
	for _, w := range words {
		n, attributes, _ := strings.Cut(w, " ")
		sh.set(functionPrefix+n, attributes, texts())
	}
	return nil
}

// checkFunctions refuses two of a number, which are one key.
func checkFunctions(c *Connection) error {
	there := map[string]bool{}
	for _, w := range c.values["sriov.vfs"] {
		n, _, _ := strings.Cut(w, " ")
		if there[n] {
			return &ValueError{"sriov.vfs", "virtual function " + n + " is there twice"}
		}
		there[n] = true
	}
	return nil
}
