package words

import "testing"

func TestAwayIsSaidPlainly(t *testing.T) {
	for status, want := range map[[2]string]bool{
		{"Semester", ":palm_tree:"}: true, {"På semester t.o.m. 9 augusti", ":sunny:"}: true, {"SEMESTER v 28-31", ""}: true, {"Föräldraledig", ":baby:"}: true,
		{"foraldraledig hela hosten", ""}: true, {"Vacationing", ":palm_tree:"}: true, {"On annual leave", ""}: true, {"", ":palm_tree:"}: true,
		{"", ""}: false, {"", ":calendar:"}: false, {"I möte", ":calendar:"}: false, {"Snart semester!", ":palm_tree:"}: false, {"Tillbaka från semestern", ""}: false,
		{"Planerar sommarfesten", ":palm_tree:"}: false, {"Ledig eftermiddag", ""}: false, {"Inte på semester", ""}: false, {"Back from vacation", ""}: false,
		{"Semester från 6 juli", ""}: false, {"Sjuk", ":face_with_thermometer:"}: false, {"Working from home", ":house:"}: false, {"5 dagar till semester", ""}: false,
	} {
		if got := Away(status[0], status[1]); got != want {
			t.Errorf("%q: %v", status, got)
		}
	}
}
