package words

import (
	"strconv"
	"strings"
)

// accepts are the arguments that each command takes; what else a text says is not the command's business.
var accepts = map[string]string{
	"help": "", "explain": "term kind unit", "language": "language", "mine": "", "resume": "",
	"remind": "date every trainee slot unit", "pause": "from to", "undo": "entry",
	"quota":    "unit units at from to period compare page scope",
	"claim":    "kind unit slot slots count hours percent from to",
	"release":  "slot slots reason unit kind count",
	"slots":    "unit kind published page from to scope",
	"trainee":  "slot trainee kind unit from to hours percent count",
	"trainees": "unit units kind from to at page",
	"end":      "trainee trainees slot result outcome date unit",
	"extend":   "trainee trainees slot from to unit",
	"support":  "trainee slot unit", "contact": "unit person",
	"summary":  "unit units at from to period compare scope kind language format page",
	"forecast": "unit units at from to period scope kind",
	"ranking":  "by top unit scope from to at period kind compare",
	"missing":  "what unit units scope from to at period page kind",
	"vacant":   "unit units kind weeks scope from to at page slot",
	"ending":   "unit units kind from to scope page",
	"outcomes": "days from to unit units kind outcome result period at scope",
	"match":    "kind unit units hours percent from to count",
	"publish":  "slot slots kind unit units count from to",
	"target":   "count unit units period from to kind scope",
	"transfer": "count units unit kind period from to",
	"export":   "format at from to unit units period kind scope",
	"history":  "unit from to person slot trainee page",
	"assign":   "person role unit units",
	"erase":    "trainee trainees unit from to at",
	"cancel":   "", "join": "unit",
}

var acceptsSet = func() map[string]map[string]bool {
	m := map[string]map[string]bool{}
	for c, list := range accepts {
		m[c] = map[string]bool{}
		for _, f := range strings.Fields(list) {
			m[c][f] = true
		}
	}
	return m
}()

// fill writes what was found into the reading.
func (s *scan) fill(r *Reading) {
	s.follow(r)
	r.Command, r.Language = s.command, s.lang
	s.fillKind(r)
	s.fillUnits(r)
	s.fillNumbers(r)
	s.fillDates(r)
	s.fillValues(r)
	s.fillGiven(r)
	if r.Args.Language == "sv" || r.Args.Language == "en" {
		r.Language = r.Args.Language
	}
	s.keepFollowed(r)
	s.settle(r)
}

func (s *scan) takes(field string) bool { return s.command == "" || acceptsSet[s.command][field] }

func (s *scan) ask(r *Reading, what string, candidates []string) {
	if r.Ask == "" {
		r.Ask, r.Candidates = what, candidates
	}
}

func (s *scan) fillKind(r *Reading) {
	if !s.takes("kind") || len(s.kinds) == 0 {
		return
	}
	if len(s.kinds) > 1 && s.command != "explain" {
		s.ask(r, "kind", s.kinds)
		return
	}
	r.Args.Kind = s.kinds[0]
}

func (s *scan) fillUnits(r *Reading) {
	var codes []string
	for _, m := range s.units {
		switch {
		case m.weak && !unitsAreAsked[s.command] && !s.exact:
		case len(m.codes) > 1:
			if s.takes("unit") || s.takes("units") {
				s.ask(r, "unit", m.codes)
			}
		default:
			codes = appendOnce(codes, m.codes[0])
		}
	}
	switch {
	case len(codes) == 1 && s.takes("unit"):
		r.Args.Unit = codes[0]
	case len(codes) > 1 && s.takes("units"):
		r.Args.Units = codes
	case len(codes) > 1 && s.takes("unit"):
		s.ask(r, "unit", codes)
	}
}

// unitsAreAsked are the commands that ask about units, so that an ordinary word that is a unit's name is one.
var unitsAreAsked = map[string]bool{
	"quota": true, "summary": true, "forecast": true, "ranking": true, "missing": true, "vacant": true, "ending": true,
	"outcomes": true, "export": true, "trainees": true, "slots": true, "history": true, "contact": true, "target": true, "transfer": true,
}

