package handlers

import (
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// headlines tell HR how each programme that goes on stands.
func (d *desk) headlines(*store.Programme) error {
	running := d.reg.Running(d.today())
	for _, p := range running {
		if err := d.headline(p, len(running) > 1); err != nil {
			return err
		}
	}
	return nil
}

// headline tells HR how a programme stands, which is named in what its buttons ask where it is one of several.
func (d *desk) headline(p *store.Programme, several bool) error {
	s, err := d.tx.Standing(p, p.Scope, d.today())
	if err != nil {
		return err
	}
	d.header(d.label("summary.head", Facts{"Programme": p.Name(d.lang), "Date": d.long(s.AsOf), "Unit": d.reg.Tree.Name(s.Scope)}))
	lines := []string{d.createdLine(s)}
	if s.Forecast != nil {
		lines = append(lines, d.forecastLine(s.Forecast, s))
	}
	lines = append(lines, d.allFilled(s))
	if s.UnitsWithout.Count > 0 {
		lines = append(lines, d.withoutAny(s))
	}
	d.put(section(strings.Join(lines, "\n")))
	d.bar(s.Counted, s.Target)
	offered := []string{"forecast", "missing", "ranking", "quota", "publish", "export"}
	of := ""
	if several {
		of = pairs([][2]string{{"programme", p.Key}})
	}
	for i, command := range offered {
		if words.AboutProgramme(command) {
			offered[i] += of
		}
	}
	d.offer("summary"+of, offered...)
	return nil
}

// mostNamed units or people stand by name in a line; the others are counted.
const mostNamed = 5

// undeliveredFor is how many days a message that did not arrive is told of.
const undeliveredFor = 14

// waitsForHR tells who asks to be let in, which units nobody answers for, and whom messages do not reach.
func (d *desk) waitsForHR(p *store.Programme) error {
	at := len(d.blocks)
	for _, part := range []func(*store.Programme) error{d.petitions, d.unmanaged, d.undelivered, d.dueToErase} {
		if err := part(p); err != nil {
			return err
		}
	}
	if len(d.blocks) == at {
		d.put(section(d.say("home.hr_nothing", nil)))
	}
	rest := append([]slack.Block{slack.NewHeaderBlock(plain(d.label("home.hr_waits", nil), 150))}, d.blocks[at:]...)
	d.blocks = append(d.blocks[:at:at], rest...)
	return nil
}

func (d *desk) petitions(*store.Programme) error {
	all, err := d.tx.Petitions(0)
	if err != nil {
		return err
	}
	for _, p := range show(d, "petitions", all) {
		m, err := d.tx.MemberByID(p.Member)
		if err != nil {
			return err
		}
		if m == nil {
			continue
		}
		_, blocks := d.petition(d.voice, m, p.Unit)
		d.put(blocks...)
	}
	d.turns("petitions", len(all))
	return nil
}

// unmanaged tells of the units that have a quota and nobody who answers for it.
func (d *desk) unmanaged(p *store.Programme) error {
	if p == nil {
		return nil
	}
	managed, err := d.tx.Managed()
	if err != nil {
		return err
	}
	var names []string
	for _, code := range d.reg.Tree.Branch(p.Scope) {
		if managed[code] || !d.reg.Tree.Unit(code).ValidOn(d.today()) || len(d.childrenOn(code, d.today())) > 0 {
			continue
		}
		quota := 0
		for _, n := range d.reg.Quota(p, code) {
			quota += n
		}
		if quota > 0 {
			names = append(names, d.reg.Tree.Name(code))
		}
	}
	if n := len(names); n > 0 {
		d.put(row(d.say("home.unmanaged", Facts{"N": n, "Units": d.some(names)}), button(d.label("assign.title", nil), "assign")))
	}
	return nil
}

func (d *desk) undelivered(*store.Programme) error {
	to, err := d.tx.Undelivered(d.tx.Now.AddDate(0, 0, -undeliveredFor))
	if err != nil {
		return err
	}
	var people []string
	for _, id := range to {
		if strings.HasPrefix(id, "U") || strings.HasPrefix(id, "W") { // the others are channels
			people = append(people, "<@"+id+">")
		}
	}
	if n := len(people); n > 0 {
		d.put(row(d.say("home.undelivered", Facts{"N": n, "People": Markup(d.some(people))}), button(d.label("assign.title", nil), "assign")))
	}
	return nil
}

// some names the first of several and counts the others: "a, b, c, d, e och 12 till".
func (v voice) some(names []string) string {
	if more := len(names) - mostNamed; more > 0 {
		return v.label("home.some", Facts{"Names": strings.Join(names[:mostNamed], ", "), "N": more})
	}
	return v.list(names)
}

// matching tells a coordinator what there is to match.
func (d *desk) matching(p *store.Programme) error {
	open, err := d.tx.Open()
	if err != nil {
		return err
	}
	d.header(d.label("home.matching", nil))
	lines := []string{d.say("home.open_none", nil)}
	if open > 0 {
		lines[0] = d.say("home.open", Facts{"N": open})
	}
	if p != nil {
		_, all, err := d.tx.Progress(p, p.Scope, d.today())
		if err != nil {
			return err
		}
		if n := all.Vacant(); n > 0 {
			lines = append(lines, d.say("home.vacant", Facts{"N": n, "Slots": all.Net()}))
		}
	}
	d.put(section(strings.Join(lines, "\n")))
	d.offer("publish", "match", "vacant", "ending", "outcomes")
	return nil
}
