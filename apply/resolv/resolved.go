package resolv

import (
	"context"
	"errors"
	"time"
)

// busLimit bounds the whole conversation with the bus: a daemon that accepts and
// never answers must not hold up the boot.
const busLimit = time.Second

// resolver is systemd-resolved as far as netonce needs it.
type resolver interface {
	Close() error
}

func dialResolved(ctx context.Context, root string) (resolver, error) {
	return nil, errors.New("not yet")
}

func tell(ctx context.Context, bus resolver, sources []Source, write bool) (changed bool, err error) {
	return false, nil
}
