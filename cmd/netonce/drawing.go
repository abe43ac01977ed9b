package main

import (
	"fmt"
	"strings"

	"netonce/apply/state"
)

// Sizes of the picture, in pixels.
const (
	pictureWidth = 960
	namesWidth   = 140
	rowHeight    = 22
)

// colours are those of what is waited for, by its first word; "=" is the run's own work.
const colours = `= #7a7a7a
device #b5651d
carrier #d9822b
DHCP #2f6fb0
DAD #7b4fa3
another #3c8d5a
IPv6 #b03a5b
`

// drawing is a picture of runs for a browser.
func drawing(runs state.Timeline) string {
	var b strings.Builder
	y := 0
	text := func(x int, anchor, style, words string) {
		words = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(words)
		fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\"%s>%s</text>\n", x, y+15, anchor, style, words)
	}
	for _, r := range runs {
		text(0, "start", ` font-weight="bold"`, title(r))
		y += rowHeight
		bar := func(from, to int64, what, words string) {
			scale := func(t int64) float64 {
				return namesWidth + float64(t)*(pictureWidth-namesWidth)/float64(max(r.Took, 1))
			}
			top, height := y+2, rowHeight-6
			if strings.HasPrefix(what, "IPv6") { // beside which IPv4 goes on
				top, height = top+height/2, height/2
			}
			fmt.Fprintf(&b, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"><title>%s</title></rect>\n",
				scale(from), top, max(scale(to)-scale(from), 1), height, lookUp(colours, what), words)
		}
		for n := range r.Interfaces {
			i := &r.Interfaces[n]
			text(namesWidth-8, "end", "", i.Name)
			bar(0, r.Applied, "=", "reading and applying "+us(r.Applied))
			for _, s := range i.Spans {
				bar(s.From, s.To, s.What, s.What+" "+us(s.To-s.From))
			}
			y += rowHeight
			text(namesWidth, "start", ` fill="#555"`, spanWords(i))
			y += rowHeight
		}
		for _, words := range strings.SplitN(advice(r), "; ", 2) {
			text(0, "start", "", words)
			y += rowHeight
		}
		y += rowHeight
	}
	return fmt.Sprintf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-10 -10 %d %d\" font-family=\"sans-serif\" font-size=\"13\">\n"+
		"<rect x=\"-10\" y=\"-10\" width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n", pictureWidth+20, y+20) + b.String() + "</svg>\n"
}
