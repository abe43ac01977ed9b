package resolv

import (
	"context"
	"path/filepath"

	"netonce/apply/atomicfile"
	"netonce/apply/journal"
)

// Apply brings the host's resolver to what the sources say, below root ("/" for
// the host itself), and logs what is dropped and the decision. An error does not mean that nothing
// was changed: Result.Changed tells.
func Apply(ctx context.Context, root string, sources []Source, log *journal.Logger) (Result, error) {
	result, err := handover{root: root, dial: dialResolved}.run(ctx, sources, true)
	for _, l := range losses(sources, result.Mode) {
		l.log(log)
	}
	result.log(log)
	return result, err
}

// Plan takes the same decision and writes nothing: Changed tells what Apply
// would do.
func Plan(ctx context.Context, root string, sources []Source) (Result, error) {
	return handover{root: root, dial: dialResolved}.run(ctx, sources, false)
}

// log tells the decision, if it came to one.
func (r Result) log(log *journal.Logger) {
	if r.Why == "" {
		return
	}
	level := journal.Info
	if r.Mode == ModeUnanswered {
		level = journal.Warn
	}
	log.Log(level, "resolv.conf: "+r.Why)
}

// handover is one run with the outside world passed in.
type handover struct {
	root string
	dial func(ctx context.Context, root string) (resolver, error)
}

func (h handover) run(ctx context.Context, sources []Source, write bool) (Result, error) {
	config := Compose(sources)
	f, err := gather(h.root, config)
	switch {
	case err != nil:
		return Result{}, err
	case f.toResolved():
		return h.overBus(ctx, f, sources, write)
	}
	d := decide(f)
	changed := d.write
	if d.write && write {
		err = atomicfile.Write(filepath.Join(h.root, "etc/resolv.conf"), config.Bytes(), 0o644)
		changed = err == nil
	}
	return d.result(changed, config), err
}
