package words

import (
	"strconv"
	"strings"
	"testing"
)

// speech says numbers in a language.
type speech struct {
	small         []string // zero to nineteen
	tens          []string // twenty to ninety
	hundred, join string   // join stands between tens and ones
	thousand      string
	months        []string
}

var (
	swedish = speech{strings.Fields("noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton"),
		strings.Fields("tjugo trettio fyrtio femtio sextio sjuttio åttio nittio"), "hundra", "", "tusen",
		strings.Fields("januari februari mars april maj juni juli augusti september oktober november december")}
	english = speech{strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"),
		strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety"), " hundred ", "-", " thousand ",
		strings.Fields("January February March April May June July August September October November December")}
)

func (s speech) number(n int) string {
	switch {
	case n < 20:
		return s.small[n]
	case n < 100 && n%10 == 0:
		return s.tens[n/10-2]
	case n < 100:
		return s.tens[n/10-2] + s.join + s.small[n%10]
	case n < 1000 && n%100 == 0:
		return s.small[n/100] + strings.TrimRight(s.hundred, " ")
	case n < 1000:
		return s.small[n/100] + s.hundred + s.number(n%100)
	case n%1000 == 0:
		return s.number(n/1000) + strings.TrimRight(s.thousand, " ")
	}
	return s.number(n/1000) + s.thousand + s.number(n%1000)
}

// digits says them one by one, pairs two by two with the zero that begins one: "noll åtta".
func (s speech) digits(d string) []string {
	var out []string
	for _, c := range d {
		out = append(out, s.small[c-'0'])
	}
	return out
}

func (s speech) pairs(d string) []string {
	var out []string
	for i := 0; i < len(d); i += 2 {
		if d[i] == '0' {
			out = append(out, s.digits(d[i:i+2])...)
			continue
		}
		out = append(out, s.value(d[i:i+2]))
	}
	return out
}

func (s speech) value(d string) string {
	n, _ := strconv.Atoi(d)
	return s.number(n)
}

// spoken are the ways in which twelve digits are said.
func (s speech) spoken(n string) map[string]string {
	words := func(parts ...[]string) string {
		var all []string
		for _, p := range parts {
			all = append(all, p...)
		}
		return strings.Join(all, " ")
	}
	month, _ := strconv.Atoi(n[4:6])
	out := map[string]string{
		"digit by digit":            words(s.digits(n[2:])),
		"twelve, digit by digit":    words(s.digits(n)),
		"with commas":               strings.Join(s.digits(n[2:]), ", "),
		"two by two":                words(s.pairs(n[2:])),
		"twelve, two by two":        words(s.pairs(n)),
		"with a pause":              words(s.pairs(n[2:8])) + ", " + words(s.pairs(n[8:])),
		"with a dash":               words(s.pairs(n[2:8])) + " - " + words(s.pairs(n[8:])),
		"together":                  strings.ReplaceAll(words(s.pairs(n[2:])), " ", ""),
		"two halves":                words(s.pairs(n[2:8]), s.digits(n[8:])),
		"the last in figures":       words(s.pairs(n[2:8])) + " " + n[8:],
		"the last as two, figures":  words(s.digits(n[2:8])) + " " + n[8:10] + " " + n[10:],
		"the date in figures":       n[2:8] + " " + words(s.pairs(n[8:])),
		"the date in eight figures": n[:8] + " " + words(s.digits(n[8:])),
		"on lines":                  words(s.pairs(n[2:8])) + "\n" + words(s.pairs(n[8:])),
		"in a sentence":             "plats 81: " + words(s.pairs(n[2:])) + " börjar på måndag",
		"a date in figures":         "född " + strings.TrimLeft(n[6:8], "0") + " " + s.months[month-1] + " " + n[:4] + ", sista fyra " + words(s.digits(n[8:])),
	}
	if n[2] != '0' {
		out["a date, then the last"] = "born " + s.value(n[6:8]) + " " + s.months[month-1] + " " + s.value(n[2:4]) + ", " + words(s.pairs(n[8:]))
	}
	if n[2] != '0' && n[5] != '0' {
		out["by thousands"] = s.value(n[2:8]) + " " + words(s.pairs(n[8:]))
	}
	if n[2] != '0' && n[5] != '0' && n[8] != '0' {
		out["by hundreds"] = s.value(n[2:5]) + " " + s.value(n[5:8]) + " " + s.value(n[8:])
		out["by hundreds, the last in figures"] = s.value(n[2:5]) + " " + s.value(n[5:8]) + " " + n[8:]
	}
	return out
}

// TestGuardHearsEveryNumber: a personnummer said in words, in either language and in whichever way, is found.
func TestGuardHearsEveryNumber(t *testing.T) {
	for day := 11; day < 80*365; day += 331 {
		n := testNumber(day, day, day%5 == 0)
		for name, s := range map[string]speech{"sv": swedish, "en": english} {
			for how, text := range s.spoken(n) {
				if n[4:6] > "12" || n[6:8] > "31" && strings.Contains(how, "a date") {
					continue
				}
				if got := guardKind(Guard(text, guardNow)); got != "personnummer" {
					t.Errorf("%s %s: %s for %q", name, how, got, text)
				}
			}
		}
	}
}

// TestGuardHearsNoNumberInCounts: what is counted in words is no personnummer, many numbers as there may be.
func TestGuardHearsNoNumberInCounts(t *testing.T) {
	found, all := 0, 0
	for i := range 1000 {
		a, b, c, d := 1+i%19, 20+i*7%80, 1+i*13%60, 100+i*11%400
		for _, s := range []speech{swedish, english} {
			for _, text := range []string{
				s.number(a) + " av " + s.number(b) + " platser i vecka " + s.number(c) + ", " + s.number(d) + " i år",
				s.number(d) + " plus " + s.number(b+100) + " är " + s.number(d+b+100),
				s.number(a) + ", " + s.number(b) + " och " + s.number(c) + " of " + s.number(d),
				"plats " + s.number(d) + ", " + strconv.Itoa(d+1) + " och " + strconv.Itoa(d+2) + " från den " + s.number(1+i%30),
			} {
				all++
				if guardKind(Guard(text, guardNow)) != "pass" {
					found++
					if found < 6 {
						t.Logf("%q is taken for one", text)
					}
				}
			}
		}
	}
	t.Logf("%.3f %% of %d are taken for one", 100*float64(found)/float64(all), all)
	if found*1000 > all {
		t.Errorf("%d of %d counts are taken for a personnummer, want one in a thousand at most", found, all)
	}
}
