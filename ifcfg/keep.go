package ifcfg

import (
	"bytes"
	"io/fs"
	"maps"
	"path"
	"slices"
	"unicode/utf8"
)

// LoadKeeping is Load for an editor: it keeps the text of every profile and of
// every file that belongs to one, see [Host.File]. A boot has no use for them.
func LoadKeeping(root fs.FS) (*Host, error) { return load(root, true) }

// File returns a file as it was read, by its name in the directory of profiles
// ("ifcfg-eth0", "keys-eth0", "route-eth0", ...; "network" is the global one), nil where
// there is none or it could not be read. Of a host from [Load] only the files
// with diagnostics are there.
func (h *Host) File(name string) *File { return h.files[name] }

// Files returns the names of the files that File has, sorted.
func (h *Host) Files() []string { return slices.Sorted(maps.Keys(h.files)) }

// keepAll reads what no profile had a use for: secrets, and the companions of
// profiles that are rejected or not there.
func (l *loader) keepAll() {
	for name := range l.names {
		if l.files[name] != nil || !utf8.ValidString(name) || !IsProfileName(name) && !IsCompanionName(name) {
			continue
		}
		// What cannot be read is told where the profile is read.
		b, _, err := readRegular(l.root, path.Join(ScriptsDir, name))
		if err != nil {
			continue
		}
		if f, err := Parse(bytes.NewReader(b), name); err == nil {
			l.files[name] = f
		}
	}
}
