# netonce: build, try, test, measure, install.

GO      ?= go
DESTDIR ?=
PREFIX  ?= /usr
SBINDIR ?= $(PREFIX)/sbin
UNITDIR ?= $(PREFIX)/lib/systemd/system
PRESETDIR ?= $(PREFIX)/lib/systemd/system-preset
UDEVDIR ?= $(PREFIX)/lib/udev/rules.d
MANDIR  ?= $(PREFIX)/share/man
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR  ?= $(PREFIX)/share/zsh/site-functions
FISHDIR ?= $(PREFIX)/share/fish/vendor_completions.d
DRACUTDIR ?= $(PREFIX)/lib/dracut/modules.d
INITRAMFSTOOLSDIR ?= $(PREFIX)/share/initramfs-tools
MKINITCPIODIR ?= $(PREFIX)/lib/initcpio
FUZZTIME ?= 30s

# Tests make network namespaces: as root, or through sudo.
AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo "-exec 'sudo -E'")

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
NFPM        := github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.43.0

# Of packages: the last tag, or without one the time of the last commit.
VERSION ?= $(shell git describe --tags 2>/dev/null || git log -1 --format=0.0.%cd --date=format:%Y%m%d%H%M%S)

# What is built, and how it is kept small: without symbols, with functions packed
# side by side, with nothing inlined but within the Go runtime, without a second path to
# every slice that might go on the stack, and without watching iterators that are called
# too late. It would be larger by half a megabyte and hardly faster: it waits for the
# kernel.
OUT   ?= ./netonce
SMALL := -ldflags '-s -w -funcalign=1' -gcflags 'all=-l -d=variablemakethreshold=0,rangefunccheck=0' -gcflags runtime=

# Of two garbage collectors the larger one, made for many cores, is left out by toolchains
# that have both.
EXPERIMENT := $(shell GOEXPERIMENT=nogreenteagc $(GO) env GOVERSION >/dev/null 2>&1 && echo nogreenteagc)

# Packages with tests for kernels that have every module, in a guest; of the others
# only those tests that need one.
VM_TESTS ?= ./tests/vm/smoke ./tests/links ./tests/scale

# Of what make test-netroot tests the part that make test-vm tests too.
TEST_NETROOT ?= TestJourney/(dracut|initramfs-tools)/dhcp$$

.PHONY: build packages demo test test-vm test-netroot lint bench bench-netroot fuzz install install-nmcli install-dracut \
  install-initramfs-tools install-mkinitcpio clean

build:
	CGO_ENABLED=0 GOEXPERIMENT=$(EXPERIMENT) $(GO) build -trimpath $(SMALL) -o $(OUT) ./cmd/netonce

# The main job for real, in network namespaces of its own.
demo:
	$(GO) run ./tests/demo

# Whole-program tests build the program themselves, which the test cache does not see.
test:
	tests/prepare
	$(GO) test $(AS_ROOT) -count 1 -timeout 15m ./...

# The same on a distribution's own kernel, in a virtual machine; NETONCE_VM_KERNEL
# names another one (see tests/vm). And a whole host that is booted (see tests/boot).
test-vm:
	tests/prepare
	CGO_ENABLED=0 $(GO) build -o dist/vm ./tests/vm
	CGO_ENABLED=0 $(GO) test -tags vm -exec $(CURDIR)/dist/vm -count 1 -timeout 15m -p 1 $(VM_TESTS)
	CGO_ENABLED=0 $(GO) test -tags vm -exec $(CURDIR)/dist/vm -count 1 -run VRF ./apply/dhcp6
	CGO_ENABLED=0 $(GO) test -tags vm -count 1 -timeout 15m ./tests/boot
	$(GO) test $(AS_ROOT) -tags vm -count 1 -timeout 15m -run '$(TEST_NETROOT)' ./tests/netroot

# Hosts with their root at the other end of a network that netonce brings up in the
# initramfs (see tests/netroot); of those test-vm has the two of TEST_NETROOT.
test-netroot:
	tests/prepare
	$(GO) test $(AS_ROOT) -tags vm -count 1 -timeout 45m ./tests/netroot

lint:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "not formatted: run gofmt -w"; exit 1; }
	$(GO) vet -tags vm ./...
	$(GO) run $(STATICCHECK) -tags vm ./...

# Needs root, ip(8), and whatever peers are installed.
bench: build
	$(GO) run ./tests/bench -netonce ./netonce

# What netonce and others add to an image of dracut's, and how long a boot takes with them.
bench-netroot:
	tests/prepare
	$(GO) test $(AS_ROOT) -tags vm -run '^$$' -bench . -benchtime 3x -timeout 45m ./tests/netroot

