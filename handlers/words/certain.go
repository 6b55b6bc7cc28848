package words

import (
	"slices"
	"time"
)

// needs are the pieces that a write must have before it can be done. A unit is none of them: where it is not named it is
// the asker's, and only the handler knows whether that leaves a choice. Nor are dates that have a usual value.
func (s *scan) needs(a *Args) []string {
	missing := []string{}
	need := func(name string, there bool) {
		if !there {
			missing = append(missing, name)
		}
	}
	slot := a.Slot != 0 || len(a.Slots) > 0
	trainee := a.Trainee != "" || len(a.Trainees) > 0
	switch s.command {
	case "language":
		need("language", a.Language != "")
	case "remind":
		need("date", a.Date != "" || a.Every != "")
	case "pause":
		need("to", a.To != "")
	case "claim":
		need("kind", a.Kind != "" || slot)
	case "release":
		need("slot", slot)
		need("reason", a.Reason != "")
	case "trainee":
		need("slot", slot)
		need("from", a.From != "")
	case "end":
		need("trainee", trainee || slot)
		need("result", a.Result != "")
	case "extend":
		need("trainee", trainee || slot)
		need("to", a.To != "" || a.Longer != "")
	case "publish":
		need("slot", slot || a.Kind != "")
	case "target":
		need("count", a.Count != nil || a.Step != "")
	case "transfer":
		need("count", a.Count != nil)
		need("units", len(a.Units) > 1)
	case "assign":
		need("person", a.Person != "")
		need("role", a.Role != "")
		need("unit", a.Unit != "" || len(a.Units) > 0 || a.Role == "hr" || a.Role == "coordinator" || a.Role == "")
	}
	return missing
}

// settle says how sure the reading is, what is missing and what to suggest.
func (s *scan) settle(r *Reading) {
	if s.command == "" {
		r.Suggest = s.suggestions()
		if len(r.Suggest) == 0 {
			r.Ask, r.Candidates = "", nil
		}
		return
	}
	r.Missing = s.needs(&r.Args)
	r.Certain = r.Ask == "" && !s.odd.cut && !s.odd.guessed && !(s.odd.twice && isWrite[s.command]) && !(s.odd.extent && s.takes("percent"))
	if s.negated() {
		r.Certain = false
		s.ask(r, "command", []string{s.command})
	}
	if s.doubtful(&r.Args) || s.aboutSomethingElse(&r.Args) {
		r.Certain, r.Suggest = false, s.names(s.ranking())
	}
	defer s.prove(r)
	if s.exact {
		return
	}
	order := s.ranking()
	if len(order) == 0 {
		return
	}
	if len(order) > 1 && order[0].score-order[1].score < apart && order[0].score < 2*sureWeight {
		r.Certain = false
		r.Suggest = s.names(order)
		if order[0].score-order[1].score < 1 {
			s.ask(r, "command", r.Suggest)
		}
	}
	if order[0].score < firm {
		r.Certain = false
		r.Suggest = s.names(order)
	}
}

// prove leaves no order certain that is not accounted for as a whole.
func (s *scan) prove(r *Reading) {
	if !r.Certain || s.followed || !isWrite[s.command] || s.proven(&r.Args) {
		return
	}
	r.Certain = false
	if r.Suggest = s.names(s.ranking()); len(r.Suggest) == 0 {
		r.Suggest = []string{s.command}
	}
}

// suggestions are up to three commands that come nearest where none was read.
func (s *scan) suggestions() []string {
	out := s.names(s.ranking())
	var more []string
	switch {
	case len(s.trainees) > 0:
		more = []string{"end", "extend", "trainee"}
	case len(s.slots) > 0:
		more = []string{"claim", "trainee", "release"}
	case len(s.kinds) > 0:
		more = []string{"claim", "slots", "trainee"}
	case len(s.units) > 0 || len(s.dates) > 0:
		more = []string{"quota", "summary", "trainees"}
	default:
		more = []string{"help", "quota", "claim"}
	}
	for _, m := range more {
		if len(out) < 3 {
			out = appendOnce(out, m)
		}
	}
	return out
}

