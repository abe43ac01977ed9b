#!/bin/bash
# netonce as the handler of the network in an image of dracut's, in place of
# network-manager, systemd-networkd, connman or network-legacy. It joins only when asked
# for: add_dracutmodules+=" netonce ".

# called by dracut
check() {
    # A root that needs the network asks for the module "network", not for a handler.
    [[ $mount_needs ]] && return 1
    require_binaries /usr/sbin/netonce || return 1
    [[ " $dracutmodules $add_dracutmodules $force_add_dracutmodules " == *" netonce "* ]] && take_place
    return 255
}

# The module "network" would choose a handler from a list that it has, each version of
# dracut another one, and bring it in beside this one, or fail where it has none of them
# (depends() of 40network). It is noted as checked already, before its turn comes, so that
# its depends() is not asked; what it needs beside a handler is in depends() here.
take_place() {
    [[ " $omit_dracutmodules $mods_to_load " == *" network "* ]] || mods_to_load+=" network "
}

# called by dracut
depends() {
    local module
    echo kernel-network-modules
    is_qemu_virtualized && echo qemu-net
    # Newer versions have parts of "network" and of "base" in modules of their own.
    for module in net-lib initqueue; do
        [[ -d $(dracut_module_path "$module") ]] && echo "$module"
    done
    return 0
}

# called by dracut
install() {
    inst_simple /usr/sbin/netonce
    inst_multiple -o teamd
    inst_script "$moddir/netonce-run.sh" /sbin/netonce-run
    inst_hook cmdline 99 "$moddir/netonce-cmdline.sh"
    inst_hook initqueue/settled 99 "$moddir/netonce-online.sh"
    # After 45ifcfg's, which knows only network-legacy's files.
    inst_hook pre-pivot 86 "$moddir/netonce-state.sh"
    # The names that the interfaces will have later: udev does not rename one that is up.
    inst_multiple -o "$systemdnetwork/99-default.link"
    [[ $hostonly ]] && inst_multiple -H -o "$systemdnetworkconfdir/*.link"
    if dracut_module_included "systemd"; then
        inst_simple "$moddir/netonce-initrd.service" "$systemdsystemunitdir/netonce-initrd.service"
        $SYSTEMCTL -q --root "$initdir" enable netonce-initrd.service
    fi
    dracut_need_initqueue
}
