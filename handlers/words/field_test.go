package words

import "testing"

func TestExtent(t *testing.T) {
	for text, want := range map[string][2]float64{
		"7,5": {7.5, 0}, "7.5 h": {7.5, 0}, "20": {20, 0}, "20 h/v": {20, 0}, "20 timmar i veckan": {20, 0}, "20 hours a week": {20, 0},
		"37,5 tim/vecka": {37.5, 0}, "50 %": {0, 50}, "50%": {0, 50}, "75 procent": {0, 75}, "halvtid": {0, 50}, "heltid": {0, 100},
		"half-time": {0, 50}, "full time": {0, 100}, "tjugo timmar": {20, 0}, "lagom": {}, "": {}, "0": {}, "200 %": {}, "300 h": {}, "20 h på Växeln": {},
	} {
		hours, percent, ok := Extent(text)
		var got [2]float64
		if hours != nil {
			got[0] = *hours
		}
		if percent != nil {
			got[1] = *percent
		}
		if got != want || ok != (want != [2]float64{}) {
			t.Errorf("%q: %v %v, want %v", text, got, ok, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for text, want := range map[string]int{
		"2": 2, "två": 2, "2 st": 2, "2st": 2, "tva": 2, "en": 1, "one": 1, "twelve": 12, "tjugofem": 25, "3 platser": 3,
		"ett par": -1, "a couple": -1, "": -1, "2,5": -1, "-1": -1, "två eller tre": -1,
	} {
		n, ok := Number(text)
		if !ok {
			n = -1
		}
		if n != want {
			t.Errorf("%q: %d, want %d", text, n, want)
		}
	}
}

func TestReference(t *testing.T) {
	for text, want := range map[string]string{
		"D-2026-0143": "D-2026-0143", "d-2026-143": "D-2026-0143", "D 2026 0143": "D-2026-0143", "d2026-0143": "D-2026-0143", " D-2026-0143 ": "D-2026-0143",
		"D–2026–0143": "D-2026-0143", "D-2026": "", "2026-0143": "", "D-2026-0143 och": "", "": "", "E-2026-0143": "",
	} {
		if got, ok := Reference(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", text, got, ok, want)
		}
	}
}
