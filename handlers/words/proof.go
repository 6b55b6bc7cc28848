package words

import (
	"slices"
	"strconv"
	"strings"
)

// proven reports that an order is accounted for as a whole. Every word is the command's own, one of its arguments, or a word that
// people put in orders without meaning anything by it; no word tells what has been, and nothing else is ordered beside it. One
// word that this is not true of ("hon", "kanske", "enligt", a word that nobody knows) makes the writer be asked.
func (s *scan) proven(a *Args) bool {
	if s.exact && s.hits == nil {
		s.findHits()
	}
	return s.unproven(a) < 0 && !s.ordersTwo() && !s.longAgo(a) && !(s.command == "end" && len(s.dates) > 1)
}

// unproven is the first token of an order that nothing accounts for, -1 where there is none.
func (s *scan) unproven(a *Args) int {
	_, next := s.headCommand()
	for i := range s.ts {
		if s.command == "support" {
			if s.ts[i].use != usedPerson && !s.does(i, smallReport) && !(i == 0 && s.does(i, smallNegation)) { // what is wrong may be anything
				continue
			}
		}
		if s.command == "remind" && s.reminds(i) {
			break
		}
		if !s.accounted(i, next, a) {
			return i
		}
	}
	return -1
}

// reminds reports that what comes from token i on is what the writer wants to be reminded of, which may be anything.
func (s *scan) reminds(i int) bool {
	return i > 0 && s.ts[i-1].kind == word && !s.lex.order[s.ts[i-1].fold] && s.inPhrase(i-1) && !s.past(&s.ts[i-1])
}

func (s *scan) accounted(i, head int, a *Args) bool {
	t := &s.ts[i]
	switch {
	case i == 0 && s.does(i, smallNegation) && s.command != "pause":
		return false
	case t.kind == mark:
		return t.use != free || t.text != `"` && t.text != ">"
	case t.use != free:
		return s.used(i, a)
	case t.kind == number || t.kind == word && s.isNumeral(t.fold):
		return s.counted(i, a)
	case t.kind != word:
		return true
	case s.lex.past[t.low] && s.bare && !isLogged[s.command] && s.command != "undo":
		return s.inPhrase(i) // "sa" is no "så"
	case isLogged[s.command] && s.does(i+1, smallModal) && !s.does(i, smallModal) && !s.afterTrainee(i) && !s.lex.order[t.low]:
		return false // "hon ska avsluta D-2026-0143"
	case s.fillsOrder(t):
		return !s.does(i, smallNo) || i < 2 || s.inPhrase(i)
	case s.inPhrase(i):
		return (isLogged[s.command] || s.command == "undo" || !s.past(t)) && !(i == 0 && s.lang == "en" && strings.HasSuffix(t.fold, "ing") && s.lex.dates[t.fold].class == "")
	case i < head && (i == head-1 || !s.lex.filler[t.fold]) && !s.past(t), t.fold == "s" && i > 0 && s.ts[i-1].text == ":", s.dating(i, a), s.generalName(i):
		return true
	}
	return s.tells(i)
}

// bareWord begins a word of a list that is written with å, ä or ö, as it looks without.
const bareWord = "~"

// afterTrainee reports that a trainee or a slot is named before token i, so that "she" is the trainee.
func (s *scan) afterTrainee(i int) bool {
	return slices.ContainsFunc(s.ts[:i], func(t token) bool {
		return t.use == usedTrainee || t.use == usedSlot || t.use == usedKind || s.lex.counts(t.fold)
	})
}

// fillsOrder reports a word that means nothing beside what the command says.
func (s *scan) fillsOrder(t *token) bool {
	known := func(list map[string]bool) bool {
		return list[t.low] || list[bareWord+t.fold] && (s.bare || t.low == t.fold && t.corrected)
	}
	return known(s.lex.order) || known(s.lex.because) || known(s.lex.also[s.command]) || s.lex.order[s.lex.headOf(t.fold)]
}

// generalName reports the general part of a unit's name beside the rest of it: "Kärna skola".
func (s *scan) generalName(i int) bool {
	return s.does(i, smallGeneral) && (i > 0 && s.ts[i-1].use == usedUnit || i+1 < len(s.ts) && s.ts[i+1].use == usedUnit)
}

// dating reports a word that ties a date to the order: "med start 1/9", "mellan", "ending".
func (s *scan) dating(i int, a *Args) bool {
	role := s.lex.dates[s.ts[i].fold]
	return a.From+a.To+a.Date != "" && (role.class == "role" && role.value != "compare" && role.value != "comparing" || s.does(i, smallBetween) || role.class == "named")
}

// tells reports a word of the clause that gives a reason or says what became of somebody: "för handledaren slutar", "fick jobb på ett
// lager". What it says beside that is not the command's business, unless it makes the order another one.
func (s *scan) tells(i int) bool {
	if s.does(i, smallNegation) || s.lex.dates[s.ts[i].fold].class != "" {
		return false
	}
	first, last := i, i
	for first > 0 && !s.endsClause(first-1) {
		first--
	}
	for last+1 < len(s.ts) && !s.endsClause(last+1) {
		last++
	}
	for k := first; k <= last; k++ {
		if s.does(k, smallReport) {
			return false
		}
	}
	tells := false
	for k := range s.hits {
		h := &s.hits[k]
		if h.first < first || h.first > last || isLogged[s.command] && h.first > i {
			continue
		}
		switch t := h.p.target; t.field {
		case "reason", "result", "outcome":
			tells = tells || s.takesValue(t)
		case "tentative", "conditional", "others", "asking":
			return false
		case "":
			if t.command == s.command && t.weight >= sureWeight && len(h.p.parts) > 0 && t.field == "" && !isLogged[s.command] {
				return false
			}
		}
	}
	return tells
}

