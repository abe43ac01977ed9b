package ifcfg

import "io/fs"

// Rehearse reads a profile as the next run would if some of the files in the
// directory of profiles had another text, nil for none. The host, from
// [LoadKeeping], is a host with this profile alone, nil where there would be none.
func (h *Host) Rehearse(name string, instead map[string][]byte) (*Host, *Profile) {
	again := &Host{Defaults: h.Defaults, root: Overlay{h.root, instead}, files: map[string]*File{}}
	l := loader{root: again.root, table: newKeyTable(), files: again.files, keep: true, names: map[string]bool{}}
	var entries []fs.DirEntry
	for _, there := range h.Files() {
		if _, other := instead[there]; !other {
			l.names[there] = true
			entries = append(entries, fs.FileInfoToDirEntry(&draft{name: there}))
		}
	}
	for there, text := range instead {
		l.names[there] = text != nil
	}
	l.findAdditions(entries)
	p := l.profile(name, again.Defaults, &again.Diagnostics)
	if p == nil {
		return again, nil
	}
	again.Profiles = []*Profile{p}
	l.staticRoutes(again)
	return again, p
}
