package boot

import (
	"sync"
	"time"
)

// feed is what has come so far of something that is heard, for those who wait for more.
type feed[T any] struct {
	mu    sync.Mutex
	list  []T
	more  chan struct{} // closed when there is more
	ended bool
}

func newFeed[T any]() *feed[T] { return &feed[T]{more: make(chan struct{})} }

func (f *feed[T]) add(one T) { f.change(func() { f.list = append(f.list, one) }) }

func (f *feed[T]) end() { f.change(func() { f.ended = true }) }

func (f *feed[T]) change(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do()
	close(f.more)
	f.more = make(chan struct{})
}

// mark is a place in a feed.
type mark int

// now is the end of it.
func (f *feed[T]) now() mark {
	f.mu.Lock()
	defer f.mu.Unlock()
	return mark(len(f.list))
}

// since is what came after a place.
func (f *feed[T]) since(m mark) []T {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.list[m:]
}

// await waits for something behind a place. It is not found where it does not come in
// time, or nothing comes any more.
func (f *feed[T]) await(m mark, limit time.Duration, match func(T) bool) (found T, ok bool) {
	timeout := time.After(limit)
	for {
		f.mu.Lock()
		list, more, ended := f.list[m:], f.more, f.ended
		f.mu.Unlock()
		for _, one := range list {
			if match(one) {
				return one, true
			}
		}
		m += mark(len(list))
		if ended {
			return found, false
		}
		select {
		case <-more:
		case <-timeout:
			return found, false
		}
	}
}
