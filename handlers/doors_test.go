package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"handslag/store"
)

// sentences are what a summary says its figures in, by language; the numbers in each are named in order.
var sentences = map[string][]struct {
	like  string
	names []string
}{
	"sv": {
		{`(\d+) av (\d+) skapade \(.*\)\. (\d+) kvar`, []string{"counted", "target", "remaining"}},
		{`Brutto (\d+), varav (\d+)`, []string{"gross", "gone"}},
		{`(?:Alla platser: tillsatta|Tillsatta) (\d+), lediga (\d+)\. Personer som har börjat: (\d+)`, []string{"filled", "vacant", "persons"}},
		{`behovet är .* takten .* Då blir det (\d+) av (\d+)`, []string{"expected", "target"}},
		{`Verksamheter utan plats: (\d+) av (\d+)`, []string{"without", "without_of"}},
		{`Till .*: börjar (\d+), slutar (\d+)\.`, []string{"starts", "ends"}},
	},
	"en": {
		{`(\d+) of (\d+) slots created \(.*\)\. (\d+) left`, []string{"counted", "target", "remaining"}},
		{`Gross (\d+), of which (\d+)`, []string{"gross", "gone"}},
		{`All slots: (\d+) filled, (\d+) vacant\. People who have started: (\d+)`, []string{"filled", "vacant", "persons"}},
		{`a week are needed .* That makes (\d+) of (\d+)`, []string{"expected", "target"}},
		{`Service areas without a slot: (\d+) of (\d+)`, []string{"without", "without_of"}},
		{`Until .*: (\d+) starting, (\d+) ending\.`, []string{"starts", "ends"}},
	},
}

// read finds the figures that a text tells.
func (p *player) read(lang, text string) map[string]int {
	p.t.Helper()
	out := map[string]int{}
	put := func(name, digits string) {
		n, err := strconv.Atoi(digits)
		if err != nil {
			p.t.Fatal(err)
		}
		if before, there := out[name]; there && before != n {
			p.t.Errorf("%s is both %d and %d in\n%s", name, before, n, text)
		}
		out[name] = n
	}
	for _, s := range sentences[lang] {
		if found := regexp.MustCompile(s.like).FindStringSubmatch(text); found != nil {
			for i, name := range s.names {
				put(name, found[i+1])
			}
		}
	}
	for _, found := range regexp.MustCompile(`(?m)^(20\d\d): (\d+) (?:av|of) (\d+)`).FindAllStringSubmatch(text, -1) {
		put("created "+found[1], found[2])
		put("target "+found[1], found[3])
	}
	return out
}

// told are the same figures as JSON has them.
func (p *player) told(raw []byte) map[string]int {
	p.t.Helper()
	var j struct {
		Target, Gross, Net, Remaining, Filled, Vacant, Persons int
		Periods                                                []struct {
			Name            string
			Target, Created int
		}
		Forecast *struct {
			Expected int `json:"expected_at_end"`
		}
		Without struct{ Count, Of int } `json:"units_without"`
		Flow    struct{ Starts, Ends int }
	}
	if err := json.Unmarshal(raw, &j); err != nil {
		p.t.Fatal(err)
	}
	out := map[string]int{"target": j.Target, "gross": j.Gross, "gone": j.Gross - j.Net, "counted": j.Net, "remaining": j.Remaining, "filled": j.Filled, "vacant": j.Vacant,
		"persons": j.Persons, "without": j.Without.Count, "without_of": j.Without.Of, "starts": j.Flow.Starts, "ends": j.Flow.Ends}
	if j.Forecast != nil {
		out["expected"] = j.Forecast.Expected
	}
	for _, d := range j.Periods {
		out["created "+d.Name], out["target "+d.Name] = d.Created, d.Target
	}
	return out
}

// TestEveryDoorTellsTheSame reads the numbers out of what people are told, in Slack, at the command line and on Home, and holds them to the JSON
// and to the two files, while a history grows by chance.
func TestEveryDoorTellsTheSame(t *testing.T) {
	p := lively(t)
	chance := rand.New(rand.NewPCG(2020, 6))
	for round := range 6 {
		for i := range 5 {
			n := 400 + round*10 + i
			p.set(fmt.Sprintf("slot %d %s %d-%02d-%02d praktik", n, []string{"FSK-1", "GRU-1", "HEM-2", "BOST", "SKO"}[chance.IntN(5)], 2025+i%2, 1+chance.IntN(7), 1+chance.IntN(27)))
			if chance.IntN(2) == 0 {
				p.set(fmt.Sprintf("trainee D-2026-%04d %d 2026-08-%02d 2026-%02d-01", n, n, 1+chance.IntN(11), 9+chance.IntN(3)))
			}
		}
		unit := []string{"EK", "SKO", "OMS", "EK", "FSK-1", "EK"}[round]
		at := []store.Date{"2026-08-11", "2026-08-11", "2026-05-10", "2025-12-31", "2026-08-11", "2026-06-01"}[round]
		who, lang := []string{"UHR", "UBOARD"}[round%2], []string{"sv", "en"}[round%2]
		raw, err := json.Marshal(p.standing(unit, at))
		if err != nil {
			t.Fatal(err)
		}
		want := p.told(raw)
		same := func(door string, got map[string]int, least int) {
			t.Helper()
			if len(got) < least {
				t.Errorf("%s of %s on %s tells only %v", door, unit, at, got)
			}
			for name, n := range got {
				if n != want[name] {
					t.Errorf("%s of %s on %s: %s is %d, and %d in JSON", door, unit, at, name, n, want[name])
				}
			}
		}
		reply, err := p.h.Answer(context.Background(), Request{ID: fmt.Sprint("doors", round), User: who, Door: Slash, Noun: "lage", Text: fmt.Sprintf("unit:%s at:%s", unit, at)})
		if err != nil {
			t.Fatal(err)
		}
		same("Slack", p.read(lang, reply.Text), 8)
		text, _, err := p.h.Summary(context.Background(), unit, at)
		if err != nil {
			t.Fatal(err)
		}
		same("the command line", p.read("sv", text), 8)
		if unit == "EK" && at == "2026-08-11" {
			home := p.home("hr", "")
			same("Home", p.read("sv", strings.Join(home, "\n")), 6)
		}
		v := voice{all: p.h.said, lang: lang, reg: p.register()}
		o := Order{Format: "xlsx", Programme: "60-uppdraget", Unit: unit, At: at, Lang: lang}
		book, _ := p.inBook(v, p.made(o)[0])
		o.Format = "csv"
		same("the workbook", p.inFile(v, book), 8)
		same("CSV", p.inFile(v, p.inCSV(v, p.made(o)[0])), 8)
	}
}

// inFile are the figures of a file by the names that told gives them.
func (p *player) inFile(v voice, figures map[string]string) map[string]int {
	p.t.Helper()
	out := map[string]int{}
	put := func(name, of, table, id string) {
		text, there := figures[strings.Join([]string{v.label("export.sheet_"+table, nil), of, v.label("export."+id, nil)}, "/")]
		if !there {
			return
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			p.t.Fatal(err)
		}
		out[name] = n
	}
	for name, id := range map[string]string{"target": "target", "counted": "net", "gross": "gross", "remaining": "remaining", "filled": "filled", "vacant": "vacant",
		"persons": "persons", "expected": "expected", "without": "without", "without_of": "without_of"} {
		put(name, "", "summary", "figure_"+id)
	}
	for _, period := range []string{"2025", "2026"} {
		put("created "+period, period, "periods", "head_created")
		put("target "+period, period, "periods", "head_target")
	}
	return out
}
