package output

import (
	"strings"
	"unicode"
)

// Width is the number of columns that text takes on a terminal: wide characters
// (Unicode Standard Annex #11) count two, combining ones nothing, and so do
// colours.
func Width(text string) int {
	width, escape := 0, false
	for _, r := range text {
		switch {
		case escape:
			escape = r != 'm'
		case r == '\x1b':
			escape = true
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) || unicode.IsControl(r):
		case isWide(r):
			width += 2
		default:
			width++
		}
	}
	return width
}

// isWide reports whether a character is of East Asian width W or F.
func isWide(r rune) bool {
	for _, block := range [...][2]rune{
		{0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0x33ff}, {0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xa000, 0xa4cf},
		{0xa960, 0xa97c}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f}, {0xff00, 0xff60}, {0xffe0, 0xffe6},
		{0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
	} {
		if r >= block[0] && r <= block[1] {
			return true
		}
	}
	return false
}

func blanks(n int) string { return strings.Repeat(" ", max(n, 0)) }

func padRight(text string, width int) string { return text + blanks(width-Width(text)) }

func padLeft(text string, width int) string { return blanks(width-Width(text)) + text }