func (s *scan) fillNumbers(r *Reading) {
	a := &r.Args
	if s.takes("hours") {
		a.Hours, a.Percent = s.hours, s.percent
	}
	switch {
	case len(s.slots) == 1 && s.takes("slot"):
		a.Slot = s.slots[0]
	case len(s.slots) > 1 && s.takes("slots"):
		a.Slots = s.slots
	}
	switch {
	case len(s.trainees) == 1 && s.takes("trainee"):
		a.Trainee = s.trainees[0]
	case len(s.trainees) > 1 && s.takes("trainees"):
		a.Trainees = s.trainees
	case len(s.trainees) > 1 && s.takes("trainee"):
		a.Trainee = s.trainees[0]
	}
	if len(s.persons) > 0 && s.takes("person") && s.command != "" {
		a.Person = s.persons[len(s.persons)-1]
	}
	s.readLengths()
	if s.takes("count") && s.command != "" {
		a.Count = s.countOf()
	}
	if slotAlone[s.command] && len(s.slots) == 0 {
		a.Slot = s.loneSlot()
	}
	switch s.command {
	case "ranking":
		a.Top = s.firstNumber()
	case "vacant":
		a.Weeks = s.lengthIn("week")
	case "outcomes":
		a.Days = s.lengthIn("day")
	case "undo":
		if n := s.firstNumber(); n != nil {
			a.Entry = int64(*n)
		}
	}
}

// slotAlone are the commands in which a number by itself is a slot's.
var slotAlone = map[string]bool{"release": true, "trainee": true, "end": true, "extend": true}

func (s *scan) loneSlot() int64 {
	for i, t := range s.ts {
		if n, ok := s.numberAt(i); ok && t.kind == number && !s.countsNext(i) && !s.isShare(i) {
			return int64(n)
		}
	}
	return 0
}

func (s *scan) fillValues(r *Reading) {
	a := &r.Args
	for _, h := range s.hits {
		name := h.p.target.field
		if to := a.fixed(name); to != nil && *to == "" && s.command != "" && s.takes(name) {
			*to = s.value(name)
			if name == "by" && *to == "created" {
				*to = s.byShare()
			}
		}
	}
	if s.command != "" && s.command != "language" {
		a.Language = s.value("answer")
	}
	a.Published = s.command == "slots" && s.value("published") != ""
	if s.command == "outcomes" && a.Days != nil {
		a.Outcome = "" // who is still at work is what is asked for
	}
	if s.command == "outcomes" && a.Outcome != "" {
		a.Result = ""
	}
	if s.command == "assign" && (a.Role == "hr" || a.Role == "coordinator") {
		s.dropWeakUnits(a)
	}
	if a.Scope != "" && (a.Unit != "" || len(a.Units) > 0) && s.command != "missing" {
		a.Scope = ""
	}
}

// byShare is what "most … per employee" is by: the share, where one is said beside the number.
func (s *scan) byShare() string {
	for _, h := range s.hits {
		if h.p.target.field == "by" && h.p.target.value != "created" {
			return h.p.target.value
		}
	}
	return "created"
}

// dropWeakUnits keeps the role "HR" from being the unit of that name as well.
func (s *scan) dropWeakUnits(a *Args) {
	for _, m := range s.units {
		if m.weak && a.Unit == m.codes[0] {
			a.Unit = ""
		}
	}
}

// fillGiven lets the key:value words of buttons have the last word.
func (s *scan) fillGiven(r *Reading) {
	for _, kv := range s.given {
		s.give(&r.Args, kv[0], kv[1])
	}
}

func (s *scan) give(a *Args, k, v string) {
	if to := a.text(k); to != nil {
		*to = v
		return
	}
	switch k {
	case "kind":
		if s.v.kinds.has(v) {
			v = s.v.kinds.name(v)
		}
		a.Kind = v
	case "units":
		a.Units = strings.Split(v, ",")
	case "trainee":
		if ref, ok := Reference(v); ok {
			a.Trainee, a.Trainees = another(a.Trainee, a.Trainees, ref)
		}
	case "hours", "percent":
		if f, err := strconv.ParseFloat(strings.Replace(v, ",", ".", 1), 64); err == nil {
			if k == "hours" {
				a.Hours = &f
			} else {
				a.Percent = &f
			}
		}
	default:
		s.giveNumber(a, k, v)
	}
}

