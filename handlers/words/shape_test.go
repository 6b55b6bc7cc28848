package words

import (
	"testing"
	"time"
)

func TestShapeIsOfThePhrasingAlone(t *testing.T) {
	v := New([]Unit{{Code: "FSK-1", Name: "Förskolan Kullen", Kind: "enhet"}, {Code: "OMS-1", Name: "Hemtjänst Nord", Kind: "enhet"}}, []string{"praktik", "språkpraktik"})
	shape := func(text, lang string) string {
		return v.Shape(text, Context{Now: time.Date(2026, 8, 11, 10, 0, 0, 0, time.UTC), Language: lang})
	}
	for _, same := range [][3]string{
		{"Hur funkar plats 11?", "hur funkar plats 12", "sv"},
		{"fixa nåt på Kullen på måndag", "fixa nåt på Hemtjänst Nord på fredag", "sv"},
		{"sort D-2026-0143 out", "Sort D-2026-0001 out!", "en"},
		{"ordna språkpraktik åt <@U0ABCDEF1>", "ordna praktik åt <@U0ABCDEF2>", "sv"},
	} {
		if a, b := shape(same[0], same[2]), shape(same[1], same[2]); a != b {
			t.Errorf("%q has the shape %q, and %q has %q", same[0], a, same[1], b)
		}
	}
	if a, b := shape("hur funkar plats 11", "sv"), shape("var ligger plats 11", "sv"); a == b {
		t.Errorf("two phrasings have the shape %q", a)
	}
}
