//go:build vm

package netroot

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"netonce/tests/boot"
)

// handlers are modules of dracut's that bring the network up, "" being none: an empty
// module under a name that is on the list of the module "network".
var handlers = []string{"", "netonce", "network-legacy", "network-manager", silent}

// silent brings the network up (dracut 059), but tells nobody, so that no root is mounted.
const silent = "systemd-networkd"

const makeHandler = `
	module=/usr/lib/dracut/modules.d/35network-wicked
	if [ "$handler" = network-wicked ]; then
		mkdir "$module"
		printf "check() {\n return 255\n}\ndepends() {\n :\n}\ninstall() {\n :\n}\n" > "$module/module-setup.sh"
	fi
	dracut --quiet --force --no-hostonly --gzip --add "$handler nbd" --add-drivers "ext4 crc32c_generic" --kver "$version" /image`

// weighed is what a handler costs.
type weighed struct {
	bytes   int64           // of the whole image
	mounted []time.Duration // from the kernel's start to the root's mount
}

// BenchmarkHandlers prints what each handler adds to an image, compressed with gzip as
// dracut does without being told otherwise, and how long a boot takes until the root is
// mounted over the network that it has brought up by DHCP. They take turns.
func BenchmarkHandlers(b *testing.B) {
	m := workshop.maker
	var err error
	if m.base, err = boot.Base(m.cache, "more.tar", append(slices.Clone(packages), "network-manager")); err != nil {
		b.Fatal(err)
	}
	images, all := map[string]string{}, map[string]*weighed{}
	for _, name := range handlers {
		inside := "handler=" + name + makeHandler
		if name == "" {
			inside = "handler=network-wicked" + makeHandler
		}
		if images[name], err = m.make("bench-"+name, makeImage, inside); err != nil {
			b.Fatal(err)
		}
		info, err := os.Stat(images[name])
		if err != nil {
			b.Fatal(err)
		}
		all[name] = &weighed{bytes: info.Size()}
	}
	for b.Loop() {
		for _, name := range handlers[1:] {
			if name != silent {
				all[name].mounted = append(all[name].mounted, timeBoot(b, images[name]))
			}
		}
	}
	fmt.Print("\n| handler | bytes it adds | root mounted after (median of ", len(all["netonce"].mounted), ") |\n|---|---|---|\n")
	for _, name := range handlers[1:] {
		w := all[name]
		mounted := "-"
		if slices.Sort(w.mounted); len(w.mounted) > 0 {
			mounted = fmt.Sprintf("%.1f s", w.mounted[len(w.mounted)/2].Seconds())
		}
		fmt.Printf("| %s | %d | %s |\n", name, w.bytes-all[""].bytes, mounted)
	}
	fmt.Printf("\nThe image without a handler has %d bytes.\n", all[""].bytes)
}

// timeBoot boots from an image and tells when the root was mounted.
func timeBoot(b *testing.B, image string) time.Duration {
	r := bootFrom(b, image, journey{words: overNBD + "ip=dhcp"})
	defer r.Kill()
	return r.await(b, "the root's mount", func(e boot.Entry) bool {
		return e.Identifier == "kernel" && strings.Contains(e.Message, "(nbd0): mounted filesystem")
	}).At
}
