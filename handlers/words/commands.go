package words

import "slices"

// Scores of readings: below enough there is no command; closer than apart two readings are both possible.
const (
	enough = 4.5
	apart  = 2
	firm   = 6.0
)

type ranked struct {
	cmd   int
	score float64
}

// chooseCommand settles what is asked for: by the first word of a slash text where everything after it was understood,
// else by the phrases that the text holds.
func (s *scan) chooseCommand() {
	if s.slash() {
		return
	}
	head, _ := s.headCommand()
	if s.followsUp() {
		s.command, s.exact = "outcomes", true
		s.cmd = s.lex.commandID("outcomes")
		return
	}
	if s.onlySlots() {
		s.command, s.exact = "claim", true
		s.cmd = s.lex.commandID("claim")
		return
	}
	if head >= 0 {
		s.bonus(head)
		if strongHead[s.lex.commands[head]] {
			s.hits[len(s.hits)-1].p.target.weight = sureWeight
		}
	}
	s.shape()
	if r := s.ranking(); len(r) > 0 && r[0].score >= enough {
		s.cmd = r[0].cmd
		s.command = s.lex.commands[s.cmd]
	}
	if s.command == "quota" && s.value("scope") != "" && !s.says("term", "quota") { // of one's own there is no whole
		s.command = "summary"
		s.cmd = s.lex.commandID("summary")
	}
	if s.otherThings() {
		s.cmd, s.command = -1, ""
		return
	}
	if (needsTopic[s.command] || s.command == "match") && head < 0 && s.stranger() && s.value("reason") == "" && !s.onTopic(&Args{}) {
		s.cmd, s.command = -1, "" // "inloggningen strular"
	}
}

// followsUp reports that the text says of one trainee whether the job lasts, so long after.
func (s *scan) followsUp() bool {
	return len(s.trainees) == 1 && s.value("after") != "" && !s.asks() && s.lengthSaid()
}

// strongHead are the commands whose first word says what is wanted whatever comes after it.
var strongHead = map[string]bool{
	"explain": true, "undo": true, "export": true, "extend": true, "release": true, "publish": true, "transfer": true, "erase": true, "assign": true,
	"remind": true, "claim": true, "end": true, "correct": true, "restrict": true,
}

// shape lets the pieces themselves speak: what became of a trainee is an end, why a slot cannot be kept is a release, and
// a question about a time or a unit that says nothing more is about how things stand.
func (s *scan) shape() {
	asks := s.asks()
	become := s.value("result") != "" || s.value("outcome") != ""
	switch {
	case !asks && become && (len(s.trainees) > 0 || len(s.slots) > 0 && s.value("reason") == ""):
		s.bonus(s.lex.commandID("end"))
	case !asks && len(s.trainees) == 0 && len(s.slots) > 0 && s.value("reason") != "":
		s.bonus(s.lex.commandID("release"))
	}
	if r := s.ranking(); asks && (len(r) == 0 || r[0].score < enough) && (len(s.units) > 0 || len(s.dates) > 0 && s.nothingElse() || s.value("scope") != "") {
		s.bonus(s.lex.commandID("summary"))
	}
}

// nothingElse reports that no word is about something that was not understood: "hur var det i juli", not "vem vann i juli".
func (s *scan) nothingElse() bool {
	for i := range s.ts {
		if t := &s.ts[i]; t.kind == word && t.use == free && !s.small(t) && !slices.ContainsFunc(s.hits, func(h hit) bool { return h.p.target.weight >= 0 && h.words.has(i) }) {
			return false
		}
	}
	return true
}

// otherThings reports a text about something that is not ours: "boka ett bord", "skrivaren strular". People may be reminded of
// anything.
func (s *scan) otherThings() bool {
	switch s.command {
	case "remind", "pause", "resume", "undo", "language", "help":
		return false
	}
	return s.value("other") != "" && s.value("topic") == "" && s.value("reason") == "" && len(s.slots)+len(s.trainees)+len(s.kinds)+len(s.persons) == 0
}

// slash reads a text that begins with a command's word and in which nothing is left over.
func (s *scan) slash() bool {
	head, at := s.headCommand()
	if s.hits == nil && at > 1 && s.isAsked(at) {
		return false // "should we claim slot 4" is no order
	}
	if head >= 0 && (s.lex.commands[head] == "trainee" || s.lex.commands[head] == "trainees") && s.value("result")+s.value("outcome") != "" {
		return false // "trainee D-2026-0143 finished and got a job"
	}
	if head >= 0 && s.lex.commands[head] == "slots" && s.value("result")+s.value("outcome") != "" {
		return false // "plats 90 avslutad"
	}
	if head >= 0 && (s.hits == nil && saidByHead[s.lex.commands[head]] || needsTopic[s.lex.commands[head]] && s.onlySmallFrom(at)) {
		return false
	}
	if head >= 0 && s.hits == nil && s.lex.commands[head] == "end" && len(s.slots)+len(s.trainees) == 0 {
		return false // "avslut i september" asks who ends
	}
	if head < 0 || !s.understoodFrom(at) || s.saysTerm() && (s.lex.commands[head] == "trainee" || s.lex.commands[head] == "summary") || !s.fitsCommand(s.lex.commands[head]) {
		return false
	}
	if s.speaksAgainst(head) {
		return false // "behöver hjälp med en praktikant"
	}
	if s.saysOther(s.lex.commands[head]) {
		return false // "boka in dig på utbildningen"
	}
	s.cmd, s.exact, s.command = head, true, s.lex.commands[head]
	return true
}

