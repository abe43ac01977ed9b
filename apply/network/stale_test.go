package network_test

import (
	"testing"

	"netonce/apply/network"
)

// A link that was made anew keeps its name, whatever is heard of its predecessor yet.
func TestStaleNews(t *testing.T) {
	t.Parallel()
	s := network.NewSnapshot()
	s.SetLink(network.Link{Index: 7, Name: "vx7"})
	s.SetLink(network.Link{Index: 5, Name: "vx7"})
	if i := s.Interface("vx7"); i == nil || i.Link.Index != 7 {
		t.Errorf("%+v", i)
	}
	s.RemoveLink(5)
	if i := s.Interface("vx7"); i == nil || i.Link.Index != 7 {
		t.Errorf("its predecessor is gone: %+v", i)
	}
	s.RemoveLink(7)
	if i := s.Interface("vx7"); i != nil {
		t.Errorf("gone: %+v", i)
	}
}
