package lists_test

import (
	"slices"
	"testing"

	"netonce/ifcfg/lists"
)

func TestLists(t *testing.T) {
	t.Parallel()
	odd := func(n *int) bool { return *n%2 == 1 }
	list := []int{1, 2, 3, 4}
	if got := lists.Without(list, odd); !slices.Equal(got, []int{2, 4}) || list[1] != 2 {
		t.Error(got, list)
	}
	if got := lists.Delete(list, odd); !slices.Equal(got, []int{2, 4}) || &got[0] != &list[0] || list[3] != 0 {
		t.Error(got, list)
	}
	list = []int{1}
	if lists.Without([]int{1}, odd) != nil || !lists.Any(list, odd) || lists.Any([]int{2}, odd) {
		t.Error("wrong")
	}
}

func TestHasAndWith(t *testing.T) {
	t.Parallel()
	list := []string{"a", "b"}
	for _, e := range []string{"b", "c"} {
		with := lists.With(list, &e)
		if !lists.Has(with, &e) || lists.Has(list, &e) != (e == "b") || len(with) != len(list)+map[string]int{"c": 1}[e] {
			t.Errorf("%q with %q: %q", list, e, with)
		}
	}
}
