package handlers

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"handslag/store"
)

// likely tells whether a question was read from words that may mean something else too.
func (t *turn) likely() bool {
	return (t.req.Door == Slash || t.req.Door == Message) && t.command != nil && !t.command.writes && t.command.name != "help" && !t.reading.Certain && !t.alone()
}

// mostInstead is how many other commands stand beside what was read.
const mostInstead = 2

// sayHowRead puts below an answer what the question was read as, and how to say otherwise: what else it may have been, and a form with the pieces
// filled in.
func (t *turn) sayHowRead(reply *Reply) {
	as := t.say("read.as", Facts{"What": t.readAs()})
	reply.Text += "\n" + as
	var offered []*slack.ButtonBlockElement
	for _, name := range t.guesses(t.reading.Suggest, []string{t.command.name}) {
		if len(offered) < mostInstead {
			offered = append(offered, button(t.label(name+".title", nil), marks{ask: lookup(name).writes}.mark(typed(name, t.args))))
		}
	}
	change := marks{fix: true}.mark(t.typed())
	if t.command.name == "explain" { // it offers all that can be explained
		change = "explain"
	}
	offered = append(offered, button(t.label("read.change", nil), change))
	reply.Blocks = append(reply.Blocks[:min(len(reply.Blocks), maxBlocks-2)], contextLine(as), buttons(offered...))
}

// readAs is what a question was read as, with every piece of it: "Kvot, Kärna skola, tors 30 apr (v. 18)".
func (t *turn) readAs() string {
	a := t.args
	parts := []string{t.label(t.command.name+".title", nil)}
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	for _, code := range append([]string{a.Unit}, a.Units...) {
		add(t.reg.Tree.Name(code))
	}
	if a.Kind != "" {
		add(t.kind(a.Kind))
	}
	add(t.called("summary.scope_", a.Scope))
	if a.Published {
		add(t.label("read.published", nil))
	}
	for _, n := range t.slotsMeant() {
		add("#" + numbered(n))
	}
	for _, ref := range append([]string{a.Trainee}, a.Trainees...) {
		add(ref)
	}
	add(t.when())
	if a.Compare != "" {
		add(t.label("read.compared", Facts{"With": t.dayOr(a.Compare)}))
	}
	if a.Count != nil {
		add(t.label("read.count", Facts{"N": *a.Count}))
	}
	for _, name := range numbers {
		if n := *t.numberOf(name); n != nil {
			add(t.label("read.n_"+name, Facts{"N": *n}))
		}
	}
	add(t.called("ranking.by_", a.By))
	add(t.called("read.what_", a.What))
	add(t.called("explain.name_", a.Term))
	return strings.Join(parts, ", ")
}

// called is what a code is called; "" where it has no name.
func (t *turn) called(prefix, code string) string {
	if code == "" || !t.all.Has(t.lang, prefix+code) {
		return ""
	}
	name := t.label(prefix+code, nil) // which begins a button's text
	r, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(r)) + name[n:]
}

// when is the time that was said, as it is told; "" where none was.
func (t *turn) when() string {
	a := t.args
	from, to := store.Date(a.From), store.Date(a.To)
	switch {
	case a.At != "" || a.Date != "":
		return t.date(store.Date(cmp.Or(a.At, a.Date)))
	case from != "" && to != "" && from != to:
		return t.date(from) + "–" + t.date(to)
	case from != "":
		return t.date(from)
	case to != "":
		return t.label("read.until", Facts{"Date": to})
	}
	return a.Period
}

// dayOr is a day as it is told, or a name as it is.
func (t *turn) dayOr(s string) string {
	if d, ok := store.ParseDate(s); ok {
		return t.date(d)
	}
	return s
}

// correction is a form with what was read, to put right what was read wrong.
func (t *turn) correction() Reply {
	a := t.args
	f := &form{submit: "read.show"}
	f.add(field{name: "where", value: t.reg.Tree.Name(a.Unit), optional: true, hint: t.label("read.where_hint", nil)},
		field{name: "when", value: t.whenTyped(), optional: true, hint: t.label("read.when_hint", nil)})
	if a.Kind != "" {
		f.add(field{name: "kind", label: "which_kind", choices: t.kindChoices(), value: a.Kind, optional: true})
	}
	if a.Scope != "" {
		f.add(field{name: "scope", choices: t.choices("summary.scope_", []string{"kommun", "bolag", "partner"}), value: a.Scope, optional: true})
	}
	if a.By != "" {
		f.add(field{name: "by", choices: t.choices("ranking.by_", []string{"created", "headcount", "quota"}), value: a.By})
	}
	if a.Compare != "" || t.command.name == "summary" {
		compare := a.Compare
		if d, ok := store.ParseDate(compare); ok {
			compare = t.typedDate(d)
		}
		f.add(field{name: "compare", value: compare, optional: true})
	}
	for _, name := range numbers {
		if n := *t.numberOf(name); n != nil {
			f.add(field{name: name, value: whole(n), optional: true})
		}
	}
	return Reply{Form: f.view(t), Text: t.say("read.form", nil)}
}

// numbers are the arguments of a question that are numbers.
var numbers = []string{"top", "weeks", "days"}

// numberOf is where one of them stands; nil for what is none.
func (t *turn) numberOf(name string) **int {
	return map[string]**int{"top": &t.args.Top, "weeks": &t.args.Weeks, "days": &t.args.Days}[name]
}

// whenTyped is the time that was said, to be read back.
func (t *turn) whenTyped() string {
	a := t.args
	switch {
	case a.At != "" || a.Date != "":
		return t.typedDate(store.Date(cmp.Or(a.At, a.Date)))
	case a.From != "" && a.To != "":
		return t.span(store.Span{From: store.Date(a.From), To: store.Date(a.To)})
	case a.From != "" || a.To != "":
		return t.typedDate(store.Date(cmp.Or(a.From, a.To)))
	}
	return a.Period
}

// fillWhen reads a time as the command takes it: a day as of which, a span, a period.
func (t *turn) fillWhen(value string) (string, Facts) {
	r := t.words.Read(t.command.name+" "+value, t.reads())
	n := r.Args
	if r.Ask == "date" && len(r.Candidates) > 1 {
		days := make([]string, len(r.Candidates))
		for i, d := range r.Candidates {
			days[i] = t.date(store.Date(d))
		}
		return "field.either_date", Facts{"Dates": t.anyOf(days)}
	}
	if n.At+n.From+n.To+n.Date+n.Period == "" || r.Ask != "" {
		return "field.wrong_date", nil
	}
	a := &t.args
	a.At, a.From, a.To, a.Date, a.Period = n.At, n.From, n.To, n.Date, n.Period
	return "", nil
}

// fillCompare reads what the figures are to be set against: a day, or a period's name.
func (t *turn) fillCompare(value string) (string, Facts) {
	r := t.words.Read(t.command.name+" "+t.label("read.compared", Facts{"With": value}), t.reads())
	if t.args.Compare = r.Args.Compare; t.args.Compare == "" {
		return "field.wrong_date", nil
	}
	return "", nil
}