func (s *scan) names(order []ranked) []string {
	out := make([]string, 0, 3)
	for _, o := range order {
		if len(out) < 3 {
			out = append(out, s.lex.commands[o.cmd])
		}
	}
	return out
}

// negated reports a text that tells not to do what its first word says: "boka inte plats 214", "don't release slot 4".
func (s *scan) negated() bool {
	if !isDone[s.command] && s.command != "undo" && s.command != "erase" || s.command == "pause" {
		return false
	}
	_, next := s.headCommand()
	for i := 0; i < next; i++ {
		if s.does(i, smallNegation) {
			return true
		}
	}
	for i := next; next > 0 && i < min(next+2, len(s.ts)) && s.ts[i].kind == word && s.ts[i].use == free; i++ {
		if s.does(i, smallNegation) {
			return true
		}
	}
	if s.deniedVerb() {
		return true
	}
	first := 0
	for first < len(s.ts) && s.ts[first].kind == word && s.lex.filler[s.ts[first].fold] {
		first++
	}
	return s.lang == "en" && s.does(first, smallNegation) // "don't", "never"
}

// doubtful reports a text that may be no order, though its words are those of one: a question, a plan, a report, a denial,
// or something that has nothing of ours in it ("avsluta mötet").
func (s *scan) doubtful(a *Args) bool {
	if !isDone[s.command] && s.command != "undo" && s.command != "erase" && s.command != "support" {
		return false
	}
	if s.command == "support" {
		return s.value("fine") != "" || s.longPast() || !s.exact && (!s.onTopic(a) || s.value("conditional")+s.value("tentative") != "" || s.weak())
	}
	if s.command == "assign" && !s.exact && !s.beginsWithOrder() && (a.Person == "" || a.Role == "") {
		return true // "Växeln får ny chef i höst"
	}
	if (s.command == "end" && a.Date == "" || s.command == "erase" && a.Trainee != "") && s.toCome() {
		return true // "D-2026-0143 är klar i september"
	}
	if s.questioned() || !othersTell[s.command] && s.value("others") != "" {
		return true
	}
	if s.asks() || s.mayAsk() || s.value("tentative") != "" || s.value("conditional") != "" && s.command != "remind" || s.value("done") != "" && !isLogged[s.command] && s.command != "undo" {
		return true
	}
	if !s.exact && !s.headed() && needsTopic[s.command] && s.saysNothing(a) || s.command == "remind" && !s.headed() && a.Date == "" && a.Every == "" {
		return true // "the booking system is down"
	}
	if s.command == "release" && !s.exact && a.Slot == 0 && len(a.Slots) == 0 && a.Reason != "" && !s.headed() {
		return true // "det är fullt hos oss"
	}
	return !s.exact && (s.stranger() || s.denied() || needsTopic[s.command] && !s.onTopic(a))
}

// longPast reports a time of more than some weeks ago, of which help is no longer asked for.
func (s *scan) longPast() bool {
	return s.anyTime(true, func(w *when, _, last, today time.Time) bool {
		return today.Sub(last) > 21*24*time.Hour && w.role != roleSince && w.role != roleFrom
	})
}

// toCome reports a time that has not begun.
func (s *scan) toCome() bool {
	return s.anyTime(false, func(_ *when, from, _, today time.Time) bool { return from.After(today) })
}

// anyTime reports a time of whose first and last day something holds; past reads a bare date as the last one.
func (s *scan) anyTime(past bool, holds func(w *when, from, last, today time.Time) bool) bool {
	today := dateOf(s.c.Now)
	return slices.ContainsFunc(s.dates, func(w when) bool {
		if w.none || w.asked != nil {
			return false
		}
		from, last := w.span(today, past)
		return holds(&w, from, last, today)
	})
}

// beginsWithOrder reports that a sentence begins with words of the command: "byt chef på Växeln", not "Växeln får ny chef".
func (s *scan) beginsWithOrder() bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		t := h.p.target
		return t.command == s.command && t.weight >= sureWeight && len(h.p.parts) > 0 && s.ts[h.first].use == free && s.startsSentence(h.first)
	})
}

