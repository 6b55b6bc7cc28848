package words

import "testing"

// What a button of ours would never say is not taken from one that pretends to be.
func TestKeysTakeNothingThatCannotBe(t *testing.T) {
	for _, text := range []string{"claim kind:praktik from:2026-13-45", "claim kind:praktik hours:NaN", "claim kind:praktik hours:Inf", "claim kind:praktik percent:-5"} {
		if a := testVocabulary().Read(text, testContext(t)).Args; a.From != "" || a.Hours != nil || a.Percent != nil {
			t.Errorf("%q: %+v", text, a)
		}
	}
	if a := testVocabulary().Read("claim kind:praktik from:2026-08-17 hours:7.5", testContext(t)).Args; a.From != "2026-08-17" || a.Hours == nil || *a.Hours != 7.5 {
		t.Errorf("%+v", a)
	}
}
