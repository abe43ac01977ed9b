package apply

// readVLANs looks the VLANs of bridges up where a bridge of a profile tells them
// apart, and only then.
func (x *run) readVLANs() error {
	needed := false
	for _, l := range x.links {
		needed = needed || l.meant && l.want.VLANs != nil
	}
	if !needed {
		return nil
	}
	vlans, err := x.Kernel.VLANs()
	if err != nil {
		return err
	}
	for index, list := range vlans {
		if i := x.snapshot.ByIndex(index); i != nil {
			i.VLANs = list
		}
	}
	return nil
}