// othersTell are the writes whose words tell what a trainee, and not the writer, has done or wants.
var othersTell = map[string]bool{"trainee": true, "end": true, "correct": true, "remind": true}

// questioned reports a question that pleads for nothing: "kan vi flytta kvot mellan enheter?".
func (s *scan) questioned() bool {
	return s.value("request") == "" && slices.ContainsFunc(s.ts, func(t token) bool { return t.kind == mark && t.text == "?" && t.use == free })
}

// saysNothing reports an order without any of its arguments.
func (s *scan) saysNothing(a *Args) bool {
	return a.Slot == 0 && len(a.Slots)+len(a.Trainees)+len(a.Units) == 0 && a.Kind+a.Unit+a.Trainee+a.Result+a.Outcome+a.Reason+a.Person+a.Role+a.From+a.To+a.Date == "" && a.Count == nil
}

// headed reports that the text begins with the command's own word.
func (s *scan) headed() bool {
	head, _ := s.headCommand()
	return head >= 0 && head == s.cmd
}

// needsTopic are the writes whose verbs have other objects too.
var needsTopic = map[string]bool{
	"claim": true, "release": true, "trainee": true, "end": true, "extend": true, "publish": true, "target": true, "transfer": true, "erase": true,
	"support": true,
}

// onTopic reports that the text names something that the write is about.
func (s *scan) onTopic(a *Args) bool {
	return len(s.slots)+len(s.trainees)+len(s.kinds)+len(s.persons)+len(s.units) > 0 || a.Slot != 0 || len(a.Slots) > 0 || a.Trainee != "" || a.Count != nil ||
		a.Reason != "" || s.value("topic") != ""
}

// denied reports a negation that no phrase of the command holds and that gives no reason or result.
func (s *scan) denied() bool {
	for i := range s.ts {
		if s.does(i, smallNegation) && !s.does(i-1, smallForget) && !slices.ContainsFunc(s.hits, func(h hit) bool {
			return h.words.has(i) && (h.p.target.command == s.command && h.p.target.weight > 0 || h.p.target.said() && h.p.target.field != "")
		}) {
			return true
		}
	}
	return false
}

// isLogged are the writes that people tell about when they have happened: "D-2026-0143 slutade i fredags".
var isLogged = map[string]bool{"trainee": true, "end": true}

// stranger reports a word that nothing here knows, which may be what the text is about.
func (s *scan) stranger() bool {
	return !s.exact && slices.ContainsFunc(s.ts, func(t token) bool {
		return t.kind == word && t.use == free && !t.known && len(t.fold) > 3 && !s.fillsOrder(&t)
	})
}

// aboutSomethingElse reports a claim that says nothing of a slot but words that nobody knows: "boka ett mötesrum".
func (s *scan) aboutSomethingElse(a *Args) bool {
	if s.command != "claim" || a.Kind != "" || a.Slot != 0 || len(a.Slots) > 0 || a.Count != nil || a.Unit != "" {
		return false
	}
	for i := range s.ts {
		if t := &s.ts[i]; t.kind == word && t.use == free && !t.known && len(t.fold) > 3 {
			return true
		}
	}
	return false
}

// deniedVerb reports a negation right before the word that speaks for the command: "vi tänker inte släppa plats 3".
func (s *scan) deniedVerb() bool {
	for k := range s.hits {
		h := &s.hits[k]
		i := h.first - 1
		if h.p.target.command != s.command || h.p.target.weight < sureWeight || len(h.p.parts) == 0 || !s.does(i, smallNegation) {
			continue
		}
		if !s.does(i-1, smallForget) && !s.saidByCommand(i) {
			return true
		}
	}
	return false
}

// saidByCommand reports that a phrase of the command holds token i itself: "vi kan inte ta emot".
func (s *scan) saidByCommand(i int) bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		return h.p.target.command == s.command && h.p.target.weight > 0 && h.words.has(i)
	})
}