// takesValue reports a value that the command takes. Of the reasons, a trainee's slot has only who handles it.
func (s *scan) takesValue(t *target) bool {
	return s.takes(t.field) && (t.field != "reason" || s.command != "trainee" || t.value == "amc")
}

func (s *scan) endsClause(i int) bool {
	t := &s.ts[i]
	return t.kind == mark && t.use == free && (t.text == "," || t.text == "." || t.text == "-" || t.text == ":" || t.text == ";" || t.text == "(" || t.text == "!" || t.text == "?") || t.kind == word && s.lex.because[t.fold]
}

// used reports that the piece that token i belongs to is one that the command takes.
func (s *scan) used(i int, a *Args) bool {
	takes := acceptsSet[s.command]
	switch s.ts[i].use {
	case usedKey:
		return true
	case usedSlot:
		return takes["slot"] || takes["slots"]
	case usedTrainee:
		return takes["trainee"]
	case usedPerson:
		return a.Person != ""
	case usedUnit:
		return a.Unit != "" || len(a.Units) > 0 || s.inPhrase(i)
	case usedKind:
		return a.Kind != "" || s.inPhrase(i)
	case usedDate:
		return a.From+a.To+a.Date+a.At+a.Every+a.Longer != "" || s.inPhrase(i)
	case usedExtent:
		return takes["hours"] || takes["percent"]
	case usedOther:
		if len(s.lengths) > 0 && (a.To != "" || s.command == "extend") && s.ts[i].kind != mark {
			return true
		}
	}
	return s.ts[i].kind == mark || s.inPhrase(i)
}

// counted reports that the number at i has become an argument.
func (s *scan) counted(i int, a *Args) bool {
	n, ok := s.numberAt(i)
	if !ok {
		return false
	}
	if a.Count != nil && *a.Count == n || a.Slot == int64(n) || a.Entry == int64(n) || slices.Contains(a.Slots, int64(n)) {
		return true
	}
	return s.inPhrase(i) && a.Count == nil || strings.Contains(a.Period, strconv.Itoa(n))
}

// inPhrase reports that the command, an argument that it takes or a way to wish for it holds token i.
func (s *scan) inPhrase(i int) bool {
	return slices.ContainsFunc(s.heard, func(h hit) bool {
		t := h.p.target
		switch {
		case len(h.p.parts) == 0 || !h.words.has(i):
			return false
		case t.command != "":
			return t.command == s.command && t.weight > 0
		}
		return t.field == "wish" || t.field == "request" || t.said() && s.says(t.field, t.value) && (s.takesValue(t) || t.field == "answer")
	})
}

// past reports the form of a verb that tells about something: "bokade", "släpptes", "booked".
func (s *scan) past(t *token) bool {
	if s.lex.past[t.low] {
		return true
	}
	if len(t.fold) < 5 {
		return false
	}
	if n := len(t.fold); s.lang != "en" && strings.HasSuffix(t.fold, "ts") && !hasVowel(t.fold[n-3:n-2]) {
		return true // "förlängts"
	}
	if s.lang == "en" && strings.HasSuffix(t.fold, "ed") && !strings.HasSuffix(t.fold, "eed") {
		return true
	}
	return s.lang != "en" && (strings.HasSuffix(t.fold, "ade") || strings.HasSuffix(t.fold, "ades") || strings.HasSuffix(t.fold, "ats") || strings.HasSuffix(t.fold, "tes"))
}

// tellsOf reports a phrase that would be an order if its verb did not tell of what has been: "skapade platser i maj".
func (s *scan) tellsOf(h *hit) bool {
	if !isDone[h.p.target.command] || isLogged[h.p.target.command] {
		return false
	}
	for i := range s.ts {
		if h.words.has(i) && s.ts[i].kind == word && s.ts[i].use == free && !s.fillsOrder(&s.ts[i]) && s.past(&s.ts[i]) && !s.does(i-1, smallGet) {
			return true
		}
	}
	return false
}

// ordersTwo reports another write that is told to do with words of its own: "boka plats 66 och släpp plats 67".
func (s *scan) ordersTwo() bool {
	var own mask
	for k := range s.hits {
		if t := s.hits[k].p.target; len(s.hits[k].p.parts) > 0 && (t.command == s.command && t.weight > 0 || t.said() && acceptsSet[s.command][t.field]) {
			for i := range own {
				own[i] |= s.hits[k].words[i]
			}
		}
	}
	if cmd, next := s.headCommand(); cmd == s.cmd {
		for i := range next {
			own.set(i)
		}
	}
	if s.command == "remind" || s.command == "undo" {
		return false // what is to be done then, and what was done, may be anything
	}
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		t := h.p.target
		return t.command != "" && t.command != s.command && isWrite[t.command] && t.weight >= sureWeight && len(h.p.parts) > 0 &&
			!s.tells(h.first) && s.saysOwnWord(&h, &own)
	})
}

// saysOwnWord reports that a phrase lies apart from the order's own words and has a word that means something.
func (s *scan) saysOwnWord(h *hit, own *mask) bool {
	says := false
	for i := range s.ts {
		if !h.words.has(i) {
			continue
		}
		if own.has(i) {
			return false
		}
		t := &s.ts[i]
		says = says || t.use == free && t.kind == word && !s.fillsOrder(t) && s.lex.dates[t.fold].class == ""
	}
	return says
}

// isWrite are the commands that change something.
var isWrite = map[string]bool{
	"claim": true, "release": true, "trainee": true, "end": true, "extend": true, "publish": true, "target": true, "transfer": true, "assign": true,
	"remind": true, "pause": true, "resume": true, "undo": true, "language": true, "erase": true, "support": true, "statement": true, "correct": true,
}