// text is the argument of a name that holds words.
func (a *Args) text(name string) *string {
	switch name {
	case "unit":
		return &a.Unit
	case "from":
		return &a.From
	case "to":
		return &a.To
	case "at":
		return &a.At
	case "date":
		return &a.Date
	case "period":
		return &a.Period
	case "compare":
		return &a.Compare
	case "person":
		return &a.Person
	}
	return a.fixed(name)
}

// fixed is the argument of a name that has fixed values.
func (a *Args) fixed(name string) *string {
	switch name {
	case "by":
		return &a.By
	case "what":
		return &a.What
	case "scope":
		return &a.Scope
	case "language":
		return &a.Language
	case "result":
		return &a.Result
	case "outcome":
		return &a.Outcome
	case "reason":
		return &a.Reason
	case "format":
		return &a.Format
	case "role":
		return &a.Role
	case "every":
		return &a.Every
	case "term":
		return &a.Term
	}
	return nil
}

func (s *scan) giveNumber(a *Args, k, v string) {
	n, err := strconv.Atoi(strings.TrimPrefix(v, "#"))
	if err != nil {
		return
	}
	switch k {
	case "slot":
		a.Slot, a.Slots = another(a.Slot, a.Slots, int64(n))
	case "entry":
		a.Entry = int64(n)
	case "page":
		a.Page = n
	case "count":
		a.Count = &n
	case "top":
		a.Top = &n
	case "weeks":
		a.Weeks = &n
	case "days":
		a.Days = &n
	}
}

// another adds one to what is single until there are two.
func another[T comparable](one T, many []T, x T) (T, []T) {
	var none T
	switch {
	case len(many) > 0:
		return none, appendOnce(many, x)
	case one != none && one != x:
		return none, []T{one, x}
	}
	return x, nil
}

// readSlots finds "#214", "plats 412" and "slots 412, 413 and 414".
func (s *scan) readSlots() {
	for i := 0; i < len(s.ts); i++ {
		start, j, many := i, i, false
		switch d := s.lex.dates[s.ts[i].fold]; {
		case s.ts[i].use != free:
			continue
		case s.ts[i].text == "#":
			j++
		case s.ts[i].kind == word && (d.class == "counted" && (d.value == "slot" || d.value == "many") || d.class == "slotnumber"):
			j++
			if d.value != "slot" && d.class == "counted" && !s.numberList(j) {
				continue
			}
			for j < len(s.ts) && (s.ts[j].text == "." || s.ts[j].text == "#" || s.ts[j].text == ":" || s.lex.dates[s.ts[j].fold].class == "slotnumber") {
				j++
				many = true
			}
			many = many || d.class == "slotnumber"
		default:
			continue
		}
		for end, ok := s.slotAt(j, s.ts[i].text == "#" || many); ok; end, ok = s.slotAt(j, s.ts[i].text == "#" || many) {
			s.take(start, end, usedSlot)
			j, start = s.afterAnd(end), end
			i = end - 1
		}
	}
}

// numberList reports two or more numbers after a word in the plural: "platser 12 och 13".
func (s *scan) numberList(i int) bool {
	if i >= len(s.ts) || s.ts[i].kind != number {
		return false
	}
	j := s.afterAnd(i + 1)
	return j > i+1 && j < len(s.ts) && s.ts[j].kind == number
}

func (s *scan) slotAt(i int, sure bool) (int, bool) {
	if i < len(s.ts) && s.ts[i].text == "#" {
		i++
		sure = true
	}
	if i >= len(s.ts) || s.ts[i].kind != number || s.ts[i].use != free || len(s.ts[i].text) > 9 {
		return 0, false
	}
	n, err := strconv.ParseInt(s.ts[i].text, 10, 64)
	if err != nil || n == 0 || !sure && (s.isCount(i) || i+1 < len(s.ts) && s.ts[i+1].text == "%") {
		return 0, false
	}
	s.slots = appendOnce(s.slots, n)
	return i + 1, true
}

func (s *scan) afterAnd(i int) int {
	for i < len(s.ts) && (s.ts[i].text == "," || s.ts[i].text == "&" || s.does(i, smallAnd)) {
		i++
	}
	return i
}