// speaksAgainst reports a phrase that is said of something else than the command.
func (s *scan) speaksAgainst(cmd int) bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool { return h.p.target.command != "" && h.p.target.cmd == cmd && h.p.target.weight < 0 })
}

// saysOther reports what became of somebody, a reason or a role in an order that takes none.
func (s *scan) saysOther(command string) bool {
	return isDone[command] && slices.ContainsFunc(s.hits, func(h hit) bool {
		switch f := h.p.target.field; f {
		case "result", "outcome", "reason", "role":
			return !acceptsSet[command][f] && h.p.target.value != "amc"
		}
		return false
	})
}

// onlySmallFrom reports words after the command's that say nothing, and some: "släpp in mig".
func (s *scan) onlySmallFrom(i int) bool {
	some := false
	for ; i < len(s.ts); i++ {
		t := &s.ts[i]
		switch {
		case t.kind == mark:
		case t.kind != word || t.use != free || s.isNumeral(t.fold) || s.lex.counts(t.fold) || !s.lex.filler[t.fold]:
			return false
		default:
			some = true
		}
	}
	return some
}

// saysTerm reports the name of a figure, "kvot", which only an explanation takes as an argument.
func (s *scan) saysTerm() bool { return s.says("term", "quota") || s.says("term", "target") }

// isAsked reports small words before the command's word, which may make a question or a denial of it, or a question mark.
func (s *scan) isAsked(at int) bool {
	for i := 0; i+1 < at; i++ {
		if s.ts[i].kind == word && s.lex.filler[s.ts[i].fold] {
			return true
		}
	}
	return false
}

// saidByHead are the commands whose first word may say an argument too: "engelska", "excel".
var saidByHead = map[string]bool{"language": true, "export": true, "slots": true}

// headCommand reads the command that the text begins with, after the name of a slash command or not, and the token after it.
func (s *scan) headCommand() (cmd, next int) {
	i := 0
	for i < len(s.ts) && s.ts[i].kind == mark {
		i++
	}
	if i >= len(s.ts) || s.ts[i].kind != word || s.ts[i].use == usedUnit {
		return -1, 0
	}
	w := s.ts[i].fold
	if i+1 < len(s.ts) && s.ts[i+1].kind == word {
		if c, ok := s.lex.first[w+" "+s.ts[i+1].fold]; ok {
			return s.lex.commandID(c), i + 2
		}
		if _, noun := s.lex.noun[w]; noun && (s.ts[i+1].use == free || s.lex.dates[s.ts[i+1].fold].class != "edge") { // "summary end of T1"
			if c, ok := s.lex.first[s.ts[i+1].fold]; ok {
				return s.lex.commandID(c), i + 2
			}
		}
	}
	if c, ok := s.lex.noun[w]; ok && s.understoodFrom(i+1) {
		return s.lex.commandID(c), i + 1
	}
	for start := i; i < len(s.ts) && s.ts[i].kind == word; i++ {
		w := s.ts[i].fold
		if _, noun := s.lex.noun[w]; noun && i > start {
			break
		}
		if c, ok := s.lex.first[w]; ok && (i == start || !saidByHead[c]) {
			return s.lex.commandID(c), i + 1
		}
		if !s.lex.filler[s.ts[i].fold] {
			break
		}
	}
	return -1, 0
}

// understoodFrom reports that every word from token i on was taken for something, or is too small to matter.
func (s *scan) understoodFrom(i int) bool {
	for ; i < len(s.ts); i++ {
		t := &s.ts[i]
		if t.kind == mark || t.use != free || t.kind == number || t.kind == word && s.small(t) {
			continue
		}
		if !slices.ContainsFunc(s.hits, func(h hit) bool { return h.p.target.said() && h.words.has(i) }) {
			return false
		}
	}
	return true
}

// fitsCommand reports that the command takes the slots, references and people that were found.
func (s *scan) fitsCommand(name string) bool {
	takes := acceptsSet[name]
	if name == "trainees" && len(s.trainees) > 0 {
		return false // "praktikant D-2026-0143 har slutat"
	}
	if name == "quota" && s.firstNumber() != nil {
		return false // "kvot Växeln 3" sets one
	}
	return (len(s.slots) == 0 || takes["slot"]) && (len(s.trainees) == 0 || takes["trainee"]) && (len(s.persons) == 0 || takes["person"])
}

func (s *scan) small(t *token) bool {
	return s.lex.filler[t.fold] || s.lex.counts(t.fold) || s.isNumeral(t.fold)
}

func (s *scan) onlySlots() bool {
	if len(s.slots) == 0 {
		return false
	}
	for _, t := range s.ts {
		if t.use != usedSlot && t.kind != mark && !s.lex.filler[t.fold] {
			return false
		}
	}
	return true
}
