package resolv

import (
	"context"
	"log/slog"
	"path/filepath"
	"strconv"

	"github.com/netonce/netonce/apply/atomicfile"
)

// Apply brings the host's resolver to what the sources say, below root ("/" for
// the host itself), and logs the decision.
func Apply(ctx context.Context, root string, sources []Source, log *slog.Logger) (Result, error) {
	result, err := handover{root: root, dial: dialResolved}.run(ctx, sources, true)
	if err == nil {
		log.LogAttrs(ctx, slog.LevelInfo, "resolv.conf: "+result.Why)
	}
	return result, err
}

// Plan takes the same decision and writes nothing: Changed tells what Apply
// would do.
func Plan(ctx context.Context, root string, sources []Source) (Result, error) {
	return handover{root: root, dial: dialResolved}.run(ctx, sources, false)
}

// handover is one run with the outside world passed in.
type handover struct {
	root string
	dial func(ctx context.Context, root string) (resolver, error)
}

func (h handover) run(ctx context.Context, sources []Source, write bool) (Result, error) {
	config := Compose(sources)
	f, err := gather(h.root, config)
	if err != nil {
		return Result{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, busLimit)
	defer cancel()
	var bus resolver
	var dialErr error
	if f.toResolved() && !f.empty {
		if bus, dialErr = h.dial(ctx, h.root); dialErr == nil {
			defer bus.Close()
			f.resolved = true
		}
	}
	d := decide(f)
	if dialErr != nil { // why it is as good as not running
		d.why.add("bus", dialErr.Error())
	}
	changed := d.write
	switch {
	case d.mode == ModeResolved:
		changed, err = tell(ctx, bus, sources, write)
	case d.write && write:
		err = atomicfile.Write(filepath.Join(h.root, "etc/resolv.conf"), config.Bytes(), 0o644)
		changed = err == nil
	}
	d.why.add("servers", strconv.Itoa(len(config.Servers)))
	d.why.add("changed", strconv.FormatBool(changed))
	return Result{Mode: d.mode, Changed: changed, Why: string(d.why)}, err
}
