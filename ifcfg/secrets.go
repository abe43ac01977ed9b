package ifcfg

import "io/fs"

// addKeys reads the file of a profile's secrets. No link that needs any is built
// yet: they are checked, and so is who may read them.
func (r *reader) addKeys(f *File) {
	for a := range f.Assignments() {
		k, index := r.table.find(a.Key)
		v := value{a, index}
		switch {
		case k == nil:
			r.unknownKey(a)
		case a.Value == "":
		case !k.Secret:
			r.warn(v, "unread", "only secrets are read of a keys- file", "write it into "+r.p.File)
		default:
			r.checkKnown(k, v)
		}
	}
	r.exposed(f)
}

// exposed warns of a file with secrets that everybody on the host may read. Old
// readers made keys- files with the mode 0600.
func (r *reader) exposed(f *File) {
	const others fs.FileMode = 0o004
	if f.mode&others == 0 {
		return
	}
	for a := range f.Assignments() {
		if a.Key == "KEY" && r.p.Kind.Value.isTunnel() {
			continue // it tells tunnels apart and keeps nobody out
		}
		if k, _ := r.table.find(a.Key); k != nil && k.Secret && a.Value != "" {
			r.report(a.KeyPos, Warning, "exposed", a.Key, "every user of the host can read this secret", "chmod 600, or move it into a keys- file that has this mode")
			return
		}
	}
}
