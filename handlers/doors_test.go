package handlers

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

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
		Without                  struct{ Count, Of int } `json:"units_without"`
		Flow                     struct{ Starts, Ends int }
		Units, Types, Categories []struct {
			Code, Kind, Name                 string
			Created, Counted, Filled, Vacant int
		}
	}
	if err := json.Unmarshal(raw, &j); err != nil {
		p.t.Fatal(err)
	}
	out := map[string]int{"target": j.Target, "gross": j.Gross, "gone": j.Gross - j.Net, "net": j.Net, "remaining": j.Remaining, "filled": j.Filled, "vacant": j.Vacant,
		"persons": j.Persons, "without": j.Without.Count, "without_of": j.Without.Of, "starts": j.Flow.Starts, "ends": j.Flow.Ends}
	if j.Forecast != nil {
		out["expected"] = j.Forecast.Expected
	}
	for _, d := range j.Periods {
		out["created "+d.Name], out["target "+d.Name] = d.Created, d.Target
	}
	put := func(name string, net, counted, filled, vacant int) {
		out[name+" net"], out[name+" created"], out[name+" filled"], out[name+" vacant"] = net, counted, filled, vacant
	}
	for _, u := range j.Units {
		put("part "+strings.ToLower(u.Code), u.Created, u.Counted, u.Filled, u.Vacant)
	}
	for _, k := range j.Types {
		put("kind "+k.Kind, k.Created, k.Counted, k.Filled, k.Vacant)
	}
	for _, c := range j.Categories {
		put("category "+c.Name, c.Created, c.Counted, c.Filled, c.Vacant)
	}
	return out
}

// TestEveryDoorTellsTheSame draws municipalities with their programmes and histories, counts what is in their files in the plainest way, and holds to
// it what people are told: in Slack, at the command line in text and JSON, on Home, and in both files.
func TestEveryDoorTellsTheSame(t *testing.T) {
	few(t, 8)
	rapid.Check(t, func(r *rapid.T) {
		a := drawAny(r)
		p := a.imported(t)
		defer p.store.Close()
		for round := range 2 {
			a.q = store.Question{Unit: a.programme.scope, At: a.today}
			if round > 0 {
				a.q.Unit = rapid.SampledFrom(a.codes()).Draw(r, "of")
				a.q.At = store.Date("2025-01-05").AddDays(rapid.IntRange(0, 580).Draw(r, "day"))
				a.q.Today = rapid.Bool().Draw(r, "as organised today")
			}
			a.doors(r, p)
		}
	})
}

// few has rapid check so many cases and no more: each takes in four files and opens them by five doors.
func few(t *testing.T, checks int) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	if f.Value.String() != f.DefValue {
		return // somebody wants more, or fewer
	}
	t.Cleanup(func() { f.Value.Set(f.DefValue) })
	if err := f.Value.Set(strconv.Itoa(checks)); err != nil {
		t.Fatal(err)
	}
}

