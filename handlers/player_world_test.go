package handlers

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"handslag/locales"
	"handslag/store"
)

func newPlayer(t *testing.T) *player {
	t.Helper()
	return newPlayerOf(t, "testdata/world.txt")
}

// newPlayerOf begins in the municipality of a file.
func newPlayerOf(t *testing.T, file string) *player {
	t.Helper()
	p := &player{t: t, shown: map[string][]shown{}, form: map[string]view{}, wrote: map[string][]Request{}, ids: map[string]string{"C0LOBBY": "lobby"}, slack: map[string][]string{}, refused: map[string]string{}}
	p.fresh()
	p.settle(file)
	return p
}

// fresh begins with an empty database.
func (p *player) fresh() {
	p.t.Helper()
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		p.t.Fatal(err)
	}
	p.now = time.Date(2026, 8, 11, 10, 0, 0, 0, zone)
	p.file = filepath.Join(p.t.TempDir(), "handslag.db")
	empty, err := emptyDatabase()
	if err == nil {
		err = os.WriteFile(p.file, empty, 0o600)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	p.start()
}

// emptyDatabase is one with nothing but its tables: to make them anew would be half of what all tests cost.
var emptyDatabase = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "handslag")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "empty.db")
	s, err := store.Open(path, store.Options{})
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// allSaid is loaded once.
var allSaid = sync.OnceValues(locales.Load)

// restart ends the bot and begins anew with what it has on disk.
func (p *player) restart() {
	p.t.Helper()
	if err := p.h.Remember(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	if err := p.store.Close(); err != nil {
		p.t.Fatal(err)
	}
	p.start()
}

func (p *player) start() {
	p.t.Helper()
	zone := p.now.Location()
	s, err := store.Open(p.file, store.Options{Now: func() time.Time { return p.now }, Zone: zone})
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { s.Close() })
	said, err := allSaid()
	if err != nil {
		p.t.Fatal(err)
	}
	p.store, p.h = s, New(s, said, "sv", slog.New(slog.DiscardHandler))
}

// settle makes the municipality that a file tells of: its units and programme first, as they are imported, then the rest line by line.
func (p *player) settle(file string) {
	p.t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		p.t.Fatal(err)
	}
	units := []string{"code,parent,kind,name,aliases,headcount,valid_from,valid_to,manager_email,deputy_email"}
	programme := &strings.Builder{}
	var rest []string
	for _, line := range strings.Split(string(raw), "\n") {
		word, after, _ := strings.Cut(line, " ")
		switch word {
		case "unit":
			units = append(units, unitRow(after))
		case "programme", "period":
			programmeLine(programme, word, strings.Fields(after))
		case "", "#":
		default:
			rest = append(rest, line)
		}
	}
	p.take("organisation", strings.Join(units, "\n"))
	p.took = programme.String()
	p.take("programme", p.took)
	for _, line := range rest {
		p.set(line)
	}
}

// unitRow makes a row of "FSK-1 < FSK enhet 16 Förskolan Kullen | Kullen".
func unitRow(text string) string {
	text, aliases, _ := strings.Cut(text, " | ")
	f := strings.Fields(text)
	parent := ""
	if f[1] == "<" {
		parent = f[2]
		f = append(f[:1], f[3:]...)
	}
	return strings.Join([]string{f[0], parent, f[1], `"` + strings.Join(f[3:], " ") + `"`, aliases, f[2], "2020-01-01", "", "", ""}, ",")
}

// programmeLine makes TOML of "programme key scope target from to kind kind …" and "period name target from to".
func programmeLine(b *strings.Builder, word string, f []string) {
	if word == "period" {
		fmt.Fprintf(b, "\n[[period]]\nname = %q\nstart = %s\nend = %s\n", f[0], f[2], f[3])
		if f[1] != "-" {
			fmt.Fprintf(b, "target = %s\n", f[1])
		}
		return
	}
	fmt.Fprintf(b, "key = %q\nname.sv = %q\nname.en = %q\nscope = %q\ncount = \"net\"\nstart = %s\nend = %s\ntypes = [\"%s\"]\n",
		f[0], f[0], "The 60 drive", f[1], f[3], f[4], strings.Join(f[5:], `", "`))
	if f[2] != "-" {
		fmt.Fprintf(b, "target = %s\n", f[2])
	}
}

func (p *player) take(what, text string) {
	p.t.Helper()
	if _, err := p.store.Import(context.Background(), what, strings.NewReader(text), store.ImportOptions{}); err != nil {
		p.t.Fatalf("import %s: %v\n%s", what, err, text)
	}
}