# Every fuzz target in turn, FUZZTIME each. Minimising is kept short: with it at
# its default a single worker spends its time on nothing else.
fuzz:
	@set -e; for package in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
	    echo "$$package $$target"; \
	    $(GO) test $$package -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x; \
	  done; \
	done

# The units name the program by its path. What is installed was built before, by a
# user who has Go on the path.
install:
	@test -x $(OUT) || { echo "nothing is built: run make build first" >&2; exit 1; }
	install -D -m 0755 $(OUT) $(DESTDIR)$(SBINDIR)/netonce
	@set -e; for unit in units/systemd/*.service units/systemd/*.path; do \
	  to=$(DESTDIR)$(UNITDIR)/$$(basename $$unit); echo "install $$unit $$to"; \
	  install -D -m 0644 /dev/null $$to; sed 's|/usr/sbin/netonce|$(SBINDIR)/netonce|' $$unit > $$to; \
	done
	@set -e; for preset in units/systemd/*.preset; do \
	  to=$(DESTDIR)$(PRESETDIR)/$$(basename $$preset); echo "install $$preset $$to"; \
	  install -D -m 0644 $$preset $$to; \
	done
	@set -e; for rules in units/udev/*.rules; do \
	  to=$(DESTDIR)$(UDEVDIR)/$$(basename $$rules); echo "install $$rules $$to"; \
	  install -D -m 0644 $$rules $$to; \
	done
	@set -e; for page in netonce.8 netonce-connection.8 ifcfg.5; do \
	  to=$(DESTDIR)$(MANDIR)/man$${page##*.}/$$page; echo "install $$to"; \
	  install -D -m 0644 /dev/null $$to; $(OUT) manual $$page > $$to; \
	done
	@set -e; for to in bash:$(BASHDIR)/netonce zsh:$(ZSHDIR)/_netonce fish:$(FISHDIR)/netonce.fish; do \
	  echo "install $(DESTDIR)$${to#*:}"; \
	  install -D -m 0644 /dev/null $(DESTDIR)$${to#*:}; $(OUT) completion $${to%%:*} > $(DESTDIR)$${to#*:}; \
	done

# What puts netonce into images of an initramfs, once somebody asks for it there; without
# the tool that makes them the files do nothing.
install-dracut:
	@set -e; cd initramfs/dracut; for file in 35netonce/*; do \
	  to=$(DESTDIR)$(DRACUTDIR)/$$file; echo "install $$file $$to"; \
	  case $$file in *.sh) mode=0755;; *) mode=0644;; esac; \
	  install -D -m $$mode /dev/null $$to; sed 's|/usr/sbin/netonce|$(SBINDIR)/netonce|' $$file > $$to; \
	done

install-initramfs-tools:
	@set -e; cd initramfs/initramfs-tools; for file in */*; do \
	  to=$(DESTDIR)$(INITRAMFSTOOLSDIR)/$$file; echo "install $$file $$to"; \
	  install -D -m 0755 /dev/null $$to; sed 's|copy_exec /usr/sbin/netonce|copy_exec $(SBINDIR)/netonce|; s|/usr/share/initramfs-tools/netonce|$(INITRAMFSTOOLSDIR)/netonce|' $$file > $$to; \
	done

install-mkinitcpio:
	@set -e; cd initramfs/mkinitcpio; for file in */*; do \
	  to=$(DESTDIR)$(MKINITCPIODIR)/$$file; echo "install $$file $$to"; \
	  install -D -m 0644 /dev/null $$to; sed 's|add_binary /usr/sbin/netonce|add_binary $(SBINDIR)/netonce|' $$file > $$to; \
	done

# dist/netonce_*.deb and dist/netonce-*.rpm.
packages: build
	rm -rf dist/package dist/netonce[_-]*
	$(MAKE) -s install install-dracut install-initramfs-tools OUT=$(OUT) DESTDIR=$(CURDIR)/dist/package PREFIX=/usr > dist/package.log
	@set -e; export VERSION=$(VERSION) ARCH=$$($(GO) env GOARCH); for format in deb rpm; do \
	  $(GO) run $(NFPM) package -f units/packages/nfpm.yaml -p $$format -t dist/; \
	done

# The program under nmcli's name, for scripts. One that is there stays.
install-nmcli:
	@test ! -e $(DESTDIR)$(PREFIX)/bin/nmcli || { echo "there is an nmcli already: $(DESTDIR)$(PREFIX)/bin/nmcli" >&2; exit 1; }
	install -d $(DESTDIR)$(PREFIX)/bin
	ln -s $(SBINDIR)/netonce $(DESTDIR)$(PREFIX)/bin/nmcli

clean:
	rm -f netonce
