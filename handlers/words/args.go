package words

import (
	"slices"
	"strings"
)

// accepts are the arguments that each command takes; what else a text says is not the command's business.
var accepts = map[string]string{
	"help": "", "explain": "term kind unit programme", "language": "language", "mine": "trainee", "resume": "person",
	"remind": "date every trainee slot unit person", "pause": "from to person", "undo": "entry",
	"quota":    "unit units at from to period compare page scope programme",
	"claim":    "kind unit slot slots count hours percent from to",
	"release":  "slot slots reason unit kind count",
	"slots":    "unit kind slot slots published page from to scope",
	"trainee":  "slot trainee kind unit from to hours percent count reason",
	"trainees": "trainee unit units kind from to at page",
	"end":      "trainee trainees slot result outcome date unit",
	"extend":   "trainee trainees slot from to unit",
	"correct":  "trainee slot from to date hours percent result outcome page",
	"support":  "trainee slot unit", "contact": "unit person trainee",
	"summary":   "unit units at from to period compare scope kind language format page what organised programme",
	"subscribe": "every entry",
	"chart":     "unit scope at from to organised programme",
	"forecast":  "unit units at from to period scope kind count percent every organised programme",
	"ranking":   "by top unit scope from to at period kind compare organised programme",
	"missing":   "what unit units scope from to at period page kind programme",
	"vacant":    "unit units kind weeks scope from to at page slot programme",
	"ending":    "trainee unit units kind from to scope page programme",
	"outcomes":  "days from to unit units kind outcome result period at scope trainee after what page",
	"match":     "kind unit units hours percent from to count",
	"publish":   "slot slots kind unit units count from to",
	"target":    "count unit units period from to kind scope step rule page programme",
	"transfer":  "count units unit kind period from to programme",
	"export":    "format at from to unit units period kind scope organised programme",
	"history":   "unit units from to person slot trainee page format",
	"assign":    "person role unit units from to date what", "reminders": "",
	"restrict": "trainee what",
	"erase":    "trainee trainees unit from to at",
	"cancel":   "", "join": "unit", "statement": "programme",
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
	s.fillStrangers(r)
	s.fillGiven(r)
	if r.Args.Language == "sv" || r.Args.Language == "en" {
		r.Language = r.Args.Language
	}
	s.keepFollowed(r)
	s.doubt(r)
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
	for k, m := range s.units {
		switch {
		case m.weak && !unitsAreAsked[s.command] && !s.exact, s.onlyLeads(k):
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
		if s.command == "transfer" && len(codes) == 2 && s.turnedRound(codes) {
			slices.Reverse(codes)
		}
		r.Args.Units = codes
	case s.command == "contact" && s.askedAbout(codes) != "":
		r.Args.Unit = s.askedAbout(codes)
	case len(codes) > 1 && s.takes("unit"):
		s.ask(r, "unit", codes)
	}
}

// askedAbout is the one of two units that is not where somebody works: "vem på HR har hand om Lokalvård", "vem sköter Lokalvård på HR".
func (s *scan) askedAbout(codes []string) string {
	about := ""
	for _, m := range s.units {
		if len(m.codes) != 1 || len(codes) != 2 || s.does(m.start-1, smallPlace) && !s.does(m.start-1, smallInstead) {
			continue
		}
		if about != "" {
			return ""
		}
		about = m.codes[0]
	}
	return about
}

// unitsAreAsked are the commands that ask about units, so that an ordinary word that is a unit's name is one.
var unitsAreAsked = map[string]bool{
	"quota": true, "summary": true, "forecast": true, "ranking": true, "missing": true, "vacant": true, "ending": true,
	"outcomes": true, "export": true, "trainees": true, "slots": true, "history": true, "contact": true, "target": true, "transfer": true,
}

// dropWeakUnits keeps the role "HR" from being the unit of that name as well.
func (s *scan) dropWeakUnits(a *Args) {
	for _, m := range s.units {
		if m.weak && a.Unit == m.codes[0] {
			a.Unit = ""
		}
	}
}
