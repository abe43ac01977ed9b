package ifcfg

import (
	"io/fs"
	"maps"
	"path"
	"runtime"
	"sort"
	"sync"
)

// manyFiles is the number of files from which on it pays to read them on more
// than one processor.
const manyFiles = 256

// profiles reads the profiles among the files of the directory, in the order of
// their names.
func (l *loader) profiles(entries []fs.DirEntry, h *Host) {
	workers := 1
	if len(entries) >= manyFiles {
		workers = min(runtime.GOMAXPROCS(0), 4)
	}
	parts := make([]Host, workers)
	var wait sync.WaitGroup
	for i := range parts {
		from, to := len(entries)*i/workers, len(entries)*(i+1)/workers
		read := func() { l.part(entries[from:to], h.Defaults, &parts[i]) }
		if i == workers-1 {
			read()
			break
		}
		wait.Go(read)
	}
	wait.Wait()
	for _, part := range parts {
		h.Profiles = append(h.Profiles, part.Profiles...)
		h.Diagnostics = append(h.Diagnostics, part.Diagnostics...)
		maps.Copy(l.files, part.files)
	}
	sort.Slice(h.Profiles, func(i, j int) bool { return h.Profiles[i].File < h.Profiles[j].File })
}

// part reads the profiles among some of the files.
func (l *loader) part(entries []fs.DirEntry, d Defaults, h *Host) {
	own := *l
	own.files = map[string]*File{}
	h.files = own.files
	for _, e := range entries {
		if p := own.profile(e.Name(), d, &h.Diagnostics); p != nil {
			h.Profiles = append(h.Profiles, p)
		}
	}
}

// showing reads files again that were let go of before there was something to
// show of them.
func (l *loader) showing(found []Diagnostic) []Diagnostic {
	for _, d := range found {
		if name := d.Pos.File; d.Pos.IsSet() && l.files[name] == nil {
			var again []Diagnostic
			l.parse(path.Join(ScriptsDir, name), name, &again)
		}
	}
	return found
}
