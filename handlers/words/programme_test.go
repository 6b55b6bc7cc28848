package words

import "testing"

// TestProgrammes reads which of several programmes is meant, where a text says its name.
func TestProgrammes(t *testing.T) {
	v := New(testUnits(), testKinds, Programme{"a", []string{"500-uppdraget", "The 500 assignment"}}, Programme{"b", []string{"Ny metod", "New method"}})
	last := Reading{Command: "forecast", Args: Args{Programme: "a"}}
	for text, want := range map[string][2]string{
		"läget för Ny metod":                {"summary", "b"},
		"hur går det för ny metod?":         {"summary", "b"},
		"how is the new method going?":      {"summary", "b"},
		"forecast for the 500 assignment":   {"forecast", "a"},
		"exportera 500-uppdraget":           {"export", "a"},
		"och ny metod?":                     {"forecast", "b"},
		"summary programme:a":               {"summary", "a"},
		"boka en praktikplats i ny metod":   {"claim", ""},
		"läget":                             {"summary", ""},
		"vi har en ny metodik, hur går det": {"quota", ""},
	} {
		c := testContext(t)
		if text == "och ny metod?" {
			c.Last = &last
		}
		if r := v.Read(text, c); r.Command != want[0] || r.Args.Programme != want[1] || r.Text != text {
			t.Errorf("%q: %s of %q, want %v", text, r.Command, r.Args.Programme, want)
		}
	}
	if r := New(testUnits(), testKinds, Programme{"b", []string{"Ny metod"}}).Read("läget för Ny metod", testContext(t)); r.Command != "summary" || r.Args.Programme != "" {
		t.Errorf("the only programme: %+v", r)
	}
}
