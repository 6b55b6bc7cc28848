package handlers

import "testing"

// TestPercentIsRoundedOnce holds how shares are written: with one decimal, a half goes up, and never by way of two decimals.
func TestPercentIsRoundedOnce(t *testing.T) {
	x := &exporting{voice: voice{lang: "en"}}
	for _, c := range []struct {
		part, whole int
		want        string
	}{{117, 4417, "2.6%"}, {69, 5006, "1.4%"}, {59, 5481, "1.1%"}, {142, 439, "32.3%"}, {144, 256, "56.3%"}, {112, 256, "43.8%"}, {439, 500, "87.8%"}, {256, 225, "113.8%"}, {183, 244, "75%"}, {2 + 1, 3 + 1, "75%"}, {0, 5, "0%"}} {
		if got, inReport := x.percent(c.part, c.whole), x.shown(share{c.part, c.whole}); got != c.want || inReport != c.want {
			t.Errorf("%d of %d is %s in chat and %s in the report, want %s", c.part, c.whole, got, inReport, c.want)
		}
	}
}