// doors asks at each of them.
func (a *anyTown) doors(r *rapid.T, p *player) {
	want, who, lang := a.count(), "UHR", "sv"
	if rapid.Bool().Draw(r, "in English") {
		who, lang = "UBOARD", "en"
	}
	same := func(door string, got map[string]int, least int) {
		if len(got) < least {
			r.Errorf("%s of %+v tells only %v", door, a.q, got)
		}
		for name, n := range got {
			if expected, known := want[name]; !known || n != expected {
				r.Errorf("%s of %+v: %s is %d, want %d (%v)\n%s", door, a.q, name, n, expected, known, a)
			}
		}
	}
	text, s, err := p.h.Summary(context.Background(), "", a.q)
	if err != nil {
		r.Fatalf("%v\n%s", err, a)
	}
	raw, err := json.Marshal(s)
	if err != nil {
		r.Fatal(err)
	}
	if s.Forecast != nil { // no count, and the same everywhere; so are the quotas of a part
		want["expected"] = s.Forecast.ExpectedAtEnd
	}
	if a.q.Unit != a.programme.scope {
		want["target"], want["remaining"] = s.Target, max(0, s.Target-want["counted"])
		for _, d := range s.Periods {
			want["target "+d.Name] = d.Target
		}
	}
	same("JSON", p.told(raw), 10)
	same("the command line", p.read("sv", text), 3)
	organised := ""
	if a.q.Today {
		organised = "today"
	}
	ask := func(what string) string {
		what = strings.Trim(what+"_"+organised, "_")
		reply, err := p.h.Answer(context.Background(), Request{ID: fmt.Sprint("doors", what, p.next()), User: who, Door: Slash, Noun: "lage",
			Text: strings.TrimSuffix(fmt.Sprintf("unit:%s at:%s what:%s", a.q.Unit, a.q.At, what), " what:")})
		if err != nil {
			r.Fatal(err)
		}
		return reply.Text
	}
	same("Slack", p.read(lang, ask("")), 3)
	same("the parts in Slack", partsTold(lang, ask("parts")), 0)
	same("the types in Slack", kindsTold(lang, ask("types")), 0)
	if a.q == (store.Question{Unit: a.programme.scope, At: a.today}) {
		same("Home", p.read("sv", strings.Join(p.home("hr", ""), "\n")), 3)
	}
	v := voice{all: p.h.said, lang: lang, reg: p.register()}
	o := Order{Format: "xlsx", Programme: "any", Unit: a.q.Unit, At: a.q.At, Today: a.q.Today, Lang: lang}
	book, slots := p.inBook(v, p.made(o)[0])
	same("the workbook", p.inFile(v, book), 8)
	o.Format = "csv"
	files := p.made(o)
	same("CSV", p.inFile(v, p.inCSV(v, files[0])), 8)
	p.addUp(v, s, slots)
	p.addUp(v, s, p.rowsOf(v, files[1]))
}

// next is a number that no request has had.
func (p *player) next() int { p.count++; return p.count }

// partsTold reads what each part has out of a text, and kindsTold each type.
func partsTold(lang, text string) map[string]int {
	return tableTold(text, "part ", map[string]string{"sv": `(?m)^(U\d+)(?: \(.*?\))?: (\d+) av \d+, tillsatta (\d+), lediga (\d+)`,
		"en": `(?m)^(U\d+)(?: \(.*?\))?: (\d+) of \d+, filled (\d+), vacant (\d+)`}[lang])
}

func kindsTold(lang, text string) map[string]int {
	return tableTold(text, "kind ", map[string]string{"sv": `(?m)^(.+): skapade (\d+), tillsatta (\d+), lediga (\d+)`,
		"en": `(?m)^.+ \((.+)\): created (\d+), filled (\d+), vacant (\d+)`}[lang])
}

func tableTold(text, what, like string) map[string]int {
	out := map[string]int{}
	for _, found := range regexp.MustCompile(like).FindAllStringSubmatch(text, -1) {
		for i, name := range []string{"created", "filled", "vacant"} {
			n, _ := strconv.Atoi(found[2+i])
			out[what+strings.ToLower(found[1])+" "+name] = n
		}
	}
	return out
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
	for name, id := range map[string]string{"target": "target", "net": "net", "gross": "gross", "remaining": "remaining", "filled": "filled", "vacant": "vacant",
		"persons": "persons", "expected": "expected", "without": "without", "without_of": "without_of"} {
		put(name, "", "summary", "figure_"+id)
	}
	for _, period := range []string{"2025", "2026"} {
		put("created "+period, period, "periods", "head_created")
		put("target "+period, period, "periods", "head_target")
	}
	for _, id := range []string{"created", "filled", "vacant"} {
		for name := range figures {
			of := strings.Split(name, "/")
			switch {
			case of[0] == v.label("export.sheet_units", nil) && of[1] != "":
				put("part "+strings.ToLower(of[1])+" "+id, of[1], "units", "head_"+id)
			case of[0] == v.label("export.sheet_types", nil):
				put("kind "+swedish(v, of[1])+" "+id, of[1], "types", "head_"+id)
			case of[0] == v.label("export.sheet_categories", nil):
				put("category "+strings.ToLower(of[1])+" "+id, of[1], "categories", "head_"+id)
			}
		}
	}
	return out
}

// swedish is the name that a kind goes by, of what it is called in the voice's language.
func swedish(v voice, called string) string {
	for _, k := range v.reg.Kinds {
		if v.kind(k.Name) == called {
			return k.Name
		}
	}
	return called
}
