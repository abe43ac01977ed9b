package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"netonce/apply/atomicfile"
	"netonce/ifcfg"
)

// Dir is where states are kept, below a host's root. It is on the root file system, for
// a boot to find what it may have to go back to before anything else is mounted.
const Dir = "etc/netonce/history"

// kept is how many states are kept.
const kept = 10

// State is a confirmed state.
type State struct {
	Number int       `json:"number"`
	Time   time.Time `json:"time"`
	Files  Files     `json:"files"`
}

// History is the states of one host.
type History struct{ dir string }

// Open returns the history below root. Nothing is read or made yet.
func Open(root string) History { return History{filepath.Join(root, Dir)} }

// sumLen is how many hexadecimal digits stand before a state: a file that a power cut
// has left half written does not count.
const sumLen = 32

func sum(b []byte) string { return fmt.Sprintf("%x", ifcfg.Digest(string(b))) }

func (h History) path(number int) string { return filepath.Join(h.dir, strconv.Itoa(number)) }

// numbers lists the states that there are files of, the oldest first.
func (h History) numbers() ([]int, error) {
	entries, err := os.ReadDir(h.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var all []int
	for _, e := range entries {
		if n, err := strconv.Atoi(e.Name()); err == nil && n > 0 && strconv.Itoa(n) == e.Name() {
			all = append(all, n)
		}
	}
	slices.Sort(all)
	return all, err
}

// ErrDamaged is a state whose file is not as it was written.
var ErrDamaged = errors.New("damaged: not as it was written")

// Load reads a state.
func (h History) Load(number int) (State, error) {
	b, err := os.ReadFile(h.path(number))
	if errors.Is(err, fs.ErrNotExist) {
		return State{}, fmt.Errorf("there is no state %d: netonce history lists those that there are", number)
	}
	if err != nil {
		return State{}, err
	}
	var s State
	if len(b) < sumLen+1 || sum(b[sumLen+1:]) != string(b[:sumLen]) {
		return State{}, fmt.Errorf("%s: %w", h.path(number), ErrDamaged)
	}
	if err := json.Unmarshal(b[sumLen+1:], &s); err != nil {
		return State{}, fmt.Errorf("%s: %w", h.path(number), err)
	}
	if err := s.Files.Check(); err != nil || s.Number != number {
		return State{}, fmt.Errorf("%s: %w", h.path(number), errors.Join(ErrDamaged, err))
	}
	return s, nil
}

// List reads all states that can be read, the oldest first; the error tells of the others.
func (h History) List() (all []State, err error) {
	numbers, err := h.numbers()
	errs := []error{err}
	for _, n := range numbers {
		s, err := h.Load(n)
		if err == nil {
			all = append(all, s)
		}
		errs = append(errs, err)
	}
	return all, errors.Join(errs...)
}

// Last reads the last state that can be read; ok is false where there is none. The error
// tells of those that cannot.
func (h History) Last() (s State, ok bool, err error) { return h.Before(math.MaxInt) }

// Before is Last without the states from a number on.
func (h History) Before(number int) (s State, ok bool, err error) {
	numbers, err := h.numbers()
	errs := []error{err}
	for _, n := range slices.Backward(numbers) {
		if n >= number {
			continue
		}
		if s, err = h.Load(n); err == nil {
			return s, true, errors.Join(errs...)
		}
		errs = append(errs, err)
	}
	return State{}, false, errors.Join(errs...)
}

// Add keeps files as a state, unless they are those of the last one, and forgets the
// oldest. It returns the number of the state that they are.
func (h History) Add(f Files, now time.Time) (int, error) {
	last, there, damaged := h.Last()
	if there && damaged == nil && len(Compare(last.Files, f)) == 0 {
		return last.Number, nil
	}
	numbers, err := h.numbers()
	if err != nil {
		return 0, err
	}
	s := State{Number: 1, Time: now.UTC().Truncate(time.Second), Files: f}
	if len(numbers) > 0 {
		s.Number = numbers[len(numbers)-1] + 1
	}
	b, err := json.Marshal(s)
	if err != nil {
		return 0, err
	}
	if err := os.MkdirAll(h.dir, 0o700); err != nil { // profiles may hold secrets
		return 0, err
	}
	if err := h.write(s.Number, sum(b)+"\n"+string(b)); err != nil {
		return 0, err
	}
	var errs []error
	for _, n := range numbers[:max(0, len(numbers)+1-kept)] {
		errs = append(errs, os.Remove(h.path(n)))
	}
	return s.Number, errors.Join(errs...)
}

// write writes a state, and does not wait for the disk: each boot would, for what its sum
// tells from a whole one anyway.
func (h History) write(number int, text string) error {
	temp := filepath.Join(h.dir, ".new")
	if err := os.WriteFile(temp, []byte(text), 0o600); err != nil {
		return err
	}
	return os.Rename(temp, h.path(number))
}

// pending is the file that says that a change waits to be confirmed.
func (h History) pending() string { return filepath.Join(filepath.Dir(h.dir), "pending") }

// SetPending notes, for the next boot too, that a change is to be taken back to a state
// unless it is confirmed; 0 that there is none any more.
func (h History) SetPending(number int) error {
	if number == 0 {
		err := os.Remove(h.pending())
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	return atomicfile.Write(h.pending(), []byte(strconv.Itoa(number)+"\n"), 0o600)
}

// Pending returns the number of the state to go back to, 0 for none. Of a file that
// cannot be understood, something is pending all the same: then it is math.MaxInt32, and
// the state before that is the last.
func (h History) Pending() (int, error) {
	b, err := os.ReadFile(h.pending())
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	number, err := strconv.Atoi(strings.TrimSuffix(string(b), "\n"))
	if err != nil || number <= 0 {
		return math.MaxInt32, nil
	}
	return number, nil
}
