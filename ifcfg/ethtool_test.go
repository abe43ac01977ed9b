package ifcfg_test

import "testing"

func TestEthtool(t *testing.T) {
	t.Parallel()
	rows := ethtoolRows()
	for i := range rows {
		for n := range rows[i].want {
			if rows[i].want[n] == "setting" {
				rows[i].want[n] = "setting ETHTOOL_WAKE_ON_LAN ignore @3:21 ETHTOOL_WAKE_ON_LAN"
				continue
			}
			rows[i].want[n] = "ethtool " + rows[i].want[n] + " ETHTOOL_OPTS"
		}
		for n := range rows[i].found {
			rows[i].found[n] = "2:" + rows[i].found[n]
		}
	}
	readProfiles(t, rows)
}

// ethtoolRows leave out what is the same in all of them.
func ethtoolRows() []row {
	const opts = "ETHTOOL_OPTS="
	return []row{
		{opts + "'speed 0100 duplex Full'", []string{"linkmodes autoneg=off @2:15", "linkmodes speed=100 @2:15", "linkmodes duplex=full @2:15"}, nil},
		{opts + "'-s eth0 autoneg on speed 1000 duplex full'", []string{"linkmodes autoneg=on @2:15", "linkmodes speed=1000 @2:15", "linkmodes duplex=full @2:15"}, nil},
		{opts + "'autoneg on'", []string{"linkmodes autoneg=on @2:15", "linkmodes speed= @2:15", "linkmodes duplex= @2:15"}, nil},
		{opts + "'autoneg on speed 0'", []string{"linkmodes autoneg=on @2:15", "linkmodes speed= @2:15", "linkmodes duplex= @2:15"}, nil},
		{opts + "'autoneg off'", nil,
			[]string{"15: warning: ETHTOOL_OPTS: autoneg off forces nothing without speed and duplex; it is passed over [not-applied] (write speed and duplex)"}},
		{opts + "'speed 100'", nil,
			[]string{"15: warning: ETHTOOL_OPTS: speed and duplex go together; one without the other is passed over [not-applied] (write both)"}},
		{opts + "'speed 100; wol g ;duplex half'", []string{"linkmodes autoneg=off @2:15", "linkmodes speed=100 @2:15", "linkmodes duplex=half @2:15", "wol wol=g @2:26"}, nil},
		{opts + "'wol gupx'", nil, []string{`15: warning: ETHTOOL_OPTS: wol: "gupx" has other letters than p u m b a g s d; it is passed over [value]`}},
		{opts + "'wol d'", []string{"wol wol=d @2:15"}, nil},
		{opts + "'wol gsp'", []string{"wol wol=pg @2:15"}, nil},
		{opts + "'wol g sopass 0A:0B:0C:0d:0e:0F'", []string{"wol wol=gs @2:15", "wol sopass=0a:0b:0c:0d:0e:0f @2:15"}, nil},
		{opts + "'wol g sopass 1-2-3-4-5-6'", []string{"wol wol=gs @2:15", "wol sopass=01:02:03:04:05:06 @2:15"}, nil},
		{opts + "'wol p sopass 00:11:22:33:44:55'", []string{"wol wol=p @2:15"},
			[]string{"15: warning: ETHTOOL_OPTS: sopass is the password of the magic packet; without wol g it is passed over [not-applied] (write wol g)"}},
		{opts + "'wol g'\nETHTOOL_WAKE_ON_LAN=ignore", []string{"setting"}, nil},
		{opts + "'-K eth0 tso off gro ON; --offload eth0 tso on'", []string{"features tso=on @2:39", "features gro=on @2:15"}, nil},
		{opts + "'-G eth0 rx 4096 tx 0256;-L eth0 combined 4'", []string{"rings rx=4096 @2:15", "rings tx=256 @2:15", "channels combined=4 @2:39"}, nil},
		{opts + "'-C eth0 adaptive-rx 0 rx-usecs 10'", []string{"coalesce adaptive-rx=off @2:15", "coalesce rx-usecs=10 @2:15"}, nil},
		{opts + "'-A eth0 pause-rx on tx off autoneg off'", []string{"pause rx=on @2:15", "pause tx=off @2:15", "pause autoneg=off @2:15"}, nil},
		{opts + "'-K eth1 tso off'", []string{"features tso=off @2:15"},
			[]string{"15: warning: ETHTOOL_OPTS: eth1 in it is passed over: it is set on the profile's interface, eth0 [not-applied] (write eth0)"}},
		{opts + "'-K eth0 grow on tso off; speed 10 duplex full'", []string{"features tso=off @2:15", "linkmodes autoneg=off @2:40", "linkmodes speed=10 @2:40", "linkmodes duplex=full @2:40"},
			[]string{`15: warning: ETHTOOL_OPTS: -K: "grow" is not known; it is passed over [value]`}},
		{opts + "'-G eth0 rx x mini 7 tx 8'", []string{"rings tx=8 @2:15"}, []string{`15: warning: ETHTOOL_OPTS: -G: rx: "x" is not a number; "mini" is not known; it is passed over [value]`}},
		{opts + "'-C eth0 rx-usecs on'", nil, []string{`15: warning: ETHTOOL_OPTS: -C: rx-usecs: "on" is not a number; it is passed over [value]`}},
		{opts + "' ; '", nil, nil},
		{opts, nil, nil},
	}
}
