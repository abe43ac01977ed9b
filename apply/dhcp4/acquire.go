package dhcp4

import (
	"context"
	"errors"
	"log/slog"
)

// Acquire gets a lease.
func Acquire(ctx context.Context, cfg Config, conn Conn, log *slog.Logger) (Lease, error) {
	return Lease{}, errors.ErrUnsupported
}

// Validate checks a lease.
func (l Lease) Validate() error { return errors.ErrUnsupported }
