package words

import "testing"

// A unit may be called by anybody's name and any word.
func TestGuardKnowsUnits(t *testing.T) {
	v := New([]Unit{
		{Code: "A", Name: "Förskolan Läkaren", Kind: "enhet"},
		{Code: "B", Name: "Gruppbostad Fatima Backe 4", Kind: "enhet"},
		{Code: "C", Name: "Missbruk och beroende", Kind: "enhet"},
		{Code: "D", Name: "Enheten för nyanlända", Kind: "enhet", Aliases: []string{"Asyl och integration"}},
		{Code: "E", Name: "Xylofonen", Kind: "enhet"},
	}, nil)
	tests := []struct{ text, want string }{
		{"praktikanten ska till läkaren", "health"},
		{"praktikanten börjar på Förskolan Läkaren", "pass"},
		{"praktikanten på Läkaren (förskolan) slutar i maj", "pass"},
		{"ny praktikant Fatima Backe 4", "pass"},
		{"ny praktikant Fatima", "name"},
		{"vi vill ha en praktikant till Missbruk och beroende", "pass"},
		{"praktikanten har ett missbruk", "health"},
		{"hon börjar på Asyl och integration", "pass"},
		{"logga Xylofonen på plats 412", "pass"},
		{"logga Xerxina på plats 412", "name"},
		{"logga 640823-3234 på Xylofonen", "personnummer"},
	}
	for _, test := range tests {
		if got := guardKind(v.guard(test.text, guardNow)); got != test.want {
			t.Errorf("%s, want %s: %s", got, test.want, test.text)
		}
	}
}