// set changes the municipality by one line.
func (p *player) set(line string) {
	p.t.Helper()
	word, after, _ := strings.Cut(line, " ")
	f := strings.Fields(after)
	switch word {
	case "now":
		at, err := time.ParseInLocation("2006-01-02 15:04", after, p.now.Location())
		if err != nil {
			p.t.Fatal(err)
		}
		p.now = at
	case "reminders": // "mon 08:00": begin
		if err := p.h.BeginReminders(context.Background(), after); err != nil {
			p.t.Fatal(err)
		}
	case "away", "leaves": // person [last day away]
		p.knows(f[0], func(m *store.Member) {
			m.Outsider = "deactivated"
			if word == "away" {
				m.Outsider, m.Away = "", store.Date(f[1])
			}
		})
	case "zone": // person zone
		p.knows(f[0], func(m *store.Member) { m.TZ = f[1] })
	case "person":
		p.person(f)
	case "inslack": // a person whom the bot has not seen
		p.slack[p.id(f[0])], p.slack[f[0]+"@kommun.example"] = f, f
	case "also": // a programme more, beside the first: [gross] key scope target from to kind kind…
		b := &strings.Builder{}
		count := strings.NewReplacer()
		if f[0] == "gross" {
			f, count = f[1:], strings.NewReplacer(`count = "net"`, `count = "gross"`)
		}
		programmeLine(b, "programme", f)
		programmeLine(b, "period", []string{f[3][:4], f[2], f[3], f[4]})
		p.take("programme", count.Replace(strings.Replace(b.String(), "The 60 drive", "The "+f[0], 1)))
	case "programme": // key = value…: what its file says besides
		p.take("programme", after+"\n"+p.took)
	case "unit":
		p.take("organisation", "code,parent,kind,name,aliases,headcount,valid_from,valid_to,manager_email,deputy_email\n"+unitRow(after))
	case "closes": // unit kind parent last-day successor
		p.take("organisation", fmt.Sprintf("code,kind,parent,name,valid_to,successor\n%s,%s,%s,%s,%s,%s\n", f[0], f[1], f[2], f[0], f[3], f[4]))
	case "manager": // unit person, by the organisation's file; "nobody" takes the role back
		email := strings.TrimPrefix(f[1]+"@kommun.example", "nobody@kommun.example")
		p.take("organisation", fmt.Sprintf("code,parent,kind,name,manager_email\n%s,FSK,enhet,Förskolan Ängen,%s\n", f[0], email))
	case "slot": // number unit created [discontinued] kind
		gone := ""
		if f[3][0] == '2' {
			gone = f[3]
			f = append(f[:3], f[4:]...)
		}
		p.take("slots", fmt.Sprintf("slot,programme,unit,type,created,discontinued\n%s,%s,%s,%s,%s,%s\n", f[0], p.programme(strings.Join(f[3:], " ")), f[1], strings.Join(f[3:], " "), f[2], gone))
	case "trainee": // reference slot from to [result [outcome]]
		p.take("trainees", "reference,slot,start,end,result,outcome\n"+strings.Join(f, ",")+strings.Repeat(",", 6-len(f))+"\n")
	case "refused": // person code: what Slack says to all that is sent to them
		p.refused[p.id(f[0])] = f[1]
	case "silent": // person week…: reminded then and nothing done about it
		p.write(func(tx *store.Tx) error {
			m, err := tx.MemberBySlack(p.id(f[0]))
			for _, week := range f[1:] {
				if err == nil {
					_, err = tx.Record(store.Reminder{Member: m.ID, Rule: store.Weekly, Week: week, State: "sent"})
				}
			}
			return err
		})
	case "published": // kind from unit…
		p.write(func(tx *store.Tx) error {
			_, err := tx.Publish(store.Publication{Kind: f[0], Count: 1, StartsOn: store.Date(f[1]), To: f[2:]})
			return err
		})
	case "reminder": // weekday hour
		day, clock, _ := store.ParseTiming(after)
		p.write(func(tx *store.Tx) error { return tx.SeedRules(day, clock) })
	case "pause": // person from to
		p.write(func(tx *store.Tx) error {
			m, err := tx.MemberBySlack(p.id(f[0]))
			if err != nil {
				return err
			}
			return tx.SetPause(m, store.Span{From: store.Date(f[1]), To: store.Date(f[2])})
		})
	default:
		p.t.Fatalf("%s: not understood: %q", p.scene, line)
	}
}

// seek has Slack asked about somebody.
func (p *player) seek(said string) {
	if f := p.slack[said]; f != nil {
		p.person(append(f, "stranger"))
	}
}

// programme is the first that counts a kind, else the first.
func (p *player) programme(kind string) (key string) {
	err := p.store.Read(context.Background(), func(tx *store.Tx) error {
		reg, err := tx.Register()
		if err == nil {
			key = reg.Programmes[0].Key
			for _, o := range slices.Backward(reg.Programmes) {
				if slices.Contains(o.Kinds, kind) {
					key = o.Key
				}
			}
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return key
}

// person makes "preschool sv manager FSK-1": what they are called here, the language of their Slack, and their roles with their units.
func (p *player) person(f []string) {
	name, locale := f[0], map[string]string{"sv": "sv-SE", "en": "en-GB"}[f[1]]
	outsider := ""
	if f[2] == "guest" {
		outsider, f = "guest", f[:2]
	}
	p.write(func(tx *store.Tx) error {
		m, err := tx.Know(store.Member{SlackID: p.id(name), Email: name + "@kommun.example", Team: "T1", Locale: locale, TZ: "Europe/Stockholm", Outsider: outsider})
		if err != nil || len(f) < 3 || f[2] == "stranger" {
			return err
		}
		if len(f) == 3 {
			return tx.Assign(m.ID, f[2], "")
		}
		for _, unit := range f[3:] {
			if err := tx.Assign(m.ID, f[2], unit); err != nil {
				return err
			}
		}
		return nil
	})
}

// knows is what Slack says anew of somebody.
func (p *player) knows(name string, change func(*store.Member)) {
	p.write(func(tx *store.Tx) error {
		m, err := tx.MemberBySlack(p.id(name))
		if err != nil {
			return err
		}
		change(m)
		_, err = tx.Know(*m)
		return err
	})
}

func (p *player) write(fn func(*store.Tx) error) {
	p.t.Helper()
	if err := p.store.Write(context.Background(), fn); err != nil {
		p.t.Fatalf("%s: %v", p.scene, err)
	}
}

// id gives a person's Slack ID.
func (p *player) id(name string) string {
	id := "U" + strings.ToUpper(name)
	p.ids[id] = name
	return id
}

// shapes are those of what was not understood.
func (p *player) shapes() (shapes []store.Shape) {
	p.t.Helper()
	if err := p.store.Read(context.Background(), func(tx *store.Tx) (err error) { shapes, err = tx.Shapes(100); return err }); err != nil {
		p.t.Fatal(err)
	}
	return shapes
}
