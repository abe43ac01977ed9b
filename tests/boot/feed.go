package boot

import (
	"sync"
	"time"
)

// Feed is what has come so far of something that is heard, for those who wait for more.
type Feed[T any] struct {
	mu    sync.Mutex
	list  []T
	more  chan struct{} // closed when there is more
	ended bool
}

func newFeed[T any]() *Feed[T] { return &Feed[T]{more: make(chan struct{})} }

func (f *Feed[T]) add(one T) { f.change(func() { f.list = append(f.list, one) }) }

func (f *Feed[T]) end() { f.change(func() { f.ended = true }) }

func (f *Feed[T]) change(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do()
	close(f.more)
	f.more = make(chan struct{})
}

// Mark is a place in a feed.
type Mark int

// Now is the end of it.
func (f *Feed[T]) Now() Mark {
	f.mu.Lock()
	defer f.mu.Unlock()
	return Mark(len(f.list))
}

// Since is what came after a place.
func (f *Feed[T]) Since(m Mark) []T {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.list[m:]
}

// Await waits for something behind a place. It is not found where it does not come in
// time, or nothing comes any more.
func (f *Feed[T]) Await(m Mark, limit time.Duration, match func(T) bool) (found T, ok bool) {
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
		m += Mark(len(list))
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
