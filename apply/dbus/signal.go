package dbus

import "context"

// Listen has the connection note, from now on, the signals that the object at a path
// sends. A bus passes on those alone that it was asked for (AddMatch); who listens itself
// sends all that it has.
func (c *Conn) Listen(path string) { c.listens, c.heard = path, false }

// AwaitSignal waits for a signal of that object. One that has come since the last, during
// a call too, counts. The error is the context's cause, or tells why the connection is of
// no use any more.
func (c *Conn) AwaitSignal(ctx context.Context) error {
	release, err := c.bind(ctx)
	if err != nil {
		return err
	}
	defer release()
	for !c.heard {
		if _, err := c.next(); err != nil {
			return c.end(ctx, err)
		}
	}
	c.heard = false
	return nil
}

// next reads a message.
func (c *Conn) next() (message, error) {
	frame, err := readFrame(c.in)
	if err != nil {
		return message{}, err
	}
	m, err := parseMessage(frame)
	c.heard = c.heard || m.kind == typeSignal && m.path == c.listens
	return m, err
}
